package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// worklist keeps the list of jobs as the pipeline does, and hears of every step.
type worklist struct {
	mu    sync.Mutex
	jobs  []*entry
	begun func(*entry)             // before the work begins
	moved func(j *entry, done int) // after every step
}

type entry struct {
	voc.Job
	list  *worklist
	ctx   context.Context
	stop  context.CancelFunc
	steps []int64
	err   error
	ended int
}

func (w *worklist) start(ctx context.Context, plan voc.Job) (context.Context, Work) {
	j := &entry{Job: plan, list: w}
	j.ctx, j.stop = context.WithCancel(ctx)
	w.mu.Lock()
	j.Job.ID = plan.Kind + "-" + string(rune('0'+len(w.jobs)))
	w.jobs = append(w.jobs, j)
	w.mu.Unlock()
	if w.begun != nil {
		w.begun(j)
	}
	return j.ctx, j
}

func (j *entry) ID() string { return j.Job.ID }

func (j *entry) Progress(done, _ int64) {
	j.steps = append(j.steps, done)
	if j.list.moved != nil {
		j.list.moved(j, int(done))
	}
}

func (j *entry) End(ctx context.Context, err error) {
	j.err, j.ended = err, j.ended+1
	if cause := context.Cause(ctx); err != nil && cause != nil {
		j.State = voc.JobCutOff
	}
}

// many opens a door to n mentions, and gives the body that corrects them all.
func many(t *testing.T, n int, w *worklist, more ...func(*Options)) (http.Handler, string) {
	t.Helper()
	h := &house{}
	var s *store.Store
	_ = stocked(t, h, voices(n), func(_ *testing.T, opened *store.Store, _ *voc.Mention) { s = opened })
	door := h.open(t, func(o *Options) {
		o.Store, o.StartJob = s, w.start
		for _, change := range more {
			change(o)
		}
	})
	body, _ := json.Marshal(map[string]any{
		"query": "from=2026-01-01&to=2026-02-01&raw=true", "expect": n,
		"correction": map[string]any{"actor": "小周", "sentiment": "neutral", "note": "同一批活动文案"},
	})
	return door, string(body)
}

func TestACorrectionOfManyIsAJobTakenBackByItsID(t *testing.T) {
	w := &worklist{}
	var lines []string
	door, body := many(t, 620, w, func(o *Options) {
		o.Record = func(_ context.Context, r voc.AccessRecord) error {
			lines = append(lines, r.Action+" "+r.Detail)
			return nil
		}
	})
	done := read[BulkDone](t, ask(t, door, "POST", base+"/mentions/bulk/corrections", body), 200)
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "bulk-correct mentions=620 batch="+done.Batch+" from=") {
		t.Errorf("the audit log says %q", lines)
	}
	if len(w.jobs) != 1 {
		t.Fatalf("%d jobs were listed", len(w.jobs))
	}
	job := w.jobs[0]
	if job.Kind != "correct" || job.Actor != "小周" || job.Total != 620 || !job.CanStop || job.ended != 1 || job.err != nil {
		t.Errorf("the job %+v", job)
	}
	if done.N != 620 || done.Batch != job.ID() || len(job.steps) == 0 || job.steps[len(job.steps)-1] != 620 {
		t.Errorf("done %+v, steps %v", done, job.steps)
	}
	m := read[Mentions](t, ask(t, door, "GET", base+"/mentions?limit=1&from=2026-01-01&to=2026-02-01&raw=true", ""), 200).Items[0]
	history := read[CorrectionHistory](t, ask(t, door, "GET", base+"/mentions/"+string(m.Post.ID)+"/"+orDash(m.Brand)+"/corrections", ""), 200).Items
	if len(history) != 1 || history[0].Name != "小周" || !history[0].At.Equal(clock) || history[0].Batch != job.ID() {
		t.Errorf("who and when of one of them: %+v", history)
	}
	if back := read[Undone](t, ask(t, door, "POST", base+"/corrections/undo", `{"batch":"`+job.ID()+`","actor":"小周"}`), 200); back.N != 620 {
		t.Errorf("%d taken back", back.N)
	}
	if undo := w.jobs[1]; undo.Kind != "undo" || undo.CanStop || undo.ended != 1 || undo.steps[len(undo.steps)-1] != 620 {
		t.Errorf("taking back is listed as %+v", undo)
	}
}

func TestACorrectionOfFewIsNoJob(t *testing.T) {
	w := &worklist{}
	door, body := many(t, longCorrection, w)
	if done := read[BulkDone](t, ask(t, door, "POST", base+"/mentions/bulk/corrections", body), 200); done.N != longCorrection || len(w.jobs) != 0 {
		t.Errorf("%d done, %d jobs", done.N, len(w.jobs))
	}
}

