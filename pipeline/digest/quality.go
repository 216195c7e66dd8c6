package digest

import (
	"fmt"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// rivals sets the net sentiment of each competitor beside our own; who was hardly heard is left out.
func rivals(f *facts) []voc.DigestLine {
	standing := func(r rival) (string, bool) {
		now, ok := r.today.nsr()
		if r.today.total < leastDay || !ok {
			return "", false
		}
		if before, ok := pooled(r.usual).nsr(); ok && len(r.usual) >= leastWeeks {
			return f.say("%s %+.2f（往常%s %+.2f）", "%s %+.2f (usual %s %+.2f)", r.name, now, f.weekday(), before), true
		}
		return fmt.Sprintf("%s %+.2f", r.name, now), true
	}
	var said []string
	for _, r := range f.rivals {
		if text, ok := standing(r); ok {
			said = append(said, f.say("%s，%d 条", "%s, %d voices", text, r.today.total))
		}
	}
	if len(said) == 0 {
		return nil
	}
	if text, ok := standing(rival{name: f.brand.Name, today: f.today, usual: f.usual}); ok {
		said = append(said, f.say("我们自己：", "ourselves: ")+text)
	}
	text := f.say("净情感（-1 全是差评，+1 全是好评）：%s。", "Net sentiment (-1 all bad, +1 all good): %s.", strings.Join(said, f.say("；", "; ")))
	return []voc.DigestLine{{Text: text, Query: queryRivals}}
}

// quality says what was not heard, so that no number above is taken for more than it is, and what came
// after the letter before.
func quality(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	if text := f.listening(); text != "" {
		lines = append(lines, voc.DigestLine{Text: text, Query: queryVisits})
	}
	if f.late.total > 0 {
		lines = append(lines, voc.DigestLine{Query: queryLate, Text: f.say(
			"上一封信发出后，又采到 %d 条当时的声音，其中负面 %d 条，已计入当天。",
			"After the last letter went out, %d more voices from before it came in, %d of them negative; they count on the day they were said.", f.late.total, f.late.negative)})
	}
	return lines
}

func (f *facts) listening() string {
	if len(f.sources) == 0 {
		return ""
	}
	var troubles []string
	whole := 0
	for _, s := range f.sources {
		switch {
		case s.blocked:
			troubles = append(troubles, f.say("%s拒绝采集", "%s refuses us", s.title))
		case !s.heard:
			troubles = append(troubles, f.say("%s没有采到", "%s was not heard", s.title))
		case s.lost > 0:
			troubles = append(troubles, f.say("%s缺 %s", "%s lacks %s", s.title, f.age(s.lost)))
		default:
			whole++
		}
	}
	var said []string
	switch {
	case len(troubles) > 0:
		said = append(said, f.say("%d 个信源中 %d 个采全了；%s，相关数字可能偏低。", "Of %d sources %d were heard in full; %s: figures may be too low.", len(f.sources), whole, strings.Join(troubles, f.say("，", ", "))))
	case len(f.sources) == 1:
		said = append(said, f.say("信源采全了。", "The one source was heard in full."))
	default:
		said = append(said, f.say("%d 个信源都采全了。", "%d sources, all heard in full.", len(f.sources)))
	}
	if f.now.After(f.to) {
		said = append(said, f.say("本期写于%s，当天过后才采到的也算在内。", "Written on %s, with what was collected after the day.", f.moment(f.now.In(f.in))))
	}
	if known := days(f.from.Sub(f.since)); !f.since.IsZero() && known < leastHistory {
		said = append(said, f.say("开始采集不到一周，还说不出什么是新出现的。", "Collecting for less than a week: too early to say what is new."))
	}
	return strings.Join(said, f.say("", " "))
}
