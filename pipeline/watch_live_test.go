package pipeline

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// about turns complaints about tea into complaints about another brand.
func about(brand voc.BrandID, mentions []voc.Mention) []voc.Mention {
	for i := range mentions {
		m := &mentions[i]
		m.Brand = brand
		m.Post.ExternalID = string(brand) + m.Post.ExternalID
		m.Post.ID = voc.NewPostID("forum", m.Post.ExternalID)
		m.Post.Author.Hash = string(brand) + m.Post.Author.Hash
	}
	return mentions
}

// noisy is days of noise with bursts of chance size, length and place, the bursts in the last part.
func noisy(seed uint64, brand voc.BrandID, from, to time.Time, calm time.Duration) []voc.Mention {
	r := rand.New(rand.NewPCG(seed, 1))
	var all []voc.Mention
	burst, left := 0, 0
	for at := from; at.Before(to); at = at.Add(time.Hour) {
		if left == 0 {
			burst = 0
			first := at.Equal(from.Add(calm + time.Hour)) // at least one, whatever chance says
			if first || at.After(from.Add(calm)) && r.IntN(4) == 0 {
				burst, left = 15+r.IntN(60), 1+r.IntN(2)
			}
		} else {
			left--
		}
		all = append(all, about(brand, complaints(at.Add(time.Duration(r.IntN(600))*time.Second), 1+r.IntN(4)+burst, "等待", ""))...)
	}
	return all
}

func bare(t *testing.T, s *store.Store, now time.Time, rules ...alert.Rule) *Watch {
	t.Helper()
	w := watchOn(t, s, now, nil)
	w.rules = fixed(rules...)
	return w
}

// opened lists what was opened: which alert, when, by whom.
func opened(w *Watch) []string {
	var all []string
	for _, a := range w.journal.Alerts() {
		all = append(all, fmt.Sprint(a.OpenedAt.UTC().Format("02 15:04"), " ", a.Brand, " ", a.ID))
	}
	slices.Sort(all)
	return all
}

