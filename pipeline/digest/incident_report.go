package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	queryIncident = "incident"
	querySpread   = "incident/spread"
	queryCurve    = "incident/curve"
	mostPlaces    = 5
	mostMoments   = 60
)

func momentQuery(i int) string       { return fmt.Sprintf("incident/timeline/%d", i) }
func stepQuery(name string) string   { return "incident/steps/" + name }
func incidentOrder(id string) string { return "incident/orders/" + id }

// composeIncident writes the report. It is pure.
func composeIncident(x *incident) voc.Digest {
	opened := x.alert.OpenedAt.In(x.zone)
	d := voc.Digest{
		Date: opened.Format(time.DateOnly), Brand: x.alert.Brand, Language: string(x.tongue), From: x.alert.StartedAt.In(x.zone), AsOf: x.now,
		Title: x.say("%s事件复盘 · %s · %s", "%s: post-mortem · %s · %s", x.brand.Name, x.what(), opened.Format(x.say("2006年1月2日", "2 January 2006"))),
		Lead:  x.lead(), Figures: x.figures(), Sections: []voc.DigestSection{}, Prose: []voc.DigestLine{}, Charts: []voc.DigestChart{}, Tables: []voc.DigestTable{},
	}
	for _, s := range []voc.DigestSection{
		{Name: "timeline", Title: x.say("时间线", "Timeline"), Lines: x.timeline()},
		{Name: "steps", Title: x.say("每一步用了多久", "How long each step took"), Lines: x.stepLines()},
		{Name: "voices", Title: x.say("大家怎么说", "In their words"), Lines: x.voiceLines()},
		{Name: "spread", Title: x.say("传到了哪里", "Where it spread"), Lines: x.spreadLines()},
		{Name: "cause", Title: x.say("原因与措施", "Cause and remedy"), Lines: x.causeLines()},
		{Name: "open", Title: x.say("还没有了结的", "What is still open"), Lines: x.openLines()},
	} {
		if len(s.Lines) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	if c := x.chart(); len(c.Labels) > 1 {
		d.Charts = append(d.Charts, c)
	}
	for _, t := range []voc.DigestTable{x.momentTable(), x.curveTable(), x.sourceTable(), x.shopTable()} {
		if len(t.Rows) > 0 {
			d.Tables = append(d.Tables, t)
		}
	}
	return d
}

// lead is the incident in two sentences: what, how large, how long; whose it was and how it stands.
func (x *incident) lead() string {
	opened := x.alert.OpenedAt.In(x.zone)
	text := x.say("%s，%s，%s 报出", "%s, %s, raised %s", x.what(), x.level(x.alert.Level), x.moment(opened))
	if x.total > 0 {
		text += x.say("；%d 人说了 %d 条负面", "; %[2]d negative mentions by %[1]d people", x.authors, x.total)
		if x.peak.N > 0 && x.step == time.Hour {
			text += x.say("，最多一小时 %d 条", ", at most %d an hour", x.peak.N)
		}
	}
	return text + x.say("。", ". ") + x.standing()
}

// standing says in a sentence how the incident stands.
func (x *incident) standing() string {
	a := x.alert
	text := ""
	switch {
	case a.Verdict == voc.AlertFalseAlarm:
		text = x.say("经查是误报。", "It was a false alarm.")
	case a.State == voc.AlertMerged:
		text = x.say("已并入另一件事。", "It is part of another incident now.")
	case a.State == voc.AlertResolved:
		text = x.say("历时 %s后回到往常。", "It was back to usual after %s.", x.lasting(a.ResolvedAt.Sub(a.OpenedAt)))
	default:
		text = x.say("已经 %s，还没有回到往常。", "It is not back to usual after %s.", x.lasting(x.now.Sub(a.OpenedAt)))
	}
	switch open := x.openOrders(); {
	case len(x.orders) == 0:
		return text + x.say("没有开工单。", " No work order was opened.")
	case len(open) > 0:
		return text + x.say("工单还没有了结。", " The work order is still open.")
	}
	return text + x.say("工单已了结。", " The work order is settled.")
}

func (x *incident) openOrders() []voc.WorkOrder {
	return slices.DeleteFunc(slices.Clone(x.orders), func(o voc.WorkOrder) bool { return !o.State.Open() })
}

// step is one stretch of the handling: from one moment to another.
type step struct {
	name, title string
	from, to    time.Time
}

// steps are those whose both ends are known, in the order they are taken.
func (x *incident) steps() []step {
	a := x.alert
	var told, first time.Time
	for _, m := range x.moments {
		if m.rank == 0 && m.post != "" && first.IsZero() {
			first = m.at
		}
		if m.told && told.IsZero() {
			told = m.at
		}
	}
	all := []step{
		{"noticed", x.say("从第一条到报出", "From the first mention to the alert"), first, a.OpenedAt},
		{"told", x.say("从报出到通知", "From the alert to the first message"), a.OpenedAt, told},
	}
	if len(x.orders) > 0 {
		o := x.orders[0]
		all = append(all,
			step{"claimed", x.say("从报出到认领", "From the alert until it was taken up"), a.OpenedAt, o.ClaimedAt},
			step{"answered", x.say("从报出到公开回应", "From the alert to the public answer"), a.OpenedAt, o.AnsweredAt},
			step{"mended", x.say("从认领到处理完", "From taking up to mending"), o.ClaimedAt, o.ResolvedAt},
			step{"proved", x.say("从处理完到验证", "From mending to the proof"), o.ResolvedAt, provedAt(o)},
			step{"closed", x.say("从报出到关单", "From the alert to the closing"), a.OpenedAt, o.ClosedAt},
		)
	}
	if x.half > 0 {
		all = append(all, step{"halved", x.say("从最响到减半", "From the loudest hour to half of it"), x.peak.At, x.peak.At.Add(x.half)})
	}
	if a.State == voc.AlertResolved {
		all = append(all, step{"calmed", x.say("从报出到回到往常", "From the alert back to usual"), a.OpenedAt, a.ResolvedAt})
	}
	return slices.DeleteFunc(all, func(s step) bool { return s.from.IsZero() || s.to.IsZero() || s.to.Before(s.from) || s.to.After(x.now) })
}

func provedAt(o voc.WorkOrder) time.Time {
	if o.Verification.State == voc.VerificationPassed || o.Verification.State == voc.VerificationFailed {
		return o.Verification.At
	}
	return time.Time{}
}

func (x *incident) stepLines() []voc.DigestLine {
	var lines []voc.DigestLine
	for _, s := range x.steps() {
		took := s.to.Sub(s.from)
		text := x.say("%s：%s。", "%s: %s.", s.title, x.lasting(took))
		if took < time.Minute {
			text = x.say("%s：当即。", "%s: at once.", s.title)
		}
		lines = append(lines, voc.DigestLine{Text: text, Query: stepQuery(s.name)})
	}
	return lines
}

func (x *incident) timeline() []voc.DigestLine {
	var lines []voc.DigestLine
	for i, m := range x.moments[:min(len(x.moments), mostMoments)] {
		line := voc.DigestLine{Text: x.moment(m.at) + " · " + m.text, Query: momentQuery(i)}
		if m.order != "" {
			line.Orders = []string{m.order}
		}
		if m.post != "" {
			line.Posts = []voc.PostID{m.post}
		}
		lines = append(lines, line)
	}
	return lines
}

func (x *incident) voiceLines() []voc.DigestLine {
	var lines []voc.DigestLine
	for _, e := range x.voices {
		q := quotes([]voc.Evidence{e}, 1)
		if len(q) == 0 {
			continue
		}
		var parts []string
		for _, p := range []string{e.Store, x.place(e.Source), x.moment(e.At), x.weight(e)} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		lines = append(lines, voc.DigestLine{Text: strings.Join(parts, " · "), Posts: []voc.PostID{e.PostID}, Evidence: q})
	}
	return lines
}

// weight says why a voice counts: it was the first, or many repeat it.
func (x *incident) weight(e voc.Evidence) string {
	var parts []string
	if e.Why == "first" {
		parts = append(parts, x.say("最早的一条", "the first"))
	}
	if e.Copies > 0 {
		parts = append(parts, x.say("另有 %d 条同样的话", "%d more say the same", e.Copies))
	}
	return strings.Join(parts, x.say("，", ", "))
}

func (x *incident) spreadLines() []voc.DigestLine {
	line := func(text string) voc.DigestLine { return voc.DigestLine{Text: text, Query: querySpread} }
	var lines []voc.DigestLine
	if len(x.sources) > 0 && x.total > 0 {
		var parts []string
		for _, s := range x.sources[:min(len(x.sources), mostPlaces)] {
			parts = append(parts, x.say("%s %d 条", "%s %d", x.place(s.Source), s.N))
		}
		lines = append(lines, line(x.say("信源：%s%s。", "Sources: %s%s.", x.list(parts), x.more(len(x.sources)))))
	}
	if len(x.atShops) > 0 {
		var parts []string
		named := 0
		for i, s := range x.atShops {
			if named += s.N; i < mostPlaces {
				parts = append(parts, x.say("%s %d 条", "%s %d", cmp.Or(x.shops[s.Store], string(s.Store)), s.N))
			}
		}
		text := x.say("门店：%s%s", "Shops: %s%s", x.list(parts), x.more(len(x.atShops)))
		if none := x.total - named; none > 0 {
			text += x.say("；另有 %d 条没有提到门店", "; naming none: %d", none)
		}
		lines = append(lines, line(text+x.say("。", ".")))
	}
	if others := x.otherTopics(); len(others) > 0 {
		lines = append(lines, line(x.say("以上只数主话题%s；这次预警还牵涉%s。", "All of this counts the main topic %s alone; the alert is about %s as well.", x.quoted(x.title(x.alert.Topic)), x.list(others))))
	}
	if a := x.alert; a.Reposts+a.Suspects > 0 {
		text := x.say("转发和照抄 %d 条", "Copies and reposts: %d", a.Reposts)
		if a.Suspects > 0 {
			text += x.say("，疑似机器发的 %d 条", "; look made by machines: %d", a.Suspects)
		}
		lines = append(lines, line(text+x.say("（报出时的数）。", " (as last reported).")))
	}
	return lines
}

// otherTopics are the topics that rose with the main one, by name. The report counts the main one: who names two of
// them would be counted twice.
func (x *incident) otherTopics() []string {
	var names []string
	for _, t := range x.alert.Topics {
		if t != x.alert.Topic && t != "" && x.alert.Topic != "" {
			names = append(names, x.quoted(x.title(t)))
		}
	}
	return names
}

// more tells how many places are not named.
func (x *incident) more(n int) string {
	if n <= mostPlaces {
		return ""
	}
	return x.say("，另有 %d 处", " and %d more", n-mostPlaces)
}

// causeLines are what the orders say: cause, where it arose, what was done, whether it helped, and what the
// customers said when they were asked back.
func (x *incident) causeLines() []voc.DigestLine {
	var lines []voc.DigestLine
	for _, o := range x.orders {
		add := func(text string) {
			lines = append(lines, voc.DigestLine{Text: text, Orders: []string{o.ID}, Query: incidentOrder(o.ID)})
		}
		if cause := sentence(o.Cause); cause != "" {
			add(x.say("原因：%s%s。", "Cause: %s%s.", cause, x.arose(o)))
		} else {
			add(x.say("原因：还没有写。", "Cause: not told yet."))
		}
		if action := sentence(o.Action); action != "" {
			add(x.say("措施：%s（%s）。", "Done: %s (by %s).", action, cmp.Or(o.Owner, x.say("没有写明是谁", "nobody named"))))
		} else {
			add(x.say("措施：还没有写。", "Done: not told yet."))
		}
		if verdict := sentence(o.Verification.Verdict); verdict != "" {
			add(x.say("效果：%s。", "Effect: %s.", verdict))
		}
		if asked, won := recovered(o); asked > 0 {
			add(x.say("回访到 %d 位顾客，挽回 %d 位。", "Customers asked back: %d; won back: %d.", asked, won))
		}
		if o.Cycle > 1 {
			add(x.say("这件事重开过，这是第 %d 次处理：上一次的措施没有管住。", "It was reopened, round %d: what was done before did not hold.", o.Cycle))
		}
	}
	if n := len(x.alert.Similar); n > 0 {
		s := x.alert.Similar[0]
		text := x.say("以前有过相似的事 %d 次，最近似的一次在%s", "Similar incidents before: %d, the most alike on %s", n, s.OpenedAt.In(x.zone).Format(x.say("2006年1月2日", "2 January 2006")))
		if cause := sentence(s.Cause); cause != "" {
			text += x.say("，当时的原因：%s", ", its cause then: %s", cause)
		}
		lines = append(lines, voc.DigestLine{Text: text + x.say("。", "."), Query: queryIncident})
	}
	return lines
}

// arose says in which process and department a cause lies.
func (x *incident) arose(o voc.WorkOrder) string {
	var parts []string
	for _, p := range []string{o.CausePath.Department, o.CausePath.Process} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return x.say("（%s）", " (%s)", strings.Join(parts, " · "))
}

// recovered counts the customers that were asked back and reached, and those who were won.
func recovered(o voc.WorkOrder) (asked, won int) {
	for _, c := range o.Callbacks {
		if c.Result != voc.RecoveryUnreachable {
			asked++
		}
		if c.Result == voc.RecoveryWon {
			won++
		}
	}
	return asked, won
}

// openLines are what the post-mortem must not forget.
func (x *incident) openLines() []voc.DigestLine {
	var lines []voc.DigestLine
	add := func(query, text string, orders ...string) {
		lines = append(lines, voc.DigestLine{Text: text, Query: query, Orders: orders})
	}
	if x.alert.State == voc.AlertOpen {
		add(queryIncident, x.say("声量还没有回到往常。", "It is not back to usual."))
	}
	if len(x.orders) == 0 && x.alert.Verdict != voc.AlertFalseAlarm {
		add(queryIncident, x.say("没有开过工单：没有人负责查清它。", "No work order was opened: nobody answers for clearing it up."))
	}
	for _, o := range x.orders {
		q := incidentOrder(o.ID)
		if o.State.Open() {
			add(q, x.say("工单在%s手里，开了 %s。", "The order is with %s, open for %s.", cmp.Or(o.Owner, o.Assignee, x.say("没有人", "nobody")), x.lasting(x.now.Sub(o.OpenedAt))), o.ID)
		}
		if o.Cause == "" && o.State != voc.OrderFalseAlarm && o.State != voc.OrderMerged && o.State != voc.OrderCancelled {
			add(q, x.say("没有写根因。", "No root cause is written down."), o.ID)
		}
		if o.AnsweredAt.IsZero() && x.total > 0 && o.State != voc.OrderFalseAlarm && o.State != voc.OrderMerged {
			add(q, x.say("没有公开回应过。", "It was never answered in public."), o.ID)
		}
		switch o.Verification.State {
		case voc.VerificationPassed:
		case voc.VerificationWatching:
			add(q, x.say("措施是否管用还在验证。", "Whether it helped is being measured."), o.ID)
		case voc.VerificationFailed:
			add(q, x.say("措施没有通过验证。", "What was done did not prove to help."), o.ID)
		case voc.VerificationUnclear:
			add(q, x.say("措施是否管用没有判断出来。", "Whether it helped could not be told."), o.ID)
		default:
			if !o.ResolvedAt.IsZero() {
				add(q, x.say("措施是否管用没有验证过。", "Whether it helped was never measured."), o.ID)
			}
		}
	}
	return lines
}
