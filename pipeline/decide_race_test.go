package pipeline

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// People decide otherwise at the same moment, while posts come in: one decision comes last, and
// what is understood is what the journal says.
func TestManyDecideAtOnce(t *testing.T) {
	t.Parallel()
	d := findsOn(t)
	if _, err := d.find(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	story := straws(t, d)
	decisions := []voc.Decision{
		{State: voc.DiscoveryAccepted, Topic: "品质-吸管掉色"}, {State: voc.DiscoveryRejected}, {State: voc.DiscoveryProposed},
		{State: voc.DiscoveryAccepted, Topic: "品质-吸管"}, {State: voc.DiscoveryRejected},
	}
	put(t, d.drain.spool, many(200, noon)...)
	var wg sync.WaitGroup
	for i, decision := range decisions {
		decision.Actor = fmt.Sprint("person ", i)
		wg.Go(func() {
			if _, err := d.decide(t.Context(), story.ID, decision); err != nil {
				t.Errorf("%+v: %v", decision, err)
			}
		})
	}
	wg.Go(func() {
		if err := d.drain.All(t.Context(), nil); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()

	read, err := openJournal(t.Context(), d.store, notify.Options{}, at(noon))
	if err != nil {
		t.Fatal(err)
	}
	was, now := read.View().Discoveries[story.ID], d.journal.View().Discoveries[story.ID]
	if was.State != now.State || was.Topic != now.Topic || was.By != now.By {
		t.Errorf("the journal says %+v, the process %+v", was, now)
	}
	want, err := d.builds()(d.accepted())
	if err != nil || d.drain.Analyzer().Version() != want.Version() {
		t.Errorf("understood by %s, what was decided asks for %s (%v)", d.drain.Analyzer().Version(), want.Version(), err)
	}
	if _, err := d.drain.Retag(t.Context(), time.Time{}, time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	if n, err := d.store.CountStale(t.Context(), want.Version(), time.Time{}, time.Time{}); n != 0 || err != nil {
		t.Errorf("%d posts are understood otherwise (%v)", n, err)
	}
}
