package nlp

import (
	"cmp"
	"math"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// topic is a compiled TopicRule.
type topic struct {
	rule *TopicRule
	pack int32
	near []int32
}

// topicHit is a topic found at a place.
type topicHit struct {
	topic      int32
	start, end int32
}

func (v *vocabulary) addTopic(id int32, pack int32, rule *TopicRule, near *nearRules) topic {
	t := topic{rule: rule, pack: pack}
	for _, w := range rule.Terms {
		v.add(w, entry{kind: kindTopic, id: id})
	}
	for _, w := range rule.Not {
		v.add(w, entry{kind: kindTopicNot, id: id})
	}
	for i := range rule.Near {
		t.near = append(t.near, near.add(v, &rule.Near[i]))
	}
	return t
}

// findTopics fills s.topics with the topics whose words stand in the text in the mood they ask
// for, each once, in the order of the packs.
func (a *Analyzer) findTopics(s *scratch, whole judgement, allowed func(pack int32) bool) {
	s.topics = s.topics[:0]
	a.resemble(s, allowed)
	take := func(id int32, f found) {
		t := &a.topics[id]
		if allowed(t.pack) && !s.topicMasked(id, f) && s.inMood(t.rule, f, whole) {
			s.topics = append(s.topics, topicHit{id, f.start, f.end})
		}
	}
	for _, f := range s.by[kindTopic] {
		take(f.id, f)
	}
	if len(s.by[kindNearWord]) > 0 {
		for _, f := range s.by[kindNearWord] {
			if owner := a.nearOwner[f.id]; owner >= 0 && s.nearFires(f, f.id, &a.near) {
				take(owner, f)
			}
		}
	}
	for _, r := range s.resembled {
		if c := &s.clauses[r.clause]; r.topic {
			take(r.owner, found{start: int32(c.start), end: int32(c.end)})
		}
	}
	slices.SortFunc(s.topics, func(a, b topicHit) int {
		if a.topic != b.topic {
			return cmp.Compare(a.topic, b.topic)
		}
		return cmp.Compare(a.start, b.start)
	})
	s.topics = slices.CompactFunc(s.topics, func(a, b topicHit) bool { return a.topic == b.topic })
}

func (s *scratch) topicMasked(id int32, f found) bool {
	for _, m := range since(s.by[kindTopicNot], f.start-longestWord) {
		if m.start > f.start {
			break
		}
		if m.id == id && m.end >= f.end {
			return true
		}
	}
	return false
}

// grave is the severity from which a topic counts though nobody judged: 喝出一只蟑螂 is enough.
const grave = 2

// content is the score from which a text is so pleased that its small complaints are only told to
// be forgiven: 杯子洒了，小妹二话没说重做了一杯.
const content = 0.2

// unfounded is the score up to which praise without a word of judgement is doubted.
const unfounded = 0.5

// decisive is the score from which a clause's own mood counts more than the text's.
const decisive = 0.8

// inMood tells whether the clause of f has the mood a topic asks for. A clause that judges nothing
// takes the mood of the whole text.
func (s *scratch) inMood(rule *TopicRule, f found, whole judgement) bool {
	mood := rule.Mood
	if mood == moodAny {
		return true
	}
	c := &s.clauses[s.clauseAt(int(f.start))]
	if c.irrealis && c.asks {
		return false
	}
	p := whole.sentiment
	if p == voc.Positive && mood != moodPositive && s.barelyPleased(whole) {
		p = voc.Neutral
	}
	if !c.bare && math.Abs(c.score) > decisive {
		p = polarity(c.score)
	}
	negated := s.negatedBefore(f.start, c)
	if mood == moodPositive {
		return p == voc.Positive && !negated
	}
	if rule.Severity < grave && (p != voc.Negative || whole.score > content) {
		return false
	}
	return p != voc.Positive && !negated
}

// barelyPleased tells whether praise is too weak to take back what went wrong: 我妈去存定期，回来一看变成保险了
// holds no word of judgement, and nothing but statistics speak for it.
func (s *scratch) barelyPleased(whole judgement) bool {
	return whole.score <= content || whole.score <= unfounded && !s.outspoken()
}

// negatedBefore tells whether an odd number of negations stands right before rune start in its
// clause: 没有拉肚子 is no food poisoning.
func (s *scratch) negatedBefore(start int32, c *clause) bool {
	n, at := 0, start
	for i := s.modifierSince(start) - 1; i >= 0; i-- {
		m := s.modifiers[i]
		if m.end > start {
			continue
		}
		if int(m.start) < c.start || at-m.end > 2 || start-m.end > turnWithin {
			break
		}
		if m.kind == kindNegator || m.kind == kindSoftener {
			n++
		}
		at = m.start
	}
	return n%2 == 1
}
