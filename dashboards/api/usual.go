package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// UsualPoint is what was to be expected of one bucket of the curve.
type UsualPoint struct {
	At   time.Time `json:"at" doc:"Start of the bucket, as in the trend"`
	Mean *float64  `json:"mean" doc:"What the same hour or weekday of the weeks before brought on average; null when too few of them are known"`
	Low  *float64  `json:"low" doc:"Lower end of the 90 % interval the bucket was expected in"`
	High *float64  `json:"high" doc:"Upper end of it"`
}

// Usual is what the curve would look like if nothing had happened, and where it was drawn with another ruler.
type Usual struct {
	Step   string       `json:"step" enum:"hour,day"`
	Points []UsualPoint `json:"points"`
	Rulers []RulerMark  `json:"rulers" doc:"Where most mentions began to be analysed by another model, dictionary or taxonomy"`
}

const (
	usualWeeks = 8   // looked back
	usualLeast = 4   // of them must be known
	usualLevel = 0.9 // of the interval
	usualHeard = 0.9 // least coverage of a bucket that is learnt from
)

func (a *door) usualOperations() {
	get(a, "/trend/usual", "usual", "What the curve was expected to be from the weeks before, and where the analysis changed", a.usual)
	get(a, "/trend/rulers", "rulers", "Where the analysis changed within a window, with what that alone did: for every chart that has a time axis", a.rulers)
}

func (a *door) usual(ctx context.Context, in *trendIn) (*answer[Usual], error) {
	f, step, width, err := a.trendWindow(ctx, in)
	if err != nil {
		return nil, err
	}
	back := f
	back.From = f.From.Add(-usualWeeks * 7 * 24 * time.Hour)
	points, err := a.Store.Trend(ctx, back, width)
	if err != nil {
		return nil, a.fail(ctx, "usual", err)
	}
	marks, err := a.marksOf(ctx, f, width)
	if err != nil {
		return nil, err
	}
	var alerts []voc.Alert
	for _, al := range a.alertsOf(ctx) {
		if ofBrands(f.Brands, al.Brand) {
			alerts = append(alerts, al)
		}
	}
	out := Usual{Step: step, Rulers: marks, Points: usualPoints(points, calm(points, width, alerts, a.Now()), f.From, width)}
	for i := range out.Points {
		out.Points[i].At = out.Points[i].At.In(a.Location)
	}
	return &answer[Usual]{Body: out}, nil
}

// calm tells of each bucket whether something can be learnt from it: it is over, was collected, and no
// incident ran in it. What is unusual must not become what is expected.
func calm(points []store.TrendPoint, width time.Duration, alerts []voc.Alert, now time.Time) []bool {
	all := make([]bool, len(points))
	for i, p := range points {
		end := p.At.Add(width)
		all[i] = p.Coverage >= usualHeard && !end.After(now)
		for _, al := range alerts {
			all[i] = all[i] && !ran(al, p.At, end)
		}
	}
	return all
}

// usualPoints gives the band for the buckets from a moment on, each from the calm ones a whole number of
// weeks before it. How far counts vary is learnt from the weeks before the window alone.
func usualPoints(points []store.TrendPoint, calm []bool, from time.Time, width time.Duration) []UsualPoint {
	week := int(7 * 24 * time.Hour / width)
	first := 0
	for first < len(points) && points[first].At.Before(from) {
		first++
	}
	slots := make([][]int, week)
	for i := range first {
		if calm[i] {
			slots[i%week] = append(slots[i%week], points[i].Total)
		}
	}
	dispersion := statistics.Dispersion(slots)
	out := make([]UsualPoint, 0, len(points)-first)
	for i := first; i < len(points); i++ {
		var earlier []int
		for k := 1; k <= usualWeeks && i-k*week >= 0; k++ {
			if calm[i-k*week] {
				earlier = append(earlier, points[i-k*week].Total)
			}
		}
		p := UsualPoint{At: points[i].At}
		if len(earlier) >= usualLeast {
			if u, ok := statistics.Expect(earlier, dispersion, usualLevel); ok {
				p.Mean, p.Low, p.High = &u.Mean, &u.Low, &u.High
			}
		}
		out = append(out, p)
	}
	return out
}
