package schedule

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func nothing(context.Context) error { return nil }

// diary notes when a job ran. Inside a synctest bubble the clock begins at midnight UTC on
// 2000-01-01 and moves only while everybody waits.
type diary struct {
	mu   sync.Mutex
	runs []string
}

func (d *diary) note(context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.runs = append(d.runs, time.Now().UTC().Format("02 15:04:05"))
	return nil
}

func (d *diary) want(t *testing.T, want ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if strings.Join(d.runs, ", ") != strings.Join(want, ", ") {
		t.Errorf("ran at %q, want %q", d.runs, want)
	}
}

// journal is a log that may be read while jobs write.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

func start(t *testing.T, o Options, jobs ...Job) *Table {
	t.Helper()
	o.Now = time.Now
	table, err := New(o, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	table.Start(t.Context())
	t.Cleanup(func() {
		if err := table.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return table
}

// until lets the bubble's clock move on; outside a bubble it would be a sleep.
func until(d time.Duration) { <-time.After(d); synctest.Wait() }

func TestJobsRunAtTheirTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var often, nightly diary
		table := start(t, Options{Location: shanghai},
			Job{Name: "often", Spec: "@every 20m", Run: often.note},
			Job{Name: "nightly", Spec: "30 21 * * *", Run: nightly.note},
		)
		synctest.Wait()
		if next := table.Jobs()[1].Next; !next.Equal(time.Date(2000, 1, 1, 13, 30, 0, 0, time.UTC)) {
			t.Errorf("nightly is announced for %s", next)
		}
		until(65 * time.Minute)
		often.want(t, "01 00:00:00", "01 00:20:00", "01 00:40:00", "01 01:00:00")
		until(37 * time.Hour)
		nightly.want(t, "01 13:30:00", "02 13:30:00")
		if s := table.Jobs()[1]; s.Runs != 2 || s.Err != nil || s.Name != "nightly" || !s.Last.Equal(time.Date(2000, 1, 2, 13, 30, 0, 0, time.UTC)) {
			t.Errorf("status %+v", s)
		}
	})
}

func TestWhatWasMissedIsMadeUpForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var letter diary
		start(t, Options{}, Job{Name: "letter", Spec: "30 21 * * *", CatchUp: true, Last: time.Now().Add(-80 * time.Hour), Run: letter.note})
		until(22 * time.Hour)
		letter.want(t, "01 00:00:00", "01 21:30:00")
	})
}

func TestAJobNeverRunsBesideItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log journal
		var slow diary
		table := start(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))}, Job{Name: "slow", Spec: "@every 10m", Run: func(ctx context.Context) error {
			_ = slow.note(ctx)
			<-time.After(25 * time.Minute)
			return nil
		}})
		until(45 * time.Minute)
		slow.want(t, "01 00:00:00", "01 00:30:00")
		s := table.Jobs()[0]
		if s.Skipped != 3 || !s.Running || s.Took != 25*time.Minute {
			t.Errorf("%d turns skipped, running %t, took %s; want 3 (10, 20 and 40 past), true, 25m", s.Skipped, s.Running, s.Took)
		}
		if !strings.Contains(log.String(), "still running at its next time") {
			t.Error("a skipped turn was not logged")
		}
		until(20 * time.Minute)
	})
}

func TestAPanicIsReportedAndTheOthersGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log journal
		var other diary
		failed := errors.New("site is down")
		table := start(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))},
			Job{Name: "bad", Spec: "@every 10m", Run: func(context.Context) error { panic("index out of range") }},
			Job{Name: "failing", Spec: "@every 10m", Run: func(context.Context) error { return failed }},
			Job{Name: "other", Spec: "@every 10m", Run: other.note},
		)
		until(15 * time.Minute)
		other.want(t, "01 00:00:00", "01 00:10:00")
		s := table.Jobs()
		if s[0].Runs != 2 || s[0].Err == nil || !strings.Contains(s[0].Err.Error(), "index out of range") {
			t.Errorf("the panicking job: %+v", s[0])
		}
		if s[1].Runs != 2 || !errors.Is(s[1].Err, failed) {
			t.Errorf("the failing job: %+v", s[1])
		}
		for _, word := range []string{"guarded", "site is down", "job=bad", "job=failing"} {
			if !strings.Contains(log.String(), word) {
				t.Errorf("the log lacks %q", word)
			}
		}
	})
}

