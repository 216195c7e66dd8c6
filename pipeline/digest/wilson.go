package digest

import "math"

// wilson is the 95 % interval of a share of k among n (Wilson 1927), which unlike the usual ±
// stays honest when n is small or k is near 0. For n = 0 it is 0…1: nothing is known.
func wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964 // two-sided 95 %
	N, p := float64(n), float64(k)/float64(n)
	middle := p + z*z/(2*N)
	reach := z * math.Sqrt(p*(1-p)/N+z*z/(4*N*N))
	scale := 1 + z*z/N
	return max(0, (middle-reach)/scale), min(1, (middle+reach)/scale)
}
