package digest

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Names of the queries figures come from.
const (
	queryMentions = "figures/mentions"
	queryIndex    = "figures/index"
	queryRate     = "figures/rate"
	queryClaim    = "figures/claim"
	queryResolve  = "figures/resolve"
)

const (
	leastIndex   = 5       // complaints on a usual day before an index of them means anything
	leastHandled = 3       // orders before a median of them is told …
	leastTimed   = 5       // … and before two medians are compared
	handledIn    = 7 * day // orders whose times are told
)

// figures are the numbers of the day beside those of the week before. A figure of too few is left out:
// an empty place says more than a number nobody may believe.
func (f *facts) figures() []voc.DigestFigure {
	all := []voc.DigestFigure{f.mentionsFigure()}
	for _, g := range []*voc.DigestFigure{f.indexFigure(), f.rateFigure(), f.claimFigure(), f.resolveFigure()} {
		if g != nil {
			all = append(all, *g)
		}
	}
	return all
}

func (f *facts) mentionsFigure() voc.DigestFigure {
	g := voc.DigestFigure{Name: "mentions", Title: f.say("声音", "Voices"), Text: strconv.Itoa(f.today.total), Value: value(float64(f.today.total)), Query: queryMentions}
	if f.week != nil {
		g.Before, g.Was = strconv.Itoa(f.week.total), value(float64(f.week.total))
		g.Change, _ = f.counted(f.today.total, f.week.total, func(w window) int { return w.total })
	}
	return g
}

// index is complaints against what the same hours of the weekday usually bring, which is 100.
func (f *facts) index(complaints int) (float64, bool) {
	mean := float64(pooled(f.usual).complaints) / float64(max(1, len(f.usual)))
	if len(f.usual) < leastWeeks || mean < leastIndex {
		return 0, false
	}
	return 100 * float64(complaints) / mean, true
}

func (f *facts) indexFigure() *voc.DigestFigure {
	now, ok := f.index(f.today.complaints)
	if !ok {
		return nil
	}
	g := &voc.DigestFigure{Name: "index", Title: f.say("投诉指数", "Complaint index"), Text: whole(now), Value: value(now), Query: queryIndex}
	if f.week != nil {
		was, _ := f.index(f.week.complaints)
		g.Before, g.Was = whole(was), value(was)
		g.Change, g.Worse = f.counted(f.today.complaints, f.week.complaints, func(w window) int { return w.complaints })
	}
	return g
}

func whole(x float64) string { return strconv.Itoa(int(math.Round(x))) }

func worse(yes bool) *bool { return &yes }

// counted says how a count changed since the week before, when that is more than days differ by chance:
// complaints come in swarms, so the weeks themselves tell how much they scatter.
func (f *facts) counted(now, was int, of func(window) int) (change string, grown *bool) {
	scatter := 1.0
	if len(f.usual) > leastWeeks {
		var counts []float64
		for _, w := range f.usual {
			counts = append(counts, float64(of(w)))
		}
		mean, variance := meanAndVariance(counts)
		scatter = max(1, variance/max(1, mean))
	}
	apart := math.Abs(float64(now - was))
	switch {
	case was == 0 || apart <= surely*math.Sqrt(scatter*float64(now+was)):
		return f.chance(now == was), nil
	case now >= 2*was:
		return f.say("是上周的 %s 倍", "%s times last week's", number(float64(now)/float64(was))), worse(true)
	case now > was:
		return f.say("比上周多 %s", "up %s on last week", f.part(now-was, was)), worse(true)
	}
	return f.say("比上周少 %s", "down %s on last week", f.part(was-now, was)), worse(false)
}

// chance is said of a difference that proves nothing.
func (f *facts) chance(equal bool) string {
	if equal {
		return f.say("持平", "level")
	}
	return f.say("正常波动", "within chance")
}

// rated writes a share of complaints: small ones with a decimal, since they are all small.
func (f *facts) rated(p float64) string {
	if p > 0.0005 && p < 0.0995 {
		return tenth(p)
	}
	return f.share(p)
}

func (f *facts) rateFigure() *voc.DigestFigure {
	if f.today.total < leastDay {
		return nil
	}
	rate := func(w window) float64 { return float64(w.complaints) / float64(w.total) }
	low, high := wilson(f.today.complaints, f.today.total)
	g := &voc.DigestFigure{
		Name: "rate", Title: f.say("投诉率", "Complaint rate"), Value: value(rate(f.today)), Query: queryRate,
		Text: f.say("%s（%s～%s）", "%s (%s–%s)", f.rated(rate(f.today)), f.rated(low), f.rated(high)),
	}
	if f.week == nil || f.week.total < leastDay {
		return g
	}
	g.Before, g.Was = f.rated(rate(*f.week)), value(rate(*f.week))
	least, most := wilson(f.week.complaints, f.week.total)
	switch apart := f.points(rate(f.today) - rate(*f.week)); {
	case low > most:
		g.Change, g.Worse = f.say("比上周高 %s", "up %s on last week", apart), worse(true)
	case high < least:
		g.Change, g.Worse = f.say("比上周低 %s", "down %s on last week", apart), worse(false)
	default:
		g.Change = f.chance(g.Text == g.Before)
	}
	return g
}

func (f *facts) claimFigure() *voc.DigestFigure {
	return f.timeFigure("claim", f.say("认领用时", "Time to claim"), queryClaim, claimTimes)
}

func (f *facts) resolveFigure() *voc.DigestFigure {
	return f.timeFigure("resolve", f.say("处理用时", "Time to mend"), queryResolve, resolveTimes)
}

