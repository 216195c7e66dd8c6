package workorder

import (
	"fmt"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ErrConflict says that the order has changed since the asker looked at it. It carries the order
// as it is now, so that the asker can look again and decide.
type ErrConflict struct {
	Order voc.WorkOrder
	Asked int // version the command insisted on
}

// Error says who changed what last, and what to do.
func (e *ErrConflict) Error() string {
	last := ""
	if n := len(e.Order.Notes); n > 0 {
		last = fmt.Sprintf("，最近一次由%s改动", e.Order.Notes[n-1].Actor)
	}
	return fmt.Sprintf("工单 %s 已更新到第 %d 版（您看到的是第 %d 版）%s：请刷新后再操作", e.Order.ID, e.Order.Version, e.Asked, last)
}

// ErrNotAllowed says that a command does not fit an order's state, or lacks what it must carry.
type ErrNotAllowed struct {
	Order   string
	State   voc.OrderState
	Command voc.CommandType
	Why     string // what stands against it
	Remedy  string // what to do instead
}

// Error gives the order, what stands against the command, and the remedy.
func (e *ErrNotAllowed) Error() string {
	return fmt.Sprintf("工单 %s：%s。%s", e.Order, e.Why, e.Remedy)
}

func refuse(order voc.WorkOrder, cmd voc.Command, why, remedy string) error {
	return &ErrNotAllowed{Order: order.ID, State: order.State, Command: cmd.Type, Why: why, Remedy: remedy}
}

// StateTitle is the state as the trade calls it: 待认领, 处理中, 待回访, 已关闭.
func StateTitle(s voc.OrderState) string {
	switch s {
	case voc.OrderNew:
		return "待认领"
	case voc.OrderInProgress:
		return "处理中"
	case voc.OrderResolved:
		return "待回访"
	case voc.OrderClosed:
		return "已关闭"
	}
	return string(s)
}
