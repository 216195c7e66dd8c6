package workorder

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// request is a command to an order, its words trimmed.
type request struct {
	order voc.WorkOrder
	cmd   voc.Command
	now   time.Time
}

// commands says what each command does. There is no other way in.
var commands = map[voc.CommandType]func(request) ([]voc.Event, error){
	voc.CommandAssign:      request.assign,
	voc.CommandClaim:       request.claim,
	voc.CommandNote:        request.note,
	voc.CommandAttach:      request.attach,
	voc.CommandCollaborate: request.collaborate,
	voc.CommandLeave:       request.leave,
	voc.CommandAnswer:      request.answer,
	voc.CommandWait:        request.wait,
	voc.CommandResume:      request.resume,
	voc.CommandResolve:     request.resolve,
	voc.CommandCallback:    request.callback,
	voc.CommandVerify:      request.verify,
	voc.CommandClose:       request.close,
	voc.CommandReopen:      request.reopen,
	voc.CommandRegrade:     request.regrade,
	voc.CommandFalseAlarm:  request.falseAlarm,
	voc.CommandMerge:       request.merge,
	voc.CommandCancel:      request.cancel,
}

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
	for _, word := range []*string{
		&cmd.Actor, &cmd.Text, &cmd.Action, &cmd.Cause, &cmd.To, &cmd.URL, &cmd.Title, &cmd.Process, &cmd.Department, &cmd.Into,
	} {
		*word = strings.TrimSpace(*word)
	}
	if cmd.Actor == "" {
		return nil, refuse(order, cmd, "没有写明是谁操作的", "请先填写您的姓名")
	}
	answer, known := commands[cmd.Type]
	if !known {
		var names []string
		for _, c := range voc.CommandTypes() {
			names = append(names, string(c))
		}
		return nil, refuse(order, cmd, fmt.Sprintf("没有“%s”这个操作", cmd.Type), "可用的操作："+strings.Join(names, "、"))
	}
	return answer(request{order: order, cmd: cmd, now: now})
}

// event is the answer of a command that is granted.
func (r request) event(kind string, data any) ([]voc.Event, error) {
	return []voc.Event{event(r.order, kind, r.cmd.Actor, r.cmd.Channel, r.now, data)}, nil
}

func (r request) refuse(why, remedy string) ([]voc.Event, error) {
	return nil, refuse(r.order, r.cmd, why, remedy)
}

// over refuses what may not be done to an order that is finished.
func (r request) over() ([]voc.Event, error) {
	if r.order.State == voc.OrderMerged {
		return r.refuse("工单已合并到 "+r.order.MergedInto, "请到那张工单上操作")
	}
	why := "工单" + StateTitle(r.order.State)
	if r.order.State == voc.OrderFalseAlarm {
		why = "工单已按误报结束"
	}
	return r.refuse(why, "如问题仍在，请重开并写明原因；要补充说明请写备注")
}

// done refuses what may not be done once something was done.
func (r request) done() ([]voc.Event, error) {
	return r.refuse("工单"+StateTitle(r.order.State)+"，处理已经完成", "要补充说明请写备注；如问题仍在，请重开")
}

// unclaimed refuses what only somebody who has taken the order up may do.
func (r request) unclaimed(then string) ([]voc.Event, error) {
	if r.order.Owner != "" {
		return r.refuse("正在转交给"+r.order.Assignee+"，对方还没有认领", "请先认领，再"+then)
	}
	return r.refuse("还没有人认领", "请先认领，再"+then)
}

// untaken tells whether nobody has the order in hand.
func untaken(s voc.OrderState) bool { return s == voc.OrderNew || s == voc.OrderAssigned }

// acted tells whether something was done and the order is not finished.
func acted(s voc.OrderState) bool { return s == voc.OrderResolved || s == voc.OrderVerifying }

func webAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(text) <= 2048
}
