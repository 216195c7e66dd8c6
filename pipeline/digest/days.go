package digest

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mine is what the letter asks about: the brand within its window, of what the audience is about and may
// see.
func (f *facts) mine() voc.Filter {
	q := f.audience.Filter
	q.Brands, q.From, q.To, q.Scope = []voc.BrandID{f.brand.ID}, f.from, f.to, f.audience.Scope
	return q
}

// complained is what was said against the brand in the window.
func (f *facts) complained() voc.Filter {
	q := f.mine()
	q.Sentiment = voc.Negative
	return q
}

// weeksAgo moves a question to the same hours of the same weekday.
func weeksAgo(q voc.Filter, weeks int) voc.Filter {
	q.From, q.To = q.From.AddDate(0, 0, -7*weeks), q.To.AddDate(0, 0, -7*weeks)
	return q
}

// whole tells whether an audience hears everything that is said of the brand. Only then is it set beside
// competitors: a part of ours beside all of theirs compares nothing.
func (f *facts) whole() bool {
	q, s := f.audience.Filter, f.audience.Scope
	q.Brands, q.From, q.To, q.Raw, q.Scope, q.Compare, q.Timezone = nil, time.Time{}, time.Time{}, false, voc.Scope{}, "", ""
	return !s.None && len(s.Regions) == 0 && len(s.Stores) == 0 && unset(reflect.ValueOf(q))
}

