package nlp

import (
	"cmp"
	"math"
	"slices"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// modifier is a word that changes the judgement after it.
type modifier struct {
	start, end int32
	kind       kind
	value      float32
}

// reach is how many runes a negation or degree may stand before the word it changes, not counting
// other modifiers between them. 没有觉得哪里好吃 is four.
const reach = 4

// Weights of a clause in the text, found by trying on reviews: after 但是 people say what they mean.
const (
	weightBeforeBut = 0.6
	weightAfterBut  = 1.3
	weightConceded  = 0.5
	weightReserved  = 0.6 // 味道不错，就是贵: four of five such reviews give the stars of the praise before it
	weightVerdict   = 1.5
	weightIrrealis  = 0.2
)

// findOpinions fills s.opinions: the words of judgement, leftmost longest, each with the negations
// and degrees before it worked in; then s.clauses with what they add up to.
func (s *scratch) findOpinions() {
	s.mergeOpinions()
	s.contrasts = s.contrastsOpening()
	s.splitClauses()
	s.findModifiers()
	s.opinions = s.opinions[:0]
	at := 0
	for i := range s.clauses {
		c := &s.clauses[i]
		c.from = len(s.opinions)
		for at < len(s.cover) && int(s.cover[at].start) < c.end {
			if o := s.cover[at]; o.value != 0 && int(o.start) >= c.start && (o.end-o.start > 1 || s.standsAlone(o, c)) {
				s.opinions = append(s.opinions, opinion{start: o.start, end: o.end, from: o.start, aspect: o.id, base: o.value, value: o.value})
			}
			at++
		}
		c.to = len(s.opinions)
	}
	s.moods()
	for i := range s.clauses {
		s.weighClause(&s.clauses[i])
	}
}

// standsAlone tells whether a judgement of one character is a word by itself rather than half of one
// (the 大 of 大杯, the 重 of 重做): a degree, a denial or the thing judged stands before it, or the
// clause or a particle ends it, or it is the first of two (又慢又难喝).
func (s *scratch) standsAlone(o found, c *clause) bool {
	if int(o.end) == c.end || int(o.start) > c.start && s.runes[o.start-1] == '又' && s.runes[o.end] == '又' {
		return true
	}
	switch s.runes[o.end] {
	case '了', '的', '啊', '呀', '吧', '哦', '得', '到', '死', '咗', '晒', '啦', '喇':
		return true
	case '多', '好':
		return s.behind(int(o.end), "多了") || s.behind(int(o.end), "好多") // 比别家慢多了, 嘈好多
	}
	if isHan(s.runes[o.start]) {
		for i := s.modifierSince(o.start) - 1; i >= 0 && s.modifiers[i].end >= o.start; i-- {
			if k := s.modifiers[i].kind; k == kindDegree || k == kindNegator || k == kindSoftener {
				return true
			}
		}
		for _, f := range since(s.by[kindAspect], o.start-8) {
			if f.end == o.start {
				return true
			}
		}
		return false
	}
	return true // an emoji
}

// mergeOpinions joins the words of judgement of lexicon and packs and keeps the leftmost longest;
// a pack's meaning wins over the lexicon's for the same word.
func (s *scratch) mergeOpinions() {
	s.longestModifier = 0
	for _, k := range modifierKinds {
		for _, m := range s.by[k] {
			s.longestModifier = max(s.longestModifier, m.end-m.start)
		}
	}
	all := mergeFinds(s.near[:0], s.by[kindAspectOpinion], s.by[kindOpinion], false)
	s.near = s.dropTorn(all)
	s.cover = covers(s.cover[:0], s.near)
}

// dropTorn takes out words of the foreign list that overlap one of ours: 说好 in 店员说好喝.
func (s *scratch) dropTorn(all []found) []found {
	kept := all[:0]
	reach := int32(0) // end of our words so far
	for i, f := range all {
		if s.insideModifier(f) {
			continue // 得不得了 holds no 不得
		}
		if f.id == signedWord {
			torn := f.start < reach
			for j := i + 1; j < len(all) && all[j].start < f.end && !torn; j++ {
				torn = all[j].id != signedWord && all[j].end > f.end
			}
			if torn {
				continue
			}
		} else {
			reach = max(reach, f.end)
		}
		kept = append(kept, f)
	}
	return kept
}

// insideModifier tells whether a longer word that changes judgements holds f.
func (s *scratch) insideModifier(f found) bool {
	if f.end-f.start >= s.longestModifier {
		return false
	}
	for _, k := range modifierKinds {
		for _, m := range since(s.by[k], f.end-s.longestModifier) {
			if m.start > f.start {
				break
			}
			if m.end >= f.end && m.end-m.start > f.end-f.start {
				return true
			}
		}
	}
	return false
}

// contrastsOpening gives the words of contrast that are not part of a judgement, at most one at a
// place.
func (s *scratch) contrastsOpening() []found {
	finds := s.by[kindContrast]
	if len(finds) == 0 {
		return finds[:0]
	}
	kept := finds[:0]
	for _, f := range finds {
		if s.inOpinion(f.start, f.end) || s.insideModifier(f) || s.equates(f) || len(kept) > 0 && f.start < kept[len(kept)-1].end {
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// inOpinion tells whether [start, end) lies inside a chosen word of judgement (or of none).
func (s *scratch) inOpinion(start, end int32) bool {
	i, _ := slices.BinarySearchFunc(s.cover, start, func(f found, at int32) int { return cmp.Compare(f.start, at+1) })
	return i > 0 && s.cover[i-1].start <= start && s.cover[i-1].end >= end && (s.cover[i-1].end > s.cover[i-1].start)
}

// tornByOpinion tells whether a chosen word of judgement (or of none) holds the last rune of
// [start, end): the 不 of 一点都不 belongs to 不好喝 already.
func (s *scratch) tornByOpinion(start, end int32) bool {
	return s.inOpinion(end-1, end) || s.inOpinion(start, end)
}

// modifierKinds are the words that change a judgement, then those that only keep others from being
// found inside them: the 不 of 不过 negates nothing.
var modifierKinds = [...]kind{kindNegator, kindSoftener, kindDegree, kindRhetorical, kindContrast, kindConcede, kindSummary, kindIrrealis}

// findModifiers fills s.modifiers, leftmost longest, those inside a judgement left out: the 不 of
// 不错 negates nothing.
func (s *scratch) findModifiers() {
	s.modifiers = s.modifiers[:0]
	for _, k := range modifierKinds {
		for _, f := range s.by[k] {
			if !s.tornByOpinion(f.start, f.end) && !(k == kindRhetorical && (s.asksInEarnest(f) || s.asksNothing(f))) {
				s.modifiers = append(s.modifiers, modifier{f.start, f.end, k, f.value})
			}
		}
	}
	slices.SortFunc(s.modifiers, func(a, b modifier) int {
		if a.start != b.start {
			return cmp.Compare(a.start, b.start)
		}
		if a.end != b.end {
			return cmp.Compare(b.end, a.end)
		}
		return cmp.Compare(a.kind, b.kind)
	})
	kept := s.modifiers[:0]
	for _, m := range s.modifiers {
		if n := len(kept); n > 0 && m.start < kept[n-1].end {
			continue
		}
		kept = append(kept, m)
	}
	s.modifiers = kept
}

// asksInEarnest tells whether what could deny by asking asks: 哪里 behind a place (深圳哪里好玩) or before
// a comparison (哪里最好玩), 有什么 before what one looks for (有什么好吃的).
func (s *scratch) asksInEarnest(f found) bool {
	switch s.slice(int(f.start), int(f.end)) {
	case "哪里", "哪儿":
		switch s.slice(int(f.end), min(int(f.end)+1, len(s.runes))) {
		case "最", "比":
			return true
		}
		for _, place := range since(s.by[kindPlace], f.start-8) {
			if place.end == f.start {
				return true
			}
		}
	case "有什么", "有啥":
		next := s.slice(int(f.end), min(int(f.end)+2, len(s.runes)))
		return next == "好吃" || next == "好玩" || next == "好喝" || next == "推荐" || next == "优惠"
	}
	return false
}

// moods marks the clauses that are granted, wished, or the verdict.
func (s *scratch) moods() {
	for _, k := range [...]kind{kindConcede, kindSummary, kindIrrealis} {
		for _, f := range s.by[k] {
			if len(s.clauses) == 0 || s.inOpinion(f.start, f.end) {
				continue
			}
			c := &s.clauses[s.clauseAt(int(f.start))]
			switch k {
			case kindConcede:
				c.concede = c.concede || !s.standardBefore(f)
			case kindSummary:
				c.summary = true
			case kindIrrealis:
				c.irrealis = true
			}
		}
	}
	for _, f := range s.contrasts {
		c := &s.clauses[s.clauseAt(int(f.start))]
		c.contrast, c.mild = true, f.value < 1
	}
	if len(s.contrasts) == 0 {
		return
	}
	for _, f := range s.by[kindSeverity] {
		s.clauses[s.clauseAt(int(f.start))].grave = true // 服务挺好，不过喝完拉肚子
	}
}

// weighClause works the modifiers into the clause's opinions and sums them up.
func (s *scratch) weighClause(c *clause) {
	c.bare = c.from == c.to
	if c.bare && s.fallsShort(c) {
		c.bare, c.score = false, weightShort
	}
	behind := int32(c.start)
	than, compared := s.comparison(c)
	m := s.modifierSince(int32(c.start))
	for i := c.from; i < c.to; i++ {
		o := &s.opinions[i]
		first := m
		for m < len(s.modifiers) && s.modifiers[m].start < o.start {
			m++
		}
		if unicode.IsLetter(s.runes[o.start]) { // 只看不买[哈哈] denies no laughter
			o.value = s.modify(o, s.modifiers[first:m], behind)
		}
		s.after(o, c, i)
		if compared {
			s.compare(o, than)
		}
		switch {
		case s.noneOf(o, c) && o.base < 0, s.mended(o, c):
			o.value, o.negated, o.firm = firmPraise, true, true
		case i > c.from && s.opinions[i-1].firm && s.behind(int(o.start), "都没有"):
			o.value = 0 // it denied the fault before it
		case s.noneOf(o, c), s.taunted(o, c):
			o.value, o.negated = -o.value, true
		case s.mocks(o, c):
			o.value, o.negated = mocked*o.base, true
		case s.evenSo(o) || s.wasted(o, c, i):
			o.value *= granted
		default:
			o.value = s.wishing(o, c)
		}
		c.score += float64(o.value)
		behind = o.end
	}
	s.repeats(c)
}

// weightShort is what a clause is worth that says no more than 不如喜茶.
const weightShort = -1.2

// fallsShort tells whether the clause compares and comes off badly, without naming in what.
func (s *scratch) fallsShort(c *clause) bool {
	than, compared := s.comparison(c)
	return compared && !than.ours
}

// modify gives the value of o under the modifiers that stand between the opinion before it and
// itself. They are read from right to left, nearest first, until too many runes lie between.
func (s *scratch) modify(o *opinion, mods []modifier, behind int32) float32 {
	var denied denial
	at, degree := o.start, float32(1)
	for i := len(mods) - 1; i >= 0; i-- {
		m := mods[i]
		if m.start < behind || at-m.end > reach {
			break
		}
		switch m.kind {
		case kindNegator:
			if raised := s.deny(&denied, m, o, at, degree); raised > 0 {
				degree *= raised
			}
		case kindSoftener:
			denied.times++
			denied.softened = true
		case kindRhetorical:
			var before *modifier
			if i > 0 {
				before = &mods[i-1]
			}
			s.denyByAsking(&denied, m, o, before)
		case kindDegree:
			degree *= m.value
			denied.so = denied.so || s.behindAny(int(m.start), soMuch) > 0
		}
		at, o.from = m.start, m.start
	}
	degree = min(degree, 2)
	o.denied = denied.times > 0
	if denied.times%2 == 0 {
		if o.denied {
			degree = min(degree, 1)
		}
		return o.base * degree
	}
	o.negated, o.firm = true, denied.firm && o.base < 0
	return denied.of(o, degree)
}

// after looks behind the word: 得很 and 死了 make it stronger.
func (s *scratch) after(o *opinion, c *clause, i int) {
	limit := int32(c.end)
	if i+1 < c.to {
		limit = s.opinions[i+1].start
	}
	next := s.modifierSince(o.end)
	if next == len(s.modifiers) {
		return
	}
	m := s.modifiers[next]
	if m.start <= o.end+1 && m.end <= limit && m.kind == kindDegree && m.value > 1.3 && m.end-m.start >= 2 {
		o.value *= m.value
	}
}

// verdict sums the clauses up to one logit-like number: positive is praise.
func (s *scratch) verdict(view []float64) float64 {
	sum, judged, judges := 0.0, 0, s.judgesOwn(view)
	for i := range s.clauses {
		c := &s.clauses[i]
		if c.bare {
			continue
		}
		w := 1.0
		if i+1 < len(s.clauses) && s.clauses[i+1].contrast && s.clauses[i+1].sentence == c.sentence && !s.clauses[i+1].bare {
			if !s.clauses[i+1].reserves() {
				w *= weightBeforeBut
			}
		}
		switch {
		case c.reserves():
			w *= weightReserved
		case c.contrast:
			w *= weightAfterBut
		}
		switch {
		case s.yielding(i):
			w *= weightYielding
		case c.concede:
			w *= weightConceded
		}
		if c.summary {
			w *= weightVerdict
		}
		if c.asks {
			w *= 0.5
		}
		if view != nil {
			if w *= view[i]; judges && s.sided(view, i) == 0 {
				continue // what is said of another tells of this brand only where nothing else does
			}
		}
		sum += w * c.score
		judged++
	}
	if judged == 0 {
		return 0
	}
	// Long reviews say more without meaning more.
	return sum / math.Pow(float64(judged), 0.4)
}

// judgesOwn tells whether a clause on the brand itself, or on how it compares, takes a side.
func (s *scratch) judgesOwn(view []float64) bool {
	for i := range view {
		if s.sided(view, i) != 0 && s.clauses[i].score != 0 {
			return true
		}
	}
	return false
}

// graveReserve is the score of a clause that is more than a reservation: one plain fault is 1.5. Where somebody is harmed, any is.
const graveReserve = -1.6

// reserves tells whether the clause only takes something off the verdict before it.
func (c *clause) reserves() bool { return c.mild && !c.grave && c.score > graveReserve }

// judgement is a polarity with how sure it is.
type judgement struct {
	sentiment   voc.Sentiment
	score       float64
	probability float64
}

// leastSide is the least probability of a side for it to be stated.
const leastSide = 0.3

// judge turns a logit for praise and how likely the text takes no side into a judgement. Between
// the two probabilities of the band, or where taking no side is likelier than either, it is neutral.
func judge(logit, neutral, band float64) judgement {
	p := 1 / (1 + math.Exp(-logit))
	j := judgement{score: 2*p - 1}
	switch {
	case neutral > max(p, 1-p)*(1-neutral) || max(p, 1-p) < band || max(p, 1-p)*(1-neutral) < leastSide:
		j.sentiment, j.probability = voc.Neutral, neutral
	case p >= band:
		j.sentiment, j.probability = voc.Positive, p*(1-neutral)
	default:
		j.sentiment, j.probability = voc.Negative, (1-p)*(1-neutral)
	}
	return j
}

// polarity gives the sentiment of a clause's score, where a weak one is neutral.
func polarity(score float64) voc.Sentiment {
	switch {
	case score > 0.25:
		return voc.Positive
	case score < -0.25:
		return voc.Negative
	}
	return voc.Neutral
}
