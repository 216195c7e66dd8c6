package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	mostPromises = 10 // orders told one by one in a section
	leastTimes   = 3  // claims or resolutions before their median is compared
)

func workQuery(id string) string { return "period/orders/" + id }

const queryPromises, queryRelapsed, queryWork, queryAlerts = "period/promises", "period/relapsed", "period/orders", "period/alerts"

// enterOrders picks the orders that are the brand's and that the audience may see.
func (r *report) enterOrders(in Inputs) {
	province := map[voc.StoreID]string{}
	for _, s := range in.Stores {
		province[s.ID] = s.Province
	}
	for _, o := range in.Orders {
		seen := in.Audience.Scope.Sees(r.brand.ID, cmp.Or(o.Region, province[o.Store]), o.Store)
		if (o.Brand == in.Brand.ID || o.Brand == "") && o.OpenedAt.Before(r.to) && seen {
			r.orders = append(r.orders, o)
		}
	}
	slices.SortStableFunc(r.orders, func(a, b voc.WorkOrder) int {
		return cmp.Or(a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.ID, b.ID))
	})
}

func (r *report) within(t time.Time) bool { return !t.Before(r.from) && t.Before(r.to) }

// stateAt is where an order stood at a moment; "" before it was opened. An order whose history is not
// known is told by its dates.
func stateAt(o voc.WorkOrder, t time.Time) voc.OrderState {
	if o.OpenedAt.After(t) {
		return ""
	}
	state := o.State
	if len(o.Notes) == 0 {
		if !o.State.Open() && o.ClosedAt.After(t) || done(o) && o.ResolvedAt.After(t) {
			return voc.OrderInProgress
		}
		return state
	}
	state = voc.OrderNew
	for _, n := range o.Notes {
		if n.At.After(t) {
			break
		}
		if n.State != "" {
			state = n.State
		}
	}
	return state
}

// openAt tells whether somebody still had to do something about an order at a moment.
func openAt(o voc.WorkOrder, t time.Time) bool {
	s := stateAt(o, t)
	return s != "" && s.Open()
}

// workload is what happened to orders in a stretch of time.
type workload struct {
	opened, closed, open, verified, relapsed int
	claim, resolve                           []time.Duration // of those claimed, resolved in it; sorted
}

func (r *report) workIn(from, to time.Time) workload {
	var w workload
	in := func(t time.Time) bool { return !t.IsZero() && !t.Before(from) && t.Before(to) }
	for _, o := range r.orders {
		if in(o.OpenedAt) {
			w.opened++
		}
		if openAt(o, from.Add(-1)) || in(o.OpenedAt) { // it was open at some moment of it
			if s := stateAt(o, to.Add(-1)); s != "" && !s.Open() {
				w.closed++
			}
		}
		if openAt(o, to.Add(-1)) {
			w.open++
		}
		if o.Verification.State == voc.VerificationPassed && in(o.Verification.At) {
			w.verified++
		}
		for _, n := range o.Notes {
			if n.Type == "reopened" && in(n.At) {
				w.relapsed++
			}
		}
	}
	w.claim, w.resolve = claimTimes(r.orders, from, to), resolveTimes(r.orders, from, to)
	return w
}

// middle is the median of sorted times.
func middle(sorted []time.Duration) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	half := len(sorted) / 2
	return (sorted[half] + sorted[len(sorted)-1-half]) / 2
}

// fate is what became of an order by the end of the period.
type fate string

const (
	fateVerified fate = "verified"
	fateClosed   fate = "closed"
	fateDone     fate = "done" // mended, not yet proved
	fateNothing  fate = "nothing"
	fateBack     fate = "back" // reopened in the period and open
	fateTaken    fate = "taken"
	fateWaiting  fate = "waiting"
	fateUntaken  fate = "untaken"
)

func (r *report) fateOf(o voc.WorkOrder) fate {
	switch state := stateAt(o, r.to); {
	case o.Verification.State == voc.VerificationPassed && !o.Verification.At.After(r.to) && !openAt(o, r.to):
		return fateVerified
	case state == voc.OrderClosed:
		return fateClosed
	case !state.Open():
		return fateNothing
	case r.back(o):
		return fateBack
	case state == voc.OrderResolved || state == voc.OrderVerifying:
		return fateDone
	case state == voc.OrderWaiting:
		return fateWaiting
	case state == voc.OrderNew || state == voc.OrderAssigned:
		return fateUntaken
	}
	return fateTaken
}

// back tells whether an order that was done with came back within the period.
func (r *report) back(o voc.WorkOrder) bool {
	return slices.ContainsFunc(o.Notes, func(n voc.OrderNote) bool { return n.Type == "reopened" && r.within(n.At) })
}

