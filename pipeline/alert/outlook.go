package alert

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	tooManyAWeek  = 3.0                 // more are not read any more
	enoughHistory = 28 * 24 * time.Hour // of silence before a rule is called too quiet
)

// Outlooks runs Backtest at each of the four sensitivities: see ReplayAll.
func Outlooks(rule Rule, brand voc.BrandID, counts []voc.Count, plans ...Plan) []Outlook {
	return ReplayAll(rule, brand, countsOnly(counts), time.Time{}, plans...)
}

// ReplayAll runs Replay at each of the four sensitivities, and at the rule's own when that is
// another, most sensitive first. A rule whose kind knows no sensitivity gets one outlook. What lies
// before since only teaches the rule; alerts opened in it are left out.
func ReplayAll(rule Rule, brand voc.BrandID, seen []Seen, since time.Time, plans ...Plan) []Outlook {
	heard := heardOf(rule, seen, since)
	if rule.Kind != Burst {
		return []Outlook{outlook(rule, 0, "", after(since, Replay(rule, brand, seen, plans...)), heard)}
	}
	levels := []float64{Sensitive, Balanced, Calm, Still}
	if !slices.Contains(levels, rule.Sensitivity) {
		levels = append(levels, rule.Sensitivity)
		slices.SortFunc(levels, cmp.Compare)
	}
	outlooks := make([]Outlook, len(levels))
	for i, alerts := range sweep(rule, brand, levels, seen, plans) {
		outlooks[i] = outlook(rule, levels[i], SensitivityTitle(levels[i]), after(since, alerts), heard)
	}
	return outlooks
}

// sweep is Replay at several sensitivities, lowest first, in one pass: what the detector learns does
// not depend on when it would speak.
func sweep(rule Rule, brand voc.BrandID, levels []float64, seen []Seen, plans []Plan) [][]voc.Alert {
	rule.Sensitivity = levels[0]
	detector := NewDetector(rule, plans...)
	followers := make([]*follower, len(levels))
	for i, s := range levels {
		r := rule
		r.Sensitivity = s
		followers[i] = newFollower(r, brand, seen)
	}
	for i := range seen {
		spike := detector.Step(seen[i].Count)
		for n, f := range followers {
			if n > 0 && spike.Score >= levels[0] {
				spike = detector.judgedAt(f.rule.Sensitivity, spike.At)
			}
			f.bucket(i, []Sight{{Spike: spike, Topic: rule.Topic}})
		}
	}
	all := make([][]voc.Alert, len(levels))
	for i, f := range followers {
		all[i] = f.alerts
	}
	return all
}

// judgedAt is what the newest bucket looks like to a rule of another sensitivity.
func (d *Detector) judgedAt(sensitivity float64, end time.Time) voc.Spike {
	own := d.rule.Sensitivity
	d.rule.Sensitivity = sensitivity
	defer func() { d.rule.Sensitivity = own }()
	return d.judge(end)
}

func after(since time.Time, alerts []voc.Alert) []voc.Alert {
	return slices.DeleteFunc(alerts, func(a voc.Alert) bool { return a.OpenedAt.Before(since) })
}

// SensitivityTitle is what people call a sensitivity.
func SensitivityTitle(s float64) string {
	switch s {
	case Sensitive:
		return "敏感"
	case Balanced:
		return "均衡"
	case Calm:
		return "平稳"
	case Still:
		return "安静"
	}
	return "自定"
}

func outlook(rule Rule, sensitivity float64, title string, alerts []voc.Alert, heard time.Duration) Outlook {
	o := Outlook{Sensitivity: sensitivity, Title: title, Alerts: alerts, N: len(alerts), Heard: heard}
	if heard > 0 {
		o.PerWeek = float64(len(alerts)) * float64(7*24*time.Hour) / float64(heard)
	}
	o.Warning = warning(rule, o)
	return o
}

// warning is why one would not want a rule that would have spoken so often.
func warning(rule Rule, o Outlook) string {
	days := int(o.Heard / (24 * time.Hour))
	louder, quieter := "调低门槛，或改用别的规则", "调高门槛"
	switch rule.Kind {
	case Burst:
		louder, quieter = "调低一档，或改用按条数的规则", "调高一档，或加上条数与人数下限"
	case voc.RuleSilence:
		louder, quieter = "信源都正常的话，这正是好事", "延长容忍的时间，或先修好常断的信源"
	}
	switch {
	case days < 7:
		return fmt.Sprintf("只有 %d 天数据，试算只供参考", days)
	case o.PerWeek > tooManyAWeek:
		return fmt.Sprintf("平均每周 %s 次，多到没人会看：%s", about(o.PerWeek), quieter)
	case o.N == 0 && o.Heard >= enoughHistory:
		return fmt.Sprintf("%d 天里一次也不会提醒：%s", days, louder)
	}
	return ""
}

// heardOf is how much of a past was collected well enough to be judged.
func heardOf(rule Rule, seen []Seen, since time.Time) time.Duration {
	n := 0
	for _, s := range seen {
		if !s.At.Before(since) && s.Coverage > 0 && s.Coverage >= rule.MinCoverage {
			n++
		}
	}
	return time.Duration(n) * rule.Step
}

// Join puts the outlooks of one rule on several brands together, alerts in the order they opened.
func Join(rule Rule, all ...[]Outlook) []Outlook {
	joined := slices.Clone(all[0])
	for _, outlooks := range all[1:] {
		for i, o := range outlooks {
			joined[i].Alerts = append(slices.Clone(joined[i].Alerts), o.Alerts...)
			joined[i].Heard = max(joined[i].Heard, o.Heard)
		}
	}
	for i, o := range joined {
		slices.SortStableFunc(o.Alerts, func(a, b voc.Alert) int { return a.OpenedAt.Compare(b.OpenedAt) })
		joined[i] = outlook(rule, o.Sensitivity, o.Title, o.Alerts, o.Heard)
	}
	return joined
}
