package workorder

import (
	"cmp"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// nobody is the owner's name of orders that are nobody's.
const nobody = "未指派"

// Report tells how the orders opened from one moment up to another were handled. Orders must have
// their clocks as of now, see At: a clock that has run out since its order's last event counts.
func Report(orders []voc.WorkOrder, alerts []voc.Alert, from, to time.Time) voc.OrderReport {
	r := voc.OrderReport{From: from, To: to}
	rule, dismissed, opened := ofAlerts(alerts, from, to)
	if weeks := to.Sub(from).Hours() / (7 * 24); weeks > 0 {
		r.AlertsPerWeek = float64(opened) / weeks
	}
	all := table{}
	owners, levels, rules := table{}, table{}, table{}
	for _, o := range orders {
		if o.OpenedAt.Before(from) || !o.OpenedAt.Before(to) {
			continue
		}
		who := responsible(o)
		if who == "" {
			who = nobody
		}
		all.row("").add(o)
		owners.row(who).add(o)
		levels.row(string(o.Level)).add(o)
		if name := rule[o.Alert]; name != "" {
			rules.row(name).add(o)
		}
		if o.State == voc.OrderFalseAlarm {
			delete(dismissed, o.Alert) // the order says it already
		}
	}
	for id := range dismissed {
		rules.row(rule[id]).FalseAlarm++
	}
	r.All = all.row("").done()
	r.Owner = owners.sorted(func(a, b voc.OrderReportRow) int { return cmp.Compare(b.Orders, a.Orders) })
	r.Level = levels.sorted(func(a, b voc.OrderReportRow) int {
		return cmp.Compare(voc.Level(b.Name).Rank(), voc.Level(a.Name).Rank())
	})
	r.Rule = rules.sorted(func(a, b voc.OrderReportRow) int { return cmp.Compare(b.FalseAlarm, a.FalseAlarm) })
	return r
}

// ofAlerts gives the rule of each alert, which of those of the time people dismissed, and how many
// there were.
func ofAlerts(alerts []voc.Alert, from, to time.Time) (rule map[string]string, dismissed map[string]bool, opened int) {
	rule, dismissed = map[string]string{}, map[string]bool{}
	for _, a := range alerts {
		rule[a.ID] = a.Rule
		if a.History || a.State == voc.AlertMerged || a.OpenedAt.Before(from) || !a.OpenedAt.Before(to) {
			continue
		}
		opened++
		if a.Verdict == voc.AlertFalseAlarm {
			dismissed[a.ID] = true
		}
	}
	return rule, dismissed, opened
}

// table is the rows of a report that are being counted, by name.
type table map[string]*tallying

type tallying struct {
	voc.OrderReportRow
	claim, answer, resolve []time.Duration
}

func (t table) row(name string) *tallying {
	if t[name] == nil {
		t[name] = &tallying{OrderReportRow: voc.OrderReportRow{Name: name}}
	}
	return t[name]
}

func (t table) sorted(order func(a, b voc.OrderReportRow) int) []voc.OrderReportRow {
	rows := make([]voc.OrderReportRow, 0, len(t))
	for _, row := range t {
		rows = append(rows, row.done())
	}
	slices.SortFunc(rows, func(a, b voc.OrderReportRow) int { return cmp.Or(order(a, b), cmp.Compare(a.Name, b.Name)) })
	return rows
}

func (t *tallying) add(o voc.WorkOrder) {
	t.Orders++
	clocks := slices.Concat(o.PastClocks, o.Clocks)
	for _, c := range clocks {
		stopped := !c.Running && !c.StopAt.IsZero()
		switch {
		case c.Name == voc.ClockClaim && stopped && !o.ClaimedAt.IsZero():
			t.claim = append(t.claim, c.Used)
		case c.Name == voc.ClockAnswer && stopped && !o.AnsweredAt.IsZero():
			t.answer = append(t.answer, c.Used)
		}
	}
	// Solving takes all cycles together: what came back was not solved.
	if c, ok := clockOf(o, voc.ClockResolve); ok && !o.ResolvedAt.IsZero() {
		t.resolve = append(t.resolve, c.Total)
	}
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	count(&t.Open, o.State.Open())
	// How long a measurement takes is nobody's delay.
	count(&t.Breached, slices.ContainsFunc(clocks, func(c voc.Clock) bool { return c.Breached && c.Name != voc.ClockVerify }))
	count(&t.Reopened, o.Cycle > 1)
	count(&t.FalseAlarm, o.State == voc.OrderFalseAlarm)
	count(&t.Closed, o.State == voc.OrderClosed)
	count(&t.Verified, o.Verification.State == voc.VerificationPassed)
	for _, c := range lastWords(o.Callbacks) {
		count(&t.Asked, c.Result != voc.RecoveryUnreachable)
		count(&t.Recovered, c.Result == voc.RecoveryWon)
	}
}

// lastWords gives the last callback of each customer: one who was won at the third try was asked
// once. Callbacks that do not say whom they asked are one customer each.
func lastWords(callbacks []voc.Callback) []voc.Callback {
	last := map[voc.PostID]int{}
	var words []voc.Callback
	for _, c := range callbacks {
		if i, again := last[c.Post]; again && c.Post != "" {
			if c.Result != voc.RecoveryUnreachable {
				words[i] = c
			}
			continue
		}
		last[c.Post] = len(words)
		words = append(words, c)
	}
	return words
}

func (t *tallying) done() voc.OrderReportRow {
	t.Claimed, t.Answered, t.Resolved = len(t.claim), len(t.answer), len(t.resolve)
	t.Claim, t.Answer, t.Resolve = median(t.claim), median(t.answer), median(t.resolve)
	return t.OrderReportRow
}

func median(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
