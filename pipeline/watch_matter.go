package pipeline

import (
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// secondPart is how much of an increase beside an open incident one topic must bring to be a
	// matter of its own; less is the first one's noise.
	secondPart = 0.5
	// secondAgain is how long after a second matter turned out to be none it is looked at again.
	secondAgain = 30 * time.Minute
	// matterSample is how many mentions tell which topics are named together.
	matterSample = 300
	// streamAhead is how far a stream beside an incident is read at once when the past is looked
	// through.
	streamAhead = 30 * time.Hour
)

// divisible tells whether what a rule counts may hold several matters at once.
func divisible(r alert.Rule) bool {
	if r.Topic != "" {
		return false
	}
	switch r.Kind {
	case voc.RuleBurst, voc.RuleCount, voc.RuleShare, voc.RuleRatio:
		return true
	}
	return false
}

// divide judges a bucket while the rule has incidents open, or lately had. Each is judged by what
// the others do not explain. What none of them explains is judged as if they were not there: so a
// second matter is heard beside the first, however loud that is.
func (j *judgement) divide(ctx context.Context, t *track, at time.Time, whole alert.Sight, live []*episode) error {
	burning := false
	for _, e := range live {
		if e.alert.State != voc.AlertOpen {
			continue
		}
		burning = true
		s, from := whole, t.main
		if others := topicsBeside(live, e); len(others) > 0 {
			var ok bool
			var err error
			if from, s, ok, err = j.without(ctx, t, at, others); err != nil {
				return err
			} else if !ok {
				continue
			}
		}
		if err := j.follow(ctx, t, e, s, from); err != nil {
			return err
		}
	}
	second, err := j.second(ctx, t, at, live)
	if err != nil || second || burning || !whole.Fired {
		return err
	}
	return j.follow(ctx, t, live[len(live)-1], whole, t.main)
}

// topicsBeside are the topics of the other incidents that are not an incident's own.
func topicsBeside(live []*episode, e *episode) []string {
	var topics []string
	for _, o := range live {
		if o == e {
			continue
		}
		for _, topic := range o.alert.Topics {
			if !slices.Contains(e.alert.Topics, topic) && topic != e.alert.Topic {
				topics = append(topics, topic)
			}
		}
	}
	slices.Sort(topics)
	return slices.Compact(topics)
}

// without is what a rule sees of a bucket when mentions of some topics are left out.
func (j *judgement) without(ctx context.Context, t *track, at time.Time, topics []string) (*stream, alert.Sight, bool, error) {
	from := j.open(t.rule, at.Add(-memoryOf(t.rule)), topics...)
	if at.After(from.upTo) {
		to := at.Add(streamAhead)
		if to.After(j.now) {
			to = j.now
		}
		if err := from.extend(ctx, j, to); err != nil {
			return nil, alert.Sight{}, false, err
		}
	}
	s, ok := from.whole(at)
	return from, s, ok, nil
}

// second looks for a matter beside those that are live, and opens an incident for it. It must be
// loud without them, be mostly about one topic, and not be them in other words.
func (j *judgement) second(ctx context.Context, t *track, at time.Time, live []*episode) (bool, error) {
	var topics []string
	for _, e := range live {
		if len(e.alert.Topics) == 0 || !at.After(t.since(e)) {
			return false, nil // what cannot be told apart is one matter; earlier buckets have been judged
		}
		topics = append(topics, e.alert.Topics...)
	}
	from, s, ok, err := j.without(ctx, t, at, topics)
	if err != nil || !ok || !s.Fired || s.Unknown {
		return false, err
	}
	if d := j.weights.Decide(nil, s.Spike, j.now, t.rule); d.Verdict != alert.Opened {
		return false, nil
	}
	if tried := j.watch.rejected[from.key]; !tried.IsZero() && at.Sub(tried).Abs() < secondAgain {
		return false, nil
	}
	began := alert.BeganOf(t.rule, from.until(at), s)
	topic, shares, err := j.standsOut(ctx, filterOf(t.rule, j.brand, began, at, from.look.without...), s)
	if err != nil {
		return false, err
	}
	if topic != "" {
		linked, err := j.linked(ctx, t, s, topic, shares, began, live)
		if err != nil {
			return false, err
		}
		if !linked {
			s.Key, s.Topic = topic, topic
			return true, j.follow(ctx, t, t.of(s, j.brand), s, from)
		}
	}
	j.watch.rejected[from.key] = at
	return false, nil
}

