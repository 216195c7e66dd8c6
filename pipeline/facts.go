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

// facts are what the level is made of.
func (w *Watch) facts(ctx context.Context, rule alert.Rule, matching voc.Filter, spike voc.Spike, counts []voc.Count) (alert.Facts, error) {
	f := alert.Facts{Score: spike.Score, Hour: spike.Hour, HourBefore: hourBefore(counts, spike.At), Reach: voc.Unknown}
	var err error
	hour, at := matching, spike.At
	if rule.Kind != voc.RuleBurst && rule.Kind != voc.RuleCount { // what they call their spike is no hour
		at = matching.To
		hour.From, hour.To = at.Add(-time.Hour), at
		if f.Hour, err = w.store.Count(ctx, hour); err != nil {
			return f, err
		}
		hour.From, hour.To = at.Add(-2*time.Hour), at.Add(-time.Hour)
		if f.HourBefore, err = w.store.Count(ctx, hour); err != nil {
			return f, err
		}
	}
	hour.From, hour.To, hour.Sentiment, hour.Topic = at.Add(-time.Hour), at, "", rule.Topic
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
	f.Reach, f.Platforms, f.Official = reachOf(recent), platformsOf(recent), w.officialOf(recent)
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

// officialOf lists the sources among the mentions' that speak for official media or a regulator, as the
// configuration says: a post tells nobody's office by itself.
func (w *Watch) officialOf(mentions []voc.Mention) []string {
	var titles []string
	asked := map[voc.SourceID]bool{}
	for _, m := range mentions {
		if asked[m.Post.Source] {
			continue
		}
		asked[m.Post.Source] = true
		if s := w.names.source(m.Post.Source); s.Official {
			titles = append(titles, cmp.Or(s.Title, string(s.ID)))
		}
	}
	slices.Sort(titles)
	return titles
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
