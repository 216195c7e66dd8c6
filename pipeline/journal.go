package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/access"
	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/discover"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// State is what the journal's events add up to. Values are copied out; what a caller holds does
// not change under it.
type State struct {
	Seq     uint64 // of the last event folded
	Alerts  map[string]voc.Alert
	Orders  map[string]voc.WorkOrder
	Letters letterShelf          // the letters sent and passed over
	Marks   map[string]voc.Event // last event of each rule's series, by series

	Discoveries map[string]voc.Discovery // those people decided on
	Rules       map[string]ruleChange    // those pages made or changed, by name
	Questions   map[string]voc.Question  // asked of letters, by id

	Silences map[string]voc.Silence
	Plans    map[string]voc.Plan // made on pages, by title
	Told     []alert.Told        // what took people's attention lately, oldest first

	Users  map[string]voc.User  // who may enter, by name
	Tokens map[string]voc.Token // with what programs enter, by id
}

func newState() State {
	return State{
		Alerts: map[string]voc.Alert{}, Orders: map[string]voc.WorkOrder{},
		Letters: letterShelf{}, Questions: map[string]voc.Question{}, Marks: map[string]voc.Event{}, Discoveries: map[string]voc.Discovery{},
		Rules:    map[string]ruleChange{},
		Silences: map[string]voc.Silence{}, Plans: map[string]voc.Plan{},
		Users: map[string]voc.User{}, Tokens: map[string]voc.Token{},
	}
}

// fold puts one event into the state. An event nobody understands is an error: it was written by
// a newer program, and going on without it would act on half the truth.
func (s *State) fold(e voc.Event) error {
	if e.Seq != s.Seq+1 {
		return fmt.Errorf("journal: event %d follows event %d: a gap means lost rows; restore table events before going on", e.Seq, s.Seq)
	}
	var err error
	switch e.Subject {
	case voc.SubjectAlert:
		s.Alerts[e.ID], err = alert.Fold(s.Alerts[e.ID], e)
	case voc.SubjectOrder:
		s.Orders[e.ID], err = workorder.Fold(s.Orders[e.ID], e)
	case voc.SubjectMessage:
		err = s.tell(e) // the outbox folds these as well: it keeps more than who was told
	case voc.SubjectDigest:
		err = s.Letters.fold(e)
	case subjectQuestion:
		s.Questions[e.ID], err = foldQuestion(s.Questions[e.ID], e)
	case voc.SubjectRule:
		err = s.foldRule(e)
	case voc.SubjectErasure:
		// written down to be shown; nothing follows from it
	case voc.SubjectDiscovery:
		s.Discoveries[e.ID], err = discover.Fold(s.Discoveries[e.ID], e)
	case voc.SubjectSilence:
		s.Silences[e.ID], err = alert.FoldSilence(s.Silences[e.ID], e)
	case voc.SubjectPlan:
		s.Plans[e.ID], err = alert.FoldPlan(s.Plans[e.ID], e)
		if s.Plans[e.ID].Title == "" {
			delete(s.Plans, e.ID)
		}
	case access.SubjectUser:
		s.Users[e.ID], err = access.FoldUser(s.Users[e.ID], e)
	case access.SubjectToken:
		s.Tokens[e.ID], err = access.FoldToken(s.Tokens[e.ID], e)
	default:
		err = fmt.Errorf("unknown subject %q", e.Subject)
	}
	if err != nil {
		return fmt.Errorf("journal: event %d (%s %s of %s): %w", e.Seq, e.Subject, e.Type, e.ID, err)
	}
	s.Seq = e.Seq
	return nil
}

func (s *State) clone() State {
	return State{
		Seq: s.Seq, Alerts: maps.Clone(s.Alerts), Orders: maps.Clone(s.Orders),
		Letters: maps.Clone(s.Letters), Questions: maps.Clone(s.Questions), Marks: maps.Clone(s.Marks), Discoveries: maps.Clone(s.Discoveries),
		Rules:    maps.Clone(s.Rules),
		Silences: maps.Clone(s.Silences), Plans: maps.Clone(s.Plans), Told: slices.Clone(s.Told),
		Users: maps.Clone(s.Users), Tokens: maps.Clone(s.Tokens),
	}
}

// Journal is the one writer of the events table. It holds the folded state in memory, lets a pure
// function decide on it, appends what was decided in one insert, and only then changes memory.
// That is compare-and-set without a second database.
type Journal struct {
	store *store.Store
	now   func() time.Time

	mu     sync.Mutex
	state  State
	outbox *notify.Outbox
	follow func(State, []voc.Event, time.Time) ([]voc.Event, error) // adds what follows from events of orders; nil: nothing
	unsure bool                                                     // an insert failed without telling whether it was written: read again before deciding
}

// openJournal reads every event there is.
func openJournal(ctx context.Context, s *store.Store, limits notify.Options, now func() time.Time) (*Journal, error) {
	outbox, err := notify.NewOutbox(limits)
	if err != nil {
		return nil, err
	}
	j := &Journal{store: s, now: now, state: newState(), outbox: outbox}
	return j, j.catchUp(ctx)
}

