package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// lettersEvery is how often it is looked whether a letter is due.
const lettersEvery = time.Second

// kindDigest is the kind of message a letter goes out in.
const kindDigest = "digest"

// writingAtMost bounds how long one letter may take, so that one that hangs does not keep the others.
const writingAtMost = 5 * time.Minute

// owed is a letter that was due and has neither been sent nor passed over.
type owed struct {
	audience voc.Audience
	brand    voc.Brand
	id       string
	due      time.Time
	day      time.Time   // a day of the stretch of time it tells of
	missed   []time.Time // times on the wall at which earlier ones were due, which nobody sent
}

// turn sends what is due, one letter after the other: they all ask the same store. One that cannot be
// written is tried again later and keeps nobody else waiting; the error names all of those.
func (l *letters) turn(ctx context.Context) error {
	for _, o := range l.owed(l.now()) {
		if ctx.Err() != nil {
			return nil
		}
		l.tried(o.id, l.send(ctx, o))
	}
	return l.failures()
}

// owed lists what is due now, the longest due first.
func (l *letters) owed(now time.Time) []owed {
	post, on := l.settings(), l.journal.shelved()
	type ring struct{ due, wall time.Time }
	rings := map[string]ring{} // a thousand audiences share a few times
	var all []owed
	for _, a := range post.audiences() {
		if a.At == "" {
			continue
		}
		r, known := rings[a.At]
		if !known {
			r.due, r.wall = dueBefore(a.At, l.names.location, now)
			rings[a.At] = r
		}
		due, told := r.due, toldDay(a.Period, r.wall)
		if !a.Holidays && a.Period != voc.PeriodDay {
			if on := workingDay(r.wall, post.off); on.After(r.wall) {
				due = moment(on, l.names.location)
			}
		}
		if due.After(now) && due.After(r.due) {
			continue // put off to a working day
		}
		for _, b := range l.brands(a) {
			o := owed{audience: a, brand: b, due: due, id: voc.LetterID(firstDay(a.Period, told), b.ID, a.ID)}
			o.day = time.Date(told.Year(), told.Month(), told.Day(), 0, 0, 0, 0, l.names.location)
			if on.at(o.id) == nil && l.wanted(on, &o, r.wall) && !l.resting(o.id, now) {
				all = append(all, o)
			}
		}
	}
	slices.SortStableFunc(all, func(x, y owed) int { return x.due.Compare(y.due) })
	return all
}

// wanted tells whether a letter that was due is to be sent: it was due while this process knew of the
// audience, or the audience had letters before. It fills in those that were missed.
func (l *letters) wanted(on letterShelf, o *owed, onWall time.Time) bool {
	last := on.latest(o.brand.ID, o.audience.ID, o.due, func(*onFile) bool { return true })
	if last == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		return o.due.After(l.since[o.audience.ID])
	}
	o.missed = missedBetween(o.audience.At, wall(last.Due, l.names.location), onWall)
	return true
}

// resting tells whether a letter failed a moment ago.
func (l *letters) resting(id string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, failed := l.failed[id]
	return failed && now.Before(f.again) && now.After(f.again.Add(-2*f.wait)) // a clock that was set back waits for nothing
}

// tried notes how it went. The next try comes later each time, up to ten minutes.
func (l *letters) tried(id string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil || errors.Is(err, context.Canceled) {
		delete(l.failed, id)
		return
	}
	f := l.failed[id]
	f.wait = max(time.Second, min(2*f.wait, 10*time.Minute))
	f.err, f.again = err, l.now().Add(f.wait)
	l.failed[id] = f
}

// failures is what keeps letters from going out now. Those whose turn has passed are forgotten: the journal
// says that they were missed.
func (l *letters) failures() error {
	on := l.journal.shelved()
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for id, f := range l.failed {
		if on.at(id) != nil {
			delete(l.failed, id)
			continue
		}
		errs = append(errs, fmt.Errorf("%s: %w", id, f.err))
	}
	slices.SortFunc(errs, func(a, b error) int { return slices.Compare([]byte(a.Error()), []byte(b.Error())) })
	const told = 3
	return errors.Join(errs[:min(told, len(errs))]...)
}

