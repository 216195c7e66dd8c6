package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// tasks is the part of the house behind work orders and messages: what was asked of it is kept to be
// looked at.
type tasks struct {
	drafts   []voc.OrderDraft
	report   voc.OrderReport
	askedOf  []voc.BrandID // of the last report or tree asked for
	asked    []voc.Span    // of reports and causes
	tree     []voc.CauseNode
	staff    []voc.Person
	draft    voc.ReplyDraft
	toned    []string
	entries  []voc.AuditEntry
	places   []voc.Channel
	resent   []string
	tested   []string
	attempt  voc.Attempt
	declined error // what every change answers
}

func (h *house) tasked(o Options) Options {
	k := &h.tasks
	o.OpenOrder = func(_ context.Context, d voc.OrderDraft) (voc.WorkOrder, error) {
		k.drafts = append(k.drafts, d)
		return voc.WorkOrder{ID: "WO-9", Kind: d.Kind, Title: d.Title, Level: d.Level, State: voc.OrderNew}, k.declined
	}
	o.OrderReport = func(from, to time.Time, orders func(voc.WorkOrder) bool, _ func(voc.Alert) bool) voc.OrderReport {
		k.asked, k.askedOf = append(k.asked, voc.Span{From: from, To: to}), brandsAmong(orders)
		return k.report
	}
	o.Causes = func(from, to time.Time, orders func(voc.WorkOrder) bool) []voc.CauseNode {
		k.asked, k.askedOf = append(k.asked, voc.Span{From: from, To: to}), brandsAmong(orders)
		return k.tree
	}
	o.People = func() []voc.Person { return k.staff }
	o.Reply = func(context.Context, string) (voc.ReplyDraft, error) { return k.draft, k.declined }
	o.CheckTone = func(text string) []voc.ToneFlaw {
		k.toned = append(k.toned, text)
		return k.draft.Flaws
	}
	o.Audit = func(context.Context, string) ([]voc.AuditEntry, error) { return k.entries, k.declined }
	o.Channels = func() []voc.Channel { return k.places }
	o.Resend = func(_ context.Context, id, actor string) error {
		k.resent = append(k.resent, id+" "+actor)
		return k.declined
	}
	o.TestChannel = func(_ context.Context, name, actor string) (voc.Attempt, error) {
		k.tested = append(k.tested, name+" "+actor)
		return k.attempt, k.declined
	}
	return o
}

// workSomething gives the house one of everything.
func (h *house) workSomething() {
	h.report = voc.OrderReport{From: clock.Add(-usualReport), To: clock, All: voc.OrderReportRow{Orders: 3, Claim: time.Minute}, Level: []voc.OrderReportRow{{Name: "red", Orders: 3}}}
	h.tree = []voc.CauseNode{{Name: "门店运营部", Kind: "department", Orders: []string{"WO-1"}, Children: []voc.CauseNode{
		{Name: "出餐", Kind: "process", Children: []voc.CauseNode{{Name: "封口机没有检查", Kind: "cause", Last30: 3}}},
	}}}
	h.staff = []voc.Person{{Name: "小周", Title: "店长", Mobile: "13900000000", Email: "zhou@example.com"}}
	h.draft = voc.ReplyDraft{Text: "对不起，让您久等了。", Flaws: []voc.ToneFlaw{{Start: 2, End: 4, Text: "政策", Kind: "policy", Why: "像在推责任"}}}
	h.places = []voc.Channel{{Name: "group", Kind: "feishu", Host: "open.feishu.cn", Limit: "每分钟 90 条"}}
	h.entries = []voc.AuditEntry{
		{Event: voc.Event{Seq: 7, At: clock, Type: "opened", Actor: "tingfeng", Data: json.RawMessage(`{"channel":"web"}`)}, After: "new", Hash: "aa", Sound: true},
		{Event: voc.Event{Seq: 9, At: clock, Type: "claimed", Actor: "小周", Data: json.RawMessage(`{"owner":"小周"}`)}, Before: "new", After: "in_progress", Hash: "bb", Sound: true},
	}
}

// brandsAmong is the brands whose orders are chosen.
func brandsAmong(orders func(voc.WorkOrder) bool) []voc.BrandID {
	var chosen []voc.BrandID
	for _, b := range []voc.BrandID{"qingheng", "luye"} {
		if orders(voc.WorkOrder{Brand: b}) {
			chosen = append(chosen, b)
		}
	}
	return chosen
}
