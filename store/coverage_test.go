package store

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// usually is a volume that is the same at all hours.
func usually(n float32) *Volume {
	v := &Volume{Known: true}
	for i := range v.Hours {
		v.Hours[i] = n
	}
	return v
}

func named(id voc.SourceID) voc.Source {
	return voc.Source{ID: id, Kind: voc.KindHTML, Schedule: "@every 1h", Every: time.Hour}
}

// hoursFrom are the starts of n buckets.
func hoursFrom(at float64, n int, step time.Duration) []time.Time {
	starts := make([]time.Time, n)
	for i := range starts {
		starts[i] = hour(at).Add(time.Duration(i) * step)
	}
	return starts
}

func rounded(cover []float64) []float64 {
	out := make([]float64, len(cover))
	for i, c := range cover {
		out[i] = math.Round(c*1000) / 1000
	}
	return out
}

func TestCoverageIsWeighedByWhatSourcesBring(t *testing.T) {
	two := []voc.Source{named("loud"), named("quiet")}
	heardTo := func(loud, quiet float64) map[voc.SourceID]record {
		return map[voc.SourceID]record{"loud": {first: dawn, heard: hour(loud)}, "quiet": {first: dawn, heard: hour(quiet)}}
	}
	volumes := map[voc.SourceID]*Volume{"loud": usually(9), "quiet": usually(1)}
	lost := heardTo(20, 20)
	lost["loud"] = record{first: dawn, heard: hour(20), lost: []voc.Gap{{Span: voc.Span{From: hour(1.5), To: hour(1.75)}}, {Span: voc.Span{From: hour(1.8), To: hour(2)}}}}
	sunday := &Volume{Known: true}
	sunday.Hours[6*24+12] = 5 // noon in China, four in the morning in London
	for _, c := range []struct {
		sentence string
		sources  []voc.Source
		records  map[voc.SourceID]record
		volumes  map[voc.SourceID]*Volume
		now      float64
		starts   []time.Time
		step     time.Duration
		want     []float64
	}{
		{"no source is expected", nil, nil, nil, 20, hoursFrom(0, 2, time.Hour), time.Hour, []float64{1, 1}},
		{"the loud one missing leaves little", two, heardTo(1, 20), volumes, 20, hoursFrom(0, 3, time.Hour), time.Hour, []float64{1, 0.1, 0.1}},
		{"the quiet one missing hardly matters", two, heardTo(20, 1), volumes, 20, hoursFrom(0, 2, time.Hour), time.Hour, []float64{1, 0.9}},
		{"all alike while nothing is known", two, heardTo(1, 20), nil, 20, hoursFrom(0, 2, time.Hour), time.Hour, []float64{1, 0.5}},
		{"one that is new counts like the others on average", two, heardTo(1, 20), map[voc.SourceID]*Volume{"loud": usually(9), "quiet": {}}, 20, hoursFrom(0, 2, time.Hour), time.Hour, []float64{1, 0.5}},
		{"one never visited was not heard", two, map[voc.SourceID]record{"loud": {first: dawn, heard: hour(20)}}, nil, 20, hoursFrom(0, 1, time.Hour), time.Hour, []float64{0.5}},
		{"a lost hour is lost once, however many pieces of it", two, lost, volumes, 20, hoursFrom(0, 4, time.Hour), time.Hour, []float64{1, 0.1, 1, 1}},
		{"of a day only the lost hour counts", two, lost, volumes, 48, hoursFrom(0, 1, 20*time.Hour), 20 * time.Hour, []float64{0.955}},
		{"five minutes of a source that was heard to minute three count nothing", two, heardTo(0.05, 20), volumes, 20, hoursFrom(0, 1, 5*time.Minute), 5 * time.Minute, []float64{0.1}},
		{"hours of the week are the zone's", []voc.Source{named("loud"), named("quiet")}, map[voc.SourceID]record{"loud": {first: dawn, heard: hour(200)}, "quiet": {first: dawn, heard: hour(1)}},
			map[voc.SourceID]*Volume{"loud": usually(5), "quiet": sunday}, 200, hoursFrom(6*24+3, 3, time.Hour), time.Hour, []float64{1, 0.5, 1}},
		{"hours in which nothing is ever said are shared alike", two, heardTo(1, 20), map[voc.SourceID]*Volume{"loud": usually(0), "quiet": usually(0)}, 20, hoursFrom(1, 1, time.Hour), time.Hour, []float64{0.5}},
		{"the running hour: nobody is late, so all of it that has passed was heard", two, heardTo(19, 19.5), volumes, 20.25, hoursFrom(19, 3, time.Hour), time.Hour, []float64{0, 1, 0}},
		{"the running hour: who is late was not heard", two, heardTo(17, 19.5), volumes, 20.25, hoursFrom(20, 1, time.Hour), time.Hour, []float64{0.1}},
		{"the running day is judged by the hours that have passed", two, heardTo(19, 10), volumes, 20, hoursFrom(0, 1, 24*time.Hour), 24 * time.Hour, []float64{0.95}},
	} {
		l := listen(c.sources, c.records, c.volumes, hour(c.now), china)
		if got := rounded(l.coverage(c.starts, c.step)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: coverage %v, want %v", c.sentence, got, c.want)
		}
	}
}

