package pipeline

import (
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// house is who works on the orders of these tests: a shop's manager, his lead, a desk, a director.
func house() Desk {
	return Desk{
		Channels: []string{"desk"},
		House: workorder.House{
			People: []voc.Person{
				{Name: "沈予安", Lead: "方砚秋", Channels: []string{"shops"}},
				{Name: "方砚秋", Lead: "林珂"},
				{Name: "许望舒", Lead: "林珂"},
				{Name: "林珂"},
				{Name: "赵离", Left: true},
				{Name: "周休", Away: []voc.Span{{From: noon.Add(-24 * time.Hour), To: noon.Add(72 * time.Hour)}}},
			},
			Managers: map[voc.StoreID]string{"jingan": "沈予安"},
			Rosters:  []workorder.Roster{{Name: "值班", Zone: "UTC", Turns: []string{"许望舒"}, Since: "2026-01-05"}},
			Default:  "值班", Director: "林珂",
		},
	}
}

// bureau is an office on a store, with a clock a test moves.
type bureau struct {
	*office
	t  *testing.T
	at time.Time
}

// bureauOn reads what the journal of a store holds, as a process that starts does.
func bureauOn(t *testing.T, s *store.Store, now time.Time, d Desk) *bureau {
	t.Helper()
	b := &bureau{t: t, at: now}
	clock := func() time.Time { return b.at }
	journal, err := openJournal(t.Context(), s, notify.Options{}, clock)
	if err != nil {
		t.Fatal(err)
	}
	b.office = newOffice(Options{Store: s, Now: clock, Desk: d, Address: "https://voc.example.com", Log: slog.New(slog.DiscardHandler)}, journal, names{
		brands: []voc.Brand{{ID: "tea", Name: "山外青茶", Own: true}, {ID: "rival", Name: "半亩茶田"}}, location: time.UTC,
		stores: []voc.Store{{ID: "jingan", Name: "静安店", Brand: "tea", Province: "上海"}}, titles: map[string]string{"异物": "喝出异物"},
	})
	journal.follow = b.follow
	return b
}

// open opens an order by hand that must be granted.
func (b *bureau) open(d voc.OrderDraft) voc.WorkOrder {
	b.t.Helper()
	if d.Brand == "" {
		d.Brand = "tea"
	}
	if d.Actor == "" {
		d.Actor = "童欣"
	}
	order, err := b.openByHand(b.t.Context(), d)
	if err != nil {
		b.t.Fatal(err)
	}
	return order
}

// do asks for a command that must be granted.
func (b *bureau) do(id string, cmd voc.Command) voc.WorkOrder {
	b.t.Helper()
	cmd.Order = id
	order, err := b.command(b.t.Context(), cmd)
	if err != nil {
		b.t.Fatalf("%s: %v", cmd.Type, err)
	}
	return order
}

// told lists the messages of a kind, oldest first.
func (b *bureau) told(kind string) []voc.Message {
	var found []voc.Message
	for _, m := range b.journal.Messages() {
		if m.Kind == kind && len(m.Data) == 0 {
			found = append(found, m)
		}
	}
	slices.Reverse(found)
	return found
}

func TestAnOrderOpenedByHandQuotesWhatItIsAbout(t *testing.T) {
	s := storetest.Open(t)
	mentions := complaints(noon.Add(-time.Hour), 3, "异物", "jingan")
	if err := save(t, s, mentions); err != nil {
		t.Fatal(err)
	}
	b := bureauOn(t, s, noon, house())
	order := b.open(voc.OrderDraft{Kind: voc.OrderCase, Posts: []voc.PostID{mentions[1].Post.ID}, Store: "jingan", Level: voc.Orange, Text: "顾客要求赔偿"})
	if order.State != voc.OrderAssigned || order.Assignee != "沈予安" || order.Lead != "方砚秋" || order.Region != "上海" || order.Post != mentions[1].Post.ID {
		t.Errorf("the order is %+v; want it given to the shop's manager, in his province", order)
	}
	if len(order.Evidence) != 1 || order.Evidence[0].Text != mentions[1].Post.Text || order.Evidence[0].Store != "静安店" {
		t.Errorf("it quotes %+v, want the customer's words and the shop's name", order.Evidence)
	}
	if !strings.Contains(order.Title, "第1位顾客") || !strings.HasPrefix(order.Route, "门店负责人") {
		t.Errorf("title %q, route %q", order.Title, order.Route)
	}
	told := b.told(kindAssigned)
	if len(told) != 1 || told[0].Channel != "shops" || !slices.Equal(told[0].To, []string{"沈予安"}) || told[0].Thread != order.ID || told[0].Level != voc.Orange {
		t.Fatalf("told were %+v, want the manager on his channel", told)
	}
	if !strings.Contains(told[0].Title, "新工单待您认领") || !strings.Contains(told[0].Body, "喝到一半") || len(told[0].Links) == 0 || !strings.Contains(told[0].Links[0].URL, order.ID+"?do=claim") {
		t.Errorf("the message is %+v; want what it is, whose words, and a link that claims", told[0])
	}
	if !strings.Contains(told[0].Body, "顾客要求赔偿") {
		t.Errorf("the message leaves out what was written when the order was opened: %s", told[0].Body)
	}
	again := voc.OrderDraft{Actor: "童欣", Brand: "tea", Kind: voc.OrderCase, Posts: []voc.PostID{mentions[1].Post.ID}}
	if _, err := b.openByHand(t.Context(), again); !errors.Is(err, ErrWrong) || !strings.Contains(err.Error(), order.ID) {
		t.Errorf("a second case about the same words: %v; want a refusal that names the first", err)
	}
	b.do(order.ID, voc.Command{Type: voc.CommandCancel, Actor: "童欣", Text: "开错了"})
	b.open(again)
}

func TestOpeningRefusesWhatNobodyCouldWorkOn(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	for sentence, d := range map[string]voc.OrderDraft{
		"nobody opens it":                  {Brand: "tea", Topic: "异物"},
		"a brand that is not there":        {Actor: "童欣", Brand: "cola", Topic: "异物"},
		"no brand":                         {Actor: "童欣", Topic: "异物"},
		"a level that is none":             {Actor: "童欣", Brand: "tea", Topic: "异物", Level: "pink"},
		"a shop that is not there":         {Actor: "童欣", Brand: "tea", Topic: "异物", Store: "beijing"},
		"a kind that is none":              {Actor: "童欣", Brand: "tea", Topic: "异物", Kind: "task"},
		"a theme about nothing":            {Actor: "童欣", Brand: "tea"},
		"a journey without a stage":        {Actor: "童欣", Brand: "tea", Kind: voc.OrderJourney},
		"a case of nobody":                 {Actor: "童欣", Brand: "tea", Kind: voc.OrderCase},
		"a case of two":                    {Actor: "童欣", Brand: "tea", Kind: voc.OrderCase, Posts: []voc.PostID{"a", "b"}},
		"a mention that is not there":      {Actor: "童欣", Brand: "tea", Topic: "异物", Posts: []voc.PostID{"a"}},
		"for somebody who is not there":    {Actor: "童欣", Brand: "tea", Topic: "异物", To: "李雷"},
		"for somebody who has left":        {Actor: "童欣", Brand: "tea", Topic: "异物", To: "赵离"},
		"for somebody who is on holiday":   {Actor: "童欣", Brand: "tea", Topic: "异物", To: "周休"},
		"more mentions than anybody reads": {Actor: "童欣", Brand: "tea", Topic: "异物", Posts: make([]voc.PostID, mostPosts+1)},
	} {
		if o, err := b.openByHand(t.Context(), d); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: order %s, error %v, want one that says what is wrong", sentence, o.ID, err)
		} else if strings.Contains(err.Error(), ErrWrong.Error()) {
			t.Errorf("%s: people read %q: the sentence alone is for them", sentence, err)
		}
	}
	if _, err := b.openByHand(t.Context(), voc.OrderDraft{Actor: "童欣", Brand: "tea", Topic: "异物", Alert: "AL-9"}); !errors.Is(err, ErrNone) {
		t.Errorf("for an incident that is not there: %v", err)
	}
	if n := b.journal.Seq(); n != 0 {
		t.Errorf("%d events were written by refusals", n)
	}
}

