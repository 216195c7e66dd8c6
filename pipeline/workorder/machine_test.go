package workorder

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var (
	assignTo = func(who string) voc.Command {
		return voc.Command{Type: voc.CommandAssign, Actor: "李雷", To: who, Text: "华东区的单"}
	}
	waitFor = voc.Command{Type: voc.CommandWait, Actor: "王芳", WaitFor: voc.WaitSupplier, Until: start.Add(5 * time.Hour), Text: "等供应商的检测报告"}
	verify  = voc.Command{Type: voc.CommandVerify, Actor: "王芳"}
	dismiss = voc.Command{Type: voc.CommandFalseAlarm, Actor: "王芳", Text: "是抽奖活动刷的屏"}
	mergeIt = voc.Command{Type: voc.CommandMerge, Actor: "王芳", Into: "WO-20260131-0009"}
	cancel  = voc.Command{Type: voc.CommandCancel, Actor: "王芳", Text: "门店已停业"}
)

// ways leads an order into each state.
var ways = map[voc.OrderState][]voc.Command{
	voc.OrderNew:        nil,
	voc.OrderAssigned:   {assignTo("王芳")},
	voc.OrderInProgress: {claimBy("王芳")},
	voc.OrderWaiting:    {claimBy("王芳"), waitFor},
	voc.OrderResolved:   {claimBy("王芳"), resolveIt},
	voc.OrderVerifying:  {claimBy("王芳"), resolveIt, verify},
	voc.OrderClosed:     {claimBy("王芳"), resolveIt, closeIt},
	voc.OrderFalseAlarm: {dismiss},
	voc.OrderMerged:     {mergeIt},
	voc.OrderCancelled:  {cancel},
}

// asked is each command as it should be, by somebody else than the owner.
var asked = map[voc.CommandType]voc.Command{
	voc.CommandAssign:      assignTo("赵敏"),
	voc.CommandClaim:       claimBy("赵敏"),
	voc.CommandNote:        noteIt,
	voc.CommandAttach:      {Type: voc.CommandAttach, Actor: "赵敏", Title: "现场照片", URL: "https://example.com/p/1"},
	voc.CommandCollaborate: {Type: voc.CommandCollaborate, Actor: "赵敏", To: "陈默"},
	voc.CommandLeave:       {Type: voc.CommandLeave, Actor: "赵敏", To: "陈默"},
	voc.CommandAnswer:      {Type: voc.CommandAnswer, Actor: "赵敏", Text: "对不起，正在查这一批滤网"},
	voc.CommandWait:        {Type: voc.CommandWait, Actor: "赵敏", WaitFor: voc.WaitLegal, Until: start.Add(8 * time.Hour), Text: "等法务的意见"},
	voc.CommandResume:      {Type: voc.CommandResume, Actor: "赵敏"},
	voc.CommandResolve:     {Type: voc.CommandResolve, Actor: "赵敏", Action: "更换滤网"},
	voc.CommandCallback:    {Type: voc.CommandCallback, Actor: "赵敏", Result: voc.RecoveryWon, Score: 5},
	voc.CommandVerify:      {Type: voc.CommandVerify, Actor: "赵敏"},
	voc.CommandClose:       {Type: voc.CommandClose, Actor: "赵敏", Cause: "滤网破损未登记", Process: "设备点检", Department: "门店运营"},
	voc.CommandReopen:      reopenIt,
	voc.CommandRegrade:     {Type: voc.CommandRegrade, Actor: "赵敏", Level: voc.Yellow, Text: "没有人受伤"},
	voc.CommandFalseAlarm:  dismiss,
	voc.CommandMerge:       mergeIt,
	voc.CommandCancel:      cancel,
}

