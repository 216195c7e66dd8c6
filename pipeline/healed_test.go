package pipeline

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// A gap of two days ago is filled while the source is away again. What is found in it is written
// down; nobody is woken for it, and nothing stays open that nobody can see the end of.
func TestWhatIsFoundInAnOldGapIsHistory(t *testing.T) {
	t.Parallel()
	forum := voc.Source{ID: "forum", Kind: voc.KindHTML, Schedule: "@every 5m", Every: 5 * time.Minute}
	now := noon.Add(-46 * time.Hour)
	s := storetest.Open(t, func(o *store.Options) {
		o.Now, o.Sources = func() time.Time { return now }, []voc.Source{forum}
	})
	visit := func(at time.Time, change func(*voc.Visit)) voc.Visit {
		v := voc.Visit{Source: "forum", StartedAt: at, EndedAt: at, Outcome: voc.VisitOK, HeardTo: at}
		change(&v)
		return v
	}
	gap := voc.Span{From: noon.Add(-50 * time.Hour), To: noon.Add(-48 * time.Hour)}
	lost := visit(gap.To, func(v *voc.Visit) { v.LostFrom, v.LostTo = gap.From, gap.To })
	last := visit(noon.Add(-47*time.Hour), func(*voc.Visit) {})
	if err := s.SaveVisits(t.Context(), []voc.Visit{lost, last}); err != nil {
		t.Fatal(err)
	}
	quietPast(t, s, gap.From, 6)
	w := watchOn(t, s, now, func(r *alert.Rule) { r.MinHistory = 24 * time.Hour })
	if err := w.Evaluate(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if n := len(w.journal.Alerts()); n != 0 {
		t.Fatalf("%d alerts before the gap was filled", n)
	}

	now = noon
	if err := save(t, s, complaints(gap.From.Add(time.Hour), 60, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	healed := visit(noon.Add(-time.Hour), func(v *voc.Visit) { v.Since, v.Until, v.HeardTo = gap.From, gap.To, time.Time{} })
	if err := s.SaveVisits(t.Context(), []voc.Visit{healed}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.Evaluate(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
	}
	alerts := w.journal.Alerts()
	if len(alerts) != 1 || !alerts[0].History || alerts[0].State != voc.AlertResolved {
		t.Errorf("alerts %+v; want the one found in the gap, as history that is over", alerts)
	}
	if messages, orders := w.journal.Messages(), w.journal.Orders(); len(messages) != 0 || len(orders) != 0 {
		t.Errorf("%d messages and %d orders for what is two days old", len(messages), len(orders))
	}

	// It still burns when the source is heard again: that is news.
	if err := save(t, s, complaints(noon.Add(-time.Hour), 70, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveVisits(t.Context(), []voc.Visit{visit(noon, func(*voc.Visit) {})}); err != nil {
		t.Fatal(err)
	}
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	if alerts := w.journal.Alerts(); len(alerts) != 2 || alerts[0].History || alerts[0].State != voc.AlertOpen || len(w.journal.Orders()) != 1 || len(w.journal.Messages()) == 0 {
		t.Errorf("what goes on now is not told: %+v", alerts)
	}
}
