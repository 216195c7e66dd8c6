package statistics

import (
	"cmp"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// LeastShared is for which share of the time a source must have been heard to be compared over; one that was
// heard less would cost the comparison more hours than it brings.
const LeastShared = 0.8

// MostSpans bounds the stretches of time one question leaves out; beyond it whole days are.
const MostSpans = 100

// Why a source is not compared over.
const (
	OneSided   = "one-sided"  // it does not hear of every brand
	Unmeasured = "unmeasured" // nobody knows when it was heard: pushed or imported
	Poor       = "poor"       // it was heard for less than LeastShared of the time
)

// Unshared is a source that brands are not compared over.
type Unshared struct {
	Source voc.Source
	Why    string
	Brands []voc.BrandID // OneSided: those its platform is heard for
	Heard  float64       // Poor: share of the time it was heard
}

// Regular tells whether a source is heard at times of ours: files and pushes come when they come.
func Regular(s voc.Source) bool {
	return !s.Disabled && s.Schedule != "" && s.Kind != voc.KindImport && s.Kind != voc.KindPush
}

// HeardFor is for which share of a window each regular source was heard, 0 to 1; none for a window that is empty.
func HeardFor(sources []voc.Source, gaps []voc.Gap, from, to time.Time) map[voc.SourceID]float64 {
	heard := map[voc.SourceID]float64{}
	length := to.Sub(from)
	if length <= 0 {
		return heard
	}
	lost := map[voc.SourceID]time.Duration{}
	for _, g := range gaps {
		if g.From.Before(from) {
			g.From = from
		}
		if g.To.After(to) {
			g.To = to
		}
		if g.From.Before(g.To) {
			lost[g.Source] += g.To.Sub(g.From)
		}
	}
	for _, s := range sources {
		if Regular(s) {
			heard[s.ID] = max(0, 1-float64(lost[s.ID])/float64(length))
		}
	}
	return heard
}

// Shared parts sources into those brands may be compared over and those left out. A platform is shared when a
// source of it hears of every brand, or when each brand has a source of its own there; then a source of one brand
// alone is kept only if each of the others has one too. A source of a brand that is not compared is in neither:
// nobody misses it.
func Shared(sources []voc.Source, brands []voc.BrandID, heard map[voc.SourceID]float64) (kept []voc.Source, left []Unshared) {
	var platforms []string
	of := map[string][]voc.Source{}
	for _, s := range sources {
		h, known := heard[s.ID]
		switch {
		case s.Brand != "" && !slices.Contains(brands, s.Brand):
			continue
		case !Regular(s) || !known:
			left = append(left, Unshared{Source: s, Why: Unmeasured})
			continue
		case h < LeastShared:
			left = append(left, Unshared{Source: s, Why: Poor, Heard: h})
			continue
		}
		key := cmp.Or(s.Platform, string(s.ID))
		if of[key] == nil {
			platforms = append(platforms, key)
		}
		of[key] = append(of[key], s)
	}
	for _, key := range platforms {
		own := owners(of[key])
		for _, s := range of[key] {
			if s.Brand == "" || len(own) == len(brands) {
				kept = append(kept, s)
				continue
			}
			left = append(left, Unshared{Source: s, Why: OneSided, Brands: own})
		}
	}
	return kept, left
}

// owners are the brands that have a source of their own among these.
func owners(sources []voc.Source) []voc.BrandID {
	own := []voc.BrandID{}
	for _, s := range sources {
		if s.Brand != "" && !slices.Contains(own, s.Brand) {
			own = append(own, s.Brand)
		}
	}
	slices.Sort(own)
	return own
}

// United are the whole hours that gaps touch within a window, joined; whole days of 24 hours where there are too
// many of them.
func United(gaps []voc.Gap, from, to time.Time) []voc.Span {
	spans := widened(gaps, from, to, time.Hour)
	if len(spans) > MostSpans {
		spans = widened(gaps, from, to, 24*time.Hour)
	}
	return spans
}

func widened(gaps []voc.Gap, from, to time.Time, step time.Duration) []voc.Span {
	var spans []voc.Span
	for _, g := range gaps {
		s := voc.Span{From: g.From.Truncate(step), To: g.To.Add(step - 1).Truncate(step)}
		if s.From.Before(from) {
			s.From = from
		}
		if s.To.After(to) {
			s.To = to
		}
		if s.From.Before(s.To) {
			spans = append(spans, s)
		}
	}
	slices.SortFunc(spans, func(x, y voc.Span) int { return x.From.Compare(y.From) })
	var joined []voc.Span
	for _, s := range spans {
		if n := len(joined); n > 0 && !s.From.After(joined[n-1].To) {
			if s.To.After(joined[n-1].To) {
				joined[n-1].To = s.To
			}
			continue
		}
		joined = append(joined, s)
	}
	return joined
}
