package api

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
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

// shared parts sources into those brands may be compared over and those left out.
func shared(sources []voc.Source, brands []voc.BrandID, heard map[voc.SourceID]float64) (kept []voc.Source, left []LeftOut) {
	kept, unshared := statistics.Shared(sources, brands, heard)
	left = []LeftOut{}
	for _, u := range unshared {
		out := LeftOut{Source: u.Source.ID, Title: cmp.Or(u.Source.Title, string(u.Source.ID)), Why: u.Why, Platform: u.Source.Platform, Brands: []voc.BrandID{}}
		switch u.Why {
		case statistics.OneSided:
			out.Brands = u.Brands
		case statistics.Poor:
			out.Heard = &u.Heard
		}
		left = append(left, out)
	}
	return kept, left
}

// mostSpans bounds what a link has to say.
const mostSpans = statistics.MostSpans

// united are the whole hours that gaps touch within a window, joined.
func united(gaps []voc.Gap, from, to time.Time) []voc.Span { return statistics.United(gaps, from, to) }

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
