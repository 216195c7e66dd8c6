package api

import (
	"context"
	"fmt"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestJobsAreListedStoppedAndGoneOnWith(t *testing.T) {
	var stopped, resumed string
	h := &house{}
	jobs := []voc.Job{{ID: "a", Kind: "retag", State: voc.JobRunning, Done: 3, Total: 10, Spec: "secret"}, {ID: "b", Kind: "export", State: voc.JobCutOff, Again: true}}
	door := h.open(t, func(o *Options) {
		o.Jobs = func() []voc.Job { return jobs }
		o.CancelJob = func(id, actor string) error {
			if id == "b" {
				return fmt.Errorf("%w: it has ended", ErrConflict)
			}
			stopped = id + " " + actor
			return nil
		}
		o.ResumeJob = func(_ context.Context, id, actor string) error {
			if id != "b" {
				return fmt.Errorf("%w: job %q", ErrNotFound, id)
			}
			resumed = id + " " + actor
			return nil
		}
	})
	for query, want := range map[string]string{"": "a b", "?kind=export": "b", "?state=running": "a", "?state=failed": ""} {
		got := read[Jobs](t, ask(t, door, "GET", base+"/jobs"+query, ""), 200)
		if list := ids(got.Items, func(j voc.Job) string { return j.ID }); list != want || got.Running != 1 {
			t.Errorf("%q lists %q and counts %d running, want %q and 1", query, list, got.Running, want)
		}
	}
	read[Jobs](t, ask(t, door, "POST", base+"/jobs/a/cancel", "{}"), 200)
	read[Jobs](t, ask(t, door, "POST", base+"/jobs/b/resume", "{}"), 200)
	if stopped != "a "+houseName || resumed != "b "+houseName {
		t.Errorf("stopped %q and resumed %q: who asks is written down", stopped, resumed)
	}
	for path, status := range map[string]int{"/jobs/b/cancel": 409, "/jobs/nothing/resume": 404} {
		if w := ask(t, door, "POST", base+path, "{}"); w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
	if w := ask(t, door, "GET", base+"/jobs?state=asleep", ""); w.Code != 422 {
		t.Errorf("a state there is none of: %d", w.Code)
	}
	before := stirred(jobs)
	jobs[0].Done++
	if stirred(jobs) == before || before >= 1<<53 {
		t.Error("a job has moved, and live updates do not say so in a number JavaScript can hold")
	}
}
