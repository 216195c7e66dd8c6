package nlp

import (
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func brandsOf(ms []voc.Mention) []string {
	var list []string
	for _, m := range ms {
		list = append(list, string(m.Brand))
	}
	return list
}

func TestBrands(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, want, why string }{
		{"今天喝了轻衡", "qingheng", "a name"},
		{"輕衡的奶茶", "qingheng", "in traditional script"},
		{"買了轻衡茶和半亩茶田", "qingheng banmu", "two brands are two mentions, in the order of the rules"},
		{"今天喝了奶茶", "", "no name is one mention without brand"},
		{"轻衡器材有限公司招聘", "", "a phrase that contains the name masks it"},
		{"轻衡器材隔壁的轻衡", "qingheng", "but only there"},
		{"半亩的奶茶不错", "banmu", "an ambiguous name with a companion nearby"},
		{"半亩方塘一鉴开", "", "without one it is a poem"},
		{"种了半亩地", "", "or a field"},
		{"半亩地里种着菜。隔了好多好多天我终于又一次出门买了奶茶", "", "a companion in another sentence does not count"},
		{"TeaX好喝", "teax", "Latin names in any case"},
		{"ＴＥＡＸ好喝", "teax", "and width"},
		{"teaxyz好喝", "", "but as whole words"},
		{"myteax", "", "on both sides"},
		{"tea-x 新店", "teax", "a regular expression"},
		{"小米的手机很好", "xiaomi", "a name with what must be there too"},
		{"小米真好吃", "", "without it, no"},
		{"手机里看到小米粥", "", "the name is masked, so nothing is left"},
		{"小米手机转让", "", "a veto vetoes"},
	} {
		got := brandsOf(a.Analyze([]voc.Post{{Text: c.text}}))
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.why, c.text, got, c.want)
		}
	}
}

func TestTheSourcesBrandIsAlwaysSeen(t *testing.T) {
	a := full(t)
	if got := brandsOf(a.Analyze([]voc.Post{{Text: "难喝", Brand: "qingheng"}})); !slices.Equal(got, []string{"qingheng"}) {
		t.Errorf("got %q", got)
	}
	if got := brandsOf(a.Analyze([]voc.Post{{Text: "不如半亩茶田", Brand: "qingheng"}})); !slices.Equal(got, []string{"qingheng", "banmu"}) {
		t.Errorf("got %q", got)
	}
	if got := brandsOf(a.Analyze([]voc.Post{{Text: "难喝", Brand: "stranger"}})); !slices.Equal(got, []string{"stranger"}) {
		t.Errorf("a brand without a rule: got %q", got)
	}
}

func TestComparisonHasTwoSides(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text         string
		ours, theirs float64 // signs
	}{
		{"轻衡比半亩茶田好喝多了", 1, -1},
		{"轻衡比半亩茶田难喝", -1, 1},
		{"轻衡不如半亩茶田", -1, 1},
		{"轻衡很好喝，半亩茶田难喝死了", 1, -1},
	} {
		ms := a.Analyze([]voc.Post{{Text: c.text}})
		if len(ms) != 2 {
			t.Fatalf("%q: %d mentions", c.text, len(ms))
		}
		if s := ms[0].Analysis.Score; s*c.ours <= 0 {
			t.Errorf("%q: for us %+.2f", c.text, s)
		}
		if s := ms[1].Analysis.Score; s*c.theirs <= 0 {
			t.Errorf("%q: for them %+.2f", c.text, s)
		}
	}
}

