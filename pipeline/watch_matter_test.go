package pipeline

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// topicRule watches one topic by number.
func topicRule(topic string) alert.Rule {
	r := voc.DefaultRuleOf(voc.RuleCount)
	r.Name, r.Topic, r.Sentiment, r.MinPosts, r.MinAuthors, r.Channels = "about-"+topic, topic, voc.Negative, 6, 4, []string{"till"}
	return r
}

func general() alert.Rule {
	r := alert.DefaultRule()
	r.Channels = []string{"desk"}
	return r
}

// live evaluates every ten minutes, from one moment to another.
func live(t *testing.T, w *Watch, from, to time.Time) {
	t.Helper()
	for now := from; !now.After(to); now = now.Add(10 * time.Minute) {
		if err := w.Evaluate(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
}

func openOnes(w *Watch) []voc.Alert {
	return slices.DeleteFunc(w.journal.Alerts(), func(a voc.Alert) bool { return a.State != voc.AlertOpen })
}

// TestTwoRulesOneMatter: payment fails; the rule about payment and the general one both fire. People
// get one incident, whichever was first, and the readers of both channels hear of it once.
func TestTwoRulesOneMatter(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-2 * time.Hour)
	quietPast(t, s, began, 5)
	if err := save(t, s, append(complaints(began, 60, "支付失败", ""), complaints(began.Add(time.Hour), 60, "支付失败", "")...)); err != nil {
		t.Fatal(err)
	}
	f := func(why string, rules ...alert.Rule) {
		t.Helper()
		w := bare(t, s, noon, rules...)
		live(t, w, began, noon)
		alerts := w.journal.Alerts()
		if len(alerts) != 1 || len(alerts[0].Rules) != 1 || len(w.journal.Orders()) != 1 {
			t.Fatalf("%s: %d incidents, %d orders: %+v; want one incident that absorbed the other rule", why, len(alerts), len(w.journal.Orders()), alerts)
		}
		told := map[string]int{}
		for _, m := range w.journal.Messages() {
			if m.Kind == kindOpened {
				told[m.Channel]++
			}
		}
		if told["desk"] != 1 || told["till"] != 1 {
			t.Errorf("%s: told %v, want each channel once that it opened", why, told)
		}
		part := alerts[0].Rules[0]
		if part.Rule == alerts[0].Rule || part.At.IsZero() || part.Score < 1 || !alerts[0].LastAt.Equal(maxTime(part.LastAt, alerts[0].Spike.At)) {
			t.Errorf("%s: part %+v of an incident last seen %s", why, part, alerts[0].LastAt)
		}
		if _, err := s.Events(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if again := bare(t, s, noon, rules...); len(again.journal.Alerts()) != 1 || fmt.Sprint(again.journal.Alerts()[0].Rules) != fmt.Sprint(alerts[0].Rules) {
			t.Errorf("%s: read again from the journal it is another: %+v", why, again.journal.Alerts())
		}
	}
	f("both at the same minute", general(), topicRule("支付失败"))
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// TestTwoMattersAtOnce: while people are angry about one thing, another begins. The same general
// rule opens a second incident for it, with an order of its own; each says its own numbers.
func TestTwoMattersAtOnce(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-4 * time.Hour)
	quietPast(t, s, began, 8)
	var all []voc.Mention
	for h := range 4 {
		all = append(all, complaints(began.Add(time.Duration(h)*time.Hour), 70, "异物", "jingan")...)
	}
	all = append(all, complaints(noon.Add(-2*time.Hour), 40, "涨价", "")...)
	all = append(all, complaints(noon.Add(-1*time.Hour), 50, "涨价", "")...)
	if err := save(t, s, all); err != nil {
		t.Fatal(err)
	}
	f := func(why string, watch func(*Watch)) {
		t.Helper()
		w := bare(t, s, noon, general())
		watch(w)
		topics := map[string]voc.Alert{}
		for _, a := range openOnes(w) {
			topics[a.Topic] = a
		}
		first, second := topics["异物"], topics["涨价"]
		if len(w.journal.Alerts()) != 2 || first.ID == "" || second.ID == "" {
			t.Fatalf("%s: %s; want one incident about 异物 and one about 涨价", why, spoken(w))
		}
		if late := second.OpenedAt.Sub(noon.Add(-2 * time.Hour)); late < 0 || late > time.Hour {
			t.Errorf("%s: the second matter was found after %s, want within the hour", why, late)
		}
		if first.Total > 290 || second.Total > 95 || second.Total < 40 {
			t.Errorf("%s: they count %d and %d mentions, want each its own", why, first.Total, second.Total)
		}
		if orders := w.journal.Orders(); len(orders) != 2 || first.Order == second.Order {
			t.Errorf("%s: %d orders, want one each", why, len(orders))
		}
	}
	f("live", func(w *Watch) { live(t, w, began, noon) })
}

// TestTheSecondMatterAfterTheFirst: the first is over by evening; what begins then about something
// else is not kept still for the rest of the first one's quiet day.
func TestASecondMatterInTheQuietDay(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-14 * time.Hour)
	quietPast(t, s, began, 8)
	all := complaints(began, 90, "异物", "jingan")
	for h := 1; h < 13; h++ {
		all = append(all, complaints(began.Add(time.Duration(h)*time.Hour), 2, "等待", "")...)
	}
	all = append(all, complaints(noon.Add(-time.Hour), 40, "涨价", "")...)
	if err := save(t, s, all); err != nil {
		t.Fatal(err)
	}
	w := bare(t, s, noon, general())
	for now := began; !now.After(noon); now = now.Add(20 * time.Minute) {
		if err := w.Evaluate(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	open := openOnes(w)
	if len(w.journal.Alerts()) != 2 || len(open) != 1 || open[0].Topic != "涨价" {
		t.Errorf("%s; want the first ended and one open about 涨价", spoken(w))
	}
}

// TestOneMatterInTwoWords: what comes second is named together with the first by many: it stays one
// incident, whose cluster holds both.
func TestOneMatterInTwoWords(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-3 * time.Hour)
	quietPast(t, s, began, 8)
	all := complaints(began, 60, "异物", "")
	more := complaints(began.Add(time.Hour), 60, "退款", "")
	for i := range more {
		if i%3 == 0 {
			more[i].Analysis.Topics = []string{"退款", "异物"}
		}
	}
	if err := save(t, s, append(append(all, more...), complaints(began.Add(2*time.Hour), 60, "退款", "")...)); err != nil {
		t.Fatal(err)
	}
	w := bare(t, s, noon, general())
	live(t, w, began, noon)
	alerts := w.journal.Alerts()
	if len(alerts) != 1 || !slices.Contains(alerts[0].Topics, "退款") || !slices.Contains(alerts[0].Topics, "异物") {
		t.Errorf("%s; want one incident about 异物 and 退款", spoken(w))
	}
}

func spoken(w *Watch) string {
	var text string
	for _, a := range w.journal.Alerts() {
		text += fmt.Sprintf("\n%s %s since %s, key %q, topics %v, total %d: %s", a.ID, a.State, a.OpenedAt.Format("15:04"), a.Key, a.Topics, a.Total, a.Headline)
	}
	return text
}

// TestARuleThatIsGoneEndsWhatItBegan: its incident stays open while it burns, and resolves when calm.
func TestARuleThatIsGoneEndsWhatItBegan(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, append(complaints(began, 60, "异物", ""), complaints(noon, 30, "异物", "")...)); err != nil {
		t.Fatal(err)
	}
	w := bare(t, s, noon, general())
	if err := w.Evaluate(t.Context(), noon); err != nil || len(openOnes(w)) != 1 {
		t.Fatalf("%v, %s", err, spoken(w))
	}
	w.rules = fixed()
	if err := w.Evaluate(t.Context(), noon.Add(time.Hour)); err != nil || len(openOnes(w)) != 1 {
		t.Fatalf("an hour after the rule was deleted: %v, %s; want it open still", err, spoken(w))
	}
	if err := w.Evaluate(t.Context(), noon.Add(10*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if alerts := w.journal.Alerts(); len(alerts) != 1 || alerts[0].State != voc.AlertResolved {
		t.Errorf("nine calm hours later: %s; want it ended", spoken(w))
	}
}
