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
	case voc.OrderNew, voc.OrderAssigned:
		return "待认领"
	case voc.OrderInProgress:
		return "处理中"
	case voc.OrderWaiting:
		return "等待中"
	case voc.OrderResolved:
		return "待回访"
	case voc.OrderVerifying:
		return "验证中"
	case voc.OrderClosed:
		return "已关闭"
	case voc.OrderFalseAlarm:
		return "误报"
	case voc.OrderMerged:
		return "已合并"
	case voc.OrderCancelled:
		return "已取消"
	}
	return string(s)
}

// WaitTitle is whom an order waits for, as people say it.
func WaitTitle(w voc.WaitFor) string {
	switch w {
	case voc.WaitCustomer:
		return "顾客"
	case voc.WaitLegal:
		return "法务"
	case voc.WaitSupplier:
		return "供应商"
	case voc.WaitPlatform:
		return "平台"
	}
	return string(w)
}

// RecoveryTitle is the result of a callback, as people say it.
func RecoveryTitle(r voc.RecoveryResult) string {
	switch r {
	case voc.RecoveryWon:
		return "已挽回"
	case voc.RecoveryLost:
		return "未挽回"
	case voc.RecoveryUnreachable:
		return "联系不上"
	}
	return string(r)
}
