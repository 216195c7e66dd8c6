package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// jobsShown is how long a job that has ended stays in the list, and jobsMost how many do.
	jobsShown = 30 * 24 * time.Hour
	jobsMost  = 300
	// jobsKept is how often the progress of running jobs is written down: after a crash one sees how
	// far they were, to a few seconds.
	jobsKept = 3 * time.Second
)

// errStopped is the cause with which a job's context ends when somebody stops it.
var errStopped = errors.New("stopped by hand")

// Jobs is the list of long pieces of work: those that run, and those that ended lately. Its methods
// may be called from many goroutines. The nil list keeps nothing, and work runs all the same.
type Jobs struct {
	store *store.Store
	now   func() time.Time
	log   *slog.Logger

	saving sync.Mutex // what is written down last is the newest

	mu      sync.Mutex
	running map[string]*JobHandle
	ended   []voc.Job // the latest first
	again   map[string]func(ctx context.Context, spec, actor string) error
}

// openJobs reads the list. What still runs by it was cut off with the process that ran it.
func openJobs(ctx context.Context, s *store.Store, now func() time.Time, log *slog.Logger) (*Jobs, error) {
	j := &Jobs{store: s, now: now, log: log, running: map[string]*JobHandle{}, again: map[string]func(context.Context, string, string) error{}}
	var err error
	if j.ended, err = s.Jobs(ctx, now().Add(-jobsShown), "", jobsMost); err != nil {
		return nil, err
	}
	var cut []voc.Job
	for i := range j.ended {
		if j.ended[i].State == voc.JobRunning {
			j.ended[i].State, j.ended[i].Ended = voc.JobCutOff, now()
			cut = append(cut, j.ended[i])
		}
	}
	return j, s.SaveJobs(ctx, cut)
}

// JobHandle is a running job, held by who does the work.
type JobHandle struct {
	list   *Jobs
	cancel context.CancelCauseFunc
	done   chan struct{}

	mu    sync.Mutex
	job   voc.Job
	dirty bool
}

// Start puts a job on the list: Kind, Title, Actor, Unit, Total, CanStop and Spec are taken from plan.
// The work is done under the context it returns, which ends when somebody stops the job, and End must
// be called when it is over, whatever became of it.
func (j *Jobs) Start(ctx context.Context, plan voc.Job) (context.Context, *JobHandle) {
	ctx, cancel := context.WithCancelCause(ctx)
	h := &JobHandle{list: j, cancel: cancel, done: make(chan struct{}), job: plan}
	if j == nil {
		return ctx, h
	}
	h.job.State, h.job.Began, h.job.Ended, h.job.Problem = voc.JobRunning, j.now(), time.Time{}, ""
	if h.job.Actor == "" {
		h.job.Actor = "tingfeng"
	}
	j.mu.Lock()
	for n := 0; ; n++ {
		h.job.ID = fmt.Sprintf("%s-%s-%d", plan.Kind, h.job.Began.UTC().Format("20060102T150405.000"), n)
		if _, taken := j.running[h.job.ID]; !taken && !slices.ContainsFunc(j.ended, func(e voc.Job) bool { return e.ID == h.job.ID }) {
			break
		}
	}
	j.running[h.job.ID] = h
	began := h.job
	j.mu.Unlock()
	j.save(context.WithoutCancel(ctx), began)
	return ctx, h
}

// save writes jobs down. A database that is away must not stop the work; what is lost is a line of a list.
func (j *Jobs) save(ctx context.Context, jobs ...voc.Job) {
	j.saving.Lock()
	defer j.saving.Unlock()
	if err := j.store.SaveJobs(ctx, jobs); err != nil {
		j.log.Warn("how far a job is could not be written down", "error", err)
	}
}

// ID names the job.
func (h *JobHandle) ID() string { return h.job.ID }

// Progress tells how far the work is; total 0 leaves what was known of it.
func (h *JobHandle) Progress(done, total int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.job.Done, h.dirty = done, true
	if total > 0 {
		h.job.Total = total
	}
}