func TestCommandsKnowPeopleAndOtherOrders(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	one, two := b.open(voc.OrderDraft{Topic: "异物"}), b.open(voc.OrderDraft{Topic: "异物"})
	rival := b.open(voc.OrderDraft{Brand: "rival", Topic: "异物"})
	for sentence, cmd := range map[string]voc.Command{
		"given to nobody anybody knows":  {Type: voc.CommandAssign, To: "李雷"},
		"given to somebody who has left": {Type: voc.CommandAssign, To: "赵离"},
		"given to somebody on holiday":   {Type: voc.CommandAssign, To: "周休"},
		"help from nobody":               {Type: voc.CommandCollaborate, To: "李雷"},
		"merged into nothing":            {Type: voc.CommandMerge, Into: "WO-9"},
		"merged into another brand's":    {Type: voc.CommandMerge, Into: rival.ID},
	} {
		cmd.Order, cmd.Actor = one.ID, "童欣"
		if _, err := b.command(t.Context(), cmd); err == nil {
			t.Errorf("%s was granted", sentence)
		}
	}
	merged := b.do(one.ID, voc.Command{Type: voc.CommandMerge, Actor: "童欣", Into: two.ID})
	into, err := b.order(two.ID)
	if err != nil {
		t.Fatal(err)
	}
	if last := into.Notes[len(into.Notes)-1]; merged.State != voc.OrderMerged || !strings.Contains(last.Text, one.ID) {
		t.Errorf("merged is %s, the other remembers %q", merged.State, last.Text)
	}
	if _, err := b.command(t.Context(), voc.Command{Order: two.ID, Type: voc.CommandMerge, Actor: "童欣", Into: one.ID}); err == nil {
		t.Error("merged into what is merged itself")
	}
	if _, err := b.command(t.Context(), voc.Command{Order: "WO-9", Type: voc.CommandNote, Actor: "童欣", Text: "x"}); !errors.Is(err, ErrNone) {
		t.Errorf("an order that is not there: %v", err)
	}
}

