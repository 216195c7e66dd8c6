package api

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// voices makes n mentions of two brands and of none over the twenty days before the clock, the
// same ones every time.
func voices(n int) []voc.Mention {
	r := rand.New(rand.NewPCG(7, 31))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	all := make([]voc.Mention, n)
	for i := range all {
		p := voc.Post{
			Source: voc.SourceID(pick("forum", "desk", "import-old")), ExternalID: fmt.Sprintf("7301234567890%06d", i), Platform: "forum",
			Kind: voc.PostReview, PublishedAt: clock.Add(-time.Duration(r.IntN(20*24*60)) * time.Minute), Precision: voc.PrecisionMinute,
			FetchedAt: clock, Text: pick("奶茶很好喝", "等了四十分钟", "=HYPERLINK(\"x\")", "杯子里有头发，太恶心了", "一般般吧") + fmt.Sprint(i),
			Author: voc.Author{Hash: pick("", "a", "b", "c", "d"), Followers: voc.Unknown}, Engagement: voc.NoEngagement(),
			URL: fmt.Sprintf("https://forum.example.com/p/%d", i), Store: voc.StoreID(pick("", "sh-jingan-01")), Region: pick("", "上海"),
		}
		p.ID = voc.NewPostID(p.Source, p.ExternalID)
		a := voc.Analysis{
			Norm: p.Text, Sentiment: voc.Sentiment(pick("negative", "neutral", "positive")), Probability: 0.9, Emotion: voc.Calm,
			Intent: voc.IntentOther, Severity: r.IntN(5), Language: "zh-Hans", Version: "test-1",
		}
		a.Complaint = a.Sentiment == voc.Negative && r.IntN(2) == 0
		if t := pick("", "卫生-异物", "价格-涨价"); t != "" {
			a.Topics = []string{t}
		}
		if r.IntN(2) == 0 {
			a.Aspects = []voc.Aspect{{Name: "service.waiting", Sentiment: a.Sentiment, Start: 0, End: 2, Text: string([]rune(p.Text)[:2])}}
		}
		if r.IntN(10) == 0 {
			a.Noise = []string{voc.NoiseLottery}
		}
		a.Keywords = []string{pick("奶茶", "等", "头发")}
		all[i] = voc.Mention{Post: p, Brand: voc.BrandID(pick("qingheng", "qingheng", "luye", "")), Analysis: a}
	}
	return all
}

// question is one filter twice: as a query string, and as what it means in Go.
type question struct {
	query string
	means func(m *voc.Mention) bool
}

func inside(from, to string) func(m *voc.Mention) bool {
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04:05", s, shanghai)
		if err != nil {
			panic(err)
		}
		return v
	}
	return func(m *voc.Mention) bool {
		return !m.Post.PublishedAt.Before(at(from)) && m.Post.PublishedAt.Before(at(to))
	}
}

var clean = func(m *voc.Mention) bool { return len(m.Analysis.Noise) == 0 }

func all(conditions ...func(m *voc.Mention) bool) func(m *voc.Mention) bool {
	return func(m *voc.Mention) bool {
		for _, c := range conditions {
			if !c(m) {
				return false
			}
		}
		return true
	}
}

var questions = []question{
	{"from=2026-01-20&to=2026-01-25", all(clean, inside("2026-01-20 00:00:00", "2026-01-26 00:00:00"))},
	{"from=2026-01-20&to=2026-01-25&raw=true", inside("2026-01-20 00:00:00", "2026-01-26 00:00:00")},
	{"", all(clean, inside("2026-01-24 21:00:00", "2026-01-31 21:00:00"))},
	{"from=2026-01-10&to=2026-02-01&brand=qingheng&brand=-", all(clean, func(m *voc.Mention) bool { return m.Brand != "luye" })},
	{"from=2026-01-10&to=2026-02-01&source=desk&sentiment=negative", all(clean, func(m *voc.Mention) bool {
		return m.Post.Source == "desk" && m.Analysis.Sentiment == voc.Negative
	})},
	{"from=2026-01-10&to=2026-02-01&complaint=true&severity=3", all(clean, func(m *voc.Mention) bool {
		return m.Analysis.Complaint && m.Analysis.Severity >= 3
	})},
	{"from=2026-01-10&to=2026-02-01&topic=" + url.QueryEscape("卫生-异物"), all(clean, func(m *voc.Mention) bool {
		return slices.Contains(m.Analysis.Topics, "卫生-异物")
	})},
	{"from=2026-01-10&to=2026-02-01&aspect=service.waiting&store=sh-jingan-01", all(clean, func(m *voc.Mention) bool {
		return len(m.Analysis.Aspects) > 0 && m.Post.Store == "sh-jingan-01"
	})},
	{"from=2026-01-10&to=2026-02-01&region=" + url.QueryEscape("上海"), all(clean, func(m *voc.Mention) bool { return m.Post.Region == "上海" })},
	{"from=2026-01-10&to=2026-02-01&q=" + url.QueryEscape("头发 -好喝"), all(clean, func(m *voc.Mention) bool {
		return strings.Contains(m.Post.Text, "头发")
	})},
}

