package nlp

import (
	"cmp"
	"slices"

	clausal "github.com/tingfeng-voc/tingfeng/nlp/model/clause"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// aspect is a compiled AspectRule.
type aspect struct {
	rule *AspectRule
	pack int32
}

// Weights of the words that name an aspect and judge it at once.
const (
	weightAspectPositive = 1.5
	weightAspectNegative = -1.5
)

func (v *vocabulary) addAspect(id int32, pack int32, rule *AspectRule) aspect {
	for _, w := range rule.Terms {
		v.add(w, entry{kind: kindAspect, id: id})
	}
	for _, w := range rule.Positive {
		v.add(w, entry{kind: kindAspectOpinion, id: id, value: weightAspectPositive})
	}
	for _, w := range rule.Negative {
		v.add(w, entry{kind: kindAspectOpinion, id: id, value: weightAspectNegative})
	}
	return aspect{rule: rule, pack: pack}
}

// wholeOf gives the number the pack's aspect of the whole will have, −1 when it has none.
func (a *Analyzer) wholeOf(pack *Pack) int32 {
	for i := range pack.Aspects {
		if pack.Aspects[i].Scope == scopeWhole {
			return int32(len(a.aspects) + i)
		}
	}
	return -1
}

// aspectRoom is what finding aspects needs of a scratch.
type aspectRoom struct {
	aspectWords []found // words of aspects by start, the longer first; a value tells that it judges
	near        []found // those chosen
	packScore   []int
	packEnd     []int32
	packLongest []int32  // runes of the longest word of its aspects
	beside      []beside // by number in aspectWords
	packChain   []beside // by pack, its first and last
	packOrder   []int32
	pairs       []pair
	units       []clausal.Unit
	shown       []clausal.Hit
	reader      clausal.Reader
	heard       []float32 // by the networks beside a head
	hintRoom
	exampleRoom
}

// Weights of what tells that a text belongs to a pack: a word of its trade, and a rune its aspects'
// words cover. Each of those words counts one besides.
const (
	weightDomain = 24
	weightRune   = 4
)

// rankPacks counts for each pack how much of the text it knows: what decides which pack a word
// shared by several belongs to.
func (a *Analyzer) rankPacks(s *scratch) {
	s.packScore = append(s.packScore[:0], make([]int, len(a.packs))...)
	s.packEnd = append(s.packEnd[:0], make([]int32, len(a.packs))...)
	s.packLongest = append(s.packLongest[:0], make([]int32, len(a.packs))...)
	s.beside, s.packChain = s.beside[:0], s.packChain[:0]
	for range a.packs {
		s.packChain = append(s.packChain, beside{noWord, noWord})
	}
	for _, f := range s.by[kindDomain] {
		s.packScore[f.id] += weightDomain
	}
	s.aspectWords = mergeFinds(s.aspectWords[:0], s.by[kindAspectOpinion], s.by[kindAspect], true)
	for i, f := range s.aspectWords {
		p := a.aspects[f.id].pack
		s.chain(p, int32(i))
		s.packLongest[p] = max(s.packLongest[p], f.end-f.start)
		s.packScore[p]++
		if f.start >= s.packEnd[p] {
			s.packScore[p] += weightRune * int(f.end-f.start)
			s.packEnd[p] = f.end
		}
	}
}

// beside gives the numbers of two words of one pack: those before and behind a word, or the first and
// the last; noWord where there is none.
type beside struct{ before, behind int32 }

const noWord = -1

// chain puts the next of s.aspectWords behind the others of its pack.
func (s *scratch) chain(pack, word int32) {
	ends := &s.packChain[pack]
	s.beside = append(s.beside, beside{ends.behind, noWord})
	if ends.behind == noWord {
		ends.before = word
	} else {
		s.beside[ends.behind].behind = word
	}
	ends.behind = word
}

// longestSpan bounds the evidence of an aspect: longer clauses (people who use no punctuation) are
// cut to the words that matter.
const longestSpan = 40

// findAspects gives the aspects of the text clause by clause. A clause that names an aspect and
// judges nothing borrows the judgement of the next one, if that names no aspect of its own:
// 服务员小姐姐，特别热情. Where a head has learned the pack that fits the text best, it has the say
// on the aspects it was taught.
func (a *Analyzer) findAspects(s *scratch, whole judgement, allowed func(pack int32) bool) []voc.Aspect {
	a.findWords(s, allowed)
	s.pairs = s.pairs[:0]
	head := a.headFor(s)
	hints := a.hintsFor(s, head)
	if len(s.near) == 0 && head == nil && hints == nil {
		return nil
	}
	if head != nil {
		a.readPairs(s, head)
	}
	for i, f := range s.near {
		ci := s.clauseAt(int(f.start))
		if s.namedBefore(i, ci) || head.decides(f.id) {
			continue
		}
		s.addPair(a.pairOf(s, f, ci, whole))
	}
	if hints != nil {
		a.addHints(s, hints, whole)
	}
	a.addWhole(s, whole, head)
	if len(s.pairs) == 0 {
		return nil
	}
	slices.SortStableFunc(s.pairs, func(x, y pair) int { return cmp.Compare(x.start, y.start) })
	a.dropEchoes(s)
	list := s.named.take(len(s.pairs))
	for i := range s.pairs {
		list[i] = a.stated(s, &s.pairs[i])
	}
	return list
}

// namedBefore tells whether an earlier find in the same clause names the same aspect.
func (s *scratch) namedBefore(i, clause int) bool {
	for j := i - 1; j >= 0; j-- {
		if int(s.near[j].start) < s.clauses[clause].start {
			return false
		}
		if s.near[j].id == s.near[i].id {
			return true
		}
	}
	return false
}

// How sure a pair found by rules is, an estimate and not calibrated: a word that names and
// judges at once, a word and a judgement beside it, a judgement borrowed, nothing but the name.
const (
	sureJudged   = 0.9
	sureBeside   = 0.8
	sureBorrowed = 0.7
	sureNamed    = 0.6
)

// pairOf states what the rules make of the aspect found at f in clause ci.
func (a *Analyzer) pairOf(s *scratch, f found, ci int, whole judgement) pair {
	c := &s.clauses[ci]
	score, start, end := s.aspectScore(f, c)
	p := pair{aspect: f.id, probability: sureNamed}
	switch {
	case f.value != 0:
		p.probability = sureJudged
	case !c.bare && score != 0:
		p.probability = sureBeside
	}
	if c.bare && f.value == 0 && ci+1 < len(s.clauses) {
		if next := &s.clauses[ci+1]; next.sentence == c.sentence && !next.bare && !(next.contrast && len(s.clauses) <= briefText) && !s.namesAspect(next) {
			score, end, p.probability = next.score, next.end, sureBorrowed
		}
	}
	if a.opt.Packs[a.aspects[f.id].pack].Judged == judgedOwn {
		start, end = s.trim(start, end)
		p.start, p.end, p.sentiment = int32(start), int32(end), s.leaning(s.ownScore(f, c), true)
		if p.sentiment == voc.Neutral && len(s.clauses) <= fewestClauses {
			p.sentiment = bothSay(c, s.saidBehind(f, c, score), whole)
		}
		return p
	}
	close := f.value != 0 || s.followed(f)
	start, end = s.trim(start, end)
	p.start, p.end, p.sentiment = int32(start), int32(end), s.leaning(score, close)
	if !close && whole.sentiment == voc.Neutral && len(s.clauses) >= briefText {
		p.sentiment = voc.Neutral // a longer text that judges nothing judges no part of it by the way
	}
	s.sideOfWhole(&p, c, whole)
	return p
}

// Where a pack is judged by its own words, a text this brief that names one of its aspects speaks of little else: what
// both the clause and the text say, by scores of at least these sizes, is said of the aspect. Found on posts on cars, two
// thirds of whose labels are neutral (pairs 0.515 → 0.509), and on our own clauses on cars (0.38 → 0.43).
const (
	fewestClauses = 2
	agreedClause  = 0.3
	agreedWhole   = 0.5
)

// saidBehind is the score of a clause, less what stands in it before f: 很差劲的店家发来风筝和线轴 blames no reel.
func (s *scratch) saidBehind(f found, c *clause, score float64) float64 {
	for _, o := range s.opinions[c.from:c.to] {
		if o.end <= f.start {
			score -= float64(o.value)
		}
	}
	return score
}

// bothSay gives the side a clause with this score takes, if the whole text takes it too.
func bothSay(c *clause, score float64, whole judgement) voc.Sentiment {
	switch {
	case c.asks || c.irrealis:
		return voc.Neutral
	case score >= agreedClause && whole.score >= agreedWhole:
		return voc.Positive
	case score <= -agreedClause && whole.score <= -agreedWhole:
		return voc.Negative
	}
	return voc.Neutral
}

// From which score of a brief text what it tells of is told for or against it: a text of one clause may just tell, who goes
// on to a second has a reason. Found by trying on our own clauses of seven trades, pairs 0.527 → 0.544 against one bound of
// 0.2 for both.
const (
	leastAlone = 0.4
	leastAmong = 0.05
)

// sideOfWhole gives an aspect of a brief text that no word beside it judges the side the text as a
// whole takes: 等了四十分钟 complains without a word of complaint.
func (s *scratch) sideOfWhole(p *pair, c *clause, whole judgement) {
	if p.sentiment != voc.Neutral || len(s.clauses) > briefText || c.asks || c.irrealis {
		return
	}
	score, least := whole.score, leastAmong
	if len(s.clauses) == 1 {
		least = leastAlone
	}
	switch {
	case c.contrast && s.saidBefore(c)*score > 0:
		score = -score // 画面精美，就是太氪金: the whole is what was said before
	case s.turnedInto(c)*score > 0:
		return // 排队排到腿软，但是好吃: the whole is what is said behind
	}
	switch {
	case score >= least:
		p.sentiment = voc.Positive
	case score <= -least:
		p.sentiment = voc.Negative
	}
}

// turnedInto is what the clause right behind c says, if a but opens it; else 0.
func (s *scratch) turnedInto(c *clause) float64 {
	k := s.clauseAt(c.start) + 1
	if k >= len(s.clauses) || !s.clauses[k].contrast || s.clauses[k].sentence != c.sentence {
		return 0
	}
	return s.clauses[k].score
}

// saidBefore sums what the clauses before c say in its sentence.
func (s *scratch) saidBefore(c *clause) float64 {
	sum := 0.0
	for k := s.clauseAt(c.start) - 1; k >= 0 && s.clauses[k].sentence == c.sentence; k-- {
		sum += s.clauses[k].score
	}
	return sum
}

// ownScore judges the aspect found at f by its own words of judgement in the clause and by what stands
// right behind it. What is asked or wished judges nothing.
func (s *scratch) ownScore(f found, c *clause) float64 {
	score := 0.0
	if c.asks || c.irrealis {
		return score
	}
	for _, g := range since(s.near, int32(c.start)) {
		if int(g.start) >= c.end {
			break
		}
		if g.id != f.id {
			continue
		}
		score += float64(g.value)
		if g.value == 0 && s.followed(g) {
			score += float64(s.opinions[s.opinionSince(g.end)].value)
		} else if g.value == 0 {
			score += float64(s.announced(g))
		}
	}
	return score
}

// announcers stand between a judgement and what it judges: 最不满意的就是座椅, 必须夸一下后排.
var announcers = wordsOf("的就是", "的是", "的还是", "一下")

// announced is the judgement right before f that says what it judges, 0 when there is none.
func (s *scratch) announced(f found) float32 {
	n := s.beforeAny(int(f.start), announcers)
	i := s.opinionSince(f.start) - 1
	if n == 0 || i < 0 || int(s.opinions[i].end) != int(f.start)-n {
		return 0
	}
	return s.opinions[i].value
}

// followed tells whether a judgement stands right behind f: 动力很足.
func (s *scratch) followed(f found) bool {
	i := s.opinionSince(f.end)
	return i < len(s.opinions) && s.opinions[i].from <= f.end+1 && s.opinions[i].aspect != signedWord
}

// leaning is what a clause's score makes of an aspect: a weak judgement that does not stand close to
// it is as likely about something else, above all in longer texts, and counts as none.
func (s *scratch) leaning(score float64, close bool) voc.Sentiment {
	least := weightLeaning
	if !close && len(s.clauses) >= briefText {
		least = weightLeaningLong
	}
	switch {
	case score >= least:
		return voc.Positive
	case score <= -least:
		return voc.Negative
	}
	return voc.Neutral
}

// Found by trying on reviews of restaurants and posts on cars, which have labels for each aspect.
const (
	weightLeaning     = 0.5
	weightLeaningLong = 0.8
	weightForeign     = 0.3 // of a word of judgement none of us has weighed
)

// aspectScore judges the aspect found at f inside its clause. With one aspect in the clause the
// whole clause is about it; with several, each takes the opinions up to the next one.
func (s *scratch) aspectScore(f found, c *clause) (score float64, start, end int) {
	start, end = c.start, c.end
	if c.irrealis && c.score > 0 {
		return 0, start, end
	}
	if f.value != 0 {
		score = float64(f.value)
	}
	from, to := int32(c.start), int32(c.end)
	several := false
	for _, g := range since(s.near, int32(c.start)) {
		if int(g.start) >= c.end {
			break
		}
		if g.id == f.id {
			continue
		}
		several = true
		if g.start > f.start {
			to = min(to, g.start)
		}
		if g.start < f.start {
			from = f.start
		}
	}
	if c.asks && f.value >= 0 {
		return 0, start, end
	}
	if f.value == 0 {
		for _, o := range s.opinions[c.from:c.to] {
			if (!several || o.start >= from && o.start < to) && !o.insideName(f) {
				w := 1.0
				if o.aspect == signedWord {
					w = weightForeign
				}
				score += w * float64(o.value)
			}
		}
		if several && score == 0 {
			score = c.score // 味道服务都不错
		}
	}
	if end-start > longestSpan {
		start, end = s.around(f, c)
	}
	return score, start, end
}

// around gives the stretch of a long clause that holds f and the opinions near it.
func (s *scratch) around(f found, c *clause) (start, end int) {
	start, end = int(f.start), int(f.end)
	for _, o := range s.opinions[c.from:c.to] {
		if int(o.end) <= int(f.start)+longestSpan && int(o.from) >= int(f.end)-longestSpan {
			start, end = min(start, int(o.from)), max(end, int(o.end))
		}
	}
	return start, end
}

// insideName tells whether degree and judgement are but letters of the name f: 更新 is an update, nothing newer.
func (o *opinion) insideName(f found) bool {
	return f.value == 0 && o.from < o.start && o.from >= f.start && o.end <= f.end
}

func (s *scratch) namesAspect(c *clause) bool {
	finds := since(s.near, int32(c.start))
	return len(finds) > 0 && int(finds[0].start) < c.end
}

// trim takes white space off both ends of a span.
func (s *scratch) trim(start, end int) (int, int) {
	for start < end && (s.runes[start] == ' ' || s.runes[start] == '\n') {
		start++
	}
	for end > start && (s.runes[end-1] == ' ' || s.runes[end-1] == '\n') {
		end--
	}
	return start, end
}
