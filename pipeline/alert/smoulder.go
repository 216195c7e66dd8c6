package alert

import (
	"math"
	"time"
)

// smoulderSpan is the time over which evidence that is too weak by itself adds up.
const smoulderSpan = 3 * time.Hour

// smoulder adds up what single buckets show. Some matters never have an hour that stands out, yet
// a whole afternoon in which every bucket comes near: as much evidence in three hours as an hour
// at the threshold gives counts as much as one bucket at it.
//
// What a bucket shows counts up to 1: how long it goes on is asked here, not how loud it is. So a
// burst that is over does not go on speaking through its past. Buckets not collected show nothing.
type smoulder struct {
	hour   int         // buckets in one
	at     int         // how many buckets were pushed
	recent ring[int32] // what each showed, in thousandths: whole numbers, so that sums never drift
	sum    int32
}

func newSmoulder(step time.Duration) smoulder {
	return smoulder{hour: int(time.Hour / step), recent: newRing[int32](int(smoulderSpan/step) - 1)}
}

func (s smoulder) clone() smoulder {
	s.recent = s.recent.clone()
	return s
}

func perMille(shown float64) int32 { return int32(math.Round(1000 * min(max(shown, 0), 1))) }

// push puts a bucket behind those that follow.
func (s *smoulder) push(shown float64) {
	v := perMille(shown)
	s.sum += v - s.recent.get(s.at) // what stands there is a span old, or the zero it began with
	s.recent.set(s.at, v)
	s.at++
}

// with is what the last three hours show together with the newest bucket.
func (s *smoulder) with(shown float64) float64 {
	return float64(s.sum+perMille(shown)) / float64(1000*s.hour)
}