// Where nobody is written down, names are whatever people type, as before there was a list.
func TestWithoutAListAnybodyIsSomebody(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, Desk{})
	order := b.open(voc.OrderDraft{Topic: "异物"})
	if order.State != voc.OrderNew || order.Route != "" {
		t.Errorf("the order is %s by %q, want nobody's and no word about it", order.State, order.Route)
	}
	if order = b.do(order.ID, voc.Command{Type: voc.CommandAssign, Actor: "童欣", To: "李雷"}); order.Assignee != "李雷" {
		t.Errorf("given to %q", order.Assignee)
	}
	if n := len(b.journal.Messages()); n != 0 {
		t.Errorf("%d messages, and there is no channel", n)
	}
}

// Who is told of what: nobody of what he did himself, everybody once.
func TestWhoIsToldOfWhat(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan", Level: voc.Red})
	steps := []struct {
		sentence string
		cmd      voc.Command
		kind     string
		to       []string // nil: nobody
	}{
		{"somebody else takes it up: who it was given to hears of it", voc.Command{Type: voc.CommandClaim, Actor: "许望舒"}, kindClaimed, []string{"沈予安"}},
		{"a note is for whoever reads the order", voc.Command{Type: voc.CommandNote, Actor: "许望舒", Text: "已联系"}, "", nil},
		{"help is asked", voc.Command{Type: voc.CommandCollaborate, Actor: "许望舒", To: "沈予安"}, kindJoined, []string{"沈予安"}},
		{"given back", voc.Command{Type: voc.CommandAssign, Actor: "许望舒", To: "沈予安", Text: "门店处理更快"}, kindAssigned, []string{"沈予安"}},
		{"taken up by whom it was given to: who had it hears", voc.Command{Type: voc.CommandClaim, Actor: "沈予安"}, kindClaimed, []string{"许望舒"}},
		{"resolved", voc.Command{Type: voc.CommandResolve, Actor: "沈予安", Action: "停用该批次并致歉"}, "", nil},
		{"opened again by the director", voc.Command{Type: voc.CommandReopen, Actor: "林珂", Text: "又有两条"}, kindReopened, []string{"方砚秋", "沈予安"}},
	}
	for _, step := range steps {
		b.at = b.at.Add(time.Minute)
		before := len(b.journal.Messages())
		order = b.do(order.ID, step.cmd)
		var to []string
		for _, m := range b.journal.Messages()[:len(b.journal.Messages())-before] {
			if m.Kind != step.kind || !m.CreatedAt.Equal(b.at) {
				t.Errorf("%s: told %s to %v", step.sentence, m.Kind, m.To)
			}
			to = append(to, m.To...)
		}
		slices.Sort(to)
		if !slices.Equal(to, step.to) {
			t.Errorf("%s: told %v, want %v", step.sentence, to, step.to)
		}
	}
}

