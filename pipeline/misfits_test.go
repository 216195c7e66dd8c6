package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline/discover"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// refusing builds what teaOptions give and refuses the discoveries bad holds.
func refusing(bad map[string]bool, builds *int) Build {
	return func(accepted []voc.Discovery) (*nlp.Analyzer, error) {
		*builds++
		for _, d := range accepted {
			if bad[d.ID] {
				return nil, fmt.Errorf("话题 %s 与维度重名", d.ID)
			}
		}
		return &nlp.Analyzer{}, nil
	}
}

func TestAllThatFitsIsTakenAndNothingElse(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for range 200 {
		var accepted []voc.Discovery
		bad := map[string]bool{}
		for i := range rng.IntN(40) {
			id := fmt.Sprint(i)
			accepted = append(accepted, voc.Discovery{ID: id, State: voc.DiscoveryAccepted})
			if rng.IntN(12) == 0 {
				bad[id] = true
			}
		}
		builds := 0
		a, misfits, err := fit(refusing(bad, &builds), accepted)
		if a == nil || err != nil {
			t.Fatalf("%d of %d do not fit, and nothing is understood: %v", len(bad), len(accepted), err)
		}
		if got, want := slices.Sorted(maps.Keys(misfits)), slices.Sorted(maps.Keys(bad)); !slices.Equal(got, want) {
			t.Fatalf("left out are %v, want %v", got, want)
		}
		if most := 2 + 14*len(bad); builds > most {
			t.Errorf("%d analyzers were built for %d misfits among %d, want at most %d", builds, len(bad), len(accepted), most)
		}
	}
	broken := errors.New("taxonomies/dining.yaml:7")
	if _, _, err := fit(func([]voc.Discovery) (*nlp.Analyzer, error) { return nil, broken }, nil); !errors.Is(err, broken) {
		t.Errorf("a configuration that holds nothing gives %v", err)
	}
}

// clashing are options whose pack has an aspect named as the topic: no topic can have that name.
func clashing(topic string) Build {
	return func(accepted []voc.Discovery) (*nlp.Analyzer, error) {
		o := teaOptions().With(accepted)
		for i := range o.Packs {
			o.Packs[i].Aspects = append(o.Packs[i].Aspects, nlp.AspectRule{Name: topic, Title: topic, Terms: []string{"吸管"}})
		}
		return nlp.New(o)
	}
}

func TestAFindThatFitsNoMoreDoesNotLockOut(t *testing.T) {
	t.Parallel()
	d := findsOn(t)
	if _, err := d.find(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	story := straws(t, d)
	accept := voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: "品质-吸管掉色"}
	if _, err := d.decide(t.Context(), story.ID, accept); err != nil {
		t.Fatal(err)
	}

	// The process starts again on a changed configuration.
	journal, err := openJournal(t.Context(), d.store, notify.Options{}, at(noon))
	if err != nil {
		t.Fatal(err)
	}
	fits := d.builds()
	d.journal, d.build = journal, clashing(accept.Topic)
	if err := d.restore(); err != nil {
		t.Fatalf("nothing starts any more: %v", err)
	}
	said := strings.Join(d.troubles(), "\n")
	if !strings.Contains(said, story.ID) || !strings.Contains(said, accept.Topic) || !strings.Contains(said, "撤回") {
		t.Errorf("the status page says %q: it names the find, why, and what to do", said)
	}

	// Other decisions work, the find can be given another name, and then nothing is wrong any more.
	if _, err := d.effect(t.Context(), story.ID, voc.Decision{Topic: "品质-吸管"}); err != nil {
		t.Errorf("its effect under another name: %v", err)
	}
	if _, err := d.decide(t.Context(), story.ID, accept); !errors.Is(err, discover.ErrInvalid) {
		t.Errorf("accepted as it was, which does not fit: %v", err)
	}
	accept.Topic = "品质-吸管"
	if _, err := d.decide(t.Context(), story.ID, accept); err != nil || len(d.troubles()) != 0 {
		t.Errorf("accepted under another name: %v, still wrong: %v", err, d.troubles())
	}

	// A configuration that changes while it runs may do the same, and may mend it.
	if err := d.rebuild(clashing("品质-吸管")); err != nil || len(d.troubles()) != 1 {
		t.Errorf("a changed configuration: %v, %v", err, d.troubles())
	}
	if err := d.rebuild(fits); err != nil || len(d.troubles()) != 0 {
		t.Errorf("changed back: %v, %v", err, d.troubles())
	}
	if _, err := d.decide(t.Context(), story.ID, voc.Decision{State: voc.DiscoveryProposed, Actor: "li"}); err != nil {
		t.Errorf("taking it back: %v", err)
	}
}

