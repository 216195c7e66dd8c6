package digest

import (
	"cmp"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// freshTopics are those first complained of today, or again after a long silence, gravest first.
func (f *facts) freshTopics() []topic {
	if f.since.IsZero() || days(f.from.Sub(f.since)) < leastHistory {
		return nil
	}
	var fresh []topic
	for _, t := range f.topics {
		if t.n >= leastNew && !t.recent && (t.last.IsZero() || days(f.from.Sub(t.last)) >= backAfter) {
			fresh = append(fresh, t)
		}
	}
	fresh = byGravity(fresh)
	return fresh[:min(len(fresh), mostLines)]
}

func newTopics(f *facts, fresh []topic) []voc.DigestLine {
	var lines []voc.DigestLine
	dated := false
	for _, t := range fresh {
		how := f.say("首次出现", ", first seen")
		switch {
		case t.last.IsZero() && !dated: // how far back we know is said once
			how, dated = f.say("首次出现（有记录的 %d 天以来）", ", first seen in %d days on record", days(f.from.Sub(f.since))), true
		case !t.last.IsZero():
			how = f.say("时隔 %d 天又出现", ", back after %d days", days(f.from.Sub(t.last)))
		}
		text := f.say("“%s”%s，%d 条负面%s。", "“%s”%s: %d negative%s.", f.title(t.name), how, t.n, f.where(t))
		lines = append(lines, f.topicLine(t, lines, text))
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
		if t.n < leastWorse || low <= most || slices.ContainsFunc(fresh, func(n topic) bool { return n.name == t.name }) {
			continue
		}
		risen = append(risen, t)
	}
	risen = byGravity(risen)
	slices.SortStableFunc(risen, func(a, b topic) int { return cmp.Compare(f.known(a), f.known(b)) })
	return risen[:min(len(risen), mostLines)]
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
		text := f.say("“%s”%d 条%s，占 %d 条的 %s（95%% 区间 %s～%s）；往常%s%s。", "“%s”: %d negative%s, %[5]s of all %[4]d (95%% interval %[6]s–%[7]s); a usual %[8]s brings %[9]s.",
			f.title(t.name), t.n, f.where(t), f.today.total, f.part(t.n, f.today.total), f.share(low), f.share(high),
			f.weekday(), f.usually(past.topics[t.name], past.total, len(f.usual)))
		lines = append(lines, f.topicLine(t, append(append([]voc.DigestLine{}, fresh...), lines...), text))
	}
	return lines
}
