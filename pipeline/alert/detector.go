package alert

import (
	"fmt"
	"math"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What the score is made of. Taken over from a study of detectors on the realTweets part of the
// Numenta Anomaly Benchmark, where the constants were rounded by hand and one setting served all
// series; changing one of them changes what every threshold means.
const (
	levelHalfLife   = 7 * 24 * time.Hour
	scatterHalfLife = 5 * 24 * time.Hour
	highSpan        = 14 * 24 * time.Hour // past that a new high is measured against
	sigmaSpan       = 7 * 24 * time.Hour
	lag             = time.Hour // what happened in the last hour is judged, not yet learned

	heardHalfLife = 2 * 24 * time.Hour // a source that fails for good is got used to within a week …
	wellHeard     = 0.9                // … until then hours heard so much less than usual teach nothing

	highScale     = 6.0  // nats of new high …
	surpriseScale = 12.0 // … and of surprise that count as one
	burstScale    = 0.25 // the geometric mean of both at the balanced threshold
	sigmaScale    = 3.0  // standard deviations at the balanced threshold
	highPrior     = 5.0  // posts added to both sides of a ratio: from 1 to 3 is no new high

	leastUsual   = 0.1
	leastScatter = 0.01
	clipAfter    = 12 // hours of buckets before clipping: six deviations of nothing known mean nothing
)

var (
	windows   = [...]time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}
	quantiles = [...]float64{0.99, 0.995, 0.998}
)

// Detector watches one series. It holds two weeks of it; feeding it one bucket costs a few
// microseconds. It is not safe for concurrent use.
type Detector struct {
	rule   Rule
	plans  []Plan
	forget float64 // part of heard that one bucket replaces
	hour   int     // buckets in an hour, which is also the lag
	span   int     // buckets in highSpan
	week   int     // buckets in sigmaSpan
	width  [len(windows)]int

	at      int       // number of the newest bucket; −1 before the first
	last    time.Time // its start
	counts  ring[int32]
	fit     ring[bool] // whether the hour that ends with the bucket is a fact one may learn from
	whole   bool       // whether the newest hour was collected well enough to be judged
	heard   float64    // coverage that hours well enough collected usually have, fading
	planned int        // buckets since the last one that a plan made loud
	authors ring[int32]
	covered ring[int32] // thousandths

	now, late, gone [len(windows)]int64 // window sums ending now, an hour ago, two weeks ago
	weekGone        int64               // hour sum ending a week ago
	highs           [len(windows)]multiset
	level           level
	hours           moments
	days, threes    dayPeaks // of hours, and of three hours
	three           int64    // posts of the last smoulderSpan
	smoulder        smoulder
	shown           float64 // by the newest bucket alone
	band            band

	fewPosts, fewAuthors string // reasons, written once
}

// NewDetector gives a detector that knows nothing yet. Rule and plans must be valid.
func NewDetector(rule Rule, plans ...Plan) *Detector {
	d := &Detector{
		rule:       rule,
		plans:      plans,
		planned:    int(time.Hour / rule.Step),
		hour:       int(time.Hour / rule.Step),
		span:       int(highSpan / rule.Step),
		week:       int(sigmaSpan / rule.Step),
		at:         -1,
		forget:     1 - math.Exp2(-1/float64(heardHalfLife/rule.Step)),
		level:      newLevel(float64(levelHalfLife/rule.Step), float64(scatterHalfLife/rule.Step)),
		fewPosts:   fmt.Sprintf("近一小时不足 %d 条", rule.MinPosts),
		fewAuthors: fmt.Sprintf("近一小时不足 %d 人", rule.MinAuthors),
	}
	for i, w := range windows {
		d.width[i] = max(1, int(w/rule.Step))
	}
	d.counts = newRing[int32](d.span + d.hour + 1)
	d.fit = newRing[bool](d.span + 1)
	d.authors = newRing[int32](d.hour + 1)
	d.covered = newRing[int32](d.hour + 1)
	d.days, d.threes = newDayPeaks(rule.Step), newDayPeaks(rule.Step)
	d.smoulder = newSmoulder(rule.Step)
	d.band = newBand(rule.Step)
	return d
}

// Clone gives an independent detector in the same state: keep one from before the time within
// which posts may still arrive late, and replay from there.
func (d *Detector) Clone() *Detector {
	c := *d
	c.counts, c.fit = d.counts.clone(), d.fit.clone()
	c.authors, c.covered = d.authors.clone(), d.covered.clone()
	c.days, c.threes, c.smoulder = d.days.clone(), d.threes.clone(), d.smoulder.clone()
	for i := range c.highs {
		c.highs[i] = d.highs[i].clone()
	}
	return &c
}

