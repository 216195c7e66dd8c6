package pipeline

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// look is one rule on one brand: what it sees of the store, and what its eye made of it. The eye
// stands at the end of what nothing can change any more; observe runs a copy of it to the present.
type look struct {
	rule    alert.Rule
	brand   voc.BrandID
	without []string // topics whose mentions are left out
	eye     alert.Eye
	next    time.Time           // start of the first bucket the eye has not seen
	begun   bool                // next is no longer before all that is known
	past    []voc.Count         // the day before next: what goes on now may have begun in it
	sources func() []voc.Source // silence: who is listened to
	awake   time.Time           // silence: from here on tingfeng runs; zero: only visits tell
	pale    []store.Faint       // silence: who had become faint …
	paleTo  time.Time           // … up to this full hour
}

// seen is what one observation of a look brought.
type seen struct {
	sights []alert.Sight // in order of time, the one about the whole series last in each bucket
	counts []voc.Count   // of the mentions watched, a bucket each, from a day before the first sight on
	heard  bool          // something is known of what was looked at
}

// newLook begins to look from a moment on. The rule must be valid.
func newLook(rule alert.Rule, brand voc.BrandID, plans []alert.Plan, from time.Time, without ...string) *look {
	return &look{rule: rule, brand: brand, without: without, eye: alert.NewEye(rule, plans...), next: from.Truncate(rule.Step)}
}

// clone gives an independent look in the same state: observe on it, and keep it once all that
// follows is written.
func (l *look) clone() *look {
	c := *l
	c.eye = l.eye.Clone()
	return &c
}

// memoryOf is how much of the past a rule must see again after a restart.
func memoryOf(rule alert.Rule) time.Duration {
	switch rule.Kind {
	case voc.RuleRatio, voc.RuleNewTopic:
		return min(max(rule.Base+rule.Window, watchDown), watchHistory+rule.Window)
	case voc.RuleShare:
		return max(rule.Window, watchDown)
	case voc.RuleCritical:
		return watchDown
	}
	return watchLearn // what is usual is told by the detector, also of a rule that only counts
}

// lateness is how long after its bucket something may become known and still be judged.
func lateness(rule alert.Rule) time.Duration {
	if rule.Kind == voc.RuleCritical {
		return max(watchLate, rule.MaxAge)
	}
	return watchLate
}

// filterOf is which mentions a rule counts.
func filterOf(rule alert.Rule, brand voc.BrandID, from, to time.Time, without ...string) voc.Filter {
	f := voc.Filter{
		Sentiment: rule.Sentiment, Topic: rule.Topic, From: from, To: to,
		Platforms: rule.Platforms, Regions: rule.Regions, NotTopics: without,
	}
	if brand != "" {
		f.Brands = []voc.BrandID{brand}
	}
	if rule.Kind != voc.RuleCritical { // whose words are grounds, no filter
		f.AnyWord = rule.Words
	}
	return f
}

// observe judges every bucket that has ended by a moment. It moves the eye as far as nothing can
// change any more: not within the time in which posts still arrive, and not past a bucket nobody has
// heard yet, because a later visit may heal that gap. A gap older than what rules remember stays one.
func (l *look) observe(ctx context.Context, s *store.Store, to time.Time) (seen, error) {
	to = to.Truncate(l.rule.Step)
	if some, err := l.begin(ctx, s); err != nil || !some || !l.next.Before(to) {
		return seen{}, err
	}
	buckets, err := l.see(ctx, s, l.next, to)
	if err != nil {
		return seen{}, err
	}
	settled, forgotten := to.Add(-lateness(l.rule)), to.Add(-watchLearn)
	var ahead alert.Eye
	out := seen{counts: slices.Clone(l.past)}
	for _, b := range buckets {
		end := b.At.Add(l.rule.Step)
		known := l.known(b)
		out.heard = out.heard || known && (l.rule.Kind != voc.RuleSilence || len(b.Visited) > 0)
		out.counts = append(out.counts, b.Count)
		if ahead == nil && (known || end.Before(forgotten)) && !end.After(settled) {
			out.sights = append(out.sights, l.eye.Step(b)...)
			l.next = end
			continue
		}
		if ahead == nil {
			ahead = l.eye.Clone()
		}
		out.sights = append(out.sights, ahead.Step(b)...)
	}
	l.remember(out.counts)
	return out, nil
}

