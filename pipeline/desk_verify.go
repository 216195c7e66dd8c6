package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// verifyEvery is how often it is asked whose fix is to be measured; each is measured once an hour,
	// because rates are by the hour.
	verifyEvery = time.Minute
	// verifyPast is what lies before an incident and says what is usual.
	verifyPast = 14 * 24 * time.Hour
	// verifyDecay is how long after its end a past incident is followed to see how it went away.
	verifyDecay = 3 * 24 * time.Hour
	// mostPast past incidents say how fast such things go away by themselves.
	mostPast = 8
)

// measurement is one look at a fix, kept in memory: the journal learns only what was decided.
type measurement struct {
	cycle int
	hour  time.Time // measured up to here
	found voc.Verification
}

// verify measures every fix that is being verified, once an hour, and writes down what is decided: a fix
// that holds is 已验证, one that does not reopens its order. One that cannot be measured now does not keep
// the others from being.
func (o *office) verify(ctx context.Context) error {
	state := o.journal.View()
	var failed []error
	for _, order := range newestFirst(state.Orders) {
		if order.Verification.State != voc.VerificationWatching {
			o.forget(order.ID)
			continue
		}
		if err := o.verifyOne(ctx, state, order); err != nil {
			failed = append(failed, fmt.Errorf("work order %s: %w", order.ID, err))
		}
	}
	return errors.Join(failed...)
}

func (o *office) verifyOne(ctx context.Context, state State, order voc.WorkOrder) error {
	now := o.now()
	hour := now.Truncate(time.Hour)
	if last, ok := o.measured(order); ok && !last.hour.Before(hour) {
		return nil
	}
	facts, err := o.factsOf(ctx, state, order, now)
	if err != nil {
		return err
	}
	found := workorder.Verify(facts)
	_, err = o.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		same := s.Orders[order.ID]
		if same.Cycle != order.Cycle || same.Verification.State != voc.VerificationWatching {
			return nil, nil // it was reopened while its figures were looked up
		}
		return workorder.Verified(same, found, now)
	})
	if err != nil {
		return err
	}
	o.remember(order.ID, measurement{cycle: order.Cycle, hour: hour, found: found})
	return nil
}

// factsOf are what the proof of a fix is made of, up to the last hour that has ended.
func (o *office) factsOf(ctx context.Context, state State, order voc.WorkOrder, now time.Time) (workorder.Facts, error) {
	f := workorder.Facts{
		Started: startedOf(state, order), Since: order.Verification.Since, Until: order.Verification.Until, Now: now,
		Fire: fireOf(state, order),
	}
	var err error
	if f.Hours, err = o.hoursOf(ctx, matterOf(order), f.Started, now); err != nil {
		return f, err
	}
	f.Usual, err = o.usualOf(ctx, state, order, f.Started)
	return f, err
}

// matterOf is what an order's fix must make quiet: its topics; when none stood out its shop; else all the
// brand's complaints.
func matterOf(order voc.WorkOrder) store.MatterQuery {
	q := store.MatterQuery{Brand: order.Brand, Topics: order.Topics}
	if len(q.Topics) == 0 && order.Topic != "" {
		q.Topics = []string{order.Topic}
	}
	if len(q.Topics) == 0 {
		q.Store = order.Store
	}
	return q
}

// hoursOf counts a matter by the hour from two weeks before it began.
func (o *office) hoursOf(ctx context.Context, q store.MatterQuery, started, to time.Time) ([]workorder.HeardHour, error) {
	q.From, q.To, q.Step = started.Add(-verifyPast).Truncate(time.Hour), to.Truncate(time.Hour), time.Hour
	if !q.From.Before(q.To) {
		return nil, nil
	}
	matter, others, err := o.store.Matter(ctx, q)
	if err != nil {
		return nil, err
	}
	hours := make([]workorder.HeardHour, len(matter))
	for i := range matter {
		hours[i] = workorder.HeardHour{At: matter[i].At, Topic: matter[i].N, Other: others[i].N, Coverage: matter[i].Coverage}
	}
	return hours, nil
}

