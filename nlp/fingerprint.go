package nlp

import "math/bits"

// Distance counts the bits in which two fingerprints differ. Copies with other punctuation, emoji,
// numbers, names called with @ or links differ in none; near copies in at most three.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// fingerprint is a SimHash (Charikar, "Similarity estimation techniques from rounding algorithms",
// 2002) over the words of the text, each weighed by its rarity, and over pairs of neighbouring
// words. Only letters count: punctuation, emoji, digits, @names and links are what copies change.
func (s *scratch) fingerprint() uint64 {
	var b ballot
	var before uint64
	for i := range s.terms {
		h := s.terms[i].hash
		weight := uint64(min(s.terms[i].rarity, 16)) + 1
		b.vote(h, weight)
		if i > 0 {
			b.vote(mix(before*31+h), weight/4+1)
		}
		before = h
	}
	return b.majority()
}

// ballot counts for each of 64 bits the weights of the hashes that have it set.
type ballot struct {
	lanes [16]uint64 // four counts of 16 bits each
	cast  uint64     // weights in lanes: no count is higher
	whole [64]uint32 // counts taken out of lanes
	total uint64
}

// spread gives for four bits the lanes they are counted in.
var spread = func() (lanes [16]uint64) {
	for i := range lanes {
		for bit := range 4 {
			lanes[i] |= uint64(i>>bit&1) << (16 * bit)
		}
	}
	return lanes
}()

func (b *ballot) vote(h, weight uint64) {
	if b.cast += weight; b.cast > 0xFFFF {
		b.empty()
		b.cast = weight
	}
	b.total += weight
	for i := range b.lanes {
		b.lanes[i] += spread[h&15] * weight
		h >>= 4
	}
}

// empty moves the counts to where there is room.
func (b *ballot) empty() {
	for bit := range b.whole {
		b.whole[bit] += uint32(b.lanes[bit/4] >> (16 * (bit % 4)) & 0xFFFF)
	}
	b.lanes = [16]uint64{}
}

// majority has the bits set that more than half of the weights have; 0 when nobody voted.
func (b *ballot) majority() uint64 {
	var f uint64
	for bit, n := range b.whole {
		all := uint64(n) + b.lanes[bit/4]>>(16*(bit%4))&0xFFFF
		f |= (b.total - 2*all) >> 63 << bit // the difference is negative where more than half have it
	}
	return f
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
