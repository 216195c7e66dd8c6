package nlp

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// plainMajority is the definition of a SimHash, one bit after the other.
func plainMajority(hashes, weights []uint64) uint64 {
	var f uint64
	for bit := range 64 {
		sum := int64(0)
		for i, h := range hashes {
			if h>>bit&1 == 1 {
				sum += int64(weights[i])
			} else {
				sum -= int64(weights[i])
			}
		}
		if sum > 0 {
			f |= 1 << bit
		}
	}
	return f
}

func TestBallotsAreCountedRight(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	for _, n := range []int{0, 1, 2, 3, 10, 100, 5000, 20_000} { // beyond 3,800 the lanes are emptied on the way
		var b ballot
		hashes, weights := make([]uint64, n), make([]uint64, n)
		for i := range hashes {
			hashes[i], weights[i] = rng.Uint64()|1, uint64(1+rng.IntN(17))
			b.vote(hashes[i], weights[i])
		}
		if got, want := b.majority(), plainMajority(hashes, weights); got != want {
			t.Errorf("%d votes: got %x, want %x", n, got, want)
		}
	}
}

func TestTheHeaviestWordsAsAStableSortHasThem(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for range 500 {
		var s scratch
		for i := range 1 + rng.IntN(30) {
			s.words = append(s.words, keyword{start: i, weight: float64(rng.IntN(6))})
		}
		want := slices.Clone(s.words)
		slices.SortStableFunc(want, func(a, b keyword) int { return cmp.Compare(b.weight, a.weight) })
		n := 1 + rng.IntN(len(want))
		s.heaviest(n)
		if !slices.Equal(s.words[:n], want[:n]) {
			t.Fatalf("got %v, want %v", s.words[:n], want[:n])
		}
	}
}

func TestSinceFindsTheFirst(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	for range 2000 {
		var finds []found
		for range rng.IntN(20) {
			finds = append(finds, found{start: int32(rng.IntN(15))})
		}
		slices.SortFunc(finds, func(a, b found) int { return cmp.Compare(a.start, b.start) })
		at := int32(rng.IntN(17) - 1)
		want := 0
		for want < len(finds) && finds[want].start < at {
			want++
		}
		if got := since(finds, at); len(got) != len(finds)-want {
			t.Fatalf("since(%v, %d) leaves %d, want %d", finds, at, len(got), len(finds)-want)
		}
	}
}

func TestStopWordsAreFoundByTheirHashes(t *testing.T) {
	stop, err := stopWords()
	if err != nil {
		t.Fatal(err)
	}
	set := hashesOf(stop)
	for w := range stop {
		if !set.has(hash(w)) {
			t.Errorf("%q is missing", w)
		}
		if other := w + "店"; set.has(hash(other)) != stop[other] {
			t.Errorf("%q is held for one", other)
		}
	}
	if hashesOf(nil).has(hash("店")) {
		t.Error("an empty set has something")
	}
}

func TestPiecesOfASlabAreNobodyElses(t *testing.T) {
	var s slab[int]
	var pieces [][]int
	for i := range 400 {
		p := s.take(i % 7)
		for j := range p {
			if p[j] != 0 {
				t.Fatal("a piece was used before")
			}
			p[j] = i
		}
		pieces = append(pieces, append(p, -1)[:len(p)])
	}
	for i, p := range pieces {
		for _, v := range p {
			if v != i {
				t.Fatalf("piece %d holds %d", i, v)
			}
		}
	}
	if got := s.take(1000); len(got) != 1000 {
		t.Errorf("%d values, want 1000", len(got))
	}
}

func TestVersionsTellOfWordsAsFmtDoes(t *testing.T) {
	for _, entries := range [][]entry{nil, {{}}, {{3, -1, 1.5}, {0, 70000, -0.1}}, {{255, -2, 1e7}, {1, 1, 1e-7}, {2, 2, 0.33333334}}} {
		if got, want := string(appendWord(nil, "好 喝", entries)), fmt.Sprintln("好 喝", entries); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func BenchmarkFingerprint(b *testing.B) {
	s := scratch{terms: make([]term, 14)}
	for i := range s.terms {
		s.terms[i] = term{hash: mix(uint64(i) + 1), rarity: float64(i)}
	}
	for b.Loop() {
		s.fingerprint()
	}
}
