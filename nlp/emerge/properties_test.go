package emerge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// More posts with a find make its rise greater, more of them before make it smaller.
func TestTheRiseFollowsTheCounts(t *testing.T) {
	for window := 1; window < 2000; window = window*3 + 1 {
		for history := 0; history < 20_000; history = history*4 + 1 {
			for n := range min(window, 40) {
				for _, before := range []int{0, 1, 7, 300} {
					r, more, older := riseOf(n, before, window, history), riseOf(n+1, before, window, history), riseOf(n, before+1, window, history)
					if math.IsNaN(r.sigma) || math.IsInf(r.sigma, 0) || !(r.expected > 0) {
						t.Fatalf("%d and %d in %d and %d: %+v", n, before, window, history, r)
					}
					if more.sigma <= r.sigma || older.expected <= r.expected || n > 0 && float64(n) > r.expected && older.sigma >= r.sigma {
						t.Fatalf("%d and %d in %d and %d: %+v, one more now %+v, one more before %+v", n, before, window, history, r, more, older)
					}
				}
			}
		}
	}
}

// both gives words and stories of a window.
func both(t *testing.T, window, history []Text) []voc.Discovery {
	t.Helper()
	words, err := Words(window, history, options())
	if err != nil {
		t.Fatal(err)
	}
	stories, err := Stories(window, history, options())
	if err != nil {
		t.Fatal(err)
	}
	all := append(words, stories...)
	for i := range all {
		Name(&all[i])
	}
	return all
}

// What is found hangs on what was said, not on the order in which the database gives it.
func TestTheOrderOfThePostsChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	history := talk(rng, 1000, noon.AddDate(0, 0, -28))
	window := mixIn(rng, talk(rng, 200, noon), about(invented, 24)...)
	want := both(t, window, history)
	if len(want) == 0 {
		t.Fatal("nothing is found: nothing is tested")
	}
	for range 4 {
		rng.Shuffle(len(window), func(i, j int) { window[i], window[j] = window[j], window[i] })
		rng.Shuffle(len(history), func(i, j int) { history[i], history[j] = history[j], history[i] })
		if got := both(t, window, history); !reflect.DeepEqual(got, want) {
			t.Fatalf("in another order\n%+v\nis found, before\n%+v", got, want)
		}
	}
}

// Whatever people write, what is found can be shown: it is text, somebody said it, its counts fit.
func TestFindsAmongRubbishCanBeShown(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 2))
	odd := []string{"", " ", "\n", "\x00", "\xff", "\u202e", "😂", "👨‍👩‍👧", "<b>", "http://a.b/c?d=e", "@小王", "#话题#", "。", "！！！", "1", "aaaa", "雪顶爆浆", "蓝色吸管掉色", "舌头染色", "的的的", "，"}
	stew := func(n int) []Text {
		list := make([]Text, n)
		for i := range list {
			var b strings.Builder
			for range rng.IntN(12) {
				b.WriteString(odd[rng.IntN(len(odd))])
			}
			list[i] = Text{Post: voc.PostID(fmt.Sprint(i)), At: noon, Text: b.String(), Negative: rng.IntN(2) == 0}
		}
		return list
	}
	for _, size := range []int{0, 1, 30, 400} {
		window := stew(size)
		for _, history := range [][]Text{nil, talk(rng, 300, noon.AddDate(0, 0, -28))} {
			for _, d := range both(t, window, history) {
				if d.Label == "" || !utf8.ValidString(d.Label) || len(d.Words) == 0 || slices.Contains(d.Words, "") || d.ID == "" || d.State != voc.DiscoveryProposed {
					t.Fatalf("of %d texts: %+v", size, d)
				}
				if d.N < 1 || d.N > size || d.Negative < 0 || d.Negative > 1 || len(d.Posts) > d.N || math.IsNaN(d.Score) || math.IsNaN(d.Before) {
					t.Fatalf("of %d texts: %+v", size, d)
				}
				if !slices.ContainsFunc(window, func(x Text) bool { return strings.Contains(x.Text, d.Sentence) }) {
					t.Fatalf("nobody said %q", d.Sentence)
				}
			}
		}
	}
}
