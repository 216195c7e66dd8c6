package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// When something may be said at all. Small numbers prove nothing, and a letter that cries over
// three reviews is not read the next night.
const (
	leastDay     = 30 // mentions in a window before a share of it is compared
	leastWorse   = 5  // complaints of a topic before it can have got worse
	leastNew     = 2  // complaints of a topic before it is called new
	leastWeeks   = 2  // weeks to compare with
	backAfter    = 14 // days of silence after which a topic is back
	leastHistory = 7  // days of collection before "first seen" means anything
	mostLines    = 5  // of one section
	mostOpen     = 8  // open orders told one by one
	mostVoices   = 3
	leastPraise  = 2  // positive mentions of one shop
	longestQuote = 90 // runes
)

// compose writes the letter. It is pure: the same facts give the same letter.
func compose(f *facts) voc.Digest {
	d := voc.Digest{
		Date:  f.from.In(f.in).Format("2006-01-02"),
		Brand: f.brand.ID,
		Title: fmt.Sprintf("%s客诉日报 · %s（%s）", f.brand.Name, f.from.In(f.in).Format("1月2日"), weekday(f)),
		AsOf:  f.to,
	}
	fresh := newTopics(f)
	d.Lead = lead(f)
	for _, s := range []voc.DigestSection{
		{Name: "new", Title: "今日新增", Lines: fresh},
		{Name: "worse", Title: "变差", Lines: worseTopics(f, told(fresh))},
		{Name: "open", Title: "仍未解决", Lines: openOrders(f)},
		{Name: "fixed", Title: "已解决与复发", Lines: fixedOrders(f)},
		{Name: "praise", Title: "值得表扬", Lines: praised(f)},
		{Name: "voices", Title: "原声", Lines: voices(f, fresh)},
		{Name: "rivals", Title: "竞品", Lines: rivals(f)},
		{Name: "quality", Title: "数据质量", Lines: quality(f)},
	} {
		if len(s.Lines) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

func weekday(f *facts) string {
	return [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[f.from.In(f.in).Weekday()]
}

// lead is the day in one sentence: how much, against what, and the one thing that matters most.
func lead(f *facts) string {
	if f.deaf() {
		return f.todayWord() + "所有信源都没有采到，不知道大家说了什么。" + gravest(f)
	}
	if f.today.total == 0 {
		return f.todayWord() + "没有听到任何声音。" + gravest(f)
	}
	return fmt.Sprintf("%s听到 %d 条声音，负面 %d 条%s。%s", f.todayWord(), f.today.total, f.today.negative, against(f), gravest(f))
}

// against compares today's complaints with the same weekday, in words that claim no more than the
// numbers do: "more" only when it is more than on every one of those days and beyond chance.
func against(f *facts) string {
	if len(f.usual) < leastWeeks {
		return ""
	}
	highest, lowest, mean := spread(f.usual)
	x := float64(f.today.negative)
	day := "往常" + weekday(f)
	switch beyond := 2 * root(mean); {
	case f.today.negative > highest && x > mean+beyond:
		return fmt.Sprintf("，多于%s（约 %s 条）", day, number(mean))
	case f.today.negative < lowest && x < mean-beyond:
		return fmt.Sprintf("，少于%s（约 %s 条）", day, number(mean))
	}
	return fmt.Sprintf("，与%s相当（约 %s 条）", day, number(mean))
}

// gravest is the most important matter of the day: the gravest alert, else what is open.
func gravest(f *facts) string {
	open := stillOpen(f)
	alerts := slices.Clone(f.alerts)
	slices.SortStableFunc(alerts, func(a, b voc.Alert) int { return cmp.Compare(gravity(b.Level), gravity(a.Level)) })
	switch {
	case len(alerts) > 0:
		a := alerts[0]
		var b strings.Builder
		fmt.Fprintf(&b, "最要紧的一件：%s", matter(f, a))
		if len(alerts) > 1 {
			fmt.Fprintf(&b, "；另有 %d 次预警", len(alerts)-1)
		}
		b.WriteString("。")
		return b.String()
	case len(open) > 0:
		return fmt.Sprintf("没有新的预警，还有 %d 张工单没有了结。", len(open))
	}
	return "没有预警，也没有待办的工单。"
}

// matter tells of one alert: what, how grave, and in whose hands it is.
func matter(f *facts, a voc.Alert) string {
	what := "负面激增"
	if a.Topic != "" {
		what = "“" + f.title(a.Topic) + "”"
	}
	text := fmt.Sprintf("%s，%s色预警", what, colour(a.Level))
	if a.State == voc.AlertResolved {
		text += "已解除"
	}
	for _, o := range f.orders {
		if o.ID != a.Order || a.Order == "" {
			continue
		}
		switch {
		case o.State == voc.OrderNew:
			text += "，还没有人认领"
		case o.State == voc.OrderInProgress:
			text += "，" + o.Owner + "在处理"
		case o.State == voc.OrderResolved:
			text += "，" + o.Owner + "已处理、待回访"
		default:
			text += "，工单已关闭"
		}
	}
	return text
}

func newTopics(f *facts) []voc.DigestLine {
	known := days(f.from.Sub(f.since))
	if f.since.IsZero() || known < leastHistory {
		return nil
	}
	var lines []voc.DigestLine
	for _, t := range f.topics {
		if t.n < leastNew || len(lines) == mostLines {
			continue
		}
		var how string
		switch gone := days(f.from.Sub(t.last)); {
		case t.last.IsZero():
			how = fmt.Sprintf("首次出现（有记录的 %d 天以来）", known)
		case gone >= backAfter:
			how = fmt.Sprintf("时隔 %d 天又出现", gone)
		default:
			continue
		}
		lines = append(lines, voc.DigestLine{
			Text:     fmt.Sprintf("“%s”%s，%d 条负面%s。", f.title(t.name), how, t.n, where(t)),
			Query:    topicQuery(t.name),
			Posts:    ids(t.evidence),
			Evidence: quotes(t.evidence, 1),
		})
	}
	return lines
}

// told are the queries that lines already speak of.
func told(lines []voc.DigestLine) map[string]bool {
	queries := map[string]bool{}
	for _, l := range lines {
		queries[l.Query] = true
	}
	return queries
}

// worseTopics are those with a larger part of all voices than usual. What is new has no usual and
// was told before.
func worseTopics(f *facts, fresh map[string]bool) []voc.DigestLine {
	past := pooled(f.usual)
	if len(f.usual) < leastWeeks || f.today.total < leastDay || past.total < leastDay {
		return nil
	}
	var lines []voc.DigestLine
	for _, t := range f.topics {
		before := past.topics[t.name]
		low, high := wilson(t.n, f.today.total)
		_, most := wilson(before, past.total)
		// The intervals must not touch: with twenty topics a night anything weaker is chance.
		if fresh[topicQuery(t.name)] || t.n < leastWorse || low <= most || len(lines) == mostLines {
			continue
		}
		lines = append(lines, voc.DigestLine{
			Text: fmt.Sprintf("“%s”%d 条，占全部声音的 %s（95%% 区间 %s～%s，共 %d 条）；往常%s%s。",
				f.title(t.name), t.n, percent(t.n, f.today.total), share(low), share(high), f.today.total,
				weekday(f), usually(before, past.total, len(f.usual))),
			Query: topicQuery(t.name),
			Posts: ids(t.evidence),
		})
	}
	return lines
}

// stillOpen are the orders somebody still has to do something about, gravest first, then oldest.
func stillOpen(f *facts) []voc.WorkOrder {
	var open []voc.WorkOrder
	for _, o := range f.orders {
		if o.State.Open() {
			open = append(open, o)
		}
	}
	slices.SortFunc(open, func(a, b voc.WorkOrder) int {
		return cmp.Or(cmp.Compare(gravity(b.Level), gravity(a.Level)), a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.ID, b.ID))
	})
	return open
}

func openOrders(f *facts) []voc.DigestLine {
	open := stillOpen(f)
	var lines []voc.DigestLine
	for _, o := range open[:min(len(open), mostOpen)] {
		lines = append(lines, voc.DigestLine{
			Text:   fmt.Sprintf("%s（%s）：%s，已 %s%s。", o.Title, colour(o.Level), holder(o), age(f.now.Sub(o.OpenedAt)), due(o, f)),
			Orders: []string{o.ID},
		})
	}
	if rest := open[min(len(open), mostOpen):]; len(rest) > 0 {
		oldest := slices.MinFunc(rest, func(a, b voc.WorkOrder) int { return a.OpenedAt.Compare(b.OpenedAt) })
		line := voc.DigestLine{Query: queryRest, Text: fmt.Sprintf("另有 %d 张没有了结，最久的已 %s。", len(rest), age(f.now.Sub(oldest.OpenedAt)))}
		for _, o := range rest {
			line.Orders = append(line.Orders, o.ID)
		}
		lines = append(lines, line)
	}
	return lines
}

func holder(o voc.WorkOrder) string {
	switch {
	case o.State == voc.OrderNew:
		return "还没有人认领"
	case o.State == voc.OrderResolved:
		return o.Owner + "已处理，待回访"
	}
	return o.Owner + "处理中"
}

// due says how an order stands to its clock, only when it is late or nearly so.
func due(o voc.WorkOrder, f *facts) string {
	limit := o.ResolveDue
	if o.State == voc.OrderNew && f.now.After(o.ClaimDue) {
		return "，认领超时 " + age(f.now.Sub(o.ClaimDue))
	}
	if o.State == voc.OrderResolved || limit.IsZero() {
		return ""
	}
	switch left := limit.Sub(f.now); {
	case left < 0:
		return "，超期 " + age(-left)
	case left < day:
		return "，离限期还有 " + age(left)
	}
	return ""
}

// fixedOrders tells what changed for the better or came back within the window.
func fixedOrders(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, o := range f.orders {
		var text string
		switch {
		case o.State == voc.OrderClosed && f.within(o.ClosedAt):
			text = fmt.Sprintf("%s：已关闭，历时 %s。原因：%s。", o.Title, age(o.ClosedAt.Sub(o.OpenedAt)), sentence(o.Cause))
		case o.State == voc.OrderResolved && f.within(o.ResolvedAt):
			text = fmt.Sprintf("%s：%s已处理，待回访。措施：%s。", o.Title, o.Owner, sentence(o.Action))
		case o.State.Open() && o.Cycle > 1 && f.within(reopenedAt(o)):
			text = fmt.Sprintf("%s：又复发了，这是第 %d 次处理。", o.Title, o.Cycle)
		default:
			continue
		}
		lines = append(lines, voc.DigestLine{Text: text, Orders: []string{o.ID}})
	}
	return lines
}

func praised(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, p := range f.praise {
		if p.n < leastPraise || p.store == "" || len(lines) == mostVoices {
			continue
		}
		lines = append(lines, voc.DigestLine{
			Text:     fmt.Sprintf("%s：%d 条好评。", f.storeName(p.store), p.n),
			Query:    praiseQuery(p.store),
			Posts:    ids(p.evidence),
			Evidence: quotes(p.evidence, 1),
		})
	}
	return lines
}

// voices are the most telling ones that the letter has not quoted already.
func voices(f *facts, before []voc.DigestLine) []voc.DigestLine {
	quoted := map[voc.PostID]bool{}
	for _, l := range before {
		for _, e := range l.Evidence {
			quoted[e.PostID] = true
		}
	}
	var lines []voc.DigestLine
	for _, e := range quotes(f.voices, len(f.voices)) {
		if quoted[e.PostID] || len(lines) == mostVoices {
			continue
		}
		lines = append(lines, voc.DigestLine{Text: f.attribution(e), Posts: []voc.PostID{e.PostID}, Evidence: []voc.Evidence{e}})
	}
	return lines
}

func rivals(f *facts) []voc.DigestLine {
	var said []string
	for _, r := range f.rivals {
		now, ok := r.today.nsr()
		if r.today.total < leastDay || !ok {
			continue // too little heard of it today to compare
		}
		text := fmt.Sprintf("%s %d 条，净情感 %+.2f", r.name, r.today.total, now)
		if before, ok := pooled(r.usual).nsr(); ok && len(r.usual) >= leastWeeks {
			text += fmt.Sprintf("（往常%s %+.2f）", weekday(f), before)
		}
		said = append(said, text)
	}
	if len(said) == 0 {
		return nil
	}
	return []voc.DigestLine{{Text: strings.Join(said, "；") + "。", Query: queryRivals}}
}

// quality is one line: what was not heard, so that no number above is taken for more than it is.
func quality(f *facts) []voc.DigestLine {
	if len(f.sources) == 0 {
		return nil
	}
	var troubles []string
	whole := 0
	for _, s := range f.sources {
		switch {
		case s.blocked:
			troubles = append(troubles, s.title+"拒绝采集")
		case !s.heard:
			troubles = append(troubles, s.title+"全天没有采到")
		case s.lost > 0:
			troubles = append(troubles, fmt.Sprintf("%s缺 %s", s.title, age(s.lost)))
		default:
			whole++
		}
	}
	text := fmt.Sprintf("%d 个信源全天正常。", len(f.sources))
	if len(troubles) > 0 {
		text = fmt.Sprintf("%d 个信源中 %d 个全天正常；%s，相关数字可能偏低。", len(f.sources), whole, strings.Join(troubles, "，"))
	}
	if known := days(f.from.Sub(f.since)); !f.since.IsZero() && known < leastHistory {
		text += "开始采集不到一周，还说不出什么是新出现的。"
	}
	return []voc.DigestLine{{Text: text, Query: queryVisits}}
}
