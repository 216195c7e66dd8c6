package digest

import (
	"cmp"
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

// cameBack are the open orders that relapsed within the window.
func cameBack(f *facts) []voc.WorkOrder {
	return slices.DeleteFunc(stillOpen(f), func(o voc.WorkOrder) bool { return !f.relapsed(o) })
}

// toTell are the open orders that are told neither as resolved today nor as back today.
func toTell(f *facts) []voc.WorkOrder {
	return slices.DeleteFunc(stillOpen(f), func(o voc.WorkOrder) bool {
		return done(o) && f.within(o.ResolvedAt) || f.relapsed(o)
	})
}

// relapsedOrders tell of what was taken for mended and is back.
func relapsedOrders(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, o := range cameBack(f) {
		lines = append(lines, f.openLine(o))
	}
	return lines
}

// openLine is one open order: whose it is, for how long, and for the how manieth time.
func (f *facts) openLine(o voc.WorkOrder) voc.DigestLine {
	again := ""
	if o.Cycle > 1 {
		again = f.say("第 %d 次处理，", "round %d, ", o.Cycle)
	}
	return voc.DigestLine{
		Text:   f.say("%s（%s）：%s%s，开单 %s%s。", "%s (%s): %s%s, open for %s%s.", f.task(o), f.levelWord(o.Level), again, f.holder(o), f.age(f.now.Sub(o.OpenedAt)), due(o, f)),
		Orders: []string{o.ID},
	}
}

func openOrders(f *facts) []voc.DigestLine {
	open := toTell(f)
	var lines []voc.DigestLine
	for _, o := range open[:min(len(open), mostOpen)] {
		lines = append(lines, f.openLine(o))
	}
	if rest := open[min(len(open), mostOpen):]; len(rest) > 0 {
		oldest := slices.MinFunc(rest, func(a, b voc.WorkOrder) int { return a.OpenedAt.Compare(b.OpenedAt) })
		line := voc.DigestLine{Query: queryRest, Text: f.say("另有 %d 张没有了结，最久的开了 %s。", "Besides these, %d are open, the oldest for %s.", len(rest), f.age(f.now.Sub(oldest.OpenedAt)))}
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

// levelWord is a level as it stands in brackets.
func (f *facts) levelWord(v voc.Level) string { return f.say(v.Title(), string(v)) }

// holder says in whose hands an order lies and what happens to it there.
func (f *facts) holder(o voc.WorkOrder) string {
	switch o.State {
	case voc.OrderNew:
		return f.say("还没有人认领", "nobody has claimed it")
	case voc.OrderAssigned:
		return f.say("已派给%s，还没有认领", "given to %s, not yet claimed", cmp.Or(o.Assignee, o.Owner))
	case voc.OrderWaiting:
		return f.say("%s在等%s", "%s waits for %s", o.Owner, f.waits(o.WaitFor))
	case voc.OrderResolved:
		return f.say("%s已处理，待回访", "mended by %s, customers to be asked back", o.Owner)
	case voc.OrderVerifying:
		return f.say("%s已处理，正在验证是否真的停了", "mended by %s, being verified", o.Owner)
	}
	return f.say("%s处理中", "%s is on it", o.Owner)
}

// done tells whether what had to be done was done: what is left is asking back and measuring.
func done(o voc.WorkOrder) bool {
	return o.State == voc.OrderResolved || o.State == voc.OrderVerifying
}

// due says how an order stands to the clock that runs, only when it is late or nearly so.
func due(o voc.WorkOrder, f *facts) string {
	limit, claim := o.ResolveDue, o.State == voc.OrderNew || o.State == voc.OrderAssigned
	if claim {
		limit = o.ClaimDue
	}
	if done(o) || o.State == voc.OrderWaiting || limit.IsZero() { // who waits for others has time until they answer
		return ""
	}
	switch left := limit.Sub(f.now); {
	case left < 0 && claim:
		return f.say("，认领限期已过 %s", ", claim overdue by %s", f.age(-left))
	case left < 0:
		return f.say("，限期已过 %s", ", overdue by %s", f.age(-left))
	case left < day && claim:
		return f.say("，认领限期还剩 %s", ", to be claimed within %s", f.age(left))
	case left < day:
		return f.say("，限期还剩 %s", ", due within %s", f.age(left))
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
			text = f.say("%s：已验证，%s。", "%s: verified, %s.", f.task(o), sentence(o.Verification.Verdict))
		case o.State == voc.OrderClosed && f.within(o.ClosedAt):
			text = f.say("%s：已关闭，历时 %s。原因：%s。", "%s: closed after %s. Cause: %s.", f.task(o), f.age(o.ClosedAt.Sub(o.OpenedAt)), sentence(o.Cause))
		case done(o) && f.within(o.ResolvedAt):
			text = f.say("%s：%s已处理，待回访。措施：%s。", "%s: mended by %s, customers to be asked back. Done: %s.", f.task(o), o.Owner, sentence(o.Action))
		default:
			continue
		}
		lines = append(lines, voc.DigestLine{Text: text, Orders: []string{o.ID}})
	}
	return lines
}
