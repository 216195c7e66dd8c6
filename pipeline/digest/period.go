package digest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// gatherPeriod writes the report of the week or month in which the inputs' day lies, and holds it to its
// evidence: what does not hold is logged and left out.
func gatherPeriod(ctx context.Context, in Inputs) (voc.Digest, error) {
	wrong := func(err error) error {
		return fmt.Errorf("report of the %s of %s for %s: %w", in.Period, in.Day.In(in.Location).Format(time.DateOnly), in.Brand.ID, err)
	}
	r, err := ask(ctx, in)
	if err != nil {
		return voc.Digest{}, wrong(err)
	}
	d := composePeriod(r)
	d.Audience, d.ID = in.Audience.ID, voc.LetterID(d.Date, d.Brand, in.Audience.ID)
	ledger := periodLedger(r)
	if ledger.Texts, err = storedTexts(ctx, in.Store, d); err != nil {
		return voc.Digest{}, wrong(err)
	}
	return numbered(hold(in.Log, d, ledger)), nil
}

// composePeriod writes a report. It is pure: the same facts give the same report.
func composePeriod(r *report) voc.Digest {
	d := voc.Digest{
		Date: r.from.Format(time.DateOnly), Brand: r.brand.ID, Period: r.period, Language: string(r.tongue),
		Title: r.heading(), Lead: r.lead(), From: r.from, AsOf: r.to,
		Figures: r.figures(), Charts: r.charts(), Sections: []voc.DigestSection{}, Prose: []voc.DigestLine{}, Tables: []voc.DigestTable{},
	}
	add := func(name, title string, lines []voc.DigestLine) {
		if len(lines) > 0 {
			d.Sections = append(d.Sections, voc.DigestSection{Name: name, Title: title, Lines: lines})
		}
	}
	add("new", r.say("新出现的", "New"), r.newLines())
	add("worse", r.say("变差的", "Worse"), r.movedLines(r.worse()))
	add("better", r.say("变好的", "Better"), r.movedLines(r.better()))
	add("voices", r.say("原声", "In their words"), r.voiceLines(d.Sections))
	add("alerts", r.say("预警", "Alerts"), r.alertLines())
	add("relapsed", r.say("复发的", "Back again"), r.relapsedLines())
	add("promises", r.say("上期留下的事，后来怎样", "What was open, and what became of it"), r.promiseLines())
	add("open", r.say("新开的工单", "Work orders opened"), r.openedLines())
	add("stores", r.say("门店", "Shops"), r.shopLines())
	add("praise", r.say("值得表扬", "Worth passing on"), r.praiseLines())
	add("rivals", r.say("竞品", "Competitors"), r.rivalLines())
	add("quality", r.say("数据质量", "Data quality"), r.qualityLines())
	d.Sections = oncePerVoice(d.Sections)
	for _, t := range []voc.DigestTable{r.dayTable(), r.topicTable(), r.shopTable(), r.sourceTable(), r.orderTable(), r.rivalTable(), r.gapTable()} {
		if len(t.Rows) > 0 {
			d.Tables = append(d.Tables, t)
		}
	}
	return d
}

// heading is the report's title.
func (r *report) heading() string {
	zh, en := "%s客诉周报 · %s", "%s: the week in complaints · %s"
	if r.period == voc.PeriodMonth {
		zh, en = "%s客诉月报 · %s", "%s: the month in complaints · %s"
	}
	dates := r.dates(r.tongue)
	if r.partial() {
		dates += r.say("（截至 %s）", " (until %s)", r.moment(r.to))
	}
	return r.say(zh, en, r.brand.Name, dates)
}

// lead is the period in one sentence or two: how much, against what, what matters most, and whether what
// was promised was done.
func (r *report) lead() string {
	this := r.stretch.this(r.tongue)
	if r.tongue == english {
		this = strings.ToUpper(this[:1]) + this[1:]
	}
	if r.this.total == 0 {
		return r.nothing(this) + r.leadWork()
	}
	text := r.say("%s听到 %d 条声音，其中投诉 %d 条，占 %s%s。", "%s brought %d mentions, %d of them complaints (%s)%s.",
		this, r.this.total, r.this.complaints, r.share(r.this.complaints, r.this.total), r.against())
	return text + r.leadTopics() + r.leadAlerts() + r.leadWork()
}

func (r *report) nothing(this string) string {
	if r.listening.expected > 0 && r.listening.heard < partOfDays {
		return r.say("%s信源大多没有采到，不知道大家说了什么。", "%s: most sources were not heard, so nobody knows what was said. ", this)
	}
	return r.say("%s没有听到任何声音。", "%s brought no mention at all. ", this)
}

