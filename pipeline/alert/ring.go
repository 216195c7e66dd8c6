package alert

import (
	"math"
	"slices"
)

// ring remembers the newest values of a sequence by their number in it. A number never reached or
// already overwritten reads as zero; which of the two it is, callers know from their own lengths.
type ring[T int32 | bool] struct{ values []T }

func newRing[T int32 | bool](length int) ring[T] { return ring[T]{make([]T, length)} }

func (r ring[T]) set(i int, v T) { r.values[i%len(r.values)] = v }

func (r ring[T]) get(i int) T {
	if i < 0 {
		var zero T
		return zero
	}
	return r.values[i%len(r.values)]
}

func (r ring[T]) clone() ring[T] { return ring[T]{slices.Clone(r.values)} }

// moments are the mean and the standard deviation of a sliding set of whole numbers, kept as exact
// sums: nothing drifts, however long it slides.
type moments struct{ n, sum, squares int64 }

func (m *moments) add(x int64)    { m.n++; m.sum += x; m.squares += x * x }
func (m *moments) remove(x int64) { m.n--; m.sum -= x; m.squares -= x * x }

// sigma is how many standard deviations x lies above the mean. A set that never varied is given
// the deviation of a Poisson count of its mean, at least one post: a first step up is not infinite.
func (m *moments) sigma(x float64) float64 {
	if m.n == 0 {
		return 0
	}
	n := float64(m.n)
	mean := float64(m.sum) / n
	variance := float64(m.squares)/n - mean*mean
	if variance < 1e-9 {
		variance = max(mean, 1)
	}
	return (x - mean) / math.Sqrt(variance)
}
