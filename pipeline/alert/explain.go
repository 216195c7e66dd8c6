package alert

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	overlapping  = "topic" // the dimension of which a mention may have several elements
	explained    = 0.67    // elements are listed until they explain so much of an increase
	leastPart    = 0.10    // an element that brought less is not an explanation
	sparse       = 1.5     // a bucket over so many times the usual belongs to an excess
	longestStart = 24 * time.Hour
)

// Explain says who made an increase from usual to n mentions. Elements carry Dimension, Element, N
// and Usual (over windows of the same length); the answer carries Part as well, holds for each
// dimension the largest parts until 67 % is explained, and begins with the dimension that surprises
// most: where the mix changed, not only the size. After Adtributor (Bhagwan et al., NSDI 2014):
// explanatory power, then Jensen–Shannon surprise.
//
// A mention may name several topics, so each topic's part stands for itself: of 100 more mentions,
// how many name it. All other dimensions divide mentions up: the parts of their elements add up to
// 1 where every mention has one, also when some elements fell meanwhile, and what is missing is what
// has no place. Nil when there is no increase.
func Explain(n int, usual float64, elements []voc.Share) []voc.Share {
	increase := float64(n) - usual
	if increase <= 0 {
		return nil
	}
	byDimension, rise := map[string][]voc.Share{}, map[string]float64{}
	for _, e := range elements {
		e.Part = float64(e.N) - e.Usual
		rise[e.Dimension] += max(0, e.Part)
		byDimension[e.Dimension] = append(byDimension[e.Dimension], e)
	}
	var answers []answer
	for dimension, shares := range byDimension {
		whole := increase
		if dimension != overlapping {
			whole = max(increase, rise[dimension])
		}
		for i := range shares {
			shares[i].Part /= whole
		}
		if a := answerOf(shares, n, max(usual, 1e-9)); a.shares != nil {
			answers = append(answers, a)
		}
	}
	slices.SortFunc(answers, func(a, b answer) int {
		return cmp.Or(-cmp.Compare(a.surprise, b.surprise), cmp.Compare(a.shares[0].Dimension, b.shares[0].Dimension))
	})
	var all []voc.Share
	for _, a := range answers {
		all = append(all, a.shares...)
	}
	return all
}

// answer is what one dimension says of an increase, and how much it surprises.
type answer struct {
	shares   []voc.Share
	surprise float64
}

// answerOf takes the largest parts of a dimension until enough is explained; none when every part
// is too small to be an explanation.
func answerOf(shares []voc.Share, n int, usual float64) answer {
	slices.SortFunc(shares, func(a, b voc.Share) int {
		return cmp.Or(-cmp.Compare(a.Part, b.Part), cmp.Compare(a.Element, b.Element))
	})
	var a answer
	var sum float64
	for _, s := range shares {
		if s.Part < leastPart || sum >= explained {
			break
		}
		sum += s.Part
		a.surprise += divergence(s.Usual/usual, float64(s.N)/float64(n))
		s.Part = min(s.Part, 1)
		a.shares = append(a.shares, s)
	}
	return a
}

// divergence is one element's part of the Jensen–Shannon divergence between the usual mix (p) and
// the present one (q), in nats.
func divergence(p, q float64) float64 {
	p, q = min(p, 1), min(q, 1)
	var d float64
	if p > 0 {
		d += 0.5 * p * math.Log(2*p/(p+q))
	}
	if q > 0 {
		d += 0.5 * q * math.Log(2*q/(p+q))
	}
	return d
}

// Began is when the excess that a spike reports began: the change point that explains the counts up
// to the bucket that fired best, between the rate that is still usual (the upper edge of the expected
// band, where it is known) and that of the spike's own hour. Counts are in order of time, all buckets
// of the given width. It never goes back more than a day, and never further than the counts.
func Began(counts []voc.Count, spike voc.Spike, step time.Duration) time.Time {
	perBucket := float64(step) / float64(time.Hour)
	hour := 0
	for _, c := range slices.Backward(counts) {
		if c.At.Before(spike.At) && spike.At.Sub(c.At) <= time.Hour {
			hour += c.N
		}
	}
	usual := max(sparse*spike.Usual, spike.High, leastUsual) * perBucket
	loud := max(float64(hour)*perBucket, 2*usual)
	// Of two Poisson rates, each post speaks for the louder one by as much as this rate speaks
	// against it: where the sum of both is highest, the change was.
	between := (loud - usual) / math.Log(loud/usual)
	began, sum, best := spike.At.Add(-step), 0.0, 0.0
	for _, c := range slices.Backward(counts) {
		if !c.At.Before(spike.At) {
			continue
		}
		if spike.At.Sub(c.At) > longestStart {
			break
		}
		if sum += float64(c.N) - between; sum > best && c.N > 0 {
			best, began = sum, c.At
		}
	}
	return began
}