func (j *Journal) catchUp(ctx context.Context) error {
	events, err := j.store.Events(ctx, j.state.Seq)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	for _, e := range events {
		if err := j.state.fold(e); err != nil {
			return err
		}
		if err := j.post(e); err != nil {
			return err
		}
	}
	j.unsure = false
	return nil
}

// post hands events about messages to the outbox.
func (j *Journal) post(e voc.Event) error {
	if e.Subject != voc.SubjectMessage {
		return nil
	}
	if err := j.outbox.Fold(e); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// Do lets decide look at the state and say what happened; the events get their numbers, are
// written in one insert (all or none), and are folded. decide must be pure: it may be asked again
// after a failed insert. It must not keep or change the maps of the state it is given.
func (j *Journal) Do(ctx context.Context, decide func(State, time.Time) ([]voc.Event, error)) ([]voc.Event, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.unsure {
		if err := j.catchUp(ctx); err != nil {
			return nil, err
		}
	}
	now := j.now()
	events, err := decide(j.state, now)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	if j.follow != nil {
		if events, err = j.follow(j.state, events, now); err != nil {
			return nil, err
		}
	}
	for i := range events {
		events[i].Seq = j.state.Seq + uint64(i) + 1
		if events[i].At.IsZero() {
			events[i].At = now
		}
	}
	// Fold a copy first: an event that does not fold must never be written, or no later start
	// could read the journal.
	next := j.state.clone()
	for _, e := range events {
		if err := next.fold(e); err != nil {
			return nil, err
		}
	}
	if err := j.rehearse(events); err != nil {
		return nil, err
	}
	if err := j.store.AppendEvents(ctx, events); err != nil {
		j.unsure = true
		return nil, fmt.Errorf("journal: %w", err)
	}
	j.state = next
	for _, e := range events {
		if err := j.post(e); err != nil {
			return events, err
		}
	}
	return events, nil
}

// rehearse folds events about messages into an outbox of their own, beside those they speak of.
func (j *Journal) rehearse(events []voc.Event) error {
	trial, err := notify.NewOutbox(notify.Options{})
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Subject != voc.SubjectMessage {
			continue
		}
		if _, there := trial.Message(e.ID); !there {
			if m, known := j.outbox.Message(e.ID); known {
				if err := trial.Fold(notify.QueuedEvent(m, e.At)); err != nil {
					return fmt.Errorf("journal: %w", err)
				}
			}
		}
		if err := trial.Fold(e); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
	}
	return nil
}

// Record writes one event that has already happened, such as a delivery.
func (j *Journal) Record(ctx context.Context, e voc.Event) error {
	_, err := j.Do(ctx, func(State, time.Time) ([]voc.Event, error) { return []voc.Event{e}, nil })
	return err
}

// Due is what the outbox would send now.
func (j *Journal) Due(now time.Time) []voc.Message {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.outbox.Due(now)
}

// View returns a copy of the state.
func (j *Journal) View() State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state.clone()
}

// ErrNone says that there is no order, alert or source with the id that was asked for.
var ErrNone = errors.New("there is none with this id")

// Seq is the number of the newest event.
func (j *Journal) Seq() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state.Seq
}

// ReadJournal folds what the journal of a store holds, for those who only look: it may be in another
// process's control, so nothing must be decided on it.
func ReadJournal(ctx context.Context, s *store.Store, now func() time.Time) (*Journal, error) {
	return openJournal(ctx, s, notify.Options{}, now)
}

// Orders returns every work order, the newest first.
func (j *Journal) Orders() []voc.WorkOrder {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.SortedFunc(maps.Values(j.state.Orders), func(a, b voc.WorkOrder) int {
		if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
}

// Order returns one work order, or an error that is ErrNone.
func (j *Journal) Order(id string) (voc.WorkOrder, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	order, ok := j.state.Orders[id]
	if !ok {
		return order, fmt.Errorf("work order %q: %w", id, ErrNone)
	}
	return order, nil
}

// Alerts returns every alert, the newest first.
func (j *Journal) Alerts() []voc.Alert {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.SortedFunc(maps.Values(j.state.Alerts), func(a, b voc.Alert) int {
		if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
}

// Messages returns every message, the newest first.
func (j *Journal) Messages() []voc.Message {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.outbox.Messages()
}

// Command asks a work order to change and returns it as it is afterwards.
func (j *Journal) Command(ctx context.Context, cmd voc.Command) (voc.WorkOrder, error) {
	_, err := j.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		order, ok := s.Orders[cmd.Order]
		if !ok {
			return nil, fmt.Errorf("work order %q: %w", cmd.Order, ErrNone)
		}
		return workorder.Apply(order, cmd, now)
	})
	if err != nil {
		return voc.WorkOrder{}, err
	}
	return j.Order(cmd.Order)
}