// fates lists them as a report does: how many came to it.
func (r *report) fateWord(f fate, n int) string {
	switch f {
	case fateVerified:
		return r.say("%d 张已验证见效", "%d proved", n)
	case fateClosed:
		return r.say("%d 张已关闭", "%d closed", n)
	case fateDone:
		return r.say("%d 张已处理、待确认", "%d mended and to be proved", n)
	case fateNothing:
		return r.say("%d 张是误报、合并或取消", "%d false, merged or cancelled", n)
	case fateBack:
		return r.say("%d 张复发", "%d came back", n)
	case fateWaiting:
		return r.say("%d 张在等外部", "%d waiting for others", n)
	case fateUntaken:
		return r.say("%d 张还没有人认领", "%d taken up by nobody", n)
	}
	return r.say("%d 张还在处理", "%d in hand", n)
}

var fates = []fate{fateVerified, fateClosed, fateDone, fateNothing, fateBack, fateTaken, fateWaiting, fateUntaken}

// promises are the orders that were open when the period began.
func (r *report) promises() []voc.WorkOrder {
	return r.ordersWhere(func(o voc.WorkOrder) bool { return openAt(o, r.from.Add(-1)) })
}

// opened are the orders of the period itself.
func (r *report) opened() []voc.WorkOrder {
	return r.ordersWhere(func(o voc.WorkOrder) bool { return r.within(o.OpenedAt) })
}

// relapsed are the orders that were done with and came back in the period, whatever became of them since.
func (r *report) relapsed() []voc.WorkOrder { return r.ordersWhere(r.back) }

// notBack leaves out the orders that are told as relapsed.
func (r *report) notBack(orders []voc.WorkOrder) []voc.WorkOrder {
	return slices.DeleteFunc(slices.Clone(orders), r.back)
}

// relapsedLines tell of what was taken for mended and is not, or was not.
func (r *report) relapsedLines() []voc.DigestLine { return r.orderLines(r.relapsed(), queryRelapsed) }

// ordersWhere picks orders: what is still open first and gravest first, then oldest first.
func (r *report) ordersWhere(is func(voc.WorkOrder) bool) []voc.WorkOrder {
	var picked []voc.WorkOrder
	for _, o := range r.orders {
		if is(o) {
			picked = append(picked, o)
		}
	}
	rank := func(o voc.WorkOrder) int {
		switch r.fateOf(o) {
		case fateBack:
			return 0
		case fateUntaken, fateTaken, fateWaiting:
			return 1
		case fateDone:
			return 2
		case fateNothing:
			return 4
		}
		return 3
	}
	slices.SortStableFunc(picked, func(a, b voc.WorkOrder) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Level.Rank(), a.Level.Rank()))
	})
	return picked
}

// promiseLines tell what became of what was open at the beginning.
func (r *report) promiseLines() []voc.DigestLine {
	all := r.promises()
	if len(all) == 0 {
		return nil
	}
	text := r.say("期初有 %d 张没有了结：%s。", "%d were open at the beginning: %s.", len(all), r.countFates(all))
	return append([]voc.DigestLine{{Text: text, Query: queryPromises}}, r.orderLines(r.notBack(all), queryPromises)...)
}

// openedLines tell of the orders of the period.
func (r *report) openedLines() []voc.DigestLine {
	all := r.opened()
	if len(all) == 0 {
		return nil
	}
	text := r.say("新开 %d 张：%s。", "%d opened: %s.", len(all), r.countFates(all))
	return append([]voc.DigestLine{{Text: text, Query: queryWork}}, r.orderLines(r.notBack(all), queryWork)...)
}

func (r *report) countFates(orders []voc.WorkOrder) string {
	n := map[fate]int{}
	for _, o := range orders {
		n[r.fateOf(o)]++
	}
	var parts []string
	for _, f := range fates {
		if n[f] > 0 {
			parts = append(parts, r.fateWord(f, n[f]))
		}
	}
	return strings.Join(parts, r.say("，", ", "))
}

func (r *report) orderLines(orders []voc.WorkOrder, rest string) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, o := range orders[:min(len(orders), mostPromises)] {
		lines = append(lines, voc.DigestLine{Text: r.became(o), Orders: []string{o.ID}, Query: workQuery(o.ID)})
	}
	if left := orders[len(lines):]; len(left) > 0 {
		lines = append(lines, voc.DigestLine{Query: rest, Text: r.say("其余 %d 张见附表。", "The other %d stand in the table.", len(left))})
	}
	return lines
}