// The quick way of counting what is missing gives what one gets by asking every source about every
// piece of every bucket.
func TestCoverageAgreesWithAskingEverySource(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 200 {
		now := hour(30 + 5*r.Float64())
		var sources []voc.Source
		records, volumes := map[voc.SourceID]record{}, map[voc.SourceID]*Volume{}
		for i := range 1 + r.IntN(4) {
			src := named(voc.SourceID(rune('a' + i)))
			sources = append(sources, src)
			if r.IntN(5) > 0 {
				records[src.ID] = recordOf(someVisits(r))
			}
			if r.IntN(3) > 0 {
				volumes[src.ID] = usually(float32(r.IntN(20)))
			}
		}
		step := []time.Duration{5 * time.Minute, time.Hour, 3 * time.Hour, 24 * time.Hour}[r.IntN(4)]
		starts := hoursFrom(float64(r.IntN(10)), 1+r.IntN(12), step)
		l := listen(sources, records, volumes, now, china)
		got := l.coverage(starts, step)
		for i, start := range starts {
			if want := l.asked(start, step); math.Abs(got[i]-want) > 1e-6 {
				t.Fatalf("round %d: bucket %v of %v has coverage %v, asking gives %v", round, start, step, got[i], want)
			}
		}
		if slices.ContainsFunc(got, func(c float64) bool { return !(c >= 0 && c <= 1) }) {
			t.Fatalf("coverage %v is no share", got)
		}
	}
}

// asked is coverage of one bucket, the slow way.
func (l *listening) asked(start time.Time, step time.Duration) float64 {
	var all, missed float64
	for at := start; at.Before(start.Add(step)) && at.Before(l.now); at = at.Add(time.Hour) {
		end := at.Add(time.Hour)
		for _, e := range []time.Time{start.Add(step), l.now} {
			if end.After(e) {
				end = e
			}
		}
		for i := range l.all {
			one := &l.all[i]
			w := one.weight[hourOfWeek(at.In(l.zone))] * end.Sub(at).Hours()
			all += w
			runs := !l.now.Before(start) && l.now.Before(start.Add(step)) && !one.record.heard.IsZero() && !one.record.late(one.source, l.now)
			if overlapsAny(gapSpans(one.record.lost), at, end) || one.record.heard.Before(end) && !runs {
				missed += w
			}
		}
	}
	if all == 0 {
		return 0
	}
	return 1 - missed/all
}

// A long trend of many sources is asked for every few minutes by every rule.
func BenchmarkCoverage(b *testing.B) {
	var sources []voc.Source
	records := map[voc.SourceID]record{}
	for i := range 1000 {
		src := named(voc.SourceID(time.Duration(i).String()))
		sources = append(sources, src)
		records[src.ID] = record{first: dawn, heard: hour(90*24 - 1)}
	}
	starts := hoursFrom(0, 90*24*12, 5*time.Minute)
	l := listen(sources, records, nil, hour(90*24), china)
	for b.Loop() {
		l.coverage(starts, 5*time.Minute)
	}
}
