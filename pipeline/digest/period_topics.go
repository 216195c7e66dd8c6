package digest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// mostTold bounds the topics of one section of a report.
const mostTold = 6

// leastBeside is how many mentions the smaller of two periods must have.
const leastBeside = 10

func periodTopicQuery(name string) string { return "period/topics/" + name }

// silentFor is for how many days before the period a topic was not heard of; -1: never before.
func (r *report) silentFor(t periodTopic) int {
	if t.last.IsZero() {
		return -1
	}
	return days(r.from.Sub(t.last))
}

// known is for how many days the brand was listened to before the period.
func (r *report) known() int {
	if r.since.IsZero() || !r.since.Before(r.from) {
		return 0
	}
	return days(r.from.Sub(r.since))
}

// fresh are the topics first complained of in the period, or again after a long silence; gravest first.
func (r *report) fresh() []periodTopic {
	if r.known() < leastHistory {
		return nil
	}
	var fresh []periodTopic
	for _, t := range r.topics {
		if silent := r.silentFor(t); t.n >= leastNew && !t.recent && (silent < 0 || silent >= backAfter) {
			fresh = append(fresh, t)
		}
	}
	return byWeight(fresh)[:min(len(fresh), mostTold)]
}

// byWeight puts first what somebody may be hurt by, then what most speak of.
func byWeight(topics []periodTopic) []periodTopic {
	slices.SortStableFunc(topics, func(a, b periodTopic) int {
		weight := func(t periodTopic) int {
			if t.severe < leastSevere {
				return 0
			}
			return t.severe
		}
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name))
	})
	return topics
}

// moved tells how a topic's part of all voices stands to that of the period before: 1 surely larger, -1
// surely smaller, 0 neither, or too few to tell. The 95 % intervals must not touch: with fifty topics
// anything weaker is chance.
func (r *report) moved(t periodTopic) int {
	if !r.comparable() || max(t.n, t.was) < leastWorse {
		return 0
	}
	low, high := wilson(t.n, r.this.total)
	lowBefore, highBefore := wilson(t.was, r.last.total)
	switch {
	case low > highBefore && t.n >= leastWorse:
		return 1
	case high < lowBefore && t.was >= leastWorse:
		return -1
	}
	return 0
}

// comparable tells whether there are mentions enough on both sides for shares to be set beside each other. The
// smaller side may be small: its interval is wide then.
func (r *report) comparable() bool {
	return max(r.this.total, r.last.total) >= leastDay && min(r.this.total, r.last.total) >= leastBeside
}

// worse are the topics with a surely larger part than before, without those that are new.
func (r *report) worse() []periodTopic {
	fresh := r.fresh()
	var risen []periodTopic
	for _, t := range r.topics {
		isNew := slices.ContainsFunc(fresh, func(f periodTopic) bool { return f.name == t.name })
		if r.moved(t) > 0 && !isNew {
			risen = append(risen, t)
		}
	}
	return byWeight(risen)[:min(len(risen), mostTold)]
}

// better are those with a surely smaller part, the largest fall first.
func (r *report) better() []periodTopic {
	var fallen []periodTopic
	for _, t := range r.topics {
		if r.moved(t) < 0 {
			fallen = append(fallen, t)
		}
	}
	slices.SortStableFunc(fallen, func(a, b periodTopic) int { return cmp.Compare(b.was-b.n, a.was-a.n) })
	return fallen[:min(len(fallen), mostTold)]
}

func (r *report) newLines() []voc.DigestLine {
	var lines []voc.DigestLine
	for i, t := range r.fresh() {
		how := r.say("首次出现", "came up for the first time")
		switch silent := r.silentFor(t); {
		case silent >= 0:
			how = r.say("时隔 %d 天又出现", "is back after %d days", silent)
		case i == 0 || r.silentFor(r.fresh()[0]) >= 0:
			how += r.say("（有记录的 %d 天以来）", " (in %d days on record)", r.known())
		}
		lines = append(lines, r.topicLine(t, r.say("%s%s，%d 条负面%s。", "%s %s: %s%s.",
			r.quoted(r.title(t.name)), how, r.bad(t.n), r.where(t))))
	}
	return lines
}

// bad counts negative mentions as a language does: zh has its noun in the sentence.
func (r *report) bad(n int) any {
	if r.tongue == english {
		return r.some(n, "", "negative mention")
	}
	return n
}

func (r *report) movedLines(topics []periodTopic) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, t := range topics {
		low, high := wilson(t.n, r.this.total)
		before := r.say("%s没有", "none in %s", r.stretch.last(r.tongue))
		if t.was > 0 {
			before = r.say("%s %d 条，占 %s", "%s: %d, %s", r.stretch.last(r.tongue), t.was, r.share(t.was, r.last.total))
		}
		if t.n == 0 {
			lines = append(lines, r.topicLine(t, r.say("%s一条负面也没有；%s。", "%s: not one negative mention; %s.", r.quoted(r.title(t.name)), before)))
			continue
		}
		lines = append(lines, r.topicLine(t, r.say(
			"%s%d 条负面%s，占全部声音的 %s（95%% 区间 %s～%s）；%s。",
			"%s: %d negative%s, %s of all mentions (95%% interval %s to %s); %s.",
			r.quoted(r.title(t.name)), t.n, r.where(t), r.share(t.n, r.this.total), r.percent(low), r.percent(high), before)))
	}
	return lines
}

