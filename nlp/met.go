package nlp

import "iter"

// met is a set of features, one bit each by their lowest bits: those that training has met at
// least twice. A text with few of them is of a kind nobody has shown us, and what its characters
// say counts less.
type met []byte

const (
	metBits  = 22
	metBytes = 1 << (metBits - 3)
)

// share gives which part of the features was met, 0…1; 0 without features.
func (m met) share(features []uint32) float32 {
	n := 0
	for _, f := range features {
		f &= 1<<metBits - 1
		n += int(m[f>>3] >> (f & 7) & 1)
	}
	return float32(n) / float32(max(len(features), 1))
}

// metIn gives the features that two of the texts have.
func metIn(texts iter.Seq[[]uint32]) met {
	once, twice := make(met, metBytes), make(met, metBytes)
	for features := range texts {
		for _, f := range features {
			f &= 1<<metBits - 1
			bit := byte(1) << (f & 7)
			twice[f>>3] |= once[f>>3] & bit
			once[f>>3] |= bit
		}
	}
	return twice
}

// metIn gives the features of characters that two of the lessons of polarity chosen have.
func (c *school) metIn(chosen func(*lesson) bool) met {
	return metIn(func(yield func([]uint32) bool) {
		for i := range c.lessons {
			if l := &c.lessons[i]; l.polarity == l.polarity && chosen(l) && !yield(l.features) {
				return
			}
		}
	})
}
