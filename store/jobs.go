package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SaveJobs keeps long pieces of work as they are now; what was kept of them before is replaced.
func (s *Store) SaveJobs(ctx context.Context, jobs []voc.Job) error {
	if len(jobs) == 0 {
		return nil
	}
	revision := uint64(s.opts.Now().UnixNano())
	return s.insert(ctx, "SaveJobs", len(jobs), func(i int) []any {
		j := &jobs[i]
		return []any{
			j.ID, j.Kind, j.Title, j.Actor, string(j.State), j.Done, j.Total, j.Unit, toDB(j.Began), toDB(j.Ended),
			j.Problem, j.CanStop, j.Spec, revision + uint64(i),
		}
	})
}

// Jobs lists long pieces of work that began since a moment, the latest first, at most limit of them; a
// state restricts them to those in it.
func (s *Store) Jobs(ctx context.Context, since time.Time, state voc.JobState, limit int) ([]voc.Job, error) {
	from, _ := span(since, time.Time{})
	return list(ctx, s, "Jobs", params{"from": from, "state": string(state), "limit": uint32(max(0, limit))}, func(r rows) (voc.Job, error) {
		var j voc.Job
		err := r.Scan(&j.ID, &j.Kind, &j.Title, &j.Actor, (*string)(&j.State), &j.Done, &j.Total, &j.Unit, &j.Began, &j.Ended, &j.Problem, &j.CanStop, &j.Spec)
		j.Began, j.Ended = fromDB(j.Began), fromDB(j.Ended)
		return j, err
	})
}
