package nlp

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp/lexicon"
	"github.com/tingfeng-voc/tingfeng/nlp/segment"
)

// keyword is one word of a text with how much it says.
type keyword struct {
	start, end int // bytes
	hash       uint64
	weight     float64
}

// term is a word of the text that begins with a letter and is somebody's own.
type term struct {
	start, end int // bytes
	hash       uint64
	rarity     float64
	pos        byte
}

// stopWords gives the words that are never keywords.
func stopWords() (map[string]bool, error) {
	entries, err := lexicon.Own()
	if err != nil {
		return nil, err
	}
	stop := map[string]bool{}
	for _, e := range entries {
		switch e.Class {
		case lexicon.Stop, lexicon.Degree, lexicon.Negator, lexicon.Contrast, lexicon.Concede, lexicon.Summary:
			stop[e.Word] = true
		}
	}
	return stop, nil
}

// cut segments the text into s.tokens, and s.plainTokens when the segmenter has words of its own.
func (a *Analyzer) cut(s *scratch) {
	if a.plain == nil {
		s.tokens = a.segmenter.Tokens(s.tokens[:0], s.norm)
	} else {
		s.tokens, s.plainTokens = a.segmenter.TokensBeside(a.plain, s.tokens[:0], s.plainTokens[:0], s.norm)
	}
	s.markForeign()
}

// findTerms fills s.terms from s.tokens, and s.plain with the words of the text as the dictionary
// alone cuts it: what was learned of words was learned of those, and holds whatever brands and words
// the configuration names.
func (a *Analyzer) findTerms(s *scratch) {
	s.terms = s.termsOf(s.terms[:0], s.tokens, nil)
	if s.plain = s.terms; a.plain != nil {
		s.plainTerms = s.termsOf(s.plainTerms[:0], s.plainTokens, s.terms)
		s.plain = s.plainTerms
	}
}

// termsOf appends the terms among tokens to list. known are the terms of another cut of the text, most
// of which come again.
func (s *scratch) termsOf(list []term, tokens []segment.Token, known []term) []term {
	for i := range tokens {
		t := &tokens[i]
		for len(known) > 0 && known[0].start < t.Start {
			known = known[1:]
		}
		if len(known) > 0 && known[0].start == t.Start && known[0].end == t.End {
			list = append(list, term{t.Start, t.End, known[0].hash, t.Rarity, t.POS})
			continue
		}
		if w := s.norm[t.Start:t.End]; lettered(w) && (len(s.foreign) == 0 || !s.skipped(t.Start)) {
			list = append(list, term{t.Start, t.End, hash(w), t.Rarity, t.POS})
		}
	}
	return list
}

// longestName is how many runes a @name has at most.
const longestName = 30

