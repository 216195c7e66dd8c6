package store

import (
	"slices"
	"strings"
	"testing"
)

func TestSchemaOnOneServer(t *testing.T) {
	all, err := migrations("")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		for _, statement := range m.statements {
			for _, foreign := range []string{"CLUSTER", "Replicated", "Distributed", "_local", "{{"} {
				if strings.Contains(statement, foreign) {
					t.Errorf("%s speaks of %s on one server:\n%s", m.name, foreign, statement)
				}
			}
			again := []string{"IF NOT EXISTS", "IF EXISTS", "MODIFY SETTING", "MATERIALIZE INDEX"} // building an index twice builds the same
			if !slices.ContainsFunc(again, func(s string) bool { return strings.Contains(statement, s) }) {
				t.Errorf("%s: a statement that cannot be run twice:\n%s", m.name, statement)
			}
		}
	}
}

func TestSchemaOnACluster(t *testing.T) {
	got, err := render("x.sql", `CREATE TABLE IF NOT EXISTS {{local "events"}} {{onCluster}} (seq UInt64)
ENGINE = {{engine "ReplacingMergeTree" "revision"}} ORDER BY seq;

{{distributed "events" "cityHash64(id)"}};
`, "main-1")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"CREATE TABLE IF NOT EXISTS events_local ON CLUSTER `main-1` (seq UInt64)\nENGINE = ReplicatedReplacingMergeTree(revision) ORDER BY seq",
		"CREATE TABLE IF NOT EXISTS events ON CLUSTER `main-1` AS events_local ENGINE = Distributed(`main-1`, currentDatabase(), events_local, cityHash64(id))",
	}
	if strings.Join(got, "\n;\n") != strings.Join(want, "\n;\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n;\n"), strings.Join(want, "\n;\n"))
	}
	all, err := migrations("main-1")
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]int{}
	for _, m := range all {
		for _, statement := range m.statements {
			if !strings.Contains(statement, "ON CLUSTER `main-1`") {
				t.Errorf("%s: a statement for one server only:\n%s", m.name, statement)
			}
			if strings.Contains(statement, "Distributed(") {
				tables["distributed"]++
			} else if strings.Contains(statement, "ENGINE = Replicated") {
				tables["local"]++
			}
		}
	}
	if tables["local"] == 0 || tables["local"] != tables["distributed"] {
		t.Errorf("%d local tables and %d distributed over them: each needs both", tables["local"], tables["distributed"])
	}
}
