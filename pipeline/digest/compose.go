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
	mostQuoted   = 2  // topics told with a voice
	leastVoices  = 2  // told even when they are about the same thing
	leastSevere  = 2  // grave mentions of a topic before it is put first
	leastPraise  = 2  // positive mentions of one shop
	mostPraise   = 2  // shops praised
	leastQuote   = 10 // runes: less tells nobody anything
	longestQuote = 90 // runes
	outnumbers   = 2  // times another topic's mentions that make a topic what the day is about
)

// compose writes the letter. It is pure: the same facts give the same letter.
func compose(f *facts) voc.Digest {
	d := voc.Digest{
		Date:  f.day.In(f.in).Format("2006-01-02"),
		Brand: f.brand.ID,
		Title: fmt.Sprintf("%s客诉日报 · %s（%s）", f.brand.Name, f.day.In(f.in).Format("1月2日"), weekday(f)),
		AsOf:  f.to,

		Sections: []voc.DigestSection{}, // never null: JSON readers loop over it
	}
	fresh, risen := f.freshTopics(), f.risenTopics()
	changed := slices.Concat(fresh, risen)
	d.Lead = lead(f, changed)
	newLines := newTopics(f, fresh)
	worseLines := worseTopics(f, risen, newLines)
	for _, s := range []voc.DigestSection{
		{Name: "new", Title: f.todayNew(), Lines: newLines},
		{Name: "worse", Title: "变差", Lines: worseLines},
		{Name: "voices", Title: "原声", Lines: voices(f, changed, slices.Concat(newLines, worseLines))},
		{Name: "open", Title: "仍未解决", Lines: openOrders(f)},
		withheld(f),
		{Name: "fixed", Title: "已解决", Lines: fixedOrders(f)},
		{Name: "praise", Title: "值得表扬", Lines: praised(f, changed)},
		{Name: "rivals", Title: "竞品", Lines: rivals(f)},
		{Name: "quality", Title: "数据质量", Lines: quality(f)},
	} {
		if s.Lines = f.last.fresh(s.Name, s.Lines); len(s.Lines) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

func weekday(f *facts) string {
	return [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[f.day.In(f.in).Weekday()]
}

// lead is the day in one sentence: how much, against what, and the one thing that matters most.
func lead(f *facts, changed []topic) string {
	rest := gravest(f, changed)
	switch {
	case f.deaf():
		return f.todayWord() + "所有信源都没有采到，不知道大家说了什么。" + rest
	case f.today.total == 0 && f.noise > 0:
		return fmt.Sprintf("%s只听到 %d 条广告之类的噪音，没有顾客的声音。%s", f.todayWord(), f.noise, rest)
	case f.today.total == 0:
		return f.todayWord() + "没有听到任何声音。" + rest
	}
	return fmt.Sprintf("%s听到 %d 条声音，负面 %d 条%s。%s", f.todayWord(), f.today.total, f.today.negative, against(f), rest)
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

// gravest is the most important matter of the day: the gravest alert, what people spoke of most if
// that is something else, and how much is still to be done.
func gravest(f *facts, changed []topic) string {
	alerts := slices.Clone(f.alerts)
	slices.SortStableFunc(alerts, func(a, b voc.Alert) int {
		return cmp.Or(cmp.Compare(b.Level.Rank(), a.Level.Rank()), cmp.Compare(a.State, b.State), b.OpenedAt.Compare(a.OpenedAt))
	})
	loudest := loudestOf(changed)
	var b strings.Builder
	if len(alerts) > 0 {
		a, called := alerts[0], "色预警"
		if loudest.name != a.Topic && loudest.n >= outnumbers*max(1, f.today.topics[a.Topic]) {
			// An alert is named after what it began with; by the evening the day may be about another thing.
			fmt.Fprintf(&b, "说得最多的是“%s”%s；预警报的是", f.title(loudest.name), mostly(loudest))
			called = "色"
		} else {
			b.WriteString("最要紧的一件：")
		}
		b.WriteString(matter(f, a, called))
		if len(alerts) > 1 {
			fmt.Fprintf(&b, "；另有 %d 次预警", len(alerts)-1)
		}
		return b.String() + "。"
	}
	if loudest.n > 0 {
		first := byGravity(changed)[0]
		fmt.Fprintf(&b, "最该看的是“%s”%s；", f.title(first.name), mostly(first))
	}
	if open := len(stillOpen(f)); open > 0 {
		fmt.Fprintf(&b, "没有预警，还有 %d 张工单没有了结。", open)
	} else {
		b.WriteString("没有预警，也没有待办的工单。")
	}
	return b.String()
}

// byGravity puts first what somebody may be hurt by, then what most speak of. A single grave mention
// may be a misunderstanding and moves nothing.
func byGravity(topics []topic) []topic {
	sorted := slices.Clone(topics)
	weight := func(t topic) int {
		if t.severe < leastSevere {
			return 0
		}
		return t.severe
	}
	slices.SortStableFunc(sorted, func(a, b topic) int { return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(b.n, a.n)) })
	return sorted
}

func loudestOf(topics []topic) topic {
	var loudest topic
	for _, t := range topics {
		if t.n > loudest.n {
			loudest = t
		}
	}
	return loudest
}

// matter tells of one alert: what, how grave, and in whose hands it is.
func matter(f *facts, a voc.Alert, called string) string {
	what := "负面激增"
	if a.Topic != "" {
		what = "“" + f.title(a.Topic) + "”"
	}
	text := what + "，" + a.Level.Title() + called
	if a.State == voc.AlertResolved {
		text += "，已解除"
	}
	for _, o := range f.orders {
		if o.ID != a.Order || a.Order == "" {
			continue
		}
		text += "，" + standing(o)
	}
	return text
}

// standing says how far somebody is with the order of an alert.
func standing(o voc.WorkOrder) string {
	switch {
	case o.State == voc.OrderInProgress:
		return o.Owner + "在处理"
	case o.State.Open():
		return holder(o)
	case o.State == voc.OrderFalseAlarm:
		return "经查是误报"
	case o.Verification.State == voc.VerificationPassed:
		return "已处理并验证"
	}
	return "工单已关闭"
}

// freshTopics are those first complained of today, or again after a long silence, gravest first.
func (f *facts) freshTopics() []topic {
	if f.since.IsZero() || days(f.from.Sub(f.since)) < leastHistory {
		return nil
	}
	var fresh []topic
	for _, t := range f.topics {
		if t.n >= leastNew && len(fresh) < mostLines && (t.last.IsZero() || days(f.from.Sub(t.last)) >= backAfter) {
			fresh = append(fresh, t)
		}
	}
	return byGravity(fresh)
}

func newTopics(f *facts, fresh []topic) []voc.DigestLine {
	var lines []voc.DigestLine
	dated := false
	for _, t := range fresh {
		how := "首次出现"
		switch {
		case t.last.IsZero() && !dated: // how far back we know is said once
			how, dated = fmt.Sprintf("首次出现（有记录的 %d 天以来）", days(f.from.Sub(f.since))), true
		case !t.last.IsZero():
			how = fmt.Sprintf("时隔 %d 天又出现", days(f.from.Sub(t.last)))
		}
		lines = append(lines, f.topicLine(t, lines, fmt.Sprintf("“%s”%s，%d 条负面%s。", f.title(t.name), how, t.n, where(t))))
	}
	return lines
}

// topicLine is a line behind others. Only the first ones of a letter carry a voice, and none that
// was heard before: who reads ten quotations reads none.
func (f *facts) topicLine(t topic, before []voc.DigestLine, text string) voc.DigestLine {
	line := voc.DigestLine{Text: text, Query: topicQuery(t.name), Posts: ids(t.evidence), N: t.n, Of: f.today.total}
	if len(before) >= mostQuoted {
		return line
	}
	said := map[string]bool{}
	for _, l := range before {
		for _, e := range l.Evidence {
			said[e.Text] = true
		}
	}
	unheard := slices.DeleteFunc(presentable(f.last.unheard(t.evidence)), func(e voc.Evidence) bool { return said[cut(e.Text)] })
	line.Evidence = quotes(unheard, 1)
	return line
}

// risenTopics are those with a larger part of all voices than usual, gravest first. What is new has no
// usual and is told as new.
func (f *facts) risenTopics() []topic {
	past := pooled(f.usual)
	if len(f.usual) < leastWeeks || f.today.total < leastDay || past.total < leastDay {
		return nil
	}
	fresh := f.freshTopics()
	var risen []topic
	for _, t := range f.topics {
		low, _ := wilson(t.n, f.today.total)
		_, most := wilson(past.topics[t.name], past.total)
		// The intervals must not touch: with twenty topics a night anything weaker is chance.
		if t.n < leastWorse || low <= most || len(risen) == mostLines || slices.ContainsFunc(fresh, func(n topic) bool { return n.name == t.name }) {
			continue
		}
		risen = append(risen, t)
	}
	risen = byGravity(risen)
	slices.SortStableFunc(risen, func(a, b topic) int { return cmp.Compare(f.known(a), f.known(b)) })
	return risen
}

func worseTopics(f *facts, risen []topic, fresh []voc.DigestLine) []voc.DigestLine {
	past := pooled(f.usual)
	var lines []voc.DigestLine
	for _, t := range risen {
		if before, told := f.last.stillWorse(t, f.today.total); told {
			lines = append(lines, f.stillLine(t, before))
			continue
		}
		low, high := wilson(t.n, f.today.total)
		lines = append(lines, f.topicLine(t, slices.Concat(fresh, lines), fmt.Sprintf("“%s”%d 条%s，占 %d 条的 %s（95%% 区间 %s～%s）；往常%s%s。",
			f.title(t.name), t.n, where(t), f.today.total, percent(t.n, f.today.total), share(low), share(high),
			weekday(f), usually(past.topics[t.name], past.total, len(f.usual)))))
	}
	return lines
}

// rivals sets the net sentiment of each competitor beside our own; who was hardly heard is left out.
func rivals(f *facts) []voc.DigestLine {
	standing := func(r rival) (string, bool) {
		now, ok := r.today.nsr()
		if r.today.total < leastDay || !ok {
			return "", false
		}
		if before, ok := pooled(r.usual).nsr(); ok && len(r.usual) >= leastWeeks {
			return fmt.Sprintf("%s %+.2f（往常%s %+.2f）", r.name, now, weekday(f), before), true
		}
		return fmt.Sprintf("%s %+.2f", r.name, now), true
	}
	var said []string
	for _, r := range f.rivals {
		if text, ok := standing(r); ok {
			said = append(said, fmt.Sprintf("%s，%d 条", text, r.today.total))
		}
	}
	if len(said) == 0 {
		return nil
	}
	if text, ok := standing(rival{name: f.brand.Name, today: f.today, usual: f.usual}); ok {
		said = append(said, "我们自己："+text)
	}
	return []voc.DigestLine{{Text: "净情感（-1 全是差评，+1 全是好评）：" + strings.Join(said, "；") + "。", Query: queryRivals}}
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
			troubles = append(troubles, s.title+"没有采到")
		case s.lost > 0:
			troubles = append(troubles, fmt.Sprintf("%s缺 %s", s.title, age(s.lost)))
		default:
			whole++
		}
	}
	text := fmt.Sprintf("%d 个信源都采全了。", len(f.sources))
	if len(troubles) > 0 {
		text = fmt.Sprintf("%d 个信源中 %d 个采全了；%s，相关数字可能偏低。", len(f.sources), whole, strings.Join(troubles, "，"))
	}
	if f.now.After(f.to) {
		text += fmt.Sprintf("本期写于%s，当天过后才采到的也算在内。", f.now.In(f.in).Format("1月2日 15:04"))
	}
	if known := days(f.from.Sub(f.since)); !f.since.IsZero() && known < leastHistory {
		text += "开始采集不到一周，还说不出什么是新出现的。"
	}
	return []voc.DigestLine{{Text: text, Query: queryVisits}}
}
