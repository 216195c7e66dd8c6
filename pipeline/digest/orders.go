package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// stillOpen are the orders somebody still has to do something about: gravest first, then what came
// back today, then oldest.
func stillOpen(f *facts) []voc.WorkOrder {
	var open []voc.WorkOrder
	for _, o := range f.orders {
		if o.State.Open() {
			open = append(open, o)
		}
	}
	back := func(o voc.WorkOrder) int {
		if f.relapsed(o) {
			return 0
		}
		return 1
	}
	slices.SortFunc(open, func(a, b voc.WorkOrder) int {
		return cmp.Or(cmp.Compare(b.Level.Rank(), a.Level.Rank()), cmp.Compare(back(a), back(b)), a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.ID, b.ID))
	})
	return open
}

// relapsed tells whether an order that was done with came back within the window.
func (f *facts) relapsed(o voc.WorkOrder) bool { return o.Cycle > 1 && f.within(reopenedAt(o)) }

// toTell are the open orders that are not told as resolved today.
func toTell(f *facts) []voc.WorkOrder {
	return slices.DeleteFunc(stillOpen(f), func(o voc.WorkOrder) bool {
		return done(o) && f.within(o.ResolvedAt)
	})
}

func openOrders(f *facts) []voc.DigestLine {
	open := toTell(f)
	var lines []voc.DigestLine
	for _, o := range open[:min(len(open), mostOpen)] {
		again := ""
		if f.relapsed(o) {
			again = fmt.Sprintf("又复发了，这是第 %d 次处理，", o.Cycle)
		}
		lines = append(lines, voc.DigestLine{
			Text:   fmt.Sprintf("%s（%s）：%s%s，开单 %s%s。", f.task(o), o.Level.Title(), again, holder(o), age(f.now.Sub(o.OpenedAt)), due(o, f)),
			Orders: []string{o.ID},
		})
	}
	if rest := open[min(len(open), mostOpen):]; len(rest) > 0 {
		oldest := slices.MinFunc(rest, func(a, b voc.WorkOrder) int { return a.OpenedAt.Compare(b.OpenedAt) })
		line := voc.DigestLine{Query: queryRest, Text: fmt.Sprintf("另有 %d 张没有了结，最久的开了 %s。", len(rest), age(f.now.Sub(oldest.OpenedAt)))}
		for _, o := range rest {
			line.Orders = append(line.Orders, o.ID)
		}
		lines = append(lines, line)
	}
	return lines
}

// task is an order's title as a reader of this brand's letter needs it: that it is to be cleared up
// and whose letter this is go without saying.
func (f *facts) task(o voc.WorkOrder) string {
	rest, ours := strings.CutPrefix(o.Title, "查清并处理：")
	if ours {
		rest = strings.TrimLeft(strings.TrimPrefix(rest, f.brand.Name), "· ")
	}
	if rest == "" {
		return o.Title
	}
	return rest
}

// holder says in whose hands an order lies and what happens to it there.
func holder(o voc.WorkOrder) string {
	switch o.State {
	case voc.OrderNew:
		return "还没有人认领"
	case voc.OrderAssigned:
		return "已派给" + cmp.Or(o.Assignee, o.Owner) + "，还没有认领"
	case voc.OrderWaiting:
		return o.Owner + "在等" + waitedFor(o.WaitFor)
	case voc.OrderResolved:
		return o.Owner + "已处理，待回访"
	case voc.OrderVerifying:
		return o.Owner + "已处理，正在验证是否真的停了"
	}
	return o.Owner + "处理中"
}

func waitedFor(w voc.WaitFor) string {
	switch w {
	case voc.WaitCustomer:
		return "顾客回复"
	case voc.WaitLegal:
		return "法务意见"
	case voc.WaitSupplier:
		return "供应商"
	case voc.WaitPlatform:
		return "平台"
	}
	return "回复"
}

// done tells whether what had to be done was done: what is left is asking back and measuring.
func done(o voc.WorkOrder) bool {
	return o.State == voc.OrderResolved || o.State == voc.OrderVerifying
}

// due says how an order stands to the clock that runs, only when it is late or nearly so.
func due(o voc.WorkOrder, f *facts) string {
	limit, what := o.ResolveDue, "限期"
	if o.State == voc.OrderNew || o.State == voc.OrderAssigned {
		limit, what = o.ClaimDue, "认领限期"
	}
	if done(o) || o.State == voc.OrderWaiting || limit.IsZero() { // who waits for others has time until they answer
		return ""
	}
	switch left := limit.Sub(f.now); {
	case left < 0:
		return "，" + what + "已过 " + age(-left)
	case left < day:
		return "，" + what + "还剩 " + age(left)
	}
	return ""
}

// fixedOrders tells what was resolved, closed or proved within the window.
func fixedOrders(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, o := range f.orders {
		var text string
		switch {
		case o.Verification.State == voc.VerificationPassed && f.within(o.Verification.At):
			text = fmt.Sprintf("%s：已验证，%s", f.task(o), sentence(o.Verification.Verdict)+"。")
		case o.State == voc.OrderClosed && f.within(o.ClosedAt):
			text = fmt.Sprintf("%s：已关闭，历时 %s。原因：%s。", f.task(o), age(o.ClosedAt.Sub(o.OpenedAt)), sentence(o.Cause))
		case done(o) && f.within(o.ResolvedAt):
			text = fmt.Sprintf("%s：%s已处理，待回访。措施：%s。", f.task(o), o.Owner, sentence(o.Action))
		default:
			continue
		}
		lines = append(lines, voc.DigestLine{Text: text, Orders: []string{o.ID}})
	}
	return lines
}
