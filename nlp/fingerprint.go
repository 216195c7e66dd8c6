package nlp

import "math/bits"

// Distance counts the bits in which two fingerprints differ. Copies with other punctuation, emoji,
// numbers, names called with @ or links differ in none; near copies in at most three.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// fingerprint is a SimHash (Charikar, "Similarity estimation techniques from rounding algorithms",
// 2002) over the words of the text, each weighed by its rarity, and over pairs of neighbouring
// words. Only letters count: punctuation, emoji, digits, @names and links are what copies change.
func (s *scratch) fingerprint() uint64 {
	var sums [64]int32
	var before uint64
	any := false
	for _, t := range s.tokens {
		w := s.norm[t.Start:t.End]
		if s.skipped(t.Start) || !lettered(w) {
			continue
		}
		h := hash(w)
		weight := int32(min(t.Rarity, 16)) + 1
		vote(&sums, h, weight)
		if any {
			vote(&sums, mix(before*31+h), weight/4+1)
		}
		before, any = h, true
	}
	if !any {
		return 0
	}
	var f uint64
	for i, n := range sums {
		if n > 0 {
			f |= 1 << i
		}
	}
	return f
}

func vote(sums *[64]int32, h uint64, weight int32) {
	for i := range sums {
		// +weight where the bit is set, −weight where not, without a branch.
		sums[i] += weight * (int32(h>>i&1)*2 - 1)
	}
}

// lettered tells whether w begins with a letter of any script rather than a digit or a sign.
func lettered(w string) bool {
	if len(w) == 0 {
		return false
	}
	switch c := w[0]; {
	case c < 0x80:
		return c >= 'a' && c <= 'z'
	case c == 0xE2, c == 0xF0 && len(w) > 1 && w[1] == 0x9F: // signs, emoji
		return false
	case c == 0xE3 && len(w) > 2 && w[1] == 0x80, c == 0xEF && len(w) > 2 && w[1] >= 0xBC: // 、。「」, ！，？
		return false
	}
	return true
}

// hash is 64-bit FNV-1a with a last mixing, so that short words differ in all bits.
func hash(w string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(w) {
		h = (h ^ uint64(w[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the finaliser of SplitMix64.
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
