package digest

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func figureQuery(name string) string { return "period/figures/" + name }

// figures are the numbers at the head of a report, each beside the period before. A change is named only
// where it is more than chance.
func (r *report) figures() []voc.DigestFigure {
	now, was := r.workIn(r.from, r.to), r.workIn(r.was, r.wasTo)
	all := []voc.DigestFigure{
		r.counted("mentions", r.say("声音", "Mentions"), r.this.total, r.last.total, func(d dayCount) int { return d.total }, false),
		r.counted("complaints", r.say("投诉", "Complaints"), r.this.complaints, r.last.complaints, func(d dayCount) int { return d.complaints }, true),
		r.indexFigure(), r.rateFigure(), r.nsrFigure(),
		r.work("opened", r.say("新开工单", "Orders opened"), now.opened, was.opened),
		r.work("closed", r.say("了结工单", "Orders closed"), now.closed, was.closed),
		r.work("open", r.say("期末未了结", "Open at the end"), now.open, was.open),
		r.timed("claim", r.say("认领用时", "Time to claim"), now.claim, was.claim),
		r.timed("resolve", r.say("处理用时", "Time to mend"), now.resolve, was.resolve),
		r.work("verified", r.say("验证见效", "Fixes proved"), now.verified, was.verified),
		r.work("relapsed", r.say("复发", "Came back"), now.relapsed, was.relapsed),
	}
	return slices.DeleteFunc(all, nothingEither)
}

// nothingEither tells of a number of orders that is nought and was nought: it says nothing.
func nothingEither(f voc.DigestFigure) bool { return f.Text == "0" && f.Before == "0" }

func value(x float64) *float64 { return &x }

// change words a surely larger or smaller number in hundredths of what it was.
func (r *report) change(ratio float64) string {
	n := int(math.Round(100 * math.Abs(ratio-1)))
	switch {
	case n == 0:
		return r.say("持平", "the same")
	case ratio >= 2:
		return r.say("是原来的 %s 倍", "%s times as many", number(ratio))
	case ratio > 1:
		return r.say("多 %d%%", "%d%% more", n)
	}
	return r.say("少 %d%%", "%d%% fewer", n)
}

// counted is a number of mentions. Months are of different lengths, and days may not have been heard, so
// the change is that of the mean day.
func (r *report) counted(name, title string, n, before int, of func(dayCount) int, bad bool) voc.DigestFigure {
	f := voc.DigestFigure{Name: name, Title: title, Text: fmt.Sprint(n), Value: value(float64(n)), Query: figureQuery(name)}
	if r.since.IsZero() || !r.since.Before(r.wasTo) {
		return f
	}
	f.Before, f.Was = fmt.Sprint(before), value(float64(before))
	if ratio, sure, ok := r.compared(of); ok {
		f.Change = r.say("在偶然范围内", "within chance")
		if sure {
			f.Change = r.change(ratio)
			if bad {
				worse := ratio > 1
				f.Worse = &worse
			}
		}
	}
	return f
}

func (r *report) indexFigure() voc.DigestFigure {
	f := voc.DigestFigure{Name: "index", Title: r.say("投诉指数", "Complaint index"), Text: "—", Before: "100", Was: value(100), Query: figureQuery("index")}
	index, expected, counted, ok := r.index()
	if !ok {
		f.Before, f.Was = "", nil
		return f
	}
	f.Text, f.Value = fmt.Sprintf("%.0f", index), value(index)
	f.Change = r.say("在偶然范围内", "within chance")
	if off := float64(counted) - expected; math.Abs(off) > surely*math.Sqrt(r.scatter()*max(1, expected)) {
		f.Change = r.say("高于此前四周", "above the four weeks before it")
		if off < 0 {
			f.Change = r.say("低于此前四周", "below the four weeks before it")
		}
		worse := off > 0
		f.Worse = &worse
	}
	return f
}

// scatter is how many times more the days' complaints vary than chance alone would make them.
func (r *report) scatter() float64 {
	slots := make([][]int, 7)
	y, m, d := r.from.Date()
	for _, x := range r.daysIn(midnight(y, m, d-usualDays, r.zone), r.from) {
		if x.heard >= heardDay {
			slots[x.at.Weekday()] = append(slots[x.at.Weekday()], x.complaints)
		}
	}
	return statistics.Dispersion(slots)
}