// Judging every five minutes, with restarts in between, opens what judging once at the end opens:
// no incident is missed for being looked at early, none is opened twice for being looked at often.
func TestWatchingLiveOpensWhatLookingBackOpens(t *testing.T) {
	t.Parallel()
	from := noon.Add(-4 * 24 * time.Hour)
	f := func(name string, brands []voc.BrandID, seed uint64, live, every time.Duration, change func(*alert.Rule)) {
		t.Helper()
		rule := alert.DefaultRule()
		rule.Brands = brands
		change(&rule)
		lived, looked := storetest.Open(t), storetest.Open(t)
		var all []voc.Mention
		for n, brand := range brands {
			all = append(all, noisy(seed+uint64(n), brand, from, noon, noon.Sub(from)-live)...)
		}
		for _, s := range []*store.Store{lived, looked} {
			if err := save(t, s, all); err != nil {
				t.Fatal(err)
			}
		}
		w := bare(t, lived, noon, rule)
		for now := noon.Add(-live); !now.After(noon); now = now.Add(every) {
			if err := w.Evaluate(t.Context(), now); err != nil {
				t.Fatal(err)
			}
		}
		once := bare(t, looked, noon, rule)
		if err := once.Evaluate(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
		if got, want := opened(w), opened(once); !slices.Equal(got, want) || !slices.ContainsFunc(once.journal.Alerts(), func(a voc.Alert) bool { return a.OpenedAt.After(noon.Add(-live)) }) {
			t.Errorf("%s, seed %d: live opened\n%s\nlooking back\n%s", name, seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for _, o := range w.journal.Orders() {
			if n := strings.Count(fmt.Sprint(w.journal.Orders()), o.Alert); o.Alert != "" && n != 1 {
				t.Errorf("%s, seed %d: alert %s has %d orders", name, seed, o.Alert, n)
			}
		}
	}
	f("the default rule", []voc.BrandID{"tea", "rival"}, 3, 4*time.Hour, time.Hour, func(*alert.Rule) {})
	f("a rule without a quiet period that ends incidents early", []voc.BrandID{"tea"}, 3, 3*time.Hour, 5*time.Minute, func(r *alert.Rule) { r.Quiet, r.ResolveAfter = 0, time.Hour })
}

// A short incident is over within the hours in which late posts are still awaited. Judging those
// hours again must not open it again.
func TestWatchDoesNotReopenWhatItHasEnded(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "")); err != nil {
		t.Fatal(err)
	}
	rule := alert.DefaultRule()
	rule.Quiet, rule.ResolveAfter, rule.Channels = 0, 30*time.Minute, []string{"desk"}
	w := bare(t, s, noon, rule)
	for m := 0; m <= 90; m += 5 {
		if err := w.Evaluate(t.Context(), noon.Add(time.Duration(m)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	alerts, told := w.journal.Alerts(), map[string]int{}
	for _, m := range w.journal.Messages() {
		told[m.Kind]++
	}
	if len(alerts) != 1 || len(w.journal.Orders()) != 1 || alerts[0].State != voc.AlertResolved || told[kindOpened] != 1 || told[kindResolved] != 1 {
		t.Errorf("%d alerts, %d orders, told %v; want one incident, opened once and ended once", len(alerts), len(w.journal.Orders()), told)
	}
}

func TestWatchRuleForATopic(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4) // about waiting
	if err := save(t, s, append(complaints(began, 50, "异物", ""), complaints(began, 3, "等待", "")...)); err != nil {
		t.Fatal(err)
	}
	topic := func(name string) alert.Rule {
		r := alert.DefaultRule()
		r.Name, r.Topic, r.MinHistory = name, name, time.Hour
		return r
	}
	w := bare(t, s, noon, topic("等待"), topic("异物"))
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	alerts := w.journal.Alerts()
	if len(alerts) != 1 || alerts[0].Rule != "异物" || alerts[0].Topic != "异物" || alerts[0].Total < 40 || alerts[0].Total > 50 {
		t.Errorf("opened %+v; want one alert about 异物 that counts none of the others", alerts)
	}
	if len(w.journal.Messages()) != 0 {
		t.Error("a rule without channels told somebody")
	}
	if len(w.journal.Orders()) != 1 {
		t.Errorf("%d orders; a rule without channels still puts the matter into somebody's hands", len(w.journal.Orders()))
	}
}

func TestWatchOnTwoBrandsTellsThemApart(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	for _, brand := range []voc.BrandID{"tea", "rival"} {
		if err := save(t, s, about(brand, append(noisy(1, brand, began.Add(-4*24*time.Hour), began, 99*time.Hour), complaints(began, 40, "异物", "")...))); err != nil {
			t.Fatal(err)
		}
	}
	rule := alert.DefaultRule()
	rule.Brands, rule.Channels = []voc.BrandID{"tea", "rival"}, []string{"desk"}
	w := bare(t, s, noon, rule)
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	orders, messages := map[string]bool{}, map[string]bool{}
	for _, o := range w.journal.Orders() {
		orders[o.ID+string(o.Brand)] = true
	}
	for _, m := range w.journal.Messages() {
		messages[m.ID] = true
	}
	if len(w.journal.Alerts()) != 2 || len(orders) != 2 || len(messages) != 2 {
		t.Errorf("%d alerts, orders %v, messages %v; want one of each for each brand", len(w.journal.Alerts()), orders, messages)
	}
}

func TestWatchRuleSwitchedOff(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "")); err != nil {
		t.Fatal(err)
	}
	rule := alert.DefaultRule()
	rule.Channels = []string{"desk"}
	off := rule
	off.Disabled = true
	w := bare(t, s, noon, off)
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	if n := len(w.journal.Alerts()) + len(w.journal.Orders()) + len(w.journal.Messages()); n != 0 {
		t.Fatalf("a rule that is off left %d alerts, orders and messages", n)
	}
	// Switched off while its incident runs: it opens nothing any more and still ends what is open.
	w = bare(t, s, noon, rule)
	if err := w.Evaluate(t.Context(), noon); err != nil || len(w.journal.Alerts()) != 1 {
		t.Fatalf("%d alerts, %v; want one", len(w.journal.Alerts()), err)
	}
	w = bare(t, s, noon, off)
	if err := w.Evaluate(t.Context(), noon.Add(12*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if alerts := w.journal.Alerts(); len(alerts) != 1 || alerts[0].State != voc.AlertResolved {
		t.Errorf("half a day later: %+v; want the one, ended", alerts)
	}
}

// Posts reach us late: within three hours they are judged as if they had come in time.
func TestWatchJudgesLatePosts(t *testing.T) {
	t.Parallel()
	f := func(why string, late time.Duration, alerts, messages int) {
		t.Helper()
		s := storetest.Open(t)
		began := noon.Add(-time.Hour)
		quietPast(t, s, noon, 4)
		w := watchOn(t, s, noon, nil)
		for _, now := range []time.Time{noon, noon.Add(late - 5*time.Minute)} {
			if err := w.Evaluate(t.Context(), now); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(w.journal.Alerts()); n != 0 {
			t.Fatalf("%s: %d alerts before the posts came", why, n)
		}
		if err := save(t, s, complaints(began, 60, "异物", "")); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := w.Evaluate(t.Context(), noon.Add(late)); err != nil {
				t.Fatal(err)
			}
		}
		if len(w.journal.Alerts()) != alerts || len(w.journal.Messages()) != messages {
			t.Errorf("%s: %d alerts, %d messages; want %d and %d", why, len(w.journal.Alerts()), len(w.journal.Messages()), alerts, messages)
		}
	}
	f("two hours late", 2*time.Hour, 1, 1)
	f("five hours late", 5*time.Hour, 0, 0)
}

// The process dies while an incident runs: the next one goes on with it, and tells its end.
func TestWatchGoesOnAfterARestartInTheMiddle(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-3 * time.Hour)
	quietPast(t, s, began, 5)
	for h, n := range []int{20, 60, 90, 10, 2, 1, 1, 2, 1, 2, 1, 1} {
		if err := save(t, s, complaints(began.Add(time.Duration(h)*time.Hour), n, "异物", "jingan")); err != nil {
			t.Fatal(err)
		}
	}
	for h := range 13 { // each hour another process
		w := watchOn(t, s, noon, nil)
		if err := w.Evaluate(t.Context(), began.Add(time.Duration(h)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	w := watchOn(t, s, noon, nil)
	alerts, told := w.journal.Alerts(), map[string]int{}
	for _, m := range w.journal.Messages() {
		told[m.Kind]++
	}
	if len(alerts) != 1 || len(w.journal.Orders()) != 1 || alerts[0].State != voc.AlertResolved {
		t.Fatalf("%d alerts, %d orders: %+v; want one incident from its beginning to its end", len(alerts), len(w.journal.Orders()), alerts)
	}
	if told[kindOpened] != 1 || told[kindResolved] != 1 {
		t.Errorf("told %v, want opened and ended once", told)
	}
	if a := alerts[0]; a.Peak < 75 || a.Order != w.journal.Orders()[0].ID {
		t.Errorf("peak %d, order %q; want the peak seen between restarts and its order", a.Peak, a.Order)
	}
}

// The order was closed while its incident still grew: it stays closed, the growth is told all the same.
func TestWatchLeavesAClosedOrderClosed(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-2 * time.Hour)
	quietPast(t, s, began, 15)
	mild := complaints(began, 14, "等待", "")
	for i := range mild {
		mild[i].Analysis.Severity, mild[i].Analysis.SeverityReasons = 1, nil
	}
	if err := save(t, s, mild); err != nil {
		t.Fatal(err)
	}
	w := watchOn(t, s, noon, nil)
	if err := w.Evaluate(t.Context(), began.Add(time.Hour)); err != nil || len(w.journal.Orders()) != 1 {
		t.Fatalf("%d orders, %v", len(w.journal.Orders()), err)
	}
	id := w.journal.Orders()[0].ID
	for _, c := range []voc.Command{{Type: voc.CommandClaim}, {Type: voc.CommandResolve, Action: "加派人手"}, {Type: voc.CommandClose, Cause: "排班不足"}} {
		c.Order, c.Actor = id, "林店长"
		if _, err := w.journal.Command(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	before, err := w.journal.Order(id)
	if err != nil {
		t.Fatal(err)
	}
	if err := save(t, s, complaints(began.Add(time.Hour), 150, "等待", "")); err != nil {
		t.Fatal(err)
	}
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	if after, _ := w.journal.Order(id); after.State != voc.OrderClosed || after.Version != before.Version || len(w.journal.Orders()) != 1 {
		t.Errorf("the closed order is %s at version %d, %d orders; want it untouched", after.State, after.Version, len(w.journal.Orders()))
	}
	if !strings.Contains(fmt.Sprint(w.journal.Messages()), kindGrew) {
		t.Error("nobody was told that it grew")
	}
}

func TestWatchOneSeriesThatFailsDoesNotBlindTheOthers(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "")); err != nil {
		t.Fatal(err)
	}
	bad, good := alert.DefaultRule(), alert.DefaultRule()
	bad.Name, bad.Step = "broken", time.Hour/3000/1000 // finer than the store counts
	bad.MinHistory = 0
	w := &Watch{
		store: s, journal: journalOn(t, s, noon), rules: fixed(bad, good), log: slog.New(slog.DiscardHandler),
		names: names{brands: []voc.Brand{{ID: "tea", Own: true}}, location: time.UTC},
	}
	err := w.Evaluate(t.Context(), noon)
	if err == nil || !strings.Contains(err.Error(), "rule broken for tea") || strings.Contains(err.Error(), good.Name) {
		t.Errorf("got %v, want an error that names the broken rule alone", err)
	}
	if len(w.journal.Alerts()) != 1 {
		t.Errorf("%d alerts; the healthy rule must speak", len(w.journal.Alerts()))
	}
}

// The insert of an incident fails: nobody was told, so the next turn tells it, once.
func TestWatchTellsAfterAFailedInsert(t *testing.T) {
	t.Parallel()
	var way *line
	s := storetest.Open(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "")); err != nil {
		t.Fatal(err)
	}
	w := watchOn(t, s, noon, nil)
	way.breaksAt("INSERT INTO events")
	if err := w.Evaluate(t.Context(), noon); err == nil {
		t.Fatal("the line broke and nobody noticed")
	}
	if n := len(w.journal.Alerts()) + len(w.journal.Orders()) + len(w.journal.Messages()); n != 0 {
		t.Fatalf("memory holds %d things that were never written", n)
	}
	way.set(false)
	for range 2 {
		if err := w.Evaluate(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
	}
	if a, o, m := len(w.journal.Alerts()), len(w.journal.Orders()), len(w.journal.Messages()); a != 1 || o != 1 || m != 1 {
		t.Errorf("%d alerts, %d orders, %d messages; want one of each", a, o, m)
	}
}
