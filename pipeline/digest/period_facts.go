package digest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// report is everything a weekly or monthly report is written from, and nothing else.
type report struct {
	stretch
	tongue
	brand voc.Brand
	now   time.Time
	zone  *time.Location
	since time.Time // first mention ever kept of the brand; zero: none

	this, last tally           // of the period, and of the one before
	days       []dayCount      // of the period and of what its days are compared with, oldest first
	topics     []periodTopic   // most complained of first
	sources    []sourceCount   // most complained of first
	shops      []shopCount     // the worst first
	pool       statistics.Pool // what the shops have in common
	praise     []shopPraise    // most praised first
	voices     []voc.Evidence  // of complaints, most telling first: …
	told       int             // … from here on they may be about what is told already
	rivals     rivalry         //
	orders     []voc.WorkOrder // oldest first
	alerts     []voc.Alert     // of the period, gravest first
	listening  listening       //
	titles     map[string]string
	shopNames  map[voc.StoreID]string
	places     map[voc.SourceID]string
}

// tally is what was counted in one period, cleaned of noise.
type tally struct{ total, negative, positive, complaints int }

// periodTopic is what was complained of about one thing, in the period and the one before.
type periodTopic struct {
	name     string
	n, was   int       // negative mentions
	last     time.Time // last seen before the period; zero: never
	shop     string    // name of the shop most of it is about
	shopN    int       // of n
	named    int       // of n that name any shop
	severe   int       // of n in which somebody may be hurt or the law is involved
	evidence []voc.Evidence
}

// sourceCount is what one source brought.
type sourceCount struct {
	title             string
	n, negative       int
	before, beforeBad int
}

// of is the filter of every question about a stretch of time: the brand, and what the audience is about.
func (r *report) of(in Inputs, from, to time.Time) voc.Filter {
	f := in.Audience.Filter
	f.Brands, f.From, f.To = []voc.BrandID{r.brand.ID}, from, to
	f.Scope = in.Audience.Scope
	return f
}

// ask fills a report from the store. The same store, inputs and Now give the same report.
func ask(ctx context.Context, in Inputs) (*report, error) {
	s, err := stretchOf(in.Period, in.Day, in.Now, in.Location)
	if err != nil {
		return nil, err
	}
	r := &report{
		stretch: s, tongue: tongue(in.Language), brand: in.Brand, now: in.Now.In(in.Location), zone: in.Location, titles: in.Titles,
		shopNames: map[voc.StoreID]string{}, places: map[voc.SourceID]string{},
	}
	for _, shop := range in.Stores {
		r.shopNames[shop.ID] = shop.Name
	}
	for _, source := range in.Sources {
		r.places[source.ID] = source.Title
	}
	r.enterOrders(in)
	r.enterAlerts(in)
	for _, step := range []func(context.Context, Inputs) error{
		r.askSince, r.askTallies, r.askDays, r.askTopics, r.askSources, r.askShops, r.askPraise, r.askVoices, r.askRivals, r.askListening,
	} {
		if err := step(ctx, in); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *report) askSince(ctx context.Context, in Inputs) (err error) {
	r.since, err = in.Store.FirstOf(ctx, voc.Filter{Brands: []voc.BrandID{r.brand.ID}})
	return err
}

func (r *report) askTallies(ctx context.Context, in Inputs) error {
	for _, w := range []struct {
		to        *tally
		from, end time.Time
	}{{&r.this, r.from, r.to}, {&r.last, r.was, r.wasTo}} {
		if !w.from.Before(w.end) {
			continue
		}
		counts, err := in.Store.Brands(ctx, r.of(in, w.from, w.end))
		if err != nil {
			return err
		}
		for _, c := range counts {
			if c.Brand == r.brand.ID {
				*w.to = tally{c.N, c.Negative, c.Positive, c.Complaints}
			}
		}
	}
	return nil
}

// topicsTold bounds how many topics voices and shops are asked for.
const topicsTold = 8

func (r *report) askTopics(ctx context.Context, in Inputs) error {
	bad := r.of(in, r.from, r.to)
	bad.Sentiment = voc.Negative
	now, err := in.Store.Topics(ctx, bad, 0)
	if err != nil {
		return err
	}
	before := bad
	before.From, before.To = r.was, r.wasTo
	var past []store.TopicCount
	if r.was.Before(r.wasTo) {
		if past, err = in.Store.Topics(ctx, before, 0); err != nil {
			return err
		}
	}
	severe := bad
	severe.MinSeverity = max(grave, bad.MinSeverity)
	hurting, err := in.Store.Topics(ctx, severe, 0)
	if err != nil {
		return err
	}
	seen, err := in.Store.TopicSeen(ctx, r.brand.ID, r.from)
	if err != nil {
		return err
	}
	all := map[string]*periodTopic{}
	of := func(name string) *periodTopic {
		if all[name] == nil {
			all[name] = &periodTopic{name: name}
		}
		return all[name]
	}
	for _, c := range now {
		of(c.Topic).n = c.N
	}
	for _, c := range past {
		of(c.Topic).was = c.N
	}
	for _, c := range hurting {
		of(c.Topic).severe = c.N
	}
	for _, s := range seen {
		if t := all[s.Topic]; t != nil {
			t.last = s.Last
		}
	}
	for _, t := range all {
		if t.n+t.was > 0 { // the store also names what was only before both
			r.topics = append(r.topics, *t)
		}
	}
	slices.SortFunc(r.topics, func(a, b periodTopic) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(b.was, a.was), cmp.Compare(a.name, b.name))
	})
	return r.askWords(ctx, in, bad)
}

