package store

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var china = time.FixedZone("Asia/Shanghai", 8*3600)

// monday is midnight of a Monday in China.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, china)

// weeks makes hourly counts of so many weeks from what each hour brings.
func weeks(n int, brings func(week, slot int) float64) []float64 {
	posts := make([]float64, n*hoursOfWeek)
	for i := range posts {
		posts[i] = brings(i/hoursOfWeek, i%hoursOfWeek)
	}
	return posts
}

func near(a, b float64) bool { return math.Abs(a-b) <= 0.02*max(1, math.Abs(b)) }

func TestHourOfWeekBeginsOnMondayInTheZone(t *testing.T) {
	for _, c := range []struct {
		at   time.Time
		want int
	}{
		{monday, 0}, {monday.Add(23 * time.Hour), 23}, {monday.Add(-time.Hour), 167}, {monday.UTC().In(china), 0},
		{time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC).In(china), 0}, // Sunday afternoon in London
	} {
		if got := hourOfWeek(c.at); got != c.want {
			t.Errorf("%s is hour %d, want %d", c.at, got, c.want)
		}
	}
}

func TestUsualVolume(t *testing.T) {
	shop := func(_, slot int) float64 { // open in the day, twice as much on Sunday
		switch {
		case slot%24 < 9 || slot%24 > 21:
			return 0
		case slot/24 == 6:
			return 20
		}
		return 10
	}
	volume := func(n int, brings func(week, slot int) float64, deaf ...voc.Span) Volume {
		return VolumeOf(weeks(n, brings), monday.UTC(), deaf, china)
	}
	const sunday, tuesday = 6*24 + 12, 1*24 + 12
	if v := volume(1, shop); v.Known {
		t.Error("one week is called usual")
	}
	if v := VolumeOf(weeks(2, shop)[1:], monday, nil, china); v.Known {
		t.Error("an hour less than two weeks is called usual")
	}
	if v := volume(3, shop, voc.Span{From: monday, To: monday.Add(8 * 24 * time.Hour)}); v.Known {
		t.Error("weeks that were not heard are called usual")
	}
	two, eight := volume(2, shop), volume(8, shop)
	if !two.Known || two.Hours[3] != 0 || float64(two.Hours[sunday]) <= float64(two.Hours[tuesday]) || float64(two.Hours[sunday]) >= 20 {
		t.Errorf("after two weeks Sunday noon is %v, Tuesday noon %v, three at night %v: want Sunday above Tuesday and still shrunk", two.Hours[sunday], two.Hours[tuesday], two.Hours[3])
	}
	if s := float64(eight.Hours[sunday]); s <= float64(two.Hours[sunday]) || s > 20 {
		t.Errorf("with more weeks Sunday's own word counts more: %v after eight, %v after two", s, two.Hours[sunday])
	}
	incident := volume(8, func(week, slot int) float64 {
		if week == 5 && slot == tuesday {
			return 5000
		}
		return shop(week, slot)
	})
	if float64(incident.Hours[tuesday]) > 1.3*float64(eight.Hours[tuesday]) {
		t.Errorf("one incident of 5000 posts makes %v usual where %v was", incident.Hours[tuesday], eight.Hours[tuesday])
	}
	outage := volume(8, func(week, slot int) float64 {
		if week == 5 {
			return 0
		}
		return shop(week, slot)
	}, voc.Span{From: monday.Add(5 * 7 * 24 * time.Hour), To: monday.Add(6 * 7 * 24 * time.Hour)})
	if !near(float64(outage.Hours[tuesday]), float64(eight.Hours[tuesday])) {
		t.Errorf("a week nobody heard teaches that it is quiet: %v, want %v", outage.Hours[tuesday], eight.Hours[tuesday])
	}
	if got, want := eight.Over(monday.Add(9*time.Hour+30*time.Minute), monday.Add(11*time.Hour), china), float64(eight.Hours[9])/2+float64(eight.Hours[10]); !near(got, want) {
		t.Errorf("from half past nine to eleven %v are expected, want %v", got, want)
	}
	unknown := Volume{}
	if got := unknown.Over(monday, monday.Add(time.Hour), china); got != 0 {
		t.Errorf("%v are expected of a source nothing is known of", got)
	}
}

// Of a source that brings what chance brings, the expectation of a week is right within a tenth,
// however rare its posts are; medians alone would call a rare source silent.
func TestUsualVolumeIsRightOnAverage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, rate := range []float64{0.2, 1, 6, 40} {
		var told, brought float64
		for range 20 {
			posts := weeks(8, func(_, _ int) float64 { return poisson(r, rate) })
			v := VolumeOf(posts, monday, nil, china)
			told += v.Over(monday, monday.Add(7*24*time.Hour), china)
			for _, n := range posts {
				brought += n / 8
			}
		}
		if told < 0.9*brought || told > 1.02*brought {
			t.Errorf("at %v an hour %.0f are expected where %.0f came", rate, told, brought)
		}
	}
}

func poisson(r *rand.Rand, mean float64) float64 {
	n, p := 0.0, math.Exp(-mean)
	for u, sum := r.Float64(), p; u > sum && n < 1000; sum += p {
		n++
		p *= mean / n
	}
	return n
}

func TestTally(t *testing.T) {
	tal := newTally(monday, monday.Add(48*time.Hour))
	first := monday.Unix() / 3600
	tal.add(first-1, false, 5) // before
	tal.add(first+48, false, 5)
	tal.add(first+30, false, 2)
	tal.add(first+24, true, 24) // a whole day
	tal.add(first-23, true, 24) // of which only the last hour lies in here
	if tal.posts[0] != 1 || tal.posts[1] != 0 || tal.posts[23] != 0 || tal.posts[24] != 1 || tal.posts[30] != 3 {
		t.Errorf("tally %v", tal.posts)
	}
	if got := tal.since(monday.Add(30 * time.Hour)); len(got.posts) != 48 {
		t.Errorf("what a first visit told of the time before it is left out: %d hours", len(got.posts))
	}
	quiet := newTally(monday, monday.Add(48*time.Hour))
	if got := quiet.since(monday.Add(90 * time.Minute)); !got.from.Equal(monday.Add(2*time.Hour)) || len(got.posts) != 46 {
		t.Errorf("a source listened to since half past one counts from %v, %d hours; want from two, 46", got.from, len(got.posts))
	}
	if got := quiet.since(time.Time{}); len(got.posts) != 0 {
		t.Errorf("a source never listened to counts %d hours", len(got.posts))
	}
}

// Posts that were removed for their age are not silence.
func TestTheOldestHourIsThatOfAnySource(t *testing.T) {
	a, b := newTally(monday, monday.Add(48*time.Hour)), newTally(monday, monday.Add(48*time.Hour))
	a.posts[30], b.posts[20] = 1, 2
	none := monday.Add(48 * time.Hour)
	if got := oldestOf(map[voc.SourceID]*tally{"a": a, "b": b}, none); !got.Equal(monday.Add(20 * time.Hour)) {
		t.Errorf("the oldest hour is %v", got)
	}
	if got := oldestOf(nil, none); !got.Equal(none) {
		t.Errorf("of nothing the oldest hour is %v", got)
	}
	if got := a.since(later(monday.Add(-time.Hour), monday.Add(20*time.Hour))); len(got.posts) != 28 {
		t.Errorf("a source listened to for long counts %d hours, want those since the oldest", len(got.posts))
	}
}
