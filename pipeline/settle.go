package pipeline

import (
	"context"
	"time"
)

// settleEvery is how often hours that changed are tallied anew, so that pages need not read them
// mention by mention. Numbers are right before and after.
const settleEvery = 15 * time.Second

func (p *Pipeline) settle(ctx context.Context) error {
	_, err := p.options.Store.Settle(ctx, p.options.Now())
	return err
}
