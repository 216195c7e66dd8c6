package store

import (
	"context"
	"math"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Figures are the numbers of one set of mentions.
type Figures struct {
	Total         int     `json:"total"`
	Negative      int     `json:"negative"`
	Neutral       int     `json:"neutral"`
	Positive      int     `json:"positive"`
	NSR           float64 `json:"nsr"`            // net sentiment (positive−negative)/(positive+negative), −1…1; 0 when nobody judged
	NegativeShare float64 `json:"negative_share"` // negative ÷ total
	NegativeLow   float64 `json:"negative_low"`   // 95 % Wilson interval of that share
	NegativeHigh  float64 `json:"negative_high"`  //
	Complaints    int     `json:"complaints"`
	ComplaintRate float64 `json:"complaint_rate"` // complaints ÷ total
	Authors       int     `json:"authors"`        // different authors; a post without author counts one
	AuthorsAbout  bool    `json:"authors_about"`  // Authors is an estimate, right to two in a hundred: there are very many
}

// Overview is Figures of a window, and of the equally long window before it.
type Overview struct {
	Figures
	Before Figures `json:"before"` // all zero when the filter has no From or no To
}

// Overview counts the mentions a filter means, and those of the window before.
func (s *Store) Overview(ctx context.Context, f voc.Filter) (Overview, error) {
	windows := []voc.Filter{f}
	if before, ok := windowBefore(f); ok {
		windows = append(windows, before)
	}
	about, settled, err := s.figuresAbout(ctx, f)
	if err != nil {
		return Overview{}, err
	}
	for i, window := range windows {
		if settled && (about[i].Total == 0 || about[i].Total > authorsExact) {
			about[i].AuthorsAbout = about[i].Total > 0
			continue
		}
		if about[i], err = s.figures(ctx, window); err != nil {
			return Overview{}, err
		}
	}
	return Overview{Figures: about[0], Before: about[1]}, nil
}

// figuresAbout are the figures of a window and of the one before from the tallies, their authors estimated;
// settled is false where tallies cannot tell.
func (s *Store) figuresAbout(ctx context.Context, f voc.Filter) (about [2]Figures, settled bool, err error) {
	p := bothWindows(f)
	settled, err = s.settledParams(ctx, f, "", p, "start", "gap_from", "gap_to")
	if err != nil || !settled || p["dimension"] != "" { // only of everything are the authors tallied
		return about, false, err
	}
	type part struct {
		now     bool
		figures Figures
	}
	parts, err := listOnce(ctx, s, "Overview.settled", p, func(r rows) (part, error) {
		var now uint8
		g, err := scanFigures(r, &now)
		return part{now != 0, g}, err
	})
	for _, one := range parts {
		if one.now {
			about[0] = one.figures
		} else {
			about[1] = one.figures
		}
	}
	return about, true, err
}

// figures counts mention by mention.
func (s *Store) figures(ctx context.Context, f voc.Filter) (Figures, error) {
	all, err := listOnce(ctx, s, "Overview", filterParams(f), func(r rows) (Figures, error) { return scanFigures(r) })
	if err != nil || len(all) == 0 {
		return Figures{}, err
	}
	return all[0], nil
}

// scanFigures reads figures that stand behind other columns.
func scanFigures(r rows, before ...any) (Figures, error) {
	var total, negative, neutral, positive, complaints, authors uint64
	err := r.Scan(append(before, &total, &negative, &neutral, &positive, &complaints, &authors)...)
	g := Figures{Total: int(total), Negative: int(negative), Neutral: int(neutral), Positive: int(positive), Complaints: int(complaints), Authors: int(authors)}
	g.derive()
	return g, err
}

// authorsExact is the number of mentions up to which authors are told apart one by one, which needs all
// mentions of the window to be read.
const authorsExact = 50_000

// derive computes the rates from the counts.
func (g *Figures) derive() {
	g.NSR = nsr(g.Positive, g.Negative)
	g.NegativeShare = ratio(g.Negative, g.Total)
	g.NegativeLow, g.NegativeHigh = wilson(g.Negative, g.Total)
	g.ComplaintRate = ratio(g.Complaints, g.Total)
}

// nsr is the net sentiment rate, 净情感.
func nsr(positive, negative int) float64 { return ratio(positive-negative, positive+negative) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// wilson is Wilson's score interval (1927) of a share at 95 %: unlike the textbook interval it stays
// inside 0…1 and is right for small n.
func wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 0
	}
	const z = 1.959963984540054
	p, m := float64(k)/float64(n), float64(n)
	centre := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	scale := 1 + z*z/m
	return max(0, (centre-half)/scale), min(1, (centre+half)/scale)
}

