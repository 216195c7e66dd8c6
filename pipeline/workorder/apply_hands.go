package workorder

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// assign gives an order to somebody. Until they take it up, it stays the task of who has it.
func (r request) assign() ([]voc.Event, error) {
	o, to := r.order, r.cmd.To
	switch {
	case !o.State.Open():
		return r.over()
	case acted(o.State):
		return r.done()
	case o.State == voc.OrderWaiting:
		return r.refuse("工单在等待"+WaitTitle(o.WaitFor), "请先恢复处理，再转交")
	case to == "":
		return r.refuse("没有写明交给谁", "请选择一位负责人")
	case o.State == voc.OrderInProgress && to == o.Owner, o.State == voc.OrderAssigned && to == o.Assignee:
		return nil, nil
	case o.Owner != "" && r.cmd.Text == "":
		return r.refuse("工单在"+o.Owner+"手里", "要转交请写明原因和已经做到哪一步")
	}
	return r.event(TypeAssigned, Assigned{To: to, Text: r.cmd.Text})
}

// claim takes an order into one's hands. Taking it out of somebody else's needs a reason, so that
// two people pressing at once do not take it from each other unawares. What was only given to
// somebody, who has not taken it up, is in nobody's hands: whoever comes first may.
func (r request) claim() ([]voc.Event, error) {
	o, who := r.order, r.cmd.Actor
	switch {
	case !o.State.Open():
		return r.over()
	case acted(o.State):
		return r.done()
	case o.State == voc.OrderInProgress && o.Owner == who:
		return nil, nil
	case o.State == voc.OrderWaiting && o.Owner == who:
		return r.refuse("您已认领，正在等待"+WaitTitle(o.WaitFor), "要继续处理，请恢复处理")
	case o.Owner != "" && o.Owner != who && o.Assignee != who && r.cmd.Text == "":
		return r.refuse("已由"+o.Owner+"认领", "确要接手，请写明原因再认领")
	}
	return r.event(TypeClaimed, Claimed{Owner: who, Text: r.cmd.Text})
}

func (r request) note() ([]voc.Event, error) {
	if r.cmd.Text == "" {
		return r.refuse("备注是空的", "请写下内容")
	}
	return r.event(TypeNoted, Noted{Text: r.cmd.Text})
}

func (r request) attach() ([]voc.Event, error) {
	if !webAddress(r.cmd.URL) {
		return r.refuse("链接不是网址", "请填写以 http:// 或 https:// 开头的地址")
	}
	title := r.cmd.Title
	if title == "" {
		title = r.cmd.URL
	}
	return r.event(TypeAttached, Attached{Title: title, URL: r.cmd.URL})
}

func (r request) collaborate() ([]voc.Event, error) {
	o, who := r.order, r.cmd.To
	switch {
	case !o.State.Open():
		return r.over()
	case who == "":
		return r.refuse("没有写明请谁协作", "请选择一位同事")
	case who == o.Owner:
		return r.refuse(who+"就是负责人", "请选择另一位同事")
	case slices.Contains(o.Collaborators, who):
		return nil, nil
	}
	return r.event(TypeJoined, Helped{Who: who, Text: r.cmd.Text})
}

// leave takes somebody off an order; who names nobody leaves it himself.
func (r request) leave() ([]voc.Event, error) {
	who := r.cmd.To
	if who == "" {
		who = r.cmd.Actor
	}
	switch {
	case !r.order.State.Open():
		return r.over()
	case who == r.order.Owner:
		return r.refuse(who+"是负责人，不能退出", "请先转交给别人")
	case !slices.Contains(r.order.Collaborators, who):
		return r.refuse(who+"不在协作人里", "请核对姓名")
	}
	return r.event(TypeLeft, Helped{Who: who, Text: r.cmd.Text})
}

// answer records what was said in public. The first one stops the clock, later ones are kept too.
func (r request) answer() ([]voc.Event, error) {
	switch {
	case !r.order.State.Open():
		return r.over()
	case r.cmd.Text == "" && r.cmd.URL == "":
		return r.refuse("没有写答复了什么", "请贴上答复原文或它的链接")
	case r.cmd.URL != "" && !webAddress(r.cmd.URL):
		return r.refuse("答复的链接不是网址", "请填写以 http:// 或 https:// 开头的地址")
	}
	return r.event(TypeAnswered, Answered{Text: r.cmd.Text, URL: r.cmd.URL})
}