func (r *report) share(k, n int) string {
	if n == 0 {
		return "0%"
	}
	return r.percent(float64(k) / float64(n))
}

// topicLine is a line about a topic, with one voice where there is one.
func (r *report) topicLine(t periodTopic, text string) voc.DigestLine {
	return voc.DigestLine{
		Text: text, Query: periodTopicQuery(t.name), Posts: ids(t.evidence), N: t.n, Of: r.this.total,
		Evidence: quotes(presentable(t.evidence), 1),
	}
}

// where names the shop that stands out in a topic: half of those that name any shop name it, and they are
// not a handful of a crowd.
func (r *report) where(t periodTopic) string {
	switch {
	case t.shop == "" || t.shopN < leastNew || 2*t.shopN < t.named || 10*t.shopN < t.n:
		return ""
	case t.shopN == t.n:
		return r.say("，都在%s", ", all at %s", t.shop)
	}
	return r.say("，其中%s %d 条", ", of them %[2]d at %[1]s", t.shop, t.shopN)
}

// oncePerVoice takes out quotations that stand in an earlier line already: who reads one voice twice
// believes that it was said twice.
func oncePerVoice(sections []voc.DigestSection) []voc.DigestSection {
	said := map[string]bool{}
	for i := range sections {
		for j := range sections[i].Lines {
			line := &sections[i].Lines[j]
			line.Evidence = slices.DeleteFunc(slices.Clone(line.Evidence), func(e voc.Evidence) bool {
				again := said[e.Text]
				said[e.Text] = true
				return again
			})
		}
	}
	return sections
}

// voiceLines are the most telling complaints beside those quoted above, each of another shop.
func (r *report) voiceLines(before []voc.DigestSection) []voc.DigestLine {
	var heard []string
	shops := map[string]bool{}
	for _, s := range before {
		for _, l := range s.Lines {
			for _, e := range l.Evidence {
				heard = append(heard, e.Text)
			}
		}
	}
	var lines []voc.DigestLine
	for i, e := range r.voices {
		q := quotes([]voc.Evidence{e}, 1)
		again := slices.ContainsFunc(heard, func(text string) bool { return len(q) > 0 && alike(text, q[0].Text) })
		enough := len(lines) == mostVoices || i >= r.told && len(heard) >= leastVoices
		if enough || len(q) == 0 || again || awkward(e.Text) > 1 || e.Store != "" && shops[e.Store] {
			continue
		}
		heard, shops[e.Store] = append(heard, q[0].Text), true
		lines = append(lines, voc.DigestLine{Text: r.attribution(q[0]), Posts: []voc.PostID{e.PostID}, Evidence: q})
	}
	return lines
}

// attribution says whose voice it is, as far as we may know: shop, place, day.
func (r *report) attribution(e voc.Evidence) string {
	text := ""
	for _, p := range []string{e.Store, r.place(e.Source), r.moment(e.At)} {
		if p != "" && text != "" {
			text += " · "
		}
		text += p
	}
	return text
}

// topicTable sets all topics of both periods beside each other.
func (r *report) topicTable() voc.DigestTable {
	t := voc.DigestTable{
		Name: "topics", Title: r.say("话题", "Topics"), Numbers: []int{1, 2, 3, 4, 5, 6},
		Head: []string{
			r.say("话题", "Topic"), r.say("负面", "Negative"), r.say("占比", "Share"), r.say("区间下限", "Low"), r.say("区间上限", "High"),
			r.say("上期负面", "Negative before"), r.say("上期占比", "Share before"), r.say("变化", "Change"),
		},
	}
	for _, x := range r.topics {
		low, high := wilson(x.n, r.this.total)
		t.Rows = append(t.Rows, []string{
			r.title(x.name), fmt.Sprint(x.n), tenth(part(x.n, r.this.total)), tenth(low), tenth(high),
			fmt.Sprint(x.was), tenth(part(x.was, r.last.total)), r.direction(x),
		})
	}
	return t
}

// direction is a topic's change in a word.
func (r *report) direction(t periodTopic) string {
	isNew := slices.ContainsFunc(r.fresh(), func(f periodTopic) bool { return f.name == t.name })
	switch moved := r.moved(t); {
	case isNew:
		return r.say("新出现", "new")
	case moved > 0:
		return r.say("变差", "worse")
	case moved < 0:
		return r.say("变好", "better")
	case max(t.n, t.was) < leastWorse:
		return r.say("太少，不作判断", "too few to tell")
	}
	return r.say("在偶然范围内", "within chance")
}

func part(k, n int) float64 {
	if n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}
