package pipeline

import (
	"context"
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// RecountIncident writes the report of an incident for its post-mortem, in "zh" or "en". The incident is
// told as it is given: what of it the reader may not see is to be taken out before.
func (p *Pipeline) RecountIncident(ctx context.Context, a voc.Alert, language string) (voc.Digest, error) {
	return recount(ctx, p.letters, p.Messages(), a, language)
}

// ReadIncident writes the report of an incident from a store that may be in another process's control. ErrNone:
// there is no such incident.
func ReadIncident(ctx context.Context, o LetterOptions, id, language string) (voc.Digest, error) {
	journal, err := ReadJournal(ctx, o.Store, o.Now)
	if err != nil {
		return voc.Digest{}, err
	}
	alerts := journal.Alerts()
	i := slices.IndexFunc(alerts, func(a voc.Alert) bool { return a.ID == id })
	if i < 0 {
		return voc.Digest{}, fmt.Errorf("alert %q: %w", id, ErrNone)
	}
	return recount(ctx, readingLetters(o, journal), journal.Messages(), alerts[i], language)
}

// readingLetters reads what letters are written from, and sends none.
func readingLetters(o LetterOptions, journal *Journal) *letters {
	return &letters{
		store: o.Store, journal: journal, sources: func() []voc.Source { return o.Sources }, now: o.Now, log: o.Log, post: o.Letter,
		names: names{brands: o.Brands, stores: o.Stores, titles: o.Titles, location: o.Location},
	}
}

func recount(ctx context.Context, l *letters, messages []voc.Message, a voc.Alert, language string) (voc.Digest, error) {
	about := voc.Brand{ID: a.Brand, Name: string(a.Brand)}
	if b, err := l.brand(a.Brand); err == nil && a.Brand != "" {
		about = b
	}
	events, err := l.store.EventsOf(ctx, voc.SubjectAlert, a.ID)
	if err != nil {
		return voc.Digest{}, err
	}
	return digest.Incident(ctx, digest.IncidentInputs{
		Store: l.store, Alert: a, Brand: about, Orders: l.journal.Orders(), Events: events, Messages: messages, Stores: l.names.stores, Sources: l.sources(),
		Titles: l.names.titles, Now: l.now(), Location: l.names.location, Language: language, Log: l.log,
	})
}
