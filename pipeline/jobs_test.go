package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestHowAJobEnds(t *testing.T) {
	broken := errors.New("the disk is full")
	for name, c := range map[string]struct {
		err, cause error
		want       voc.JobState
	}{
		"done is done":                              {nil, nil, voc.JobDone},
		"done just when somebody stopped it":        {nil, errStopped, voc.JobDone},
		"stopped by somebody":                       {context.Canceled, errStopped, voc.JobCanceled},
		"stopped, and the work says it its own way": {broken, errStopped, voc.JobCanceled},
		"the process ends":                          {context.Canceled, context.Canceled, voc.JobCutOff},
		"who asked had no patience left":            {context.DeadlineExceeded, context.DeadlineExceeded, voc.JobFailed},
		"it failed":                                 {broken, nil, voc.JobFailed},
	} {
		if got, _ := outcome(c.err, c.cause, ""); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAJobIsSeenFromItsBeginningToItsEnd(t *testing.T) {
	s := storetest.Open(t)
	clock := noon
	jobs, err := openJobs(t.Context(), s, func() time.Time { clock = clock.Add(time.Second); return clock }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, job := jobs.Start(t.Context(), voc.Job{Kind: "export", Title: "导出", Actor: "王芳", Unit: "条", CanStop: true})
	job.Progress(40, 100)
	job.Progress(60, 0)
	if got := jobs.List(); len(got) != 1 || got[0].State != voc.JobRunning || got[0].Done != 60 || got[0].Total != 100 || got[0].Actor != "王芳" {
		t.Fatalf("running: %+v", got)
	}
	if err := jobs.keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept, err := s.Jobs(t.Context(), time.Time{}, voc.JobRunning, 9); err != nil || len(kept) != 1 || kept[0].Done != 60 {
		t.Fatalf("written down: %+v (%v)", kept, err)
	}
	if err := jobs.Cancel(job.ID(), "李雷"); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	job.End(ctx, ctx.Err())
	job.End(ctx, nil) // a second word does not count
	got := jobs.List()
	if len(got) != 1 || got[0].State != voc.JobCanceled || got[0].Problem != "由 李雷 停止" || got[0].Ended.IsZero() || got[0].CanStop || got[0].Again {
		t.Errorf("stopped: %+v", got)
	}
	for what, err := range map[string]error{
		"one that ended": jobs.Cancel(job.ID(), "李雷"), "one that cannot be begun again": jobs.Again(t.Context(), job.ID(), "李雷"),
	} {
		if !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, want a refusal", what, err)
		}
	}
	if err := jobs.Cancel("nothing", "李雷"); !errors.Is(err, ErrNone) {
		t.Errorf("one there is none of: %v", err)
	}
}

func TestAJobThatMayNotBeStoppedIsNot(t *testing.T) {
	jobs, err := openJobs(t.Context(), storetest.Open(t), at(noon), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, job := jobs.Start(t.Context(), voc.Job{Kind: JobErase})
	if err := jobs.Cancel(job.ID(), "李雷"); !errors.Is(err, ErrRefused) || ctx.Err() != nil {
		t.Errorf("half forgotten is neither kept nor gone: %v, %v", err, ctx.Err())
	}
	_, second := jobs.Start(t.Context(), voc.Job{Kind: JobErase})
	if second.ID() == job.ID() {
		t.Errorf("two jobs of one moment are both %s", job.ID())
	}
	job.End(ctx, nil)
}

func TestWhatRanWhenTheProcessWasKilledIsShownAsCutOff(t *testing.T) {
	s := storetest.Open(t)
	first, err := openJobs(t.Context(), s, at(noon), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	_, job := first.Start(t.Context(), voc.Job{Kind: JobBackfill, Title: "补采 论坛", CanStop: true, Spec: `{"source":"forum","gaps":true}`})
	job.Progress(7, 0)
	if err := first.keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The process is gone here; nobody calls End.
	again, err := openJobs(t.Context(), s, at(noon.Add(time.Hour)), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var spec, actor string
	again.resumes(JobBackfill, func(_ context.Context, s, a string) error { spec, actor = s, a; return nil })
	got := again.List()
	if len(got) != 1 || got[0].State != voc.JobCutOff || got[0].Done != 7 || !got[0].Again {
		t.Fatalf("after the start: %+v", got)
	}
	if err := again.Again(t.Context(), got[0].ID, "王芳"); err != nil || spec != `{"source":"forum","gaps":true}` || actor != "王芳" {
		t.Errorf("begun again with %q by %q (%v)", spec, actor, err)
	}
	if kept, err := s.Jobs(t.Context(), time.Time{}, voc.JobRunning, 9); err != nil || len(kept) != 0 {
		t.Errorf("still written down as running: %+v (%v)", kept, err)
	}
}

func TestWorkIsDoneWithoutAList(t *testing.T) {
	var none *Jobs
	ctx, job := none.Start(t.Context(), voc.Job{Kind: JobRetag})
	job.Progress(1, 2)
	if ctx.Err() != nil {
		t.Error("the work's context has ended before the work")
	}
	job.End(ctx, nil)
	if len(none.List()) != 0 {
		t.Error("nothing is listed, and yet there is something")
	}
}

func TestTheTitleOfAVisitSaysWhatItGoesBackThrough(t *testing.T) {
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	for want, span := range map[string]voc.Span{
		"2026-11-01 至 2026-11-07": {From: time.Date(2026, 10, 31, 16, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 7, 1, 0, 0, 0, shanghai)},
		"最早 至 现在":                 {},
	} {
		if got := between(span, shanghai); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
