package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// desk gives a place people, and times that are easy to tell apart.
func (p *place) desk() {
	p.write("people.yaml", "people:\n- {name: 林店长, lead: 督导}\n- {name: 督导}\n- {name: 童欣, department: 客服部}\n- {name: 赵离, left: true}\n")
	p.write("stores.yaml", "stores:\n- {id: jingan, name: 静安店, brand: tea, city: 上海, manager: 林店长}\n")
	p.write("orders.yaml", "default: 童欣\ndirector: 督导\n")
}

// TestOrdersWholeLife walks one order through every command there is, on a store no tingfeng runs on.
func TestOrdersWholeLife(t *testing.T) {
	p := newPlace(t)
	p.database()
	p.desk()
	order := parsed[voc.WorkOrder](t, p.must("", "--json", "orders", "open", "--as", "童欣", "--brand", "tea", "--topic", "卫生-异物", "--store", "jingan", "--level", "orange", "--text", "顾客反馈三起"))
	if order.Assignee != "林店长" || order.Level != voc.Orange || order.Topic != "卫生-异物" || order.State != voc.OrderAssigned {
		t.Fatalf("opened %+v; want it given to the manager of its shop", order)
	}
	holds(t, "what nobody has taken up", p.must("", "orders", "list", "--state", "new"), order.ID, "待认领", "指派给林店长")
	for _, step := range []struct {
		args []string
		want []string
	}{
		{[]string{"assign", order.ID, "童欣", "--as", "督导"}, []string{"待认领", "指派给童欣"}},
		{[]string{"claim", order.ID, "--as", "林店长", "--reason", "在现场"}, []string{"处理中", "林店长"}},
		{[]string{"attach", order.ID, "https://example.com/photo", "--as", "林店长", "--title", "照片"}, []string{"照片"}},
		{[]string{"collaborate", order.ID, "童欣", "--as", "林店长"}, []string{"请童欣协作"}},
		{[]string{"leave", order.ID, "--as", "童欣"}, []string{"童欣退出协作"}},
		{[]string{"answer", order.ID, "--as", "林店长", "--text", "已停售并排查，给您添麻烦了"}, []string{"已停售并排查"}},
		{[]string{"wait", order.ID, "--as", "林店长", "--for", "supplier", "--until", "5h", "--reason", "等检测报告"}, []string{"等待中", "等待供应商"}},
		{[]string{"resume", order.ID, "--as", "林店长", "--reason", "报告已到"}, []string{"处理中", "报告已到"}},
		{[]string{"regrade", order.ID, "red", "--as", "督导", "--reason", "有人就医"}, []string{"红", "橙级改为红级"}},
		{[]string{"resolve", order.ID, "--as", "林店长", "--action", "更换滤网", "--url", "https://example.com/answer"}, []string{"待回访", "更换滤网"}},
		{[]string{"callback", order.ID, "--as", "童欣", "--result", "recovered", "--score", "4"}, []string{"已挽回", "满意度 4 分"}},
		{[]string{"verify", order.ID, "--as", "林店长"}, []string{"验证中"}},
		{[]string{"close", order.ID, "--as", "督导", "--cause", "滤网破损未登记", "--process", "设备点检", "--department", "门店运营"}, []string{"已关闭", "门店运营 › 设备点检"}},
	} {
		p.clock = p.clock.Add(time.Minute)
		holds(t, "orders "+step.args[0], p.must("", append([]string{"orders"}, step.args...)...), append(step.want, order.ID)...)
	}
	holds(t, "the causes", p.must("", "orders", "causes"), "门店运营", "设备点检", "滤网破损未登记", "1 张")
	holds(t, "the report", p.must("", "orders", "report"), "1 张", "按负责人", "林店长", "红级", "已关闭 1", "挽回 1")
	report := parsed[voc.OrderReport](t, p.must("", "orders", "report", "--json", "--from", "2026-01-31", "--to", "2026-01-31"))
	if report.All.Orders != 1 || report.All.Claim != 2*time.Minute {
		t.Errorf("the report of the day: %+v, want the claim after two minutes", report.All)
	}
	before := parsed[voc.OrderReport](t, p.must("", "orders", "report", "--json", "--to", "2026-01-30"))
	if before.All.Orders != 0 {
		t.Errorf("the month before has %d orders", before.All.Orders)
	}
	entries := parsed[[]voc.AuditEntry](t, p.must("", "orders", "audit", "--json", order.ID))
	if len(entries) != 14 || !entries[13].Sound || entries[13].After != "closed" || entries[0].Event.Type != "opened" {
		t.Errorf("the audit has %d entries, the last %+v", len(entries), entries[len(entries)-1])
	}
	holds(t, "the audit", p.must("", "orders", "audit", order.ID), "opened", "已关闭", "真")
	if list := p.must("", "orders", "list", "--state", "open"); strings.Contains(list, order.ID) {
		t.Errorf("a closed order is listed as open:\n%s", list)
	}
}

