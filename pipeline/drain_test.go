package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// drainOn is a drain on a spool and a store of its own.
func drainOn(t *testing.T, change func(*store.Options)) (*Drain, string) {
	t.Helper()
	dir := t.TempDir()
	if change == nil {
		change = func(*store.Options) {}
	}
	db := storetest.Open(t, change)
	return &Drain{
		spool: spoolIn(t, filepath.Join(dir, "spool"), nil), analyzer: analyzer(t), store: db, copies: copyist{store: db, now: at(noon)},
		rejects: filepath.Join(dir, "rejects", "spool.jsonl"), now: at(noon), log: slog.New(slog.DiscardHandler),
	}, dir
}

// put appends posts as the door would.
func put(t *testing.T, s *spool.Spool, posts ...voc.Post) {
	t.Helper()
	in := &Ingest{spool: s, masker: masker(t), now: at(noon), log: slog.New(slog.DiscardHandler)}
	if err := in.Take(t.Context(), posts, spool.Person); err != nil {
		t.Fatal(err)
	}
}

func putVisit(t *testing.T, s *spool.Spool, v voc.Visit) {
	t.Helper()
	if err := (&Ingest{spool: s}).keepVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
}

func stored(t *testing.T, d *Drain) int {
	t.Helper()
	n, err := d.store.CountMentions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var oneVisit = voc.Visit{Source: "news", StartedAt: noon, EndedAt: noon, Outcome: voc.VisitOK, HeardTo: noon, Claimed: -1}

func TestDrainStoresWhatWaits(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	put(t, d.spool, many(5, noon)...)
	putVisit(t, d.spool, oneVisit)
	put(t, d.spool, said("about nobody", "今天天气不错", noon))
	var left []int
	if err := d.All(t.Context(), func(n int) { left = append(left, n) }); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, d); n != 6 {
		t.Errorf("%d mentions are stored, want 6: what names no brand is counted as well", n)
	}
	visits, err := d.store.LastVisits(t.Context())
	if err != nil || !visits["news"].HeardTo.Equal(noon) {
		t.Errorf("visits %v, %v; want the one that was made", visits, err)
	}
	if n, _ := d.spool.Depth(); n != 0 || len(left) != 1 || left[0] != 0 {
		t.Errorf("%d entries still wait, progress told %v; want none, [0]", n, left)
	}
	m, err := d.store.Mention(t.Context(), voc.NewPostID("desk", "3"), "tea")
	if err != nil || m.Analysis.Version != d.analyzer.Version() || !strings.Contains(m.Post.Text, "第3杯") {
		t.Errorf("the mention is %+v, %v; want post 3 as the analyzer sees it", m, err)
	}
}

