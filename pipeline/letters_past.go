package pipeline

import (
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ArchiveLetters writes down the letters an audience would have had the last so many times, as they would
// have been written then, and sends none of them: for a house that begins with a past, so that its first
// real letter knows what came before. Those that are there already stay as they are.
func (p *Pipeline) ArchiveLetters(ctx context.Context, audience string, times int) error {
	a, err := p.letters.audience(audience)
	if err != nil {
		return err
	}
	_, onWall := dueBefore(a.At, p.options.Location, p.options.Now())
	rings := append(missedBetween(a.At, onWall.AddDate(-1, 0, 0), onWall), onWall)
	for _, ring := range rings[max(0, len(rings)-times):] {
		for _, b := range p.letters.brands(a) {
			if err := p.letters.archive(ctx, a, b, ring); err != nil {
				return err
			}
		}
	}
	return nil
}

// archive writes down one letter of the past.
func (l *letters) archive(ctx context.Context, a voc.Audience, about voc.Brand, ring time.Time) error {
	due, told := moment(ring, l.names.location), toldDay(a.Period, ring)
	id := voc.LetterID(firstDay(a.Period, told), about.ID, a.ID)
	if l.journal.shelved().sent(id) {
		return nil
	}
	then := &letters{store: l.store, journal: l.journal, names: l.names, sources: l.sources, now: func() time.Time { return due }, log: l.log}
	day := time.Date(told.Year(), told.Month(), told.Day(), 0, 0, 0, 0, l.names.location)
	letter, err := then.write(ctx, a, about, day, nil)
	if err != nil {
		return err
	}
	letter.ID = id
	sent, err := letterEvent(id, typeSent, "tingfeng", sentLetter{letter, due, slices.Clone(a.Channels), a.Scope})
	if err != nil {
		return err
	}
	sent.At = due
	_, err = l.journal.Do(ctx, func(s State, _ time.Time) ([]voc.Event, error) {
		if s.Letters.sent(id) {
			return nil, nil
		}
		return []voc.Event{sent}, nil
	})
	return err
}