// Step takes in the next bucket and says what it looks like against everything before it. Buckets
// come in order of time; those left out are taken as not collected. A bucket that does not advance
// the time changes nothing and is answered as unknown.
//
// Fired says that this bucket alone is worth an alert. Whether one is open already, or was told
// within the quiet period, is for Decide.
func (d *Detector) Step(c voc.Count) voc.Spike {
	if d.at >= 0 {
		ahead := c.At.Sub(d.last)
		if ahead < d.rule.Step/2 {
			return voc.Spike{At: c.At.Add(d.rule.Step), Unknown: true, Reason: "时间没有前进，不作判断"}
		}
		missing := int((ahead+d.rule.Step/2)/d.rule.Step) - 1
		for range d.remembered(missing) {
			d.push(voc.Count{}, d.last) // nothing is learned from it, so its time does not matter
		}
	}
	d.last = c.At
	d.push(c, c.At.Add(d.rule.Step))
	return d.judge(c.At.Add(d.rule.Step))
}

// remembered shortens a gap that is longer than all we remember by whole days: it is as good as for
// ever, but the time of day after it must be right.
func (d *Detector) remembered(missing int) int {
	if most := d.span + d.hour; missing > most {
		return most + (missing-most)%d.band.day
	}
	return missing
}

// Detect judges a whole series: the fold of Step over a fresh Detector.
func Detect(rule Rule, counts []voc.Count, plans ...Plan) []voc.Spike {
	d := NewDetector(rule, plans...)
	spikes := make([]voc.Spike, len(counts))
	for i, c := range counts {
		spikes[i] = d.Step(c)
	}
	return spikes
}

// push moves every window on by one bucket.
func (d *Detector) push(c voc.Count, end time.Time) {
	d.at++
	b := d.at
	d.counts.set(b, int32(min(c.N, math.MaxInt32)))
	d.authors.set(b, int32(min(c.Authors, math.MaxInt32)))
	d.covered.set(b, int32(math.Round(1000*min(max(c.Coverage, 0), 1))))
	coverage := d.coverage()
	d.whole = b >= d.hour-1 && coverage > 0 && coverage >= d.rule.MinCoverage
	d.smoulder.push(d.shown)
	d.shown = 0
	if d.planned++; untaught(d.plans, end) {
		d.planned = 0
	}
	// An hour with planned surge in any part of it teaches nothing, nor does one heard much less than
	// others: half of the posts are not half as much talk. When that stays so it is learned in time.
	d.fit.set(b, d.whole && d.planned >= d.hour && coverage >= wellHeard*d.heard)
	if d.whole {
		if d.heard == 0 {
			d.heard = coverage
		}
		d.heard += (coverage - d.heard) * d.forget
	}
	for i, w := range d.width {
		d.now[i] += int64(d.counts.get(b)) - int64(d.counts.get(b-w))
		d.late[i] += int64(d.counts.get(b-d.hour)) - int64(d.counts.get(b-d.hour-w))
		d.gone[i] += int64(d.counts.get(b-d.span)) - int64(d.counts.get(b-d.span-w))
	}
	d.days.push(b, d.now[len(windows)-1], d.fit.get(b))
	d.three += int64(d.counts.get(b)) - int64(d.counts.get(b-3*d.hour))
	d.weekGone += int64(d.counts.get(b-d.week)) - int64(d.counts.get(b-d.week-d.hour))
	d.threes.push(b, d.three, d.fit.get(b) && d.fit.get(b-d.hour) && d.fit.get(b-2*d.hour))
	d.learn(b)
}

// learn takes in the hour that has just become old enough, and forgets those that are too old.
func (d *Detector) learn(b int) {
	if d.fit.get(b - d.hour) {
		for i := range d.highs {
			d.highs[i].add(d.late[i])
		}
		x := d.late[len(windows)-1]
		d.hours.add(x)
		d.band.learn(b-d.hour, float64(x), d.level.mean())
		d.level.learn(float64(x))
	}
	if d.fit.get(b - d.week) {
		d.hours.remove(d.weekGone)
	}
	if d.fit.get(b - d.span) {
		for i := range d.highs {
			d.highs[i].remove(d.gone[i])
		}
	}
}

