package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/optout"
	"github.com/tingfeng-voc/tingfeng/pipeline/schedule"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// purgeAt is when what is too old goes: after the nightly letter, before anybody works.
const purgeAt = "20 4 * * *"

// Retention says how long posts are kept and what the last purge did.
type Retention struct {
	Keep   time.Duration // 0: for ever
	At     time.Time     // of the last purge; zero: none since the start
	Purged store.Purged  // by it
	Listed int           // entries on the opt-out list
}

// retention removes what is too old.
type retention struct {
	store   *store.Store
	keep    time.Duration
	rejects string
	optout  *optout.List
	now     func() time.Time

	mu   sync.Mutex
	last Retention
}

// guardPeople opens the opt-out list and prepares the purge.
func (p *Pipeline) guardPeople() error {
	o := &p.options
	list, err := optout.Open(filepath.Join(o.Dir, "optout.txt"), mask.URL, o.Log)
	if err != nil {
		return err
	}
	p.ingest.optout, p.drain.optout = list, list
	p.retention = &retention{store: o.Store, keep: o.Retention, rejects: p.ingest.rejects, optout: list, now: o.Now}
	return nil
}

// purging is the nightly job. A night the machine slept through is made up for at the next start.
func (p *Pipeline) purging() []schedule.Job {
	if p.options.Retention <= 0 {
		return nil
	}
	return []schedule.Job{{
		Name: "purge", Spec: purgeAt, Last: p.options.Now().Add(-24 * time.Hour), CatchUp: true,
		Run: p.noting("清理", func(ctx context.Context) error {
			ctx, job := p.work.Start(ctx, voc.Job{Kind: JobPurge, Title: "清理超过保存期限的内容", Unit: "条"})
			done, err := p.retention.purge(ctx)
			job.Progress(int64(done.Rows), 0)
			job.End(ctx, err)
			if done != (store.Purged{}) {
				p.options.Log.Info("what was kept longer than the retention is gone", "keep", p.options.Retention, "months", done.Months, "rows", done.Rows, "others", done.Others)
			}
			return err
		}),
	}}
}

// purge removes what is older than may be kept: from the database, and of the rejects.
func (r *retention) purge(ctx context.Context) (store.Purged, error) {
	now := r.now()
	done, err := r.store.Purge(ctx, now.Add(-r.keep))
	err = errors.Join(err, oldRejects(r.rejects, now, r.keep))
	if err == nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.last.At, r.last.Purged = now, done
	}
	return done, err
}

func (r *retention) status() Retention {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.last
	s.Keep, s.Listed = r.keep, r.optout.Len()
	return s
}

// oldRejects begins a new rejects file each month and removes those that are too old.
func oldRejects(file string, now time.Time, keep time.Duration) error {
	if info, err := os.Stat(file); err == nil && info.ModTime().UTC().Format("2006-01") != now.UTC().Format("2006-01") {
		aside := strings.TrimSuffix(file, ".jsonl") + "-" + info.ModTime().UTC().Format("2006-01") + ".jsonl"
		if _, err := os.Stat(aside); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(file, aside); err != nil {
				return fmt.Errorf("rejects: %w", err)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*.jsonl"))
	if err != nil {
		return err
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err == nil && now.Sub(info.ModTime()) > keep {
			err = os.Remove(f)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("rejects: %w", err)
		}
	}
	return nil
}
