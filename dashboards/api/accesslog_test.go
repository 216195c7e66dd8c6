package api

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// notebook keeps lines of the audit log, or refuses to.
type notebook struct {
	mu    sync.Mutex
	lines []voc.AccessRecord
	err   error
}

func (n *notebook) record(_ context.Context, r voc.AccessRecord) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.err == nil {
		n.lines = append(n.lines, r)
	}
	return n.err
}

func (n *notebook) last(t *testing.T) voc.AccessRecord {
	t.Helper()
	if len(n.lines) == 0 {
		t.Fatal("nothing was written down")
	}
	return n.lines[len(n.lines)-1]
}

func TestEveryChangeAndEveryFileIsWrittenDown(t *testing.T) {
	log := &notebook{}
	h := &house{orders: []voc.WorkOrder{order("WO-1", voc.OrderNew)}}
	h.watchSomething()
	s := storetest.Open(t)
	door := h.open(t, func(o *Options) { o.Store, o.Record = s, log.record })
	for _, row := range []struct {
		method, target, body string
		want                 voc.AccessRecord
		why                  string
	}{
		{"POST", "/orders/WO-1/commands", `{"type":"claim","actor":"小周"}`, voc.AccessRecord{Action: "command-order", Object: "WO-1", Status: 200}, "a command"},
		{"POST", "/orders/WO-1/commands", `{"type":"dance"}`, voc.AccessRecord{Action: "command-order", Object: "WO-1", Status: 422}, "one that makes no sense was tried all the same"},
		{"PUT", "/plans/%E5%8F%8C%E5%8D%81%E4%B8%80", `{"from":"2026-11-10","to":"2026-11-12","raise":2,"actor":"小周"}`, voc.AccessRecord{Action: "save-plan", Object: "双十一", Status: 200}, "the name as people write it"},
		{"GET", "/export/mentions.csv?brand=qingheng&q=%E5%A4%B4%E5%8F%91", "", voc.AccessRecord{Action: "export-mentions", Status: 200, Detail: "brand=qingheng&q=%E5%A4%B4%E5%8F%91"}, "a file and what it was of"},
		{"GET", "/export/mentions.csv?brand=nobody", "", voc.AccessRecord{Action: "export-mentions", Status: 422, Detail: "brand=nobody"}, "a file that was not made"},
	} {
		before := len(log.lines)
		ask(t, door, row.method, base+row.target, row.body)
		if len(log.lines) == before {
			t.Errorf("%s: nothing was written down", row.why)
			continue
		}
		got := log.last(t)
		row.want.At, row.want.Actor, row.want.Address = clock, houseName, "192.0.2.1"
		if got != row.want {
			t.Errorf("%s:\n%+v, want\n%+v", row.why, got, row.want)
		}
	}
	written := len(log.lines)
	for _, target := range []string{"/orders", "/mentions", "/orders/WO-1", "/digest.html"} {
		ask(t, door, "GET", base+target, "")
	}
	ask(t, door, "POST", base+"/orders/tone", `{"text":"这是公司政策不允许的"}`)
	if len(log.lines) != written {
		t.Errorf("looking was written down: %+v", log.lines[written:])
	}
	for _, l := range log.lines {
		if strings.Contains(l.Detail+l.Object, "小周") {
			t.Errorf("what somebody wrote stands in the log: %+v", l)
		}
	}
}

func TestWhatIsRefusedIsWrittenDownToo(t *testing.T) {
	log := &notebook{}
	viewer := voc.Viewer{Name: "li", Token: "tk-7", Permits: []voc.Permission{voc.PermitRead}}
	door := new(house).open(t, func(o *Options) { o.Record, o.Access = log.record, visitors{"li": viewer} })
	problemOf(t, ask(t, door, "GET", base+"/export/mentions.csv", "", "Authorization", "Bearer li"), 403, "not_permitted")
	if got := log.last(t); got.Status != 403 || got.Actor != "li" || got.Token != "tk-7" || got.Action != "export-mentions" {
		t.Errorf("%+v", got)
	}
}

