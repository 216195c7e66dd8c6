package api

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestHealthOfASource(t *testing.T) {
	visit := func(o voc.VisitOutcome, ago time.Duration) *voc.Visit {
		return &voc.Visit{Source: "s", Outcome: o, EndedAt: clock.Add(-ago)}
	}
	for _, row := range []struct {
		source voc.Source
		last   *voc.Visit
		want   string
		why    string
	}{
		{voc.Source{Every: time.Hour}, visit(voc.VisitOK, time.Hour), "ok", "visited in time"},
		{voc.Source{Every: time.Hour}, visit(voc.VisitUnchanged, time.Hour), "ok", "nothing new is heard as well"},
		{voc.Source{Every: time.Hour}, visit(voc.VisitOK, 2*time.Hour), "ok", "exactly at the limit"},
		{voc.Source{Every: time.Hour}, visit(voc.VisitOK, 2*time.Hour+time.Second), "late", "one visit was missed"},
		{voc.Source{}, visit(voc.VisitOK, 1000*time.Hour), "ok", "without an expectation nothing is late"},
		{voc.Source{Every: time.Hour}, visit(voc.VisitPartial, time.Minute), "partial", "stopped half way"},
		{voc.Source{Every: time.Hour}, visit(voc.VisitFailed, 9*time.Hour), "failed", "failed says more than late"},
		{voc.Source{Every: time.Hour}, visit(voc.VisitBlocked, time.Minute), "blocked", "robots or a login"},
		{voc.Source{Every: time.Hour}, nil, "never", "not visited yet"},
		{voc.Source{Kind: voc.KindPush}, nil, "passive", "a push comes when it comes"},
		{voc.Source{Every: time.Hour, Disabled: true}, visit(voc.VisitFailed, 9*time.Hour), "disabled", "switched off by hand"},
	} {
		row.source.ID = "s"
		last := map[voc.SourceID]voc.Visit{}
		if row.last != nil {
			last["s"] = *row.last
		}
		got := sourceStatus(row.source, last, map[voc.SourceID]time.Time{"s": clock}, clock)
		if string(got.State) != row.want || (got.Last == nil) != (row.last == nil) || got.NextAt == nil {
			t.Errorf("%s: %+v, want %s", row.why, got, row.want)
		}
	}
}

func TestMetaNamesEverything(t *testing.T) {
	m := read[Meta](t, ask(t, new(house).open(t, nil), "GET", base+"/meta", ""), 200)
	if len(m.Brands) != 2 || len(m.Stores) != 1 || len(m.Sources) != 4 || m.Titles["service.waiting"] != "等待时间" ||
		m.Timezone != "Asia/Shanghai" || m.Version != "test" || !m.Now.Equal(clock.Truncate(time.Minute)) {
		t.Errorf("meta %+v", m)
	}
}

func TestDigestIsAskedForADayAndABrand(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	for _, row := range []struct{ query, date, brand, why string }{
		{"", "2026-01-31", "qingheng", "today in the zone, our own brand"},
		{"?date=2026-01-30&brand=luye", "2026-01-30", "luye", "as asked"},
	} {
		d := read[voc.Digest](t, ask(t, door, "GET", base+"/digest"+row.query, ""), 200)
		if d.Date != row.date || string(d.Brand) != row.brand {
			t.Errorf("%s: %+v", row.why, d)
		}
		for ext, kind := range map[string]string{"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8"} {
			w := ask(t, door, "GET", base+"/digest."+ext+row.query, "")
			if w.Code != 200 || w.Body.String() != ext+" "+row.date+" "+row.brand || w.Header().Get("Content-Type") != kind {
				t.Errorf("%s %s: %d %q %s", row.why, ext, w.Code, w.Header().Get("Content-Type"), w.Body)
			}
		}
	}
	// Late in the evening in London it is the next day in Shanghai.
	late := h.open(t, func(o *Options) { o.Now = func() time.Time { return clock.Add(5 * time.Hour) } })
	if d := read[voc.Digest](t, ask(t, late, "GET", base+"/digest", ""), 200); d.Date != "2026-02-01" {
		t.Errorf("the day is not the zone's: %s", d.Date)
	}
	h.err = ErrNotFound
	problemOf(t, ask(t, door, "GET", base+"/digest", ""), 404, "not_found")
}

func TestMetricsCountWhatIsOpen(t *testing.T) {
	h := &house{
		orders:   []voc.WorkOrder{order("1", voc.OrderNew), order("2", voc.OrderClosed)},
		alerts:   []voc.Alert{{ID: "A", State: voc.AlertOpen}},
		messages: []voc.Message{{ID: "m"}, {ID: "d", Dead: true}, {ID: "s", SentAt: clock}},
		status:   Status{Seq: 42, SpoolEntries: 7, SpoolFull: true, Errors: []string{"digest: no room"}},
	}
	door := h.open(t, nil)
	ask(t, door, "GET", base+"/orders/1", "")
	ask(t, door, "GET", base+"/orders/none", "")
	text := ask(t, door, "GET", "/metrics", "").Body.String()
	for _, line := range []string{
		"tingfeng_spool_entries 7", "tingfeng_spool_full 1", "tingfeng_journal_seq 42", "tingfeng_failing_jobs 1",
		"tingfeng_orders_open 1", "tingfeng_alerts_open 1", "tingfeng_messages_waiting 1", "tingfeng_messages_dead 1",
		`tingfeng_http_seconds_count{route="GET /api/v1/orders/{id}",status="2xx"} 1`,
		`tingfeng_http_seconds_count{route="GET /api/v1/orders/{id}",status="4xx"} 1`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
}

func TestTheLetterIsAboutOurOwnBrandFirst(t *testing.T) {
	for _, row := range []struct {
		brands []voc.Brand
		want   string
		why    string
	}{
		{[]voc.Brand{{ID: "rival"}, {ID: "ours", Own: true}, {ID: "second", Own: true}}, "ours", "the first of ours"},
		{[]voc.Brand{{ID: "rival"}, {ID: "other"}}, "rival", "none is ours: the first"},
		{nil, "", "no brand is configured"},
	} {
		a := &door{Options: Options{Brands: row.brands}}
		if got := a.firstOwn(withViewer(t.Context(), homeViewer())); got != row.want {
			t.Errorf("%s: %q", row.why, got)
		}
	}
}
