package nlp

import "math"

// How the weight of insults makes one sure: sureOffence at the weight that suffices, more above it.
const (
	offenceSuffices = 2.0
	offenceBias     = -3.2
	offenceScale    = 1.7
)

// targets are whom an insult may be aimed at; as runes, so that a look costs little.
func target(r rune) bool {
	switch r {
	case '你', '他', '她', '们', '人', '女', '男', '粉', '妈', '爹', '娘', '种', '帮', '群':
		return true
	}
	return false
}

// aimedWithin is how many runes an insult may stand from whom it is aimed at.
const aimedWithin = 4

// offence tells whether the text insults people, and how sure that is: slurs do by themselves, words
// that blame things as well only where they stand beside people. Quoted insults (骂我是猪) are the
// other side's.
func (s *scratch) offence() (bool, float64) {
	if len(s.by[kindOffence]) == 0 {
		return false, 0
	}
	weight, last := 0.0, int32(-1)
	for _, f := range s.by[kindOffence] {
		if f.start < last || inLonger(f, s.by[kindOffence]) || s.quoted(f) || s.skipped(int(s.bytes[f.start])) {
			continue
		}
		last = f.end
		if f.value == 0 {
			continue // 去死皮: an everyday word
		}
		switch {
		case f.value >= offenceSuffices:
			weight += float64(f.value)
		case s.aimed(f):
			weight += 0.8
		}
	}
	p := 1 / (1 + math.Exp(-(offenceBias + offenceScale*weight)))
	if weight == 0 {
		p = 0
	}
	return weight >= offenceSuffices, round(p)
}

// aimed tells whether somebody stands close to the insult f in its clause.
func (s *scratch) aimed(f found) bool {
	c := &s.clauses[s.clauseAt(int(f.start))]
	for i := max(c.start, int(f.start)-aimedWithin); i < min(c.end, int(f.end)+aimedWithin); i++ {
		if (i < int(f.start) || i >= int(f.end)) && target(s.runes[i]) {
			return true
		}
	}
	return false
}

// quotes stand before an insult somebody else spoke.
var quotes = wordsOf("骂我", "骂人", "骂顾客", "骂顾客是", "骂我是", "骂他", "骂她", "说我", "说我是", "说他", "叫我", "喊我", "骂人家是", "骂人家", "被骂", "名字", "起名", "他说我是", "她说我是")

// quoted tells whether the insult f is reported rather than spoken.
func (s *scratch) quoted(f found) bool {
	c := &s.clauses[s.clauseAt(int(f.start))]
	for i := max(c.start, int(f.start)-8); i < int(f.start); i++ {
		if s.behindAny(i, quotes) > 0 {
			return true
		}
	}
	return false
}
