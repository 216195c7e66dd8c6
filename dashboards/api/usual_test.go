package api

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// nineWeeks makes hourly buckets over nine weeks, ten mentions each, and the moment the ninth begins.
func nineWeeks() ([]store.TrendPoint, time.Time) {
	begin := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	points := make([]store.TrendPoint, 9*168)
	for i := range points {
		points[i] = store.TrendPoint{At: begin.Add(time.Duration(i) * time.Hour), Total: 10, Coverage: 1}
	}
	return points, begin.Add(8 * 7 * 24 * time.Hour)
}

func TestWhatIsUsualIsLearntFromCalmHoursOnly(t *testing.T) {
	const hour = 5 // of the week, looked at
	for _, c := range []struct {
		why   string
		spoil func(points []store.TrendPoint) []voc.Alert
		mean  float64
		known bool
	}{
		{"eight weeks of ten", func([]store.TrendPoint) []voc.Alert { return nil }, 10, true},
		{"an incident is not what is usual", func(p []store.TrendPoint) []voc.Alert {
			p[3*168+hour].Total = 900
			return []voc.Alert{{State: voc.AlertResolved, StartedAt: p[3*168+hour].At, ResolvedAt: p[3*168+hour].At.Add(time.Hour)}}
		}, 10, true},
		{"an hour nobody listened to says nothing", func(p []store.TrendPoint) []voc.Alert {
			p[2*168+hour].Total, p[2*168+hour].Coverage = 0, 0.5
			return nil
		}, 10, true},
		{"three weeks are too few", func(p []store.TrendPoint) []voc.Alert {
			for w := range 5 {
				p[w*168+hour].Coverage = 0
			}
			return nil
		}, 0, false},
		{"what really varies moves the mean", func(p []store.TrendPoint) []voc.Alert { p[168+hour].Total = 18; return nil }, 11, true},
	} {
		points, from := nineWeeks()
		alerts := c.spoil(points)
		now := from.Add(7 * 24 * time.Hour)
		got := usualPoints(points, calm(points, time.Hour, alerts, now), from, time.Hour)
		if len(got) != 168 || !got[0].At.Equal(from) {
			t.Fatalf("%s: %d points from %s", c.why, len(got), got[0].At)
		}
		p := got[hour]
		if (p.Mean != nil) != c.known {
			t.Errorf("%s: %+v", c.why, p)
			continue
		}
		if c.known && (*p.Mean != c.mean || *p.Low >= *p.Mean || *p.High <= *p.Mean) {
			t.Errorf("%s: %g in %g to %g, want a mean of %g", c.why, *p.Mean, *p.Low, *p.High, c.mean)
		}
	}
}

func TestTheRunningHourTeachesNothing(t *testing.T) {
	points, from := nineWeeks()
	got := calm(points, time.Hour, nil, from.Add(30*time.Minute))
	if !got[8*168-1] || got[8*168] {
		t.Errorf("the hour before is calm: %v, the running one: %v", got[8*168-1], got[8*168])
	}
}
