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
)

// describe fills in what needs the mentions themselves: who makes up the increase, what it is
// about, how grave it is, in whose words.
func (w *Watch) describe(ctx context.Context, s *series, spike voc.Spike, counts []voc.Count) (voc.Alert, error) {
	a := alert.New(s.rule, s.brand, spike, alert.Began(counts, spike, s.rule.Step))
	matching := voc.Filter{
		Brands: []voc.BrandID{s.brand}, Sentiment: s.rule.Sentiment, Topic: s.rule.Topic, From: a.StartedAt, To: spike.At,
	}
	var err error
	if a.Total, err = w.store.Count(ctx, matching); err != nil {
		return a, err
	}
	if a.Shares, err = w.shares(ctx, matching, spike, a.Total); err != nil {
		return a, err
	}
	if a.Topic == "" {
		a.Topic = leading(a.Shares)
	}
	facts, err := w.facts(ctx, matching, s, spike, counts)
	if err != nil {
		return a, err
	}
	a.Level, a.Points = alert.Grade(facts)
	if a.Evidence, err = w.evidence(ctx, matching, a.Topic); err != nil {
		return a, err
	}
	a.Headline = alert.Headline(a, w.names.telling(a, s.rule))
	return a, nil
}

// anew describes an incident that goes on: by now more people speak, and what most of them speak of
// need not be what the first dozen said. It fills the change with shares, topic, evidence and
// headline, and makes the verdict Grew when what is known by now is graver than the level told.
func (w *Watch) anew(ctx context.Context, s *series, open voc.Alert, spike voc.Spike, counts []voc.Count, d *alert.Decision, c *alert.Change) error {
	matching := voc.Filter{
		Brands: []voc.BrandID{s.brand}, Sentiment: s.rule.Sentiment, Topic: s.rule.Topic, From: open.StartedAt, To: spike.At,
	}
	var err error
	if c.Total, err = w.store.Count(ctx, matching); err != nil {
		return err
	}
	if c.Shares, err = w.shares(ctx, matching, spike, c.Total); err != nil {
		return err
	}
	if s.rule.Topic == "" {
		c.Topic = leading(c.Shares)
	}
	facts, err := w.facts(ctx, matching, s, spike, counts)
	if err != nil {
		return err
	}
	facts.Score = max(facts.Score, open.Spike.Score) // a new high stops being new; the incident was that high
	told := open.Level
	if d.Level.Graver(told) {
		told = d.Level
	}
	if level, points := alert.Grade(facts); level.Graver(told) {
		d.Verdict, d.Reason, d.Level, d.Points = alert.Grew, alert.BecauseGraver, level, points
		c.Reason, c.Level, c.Points = string(d.Reason), level, points
	}
	topic := open.Topic
	if c.Topic != "" {
		topic = c.Topic
	}
	if c.Evidence, err = w.evidence(ctx, matching, topic); err != nil {
		return err
	}
	shown := open
	shown.Spike, shown.Shares, shown.Topic = spike, c.Shares, topic
	if c.Level != "" {
		shown.Level = c.Level
	}
	c.Headline = alert.Headline(shown, w.names.telling(shown, s.rule))
	return nil
}

