package emerge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestTheRiseByHand(t *testing.T) {
	for _, c := range []struct {
		why                        string
		n, before, window, history int
		expected, sigma            float64
	}{
		{"never said before: half an occurrence is granted", 10, 0, 100, 100, 0.5, 9.5 / math.Sqrt(0.5*2+0.25)},
		{"a quarter of the history's posts: a quarter of its count", 12, 7, 50, 200, 1.875, 10.125 / math.Sqrt(1.875*1.25+0.25)},
		{"as often as expected is no rise", 3, 5, 100, 200, 2.75, 0.25 / math.Sqrt(2.75*1.5+0.25)},
		{"rarer than expected is a fall", 0, 15, 100, 100, 15.5, -15.5 / math.Sqrt(31.25)},
		{"no history at all counts as one post", 4, 0, 10, 0, 5, -1 / math.Sqrt(5*11+0.25)},
	} {
		r := riseOf(c.n, c.before, c.window, c.history)
		near(t, c.why+": expected", r.expected, c.expected)
		near(t, c.why+": sigma", r.sigma, c.sigma)
	}
}

// Each of the three conditions of a rise decides alone, at its own edge.
func TestWhatRisesEnough(t *testing.T) {
	o := options()
	if err := o.validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why  string
		r    rise
		want bool
	}{
		{"all three just reached", rise{n: 6, expected: 2, sigma: 4}, true},
		{"five posts are enough", rise{n: 5, expected: 1, sigma: 9}, true},
		{"four are too few, however sure", rise{n: 4, expected: 0.1, sigma: 9}, false},
		{"three times the expectation is enough", rise{n: 30, expected: 10, sigma: 9}, true},
		{"a hair less than three times is not", rise{n: 30, expected: 10.001, sigma: 9}, false},
		{"a hair less than four deviations is chance", rise{n: 6, expected: 2, sigma: 3.999}, false},
	} {
		if got := c.r.enough(&o); got != c.want {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestWhatIsNotSetIsStandard(t *testing.T) {
	o := options()
	o.Least, o.Rise, o.Surely, o.Most, o.History = -1, -2, -3, 0, -4
	if err := o.validate(); err != nil {
		t.Fatal(err)
	}
	if o.Least != 5 || o.Rise != 3 || o.Surely != 4 || o.Most != 30 || o.History != 200 {
		t.Errorf("nonsense became %+v, want the standards", o)
	}
	o.Least, o.Rise, o.Surely, o.Most, o.History = 2, 1.5, 0.5, 1, 3
	if err := o.validate(); err != nil || o.Least != 2 || o.Rise != 1.5 || o.Surely != 0.5 || o.Most != 1 || o.History != 3 {
		t.Errorf("what was set became %+v (%v)", o, err)
	}
	for _, half := range []Options{{Known: o.Known}, {Words: o.Words}} {
		if err := half.validate(); err == nil || !strings.Contains(err.Error(), "Known") || !strings.Contains(err.Error(), "Words") {
			t.Errorf("options without one of the two: %v, want to be told which must be set", err)
		}
	}
}

// The least number of posts, and of history, through the front door.
func TestTheEdgesOfLeastMostAndHistory(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 1))
	history, today := talk(rng, 400, noon.AddDate(0, 0, -28)), talk(rng, 100, noon)
	find := func(history []Text, said int, change func(*Options)) bool {
		o := options()
		change(&o)
		found, err := Words(slices.Concat(today, about(invented, said)), history, o)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(labels(found), "雪顶爆浆")
	}
	for _, c := range []struct {
		why     string
		history int
		said    int
		change  func(*Options)
		want    bool
	}{
		{"as many posts as asked for", 400, 16, func(o *Options) { o.Least = 16 }, true},
		{"one post fewer", 400, 15, func(o *Options) { o.Least = 16 }, false},
		{"as much history as asked for", 300, 16, func(o *Options) { o.History = 300 }, true},
		{"one post of history fewer", 299, 16, func(o *Options) { o.History = 300 }, false},
		{"a rise no one reaches", 400, 16, func(o *Options) { o.Rise = 1000 }, false},
		{"a certainty no one reaches", 400, 16, func(o *Options) { o.Surely = 1000 }, false},
		{"only the best is asked for, and it is the best", 400, 16, func(o *Options) { o.Most = 1 }, true},
	} {
		if got := find(history[:c.history], c.said, c.change); got != c.want {
			t.Errorf("%s: found is %v, want %v", c.why, got, c.want)
		}
	}
}

func TestEntropyByHand(t *testing.T) {
	for _, c := range []struct {
		why        string
		neighbours map[rune]int
		want       float64
	}{
		{"nothing beside it", nil, 0},
		{"always the same beside it", map[rune]int{'的': 40}, 0},
		{"two alike", map[rune]int{'的': 7, '了': 7}, math.Log(2)},
		{"two alike are not free enough, three are", map[rune]int{'的': 1, '了': 1, '吧': 1}, math.Log(3)},
		{"three to one", map[rune]int{'的': 3, '了': 1}, math.Log(4) - 0.75*math.Log(3)},
	} {
		near(t, c.why, entropy(c.neighbours), c.want)
	}
	if math.Log(2) >= freedom || math.Log(3) < freedom {
		t.Errorf("freedom %v: two equal neighbours should be too few, three enough", freedom)
	}
}

