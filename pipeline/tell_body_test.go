package pipeline

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func tellable() voc.Alert {
	return voc.Alert{
		ID: "AL-20260310-1", RuleVersion: "v7", Brand: "tea", Level: voc.Orange, Kind: voc.RuleBurst, Order: "WO-20260310-0001",
		Headline: "山外青茶·橙色预警：近一小时负面 60 条", Total: 80, Authors: 71, Reposts: 12, Suspects: 3,
		Spike:  voc.Spike{Reason: "近一小时 60 条，平时约 2 条", Low: 0, High: 8},
		Points: []voc.LevelPoint{{Reason: "达到阈值的四倍", Points: 3}, {Reason: "提到食品安全", Points: 3}},
		Shares: []voc.Share{
			{Dimension: "topic", Element: "异物", Part: 0.8, N: 64}, {Dimension: "platform", Element: "forum", Part: 0.9, N: 70},
			{Dimension: "tier", Element: "mega", Part: 0.1, N: 8}, {Dimension: "region", Element: "上海", Part: 0.5, N: 40},
		},
		Evidence: []voc.Evidence{{Text: "喝到一半发现\n异物", Store: "静安店", Why: "first", Copies: 4}, {Text: "二"}, {Text: "三"}, {Text: "四"}},
		Similar:  []voc.SimilarAlert{{ID: "AL-1", OpenedAt: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), Peak: 40, Cause: "滤网破损"}},
	}
}

func TestAMessageSaysWhatSomebodyOfTheTradeWould(t *testing.T) {
	w := &Watch{names: names{titles: map[string]string{"异物": "喝出异物"}, location: time.UTC}}
	f := func(why string, order voc.WorkOrder, kind string, has, lacks []string) {
		t.Helper()
		body := w.body(general(), tellable(), order, kind)
		for _, part := range has {
			if !strings.Contains(body, part) {
				t.Errorf("%s: %q is missing in\n%s", why, part, body)
			}
		}
		for _, part := range lacks {
			if strings.Contains(body, part) {
				t.Errorf("%s: %q stands in\n%s", why, part, body)
			}
		}
	}
	f("opened", voc.WorkOrder{ID: "WO-20260310-0001", Assignee: "王芳", State: voc.OrderAssigned}, kindOpened,
		[]string{"正常在 0–8 条之间", "累计 80 条，71 人", "转发、复制 12 条", "3 条疑似机器发布", "定为橙色的依据：达到阈值的四倍（+3）", "喝出异物 80%（64 条）",
			"上海 50%", "最早一条，静安店，另有 4 条相同", "上次类似的是 1月5日（AL-1，最高一小时 40 条），原因是滤网破损", "已派给 王芳", "规则版本 v7"},
		[]string{"forum", "大号", "> 四"})
	f("nobody has it yet", voc.WorkOrder{ID: "WO-20260310-0001", State: voc.OrderNew}, kindGrew, []string{"待认领，请先认领再处理"}, nil)
	f("somebody has", voc.WorkOrder{ID: "WO-20260310-0001", Owner: "林店长", State: voc.OrderInProgress}, kindGrew, []string{"由 林店长 跟进"}, nil)
	f("it is over, the order is not", voc.WorkOrder{ID: "WO-20260310-0001", State: voc.OrderInProgress}, kindResolved, []string{"还没有了结", "共 80 条，71 人"}, []string{"> ", "定为"})
	f("all is done", voc.WorkOrder{ID: "WO-20260310-0001", State: voc.OrderClosed}, kindResolved, nil, []string{"没有了结"})
}

// An incident that one post opened says since when and how many by now, once; the quotation ends
// before the dash.
func TestAMessageOfAGravePostSaysSinceWhen(t *testing.T) {
	w := &Watch{names: names{location: time.FixedZone("", 8*3600)}}
	at := time.Date(2026, 3, 10, 18, 10, 0, 0, time.UTC)
	a := tellable()
	a.Kind, a.StartedAt, a.LastAt, a.Spike.Reason, a.Suspects = voc.RuleCritical, at, at.Add(time.Hour), "一条即报：严重程度 4 级", 0
	a.Evidence[0].At = at.Add(2 * time.Minute)
	body := w.body(telling(voc.RuleCritical), a, voc.WorkOrder{}, kindOpened)
	for _, want := range []string{"自 02:10 起累计 80 条，71 人", "异物 —— 最早一条（3月11日 02:12），静安店"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	if strings.Contains(body, "一条即报：严重程度") {
		t.Errorf("what the headline said stands again in\n%s", body)
	}
}
