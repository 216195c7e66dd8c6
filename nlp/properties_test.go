package nlp

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// same compares two analyses whole.
func same(a, b *voc.Analysis) bool { return reflect.DeepEqual(a, b) }

// pieces are what random posts are put together from: words the heads look for, in all scripts and
// signs, with the punctuation that parts them.
var pieces = strings.Fields(`好喝 难喝 不 没有 太 有点 但是 不过 就是 虽然 轻衡 半亩茶田 TeaX 小米 手机 奶茶 店员 态度 排队 等了一个小时
	头发 拉肚子 医院 退款 客服 小程序 闪退 扣了两次 涨价 微信 活动价 抽奖 转发 ， 。 ？ ！ 、 … [微笑] [怒] 😡 🥰 T_T ^_^
	[手机号] [订单号] @小明 //@小红: https://t.cn/abc 静安店 万达店 杭州 上海 服務 態度 唔 好飲 ＡＢＣ １２ 5.5元 never good the 吗 呢 如果 希望`)

// randomPosts gives n posts of random pieces, the same for the same seed.
func randomPosts(seed uint64, n int) []voc.Post {
	rng := rand.New(rand.NewPCG(seed, 7))
	kinds := []voc.PostKind{"", voc.PostReview, voc.PostPost, voc.PostComplaint}
	posts := make([]voc.Post, n)
	for i := range posts {
		var b strings.Builder
		for range rng.IntN(25) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
			if rng.IntN(5) == 0 {
				b.WriteByte(' ')
			}
		}
		posts[i] = voc.Post{ID: voc.PostID(fmt.Sprint(i)), Text: b.String(), Kind: kinds[rng.IntN(len(kinds))], Rating: float64(rng.IntN(6))}
		if rng.IntN(4) == 0 {
			posts[i].Brand = "qingheng"
		}
		if rng.IntN(4) == 0 {
			posts[i].Title = pieces[rng.IntN(len(pieces))]
		}
	}
	return posts
}

func TestAnalysisDependsOnThePostAlone(t *testing.T) {
	a := full(t)
	posts := randomPosts(1, 400)
	alone := map[voc.PostID][]voc.Mention{}
	for i := range posts {
		alone[posts[i].ID] = a.Analyze(posts[i : i+1])
	}
	rng := rand.New(rand.NewPCG(2, 2))
	for _, size := range []int{1, 7, 64, len(posts)} {
		order := rng.Perm(len(posts))
		got := map[voc.PostID][]voc.Mention{}
		for len(order) > 0 {
			n := min(size, len(order))
			var batch []voc.Post
			for _, i := range order[:n] {
				batch = append(batch, posts[i])
			}
			order = order[n:]
			for _, m := range a.Analyze(batch) {
				got[m.Post.ID] = append(got[m.Post.ID], m)
			}
		}
		for id, want := range alone {
			if !reflect.DeepEqual(got[id], want) {
				t.Fatalf("in batches of %d, post %q is understood as\n%+v\nalone as\n%+v", size, want[0].Post.Text, got[id], want)
			}
		}
	}
}

func TestManyAtOnceSeeWhatOneSees(t *testing.T) {
	a := full(t)
	posts := randomPosts(3, 200)
	want := a.Analyze(posts)
	before := make([]voc.Post, len(posts))
	copy(before, posts)
	var wg sync.WaitGroup
	for worker := range 6 {
		wg.Go(func() {
			for round := range 4 {
				if (worker+round)%2 == 0 {
					a.Analyze(randomPosts(uint64(worker), 20)) // other texts pass through the same scratches
				}
				if got := a.Analyze(posts); !reflect.DeepEqual(got, want) {
					t.Error("another result beside other callers")
					return
				}
			}
		})
	}
	wg.Wait()
	if !reflect.DeepEqual(posts, before) {
		t.Error("the posts were written to")
	}
}

