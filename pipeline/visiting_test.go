package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/pipeline/schedule"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// rounds is the visiting part on a folder of its own, with the machine's clock.
func rounds(t *testing.T) *visiting {
	t.Helper()
	in, dir := door(t, nil)
	in.now = time.Now
	book, err := openRhythm(dir + "/rhythm")
	if err != nil {
		t.Fatal(err)
	}
	v := newVisiting(in, in.crawler.Host, book, func(string, error) {})
	if v.table, err = schedule.New(schedule.Options{Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *visiting) jobNames() []string {
	var names []string
	for _, j := range v.table.Jobs() {
		names = append(names, j.Name+" "+j.Spec)
	}
	slices.Sort(names)
	return names
}

func TestSourcesComeAndGoWhileItRuns(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶很好喝", noon))
	v := rounds(t)
	with := func(id, spec string, change func(*crawler.SourceOptions)) crawler.SourceOptions {
		s := site.source(voc.SourceID(id))
		s.Source.Schedule = spec
		if change != nil {
			change(&s)
		}
		return s
	}
	use := func(sources ...crawler.SourceOptions) {
		t.Helper()
		if err := v.use(sources); err != nil {
			t.Fatal(err)
		}
	}
	use(with("a", "@every 1h", nil), with("b", "0 8 * * *", nil), with("by-hand", "", nil),
		with("off", "@every 1h", func(s *crawler.SourceOptions) { s.Disabled = true }),
		with("far", "@every 1h", func(s *crawler.SourceOptions) { s.Remote = true }),
		with("form", "@every 1h", func(s *crawler.SourceOptions) { s.Kind = voc.KindPush }),
		with("own-rhythm", Adaptive, nil))
	if got, want := fmt.Sprint(v.jobNames()), "[visit a @every 1h visit b 0 8 * * * visit own-rhythm ]"; got != want {
		t.Errorf("by the clock: %s, want %s", got, want)
	}
	if _, err := v.crawl(t.Context(), "a", nil); err != nil {
		t.Fatal(err)
	}
	cursor, err := v.ingest.cursors.get("a")
	if err != nil || cursor == "" {
		t.Fatalf("cursor %q, %v", cursor, err)
	}
	for id, want := range map[voc.SourceID]error{"far": ErrNotOurs, "form": ErrNotOurs, "nobody": ErrNone} {
		if _, err := v.crawl(t.Context(), id, nil); !errors.Is(err, want) {
			t.Errorf("visiting %s: %v, want %v", id, err, want)
		}
	}

	use(with("b", "@every 2h", nil), with("new", "@every 1h", nil))
	if got, want := fmt.Sprint(v.jobNames()), "[visit b @every 2h visit new @every 1h]"; got != want {
		t.Errorf("by the clock after a change: %s, want %s", got, want)
	}
	if err := v.use([]crawler.SourceOptions{with("b", "now and then", nil)}); err == nil {
		t.Error("a schedule that cannot be read was taken")
	}
	if got := fmt.Sprint(v.jobNames()); got != "[visit b @every 2h visit new @every 1h]" {
		t.Errorf("a schedule that cannot be read changed the table: %s", got)
	}
	use(with("a", "@every 1h", nil))
	if visit, err := v.crawl(t.Context(), "a", nil); err != nil || visit.Fresh != 0 {
		t.Errorf("the source that came back was read from the beginning: %+v, %v", visit, err)
	}
	if list := v.list(); len(list) != 1 || list[0].ID != "a" {
		t.Errorf("the list is %+v", list)
	}
}

// TestASourceThatIsTakenAwayIsLeftAtOnce switches a source off in the middle of a visit.
func TestASourceThatIsTakenAwayIsLeftAtOnce(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶很好喝", noon))
	hold := make(chan struct{})
	site.become(func(n *newsroom) { n.hold = hold })
	v := rounds(t)
	source := site.source("slow")
	source.Source.Schedule = "@every 1h"
	if err := v.use([]crawler.SourceOptions{source}); err != nil {
		t.Fatal(err)
	}
	v.table.Start(t.Context())
	<-site.asked
	if _, err := v.crawl(t.Context(), "slow", nil); !errors.Is(err, ErrBusy) {
		t.Errorf("a second visit beside the first: %v, want ErrBusy", err)
	}
	source.Source.Disabled = true
	if err := v.use([]crawler.SourceOptions{source}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := v.table.Stop(ctx); err != nil {
		t.Errorf("the visit went on: %v", err)
	}
	close(hold)
	if _, visits := waiting(t, v.ingest.spool); len(visits) != 1 || visitOf(t, visits[0]).Outcome.Heard() {
		t.Errorf("the broken off visit is not known as one that did not hear: %v", visits)
	}
}

func TestEverySourceOnce(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶很好喝", noon), said("2", "一般", noon.Add(-time.Hour)))
	v := rounds(t)
	var sources []crawler.SourceOptions
	for i := range 12 {
		sources = append(sources, site.source(voc.SourceID(fmt.Sprint("s", i))))
	}
	sources[3].Disabled = true
	sources[4].Remote = true
	if err := v.use(sources); err != nil {
		t.Fatal(err)
	}
	var fresh, failed atomic.Int64
	heard := func(visit voc.Visit, err error) {
		fresh.Add(int64(visit.Fresh))
		if err != nil {
			failed.Add(1)
		}
	}
	if err := v.all(t.Context(), "", heard); err != nil || fresh.Load() != 20 || failed.Load() != 0 {
		t.Errorf("%d posts of ten sources, %d failed, %v", fresh.Load(), failed.Load(), err)
	}
	if err := v.all(t.Context(), "s3", heard); err != nil || fresh.Load() != 22 {
		t.Errorf("the one named, though it is switched off: %d posts, %v", fresh.Load(), err)
	}
	if err := v.all(t.Context(), "s4", heard); !errors.Is(err, ErrNotOurs) {
		t.Errorf("one that others visit: %v", err)
	}
}

func TestThePulseIsWhatTheLastVisitsBrought(t *testing.T) {
	const day = 24 * time.Hour
	got := pulseOf([]beat{
		{At: noon.Add(-10 * day), Fresh: 500, Heard: true}, // long ago
		{At: noon.Add(-3 * time.Hour), Fresh: 40, Heard: true},
		{At: noon.Add(-2 * time.Hour), Fresh: 7},
		{At: noon.Add(-time.Hour), Fresh: 6, Heard: true, Asked: time.Minute},
	}, noon)
	if want := (crawler.Pulse{Posts: 6, Over: 2 * time.Hour, Busiest: 3, Asked: time.Minute}); got != want {
		t.Errorf("summed up to %+v, want %+v", got, want)
	}
}

func TestTheRhythmIsRememberedOverARestart(t *testing.T) {
	dir := t.TempDir() + "/rhythm"
	open := func() *rhythmBook {
		t.Helper()
		book, err := openRhythm(dir)
		if err != nil {
			t.Fatal(err)
		}
		return book
	}
	book := open()
	for i := range rhythmKept + 10 {
		if err := book.add(voc.Visit{Source: "forum", StartedAt: noon.Add(time.Duration(i) * time.Hour), Fresh: 2, Outcome: voc.VisitOK}); err != nil {
			t.Fatal(err)
		}
	}
	last := noon.Add((rhythmKept + 9) * time.Hour)
	if got := open().last("forum"); !got.Equal(last) {
		t.Errorf("the last visit was at %s, want %s", got, last)
	}
	if p := open().pulse("forum", last); p.Posts != 2*(rhythmKept-1) || p.Over != (rhythmKept-1)*time.Hour || p.Busiest != 2 {
		t.Errorf("two posts an hour have the pulse %+v", p)
	}
	if n := len(open().beats("forum")); n != rhythmKept {
		t.Errorf("%d visits kept, want %d", n, rhythmKept)
	}
	again := open()
	again.remember(map[voc.SourceID]voc.Visit{"forum": {StartedAt: last.Add(time.Minute)}, "shop": {StartedAt: noon}})
	if got := again.last("forum"); !got.Equal(last.Add(time.Minute)) {
		t.Errorf("the database knows of a later visit: %s", got)
	}
	if got := again.last("shop"); !got.Equal(noon) {
		t.Errorf("a source only the database knows: %s", got)
	}
}
