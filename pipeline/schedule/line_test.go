package schedule

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// crowd counts how many jobs run at once, and where.
type crowd struct {
	mu    sync.Mutex
	now   map[string]int
	most  map[string]int
	all   int
	peak  int
	order []string
}

func newCrowd() *crowd { return &crowd{now: map[string]int{}, most: map[string]int{}} }

// visit is a job of a lane that takes a while.
func (c *crowd) visit(lane string, takes time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		c.mu.Lock()
		c.now[lane]++
		c.all++
		c.most[lane] = max(c.most[lane], c.now[lane])
		c.peak = max(c.peak, c.all)
		c.order = append(c.order, lane)
		c.mu.Unlock()
		defer func() {
			c.mu.Lock()
			c.now[lane]--
			c.all--
			c.mu.Unlock()
		}()
		select {
		case <-time.After(takes):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// seen is what it noted so far.
func (c *crowd) seen() (peak, runs int, of func(lane string) (most, runs int)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	most, order := maps.Clone(c.most), slices.Clone(c.order)
	return c.peak, len(order), func(lane string) (int, int) {
		n := 0
		for _, l := range order {
			if l == lane {
				n++
			}
		}
		return most[lane], n
	}
}

func TestLanesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd()
		var jobs []Job
		for i := range 40 {
			jobs = append(jobs, Job{Name: fmt.Sprintf("big-%d", i), Spec: "@every 24h", Lane: "big", Run: c.visit("big", time.Minute)})
		}
		for i := range 3 {
			jobs = append(jobs, Job{Name: fmt.Sprintf("small-%d", i), Spec: "@every 24h", Lane: "small", Run: c.visit("small", time.Minute)})
		}
		var letter diary
		jobs = append(jobs, Job{Name: "letter", Spec: "@every 24h", Run: letter.note})
		table := start(t, Options{Places: 3, PerLane: 2}, jobs...)
		until(30 * time.Second)
		letter.want(t, "01 00:00:00") // a job without a lane needs no place
		peak, _, of := c.seen()
		big, _ := of("big")
		small, _ := of("small")
		if peak != 3 || big != 2 || small != 1 {
			t.Errorf("at once %d, of one host %d and %d; want 3, 2, 1", peak, big, small)
		}
		waiting := 0
		for _, s := range table.Jobs() {
			if s.Waiting {
				waiting++
			}
		}
		if waiting != 40 {
			t.Errorf("%d are in line, want 40", waiting)
		}
		until(3 * time.Minute)
		_, _, of = c.seen()
		if _, done := of("small"); done != 3 {
			t.Errorf("the small host was visited %d times in 3 minutes, want 3: the big one must not keep it waiting", done)
		}
		until(30 * time.Minute)
		if _, runs, _ := c.seen(); runs != 43 {
			t.Errorf("%d visits, want 43", runs)
		}
	})
}

func TestJobsComeAndGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var stays, comes, goes diary
		table := start(t, Options{},
			Job{Name: "stays", Spec: "@every 10m", Run: stays.note},
			Job{Name: "goes", Spec: "@every 10m", Run: goes.note})
		until(5 * time.Minute)
		table.Remove("goes")
		table.Remove("nobody")
		if err := table.Set(Job{Name: "comes", Spec: "@every 10m", Run: comes.note}); err != nil {
			t.Fatal(err)
		}
		if err := table.Set(Job{Name: "stays", Spec: "@every 10m", Run: stays.note}); err != nil { // other selectors, same schedule
			t.Fatal(err)
		}
		until(10 * time.Minute)
		stays.want(t, "01 00:00:00", "01 00:10:00")
		comes.want(t, "01 00:05:00", "01 00:15:00")
		goes.want(t, "01 00:00:00")
		if err := table.Set(Job{Name: "stays", Spec: "@every 30m", Run: stays.note}); err != nil {
			t.Fatal(err)
		}
		if err := table.Set(Job{Name: "stays", Spec: "@every soon", Run: stays.note}); err == nil {
			t.Error("a schedule that cannot be read was taken")
		}
		until(60 * time.Minute)
		stays.want(t, "01 00:00:00", "01 00:10:00", "01 00:40:00", "01 01:10:00")
		if names := table.Jobs(); len(names) != 2 || names[0].Name != "stays" || names[0].Spec != "@every 30m" || names[1].Name != "comes" {
			t.Errorf("on the table: %+v", names)
		}
	})
}

func TestARemovedJobIsToldToEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := make(chan error, 1)
		c := newCrowd()
		table := start(t, Options{Places: 1},
			Job{Name: "under way", Spec: "@every 10m", Lane: "a", Run: func(ctx context.Context) error { <-ctx.Done(); told <- ctx.Err(); return ctx.Err() }},
			Job{Name: "in line", Spec: "@every 10m", Lane: "b", Run: c.visit("b", time.Second)})
		synctest.Wait()
		table.Remove("in line")
		table.Remove("under way")
		if err := <-told; !errors.Is(err, context.Canceled) {
			t.Errorf("told %v", err)
		}
		until(time.Hour)
		if _, runs, _ := c.seen(); runs != 0 || len(table.Jobs()) != 0 {
			t.Errorf("%d runs after it was taken off, table %+v", runs, table.Jobs())
		}
	})
}