// End tells how the work ended: nil done, an error after somebody stopped it stopped, an error because
// the process ends cut off, any other failed. Only the first call counts.
func (h *JobHandle) End(ctx context.Context, err error) {
	h.mu.Lock()
	select {
	case <-h.done:
		h.mu.Unlock()
		return
	default:
		close(h.done)
	}
	j := h.list
	if j == nil {
		h.mu.Unlock()
		h.cancel(nil)
		return
	}
	cause := context.Cause(ctx)
	h.job.Ended = j.now()
	h.job.State, h.job.Problem = outcome(err, cause, h.job.Problem)
	last := h.job
	h.mu.Unlock()
	h.cancel(nil)

	j.mu.Lock()
	delete(j.running, last.ID)
	j.ended = slices.Insert(j.ended, 0, last)
	j.ended = j.ended[:min(len(j.ended), jobsMost)]
	j.mu.Unlock()
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	j.save(saving, last)
}

// outcome is the state of a job whose work returned err while its context had ended for cause.
func outcome(err, cause error, stopped string) (voc.JobState, string) {
	switch {
	case err == nil:
		return voc.JobDone, ""
	case errors.Is(cause, errStopped):
		return voc.JobCanceled, stopped
	case cause != nil && !errors.Is(cause, context.DeadlineExceeded):
		return voc.JobCutOff, ""
	}
	return voc.JobFailed, err.Error()
}

// List gives the jobs: those that run, then those that ended lately, both the latest first.
func (j *Jobs) List() []voc.Job {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	handles := make([]*JobHandle, 0, len(j.running))
	for _, h := range j.running {
		handles = append(handles, h)
	}
	ended := slices.Clone(j.ended)
	resumable := func(kind string) bool { return j.again[kind] != nil }
	for i := range ended {
		e := &ended[i]
		e.CanStop = false
		e.Again = e.State != voc.JobDone && e.Spec != "" && resumable(e.Kind)
	}
	j.mu.Unlock()
	list := make([]voc.Job, 0, len(handles)+len(ended))
	for _, h := range handles {
		h.mu.Lock()
		list = append(list, h.job)
		h.mu.Unlock()
	}
	latest := func(a, b voc.Job) int { return b.Began.Compare(a.Began) }
	slices.SortFunc(list, latest)
	slices.SortStableFunc(ended, latest)
	return append(list, ended...)
}

// Cancel stops a job; what it has done stays done. ErrNone: there is none; ErrRefused: it has ended, or
// cannot be stopped without leaving something half done.
func (j *Jobs) Cancel(id, actor string) error {
	for _, one := range j.List() {
		if one.ID != id {
			continue
		}
		if one.State != voc.JobRunning || !one.CanStop {
			return fmt.Errorf("job %s (%s): %w", id, one.State, ErrRefused)
		}
		j.mu.Lock()
		h := j.running[id]
		j.mu.Unlock()
		if h == nil {
			return fmt.Errorf("job %s: %w", id, ErrRefused) // ended meanwhile
		}
		h.mu.Lock()
		h.job.Problem = "由 " + actor + " 停止"
		h.mu.Unlock()
		h.cancel(errStopped)
		return nil
	}
	return fmt.Errorf("job %q: %w", id, ErrNone)
}

// resumes names what begins jobs of a kind again where they stopped.
func (j *Jobs) resumes(kind string, again func(ctx context.Context, spec, actor string) error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.again[kind] = again
}

// Again begins a job that was stopped, cut off or failed where it stopped, as a new job. ErrNone: there
// is none; ErrRefused: it is done, or its kind begins from the start by itself.
func (j *Jobs) Again(ctx context.Context, id, actor string) error {
	for _, one := range j.List() {
		if one.ID != id {
			continue
		}
		if !one.Again {
			return fmt.Errorf("job %s (%s): %w", id, one.State, ErrRefused)
		}
		j.mu.Lock()
		again := j.again[one.Kind]
		j.mu.Unlock()
		return again(ctx, one.Spec, actor)
	}
	return fmt.Errorf("job %q: %w", id, ErrNone)
}

// keep writes down how far the running jobs are.
func (j *Jobs) keep(ctx context.Context) error {
	j.saving.Lock() // one that ends now leaves the list first and is written down after us
	defer j.saving.Unlock()
	j.mu.Lock()
	var moved []voc.Job
	for _, h := range j.running {
		h.mu.Lock()
		if h.dirty {
			moved, h.dirty = append(moved, h.job), false
		}
		h.mu.Unlock()
	}
	j.mu.Unlock()
	return j.store.SaveJobs(ctx, moved)
}
