package workorder

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// HeardHour is how many negative mentions fell into one hour: those of an order's topics and the
// brand's others.
type HeardHour struct {
	At       time.Time // its beginning
	Topic    int       // of the order's topics
	Other    int       // of all others: the control
	Coverage float64   // 0…1: share of the collection that really happened
}

// Facts are what the proof of a fix is made of.
type Facts struct {
	Hours   []HeardHour     // from 14 days before Started until Now, in order; hours that are missing were not heard
	Started time.Time       // when the incident began
	Since   time.Time       // when what was done was done
	Until   time.Time       // decided by then
	Now     time.Time       //
	Usual   []time.Duration // half lives of similar past incidents of the brand that nobody mended: see HalfLife
	Fire    string          // id of an incident about the same matter that began after the fix; "" none
}

const (
	pastDays       = 14
	leastCoverage  = 0.5      // an hour heard less is left out, before and after alike
	leastPastHours = 3 * 24   // heard before the incident, or nobody knows what is usual
	leastLastHours = 16       // heard of the last 24, or nobody knows how it is now
	leastMentions  = 10       // in the incident, or there is nothing to measure
	deviations     = 2.0      // above what is expected is still usual
	surely         = 1.645    // deviations that leave one side of a 90 % interval
	lostControl    = 0.25     // the other topics fall below this part only when nobody listens
	staying        = 12       // hours the running day must have stayed below, at most
	leastLimit     = 2.0 / 24 // an hour: two mentions a day are no wave, however quiet it was before
)

// Verify measures whether complaints really fell after a fix. Rates are of heard hours alone, each
// counted as much as it was heard, on both sides.
//
// It is passed when the last 24 hours, running, stay below what is expected plus two deviations
// (negative binomial, its overdispersion from the days before) and the topics' share in the brand's
// negatives is back under twice its past; failed when the last 24 hours are still over half of the
// peak, when they are over the limit at the end, or when a new incident came. Where too little was
// heard, or the incident was too small to tell from the ordinary, it is unclear. Until one of these
// is sure it goes on watching.
func Verify(f Facts) voc.Verification {
	m := measure(f)
	v := m.told()
	m.effect(&v)
	v.State, v.Verdict = m.decide(v)
	return v
}

// measured is what is known of the four times: before, the incident, right before the fix, after it.
type measured struct {
	Facts
	before, incident, after, last tally
	limit                         float64 // mentions an hour
	spread                        float64 // overdispersion of a day: variance = mean + spread × mean²
	peak                          float64 // mentions an hour
	loudest                       float64 // the same over the loudest day of the incident, or all of a shorter one
	above                         bool    // a running day of the last hours is over the limit
}

// tally adds up heard hours.
type tally struct {
	topic, other int
	heard        float64 // hours, by coverage
	span         float64 // hours there were
}

func (t tally) rate() float64 { return perHour(float64(t.topic), t.heard) }

func (t tally) coverage() float64 { return min(1, perHour(t.heard, t.span)) }

func perHour(n, hours float64) float64 {
	if hours <= 0 {
		return 0
	}
	return n / hours
}

// part is the topics' share in all negatives, 0 when there were none.
func (t tally) part() float64 { return perHour(float64(t.topic), float64(t.topic+t.other)) }

func (f Facts) tally(from, to time.Time) tally {
	t := tally{span: max(0, to.Sub(from).Hours())}
	for _, h := range f.Hours {
		if h.At.Before(from) || !h.At.Before(to) || h.Coverage < leastCoverage {
			continue
		}
		t.topic += h.Topic
		t.other += h.Other
		t.heard += min(1, h.Coverage)
	}
	return t
}

func measure(f Facts) measured {
	m := measured{Facts: f}
	m.before = f.tally(f.Started.Add(-pastDays*day), f.Started)
	m.incident = f.tally(f.Started, f.Since)
	m.after = f.tally(f.Since, f.Now)
	m.last = f.tally(latest(f.Since, f.Now.Add(-day)), f.Now)
	m.limit, m.spread = f.usualLimit()
	for _, h := range f.Hours {
		if h.Coverage >= leastCoverage && !h.At.Before(f.Started) && h.At.Before(f.Since) {
			m.peak = max(m.peak, float64(h.Topic)/min(1, h.Coverage))
		}
	}
	m.loudest = f.loudest()
	for back := range staying + 1 {
		end := f.Now.Add(-time.Duration(back) * time.Hour)
		if begin := end.Add(-day); begin.Before(f.Since) {
			break
		} else if t := f.tally(begin, end); t.heard >= leastLastHours && t.rate() > m.limit {
			m.above = true
		}
	}
	return m
}

