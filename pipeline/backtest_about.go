package pipeline

import (
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mostEpisodes is for how many alerts of a brand, the newest, the store is asked what they were about.
const mostEpisodes = 60

// loudSpan is when an alert of a replay was loud; several sensitivities often tell the same one.
type loudSpan struct {
	brand    voc.BrandID
	from, to time.Time
}

func loudSpanOf(a *voc.Alert) loudSpan { return loudSpan{a.Brand, a.StartedAt, a.LastAt} }

// nameTopics says of the newest alerts what most of the increase was about, in one question a brand.
// Rules about one thing say it themselves.
func (b *Rulebook) nameTopics(ctx context.Context, r voc.RuleReplay) error {
	if r.Rule.Topic != "" || r.Rule.Kind == voc.RuleSilence || r.Rule.Kind == voc.RuleNewTopic || r.Rule.Kind == voc.RuleCritical {
		return nil
	}
	byBrand := map[voc.BrandID][]loudSpan{}
	for _, o := range r.Outlooks {
		for i := range o.Alerts {
			e := loudSpanOf(&o.Alerts[i])
			if !slices.Contains(byBrand[e.brand], e) {
				byBrand[e.brand] = append(byBrand[e.brand], e)
			}
		}
	}
	topics := map[loudSpan]string{}
	for brand, spans := range byBrand {
		slices.SortFunc(spans, func(a, b loudSpan) int { return b.to.Compare(a.to) })
		if err := b.loudest(ctx, r, brand, spans[:min(len(spans), mostEpisodes)], topics); err != nil {
			return err
		}
	}
	for _, o := range r.Outlooks {
		for i := range o.Alerts {
			o.Alerts[i].Topic = topics[loudSpanOf(&o.Alerts[i])]
		}
	}
	return nil
}

// loudest puts the topic that most of each increase speaks of into topics. What is usual of a topic
// is its mean over everything looked through.
func (b *Rulebook) loudest(ctx context.Context, r voc.RuleReplay, brand voc.BrandID, spans []loudSpan, topics map[loudSpan]string) error {
	windows := []store.Window{{From: r.From, To: r.To}}
	for _, e := range spans {
		windows = append(windows, store.Window{From: e.from, To: e.to})
	}
	counts, err := b.store.WindowTopics(ctx, filterOf(r.Rule, brand, time.Time{}, time.Time{}), windows)
	if err != nil {
		return err
	}
	usual, all := map[string]float64{}, r.To.Sub(r.From)
	shares := make([][]voc.Share, len(spans))
	for _, c := range counts { // the whole past comes first
		if c.Window == 0 {
			usual[c.Topic] = float64(c.N) / all.Hours()
			continue
		}
		e := spans[c.Window-1]
		expected := usual[c.Topic] * e.to.Sub(e.from).Hours()
		shares[c.Window-1] = append(shares[c.Window-1], voc.Share{Dimension: "topic", Element: c.Topic, N: c.N, Usual: expected})
	}
	for i, e := range spans {
		topics[e] = leading(parted(shares[i]))
	}
	return nil
}

// parted gives each topic its part of an increase, the largest first. A mention counts once for each
// of its topics, so the parts are of what all topics gained together.
func parted(shares []voc.Share) []voc.Share {
	var gained float64
	for _, s := range shares {
		gained += max(0, float64(s.N)-s.Usual)
	}
	var parts []voc.Share
	for _, s := range shares {
		if s.Element != "" && gained > 0 {
			s.Part = (float64(s.N) - s.Usual) / gained
			parts = append(parts, s)
		}
	}
	slices.SortStableFunc(parts, func(a, b voc.Share) int {
		switch {
		case a.Part > b.Part:
			return -1
		case a.Part < b.Part:
			return 1
		}
		return 0
	})
	return parts
}

// verdicts counts how each outlook's alerts did against the incidents of these brands that people
// judged, whichever rule opened them.
func (b *Rulebook) verdicts(brands []voc.BrandID, outlooks []voc.Outlook) []voc.ReplayTally {
	past := map[voc.BrandID][]voc.Outcome{}
	for _, a := range b.journal.Alerts() {
		if a.Verdict == "" || !slices.Contains(brands, a.Brand) {
			continue
		}
		end := a.ResolvedAt
		if end.IsZero() {
			end = b.now()
		}
		past[a.Brand] = append(past[a.Brand], voc.Outcome{From: a.StartedAt, To: end, Confirmed: a.Verdict == voc.AlertConfirmed})
	}
	tallies := make([]voc.ReplayTally, len(outlooks))
	for i, o := range outlooks {
		for _, brand := range brands {
			mine := voc.Outlook{Alerts: slices.DeleteFunc(slices.Clone(o.Alerts), func(a voc.Alert) bool { return a.Brand != brand })}
			yes, no := mine.Against(past[brand])
			tallies[i].Confirmed, tallies[i].Dismissed = tallies[i].Confirmed+yes, tallies[i].Dismissed+no
		}
	}
	return tallies
}
