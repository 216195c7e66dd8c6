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
	recent   bool      // spoken of in the two weeks before the period, or not looked for
	last     time.Time // last seen before the period, where it is not recent; zero: never
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
	all := map[string]*periodTopic{}
	of := func(name string) *periodTopic {
		if all[name] == nil {
			all[name] = &periodTopic{name: name}
		}
		return all[name]
	}
	bad := r.of(in, r.from, r.to)
	bad.Sentiment = voc.Negative
	severe := bad
	severe.MinSeverity = max(grave, bad.MinSeverity)
	// Counted without asking for complaints only: that tallies answer.
	for _, q := range []struct {
		f    voc.Filter
		take func(store.TopicCount)
	}{
		{r.of(in, r.from, r.to), func(c store.TopicCount) { of(c.Topic).n = c.Negative }},
		{r.of(in, r.was, r.wasTo), func(c store.TopicCount) { of(c.Topic).was = c.Negative }},
		{severe, func(c store.TopicCount) { of(c.Topic).severe = c.N }},
	} {
		if !q.f.From.Before(q.f.To) {
			continue
		}
		counts, err := in.Store.Topics(ctx, q.f, 0)
		if err != nil {
			return err
		}
		for _, c := range counts {
			q.take(c)
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
	if err := r.askLastSeen(ctx, in); err != nil {
		return err
	}
	return r.askWords(ctx, in, bad)
}

// askLastSeen finds out what is new: what was not spoken of in the two weeks before the period, in praise or
// blame, and of that, when it last was.
func (r *report) askLastSeen(ctx context.Context, in Inputs) error {
	q := r.of(in, r.from.Add(time.Millisecond-backAfter*day), r.from)
	recent, err := in.Store.Topics(ctx, q, 0)
	if err != nil {
		return err
	}
	lately := map[string]bool{}
	for _, c := range recent {
		lately[c.Topic] = c.N > 0
	}
	asked := 0
	for i := range r.topics {
		t := &r.topics[i]
		if t.recent = lately[t.name]; t.recent || t.n < leastNew || asked == mostSilent {
			t.recent = true // nobody looked: it is not called new
			continue
		}
		asked++
		q.Topic, q.From = t.name, time.Time{}
		last, _, err := in.Store.Mentions(ctx, q, store.Page{Limit: 1})
		if err != nil {
			return err
		}
		if len(last) > 0 {
			t.last = last[0].Post.PublishedAt
		}
	}
	return nil
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

// quotable are the most telling voices of a filter among the newest and the gravest, with the names people
// know their shops by.
func (r *report) quotable(ctx context.Context, s *store.Store, f voc.Filter, n int) ([]voc.Evidence, error) {
	mentions, next, err := s.Mentions(ctx, f, store.Page{Limit: voicesAsked})
	if err != nil {
		return nil, err
	}
	if next != "" {
		f.MinSeverity = max(grave, f.MinSeverity)
		gravest, _, err := s.Mentions(ctx, f, store.Page{Limit: voicesAsked})
		if err != nil {
			return nil, err
		}
		mentions = append(mentions, gravest...)
	}
	mentions = slices.DeleteFunc(mentions, func(m voc.Mention) bool { return !aboutSomething(m.Analysis) })
	var found []voc.Evidence
	seen := map[voc.PostID]bool{}
	voices := (&facts{in: r.zone, stores: r.shopNames}).telling(mentions)
	if f.Topic != "" { // who speaks of five things says little of this one
		slices.SortStableFunc(voices, func(a, b voice) int { return cmp.Compare(len(a.topics), len(b.topics)) })
	}
	for _, v := range voices {
		if !seen[v.PostID] && len(found) < n {
			seen[v.PostID] = true
			found = append(found, v.Evidence)
		}
	}
	return found, nil
}

const (
	voicesAsked = 200 // mentions of each kind that are looked at for voices
	voicesKept  = 40
)

func (r *report) askVoices(ctx context.Context, in Inputs) (err error) {
	f := r.of(in, r.from, r.to)
	f.Sentiment, f.Complaint = voc.Negative, true
	others := f
	others.NotTopics = slices.Clone(f.NotTopics)
	for _, t := range slices.Concat(r.fresh(), r.worse()) { // these have their voices
		others.NotTopics = append(others.NotTopics, t.name)
	}
	if r.voices, err = r.quotable(ctx, in.Store, others, voicesKept); err != nil || len(others.NotTopics) == len(f.NotTopics) {
		r.told = len(r.voices)
		return err
	}
	more, err := r.quotable(ctx, in.Store, f, voicesKept)
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
