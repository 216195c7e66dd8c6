// Package copies recognises near-equal texts among millions: the same advertisement under fifty
// names, the same praise pasted ninety times, a complaint that goes round.
//
// Texts are compared by their fingerprints, 64-bit SimHashes of which near-equal texts differ in at
// most three bits. Four bands of sixteen bits index them: of two fingerprints that differ in three
// bits at least one band is equal, so looking into four buckets finds every near copy there is and
// nothing is ever compared pairwise (Manku, Jain, Das Sarma, "Detecting near-duplicates for web
// crawling", 2007).
package copies

import (
	"hash/fnv"
	"math/bits"
)

const (
	near  = 3 // bits in which near-equal texts differ at most
	drift = 6 // bits a member may be from the first of its cluster, so that clusters do not creep
	bands = 4

	// enough is how many earlier copies are counted at most: more changes no decision.
	enough = 64
)

// Index holds the fingerprints of the last Limit posts. It is not safe for concurrent use.
type Index struct {
	limit   uint64
	added   uint64 // posts ever added; entry n lies in slot (n−1) % limit
	buckets [bands][][]entry
	slots   []slot
	placed  map[uint32]uint64 // the entry of a post, by the hash of its id
}

// entry is one post in a bucket. What is compared lies side by side: following pointers instead
// costs a cache miss each.
type entry struct {
	print uint64
	n     uint64
}

// slot is the rest of a post.
type slot struct {
	print   uint64
	cluster uint64
	post    uint32 // hash of its id
	author  uint32 // hash of its author; 0 unknown
	told    bool   // before and same are what it was told when it came
	same    bool
	before  uint8
}

// New makes an empty index that remembers the last limit posts: about 140 bytes for each that came,
// and six megabytes in any case.
func New(limit int) *Index {
	x := &Index{limit: uint64(max(1, limit)), placed: map[uint32]uint64{}}
	for b := range x.buckets {
		x.buckets[b] = make([][]entry, 1<<16)
	}
	return x
}

// Seen is what is known of a text when it comes.
type Seen struct {
	Cluster    uint64 // the fingerprint of the first of its copies; its own when there is none
	Before     int    // copies that came before it, counted up to 64
	SameAuthor bool   // one of them by the same author
}

// Len is how many posts are remembered.
func (x *Index) Len() int { return len(x.slots) }

// Add takes a post and tells which copies came before it. A post that comes again with the same
// text is told what it was told the first time and not counted twice. A fingerprint of 0 belongs to
// texts that cannot be compared: the answer is empty.
func (x *Index) Add(print uint64, post, author string) Seen {
	if print == 0 {
		return Seen{}
	}
	id, who := hash(post), hash(author)
	if author == "" {
		who = 0
	}
	if at, ok := x.placed[id]; ok && x.remembers(at) && Distance(x.at(at).print, print) <= near {
		s := x.at(at)
		if s.told {
			return Seen{Cluster: s.cluster, Before: int(s.before), SameAuthor: s.same}
		}
		seen := x.look(s.print, who, at)
		seen.Cluster = s.cluster
		return seen
	}
	seen := x.look(print, who, x.added+1)
	if seen.Cluster == 0 {
		seen.Cluster = print
	}
	x.put(slot{print: print, cluster: seen.Cluster, post: id, author: who, told: true, same: seen.SameAuthor, before: uint8(seen.Before)})
	return seen
}

// Restore puts in a post whose cluster was told before, as the store remembers it. Posts must come
// in the order they were first added.
func (x *Index) Restore(print, cluster uint64, post, author string) {
	if print == 0 || cluster == 0 {
		return
	}
	s := slot{print: print, cluster: cluster, post: hash(post)}
	if author != "" {
		s.author = hash(author)
	}
	x.put(s)
}

// Told says what a restored post was told when it came: the order in which a store gives posts back
// is not always the one they came in, so that it cannot be found out again.
func (x *Index) Told(post string, before int, sameAuthor bool) {
	if at, ok := x.placed[hash(post)]; ok && x.remembers(at) {
		s := x.at(at)
		s.told, s.before, s.same = true, uint8(min(max(before, 0), enough)), sameAuthor
	}
}

// look goes through the buckets of print, from the entry before the given one backwards.
func (x *Index) look(print uint64, author uint32, before uint64) Seen {
	var seen Seen
	for b := range x.buckets {
		bucket := x.buckets[b][band(print, b)]
		count := 0
		for i := len(bucket) - 1; i >= 0 && count < enough; i-- {
			e := &bucket[i]
			if !x.remembers(e.n) {
				break // entries stand in their order
			}
			if e.n >= before || Distance(e.print, print) > near {
				continue
			}
			s := x.at(e.n)
			if Distance(s.cluster, print) > drift {
				continue
			}
			if seen.Cluster == 0 {
				seen.Cluster = s.cluster
			}
			if s.cluster == seen.Cluster {
				count++
				seen.SameAuthor = seen.SameAuthor || author != 0 && s.author == author
			}
		}
		seen.Before = max(seen.Before, count)
	}
	return seen
}

func (x *Index) put(s slot) {
	x.added++
	n := x.added
	if uint64(len(x.slots)) < x.limit {
		x.slots = append(x.slots, s)
	} else {
		old := &x.slots[(n-1)%x.limit]
		if x.placed[old.post] == n-x.limit {
			delete(x.placed, old.post)
		}
		*old = s
	}
	x.placed[s.post] = n
	for b := range x.buckets {
		bucket := &x.buckets[b][band(s.print, b)]
		if len(*bucket) == cap(*bucket) {
			*bucket = x.withoutForgotten(*bucket)
		}
		*bucket = append(*bucket, entry{s.print, n})
	}
}

// withoutForgotten makes room in a full bucket, if some of its entries are no longer remembered.
func (x *Index) withoutForgotten(bucket []entry) []entry {
	first := 0
	for first < len(bucket) && !x.remembers(bucket[first].n) {
		first++
	}
	return bucket[:copy(bucket, bucket[first:])]
}

// remembers tells whether an entry is still held.
func (x *Index) remembers(at uint64) bool { return at+x.limit > x.added }

func (x *Index) at(n uint64) *slot { return &x.slots[(n-1)%x.limit] }

func band(print uint64, b int) uint16 { return uint16(print >> (16 * b)) }

// Distance counts the bits in which two fingerprints differ.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	if n := h.Sum32(); n != 0 {
		return n
	}
	return 1
}