// startedOf is when the matter of an order began: its newest incident before something was done, or its
// opening when nobody raised one.
func startedOf(state State, order voc.WorkOrder) time.Time {
	var started time.Time
	for _, a := range state.Alerts {
		if (a.Order == order.ID || a.ID == order.Alert) && a.OpenedAt.Before(order.Verification.Since) && a.StartedAt.After(started) {
			started = a.StartedAt
		}
	}
	if started.IsZero() {
		return order.OpenedAt
	}
	return started
}

// fireOf is an incident about the same matter that began after something was done, "" none. What people
// called a false alarm is none.
func fireOf(state State, order voc.WorkOrder) string {
	for _, a := range state.Alerts {
		again := workorder.Reopens(order, a) != workorder.ReturnNone
		if again && !a.History && a.State != voc.AlertMerged && a.Verdict != voc.AlertFalseAlarm && a.StartedAt.After(order.Verification.Since) {
			return a.ID
		}
	}
	return ""
}

// usualOf are the half lives of past incidents like an order's, that went away without anybody mending
// them; of the brand's others when there are too few of the same matter.
func (o *office) usualOf(ctx context.Context, state State, order voc.WorkOrder, started time.Time) ([]time.Duration, error) {
	const enough = 3
	same, others := similarTo(state, order, started)
	if len(same) < enough {
		same = append(same, others...)
	}
	var usual []time.Duration
	for _, a := range same[:min(mostPast, len(same))] {
		half, err := o.halfLife(ctx, a)
		if err != nil {
			return nil, err
		}
		if half > 0 {
			usual = append(usual, half)
		}
	}
	return usual, nil
}

// similarTo lists the past incidents of an order's brand that nobody mended, the newest first: those that
// share a topic with it, and the others.
func similarTo(state State, order voc.WorkOrder, before time.Time) (same, others []voc.Alert) {
	topics := matterOf(order).Topics
	for _, a := range state.Alerts {
		if a.Brand != order.Brand || a.State != voc.AlertResolved || a.Verdict == voc.AlertFalseAlarm || !a.ResolvedAt.Before(before) || mended(state, a) {
			continue
		}
		if slices.ContainsFunc(topicsOf(a), func(t string) bool { return slices.Contains(topics, t) }) {
			same = append(same, a)
		} else {
			others = append(others, a)
		}
	}
	newest := func(a, b voc.Alert) int { return b.OpenedAt.Compare(a.OpenedAt) }
	slices.SortFunc(same, newest)
	slices.SortFunc(others, newest)
	return same, others
}

// mended tells whether something was done about an incident before it was over.
func mended(state State, a voc.Alert) bool {
	order, ok := state.Orders[a.Order]
	return ok && !order.ResolvedAt.IsZero() && order.ResolvedAt.Before(a.ResolvedAt)
}

func topicsOf(a voc.Alert) []string {
	if len(a.Topics) > 0 || a.Topic == "" {
		return a.Topics
	}
	return []string{a.Topic}
}

// halfLife is how fast a past incident went away. It is past: it is asked of the store once.
func (o *office) halfLife(ctx context.Context, a voc.Alert) (time.Duration, error) {
	o.mu.Lock()
	half, known := o.halves[a.ID]
	o.mu.Unlock()
	if known {
		return half, nil
	}
	to := a.ResolvedAt.Add(verifyDecay)
	if now := o.now(); to.After(now) {
		to = now
	}
	hours, err := o.hoursOf(ctx, store.MatterQuery{Brand: a.Brand, Topics: topicsOf(a)}, a.StartedAt, to)
	if err != nil {
		return 0, err
	}
	half = workorder.HalfLife(hours, a.StartedAt)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.halves[a.ID] = half
	return half, nil
}

func (o *office) measured(order voc.WorkOrder) (measurement, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	m, ok := o.measurements[order.ID]
	return m, ok && m.cycle == order.Cycle
}

func (o *office) remember(id string, m measurement) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.measurements[id] = m
}

func (o *office) forget(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.measurements, id)
}

// current is an order as people see it now: its clocks as of now, and while its fix is being verified the
// newest figures of that.
func (o *office) current(order voc.WorkOrder) voc.WorkOrder {
	order = workorder.At(order, o.now())
	if m, ok := o.measured(order); ok && order.Verification.State == voc.VerificationWatching {
		order.Verification = m.found
	}
	return order
}