// markForeign fills s.foreign with the byte ranges that are nobody's words: @names, links, and what
// a mask put in the place of personal data.
func (s *scratch) markForeign() {
	s.foreign = s.foreign[:0]
	for i := 0; i < len(s.norm); {
		rest := s.norm[i:]
		end := 0
		switch {
		case rest[0] == '@':
			end = i + len("@") + nameLen(rest[1:])
		case rest[0] == 'h' && (strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://")):
			end = i + len("http") + linkLen(rest[len("http"):])
		default:
			next := strings.IndexAny(rest[1:], "@h")
			if next < 0 {
				next = len(rest) - 1
			}
			i += 1 + next
			continue
		}
		s.foreign = append(s.foreign, [2]int{i, end})
		i = end
	}
	if len(s.tags) == 0 {
		return
	}
	others := s.foreign
	for _, t := range s.tags {
		if start := int(s.bytes[t.start]); !holds(others, start) {
			s.foreign = append(s.foreign, [2]int{start, int(s.bytes[t.end])})
		}
	}
	slices.SortFunc(s.foreign, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
}

func nameLen(rest string) int {
	n := 0
	for i, r := range rest {
		if n++; n > longestName || !isHan(r) && !isDigit(r) && r != '_' && r != '-' && !(r >= 'a' && r <= 'z') && !(r >= 0xC0 && r < 0x2000) {
			return i
		}
	}
	return len(rest)
}

func linkLen(rest string) int {
	for i, r := range rest {
		if r <= ' ' || r >= 0x80 {
			return i
		}
	}
	return len(rest)
}

// skipped tells whether byte i lies in a @name, a link or a tag.
func (s *scratch) skipped(i int) bool { return holds(s.foreign, i) }

// holds tells whether one of ranges, which are sorted and lie apart, holds i.
func holds(ranges [][2]int, i int) bool {
	n, _ := slices.BinarySearchFunc(ranges, i+1, func(r [2]int, at int) int { return cmp.Compare(r[0], at) })
	return n > 0 && i < ranges[n-1][1]
}

// keywords gives the words that say most about the text: rare in the language, often in the text,
// nouns before verbs before adjectives.
func (a *Analyzer) keywords(s *scratch) []string {
	if a.opt.Keywords == 0 {
		return nil
	}
	s.words = s.words[:0]
	for i := range s.terms {
		t := &s.terms[i]
		if w := s.norm[t.start:t.end]; !single(w) && !a.stops.has(t.hash) {
			s.count(t, weightOf(t.pos)*min(t.rarity, 18))
		}
	}
	n := min(len(s.words), a.opt.Keywords)
	if n == 0 {
		return nil
	}
	s.heaviest(n)
	list := s.names.take(n)
	for i := range list {
		list[i] = s.norm[s.words[i].start:s.words[i].end]
	}
	return list
}

// single tells whether w is one character.
func single(w string) bool {
	_, n := utf8.DecodeRuneInString(w)
	return n == len(w)
}

// heaviest brings the n heaviest words to the front, equal ones in the order of the text. For the
// few that are asked for, looking n times is quicker than sorting.
func (s *scratch) heaviest(n int) {
	for i := range n {
		best := i
		for j := i + 1; j < len(s.words); j++ {
			if s.words[j].weight > s.words[best].weight {
				best = j
			}
		}
		w := s.words[best]
		copy(s.words[i+1:best+1], s.words[i:best]) // the rest keeps its order
		s.words[i] = w
	}
}

// count adds a word to s.words or raises the weight of the same word before: by less each time.
func (s *scratch) count(t *term, weight float64) {
	// Beyond this many different words the search costs more than a keyword is worth.
	for i := range s.words[:min(len(s.words), 64)] {
		if w := &s.words[i]; w.hash == t.hash && s.norm[w.start:w.end] == s.norm[t.start:t.end] {
			w.weight += weight * 0.3
			return
		}
	}
	if len(s.words) < 512 {
		s.words = append(s.words, keyword{t.start, t.end, t.hash, weight})
	}
}

// hashes is a set of hashes of words, read many times a post: a table at most a quarter full.
type hashes []uint64

func hashesOf(words map[string]bool) hashes {
	size := 8
	for size < 4*len(words) {
		size *= 2
	}
	set := make(hashes, size)
	for w := range words {
		h := hash(w)
		at := h % uint64(size)
		for set[at] != 0 {
			at = (at + 1) % uint64(size)
		}
		set[at] = h
	}
	return set
}

func (set hashes) has(h uint64) bool {
	mask := uint64(len(set) - 1)
	for at := h & mask; set[at] != 0; at = (at + 1) & mask {
		if set[at] == h {
			return true
		}
	}
	return false
}

func weightOf(pos byte) float64 {
	switch {
	case pos == 0: // user words have no part of speech
		return 1.3
	case strings.IndexByte("nsz", pos) >= 0:
		return 1
	case pos == 'v' || pos == 'x':
		return 0.75
	case pos == 'a' || pos == 'i' || pos == 'l':
		return 0.6
	}
	return 0.35
}