// TestUnderstandingAnewGoesOnAfterACrash cuts understanding anew off and starts again.
func TestUnderstandingAnewGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	d := findsOn(t)
	d.unfinished = filepath.Join(t.TempDir(), "retag-unfinished")
	o := teaOptions()
	o.UserWords = []nlp.UserWord{{Word: "逛街", Weight: 1}}
	other, err := nlp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	d.drain.Understand(other)
	d.anew()
	stopped, stop := context.WithCancel(t.Context())
	stop() // killed before it did anything
	d.run(stopped)
	if !d.cutOff() {
		t.Fatal("nobody remembers that history is to be understood anew")
	}

	again := &discoveries{store: d.store, journal: d.journal, drain: d.drain, now: d.now, log: d.log, changed: make(chan struct{}, 1), unfinished: d.unfinished}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		again.run(ctx)
	}()
	until(t, "history to be understood anew", func() bool { return !again.cutOff() && !again.retagging().Running })
	end()
	<-ended
	if n, err := d.store.CountStale(t.Context(), other.Version(), time.Time{}, time.Time{}); n != 0 || err != nil {
		t.Errorf("%d posts are still understood the old way (%v)", n, err)
	}
	if all := again.retagging(); all.Done != 462 || all.Running {
		t.Errorf("told is %+v", all)
	}
}

// TestUnderstandingAnewWaitsForTheDatabase has the database away for a while.
func TestUnderstandingAnewWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	var way *line
	drain, _ := drainOn(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
	put(t, drain.spool, many(20, noon)...)
	if err := drain.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	o := teaOptions()
	o.UserWords = []nlp.UserWord{{Word: "逛街", Weight: 1}}
	other, err := nlp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	drain.Understand(other)
	d := &discoveries{store: drain.store, drain: drain, now: at(noon), log: slog.New(slog.DiscardHandler), changed: make(chan struct{}, 1)}
	way.set(true)
	d.anew()
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.run(ctx)
	}()
	until(t, "the status page to say that it does not go on", func() bool { return len(d.troubles()) == 1 })
	if said := d.troubles()[0]; !strings.Contains(said, "重新理解") || !d.retagging().Running {
		t.Errorf("while the database is away it is told as %q, %+v", said, d.retagging())
	}
	way.set(false)
	until(t, "history to be understood anew", func() bool { return !d.retagging().Running })
	end()
	<-ended
	if n, err := drain.store.CountStale(t.Context(), other.Version(), time.Time{}, time.Time{}); n != 0 || err != nil || len(d.troubles()) != 0 {
		t.Errorf("with the database back %d posts are understood the old way (%v), told is %q", n, err, d.troubles())
	}
}

func TestUnderstandingAnewIsUnderWayFromTheWord(t *testing.T) {
	d := &discoveries{drain: &Drain{analyzer: analyzer(t)}, changed: make(chan struct{}, 1), log: slog.New(slog.DiscardHandler)}
	f := func(why string, want bool) {
		t.Helper()
		if got := d.retagging().Running; got != want {
			t.Errorf("%s: running is told as %v", why, got)
		}
	}
	f("nobody asked", false)
	d.anew()
	f("asked for", true)
	<-d.changed
	f("taken up, and nothing read yet", true)
	d.anew()
	d.finished(3)
	f("done, and asked for again meanwhile", true)
	<-d.changed
	f("taken up again", true)
	d.finished(0)
	f("done", false)
}
