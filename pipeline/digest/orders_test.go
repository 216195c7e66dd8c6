package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestEveryOpenStateIsToldInWords(t *testing.T) {
	for _, c := range []struct {
		order voc.WorkOrder
		want  string
	}{
		{voc.WorkOrder{State: voc.OrderNew}, "还没有人认领"},
		{voc.WorkOrder{State: voc.OrderAssigned, Assignee: "周敏"}, "已派给周敏，还没有认领"},
		{voc.WorkOrder{State: voc.OrderInProgress, Owner: "王芳"}, "王芳处理中"},
		{voc.WorkOrder{State: voc.OrderWaiting, Owner: "王芳", WaitFor: voc.WaitSupplier}, "王芳在等供应商"},
		{voc.WorkOrder{State: voc.OrderWaiting, Owner: "王芳"}, "王芳在等回复"},
		{voc.WorkOrder{State: voc.OrderResolved, Owner: "王芳"}, "王芳已处理，待回访"},
		{voc.WorkOrder{State: voc.OrderVerifying, Owner: "王芳"}, "王芳已处理，正在验证是否真的停了"},
	} {
		if got := (&facts{}).holder(c.order); got != c.want {
			t.Errorf("%s: %q, want %q", c.order.State, got, c.want)
		}
		if got := (&facts{}).standing(c.order); strings.Contains(got, "关闭") {
			t.Errorf("an alert whose order is %s is told as %q", c.order.State, got)
		}
	}
}

func TestAnEndedOrderIsToldAsItEnded(t *testing.T) {
	passed := voc.Verification{State: voc.VerificationPassed}
	for want, o := range map[string]voc.WorkOrder{
		"工单已关闭":  {State: voc.OrderClosed},
		"已处理并验证": {State: voc.OrderClosed, Verification: passed},
		"经查是误报":  {State: voc.OrderFalseAlarm},
	} {
		if got := (&facts{}).standing(o); got != want {
			t.Errorf("%s: %q, want %q", o.State, got, want)
		}
	}
}

// A proof holds figures that no query of the letter gives; they are the verification's own.
func TestAProvedFixIsToldWithItsMeasurement(t *testing.T) {
	f := saturday()
	f.orders = []voc.WorkOrder{{
		ID: "WO-7", Title: "人民广场店“等待太久”", Level: voc.Yellow, State: voc.OrderClosed, Owner: "李雷", Assignee: "李雷",
		OpenedAt: f.now.Add(-90 * time.Hour), ClosedAt: f.now.Add(-60 * time.Hour), Cycle: 1,
		Verification: voc.Verification{State: voc.VerificationPassed, At: f.now.Add(-time.Hour), Verdict: "抱怨从每小时 6.2 条降到 0.4 条"},
	}}
	lines := fixedOrders(f)
	if len(lines) != 1 || lines[0].Text != "人民广场店“等待太久”：已验证，抱怨从每小时 6.2 条降到 0.4 条。" {
		t.Fatalf("told as %+v", lines)
	}
	ledger := ledgerOf(f)
	if why := ledger.wrong(lines[0]); why != "" {
		t.Errorf("the line does not hold: %s", why)
	}
	lines[0].Text = strings.Replace(lines[0].Text, "0.4", "0.1", 1)
	if ledger.wrong(lines[0]) == "" {
		t.Error("a better figure than was measured passes")
	}
}

func TestWhatIsNoMatterOfItsOwnIsNoAlertOfTheDay(t *testing.T) {
	f := &facts{from: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), to: time.Date(2026, 1, 31, 21, 30, 0, 0, time.UTC)}
	open := voc.Alert{Brand: "qingheng", State: voc.AlertOpen, OpenedAt: f.from.Add(time.Hour)}
	merged, nothing, deaf := open, open, open
	merged.State, merged.LastAt = voc.AlertMerged, f.from.Add(2*time.Hour)
	nothing.Verdict = voc.AlertFalseAlarm
	deaf.Kind = voc.RuleSilence
	f.enterWork(Inputs{Brand: voc.Brand{ID: "qingheng"}, Alerts: []voc.Alert{open, merged, nothing, deaf}})
	if len(f.alerts) != 1 || f.alerts[0].State != voc.AlertOpen {
		t.Errorf("told: %+v", f.alerts)
	}
}
