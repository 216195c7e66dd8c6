package emerge

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// gram is a run of characters that occurs often enough to be looked at.
type gram struct {
	text        string
	runes       int
	times       int // occurrences
	posts       int // posts it occurs in
	last        int // the post counted last, from 1
	left, right map[rune]int
	pmi         float64
	rise        rise
}

// grams are the frequent runs of a window.
type grams struct {
	of    map[string]*gram
	total float64 // characters counted: the sample every probability is of
}

// sketchBits sizes the sketch that keeps rare runs out of memory: most runs occur once, and a
// window of 100,000 posts has twenty million of them.
const sketchBits = 22

// count counts the runs of one to longest+1 characters: in a first pass into a sketch that may count
// too much, in a second exactly those the sketch calls frequent.
func count(window []Text, least int) *grams {
	sketch := make([]uint16, 1<<sketchBits)
	g := &grams{of: map[string]*gram{}}
	for i := range window {
		eachRun(i, window[i].Text, func(run string, _, _ rune) {
			if c := &sketch[slotOf(run)]; *c < math.MaxUint16 {
				*c++
			}
		})
	}
	for i := range window {
		eachRun(i, window[i].Text, func(run string, left, right rune) {
			if utf8.RuneCountInString(run) == 1 {
				g.total++
			}
			if int(sketch[slotOf(run)]) < least {
				return
			}
			one := g.of[run]
			if one == nil {
				one = &gram{text: run, runes: utf8.RuneCountInString(run), left: map[rune]int{}, right: map[rune]int{}}
				g.of[run] = one
			}
			one.times++
			if one.runes >= shortest {
				one.left[left]++
				one.right[right]++
			}
			if one.last != i+1 {
				one.last = i + 1
				one.posts++
			}
		})
	}
	return g
}

func slotOf(run string) uint32 {
	h := uint32(2166136261)
	for i := range len(run) {
		h = (h ^ uint32(run[i])) * 16777619
	}
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return (h ^ h>>12) >> (32 - sketchBits)
}

// longestSign is how many bytes stand in the brackets of a drawn emoji at most.
const longestSign = 30

// eachRun calls use with every run of 1…longest Chinese characters and what stands beside it. A
// border of the text or any sign counts as a new character each time, for a word that stands alone
// stands free: seed and place make it one.
func eachRun(seed int, text string, use func(run string, left, right rune)) {
	border := func(at int) rune { return -1 - rune((seed*1_000_003+at*31)&0x3fff_ffff) }
	var starts [longest + 1]int // byte offsets of the last characters, oldest first
	var runes [longest + 1]rune
	n, left := 0, border(-1)
	flush := func(end int, right rune) {
		for k := 1; k <= min(n, longest); k++ {
			before := left
			if n > k {
				before = runes[n-k-1]
			}
			use(text[starts[n-k]:end], before, right)
		}
	}
	end := 0  // of the characters so far
	sign := 0 // end of the drawn emoji passed last: [摊手] is one sign, not two characters
	for i, r := range text {
		if r == '[' {
			if n := strings.IndexByte(text[i:], ']'); n > 0 && n <= longestSign {
				sign = i + n
			}
		}
		if i < sign || !unicode.Is(unicode.Han, r) {
			if n > 0 {
				flush(end, border(i))
			}
			n, left = 0, border(i)
			continue
		}
		if n > 0 {
			flush(i, r)
		}
		if n == len(starts) {
			copy(starts[:], starts[1:])
			copy(runes[:], runes[1:])
			n--
		}
		starts[n], runes[n] = i, r
		n++
		end = i + utf8.RuneLen(r)
	}
	if n > 0 {
		flush(end, border(len(text)))
	}
}

// hangsTogether tells whether a run is a word by its own statistics, and notes how firmly.
func (g *grams) hangsTogether(text string, one *gram) bool {
	if math.Min(entropy(one.left), entropy(one.right)) < freedom {
		return false
	}
	p := float64(one.times) / g.total
	one.pmi = math.Inf(1)
	for cut := range text {
		if cut == 0 {
			continue
		}
		a, b := g.of[text[:cut]], g.of[text[cut:]]
		if a == nil || b == nil {
			return false // cannot be: a part occurs at least as often as the whole
		}
		pmi := math.Log(p / (float64(a.times) / g.total * float64(b.times) / g.total))
		one.pmi = math.Min(one.pmi, pmi)
	}
	return one.pmi >= cohesion
}

func entropy(neighbours map[rune]int) float64 {
	total, sum := 0.0, 0.0
	for _, n := range neighbours {
		total += float64(n)
		sum += float64(n) * math.Log(float64(n))
	}
	if total == 0 {
		return 0
	}
	return math.Log(total) - sum/total
}

// occurrences counts in how many texts each candidate occurs.
func occurrences(texts []Text, candidates []*gram) map[string]int {
	counted := make(map[string]int, len(candidates))
	last := make(map[string]int, len(candidates))
	for _, c := range candidates {
		counted[c.text] = 0
	}
	for i := range texts {
		eachRun(i, texts[i].Text, func(run string, _, _ rune) {
			if _, is := counted[run]; is && last[run] != i+1 {
				last[run] = i + 1
				counted[run]++
			}
		})
	}
	return counted
}
