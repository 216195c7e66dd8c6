package nlp

import "sort"

// longestCutName is how many runes a name may have that the segmenter is told of; one rune has no inside.
const longestCutName = 8

// acrossWords tells whether the name f is no name but the end of one word and the beginning of another: 奈雪
// in 无奈雪糕化了, 京东 in 北京东站. One word across an edge is not
// enough (华为了省成本). The segmenter knows the name as a word and preferred others; only words
// of the dictionary are believed, since what users accept (茶拿铁) may well begin inside a name.
func (a *Analyzer) acrossWords(s *scratch, f found) bool {
	if n := f.end - f.start; n < 2 || n > longestCutName || a.plain == nil {
		return false
	}
	return a.crosses(s, int(s.bytes[f.start]), int(s.bytes[f.start]), int(s.bytes[f.end])) &&
		a.crosses(s, int(s.bytes[f.end]), int(s.bytes[f.start]), int(s.bytes[f.end]))
}

// crosses tells whether a word of the dictionary lies across the byte at edge without holding all of what
// stands from byte from to byte to: 平安保险 still names 平安.
func (a *Analyzer) crosses(s *scratch, edge, from, to int) bool {
	i := sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].End > edge })
	if i == len(s.tokens) {
		return false
	}
	t := s.tokens[i]
	return t.Start < edge && (t.Start > from || t.End < to) && a.plain.Has(s.norm[t.Start:t.End])
}