// begin leaves out the time before the first post there is: that nobody said anything then is no
// fact, and the first day of all would look like a burst. A rule that compares with no past sees the
// window before it too: posts of the first minutes count at once. Nothing is seen while there is no
// post at all.
func (l *look) begin(ctx context.Context, s *store.Store) (some bool, err error) {
	if l.begun || l.rule.Kind == voc.RuleSilence {
		return true, nil
	}
	first, err := s.FirstSince(ctx, l.next)
	if err != nil {
		return false, err
	}
	if l.begun = !first.IsZero(); first.After(l.next) {
		if begins := first.Truncate(time.Hour).Add(-firstWindow(l.rule)); begins.After(l.next) {
			l.next = begins
		}
	}
	return l.begun, nil
}

// firstWindow is how much of the time before the first post a rule may take for empty.
func firstWindow(rule alert.Rule) time.Duration {
	switch rule.Kind {
	case voc.RuleCount:
		return time.Hour // the detector judges whole hours
	case voc.RuleShare:
		return rule.Window
	}
	return 0
}

// lookedBack is how far before a sight its beginning is looked for.
const lookedBack = 24 * time.Hour

// remember keeps the counts of the day before the next bucket.
func (l *look) remember(counts []voc.Count) {
	l.past = nil
	for _, c := range counts {
		if c.At.Before(l.next) && !c.At.Before(l.next.Add(-lookedBack-l.rule.Step)) {
			l.past = append(l.past, c)
		}
	}
}

// known tells whether what a bucket says is a fact.
func (l *look) known(b alert.Seen) bool {
	switch l.rule.Kind {
	case voc.RuleSilence:
		return true // that nothing was heard is known
	case voc.RuleCritical:
		return b.Coverage > 0 // a grave post is one, whatever else was not heard
	}
	return b.Coverage >= l.rule.MinCoverage
}

// see asks the store what the rule sees in [from, to).
func (l *look) see(ctx context.Context, s *store.Store, from, to time.Time) ([]alert.Seen, error) {
	if l.rule.Kind == voc.RuleSilence {
		return l.listen(ctx, s, from, to)
	}
	q := l.question(from, to)
	counts, err := s.Counts(ctx, q)
	if err != nil {
		return nil, err
	}
	buckets := make([]alert.Seen, len(counts))
	for i, c := range counts {
		buckets[i].Count = c
	}
	switch l.rule.Kind {
	case voc.RuleShare:
		q.Sentiment = ""
		all, err := s.Counts(ctx, q)
		for i := range all {
			buckets[i].All = all[i].N
		}
		return buckets, err
	case voc.RuleNewTopic:
		topics, err := s.TopicCounts(ctx, q)
		for _, t := range topics {
			b := &buckets[t.Bucket]
			b.Topics = append(b.Topics, alert.TopicTally{Name: t.Topic, N: t.N, Authors: t.Authors})
		}
		return buckets, err
	case voc.RuleCritical:
		return buckets, l.graves(ctx, s, buckets, from, to)
	}
	return buckets, nil
}

func (l *look) question(from, to time.Time) store.CountQuery {
	f := filterOf(l.rule, l.brand, from, to, l.without...)
	return store.CountQuery{
		Brand: l.brand, Topic: f.Topic, Sentiment: f.Sentiment, NotTopics: f.NotTopics,
		Platforms: f.Platforms, Regions: f.Regions, AnyWord: f.AnyWord, From: from, To: to, Step: l.rule.Step,
	}
}

// graves puts posts that are grave by themselves into their buckets.
func (l *look) graves(ctx context.Context, s *store.Store, buckets []alert.Seen, from, to time.Time) error {
	posts, err := s.Graves(ctx, store.GraveQuery{
		Filter: filterOf(l.rule, l.brand, from, to), Severity: l.rule.MinSeverity, Words: l.rule.Words, Reach: l.rule.MinReach,
	})
	for _, p := range posts {
		b := &buckets[p.At.Sub(from)/l.rule.Step]
		b.Graves = append(b.Graves, alert.Grave{
			Post: p.ID, At: p.At, Fetched: p.Fetched, Sentiment: p.Sentiment, Severity: p.Severity,
			Reasons: p.Reasons, Named: p.Named, Followers: p.Followers, Topics: p.Topics,
		})
	}
	return err
}