// timeFigure is the median of the last seven days beside that of the seven before. How many orders it is
// the median of is said with it.
func (f *facts) timeFigure(name, title, query string, times func([]voc.WorkOrder, time.Time, time.Time) []time.Duration) *voc.DigestFigure {
	now, was := times(f.orders, f.to.Add(-handledIn), f.to), times(f.orders, f.to.Add(-2*handledIn), f.to.Add(-handledIn))
	if len(now) < leastHandled {
		return nil
	}
	told := func(times []time.Duration) string {
		return f.say("%s（%d 单）", "%s (of %d)", f.lasting(middle(times)), len(times))
	}
	g := &voc.DigestFigure{Name: name, Title: title, Text: told(now), Value: value(middle(now).Seconds()), Query: query}
	if len(was) < leastHandled {
		return g
	}
	g.Before, g.Was = told(was), value(middle(was).Seconds())
	if len(was) < leastTimed || len(now) < leastTimed {
		return g
	}
	apart := asRead(middle(now)) - asRead(middle(was))
	g.Change = f.chance(apart == 0)
	if differ(now, was) && apart != 0 {
		g.Worse = worse(apart > 0)
		if g.Change = f.say("比前一周快 %s", "%s faster than the week before", f.lasting(-apart)); apart > 0 {
			g.Change = f.say("比前一周慢 %s", "%s slower than the week before", f.lasting(apart))
		}
	}
	return g
}

// asRead rounds a time as it is told, so that what is said to lie between two times is what a reader reckons.
func asRead(d time.Duration) time.Duration {
	switch {
	case d >= 2*day:
		return d.Round(day)
	case d >= 10*time.Hour:
		return d.Round(time.Hour)
	case d >= 100*time.Minute:
		return d.Round(6 * time.Minute) // a tenth of an hour
	}
	return d.Round(time.Minute)
}

// claimTimes are the times orders waited to be claimed, of those claimed within a stretch of time, sorted:
// working time, as the report of work orders counts it.
func claimTimes(orders []voc.WorkOrder, from, to time.Time) []time.Duration {
	return handled(orders, voc.ClockClaim, from, to, func(o voc.WorkOrder) time.Time { return o.ClaimedAt },
		func(c voc.Clock) time.Duration { return c.Used })
}

// resolveTimes are the times until something was done, all cycles together: what came back was not solved.
func resolveTimes(orders []voc.WorkOrder, from, to time.Time) []time.Duration {
	return handled(orders, voc.ClockResolve, from, to, func(o voc.WorkOrder) time.Time { return o.ResolvedAt },
		func(c voc.Clock) time.Duration { return c.Total })
}

func handled(orders []voc.WorkOrder, clock voc.ClockName, from, to time.Time, at func(voc.WorkOrder) time.Time, took func(voc.Clock) time.Duration) []time.Duration {
	var times []time.Duration
	for _, o := range orders {
		done := at(o)
		if done.IsZero() || done.Before(from) || !done.Before(to) {
			continue
		}
		i := slices.IndexFunc(o.Clocks, func(c voc.Clock) bool { return c.Name == clock })
		if i < 0 { // from before orders had clocks
			times = append(times, done.Sub(o.OpenedAt))
			continue
		}
		times = append(times, took(o.Clocks[i]))
	}
	slices.Sort(times)
	return times
}

// differ tells whether two sets of times differ beyond chance, at 95 %: the rank-sum test of Mann and
// Whitney (1947), which needs no shape of their distribution. Both must be sorted.
func differ(a, b []time.Duration) bool {
	wins := 0.0
	for _, x := range a {
		for _, y := range b {
			switch {
			case x > y:
				wins++
			case x == y:
				wins += 0.5
			}
		}
	}
	n, m := float64(len(a)), float64(len(b))
	sigma := math.Sqrt(n * m * (n + m + 1) / 12)
	return math.Abs(wins-n*m/2) > 1.959964*sigma
}

// enterFigures counts the figures again, for what the letter says of them to be held to.
func (l *Ledger) enterFigures(f *facts) {
	mean := float64(pooled(f.usual).complaints) / float64(max(1, len(f.usual)))
	l.allow(queryMentions, f.today.total)
	low, high := wilson(f.today.complaints, f.today.total)
	share := func(x window) float64 { return float64(x.complaints) / float64(max(1, x.total)) }
	l.allow(queryRate, f.rated(share(f.today)), f.rated(low), f.rated(high))
	l.allow(queryIndex, whole(100*float64(f.today.complaints)/max(1, mean)))
	if w := f.week; w != nil {
		apart := func(a, b int) string { return f.part(max(a-b, b-a), b) + " " + number(float64(a)/float64(max(1, b))) }
		l.allow(queryMentions, w.total, apart(f.today.total, w.total))
		l.allow(queryIndex, whole(100*float64(w.complaints)/max(1, mean)), apart(f.today.complaints, w.complaints))
		l.allow(queryRate, f.rated(share(*w)), f.points(share(f.today)-share(*w)))
	}
	for query, times := range map[string]func([]voc.WorkOrder, time.Time, time.Time) []time.Duration{queryClaim: claimTimes, queryResolve: resolveTimes} {
		now, was := times(f.orders, f.to.Add(-handledIn), f.to), times(f.orders, f.to.Add(-2*handledIn), f.to.Add(-handledIn))
		apart := asRead(middle(now)) - asRead(middle(was))
		l.allow(query, f.lasting(middle(now)), len(now), f.lasting(middle(was)), len(was), f.lasting(max(apart, -apart)))
	}
}
