package alert

import (
	"math"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Quotes picks the most telling of some quotations, best first: what reaches many people and says
// something the others have not. Equal values keep the order they came in.
func Quotes(found []voc.Evidence, most int) []voc.Evidence {
	pairs := make([]map[[2]rune]bool, len(found))
	for i, e := range found {
		pairs[i] = pairsOf(e.Text)
	}
	alike := make([]float64, len(found)) // to the nearest of those taken
	taken := make([]bool, len(found))
	var told []voc.Evidence
	for len(told) < min(most, len(found)) {
		best, worth := -1, -1.0
		for i, e := range found {
			if taken[i] {
				continue
			}
			if w := math.Log2(2+float64(max(0, e.Reach)+int64(e.Copies))) * (1 - alike[i]); w > worth {
				best, worth = i, w
			}
		}
		taken[best] = true
		told = append(told, found[best])
		for i := range found {
			alike[i] = max(alike[i], likePairs(pairs[i], pairs[best]))
		}
	}
	return told
}

// pairsOf are the pairs of neighbouring letters of a text, which tell what it says well enough to
// know a rewording from something new.
func pairsOf(text string) map[[2]rune]bool {
	pairs := map[[2]rune]bool{}
	var last rune
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			last = 0
			continue
		}
		if last != 0 {
			pairs[[2]rune{last, r}] = true
		}
		last = r
	}
	return pairs
}

// likePairs is how much of two texts is common, 0…1.
func likePairs(a, b map[[2]rune]bool) float64 {
	both := 0
	for p := range a {
		if b[p] {
			both++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}
