package crawler

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestWish(t *testing.T) {
	day := 24 * time.Hour
	for _, c := range []struct {
		why  string
		p    Pulse
		want time.Duration
	}{
		{"nothing is known", Pulse{}, time.Hour},
		{"nothing was said in a week", Pulse{Over: 7 * day}, day},
		{"a post a day", Pulse{Posts: 7, Over: 7 * day}, day},
		{"some twenty a day come five at a time", Pulse{Posts: 139, Over: 7 * day, Window: 500}, 7 * day * 2 / 279 * 5},
		{"a window of eight is never let fill up", Pulse{Posts: 139, Over: 7 * day, Window: 8}, 7 * day * 2 / 279 * 2},
		{"a thousand an hour: no oftener than this", Pulse{Posts: 24000, Over: day, Window: 500}, 15 * time.Minute},
		{"a quiet source that has its storms", Pulse{Posts: 7, Over: 7 * day, Window: 20, Busiest: 5}, 2 * time.Hour},
		{"the site's word stands above the rhythm", Pulse{Posts: 24000, Over: day, Asked: 3 * time.Hour}, 3 * time.Hour},
		{"but not for ever", Pulse{Asked: 30 * day}, day},
	} {
		if got := Wish(c.p); got.Round(time.Second) != c.want.Round(time.Second) {
			t.Errorf("%s: Wish(%+v) = %s, want %s", c.why, c.p, got, c.want)
		}
	}
}

// TestWishKeepsItsPromises holds Wish to its bounds, to the site's word, and to the window: a stretch
// as busy as the busiest never pushes a post out, unless that took visits more often than allowed.
func TestWishKeepsItsPromises(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	odd := []float64{0, -1, math.Inf(1), math.NaN(), 1e300}
	for range 20000 {
		p := Pulse{
			Posts: random.IntN(1 << random.IntN(24)), Over: time.Duration(random.Int64N(int64(60 * 24 * time.Hour))),
			Busiest: random.ExpFloat64() * 50, Window: random.IntN(600), Asked: time.Duration(random.Int64N(int64(48 * time.Hour))),
		}
		if random.IntN(10) == 0 {
			p.Busiest, p.Posts = odd[random.IntN(len(odd))], -random.IntN(3)
		}
		got := Wish(p)
		if got < soonest || got > latest {
			t.Fatalf("Wish(%+v) = %s is out of bounds", p, got)
		}
		if got < min(p.Asked, latest) {
			t.Fatalf("Wish(%+v) = %s is sooner than the site asked for", p, got)
		}
		if brought := p.Busiest * got.Hours(); p.Window > 0 && p.Asked < soonest && got > soonest && brought > float64(p.Window) {
			t.Fatalf("Wish(%+v) = %s: %.0f posts would not fit", p, got, brought)
		}
		more := p
		more.Posts = max(p.Posts, 0)*2 + 1
		if p.Over > 0 && Wish(more) > got {
			t.Fatalf("Wish(%+v) = %s, but with more posts %s", p, got, Wish(more))
		}
	}
}

func TestShown(t *testing.T) {
	for cur, want := range map[voc.Cursor]int{"": 0, "nonsense": 0, `{"v":2,"window":20}`: 20, `{"v":1}`: 0, `{"window":-3}`: 0} {
		if got := Shown(cur); got != want {
			t.Errorf("Shown(%q) = %d, want %d", cur, got, want)
		}
	}
}
