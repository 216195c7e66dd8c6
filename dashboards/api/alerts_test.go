package api

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func incident(id string, state voc.AlertState, opened time.Duration) voc.Alert {
	al := voc.Alert{ID: id, State: state, Brand: "qingheng", Level: voc.Yellow, StartedAt: clock.Add(opened - 10*time.Minute), OpenedAt: clock.Add(opened)}
	if state != voc.AlertOpen {
		al.ResolvedAt = al.OpenedAt.Add(6 * time.Hour)
	}
	return al
}

func TestIncidentsAreFoundByWhatTheyAre(t *testing.T) {
	a, b, c, d := incident("A", voc.AlertOpen, -50*time.Hour), incident("B", voc.AlertResolved, -20*time.Hour), incident("C", voc.AlertResolved, -100*time.Hour), incident("D", voc.AlertMerged, -30*time.Hour)
	a.Kind, a.Level = voc.RuleCritical, voc.Red
	b.Verdict = voc.AlertFalseAlarm
	c.History, c.Kind = true, voc.RuleBurst
	h := &house{alerts: []voc.Alert{c, b, d, a}}
	door := h.open(t, nil)
	for _, row := range []struct{ query, want, why string }{
		{"", "A B D C", "what runs first though it is older, then the newest"},
		{"?state=merged", "D", "merged ones are a state of their own"},
		{"?level=red", "A", "one level"},
		{"?kind=critical", "A", "one kind"},
		{"?kind=burst", "B D C", "those from before kinds were written down are bursts"},
		{"?verdict=false_alarm", "B", "judged"},
		{"?verdict=unjudged", "A D C", "nobody looked"},
		{"?history=only", "C", "replayed"},
		{"?history=without", "A B D", "told"},
		{"?from=2026-01-31T00:00:00%2B08:00", "A B", "ran after that midnight; A still does"},
		{"?to=2026-01-29", "A C", "began on the 29th or before"},
		{"?from=2026-01-29&to=2026-01-29", "A", "ran on that day"},
		{"?kind=silence", "", "none is an empty list"},
	} {
		got := read[Alerts](t, ask(t, door, "GET", base+"/alerts"+row.query, ""), 200)
		if list := ids(got.Items, func(a voc.Alert) string { return a.ID }); list != row.want || got.Total != len(got.Items) || got.Open != 1 {
			t.Errorf("%s (%s): %q of %d with %d open, want %q", row.query, row.why, list, got.Total, got.Open, row.want)
		}
	}
	for _, query := range []string{"level=purple", "kind=x", "verdict=maybe", "history=true", "from=2026-01-31&to=2026-01-30", "after=" + strings.Repeat("x", 300), "after=nobody"} {
		problemOf(t, ask(t, door, "GET", base+"/alerts?"+query, ""), 422, "invalid")
	}
}

// Walking the pages meets every incident once, in order.
func TestPagesOfIncidentsMeetEachOnce(t *testing.T) {
	h := &house{}
	for i := range 23 {
		h.alerts = append(h.alerts, incident(fmt.Sprintf("A%02d", i), []voc.AlertState{voc.AlertOpen, voc.AlertResolved}[i%2], -time.Duration(i/4)*time.Hour))
	}
	door := h.open(t, nil)
	whole := read[Alerts](t, ask(t, door, "GET", base+"/alerts", ""), 200)
	for _, limit := range []int{1, 7, 22, 23} {
		var walked []voc.Alert
		for after, pages := "", 0; ; pages++ {
			got := read[Alerts](t, ask(t, door, "GET", base+fmt.Sprintf("/alerts?limit=%d&after=%s", limit, after), ""), 200)
			walked = append(walked, got.Items...)
			if after = got.Next; after == "" || pages > 30 {
				break
			}
			if got.Total != 23 {
				t.Fatalf("total %d on a later page", got.Total)
			}
		}
		id := func(a voc.Alert) string { return a.ID }
		if got, want := ids(walked, id), ids(whole.Items, id); got != want {
			t.Errorf("by %d: %s, want %s", limit, got, want)
		}
	}
}

func TestCommandsToIncidentsArriveAsTheyWereGiven(t *testing.T) {
	for _, row := range []struct {
		body string
		want voc.AlertCommand
	}{
		{`{"type":"confirm","actor":" 小周 "}`, voc.AlertCommand{Type: voc.AlertCommandConfirm, Actor: "小周"}},
		{`{"type":"false_alarm","actor":"小周","text":"抽奖刷屏"}`, voc.AlertCommand{Type: voc.AlertCommandFalseAlarm, Actor: "小周", Text: "抽奖刷屏"}},
		{`{"type":"mute","actor":"小周"}`, voc.AlertCommand{Type: voc.AlertCommandMute, Actor: "小周", Until: clock.Add(24 * time.Hour)}},
		{`{"type":"mute","actor":"小周","until":"2026-02-01T08:00:00+08:00"}`, voc.AlertCommand{Type: voc.AlertCommandMute, Actor: "小周", Until: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}},
		{`{"type":"unmute","actor":"小周"}`, voc.AlertCommand{Type: voc.AlertCommandUnmute, Actor: "小周"}},
		{`{"type":"merge","actor":"小周","into":"A-2"}`, voc.AlertCommand{Type: voc.AlertCommandMerge, Actor: "小周", Into: "A-2"}},
		{`{"type":"order","actor":"小周"}`, voc.AlertCommand{Type: voc.AlertCommandOrder, Actor: "小周"}},
	} {
		h := &house{}
		read[voc.Alert](t, ask(t, h.open(t, nil), "POST", base+"/alerts/A-1/commands", row.body), 200)
		row.want.Alert = "A-1"
		got := h.watching.alertCommands
		if len(got) != 1 || !got[0].Until.Equal(row.want.Until) {
			t.Fatalf("%s: %+v", row.body, got)
		}
		got[0].Until = row.want.Until
		if got[0] != row.want {
			t.Errorf("%s: %+v, want %+v", row.body, got[0], row.want)
		}
	}
}