// windowBefore is the same filter over the window f is compared with: the equally long one that ends
// where f begins, or the same days of the year before. Of more than a year, the latter would lie
// within f itself; then it is the former.
func windowBefore(f voc.Filter) (voc.Filter, bool) {
	if f.From.IsZero() || f.To.IsZero() || !f.From.Before(f.To) {
		return f, false
	}
	if f.Compare == voc.CompareYear && !f.To.AddDate(-1, 0, 0).After(f.From) {
		f.From, f.To = f.From.AddDate(-1, 0, 0), f.To.AddDate(-1, 0, 0)
		return f, true
	}
	f.From, f.To = f.From.Add(-f.To.Sub(f.From)), f.From
	return f, true
}

// TrendPoint is one bucket of a trend.
type TrendPoint struct {
	At         time.Time `json:"at"` // start of the bucket
	Total      int       `json:"total"`
	Negative   int       `json:"negative"`
	Neutral    int       `json:"neutral"`
	Positive   int       `json:"positive"`
	Complaints int       `json:"complaints"`
	NSR        float64   `json:"nsr"`
	Coverage   float64   `json:"coverage"` // as in Counts: below 1 a low number is not a fact
}

// Trend counts by bucket between f.From and f.To, both of which must be given; buckets begin at
// f.From, so give a From at the start of an hour or day. Every bucket is present.
func (s *Store) Trend(ctx context.Context, f voc.Filter, step time.Duration) ([]TrendPoint, error) {
	starts, err := bucketStarts(f.From, f.To, step)
	if err != nil {
		return nil, err
	}
	heard, err := s.listening(ctx, f.Sources, f.Brands)
	if err != nil {
		return nil, err
	}
	coverage := heard.coverage(starts, step)
	points := make([]TrendPoint, len(starts))
	p := filterParams(f)
	p["step"] = step.Milliseconds()
	query := "Trend"
	if step%time.Hour == 0 && f.From.Equal(f.From.Truncate(time.Hour)) {
		settled, err := s.settledParams(ctx, f, "", p)
		if err != nil {
			return nil, err
		}
		if settled {
			query = "Trend.settled"
		}
	}
	err = s.read(ctx, query, p, func() {
		for i, at := range starts {
			points[i] = TrendPoint{At: at, Coverage: coverage[i]}
		}
	}, func(r rows) error {
		var bucket int64
		var total, negative, neutral, positive, complaints uint64
		if err := r.Scan(&bucket, &total, &negative, &neutral, &positive, &complaints); err != nil {
			return err
		}
		if bucket >= 0 && bucket < int64(len(points)) {
			t := &points[bucket]
			t.Total, t.Negative, t.Neutral, t.Positive, t.Complaints = int(total), int(negative), int(neutral), int(positive), int(complaints)
			t.NSR = nsr(t.Positive, t.Negative)
		}
		return nil
	})
	return points, err
}

// Before is the same filter over the window its counts are compared with; false when it has no From or
// no To. See voc.Filter.Compare.
func Before(f voc.Filter) (voc.Filter, bool) { return windowBefore(f) }
