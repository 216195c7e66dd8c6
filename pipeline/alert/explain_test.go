package alert

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestExplainNamesTheInjectedTopicFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(40, 1))
	right := 0
	const trials = 200
	for range trials {
		guilty := r.IntN(12)
		n, usual := 0, 0.0
		var elements []voc.Share
		for i := range 12 {
			u := 0.5 + 6*r.Float64()
			k := poisson(r, u)
			if i == guilty {
				k += 15 + r.IntN(40)
			}
			elements = append(elements, voc.Share{Dimension: "topic", Element: fmt.Sprint(i), N: k, Usual: u})
			n, usual = n+k, usual+u
		}
		for i := range 4 { // the sources share the increase as they share everything
			u := usual / 4
			elements = append(elements, voc.Share{Dimension: "source", Element: fmt.Sprint(i), N: n / 4, Usual: u})
		}
		if got := Explain(n, usual, elements); len(got) > 0 && got[0].Dimension == "topic" && got[0].Element == fmt.Sprint(guilty) {
			right++
		}
	}
	t.Logf("injected topic named first in %d of %d", right, trials)
	if right < trials*95/100 {
		t.Errorf("injected topic named first in %d of %d, want nearly always", right, trials)
	}
}

func TestExplainListsUntilTwoThirdsAreExplained(t *testing.T) {
	got := Explain(100, 20, []voc.Share{
		{Dimension: "topic", Element: "异物", N: 50, Usual: 2},
		{Dimension: "topic", Element: "等待", N: 26, Usual: 6},
		{Dimension: "topic", Element: "价格", N: 20, Usual: 8},
		{Dimension: "topic", Element: "口味", N: 4, Usual: 4},
	})
	if len(got) != 2 || got[0].Element != "异物" || got[1].Element != "等待" {
		t.Fatalf("explanation is %+v, want 异物 (60 %%) and 等待 (25 %%), which explain enough", got)
	}
	if math.Abs(got[0].Part-0.6) > 1e-9 || math.Abs(got[1].Part-0.25) > 1e-9 {
		t.Errorf("parts are %.3f and %.3f, want 0.600 and 0.250", got[0].Part, got[1].Part)
	}
}

func TestExplainSaysNothingWithoutAnIncrease(t *testing.T) {
	if got := Explain(9, 9, []voc.Share{{Dimension: "topic", Element: "a", N: 9, Usual: 2}}); got != nil {
		t.Errorf("explained an increase of nothing: %+v", got)
	}
	if got := Explain(10, 0, nil); got != nil {
		t.Errorf("explained from no elements: %+v", got)
	}
	got := Explain(10, 0, []voc.Share{{Dimension: "store", Element: "a", N: 10}})
	if len(got) != 1 || got[0].Part != 1 {
		t.Errorf("a brand that never had a complaint: %+v, want the one store with all of it", got)
	}
}

func TestBegan(t *testing.T) {
	const step = 5 * time.Minute
	series := func(n ...int) (counts []voc.Count) {
		for i, k := range n {
			counts = append(counts, voc.Count{At: monday.Add(time.Duration(i) * step), N: k})
		}
		return counts
	}
	for _, c := range []struct {
		why  string
		n    []int
		want int // bucket
	}{
		{"rose at once", []int{1, 0, 1, 9, 12, 15}, 3},
		{"with a lull of ten minutes in it", []int{1, 0, 9, 1, 0, 12, 15}, 2},
		{"an earlier blip more than a quarter of an hour before is another matter", []int{9, 0, 0, 0, 0, 12, 15}, 5},
		{"only the last bucket", []int{1, 1, 1, 1, 1, 40}, 5},
	} {
		counts := series(c.n...)
		spike := voc.Spike{At: monday.Add(time.Duration(len(counts)) * step), Usual: 12}
		if got := Began(counts, spike, step); !got.Equal(counts[c.want].At) {
			t.Errorf("%s: began at %s, want %s", c.why, got.Format("15:04"), counts[c.want].At.Format("15:04"))
		}
	}
}

func TestHeadline(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	at := time.Date(2026, 1, 31, 14, 35, 0, 0, shanghai)
	a := voc.Alert{Level: voc.Red, StartedAt: at.Add(-30 * time.Minute), LastAt: at.Add(9 * time.Hour), Peak: 180,
		Spike: voc.Spike{At: at, Hour: 142, Usual: 9.2}}
	for _, c := range []struct{ why, got, want string }{
		{"all is known", Headline(a, Telling{Brand: "青衡", Topic: "异物", Store: "静安寺店", Location: shanghai}),
			"青衡·红色预警：近一小时负面 142 条，平时约 9.2 条，自 14:05 起，主要在说“异物”（静安寺店）"},
		{"no topic stood out", Headline(a, Telling{Brand: "青衡", Location: shanghai}),
			"青衡·红色预警：近一小时负面 142 条，平时约 9.2 条，自 14:05 起"},
		{"it is over", ResolvedHeadline(a, voc.Spike{Hour: 8}, Telling{Brand: "青衡", Topic: "异物", Location: shanghai}),
			"青衡·红色预警解除：负面已回落到近一小时 8 条，历时 9 小时 30 分，最高一小时 180 条，主要在说“异物”"},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.why, c.got, c.want)
		}
	}
	a.StartedAt, a.Spike.Usual, a.Level = at.Add(-15*time.Hour), 0.3, voc.Yellow
	if got, want := Headline(a, Telling{Brand: "青衡", Store: "静安寺店", What: "投诉", Location: shanghai}),
		"青衡·黄色预警：近一小时投诉 142 条，平时不到 1 条，自 1月30日 23:35 起，集中在静安寺店"; got != want {
		t.Errorf("begun the day before, hardly anything usual:\n got %s\nwant %s", got, want)
	}
}

func TestRuleValidate(t *testing.T) {
	if err := DefaultRule().Validate(); err != nil {
		t.Fatalf("the default rule is refused: %v", err)
	}
	for why, change := range map[string]func(*Rule){
		"no name":                       func(r *Rule) { r.Name = "" },
		"a kind of a later release":     func(r *Rule) { r.Kind = "silence" },
		"a sentiment nobody has":        func(r *Rule) { r.Sentiment = "bad" },
		"a sensitivity of zero":         func(r *Rule) { r.Sensitivity = 0 },
		"a step that divides no hour":   func(r *Rule) { r.Step = 7 * time.Minute },
		"a negative quiet period":       func(r *Rule) { r.Quiet = -time.Hour },
		"never resolving":               func(r *Rule) { r.ResolveAfter = 0 },
		"a floor of no posts":           func(r *Rule) { r.MinPosts = 0 },
		"more history than is kept":     func(r *Rule) { r.MinHistory = 1000 * time.Hour },
		"coverage in per cent":          func(r *Rule) { r.MinCoverage = 50 },
		"a level that does not exist":   func(r *Rule) { r.OpenOrderFrom = "purple" },
		"an empty channel among others": func(r *Rule) { r.Channels = []string{"pr", ""} },
	} {
		r := DefaultRule()
		change(&r)
		if r.Validate() == nil {
			t.Errorf("%s: accepted", why)
		}
	}
}

func TestOpensOrder(t *testing.T) {
	r := DefaultRule()
	if r.OpensOrder(voc.Blue) || !r.OpensOrder(voc.Yellow) || !r.OpensOrder(voc.Red) {
		t.Error("the default rule opens orders from yellow up")
	}
	r.OpenOrderFrom = ""
	if r.OpensOrder(voc.Red) {
		t.Error("a rule without a level opens no order")
	}
}
