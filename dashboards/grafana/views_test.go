package grafana

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestOrdersAndIncidentsAsTheyStand(t *testing.T) {
	s := stocked(t)
	for sentence, c := range map[string]struct {
		ask  string
		want []string
	}{
		"an order closed and opened again is open, as grave as it became, and was claimed": {
			"SELECT state, level, is_open, minutes_to_claim, reopened, closed_at IS NULL FROM bi_orders WHERE id = 'WO-1'",
			[]string{"in_progress\tred\t1\t1\t1\t1"},
		},
		"a closed one has its cause": {"SELECT state, level, is_open, cause, minutes_to_close FROM bi_orders WHERE id = 'WO-2'", []string{"closed\tblue\t0\t排班\t1"}},
		"an incident that grew":      {"SELECT state, level, mentions, headline, toString(opened_at) FROM bi_alerts", []string{"open\tred\t9\t青衡 异物\t2026-01-26 02:00:00.000"}},
		"a mention counts once":      {"SELECT count(), countIf(is_noise) FROM bi_mentions", []string{"4\t1"}},
		"a row for each topic":       {"SELECT topic, count() FROM bi_topics WHERE NOT is_noise GROUP BY topic", []string{"卫生-异物\t3"}},
		"a row for each judgement":   {"SELECT aspect, judgement, count() FROM bi_aspects GROUP BY aspect, judgement", []string{"hygiene\tnegative\t4"}},
		"an hour that was heard":     {"SELECT source, is_covered, fresh FROM bi_coverage", []string{"forum\t1\t4"}},
	} {
		if got := answer(t, s, c.ask); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", sentence, got, c.want)
		}
	}
	// Saved again, and corrected: still one.
	m, _, err := s.Mentions(t.Context(), voc.Filter{Raw: true}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveMentions(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := answer(t, s, "SELECT count() FROM bi_mentions"); got[0] != "4" {
		t.Errorf("%s mentions after all were saved again, want 4", got[0])
	}
}

// personal are words in the names of columns that nobody's tool for charts needs.
var personal = regexp.MustCompile(`(?i)author|owner|actor|phone|name|url|external|hash|token|secret|password`)

func TestViewsShowNoPeople(t *testing.T) {
	s := stocked(t)
	columns := answer(t, s, "SELECT concat(table, '.', name) FROM system.columns WHERE database = currentDatabase() AND startsWith(table, 'bi_') ORDER BY 1")
	if len(columns) < 60 {
		t.Fatalf("only %d columns in the views: %v", len(columns), columns)
	}
	for _, c := range columns {
		if personal.MatchString(c) {
			t.Errorf("column %s tells who somebody is", c)
		}
	}
	for _, view := range answer(t, s, "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'bi_')") {
		for _, row := range answer(t, s, "SELECT * FROM "+view) {
			if strings.Contains(row, "王店长") || strings.Contains(row, "小票") || strings.Contains(row, "13800000000") {
				t.Errorf("%s shows somebody: %s", view, row)
			}
		}
	}
}

// What is documented is what there is.
func TestEveryColumnOfTheViewsIsDocumented(t *testing.T) {
	s := stocked(t)
	raw, err := os.ReadFile("../../docs/bi.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range answer(t, s, "SELECT concat(table, ' ', name) FROM system.columns WHERE database = currentDatabase() AND startsWith(table, 'bi_')") {
		view, name, _ := strings.Cut(c, " ")
		_, section, found := strings.Cut(string(raw), "### "+view)
		section, _, _ = strings.Cut(section, "\n### ")
		if !found || !strings.Contains(section, "`"+name+"`") {
			t.Errorf("docs/bi.md does not explain %s.%s", view, name)
		}
	}
}

// The file an administrator runs on a server of their own: the engine reads every statement of it, and it hands out the views,
// all of them and nothing else.
func TestTheReaderMayReadTheViewsAlone(t *testing.T) {
	s := stocked(t)
	raw, err := os.ReadFile("../../docs/bi-user.sql")
	if err != nil {
		t.Fatal(err)
	}
	var granted []string
	for _, statement := range strings.Split(regexp.MustCompile(`(?m)--.*$`).ReplaceAllString(string(raw), ""), ";") {
		statement = strings.TrimSpace(statement)
		if statement == "" {
			continue
		}
		answer(t, s, "EXPLAIN AST "+statement)
		if strings.HasPrefix(statement, "GRANT") {
			m := regexp.MustCompile(`^GRANT SELECT ON tingfeng\.(bi_\w+) TO tingfeng_bi$`).FindStringSubmatch(statement)
			if m == nil {
				t.Fatalf("more than reading a view is granted: %s", statement)
			}
			granted = append(granted, m[1])
		}
	}
	views := answer(t, s, "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'bi_') ORDER BY name")
	slices.Sort(granted)
	if !slices.Equal(granted, views) {
		t.Errorf("granted %v, the views are %v", granted, views)
	}
	for _, limit := range []string{"readonly = 2 CONST", "max_execution_time", "max_memory_usage", "max_result_rows"} {
		if !strings.Contains(string(raw), limit) {
			t.Errorf("%s is not limited", limit)
		}
	}
	for _, view := range views {
		if got := answer(t, s, "SELECT position(create_table_query, 'SQL SECURITY DEFINER') > 0 FROM system.tables WHERE database = currentDatabase() AND name = '"+view+"'"); got[0] != "1" {
			t.Errorf("%s is read with the rights of the reader, who has none to the tables behind it", view)
		}
	}
}