// Nothing leaves the house unwritten; looking and working go on.
func TestAFullLogStopsFilesAndNothingElse(t *testing.T) {
	log := &notebook{err: errors.New("no room: password=hunter2")}
	h := &house{orders: []voc.WorkOrder{order("WO-1", voc.OrderNew)}}
	s := storetest.Open(t)
	door := h.open(t, func(o *Options) { o.Store, o.Record = s, log.record })
	w := ask(t, door, "GET", base+"/export/mentions.csv", "")
	problemOf(t, w, 503, "not_recorded")
	if w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "hunter2") {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
	if w := ask(t, door, "GET", base+"/mentions", ""); w.Code != 200 {
		t.Errorf("looking: %d", w.Code)
	}
	if w := ask(t, door, "POST", base+"/orders/WO-1/commands", `{"type":"claim","actor":"小周"}`); w.Code != 200 {
		t.Errorf("working: %d", w.Code)
	}
	if !strings.Contains(h.log.String(), "was not written") {
		t.Error("nobody is told that a line is missing")
	}
}

func TestTheLogIsPagedAndNarrowed(t *testing.T) {
	s := storetest.Open(t)
	door := new(house).open(t, func(o *Options) { o.Store, o.Record = s, s.SaveAccess })
	for i := range 7 {
		r := voc.AccessRecord{At: clock.Add(time.Duration(-i) * time.Hour), Actor: []string{"王芳", "李雷"}[i%2], Action: "save-rule", Object: "negative-burst", Status: 200}
		if err := s.SaveAccess(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	first := read[AccessLog](t, ask(t, door, "GET", base+"/access-log?limit=4", ""), 200)
	second := read[AccessLog](t, ask(t, door, "GET", base+"/access-log?limit=4&after="+first.Next, ""), 200)
	if len(first.Items) != 4 || len(second.Items) != 3 || second.Next != "" || !first.Items[3].At.After(second.Items[0].At) {
		t.Errorf("%+v then %+v", first, second)
	}
	if mine := read[AccessLog](t, ask(t, door, "GET", base+"/access-log?actor=%E6%9D%8E%E9%9B%B7", ""), 200); len(mine.Items) != 3 {
		t.Errorf("%d lines of one person", len(mine.Items))
	}
	for _, query := range []string{"?after=x", "?from=2026-02-01&to=2026-01-01", "?refused=maybe", "?limit=0", "?who=me"} {
		problemOf(t, ask(t, door, "GET", base+"/access-log"+query, ""), 422, "invalid")
	}
	if _, _, err := s.AccessLog(t.Context(), store.AccessFilter{}, store.Page{}); err != nil {
		t.Error(err)
	}
}

// The seal of a pack of evidence stands in the audit log before the pack goes out: who holds the pack later
// can be told that it is the one that was made then.
func TestTheSealOfEvidenceStandsInTheAuditLog(t *testing.T) {
	log := &notebook{}
	s := storetest.Open(t)
	if _, err := s.SaveMentions(t.Context(), voices(30)); err != nil {
		t.Fatal(err)
	}
	h := &house{}
	door := h.open(t, func(o *Options) { o.Store, o.Record = s, log.record })
	w := ask(t, door, "POST", base+"/export/evidence", `{"query":"from=2026-01-01&to=2026-02-01&raw=true"}`)
	if got := log.last(t); w.Code != 200 || got.Detail != "mentions=30 seal="+w.Header().Get(sealHeader) || got.Action != "export-evidence" || got.Status != 200 {
		t.Errorf("%d %s: %+v", w.Code, w.Header().Get(sealHeader), got)
	}
	log.err = errors.New("the disk is full")
	if w := ask(t, door, "POST", base+"/export/evidence", `{"query":"from=2026-01-01&to=2026-02-01&raw=true"}`); w.Code < 500 || w.Header().Get(sealHeader) != "" {
		t.Errorf("a pack nobody could write down went out: %d", w.Code)
	}
}
