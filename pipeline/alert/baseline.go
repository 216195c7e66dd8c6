package alert

import "math"

// level is the usual size of an hour and how much hours scatter around it, both learned with
// exponentially fading memory. Fading weights are kept beside the sums, so that the first day is
// an honest mean of few hours and not a slow climb from zero.
type level struct {
	fade, scatterFade    float64 // weight left after one bucket
	sum, weight          float64
	scatter, scatterMass float64
	n                    int // hours learned
}

func newLevel(halfLife, scatterHalfLife float64) level {
	return level{fade: math.Exp2(-1 / halfLife), scatterFade: math.Exp2(-1 / scatterHalfLife)}
}

// mean is the expected hour. It is never below leastUsual: "twice nothing" is not a burst.
func (l *level) mean() float64 {
	if l.weight == 0 {
		return leastUsual
	}
	return max(l.sum/l.weight, leastUsual)
}

// phi is the overdispersion: variance = mean + phi·mean². Zero would be Poisson, which people
// talking about one thing never are.
func (l *level) phi() float64 {
	if l.scatterMass == 0 {
		return leastScatter
	}
	return max(l.scatter/l.scatterMass, leastScatter)
}

func (l *level) sd() float64 {
	m := l.mean()
	return math.Sqrt(m + l.phi()*m*m)
}

// learn takes in one hour. Counts are clipped at six standard deviations, so that a burst cannot
// teach the level that bursts are usual.
func (l *level) learn(x float64) {
	m := l.mean()
	if l.n >= clipAfter {
		x = min(x, m+6*l.sd())
	}
	if l.n > 0 {
		d := x - m
		l.scatter = l.scatter*l.scatterFade + (d*d-m)/(m*m)
		l.scatterMass = l.scatterMass*l.scatterFade + 1
	}
	l.sum = l.sum*l.fade + x
	l.weight = l.weight*l.fade + 1
	l.n++
}

// surprise is how improbable an hour of x is under a negative binomial of mean m and
// overdispersion phi, in nats (the log likelihood ratio against a mean of x). 0 when x ≤ m.
func surprise(x, m, phi float64) float64 {
	if x <= m {
		return 0
	}
	r := 1 / phi
	return x*math.Log(x/m) - (x+r)*math.Log((x+r)/(m+r))
}
