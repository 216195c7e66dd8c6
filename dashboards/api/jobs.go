package api

import (
	"context"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Work is a long piece of work on the list of jobs, held by who does it.
type Work interface {
	ID() string                         // of the job; "" when nobody keeps a list
	Progress(done, total int64)         // total 0 leaves what was known of it
	End(ctx context.Context, err error) // once, whatever became of it, with the context the work was done under
}

// unlisted is work nobody keeps a list of.
type unlisted struct{}

func (unlisted) ID() string                 { return "" }
func (unlisted) Progress(int64, int64)      {}
func (unlisted) End(context.Context, error) {}

// startJob puts work of a handler on the list. The work is done under the context it returns, which
// ends when somebody stops the job.
func (a *door) startJob(ctx context.Context, plan voc.Job) (context.Context, Work) {
	if a.StartJob == nil {
		return ctx, unlisted{}
	}
	return a.StartJob(ctx, plan)
}

// Jobs is long pieces of work: those that run, then those that ended lately.
type Jobs struct {
	Items   []voc.Job `json:"items"`
	Next    string    `json:"next" doc:"What to give as after for the next page; empty on the last"`
	Running int       `json:"running" doc:"How many run now, whatever was asked for"`
}

type jobsIn struct {
	Kind  string `query:"kind" doc:"Only of this kind: retag, backfill, export, …"`
	State string `query:"state" doc:"Only in this state: running, done, failed, canceled, interrupted"`
	PageQuery
}

type jobIn struct {
	ID string `path:"id" doc:"Id of the job"`
}

var jobStates = []string{string(voc.JobRunning), string(voc.JobDone), string(voc.JobFailed), string(voc.JobCanceled), string(voc.JobCutOff)}

func (a *door) jobOperations() {
	get(a, "/jobs", "jobs", "Long pieces of work: what runs, how far it is, what ended lately; one's own, or all for who operates", a.jobs)
	post(a, huma.Operation{Path: "/jobs/{id}/cancel", OperationID: "cancel-job", Summary: "Stop a job of one's own, or any for who operates; what it has done stays done"}, a.cancelJob)
	post(a, huma.Operation{
		Path: "/jobs/{id}/resume", OperationID: "resume-job", Summary: "Begin a job that ended early where it stopped, as a new job",
	}, a.resumeJob)
}

// jobList is every job there is to see; never nil.
func (a *door) jobList() []voc.Job {
	list := []voc.Job{}
	if a.Jobs != nil {
		list = append(list, a.Jobs()...)
	}
	return list
}

func (a *door) jobs(ctx context.Context, in *jobsIn) (*answer[Jobs], error) {
	r := a.reader()
	state := r.word("state", in.State, jobStates)
	kind := r.text("kind", in.Kind, 50)
	if err := r.done(); err != nil {
		return nil, err
	}
	out := Jobs{Items: visible(viewerOf(ctx).May(voc.PermitOperate), a.jobList(), ownJob(ctx))}
	for _, j := range out.Items {
		if j.State == voc.JobRunning {
			out.Running++
		}
	}
	out.Items = slices.DeleteFunc(out.Items, func(j voc.Job) bool {
		return kind != "" && j.Kind != kind || state != "" && string(j.State) != state
	})
	out.Items, out.Next = onePage(r, in.PageQuery, out.Items, func(j voc.Job) string { return j.ID })
	if err := r.done(); err != nil {
		return nil, err
	}
	return &answer[Jobs]{Body: out}, nil
}

// ownJob tells what of the list is whose who asks: corrections and exports are begun by people who do not
// run the machine, and who want to know how far they are.
func ownJob(ctx context.Context) func(voc.Job) bool {
	me := viewerOf(ctx).Name
	return func(j voc.Job) bool { return j.Actor == me }
}

func (a *door) cancelJob(ctx context.Context, in *jobIn) (*answer[Jobs], error) {
	seen := visible(viewerOf(ctx).May(voc.PermitOperate), a.jobList(), ownJob(ctx))
	strange := !viewerOf(ctx).May(voc.PermitOperate) && !slices.ContainsFunc(seen, func(j voc.Job) bool { return j.ID == in.ID })
	if a.CancelJob == nil || strange {
		return nil, notFound("There is no job "+cut(in.ID)+".", "没有任务 "+cut(in.ID)+"。")
	}
	if err := a.CancelJob(in.ID, viewerOf(ctx).Name); err != nil {
		return nil, a.fail(ctx, "cancel a job", err)
	}
	return a.jobs(ctx, &jobsIn{})
}

func (a *door) resumeJob(ctx context.Context, in *jobIn) (*answer[Jobs], error) {
	if a.ResumeJob == nil {
		return nil, notFound("There is no job "+cut(in.ID)+".", "没有任务 "+cut(in.ID)+"。")
	}
	if err := a.ResumeJob(ctx, in.ID, viewerOf(ctx).Name); err != nil {
		return nil, a.fail(ctx, "resume a job", err)
	}
	return a.jobs(ctx, &jobsIn{})
}