func (r *report) rateFigure() voc.DigestFigure {
	f := voc.DigestFigure{Name: "rate", Title: r.say("投诉率", "Complaint rate"), Text: "—", Query: figureQuery("rate")}
	if r.this.total == 0 {
		return f
	}
	low, high := wilson(r.this.complaints, r.this.total)
	rate, was := part(r.this.complaints, r.this.total), part(r.last.complaints, r.last.total)
	f.Text = r.say("%s（%s～%s）", "%s (%s to %s)", tenth(rate), tenth(low), tenth(high))
	f.Value = value(rate)
	if r.last.total == 0 {
		return f
	}
	f.Before, f.Was = tenth(was), value(was)
	f.Change, f.Worse = r.shift(r.this.complaints, r.this.total, r.last.complaints, r.last.total, true)
	return f
}

// shift words the difference of two shares, if it is more than chance.
func (r *report) shift(k, n, kBefore, nBefore int, bad bool) (string, *bool) {
	if min(n, nBefore) < leastDay {
		return "", nil
	}
	d := statistics.Difference(float64(k), float64(n), float64(kBefore), float64(nBefore), 0.95)
	if !statistics.Apart(d) {
		return r.say("在偶然范围内", "within chance"), nil
	}
	worse := (d.Low > 0) == bad
	by := part(k, n) - part(kBefore, nBefore)
	text := r.say("高 %s", "up %s", r.exactly(by))
	if by < 0 {
		text = r.say("低 %s", "down %s", r.exactly(by))
	}
	return text, &worse
}

// exactly writes a difference of shares in hundredths with one decimal.
func (r *report) exactly(d float64) string {
	return r.say("%.1f 个百分点", "%.1f points", math.Abs(100*d))
}

func (r *report) nsrFigure() voc.DigestFigure {
	f := voc.DigestFigure{Name: "nsr", Title: r.say("净情感", "Net sentiment"), Text: "—", Query: figureQuery("nsr")}
	now, ok := r.this.net()
	if !ok {
		return f
	}
	f.Text, f.Value = fmt.Sprintf("%+.2f", now), value(now)
	before, ok := r.last.net()
	if !ok {
		return f
	}
	f.Before, f.Was = fmt.Sprintf("%+.2f", before), value(before)
	judged, judgedBefore := r.this.positive+r.this.negative, r.last.positive+r.last.negative
	if min(judged, judgedBefore) < leastDay {
		return f
	}
	d := statistics.Difference(float64(r.this.positive), float64(judged), float64(r.last.positive), float64(judgedBefore), 0.95)
	f.Change = r.say("在偶然范围内", "within chance")
	if statistics.Apart(d) {
		worse := d.High < 0
		f.Worse = &worse
		f.Change = r.say("升 %.2f", "up %.2f", math.Abs(now-before))
		if worse {
			f.Change = r.say("降 %.2f", "down %.2f", math.Abs(now-before))
		}
	}
	return f
}

// net is (positive − negative) / (positive + negative), and whether there was anything to divide.
func (t tally) net() (float64, bool) {
	if t.positive+t.negative == 0 {
		return 0, false
	}
	return float64(t.positive-t.negative) / float64(t.positive+t.negative), true
}

// work is a number of orders: too few, most weeks, for a difference to mean anything, so none is named.
func (r *report) work(name, title string, n, before int) voc.DigestFigure {
	return voc.DigestFigure{
		Name: name, Title: title, Text: fmt.Sprint(n), Before: fmt.Sprint(before), Value: value(float64(n)), Was: value(float64(before)), Query: figureQuery(name),
	}
}

// timed is a median over orders, with how many they are.
func (r *report) timed(name, title string, now, before []time.Duration) voc.DigestFigure {
	f := voc.DigestFigure{Name: name, Title: title, Text: "—", Query: figureQuery(name)}
	if len(now) == 0 {
		return f
	}
	m := middle(now)
	f.Text, f.Value = r.say("%s（%d 张）", "%s (of %d)", r.lasting(m), len(now)), value(m.Seconds())
	if len(before) == 0 {
		return f
	}
	was := middle(before)
	f.Before, f.Was = r.say("%s（%d 张）", "%s (of %d)", r.lasting(was), len(before)), value(was.Seconds())
	if min(len(now), len(before)) < leastTimes {
		return f
	}
	f.Change = r.say("在偶然范围内", "within chance")
	if worse := m > was; differ(now, before) && m != was {
		f.Worse = &worse
		f.Change = r.say("快了", "faster")
		if worse {
			f.Change = r.say("慢了", "slower")
		}
	}
	return f
}