func TestCommandsToIncidentsAreReadStrictly(t *testing.T) {
	for _, row := range []struct{ body, field, why string }{
		{`{"type":"delete","actor":"a"}`, "type", "no such command"},
		{`{"actor":"a"}`, "type", "no command"},
		{`{"type":"confirm","actor":" "}`, "actor", "a blank is nobody"},
		{`{"type":"false_alarm","actor":"a"}`, "text", "without a reason the rule learns nothing"},
		{`{"type":"merge","actor":"a"}`, "into", "merged into nothing"},
		{`{"type":"merge","actor":"a","into":"A-1"}`, "into", "merged into itself"},
		{`{"type":"mute","actor":"a","until":"2026-01-30"}`, "until", "muted until yesterday"},
		{`{"type":"mute","actor":"a","until":"2026-03-30"}`, "until", "what lasts months is a silence"},
		{`{"type":"mute","actor":"a","until":"soon"}`, "until", "no time"},
		{`{"type":"false_alarm","actor":"a","text":"` + strings.Repeat("长", 5000) + `"}`, "text", "longer than anybody reads"},
	} {
		h := &house{}
		p := problemOf(t, ask(t, h.open(t, nil), "POST", base+"/alerts/A-1/commands", row.body), 422, "invalid")
		if len(p.Errors) == 0 || p.Errors[0].Field != row.field {
			t.Errorf("%s: the error names %+v, want %s", row.why, p.Errors, row.field)
		}
		if len(h.watching.alertCommands) != 0 {
			t.Errorf("%s: was handed on", row.why)
		}
	}
}

func TestRefusalsOfIncidentsRulesAndSilencesHaveTheirStatus(t *testing.T) {
	calls := []struct{ method, target, body string }{
		{"POST", "/alerts/A-1/commands", `{"type":"confirm","actor":"a"}`},
		{"POST", "/silences", `{"reason":"r","actor":"a","to":"2026-02-02"}`},
		{"POST", "/silences/SL-1/end", `{"actor":"a"}`},
		{"PUT", "/plans/x", `{"from":"2026-11-10","to":"2026-11-12","raise":2,"actor":"a"}`},
		{"DELETE", "/plans/x", `{"actor":"a"}`},
		{"PUT", "/rules/x", `{"rule":{},"actor":"a","why":"w"}`},
		{"DELETE", "/rules/x", `{"actor":"a","why":"w"}`},
		{"POST", "/rules/backtest", `{"rule":{}}`},
	}
	for _, row := range []struct {
		err    error
		status int
		code   string
	}{
		{fmt.Errorf("%w: no such thing", ErrNotFound), 404, "not_found"},
		{fmt.Errorf("%w: it ended already", ErrConflict), 409, "conflict"},
		{fmt.Errorf("%w: something is missing", ErrInvalid), 422, "invalid"},
	} {
		for _, c := range calls {
			h := &house{}
			h.refused = row.err
			p := problemOf(t, ask(t, h.open(t, nil), c.method, base+c.target, c.body), row.status, row.code)
			if !strings.Contains(p.Detail, strings.SplitN(row.err.Error(), ": ", 2)[1]) {
				t.Errorf("%s %s: the sentence is lost: %q", c.method, c.target, p.Detail)
			}
		}
	}
}

// What strangers write into the fields of changes comes back as text, or not at all.
func TestHostileChangesAreOnlyText(t *testing.T) {
	for _, row := range hostile {
		text := jsonText(row.text)
		h := &house{}
		door := h.open(t, nil)
		for _, c := range []struct{ method, target, body string }{
			{"POST", "/alerts/A-1/commands", `{"type":"false_alarm","actor":` + text + `,"text":` + text + `}`},
			{"POST", "/silences", `{"reason":` + text + `,"actor":"a","topic":` + text + `,"to":"2026-02-02"}`},
			{"POST", "/silences", `{"reason":"r","actor":"a","brand":` + text + `,"store":` + text + `,"to":` + text + `}`},
			{"PUT", "/plans/" + url.PathEscape(row.text), `{"from":` + text + `,"to":"2026-11-12","raise":2,"actor":` + text + `}`},
			{"PUT", "/rules/r", `{"rule":{"title":` + text + `,"words":[` + text + `],"brands":[` + text + `],"step":` + text + `},"actor":` + text + `,"why":` + text + `}`},
			{"POST", "/rules/backtest", `{"rule":{"topic":` + text + `},"brand":` + text + `}`},
		} {
			w := ask(t, door, c.method, base+c.target, c.body)
			if w.Code != 200 && w.Code != 422 && w.Code != 404 && w.Code != 400 {
				t.Errorf("%s in %s %s: %d %s", row.name, c.method, c.target, w.Code, cut(w.Body.String()))
			}
			if kind := w.Header().Get("Content-Type"); kind != "application/json" && kind != "application/problem+json" {
				t.Errorf("%s in %s is answered as %q", row.name, c.target, kind)
			}
		}
	}
}