// loudest is the rate of the loudest running day of the incident; one that was mended days later had
// long fallen, which makes it no smaller.
func (f Facts) loudest() float64 {
	most := 0.0
	for from := f.Started; ; from = from.Add(time.Hour) {
		to := from.Add(day)
		if to.After(f.Since) {
			to = f.Since
		}
		if t := f.tally(from, to); t.heard >= min(leastLastHours, t.span/2) {
			most = max(most, t.rate())
		}
		if !to.Before(f.Since) {
			return most
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// usualLimit is what an hour of a running day may reach and still be usual, and how much days differ
// from each other beyond chance. Days of an earlier wave are cut back: they are not usual.
func (f Facts) usualLimit() (limit, spread float64) {
	var sums []float64
	for d := 1; d <= pastDays; d++ {
		to := f.Started.Add(-time.Duration(d-1) * day)
		if t := f.tally(to.Add(-day), to); t.heard >= leastLastHours {
			sums = append(sums, t.rate()*24)
		}
	}
	if len(sums) < 2 {
		return leastLimit, 0
	}
	slices.Sort(sums)
	middle := sums[len(sums)/2]
	cut := middle + 3*math.Sqrt(middle+1)
	mean, variance := 0.0, 0.0
	for i, s := range sums {
		sums[i] = min(s, max(cut, 1.5*middle))
		mean += sums[i] / float64(len(sums))
	}
	for _, s := range sums {
		variance += (s - mean) * (s - mean) / float64(len(sums)-1)
	}
	mean = max(mean, 0.5) // a topic nobody ever spoke of is expected half a time a day
	spread = max(0, (variance-mean)/(mean*mean))
	sd := math.Sqrt((mean + spread*mean*mean) * (1 + 1/float64(len(sums))))
	return max((mean+deviations*sd)/24, leastLimit), spread
}

// told is the measurement without its judgement.
func (m measured) told() voc.Verification {
	return voc.Verification{
		Since: m.Since, Until: m.Until, At: m.Now,
		Before: m.before.rate(), Peak: m.peak, After: m.last.rate(), Limit: m.limit,
		PastPart: m.before.part(), Part: m.last.part(),
		Heard: m.after.coverage(), HeardBefore: m.before.coverage(),
	}
}

// decide judges. What makes a judgement impossible is asked first, but for a new incident, which
// needs no figures.
func (m measured) decide(v voc.Verification) (voc.VerificationState, string) {
	late := !m.Now.Before(m.Until)
	open := func(why string) (voc.VerificationState, string) {
		if late {
			return voc.VerificationUnclear, "无法判断：" + why
		}
		return voc.VerificationWatching, "验证中：" + why
	}
	switch {
	case m.Fire != "":
		return voc.VerificationFailed, "未通过：处理后同一问题又起了预警 " + m.Fire
	case m.before.heard < leastPastHours:
		return open(fmt.Sprintf("事发前只采集到 %.0f 小时，不知道平时有多少", m.before.heard))
	case m.incident.topic < leastMentions:
		return open(fmt.Sprintf("事发期间只有 %d 条，少于 %d 条，量不出升降", m.incident.topic, leastMentions))
	case !m.standsOut():
		return open("事发时的声量与平时的起伏分不开，量不出升降")
	case m.Now.Sub(m.Since) < day:
		return open("处理后还不满 24 小时")
	case m.last.heard < leastLastHours:
		return open(fmt.Sprintf("最近 24 小时只采集到 %.0f 小时，听不全就不下结论", m.last.heard))
	case m.deaf():
		return open("其他话题也同时没有了声音，更像是采集中断，不是投诉下降")
	}
	figures := fmt.Sprintf("最近 24 小时每小时 %s 条，平时 %s，峰值 %s，上限 %s", figure(v.After), figure(v.Before), figure(v.Peak), figure(v.Limit))
	switch {
	case v.After > v.Limit && v.After > v.Peak/2:
		return voc.VerificationFailed, "未通过：" + figures + "，仍超过峰值的一半"
	case v.After > v.Limit && late:
		return voc.VerificationFailed, "未通过：" + figures + "，到期仍高于平时"
	case m.above:
		return open(figures + "，还没有稳定低于上限")
	case m.partHigh():
		return open(fmt.Sprintf("%s，但占负面的 %.0f%%，平时 %.0f%%，还在两倍以上", figures, v.Part*100, v.PastPart*100))
	}
	return voc.VerificationPassed, "已验证：" + figures + m.faster(v)
}

// standsOut tells whether the incident was so much over the limit that staying as it was could
// hardly look like being over.
func (m measured) standsOut() bool {
	sum := m.loudest * 24
	return sum-surely*math.Sqrt(sum+m.spread*sum*sum) > m.limit*24
}

// deaf tells whether the other topics fell silent as well.
func (m measured) deaf() bool {
	expected := perHour(float64(m.before.other), m.before.heard) * m.last.heard
	return expected >= 20 && float64(m.last.other) < lostControl*expected
}

// partHigh tells whether the topics still make up twice as much of the negatives as they did. Of
// fewer than ten negatives a share says nothing.
func (m measured) partHigh() bool {
	if m.last.topic+m.last.other < 10 {
		return false
	}
	past := (float64(m.before.topic) + 0.5) / float64(m.before.topic+m.before.other+1)
	return m.last.part() >= 2*past
}

func figure(v float64) string {
	if v >= 10 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.1f", v)
}