// beside makes n neighbours, equally frequent.
func beside(n int) map[rune]int {
	m := map[rune]int{}
	for i := range n {
		m[rune('一'+i)] = 1
	}
	return m
}

func TestWhatHangsTogether(t *testing.T) {
	e3 := math.Exp(cohesion)
	for _, c := range []struct {
		why         string
		total       float64 // characters of the window; both halves occur 10 times, so does the whole
		left, right int
		want        bool
	}{
		{"a little more than twenty times as often as chance has it", 10 * e3 * 1.001, 3, 3, true},
		{"a little less", 10 * e3 * 0.999, 3, 3, false},
		{"nearly always the same before it", 10 * e3 * 2, 2, 9, false},
		{"nearly always the same behind it", 10 * e3 * 2, 9, 2, false},
	} {
		g := &grams{total: c.total, of: map[string]*gram{"雪": {times: 10}, "顶": {times: 10}}}
		one := &gram{text: "雪顶", times: 10, left: beside(c.left), right: beside(c.right)}
		if got := g.hangsTogether("雪顶", one); got != c.want {
			t.Errorf("%s: %v, want %v (pmi %v)", c.why, got, c.want, one.pmi)
		}
	}
}

// The weakest cut decides: 雪顶|爆 may be improbable, 雪|顶爆 not.
func TestTheWeakestCutDecides(t *testing.T) {
	g := &grams{total: 1000, of: map[string]*gram{"雪": {times: 500}, "顶": {times: 10}, "爆": {times: 10}, "雪顶": {times: 10}, "顶爆": {times: 10}}}
	one := &gram{text: "雪顶爆", times: 10, left: beside(5), right: beside(5)}
	if g.hangsTogether("雪顶爆", one) {
		t.Error("雪 stands before everything, and yet it is called part of the word")
	}
	near(t, "the weaker of the two cuts", one.pmi, math.Log(0.01/(0.5*0.01)))
	delete(g.of, "顶爆")
	if g.hangsTogether("雪顶爆", one) {
		t.Error("a word was made of a part nobody said")
	}
}

func TestFringesAreNoWords(t *testing.T) {
	for text, want := range map[string]bool{
		"雪顶": false, "的雪顶": true, "雪顶了": true, "雪的顶": true,
		"上头": true, "头上": false, // some characters spoil the beginning only
	} {
		if got := fringed(text); got != want {
			t.Errorf("%s: fringed is %v, want %v", text, got, want)
		}
	}
}

