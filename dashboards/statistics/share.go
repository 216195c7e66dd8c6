package statistics

import "math"

// Voices counts mentions together with whose they are, so that a share of them can be given an
// honest interval. The three sums of squares run over authors: of an author with y mentions of this
// brand among m mentions of all compared brands, y², m² and y·m. An author nobody knows is an author
// of one mention.
type Voices struct {
	Own        float64 // mentions of the brand
	All        float64 // mentions of all brands compared
	Authors    float64 // people behind All
	OwnSquares float64 // Σ y²
	AllSquares float64 // Σ m²
	Cross      float64 // Σ y·m
}

// Clustered is the interval of Own/All when mentions come in bundles, an author each. The variance
// of the ratio is estimated between authors (as for a sample of clusters); what it says is put as
// the number of independent mentions that would be as uncertain, and Wilson's interval of that many
// is the answer. So everybody writing once gives Wilson's interval, and a hundred posts of one
// person weigh like little more than one. The second result is that effective number, never more than All.
func Clustered(v Voices, level float64) (Interval, float64) {
	n := Effective(v)
	if n <= 0 {
		return Interval{0, 1}, 0
	}
	return Wilson(v.Own/v.All*n, n, level), n
}

// Effective is the number of independent mentions that would leave Own/All as uncertain as these
// authors do. Where the share is 0 or 1 nothing varies between authors; then bundles alone decide:
// (Σ m)² / Σ m².
func Effective(v Voices) float64 {
	if !(v.All > 0) {
		return 0
	}
	bundles := v.All
	if v.AllSquares > 0 {
		bundles = math.Min(v.All, v.All*v.All/v.AllSquares)
	}
	p := v.Own / v.All
	spread := v.OwnSquares - 2*p*v.Cross + p*p*v.AllSquares
	if p <= 0 || p >= 1 || spread <= 0 || v.Authors < 2 {
		return bundles
	}
	variance := spread / (v.All * v.All) * v.Authors / (v.Authors - 1)
	return math.Min(v.All, p*(1-p)/variance)
}
