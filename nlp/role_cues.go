package nlp

// apply adds to v what the word of ranking f, the nth, says.
func (s *scratch) apply(v *verdicts, f found, n int) {
	start, end := int(f.start), int(f.end)
	switch f.id {
	case rankThan:
		s.applyThan(v, start, end)
	case rankRelative:
		s.applyRelative(v, start, end)
	case rankLoses:
		s.applyLoses(v, start, end)
	case rankLacks:
		s.applyLacks(v, start, end)
	case rankEquals:
		s.applyEquals(v, start)
	case rankStays:
		s.applyStays(v, start, end)
	case rankBeats:
		s.applyBeats(v, start, end)
	case rankFar:
		if right := s.sideBefore(start); right != nil && start-right.end <= 5 && s.joined(right.start) {
			s.better(v, right, s.leftOf(right.start, right), 1)
		}
	case rankMatches:
		if right := s.sideBehind(end, 4); right != nil {
			s.even(v, s.leftOf(start, right), right)
		}
	case rankSwitch:
		s.applySwitch(v, start, end, n)
	case rankRather:
		if right := s.sideBehind(end, lookForSide); right != nil && !s.cueBetween(rankNeither, end, right.start) {
			v.vote(s, right, 1)
		}
	case rankNeither:
		if right := s.sideBehind(end, 4); right != nil && s.cueBefore(n, rankRather, start) {
			v.vote(s, right, -1)
		}
	case rankInstead:
		if right := s.sideBehind(end, lookForSide); right != nil {
			v.vote(s, right, -1)
		}
	case rankPrefers:
		if right := s.sideBehind(end, 6); right != nil {
			if other := s.otherThan(right); other != nil || len(s.sides) > 1 {
				s.better(v, right, other, 1)
			}
		}
	}
}

// Words before a comparison that take it back: nobody finds it so, or others say it.
var (
	unfound = wordsOf("不见得", "未必", "不一定", "没觉得", "不觉得", "没感觉", "并不觉得", "不认为", "谁说", "谁说的", "别说什么")
	hearsay = wordsOf("有人说", "听说", "据说", "人家说", "别人说", "他们说", "网上说", "都说", "是不是", "会不会", "不知道是不是", "不知道")
)

// takenBackWithin is how many runes before a comparison the words that take it back may stand: further
// off they speak of something else, and a clause without an end would be read anew at each comparison.
const takenBackWithin = 40

// takenBack tells whether the clause takes back what it ranks at rune i: denied, both are even; heard
// of or asked, neither is ranked.
func (s *scratch) takenBack(i int) (denied, heard bool) {
	c := &s.clauses[s.clauseAt(i)]
	for at := max(c.start, i-takenBackWithin); at < i; at++ {
		denied = denied || s.behindAny(at, unfound) > 0
		heard = heard || s.behindAny(at, hearsay) > 0
	}
	return denied, heard && !denied
}

// applyThan reads A 比 B …: who is better depends on what follows.
func (s *scratch) applyThan(v *verdicts, start, end int) {
	right := s.sideBehind(end, 5)
	if right == nil || s.clauseAt(right.start) != s.clauseAt(start) {
		// 跟 B 比, A 差远了
		if standard := s.sideBefore(start); standard != nil && start-standard.end <= 1 && s.joined(standard.start) {
			s.against(v, standard, end)
		}
		return
	}
	if c := &s.clauses[s.clauseAt(start)]; c.irrealis || s.runes[c.end-1] == '吗' {
		return // 比 B 好喝吗, 要是比 B 便宜就好了: nobody says it is so, but 怎么比 B 还贵? does
	}
	denied, heard := s.takenBack(start)
	if heard {
		return
	}
	left := s.leftOf(start, right)
	sign := s.signBehind(right.end, 12)
	if denied || start > 0 && s.runes[start-1] == '不' {
		s.even(v, left, right)
		return
	}
	if sign != 0 && s.withdrawn(right.end, sign) {
		s.even(v, left, right)
		return
	}
	s.better(v, left, right, sign)
}

// withdrawn tells whether the clause behind the one at rune i says the contrary of sign and names nobody:
// 比 B 便宜，但味道差点意思.
func (s *scratch) withdrawn(i, sign int) bool {
	k := s.clauseAt(max(i-1, 0))
	if k+1 >= len(s.clauses) {
		return false
	}
	next := &s.clauses[k+1]
	if !next.contrast || next.sentence != s.clauses[k].sentence {
		return false
	}
	if next.score*float64(sign) >= 0 && s.earlier(next.start, next.end-1, 0) != -sign {
		return false
	}
	n := s.sideSince(next.start)
	return n == len(s.sides) || s.sides[n].start >= next.end
}

