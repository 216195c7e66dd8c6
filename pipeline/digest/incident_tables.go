package digest

import (
	"cmp"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func (x *incident) figures() []voc.DigestFigure {
	var all []voc.DigestFigure
	add := func(name, title, text string, v float64) {
		all = append(all, voc.DigestFigure{Name: name, Title: title, Text: text, Value: value(v), Query: queryIncident})
	}
	if x.heard() {
		add("mentions", x.say("负面", "Negative mentions"), fmt.Sprint(x.total), float64(x.total))
		add("authors", x.say("说的人", "People"), fmt.Sprint(x.authors), float64(x.authors))
		if x.step == time.Hour {
			add("peak", x.say("最多一小时", "Loudest hour"), fmt.Sprint(x.peak.N), float64(x.peak.N))
		}
	}
	for _, s := range x.steps() {
		took := s.to.Sub(s.from)
		all = append(all, voc.DigestFigure{Name: s.name, Title: s.title, Text: x.lasting(took), Value: value(took.Seconds()), Query: stepQuery(s.name)})
	}
	return all
}

func (x *incident) chart() voc.DigestChart {
	c := voc.DigestChart{Name: "curve", Kind: "line", Query: queryCurve, Title: x.say("每小时的负面", "Negative mentions by hour")}
	if x.step == day {
		c.Title = x.say("每天的负面", "Negative mentions by day")
	} else if x.peak.N > 0 {
		c.Title = x.say("%s 最响，一小时 %d 条%s", "Loudest %s: %d in an hour%s", x.moment(x.peak.At), x.peak.N, x.asUsual())
	}
	said := voc.DigestSeries{Title: x.say("负面", "Negative"), Tone: "negative"}
	usual := voc.DigestSeries{Title: x.say("此前两周的平均", "Mean of the two weeks before"), Tone: "usual"}
	points, width := x.drawn()
	form := "01-02 15:04"
	if width == day {
		form = "01-02"
	}
	if width != x.step {
		c.Title = x.say("负面（每 %d 小时一点）", "Negative mentions, a point every %d hours", int(width.Hours()))
	}
	for _, p := range points {
		c.Labels = append(c.Labels, p.At.Format(form))
		said.Values = append(said.Values, nil)
		if p.Coverage > unheardBefore {
			said.Values[len(said.Values)-1] = value(float64(p.N))
		}
		usual.Values = append(usual.Values, value(x.before*width.Hours()))
	}
	if c.Series = []voc.DigestSeries{said}; x.known {
		c.Series = append(c.Series, usual)
	}
	return c
}

// drawn are the points of the chart: hours, or more of them together where there are too many to see.
func (x *incident) drawn() (points []voc.Count, width time.Duration) {
	if len(x.curve) == 0 {
		return nil, time.Hour
	}
	for _, hours := range []int{1, 6, 24} {
		width, points = max(x.step, time.Duration(hours)*time.Hour), nil
		each := int(width / x.step)
		for i := 0; i < len(x.curve); i += each {
			p := voc.Count{At: x.curve[i].At, Coverage: 1}
			for _, c := range x.curve[i:min(i+each, len(x.curve))] {
				p.N, p.Coverage = p.N+c.N, min(p.Coverage, c.Coverage)
			}
			points = append(points, p)
		}
		if len(points) <= mostHours {
			break
		}
	}
	return points, width
}

func (x *incident) momentTable() voc.DigestTable {
	t := voc.DigestTable{Name: "timeline", Title: x.say("时间线", "Timeline"), Head: []string{x.say("时间", "When"), x.say("事情", "What"), x.say("工单", "Order")}, Numbers: []int{}}
	for _, m := range x.moments {
		t.Rows = append(t.Rows, []string{m.at.Format("2006-01-02 15:04:05"), m.text, m.order})
	}
	return t
}

func (x *incident) curveTable() voc.DigestTable {
	t := voc.DigestTable{Name: "curve", Title: x.say("声量", "Loudness"), Head: []string{x.say("起", "From"), x.say("负面", "Negative"), x.say("采到", "Heard")}, Numbers: []int{1, 2}}
	for _, p := range x.curve {
		t.Rows = append(t.Rows, []string{p.At.Format("2006-01-02 15:04"), fmt.Sprint(p.N), tenth(p.Coverage)})
	}
	return t
}

func (x *incident) sourceTable() voc.DigestTable {
	t := voc.DigestTable{Name: "sources", Title: x.say("信源", "Sources"), Head: []string{x.say("信源", "Source"), x.say("负面", "Negative")}, Numbers: []int{1}}
	for _, s := range x.sources {
		t.Rows = append(t.Rows, []string{x.place(s.Source), fmt.Sprint(s.N)})
	}
	return t
}

func (x *incident) shopTable() voc.DigestTable {
	t := voc.DigestTable{Name: "shops", Title: x.say("门店", "Shops"), Head: []string{x.say("门店", "Shop"), x.say("负面", "Negative")}, Numbers: []int{1}}
	for _, s := range x.atShops {
		t.Rows = append(t.Rows, []string{cmp.Or(x.shops[s.Store], string(s.Store)), fmt.Sprint(s.N)})
	}
	return t
}