// TestOrdersThatEndOtherwise merges, dismisses and cancels.
func TestOrdersThatEndOtherwise(t *testing.T) {
	p := newPlace(t)
	p.database()
	p.desk()
	var ids []string
	for range 4 {
		o := parsed[voc.WorkOrder](t, p.must("", "--json", "orders", "open", "--as", "童欣", "--brand", "tea", "--topic", "卫生-异物"))
		ids = append(ids, o.ID)
	}
	holds(t, "the merge", p.must("", "orders", "merge", ids[0], ids[1], "--as", "督导"), "已合并")
	holds(t, "the false alarm", p.must("", "orders", "false-alarm", ids[2], "--as", "督导", "--reason", "是转发的旧闻"), "误报")
	holds(t, "the cancelling", p.must("", "orders", "cancel", ids[3], "--as", "督导", "--reason", "门店已闭店"), "已取消")
	for state, id := range map[string]string{"merged": ids[0], "assigned": ids[1], "false_alarm": ids[2], "cancelled": ids[3]} {
		list := parsed[[]voc.WorkOrder](t, p.must("", "--json", "orders", "list", "--state", state))
		if len(list) != 1 || list[0].ID != id {
			t.Errorf("%d orders are %s, want %s alone", len(list), state, id)
		}
	}
	open := parsed[[]voc.WorkOrder](t, p.must("", "--json", "orders", "list", "--state", "open"))
	if !slices.ContainsFunc(open, func(o voc.WorkOrder) bool { return o.ID == ids[1] }) || len(open) != 1 {
		t.Errorf("%d orders are open", len(open))
	}
}

func TestOrdersRefusals(t *testing.T) {
	p := newPlace(t)
	p.database()
	p.desk()
	id := parsed[voc.WorkOrder](t, p.must("", "--json", "orders", "open", "--as", "童欣", "--brand", "tea", "--topic", "卫生-异物")).ID
	for _, c := range []struct {
		sentence string
		args     []string
		code     int
		says     string
	}{
		{"somebody who has left", []string{"assign", id, "赵离", "--as", "督导"}, exitFailed, "已经离职"},
		{"nobody anybody knows", []string{"assign", id, "李雷", "--as", "督导"}, exitFailed, "李雷"},
		{"a brand that is not there", []string{"open", "--as", "童欣", "--brand", "cola", "--topic", "x"}, exitFailed, "cola"},
		{"a case of nobody", []string{"open", "--as", "童欣", "--brand", "tea", "--kind", "case"}, exitFailed, "一条声音"},
		{"a wait for nobody", []string{"wait", id, "--as", "童欣", "--for", "weather", "--until", "5h", "--reason", "x"}, exitUsage, "weather"},
		{"a wait until nonsense", []string{"wait", id, "--as", "童欣", "--for", "legal", "--until", "明天", "--reason", "x"}, exitUsage, "明天"},
		{"a level that is none", []string{"regrade", id, "pink", "--as", "童欣", "--reason", "x"}, exitUsage, "pink"},
		{"a stretch that ends before it begins", []string{"report", "--from", "2026-02-01", "--to", "2026-01-01"}, exitUsage, "--from"},
		{"a stretch of nonsense", []string{"causes", "--from", "去年"}, exitUsage, "去年"},
		{"the audit of nothing", []string{"audit", "WO-9"}, exitFailed, "WO-9"},
	} {
		a := p.run("", append([]string{"orders"}, c.args...)...)
		if a.code != c.code || !strings.Contains(a.errors, c.says) {
			t.Errorf("%s: exit %d, want %d; it says %q, want %q in it", c.sentence, a.code, c.code, a.errors, c.says)
		}
	}
}

func TestLasted(t *testing.T) {
	for d, want := range map[time.Duration]string{
		20 * time.Second: "不到 1 分钟", 4*time.Minute + 59*time.Second: "4 分钟", 5*time.Hour + 20*time.Minute: "5 小时 20 分钟",
		2 * time.Hour: "2 小时", 51*time.Hour + 30*time.Minute: "2 天 3 小时", 24 * time.Hour: "1 天",
	} {
		if got := lasted(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
