package digest

import (
	"cmp"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// enterAlerts picks the incidents that opened in the period, gravest first. What became part of another
// is told there, what turned out to be nothing is not told, nor what is about our own listening.
func (r *report) enterAlerts(in Inputs) {
	for _, a := range in.Alerts {
		told := a.State != voc.AlertMerged && a.Verdict != voc.AlertFalseAlarm && a.Kind != voc.RuleSilence
		if a.Brand == in.Brand.ID && told && in.Audience.Scope.Sees(a.Brand, "", "") && r.within(a.OpenedAt) {
			r.alerts = append(r.alerts, a)
		}
	}
	slices.SortStableFunc(r.alerts, func(a, b voc.Alert) int {
		return cmp.Or(cmp.Compare(b.Level.Rank(), a.Level.Rank()), cmp.Compare(b.Peak, a.Peak), a.OpenedAt.Compare(b.OpenedAt))
	})
}

func alertQuery(id string) string { return "period/alerts/" + id }

// alertLines tell of each incident of the period: what, how grave, when, how loud, and how it stands.
func (r *report) alertLines() []voc.DigestLine {
	var lines []voc.DigestLine
	for _, a := range r.alerts[:min(len(r.alerts), mostTold)] {
		what := r.quoted(r.title(a.Topic))
		if a.Topic == "" {
			what = r.say("负面激增", "A surge of complaints")
		}
		text := r.say("%s，%s，%s 报出，最多一小时 %d 条", "%s, %s, raised %s, at most %d an hour", what, r.level(a.Level), r.moment(a.OpenedAt.In(r.zone)), a.Peak)
		switch {
		case a.State == voc.AlertResolved && !a.ResolvedAt.After(r.to):
			text += r.say("，%s后解除。", ", over after %s.", r.lasting(a.ResolvedAt.Sub(a.OpenedAt)))
		default:
			text += r.say("，还没有解除。", ", not over.")
		}
		line := voc.DigestLine{Text: text, Query: alertQuery(a.ID)}
		if a.Order != "" && slices.ContainsFunc(r.orders, func(o voc.WorkOrder) bool { return o.ID == a.Order }) {
			line.Orders = []string{a.Order}
		}
		lines = append(lines, line)
	}
	if more := len(r.alerts) - len(lines); more > 0 {
		lines = append(lines, voc.DigestLine{Query: queryAlerts, Text: r.say("另有 %d 次预警。", "Alerts besides: %d.", more)})
	}
	return lines
}