// stocked is a door over a real database that holds the voices.
func stocked(t *testing.T, h *house, mentions []voc.Mention, more ...func(*testing.T, *store.Store, *voc.Mention)) http.Handler {
	t.Helper()
	s := storetest.Open(t)
	if fresh, err := s.SaveMentions(t.Context(), mentions); err != nil || fresh != len(mentions) {
		t.Fatalf("%d of %d mentions saved: %v", fresh, len(mentions), err)
	}
	for _, keep := range more {
		keep(t, s, &mentions[0])
	}
	return h.open(t, func(o *Options) { o.Store = s })
}

// The list, its total and the export hold the very mentions that the filter means.
func TestListsHoldWhatTheFilterMeans(t *testing.T) {
	mentions := voices(400)
	door := stocked(t, &house{}, mentions)
	for _, q := range questions {
		want := map[voc.PostID]bool{}
		for i := range mentions {
			if q.means(&mentions[i]) {
				want[mentions[i].Post.ID] = true
			}
		}
		if len(want) < 5 {
			t.Fatalf("%s: only %d voices match: the question asks nothing", q.query, len(want))
		}
		got := walk(t, door, q.query, len(want))
		for id := range want {
			if !got[id] {
				t.Errorf("%s: %s is missing", q.query, id)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d mentions, want %d", q.query, len(got), len(want))
		}
		if rows := exported(t, door, q.query); len(rows) != len(want) {
			t.Errorf("%s: %d rows exported, want %d", q.query, len(rows), len(want))
		}
	}
}

// walk follows the cursor through all pages.
func walk(t *testing.T, door http.Handler, query string, total int) map[voc.PostID]bool {
	t.Helper()
	got := map[voc.PostID]bool{}
	var last time.Time
	for after := ""; ; {
		page := read[Mentions](t, ask(t, door, "GET", base+"/mentions?limit=37&"+query+"&after="+after, ""), 200)
		if page.Total != total {
			t.Fatalf("%s: total %d, want %d", query, page.Total, total)
		}
		for _, m := range page.Items {
			if got[m.Post.ID] {
				t.Fatalf("%s: %s is on two pages", query, m.Post.ID)
			}
			if !last.IsZero() && m.Post.PublishedAt.After(last) {
				t.Fatalf("%s: not newest first", query)
			}
			got[m.Post.ID], last = true, m.Post.PublishedAt
		}
		if page.Next == "" {
			return got
		}
		if len(page.Items) != 37 {
			t.Fatalf("%s: a page of %d that is not the last", query, len(page.Items))
		}
		after = page.Next
	}
}

func exported(t *testing.T, door http.Handler, query string) [][]string {
	t.Helper()
	w := ask(t, door, "GET", base+"/export/mentions.csv?"+query, "")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment; filename=\"mentions-2026") {
		t.Fatalf("export: %d %v %s", w.Code, w.Header(), w.Body)
	}
	text, bom := strings.CutPrefix(w.Body.String(), "\uFEFF")
	if !bom {
		t.Fatal("no byte order mark: Excel would read the file as GBK")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		for i, cell := range row {
			if strings.HasPrefix(cell, "=") || rows[0][i] == "external_id" && len(cell) > 11 && !strings.HasPrefix(cell, "'7301") {
				t.Fatalf("cell %s holds %q", rows[0][i], cell)
			}
		}
	}
	return rows[1:]
}