// A post that only got more likes comes as an observation: the text is not understood again.
func TestDrainStoresWhatWasSeenOfPostsAgain(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	put(t, d.spool, many(1, noon)...)
	id := voc.NewPostID("desk", "0")
	later := voc.Observation{Post: id, Source: "desk", At: noon.Add(time.Hour), Engagement: voc.Engagement{Likes: 7, Replies: voc.Unknown, Shares: voc.Unknown, Views: voc.Unknown}}
	data, err := json.Marshal([]voc.Observation{later})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // and the same again after a crash
		if err := d.spool.Append(t.Context(), []spool.Entry{{Kind: entryObservation, Data: data, Priority: spool.Refetchable}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	seen, err := d.store.Observations(t.Context(), id)
	if err != nil || len(seen) != 1 || seen[0] != later {
		t.Errorf("seen of the post: %+v, %v; want %+v", seen, err, later)
	}
	if n := stored(t, d); n != 1 || d.drained != 1 {
		t.Errorf("%d mentions stored, %d understood; want 1 and 1", n, d.drained)
	}
}

func TestDrainDoneTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	for range 2 { // the spool was not cut before the crash: the same comes again
		put(t, d.spool, many(9, noon)...)
		putVisit(t, d.spool, oneVisit)
		if err := d.All(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	visits, err := d.store.Visits(t.Context(), "news", noon.Add(-time.Hour), noon.Add(time.Hour))
	if n := stored(t, d); n != 9 || err != nil || len(visits) != 1 {
		t.Errorf("%d mentions and %d visits (%v), want 9 and 1", n, len(visits), err)
	}
	if d.drained != 18 || d.fresh != 9 {
		t.Errorf("counted %d written, %d fresh; want 18 and 9", d.drained, d.fresh)
	}
}

func TestDrainKeepsWhatItCannotRead(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	bad := []spool.Entry{
		{Kind: entryPost, Data: []byte(`{"id": 7}`), Priority: spool.Person},
		{Kind: entryPost, Data: []byte("半个 {"), Priority: spool.Person},
		{Kind: entryVisit, Data: []byte(`[]`), Priority: spool.Person},
		{Kind: "telegram", Data: []byte("从未来的版本来"), Priority: spool.Person},
	}
	put(t, d.spool, said("before", "山外青茶好喝", noon))
	if err := d.spool.Append(t.Context(), bad); err != nil {
		t.Fatal(err)
	}
	put(t, d.spool, said("after", "山外青茶难喝", noon))
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, d); n != 2 {
		t.Errorf("%d mentions are stored, want the readable ones before and after", n)
	}
	lines := bytes.Split(bytes.TrimSpace(onDisk(t, filepath.Dir(d.rejects))), []byte("\n"))
	if len(lines) != len(bad) {
		t.Fatalf("%d lines are in the rejects file, want %d", len(lines), len(bad))
	}
	for i, line := range lines {
		var kept struct{ Kind, Data, Error string }
		if err := json.Unmarshal(line, &kept); err != nil || kept.Kind != bad[i].Kind || kept.Data != string(bad[i].Data) || kept.Error == "" {
			t.Errorf("reject %d is %s (%v); want kind %s, data %s and why", i, line, err, bad[i].Kind, bad[i].Data)
		}
	}
}

func TestDrainDoesNotCutWhatItCouldNeitherStoreNorKeep(t *testing.T) {
	t.Parallel()
	d, dir := drainOn(t, nil)
	if err := d.spool.Append(t.Context(), []spool.Entry{{Kind: entryPost, Data: []byte("?"), Priority: spool.Person}}); err != nil {
		t.Fatal(err)
	}
	d.rejects = filepath.Join(dir, "spool", "LOCK\x00", "rejects.jsonl") // no system takes such a name
	if err := d.All(t.Context(), nil); err == nil {
		t.Error("an entry that could not be kept was taken for done")
	}
	if n, _ := d.spool.Depth(); n != 1 {
		t.Errorf("%d entries wait, want the one that is nowhere else", n)
	}
}

// Whatever a site or a file says, one post must not stop those behind it.
func TestDrainTakesAnyPost(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	odd := map[string]func(*voc.Post){
		"before all calendars of the database": func(p *voc.Post) { p.PublishedAt = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC) },
		"in the far future":                    func(p *voc.Post) { p.PublishedAt = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) },
		"with a NUL in it":                     func(p *voc.Post) { p.Text = "山外青茶\x00好喝" },
		"with bytes that are no text":          func(p *voc.Post) { p.Text = "山外青茶\xff\xfe" },
		"with numbers at the end of their kind": func(p *voc.Post) {
			p.Engagement = voc.Engagement{Likes: math.MaxInt64, Replies: math.MinInt64, Shares: -1, Views: math.MaxInt64}
			p.Author.Followers = math.MaxInt64
		},
		"with a rating out of all scales":  func(p *voc.Post) { p.Rating = math.MaxFloat64 },
		"with an id that is not ours":      func(p *voc.Post) { p.ID = "'); DROP TABLE mentions; --" },
		"of a kind nobody knows":           func(p *voc.Post) { p.Kind, p.Precision = "smoke signal", "roughly" },
		"without a word":                   func(p *voc.Post) { p.Text = "" },
		"with a very long external id":     func(p *voc.Post) { p.ExternalID = strings.Repeat("9", 5000) },
		"about a brand nobody configured":  func(p *voc.Post) { p.Brand = "nobody" },
		"of a hundred thousand characters": func(p *voc.Post) { p.Text = strings.Repeat("山外青茶太慢。", 14_000) },
	}
	for name, change := range odd {
		p := said(name, "山外青茶好喝 "+name, noon)
		change(&p)
		put(t, d.spool, p)
	}
	put(t, d.spool, said("healthy", "山外青茶好喝", noon))
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, d); n != len(odd)+1 {
		t.Errorf("%d mentions are stored, want %d", n, len(odd)+1)
	}
	if _, err := d.store.Mention(t.Context(), voc.NewPostID("desk", "healthy"), "tea"); err != nil {
		t.Error(err)
	}
}

