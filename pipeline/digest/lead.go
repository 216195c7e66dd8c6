package digest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// lead is the day in one sentence: how much, against what, and the one thing that matters most.
func lead(f *facts, changed []topic) string {
	rest := gravest(f, changed)
	join := f.say("", " ")
	switch {
	case f.deaf():
		return f.upper(f.say("%s所有信源都没有采到，不知道大家说了什么。", "%s no source could be heard, so what people said is not known.", f.todayWord())) + join + rest
	case f.today.total == 0 && f.noise > 0:
		return f.upper(f.say("%s只听到 %d 条广告之类的噪音，没有顾客的声音。", "%s there was only noise, %d adverts and the like, and no customer's voice.", f.todayWord(), f.noise)) + join + rest
	case f.today.total == 0:
		return f.upper(f.say("%s没有听到任何声音。", "%s nothing was heard.", f.todayWord())) + join + rest
	}
	if f.tongue == english {
		return f.say("", "%s %s, %d negative%s. ", f.some(f.today.total, "", "voice"), f.todayWord(), f.today.negative, against(f)) + rest
	}
	return f.say("%s听到 %d 条声音，负面 %d 条%s。", "", f.todayWord(), f.today.total, f.today.negative, against(f)) + rest
}

// upper begins a sentence.
func (f *facts) upper(s string) string {
	if s == "" || f.tongue != english {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// against compares today's complaints with the same weekday, in words that claim no more than the
// numbers do: "more" only when it is more than on every one of those days and beyond chance.
func against(f *facts) string {
	if len(f.usual) < leastWeeks {
		return ""
	}
	highest, lowest, mean := spread(f.usual)
	x := float64(f.today.negative)
	switch beyond := 2 * root(mean); {
	case f.today.negative > highest && x > mean+beyond:
		return f.say("，多于往常%s（约 %s 条）", ": more than on a usual %s (about %s)", f.weekday(), number(mean))
	case f.today.negative < lowest && x < mean-beyond:
		return f.say("，少于往常%s（约 %s 条）", ": fewer than on a usual %s (about %s)", f.weekday(), number(mean))
	}
	return f.say("，与往常%s相当（约 %s 条）", ": like a usual %s (about %s)", f.weekday(), number(mean))
}

// gravest is the most important matter of the day: the gravest alert, what people spoke of most if
// that is something else, and how much is still to be done.
func gravest(f *facts, changed []topic) string {
	alerts := slices.Clone(f.alerts)
	slices.SortStableFunc(alerts, func(a, b voc.Alert) int {
		return cmp.Or(cmp.Compare(b.Level.Rank(), a.Level.Rank()), cmp.Compare(a.State, b.State), b.OpenedAt.Compare(a.OpenedAt))
	})
	loudest := loudestOf(changed)
	if len(alerts) > 0 {
		a, called, text := alerts[0], f.say("预警", " alert"), f.say("最要紧的一件：", "Most urgent: ")
		if loudest.name != a.Topic && loudest.n >= outnumbers*max(1, f.today.topics[a.Topic]) {
			// An alert is named after what it began with; by the evening the day may be about another thing.
			text = f.say("说得最多的是“%s”%s；预警报的是", "Most spoken of is “%s”%s; the alert is about ", f.title(loudest.name), f.mostly(loudest))
			called = ""
		}
		text += f.matter(a, called)
		if len(alerts) > 1 {
			text += f.say("；另有 ", "; ") + f.some(len(alerts)-1, "次预警", "more alert")
		}
		return text + f.say("。", ".")
	}
	text := ""
	if loudest.n > 0 {
		first := byGravity(changed)[0]
		text = f.say("最该看的是“%s”%s；", "Look first at “%s”%s. ", f.title(first.name), f.mostly(first))
	}
	if open := len(stillOpen(f)); open > 0 {
		return text + f.say("没有预警，还有 %d 张工单没有了结。", "No alerts; work orders still open: %d.", open)
	}
	return text + f.say("没有预警，也没有待办的工单。", "No alerts, and no work order is open.")
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

func loudestOf(changed []topic) topic {
	var loudest topic
	for _, t := range changed {
		if t.n > loudest.n {
			loudest = t
		}
	}
	return loudest
}

// matter tells of one alert: what, how grave, and in whose hands it is.
func (f *facts) matter(a voc.Alert, called string) string {
	text := f.say("负面激增", "a surge of complaints")
	if a.Topic != "" {
		text = "“" + f.title(a.Topic) + "”"
	}
	text += f.say("，", ", ") + f.level(a.Level) + called
	if a.State == voc.AlertResolved {
		text += f.say("，已解除", ", over")
	}
	if o, known := f.order(a.Order); known {
		text += f.say("，", ", ") + f.standing(o)
	}
	return text
}

// order finds one this letter may tell of.
func (f *facts) order(id string) (voc.WorkOrder, bool) {
	i := slices.IndexFunc(f.orders, func(o voc.WorkOrder) bool { return o.ID == id })
	if i < 0 || id == "" {
		return voc.WorkOrder{}, false
	}
	return f.orders[i], true
}

// standing says how far somebody is with the order of an alert.
func (f *facts) standing(o voc.WorkOrder) string {
	switch {
	case o.State == voc.OrderInProgress:
		return f.say("%s在处理", "%s is on it", o.Owner)
	case o.State.Open():
		return f.holder(o)
	case o.State == voc.OrderFalseAlarm:
		return f.say("经查是误报", "found to be a false alarm")
	case o.Verification.State == voc.VerificationPassed:
		return f.say("已处理并验证", "mended and verified")
	}
	return f.say("工单已关闭", "its order is closed")
}