// An incident that opens an order tells of both in one message; only who reads elsewhere gets his own.
func TestAnIncidentAndItsOrderAreOneMessageAChannel(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	rule := alert.DefaultRule()
	a := voc.Alert{ID: "AL-1", Rule: rule.Name, Brand: "tea", Topic: "异物", Level: voc.Red, State: voc.AlertOpen, Headline: "静安店异物", StartedAt: noon.Add(-time.Hour), OpenedAt: noon}
	told := func(channel string) []voc.Message {
		events, id, err := b.forAlert(b.journal.View(), rule, a, noon)
		if err != nil || id == "" {
			t.Fatal(id, err)
		}
		m := voc.Message{ID: "m", Channel: channel, Kind: kindOpened, Subject: "AL-1"}
		all, err := b.follow(b.journal.View(), append(events, notify.QueuedEvent(m, noon)), noon)
		if err != nil {
			t.Fatal(err)
		}
		var messages []voc.Message
		for _, e := range all[len(events)+1:] {
			var m voc.Message
			if err := json.Unmarshal(e.Data, &m); err != nil {
				t.Fatal(err)
			}
			messages = append(messages, m)
		}
		return messages
	}
	if got := told("desk"); len(got) != 0 { // the roster's 许望舒 reads the desk
		t.Errorf("told again where the incident is told: %+v", got)
	}
	if got := told("elsewhere"); len(got) != 1 || got[0].Channel != "desk" || !slices.Equal(got[0].To, []string{"许望舒"}) {
		t.Errorf("told %+v, want who it was given to, on the desk", got)
	}
}

func TestOldIncidentsOpenNoOrders(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	rule := alert.DefaultRule()
	for sentence, a := range map[string]voc.Alert{
		"history": {ID: "AL-1", Brand: "tea", Level: voc.Red, History: true},
		"a level the rule does not open orders for": {ID: "AL-2", Brand: "tea", Level: voc.Blue},
	} {
		if events, id, err := b.forAlert(b.journal.View(), rule, a, noon); len(events) != 0 || id != "" || err != nil {
			t.Errorf("%s: %d events, order %q, %v", sentence, len(events), id, err)
		}
	}
}

