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
	// describeUsual is the past an incident's mix is compared with.
	describeUsual = 14 * 24 * time.Hour
	// describeGrave is from which severity on a mention's reasons are named in an alert.
	describeGrave = 3
	// topAsked and topShown are how many far-reaching mentions are looked at, and how many are shown.
	topAsked = 40
	topShown = 5
	// mostRecalled bounds the past incidents an alert reminds of.
	mostRecalled = 3
)

// describe fills in what needs the mentions themselves, once for each incident that changed: who
// makes up the increase, what it is about, how grave it is, in whose words. By now more people speak
// than when it opened, and what most of them speak of need not be what the first dozen said.
func (j *judgement) describe(ctx context.Context) error {
	for _, e := range j.all {
		if !e.opened && len(e.changes) == 0 || e.track == nil && !e.opened {
			continue
		}
		if err := j.describeOne(ctx, e); err != nil {
			return err
		}
	}
	return j.merge()
}

func (j *judgement) describeOne(ctx context.Context, e *episode) error {
	a, spike := e.alert, e.alert.Spike
	over := a.State != voc.AlertOpen
	if over && e.loudest.Hour > 0 { // what it was at its height
		spike = e.loudest
	}
	if e.opened || slices.ContainsFunc(e.changes, tells) {
		told := a
		if err := j.fill(ctx, e, &a, spike); err != nil {
			return err
		}
		if e.opened {
			e.settle(a)
		} else {
			e.retell(told, a)
		}
	}
	for i := range e.changes {
		if c := &e.changes[i]; c.verdict == alert.Resolved && c.change.Spike != nil {
			c.change.Headline = j.watch.resolvedHeadline(e.alert, e.track.rule, *c.change.Spike)
			e.alert.Headline = c.change.Headline
		}
	}
	return nil
}

// tells whether a change is worth describing the incident anew.
func tells(c change) bool {
	return c.verdict == alert.Grew || c.verdict == alert.Continued || c.verdict == alert.Absorbed
}

// settle makes an incident open as what is known of it by now; what its counts did since is told by
// the changes.
func (e *episode) settle(a voc.Alert) {
	told := func(to *voc.Alert) {
		to.Level, to.Points, to.Headline, to.Topic, to.Topics = a.Level, a.Points, a.Headline, a.Topic, a.Topics
		to.Total, to.Shares, to.Evidence, to.Similar = a.Total, a.Shares, a.Evidence, a.Similar
		to.Authors, to.Originals, to.Reposts, to.Suspects = a.Authors, a.Originals, a.Reposts, a.Suspects
	}
	told(&e.first)
	told(&e.alert)
	for i := range e.changes {
		c := &e.changes[i]
		c.change.Level, c.change.Points, c.change.Total, c.change.Topic, c.change.Topics = "", nil, 0, "", nil
		if c.verdict == alert.Grew {
			c.verdict = alert.Continued
		}
	}
}

// retell puts what is known by now into the last change, and makes it growth when that is graver
// than the level told.
func (e *episode) retell(told, a voc.Alert) {
	i := len(e.changes) - 1
	for i > 0 && !tells(e.changes[i]) {
		i--
	}
	for k := range e.changes[:i] { // told once, with the figures of now, not at every step it took meanwhile
		if e.changes[k].verdict == alert.Grew {
			e.changes[k].verdict, e.changes[k].change.Level, e.changes[k].change.Points = alert.Continued, "", nil
		}
	}
	c := &e.changes[i]
	if !a.Level.Graver(told.Level) {
		a.Level, a.Points = told.Level, told.Points
	}
	if a.Level.Graver(e.first.Level) {
		if c.verdict == alert.Absorbed { // the rule that was absorbed stays written down by itself
			e.changes = slices.Insert(e.changes, i+1, change{verdict: alert.Grew})
			c = &e.changes[i+1]
		}
		c.verdict = alert.Grew
		c.change.Reason, c.change.Level, c.change.Points = string(alert.BecauseGraver), a.Level, a.Points
	}
	c.change.Headline, c.change.Topic, c.change.Topics, c.change.Total = a.Headline, a.Topic, a.Topics, a.Total
	c.change.Shares, c.change.Evidence, c.change.Similar = a.Shares, a.Evidence, a.Similar
	c.change.Authors, c.change.Originals, c.change.Reposts, c.change.Suspects = a.Authors, a.Originals, a.Reposts, a.Suspects
	state, resolved := e.alert.State, e.alert.ResolvedAt
	a.State, a.ResolvedAt = state, resolved
	e.alert = a
}

