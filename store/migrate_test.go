package store_test

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestEveryQuery(t *testing.T) {
	s := storetest.Open(t)
	queries, err := store.Queries()
	if err != nil {
		t.Fatal(err)
	}
	if len(queries) < 20 {
		t.Fatalf("only %d queries found", len(queries))
	}
	for name, query := range queries {
		if err := s.Explain(t.Context(), query); err != nil {
			t.Errorf("query/%s.sql: %v", name, err)
		}
	}
}

func TestMigrateTwice(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 1, mention("1", "一"))
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := s.CountMentions(t.Context()); n != 1 || err != nil {
		t.Errorf("after a second migration %d mentions are left (%v), want 1", n, err)
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	s := storetest.Open(t)
	if err := s.Exec(t.Context(), "INSERT INTO schema_versions VALUES (9999, false, now64(3), 1)"); err != nil {
		t.Fatal(err)
	}
	err := s.Migrate(t.Context())
	if err == nil || !strings.Contains(err.Error(), "9999") || !strings.Contains(err.Error(), "newer") {
		t.Errorf("got %v, want a refusal that names both versions and what to do", err)
	}
}

func TestAMigrationCutOffIsRunAgain(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 1, mention("1", "一"))
	for _, statement := range []string{
		"INSERT INTO schema_versions SELECT max(version), true, now64(3), toUInt64(toUnixTimestamp64Nano(now64(9))) FROM schema_versions",
		"DROP TABLE control SYNC", // what the cut off migration had not made yet
	} {
		if err := s.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatalf("the migration cannot be run again: %v", err)
	}
	if err := s.TakeControl(t.Context(), "me", noon, 1); err != nil {
		t.Errorf("the missing table was not made: %v", err)
	}
	if got := all(t, s, voc.Filter{}); len(got) != 1 {
		t.Errorf("%d mentions are left, want 1", len(got))
	}
}

func TestAnUnmigratedDatabaseSaysSo(t *testing.T) {
	o := store.DefaultOptions()
	o.DSN = storetest.DSN(t)
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.CountMentions(t.Context()); err == nil || !strings.Contains(err.Error(), "never migrated") {
		t.Errorf("got %v, want what to do", err)
	}
}