// grid says what each command does in each state, in the order of voc.OrderStates: the state it leads
// to, "=" nothing because it is so already, or what the refusal says.
var grid = map[voc.CommandType][10]string{
	//                       new            assigned       in_progress    waiting        resolved       verifying      closed         false_alarm    merged                  cancelled
	voc.CommandAssign:      {"→assigned", "→assigned", "→assigned", "请先恢复处理", "待回访", "验证中", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandClaim:       {"→in_progress", "→in_progress", "已由王芳认领", "已由王芳认领", "请重开", "请重开", "请重开", "请重开", "WO-20260131-0009", "请重开"},
	voc.CommandNote:        {"→new", "→assigned", "→in_progress", "→waiting", "→resolved", "→verifying", "→closed", "→false_alarm", "→merged", "→cancelled"},
	voc.CommandAttach:      {"→new", "→assigned", "→in_progress", "→waiting", "→resolved", "→verifying", "→closed", "→false_alarm", "→merged", "→cancelled"},
	voc.CommandCollaborate: {"→new", "→assigned", "→in_progress", "→waiting", "→resolved", "→verifying", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandLeave:       {"不在协作人里", "不在协作人里", "不在协作人里", "不在协作人里", "不在协作人里", "不在协作人里", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandAnswer:      {"→new", "→assigned", "→in_progress", "→waiting", "→resolved", "→verifying", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandWait:        {"还没有人认领", "还没有人认领", "→waiting", "已经在等待供应商", "待回访", "验证中", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandResume:      {"没有在等待", "没有在等待", "没有在等待", "→in_progress", "没有在等待", "没有在等待", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandResolve:     {"还没有人认领", "还没有人认领", "→resolved", "→resolved", "待回访", "验证中", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandCallback:    {"回访太早", "回访太早", "回访太早", "回访太早", "→resolved", "→verifying", "→closed", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandVerify:      {"还没有处理完", "还没有处理完", "还没有处理完", "还没有处理完", "→verifying", "=", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandClose:       {"还没有处理完", "还没有处理完", "还没有处理完", "还没有处理完", "→closed", "→closed", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandReopen:      {"不需要重开", "不需要重开", "不需要重开", "不需要重开", "→in_progress", "→in_progress", "→in_progress", "→new", "WO-20260131-0009", "→new"},
	voc.CommandRegrade:     {"→new", "→assigned", "→in_progress", "→waiting", "→resolved", "→verifying", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandFalseAlarm:  {"→false_alarm", "→false_alarm", "→false_alarm", "→false_alarm", "→false_alarm", "→false_alarm", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
	voc.CommandMerge:       {"→merged", "→merged", "→merged", "→merged", "→merged", "→merged", "已关闭", "已按误报结束", "已合并", "已取消"},
	voc.CommandCancel:      {"→cancelled", "→cancelled", "→cancelled", "→cancelled", "→cancelled", "→cancelled", "已关闭", "已按误报结束", "WO-20260131-0009", "已取消"},
}

// TestEveryStateAndCommand holds the whole machine: for each of the ten states and each of the
// eighteen commands, where it leads, or what the refusal says and what to do instead.
func TestEveryStateAndCommand(t *testing.T) {
	if len(grid) != len(voc.CommandTypes()) || len(asked) != len(grid) || len(ways) != len(voc.OrderStates()) {
		t.Fatalf("%d commands and %d states are spoken for, want all %d and %d", len(grid), len(ways), len(voc.CommandTypes()), len(voc.OrderStates()))
	}
	for i, state := range voc.OrderStates() {
		o := order(t, ways[state]...)
		if o.State != state {
			t.Fatalf("the way to %s leads to %s", state, o.State)
		}
		for _, name := range voc.CommandTypes() {
			want := grid[name][i]
			events, err := Apply(o, asked[name], start.Add(time.Hour))
			switch to, leads := strings.CutPrefix(want, "→"); {
			case want == "=":
				if err != nil || events != nil {
					t.Errorf("%s of a %s order: %d events and error %v, want nothing: it is so already", name, state, len(events), err)
				}
			case leads:
				if err != nil || len(events) != 1 {
					t.Errorf("%s of a %s order: %d events and error %v, want one event", name, state, len(events), err)
					continue
				}
				after := do(t, o, asked[name], start.Add(time.Hour))
				if string(after.State) != to || after.Version != o.Version+1 {
					t.Errorf("%s of a %s order leads to %s version %d, want %s version %d", name, state, after.State, after.Version, to, o.Version+1)
				}
			default:
				var not *ErrNotAllowed
				if !errors.As(err, &not) || !strings.Contains(err.Error(), want) || not.Remedy == "" || events != nil {
					t.Errorf("%s of a %s order: %d events and error %v, want a refusal that says %q and what to do", name, state, len(events), err, want)
				}
			}
		}
	}
}

func TestCommandsMustCarryWhatTheyPromise(t *testing.T) {
	fresh, claimed, waiting := order(t), order(t, ways[voc.OrderInProgress]...), order(t, ways[voc.OrderWaiting]...)
	resolved, handed := order(t, ways[voc.OrderResolved]...), order(t, claimBy("王芳"), assignTo("赵敏"))
	helped := order(t, claimBy("王芳"), voc.Command{Type: voc.CommandCollaborate, Actor: "王芳", To: "陈默"})
	soon := start.Add(90 * time.Minute)
	for _, c := range []struct {
		why  string
		o    voc.WorkOrder
		cmd  voc.Command
		says string
	}{
		{"resolving without saying what was done", claimed, voc.Command{Type: voc.CommandResolve, Action: "  "}, "处理措施"},
		{"resolving with an address that is none", claimed, voc.Command{Type: voc.CommandResolve, Action: "退款", URL: "评论区"}, "不是网址"},
		{"resolving before the one it was handed to took it up", handed, voc.Command{Type: voc.CommandResolve, Action: "退款"}, "正在转交给赵敏"},
		{"closing without a root cause", resolved, voc.Command{Type: voc.CommandClose}, "根本原因"},
		{"reopening without a reason", resolved, voc.Command{Type: voc.CommandReopen}, "原因"},
		{"an empty note", claimed, voc.Command{Type: voc.CommandNote, Text: "\n"}, "备注是空的"},
		{"giving it to nobody", fresh, voc.Command{Type: voc.CommandAssign}, "交给谁"},
		{"taking it from its owner to give it away, without a word", claimed, voc.Command{Type: voc.CommandAssign, To: "赵敏"}, "王芳手里"},
		{"claiming what is another's", claimed, voc.Command{Type: voc.CommandClaim}, "请写明原因"},
		{"the owner claims while waiting", waiting, voc.Command{Type: voc.CommandClaim, Actor: "王芳"}, "请恢复处理"},
		{"attaching what is no address", fresh, voc.Command{Type: voc.CommandAttach, URL: "javascript:alert(1)"}, "http"},
		{"nobody to work together with", fresh, voc.Command{Type: voc.CommandCollaborate}, "请谁协作"},
		{"working together with oneself", claimed, voc.Command{Type: voc.CommandCollaborate, To: "王芳"}, "就是负责人"},
		{"the owner leaves", claimed, voc.Command{Type: voc.CommandLeave, Actor: "王芳"}, "先转交"},
		{"an answer of nothing", fresh, voc.Command{Type: voc.CommandAnswer}, "答复了什么"},
		{"an answer at no address", fresh, voc.Command{Type: voc.CommandAnswer, URL: "ftp://example.com"}, "不是网址"},
		{"waiting for nobody", claimed, voc.Command{Type: voc.CommandWait, Text: "等", Until: soon}, "在等谁"},
		{"waiting for somebody there is not", claimed, voc.Command{Type: voc.CommandWait, WaitFor: "moon", Text: "等", Until: soon}, "在等谁"},
		{"waiting without a reason", claimed, voc.Command{Type: voc.CommandWait, WaitFor: voc.WaitLegal, Until: soon}, "等待的原因"},
		{"waiting without an end", claimed, voc.Command{Type: voc.CommandWait, WaitFor: voc.WaitLegal, Text: "等意见"}, "什么时候"},
		{"waiting until yesterday", claimed, voc.Command{Type: voc.CommandWait, WaitFor: voc.WaitLegal, Text: "等意见", Until: start.Add(-day)}, "将来的时间"},
		{"waiting for more than half of the time", claimed, voc.Command{Type: voc.CommandWait, WaitFor: voc.WaitLegal, Text: "等意见", Until: start.Add(20 * time.Hour)}, "主管同意"},
		{"a callback without a result", resolved, voc.Command{Type: voc.CommandCallback}, "回访结果"},
		{"a callback with six of five", resolved, voc.Command{Type: voc.CommandCallback, Result: voc.RecoveryWon, Score: 6}, "满意度 6"},
		{"an unreachable customer who is content", resolved, voc.Command{Type: voc.CommandCallback, Result: voc.RecoveryUnreachable, Score: 4}, "联系不上"},
		{"a level there is not", fresh, voc.Command{Type: voc.CommandRegrade, Level: "pink", Text: "x"}, "pink"},
		{"another level without a reason", fresh, voc.Command{Type: voc.CommandRegrade, Level: voc.Blue}, "改级的原因"},
		{"a false alarm without a reason", fresh, voc.Command{Type: voc.CommandFalseAlarm}, "为什么是误报"},
		{"merging into nothing", fresh, voc.Command{Type: voc.CommandMerge}, "合并到哪张"},
		{"merging into itself", fresh, voc.Command{Type: voc.CommandMerge, Into: "WO-20260131-0001"}, "自己"},
		{"cancelling without a reason", fresh, voc.Command{Type: voc.CommandCancel}, "取消的原因"},
		{"a command nobody knows", claimed, voc.Command{Type: "explode"}, "explode"},
	} {
		if c.cmd.Actor == "" {
			c.cmd.Actor = "李雷"
		}
		_, err := Apply(c.o, c.cmd, start.Add(time.Hour))
		var not *ErrNotAllowed
		if !errors.As(err, &not) || !strings.Contains(err.Error(), c.says) || not.Remedy == "" {
			t.Errorf("%s: error is %v, want it to say %q and what to do", c.why, err, c.says)
		}
	}
	if _, err := Apply(claimed, voc.Command{Type: voc.CommandNote, Text: "x"}, start); err == nil || !strings.Contains(err.Error(), "谁操作") {
		t.Errorf("nobody did something: %v", err)
	}
	if _, err := Apply(claimed, voc.Command{Order: "WO-OTHER", Type: voc.CommandNote, Actor: "王芳", Text: "x"}, start); err == nil {
		t.Error("a command for another order was applied")
	}
	for _, c := range []struct {
		why string
		o   voc.WorkOrder
		cmd voc.Command
	}{
		{"given to who has it", claimed, assignTo("王芳")},
		{"asked to help again", helped, voc.Command{Type: voc.CommandCollaborate, Actor: "王芳", To: "陈默"}},
		{"regraded to what it is", fresh, voc.Command{Type: voc.CommandRegrade, Actor: "王芳", Level: voc.Red}},
	} {
		if events, err := Apply(c.o, c.cmd, start.Add(time.Hour)); err != nil || events != nil {
			t.Errorf("%s: %d events and error %v, want nothing: it is so already", c.why, len(events), err)
		}
	}
}

// TestEachKindClosesByItsOwnRule: a case when its customer was asked back, a journey when it says what
// was made anew, a theme with cause and action.
func TestEachKindClosesByItsOwnRule(t *testing.T) {
	unreachable := voc.Command{Type: voc.CommandCallback, Actor: "王芳", Result: voc.RecoveryUnreachable}
	lost := voc.Command{Type: voc.CommandCallback, Actor: "王芳", Result: voc.RecoveryLost, Score: 2}
	redesigned := closeIt
	redesigned.Text = "取餐号由屏幕叫改为手机提醒，取餐台分成两侧"
	for _, c := range []struct {
		why   string
		kind  voc.OrderKind
		then  []voc.Command
		close voc.Command
		after time.Duration
		says  string // "" it closes
	}{
		{"a theme with action and cause", voc.OrderTheme, nil, closeIt, time.Hour, ""},
		{"a case nobody asked back", voc.OrderCase, nil, closeIt, 100 * day, "回访"},
		{"a case whose customer was lost, but asked", voc.OrderCase, []voc.Command{lost}, closeIt, time.Hour, ""},
		{"a case tried twice", voc.OrderCase, []voc.Command{unreachable, unreachable}, closeIt, time.Hour, "满 3 次"},
		{"a case tried three times", voc.OrderCase, []voc.Command{unreachable, unreachable, unreachable}, closeIt, time.Hour, ""},
		{"a case tried once, three days ago", voc.OrderCase, []voc.Command{unreachable}, closeIt, 73 * time.Hour, ""},
		{"a journey without a word of what is new", voc.OrderJourney, nil, closeIt, time.Hour, "重新设计了什么"},
		{"a journey that says what is new", voc.OrderJourney, nil, redesigned, time.Hour, ""},
	} {
		e, err := Open(Draft{ID: "WO-1", Kind: c.kind, Title: "x", Topic: "t", Level: voc.Yellow, Post: "p1"}, start)
		if err != nil {
			t.Fatal(err)
		}
		o, err := Fold(voc.WorkOrder{}, e)
		if err != nil {
			t.Fatal(err)
		}
		for i, cmd := range append([]voc.Command{claimBy("王芳"), resolveIt}, c.then...) {
			o = do(t, o, cmd, start.Add(time.Duration(i+1)*time.Minute))
		}
		_, err = Apply(o, c.close, start.Add(c.after))
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", c.why, err, c.says)
		}
	}
}

// TestACallbackOfTheFirstCycleDoesNotCloseTheSecond: what came back must be asked again.
func TestACallbackOfTheFirstCycleDoesNotCloseTheSecond(t *testing.T) {
	e, err := Open(Draft{ID: "WO-1", Kind: voc.OrderCase, Title: "x", Level: voc.Yellow}, start)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Fold(voc.WorkOrder{}, e)
	if err != nil {
		t.Fatal(err)
	}
	won := voc.Command{Type: voc.CommandCallback, Actor: "王芳", Result: voc.RecoveryWon}
	for i, c := range []voc.Command{claimBy("王芳"), resolveIt, won, closeIt, reopenIt, resolveIt} {
		o = do(t, o, c, start.Add(time.Duration(i+1)*time.Minute))
	}
	if _, err := Apply(o, closeIt, start.Add(time.Hour)); err == nil || !strings.Contains(err.Error(), "回访") {
		t.Errorf("closing the second cycle: %v, want the callback to be asked for again", err)
	}
}

func TestHandingOver(t *testing.T) {
	o := order(t, claimBy("王芳"), assignTo("赵敏"))
	if o.State != voc.OrderAssigned || o.Owner != "王芳" || o.Assignee != "赵敏" {
		t.Fatalf("handed over: state %s, owner %s, assignee %s; want it to stay 王芳's until 赵敏 takes it up", o.State, o.Owner, o.Assignee)
	}
	taken := do(t, o, claimBy("赵敏"), start.Add(time.Hour))
	if taken.State != voc.OrderInProgress || taken.Owner != "赵敏" || taken.Assignee != "" {
		t.Errorf("taken up: %s, %s, %s", taken.State, taken.Owner, taken.Assignee)
	}
	if back := do(t, o, claimBy("王芳"), start.Add(time.Hour)); back.Owner != "王芳" || back.Assignee != "" {
		t.Errorf("taken back: %s, %s", back.Owner, back.Assignee)
	}
	if c, _ := clockOf(taken, voc.ClockClaim); c.Running || c.Used != time.Minute {
		t.Errorf("the claim clock is %+v: want it stopped by the first claim for good", c)
	}
}

func TestWaits(t *testing.T) {
	o := order(t, claimBy("王芳"))
	wait := func(hours int) voc.Command {
		c := waitFor
		c.Until = o.ClocksAt.Add(time.Duration(hours) * time.Hour)
		return c
	}
	for range 3 {
		o = do(t, o, wait(2), o.ClocksAt)
		if len(Timers(o, o.WaitUntil.Add(-1))) != 0 {
			t.Error("a wait was ended before its time")
		}
		timers := Timers(o, o.WaitUntil.Add(time.Hour))
		if len(timers) != 1 {
			t.Fatalf("%d commands are due when a wait is over, want one", len(timers))
		}
		o = do(t, o, timers[0], o.WaitUntil.Add(time.Hour))
		if len(Timers(o, o.ClocksAt.Add(day))) != 0 || o.State != voc.OrderInProgress || o.WaitFor != "" {
			t.Errorf("after the wait: %s, waiting for %q", o.State, o.WaitFor)
		}
	}
	if o.Waited != 6*time.Hour || o.Waits != 3 {
		t.Errorf("waited %s in %d waits, want 6h in 3: the hour until somebody said so is not waiting", o.Waited, o.Waits)
	}
	fourth := wait(1)
	if _, err := Apply(o, fourth, o.ClocksAt); err == nil || !strings.Contains(err.Error(), "等待过 3 次") {
		t.Errorf("a fourth wait: %v, want the lead to be asked", err)
	}
	fourth.Lead = true
	o = do(t, o, fourth, o.ClocksAt)
	if last := o.Notes[len(o.Notes)-1]; o.State != voc.OrderWaiting || !strings.Contains(last.Text, "主管已同意") {
		t.Errorf("a fourth wait the lead agreed to: %s, %q", o.State, last.Text)
	}
}

// TestWhoHowAndWhatIsKept: an event says who did it and through what.
func TestWhoHowAndWhatIsKept(t *testing.T) {
	c := claimBy("王芳")
	c.Channel = "bot"
	events, err := Apply(order(t), c, start)
	if err != nil || len(events) != 1 {
		t.Fatal(events, err)
	}
	if e := events[0]; e.Actor != "王芳" || Channel(e) != "bot" || e.Subject != voc.SubjectOrder {
		t.Errorf("the event is %+v through %q, want 王芳 through the bot", e, Channel(e))
	}
	if o := do(t, order(t), c, start); o.Notes[1].Channel != "bot" {
		t.Errorf("the note came through %q", o.Notes[1].Channel)
	}
}
