package workorder

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// topicTitles are such as the packs of industries have.
var topicTitles = []string{
	"", "饮品异物", "食品安全", "刹车异响/失灵", "电池起火", "信息泄露", "过度索要权限", "员工态度", "客服找不到人", "退款难", "乱扣费/隐形收费", "优惠券用不了",
	"配送超时/撒漏", "物流慢", "出餐慢", "排队太久", "口味变差", "续航缩水", "应用崩溃/打不开", "分量变少", "门店装修", "暴力催收", "账户冻结/限额",
}

// TestDraftsHaveNoFlaws makes every draft there can be: each kind, level, state and topic, with and
// without names and a due time. None has a flaw, none promises a time that is past, and none leaves a
// gap in a sentence.
func TestDraftsHaveNoFlaws(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	drafts := map[string]bool{}
	n := 0
	for _, kind := range []voc.OrderKind{voc.OrderCase, voc.OrderTheme, voc.OrderJourney} {
		for _, level := range voc.Levels() {
			for _, topic := range topicTitles {
				for _, state := range []voc.OrderState{voc.OrderNew, voc.OrderInProgress, voc.OrderResolved} {
					for i, facts := range []ReplyFacts{
						{Topic: topic}, {Topic: topic, Brand: "青衡", Location: zone, Now: start},
						{Topic: topic, Brand: "青衡", Store: "静安寺店", Stage: "取餐", Contact: "私信", Location: zone, Now: start.Add(99 * day)},
					} {
						o := voc.WorkOrder{ID: fmt.Sprint("WO-", n), Kind: kind, Level: level, State: state, ResolveDue: start.Add(day)}
						if state == voc.OrderResolved {
							o.Action = "停用该批次，逐店更换\n退款已办"
						}
						n++
						d := Reply(o, facts)
						drafts[d.Text] = true
						if len(d.Flaws) != 0 {
							t.Errorf("%s %s %q: %s\n%+v", kind, level, topic, d.Text, d.Flaws)
						}
						for _, bad := range []string{"{", "}", "。。", "，。", "“”", "  ", "/", "\n"} {
							if strings.Contains(d.Text, bad) {
								t.Errorf("%s %s %q: %q in %s", kind, level, topic, bad, d.Text)
							}
						}
						promised := strings.Contains(d.Text, "最迟")
						if want := i == 1 && state != voc.OrderResolved; promised != want {
							t.Errorf("promises a time: %t, want %t: %s", promised, want, d.Text)
						}
						if done := strings.Contains(d.Text, "停用该批次，逐店更换，退款已办。"); done != (state == voc.OrderResolved) {
							t.Errorf("what was done stands in it: %t: %s", done, d.Text)
						}
					}
				}
			}
		}
	}
	if len(drafts) < 300 {
		t.Errorf("%d drafts of %d orders: they are all alike", len(drafts), n)
	}
}

func TestDraftsFitTheMatter(t *testing.T) {
	draft := func(kind voc.OrderKind, level voc.Level, topic string) string {
		return Reply(voc.WorkOrder{ID: "WO-1", Kind: kind, Level: level, State: voc.OrderNew}, ReplyFacts{Topic: topic, Store: "静安寺店", Stage: "取餐"}).Text
	}
	for _, c := range []struct {
		why, text, has, hasNot string
	}{
		{"somebody may be hurt: the doctor first", draft(voc.OrderCase, voc.Red, "饮品异物"), "看医生", ""},
		{"nobody is hurt by a price", draft(voc.OrderCase, voc.Red, "乱扣费"), "账", "医生"},
		{"a mild matter sends nobody to the doctor", draft(voc.OrderCase, voc.Yellow, "饮品异物"), "对不起", "医生"},
		{"many are spoken to as many", draft(voc.OrderTheme, voc.Orange, "员工态度"), "大家", ""},
		{"one is spoken to as one", draft(voc.OrderCase, voc.Orange, "员工态度"), "您", "大家"},
		{"a journey speaks of its stage", draft(voc.OrderJourney, voc.Yellow, ""), "“取餐”这一步", ""},
	} {
		if !strings.Contains(c.text, c.has) || c.hasNot != "" && strings.Contains(c.text, c.hasNot) {
			t.Errorf("%s: %s", c.why, c.text)
		}
	}
}

// TestTheOwnersWordsAreCheckedToo: what was done is quoted as it was written, so its flaws are told.
func TestTheOwnersWordsAreCheckedToo(t *testing.T) {
	d := Reply(voc.WorkOrder{ID: "WO-1", State: voc.OrderResolved, Level: voc.Yellow, Action: "已告知顾客公司政策不允许退款"}, ReplyFacts{})
	if len(d.Flaws) != 1 || d.Flaws[0].Kind != "policy" {
		t.Errorf("flaws are %+v, want the policy", d.Flaws)
	}
	if a, b := Reply(voc.WorkOrder{ID: "WO-1"}, ReplyFacts{}), Reply(voc.WorkOrder{ID: "WO-1"}, ReplyFacts{}); a.Text != b.Text {
		t.Error("the same order has two drafts")
	}
}
