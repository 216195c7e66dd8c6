package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Digest writes a letter without sending it. ErrDate and ErrNone say what was wrong with the question.
func (p *Pipeline) Digest(ctx context.Context, q LetterQuestion) (voc.Digest, error) {
	return p.letters.gather(ctx, q)
}

// LetterOptions is what a letter needs when no pipeline runs.
type LetterOptions struct {
	Store    *store.Store
	Brands   []voc.Brand
	Stores   []voc.Store
	Sources  []voc.Source
	Titles   map[string]string
	Letter   Letter // whose audiences can be asked for
	Location *time.Location
	Now      func() time.Time
	Log      *slog.Logger
}

// ReadLetter writes a letter from a store that may be in another process's control: it reads the
// journal and changes nothing.
func ReadLetter(ctx context.Context, o LetterOptions, q LetterQuestion) (voc.Digest, error) {
	journal, err := ReadJournal(ctx, o.Store, o.Now)
	if err != nil {
		return voc.Digest{}, err
	}
	l := &letters{
		store: o.Store, journal: journal, sources: func() []voc.Source { return o.Sources }, now: o.Now, log: o.Log, post: o.Letter,
		names: names{brands: o.Brands, stores: o.Stores, titles: o.Titles, location: o.Location},
	}
	return l.gather(ctx, q)
}

// SetAudiences has letters go to these from now on. An error says that nothing changed.
func (p *Pipeline) SetAudiences(post Letter) error { return p.letters.use(post) }

// Letters are all letters that were sent or passed over, the newest first.
func (p *Pipeline) Letters() []voc.LetterRecord { return p.shelved().records() }

// LetterOrders are the work orders the lines of a letter became, by line.
func (p *Pipeline) LetterOrders(id string) map[string]string {
	if one := p.shelved().at(id); one != nil {
		return one.orders
	}
	return nil
}

// Letter is one as it was sent, or an error that is ErrNone.
func (p *Pipeline) Letter(ctx context.Context, id string) (voc.Digest, error) {
	return p.letters.asSent(ctx, id)
}

// FindLetters gives the ids of the letters that hold all these words in what they say or quote.
func (p *Pipeline) FindLetters(ctx context.Context, words []string) (map[string]bool, error) {
	ids, err := p.options.Store.FindLetters(ctx, words)
	found := make(map[string]bool, len(ids))
	for _, id := range ids {
		found[id] = true
	}
	return found, err
}

// AudienceState is an audience and where its letters stand.
type AudienceState struct {
	Audience voc.Audience
	Next     time.Time         // when its next letter is due; zero: never by itself
	Last     *voc.LetterRecord // the last that was sent or passed over; nil: none yet
}

// Audiences are to whom letters go, in the order they are configured.
func (p *Pipeline) Audiences() []AudienceState {
	on, now := p.shelved(), p.options.Now()
	var all []AudienceState
	next := map[string]time.Time{}
	for _, a := range p.letters.settings().audiences() {
		state := AudienceState{Audience: a}
		if a.At != "" {
			if _, known := next[a.At]; !known {
				next[a.At] = nextDue(a.At, p.options.Location, now)
			}
			state.Next = next[a.At]
		}
		for _, b := range p.letters.brands(a) {
			last := on.latest(b.ID, a.ID, never, func(*onFile) bool { return true })
			if last != nil && (state.Last == nil || last.Due.After(state.Last.Due)) {
				state.Last = &last.LetterRecord
			}
		}
		all = append(all, state)
	}
	return all
}

// SendLetters sends an audience the letters that were due last and have not gone out, because somebody
// asks for it: one that was passed over, or that was due before there was the audience. ErrNone says that
// there is no such audience, ErrRefused that they have gone out.
func (p *Pipeline) SendLetters(ctx context.Context, audience string) ([]voc.LetterRecord, error) {
	l := p.letters
	all := l.settings().audiences()
	i := slices.IndexFunc(all, func(a voc.Audience) bool { return a.ID == audience })
	if i < 0 {
		return nil, fmt.Errorf("audience %q: %w", audience, ErrNone)
	}
	a := all[i]
	if a.At == "" {
		a.At = "0 0 * * *"
	}
	due, onWall := dueBefore(a.At, l.names.location, l.now())
	told := toldDay(a.Period, onWall)
	var ids []string
	for _, b := range l.brands(a) {
		o := owed{audience: a, brand: b, due: due, id: voc.LetterID(firstDay(a.Period, told), b.ID, a.ID)}
		o.day = time.Date(told.Year(), told.Month(), told.Day(), 0, 0, 0, 0, l.names.location)
		if p.shelved().sent(o.id) {
			continue
		}
		letter, err := l.write(ctx, a, b, o.day, l.writer)
		if err == nil {
			err = l.file(ctx, o, letter)
		}
		if err != nil {
			return nil, err
		}
		ids = append(ids, o.id)
	}
	if len(ids) == 0 {
		return nil, refusal("上一封信已经发出，下一封到点会自己发；要再发一次，请到“消息投递”里重发")
	}
	on, sent := p.shelved(), []voc.LetterRecord{}
	for _, id := range ids {
		if one := on.at(id); one != nil {
			sent = append(sent, one.LetterRecord)
		}
	}
	return sent, nil
}

// OpenLetter counts that a reader came from a link in a letter. The same reader is counted once in a while,
// so that going back and forth is one reading. ErrNone says that no such letter was sent.
func (p *Pipeline) OpenLetter(ctx context.Context, id, line, reader string) error {
	_, err := p.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		if !s.Letters.sent(id) {
			return nil, fmt.Errorf("letter %q: %w", id, ErrNone)
		}
		once := 30 * time.Minute
		if reader == nobodyInParticular { // where nobody signs in, they cannot be told apart
			once = time.Minute
		}
		if last, opened := s.Letters.at(id).opened[reader]; opened && now.Sub(last) < once {
			return nil, nil
		}
		e, err := letterEvent(id, typeOpened, reader, letterReply{Line: line})
		return []voc.Event{e}, err
	})
	return err
}

// refusal is a sentence for people about what cannot be done as things stand; it is ErrRefused, and reads as
// its sentence alone.
type refusal string

func (r refusal) Error() string { return string(r) }

func (refusal) Unwrap() error { return ErrRefused }
