// Package grafana holds ready-made boards; its test runs every query in them on the real engine.
package grafana

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// source is where a query is sent.
type source struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

type board struct {
	UID        string `json:"uid"`
	Title      string `json:"title"`
	Templating struct {
		List []struct {
			Name       string `json:"name"`
			Type       string `json:"type"`
			Query      string `json:"query"`
			Datasource source `json:"datasource"`
		} `json:"list"`
	} `json:"templating"`
	Panels []struct {
		ID         int    `json:"id"`
		Title      string `json:"title"`
		Type       string `json:"type"`
		Datasource source `json:"datasource"`
		Targets    []struct {
			Datasource source `json:"datasource"`
			QueryType  string `json:"queryType"`
			RawSQL     string `json:"rawSql"`
		} `json:"targets"`
	} `json:"panels"`
}

var (
	from = time.Date(2026, 1, 24, 0, 0, 0, 0, time.UTC)
	to   = time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
)

// macros are those of the official plugin our boards use, as its query editor's manual gives them.
var macros = []struct {
	find    *regexp.Regexp
	replace string
}{
	{regexp.MustCompile(`\$__timeFilter_ms\((\w+)\)`), fmt.Sprintf("$1 >= fromUnixTimestamp64Milli(%d) AND $1 <= fromUnixTimestamp64Milli(%d)", from.UnixMilli(), to.UnixMilli())},
	{regexp.MustCompile(`\$__timeFilter\((\w+)\)`), fmt.Sprintf("$1 >= toDateTime(%d) AND $1 <= toDateTime(%d)", from.Unix(), to.Unix())},
	{regexp.MustCompile(`\$__fromTime\b`), fmt.Sprintf("toDateTime(%d)", from.Unix())},
	{regexp.MustCompile(`\$__toTime\b`), fmt.Sprintf("toDateTime(%d)", to.Unix())},
	{regexp.MustCompile(`\$__timeInterval\((\w+)\)`), "toStartOfInterval(toDateTime($1), INTERVAL 3600 second)"},
}

// expand writes out macros and variables the way Grafana does before it sends a query.
func expand(t *testing.T, sql, noise string) string {
	t.Helper()
	for _, m := range macros {
		sql = m.find.ReplaceAllString(sql, m.replace)
	}
	sql = strings.NewReplacer("${brand:singlequote}", "'qingheng','luye',''", "${noise}", noise).Replace(sql)
	if strings.Contains(sql, "$") {
		t.Fatalf("a macro or variable this test does not know is left in\n%s", sql)
	}
	return sql
}

func boards(t *testing.T) map[string]board {
	t.Helper()
	files, err := filepath.Glob("*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no boards found: %v", err)
	}
	all := map[string]board{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var b board
		if err := json.Unmarshal(raw, &b); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[file] = b
	}
	return all
}

