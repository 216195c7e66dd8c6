package pipeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	bodyQuotes = 3 // voices a message quotes; the page has all
)

// body is the Markdown under the headline, as somebody of the trade would put it: how it stands,
// why it is taken so seriously, who speaks of what and where, in whose words, what comes next.
func (w *Watch) body(rule alert.Rule, a voc.Alert, order voc.WorkOrder, kind string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n\n", args...) }
	line("**%s**", markup.Escape(a.Headline))
	if kind == kindResolved {
		line("%s", w.outcome(a, order))
		return strings.TrimRight(b.String(), "\n") + "\n"
	}
	if how := howItStands(a, w.names.location); how != "" {
		line("%s", markup.Escape(how))
	}
	if why := reasons(a.Points); why != "" {
		line("定为%s色的依据：%s。", a.Level.Title(), markup.Escape(why))
	}
	if parts := w.increase(rule, a); parts != "" {
		line("多出来的声音来自：%s。", markup.Escape(parts))
	}
	for i, e := range a.Evidence[:min(bodyQuotes, len(a.Evidence))] {
		line("> %s%s", markup.Escape(strings.ReplaceAll(e.Text, "\n", " ")), spokenBy(e, i == 0, w.names.location))
	}
	if past := similar(a); past != "" {
		line("%s", markup.Escape(past))
	}
	line("%s", markup.Escape(nextStep(a, order)))
	line("_%s · %s · 规则版本 %s_", ruleTitle(rule), a.ID, a.RuleVersion)
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// howItStands tells the numbers: the hour against the usual band, how many people in all.
func howItStands(a voc.Alert, zone *time.Location) string {
	text, sum := strings.TrimRight(a.Spike.Reason, "。"), "；累计"
	switch a.Kind {
	case voc.RuleCritical: // the headline gave the reason
		text, sum = "", "自 "+since(a, zone)+" 起累计"
	case voc.RuleNewTopic:
		sum = "；自 " + since(a, zone) + " 起累计"
	}
	if a.Spike.High > 0 && a.Kind == voc.RuleBurst {
		text += fmt.Sprintf("（正常在 %.0f–%.0f 条之间）", a.Spike.Low, a.Spike.High)
	}
	if a.Total > 0 && a.Authors > 0 {
		text += fmt.Sprintf("%s %d 条，%d 人", sum, a.Total, a.Authors)
		if a.Reposts > 0 {
			text += fmt.Sprintf("，其中转发、复制 %d 条", a.Reposts)
		}
	}
	if a.Suspects > 0 {
		text += fmt.Sprintf("；%d 条疑似机器发布，未计入", a.Suspects)
	}
	text = strings.TrimPrefix(text, "；")
	if text == "" {
		return ""
	}
	return text + "。"
}

// since is when an incident began, as short as it stays clear on the day of its last observation.
func since(a voc.Alert, zone *time.Location) string { return clock(a.StartedAt, a.LastAt, zone) }

func clock(at, now time.Time, zone *time.Location) string {
	if at, now = at.In(zone), now.In(zone); at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("1月2日 15:04")
}

func reasons(points []voc.LevelPoint) string {
	var all []string
	for _, p := range points {
		all = append(all, fmt.Sprintf("%s（+%d）", p.Reason, p.Points))
	}
	return strings.Join(all, "；")
}

// spokenBy says of a quotation where it was said, that it was the first and when, how many repeated
// it, as Markdown.
func spokenBy(e voc.Evidence, first bool, zone *time.Location) string {
	var about []string
	if first && e.Why == "first" {
		about = append(about, "最早一条")
		if !e.At.IsZero() {
			about[0] += "（" + e.At.In(zone).Format("1月2日 15:04") + "）"
		}
	}
	if e.Store != "" {
		about = append(about, e.Store)
	}
	if e.Copies > 0 {
		about = append(about, fmt.Sprintf("另有 %d 条相同", e.Copies))
	}
	if len(about) == 0 {
		return ""
	}
	return " —— " + markup.Escape(strings.Join(about, "，")) // Escape would take the space before it away
}

// similar reminds of the most alike past incident and what came of it.
func similar(a voc.Alert) string {
	if len(a.Similar) == 0 {
		return ""
	}
	s := a.Similar[0]
	text := fmt.Sprintf("上次类似的是 %s（%s，最高一小时 %d 条）", s.OpenedAt.Format("1月2日"), s.ID, s.Peak)
	switch {
	case s.Verdict == voc.AlertFalseAlarm:
		text += "，后来认定是误报"
	case s.Cause != "":
		text += "，原因是" + s.Cause
	}
	return text + "。"
}

// nextStep says whose task it is and what is expected of them.
func nextStep(a voc.Alert, order voc.WorkOrder) string {
	switch {
	case a.Order == "":
		return "没有开工单；要有人跟进，请在预警页开单。"
	case order.Owner != "":
		return fmt.Sprintf("工单 %s 由 %s 跟进。", a.Order, order.Owner)
	case order.Assignee != "":
		return fmt.Sprintf("工单 %s 已派给 %s，请先认领。", a.Order, order.Assignee)
	}
	return fmt.Sprintf("工单 %s 待认领，请先认领再处理。", a.Order)
}

// outcome says how it ended, and what is still to be done.
func (w *Watch) outcome(a voc.Alert, order voc.WorkOrder) string {
	text := fmt.Sprintf("共 %d 条", a.Total)
	if a.Authors > 0 {
		text += fmt.Sprintf("，%d 人", a.Authors)
	}
	if order.ID == "" || !order.State.Open() {
		return text + "。"
	}
	return fmt.Sprintf("%s。工单 %s（%s）还没有了结，请补上原因和措施。", text, order.ID, workorder.StateTitle(order.State))
}

func ruleTitle(r alert.Rule) string {
	if r.Title != "" {
		return r.Title
	}
	return r.Name
}

// increase says in one line who brought it: the largest element or two of each dimension, and no
// dimension that only says what is known, such as the topic of a rule about one topic.
func (w *Watch) increase(rule alert.Rule, a voc.Alert) string {
	const perDimension, leastStray = 2, 0.4 // authors live everywhere: a province or a tier counts when it stands out
	var parts []string
	told := map[string]int{}
	for _, s := range a.Shares {
		stray := s.Dimension == "region" || s.Dimension == "tier"
		known := s.Dimension == "topic" && rule.Topic != "" || s.Dimension == "platform" // the source says it closer
		if told[s.Dimension] == perDimension || known || stray && s.Part < leastStray {
			continue
		}
		told[s.Dimension]++
		parts = append(parts, fmt.Sprintf("%s %.0f%%（%d 条）", w.element(s), s.Part*100, s.N))
	}
	return strings.Join(parts, "，")
}

// tierTitles are the tiers of authors by their followers, as the trade calls them.
var tierTitles = map[string]string{
	"nano": "素人（粉丝不足一千）", "micro": "粉丝一千到一万的人", "mid": "粉丝一万到十万的人",
	"macro": "粉丝十万到一百万的人", "mega": "粉丝百万以上的大号",
}

// element names a share's element as people do.
func (w *Watch) element(s voc.Share) string {
	switch s.Dimension {
	case "store":
		if name := w.names.store(voc.StoreID(s.Element)).Name; name != "" {
			return name
		}
	case "topic":
		return w.names.title(s.Element)
	case "tier":
		if title := tierTitles[s.Element]; title != "" {
			return title
		}
	case "source":
		if name := w.names.source(voc.SourceID(s.Element)).Title; name != "" {
			return name
		}
	}
	return s.Element
}