// coverage is the mean coverage of the last hour, 0…1.
func (d *Detector) coverage() float64 {
	var sum int32
	for i := range d.hour {
		sum += d.covered.get(d.at - i)
	}
	return float64(sum) / float64(1000*d.hour)
}

func (d *Detector) hourAuthors() int {
	var sum int32
	for i := range d.hour {
		sum += d.authors.get(d.at - i)
	}
	return int(sum)
}

// judge says what the newest bucket looks like. Asking again gives the same answer.
func (d *Detector) judge(end time.Time) voc.Spike {
	x := d.now[len(windows)-1]
	s := voc.Spike{At: end, Hour: int(x), Usual: d.level.mean(), Authors: d.hourAuthors(), Sigma: d.hours.sigma(float64(x))}
	if d.level.n >= d.band.day {
		s.Low, s.High = d.band.limits(d.at, s.Usual)
	}
	if plan := planAt(d.plans, end); plan != nil {
		s.Planned = plan.Title
	}
	plan := planOver(d.plans, end)
	bucket := float64(d.covered.get(d.at)) / 1000
	switch {
	case !d.whole || bucket < d.rule.MinCoverage || bucket == 0:
		s.Unknown, s.Reason = true, "数据不全，不作判断"
		return s
	case d.rule.Kind == CountKind:
		s.Score = float64(x) / float64(d.rule.MinPosts)
	default:
		s.Score = d.score(s)
		if d.shown = s.Score; plan != nil {
			d.shown = 0 // what was expected to be loud is no sign of what smoulders
		}
		s.Score = max(s.Score, d.smouldering(s))
	}
	s.Fired, s.Reason = d.verdict(s)
	if s.Fired && plan != nil && (plan.Raise == 0 || s.Score < plan.Raise*d.threshold()) {
		s.Fired, s.Reason = false, fmt.Sprintf("“%s”期间预料之中的热度，不提醒", plan.Title)
	}
	return s
}

// threshold is the score from which the rule fires; a count rule's score is 1 at its count.
func (d *Detector) threshold() float64 {
	if d.rule.Kind == CountKind {
		return 1
	}
	return d.rule.Sensitivity
}

// score is the smaller of two views, each 1 at the balanced threshold: a burst (surprising against
// the usual level and higher than nearly everything of two weeks), and the hour's deviation.
func (d *Detector) score(s voc.Spike) float64 {
	surprise := surprise(float64(s.Hour), d.level.mean(), d.level.phi())
	if surprise <= 0 || s.Sigma <= 0 {
		return 0
	}
	burst := math.Sqrt(d.newHigh()/highScale*surprise/surpriseScale) / burstScale
	return d.days.below(d.at, float64(s.Hour), highPrior, min(burst, s.Sigma/sigmaScale))
}

// smouldering is the score of the last three hours together, while the newest hour still deviates
// as far as that of a burst must.
func (d *Detector) smouldering(s voc.Spike) float64 {
	score := max(0, min(d.smoulder.with(d.shown), s.Sigma/sigmaScale))
	return d.threes.below(d.at, float64(d.three), 3*highPrior, score)
}

// newHigh is how far the present stands above the highest of the past two weeks, in nats, summed
// over all windows and quantiles.
func (d *Detector) newHigh() float64 {
	var sum float64
	for i := range d.highs {
		x := float64(d.now[i]) + highPrior
		for _, q := range quantiles {
			sum += max(0, math.Log(x/(d.highs[i].high(q)+highPrior)))
		}
	}
	return sum
}

func (d *Detector) verdict(s voc.Spike) (fired bool, reason string) {
	known := time.Duration(d.level.n) * d.rule.Step
	switch {
	case s.Hour < d.rule.MinPosts:
		return false, d.fewPosts
	case s.Score < d.threshold():
		return false, "与平时相比不突出"
	case s.Authors < d.rule.MinAuthors:
		return false, d.fewAuthors
	case d.rule.Kind == CountKind:
		return true, fmt.Sprintf("近一小时 %d 条，达到 %d 条", s.Hour, d.rule.MinPosts)
	case known < d.rule.MinHistory:
		return false, "历史太短，还在学习平时的样子"
	}
	reason = fmt.Sprintf("近一小时 %d 条，平时约 %s 条，高出近七天均值 %.1f 个标准差", s.Hour, about(s.Usual), s.Sigma)
	if s.Score > d.shown && d.shown > 0 && d.shown < d.threshold() {
		reason += "，三小时来居高不下"
	}
	return true, reason
}