// askWords asks for the voices and shops behind the topics that will be told.
func (r *report) askWords(ctx context.Context, in Inputs, bad voc.Filter) error {
	told := map[string]bool{}
	for _, t := range slices.Concat(r.fresh(), r.worse()) {
		if len(told) < topicsTold {
			told[t.name] = true
		}
	}
	for i := range r.topics {
		t := &r.topics[i]
		if !told[t.name] {
			continue
		}
		about := bad
		about.Topic = t.name
		var err error
		if t.evidence, err = r.quotable(ctx, in.Store, about, evidenceAsked); err != nil {
			return err
		}
		shops, err := in.Store.Stores(ctx, about)
		if err != nil {
			return err
		}
		if len(shops) > 0 {
			t.shop, t.shopN = r.shopName(shops[0].Store), shops[0].N
		}
		for _, s := range shops {
			t.named += s.N
		}
	}
	return nil
}

// quotable are the most telling voices of a filter, with the names people know their shops by.
func (r *report) quotable(ctx context.Context, s *store.Store, f voc.Filter, n int) ([]voc.Evidence, error) {
	found, err := s.Evidence(ctx, f, store.Typical, n)
	for i := range found {
		if found[i].Store != "" {
			found[i].Store = r.shopName(voc.StoreID(found[i].Store))
		}
		found[i].At = found[i].At.In(r.zone)
	}
	return found, err
}

// voicesAsked is how many of the gravest complaints are looked at for the voices of a period.
const voicesAsked = 40

func (r *report) askVoices(ctx context.Context, in Inputs) (err error) {
	f := r.of(in, r.from, r.to)
	f.Sentiment, f.Complaint = voc.Negative, true
	others := f
	others.NotTopics = slices.Clone(f.NotTopics)
	for _, t := range slices.Concat(r.fresh(), r.worse()) { // these have their voices
		others.NotTopics = append(others.NotTopics, t.name)
	}
	if r.voices, err = r.quotable(ctx, in.Store, others, voicesAsked); err != nil || len(others.NotTopics) == len(f.NotTopics) {
		r.told = len(r.voices)
		return err
	}
	more, err := r.quotable(ctx, in.Store, f, voicesAsked)
	r.told, r.voices = len(r.voices), append(r.voices, more...)
	return err
}

func (r *report) askSources(ctx context.Context, in Inputs) error {
	at := map[voc.SourceID]int{}
	for i, w := range [][2]time.Time{{r.from, r.to}, {r.was, r.wasTo}} {
		if !w[0].Before(w[1]) {
			continue
		}
		counts, err := in.Store.Sources(ctx, r.of(in, w[0], w[1]))
		if err != nil {
			return err
		}
		for _, c := range counts {
			if c.N == 0 {
				continue
			}
			if _, known := at[c.Source]; !known {
				at[c.Source] = len(r.sources)
				r.sources = append(r.sources, sourceCount{title: r.place(c.Source)})
			}
			if s := &r.sources[at[c.Source]]; i == 0 {
				s.n, s.negative = c.N, c.Negative
			} else {
				s.before, s.beforeBad = c.N, c.Negative
			}
		}
	}
	slices.SortStableFunc(r.sources, func(a, b sourceCount) int {
		return cmp.Or(cmp.Compare(b.negative, a.negative), cmp.Compare(b.n, a.n), cmp.Compare(a.title, b.title))
	})
	return nil
}

func (r *report) title(name string) string { return cmp.Or(r.titles[name], name) }

func (r *report) shopName(id voc.StoreID) string { return cmp.Or(r.shopNames[id], string(id)) }

// place is a source's name; that a source of one brand is this brand's needs no saying.
func (r *report) place(id voc.SourceID) string {
	return cmp.Or(withoutBrand(r.places[id], r.brand.Name), string(id))
}