func TestOneMention(t *testing.T) {
	mentions := voices(30)
	door := stocked(t, &house{}, mentions)
	for i := range mentions {
		want := &mentions[i]
		brand := string(want.Brand)
		if brand == "" {
			brand = "-"
		}
		got := read[voc.Mention](t, ask(t, door, "GET", base+"/mentions/"+string(want.Post.ID)+"/"+brand, ""), 200)
		if got.Post.Text != want.Post.Text || got.Brand != want.Brand || got.Analysis.Sentiment != want.Analysis.Sentiment ||
			len(got.Analysis.Aspects) != len(want.Analysis.Aspects) || !got.Post.PublishedAt.Equal(want.Post.PublishedAt) {
			t.Errorf("mention %s\n%+v, want\n%+v", want.Post.ID, got, *want)
		}
	}
	problemOf(t, ask(t, door, "GET", base+"/mentions/"+strings.Repeat("0", 32)+"/qingheng", ""), 404, "not_found")
	problemOf(t, ask(t, door, "GET", base+"/mentions?after=bm9wZQ", ""), 422, "invalid")
}

func TestExportGoesOnPastItsFirstPage(t *testing.T) {
	mentions := voices(9000)
	door := stocked(t, &house{}, mentions)
	seen := map[string]bool{}
	for _, row := range exported(t, door, "from=2026-01-10&to=2026-02-01&raw=true") {
		seen[row[0]] = true
	}
	if len(seen) != len(mentions) {
		t.Errorf("%d different rows, want %d", len(seen), len(mentions))
	}
}

