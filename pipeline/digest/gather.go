package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Inputs are what a letter is gathered from. Store, Brand, Day, Now and Location are needed.
type Inputs struct {
	Store    *store.Store
	Brand    voc.Brand
	Rivals   []voc.Brand       // told in one line
	Stores   []voc.Store       // for their names
	Sources  []voc.Source      // for their names, and to know which were expected
	Titles   map[string]string // of topics, as people say them
	Alerts   []voc.Alert       // of all brands; those of Brand that touch the day are told
	Orders   []voc.WorkOrder   // of all brands; those of Brand or of none are told
	Day      time.Time         // any moment of the day the letter tells of
	Since    time.Time         // where the letter before ended: this one begins there, not at midnight; zero, or too long ago: at midnight
	Last     voc.Digest        // the letter before: what it told is not told again unless it changed; empty: none
	Now      time.Time         // the letter knows nothing later; a day not yet over is told up to here
	Location *time.Location    // where the day begins and ends
	Log      *slog.Logger      // nil: none

	Audience  voc.Audience   // whom it is for: its scope and filter narrow every question; zero: the founder, the whole house
	Period    voc.Period     // "" a day
	Language  string         // "zh", "en"; "" zh
	Questions []voc.Question // asked of letters, told in this one
}

const (
	weeksBack     = 4         // weeks whose same weekday is the usual
	topicsAsked   = 50        // topics of a day looked at
	evidenceAsked = 3         // voices behind a line
	lostAtLeast   = time.Hour // a source this far behind is not yet a gap …
	lostVisits    = 2         // … nor one behind by fewer of its own visits
	mostDays      = 3         // a letter tells of at most: who was switched off for longer reads each day by itself
)

// Gather asks for everything a letter needs, writes it, and holds it to its evidence: what does not
// hold is logged and left out. The same store, arguments and Now give the same letter.
func Gather(ctx context.Context, in Inputs) (voc.Digest, error) {
	if in.Log == nil {
		in.Log = slog.New(slog.DiscardHandler)
	}
	if in.Period != "" && in.Period != voc.PeriodDay {
		return gatherPeriod(ctx, in)
	}
	f, err := collect(ctx, in)
	if err != nil {
		return voc.Digest{}, fmt.Errorf("digest of %s for %s: %w", in.Day.In(in.Location).Format(time.DateOnly), in.Brand.ID, err)
	}
	d := compose(f)
	ledger := ledgerOf(f)
	if ledger.Texts, err = storedTexts(ctx, in.Store, d); err != nil {
		return voc.Digest{}, fmt.Errorf("digest of %s for %s: %w", d.Date, in.Brand.ID, err)
	}
	d, dropped := Verify(d, ledger)
	for _, x := range dropped {
		in.Log.Warn("a line of the digest did not hold and was left out", "date", d.Date, "brand", d.Brand, "section", x.Section, "text", x.Text, "why", x.Why)
	}
	return d, nil
}

// storedTexts reads every post the letter rests on again, so that quotations are checked against
// the stored text and not against what the letter was written from.
func storedTexts(ctx context.Context, s *store.Store, d voc.Digest) (map[voc.PostID]string, error) {
	texts := map[voc.PostID]string{}
	for _, section := range d.Sections {
		for _, line := range section.Lines {
			for _, id := range line.Posts {
				if _, read := texts[id]; read {
					continue
				}
				m, err := s.Mention(ctx, id, d.Brand)
				if errors.Is(err, store.ErrNotFound) {
					continue // Verify drops the line and says why
				}
				if err != nil {
					return nil, err
				}
				texts[id] = m.Post.Title + "\n" + m.Post.Text
			}
		}
	}
	return texts, nil
}

