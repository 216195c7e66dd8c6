package nlp

// clause is a stretch of text between two breaths: it holds one judgement or few.
type clause struct {
	start, end int // runes
	sentence   int // number of the sentence it stands in
	asks       bool
	contrast   bool // opened by 但是 or its like
	mild       bool // opened by 就是 or its like: a reservation, and the verdict stands before it
	grave      bool // tells of harm or a threat
	concede    bool // granted only: 虽然
	summary    bool // the verdict: 总之
	irrealis   bool // wished or supposed
	wants      bool // wishes for more of what it praises
	from       int  // first opinion of it in scratch.opinions
	to         int
	score      float64 // −…+: sum of its weighed opinions
	bare       bool    // no opinion in it
}

// breaks tells whether r ends a clause, and whether it ends a sentence too.
func breaks(r rune) (clause, sentence bool) {
	switch r {
	case '。', '！', '？', '!', '?', '\n', '…', '；', ';', '～', '~':
		return true, true
	case '，', ',', '、', '：', ':', '（', '）', '(', ')', '“', '”', '"', '「', '」', '【', '】', '—', '|', '/', '·', '《', '》', '#', '^':
		return true, false
	}
	return false, false
}

// splitClauses cuts s.runes at punctuation, at spaces between Chinese characters, and before words
// of contrast; never inside a judgement, (≧▽≦) and ^_^ are drawn with punctuation.
func (s *scratch) splitClauses() {
	s.clauses = s.clauses[:0]
	start, sentence := 0, 0
	next := 0  // contrast words seen
	drawn := 0 // judgements seen
	flush := func(end int) {
		if end > start {
			s.clauses = append(s.clauses, clause{start: start, end: end, sentence: sentence, asks: s.runes[end-1] == '吗'})
		}
	}
	for i, r := range s.runes {
		for next < len(s.contrasts) && int(s.contrasts[next].start) < i {
			next++
		}
		if next < len(s.contrasts) && int(s.contrasts[next].start) == i && i > start {
			flush(i)
			start = i
		}
		for drawn < len(s.cover) && int(s.cover[drawn].end) <= i {
			drawn++
		}
		cl, se := breaks(r)
		if cl && drawn < len(s.cover) && int(s.cover[drawn].start) <= i && s.cover[drawn].value != 0 {
			continue
		}
		if r == '.' || r == ',' {
			cl = !s.betweenDigits(i)
			se = cl && r == '.'
		}
		if r == ' ' {
			cl = i > 0 && i+1 < len(s.runes) && (isHan(s.runes[i-1]) || isHan(s.runes[i+1]))
		}
		if !cl {
			continue
		}
		flush(i)
		if r == '?' || r == '？' {
			if n := len(s.clauses); n > 0 && s.clauses[n-1].end == i {
				s.clauses[n-1].asks = true
			}
		}
		start = i + 1
		if se {
			sentence++
		}
	}
	flush(len(s.runes))
}

func (s *scratch) betweenDigits(i int) bool {
	return i > 0 && i+1 < len(s.runes) && isDigit(s.runes[i-1]) && isDigit(s.runes[i+1])
}

// clauseAt gives the index of the clause that holds rune i, or of the last one before it.
func (s *scratch) clauseAt(i int) int {
	lo, hi := 0, len(s.clauses)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.clauses[mid].start <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return max(lo-1, 0)
}

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x323AF
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