// unset tells whether nothing is asked for, an empty list counting as nothing.
func unset(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !unset(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

func (f *facts) askSince(ctx context.Context, in Inputs) (err error) {
	q := f.mine()
	q.From, q.To = time.Time{}, f.to
	f.since, err = in.Store.FirstOf(ctx, q)
	return err
}

// askDays counts the day, and the same hours of the same weekday in the weeks before, for the
// brand and its competitors. Weeks from before the first mention are no usual.
func (f *facts) askDays(ctx context.Context, in Inputs) error {
	var rivals []rival
	var ids []voc.BrandID
	for _, b := range in.Rivals {
		if f.tells("rivals") && f.whole() && f.audience.Scope.Sees(b.ID, "", "") {
			rivals, ids = append(rivals, rival{name: b.Name}), append(ids, b.ID)
		}
	}
	for week := range weeksBack + 1 {
		q := weeksAgo(f.mine(), week)
		if week > 0 && (f.since.IsZero() || q.From.Before(f.since)) {
			break
		}
		q.Brands = append(q.Brands, ids...)
		counts, err := in.Store.Brands(ctx, q)
		if err != nil {
			return err
		}
		own := windowOf(counts, f.brand.ID)
		if err := f.askWindowTopics(ctx, in, week, &own); err != nil {
			return err
		}
		for i, id := range ids {
			if w := windowOf(counts, id); week == 0 {
				rivals[i].today = w
			} else {
				rivals[i].usual = append(rivals[i].usual, w)
			}
		}
		switch week {
		case 0:
			f.today = own
		case 1:
			f.week = &own
			fallthrough
		default:
			f.usual = append(f.usual, own)
		}
	}
	f.usual = ordinary(f.usual)
	for i := range rivals {
		rivals[i].usual = ordinary(rivals[i].usual)
	}
	f.rivals = rivals
	return f.askNoise(ctx, in)
}

// askWindowTopics counts what was complained of. What a topic is usually is asked only when one of
// today's is large enough to be compared.
func (f *facts) askWindowTopics(ctx context.Context, in Inputs, week int, w *window) error {
	large := func() bool {
		for _, n := range f.today.topics {
			if n >= leastWorse {
				return f.today.total >= leastDay
			}
		}
		return false
	}
	if week > 0 && !large() {
		return nil
	}
	// Counted without asking for complaints only: that tallies answer.
	topics, err := in.Store.Topics(ctx, weeksAgo(f.mine(), week), 0)
	for _, t := range topics {
		if t.Negative > 0 {
			w.topics[t.Topic] = t.Negative
		}
	}
	return err
}

// askNoise counts what was kept out, where nothing else was heard: it tells silence from deafness.
func (f *facts) askNoise(ctx context.Context, in Inputs) (err error) {
	if f.today.total == 0 {
		all := f.mine()
		all.Raw = true
		f.noise, err = in.Store.Count(ctx, all)
	}
	return err
}

func windowOf(counts []store.BrandCount, brand voc.BrandID) window {
	w := window{topics: map[string]int{}}
	for _, c := range counts {
		if c.Brand == brand {
			w.total, w.negative, w.positive, w.complaints = c.N, c.Negative, c.Positive, c.Complaints
		}
	}
	return w
}

// askLate counts what was said in the time of the letter before and collected only after it went out. A
// letter keeps its numbers; the next one says what they lacked.
func (f *facts) askLate(ctx context.Context, in Inputs) error {
	if !f.from.Before(f.day) {
		return nil // the letter before did not end where this one begins: nobody knows what it lacked
	}
	q := f.mine()
	if q.From, q.To = in.Last.From, f.from; q.From.IsZero() || !q.From.Before(q.To) {
		q.From = q.To.AddDate(0, 0, -1)
	}
	late, err := in.Store.Late(ctx, q, f.from, f.now)
	f.late = window{total: late.N, negative: late.Negative}
	return err
}

// askTopics lists what people complained of today, and asks for the voices and shops behind what
// the letter has to tell of.
func (f *facts) askTopics(ctx context.Context, in Inputs) error {
	if len(f.today.topics) == 0 {
		return nil
	}
	severe := f.complained()
	severe.MinSeverity = max(grave, severe.MinSeverity)
	hurting, err := in.Store.Topics(ctx, severe, 0)
	if err != nil {
		return err
	}
	hurt := map[string]int{}
	for _, c := range hurting {
		hurt[c.Topic] = c.N
	}
	for name, n := range f.today.topics {
		f.topics = append(f.topics, topic{name: name, n: n, severe: hurt[name]})
	}
	slices.SortFunc(f.topics, mostFirst)
	f.topics = f.topics[:min(len(f.topics), topicsAsked)]
	if err := f.askLastSeen(ctx, in); err != nil {
		return err
	}
	told := append(f.freshTopics(), f.risenTopics()...)
	for i := range f.topics {
		t := &f.topics[i]
		if slices.ContainsFunc(told, func(x topic) bool { return x.name == t.name }) {
			if err := f.askBehind(ctx, in, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// askLastSeen finds out what is new: what was not spoken of in the two weeks before, in praise or blame,
// and of that, when it last was.
func (f *facts) askLastSeen(ctx context.Context, in Inputs) error {
	q := f.mine()
	q.From, q.To = f.from.Add(time.Millisecond-backAfter*day), f.from
	recent, err := in.Store.Topics(ctx, q, 0)
	if err != nil {
		return err
	}
	for _, c := range recent {
		if i := slices.IndexFunc(f.topics, func(t topic) bool { return t.name == c.Topic }); i >= 0 && c.N > 0 {
			f.topics[i].recent = true
		}
	}
	asked := 0
	for i := range f.topics {
		t := &f.topics[i]
		if t.n < leastNew || t.recent || asked == mostSilent {
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

// mostSilent bounds how many topics are looked for in the whole past.
const mostSilent = 8

// askBehind asks for the voices and shops behind a topic.
func (f *facts) askBehind(ctx context.Context, in Inputs, t *topic) (err error) {
	about := f.complained()
	about.Topic = t.name
	if t.evidence, err = f.voicesOf(ctx, in.Store, about, store.Typical, evidenceAsked); err != nil {
		return err
	}
	shops, err := in.Store.Stores(ctx, about)
	for i, s := range shops {
		if i == 0 {
			t.store, t.storeN = f.storeName(s.Store), s.N
		}
		t.named += s.N
	}
	return err
}

// mostFirst orders topics by how much they are complained of.
func mostFirst(a, b topic) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name)) }
