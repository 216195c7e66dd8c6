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

// Backtest says what a rule would have told people of a series: its alerts, oldest first, the
// last one perhaps still open. It is a fold of Watch.Step, so it is what live evaluation of the
// same counts does.
func Backtest(rule Rule, brand voc.BrandID, counts []voc.Count, plans ...Plan) []voc.Alert {
	w := NewWatch(rule, brand, plans...)
	var alerts []voc.Alert
	for _, c := range counts {
		_, d := w.Step(c)
		switch {
		case d.Verdict == Opened:
			alerts = append(alerts, *w.last)
		case d.Verdict != Quiet:
			alerts[len(alerts)-1] = *w.last
		}
	}
	for i := range alerts {
		alerts[i].History = true
	}
	return alerts
}

// Outlooks runs Backtest at each of the four sensitivities, and at the rule's own when that is
// another, most sensitive first. A rule whose kind knows no sensitivity gets one outlook.
func Outlooks(rule Rule, brand voc.BrandID, counts []voc.Count, plans ...Plan) []Outlook {
	heard := heardOf(rule, counts)
	if rule.Kind != Burst {
		return []Outlook{outlook(0, "", Backtest(rule, brand, counts, plans...), heard)}
	}
	levels := []float64{Sensitive, Balanced, Calm, Still}
	if !slices.Contains(levels, rule.Sensitivity) {
		levels = append(levels, rule.Sensitivity)
		slices.SortFunc(levels, cmp.Compare)
	}
	outlooks := make([]Outlook, len(levels))
	for i, s := range levels {
		r := rule
		r.Sensitivity = s
		outlooks[i] = outlook(s, SensitivityTitle(s), Backtest(r, brand, counts, plans...), heard)
	}
	return outlooks
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

func outlook(sensitivity float64, title string, alerts []voc.Alert, heard time.Duration) Outlook {
	o := Outlook{Sensitivity: sensitivity, Title: title, Alerts: alerts, Heard: heard}
	days := int(heard / (24 * time.Hour))
	if heard > 0 {
		o.PerWeek = float64(len(alerts)) * float64(7*24*time.Hour) / float64(heard)
	}
	switch {
	case days < 7:
		o.Warning = fmt.Sprintf("只有 %d 天数据，试算只供参考", days)
	case o.PerWeek > tooManyAWeek:
		o.Warning = fmt.Sprintf("平均每周 %s 次，多到没人会看：调高一档，或加上条数与人数下限", about(o.PerWeek))
	case len(alerts) == 0 && heard >= enoughHistory:
		o.Warning = fmt.Sprintf("%d 天里一次也不会提醒：调低一档，或改用按条数的规则", days)
	}
	return o
}

// heardOf is how much of a past was collected well enough to be judged.
func heardOf(rule Rule, counts []voc.Count) time.Duration {
	n := 0
	for _, c := range counts {
		if c.Coverage > 0 && c.Coverage >= rule.MinCoverage {
			n++
		}
	}
	return time.Duration(n) * rule.Step
}