// Whoever closes the page after the word was given finds everything corrected.
func TestACorrectionGoesOnWithoutItsClient(t *testing.T) {
	w := &worklist{}
	door, body := many(t, 620, w)
	ctx, leave := context.WithCancel(t.Context())
	w.begun = func(*entry) { leave() }
	r := httptest.NewRequestWithContext(ctx, "POST", base+"/mentions/bulk/corrections", strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Content-Type", "application/json")
	door.ServeHTTP(httptest.NewRecorder(), r)
	if job := w.jobs[0]; job.err != nil || job.steps[len(job.steps)-1] != 620 {
		t.Errorf("it ended with %v after %v", job.err, job.steps)
	}
}

func TestAStoppedCorrectionSaysWhatItDidAndIsTakenBack(t *testing.T) {
	w := &worklist{moved: func(j *entry, _ int) { j.stop() }}
	door, body := many(t, correctedAtOnce+50, w)
	p := problemOf(t, ask(t, door, "POST", base+"/mentions/bulk/corrections", body), 409, "stopped")
	if !strings.Contains(p.Detail, "1000 mentions") || !strings.Contains(p.DetailZH, w.jobs[0].ID()) {
		t.Errorf("it says %q, %q", p.Detail, p.DetailZH)
	}
	w.moved = nil
	if back := read[Undone](t, ask(t, door, "POST", base+"/corrections/undo", `{"batch":"`+w.jobs[0].ID()+`","actor":"小周"}`), 200); back.N != correctedAtOnce {
		t.Errorf("%d taken back", back.N)
	}
}

func TestACorrectionEndsWithTheServerAndIsCutOff(t *testing.T) {
	closing := make(chan struct{})
	w := &worklist{begun: func(j *entry) { close(closing); <-j.ctx.Done() }}
	door, body := many(t, 620, w, func(o *Options) { o.Closing = closing })
	problemOf(t, ask(t, door, "POST", base+"/mentions/bulk/corrections", body), 409, "stopped")
	if job := w.jobs[0]; job.State != voc.JobCutOff || !errors.Is(job.err, context.Canceled) || len(job.steps) != 0 {
		t.Errorf("the job ended as %q with %v after %v", job.State, job.err, job.steps)
	}
}

// An export whose client goes away has failed, and says why: nobody stopped it, and the program goes on.
func TestAnExportNobodyWaitsForIsNotCutOffByTheProgram(t *testing.T) {
	a := newDoor()
	closing := make(chan struct{})
	a.Closing = closing
	asked, leave := context.WithCancel(t.Context())
	work, stop := context.WithCancel(asked)
	defer stop()
	if ctx, err := a.exportEnded(asked, work, nil); ctx != work || err != nil {
		t.Errorf("a whole export ends with %v", err)
	}
	stop()
	if ctx, err := a.exportEnded(asked, work, context.Canceled); ctx != work || !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped export ends with %v", err)
	}
	leave()
	if ctx, err := a.exportEnded(asked, work, io.ErrClosedPipe); ctx.Err() != nil || !errors.Is(err, errLeft) {
		t.Errorf("an export whose client left ends with %v under %v", err, ctx.Err())
	}
	close(closing)
	if ctx, err := a.exportEnded(asked, work, context.Canceled); ctx != work || errors.Is(err, errLeft) {
		t.Errorf("an export the program's end cut off ends with %v", err)
	}
}

func TestPeopleSeeAndStopTheirOwnJobs(t *testing.T) {
	var stopped []string
	h := &house{}
	o := h.options()
	o.Jobs = func() []voc.Job {
		return []voc.Job{{ID: "mine", Kind: "export", Actor: "zhou", State: voc.JobRunning}, {ID: "theirs", Kind: "correct", Actor: "li", State: voc.JobRunning}}
	}
	o.CancelJob = func(id, _ string) error { stopped = append(stopped, id); return nil }
	v := voc.Viewer{Name: "zhou", Role: voc.RoleAnalyst, Permits: []voc.Permission{voc.PermitOpen, voc.PermitRead, voc.PermitExport}}
	door := doorFor(t, o, v)
	status, body := askFor(t, door, v, "GET", "/jobs", "")
	if status != 200 || !strings.Contains(body, `"mine"`) || strings.Contains(body, "theirs") || !strings.Contains(body, `"running":1`) {
		t.Errorf("their list: %d %s", status, body)
	}
	if status, _ = askFor(t, door, v, "POST", "/jobs/theirs/cancel", "{}"); status != 404 {
		t.Errorf("another's job is stopped: %d", status)
	}
	if status, _ = askFor(t, door, v, "POST", "/jobs/mine/cancel", "{}"); status != 200 || len(stopped) != 1 || stopped[0] != "mine" {
		t.Errorf("their own job: %d, stopped %v", status, stopped)
	}
	v.Permits = append(v.Permits, voc.PermitOperate)
	door = doorFor(t, o, v)
	if _, body = askFor(t, door, v, "GET", "/jobs", ""); !strings.Contains(body, "theirs") {
		t.Errorf("who operates sees %s", body)
	}
}
