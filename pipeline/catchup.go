package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// CatchUp visits every source that is not disabled, all beside each other (the transport keeps
// each host's pace), stores what they bring, and evaluates the rules once: what a schedule would
// do over time, now. progress hears how many posts have come and how many entries still wait.
func (p *Pipeline) CatchUp(ctx context.Context, progress func(posts, waiting int)) ([]voc.Visit, error) {
	stopDrain := p.start(context.WithoutCancel(ctx), p.drain.Run)
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		visits []voc.Visit
		errs   []error
		posts  atomic.Int64
	)
	for _, source := range p.options.Sources {
		if source.Source.Disabled || source.Source.Kind == voc.KindImport || source.Source.Kind == voc.KindPush {
			continue // what is brought to us cannot be visited
		}
		wg.Go(func() {
			before := 0
			visit, err := p.Crawl(ctx, source.Source.ID, func(n int) {
				total := posts.Add(int64(n - before))
				before = n
				if progress != nil {
					waiting, _ := p.options.Spool.Depth()
					mu.Lock()
					defer mu.Unlock()
					progress(int(total), waiting)
				}
			})
			mu.Lock()
			defer mu.Unlock()
			visits = append(visits, visit)
			if err != nil {
				errs = append(errs, fmt.Errorf("source %s: %w", source.Source.ID, err))
			}
		})
	}
	wg.Wait()
	stopDrain()
	err := errors.Join(errs...)
	if drained := p.DrainAll(ctx, func(left int) {
		if progress != nil {
			progress(int(posts.Load()), left)
		}
	}); drained != nil {
		return visits, errors.Join(err, drained)
	}
	return visits, errors.Join(err, p.Evaluate(ctx))
}

// Send delivers what the outbox holds now, once.
func (p *Pipeline) Send(ctx context.Context) error { return p.send(ctx) }
