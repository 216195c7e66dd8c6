package alert

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What a rule of each kind tells must say what it saw, and nothing it did not see.
func TestHeadlinesOfEveryKind(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	at := monday.Add(6 * time.Hour)
	told := Telling{Brand: "青衡", Topic: "异物", Location: shanghai}
	spike := voc.Spike{At: at, Hour: 45, Usual: 8, Authors: 30, Score: 1.24, Reason: "一条即报：提到召回，严重程度 4 级"}
	alert := voc.Alert{Level: voc.Yellow, Spike: spike, StartedAt: at.Add(-2 * time.Hour), LastAt: at, Peak: 50, Source: "appstore-cn"}
	for _, c := range []struct {
		kind           voc.RuleKind
		opened, closed string
	}{
		{voc.RuleShare, "青衡·黄色预警：近 6 小时负面 45 条，至少占 62%，自 12:00 起，主要在说“异物”", "负面占比已经回落，历时 2 小时，最多 50 条"},
		{voc.RuleRatio, "青衡·黄色预警：近 1 小时负面 45 条，平时约 8 条，自 12:00 起，主要在说“异物”", "负面已回落到近 1 小时 3 条"},
		{voc.RuleCritical, "青衡·黄色预警：一条即报，提到召回，严重程度 4 级，主要在说“异物”", "24 小时内没有再出现同类内容"},
		{voc.RuleNewTopic, "青衡·黄色预警：新话题“异物”，近 24 小时 30 人说了 45 条", "“异物”已不再是新话题"},
	} {
		rule := voc.DefaultRuleOf(c.kind)
		if got := KindHeadline(alert, rule, told); got != c.opened {
			t.Errorf("%s opens with\n%s\nwant\n%s", c.kind, got, c.opened)
		}
		if got := KindResolved(alert, rule, voc.Spike{At: at.Add(time.Hour), Hour: 3}, told); !strings.Contains(got, c.closed) || !strings.Contains(got, "黄色预警解除") {
			t.Errorf("%s ends with %s, want %s in it", c.kind, got, c.closed)
		}
	}
	followed := alert
	followed.Total = 24
	if got, want := KindHeadline(followed, voc.DefaultRuleOf(voc.RuleCritical), told), "青衡·黄色预警：一条即报，提到召回，严重程度 4 级，自 12:00 起已有 24 条，主要在说“异物”"; got != want {
		t.Errorf("a post that others followed opens with\n%s\nwant\n%s", got, want)
	}
	silent := alert
	silent.Spike.Reason = "已有 7 小时没有采到数据，期间的预警不可靠"
	rule := voc.DefaultRuleOf(voc.RuleSilence)
	if got := KindHeadline(silent, rule, Telling{Topic: "应用商店"}); got != "采集·黄色预警：“应用商店”已有 7 小时没有采到数据，期间的预警不可靠" {
		t.Errorf("a source that fell silent opens with %s", got)
	}
	if got := KindResolved(silent, rule, voc.Spike{At: at}, Telling{}); !strings.Contains(got, "“appstore-cn”又有数据了，中断约 2 小时") || strings.Contains(got, "负面") {
		t.Errorf("a source that is heard again ends with %s", got)
	}
	for _, kind := range []voc.RuleKind{voc.RuleBurst, voc.RuleCount} {
		if rule := voc.DefaultRuleOf(kind); KindHeadline(alert, rule, told)+KindResolved(alert, rule, spike, told) != "" {
			t.Errorf("%s has a headline of its own; want Headline's", kind)
		}
	}
}
