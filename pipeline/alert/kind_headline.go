package alert

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// KindHeadline is the headline of an alert whose rule does not count an hour: what such a rule sees
// is not "so many in the last hour". "" for burst and count, whose headline is Headline's.
//
//	青衡·橙色预警：近 6 小时负面 45 条，至少占 62%，自 14:05 起，主要在说“异物”
//	青衡·黄色预警：一条即报，严重程度 4 级，自 14:05 起已有 24 条，主要在说“异物”
func KindHeadline(a voc.Alert, rule Rule, t Telling) string {
	var said string
	since := "，自 " + clock(a.StartedAt, a.Spike.At, t.Location) + " 起"
	switch rule.Kind {
	case voc.RuleShare:
		said = fmt.Sprintf("近 %s%s %d 条，至少占 %s%s", windowTitle(rule.Window), t.what(), a.Spike.Hour, percent(a.Spike.Score*rule.AtLeast), since)
	case voc.RuleRatio:
		said = fmt.Sprintf("近 %s%s %d 条，平时%s%s", windowTitle(rule.Window), t.what(), a.Spike.Hour, usual(a.Spike.Usual), since)
	case voc.RuleCritical:
		said = strings.Replace(a.Spike.Reason, "：", "，", 1)
		if a.Total > 1 { // others followed
			said += fmt.Sprintf("，自 %s 起已有 %d 条", clock(a.StartedAt, a.LastAt, t.Location), a.Total)
		}
	case voc.RuleNewTopic:
		return fmt.Sprintf("%s·%s色预警：新话题“%s”，近 %s %d 人说了 %d 条", t.Brand, a.Level.Title(), t.topic(a), windowTitle(rule.Window), a.Spike.Authors, a.Spike.Hour)
	case voc.RuleSilence:
		return SilenceHeadline(a, t.topic(a))
	default:
		return ""
	}
	return fmt.Sprintf("%s·%s色预警：%s%s", t.Brand, a.Level.Title(), said, t.about())
}

// KindResolved says that an alert of such a rule is over; "" for burst and count.
func KindResolved(a voc.Alert, rule Rule, now voc.Spike, t Telling) string {
	var said string
	lasted := lasting(a.LastAt.Sub(a.StartedAt))
	switch rule.Kind {
	case voc.RuleShare:
		said = fmt.Sprintf("%s占比已经回落，历时 %s，最多 %d 条", t.what(), lasted, a.Peak)
	case voc.RuleRatio:
		said = fmt.Sprintf("%s已回落到近 %s %d 条，历时 %s，最多 %d 条", t.what(), windowTitle(rule.Window), now.Hour, lasted, a.Peak)
	case voc.RuleCritical:
		said = fmt.Sprintf("%s内没有再出现同类内容", windowTitle(rule.ResolveAfter))
	case voc.RuleNewTopic:
		return fmt.Sprintf("%s·%s色预警解除：“%s”已不再是新话题，最多 %s %d 条", t.Brand, a.Level.Title(), t.topic(a), windowTitle(rule.Window), a.Peak)
	case voc.RuleSilence:
		return fmt.Sprintf("采集·%s色预警解除：“%s”又有数据了，中断约 %s", a.Level.Title(), t.topic(a), lasting(now.At.Sub(a.StartedAt)))
	default:
		return ""
	}
	return fmt.Sprintf("%s·%s色预警解除：%s%s", t.Brand, a.Level.Title(), said, t.about())
}

// SilenceHeadline says which source is not heard. It is about listening, not about a brand: nobody
// said anything bad.
//
//	采集·蓝色预警：“应用商店”已有 7 小时没有采到数据，期间的预警不可靠
func SilenceHeadline(a voc.Alert, source string) string {
	return fmt.Sprintf("采集·%s色预警：“%s”%s", a.Level.Title(), source, a.Spike.Reason)
}

// topic is what the alert is about as people say it: for silence the source's title.
func (t Telling) topic(a voc.Alert) string {
	switch {
	case t.Topic != "":
		return t.Topic
	case a.Topic != "":
		return a.Topic
	}
	return string(a.Source)
}

// windowTitle is a length of a window as people say it: 30 分钟, 6 小时, 24 小时, 7 天.
func windowTitle(d time.Duration) string {
	switch {
	case d >= 48*time.Hour && d%(24*time.Hour) == 0:
		return fmt.Sprintf("%d 天", d/(24*time.Hour))
	case d >= time.Hour && d%time.Hour == 0:
		return fmt.Sprintf("%d 小时", d/time.Hour)
	}
	return lasting(d)
}