func TestDrainOutlivesAnOutage(t *testing.T) {
	t.Parallel()
	var way *line
	d, _ := drainOn(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
	book := &diary{}
	d.log = book.log()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); d.Run(ctx) }()
	defer func() { stop(); <-done }()

	way.set(true)
	put(t, d.spool, many(3, noon)...)
	until(t, "the drain notices that the store is away", func() bool { failing, _ := d.Failing(); return failing != "" })
	putVisit(t, d.spool, oneVisit) // the door goes on
	if _, since := d.Failing(); !since.Equal(noon) {
		t.Errorf("failing since %s, want the time it began", since)
	}
	if n, _ := d.spool.Depth(); n != 4 {
		t.Errorf("%d entries wait during the outage, want all 4", n)
	}
	way.set(false)
	until(t, "the spool is empty again", func() bool { n, _ := d.spool.Depth(); return n == 0 })
	until(t, "the drain says that all is well", func() bool { failing, _ := d.Failing(); return failing == "" })
	if n := stored(t, d); n != 3 {
		t.Errorf("%d mentions after the outage, want 3", n)
	}
	if n, m := book.times("the store does not take what was heard"), book.times("the store takes posts again"); n != 1 || m != 1 {
		t.Errorf("the outage was told %d times and its end %d times, want once each:\n%s", n, m, &book.text)
	}
}

// The line breaks at each insert of a batch in turn. Coverage must never claim what cannot be
// counted yet, and the spool must keep everything until all of it is stored.
func TestDrainSavesMentionsBeforeVisitsBeforeItCuts(t *testing.T) {
	t.Parallel()
	f := func(breakAt string, mentions, visits int) {
		t.Helper()
		var way *line
		d, _ := drainOn(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
		put(t, d.spool, many(2, noon)...)
		putVisit(t, d.spool, oneVisit)
		way.breaksAt(breakAt)
		if err := d.All(t.Context(), nil); err == nil {
			t.Errorf("%s: the line broke and nobody noticed", breakAt)
		}
		way.set(false)
		check := func(when string, mentions, visits, waiting int) {
			t.Helper()
			v, err := d.store.LastVisits(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if n, _ := d.spool.Depth(); stored(t, d) != mentions || len(v) != visits || n != waiting {
				t.Errorf("%s, %s: %d mentions and %d visits are stored, %d entries wait; want %d, %d, %d", breakAt, when, stored(t, d), len(v), n, mentions, visits, waiting)
			}
		}
		check("while the line is broken", mentions, visits, 3)
		if err := d.All(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		check("after it was mended", 2, 1, 0)
	}
	f("INSERT INTO mentions", 0, 0)
	f("INSERT INTO identities", 2, 0)
	f("INSERT INTO visits", 2, 0)
}

func TestDrainFinishesTheBatchAtShutdown(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	put(t, d.spool, many(40, noon)...)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); d.Run(ctx) }()
	until(t, "the first mention arrives", func() bool { return stored(t, d) > 0 })
	stop()
	<-done
	n, waiting := stored(t, d), 0
	if waiting, _ = d.spool.Depth(); n != 40 || waiting != 0 {
		t.Errorf("after the shutdown %d are stored and %d wait; the batch that had begun must be whole", n, waiting)
	}
}

func TestDrainStoppedBeforeItBeganTakesNothing(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	put(t, d.spool, many(1, noon)...)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	d.Run(ctx)
	if n, _ := d.spool.Depth(); n != 1 {
		t.Errorf("%d entries wait, want the one for the next start", n)
	}
}

func TestDrainEndsWhenTheSpoolIsClosed(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	done := make(chan struct{})
	go func() { defer close(done); d.Run(t.Context()) }()
	if err := d.spool.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
	if err := d.All(t.Context(), nil); err == nil {
		t.Error("a closed spool was taken for an empty one")
	}
}

func TestBackoffGrowsToItsLimit(t *testing.T) {
	b := backoff{first: 1, most: 5}
	var waits []string
	for range 5 {
		if !b.sleep(t.Context()) {
			t.Fatal("the context has not ended")
		}
		waits = append(waits, fmt.Sprint(int64(b.next)))
	}
	if got := strings.Join(waits, " "); got != "1 2 4 5 5" {
		t.Errorf("waits %s, want 1 2 4 5 5", got)
	}
	b.reset()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.first, b.most = time.Hour, time.Hour
	if b.sleep(ctx) {
		t.Error("slept on after the context had ended")
	}
}
