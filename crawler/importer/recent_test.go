package importer

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What was told before is known again, among as many as fit.
func TestRecentKnowsWhatWasTold(t *testing.T) {
	var r recent
	random := rand.New(rand.NewPCG(4, 4))
	ids := make([]uint64, 200_000)
	for i := range ids {
		ids[i] = random.Uint64()
		if before, again := r.swap(ids[i], said{uint32(i), 1}); again {
			t.Fatalf("id %d was never told and is known as %+v", i, before)
		}
	}
	lost := 0
	for i, id := range ids {
		before, again := r.swap(id, said{uint32(i), 2})
		if !again {
			lost++
		} else if before != (said{uint32(i), 1}) {
			t.Fatalf("id %d said %+v", i, before)
		}
	}
	if lost > len(ids)/1000 {
		t.Errorf("%d of %d are forgotten", lost, len(ids))
	}
}

// However many there are, the table stays as large as it is; the newest are kept.
func TestRecentForgetsTheOldest(t *testing.T) {
	var r recent
	random := rand.New(rand.NewPCG(5, 5))
	var last []uint64
	for range 3 * mostSlots {
		id := random.Uint64()
		last = append(last, id)
		if len(last) > 10_000 {
			last = last[1:]
		}
		r.swap(id, said{})
	}
	if len(r.slots) != mostSlots {
		t.Errorf("%d slots, want %d", len(r.slots), mostSlots)
	}
	for i, id := range last {
		if _, known := r.find(id); !known {
			t.Errorf("the %dth newest is forgotten", len(last)-i)
		}
	}
}

// rowsOf writes a table of n rows without ever holding it.
func rowsOf(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, err := io.WriteString(w, "评论id,评论内容,发布时间,点赞数\n")
		for i := 0; i < n && err == nil; i++ {
			_, err = fmt.Fprintf(w, "a%d,第%d位客人说排队太久,2026-01-09 08:30:00,%d\n", i, i, i%7)
		}
		w.CloseWithError(err)
	}()
	return r
}

// A file ten times as long needs no more memory once what is remembered is full.
func TestMemoryStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("four hundred thousand rows")
	}
	var peak, base uint64
	look := func() {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapAlloc)
	}
	look()
	base, peak = peak, 0
	taken := 0
	result, err := Read(context.Background(), rowsOf(400_000), "big.csv", Options{Now: now, Written: now}, func(p []voc.Post) error {
		if taken += len(p); taken%100_000 == 0 {
			look()
		}
		return nil
	}, nil)
	if err != nil || result.Posts != 400_000 {
		t.Fatalf("%+v, %v", result, err)
	}
	grown := int64(peak) - int64(base)
	t.Logf("%d rows, %.1f MB more than before", result.Rows, float64(grown)/1e6)
	if grown > 64<<20 {
		t.Errorf("memory grew by %d bytes", grown)
	}
}
