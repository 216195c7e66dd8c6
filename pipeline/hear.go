package pipeline

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Hear takes what an agent heard elsewhere: how its visits went, and what others had done with posts
// when it looked again. It returns once that is on disk; the same again changes nothing.
func (p *Pipeline) Hear(ctx context.Context, visits []voc.Visit, seen []voc.Observation) error {
	return p.ingest.hear(ctx, visits, seen)
}

// hearBatch bounds one entry of observations in the spool.
const hearBatch = 1000

func (i *Ingest) hear(ctx context.Context, visits []voc.Visit, seen []voc.Observation) error {
	for len(seen) > 0 {
		n := min(len(seen), hearBatch)
		if err := i.observe(ctx, seen[:n]); err != nil {
			return err
		}
		seen = seen[n:]
	}
	for _, v := range visits {
		if err := i.keepVisit(ctx, v); err != nil {
			return err
		}
	}
	return nil
}
