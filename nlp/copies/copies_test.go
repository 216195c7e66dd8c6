package copies

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// flip changes n different bits of a fingerprint.
func flip(print uint64, rng *rand.Rand, n int) uint64 {
	changed := print
	for bits.OnesCount64(changed^print) < n {
		changed ^= 1 << rng.IntN(64)
	}
	return changed
}

func TestCopiesAreRecognised(t *testing.T) {
	x := New(100)
	rng := rand.New(rand.NewPCG(1, 2))
	const print = 0xFEDC_BA98_7654_3210
	f := func(why string, print uint64, post, author string, want Seen) {
		t.Helper()
		if got := x.Add(print, post, author); got != want {
			t.Errorf("%s: got %+v, want %+v", why, got, want)
		}
	}
	f("the first of its kind", print, "1", "a", Seen{Cluster: print})
	f("the same text by another", print, "2", "b", Seen{Cluster: print, Before: 1})
	f("nearly the same, the same author", flip(print, rng, 3), "3", "a", Seen{Cluster: print, Before: 2, SameAuthor: true})
	f("the first comes again, edited in nothing", print, "1", "a", Seen{Cluster: print})
	f("the second comes again", print, "2", "b", Seen{Cluster: print, Before: 1})
	other := ^uint64(print)
	f("something else", other, "4", "a", Seen{Cluster: other})
	f("nobody knows who wrote it", print, "5", "", Seen{Cluster: print, Before: 3})
	f("nor this one: two unknowns are not one author", print, "6", "", Seen{Cluster: print, Before: 4})
	f("too short to be compared", 0, "7", "a", Seen{})
	f("its author rewrote it: another text under the same id", other, "1", "a", Seen{Cluster: other, Before: 1, SameAuthor: true})
	f("four bits are another text", flip(0x1234, rng, 0), "8", "", Seen{Cluster: 0x1234})
	f("four bits from the one before", 0x1234^0xF0, "9", "", Seen{Cluster: 0x1234 ^ 0xF0})
}

// The bands must find exactly what comparing with every remembered text finds.
func TestTheIndexFindsWhatComparingWithAllFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 26))
	const limit = 300
	x := New(limit)
	type entry struct{ print, cluster uint64 }
	var all []entry
	for i := range 3000 {
		print := rng.Uint64() | 1
		if len(all) > 0 && rng.IntN(3) > 0 {
			print = flip(all[rng.IntN(len(all))].print, rng, rng.IntN(6))
		}
		near := false
		for _, e := range all[max(0, len(all)-limit):] {
			near = near || Distance(e.print, print) <= 3 && Distance(e.cluster, print) <= 6
		}
		seen := x.Add(print, fmt.Sprint("post ", i), "")
		if near != (seen.Before > 0) {
			t.Fatalf("text %d: the index says %d copies, comparing with all says %v", i, seen.Before, near)
		}
		if !near && seen.Cluster != print {
			t.Fatalf("text %d stands alone and is put into cluster %x", i, seen.Cluster)
		}
		if Distance(seen.Cluster, print) > 6 {
			t.Fatalf("text %d is %d bits from the first of its cluster", i, Distance(seen.Cluster, print))
		}
		all = append(all, entry{print, seen.Cluster})
	}
	if x.Len() != limit {
		t.Errorf("%d texts are remembered, want %d", x.Len(), limit)
	}
}

func TestARestartForgetsNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	lived, restored := New(1000), New(1000)
	var prints []uint64
	for i := range 500 {
		print := rng.Uint64()
		if i > 10 && rng.IntN(2) == 0 {
			print = flip(prints[rng.IntN(len(prints))], rng, rng.IntN(4))
		}
		prints = append(prints, print)
		post, author := fmt.Sprint(i), fmt.Sprint(i%7)
		seen := lived.Add(print, post, author)
		restored.Restore(print, seen.Cluster, post, author)
	}
	for i := range 200 {
		print := flip(prints[rng.IntN(len(prints))], rng, rng.IntN(4))
		post := fmt.Sprint("new ", i)
		if a, b := lived.Add(print, post, "3"), restored.Add(print, post, "3"); a != b {
			t.Fatalf("the index that lived says %+v, the one read back %+v", a, b)
		}
	}
	for i, print := range prints {
		if a, b := lived.Add(print, fmt.Sprint(i), fmt.Sprint(i%7)), restored.Add(print, fmt.Sprint(i), fmt.Sprint(i%7)); a != b {
			t.Fatalf("post %d comes again: %+v and %+v", i, a, b)
		}
	}
}

func TestCountingStopsWhereMoreChangesNothing(t *testing.T) {
	x := New(10_000)
	for i := range 9000 {
		x.Add(77, fmt.Sprint(i), "")
	}
	if seen := x.Add(77, "last", ""); seen.Before != enough || seen.Cluster != 77 {
		t.Errorf("got %+v, want %d copies", seen, enough)
	}
}

func BenchmarkAddAmongTwoMillion(b *testing.B) {
	const limit = 2_000_000
	x := New(limit)
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range limit {
		print := rng.Uint64()
		x.Restore(print, print, fmt.Sprint(i), "")
	}
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = fmt.Sprint("new ", i)
	}
	b.ResetTimer()
	b.ReportAllocs()
	for i := range b.N {
		x.Add(rng.Uint64()|1, ids[i%len(ids)], "somebody")
	}
}
