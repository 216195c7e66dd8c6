package store

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var dawn = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) // a Monday

func hour(n float64) time.Time { return dawn.Add(time.Duration(n * float64(time.Hour))) }

var forum = voc.Source{ID: "forum", Kind: voc.KindHTML, Schedule: "@every 1h", Every: time.Hour}

// visited is a visit at an hour that heard everything up to then, unless changed.
func visited(at float64, change ...func(*voc.Visit)) voc.Visit {
	v := voc.Visit{Source: "forum", StartedAt: hour(at), EndedAt: hour(at), Outcome: voc.VisitOK, HeardTo: hour(at)}
	for _, f := range change {
		f(&v)
	}
	return v
}

func ended(o voc.VisitOutcome, t voc.Trouble) func(*voc.Visit) {
	return func(v *voc.Visit) { v.Outcome, v.Trouble, v.HeardTo = o, t, time.Time{} }
}

func losing(from, to float64) func(*voc.Visit) {
	return func(v *voc.Visit) { v.LostFrom, v.LostTo = hour(from), hour(to) }
}

func back(from, to float64) func(*voc.Visit) {
	return func(v *voc.Visit) { v.Since, v.Until, v.HeardTo = hour(from), hour(to), time.Time{} }
}

// spansOf writes gaps as hours, and which are open or lost.
func spansOf(gaps []voc.Gap) (spans [][2]float64, open int, lost int) {
	spans = [][2]float64{}
	for _, g := range gaps {
		spans = append(spans, [2]float64{g.From.Sub(dawn).Hours(), g.To.Sub(dawn).Hours()})
		if g.Open {
			open++
		}
		if g.Lost {
			lost++
		}
	}
	return spans, open, lost
}

func TestGapsOf(t *testing.T) {
	failed := ended(voc.VisitFailed, voc.TroubleNetwork)
	passive := forum
	passive.Schedule = ""
	for _, c := range []struct {
		sentence string
		source   voc.Source
		now      float64
		visits   []voc.Visit
		want     [][2]float64
		open     int
	}{
		{"never visited: nothing is known, the state says so", forum, 9, nil, [][2]float64{}, 0},
		{"heard in time", forum, 9, []voc.Visit{visited(7)}, [][2]float64{}, 0},
		{"one visit may be missed, two may not", forum, 9.5, []voc.Visit{visited(7)}, [][2]float64{{7, 9.5}}, 1},
		{"failing is late as well", forum, 9.5, []voc.Visit{visited(7), visited(8, failed), visited(9, failed)}, [][2]float64{{7, 9.5}}, 1},
		{"never heard: since the first try", forum, 9, []voc.Visit{visited(3, failed), visited(8, failed)}, [][2]float64{{3, 9}}, 1},
		{"a later visit catches up on an outage", forum, 9, []voc.Visit{visited(1), visited(3, failed), visited(8)}, [][2]float64{}, 0},
		{"but not on what the site no longer shows", forum, 9, []voc.Visit{visited(1), visited(8, losing(1, 5))}, [][2]float64{{1, 5}}, 0},
		{"a partial visit can find something lost too", forum, 9, []voc.Visit{visited(1), visited(7, ended(voc.VisitPartial, voc.TroubleCap), losing(1, 5)), visited(8)}, [][2]float64{{1, 5}}, 0},
		{"a visit sent back for part of it heals that part", forum, 9, []voc.Visit{visited(8, losing(1, 5)), visited(8.5, back(2, 3))}, [][2]float64{{1, 2}, {3, 5}}, 0},
		{"one that failed heals nothing", forum, 9, []voc.Visit{visited(8, losing(1, 5)), visited(8.5, back(1, 5), failed)}, [][2]float64{{1, 5}}, 0},
		{"one from before the loss heals nothing", forum, 9, []voc.Visit{visited(7, back(1, 5)), visited(8, losing(1, 5))}, [][2]float64{{1, 5}}, 0},
		{"what was lost twice is one gap", forum, 9, []voc.Visit{visited(7, losing(1, 4)), visited(8, losing(3, 6))}, [][2]float64{{1, 3}, {3, 6}}, 0},
		{"a visit sent back without an end heals up to its start", forum, 9, []voc.Visit{visited(8, losing(1, 5)), visited(8.5, func(v *voc.Visit) { v.Since = hour(2) })}, [][2]float64{{1, 2}}, 0},
		{"sent back for an outage that joins up with what was heard", forum, 9, []voc.Visit{visited(2), visited(8.5, back(2, 8))}, [][2]float64{}, 0},
		{"sent back for one that does not", forum, 9, []voc.Visit{visited(2), visited(8.5, back(3, 8))}, [][2]float64{{2, 9}}, 1},
		{"a source nobody expects is never late, and can still have lost something", passive, 90, []voc.Visit{visited(8, losing(1, 5))}, [][2]float64{{1, 5}}, 0},
	} {
		for _, order := range []func([]voc.Visit){func([]voc.Visit) {}, slices.Reverse[[]voc.Visit]} {
			visits := slices.Clone(c.visits)
			order(visits)
			got, open, _ := spansOf(GapsOf(c.source, visits, hour(c.now)))
			if !reflect.DeepEqual(got, c.want) || open != c.open {
				t.Errorf("%s: gaps %v, %d open; want %v, %d", c.sentence, got, open, c.want, c.open)
			}
		}
	}
	got := GapsOf(forum, []voc.Visit{visited(1), visited(5, ended(voc.VisitBlocked, voc.TroubleLogin), func(v *voc.Visit) { v.Missing = "wall" })}, hour(9))
	if len(got) != 1 || got[0].Trouble != voc.TroubleLogin || got[0].Missing != "wall" || got[0].Source != "forum" {
		t.Errorf("the open gap does not say why: %+v", got)
	}
}