// send writes one letter and sends it, or writes down why not.
func (l *letters) send(ctx context.Context, o owed) error {
	ctx, cancel := context.WithTimeout(ctx, writingAtMost)
	defer cancel()
	if post := l.settings(); !o.audience.Holidays && o.audience.Period == voc.PeriodDay && post.off(o.due.In(l.names.location).Format(time.DateOnly)) {
		return l.skip(ctx, o, letterData{}, skippedHoliday)
	}
	letter, err := l.write(ctx, o.audience, o.brand, o.day, l.writer)
	if err != nil {
		return err
	}
	if letter.Empty() && !o.audience.Empty {
		return l.skip(ctx, o, letterData{Title: letter.Title, Lead: letter.Lead, AsOf: letter.AsOf}, skippedEmpty)
	}
	return l.file(ctx, o, letter)
}

// skip writes down that a letter is not sent, and why.
func (l *letters) skip(ctx context.Context, o owed, d letterData, why string) error {
	d.Period, d.Due, d.Scope, d.Why = o.audience.Period, o.due, o.audience.Scope, why
	_, err := l.journal.Do(ctx, func(s State, _ time.Time) ([]voc.Event, error) {
		if s.Letters.at(o.id) != nil {
			return nil, nil
		}
		events, err := l.passedOver(s, o)
		if err != nil {
			return nil, err
		}
		e, err := letterEvent(o.id, typeSkipped, "tingfeng", d)
		return append(events, e), err
	})
	return err
}

// passedOver are the events about letters that were due before this one and were never sent.
func (l *letters) passedOver(s State, o owed) ([]voc.Event, error) {
	var events []voc.Event
	for _, at := range o.missed {
		id := voc.LetterID(firstDay(o.audience.Period, toldDay(o.audience.Period, at)), o.brand.ID, o.audience.ID)
		if id == o.id || s.Letters.at(id) != nil {
			continue
		}
		due := moment(at, l.names.location)
		d := letterData{Period: o.audience.Period, Due: due, Scope: o.audience.Scope, Why: skippedMissed}
		if l.settings().off(due.Format(time.DateOnly)) && !o.audience.Holidays && o.audience.Period == voc.PeriodDay {
			d.Why = skippedHoliday
		}
		e, err := letterEvent(id, typeSkipped, "tingfeng", d)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// file writes down the letter, its messages and what it tells of questions in one insert: it is sent to
// everybody, or to nobody and tried again.
func (l *letters) file(ctx context.Context, o owed, letter voc.Digest) error {
	if late := lateBy(l.now().Sub(o.due), letter.Language); late != "" {
		letter.Title = late + letter.Title
	}
	letter.ID = o.id
	body, err := digest.Render(letter, "md")
	if err != nil {
		return err
	}
	messages := l.envelopes(o.audience)
	told := l.journal.untold(o.audience.ID, o.brand.ID)
	_, err = l.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		if s.Letters.sent(o.id) {
			return nil, nil
		}
		events, err := l.passedOver(s, o)
		if err != nil {
			return nil, err
		}
		sent, err := letterEvent(o.id, typeSent, "tingfeng", sentLetter{letter, o.due, channelsOf(messages), o.audience.Scope})
		if err != nil {
			return nil, err
		}
		events = append(events, sent)
		for _, m := range messages {
			m.ID, m.Kind, m.Subject = "digest."+o.id+"."+m.Channel, kindDigest, o.id
			m.Title, m.Body, m.CreatedAt = letter.Title, body, now
			events = append(events, notify.QueuedEvent(m, now))
		}
		return append(events, toldEvents(s, told, o.id)...), nil
	})
	return err
}

// sentLetter is what the journal keeps of a letter that went out: the letter, and beside it what
// letterData names.
type sentLetter struct {
	voc.Digest
	Due      time.Time `json:"due"`
	Channels []string  `json:"channels"`
	Scope    voc.Scope `json:"scope"`
}

func letterEvent(id, kind, actor string, data any) (voc.Event, error) {
	text, err := json.Marshal(data)
	return voc.Event{Subject: voc.SubjectDigest, ID: id, Type: kind, Actor: actor, Data: text}, err
}

// envelopes are the messages a letter goes out in, empty: one for each channel of its audience, or of the
// people it is for.
func (l *letters) envelopes(a voc.Audience) []voc.Message {
	if len(a.Channels) == 0 && len(a.To) > 0 && l.office != nil {
		return l.office.addressed(a.To)
	}
	messages := make([]voc.Message, len(a.Channels))
	for i, c := range a.Channels {
		messages[i] = voc.Message{Channel: c, To: a.To}
	}
	return messages
}

func channelsOf(messages []voc.Message) []string {
	names := make([]string, len(messages))
	for i, m := range messages {
		names[i] = m.Channel
	}
	return names
}