func TestStoresAndRegions(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		post          voc.Post
		store, region string
		why           string
	}{
		{voc.Post{Text: "轻衡静安店服务好差"}, "sh-jingan", "上海", "by alias"},
		{voc.Post{Text: "轻衡万达店，杭州这家真不行"}, "hz-wanda", "浙江", "a shared alias is settled by the city"},
		{voc.Post{Text: "上海轻衡万达店不错"}, "sh-wanda", "上海", "the other way"},
		{voc.Post{Text: "轻衡万达店不错"}, "", "", "without a city it stays open"},
		{voc.Post{Text: "轻衡万达店不错", Region: "浙江"}, "hz-wanda", "", "the post's own region settles it too, and is not repeated"},
		{voc.Post{Text: "半亩茶田万达店不错"}, "banmu-wanda", "", "another brand's shop of that name"},
		{voc.Post{Text: "好喝", Brand: "qingheng", StoreName: "轻衡（静安寺那家）"}, "sh-jingan", "", "by what the site calls it"},
		{voc.Post{Text: "轻衡静安店", Store: "given"}, "", "上海", "a shop the site gave is not guessed again"},
		{voc.Post{Text: "在成都喝到的轻衡"}, "", "四川", "a city stands for its province"},
		{voc.Post{Text: "重庆小面真好吃"}, "", "", "a dish is no place"},
		{voc.Post{Text: "广州、深圳都有，北京没有"}, "", "广东", "the province named most"},
	} {
		an := a.Analyze([]voc.Post{c.post})[0].Analysis
		if string(an.Store) != c.store || an.Region != c.region {
			t.Errorf("%s: %q gives shop %q and region %q, want %q and %q", c.why, c.post.Text, an.Store, an.Region, c.store, c.region)
		}
	}
}

func TestOptionsAreRefused(t *testing.T) {
	for why, change := range map[string]func(*Options){
		"unknown":      func(o *Options) { o.Pack = "opera" },
		"neutral_band": func(o *Options) { o.NeutralBand = 0.4 },
		"keywords":     func(o *Options) { o.Keywords = -1 },
		"two rules": func(o *Options) {
			o.Brands = []BrandRule{{Brand: "a", Any: []string{"甲"}}, {Brand: "a", Any: []string{"乙"}}}
		},
		"all empty":  func(o *Options) { o.Brands = []BrandRule{{Brand: "a"}} },
		"empty word": func(o *Options) { o.Brands = []BrandRule{{Brand: "a", Any: []string{" "}}} },
		"regex":      func(o *Options) { o.Brands = []BrandRule{{Brand: "a", Regex: []string{"("}}} },
		"not known":  func(o *Options) { o.Brands = []BrandRule{{Brand: "a", Any: []string{"甲"}, Packs: []string{"x"}}} },
		"mood": func(o *Options) {
			o.Packs = []Pack{{Name: "p", Topics: []TopicRule{{Name: "t", Terms: []string{"甲"}, Mood: "angry"}}}}
		},
		"severity": func(o *Options) {
			o.Packs = []Pack{{Name: "p", Topics: []TopicRule{{Name: "t", Terms: []string{"甲"}, Severity: 5}}}}
		},
		"reason": func(o *Options) {
			o.Packs = []Pack{{Name: "p", Topics: []TopicRule{{Name: "t", Terms: []string{"甲"}, Reason: "x"}}}}
		},
		"never be":  func(o *Options) { o.Packs = []Pack{{Name: "p", Aspects: []AspectRule{{Name: "a"}}}} },
		"twice":     func(o *Options) { o.Packs = []Pack{{Name: "p"}, {Name: "p"}} },
		"user word": func(o *Options) { o.UserWords = []UserWord{{Word: "x", Weight: 9}} },
	} {
		o := DefaultOptions()
		change(&o)
		if _, err := New(o); err == nil {
			t.Errorf("options with a bad %q were accepted", why)
		}
	}
}

func TestNumbersBeforeAWord(t *testing.T) {
	for text, want := range map[string]int{
		"27": 27, "等了27": 27, "二十七": 27, "四十": 40, "四十多": 40, "两": 2, "十": 10, "十五": 15, "一百二十": 120,
		"半": 0, "": 0, "好": 0, "3.5": 5, "1234567": 4567,
	} {
		s := &scratch{runes: []rune(text)}
		if got := s.numberBefore(len(s.runes)); got != want {
			t.Errorf("%q reads as %d, want %d", text, got, want)
		}
	}
}