// applyLacks reads A 没有 B 好喝, and B 都没这么难喝.
func (s *scratch) applyLacks(v *verdicts, start, end int) {
	if right := s.sideBehind(end, 1); right != nil {
		if sign := s.signBehind(right.end, 4); sign != 0 {
			s.better(v, right, s.leftOf(start, right), sign)
		}
		return
	}
	standard := s.sideBefore(start)
	if standard == nil || start-standard.end > 1 || !s.behind(end, "这么") && !s.behind(end, "这样") {
		return
	}
	if sign := s.signBehind(end, 5); sign != 0 {
		s.better(v, s.topic(standard), standard, sign)
	}
}

// its stand for the brand the text is about where it is named no more.
var its = wordsOf("它", "他家", "她家", "这家", "这个牌子", "这牌子", "这款")

// itBehind gives what the text is about, other than left, where rune i begins a word for it.
func (s *scratch) itBehind(i int, left *side) *side {
	if left == nil || s.behindAny(i, its) == 0 {
		return nil
	}
	return s.topic(left)
}

// applyRelative reads 比起 B, A …, and 跟 B 相比.
func (s *scratch) applyRelative(v *verdicts, start, end int) {
	if s.runes[end-1] == '跟' || s.runes[end-1] == '和' || s.runes[end-1] == '与' {
		return // joined() looks at them
	}
	standard := s.sideBehind(end, 3)
	if before := s.sideBefore(start); before != nil && start-before.end <= 1 && s.joined(before.start) {
		standard = before
		end = max(end, before.end)
	} else if standard != nil {
		end = standard.end
	}
	if standard != nil {
		s.against(v, standard, end)
	}
}

// against ranks what is spoken of behind rune i against a standard.
func (s *scratch) against(v *verdicts, standard *side, i int) {
	target := s.sideBehind(i, 12)
	from := i
	if target == nil {
		target = s.leftOf(standard.start, standard)
	} else {
		from = target.end
	}
	s.better(v, target, standard, s.signBehind(from, 14))
}

// applyLoses reads A 不如 B, 跟 A 不如去 B, B 没法跟 A 比.
func (s *scratch) applyLoses(v *verdicts, start, end int) {
	right := s.sideBehind(end, lookForSide)
	if right == nil {
		right = s.itBehind(end, s.sideBefore(start))
	}
	if right == nil {
		return
	}
	left := s.leftOf(start, right)
	denied, heard := s.takenBack(start)
	if heard {
		return
	}
	if denied {
		s.even(v, left, right)
		return
	}
	if s.behind(start, "不比") {
		if s.signBehind(right.end, 6) != 0 {
			s.even(v, left, right)
		}
		return
	}
	s.better(v, right, left, 1)
}

// applyEquals reads A 跟 B 差不多.
func (s *scratch) applyEquals(v *verdicts, i int) {
	if i > 0 && (s.runes[i-1] == '不' || s.runes[i-1] == '大') {
		return
	}
	right := s.sideBefore(i)
	if right == nil || i-right.end > 10 {
		return
	}
	if !s.joined(right.start) {
		return
	}
	s.even(v, s.leftOf(right.start, right), right)
}

// applyStays reads 还是 B 好喝: B has been tried against others.
func (s *scratch) applyStays(v *verdicts, start, end int) {
	right := s.sideBehind(end, 3)
	if right == nil || s.clauses[s.clauseAt(start)].asks || s.before(start, "不管") {
		return
	}
	if left := s.sideBefore(start); left != nil && start-left.end <= 1 && s.clauseAt(left.start) == s.clauseAt(start) {
		return // 喝A还是B
	}
	if sign := s.signBehind(right.end, 6); sign < 0 || sign == 0 && !s.ends(right.end) && !s.behind(right.end, "吧") {
		return
	}
	s.better(v, right, s.otherThan(right), 1)
}

// applyBeats reads A 完爆 B, and A 被 B 完爆.
func (s *scratch) applyBeats(v *verdicts, start, end int) {
	if left := s.sideBefore(start); left != nil && left.start > 0 && start-left.end <= 4 && (s.runes[left.start-1] == '被' || s.runes[left.start-1] == '让') {
		s.better(v, left, s.leftOf(left.start-1, left), 1)
		return
	}
	right := s.sideBehind(end, 4)
	if right == nil {
		right = s.itBehind(end, s.sideBefore(start))
	}
	if right == nil || s.before(start, "不") || s.before(start, "没") {
		return
	}
	s.better(v, s.leftOf(start, right), right, 1)
}