// stocked is a database in which every panel has something to show.
func stocked(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Open(t)
	at := from.Add(50 * time.Hour)
	mention := func(i int, change func(*voc.Mention)) voc.Mention {
		m := voc.Mention{Brand: "qingheng", Post: voc.Post{
			Source: "forum", ExternalID: fmt.Sprint(i), PublishedAt: at.Add(time.Duration(i) * time.Minute), FetchedAt: at,
			Text: "杯子里有头发", Store: "sh-jingan-01", Engagement: voc.NoEngagement(), Kind: voc.PostReview,
		}, Analysis: voc.Analysis{
			Sentiment: voc.Negative, Complaint: true, Severity: 4, Topics: []string{"卫生-异物"}, Version: "t",
			Norm: "杯子里有头发", Aspects: []voc.Aspect{{Name: "hygiene", Sentiment: voc.Negative, Start: 0, End: 2, Text: "杯子"}},
		}}
		m.Post.ID = voc.NewPostID(m.Post.Source, m.Post.ExternalID)
		change(&m)
		return m
	}
	_, err := s.SaveMentions(t.Context(), []voc.Mention{
		mention(1, func(*voc.Mention) {}),
		mention(2, func(m *voc.Mention) {
			m.Analysis.Sentiment, m.Analysis.Complaint, m.Brand = voc.Positive, false, "luye"
		}),
		mention(3, func(m *voc.Mention) { m.Analysis.Noise = []string{voc.NoiseLottery} }),
		mention(4, func(m *voc.Mention) { m.Brand = "" }),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SaveVisits(t.Context(), []voc.Visit{{Source: "forum", StartedAt: at, EndedAt: at.Add(time.Second), Outcome: voc.VisitOK, Fresh: 4}}); err != nil {
		t.Fatal(err)
	}
	if err := s.AppendEvents(t.Context(), journal(at)); err != nil {
		t.Fatal(err)
	}
	return s
}

// journal is an incident, an order that was closed and opened again, and one that is closed.
func journal(at time.Time) []voc.Event {
	var events []voc.Event
	say := func(subject voc.Subject, id, kind, data string) {
		n := len(events)
		events = append(events, voc.Event{
			Seq: uint64(n + 1), At: at.Add(time.Duration(n) * time.Minute), Subject: subject, ID: id, Type: kind, Actor: "王店长", Data: []byte(data),
		})
	}
	say(voc.SubjectAlert, "A", "opened", `{"id":"A","brand":"qingheng","topic":"卫生-异物","level":"orange","headline":"青衡 异物","total":4,"opened_at":"2026-01-26T02:00:00Z","started_at":"2026-01-26T01:00:00Z"}`)
	say(voc.SubjectAlert, "A", "grew", `{"level":"red","total":9}`)
	say(voc.SubjectOrder, "WO-1", "opened", `{"id":"WO-1","title":"异物","brand":"qingheng","topic":"卫生-异物","level":"orange","store":"sh-jingan-01","owner":"王店长"}`)
	say(voc.SubjectOrder, "WO-1", "claimed", `{"owner":"王店长"}`)
	say(voc.SubjectOrder, "WO-1", "raised", `{"level":"red"}`)
	say(voc.SubjectOrder, "WO-1", "closed", `{"cause":"清洗流程","text":"小票给了顾客"}`)
	say(voc.SubjectOrder, "WO-1", "reopened", `{"text":"又来"}`)
	say(voc.SubjectOrder, "WO-2", "opened", `{"id":"WO-2","title":"等待","brand":"luye","level":"blue"}`)
	say(voc.SubjectOrder, "WO-2", "closed", `{"cause":"排班"}`)
	say("user", "u1", "made", `{"name":"王店长","phone":"13800000000"}`)
	return events
}

// answer runs a query the way tingfeng sql does and gives its lines without the header.
func answer(t *testing.T, s *store.Store, sql string) []string {
	t.Helper()
	var out strings.Builder
	if err := s.SQL(t.Context(), sql, &out, store.FormatTSV); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	return strings.Split(strings.TrimRight(out.String(), "\n"), "\n")[1:]
}

func TestEveryQueryOfEveryBoardRunsAndShowsSomething(t *testing.T) {
	s := stocked(t)
	for file, b := range boards(t) {
		for _, v := range b.Templating.List {
			if v.Type == "query" && len(answer(t, s, expand(t, v.Query, "false"))) != 3 {
				t.Errorf("%s: variable %s does not list the three brands", file, v.Name)
			}
		}
		for _, p := range b.Panels {
			if len(p.Targets) == 0 {
				t.Errorf("%s: panel %q asks nothing", file, p.Title)
			}
			for _, q := range p.Targets {
				for _, noise := range []string{"false", "true"} {
					if rows := answer(t, s, expand(t, q.RawSQL, noise)); len(rows) == 0 {
						t.Errorf("%s: panel %q shows nothing with noise %s", file, p.Title, noise)
					}
				}
			}
		}
	}
}

func TestTheNumbersAreThoseOfTheDashboard(t *testing.T) {
	s := stocked(t)
	b := boards(t)["voices.json"]
	for noise, want := range map[string]struct{ volume, complaints string }{"false": {"3", "2"}, "true": {"4", "3"}} {
		for _, p := range b.Panels {
			var expected string
			switch p.Title {
			case "声量":
				expected = want.volume
			case "客诉":
				expected = want.complaints
			default:
				continue
			}
			if got := answer(t, s, expand(t, p.Targets[0].RawSQL, noise)); len(got) != 1 || got[0] != expected {
				t.Errorf("%s with noise %s: %v, want %s", p.Title, noise, got, expected)
			}
		}
	}
}

// tables are read through the views bi_… alone.
var tables = regexp.MustCompile(`(?i)\b(FROM|JOIN)\s+(?:[a-ac-z]|b[a-hj-z])`)

// A panel without its data source, or two with one id, fails in Grafana only when somebody looks.
func TestBoardsAreWhole(t *testing.T) {
	want := source{Type: "grafana-clickhouse-datasource", UID: "tingfeng"}
	provisioned, err := os.ReadFile("provisioning/datasources/clickhouse.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(provisioned), "uid: "+want.UID+"\n") || !strings.Contains(string(provisioned), "type: "+want.Type+"\n") {
		t.Errorf("the provisioned data source is not the one the boards ask: %s", provisioned)
	}
	uids := map[string]string{}
	for file, b := range boards(t) {
		if other, taken := uids[b.UID]; b.UID == "" || taken {
			t.Errorf("%s: uid %q is empty or also that of %q", file, b.UID, other)
		}
		uids[b.UID] = file
		ids := map[int]bool{}
		for _, p := range b.Panels {
			if ids[p.ID] || p.Title == "" || p.Datasource != want {
				t.Errorf("%s: panel %d %q: id used twice, no title, or another data source %+v", file, p.ID, p.Title, p.Datasource)
			}
			ids[p.ID] = true
			for _, q := range p.Targets {
				if q.Datasource != want || tables.MatchString(q.RawSQL) {
					t.Errorf("%s: panel %q asks elsewhere, or a table that a reader has no right to:\n%s", file, p.Title, q.RawSQL)
				}
			}
		}
	}
}
