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
		"ALTER TABLE schema_versions DELETE WHERE version > 5 SETTINGS mutations_sync = 2", // those after it are run again too
		"INSERT INTO schema_versions VALUES (5, true, now64(3), toUInt64(toUnixTimestamp64Nano(now64(9))))",
		"DROP TABLE observations SYNC", // what the cut off migration had not made yet
	} {
		if err := s.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatalf("the migration cannot be run again: %v", err)
	}
	if _, err := s.Observations(t.Context(), voc.NewPostID("forum", "1")); err != nil {
		t.Errorf("the missing table was not made: %v", err)
	}
	if got := all(t, s, voc.Filter{}); len(got) != 1 {
		t.Errorf("%d mentions are left, want 1", len(got))
	}
}

// Who upgrades keeps the mentions of years; they have aspects, and none of the columns that came later.
func TestMentionsFromBeforeTheUnderstandingGrewAreRead(t *testing.T) {
	s := storetest.Open(t)
	before := mention("1", "等了半小时")
	for _, statement := range []string{
		"ALTER TABLE mentions DROP INDEX clusters",
		"ALTER TABLE mentions DROP COLUMN aspects.probability, DROP COLUMN aspects.opinion, DROP COLUMN cluster, DROP COLUMN city, DROP COLUMN odds_irony, DROP COLUMN facts.kind, DROP COLUMN facts.value, DROP COLUMN facts.start, DROP COLUMN facts.end",
		"INSERT INTO mentions (id, brand, source, published_at, text, aspects.name, aspects.sentiment, aspects.start, aspects.end, revision) VALUES ('" +
			string(before.Post.ID) + "', 'qingheng', 'forum', toDateTime64('2026-03-10 12:00:00', 3, 'UTC'), '等了半小时', ['service.waiting'], ['negative'], [0], [5], 1)",
		"INSERT INTO identities VALUES ('" + string(before.Post.ID) + "', toDateTime64('2026-03-10 12:00:00', 3, 'UTC'), ['qingheng'], 1)",
		"TRUNCATE TABLE schema_versions",
		"INSERT INTO schema_versions VALUES (3, false, now64(3), 1)",
	} {
		if err := s.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := s.Mention(t.Context(), before.Post.ID, "qingheng")
	if err != nil || len(got.Analysis.Aspects) != 1 || got.Analysis.Aspects[0].Text != "等了半小时" || len(got.Analysis.Facts) != 0 {
		t.Errorf("an old mention reads %+v (%v)", got.Analysis, err)
	}
	save(t, s, 0, before) // and takes a new analysis
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