func TestPostpone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		table := start(t, Options{}, Job{Name: "site", Spec: "@every 10m", Run: d.note})
		until(11 * time.Minute)
		wish := time.Now().Add(34 * time.Minute)
		if err := table.Postpone("site", wish); err != nil {
			t.Fatal(err)
		}
		if err := table.Postpone("site", wish.Add(-20*time.Minute)); err != nil { // the longer wish holds
			t.Fatal(err)
		}
		synctest.Wait()
		if next := table.Jobs()[0].Next; !next.Equal(wish) {
			t.Errorf("next is %s, want %s", next, wish)
		}
		until(60 * time.Minute)
		d.want(t, "01 00:00:00", "01 00:10:00", "01 00:45:00", "01 00:55:00", "01 01:05:00")
		if err := table.Postpone("nobody", wish); err == nil || !strings.Contains(err.Error(), "nobody") {
			t.Errorf("an unknown job: %v", err)
		}
	})
}

func TestAJobMayPostponeItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		var table *Table
		var err error
		table, err = New(Options{Now: time.Now}, Job{Name: "site", Spec: "*/10 * * * *", Run: func(ctx context.Context) error {
			_ = d.note(ctx)
			return table.Postpone("site", time.Now().Add(25*time.Minute))
		}})
		if err != nil {
			t.Fatal(err)
		}
		table.Start(t.Context())
		until(65 * time.Minute)
		d.want(t, "01 00:10:00", "01 00:40:00")
		if err := table.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func TestJitterIsAddedAndDoesNotDrift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		asked := 0
		table := start(t, Options{Rand: func(limit time.Duration) time.Duration {
			asked++
			return limit / time.Duration(asked+1)
		}}, Job{Name: "site", Spec: "@every 10m", Jitter: 6 * time.Minute, Run: d.note})
		until(32 * time.Minute)
		d.want(t, "01 00:03:00", "01 00:12:00", "01 00:21:30", "01 00:31:12")
		if err := table.Postpone("site", time.Now().Add(time.Second)); err != nil { // met anyhow
			t.Fatal(err)
		}
		until(10 * time.Minute)
		d.want(t, "01 00:03:00", "01 00:12:00", "01 00:21:30", "01 00:31:12", "01 00:41:00")
	})
}

func TestStopWaitsForWhatRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		table, err := New(Options{Now: time.Now}, Job{Name: "crawl", Spec: "@every 10m", Run: func(context.Context) error {
			<-release
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		table.Start(t.Context())
		synctest.Wait()
		short, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := table.Stop(short); err == nil || !strings.Contains(err.Error(), "crawl") {
			t.Errorf("Stop with too little time: %v; want an error that names the job", err)
		}
		close(release)
		if err := table.Stop(context.Background()); err != nil {
			t.Errorf("Stop with time enough: %v", err)
		}
		s := table.Jobs()[0]
		if s.Runs != 1 || s.Running || !s.Next.IsZero() {
			t.Errorf("after Stop: %+v", s)
		}
		if err := table.Postpone("crawl", time.Now().Add(time.Hour)); err != nil {
			t.Errorf("a wish after Stop: %v", err)
		}
		until(time.Hour)
		if s := table.Jobs()[0]; s.Runs != 1 {
			t.Error("it ran after Stop")
		}
	})
}

func TestNothingStartsOnceTheContextIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		ctx, cancel := context.WithCancel(context.Background())
		seen := make(chan error, 1)
		table, err := New(Options{Now: time.Now},
			Job{Name: "long", Spec: "@every 24h", Run: func(ctx context.Context) error { <-ctx.Done(); seen <- ctx.Err(); return ctx.Err() }},
			Job{Name: "often", Spec: "@every 10m", Run: d.note})
		if err != nil {
			t.Fatal(err)
		}
		table.Start(ctx)
		until(time.Minute)
		cancel()
		if err := <-seen; !errors.Is(err, context.Canceled) {
			t.Errorf("the running job was told %v", err)
		}
		until(time.Hour)
		d.want(t, "01 00:00:00")
		if err := table.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	good := Job{Name: "a", Spec: "@every 1m", Run: nothing}
	with := func(f func(*Job)) Job { j := good; f(&j); return j }
	for says, jobs := range map[string][]Job{
		"has no name":               {with(func(j *Job) { j.Name = "" })},
		"nothing to run":            {with(func(j *Job) { j.Run = nil })},
		"two jobs are called \"a\"": {good, good},
		"an interval of a second":   {with(func(j *Job) { j.Spec = "@every 10ms" })},
		"such as \"@every 10m\"":    {with(func(j *Job) { j.Spec = "@every soon" })},
		"minute hour day":           {with(func(j *Job) { j.Spec = "" })},
		"\"61 * * * *\"":            {with(func(j *Job) { j.Spec = "61 * * * *" })},
		"this day never comes":      {with(func(j *Job) { j.Spec = "0 0 31 2 *" })},
		"shorter than the interval": {with(func(j *Job) { j.Jitter = time.Minute })},
		"jitter is -1s":             {with(func(j *Job) { j.Jitter = -time.Second })},
	} {
		if _, err := New(Options{Now: time.Now}, jobs...); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
	if _, err := New(Options{}, good); err == nil {
		t.Error("accepted without a clock")
	}
}
