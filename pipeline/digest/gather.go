package digest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
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

	Audience      voc.Audience   // whom it is for: its scope and filter narrow every question; zero: the founder, the whole house
	Period        voc.Period     // "" a day
	Language      string         // "zh", "en"; "" zh
	Questions     []voc.Question // asked of letters, told in this one
	Writer        Writer         // makes prose of what holds; nil: none is asked
	WriterTimeout time.Duration  // how long the letter waits for it; 0: 45 s
	Reach         int            // days before Day it may begin at most, where letters were left out on purpose; 0: three
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
		d, err := gatherPeriod(ctx, in)
		if err != nil {
			return d, err
		}
		return narrate(ctx, in, d), nil
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
	d = hold(in.Log, d, ledger)
	d.ID = voc.LetterID(d.Date, d.Brand, d.Audience)
	return narrate(ctx, in, numbered(d)), nil
}

// storedTexts reads every post the letter rests on again, so that quotations are checked against
// the stored text and not against what the letter was written from.
func storedTexts(ctx context.Context, s *store.Store, d voc.Digest) (map[voc.PostID]string, error) {
	var ids []voc.PostID
	for _, section := range d.Sections {
		for _, line := range section.Lines {
			ids = append(ids, line.Posts...)
		}
	}
	slices.Sort(ids)
	return s.TextsOf(ctx, d.Brand, slices.Compact(ids)) // of one that is gone Verify drops the line and says why
}

func collect(ctx context.Context, in Inputs) (*facts, error) {
	y, m, d := in.Day.In(in.Location).Date()
	f := &facts{
		tongue: tongue(in.Language), brand: in.Brand, audience: in.Audience, questions: in.Questions, now: in.Now, in: in.Location, titles: in.Titles,
		day: midnight(y, m, d, in.Location), to: midnight(y, m, d+1, in.Location),
		stores: map[voc.StoreID]string{}, places: map[voc.SourceID]string{}, last: remember(in.Last),
	}
	if f.to.After(in.Now) {
		f.to = in.Now
	}
	f.from = f.day
	if in.Since.Before(f.day) && f.day.Sub(in.Since) < time.Duration(cmp.Or(in.Reach, mostDays))*day {
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
	for _, step := range []func(context.Context, Inputs) error{
		f.askSince, f.askDays, f.askTopics, f.askPraise, f.askVoices, f.askLate, f.askShops, f.askAspects, f.askSpread, f.askWishes, f.askSources,
	} {
		if err := step(ctx, in); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// enterWork picks the alerts that touch the day and the orders that are the brand's, as far as the
// audience may see them. What became part of another incident is told there, what turned out to be nothing
// is not told, and an alert about our own listening is told with the quality of the data.
func (f *facts) enterWork(in Inputs) {
	province := map[voc.StoreID]string{}
	for _, s := range in.Stores {
		province[s.ID] = s.Province
	}
	scope, about := f.audience.Scope, f.audience.Filter
	for _, a := range in.Alerts {
		touches := a.OpenedAt.Before(f.to) && (a.State == voc.AlertOpen || !a.LastAt.Before(f.from) || f.within(a.ResolvedAt))
		told := a.State != voc.AlertMerged && a.Verdict != voc.AlertFalseAlarm && a.Kind != voc.RuleSilence
		// An incident is of a brand as a whole: who is bounded to places is told of none.
		if a.Brand == in.Brand.ID && touches && told && scope.Sees(a.Brand, "", "") && concerns(about, append(a.Topics, a.Topic), "", "") {
			f.alerts = append(f.alerts, a)
		}
	}
	for _, o := range in.Orders {
		region := cmp.Or(o.Region, province[o.Store])
		if (o.Brand == in.Brand.ID || o.Brand == "") && o.OpenedAt.Before(f.to) && scope.Sees(in.Brand.ID, region, o.Store) &&
			concerns(about, append(o.Topics, o.Topic), region, o.Store) {
			f.orders = append(f.orders, o)
		}
	}
	slices.SortFunc(f.orders, func(a, b voc.WorkOrder) int { return a.OpenedAt.Compare(b.OpenedAt) })
}

// concerns tells whether an incident or order of some topics, province and shop is what a filter is about.
func concerns(q voc.Filter, topics []string, region string, shop voc.StoreID) bool {
	places := q.Regions
	if q.Region != "" {
		places = append(slices.Clone(places), q.Region)
	}
	if q.Store != "" && q.Store != shop || len(places) > 0 && !slices.Contains(places, region) {
		return false
	}
	of := func(t string) bool {
		return t == q.Topic || strings.HasSuffix(q.Topic, "-") && strings.HasPrefix(t, q.Topic)
	}
	return (q.Topic == "" || slices.ContainsFunc(topics, of)) && !slices.ContainsFunc(topics, func(t string) bool { return t != "" && slices.Contains(q.NotTopics, t) })
}

// voicesOf asks for the most telling voices; the store gives a shop's id, people want its name.
func (f *facts) voicesOf(ctx context.Context, s *store.Store, filter voc.Filter, order store.EvidenceOrder, n int) ([]voc.Evidence, error) {
	found, err := s.Evidence(ctx, filter, order, n)
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
