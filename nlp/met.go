package nlp

import "github.com/tingfeng-voc/tingfeng/nlp/model/linear"

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

// metIn gives the features that two of the examples have.
func metIn(examples []linear.Example) met {
	once, twice := make(met, metBytes), make(met, metBytes)
	for i := range examples {
		for _, f := range examples[i].Features {
			f &= 1<<metBits - 1
			bit := byte(1) << (f & 7)
			twice[f>>3] |= once[f>>3] & bit
			once[f>>3] |= bit
		}
	}
	return twice
}
