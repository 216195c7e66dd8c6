package alert

import (
	"runtime"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// lived is a detector that has lived through four weeks of made-up counts, and the three hours
// after them.
func lived(seed uint64, perHour float64) (*Detector, []voc.Count) {
	counts := made(seed, 29, perHour)
	d := NewDetector(DefaultRule())
	for _, c := range counts[:28*288] {
		d.Step(c)
	}
	return d, counts[28*288 : 28*288+36]
}

// TestTenThousandDetectorsFit: ten thousand series, small and large, are held in less than 1 GB.
func TestTenThousandDetectorsFit(t *testing.T) {
	for _, perHour := range []float64{0.5, 5, 50, 500} {
		d, _ := lived(3, perHour)
		const n = 100
		all := make([]*Detector, n)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for i := range all {
			all[i] = d.Clone()
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(all)
		each := float64(after.HeapAlloc-before.HeapAlloc) / n
		t.Logf("%5.1f posts an hour: %.0f KB a series, %.0f MB for ten thousand", perHour, each/1e3, each*10_000/1e6)
		if each > 100e3 {
			t.Errorf("%.1f posts an hour: a detector holds %.0f KB, want 100 at most", perHour, each/1e3)
		}
	}
}

// TestTenThousandSeriesInFiveSeconds evaluates ten thousand series once as the pipeline does: a
// copy of each settled detector runs over the last three hours. It takes a twentieth of the bound
// on an idle core.
func TestTenThousandSeriesInFiveSeconds(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: a run that looks for races is ten times as slow")
	}
	var settled []*Detector
	var late [][]voc.Count
	for seed := range uint64(20) {
		d, after := lived(seed, float64(1+7*seed))
		settled, late = append(settled, d), append(late, after)
	}
	began := time.Now()
	for i := range 10_000 {
		ahead := settled[i%len(settled)].Clone()
		for _, c := range late[i%len(late)] {
			ahead.Step(c)
		}
	}
	took := time.Since(began)
	t.Logf("ten thousand series in %s", took.Round(time.Millisecond))
	if took > 5*time.Second {
		t.Errorf("ten thousand series took %s, want 5 s at most", took)
	}
}

// BenchmarkTick is one bucket of ten thousand series that all lie in memory at once.
func BenchmarkTick(b *testing.B) {
	var all []*Detector
	var next []voc.Count
	for seed := range uint64(20) {
		d, after := lived(seed, float64(1+7*seed))
		for range 500 {
			all = append(all, d.Clone())
		}
		next = append(next, after...)
	}
	i := 0
	for b.Loop() {
		for n, d := range all {
			c := next[n/500*36]
			c.At = c.At.Add(time.Duration(i) * 5 * time.Minute)
			d.Step(c)
		}
		i++
	}
}
