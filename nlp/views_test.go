package nlp

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// sides are the brands of the tests of points of view.
var sides = []BrandRule{
	{Brand: "a", Any: []string{"青竹里"}}, {Brand: "b", Any: []string{"满月坊"}}, {Brand: "c", Any: []string{"听雪茶社"}, Must: []string{"茶"}},
	{Brand: "d", Near: []Near{{Words: []string{"半山"}, With: []string{"奶茶", "门店"}, Within: 8}}},
}

// sidesIn makes an Analyzer of the sides in this order.
func sidesIn(t *testing.T, order []int) *Analyzer {
	t.Helper()
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	o.Packs = packs
	for _, i := range order {
		o.Brands = append(o.Brands, sides[i])
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var fourSides = sync.OnceValue(func() []string {
	texts := []string{
		"青竹里的店员热情，满月坊的脸臭，听雪茶社没去过", "从满月坊换到青竹里，再也没回头", "听雪茶社比青竹里贵，比满月坊便宜，味道差不多", "半山那家奶茶出餐慢，青竹里十分钟就好",
		"满月坊排队两小时，不如听雪茶社", "都难喝，青竹里、满月坊、听雪茶社没一个能打", "青竹里喝出头发，满月坊也就那样", "跟满月坊比，青竹里差远了，听雪茶社更不用提", "半山的奶茶门店关了，只能去满月坊",
		"宁可多走两站去青竹里，也不喝满月坊。听雪茶社的茶倒是不错，就是贵", "青竹里", "今天下雨", "路过满月坊，进了青竹里，最后买了听雪茶社的茶",
	}
	words := strings.Fields("青竹里 满月坊 听雪茶社 半山 奶茶 比 不如 没有 还是 完爆 跟 差不多 好喝 难喝 贵 便宜 店员 排队 ， 。 但是 不 更 隔壁 换到 从 宁可 也不")
	rng := rand.New(rand.NewPCG(21, 4))
	for range 250 {
		var b strings.Builder
		for range 3 + rng.IntN(16) {
			b.WriteString(words[rng.IntN(len(words))])
		}
		texts = append(texts, b.String())
	}
	return texts
})

// byBrand gives what an analysis says of a text by brand, the version left out.
func byBrand(a *Analyzer, post voc.Post) map[voc.BrandID]voc.Analysis {
	m := map[voc.BrandID]voc.Analysis{}
	for _, x := range a.Analyze([]voc.Post{post}) {
		x.Analysis.Version = ""
		m[x.Brand] = x.Analysis
	}
	return m
}

// In which order somebody wrote the brands down is nothing a text says.
func TestAViewDoesNotDependOnTheOrderOfBrands(t *testing.T) {
	first := sidesIn(t, []int{0, 1, 2, 3})
	several := 0
	for _, order := range [][]int{{3, 2, 1, 0}, {1, 3, 0, 2}} {
		other := sidesIn(t, order)
		for _, text := range fourSides() {
			for _, claimed := range []voc.BrandID{"", "b"} {
				post := voc.Post{Text: text, Brand: claimed}
				want, got := byBrand(first, post), byBrand(other, post)
				if len(want) > 1 {
					several++
				}
				if !reflect.DeepEqual(got, want) {
					for brand := range want {
						if !reflect.DeepEqual(got[brand], want[brand]) {
							t.Errorf("%q of %q: with brands in order %v it is\n%+v\nelse\n%+v", text, brand, order, got[brand], want[brand])
						}
					}
					if len(got) != len(want) {
						t.Errorf("%q: %d mentions with brands in order %v, else %d", text, len(got), order, len(want))
					}
				}
			}
		}
	}
	if several < 200 {
		t.Errorf("only %d texts name several brands: nothing was tested", several)
	}
}

// A brand no text names changes nothing for those they name. Keywords and the fingerprint are left out:
// cutting a text into words weighs all words known, and where two cuts are as good, one more can tip it.
func TestABrandNobodyNamesChangesNothing(t *testing.T) {
	all, fewer := sidesIn(t, []int{0, 1, 2, 3}), sidesIn(t, []int{1, 0})
	n := 0
	for _, text := range fourSides() {
		if strings.Contains(text, "听雪茶社") || strings.Contains(text, "半山") {
			continue
		}
		n++
		want, got := byBrand(all, voc.Post{Text: text}), byBrand(fewer, voc.Post{Text: text})
		for _, views := range []map[voc.BrandID]voc.Analysis{want, got} {
			for brand, an := range views {
				an.Keywords, an.Fingerprint = nil, 0
				views[brand] = an
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: with two brands known it is\n%+v\nwith four\n%+v", text, got, want)
		}
	}
	if n < 10 {
		t.Errorf("only %d texts name neither of them", n)
	}
}

// Of one stretch of a text an aspect is told once; aspects stand in the order of the text, and every
// label has odds that are odds.
func TestAspectsAreInOrderAndOnce(t *testing.T) {
	a := full(t)
	posts := randomPosts(31, 800)
	for _, text := range fourSides() {
		posts = append(posts, voc.Post{Text: text + "，服务态度差，服务也慢，味道好，就是贵"})
	}
	aspects := 0
	for _, m := range a.Analyze(posts) {
		an := &m.Analysis
		for i, x := range an.Aspects {
			aspects++
			if i > 0 && x.Start < an.Aspects[i-1].Start {
				t.Fatalf("%q: %s", an.Norm, show(an))
			}
			for _, y := range an.Aspects[:i] {
				if y.Name == x.Name && y.End > x.Start {
					t.Fatalf("%q: %s is told twice of one stretch: %s", an.Norm, x.Name, show(an))
				}
			}
			if !slices.Contains([]voc.Sentiment{voc.Positive, voc.Negative, voc.Neutral}, x.Sentiment) || !(x.Probability > 0 && x.Probability <= 1) {
				t.Fatalf("%q: %s is %q with %v", an.Norm, x.Name, x.Sentiment, x.Probability)
			}
		}
		for _, p := range []float64{an.Probability, an.Odds.Emotion, an.Odds.Intent, an.Odds.Severity, an.Odds.Implicit, an.Odds.Irony, an.Odds.Offensive} {
			probability(t, an.Norm, p)
		}
	}
	if aspects < 500 {
		t.Errorf("%d aspects: too few to tell anything", aspects)
	}
}

// Two packs may call an aspect by one name; who counts a clause under it counts it once, and each pack
// still has its own clauses.
func TestAnAspectOfTwoPacksIsToldOnce(t *testing.T) {
	o := DefaultOptions()
	o.Packs = []Pack{
		{Name: "tea", Aspects: []AspectRule{{Name: "price.level", Terms: []string{"茶钱"}, Negative: []string{"茶价虚高"}}, {Name: "taste", Terms: []string{"茶汤"}}}},
		{Name: "app", Aspects: []AspectRule{{Name: "price.level", Terms: []string{"会员费"}, Negative: []string{"会费虚高"}}}},
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"茶价虚高会费虚高", "price.level"},
		{"会费虚高茶价虚高", "price.level"},
		{"茶价虚高，会费虚高", "price.level price.level"},
		{"茶汤寡淡，茶钱和会员费都太贵", "taste price.level"},
		{"会员费太贵", "price.level"}, {"茶钱太贵", "price.level"},
	} {
		an := of(t, a, c.text)
		var names []string
		for _, x := range an.Aspects {
			names = append(names, x.Name)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%q tells %s, want %s", c.text, show(&an), c.want)
		}
	}
}

// The same post twice, and beside a huge one in the same call, gives the same.
func TestAPostTwiceIsTheSameTwice(t *testing.T) {
	a := full(t)
	huge := voc.Post{Text: strings.Repeat("轻衡静安店服务差，等了四十分钟，花了38元，你们这帮傻逼。半亩茶田比轻衡好喝！", 4000)}
	for _, p := range randomPosts(32, 60) {
		alone := a.Analyze([]voc.Post{p})
		if got := a.Analyze([]voc.Post{p, p}); !reflect.DeepEqual(got, append(slices.Clone(alone), alone...)) {
			t.Fatalf("%q twice is\n%+v\nonce\n%+v", p.Text, got, alone)
		}
	}
	posts := randomPosts(33, 30)
	want := a.Analyze(posts)
	got := a.Analyze(append([]voc.Post{huge}, posts...))
	if got = got[len(got)-len(want):]; !reflect.DeepEqual(got, want) {
		t.Error("behind a huge post in the same call others are understood differently")
	}
}

// A rule of a pack that lives by its examples: none of its words stands in the texts.
func TestAPackOfExamplesAlone(t *testing.T) {
	o := DefaultOptions()
	o.Packs = []Pack{{
		Name: "laundry", Title: "洗衣", Aspects: []AspectRule{
			{Name: "colour", Title: "串色", Terms: []string{"串色染色"}, Examples: []string{"白衬衫拿回来成了粉红", "浅裤子上一片蓝"}},
			{Name: "button", Title: "掉扣", Terms: []string{"掉扣缺扣"}, Examples: []string{"袖口少了一粒纽扣也不吭声"}},
		},
		Topics: []TopicRule{{Name: "衣物-丢失", Terms: []string{"丢件遗失"}, Mood: "any", Examples: []string{"羽绒服送过去就再也找不着了"}}},
	}}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, aspects, topics string }{
		{"白衬衫拿回来成了粉红色", "colour", ""},
		{"送洗一次，我的白衬衫拿回来成了粉红", "colour", ""},
		{"取回来发现，袖口少了一粒纽扣也没吭声", "button", ""},
		{"我的羽绒服送过去就再也找不着了", "", "衣物-丢失"},
		{"白衬衫", "", ""}, {"粉红", "", ""}, {"今天的云像羽绒服", "", ""}, {"路边少了一棵树", "", ""}, {"", "", ""},
	} {
		an := of(t, a, c.text)
		var names []string
		for _, x := range an.Aspects {
			names = append(names, x.Name)
		}
		if got, topics := strings.Join(names, " "), strings.Join(an.Topics, " "); got != c.aspects || topics != c.topics {
			t.Errorf("%q: aspects %q, topics %q, want %q and %q", c.text, got, topics, c.aspects, c.topics)
		}
		checkAnalysis(t, &an)
	}
	if got, want := a.Taxonomies(), o.Taxonomies(); !reflect.DeepEqual(got, want) || len(got) != 1 || got[0].Groups[0].Aspects[0].Title != "串色" {
		t.Errorf("taxonomies %+v, want %+v", got, want)
	}
}
