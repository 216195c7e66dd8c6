package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The kinds of jobs the pipeline itself does. Others may put their own on the list.
const (
	JobRetag    = "retag"    // history is understood anew
	JobBackfill = "backfill" // a source is gone back through
	JobVisit    = "visit"    // a source is visited because somebody asked
	JobDiscover = "discover" // words and stories nobody has defined are looked for
	JobErase    = "erase"    // a person or a post is forgotten
	JobPurge    = "purge"    // what was kept long enough goes
)

// Jobs lists the long pieces of work: those that run, then those that ended lately.
func (p *Pipeline) Jobs() []voc.Job { return p.work.List() }

// StartJob puts work that others do on the list; see [Jobs.Start].
func (p *Pipeline) StartJob(ctx context.Context, plan voc.Job) (context.Context, *JobHandle) {
	return p.work.Start(ctx, plan)
}

// CancelJob stops a job; what it has done stays done. ErrNone and ErrRefused say why not.
func (p *Pipeline) CancelJob(id, actor string) error { return p.work.Cancel(id, actor) }

// ResumeJob begins a job that ended early where it stopped. ErrNone and ErrRefused say why not, besides
// what its kind may say.
func (p *Pipeline) ResumeJob(ctx context.Context, id, actor string) error {
	return p.work.Again(ctx, id, actor)
}

// Understood is what posts are understood by at the moment.
func (p *Pipeline) Understood() *nlp.Analyzer { return p.drain.Analyzer() }

// resumeJobs names what begins our own jobs again.
func (p *Pipeline) resumeJobs() {
	p.work.resumes(JobRetag, func(_ context.Context, _, actor string) error {
		p.finds.asks(actor)
		p.finds.anew()
		return nil
	})
	visit := func(ctx context.Context, spec, actor string) error {
		var s visitSpec
		if err := json.Unmarshal([]byte(spec), &s); err != nil {
			return fmt.Errorf("the job does not say what it visited: %w", err)
		}
		_, err := p.asked.begin(ctx, s.Source, Order{Since: s.Since, Until: s.Until, Gaps: s.Gaps, Actor: actor})
		return err
	}
	p.work.resumes(JobBackfill, visit)
	p.work.resumes(JobVisit, visit)
}

// visitSpec is by what a visit is begun again. A walk goes on at its cursor; gaps that were heard
// meanwhile are gaps no more.
type visitSpec struct {
	Source voc.SourceID `json:"source"`
	Since  time.Time    `json:"since,omitzero"`
	Until  time.Time    `json:"until,omitzero"`
	Gaps   bool         `json:"gaps,omitempty"`
}

// plan is the job of a visit somebody asked for.
func (a *asked) plan(id voc.SourceID, o Order, spans []voc.Span) voc.Job {
	name := string(id)
	if source, err := a.visits.source(id); err == nil && source.Source.Title != "" {
		name = source.Source.Title
	}
	job := voc.Job{Kind: JobVisit, Title: "访问 " + name, Actor: o.Actor, Unit: "条", CanStop: true}
	spec, err := json.Marshal(visitSpec{Source: id, Since: o.Since, Until: o.Until, Gaps: o.Gaps})
	if err != nil {
		panic(err) // names and times only
	}
	job.Spec = string(spec)
	switch {
	case o.Gaps:
		job.Kind, job.Title = JobBackfill, fmt.Sprintf("补采 %s 的 %d 处缺口", name, len(spans))
	case len(spans) > 0:
		job.Kind, job.Title = JobBackfill, "补采 "+name+" "+between(spans[0], a.zone)
	}
	return job
}

// between names a stretch of time by its days.
func between(s voc.Span, zone *time.Location) string {
	day := func(t time.Time, unset string) string {
		if t.IsZero() {
			return unset
		}
		return t.In(zone).Format(time.DateOnly)
	}
	return day(s.From, "最早") + " 至 " + day(s.To, "现在")
}
