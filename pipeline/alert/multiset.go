package alert

import "slices"

// multiset counts how often each value occurs, sorted by value. Hour sums of a quiet brand take
// few different values, so two weeks of them fit a few hundred bytes, and adding, removing and
// asking for a high quantile cost well under a microsecond.
type multiset struct {
	values []int64 // ascending, different
	counts []int32 // of values, same index; never 0
	n      int
}

func (m *multiset) add(v int64) {
	m.n++
	i, found := slices.BinarySearch(m.values, v)
	if found {
		m.counts[i]++
		return
	}
	m.values = slices.Insert(m.values, i, v)
	m.counts = slices.Insert(m.counts, i, 1)
}

// remove takes out one v that was added before.
func (m *multiset) remove(v int64) {
	i, found := slices.BinarySearch(m.values, v)
	if !found {
		panic("alert: removes a value that was never added") // a bug of ours, never input
	}
	m.n--
	if m.counts[i]--; m.counts[i] == 0 {
		m.values = slices.Delete(m.values, i, i+1)
		m.counts = slices.Delete(m.counts, i, i+1)
	}
}

// high is the q-quantile, interpolated linearly between the two nearest values. It walks from the
// top, so it is quick for the high quantiles it is used for. 0 when empty.
func (m *multiset) high(q float64) float64 {
	if m.n == 0 {
		return 0
	}
	at := q * float64(m.n-1)
	lower := int(at)
	part := at - float64(lower)
	below := m.n // values at or below the one looked at
	for i := len(m.values) - 1; i >= 0; i-- {
		from := below - int(m.counts[i]) // rank of its first copy
		if lower >= from {
			v := float64(m.values[i])
			if lower == below-1 && i+1 < len(m.values) { // the next rank holds the next value
				v += part * float64(m.values[i+1]-m.values[i])
			}
			return v
		}
		below = from
	}
	return float64(m.values[0])
}

func (m *multiset) clone() multiset {
	return multiset{values: slices.Clone(m.values), counts: slices.Clone(m.counts), n: m.n}
}
