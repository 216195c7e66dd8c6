package nlp

// words are words looked for at one place of a text after the other. Nearly everywhere none of them
// stands, which a bit for each rune they begin and end with tells at the price of one look.
type words struct {
	list        []string
	runes       []int // of each word
	first, last runeBits
}

// runeBits is a set of runes by their lowest bits: it may hold one that was never added.
type runeBits [1 << 6]uint64

func (b *runeBits) add(r rune)      { b[r>>6&63] |= 1 << (r & 63) }
func (b *runeBits) has(r rune) bool { return b[r>>6&63]&(1<<(r&63)) != 0 }

// wordsOf makes a list of normalised words. Where several of them stand at a place, the first given
// counts.
func wordsOf(list ...string) *words {
	w := &words{list: list}
	for _, word := range list {
		runes := []rune(word)
		w.runes = append(w.runes, len(runes))
		w.first.add(runes[0])
		w.last.add(runes[len(runes)-1])
	}
	return w
}

// behindAny gives the number of runes of the first of words that stands at rune i; 0: none does.
func (s *scratch) behindAny(i int, w *words) int {
	if i >= len(s.runes) || !w.first.has(s.runes[i]) {
		return 0
	}
	for k, word := range w.list {
		if s.behind(i, word) {
			return w.runes[k]
		}
	}
	return 0
}

// beforeAny gives the number of runes of the first of words that ends right before rune i.
func (s *scratch) beforeAny(i int, w *words) int {
	if i <= 0 || !w.last.has(s.runes[i-1]) {
		return 0
	}
	for k, word := range w.list {
		if s.before(i, word) {
			return w.runes[k]
		}
	}
	return 0
}
