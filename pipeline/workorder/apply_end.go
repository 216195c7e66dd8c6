package workorder

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	mostWaits     = 3  // an owner may decide alone in one cycle
	mostWaited    = 50 // percent of the time to solve, likewise
	callbackTries = 3  // after which a customer counts as not to be reached
	callbackDays  = 3  // likewise
)

// wait stops the clock of solving while somebody outside has to act. It ends by itself.
func (r request) wait() ([]voc.Event, error) {
	o, c := r.order, r.cmd
	switch {
	case !o.State.Open():
		return r.over()
	case acted(o.State):
		return r.done()
	case untaken(o.State):
		return r.unclaimed("登记等待")
	case o.State == voc.OrderWaiting:
		return r.refuse("工单已经在等待"+WaitTitle(o.WaitFor), "要改期请先恢复处理，再重新登记等待")
	case WaitTitle(c.WaitFor) == string(c.WaitFor):
		return r.refuse("没有写明在等谁", "请选择：顾客、法务、供应商或平台")
	case c.Text == "":
		return r.refuse("没有写等待的原因", "请写明在等什么")
	case !c.Until.After(r.now):
		return r.refuse("没有写明等到什么时候", "请填写一个将来的时间，到时会自动恢复处理")
	}
	if why := r.tooLong(); why != "" && !c.Lead {
		return r.refuse(why, "请由主管同意后再登记")
	}
	return r.event(TypeWaiting, Waiting{For: c.WaitFor, Until: c.Until.Truncate(time.Microsecond), Text: c.Text, Approved: c.Lead})
}

// tooLong says why a wait is more than an owner may decide alone, "" it is not.
func (r request) tooLong() string {
	o := At(r.order, r.now)
	if o.Waits >= mostWaits {
		return fmt.Sprintf("本轮已经等待过 %d 次", o.Waits)
	}
	clock, ok := clockOf(o, voc.ClockResolve)
	if !ok {
		return ""
	}
	if o.Waited+hoursOf(o, clock).between(r.now, r.cmd.Until) > clock.Target*mostWaited/100 {
		return fmt.Sprintf("等待时间加起来超过解决时限的 %d%%", mostWaited)
	}
	return ""
}

func (r request) resume() ([]voc.Event, error) {
	switch {
	case !r.order.State.Open():
		return r.over()
	case r.order.State != voc.OrderWaiting:
		return r.refuse("工单没有在等待", "现在是"+StateTitle(r.order.State)+"，请直接操作")
	}
	return r.event(TypeResumed, Noted{Text: r.cmd.Text})
}

func (r request) resolve() ([]voc.Event, error) {
	switch o := r.order; {
	case !o.State.Open():
		return r.over()
	case acted(o.State):
		return r.done()
	case untaken(o.State):
		return r.unclaimed("填写处理结果")
	case r.cmd.Action == "":
		return r.refuse("没有写处理措施", "请写明做了什么、在哪里答复了顾客")
	case r.cmd.URL != "" && !webAddress(r.cmd.URL):
		return r.refuse("答复的链接不是网址", "请填写以 http:// 或 https:// 开头的地址")
	}
	return r.event(TypeResolved, Resolved{Action: r.cmd.Action, Text: r.cmd.Text, URL: r.cmd.URL})
}

// callback records that a customer was asked back, also after the order was closed.
func (r request) callback() ([]voc.Event, error) {
	o, c := r.order, r.cmd
	switch {
	case !acted(o.State) && o.State != voc.OrderClosed && !o.State.Open():
		return r.over()
	case !acted(o.State) && o.State != voc.OrderClosed:
		return r.refuse("问题还没有处理完，回访太早", "请先填写处理措施，再回访顾客")
	case RecoveryTitle(c.Result) == string(c.Result):
		return r.refuse("没有写回访结果", "请选择：已挽回、未挽回或联系不上")
	case c.Score < 0 || c.Score > 5:
		return r.refuse(fmt.Sprintf("满意度 %d 不在 1 到 5 之间", c.Score), "请填 1 到 5，没有问到就留空")
	case c.Result == voc.RecoveryUnreachable && c.Score != 0:
		return r.refuse("联系不上就不会有满意度", "请去掉满意度，或改回访结果")
	}
	post := c.Post
	if post == "" {
		post = o.Post
	}
	return r.event(TypeCalledBack, voc.Callback{
		At: r.now.Truncate(time.Microsecond), Actor: c.Actor, Post: post, Result: c.Result, Score: c.Score, Text: c.Text,
	})
}

