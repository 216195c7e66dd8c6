package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// turnEvery is how often the clocks of work orders are looked at: the shortest of them runs ten
// minutes, and half of that is told.
const turnEvery = 15 * time.Second

// turn does what the clocks of the work orders ask for at a moment: waits that are over end, those whose
// time runs out are told. All of it is one insert with the messages; done twice it does nothing twice. An
// order that cannot be looked at does not keep the others from being.
func (o *office) turn(ctx context.Context) error {
	var failed []error
	_, err := o.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		failed = nil
		var events []voc.Event
		for _, id := range slices.Sorted(maps.Keys(s.Orders)) {
			more, err := o.dueOf(s.Orders[id], now)
			if err != nil {
				failed = append(failed, fmt.Errorf("work order %s: %w", id, err))
				continue
			}
			events = append(events, more...)
		}
		return events, nil
	})
	return errors.Join(append(failed, err)...)
}

// dueOf is what the clocks of one order ask for.
func (o *office) dueOf(order voc.WorkOrder, now time.Time) ([]voc.Event, error) {
	var events []voc.Event
	for _, cmd := range workorder.Timers(order, now) {
		more, err := workorder.Apply(order, cmd, now)
		if err != nil {
			return nil, err
		}
		for _, e := range more {
			if order, err = workorder.Fold(order, e); err != nil {
				return nil, err
			}
		}
		events = append(events, more...)
	}
	if !order.State.Open() {
		return events, nil
	}
	return append(events, workorder.Escalate(order, o.settings().House, now)...), nil
}
