package digest

import (
	"fmt"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	queryDays     = "period/days"
	queryTopics   = "period/topics"
	querySources  = "period/sources"
	mostBars      = 8
	leastLoudest  = 10 // complaints of a day before it is called the loudest
	unheardBefore = 0.1
)

func (r *report) charts() []voc.DigestChart {
	all := []voc.DigestChart{}
	for _, c := range []voc.DigestChart{r.dayChart(), r.topicChart(), r.sourceChart()} {
		if len(c.Labels) > 0 {
			all = append(all, c)
		}
	}
	return all
}

// dayChart draws the complaints of each day beside what its weekday usually brings. A day hardly heard is
// not drawn.
func (r *report) dayChart() voc.DigestChart {
	c := voc.DigestChart{Name: "days", Kind: "line", Query: queryDays, Title: r.dayTitle()}
	said := voc.DigestSeries{Title: r.say("投诉", "Complaints"), Tone: "negative"}
	usual := voc.DigestSeries{Title: r.say("往常同一天", "Usual for the weekday"), Tone: "usual"}
	known := false
	for _, d := range r.own() {
		c.Labels = append(c.Labels, d.at.Format("01-02"))
		said.Values, usual.Values = append(said.Values, nil), append(usual.Values, nil)
		if d.heard > unheardBefore {
			said.Values[len(said.Values)-1] = value(float64(d.complaints))
		}
		if mean, ok := r.usual(d.at.Weekday()); ok {
			usual.Values[len(usual.Values)-1], known = value(mean), true
		}
	}
	c.Series = []voc.DigestSeries{said}
	if known {
		c.Series = append(c.Series, usual)
	}
	return c
}

func (r *report) dayTitle() string {
	d := r.loudest()
	switch {
	case d.complaints == 0:
		return r.say("没有听到投诉", "No complaint was heard")
	case d.complaints < leastLoudest:
		return r.say("每天的投诉都不到 %d 条", "Fewer than %d complaints on every day", leastLoudest)
	}
	title := r.say("投诉最多的是%s（%s），%d 条", "Most complaints on %s (%s): %d", r.date(d.at), r.dayName(d.at.Weekday()), d.complaints)
	if usual, ok := r.usual(d.at.Weekday()); ok {
		title += r.say("，往常约 %s 条", ", usually about %s", number(usual))
	}
	return title
}

func (r *report) topicChart() voc.DigestChart {
	c := voc.DigestChart{Name: "topics", Kind: "bars", Query: queryTopics}
	now := voc.DigestSeries{Title: r.stretch.this(r.tongue), Tone: "negative"}
	was := voc.DigestSeries{Title: r.stretch.last(r.tongue), Tone: "usual"}
	for _, t := range r.topics[:min(len(r.topics), mostBars)] {
		if t.n == 0 {
			break
		}
		c.Labels = append(c.Labels, r.title(t.name))
		now.Values, was.Values = append(now.Values, value(float64(t.n))), append(was.Values, value(float64(t.was)))
	}
	if len(c.Labels) == 0 {
		return c
	}
	t := r.topics[0]
	c.Title = r.say("抱怨最多的是%s，%d 条，%s %d 条", "Most complained of: %s, %d (%s: %d)", r.quoted(r.title(t.name)), t.n, r.stretch.last(r.tongue), t.was)
	c.Series = []voc.DigestSeries{now, was}
	return c
}

func (r *report) sourceChart() voc.DigestChart {
	c := voc.DigestChart{Name: "sources", Kind: "bars", Query: querySources}
	negative := voc.DigestSeries{Title: r.say("负面", "Negative"), Tone: "negative"}
	others := voc.DigestSeries{Title: r.say("其余", "Others"), Tone: "neutral"}
	for _, s := range r.sources[:min(len(r.sources), mostBars)] {
		if s.n == 0 {
			continue
		}
		c.Labels = append(c.Labels, s.title)
		negative.Values, others.Values = append(negative.Values, value(float64(s.negative))), append(others.Values, value(float64(s.n-s.negative)))
	}
	if len(c.Labels) == 0 {
		return c
	}
	c.Title = r.say("负面最多的信源是%s，%d 条里 %d 条", "Most negative mentions come from %s: %[3]d of %[2]d", r.sources[0].title, r.sources[0].n, r.sources[0].negative)
	c.Series = []voc.DigestSeries{negative, others}
	return c
}

// dayTable are the days as numbers.
func (r *report) dayTable() voc.DigestTable {
	t := voc.DigestTable{
		Name: "days", Title: r.say("每天", "Days"), Numbers: []int{2, 3, 4, 5},
		Head: []string{
			r.say("日期", "Date"), r.say("星期", "Weekday"), r.say("声音", "Mentions"), r.say("投诉", "Complaints"), r.say("往常投诉", "Usual complaints"), r.say("采到", "Heard"),
		},
	}
	for _, d := range r.own() {
		usual := "—"
		if mean, ok := r.usual(d.at.Weekday()); ok {
			usual = number(mean)
		}
		t.Rows = append(t.Rows, []string{
			d.at.Format("2006-01-02"), r.dayName(d.at.Weekday()), fmt.Sprint(d.total), fmt.Sprint(d.complaints), usual, tenth(d.heard),
		})
	}
	return t
}

func (r *report) sourceTable() voc.DigestTable {
	t := voc.DigestTable{
		Name: "sources", Title: r.say("信源", "Sources"), Numbers: []int{1, 2, 3, 4, 5},
		Head: []string{
			r.say("信源", "Source"), r.say("声音", "Mentions"), r.say("负面", "Negative"), r.say("负面占比", "Negative share"),
			r.say("上期声音", "Mentions before"), r.say("上期负面", "Negative before"),
		},
	}
	for _, s := range r.sources {
		t.Rows = append(t.Rows, []string{s.title, fmt.Sprint(s.n), fmt.Sprint(s.negative), tenth(part(s.negative, s.n)), fmt.Sprint(s.before), fmt.Sprint(s.beforeBad)})
	}
	return t
}
