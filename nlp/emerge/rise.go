package emerge

import "math"

// rise compares n occurrences in a window with those before it.
type rise struct {
	n, before int     // posts with the find: in the window, in history
	expected  float64 // in a window of this size, from history
	sigma     float64 // standard deviations above it
}

// riseOf takes the posts of window and history as the measure, not their hours: that twice as much
// is written this week is not the rise of a word. Half an occurrence is granted to every history, so
// that a word never seen before is expected a little.
func riseOf(n, before, window, history int) rise {
	ratio := float64(window) / float64(max(history, 1))
	r := rise{n: n, before: before, expected: (float64(before) + 0.5) * ratio}
	// The variance of a count, and that of the estimate it is compared with.
	r.sigma = (float64(n) - r.expected) / math.Sqrt(r.expected*(1+ratio)+0.25)
	return r
}

func (r rise) enough(o *Options) bool {
	return r.n >= o.Least && float64(r.n) >= o.Rise*r.expected && r.sigma >= o.Surely
}