func TestPartsOfWords(t *testing.T) {
	for _, c := range []struct {
		why   string
		grams map[string]int // posts
		want  string
	}{
		{"a part always inside the longer one goes", map[string]int{"雪顶爆浆": 20, "雪顶爆": 20, "顶爆浆": 20, "雪顶": 20}, "雪顶爆浆"},
		{"a part just under a quarter outside goes", map[string]int{"雪顶爆浆": 76, "雪顶": 100}, "雪顶爆浆"},
		{"with a quarter outside both stay", map[string]int{"雪顶爆浆": 75, "雪顶": 100}, "雪顶爆浆 雪顶"},
		{"with three quarters outside both still stay", map[string]int{"雪顶爆浆": 25, "雪顶": 100}, "雪顶爆浆 雪顶"},
		{"with more the longer one is a phrase around the word", map[string]int{"雪顶爆浆": 24, "雪顶": 100}, "雪顶"},
		{"neighbours that share a character are two words", map[string]int{"雪顶爆": 20, "爆浆奶": 20}, "爆浆奶 雪顶爆"},
		{"nothing", nil, ""},
	} {
		var all []*gram
		for text, posts := range c.grams {
			all = append(all, &gram{text: text, runes: len([]rune(text)), posts: posts})
		}
		var kept []string
		for _, g := range withoutParts(all) {
			kept = append(kept, g.text)
		}
		if got := strings.Join(kept, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestTheBestComeFirst(t *testing.T) {
	list := []voc.Discovery{{Label: "b", Score: 1}, {Label: "c", Score: 2}, {Label: "a", Score: 1}}
	for most, want := range []string{"", "c", "c a", "c a b", "c a b"} {
		if got := strings.Join(labels(best(slices.Clone(list), most)), " "); got != want {
			t.Errorf("at most %d: %q, want %q", most, got, want)
		}
	}
}

func TestOccurrencesCountPostsNotTimes(t *testing.T) {
	texts := []Text{{Text: "雪顶雪顶雪顶"}, {Text: "雪,顶"}, {Text: "大雪顶着"}, {Text: ""}}
	got := occurrences(texts, []*gram{{text: "雪顶"}, {text: "没人说"}})
	if len(got) != 2 || got["雪顶"] != 2 || got["没人说"] != 0 {
		t.Errorf("%v: want two posts with 雪顶, none with 没人说", got)
	}
}

func TestCountKnowsTimesAndPosts(t *testing.T) {
	g := count([]Text{{Text: "雪顶雪顶"}, {Text: "雪顶 a 雪"}, {Text: "x"}}, 1)
	if one := g.of["雪顶"]; one == nil || one.times != 3 || one.posts != 2 || one.runes != 2 {
		t.Errorf("雪顶: %+v, want three times in two posts", one)
	}
	if one := g.of["雪"]; one == nil || one.times != 4 || len(one.left) != 0 {
		t.Errorf("雪: %+v, want four times, neighbours not kept", one)
	}
	near(t, "characters", g.total, 7)
	if g.of["a"] != nil || g.of["顶雪"] == nil || g.of["顶雪"].times != 1 {
		t.Error("runs are of Chinese characters that stand side by side, and of no others")
	}
}

func TestMeetingsByHand(t *testing.T) {
	for _, c := range []struct {
		why             string
		both, a, b, all int
		want            float64
	}{
		{"never apart", 10, 10, 10, 100, 1},
		{"as often as chance has it", 10, 20, 50, 100, 0},
		{"less often than chance has it", 1, 20, 50, 100, math.Log(0.1) / math.Log(100)},
		{"in all posts there are", 7, 7, 7, 7, 1},
		{"half of each", 5, 10, 10, 100, math.Log(5) / math.Log(20)},
	} {
		near(t, c.why, npmi(c.both, c.a, c.b, c.all), c.want)
	}
	for _, c := range []struct {
		a, b []int
		want int
	}{{nil, nil, 0}, {[]int{1, 2}, nil, 0}, {[]int{1, 3, 5}, []int{2, 4, 6}, 0}, {[]int{1, 2, 3}, []int{2, 3, 4}, 2}, {[]int{5}, []int{1, 2, 5}, 1}} {
		if got := common(c.a, c.b); got != c.want {
			t.Errorf("%v and %v share %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// posts gives the numbers from … to−1.
func posts(from, to int) []int {
	var list []int
	for i := from; i < to; i++ {
		list = append(list, i)
	}
	return list
}

func TestWhichWordsTellOneStory(t *testing.T) {
	for _, c := range []struct {
		why   string
		terms []*term
		want  string
	}{
		{"always in the same posts", []*term{{word: "吸管", posts: posts(0, 10)}, {word: "掉色", posts: posts(0, 10)}}, "[吸管 掉色]"},
		{"never in the same posts", []*term{{word: "吸管", posts: posts(0, 10)}, {word: "发烧", posts: posts(10, 20)}}, "[吸管] [发烧]"},
		{"five of ten shared: 0.54 is enough", []*term{{word: "吸管", posts: posts(0, 10)}, {word: "掉色", posts: posts(5, 15)}}, "[吸管 掉色]"},
		{"four of ten shared: 0.43 is not", []*term{{word: "吸管", posts: posts(0, 10)}, {word: "掉色", posts: posts(6, 16)}}, "[吸管] [掉色]"},
		{"two meetings are chance, however rare the words", []*term{{word: "吸管", posts: posts(0, 2)}, {word: "掉色", posts: posts(0, 2)}}, "[吸管] [掉色]"},
		{"three are not", []*term{{word: "吸管", posts: posts(0, 3)}, {word: "掉色", posts: posts(0, 3)}}, "[吸管 掉色]"},
		{"a third must meet both, on average", []*term{{word: "吸管", posts: posts(0, 10)}, {word: "掉色", posts: posts(0, 10)}, {word: "发烧", posts: posts(8, 18)}}, "[吸管 掉色] [发烧]"},
		{"nothing rises", nil, ""},
	} {
		var got []string
		for _, group := range groups(c.terms, 100, 5) {
			var words []string
			for _, x := range group {
				words = append(words, x.word)
			}
			got = append(got, fmt.Sprint(words))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.why, s, c.want)
		}
	}
}

func TestAStoryIsToldByTwoOfItsWords(t *testing.T) {
	group := []*term{{posts: []int{1, 2, 3, 9}}, {posts: []int{2, 3, 4}}, {posts: []int{3, 9}}}
	if got := postsOf(group); !slices.Equal(got, []int{2, 3, 9}) {
		t.Errorf("posts %v, want those with two words and more, in order", got)
	}
}

func TestWhatATopicNames(t *testing.T) {
	for _, c := range []struct {
		why   string
		with  int // of ten posts
		topic []string
		want  bool
	}{
		{"six of ten", 6, []string{"掉色"}, true},
		{"five of ten", 5, []string{"掉色"}, false},
		{"six of ten, as the second of two topics", 6, []string{"", "掉色"}, true},
		{"nobody", 0, nil, false},
	} {
		window := make([]Text, 12) // two of them do not tell the story
		for i := range c.with {
			window[i].Topics = slices.Clone(c.topic)
			if len(c.topic) == 2 {
				window[i].Topics[0] = fmt.Sprint("own-", i) // another one each time
			}
		}
		window[10].Topics, window[11].Topics = []string{"掉色"}, []string{"掉色"}
		if got := named(window, posts(0, 10)); got != c.want {
			t.Errorf("%s: named is %v, want %v", c.why, got, c.want)
		}
	}
}
