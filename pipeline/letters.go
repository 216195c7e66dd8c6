package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// ErrDate says that a letter was asked for a day that is none, or has not begun.
var ErrDate = errors.New("not a day a letter can tell of")

// letters writes the letters of every audience and sees to it that each is sent once.
type letters struct {
	store   *store.Store
	journal *Journal
	names   names
	office  *office             // whom the people of an audience are reached by; nil: nobody is written down
	sources func() []voc.Source // of now
	known   func(string) bool   // which channels there are; nil: nobody knows
	address string              // of the dashboard; "" messages hold no links
	now     func() time.Time
	log     *slog.Logger

	writer   digest.Writer // nil: nobody says letters in sentences of their own
	patience time.Duration

	mu     sync.Mutex
	post   Letter               // to whom letters go
	since  map[string]time.Time // when each audience was first known to this process
	failed map[string]failure   // letters that could not be written, by id
}

// failure is a letter that could not be written, and when that is tried again.
type failure struct {
	err   error
	again time.Time
	wait  time.Duration
}

// nightly is the audience of a house that names none: whoever reads the channels of the letter.
func (l Letter) nightly() voc.Audience {
	return voc.Audience{
		Kind: voc.AudienceFounder, Period: voc.PeriodDay, At: l.At, Channels: l.Channels, Empty: true, Holidays: true,
	}
}

// audiences are to whom letters go.
func (l Letter) audiences() []voc.Audience {
	switch {
	case len(l.Audiences) > 0:
		return l.Audiences
	case l.At != "":
		return []voc.Audience{l.nightly()}
	}
	return nil
}

// use has letters go to these audiences from now on. An error says that nothing changed.
func (l *letters) use(post Letter) error {
	now := l.now()
	since := map[string]time.Time{}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range post.audiences() {
		if _, twice := since[a.ID]; twice {
			return fmt.Errorf("audience %q stands twice", a.ID)
		}
		if a.At != "" {
			if err := CheckLetterTime(a.At); err != nil {
				return fmt.Errorf("%s: %w", namedLetter(a), err)
			}
		}
		for _, c := range a.Channels {
			if l.known != nil && !l.known(c) {
				return fmt.Errorf("%s names channel %q, which this process does not have: restart it for a new channel", namedLetter(a), c)
			}
		}
		since[a.ID] = now
		if before, had := l.since[a.ID]; had {
			since[a.ID] = before
		}
	}
	l.post, l.since, l.failed = post, since, map[string]failure{}
	return nil
}

// namedLetter says in an error which letter is meant: the one of an audience, or the one of a house without any.
func namedLetter(a voc.Audience) string {
	if a.ID == "" {
		return "nightly letter"
	}
	return fmt.Sprintf("letter of audience %q", a.ID)
}

// settings are those in use.
func (l *letters) settings() Letter {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.post
}

// audience finds one; "" is whoever reads the house's letter.
func (l *letters) audience(id string) (voc.Audience, error) {
	post := l.settings()
	for _, a := range post.audiences() {
		if a.ID == id {
			return a, nil
		}
	}
	if id == "" {
		return post.nightly(), nil
	}
	return voc.Audience{}, fmt.Errorf("audience %q: %w", id, ErrNone)
}

// LetterQuestion says which letter is meant. The zero value is today's of the first own brand.
type LetterQuestion struct {
	Date     string // "2026-01-31", a day of the stretch of time it tells of; "" today
	Brand    voc.BrandID
	Audience string     // "" whoever reads the house's letter
	Period   voc.Period // "" the audience's
	Language string     // "" the audience's
}

// gather writes a letter. Nothing is sent.
func (l *letters) gather(ctx context.Context, q LetterQuestion) (voc.Digest, error) {
	a, err := l.audience(q.Audience)
	if err != nil {
		return voc.Digest{}, err
	}
	a.Period, a.Language = cmp.Or(q.Period, a.Period, voc.PeriodDay), cmp.Or(q.Language, a.Language)
	day, err := l.day(q.Date)
	if err != nil {
		return voc.Digest{}, err
	}
	about, err := l.brand(q.Brand)
	if err != nil {
		return voc.Digest{}, err
	}
	return l.write(ctx, a, about, day, nil) // looking at a letter costs nothing
}

