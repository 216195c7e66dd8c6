package workorder

import (
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func foldClosed(o voc.WorkOrder, d Closed, e voc.Event) (voc.WorkOrder, string) {
	o.State, o.Cause, o.ClosedAt = voc.OrderClosed, d.Cause, e.At
	o.CausePath = voc.CausePath{Cause: d.Cause, Process: d.Process, Department: d.Department}
	return o, joined(d.Cause, placed(d), d.Text)
}

// placed says where a cause lies in the house: "门店运营 › 设备点检".
func placed(d Closed) string {
	switch {
	case d.Department != "" && d.Process != "":
		return d.Department + " › " + d.Process
	case d.Department != "":
		return d.Department
	}
	return d.Process
}

func foldReopened(o voc.WorkOrder, d Reopened, _ voc.Event) (voc.WorkOrder, string) {
	// What was done did not help and the cause was not the cause: both must be given anew. The
	// notes keep the old ones.
	switch {
	case o.Assignee != "": // it ended while it was being handed over
		o.State = voc.OrderAssigned
	case o.Owner != "":
		o.State = voc.OrderInProgress
	default:
		o.State = voc.OrderNew
	}
	o.Action, o.Cause, o.CausePath = "", "", voc.CausePath{}
	o.ResolvedAt, o.ClosedAt = time.Time{}, time.Time{}
	o.VerifyDue, o.Verification = time.Time{}, voc.Verification{}
	if d.Alert != "" {
		o.Alert = d.Alert
	}
	o.Cycle++
	o = settle(begin(stopped(o), o.ClocksAt))
	if termsOf(o).old {
		o = withDue(dated(o, voc.ClockResolve, d.ResolveDue))
	}
	return o, d.Text
}

// stopped is an order whose clocks all stand, because its cycle is over.
func stopped(o voc.WorkOrder) voc.WorkOrder {
	o.Clocks = slices.Clone(o.Clocks)
	for i, c := range o.Clocks {
		if c.Running {
			o.Clocks[i].Running, o.Clocks[i].StopAt = false, o.ClocksAt
		}
	}
	return o
}

func foldRaised(o voc.WorkOrder, d Raised, _ voc.Event) (voc.WorkOrder, string) {
	if !termsOf(o).old {
		return retarget(o, d.Level, o.ClocksAt), d.Text
	}
	o.Level, o.ClaimDue, o.ResolveDue = d.Level, d.ClaimDue, d.ResolveDue
	o = dated(o, voc.ClockClaim, d.ClaimDue)
	return dated(o, voc.ClockResolve, d.ResolveDue), d.Text
}

func foldRegraded(o voc.WorkOrder, d Regraded, _ voc.Event) (voc.WorkOrder, string) {
	was := o.Level
	return retarget(o, d.Level, o.ClocksAt), joined(was.Title()+"级改为"+d.Level.Title()+"级", d.Text)
}

func foldEscalated(o voc.WorkOrder, d voc.Escalation, _ voc.Event) (voc.WorkOrder, string) {
	o.Escalations = append(slices.Clip(o.Escalations), d)
	return o, joined(escalationText(d), d.Why)
}

func foldFalseAlarm(o voc.WorkOrder, d Noted, _ voc.Event) (voc.WorkOrder, string) {
	return ended(o, voc.OrderFalseAlarm), d.Text
}

func foldMerged(o voc.WorkOrder, d Merged, _ voc.Event) (voc.WorkOrder, string) {
	o.MergedInto = d.Into
	return ended(o, voc.OrderMerged), joined("并入 "+d.Into, d.Text)
}

func foldCancelled(o voc.WorkOrder, d Noted, _ voc.Event) (voc.WorkOrder, string) {
	return ended(o, voc.OrderCancelled), d.Text
}

// ended is an order that is over without having been mended. A measurement that was under way
// proves nothing any more.
func ended(o voc.WorkOrder, s voc.OrderState) voc.WorkOrder {
	o.State, o.Verification = s, voc.Verification{}
	return noWait(o)
}