// A file that ends early must look broken to its reader, not shorter.
func TestABrokenExportIsNotTakenForAWholeOne(t *testing.T) {
	s := storetest.Open(t)
	mentions := voices(9000)
	for i := range mentions { // more than the buffers of a connection hold
		mentions[i].Post.Text += strings.Repeat("很长的一段话。", 150)
	}
	if _, err := s.SaveMentions(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(new(house).open(t, func(o *Options) { o.Store = s }))
	t.Cleanup(server.Close)
	r, err := server.Client().Get(server.URL + base + "/export/mentions.csv?from=2026-01-10&to=2026-02-01&raw=true")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.ReadFull(r.Body, make([]byte, 1000)); err != nil || r.StatusCode != 200 {
		t.Fatalf("%d %v", r.StatusCode, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r.Body); err == nil {
		t.Errorf("ended without an error after %d bytes", n)
	}
}

func TestVisitsAndStatus(t *testing.T) {
	s := storetest.Open(t)
	visits := []voc.Visit{
		{Source: "forum", StartedAt: clock.Add(-3 * time.Hour), EndedAt: clock.Add(-3*time.Hour + time.Second), Outcome: voc.VisitFailed, Missing: "503", Claimed: -1},
		{Source: "forum", StartedAt: clock.Add(-time.Hour), EndedAt: clock.Add(-time.Hour + time.Second), Outcome: voc.VisitOK, Requests: 3, Found: 20, Fresh: 4, Claimed: -1},
		{Source: "other", StartedAt: clock.Add(-30 * 24 * time.Hour), EndedAt: clock.Add(-30 * 24 * time.Hour), Outcome: voc.VisitOK, Claimed: 7},
	}
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
	h := &house{
		status:   Status{Seq: 9, SpoolEntries: 2, SpoolBytes: 300, NextAt: map[voc.SourceID]time.Time{"forum": clock.Add(time.Minute)}, Errors: []string{"webhook: 500"}},
		messages: []voc.Message{{ID: "old", CreatedAt: clock.Add(-time.Hour)}, {ID: "new", CreatedAt: clock}},
	}
	door := h.open(t, func(o *Options) { o.Store = s })
	for _, row := range []struct {
		query string
		want  int
		why   string
	}{
		{"", 2, "the last seven days"}, {"?source=forum", 2, "one source"}, {"?source=other", 0, "none in the time"},
		{"?from=2025-12-01&to=2026-01-31", 3, "all"}, {"?limit=1", 1, "the newest"},
	} {
		got := read[Visits](t, ask(t, door, "GET", base+"/visits"+row.query, ""), 200).Items
		if len(got) != row.want {
			t.Errorf("%q (%s): %d visits, want %d", row.query, row.why, len(got), row.want)
		}
		if row.why == "the newest" && (got[0].Fresh != 4 || got[0].Outcome != voc.VisitOK) {
			t.Errorf("not the newest: %+v", got[0])
		}
	}
	st := read[StatusReport](t, ask(t, door, "GET", base+"/status", ""), 200)
	if !st.Store.OK || st.Spool.Entries != 2 || st.Spool.Bytes != 300 || st.Seq != 9 || len(st.Errors) != 1 || st.Messages[0].ID != "new" {
		t.Errorf("status %+v", st)
	}
	forum := st.Sources[0]
	if forum.State != "ok" || forum.Last == nil || forum.Last.Fresh != 4 || forum.NextAt == nil || !forum.NextAt.Equal(clock.Add(time.Minute)) {
		t.Errorf("the forum's status %+v", forum)
	}
	if w := ask(t, door, "GET", "/readyz", ""); w.Code != 200 {
		t.Errorf("not ready: %d", w.Code)
	}
}

// When the database is gone, health, status and problems still answer, and say so.
func TestWithoutADatabaseTheDoorStillAnswers(t *testing.T) {
	s := storetest.Open(t)
	h := &house{status: Status{SpoolEntries: 5}}
	door := h.open(t, func(o *Options) { o.Store = s; o.Timeout = 5 * time.Second })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if w := ask(t, door, "GET", "/healthz", ""); w.Code != 200 {
		t.Errorf("healthz %d", w.Code)
	}
	if w := ask(t, door, "GET", "/readyz", ""); w.Code != 503 {
		t.Errorf("readyz %d", w.Code)
	}
	st := read[StatusReport](t, ask(t, door, "GET", base+"/status", ""), 200)
	if st.Store.OK || st.Store.Error == "" || st.Spool.Entries != 5 {
		t.Errorf("status %+v", st)
	}
	if w := ask(t, door, "GET", base+"/mentions", ""); w.Code < 500 || strings.Contains(w.Body.String(), "clickhouse") {
		t.Errorf("mentions %d %s", w.Code, w.Body)
	}
	if w := ask(t, door, "GET", base+"/export/mentions.csv", ""); w.Code < 500 {
		t.Errorf("an export without a database is not an empty file: %d", w.Code)
	}
}

func TestASlowQuestionIsGivenUpAndSaidSo(t *testing.T) {
	h := &house{}
	s := storetest.Open(t)
	door := h.open(t, func(o *Options) { o.Store, o.Timeout = s, time.Nanosecond })
	for _, target := range []string{"/overview", "/trend", "/topics", "/mentions", "/visits"} {
		w := ask(t, door, "GET", base+target, "")
		problemOf(t, w, 503, "timeout")
		if w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", target)
		}
	}
	if n := strings.Count(h.log.String(), "took too long"); n != 5 {
		t.Errorf("5 slow questions left %d lines in the log:\n%s", n, h.log.String())
	}
}

// Somebody who closes the page has not found an error.
func TestAClientWhoLeavesIsNotAnError(t *testing.T) {
	h := &house{}
	s := storetest.Open(t)
	door := h.open(t, func(o *Options) { o.Store = s })
	ctx, leave := context.WithCancel(t.Context())
	leave()
	r := httptest.NewRequestWithContext(ctx, "GET", base+"/overview", nil)
	r.Host = "localhost"
	door.ServeHTTP(httptest.NewRecorder(), r)
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("logged: %s", h.log.String())
	}
}

// Everybody asks at once while things change: run with -race this finds what is shared carelessly.
func TestManyAskAtOnce(t *testing.T) {
	h := &house{orders: []voc.WorkOrder{order("WO-1", voc.OrderNew)}}
	door := stocked(t, h, voices(100))
	var everybody sync.WaitGroup
	for i := range 8 {
		everybody.Go(func() {
			for _, target := range []string{"/overview", "/orders", "/status", "/meta", "/mentions?limit=5", "/alerts", "/topics"} {
				if w := ask(t, door, "GET", base+target, "", "Accept-Encoding", "gzip"); w.Code != 200 {
					t.Errorf("%s: %d", target, w.Code)
				}
			}
			h.set(func() { h.orders = append([]voc.WorkOrder{order(fmt.Sprint("WO-", i+2), voc.OrderNew)}, h.orders...) })
			if w := ask(t, door, "POST", base+"/posts", fmt.Sprintf(`[{"id":"%d","source":"desk","text":"好"}]`, i)); w.Code != 202 {
				t.Errorf("push: %d", w.Code)
			}
		})
	}
	everybody.Wait()
	if len(h.pushed) != 8 || len(h.orders) != 9 {
		t.Errorf("%d pushed, %d orders", len(h.pushed), len(h.orders))
	}
}
