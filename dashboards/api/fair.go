package api

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Fair is what brands were compared over, and what was left out so that the comparison is fair: only
// sources that hear of every one of them, and only hours in which each of those was heard.
type Fair struct {
	Sources  []voc.SourceID `json:"sources" doc:"Compared over these alone: what to filter by"`
	Without  []string       `json:"without" doc:"Stretches of time left out, FROM/TO: what to filter by"`
	LeftOut  []LeftOut      `json:"left_out" doc:"Sources left out, and why"`
	Hours    float64        `json:"hours" doc:"Hours left out"`
	Of       float64        `json:"of" doc:"Hours of the window that have passed"`
	Mentions int            `json:"mentions" doc:"Mentions of these brands that were left out"`
	Counted  int            `json:"counted" doc:"Mentions of these brands that were compared"`
}

// LeftOut is one source that was left out.
type LeftOut struct {
	Source   voc.SourceID  `json:"source"`
	Title    string        `json:"title"`
	Why      string        `json:"why" enum:"one-sided,unmeasured,poor" doc:"one-sided: it does not hear of every brand; unmeasured: nobody knows when it was heard (pushed or imported); poor: it was heard for less than four fifths of the time"`
	Brands   []voc.BrandID `json:"brands" doc:"One-sided: the brands its platform is heard for"`
	Heard    *float64      `json:"heard" doc:"Poor: share of the time it was heard"`
	Platform string        `json:"platform"`
}

// nothing is a source that does not exist: what a comparison over no source at all is over.
const nothing = voc.SourceID("-")

// leastShared is for which share of the time a source must have been heard to be compared over; one
// that was heard less would cost the comparison more hours than it brings.
const leastShared = 0.8

// fairly narrows a filter to what was collected for all of the brands.
func (a *door) fairly(ctx context.Context, f voc.Filter, brands []voc.BrandID) (voc.Filter, Fair, error) {
	heard, err := a.heardOf(ctx, voc.Filter{From: f.From, To: f.To, Sources: f.Sources})
	if err != nil {
		return f, Fair{}, err
	}
	kept, left := shared(meantBy(f, a.sourcesOf(ctx)), brands, heard)
	fair := Fair{Sources: []voc.SourceID{}, Without: []string{}, LeftOut: left}
	for _, s := range kept {
		fair.Sources = append(fair.Sources, s.ID)
	}
	g := f
	g.Brands, g.Sources = brands, fair.Sources
	end := f.To
	if now := a.Now(); end.After(now) {
		end = now
	}
	fair.Of = max(0, end.Sub(f.From).Hours())
	if len(kept) == 0 {
		fair.Sources, g.Sources = []voc.SourceID{nothing}, []voc.SourceID{nothing}
		fair.Hours = fair.Of
		return g, fair, nil
	}
	gaps, err := a.Store.Unheard(ctx, voc.Filter{From: f.From, To: end, Sources: fair.Sources})
	if err != nil {
		return f, fair, err
	}
	for _, s := range united(gaps, f.From, f.To) {
		fair.Without = append(fair.Without, written(s))
		if s.To.After(end) {
			s.To = end
		}
		fair.Hours += max(0, s.To.Sub(s.From).Hours())
		g.Without = append(g.Without, s)
	}
	return g, fair, nil
}

// meantBy are the sources a filter means.
func meantBy(f voc.Filter, sources []voc.Source) []voc.Source {
	return slices.DeleteFunc(slices.Clone(sources), func(s voc.Source) bool {
		return s.Disabled || len(f.Sources) > 0 && !slices.Contains(f.Sources, s.ID) || len(f.Platforms) > 0 && !slices.Contains(f.Platforms, s.Platform)
	})
}

// shared parts sources into those brands may be compared over and those left out. A platform is
// shared when a source of it hears of every brand, or when each brand has a source of its own there;
// then a source of one brand alone is kept only if each of the others has one too.
func shared(sources []voc.Source, brands []voc.BrandID, heard map[voc.SourceID]float64) (kept []voc.Source, left []LeftOut) {
	left = []LeftOut{}
	var platforms []string
	of := map[string][]voc.Source{}
	for _, s := range sources {
		out := LeftOut{Source: s.ID, Title: cmp.Or(s.Title, string(s.ID)), Platform: s.Platform, Brands: []voc.BrandID{}}
		h, known := heard[s.ID]
		switch {
		case s.Brand != "" && !slices.Contains(brands, s.Brand):
			continue // of a brand that is not compared: nobody misses it
		case !regular(s) || !known:
			out.Why = "unmeasured"
			left = append(left, out)
			continue
		case h < leastShared:
			out.Why, out.Heard = "poor", &h
			left = append(left, out)
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
		everyone := len(own) == len(brands)
		for _, s := range of[key] {
			if s.Brand == "" || everyone {
				kept = append(kept, s)
				continue
			}
			left = append(left, LeftOut{Source: s.ID, Title: cmp.Or(s.Title, string(s.ID)), Why: "one-sided", Platform: s.Platform, Brands: own})
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

// mostSpans bounds what a link has to say; beyond it whole days are left out.
const mostSpans = 100

// united are the whole hours that gaps touch within a window, joined; whole days of 24 hours where there are
// too many of them.
func united(gaps []voc.Gap, from, to time.Time) []voc.Span {
	spans := widened(gaps, from, to, time.Hour)
	if len(spans) > mostSpans {
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

// written puts a span as the parameter without is written.
func written(s voc.Span) string {
	return s.From.UTC().Format(time.RFC3339) + "/" + s.To.UTC().Format(time.RFC3339)
}

// without reads stretches of time that are to be left out.
func (r *reader) without(list []string) []voc.Span {
	if len(list) > 2*mostSpans {
		r.add("without", strconv.Itoa(len(list)), "name at most 200 stretches", "最多写 200 段")
		return nil
	}
	var spans []voc.Span
	for _, text := range list {
		from, to, ok := strings.Cut(text, "/")
		a, err := time.Parse(time.RFC3339, from)
		b, err2 := time.Parse(time.RFC3339, to)
		if !ok || err != nil || err2 != nil || !a.Before(b) {
			r.add("without", text, "write FROM/TO in RFC 3339, the first earlier: 2026-01-31T10:00:00Z/2026-01-31T12:00:00Z", "请写 起/止 两个时刻，前者更早，例如 2026-01-31T10:00:00Z/2026-01-31T12:00:00Z")
			continue
		}
		spans = append(spans, voc.Span{From: a, To: b})
	}
	return spans
}