func TestAHugePostLeavesNothingBehind(t *testing.T) {
	a := full(t)
	posts := randomPosts(4, 50)
	want := a.Analyze(posts)
	a.Analyze([]voc.Post{{Text: strings.Repeat("轻衡的店员态度很差，喝出头发，[怒]但是好喝。", 20_000)}})
	if got := a.Analyze(posts); !reflect.DeepEqual(got, want) {
		t.Error("after a huge post others are understood differently")
	}
}

func TestEveryAnalysisIsWhole(t *testing.T) {
	a := full(t)
	for _, m := range a.Analyze(randomPosts(5, 1500)) {
		an := &m.Analysis
		checkAnalysis(t, an)
		if an.Norm != normal.Text(m.Post.Body()) || normal.Text(an.Norm) != an.Norm {
			t.Fatalf("%q: norm %q is not the normal form", m.Post.Body(), an.Norm)
		}
		if an.Version != a.Version() || an.Language == "" || an.Emotion == "" || an.Intent == "" || an.Sentiment == "" {
			t.Fatalf("%q: a field is missing: %+v", an.Norm, an)
		}
		if len(an.Keywords) > a.opt.Keywords {
			t.Fatalf("%q: %d keywords", an.Norm, len(an.Keywords))
		}
		for name, list := range map[string][]string{"topics": an.Topics, "noise": an.Noise, "keywords": an.Keywords, "reasons": an.SeverityReasons} {
			seen := map[string]bool{}
			for _, x := range list {
				if x == "" || seen[x] {
					t.Fatalf("%q: %s %q hold an empty or repeated one", an.Norm, name, list)
				}
				seen[x] = true
			}
		}
		for _, r := range an.SeverityReasons {
			if _, ok := reasons[r]; !ok {
				t.Fatalf("%q: reason %q has no title", an.Norm, r)
			}
		}
		if len(an.SeverityReasons) > 0 && an.Severity < 2 {
			t.Fatalf("%q: reasons %q with severity %d", an.Norm, an.SeverityReasons, an.Severity)
		}
		titles := a.Titles()
		for _, x := range an.Aspects {
			if titles[x.Name] == "" {
				t.Fatalf("%q: aspect %q has no title", an.Norm, x.Name)
			}
		}
	}
}

func TestEveryMentionOfAPostSharesWhatIsNotTheBrands(t *testing.T) {
	a := full(t)
	ms := a.Analyze([]voc.Post{{Text: "轻衡静安店的店员比半亩茶田的热情，不过半亩茶田便宜"}})
	if len(ms) != 2 {
		t.Fatalf("%d mentions", len(ms))
	}
	x, y := ms[0].Analysis, ms[1].Analysis
	if x.Norm != y.Norm || x.Fingerprint != y.Fingerprint || !reflect.DeepEqual(x.Keywords, y.Keywords) || !reflect.DeepEqual(x.Noise, y.Noise) || x.Language != y.Language {
		t.Errorf("two mentions of one post differ in what no brand changes:\n%+v\n%+v", x, y)
	}
	if x.Store != "sh-jingan" || y.Store != "" {
		t.Errorf("shops %q and %q: the shop belongs to one brand", x.Store, y.Store)
	}
}