// against sets the complaints beside the period before, in words that claim no more than the numbers do.
func (r *report) against() string {
	ratio, sure, ok := r.compared(func(d dayCount) int { return d.complaints })
	last := r.stretch.last(r.tongue)
	switch {
	case !ok:
		return ""
	case !sure:
		return r.say("，%s %d 条，相差在日常起伏之内", ", %[2]d in %[1]s: no more apart than days are", last, r.last.complaints)
	case ratio > 1:
		return r.say("，明显多于%s（%d 条）", ", clearly more than in %s (%d)", last, r.last.complaints)
	}
	return r.say("，明显少于%s（%d 条）", ", clearly fewer than in %s (%d)", last, r.last.complaints)
}

// leadTopics names what is new, what got worse and what got better: one of each, the weightiest.
func (r *report) leadTopics() string {
	var parts []string
	if fresh := r.fresh(); len(fresh) > 0 {
		parts = append(parts, r.say("新出现的是%s", "new: %s", r.named(fresh)))
	}
	if worse := r.worse(); len(worse) > 0 {
		parts = append(parts, r.say("变差的是%s", "worse: %s", r.named(worse)))
	}
	if better := r.better(); len(better) > 0 {
		parts = append(parts, r.say("变好的是%s", "better: %s", r.named(better)))
	}
	if len(parts) == 0 {
		if !r.comparable() {
			return r.say("", " ")
		}
		return r.say("没有哪个话题的变化超出偶然。", " No topic changed by more than chance.")
	}
	text := strings.Join(parts, r.say("，", "; "))
	if r.tongue == english {
		return " " + strings.ToUpper(text[:1]) + text[1:] + "."
	}
	return text + "。"
}

// named are at most two topics by name, and how many more there are.
func (r *report) named(topics []periodTopic) string {
	var names []string
	for _, t := range topics[:min(len(topics), 2)] {
		names = append(names, r.quoted(r.title(t.name)))
	}
	text := r.list(names)
	if len(topics) > 2 {
		text += r.say("等 %d 项", " and others, %d in all", len(topics))
	}
	return text
}

// leadWork tells whether what was promised was done.
func (r *report) leadWork() string {
	gap := r.say("", " ")
	promised := r.promises()
	open := r.workIn(r.from, r.to).open
	if len(promised) == 0 {
		if open == 0 {
			return gap + r.say("没有待办的工单。", "No work order is open.")
		}
		return gap + r.say("还有 %d 张工单没有了结。", "Work orders still open: %d.", open)
	}
	settled := 0
	for _, o := range promised {
		if !openAt(o, r.to) {
			settled++
		}
	}
	if settled == 0 {
		return gap + r.say("期初留下的 %d 张工单一张也没有了结，%s共有 %d 张没有了结。", "Work orders open at the beginning: %d, none of them closed; open %s: %d.", len(promised), r.atEnd(), open)
	}
	return gap + r.say("期初留下的 %d 张工单了结了 %d 张，%s共有 %d 张没有了结。", "Work orders open at the beginning: %d, closed since: %d; open %s: %d.", len(promised), settled, r.atEnd(), open)
}

// atEnd is how the report calls the moment it runs to.
func (r *report) atEnd() string {
	if r.partial() {
		return r.say("现在", "now")
	}
	return r.say("期末", "at the end")
}

// leadAlerts tells how often an alarm was raised, and of the gravest.
func (r *report) leadAlerts() string {
	if len(r.alerts) == 0 {
		return ""
	}
	a := r.alerts[0]
	what := r.say("，是%s", ": %s", r.quoted(r.title(a.Topic)))
	if len(r.alerts) > 1 {
		what = r.say("，最重的是%s", ", the gravest about %s", r.quoted(r.title(a.Topic)))
	}
	if a.Topic == "" {
		what = ""
	}
	if r.tongue == english {
		return " " + r.some(len(r.alerts), "", "alert") + what + " (" + r.level(a.Level) + ")."
	}
	return r.say("预警 %d 次%s（%s）。", "", len(r.alerts), what, r.level(a.Level))
}

// numbered gives every line its id: its section and its place there.
func numbered(d voc.Digest) voc.Digest {
	for i := range d.Sections {
		for j := range d.Sections[i].Lines {
			d.Sections[i].Lines[j].ID = fmt.Sprintf("%s-%d", d.Sections[i].Name, j+1)
		}
	}
	return d
}
