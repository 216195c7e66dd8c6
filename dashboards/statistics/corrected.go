package statistics

import (
	"maps"
	"slices"
	"strings"
)

// Read is one mention of an audit: what a person found, beside the stratum the analysis puts it in.
type Read struct {
	Stratum string  // as in the shares: "qingheng/negative/sure"
	Weight  float64 // how many mentions it stands for: the stratum it was drawn from over those read of it
	Yes     bool    // the person found what is counted
}

// Estimate is a share in a whole of which only a sample was read.
type Estimate struct {
	Share     float64 `json:"share"`     // estimated without bias from the readings
	Low       float64 `json:"low"`       // the interval
	High      float64 `json:"high"`      //
	Read      int     `json:"read"`      // readings it rests on
	Effective float64 `json:"effective"` // as many readings of equal weight would tell as much
	Blind     float64 `json:"blind"`     // part of the whole in strata of which nothing was read
}

// prior is what is known of a stratum before it is read: as much as a third of a yes and a third of a
// no. Simulations choose it: with none, a stratum of forty without a single yes would be taken for
// certain; with a half each, six strata together push a rare share up.
const prior = 1.0 / 3

// Corrected estimates the share of yes in a whole that lies in strata with known shares (they add up
// to 1), when the error of the analysis is known only from a sample that people read.
//
//	share = Σ W_h · p_h,  p_h = Σ w·y / Σ w over the readings of stratum h
//
// W_h is the stratum's share in the whole and w the design weight of a reading. The interval: p_h is
// taken as Beta(k_h + ⅓, m_h − k_h + ⅓) with the effective number of readings m_h = (Σw)² / Σw² and
// k_h = p_h·m_h; mean and variance of Σ W_h·p_h are matched by one Beta distribution, whose quantiles
// at (1 ± level) / 2 are the ends. A stratum of which nothing was read borrows the readings of the
// strata it shares the longest beginning with, up to a slash, and is counted in Blind. Without any
// reading the interval is 0 to 1.
func Corrected(shares map[string]float64, read []Read, level float64) Estimate {
	e := Estimate{Read: len(read)}
	if len(read) == 0 {
		e.High, e.Blind = 1, 1
		return e
	}
	sums := bands(read)
	mean, variance := 0.0, 0.0
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		w := shares[name]
		found, own := lookup(sums, name)
		if !own {
			e.Blind += w
		}
		m := found.effective()
		p := found.yes / found.all
		a, b := p*m+prior, (1-p)*m+prior
		e.Share += w * p
		mean += w * a / (a + b)
		variance += w * w * a * b / ((a + b) * (a + b) * (a + b + 1))
	}
	e.Share = min(max(e.Share, 0), 1)
	if variance <= 0 || mean <= 0 || mean >= 1 {
		e.Low, e.High = e.Share, e.Share
		return e
	}
	n := mean*(1-mean)/variance - 1
	e.Effective = n
	// Where nothing was found the middle of the distribution lies above the estimate, which stays inside.
	e.Low = min(BetaQuantile((1-level)/2, mean*n, (1-mean)*n), e.Share)
	e.High = max(BetaQuantile((1+level)/2, mean*n, (1-mean)*n), e.Share)
	return e
}

// tally sums the readings of a stratum.
type tally struct{ all, yes, squares float64 }

func (t tally) effective() float64 { return t.all * t.all / t.squares }

// bands sums readings by stratum and by every beginning of its name.
func bands(read []Read) map[string]tally {
	sums := map[string]tally{}
	for _, r := range read {
		for name := r.Stratum; ; name = shorter(name) {
			t := sums[name]
			t.all += r.Weight
			t.squares += r.Weight * r.Weight
			if r.Yes {
				t.yes += r.Weight
			}
			sums[name] = t
			if name == "" {
				break
			}
		}
	}
	return sums
}

// shorter cuts the last part of a name off.
func shorter(name string) string { return name[:max(0, strings.LastIndexByte(name, '/'))] }

// lookup gives what was read of a stratum, or else of those nearest to it.
func lookup(sums map[string]tally, name string) (t tally, own bool) {
	for own = true; ; own = false {
		if t := sums[name]; t.all > 0 {
			return t, own
		}
		name = shorter(name)
	}
}