// shares tells who brought the increase since the episode began.
func (w *Watch) shares(ctx context.Context, matching voc.Filter, spike voc.Spike, total int) ([]voc.Share, error) {
	baseline := store.Window{From: matching.From.Add(-describeUsual), To: matching.From}
	var elements []voc.Share
	for _, dimension := range []string{"topic", "store", "source", "region"} {
		shares, err := w.store.Shares(ctx, matching, baseline, dimension)
		if err != nil {
			return nil, err
		}
		elements = append(elements, shares...)
	}
	return alert.Explain(total, spike.Usual*matching.To.Sub(matching.From).Hours(), elements), nil
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

// facts are what the level is made of.
func (w *Watch) facts(ctx context.Context, matching voc.Filter, s *series, spike voc.Spike, counts []voc.Count) (alert.Facts, error) {
	f := alert.Facts{Score: spike.Score, Hour: spike.Hour, HourBefore: hourBefore(counts, spike.At), Reach: voc.Unknown}
	hour := voc.Filter{Brands: matching.Brands, Topic: matching.Topic, From: spike.At.Add(-time.Hour), To: spike.At}
	var err error
	if f.All, err = w.store.Count(ctx, hour); err != nil {
		return f, err
	}
	hour.Sentiment = voc.Negative
	if f.Negative, err = w.store.Count(ctx, hour); err != nil {
		return f, err
	}
	recent, _, err := w.store.Mentions(ctx, matching, store.Page{Limit: 500})
	if err != nil {
		return f, err
	}
	f.Reach, f.Platforms = reachOf(recent), platformsOf(recent)
	grave := matching
	grave.MinSeverity = describeGrave
	mentions, _, err := w.store.Mentions(ctx, grave, store.Page{Limit: 200})
	if err != nil {
		return f, err
	}
	for _, reason := range reasonsOf(mentions, max(2, len(recent)/10)) {
		f.Crisis = append(f.Crisis, w.names.title(reason))
	}
	return f, nil
}

// hourBefore counts the hour that ended an hour before at.
func hourBefore(counts []voc.Count, at time.Time) int {
	n := 0
	for _, c := range counts {
		if !c.At.Before(at.Add(-2*time.Hour)) && c.At.Before(at.Add(-time.Hour)) {
			n += c.N
		}
	}
	return n
}

// reasonsOf lists why mentions are grave, the most frequent reason first. One angry writer is not
// a crisis, nor are the few who threaten in any long quarrel: a reason counts when at least so many
// mentions give it.
func reasonsOf(mentions []voc.Mention, least int) []string {
	counts := map[string]int{}
	var order []string
	for _, m := range mentions {
		for _, r := range m.Analysis.SeverityReasons {
			if counts[r]++; counts[r] == least {
				order = append(order, r)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return counts[b] - counts[a] })
	return order
}

// reachOf adds up the followers of the ten largest authors.
func reachOf(mentions []voc.Mention) int64 {
	largest := map[string]int64{}
	for _, m := range mentions {
		if n := m.Post.Author.Followers; n > 0 && m.Post.Author.Hash != "" {
			largest[m.Post.Author.Hash] = max(largest[m.Post.Author.Hash], n)
		}
	}
	var all []int64
	for _, n := range largest {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b int64) int { return int(b - a) })
	var reach int64
	for _, n := range all[:min(10, len(all))] {
		reach += n
	}
	return reach
}

func platformsOf(mentions []voc.Mention) []string {
	var platforms []string
	for _, m := range mentions {
		if p := m.Post.Platform; p != "" && !slices.Contains(platforms, p) {
			platforms = append(platforms, p)
		}
	}
	slices.Sort(platforms)
	return platforms
}

// evidence is what people read first: how it began, who made it large, and what is typical of it.
func (w *Watch) evidence(ctx context.Context, matching voc.Filter, topic string) ([]voc.Evidence, error) {
	if topic != "" {
		matching.Topic = topic
	}
	var all []voc.Evidence
	for _, want := range []struct {
		order store.EvidenceOrder
		n     int
	}{{store.First, 1}, {store.Amplified, 1}, {store.Typical, 3}} {
		found, err := w.store.Evidence(ctx, matching, want.order, want.n+len(all))
		if err != nil {
			return nil, err
		}
		taken := 0
		for _, e := range found {
			if taken == want.n || slices.ContainsFunc(all, func(o voc.Evidence) bool { return o.PostID == e.PostID || o.Text == e.Text }) {
				continue
			}
			e.Store = w.storeName(e.Store)
			all = append(all, e)
			taken++
		}
	}
	return all, nil
}

// storeName turns a shop's id, as the store has it, into its name.
func (w *Watch) storeName(id string) string {
	if name := w.names.store(voc.StoreID(id)).Name; name != "" {
		return name
	}
	return id
}
