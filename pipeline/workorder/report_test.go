package workorder

import (
	"math"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestReport(t *testing.T) {
	from := shanghai(t, "03-02", "00:00")
	to := from.Add(14 * day)
	at := shanghai(t, "03-02", "10:00")
	walk := func(d Draft, steps ...any) voc.WorkOrder { // after so long, this
		o := opened(t, d, at)
		now := at
		for i := 0; i < len(steps); i += 2 {
			now = now.Add(steps[i].(time.Duration))
			o = do(t, o, steps[i+1].(voc.Command), now)
		}
		return At(o, to)
	}
	won := voc.Command{Type: voc.CommandCallback, Actor: "王芳", Post: "p1", Result: voc.RecoveryWon, Score: 5}
	unreachable := voc.Command{Type: voc.CommandCallback, Actor: "王芳", Post: "p1", Result: voc.RecoveryUnreachable}
	lost := voc.Command{Type: voc.CommandCallback, Actor: "王芳", Post: "p2", Result: voc.RecoveryLost}
	verified := walk(Draft{Level: voc.Red, Alert: "AL-1"}, 4*time.Minute, claimBy("王芳"), 10*time.Minute, answerIt, time.Hour, resolveIt, time.Minute, closeIt)
	verified.Verification.State = voc.VerificationPassed
	orders := []voc.WorkOrder{
		verified,
		walk(Draft{Level: voc.Red, Alert: "AL-2"}, 8*time.Minute, claimBy("王芳"), time.Hour, resolveIt, 2*day, reopenIt, 3*time.Hour, resolveIt,
			time.Minute, unreachable, time.Minute, won, time.Minute, lost, time.Minute, closeIt),
		walk(Draft{Level: voc.Orange, Alert: "AL-3"}, time.Minute, dismiss),
		walk(Draft{Level: voc.Yellow, To: "赵敏"}),
		walk(Draft{Level: voc.Yellow}),
	}
	early := verified
	early.OpenedAt = from.Add(-1)
	late := verified
	late.OpenedAt = to
	alerts := []voc.Alert{
		{ID: "AL-1", Rule: "burst", OpenedAt: at}, {ID: "AL-2", Rule: "burst", OpenedAt: at}, {ID: "AL-3", Rule: "count", OpenedAt: at, Verdict: voc.AlertFalseAlarm},
		{ID: "AL-4", Rule: "count", OpenedAt: at, Verdict: voc.AlertFalseAlarm}, // nobody opened an order for it
		{ID: "AL-5", Rule: "burst", OpenedAt: at, History: true}, {ID: "AL-6", Rule: "burst", OpenedAt: at, State: voc.AlertMerged}, {ID: "AL-7", Rule: "burst", OpenedAt: to},
	}
	r := Report(append(orders, early, late), alerts, from, to)
	want := voc.OrderReportRow{
		Orders: 5, Open: 2, Claim: 6 * time.Minute, Answer: 14 * time.Minute,
		// 1h14m from the opening in one, 1h8m and 3h in two cycles of the other.
		Resolve:  (74*time.Minute + 68*time.Minute + 3*time.Hour) / 2,
		Breached: 3, Reopened: 1, FalseAlarm: 1, Closed: 2, Verified: 1, Asked: 2, Recovered: 1,
		Claimed: 2, Answered: 1, Resolved: 2,
	}
	if r.All != want {
		t.Errorf("all:\n%+v, want\n%+v", r.All, want)
	}
	if math.Abs(r.AlertsPerWeek-2) > 1e-9 {
		t.Errorf("%v alerts a week, want four in two weeks", r.AlertsPerWeek)
	}
	names := func(rows []voc.OrderReportRow) (s string) {
		for _, row := range rows {
			s += row.Name + " "
		}
		return s
	}
	if got := names(r.Owner); got != "未指派 王芳 赵敏 " {
		t.Errorf("owners are %s", got)
	}
	if got := names(r.Level); got != "red orange yellow " {
		t.Errorf("levels are %s, want the gravest first", got)
	}
	if got := names(r.Rule); got != "count burst " || r.Rule[0].FalseAlarm != 2 || r.Rule[0].Orders != 1 || r.Rule[1].Orders != 2 {
		t.Errorf("rules are %s: %+v; want the one with two false alarms first", got, r.Rule)
	}
	empty := Report(nil, nil, from, from)
	if empty.All.Orders != 0 || empty.AlertsPerWeek != 0 || len(empty.Owner) != 0 {
		t.Errorf("nothing in no time is %+v", empty)
	}
}

func TestCauses(t *testing.T) {
	to := shanghai(t, "03-31", "00:00")
	from := to.Add(-90 * day)
	at := func(days int) time.Time { return to.Add(-time.Duration(days) * day) }
	n := 0
	order := func(days int, cause, process, department string, mentions int) voc.WorkOrder {
		n++
		o := voc.WorkOrder{ID: NewID(at(days), time.UTC, n), OpenedAt: at(days), Cause: cause, CausePath: voc.CausePath{Cause: cause, Process: process, Department: department}, Cycle: 1}
		for range mentions {
			o.Evidence = append(o.Evidence, voc.Evidence{Copies: 1})
		}
		return o
	}
	back := order(40, "滤网破损未登记", "设备点检", "门店运营", 0)
	back.Cycle = 2
	tree := Causes([]voc.WorkOrder{
		order(2, "滤网破损，未登记。", "设备点检", "门店运营", 2),
		order(10, "由于滤网破损未登记导致", "设备点检", "门店 运营", 1),
		order(20, "滤网破损未登记", "设备点检", "门店运营", 0),
		back,
		order(5, "排班不足", "排班", "门店运营", 0),
		order(6, "包材承重不够", "包材采购", "供应链", 0),
		order(7, "不清楚", "", "", 0),
		order(100, "太早", "设备点检", "门店运营", 0),
		order(3, "", "设备点检", "门店运营", 0),
	}, from, to)
	if len(tree) != 3 || tree[0].Name != "门店运营" || tree[0].Kind != "department" || len(tree[0].Orders) != 5 || tree[0].Last30 != 4 || tree[0].Reopened != 1 {
		t.Fatalf("departments are %+v", tree)
	}
	process := tree[0].Children[0]
	if process.Name != "设备点检" || process.Kind != "process" || len(process.Children) != 1 {
		t.Fatalf("the first process is %+v", process)
	}
	cause := process.Children[0]
	if len(cause.Orders) != 4 || cause.Last30 != 3 || cause.Mentions != 4+2+1+1 || !cause.LastAt.Equal(at(2)) || cause.Orders[0] != "WO-20260328-0002" {
		t.Errorf("the cause is %+v", cause)
	}
	if got := Recurrence(cause); got != "30 天内第 3 次" {
		t.Errorf("recurrence reads %q", got)
	}
	if Recurrence(tree[1].Children[0].Children[0]) != "" {
		t.Error("what happened once came back")
	}
	if last := tree[len(tree)-1]; last.Name != noDepartment && tree[1].Name != noDepartment {
		t.Errorf("the cause nobody placed is lost: %+v", tree)
	}
	var count func(nodes []voc.CauseNode) int
	count = func(nodes []voc.CauseNode) (sum int) {
		for _, node := range nodes {
			below := count(node.Children)
			if node.Children != nil && below != len(node.Orders) {
				t.Errorf("%s has %d orders, its children %d", node.Name, len(node.Orders), below)
			}
			sum += len(node.Orders)
		}
		return sum
	}
	if got := count(tree); got != 7 {
		t.Errorf("%d orders in the tree, want 7", got)
	}
}

func TestEqualCauses(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"滤网破损未登记", "滤网破损，未登记。"}, {"滤网破损未登记", " 滤网破损 未登记 "}, {"ＡＢ班交接漏项", "AB班交接漏项"}, {"App 闪退", "app闪退"},
		{"排班不足", "由于排班不足所致"}, {"排班不足", "根本原因是排班不足"}, {"排班不足", "排班不足的问题"}, {"包材破了", "包材破"},
	} {
		if sameCause(c.a) != sameCause(c.b) {
			t.Errorf("%q and %q are one cause: %q, %q", c.a, c.b, sameCause(c.a), sameCause(c.b))
		}
	}
	for _, c := range []struct{ a, b string }{
		{"滤网破损未登记", "滤网破损未更换"}, {"排班不足", "排班过多"}, {"1号机故障", "2号机故障"}, {"。", "！"}, {"由于", "因为"},
	} {
		if sameCause(c.a) == sameCause(c.b) {
			t.Errorf("%q and %q are two causes", c.a, c.b)
		}
	}
}