// The version is what tells stored analyses apart: it must change with everything a result depends
// on, and with nothing else.
func TestVersionFollowsTheOptions(t *testing.T) {
	make := func(change func(*Options)) string {
		t.Helper()
		o := DefaultOptions()
		o.Brands = []BrandRule{{Brand: "a", Any: []string{"甲茶"}, Packs: []string{"p"}}}
		o.Stores = []voc.Store{{ID: "s", Name: "甲茶一店", Brand: "a"}}
		o.Packs = []Pack{{Name: "p", Title: "题", Domain: []string{"茶"}, Aspects: []AspectRule{{Name: "x", Title: "某", Terms: []string{"杯"}}},
			Topics: []TopicRule{{Name: "t", Title: "事", Terms: []string{"洒"}, Severity: 1}}}}
		change(&o)
		return versionOf(t, o)
	}
	base := make(func(*Options) {})
	if again := make(func(*Options) {}); again != base {
		t.Errorf("equal options give versions %s and %s", base, again)
	}
	seen := map[string]string{base: "the base"}
	for why, change := range map[string]func(*Options){
		"a name of a brand":    func(o *Options) { o.Brands[0].Any = []string{"甲茶", "甲"} },
		"a phrase that masks":  func(o *Options) { o.Brands[0].Not = []string{"甲茶壶"} },
		"a regular expression": func(o *Options) { o.Brands[0].Regex = []string{"jia"} },
		"the id of a brand":    func(o *Options) { o.Brands[0].Brand = "b" },
		"the packs of a brand": func(o *Options) { o.Brands[0].Packs = nil },
		"a shop":               func(o *Options) { o.Stores[0].Aliases = []string{"一店"} },
		"a shop's city":        func(o *Options) { o.Stores[0].City = "杭州" },
		"an aspect's word":     func(o *Options) { o.Packs[0].Aspects[0].Terms = []string{"杯", "杯子"} },
		"an aspect's name":     func(o *Options) { o.Packs[0].Aspects[0].Name = "y" },
		"a word of praise":     func(o *Options) { o.Packs[0].Aspects[0].Positive = []string{"杯"} },
		"a topic's word":       func(o *Options) { o.Packs[0].Topics[0].Terms = []string{"漏"} },
		"a topic's name":       func(o *Options) { o.Packs[0].Topics[0].Name = "u" },
		"a topic's severity":   func(o *Options) { o.Packs[0].Topics[0].Severity = 2 },
		"a topic's mood":       func(o *Options) { o.Packs[0].Topics[0].Mood = "any" },
		"how near": func(o *Options) {
			o.Packs[0].Topics[0].Near = []Near{{Words: []string{"a"}, With: []string{"b"}, Within: 3}}
		},
		"a domain word":           func(o *Options) { o.Packs[0].Domain = []string{"茶", "奶茶"} },
		"the pack chosen":         func(o *Options) { o.Pack = "p" },
		"the band":                func(o *Options) { o.NeutralBand = 0.7 },
		"how many keywords":       func(o *Options) { o.Keywords = 3 },
		"a user word":             func(o *Options) { o.UserWords = []UserWord{{Word: "甲骨"}} },
		"a user word that judges": func(o *Options) { o.UserWords = []UserWord{{Word: "甲骨", Weight: 2}} },
		"a user word's frequency": func(o *Options) { o.UserWords = []UserWord{{Word: "甲骨", Freq: 9}} },
		"another pack":            func(o *Options) { o.Packs = append(o.Packs, Pack{Name: "q", Domain: []string{"车"}}) },
		"a brand more":            func(o *Options) { o.Brands = append(o.Brands, BrandRule{Brand: "c", Any: []string{"丙"}}) },
	} {
		v := make(change)
		if other, taken := seen[v]; taken {
			t.Errorf("%s gives the version %s of %s: stored analyses of the two cannot be told apart", why, v, other)
		}
		seen[v] = why
	}
	if v := make(func(o *Options) { o.Packs[0].Title, o.Packs[0].Aspects[0].Title = "别的", "别的" }); v != base {
		t.Errorf("titles are for people and change no result, yet the version changed from %s to %s", base, v)
	}
}

// versionOf gives the version of the Analyzer of o without loading lexicon and segmenter.
func versionOf(t *testing.T, o Options) string {
	t.Helper()
	if err := o.validate(); err != nil {
		t.Fatal(err)
	}
	shipped, err := plainAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	a := &Analyzer{opt: o, onlyPack: -1, vocabulary: vocabulary{index: map[string]int{}}, weights: shipped.weights}
	if err := a.compileOptions(); err != nil {
		t.Fatal(err)
	}
	return a.fingerprintOptions()
}
