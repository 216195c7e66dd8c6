package digest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// rivalry is the brand beside its competitors over what was collected for all of them alike: sources that
// hear of every one of them, and only the hours in which each of those sources was heard.
type rivalry struct {
	brands  []rivalCount  // our own first, then most spoken of first
	sources int           // compared over
	left    int           // sources left out
	without time.Duration // of the period left out
	asked   bool          // there are competitors, and the audience may see them
}

type rivalCount struct {
	name                          string
	n, negative, positive         int
	before, beforeBad, beforeGood int
}

const queryRivalry = "period/rivals"

// askRivals counts all brands over common coverage, in the period and in the one before. Both windows
// leave out their own gaps.
func (r *report) askRivals(ctx context.Context, in Inputs) error {
	if len(in.Rivals) == 0 || !in.Audience.Scope.Whole() {
		return nil
	}
	r.rivals.asked = true
	brands := append([]voc.Brand{in.Brand}, in.Rivals...)
	sources, left, err := r.shareOf(ctx, in, brands)
	r.rivals.sources, r.rivals.left = len(sources), left
	if err != nil || len(sources) == 0 {
		return err
	}
	for _, b := range brands {
		r.rivals.brands = append(r.rivals.brands, rivalCount{name: b.Name})
	}
	for i, w := range [][2]time.Time{{r.from, r.to}, {r.was, r.wasTo}} {
		if !w[0].Before(w[1]) {
			continue
		}
		f := in.Audience.Filter
		f.From, f.To, f.Sources, f.Brands = w[0], w[1], sources, nil
		gaps, err := in.Store.Unheard(ctx, f)
		if err != nil {
			return err
		}
		f.Without = statistics.United(gaps, w[0], w[1])
		if i == 0 {
			for _, s := range f.Without {
				r.rivals.without += s.To.Sub(s.From)
			}
		}
		for _, b := range brands {
			f.Brands = append(f.Brands, b.ID)
		}
		counts, err := in.Store.Brands(ctx, f)
		if err != nil {
			return err
		}
		for j, b := range brands {
			for _, c := range counts {
				if c.Brand != b.ID {
					continue
				}
				if x := &r.rivals.brands[j]; i == 0 {
					x.n, x.negative, x.positive = c.N, c.Negative, c.Positive
				} else {
					x.before, x.beforeBad, x.beforeGood = c.N, c.Negative, c.Positive
				}
			}
		}
	}
	slices.SortStableFunc(r.rivals.brands[1:], func(a, b rivalCount) int { return cmp.Compare(b.n, a.n) })
	return nil
}

// shareOf parts the regular sources into those all brands are heard on alike and a number of those left out, by the
// rule the competitors' page goes by.
func (r *report) shareOf(ctx context.Context, in Inputs, brands []voc.Brand) (common []voc.SourceID, left int, err error) {
	gaps, err := in.Store.Unheard(ctx, voc.Filter{From: r.from, To: r.to})
	if err != nil {
		return nil, 0, err
	}
	var ids []voc.BrandID
	for _, b := range brands {
		ids = append(ids, b.ID)
	}
	enabled := slices.DeleteFunc(slices.Clone(in.Sources), func(s voc.Source) bool { return s.Disabled })
	kept, without := statistics.Shared(enabled, ids, statistics.HeardFor(in.Sources, gaps, r.from, r.to))
	for _, s := range kept {
		common = append(common, s.ID)
	}
	return common, len(without), nil
}

// voiceOf is a brand's part of the talk about all of them.
func (v rivalry) voiceOf(c rivalCount) (now, before float64) {
	all, past := 0, 0
	for _, b := range v.brands {
		all, past = all+b.n, past+b.before
	}
	return part(c.n, all), part(c.before, past)
}

