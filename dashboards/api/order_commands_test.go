package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Every command arrives as it was given, and each is refused by name for what it lacks.
func TestEveryCommandSaysWhatItLacks(t *testing.T) {
	good := map[voc.CommandType]string{
		voc.CommandAssign: `"to":"老王"`, voc.CommandClaim: ``, voc.CommandNote: `"text":"备注"`, voc.CommandAttach: `"url":"https://a.example/1","title":"图"`,
		voc.CommandCollaborate: `"to":"老王"`, voc.CommandLeave: `"to":"老王"`, voc.CommandAnswer: `"url":"https://a.example/1"`,
		voc.CommandWait: `"wait_for":"legal","until":"2026-02-02","text":"等意见"`, voc.CommandResume: ``, voc.CommandResolve: `"action":"退款"`,
		voc.CommandCallback: `"result":"recovered","score":5`, voc.CommandVerify: ``, voc.CommandClose: `"cause":"没有巡检"`, voc.CommandReopen: `"text":"又有"`,
		voc.CommandRegrade: `"level":"red","text":"有人受伤"`, voc.CommandFalseAlarm: `"text":"不是我们"`, voc.CommandMerge: `"into":"WO-2"`, voc.CommandCancel: `"text":"撤店"`,
	}
	if len(good) != len(voc.CommandTypes()) {
		t.Fatalf("%d commands are tried, there are %d", len(good), len(voc.CommandTypes()))
	}
	for _, kind := range voc.CommandTypes() {
		h := &house{}
		door := h.open(t, nil)
		send := func(fields string) string {
			if fields != "" {
				fields = "," + fields
			}
			return fmt.Sprintf(`{"type":%q,"actor":"小周"%s}`, kind, fields)
		}
		read[voc.WorkOrder](t, ask(t, door, "POST", base+"/orders/WO-1/commands", send(good[kind])), 200)
		if c := h.commands[0]; c.Type != kind || c.Order != "WO-1" || c.Actor != "小周" || c.Channel != "api" {
			t.Errorf("%s arrived as %+v", kind, c)
		}
		for _, l := range lacks[kind] {
			var fields map[string]any
			if err := json.Unmarshal([]byte("{"+good[kind]+"}"), &fields); err != nil {
				t.Fatal(err)
			}
			delete(fields, l.field)
			if kind == voc.CommandAnswer {
				delete(fields, "url") // one of the two is enough
			}
			rest, _ := json.Marshal(fields)
			p := problemOf(t, ask(t, door, "POST", base+"/orders/WO-1/commands", send(strings.Trim(string(rest), "{}"))), 422, "invalid")
			if !slices.ContainsFunc(p.Errors, func(e FieldError) bool { return e.Field == l.field && e.MessageZH != "" }) {
				t.Errorf("%s without %s is refused for %+v", kind, l.field, p.Errors)
			}
		}
		if len(h.commands) != 1 {
			t.Errorf("%s: %d commands were handed on", kind, len(h.commands))
		}
	}
}

func TestCommandsThatMakeNoSense(t *testing.T) {
	for _, row := range []struct{ body, field, why string }{
		{`"type":"wait","wait_for":"nobody","until":"2026-02-02","text":"a"`, "wait_for", "nobody to wait for"},
		{`"type":"wait","wait_for":"legal","until":"2026-01-01","text":"a"`, "until", "a day that is past"},
		{`"type":"wait","wait_for":"legal","until":"bald","text":"a"`, "until", "no time at all"},
		{`"type":"callback","result":"happy"`, "result", "no result there is"},
		{`"type":"callback","result":"recovered","score":6`, "score", "more than content"},
		{`"type":"callback","result":"recovered","score":-1`, "score", "less than angry"},
		{`"type":"callback","result":"unreachable","score":3`, "score", "who was not reached said nothing"},
		{`"type":"attach","url":"javascript:alert(1)"`, "url", "a script is no link"},
		{`"type":"attach","url":"https://"`, "url", "no host"},
		{`"type":"answer","text":"a","url":"www.example.com"`, "url", "no scheme"},
		{`"type":"regrade","level":"pink","text":"a"`, "level", "no such level"},
		{`"type":"merge","into":"WO-1"`, "into", "into itself"},
		{`"type":"note","text":"a","channel":"timer"`, "channel", "nobody outside is the timer"},
	} {
		h := &house{}
		p := problemOf(t, ask(t, h.open(t, nil), "POST", base+"/orders/WO-1/commands", `{"actor":"小周",`+row.body+`}`), 422, "invalid")
		if p.Errors[0].Field != row.field || len(h.commands) != 0 {
			t.Errorf("%s (%s): field %q, handed on %v", row.body, row.why, p.Errors[0].Field, h.commands)
		}
	}
}

