package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// ErrDate says that a letter was asked for a day that is none, or has not begun.
var ErrDate = errors.New("not a day a letter can tell of")

// letters writes the nightly letter and sees to it that a day's letter is sent once.
type letters struct {
	store    *store.Store
	journal  *Journal
	names    names
	sources  func() []voc.Source // of now
	channels []string
	now      func() time.Time
	log      *slog.Logger
}

// typeSent is the type of the event that a letter has been sent.
const typeSent = "sent"

func letterKey(date string, brand voc.BrandID) string { return date + "/" + string(brand) }

// last is when a letter was last sent, zero when never.
func (l *letters) last() time.Time {
	var last time.Time
	for _, e := range l.journal.View().Letters {
		if e.At.After(last) {
			last = e.At
		}
	}
	return last
}

// gather writes the letter of a date ("2026-01-31"; "" is today) for a brand ("" is the first own
// one). Nothing is sent.
func (l *letters) gather(ctx context.Context, date string, brand voc.BrandID) (voc.Digest, error) {
	now := l.now()
	day := now
	if date != "" {
		parsed, err := time.ParseInLocation(time.DateOnly, date, l.names.location)
		if err != nil {
			return voc.Digest{}, fmt.Errorf("%q: %w: write it as 2026-01-31", date, ErrDate)
		}
		if parsed.After(now) {
			return voc.Digest{}, fmt.Errorf("%s: %w: it has not begun", date, ErrDate)
		}
		day = parsed
	}
	about, err := l.brand(brand)
	if err != nil {
		return voc.Digest{}, err
	}
	last := l.before(day, about.ID)
	return digest.Gather(ctx, digest.Inputs{
		Store: l.store, Brand: about, Rivals: l.rivals(about.ID), Stores: l.names.stores, Sources: l.sources(), Titles: l.names.titles,
		Alerts: l.journal.Alerts(), Orders: l.journal.Orders(), Day: day, Since: last.AsOf, Last: last, Now: now, Location: l.names.location, Log: l.log,
	})
}

// before is the last letter of an earlier day that was sent, an empty one when there is none: what was
// said after it belongs into the next, and what it told need not be told again.
func (l *letters) before(day time.Time, brand voc.BrandID) voc.Digest {
	date := day.In(l.names.location).Format(time.DateOnly)
	last, newest := voc.Event{}, ""
	for key, e := range l.journal.View().Letters {
		on, of, _ := strings.Cut(key, "/")
		if of == string(brand) && on < date && on > newest {
			last, newest = e, on
		}
	}
	var letter voc.Digest
	if newest == "" || json.Unmarshal(last.Data, &letter) != nil {
		return voc.Digest{}
	}
	return letter
}

func (l *letters) brand(id voc.BrandID) (voc.Brand, error) {
	for _, b := range l.names.brands {
		if b.ID == id || id == "" && b.Own {
			return b, nil
		}
	}
	if id == "" {
		return voc.Brand{}, fmt.Errorf("no brand is marked own: true in brands.yaml, so there is nobody to write a letter for: %w", ErrNone)
	}
	return voc.Brand{}, fmt.Errorf("brand %q: %w", id, ErrNone)
}

func (l *letters) rivals(of voc.BrandID) []voc.Brand {
	return slices.DeleteFunc(slices.Clone(l.names.brands), func(b voc.Brand) bool { return b.Own || b.ID == of })
}

// sendAll sends the letter of the day of due for every own brand, each unless it was sent already:
// a restart or a clock set back must not send it twice.
func (l *letters) sendAll(ctx context.Context, due time.Time) error {
	date := due.In(l.names.location).Format(time.DateOnly)
	var errs []error
	for _, b := range l.names.brands {
		if !b.Own {
			continue
		}
		if _, sent := l.journal.View().Letters[letterKey(date, b.ID)]; sent {
			continue
		}
		letter, err := l.gather(ctx, date, b.ID)
		if err == nil {
			err = l.send(ctx, letter)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// send writes down the letter and its messages in one insert.
func (l *letters) send(ctx context.Context, letter voc.Digest) error {
	body, err := digest.Render(letter, "md")
	if err != nil {
		return err
	}
	text, err := json.Marshal(letter)
	if err != nil {
		return err
	}
	key := letterKey(letter.Date, letter.Brand)
	_, err = l.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		if _, sent := s.Letters[key]; sent {
			return nil, nil
		}
		events := []voc.Event{{Subject: voc.SubjectDigest, ID: key, Type: typeSent, Actor: "tingfeng", Data: text}}
		for _, channel := range l.channels {
			events = append(events, notify.QueuedEvent(voc.Message{
				ID: "digest." + key + "." + channel, Channel: channel, Kind: "digest", Subject: key,
				Title: letter.Title, Body: body, CreatedAt: now,
			}, now))
		}
		return events, nil
	})
	return err
}

// Digest writes the letter of a date ("" today) for a brand ("" the first own one) without sending
// it. ErrDate and ErrNone say what was wrong with the question.
func (p *Pipeline) Digest(ctx context.Context, date string, brand voc.BrandID) (voc.Digest, error) {
	return p.letters.gather(ctx, date, brand)
}

// LetterOptions is what a letter needs when no pipeline runs.
type LetterOptions struct {
	Store    *store.Store
	Brands   []voc.Brand
	Stores   []voc.Store
	Sources  []voc.Source
	Titles   map[string]string
	Location *time.Location
	Now      func() time.Time
	Log      *slog.Logger
}

// ReadLetter writes a letter from a store that may be in another process's control: it reads the
// journal and changes nothing.
func ReadLetter(ctx context.Context, o LetterOptions, date string, brand voc.BrandID) (voc.Digest, error) {
	journal, err := ReadJournal(ctx, o.Store, o.Now)
	if err != nil {
		return voc.Digest{}, err
	}
	l := &letters{
		store: o.Store, journal: journal, sources: func() []voc.Source { return o.Sources }, now: o.Now, log: o.Log,
		names: names{brands: o.Brands, stores: o.Stores, titles: o.Titles, location: o.Location},
	}
	return l.gather(ctx, date, brand)
}