func (r *report) rivalLines() []voc.DigestLine {
	if !r.rivals.asked {
		return nil
	}
	line := func(text string) voc.DigestLine { return voc.DigestLine{Text: text, Query: queryRivalry} }
	if r.rivals.sources == 0 || len(r.rivals.brands) < 2 {
		return []voc.DigestLine{line(r.say("没有一个信源是几家都采得到的，不作比较。", "No source is collected for all brands alike: nothing is compared."))}
	}
	var lines []voc.DigestLine
	for i, b := range r.rivals.brands {
		if b.n < leastDay {
			if i == 0 {
				return []voc.DigestLine{line(r.say("几家都采到的范围里我们只有 %d 条，太少，不作比较。", "Over what was collected for all there are %d mentions of ours, too few to compare.", b.n))}
			}
			continue
		}
		voice, _ := r.rivals.voiceOf(b)
		text := r.say("%s：声量占 %s，负面占比 %s（%d 条）", "%s: %s of the talk, %s negative (%d mentions)", b.name, r.percent(voice), r.share(b.negative, b.n), b.n)
		lines = append(lines, line(text+r.rivalChange(b)+r.againstUs(i, b)+r.say("。", ".")))
	}
	if len(lines) < 2 {
		return []voc.DigestLine{line(r.say("几家都采到的范围里对手的声音太少，不作比较。", "Over what was collected for all, the rivals are hardly spoken of: nothing is compared."))}
	}
	return append(lines, line(r.coverageOfRivals()))
}

// rivalChange tells whether a brand's negative share surely differs from the period before.
func (r *report) rivalChange(b rivalCount) string {
	if b.before < leastDay {
		return ""
	}
	d := statistics.Difference(float64(b.negative), float64(b.n), float64(b.beforeBad), float64(b.before), 0.95)
	switch {
	case d.Low > 0:
		return r.say("，比%s高（%s）", ", more negative than %s (%s)", r.stretch.last(r.tongue), r.share(b.beforeBad, b.before))
	case d.High < 0:
		return r.say("，比%s低（%s）", ", less negative than %s (%s)", r.stretch.last(r.tongue), r.share(b.beforeBad, b.before))
	}
	return ""
}

// againstUs tells whether a rival is surely better or worse off than we are.
func (r *report) againstUs(i int, b rivalCount) string {
	us := r.rivals.brands[0]
	if i == 0 {
		return ""
	}
	d := statistics.Difference(float64(us.negative), float64(us.n), float64(b.negative), float64(b.n), 0.95)
	switch {
	case d.Low > 0:
		return r.say("，明显好于我们", ", clearly better than ours")
	case d.High < 0:
		return r.say("，明显不如我们", ", clearly worse than ours")
	}
	return r.say("，与我们没有可靠的差距", ", no clear difference from ours")
}

func (r *report) coverageOfRivals() string {
	text := r.say("只在 %d 个几家都采得到的信源上比较", "Compared over the %d sources that hear of every brand", r.rivals.sources)
	if r.rivals.left > 0 {
		text += r.say("，另有 %s信源不计入", "; %s left out", r.some(r.rivals.left, "个", "other"))
	}
	if r.rivals.without >= time.Hour {
		text += r.say("，扣掉有信源没采到的 %s", ", and %s in which one of them was not heard", r.lasting(r.rivals.without))
	}
	return text + r.say("。", ".")
}

func (r *report) rivalTable() voc.DigestTable {
	t := voc.DigestTable{
		Name: "rivals", Title: r.say("竞品", "Rivals"), Numbers: []int{1, 2, 3, 4, 5, 6, 7},
		Head: []string{
			r.say("品牌", "Brand"), r.say("声音", "Mentions"), r.say("声量占比", "Share of voice"), r.say("负面", "Negative"), r.say("负面占比", "Negative share"),
			r.say("上期声音", "Mentions before"), r.say("上期声量占比", "Share of voice before"), r.say("上期负面占比", "Negative share before"),
		},
	}
	for _, b := range r.rivals.brands {
		now, before := r.rivals.voiceOf(b)
		t.Rows = append(t.Rows, []string{
			b.name, fmt.Sprint(b.n), tenth(now), fmt.Sprint(b.negative), tenth(part(b.negative, b.n)), fmt.Sprint(b.before), tenth(before), tenth(part(b.beforeBad, b.before)),
		})
	}
	return t
}