func TestPeopleReportsAndReplies(t *testing.T) {
	s := storetest.Open(t)
	b := bureauOn(t, s, noon, house())
	p := &Pipeline{Journal: b.journal, office: b.office, options: Options{Store: s, Now: b.now}}
	if people := p.People(); len(people) != 6 || people[5].Name != "赵离" {
		t.Errorf("people are %+v, want who has left at the end", people)
	}
	order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan", Level: voc.Red})
	b.at = b.at.Add(4 * time.Minute)
	b.do(order.ID, voc.Command{Type: voc.CommandClaim, Actor: "沈予安"})
	b.at = b.at.Add(time.Hour)
	b.do(order.ID, voc.Command{Type: voc.CommandResolve, Actor: "沈予安", Action: "停用该批次原料并逐一致歉"})
	b.do(order.ID, voc.Command{Type: voc.CommandClose, Actor: "沈予安", Cause: "滤网破损", Process: "设备点检", Department: "门店运营"})
	of := func(b voc.BrandID) func(voc.WorkOrder) bool {
		return func(o voc.WorkOrder) bool { return o.Brand == b }
	}
	report := p.OrderReport(noon.Add(-time.Hour), noon.Add(24*time.Hour), nil, nil)
	if report.All.Orders != 1 || report.All.Claim != 4*time.Minute || report.All.Closed != 1 || len(report.Owner) != 1 || report.Owner[0].Name != "沈予安" {
		t.Errorf("the report is %+v", report)
	}
	if mine := p.OrderReport(noon.Add(-time.Hour), noon.Add(24*time.Hour), of(order.Brand), nil); !reflect.DeepEqual(mine, report) {
		t.Errorf("the report of the order's brand is %+v, want that of all", mine)
	}
	if none := p.OrderReport(noon.Add(-time.Hour), noon.Add(24*time.Hour), of("another"), nil); none.All.Orders != 0 {
		t.Errorf("the report of a brand without orders is %+v", none)
	}
	if none := p.Causes(noon.Add(-time.Hour), noon.Add(24*time.Hour), of("another")); len(none) != 0 {
		t.Errorf("causes of a brand without orders are %+v", none)
	}
	causes := p.Causes(noon.Add(-time.Hour), noon.Add(24*time.Hour), nil)
	if len(causes) != 1 || causes[0].Name != "门店运营" || causes[0].Children[0].Name != "设备点检" || causes[0].Children[0].Children[0].Name != "滤网破损" {
		t.Errorf("causes are %+v", causes)
	}
	if draft, err := p.Reply(t.Context(), order.ID); err != nil || !strings.Contains(draft.Text, "静安店") {
		t.Errorf("the draft reads %q (%v), want the shop's name in it", draft.Text, err)
	}
	if _, err := p.Reply(t.Context(), "WO-9"); !errors.Is(err, ErrNone) {
		t.Errorf("a reply to nothing: %v", err)
	}
	if flaws := p.CheckTone("政策不允许退款。"); len(flaws) == 0 {
		t.Error("“政策不允许” has no flaw")
	}
	if all := p.Orders(); len(all) != 1 || all[0].ID != order.ID {
		t.Errorf("orders are %+v", all)
	}
	entries, err := p.Audit(t.Context(), order.ID)
	if err != nil || len(entries) != 4 || workorder.Broken(entries) != -1 || entries[3].After != string(voc.OrderClosed) {
		t.Errorf("the audit has %d entries, broken %d (%v)", len(entries), workorder.Broken(entries), err)
	}
	if _, err := p.Audit(t.Context(), "WO-9"); !errors.Is(err, ErrNone) {
		t.Errorf("an audit of nothing: %v", err)
	}
}

func TestSetDeskHoldsForWhatComesNext(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	p := &Pipeline{Journal: b.journal, office: b.office}
	d := house()
	d.House.Managers = map[voc.StoreID]string{"jingan": "许望舒"}
	p.SetDesk(d)
	if order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan"}); order.Assignee != "许望舒" {
		t.Errorf("given to %q, want the manager of now", order.Assignee)
	}
}

// What people find to be nothing is nothing for the incident too: its rule learns from it.
func TestAFalseAlarmIsTheIncidentsToo(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	a := voc.Alert{ID: "AL-1", Rule: "negative-burst", Brand: "tea", Topic: "异物", Level: voc.Red, State: voc.AlertOpen, StartedAt: noon.Add(-time.Hour), OpenedAt: noon}
	var id string
	if _, err := b.journal.Do(t.Context(), func(s State, now time.Time) ([]voc.Event, error) {
		events, order, err := b.forAlert(s, alert.DefaultRule(), a, now)
		id, a.Order = order, order
		return append([]voc.Event{alert.OpenedEvent(a, now)}, events...), err
	}); err != nil {
		t.Fatal(err)
	}
	b.do(id, voc.Command{Type: voc.CommandFalseAlarm, Actor: "沈予安", Text: "是竞品的旧闻被转发"})
	if got := b.journal.View().Alerts["AL-1"]; got.Verdict != voc.AlertFalseAlarm || got.VerdictBy != "沈予安" {
		t.Errorf("the incident is judged %q by %q", got.Verdict, got.VerdictBy)
	}
}