func (r request) verify() ([]voc.Event, error) {
	switch o := r.order; {
	case !o.State.Open():
		return r.over()
	case o.State == voc.OrderVerifying:
		return nil, nil
	case o.State != voc.OrderResolved:
		return r.refuse("问题还没有处理完，没有可验证的", "请先填写处理措施")
	case o.Kind == voc.OrderCase:
		return r.refuse("单个顾客的工单不用声量来验证", "请回访这位顾客")
	case o.Topic == "" && len(o.Topics) == 0:
		return r.refuse("工单没有话题，量不出投诉有没有下降", "请回访顾客后直接关闭")
	}
	return r.event(TypeVerifying, r.closed())
}

// closed is what a command says of the cause. One that was told before need not be told again.
func (r request) closed() Closed {
	c, known := r.cmd, r.order.CausePath
	if c.Cause == "" {
		c.Cause, c.Process, c.Department = known.Cause, known.Process, known.Department
	}
	return Closed{Cause: c.Cause, Process: c.Process, Department: c.Department, Text: c.Text}
}

func (r request) close() ([]voc.Event, error) {
	switch o := r.order; {
	case !o.State.Open():
		return r.over()
	case !acted(o.State):
		return r.refuse("问题还没有处理完", "请先填写处理措施（resolve），回访后再关闭")
	case r.closed().Cause == "":
		return r.refuse("没有写根本原因", "请写明问题为什么发生，不写原因不能关闭")
	case o.Kind == voc.OrderCase && !askedBack(o, r.now):
		return r.refuse("还没有回访到这位顾客", fmt.Sprintf("请登记回访结果；联系不上的，满 %d 次，或处理完 %d 天后仍联系不上，才可以关闭", callbackTries, callbackDays))
	case o.Kind == voc.OrderJourney && r.cmd.Text == "":
		return r.refuse("旅程工单没有写重新设计了什么", "请写明这一环节从怎样改成了怎样，再关闭")
	}
	return r.event(TypeClosed, r.closed())
}

// askedBack tells whether the customer of a case was reached since it was solved, or was tried for
// often enough or long enough, each try written down.
func askedBack(o voc.WorkOrder, now time.Time) bool {
	tries := 0
	for _, c := range o.Callbacks {
		if c.At.Before(o.ResolvedAt) {
			continue
		}
		if c.Result != voc.RecoveryUnreachable {
			return true
		}
		tries++
	}
	return tries >= callbackTries || tries > 0 && now.Sub(o.ResolvedAt) >= callbackDays*day
}

func (r request) reopen() ([]voc.Event, error) {
	switch o := r.order; {
	case o.State == voc.OrderMerged:
		return r.over()
	case o.State.Open() && !acted(o.State):
		return r.refuse("工单还没有关闭，不需要重开", "请直接处理，或写备注")
	case r.cmd.Text == "":
		return r.refuse("没有写重开的原因", "请写明问题怎样又出现了")
	}
	return r.event(TypeReopened, reopening(r.order, r.cmd.Text, r.now))
}

func reopening(o voc.WorkOrder, text string, now time.Time) Reopened {
	target, h := termsOf(o).targets(o.Level)
	return Reopened{Text: text, ResolveDue: h.after(now.Truncate(time.Microsecond), target.Resolve)}
}

func (r request) regrade() ([]voc.Event, error) {
	switch o := r.order; {
	case !o.State.Open():
		return r.over()
	case r.cmd.Level.Rank() == 0:
		return r.refuse(fmt.Sprintf("没有“%s”这个级别", r.cmd.Level), "请选择红、橙、黄或蓝")
	case r.cmd.Level == o.Level:
		return nil, nil
	case r.cmd.Text == "":
		return r.refuse("没有写改级的原因", "请写明为什么改为"+r.cmd.Level.Title()+"级")
	}
	return r.event(TypeRegraded, Regraded{Level: r.cmd.Level, Text: r.cmd.Text})
}

func (r request) falseAlarm() ([]voc.Event, error) {
	switch {
	case !r.order.State.Open():
		return r.over()
	case r.cmd.Text == "":
		return r.refuse("没有写为什么是误报", "请写明原因，预警规则会据此调整")
	}
	return r.event(TypeFalseAlarm, Noted{Text: r.cmd.Text})
}

func (r request) merge() ([]voc.Event, error) {
	switch {
	case !r.order.State.Open():
		return r.over()
	case r.cmd.Into == "":
		return r.refuse("没有写明合并到哪张工单", "请填写另一张工单的编号")
	case r.cmd.Into == r.order.ID:
		return r.refuse("不能合并到自己", "请填写另一张工单的编号")
	}
	return r.event(TypeMerged, Merged{Into: r.cmd.Into, Text: r.cmd.Text})
}

func (r request) cancel() ([]voc.Event, error) {
	switch {
	case !r.order.State.Open():
		return r.over()
	case r.cmd.Text == "":
		return r.refuse("没有写取消的原因", "请写明为什么不再处理")
	}
	return r.event(TypeCancelled, Noted{Text: r.cmd.Text})
}
