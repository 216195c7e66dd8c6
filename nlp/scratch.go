package nlp

import (
	"slices"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/segment"
	"github.com/tingfeng-voc/tingfeng/nlp/trie"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// found is one meaning found at one place of the text.
type found struct {
	start, end int32
	id         int32
	value      float32
}

// opinion is one word of judgement with what its neighbours make of it.
type opinion struct {
	start, end int32
	from       int32 // where its modifiers begin
	aspect     int32 // −1, or the aspect the word itself names
	base       float32
	value      float32 // after negation, degree, mood of the clause
	negated    bool
	denied     bool // by one negation or more; two of them are none
	firm       bool // a fault more than denied: 一点都不慢
}

// scratch is everything the heads need to know of one post. It is reused from post to post.
type scratch struct {
	norm    string
	runes   []rune
	bytes   []int32 // byte offset of each rune, and of the end
	tags    []found // [手机号] and its like
	bare    []rune  // of unmasked
	hits    []trie.Hit
	by      [kinds][]found
	cover   []found // opinions chosen, blockers among them: leftmost longest
	clauses []clause

	contrasts []found
	modifiers []modifier
	opinions  []opinion

	longestModifier int32 // runes of the longest word that changes judgements

	topics      []topicHit
	tokens      []segment.Token
	terms       []term
	plain       []term // as the dictionary alone cuts the text: terms, or plainTerms
	plainTerms  []term
	plainTokens []segment.Token
	names       slab[string]     // lists of words that leave with a mention
	named       slab[voc.Aspect] // lists of aspects that leave with a mention
	words       []keyword
	foreign     [][2]int // bytes of @names and links
	aspectRoom
	dangerRoom
	brands []seen
	rankRoom
	cues []found

	extractor model.Extractor
	features  []uint32
	readings  readings
	praised   float32 // what praise gives for the whole text
	local     localSays
	facts     []voc.Fact
	stated    slab[voc.Fact] // lists of facts that leave with a mention
}

// load prepares norm for the heads: runes, offsets, every known word.
func (s *scratch) load(v *vocabulary, norm string) {
	s.norm = norm
	s.runes = slices.Grow(s.runes[:0], len(norm))[:len(norm)]
	s.bytes = slices.Grow(s.bytes[:0], len(norm)+1)[:len(norm)+1]
	n := 0
	for i, r := range norm {
		s.runes[n], s.bytes[n] = r, int32(i)
		n++
	}
	s.bytes[n] = int32(len(norm))
	s.runes, s.bytes = s.runes[:n], s.bytes[:n+1]
	s.markTags()
	s.hits = v.trie.Scan(s.hits[:0], s.runes)
	for k := range s.by {
		s.by[k] = s.by[k][:0]
	}
	for _, h := range s.hits {
		if s.inTag(h.Start, h.End) {
			continue
		}
		numbered := int(h.End) < len(s.runes) && isDigit(s.runes[h.End]) && isLetter(s.runes[h.End-1])
		for _, e := range v.meanings(h.Word) {
			if numbered && (h.End-h.Start < modelName || !namesGoods(e.kind)) {
				continue
			}
			s.by[e.kind] = append(s.by[e.kind], found{h.Start, h.End, e.id, e.value})
		}
	}
}

// modelName is how long a name is at least that a model may follow without a blank: h2 and mo2 are names of
// their own.
const modelName = 4

// namesGoods tells whether words of a kind are names that a model may follow: iPhone15 is an iPhone, sb800 is
// a flash.
func namesGoods(k kind) bool {
	return k == kindBrand || k == kindBrandMust || k == kindBrandContext || k == kindNearWord || k == kindNearWith
}

// slice is the normalised text of runes [start, end).
func (s *scratch) slice(start, end int) string {
	return s.norm[s.bytes[start]:s.bytes[end]]
}

// slab hands out pieces of large arrays, so that the small lists every post needs cost one
// allocation for many. A piece belongs to whoever took it; it keeps its array alive.
type slab[T any] struct {
	free []T
	size int // of the arrays; 0: 256
}

// take gives n zero values, nil for none. Appending to them copies.
func (s *slab[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if len(s.free) < n {
		size := s.size
		if size == 0 {
			size = 256
		}
		s.free = make([]T, max(n, size))
	}
	piece := s.free[:n:n]
	s.free = s.free[n:]
	return piece
}

// roomy tells whether the scratch grew so much on one huge post that it is better let go.
func (s *scratch) roomy() bool { return cap(s.runes) > 1<<20 }

func runeLen(s string) int { return utf8.RuneCountInString(s) }

// covers keeps of sorted finds the leftmost longest ones that do not overlap.
func covers(dst, finds []found) []found {
	for i := 0; i < len(finds); {
		best := finds[i]
		j := i + 1
		for j < len(finds) && finds[j].start == best.start {
			if finds[j].end > best.end {
				best = finds[j]
			}
			j++
		}
		dst = append(dst, best)
		for j < len(finds) && finds[j].start < best.end {
			j++
		}
		i = j
	}
	return dst
}

// longestWord is how far before a place a word that holds it may begin. Rules may have longer words;
// those are still found, only not as the holders of shorter ones.
const longestWord = 40

// since gives the finds that start at rune at or later. Every list in by is sorted by start, so the
// cost of a look does not grow with the text.
func since(finds []found, at int32) []found {
	lo, hi := 0, len(finds)
	for lo < hi {
		if mid := (lo + hi) / 2; finds[mid].start < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return finds[lo:]
}

// modifierSince gives the number of the first modifier that starts at rune at or later.
func (s *scratch) modifierSince(at int32) int {
	lo, hi := 0, len(s.modifiers)
	for lo < hi {
		if mid := (lo + hi) / 2; s.modifiers[mid].start < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// mergeFinds appends a and b, both sorted by start, to dst: by start, at one place the longer first,
// and of equal ones those of a first, or, if asked for, the lower id.
func mergeFinds(dst, a, b []found, byID bool) []found {
	for len(a)+len(b) > 0 {
		var f found
		if len(b) == 0 || len(a) > 0 && a[0].start <= b[0].start {
			f, a = a[0], a[1:]
		} else {
			f, b = b[0], b[1:]
		}
		at := len(dst)
		dst = append(dst, f)
		for at > 0 && dst[at-1].start == f.start && (dst[at-1].end < f.end || byID && dst[at-1].end == f.end && dst[at-1].id > f.id) {
			dst[at] = dst[at-1]
			at--
		}
		dst[at] = f
	}
	return dst
}