// standsOut is the topic that brought most of an increase; "" none did.
func (j *judgement) standsOut(ctx context.Context, matching voc.Filter, s alert.Sight) (string, []voc.Share, error) {
	shares, err := j.watch.store.Shares(ctx, matching, store.Window{From: matching.From.Add(-describeUsual), To: matching.From}, "topic")
	if err != nil {
		return "", nil, err
	}
	if topic := leading(shares); topic != "" && shares[0].Element == topic && shares[0].Part >= secondPart {
		return topic, shares, nil
	}
	return "", shares, nil
}

// linked tells whether what is loud beside the live incidents is one of them in other words: many
// name both at once, both go back to one shop or one post, or the first is nothing without it. The
// topic is part of that incident from then on.
func (j *judgement) linked(ctx context.Context, t *track, s alert.Sight, topic string, shares []voc.Share, began time.Time, live []*episode) (bool, error) {
	about := filterOf(t.rule, j.brand, began, s.At)
	about.Topic = topic
	sample, _, err := j.watch.store.Mentions(ctx, about, store.Page{Limit: matterSample})
	if err != nil {
		return false, err
	}
	sets := topicSets(sample)
	matter := alert.Matter{Topics: []string{topic}, Began: began, Shop: shopOf(sample)}
	for _, sh := range shares[:1] {
		matter.Mass = map[string]float64{sh.Element: min(1, sh.Part)}
	}
	for _, e := range live {
		why, same := alert.Same(matter, alert.MatterOf(e.alert))
		both, err := j.together(ctx, t, e, topic, sets, s.At)
		if err != nil {
			return false, err
		}
		if both {
			why, same = alert.BecauseBoth, true
		}
		lead := e.alert.Topic
		if !same && e.alert.State == voc.AlertOpen {
			alone, err := j.alone(ctx, t, e, s.At, append(topicsBeside(live, e), topic))
			if err != nil {
				return false, err
			}
			if !alone {
				why, same, lead = alert.BecauseOverlap, true, topic
			}
		}
		if !same {
			continue
		}
		if e.alert.State != voc.AlertOpen {
			return true, nil
		}
		return true, j.note(e, alert.Continued, alert.Change{
			Reason: string(why), Topic: lead, Topics: alert.Joined(lead, e.alert.Topics, []string{topic}),
		})
	}
	return false, nil
}

// together tells whether many name a topic and an incident in one breath: among what is loud now, sets being the topics of
// each, or all along since the incident began.
func (j *judgement) together(ctx context.Context, t *track, e *episode, topic string, sets [][]string, at time.Time) (bool, error) {
	if alert.SaidAtOnce(topic, e.alert.Topics, sets) || e.alert.State != voc.AlertOpen {
		return alert.SaidAtOnce(topic, e.alert.Topics, sets), nil
	}
	about := filterOf(t.rule, j.brand, e.alert.StartedAt, at)
	about.Topic = topic
	sample, _, err := j.watch.store.Mentions(ctx, about, store.Page{Limit: matterSample})
	if err != nil {
		return false, err
	}
	return alert.SaidAllAlong(topic, e.alert.Topics, topicSets(sample)), nil
}

// alone tells whether an incident would have been found without the mentions of a topic: if not,
// it was about that topic all along.
func (j *judgement) alone(ctx context.Context, t *track, e *episode, at time.Time, topics []string) (bool, error) {
	from, _, _, err := j.without(ctx, t, e.alert.StartedAt.Truncate(t.rule.Step).Add(t.rule.Step), topics)
	if err != nil {
		return false, err
	}
	if err := from.extend(ctx, j, at); err != nil {
		return false, err
	}
	for _, end := range from.order {
		if end.Before(e.alert.StartedAt) || end.After(at) {
			continue
		}
		if s, ok := from.whole(end); ok && s.Fired {
			return true, nil
		}
	}
	return false, nil
}