func TestACommandKeepsWhatItWasGiven(t *testing.T) {
	h := &house{}
	body := `{"type":"callback","actor":"小周","channel":"bot","result":"lost","score":2,"post":"p1","text":"还在生气","version":7}`
	read[voc.WorkOrder](t, ask(t, h.open(t, nil), "POST", base+"/orders/WO-1/commands", body), 200)
	want := voc.Command{Order: "WO-1", Type: voc.CommandCallback, Actor: "小周", Channel: "bot", Result: voc.RecoveryLost, Score: 2, Post: "p1", Text: "还在生气", Version: 7}
	if h.commands[0] != want {
		t.Errorf("arrived as %+v, want %+v", h.commands[0], want)
	}
	body = `{"type":"wait","actor":"小周","wait_for":"supplier","until":"2026-02-02","text":"滤网","lead":true}`
	read[voc.WorkOrder](t, ask(t, h.open(t, nil), "POST", base+"/orders/WO-1/commands", body), 200)
	if c := h.commands[1]; !c.Until.Equal(time.Date(2026, 2, 3, 0, 0, 0, 0, shanghai)) || !c.Lead || c.WaitFor != voc.WaitSupplier {
		t.Errorf("until the day's end with the lead's word arrived as %+v", c)
	}
}

// Whoever is refused sees the order as it stands, so that they can decide again.
func TestARefusedCommandAnswersWithTheOrder(t *testing.T) {
	h := &house{orders: []voc.WorkOrder{order("WO-1", voc.OrderClosed)}, err: fmt.Errorf("%w: 工单已关闭", ErrConflict)}
	h.orders[0].Version = 9
	w := ask(t, h.open(t, nil), "POST", base+"/orders/WO-1/commands", `{"type":"resolve","actor":"小周","action":"退款","version":3}`)
	p := problemOf(t, w, 409, "conflict")
	if p.DetailZH != "工单已关闭" || !strings.Contains(p.Detail, "closed") {
		t.Errorf("told %q and %q", p.Detail, p.DetailZH)
	}
	if got := read[OrderConflict](t, w, 409); got.Present == nil || got.Present.Version != 9 || got.Present.State != voc.OrderClosed {
		t.Errorf("present %+v", got.Present)
	}
}

// What is not there is named in the language of the page, whatever the pipeline calls it.
func TestWhatIsNotThereIsNamedInPlainWords(t *testing.T) {
	h := &house{err: fmt.Errorf("%w: work order \"WO-9\": there is none with this id", ErrNotFound)}
	h.declined = fmt.Errorf("%w: alert \"AL-9\": there is none with this id", ErrNotFound)
	door := h.open(t, nil)
	for _, row := range []struct{ path, body, want string }{
		{"/orders/WO-9/commands", `{"type":"note","actor":"小周","text":"还在等"}`, "没有编号为 WO-9 的工单。"},
		{"/orders", `{"kind":"theme","title":"甜度","brand":"qingheng","level":"red","actor":"小周","alert":"AL-9"}`, "没有编号为 AL-9 的预警。"},
	} {
		if p := problemOf(t, ask(t, door, "POST", base+row.path, row.body), 404, "not_found"); p.DetailZH != row.want {
			t.Errorf("%s: told %q, want %q", row.path, p.DetailZH, row.want)
		}
	}
}

func TestOrdersAreOpenedByHand(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	body := `{"kind":"case","title":" 杯里有铁丝 ","brand":"qingheng","level":"orange","posts":["p1"],"store":"sh-jingan-01","to":"老王","text":"顾客在等","actor":"小周"}`
	got := read[voc.WorkOrder](t, ask(t, door, "POST", base+"/orders", body), 200)
	if d := h.drafts[0]; got.ID != "WO-9" || d.Title != "杯里有铁丝" || d.Posts[0] != "p1" || d.Kind != voc.OrderCase || d.To != "老王" || d.Actor != "小周" {
		t.Errorf("opened %+v as %+v", got, d)
	}
	for _, row := range []struct{ body, field, why string }{
		{`{"title":"a","brand":"qingheng","level":"red","actor":"b"}`, "kind", "no kind"},
		{`{"kind":"theme","brand":"qingheng","level":"red","actor":"b"}`, "title", "no title"},
		{`{"kind":"theme","title":"a","level":"red","actor":"b"}`, "brand", "nobody's matter"},
		{`{"kind":"theme","title":"a","brand":"nobody","level":"red","actor":"b"}`, "brand", "a brand that is not configured"},
		{`{"kind":"theme","title":"a","brand":"qingheng","actor":"b"}`, "level", "no level"},
		{`{"kind":"theme","title":"a","brand":"qingheng","level":"red"}`, "actor", "nobody opens it"},
		{`{"kind":"case","title":"a","brand":"qingheng","level":"red","actor":"b"}`, "posts", "a case without its customer"},
		{`{"kind":"case","title":"a","brand":"qingheng","level":"red","actor":"b","posts":["1","2"]}`, "posts", "a case of two"},
		{`{"kind":"case","title":"a","brand":"qingheng","level":"red","actor":"b","posts":[""]}`, "posts", "an empty id"},
		{`{"kind":"journey","title":"a","brand":"qingheng","level":"red","actor":"b"}`, "stage", "a journey without its stage"},
		{`{"kind":"theme","title":"` + strings.Repeat("长", 200) + `","brand":"qingheng","level":"red","actor":"b"}`, "title", "longer than anybody reads"},
	} {
		p := problemOf(t, ask(t, door, "POST", base+"/orders", row.body), 422, "invalid")
		if p.Errors[0].Field != row.field || len(h.drafts) != 1 {
			t.Errorf("%s: field %q, %d drafts", row.why, p.Errors[0].Field, len(h.drafts))
		}
	}
	h.declined = fmt.Errorf("%w: no such person", ErrInvalid)
	problemOf(t, ask(t, door, "POST", base+"/orders", body), 422, "invalid")
}
