package workorder

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Apply answers a command: the events it leads to, or why it may not be. Nothing changes until the
// events are written and folded. No events and no error: what was asked for is already so.
//
// The error is an *ErrConflict when the order has moved on since the asker looked at it, an
// *ErrNotAllowed when the command does not fit the state or lacks what it must carry.
func Apply(order voc.WorkOrder, cmd voc.Command, now time.Time) ([]voc.Event, error) {
	if cmd.Order != "" && cmd.Order != order.ID {
		return nil, fmt.Errorf("command for work order %q was given work order %q", cmd.Order, order.ID)
	}
	if cmd.Version != 0 && cmd.Version != order.Version {
		return nil, &ErrConflict{Order: order, Asked: cmd.Version}
	}
	cmd.Actor, cmd.Text = strings.TrimSpace(cmd.Actor), strings.TrimSpace(cmd.Text)
	cmd.Action, cmd.Cause = strings.TrimSpace(cmd.Action), strings.TrimSpace(cmd.Cause)
	if cmd.Actor == "" {
		return nil, refuse(order, cmd, "没有写明是谁操作的", "请先填写您的姓名")
	}
	switch cmd.Type {
	case voc.CommandClaim:
		return claim(order, cmd, now)
	case voc.CommandNote:
		return note(order, cmd, now)
	case voc.CommandResolve:
		return resolve(order, cmd, now)
	case voc.CommandClose:
		return closing(order, cmd, now)
	case voc.CommandReopen:
		return reopen(order, cmd, now)
	}
	return nil, refuse(order, cmd, fmt.Sprintf("没有“%s”这个操作", cmd.Type), "可用的操作：claim、note、resolve、close、reopen")
}

// claim takes an order into one's hands. Taking it out of somebody else's needs a reason, so that
// two people pressing at once do not take it from each other unawares.
func claim(order voc.WorkOrder, cmd voc.Command, now time.Time) ([]voc.Event, error) {
	switch {
	case order.State == voc.OrderNew:
	case order.State == voc.OrderInProgress && order.Owner == cmd.Actor:
		return nil, nil
	case order.State == voc.OrderInProgress && cmd.Text == "":
		return nil, refuse(order, cmd, "已由"+order.Owner+"认领", "确要接手，请写明原因再认领")
	case order.State == voc.OrderInProgress:
	default:
		return nil, refuse(order, cmd, "工单"+StateTitle(order.State), "如问题仍在，请重开")
	}
	return []voc.Event{event(order.ID, TypeClaimed, cmd.Actor, now, Claimed{Owner: cmd.Actor, Text: cmd.Text})}, nil
}

func note(order voc.WorkOrder, cmd voc.Command, now time.Time) ([]voc.Event, error) {
	if cmd.Text == "" {
		return nil, refuse(order, cmd, "备注是空的", "请写下内容")
	}
	return []voc.Event{event(order.ID, TypeNoted, cmd.Actor, now, Noted{Text: cmd.Text})}, nil
}

func resolve(order voc.WorkOrder, cmd voc.Command, now time.Time) ([]voc.Event, error) {
	switch {
	case order.State == voc.OrderNew:
		return nil, refuse(order, cmd, "还没有人认领", "请先认领，再填写处理结果")
	case order.State != voc.OrderInProgress:
		return nil, refuse(order, cmd, "工单"+StateTitle(order.State), "要补充说明请写备注；如问题仍在，请重开")
	case cmd.Action == "":
		return nil, refuse(order, cmd, "没有写处理措施", "请写明做了什么、在哪里答复了顾客")
	}
	return []voc.Event{event(order.ID, TypeResolved, cmd.Actor, now, Resolved{Action: cmd.Action, Text: cmd.Text})}, nil
}

func closing(order voc.WorkOrder, cmd voc.Command, now time.Time) ([]voc.Event, error) {
	switch {
	case order.State == voc.OrderClosed:
		return nil, refuse(order, cmd, "工单已关闭", "要补充说明请写备注")
	case order.State != voc.OrderResolved:
		return nil, refuse(order, cmd, "问题还没有处理完", "请先填写处理措施（resolve），回访后再关闭")
	case cmd.Cause == "":
		return nil, refuse(order, cmd, "没有写根本原因", "请写明问题为什么发生，不写原因不能关闭")
	}
	return []voc.Event{event(order.ID, TypeClosed, cmd.Actor, now, Closed{Cause: cmd.Cause, Text: cmd.Text})}, nil
}

func reopen(order voc.WorkOrder, cmd voc.Command, now time.Time) ([]voc.Event, error) {
	switch {
	case order.State == voc.OrderNew || order.State == voc.OrderInProgress:
		return nil, refuse(order, cmd, "工单还没有关闭，不需要重开", "请直接处理，或写备注")
	case cmd.Text == "":
		return nil, refuse(order, cmd, "没有写重开的原因", "请写明问题怎样又出现了")
	}
	data := Reopened{Text: cmd.Text, ResolveDue: now.Add(clocksOf(order.Level).resolve)}
	return []voc.Event{event(order.ID, TypeReopened, cmd.Actor, now, data)}, nil
}
