package pipeline

import (
	"context"
	"fmt"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Audit gives what happened to a work order, oldest first, each entry with whether it is what was
// written. ErrNone: there is no such order.
func (p *Pipeline) Audit(ctx context.Context, id string) ([]voc.AuditEntry, error) {
	return ReadAudit(ctx, p.options.Store, id)
}

// ReadAudit is Audit for those who only look.
func ReadAudit(ctx context.Context, s *store.Store, id string) ([]voc.AuditEntry, error) {
	events, err := s.EventsOf(ctx, voc.SubjectOrder, id)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return nil, fmt.Errorf("work order %q: %w", id, ErrNone)
	}
	return workorder.Chain(events), nil
}
