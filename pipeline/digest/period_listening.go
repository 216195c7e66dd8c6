package digest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// listening is how well the period was heard, and with what it was measured.
type listening struct {
	expected      int     // sources that are expected to be heard at a time
	heard, before float64 // 0…1: share of what they usually bring that they were heard for, in this period and the one before
	gaps          []sourceGap
	rulers        []store.Ruler // changes of the analysis since the period before began
	noise         int           // mentions kept out as noise
}

// sourceGap is for how long one source was not heard.
type sourceGap struct {
	title string
	lost  time.Duration
	open  bool
}

const (
	queryListening = "period/coverage"
	mostGaps       = 4    // sources named
	wellHeard      = 0.98 // coverage that needs no warning
)

func (r *report) askListening(ctx context.Context, in Inputs) error {
	now, was := r.of(in, r.from, r.to), r.of(in, r.was, r.wasTo)
	var err error
	if r.listening.heard, _, err = in.Store.Heard(ctx, now); err != nil {
		return err
	}
	if r.listening.before = 1; was.From.Before(was.To) {
		if r.listening.before, _, err = in.Store.Heard(ctx, was); err != nil {
			return err
		}
	}
	raw := now
	raw.Raw = true
	all, err := in.Store.Count(ctx, raw)
	if err != nil {
		return err
	}
	r.listening.noise = max(0, all-r.this.total)
	if r.listening.rulers, err = in.Store.Rulers(ctx, r.was, r.to, day); err != nil {
		return err
	}
	for _, s := range in.Sources {
		if s.Disabled || s.Schedule == "" || s.Brand != "" && s.Brand != r.brand.ID {
			continue
		}
		r.listening.expected++
		gaps, err := in.Store.Gaps(ctx, s, r.from, r.to)
		if err != nil {
			return err
		}
		g := sourceGap{title: r.place(s.ID)}
		for _, x := range gaps {
			if lost := x.To.Sub(x.From); lost > max(lostAtLeast, lostVisits*s.Every) {
				g.lost, g.open = g.lost+lost, g.open || x.Open
			}
		}
		if g.lost > 0 {
			r.listening.gaps = append(r.listening.gaps, g)
		}
	}
	slices.SortStableFunc(r.listening.gaps, func(a, b sourceGap) int { return cmp.Compare(b.lost, a.lost) })
	return nil
}

// qualityLines say how far the numbers above can be trusted.
func (r *report) qualityLines() []voc.DigestLine {
	l := r.listening
	line := func(text string) voc.DigestLine { return voc.DigestLine{Text: text, Query: queryListening} }
	var lines []voc.DigestLine
	switch {
	case l.expected == 0:
	case len(l.gaps) == 0 && l.heard >= wellHeard:
		lines = append(lines, line(r.say("%d 个信源都采全了。", "All %d sources were heard throughout.", l.expected)))
	default:
		text := r.say("%d 个信源，应采到的声音采到了%s", "Of what %d sources usually bring, %s was heard", l.expected, r.nearly(l.heard))
		if l.before < wellHeard {
			text += r.say("（%s%s）", " (%s: %s)", r.stretch.last(r.tongue), r.nearly(l.before))
		}
		for _, g := range l.gaps[:min(len(l.gaps), mostGaps)] {
			text += r.say("；%s缺 %s", "; %s is missing %s", g.title, r.lasting(g.lost))
		}
		if more := len(l.gaps) - mostGaps; more > 0 {
			text += r.say("；另有 %d 个信源有缺", "; %d more have gaps", more)
		}
		lines = append(lines, line(text+r.say("，相关数字可能偏低。", ". Numbers may be too low.")))
	}
	for _, x := range l.rulers {
		lines = append(lines, line(r.say(
			"%s起换了分析版本，前后的差别可能是尺子的，不是顾客的。", "From %s on another version of the analysis was in use: a step there may be the ruler's, not the customers'.", r.date(x.At.In(r.zone)))))
	}
	if l.noise > 0 {
		lines = append(lines, line(r.say("广告之类的噪音 %d 条没有算进来。", "Left out as noise: %d.", l.noise)))
	}
	if r.partial() {
		lines = append(lines, line(r.say("%s还没过完，数字截至 %s，与%s相比。", "Not over yet (%s): numbers run to %s and are set beside %s.",
			r.stretch.this(r.tongue), r.moment(r.to), r.stretch.last(r.tongue))))
	}
	if r.known() < leastHistory {
		lines = append(lines, line(r.say("此前采集不到一周，还说不出什么是新出现的。", "Less than a week was collected before it: nothing can be called new yet.")))
	}
	return lines
}

// nearly writes a coverage; where something is missing it is never all.
func (r *report) nearly(heard float64) string {
	if text := tenth(heard); text != "100.0%" {
		return r.say(" ", "") + text
	}
	return r.say("几乎全部", "nearly all")
}

func (r *report) gapTable() voc.DigestTable {
	t := voc.DigestTable{
		Name: "gaps", Title: r.say("采集缺口", "Gaps"), Numbers: []int{1},
		Head: []string{r.say("信源", "Source"), r.say("缺（小时）", "Hours missing"), r.say("还没补上", "Still open")},
	}
	for _, g := range r.listening.gaps {
		open := ""
		if g.open {
			open = r.say("是", "yes")
		}
		t.Rows = append(t.Rows, []string{g.title, fmt.Sprintf("%.1f", g.lost.Hours()), open})
	}
	return t
}
