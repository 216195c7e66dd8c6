package workorder

import (
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func foldAssigned(o voc.WorkOrder, d Assigned, _ voc.Event) (voc.WorkOrder, string) {
	o.State, o.Assignee = voc.OrderAssigned, d.To
	if d.Lead != "" {
		o.Lead = d.Lead
	}
	if d.Route != "" {
		o.Route = d.Route
	}
	return o, joined("交给"+d.To, d.Route, d.Text)
}

func foldClaimed(o voc.WorkOrder, d Claimed, e voc.Event) (voc.WorkOrder, string) {
	if o.State != voc.OrderWaiting { // whoever takes a waiting order over waits on
		o.State = voc.OrderInProgress
	}
	text := d.Text
	if o.Assignee != "" && o.Assignee != d.Owner {
		text = joined("原指派给"+o.Assignee, d.Text)
	}
	o.Owner, o.Assignee = d.Owner, ""
	o.Collaborators = slices.DeleteFunc(slices.Clone(o.Collaborators), func(who string) bool { return who == d.Owner })
	if o.ClaimedAt.IsZero() { // a takeover does not claim again: the clock was stopped by the first
		o.ClaimedAt = e.At
	}
	return o, text
}

func foldAttached(o voc.WorkOrder, d Attached, e voc.Event) (voc.WorkOrder, string) {
	a := voc.Attachment{Title: d.Title, URL: d.URL, Actor: e.Actor, At: e.At}
	o.Attachments = append(slices.Clip(o.Attachments), a)
	return o, joined(d.Title, d.URL)
}

func foldJoined(o voc.WorkOrder, d Helped, _ voc.Event) (voc.WorkOrder, string) {
	o.Collaborators = append(slices.Clip(o.Collaborators), d.Who)
	return o, joined("请"+d.Who+"协作", d.Text)
}

func foldLeft(o voc.WorkOrder, d Helped, _ voc.Event) (voc.WorkOrder, string) {
	o.Collaborators = slices.DeleteFunc(slices.Clone(o.Collaborators), func(who string) bool { return who == d.Who })
	return o, joined(d.Who+"退出协作", d.Text)
}

func foldAnswered(o voc.WorkOrder, d Answered, e voc.Event) (voc.WorkOrder, string) {
	return answered(o, d.URL, e), joined(d.Text, d.URL)
}

func answered(o voc.WorkOrder, url string, e voc.Event) voc.WorkOrder {
	if o.AnsweredAt.IsZero() {
		o.AnsweredAt = e.At
	}
	if o.AnsweredURL == "" {
		o.AnsweredURL = url
	}
	return o
}

func foldWaiting(o voc.WorkOrder, d Waiting, _ voc.Event) (voc.WorkOrder, string) {
	o.State, o.WaitFor, o.WaitUntil = voc.OrderWaiting, d.For, d.Until
	o.Waits++
	approved := ""
	if d.Approved {
		approved = "主管已同意"
	}
	return o, joined("等待"+WaitTitle(d.For), d.Text, approved)
}

func foldResumed(o voc.WorkOrder, d Noted, _ voc.Event) (voc.WorkOrder, string) {
	o.State = voc.OrderInProgress
	return noWait(o), d.Text
}

func noWait(o voc.WorkOrder) voc.WorkOrder {
	o.WaitFor, o.WaitUntil = "", voc.WorkOrder{}.WaitUntil
	return o
}

func foldResolved(o voc.WorkOrder, d Resolved, e voc.Event) (voc.WorkOrder, string) {
	o.State, o.Action, o.ResolvedAt = voc.OrderResolved, d.Action, e.At
	o = noWait(o)
	if d.URL != "" {
		o = answered(o, d.URL, e)
	}
	// What an alert found, the same figures can prove mended: nobody has to ask for it.
	if o.Kind == voc.OrderTheme && o.Alert != "" && !termsOf(o).old {
		o = watched(o)
	}
	return o, joined(d.Action, d.Text, d.URL)
}

// watched begins the measurement of a fix.
func watched(o voc.WorkOrder) voc.WorkOrder {
	o = withVerify(o)
	c, _ := clockOf(o, voc.ClockVerify)
	o.Verification = voc.Verification{State: voc.VerificationWatching, Since: o.ResolvedAt, Until: o.ResolvedAt.Add(c.Target)}
	return o
}

func foldCalledBack(o voc.WorkOrder, d voc.Callback, _ voc.Event) (voc.WorkOrder, string) {
	o.Callbacks = append(slices.Clip(o.Callbacks), d)
	score := ""
	if d.Score > 0 {
		score = fmt.Sprintf("满意度 %d 分", d.Score)
	}
	return o, joined("回访："+RecoveryTitle(d.Result), score, d.Text)
}

func foldVerifying(o voc.WorkOrder, d Closed, _ voc.Event) (voc.WorkOrder, string) {
	o.State = voc.OrderVerifying
	if d.Cause != "" {
		o.Cause, o.CausePath = d.Cause, voc.CausePath{Cause: d.Cause, Process: d.Process, Department: d.Department}
	}
	if o.Verification.State == "" {
		o = watched(o)
	}
	return o, joined(d.Cause, placed(d), d.Text)
}

func foldVerified(o voc.WorkOrder, d voc.Verification, _ voc.Event) (voc.WorkOrder, string) {
	o.Verification = d
	return o, d.Verdict
}