// listen puts together who was listened to, who was visited, and who was heard.
func (l *look) listen(ctx context.Context, s *store.Store, from, to time.Time) ([]alert.Seen, error) {
	ears := l.ears()
	stir := stirOf(ears, l.rule.Step)
	visits, first, err := s.VisitBuckets(ctx, from.Add(-stir), to, l.rule.Step)
	if err != nil {
		return nil, err
	}
	faints, err := l.faints(ctx, s, ears, from, to)
	if err != nil {
		return nil, err
	}
	buckets := make([]alert.Seen, int(to.Sub(from)/l.rule.Step))
	for i := range buckets {
		buckets[i].At, buckets[i].Coverage, buckets[i].Ears = from.Add(time.Duration(i)*l.rule.Step), 1, ears
	}
	for _, src := range ears {
		if began, ok := first[src.ID]; ok && began.Before(from) && len(buckets) > 0 {
			buckets[0].Visited = append(buckets[0].Visited, src.ID)
		}
	}
	early := int(stir / l.rule.Step)
	last := make([]bool, len(buckets)+early) // somebody was visited
	for _, v := range visits {
		last[v.Bucket] = true
		if v.Bucket < early {
			continue
		}
		b := &buckets[v.Bucket-early]
		b.Visited = append(b.Visited, v.Source)
		if v.Heard {
			b.Heard = append(b.Heard, v.Source)
		}
	}
	l.rouse(buckets, last, early)
	l.faint(buckets, ears, faints)
	return buckets, nil
}

// ears are the sources the rule listens to: those with a schedule, or brought by an agent.
func (l *look) ears() []voc.Source {
	var ears []voc.Source
	if l.sources == nil {
		return nil
	}
	for _, src := range l.sources() {
		passive := src.Disabled || src.Kind == voc.KindImport || src.Kind == voc.KindPush || src.Schedule == "" && !src.Remote
		ours := len(l.rule.Brands) == 0 || src.Brand == "" || slices.Contains(l.rule.Brands, src.Brand)
		there := len(l.rule.Platforms) == 0 || slices.Contains(l.rule.Platforms, src.Platform)
		if !passive && ours && there {
			ears = append(ears, src)
		}
	}
	slices.SortFunc(ears, func(a, b voc.Source) int { return cmp.Compare(a.ID, b.ID) })
	return ears
}

// leastStir is how long after a visit of anybody somebody is still taken to be listening.
const leastStir = time.Hour

// stirOf is that time for a number of sources: two visits of the one visited most often.
func stirOf(ears []voc.Source, step time.Duration) time.Duration {
	stir := leastStir
	if len(ears) > 0 {
		often := slices.MinFunc(ears, func(a, b voc.Source) int { return cmp.Compare(a.Every, b.Every) })
		stir = max(stir, 2*often.Every)
	}
	return (stir + step - 1) / step * step
}

// rouse tells the buckets in which somebody was listening from those in which tingfeng was switched
// off. Stirred says in which somebody was visited, so many of them before the first. Since tingfeng
// runs it listens, also when nothing comes of it.
func (l *look) rouse(buckets []alert.Seen, stirred []bool, early int) {
	since := early + 1
	for i, visited := range stirred {
		if since++; visited {
			since = 0
		}
		if i >= early {
			b := &buckets[i-early]
			b.Awake = since <= early || !l.awake.IsZero() && !b.At.Before(l.awake)
		}
	}
}

// faints asks who had become faint, once an hour: it reads eight weeks of what the sources brought.
func (l *look) faints(ctx context.Context, s *store.Store, ears []voc.Source, from, to time.Time) ([]store.Faint, error) {
	if hour := to.Truncate(time.Hour); !hour.After(l.paleTo) {
		return l.pale, nil
	}
	found, err := s.Faints(ctx, ears, from.Add(-24*time.Hour), to)
	if err != nil {
		return nil, err
	}
	l.paleTo, l.pale = to.Truncate(time.Hour), found
	return found, nil
}

// faint notes at each full hour who has become faint. Judged is the time whose posts a visit has
// brought by then: up to an hour, or one visit, before.
func (l *look) faint(buckets []alert.Seen, ears []voc.Source, faints []store.Faint) {
	at := map[time.Time][]store.Faint{}
	for _, f := range faints {
		at[f.At] = append(at[f.At], f)
	}
	for i := range buckets {
		end := buckets[i].At.Add(l.rule.Step)
		if len(at) == 0 || !end.Equal(end.Truncate(time.Hour)) {
			continue
		}
		for _, src := range ears {
			judged := end.Add(-max(time.Hour, src.Every)).Truncate(time.Hour)
			for _, f := range at[judged] {
				if f.Source == src.ID {
					buckets[i].Faint = append(buckets[i].Faint, alert.Faint{Source: f.Source, Expected: f.Expected, Got: f.Got})
				}
			}
		}
	}
}
