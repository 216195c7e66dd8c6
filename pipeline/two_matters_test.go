package pipeline

import (
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// staffed is a watch whose orders an office keeps, on one clock that a test moves.
func staffed(t *testing.T, s *store.Store, now time.Time, rules ...alert.Rule) (*Watch, *bureau) {
	t.Helper()
	b := bureauOn(t, s, now, house())
	w := bare(t, s, now, rules...)
	w.journal, w.office, w.address = b.journal, b.office, "https://voc.example.com"
	return w, b
}

// goOn evaluates every ten minutes, the clock going along.
func goOn(t *testing.T, w *Watch, b *bureau, from, to time.Time) {
	t.Helper()
	for now := from; !now.After(to); now = now.Add(10 * time.Minute) {
		b.at = now
		if err := w.Evaluate(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
}

// both makes complaints that name a second topic in the same breath.
func both(mentions []voc.Mention, topic string) []voc.Mention {
	for i := range mentions {
		mentions[i].Analysis.Topics = append(slices.Clone(mentions[i].Analysis.Topics), topic)
	}
	return mentions
}

// TestTwoOpenIncidentsThatAreOneMatter: people first complain about a payment that fails, and, some
// others, about refunds that do not come; two incidents are open, each with its order. Then everybody
// says both at once. The younger becomes part of the older and so does its order; nobody is called
// again for it, then or in the hours after.
func TestTwoOpenIncidentsThatAreOneMatter(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-6 * time.Hour)
	quietPast(t, s, began, 5)
	all := complaints(began, 40, "支付失败", "")
	all = append(all, complaints(began.Add(time.Hour), 40, "支付失败", "")...)
	all = append(all, complaints(began.Add(time.Hour), 40, "退款", "")...)
	for h := 2; h < 5; h++ {
		all = append(all, both(complaints(began.Add(time.Duration(h)*time.Hour), 70, "支付失败", ""), "退款")...)
	}
	if err := save(t, s, all); err != nil {
		t.Fatal(err)
	}
	w, b := staffed(t, s, began, topicRule("支付失败"), topicRule("退款"))
	apart := began.Add(2 * time.Hour)
	goOn(t, w, b, began, apart)
	open := openOnes(w)
	if len(open) != 2 || open[0].Order == "" || open[1].Order == "" || open[0].Order == open[1].Order {
		t.Fatalf("while they are two: %s; want two open, with an order each", spoken(w))
	}
	older, younger := open[1], open[0]
	before := len(w.journal.Messages())

	goOn(t, w, b, apart.Add(10*time.Minute), noon)
	alerts := map[string]voc.Alert{}
	for _, a := range w.journal.Alerts() {
		alerts[a.ID] = a
	}
	if len(alerts) != 2 || alerts[older.ID].State == voc.AlertMerged || alerts[younger.ID].State != voc.AlertMerged || alerts[younger.ID].Merged != older.ID {
		t.Fatalf("once everybody says both: %s; want %s merged into %s", spoken(w), younger.ID, older.ID)
	}
	if !slices.ContainsFunc(alerts[older.ID].Rules, func(p voc.AbsorbedRule) bool { return p.Rule == younger.Rule }) {
		t.Errorf("the older one's rules are %+v, want the younger one's among them", alerts[older.ID].Rules)
	}
	merged, err := w.journal.Order(younger.Order)
	if err != nil || merged.State != voc.OrderMerged || merged.MergedInto != older.Order {
		t.Errorf("the younger one's order is %s into %q (%v), want merged into %s", merged.State, merged.MergedInto, err, older.Order)
	}
	kept, err := w.journal.Order(older.Order)
	if err != nil || !kept.State.Open() || len(w.journal.Orders()) != 2 {
		t.Errorf("the older one's order is %s (%v), of %d", kept.State, err, len(w.journal.Orders()))
	}
	for _, m := range w.journal.Messages()[:len(w.journal.Messages())-before] {
		if m.Subject == younger.ID || m.Kind == kindOpened {
			t.Errorf("told again on %s at %s: %s %s", m.Channel, m.CreatedAt.Format("15:04"), m.Kind, m.Title)
		}
	}
	grown := map[string]int{}
	for _, m := range w.journal.Messages() {
		if m.Kind == kindGrew && m.CreatedAt.After(apart) {
			grown[m.Channel]++
		}
	}
	for channel, n := range grown {
		if n > 1 {
			t.Errorf("%s heard %d times that it grew, want once at most", channel, n)
		}
	}
	again, _ := staffed(t, s, noon, topicRule("支付失败"), topicRule("退款"))
	n := again.journal.Seq()
	if err := again.Evaluate(t.Context(), noon); err != nil || again.journal.Seq() != n {
		t.Errorf("judged again after a restart: %v, %d new events, want none", err, again.journal.Seq()-n)
	}
}

// TestOneMatterWhicheverRuleSeesItFirst: the rule that opens the incident is the one that saw it
// first; the other is absorbed, whichever is which, and each channel hears that it opened once.
func TestOneMatterWhicheverRuleSeesItFirst(t *testing.T) {
	t.Parallel()
	early, late := topicRule("支付失败"), topicRule("支付失败")
	early.Name, early.Channels = "early", []string{"till"}
	late.Name, late.Channels, late.MinPosts = "late", []string{"floor"}, 60
	burst := general()
	slow := general()
	slow.MinPosts = 60
	for sentence, c := range map[string]struct {
		rules []alert.Rule
		first string
	}{
		"the general rule first, then the one about the topic": {[]alert.Rule{burst, late}, burst.Name},
		"the same, the rules in the other order":               {[]alert.Rule{late, burst}, burst.Name},
		"the rule about the topic first, then the general one": {[]alert.Rule{slow, early}, early.Name},
		"the same, in the other order":                         {[]alert.Rule{early, slow}, early.Name},
	} {
		t.Run(sentence, func(t *testing.T) {
			s := storetest.Open(t)
			began := noon.Add(-3 * time.Hour)
			quietPast(t, s, began, 5)
			all := complaints(began, 30, "支付失败", "")
			all = append(all, complaints(began.Add(time.Hour), 90, "支付失败", "")...)
			if err := save(t, s, append(all, complaints(began.Add(2*time.Hour), 90, "支付失败", "")...)); err != nil {
				t.Fatal(err)
			}
			w, b := staffed(t, s, began, c.rules...)
			goOn(t, w, b, began, noon)
			alerts := w.journal.Alerts()
			if len(alerts) != 1 || alerts[0].Rule != c.first || len(alerts[0].Rules) != len(c.rules)-1 || len(w.journal.Orders()) != 1 {
				t.Fatalf("%d orders, parts %+v, %s; want one incident of %s that absorbed the others", len(w.journal.Orders()), alerts[0].Rules, spoken(w), c.first)
			}
			for _, rule := range c.rules {
				n := 0
				for _, m := range w.journal.Messages() {
					if m.Kind == kindOpened && m.Channel == rule.Channels[0] {
						n++
					}
				}
				if n != 1 {
					t.Errorf("%s heard %d times that it opened, want once", rule.Channels[0], n)
				}
			}
		})
	}
}