// became is an order's line: what it is about, what became of it, how long it took or has been open.
func (r *report) became(o voc.WorkOrder) string {
	head := r.say("%s（%s）：", "%s (%s): ", r.task(o), r.level(o.Level))
	open := r.say("，开单 %s", ", open for %s", r.lasting(r.to.Sub(o.OpenedAt)))
	switch r.fateOf(o) {
	case fateVerified:
		return head + r.say("已验证见效，%s。", "proved to hold: %s.", sentence(cmp.Or(o.Verification.Verdict, o.Action)))
	case fateClosed:
		return head + r.say("已关闭，历时 %s。原因：%s。", "closed after %s. Cause: %s.", r.lasting(o.ClosedAt.Sub(o.OpenedAt)), cmp.Or(sentence(o.Cause), r.say("没有写", "not told")))
	case fateDone:
		return head + r.say("%s已处理，待确认。措施：%s。", "mended by %s, to be proved. Done: %s.", r.owner(o), cmp.Or(sentence(o.Action), r.say("没有写", "not told")))
	case fateNothing:
		return head + r.ended(o)
	case fateBack:
		return head + r.say("第 %d 次处理，%s%s。", "round %d, %s%s.", o.Cycle, r.hands(o), open)
	}
	return head + r.hands(o) + open + r.overdue(o) + r.say("。", ".")
}

func (r *report) ended(o voc.WorkOrder) string {
	switch stateAt(o, r.to) {
	case voc.OrderFalseAlarm:
		return r.say("经查是误报。", "a false alarm.")
	case voc.OrderMerged:
		return r.say("已并入 %s。", "merged into %s.", o.MergedInto)
	}
	return r.say("已取消。", "cancelled.")
}

func (r *report) owner(o voc.WorkOrder) string {
	return cmp.Or(o.Owner, o.Assignee, r.say("有人", "somebody"))
}

// hands says in whose hands an order lies.
func (r *report) hands(o voc.WorkOrder) string {
	switch stateAt(o, r.to) {
	case voc.OrderNew:
		return r.say("还没有人认领", "taken up by nobody")
	case voc.OrderAssigned:
		return r.say("已派给%s，还没有认领", "given to %s, not taken up", cmp.Or(o.Assignee, r.owner(o)))
	case voc.OrderWaiting:
		return r.say("%s在等%s", "%s waits for %s", r.owner(o), r.waits(o.WaitFor))
	case voc.OrderResolved, voc.OrderVerifying:
		return r.say("%s已处理，待确认", "mended by %s, to be proved", r.owner(o))
	}
	return r.say("%s处理中", "in the hands of %s", r.owner(o))
}

// overdue says by how much the clock that runs is overrun at the end of the period.
func (r *report) overdue(o voc.WorkOrder) string {
	limit := o.ResolveDue
	switch stateAt(o, r.to) {
	case voc.OrderNew, voc.OrderAssigned:
		limit = o.ClaimDue
	case voc.OrderWaiting:
		return ""
	}
	if late := r.to.Sub(limit); !limit.IsZero() && late > 0 {
		return r.say("，超期 %s", ", %s overdue", r.lasting(late))
	}
	return ""
}

// task is an order's title as a reader of this brand needs it.
func (r *report) task(o voc.WorkOrder) string {
	rest, ours := strings.CutPrefix(o.Title, "查清并处理：")
	if ours {
		rest = strings.TrimLeft(strings.TrimPrefix(rest, r.brand.Name), "· ")
	}
	return cmp.Or(rest, o.Title)
}

// withoutBrand takes a brand's name off the end of a source's: that it is this brand's needs no saying.
func withoutBrand(title, brand string) string { return strings.TrimSuffix(title, " · "+brand) }

func (r *report) orderTable() voc.DigestTable {
	t := voc.DigestTable{
		Name: "orders", Title: r.say("工单", "Work orders"), Numbers: []int{},
		Head: []string{
			r.say("工单", "Order"), r.say("事项", "Matter"), r.say("级别", "Level"), r.say("负责人", "Owner"), r.say("开单", "Opened"),
			r.say("认领", "Taken up"), r.say("处理完", "Mended"), r.say("关闭", "Closed"), r.say("期末状态", "At the end"), r.say("原因", "Cause"), r.say("措施", "Done"),
		},
	}
	moment := func(at time.Time) string {
		if at.IsZero() || at.After(r.to) {
			return ""
		}
		return at.In(r.zone).Format("2006-01-02 15:04")
	}
	for _, o := range r.ordersWhere(func(o voc.WorkOrder) bool { return openAt(o, r.from.Add(-1)) || r.within(o.OpenedAt) || r.back(o) }) {
		t.Rows = append(t.Rows, []string{
			o.ID, r.task(o), r.level(o.Level), cmp.Or(o.Owner, o.Assignee), moment(o.OpenedAt), moment(o.ClaimedAt), moment(o.ResolvedAt), moment(o.ClosedAt),
			r.fateName(o), sentence(o.Cause), sentence(o.Action),
		})
	}
	return t
}

// fateName is the fate of one order, without a number.
func (r *report) fateName(o voc.WorkOrder) string {
	return strings.TrimPrefix(r.fateWord(r.fateOf(o), 1), r.say("1 张", "1 "))
}
