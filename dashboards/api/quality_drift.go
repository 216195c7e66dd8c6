package api

import (
	"context"
	"strconv"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// drift tells what came in week by week.
func (a *door) drift(ctx context.Context, f voc.Filter, weeks weekSpan) ([]DriftWeek, error) {
	flows, err := a.Store.Drift(ctx, f)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, flow := range flows {
		total += flow.N
	}
	list := driftOf(flows, weeks.names)
	if len(list) > 0 { // the week that runs is not over before the next one begins
		list[len(list)-1].Whole = false
	}
	if a.Strange == nil || total == 0 {
		return list, nil
	}
	texts, err := a.Store.DriftTexts(ctx, f, total, len(weeks.names))
	if err != nil {
		return nil, err
	}
	for i := range list {
		strange, all := 0, 0
		for _, text := range texts[i] {
			s, n := a.Strange(text)
			strange, all = strange+s, all+n
		}
		if all > 0 {
			share := float64(strange) / float64(all)
			list[i].Strange = &share
		}
	}
	return list, nil
}

// leastOfWeek is how many mentions a week must have for its distribution to be compared: with fewer, chance
// alone moves the index past its bounds.
const leastOfWeek = 50

// weekFlow is the distributions of one week.
type weekFlow struct {
	sentiment, probability, length map[string]float64
	n, characters                  int
	stated                         float64
}

// driftOf makes weeks of what came in. Each is compared with the one before it.
func driftOf(flows []store.Flow, names []string) []DriftWeek {
	weeks := make([]weekFlow, len(names))
	for i := range weeks {
		weeks[i].sentiment, weeks[i].probability, weeks[i].length = map[string]float64{}, map[string]float64{}, map[string]float64{}
	}
	for _, f := range flows {
		if f.Week < 0 || f.Week >= len(weeks) {
			continue
		}
		w := &weeks[f.Week]
		n := float64(f.N)
		w.sentiment[string(f.Sentiment)] += n
		w.probability[strconv.Itoa(f.Tenth)] += n
		w.length[strconv.Itoa(f.Length)] += n
		w.n, w.characters, w.stated = w.n+f.N, w.characters+f.Characters, w.stated+f.Probability
	}
	list := make([]DriftWeek, len(weeks))
	for i, w := range weeks {
		d := &list[i]
		d.Week, d.N, d.Whole = names[i], w.n, true
		if w.n == 0 {
			continue
		}
		n := float64(w.n)
		d.Negative, d.Neutral, d.Positive = w.sentiment[string(voc.Negative)]/n, w.sentiment[string(voc.Neutral)]/n, w.sentiment[string(voc.Positive)]/n
		d.Probability, d.Length = w.stated/n, float64(w.characters)/n
		if i == 0 || w.n < leastOfWeek || weeks[i-1].n < leastOfWeek {
			continue
		}
		before := weeks[i-1]
		for _, c := range []struct {
			into        **float64
			now, before map[string]float64
		}{
			{&d.Sentiment, w.sentiment, before.sentiment}, {&d.Certainty, w.probability, before.probability}, {&d.Lengths, w.length, before.length},
		} {
			psi := statistics.PSI(c.now, c.before)
			*c.into = &psi
		}
	}
	return list
}
