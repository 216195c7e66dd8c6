package nlp

import "github.com/tingfeng-voc/tingfeng/nlp/model/linear"

// Families of the features that are words rather than characters.
const (
	familyWord = 201 + iota
	familyWords2
	familyWords3
)

// mostWords is how many words of a text are made features: what stands behind them, its characters
// tell.
const mostWords = 1000

// featuresOf gives the features of the characters of runes [from, to), and those with the ones of its
// words behind them: each word, each two and each three in a row. Both are good until the next call.
func (s *scratch) featuresOf(from, to int) (chars, all []uint32) {
	all = s.extractor.Features(s.unmasked(from, to))
	n := len(all)
	first := s.plainSince(from)
	var a, b uint32 // the word before, and the pair before
	for i := first; i < min(len(s.plain), first+mostWords) && s.plain[i].end <= int(s.bytes[to]); i++ {
		w := uint32(s.plain[i].hash)
		pair := linear.Join(a+familyWords2, w)
		s.extractor.Add(linear.Join(familyWord, w))
		s.extractor.Add(pair)
		all = s.extractor.Add(linear.Join(b+familyWords3, w))
		a, b = w, pair
	}
	return all[:n], all
}

// wordsOf appends the words of runes [from, to) as the dictionary alone cuts them.
func (s *scratch) wordsOf(list []uint32, from, to int) []uint32 {
	for i := s.plainSince(from); i < len(s.plain) && s.plain[i].end <= int(s.bytes[to]); i++ {
		list = append(list, uint32(s.plain[i].hash))
	}
	return list
}

// plainSince gives the number of the first of s.plain that starts at rune from or later.
func (s *scratch) plainSince(from int) int {
	lo, hi, at := 0, len(s.plain), int(s.bytes[from])
	for lo < hi {
		if mid := (lo + hi) / 2; s.plain[mid].start < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