// TestAJobThatSaysWhenItIsDueNext follows what it answers, and a site's wish goes before it.
func TestAJobThatSaysWhenItIsDueNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		wait := 10 * time.Minute
		job := Job{Name: "site", Run: func(ctx context.Context) error {
			<-time.After(time.Minute)
			return d.note(ctx)
		}, Next: func(last, now time.Time) time.Time {
			wait *= 2
			return last.Add(wait)
		}}
		table := start(t, Options{}, job)
		until(62 * time.Minute)
		d.want(t, "01 00:01:00", "01 00:21:00", "01 01:01:00")
		if err := table.Postpone("site", time.Now().Add(200*time.Minute)); err != nil {
			t.Fatal(err)
		}
		until(205 * time.Minute)
		d.want(t, "01 00:01:00", "01 00:21:00", "01 01:01:00", "01 04:23:00")
	})
	synctest.Test(t, func(t *testing.T) {
		var d diary
		start(t, Options{}, Job{Name: "site", Last: time.Now().Add(-time.Hour), Run: d.note, Next: func(last, _ time.Time) time.Time { return last.Add(90 * time.Minute) }})
		until(100 * time.Minute)
		d.want(t, "01 00:30:00") // remembered over a restart
	})
}

func TestWhatIsDueAtOnceIsSpread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		runs := map[string][]time.Time{}
		var mu sync.Mutex
		var jobs []Job
		begun := time.Now()
		for i := range 240 {
			name := fmt.Sprintf("source-%d", i)
			jobs = append(jobs, Job{Name: name, Spec: "@every 1h", Spread: true, Run: func(context.Context) error {
				mu.Lock()
				defer mu.Unlock()
				runs[name] = append(runs[name], time.Now())
				return nil
			}})
		}
		start(t, Options{}, jobs...)
		until(4 * time.Hour)
		mu.Lock()
		defer mu.Unlock()
		minutes := map[int]int{}
		for name, at := range runs {
			if !at[0].Equal(begun) || len(at) < 3 {
				t.Fatalf("%s ran at %v", name, at)
			}
			if gap := at[1].Sub(at[0]); gap < 30*time.Minute || gap > 90*time.Minute {
				t.Errorf("%s: the second run came after %s", name, gap)
			}
			if gap := at[2].Sub(at[1]); gap != time.Hour {
				t.Errorf("%s: the third run came after another %s, want an hour", name, gap)
			}
			minutes[int(at[1].Sub(begun)/time.Minute)]++
		}
		for minute, n := range minutes {
			if n > 16 { // 4 on average
				t.Errorf("%d of 240 in minute %d: they are not spread", n, minute)
			}
		}
	})
}

// TestTenThousandSourcesOnTwoHundredHosts keeps its pace on a clock of its own: every source is
// visited every hour, never two of one host beside the allowed number, and goroutines are as many as
// there are places.
func TestTenThousandSourcesOnTwoHundredHosts(t *testing.T) {
	const sources, hosts, places = 10_000, 200, 64
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd()
		var peak atomic.Int64
		var jobs []Job
		for i := range sources {
			host := fmt.Sprintf("host-%d", i%hosts)
			visit := c.visit(host, 4*time.Second)
			jobs = append(jobs, Job{Name: fmt.Sprintf("source-%d", i), Spec: "@every 1h", Lane: host, Spread: true, Jitter: 5 * time.Minute, CatchUp: true,
				Run: func(ctx context.Context) error {
					if i%100 == 0 {
						peak.Store(max(peak.Load(), int64(runtime.NumGoroutine())))
					}
					return visit(ctx)
				}})
		}
		table, err := New(Options{Now: time.Now, Rand: func(d time.Duration) time.Duration { return d / 3 }, Places: places}, jobs...)
		if err != nil {
			t.Fatal(err)
		}
		table.Start(t.Context())
		until(6 * time.Hour)
		skipped, least, most := 0, 1<<30, 0
		for _, s := range table.Jobs() {
			skipped += s.Skipped
			least, most = min(least, s.Runs), max(most, s.Runs)
		}
		if least < 5 || most > 7 || skipped > 0 {
			t.Errorf("in six hours each source was visited %d to %d times, %d turns were passed over", least, most, skipped)
		}
		atOnce, _, of := c.seen()
		if most, _ := of("host-7"); atOnce > places || most > defaultPerLane {
			t.Errorf("%d at once, %d on one host", atOnce, most)
		}
		if n := peak.Load(); n > places+20 {
			t.Errorf("%d goroutines for %d places", n, places)
		}
		begun := time.Now()
		if err := table.Stop(context.Background()); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("stopping took %s", took)
		}
	})
}