// fill asks the store for everything that is told of an incident.
func (j *judgement) fill(ctx context.Context, e *episode, a *voc.Alert, spike voc.Spike) error {
	w, rule := j.watch, e.track.rule
	if a.Kind == voc.RuleSilence {
		a.Headline = w.headline(*a, rule, spike)
		return nil
	}
	to := spike.At
	if about := !keyed(rule) || a.Topic != ""; a.State != voc.AlertOpen || about && a.LastAt.After(to) {
		to = a.LastAt // rules that are part of it saw more since
	}
	matching := filterOf(rule, a.Brand, a.StartedAt, to, topicsBeside(e.track.live(to), e)...)
	if keyed(rule) && matching.Topic == "" { // it began with a post or a topic; what else is said of the brand is not it
		matching.Topic = a.Topic
	}
	var err error
	if a.Total, a.Shares, err = w.shares(ctx, matching); err != nil {
		return err
	}
	voices, err := w.store.Voices(ctx, matching)
	if err != nil {
		return err
	}
	a.Authors, a.Originals, a.Reposts, a.Suspects = voices.Authors, voices.Originals, voices.N-voices.Originals, voices.Suspects
	if err := j.name(ctx, rule, a, matching); err != nil {
		return err
	}
	facts, err := w.facts(ctx, rule, matching, spike, e.counts)
	if err != nil {
		return err
	}
	for _, p := range a.Rules { // one matter is as loud as the rule that hears it loudest
		facts.Score = max(facts.Score, p.Score)
	}
	for _, named := range e.sight.Named {
		if title := w.names.title(named); !slices.Contains(facts.Crisis, title) {
			facts.Crisis = append(facts.Crisis, title)
		}
	}
	if level, points := j.weights.Regrade(facts, a.Points); e.opened || level.Graver(a.Level) {
		a.Level, a.Points = level, points
	}
	if a.Evidence, err = w.evidence(ctx, matching, a.Topic); err != nil {
		return err
	}
	a.Similar = alert.Similar(*a, j.past(), j.state.Orders, mostRecalled)
	shown := *a
	shown.Spike = spike
	a.Headline = w.headline(shown, rule, spike)
	return nil
}

// name says what most speak of by now, and what belongs to it.
func (j *judgement) name(ctx context.Context, rule alert.Rule, a *voc.Alert, matching voc.Filter) error {
	lead := a.Topic
	if rule.Topic == "" && a.Key == "" {
		if l := leading(a.Shares); l != "" {
			lead = l
		}
	}
	if lead == "" {
		return nil
	}
	sample, _, err := j.watch.store.Mentions(ctx, matching, store.Page{Limit: matterSample})
	if err != nil {
		return err
	}
	a.Topics = alert.Joined(lead, alert.Cluster(lead, topicSets(sample)), a.Topics)
	a.Topic = lead
	return nil
}

// past are the brand's incidents that ended.
func (j *judgement) past() []voc.Alert {
	var past []voc.Alert
	for _, e := range j.all {
		if e.alert.State == voc.AlertResolved {
			past = append(past, e.alert)
		}
	}
	return past
}

// headline says in one line what an incident is, as its kind of rule sees it.
func (w *Watch) headline(a voc.Alert, rule alert.Rule, spike voc.Spike) string {
	a.Spike = spike
	t := w.telling(a, rule)
	if said := alert.KindHeadline(a, rule, t); said != "" {
		return said
	}
	return alert.Headline(a, t)
}

func (w *Watch) resolvedHeadline(a voc.Alert, rule alert.Rule, now voc.Spike) string {
	t := w.telling(a, rule)
	if said := alert.KindResolved(a, rule, now, t); said != "" {
		return said
	}
	return alert.ResolvedHeadline(a, now, t)
}

// telling are the names a headline speaks of. Of a source that is not heard it is the source's.
func (w *Watch) telling(a voc.Alert, rule alert.Rule) alert.Telling {
	t := w.names.telling(a, rule)
	if a.Kind == voc.RuleSilence {
		if t.Topic = w.names.source(a.Source).Title; t.Topic == "" {
			t.Topic = string(a.Source)
		}
	}
	return t
}

// explained is what an increase is taken apart by.
var explained = []string{"topic", "store", "platform", "source", "region", "tier"}

// keyed tells whether each incident of a rule is about what it began with: a post's topic, or a
// topic that is new.
func keyed(r alert.Rule) bool { return r.Kind == voc.RuleCritical || r.Kind == voc.RuleNewTopic }

// shares tells who brought the increase since the episode began, and how many mentions it has.
func (w *Watch) shares(ctx context.Context, matching voc.Filter) (int, []voc.Share, error) {
	baseline := store.Window{From: matching.From.Add(-describeUsual), To: matching.From}
	n, usual, elements, err := w.store.Increase(ctx, matching, baseline, explained...)
	if err != nil {
		return 0, nil, err
	}
	return n, alert.Explain(n, usual, elements), nil
}

// leading is the topic that brought most of the increase, "" when none stands out: a quarter of it,
// and more than a handful of people.
func leading(shares []voc.Share) string {
	const leastPart, leastMentions = 0.25, 4
	for _, s := range shares {
		if s.Dimension == "topic" && s.Part >= leastPart && s.N >= leastMentions {
			return s.Element
		}
	}
	return ""
}

// evidence is what people read first: how it began, who made it large, and five that reach many and
// say something new each.
func (w *Watch) evidence(ctx context.Context, matching voc.Filter, topic string) ([]voc.Evidence, error) {
	if topic != "" {
		matching.Topic = topic
	}
	all, err := w.roots(ctx, matching, topic)
	if err != nil {
		return nil, err
	}
	top, err := w.store.Evidence(ctx, matching, store.Top, topAsked)
	if err != nil {
		return nil, err
	}
	all = append(all, alert.Quotes(top, topShown)...)
	kept := all[:0]
	for _, e := range all {
		if !slices.ContainsFunc(kept, func(o voc.Evidence) bool { return o.PostID == e.PostID || o.Text == e.Text }) {
			e.Store = w.storeName(e.Store)
			kept = append(kept, e)
		}
	}
	return kept, nil
}

// storeName turns a shop's id, as the store has it, into its name.
func (w *Watch) storeName(id string) string {
	if name := w.names.store(voc.StoreID(id)).Name; name != "" {
		return name
	}
	return id
}
