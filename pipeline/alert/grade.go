package alert

import (
	"fmt"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Facts is what is known of a burst when its level is set. A fact that is not known stays at its
// zero value, Reach at voc.Unknown or zero, and adds no point.
type Facts struct {
	Score      float64  // of the spike
	Negative   int      // negative mentions in the hour
	All        int      // all mentions in the hour
	HourBefore int      // matching mentions in the hour before it
	Hour       int      // matching mentions in the hour
	Reach      int64    // followers of the ten largest authors together
	Official   []string // official media or regulators among the authors
	Platforms  []string // where it is spoken of
	Crisis     []string // what grave things are named: severity 4 reasons such as "受伤", "食物中毒"
}

const leastForShare = 10 // mentions below which a share of them says nothing

// Grade gives the level of a burst by the starting weights: see Weights.Grade.
func Grade(f Facts) (voc.Level, []voc.LevelPoint) { return DefaultWeights().Grade(f) }

// Grade gives the level of a burst and the points it is made of, gravest reasons first as listed.
func (w Weights) Grade(f Facts) (voc.Level, []voc.LevelPoint) {
	var points []voc.LevelPoint
	add := func(n int, reason string) {
		if n > 0 {
			points = append(points, voc.LevelPoint{Reason: reason, Points: n})
		}
	}
	add(w.score(f.Score))
	if len(f.Crisis) > 0 {
		add(w.Crisis, "提到"+strings.Join(first(f.Crisis, 3), "、"))
	}
	add(w.share(f.Negative, f.All))
	add(w.reach(f.Reach))
	if len(f.Official) > 0 {
		add(w.Official, "官方媒体或监管机构发声："+strings.Join(first(f.Official, 3), "、"))
	}
	if n := len(f.Platforms); n >= 3 {
		add(w.Platforms, fmt.Sprintf("已出现在 %d 个平台", n))
	}
	if f.HourBefore > 0 && f.Hour >= 2*f.HourBefore {
		add(w.Doubled, fmt.Sprintf("一小时内翻倍（%d → %d）", f.HourBefore, f.Hour))
	}
	return w.level(points), points
}

// level adds the points up.
func (w Weights) level(points []voc.LevelPoint) voc.Level {
	sum := 0
	for _, p := range points {
		sum += p.Points
	}
	switch {
	case sum >= w.Red:
		return voc.Red
	case sum >= w.Orange:
		return voc.Orange
	case sum >= w.Yellow:
		return voc.Yellow
	}
	return voc.Blue
}

// The reasons for the score are fixed texts, so that rescore finds them again.
const (
	scoreOver     = "超过预警阈值"
	scoreDouble   = "达到阈值的两倍"
	scoreFourfold = "达到阈值的四倍"
)

func (w Weights) score(score float64) (int, string) {
	switch {
	case score >= 4:
		return w.ScoreFourfold, scoreFourfold
	case score >= 2:
		return w.ScoreDouble, scoreDouble
	case score >= 1:
		return w.ScoreOver, scoreOver
	}
	return 0, ""
}

// rescore replaces the point for the score by that of a new score, never by a smaller one: an
// incident does not become harmless because its first hour is over. It tells whether it rose.
func (w Weights) rescore(points []voc.LevelPoint, score float64) (all []voc.LevelPoint, rose bool) {
	n, reason := w.score(score)
	had := 0
	fresh := make([]voc.LevelPoint, 0, len(points)+1)
	for _, p := range points {
		if p.Reason != scoreOver && p.Reason != scoreDouble && p.Reason != scoreFourfold {
			fresh = append(fresh, p)
			continue
		}
		if had = p.Points; p.Points > n {
			n, reason = p.Points, p.Reason
		}
	}
	if n == 0 {
		return fresh, false
	}
	return append([]voc.LevelPoint{{Reason: reason, Points: n}}, fresh...), n > had
}

func (w Weights) share(negative, all int) (int, string) {
	if all < leastForShare {
		return 0, ""
	}
	share := float64(negative) / float64(all)
	reason := fmt.Sprintf("负面占 %.0f%%（%d/%d）", 100*share, negative, all)
	switch {
	case share >= 0.7:
		return w.NegativeMost, reason
	case share >= 0.4:
		return w.NegativeMany, reason
	}
	return 0, ""
}

func (w Weights) reach(reach int64) (int, string) {
	switch {
	case reach >= 10_000_000:
		return w.ReachHuge, "前十位发帖人粉丝合计超过一千万"
	case reach >= 1_000_000:
		return w.ReachLarge, "前十位发帖人粉丝合计超过一百万"
	}
	return 0, ""
}

func first(words []string, n int) []string { return words[:min(n, len(words))] }

// Regrade grades what is known of an incident by now. The point for its highest score stays: a new
// high stops being new within hours, the incident was that high all the same.
func (w Weights) Regrade(f Facts, had []voc.LevelPoint) (voc.Level, []voc.LevelPoint) {
	for _, p := range had {
		switch p.Reason {
		case scoreOver:
			f.Score = max(f.Score, 1)
		case scoreDouble:
			f.Score = max(f.Score, 2)
		case scoreFourfold:
			f.Score = max(f.Score, 4)
		}
	}
	return w.Grade(f)
}
