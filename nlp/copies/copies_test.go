package copies

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"strconv"
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

// What one post costs is promised in New: 50,000 posts, half of them copies, must stay within it.
func TestWhatFiftyThousandPostsCost(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := New(1_000_000)
	const n = 50_000
	last := uint64(1)
	for i := range n {
		if i%2 == 0 {
			last = rng.Uint64() | 1
		}
		x.Add(flip(last, rng, rng.IntN(3)), strconv.Itoa(i), "somebody")
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	cost := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	if most := int64(7<<20 + n*200); cost > most {
		t.Errorf("%d posts cost %d KB, want at most %d KB", n, cost>>10, most>>10)
	}
	if x.Len() != n {
		t.Errorf("%d are remembered", x.Len())
	}
}

// However posts are cut into batches and repeated, one that comes again is told what it was told.
func TestAPostThatComesAgainIsToldTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	x := New(5000)
	type told struct {
		print        uint64
		post, author string
		seen         Seen
	}
	var all []told
	for i := range 2000 {
		print := rng.Uint64() | 1
		if i > 0 && rng.IntN(2) == 0 {
			print = flip(all[rng.IntN(i)].print, rng, rng.IntN(4))
		}
		post, author := fmt.Sprint("post ", i), []string{"", "a", "b", fmt.Sprint(i)}[rng.IntN(4)]
		all = append(all, told{print, post, author, x.Add(print, post, author)})
		again := all[rng.IntN(len(all))]
		if got := x.Add(again.print, again.post, again.author); got != again.seen {
			t.Fatalf("%s was told %+v, and %+v when it came again", again.post, again.seen, got)
		}
	}
}

// A store gives posts back in another order than they came in: what they were told stands.
func TestWhatAPostWasToldStandsAfterARestart(t *testing.T) {
	x := New(100)
	for _, post := range []string{"3", "1", "2"} { // 1 came first, then 2, then 3
		x.Restore(99, 99, post, "a")
	}
	x.Told("1", 0, false)
	x.Told("2", 9, false)
	x.Told("nobody", 9, true)
	for post, want := range map[string]Seen{"1": {Cluster: 99}, "2": {Cluster: 99, Before: 9}, "3": {Cluster: 99}} {
		if got := x.Add(99, post, "a"); got != want {
			t.Errorf("post %s is told %+v, want %+v", post, got, want)
		}
	}
	if got := x.Add(99, "4", "a"); got != (Seen{Cluster: 99, Before: 3, SameAuthor: true}) {
		t.Errorf("a new one is told %+v", got)
	}
	if x.Told("4", 1000, true); x.Add(99, "4", "a").Before != enough {
		t.Error("more copies are told than are counted")
	}
}
