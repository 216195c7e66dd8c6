package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// mostFacts is how many facts one text tells; a price list tells more and means none of them.
const mostFacts = 20

// findFacts gives the prices and waiting times the text states, in their order; nil: none.
func (s *scratch) findFacts() []voc.Fact {
	s.facts = s.facts[:0]
	for i := 0; i < len(s.runes) && len(s.facts) < mostFacts; i++ {
		if !s.startsNumber(i) {
			continue
		}
		f, ok := s.factAt(i)
		if !ok || s.inTag(int32(f.Start), int32(f.End)) {
			i = max(i, f.End-1) // of a number that tells nothing, too
			continue
		}
		f.Text = s.slice(f.Start, f.End)
		s.facts = append(s.facts, f)
		i = f.End - 1
	}
	if len(s.facts) == 0 {
		return nil
	}
	list := s.stated.take(len(s.facts))
	copy(list, s.facts)
	return list
}

func (s *scratch) startsNumber(i int) bool {
	switch r := s.runes[i]; r {
	case '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '半', '¥', '￥', '俩', '仨':
		return true
	case '百', '千':
		return s.roundAt(i)
	case '个': // 个把小时, 成个钟
		return i+1 < len(s.runes) && (s.runes[i+1] == '把' || s.runes[i+1] == '钟')
	default:
		return isDigit(r)
	}
}

// factAt reads the fact that starts at rune i. If there is none, the End of what it gives says how
// far a number reaches that means nothing.
func (s *scratch) factAt(i int) (voc.Fact, bool) {
	if s.runes[i] == '¥' || s.runes[i] == '￥' {
		return s.priceSigned(i)
	}
	if f, ok := s.waitAt(i); ok {
		return f, true
	}
	if f, ok := s.clockWait(i); ok {
		return f, true
	}
	n, ok := s.numberAt(i)
	if !ok {
		end := i
		for end < len(s.runes) && isDigit(s.runes[end]) {
			end++
		}
		return voc.Fact{End: end}, false
	}
	n = s.upper(n)
	if f, ok := s.priceAt(i, n); ok {
		return f, true
	}
	return voc.Fact{End: n.end}, false
}

// upper reads on over a range, 30-50 or 三十到五十, and gives its upper end.
func (s *scratch) upper(n number) number {
	at := n.end
	if at+1 >= len(s.runes) || !joins(s.runes[at]) {
		return n
	}
	at++
	if s.runes[at] == '¥' && at+1 < len(s.runes) {
		at++
	}
	var m number
	ok := false
	if isDigit(s.runes[at]) {
		m, ok = s.arabic(at)
	} else {
		m, ok = s.chinese(at)
	}
	if !ok {
		return n
	}
	m.exact = true
	for m.end < len(s.runes) && vague(s.runes[m.end]) {
		m.end, m.exact = m.end+1, false
	}
	m.value, m.plain = max(n.value, m.value), false
	return m
}

// joins tells whether r stands between the ends of a range.
func joins(r rune) bool {
	switch r {
	case '-', '~', '—', '–', '到', '至', '～', '、':
		return true
	}
	return false
}