// begin opens an incident for what a rule saw, unless one that is open already is about the same.
func (j *judgement) begin(ctx context.Context, t *track, s alert.Sight, from *stream, history bool) error {
	a := alert.NewOf(t.rule, j.brand, s, alert.BeganOf(t.rule, from.until(s.At), s))
	if s.Source != "" {
		a.Brand = j.watch.names.source(s.Source).Brand
	}
	a.History = history
	a.Level, a.Points = j.weights.Grade(alert.Facts{Score: s.Score, Hour: s.Hour, Reach: voc.Unknown})
	a.Total = total(from.until(s.At), a.StartedAt, 0)
	if t.rule.Kind != voc.RuleSilence {
		if err := j.matter(ctx, t, &a, s, from); err != nil {
			return err
		}
		for _, e := range j.all {
			if e.alert.State != voc.AlertOpen || e.alert.Kind == voc.RuleSilence || !keyed(t.rule) && slices.Contains(t.mine, e) {
				continue // what is loud beside its own incidents was told apart from them already; a key was not
			}
			why, same := alert.Same(alert.MatterOf(a), alert.MatterOf(e.alert))
			if slices.Contains(t.mine, e) && why != alert.BecauseTopic && why != alert.BecausePost {
				continue // two keys of one rule at one shop are two matters, unless the same posts name both
			}
			if same {
				return j.absorb(t, e, s, why)
			}
		}
	}
	e := &episode{first: a, alert: a, opened: true, track: t, sight: s, loudest: s.Spike, counts: from.counts}
	j.all, t.mine = append(j.all, e), append(t.mine, e)
	return nil
}

// matter finds out what a new incident is about.
func (j *judgement) matter(ctx context.Context, t *track, a *voc.Alert, s alert.Sight, from *stream) error {
	matching := filterOf(t.rule, j.brand, a.StartedAt, s.At, from.look.without...)
	if s.Topic != "" {
		a.Topic = s.Topic
	}
	if a.Topic == "" {
		_, shares, err := j.standsOut(ctx, matching, s)
		if err != nil {
			return err
		}
		a.Topic, a.Shares = leading(shares), shares
	}
	sample, _, err := j.watch.store.Mentions(ctx, matching, store.Page{Limit: matterSample})
	if err != nil {
		return err
	}
	a.Topics = alert.Cluster(a.Topic, topicSets(sample))
	if s.Post != "" {
		a.Evidence = []voc.Evidence{{PostID: s.Post, Brand: j.brand, Why: string(store.First)}}
		return nil
	}
	for _, e := range j.all {
		if e.alert.State == voc.AlertOpen && (keyed(t.rule) || !slices.Contains(t.mine, e)) { // somebody to compare with
			a.Evidence, err = j.watch.roots(ctx, matching, a.Topic)
			return err
		}
	}
	return nil
}

// roots are what a matter goes back to: the first post and the most amplified.
func (w *Watch) roots(ctx context.Context, matching voc.Filter, topic string) ([]voc.Evidence, error) {
	if topic != "" {
		matching.Topic = topic
	}
	first, err := w.store.Evidence(ctx, matching, store.First, 1)
	if err != nil {
		return nil, err
	}
	loud, err := w.store.Evidence(ctx, matching, store.Amplified, 1)
	return append(first, loud...), err
}

func topicSets(mentions []voc.Mention) [][]string {
	sets := make([][]string, len(mentions))
	for i, m := range mentions {
		sets[i] = m.Analysis.Topics
	}
	return sets
}

// shopOf is the shop that half of the mentions or more name; "" none.
func shopOf(mentions []voc.Mention) string {
	counts := map[string]int{}
	for _, m := range mentions {
		shop := m.Post.Store
		if shop == "" {
			shop = m.Analysis.Store
		}
		counts[string(shop)]++
	}
	for shop, n := range counts {
		if shop != "" && 2*n >= len(mentions) {
			return shop
		}
	}
	return ""
}
