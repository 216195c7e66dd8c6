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

// Points from which a level is reached. Starting weights of the trade, to be tuned on confirmed
// incidents; that is why every point is listed in the alert.
const (
	redFrom    = 8
	orangeFrom = 5
	yellowFrom = 3

	leastForShare = 10 // mentions below which a share of them says nothing
)

// Grade gives the level of a burst and the points it is made of, gravest reasons first as listed.
func Grade(f Facts) (voc.Level, []voc.LevelPoint) {
	var points []voc.LevelPoint
	add := func(n int, reason string) {
		if n > 0 {
			points = append(points, voc.LevelPoint{Reason: reason, Points: n})
		}
	}
	add(scorePoint(f.Score))
	if len(f.Crisis) > 0 {
		add(3, "提到"+strings.Join(first(f.Crisis, 3), "、"))
	}
	add(sharePoint(f.Negative, f.All))
	add(reachPoint(f.Reach))
	if len(f.Official) > 0 {
		add(2, "官方媒体或监管机构发声："+strings.Join(first(f.Official, 3), "、"))
	}
	if n := len(f.Platforms); n >= 3 {
		add(1, fmt.Sprintf("已出现在 %d 个平台", n))
	}
	if f.HourBefore > 0 && f.Hour >= 2*f.HourBefore {
		add(1, fmt.Sprintf("一小时内翻倍（%d → %d）", f.HourBefore, f.Hour))
	}
	return levelOf(points), points
}

func levelOf(points []voc.LevelPoint) voc.Level {
	sum := 0
	for _, p := range points {
		sum += p.Points
	}
	switch {
	case sum >= redFrom:
		return voc.Red
	case sum >= orangeFrom:
		return voc.Orange
	case sum >= yellowFrom:
		return voc.Yellow
	}
	return voc.Blue
}

// scoreReason is fixed text for each weight, so that rescore finds it again.
var scoreReason = [...]string{1: "超过预警阈值", 2: "达到阈值的两倍", 3: "达到阈值的四倍"}

func scorePoint(score float64) (int, string) {
	n := 0
	switch {
	case score >= 4:
		n = 3
	case score >= 2:
		n = 2
	case score >= 1:
		n = 1
	}
	return n, scoreReason[n]
}

// rescore replaces the point for the score by that of a new score, never by a smaller one: an
// incident does not become harmless because its first hour is over.
func rescore(points []voc.LevelPoint, score float64) []voc.LevelPoint {
	n, reason := scorePoint(score)
	fresh := make([]voc.LevelPoint, 0, len(points)+1)
	for _, p := range points {
		if p.Points < len(scoreReason) && p.Reason == scoreReason[p.Points] {
			if p.Points > n {
				n, reason = p.Points, p.Reason
			}
			continue
		}
		fresh = append(fresh, p)
	}
	if n == 0 {
		return fresh
	}
	return append([]voc.LevelPoint{{Reason: reason, Points: n}}, fresh...)
}

func sharePoint(negative, all int) (int, string) {
	if all < leastForShare {
		return 0, ""
	}
	share := float64(negative) / float64(all)
	reason := fmt.Sprintf("负面占 %.0f%%（%d/%d）", 100*share, negative, all)
	switch {
	case share >= 0.7:
		return 2, reason
	case share >= 0.4:
		return 1, reason
	}
	return 0, ""
}

func reachPoint(reach int64) (int, string) {
	switch {
	case reach >= 10_000_000:
		return 2, "前十位发帖人粉丝合计超过一千万"
	case reach >= 1_000_000:
		return 1, "前十位发帖人粉丝合计超过一百万"
	}
	return 0, ""
}

func first(words []string, n int) []string { return words[:min(n, len(words))] }