func TestGapsAreCutToTheWindow(t *testing.T) {
	gaps := []voc.Gap{{Span: voc.Span{From: hour(1), To: hour(3)}, Lost: true}, {Span: voc.Span{From: hour(7), To: hour(9)}, Open: true}}
	for _, c := range []struct {
		from, to time.Time
		want     [][2]float64
		open     int
	}{
		{time.Time{}, time.Time{}, [][2]float64{{1, 3}, {7, 9}}, 1},
		{hour(2), hour(8), [][2]float64{{2, 3}, {7, 8}}, 0},
		{hour(3), hour(7), [][2]float64{}, 0},
		{hour(2), hour(9), [][2]float64{{2, 3}, {7, 9}}, 1},
	} {
		if got, open, _ := spansOf(within(gaps, c.from, c.to)); !reflect.DeepEqual(got, c.want) || open != c.open {
			t.Errorf("%v to %v: %v, %d open; want %v, %d", c.from, c.to, got, open, c.want, c.open)
		}
	}
}

// someVisits is a past of chance: ordinary visits, failures, losses, visits sent back.
func someVisits(r *rand.Rand) []voc.Visit {
	var all []voc.Visit
	for at := r.Float64(); at < 40; at += 0.25 + 2*r.Float64() {
		v := visited(at)
		switch r.IntN(6) {
		case 0:
			v = visited(at, ended(voc.VisitFailed, voc.TroubleNetwork))
		case 1:
			from := at * r.Float64()
			v = visited(at, losing(from, from+(at-from)*r.Float64()))
		case 2:
			from := at * r.Float64()
			v = visited(at, back(from, from+8*r.Float64()))
		case 3:
			from := at * r.Float64()
			v = visited(at, back(from, from+8*r.Float64()), ended(voc.VisitPartial, voc.TroubleCap))
		}
		all = append(all, v)
	}
	return all
}

// What the fold says of every quarter of an hour is what one reads off the visits one by one.
func TestTheRecordIsWhatTheVisitsSay(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		visits := someVisits(r)
		got := recordOf(visits)
		shuffled := slices.Clone(visits)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again := recordOf(append(shuffled, shuffled...)); !reflect.DeepEqual(again, got) {
			t.Fatalf("repeats or another order change the record: %+v, %+v", got, again)
		}
		for at := 0.1; at < 40; at += 0.25 {
			lost := false
			for _, v := range visits {
				in := func(s voc.Span) bool { return !hour(at).Before(s.From) && hour(at).Before(s.To) }
				if v.Outcome.Heard() && in(sentBack(v)) {
					lost = false
				}
				if in(voc.Span{From: v.LostFrom, To: v.LostTo}) {
					lost = true
				}
			}
			if is := overlapsAny(gapSpans(got.lost), hour(at), hour(at).Add(1)); is != lost {
				t.Fatalf("at %v lost is %v, the visits say %v", at, is, lost)
			}
		}
		for i, g := range got.lost {
			if !g.From.Before(g.To) || i > 0 && g.From.Before(got.lost[i-1].To) {
				t.Fatalf("gaps %v are empty or overlap", got.lost)
			}
		}
	}
}