func collect(ctx context.Context, in Inputs) (*facts, error) {
	y, m, d := in.Day.In(in.Location).Date()
	f := &facts{
		brand: in.Brand, now: in.Now, in: in.Location, titles: in.Titles,
		day:    time.Date(y, m, d, 0, 0, 0, 0, in.Location),
		to:     time.Date(y, m, d+1, 0, 0, 0, 0, in.Location),
		stores: map[voc.StoreID]string{}, places: map[voc.SourceID]string{}, last: remember(in.Last),
	}
	if f.to.After(in.Now) {
		f.to = in.Now
	}
	f.from = f.day
	if in.Since.Before(f.day) && f.day.Sub(in.Since) < mostDays*24*time.Hour {
		f.from = in.Since.In(in.Location)
	}
	if !f.to.After(f.day) {
		return nil, errors.New("that day has not begun: ask for today or a day before")
	}
	f.to = f.to.In(in.Location)
	for _, s := range in.Stores {
		f.stores[s.ID] = s.Name
	}
	for _, s := range in.Sources {
		f.places[s.ID] = s.Title
	}
	f.enterWork(in)
	for _, step := range []func(context.Context, Inputs) error{f.askSince, f.askDays, f.askTopics, f.askPraise, f.askVoices, f.askSources} {
		if err := step(ctx, in); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// enterWork picks the alerts that touch the day and the orders that are the brand's. What became part
// of another incident is told there, what turned out to be nothing is not told, and an alert about
// our own listening is told with the quality of the data.
func (f *facts) enterWork(in Inputs) {
	for _, a := range in.Alerts {
		touches := a.OpenedAt.Before(f.to) && (a.State == voc.AlertOpen || !a.LastAt.Before(f.from) || f.within(a.ResolvedAt))
		told := a.State != voc.AlertMerged && a.Verdict != voc.AlertFalseAlarm && a.Kind != voc.RuleSilence
		if a.Brand == in.Brand.ID && touches && told {
			f.alerts = append(f.alerts, a)
		}
	}
	for _, o := range in.Orders {
		if (o.Brand == in.Brand.ID || o.Brand == "") && o.OpenedAt.Before(f.to) {
			f.orders = append(f.orders, o)
		}
	}
	slices.SortFunc(f.orders, func(a, b voc.WorkOrder) int { return a.OpenedAt.Compare(b.OpenedAt) })
}

// mine is a filter on the brand within the day.
func (f *facts) mine() voc.Filter {
	return voc.Filter{Brands: []voc.BrandID{f.brand.ID}, From: f.from, To: f.to}
}

func (f *facts) askSince(ctx context.Context, in Inputs) error {
	first, err := in.Store.Evidence(ctx, voc.Filter{Brands: []voc.BrandID{f.brand.ID}}, store.First, 1)
	if err == nil && len(first) > 0 {
		f.since = first[0].At
	}
	return err
}

// askDays counts the day, and the same hours of the same weekday in the weeks before, for the
// brand and its competitors. Weeks from before the first mention are no usual.
func (f *facts) askDays(ctx context.Context, in Inputs) error {
	rivals := make([]rival, len(in.Rivals))
	for i, b := range in.Rivals {
		rivals[i].name = b.Name
	}
	for week := range weeksBack + 1 {
		from, to := f.from.AddDate(0, 0, -7*week), f.to.AddDate(0, 0, -7*week)
		if week > 0 && (f.since.IsZero() || from.Before(f.since)) {
			break
		}
		counts, err := in.Store.Brands(ctx, voc.Filter{From: from, To: to})
		if err != nil {
			return err
		}
		own := windowOf(counts, f.brand.ID)
		topics, err := in.Store.Topics(ctx, voc.Filter{Brands: []voc.BrandID{f.brand.ID}, Sentiment: voc.Negative, From: from, To: to}, 0)
		if err != nil {
			return err
		}
		for _, t := range topics {
			own.topics[t.Topic] = t.N
		}
		if week == 0 {
			f.today = own
			all := f.mine()
			all.Raw = true
			heard, err := in.Store.Count(ctx, all)
			if err != nil {
				return err
			}
			f.noise = heard - own.total
		} else {
			f.usual = append(f.usual, own)
		}
		for i, b := range in.Rivals {
			if w := windowOf(counts, b.ID); week == 0 {
				rivals[i].today = w
			} else {
				rivals[i].usual = append(rivals[i].usual, w)
			}
		}
	}
	f.usual = ordinary(f.usual)
	for i := range rivals {
		rivals[i].usual = ordinary(rivals[i].usual)
	}
	f.rivals = rivals
	return nil
}

func windowOf(counts []store.BrandCount, brand voc.BrandID) window {
	w := window{topics: map[string]int{}}
	for _, c := range counts {
		if c.Brand == brand {
			w.total, w.negative, w.positive = c.N, c.Negative, c.Positive
		}
	}
	return w
}

// askTopics lists what people complained of today, and asks for the voices and shops behind what
// the letter may have to tell of.
func (f *facts) askTopics(ctx context.Context, in Inputs) error {
	seen, err := in.Store.TopicSeen(ctx, f.brand.ID, f.from)
	if err != nil {
		return err
	}
	last := map[string]time.Time{}
	for _, s := range seen {
		last[s.Topic] = s.Last
	}
	negative := f.mine()
	negative.Sentiment = voc.Negative
	today, err := in.Store.Topics(ctx, negative, topicsAsked)
	if err != nil {
		return err
	}
	severe := negative
	severe.MinSeverity = grave
	hurting, err := in.Store.Topics(ctx, severe, topicsAsked)
	if err != nil {
		return err
	}
	hurt := map[string]int{}
	for _, c := range hurting {
		hurt[c.Topic] = c.N
	}
	for _, c := range today {
		t := topic{name: c.Topic, n: c.N, severe: hurt[c.Topic], last: last[c.Topic]}
		if t.n >= leastNew {
			about := negative
			about.Topic = t.name
			if t.evidence, err = f.voicesOf(ctx, in.Store, about, evidenceAsked); err != nil {
				return err
			}
			shops, err := in.Store.Stores(ctx, about)
			if err != nil {
				return err
			}
			if len(shops) > 0 {
				t.store, t.storeN = f.storeName(shops[0].Store), shops[0].N
				for _, s := range shops {
					t.named += s.N
				}
			}
		}
		f.topics = append(f.topics, t)
	}
	return nil
}

// voicesOf asks for the most telling voices; the store gives a shop's id, people want its name.
func (f *facts) voicesOf(ctx context.Context, s *store.Store, filter voc.Filter, n int) ([]voc.Evidence, error) {
	found, err := s.Evidence(ctx, filter, store.Typical, n)
	for i := range found {
		if found[i].Store != "" {
			found[i].Store = f.storeName(voc.StoreID(found[i].Store))
		}
		found[i].At = found[i].At.In(f.in)
	}
	return found, err
}

// askSources tells for each expected source how far into the day it was heard. A later visit makes
// up for an earlier one that failed, so a letter written days later may miss less.
func (f *facts) askSources(ctx context.Context, in Inputs) error {
	visits, err := in.Store.Visits(ctx, "", f.from, in.Now.Add(time.Nanosecond))
	if err != nil {
		return err
	}
	for _, s := range in.Sources {
		if s.Disabled || s.Schedule == "" || s.Brand != "" && s.Brand != f.brand.ID {
			continue // nobody expects it to be heard at a time
		}
		f.sources = append(f.sources, f.sourceOf(s, visits))
	}
	return nil
}

// sourceOf reads one source's day out of all visits, newest first.
func (f *facts) sourceOf(s voc.Source, visits []voc.Visit) sourceDay {
	day := sourceDay{title: s.Title}
	var heardTo time.Time
	newest := true
	for _, v := range visits {
		if v.Source != s.ID {
			continue
		}
		if newest {
			day.blocked, newest = v.Outcome == voc.VisitBlocked, false
		}
		if !v.Outcome.Heard() {
			continue
		}
		day.heard = true
		to := v.HeardTo
		if to.IsZero() {
			to = v.StartedAt
		}
		if to.After(heardTo) {
			heardTo = to
		}
	}
	if lost := f.to.Sub(heardTo); day.heard && lost > max(lostAtLeast, lostVisits*s.Every) {
		day.lost = min(lost, f.to.Sub(f.from))
	}
	return day
}