// day reads the date of a question.
func (l *letters) day(date string) (time.Time, error) {
	now := l.now()
	if date == "" {
		return now, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, date, l.names.location)
	if err != nil {
		return day, fmt.Errorf("%q: %w: write it as 2026-01-31", date, ErrDate)
	}
	if day.After(now) {
		return day, fmt.Errorf("%s: %w: it has not begun", date, ErrDate)
	}
	return day, nil
}

// write gathers what one audience is told of one brand and one day, or of the week or month it lies in, and
// lets the writer, if any, say it in sentences of its own.
func (l *letters) write(ctx context.Context, a voc.Audience, about voc.Brand, day time.Time, writer digest.Writer) (voc.Digest, error) {
	last, err := l.before(ctx, a, about.ID, day)
	if err != nil {
		return voc.Digest{}, err
	}
	return digest.Gather(ctx, digest.Inputs{
		Store: l.store, Brand: about, Rivals: l.rivals(about.ID), Stores: l.names.stores, Sources: l.sources(), Titles: l.names.titles,
		Alerts: l.journal.Alerts(), Orders: l.journal.Orders(), Day: day, Since: last.AsOf, Last: last, Now: l.now(), Location: l.names.location, Log: l.log,
		Writer: writer, WriterTimeout: l.patience,
		Reach: l.quiet(a, about.ID, last), Audience: a, Period: a.Period, Language: a.Language, Questions: l.journal.untold(a.ID, about.ID),
	})
}

// before is the last letter of an earlier day that was sent to an audience, an empty one when there is
// none: what was said after it belongs into the next, and what it told need not be told again.
func (l *letters) before(ctx context.Context, a voc.Audience, brand voc.BrandID, day time.Time) (voc.Digest, error) {
	date := firstDay(a.Period, day.In(l.names.location))
	fits := func(f *onFile) bool { return !f.SentAt.IsZero() && f.Date < date && f.Period == a.Period }
	on := l.journal.shelved()
	last := on.latest(brand, a.ID, never, fits)
	if last == nil && a.Kind == voc.AudienceFounder && a.Period == voc.PeriodDay {
		last = on.latest(brand, "", never, fits) // the house's letter, from before there were audiences
	}
	if last == nil {
		return voc.Digest{}, nil
	}
	letter, err := l.asSent(ctx, last.ID)
	if err != nil && !errors.Is(err, ErrNone) {
		return voc.Digest{}, err
	}
	return letter, nil
}

// reachAtMost is how many days of holidays a letter tells of.
const reachAtMost = 12

// quiet is how many days back a letter may tell of because its audience had nights off since the last; 0:
// as many as usual.
func (l *letters) quiet(a voc.Audience, brand voc.BrandID, last voc.Digest) int {
	off := 0
	for date, day := range l.journal.shelved() {
		one := day[voc.LetterID(date, brand, a.ID)]
		if one != nil && date > last.Date && one.Skipped == skippedHoliday {
			off++
		}
	}
	if last.Date == "" || off == 0 {
		return 0
	}
	return min(off+2, reachAtMost)
}

// never is later than every letter.
var never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// asSent reads a letter as it went out.
func (l *letters) asSent(ctx context.Context, id string) (voc.Digest, error) {
	events, err := l.store.EventsOf(ctx, voc.SubjectDigest, id)
	if err != nil {
		return voc.Digest{}, err
	}
	for _, e := range slices.Backward(events) {
		var letter voc.Digest
		if e.Type != typeSent || len(e.Data) == 0 {
			continue
		}
		if err := json.Unmarshal(e.Data, &letter); err != nil {
			return letter, fmt.Errorf("letter %s as it was sent: %w", id, err)
		}
		letter.ID = cmp.Or(letter.ID, id)
		return letter, nil
	}
	return voc.Digest{}, fmt.Errorf("letter %q: %w", id, ErrNone)
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

// brands are those an audience is written a letter about.
func (l *letters) brands(a voc.Audience) []voc.Brand {
	return slices.DeleteFunc(slices.Clone(l.names.brands), func(b voc.Brand) bool {
		if len(a.Brands) > 0 {
			return !slices.Contains(a.Brands, b.ID)
		}
		return !b.Own || len(a.Scope.Brands) > 0 && !slices.Contains(a.Scope.Brands, b.ID)
	})
}