// applySwitch reads 从 A 转到 B, 卸载 A 改用 B.
func (s *scratch) applySwitch(v *verdicts, start, end, n int) {
	right := s.sideBehind(end, 3)
	if right == nil {
		return
	}
	var left *side
	for k := n - 1; k >= 0 && start-int(s.cues[k].end) < 24; k-- {
		if s.cues[k].id == rankLeave {
			left = s.sideBehind(int(s.cues[k].end), 3)
			break
		}
	}
	if left == nil && s.runes[end-1] != '用' && s.runes[end-1] != '喝' && s.runes[end-1] != '投' && end-start < 2 {
		return // 换 alone
	}
	if left == nil {
		left = s.leftOf(start, right)
	}
	if left != nil && left.brand == right.brand {
		return
	}
	s.better(v, right, left, 1)
}

// cuesBack is how many words of ranking one that belongs to another may stand behind it.
const cuesBack = 64

// cueBefore tells whether a word of ranking of this sort stands before the nth, in one sentence.
func (s *scratch) cueBefore(n int, id int32, at int) bool {
	for k := n - 1; k >= max(0, n-cuesBack); k-- {
		if s.cues[k].id == id {
			return s.sentenceAt(int(s.cues[k].start)) == s.sentenceAt(at)
		}
	}
	return false
}

// cueBetween tells whether a word of ranking of this sort stands in [start, end).
func (s *scratch) cueBetween(id int32, start, end int) bool {
	for _, f := range since(s.cues, int32(start)) {
		if int(f.start) >= end {
			break
		}
		if f.id == id {
			return true
		}
	}
	return false
}

// joined tells whether 跟 or its like stands right before rune i.
func (s *scratch) joined(i int) bool {
	if i == 0 {
		return false
	}
	switch s.runes[i-1] {
	case '跟', '和', '与', '同', '像', '、', '及':
		return true
	}
	return false
}

// leftOf gives what stands before rune i and is compared to right: the side before it, or what the
// text is about.
func (s *scratch) leftOf(i int, right *side) *side {
	if left := s.sideBefore(i); left != nil && left.brand != right.brand {
		return left
	}
	return s.topic(right)
}

// otherThan gives the first other brand of the text.
func (s *scratch) otherThan(not *side) *side {
	for _, k := range [...]int{s.firstSide, s.secondSide} {
		if k >= 0 && s.sides[k].brand != not.brand {
			return &s.sides[k]
		}
	}
	return s.topic(not)
}

// signBehind tells whether what is said within runes behind rune i is good (1) or bad (−1); 0: it
// cannot be told.
func (s *scratch) signBehind(i, within int) int {
	limit := i + within
	sentence := s.sentenceAt(max(i-1, 0))
	for k := s.opinionSince(int32(i)); k < len(s.opinions) && int(s.opinions[k].start) <= limit; k++ {
		o := &s.opinions[k]
		if s.sentenceAt(int(o.start)) != sentence || o.base > -0.2 && o.base < 0.2 {
			continue
		}
		// A denial before the names belongs to the comparison: 没有 in 没有喜茶好喝.
		sign := 1
		if o.base < 0 {
			sign = -1
		}
		for _, m := range s.modifiers[s.modifierSince(int32(i)):] {
			if m.start >= o.start {
				break
			}
			if m.kind == kindNegator || m.kind == kindSoftener {
				sign = -sign
			}
		}
		return s.earlier(i, s.lastBefore(o), sign)
	}
	return s.earlier(i, limit, 0)
}

// lastBefore gives the last rune at which a plain word of judgement counts before the opinion o: its own
// first one where that word is longer, 甜腻 where 甜 is the opinion.
func (s *scratch) lastBefore(o *opinion) int {
	for _, f := range since(s.by[kindRank], o.start) {
		if f.start > o.start {
			break
		}
		if f.end > o.end && (f.id == rankGood || f.id == rankBad) {
			return int(o.start)
		}
	}
	return int(o.start) - 1
}

// earlier gives the sign of the plain word of judgement in [i, limit], or else sign.
func (s *scratch) earlier(i, limit, sign int) int {
	for _, f := range since(s.by[kindRank], int32(i)) {
		if int(f.start) > limit {
			break
		}
		if f.id != rankGood && f.id != rankBad || s.inSide(int(f.start)) || inLonger(f, s.by[kindRank]) {
			continue
		}
		sign = 1
		if f.id == rankBad {
			sign = -1
		}
		if f.start > 0 && s.runes[f.start-1] == '不' {
			sign = -sign
		}
		return sign
	}
	return sign
}

// inSide tells whether rune i is part of a name.
func (s *scratch) inSide(i int) bool {
	for k := s.sideSince(i+1) - 1; k >= 0 && s.sides[k].start > i-longestWord; k-- {
		if i < s.sides[k].end {
			return true
		}
	}
	return false
}
