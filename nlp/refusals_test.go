package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Who wrote a rule wrongly must learn from the error which rule it is and what is wrong with it.
func TestRefusalsNameTheRule(t *testing.T) {
	brand := func(b BrandRule) func(*Options) { return func(o *Options) { o.Brands = []BrandRule{b} } }
	pack := func(p Pack) func(*Options) { return func(o *Options) { o.Packs = []Pack{p} } }
	for _, c := range []struct {
		change func(*Options)
		want   []string
	}{
		{func(o *Options) { o.NeutralBand = 1 }, []string{"neutral_band is 1"}},
		{func(o *Options) { o.Keywords = 101 }, []string{"keywords is 101"}},
		{func(o *Options) { o.Packs, o.Pack = []Pack{{Name: "tea"}, {Name: "car"}}, "boat" }, []string{`"boat"`, "tea, car"}},
		{func(o *Options) { o.UserWords = []UserWord{{Word: " \t"}} }, []string{"user word is empty"}},
		{func(o *Options) { o.UserWords = []UserWord{{Word: "绝绝子", Weight: -3.5}} }, []string{"绝绝子", "-3.5"}},
		{brand(BrandRule{Any: []string{"青竹里"}}), []string{"names no brand"}},
		{brand(BrandRule{Brand: "qzl", Any: []string{"青竹里"}, Not: []string{""}}), []string{`"qzl"`, "empty word"}},
		{brand(BrandRule{Brand: "qzl", Any: []string{"青竹里"}, Context: []string{"茶"}}), []string{`"qzl"`, "ambiguous: true"}},
		{brand(BrandRule{Brand: "qzl", Near: []Near{{Words: []string{"青竹"}}}}), []string{`"qzl"`, "words and with"}},
		{brand(BrandRule{Brand: "qzl", Near: []Near{{Words: []string{"青竹"}, With: []string{" "}}}}), []string{`"qzl"`, "empty word"}},
		{brand(BrandRule{Brand: "qzl", Near: []Near{{Words: []string{"青竹"}, With: []string{"茶"}, Within: 201}}}), []string{`"qzl"`, "within 201"}},
		{brand(BrandRule{Brand: "qzl", Near: []Near{{Words: []string{"青竹"}, With: []string{"茶"}, AtLeast: -1}}}), []string{`"qzl"`, "at_least -1"}},
		{brand(BrandRule{Brand: "qzl", Regex: []string{"青竹[里"}}), []string{`"qzl"`, "青竹[里"}},
		{pack(Pack{}), []string{"no name"}},
		{pack(Pack{Name: "tea", Aspects: []AspectRule{{Name: "cup", Terms: []string{"杯"}}, {Name: "cup", Terms: []string{"盖"}}}}), []string{`"tea"`, `"cup"`, "twice"}},
		{pack(Pack{Name: "tea", Aspects: []AspectRule{{Name: "cup", Terms: []string{"杯"}, Scope: "all"}}}), []string{`"tea"`, `"cup"`, `"all"`}},
		{pack(Pack{Name: "tea", Aspects: []AspectRule{{Name: "cup", Terms: []string{"杯"}}}, Topics: []TopicRule{{Name: "cup", Terms: []string{"漏"}}}}), []string{`"tea"`, "topic", `"cup"`}},
		{pack(Pack{Name: "tea", Topics: []TopicRule{{Name: "漏杯"}}}), []string{`"tea"`, "漏杯", "never be found"}},
		{pack(Pack{Name: "tea", Topics: []TopicRule{{Name: "漏杯", Terms: []string{"漏"}, Severity: -1}}}), []string{"漏杯", "severity -1"}},
		{pack(Pack{Name: "tea", Topics: []TopicRule{{Name: "漏杯", Near: []Near{{With: []string{"杯"}}}}}}), []string{"漏杯", "words and with"}},
	} {
		o := DefaultOptions()
		c.change(&o)
		_, err := New(o)
		if err == nil {
			t.Errorf("options that should fail for %q were accepted", c.want)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("the error %q does not say %s", err, w)
			}
		}
	}
}

// All that is wrong is told at once, not one fault a start.
func TestEveryFaultIsToldAtOnce(t *testing.T) {
	o := DefaultOptions()
	o.NeutralBand = 0.2
	o.Brands = []BrandRule{{Brand: "qzl"}, {Brand: "myf", Any: []string{"满月坊"}, Packs: []string{"boat"}}}
	o.UserWords = []UserWord{{Word: "绝绝子", Weight: 4}}
	_, err := New(o)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, w := range []string{"neutral_band", `"qzl"`, `"myf"`, `"boat"`, "绝绝子"} {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error %q does not say %s", err, w)
		}
	}
}

// Names with a character more or less, words that mask them, and shops several cities have.
func TestNearMissesOfNamesAndShops(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		post voc.Post
		want string // brand/shop
	}{
		{voc.Post{Text: "万达店的店员很好", Brand: "qingheng", Region: "浙江"}, "qingheng/hz-wanda"},
		{voc.Post{Text: "上海万达店的轻衡"}, "qingheng/sh-wanda"},
		{voc.Post{Text: "轻衡静安寺那家关了"}, "qingheng/sh-jingan"},
		{voc.Post{Text: "小米手机发热"}, "xiaomi/"},
		{voc.Post{Text: "小米粥配手机支架"}, "/"},
		{voc.Post{Text: "转让小米手机"}, "/"},
		{voc.Post{Text: "轻衡器材很好用"}, "/"},
		{voc.Post{Text: "轻衡器材不如轻衡茶"}, "qingheng/"},
		{voc.Post{Text: "tea-x好喝"}, "teax/"},
		{voc.Post{Text: "teaxy牌子"}, "/"},
		{voc.Post{Text: "半亩方塘旁边的半亩茶田"}, "banmu/"},
		{voc.Post{Text: "半亩的奶茶真香"}, "banmu/"},
		{voc.Post{Text: "种了半亩。奶茶好喝"}, "/"},
	} {
		var list []string
		for _, m := range a.Analyze([]voc.Post{c.post}) {
			list = append(list, string(m.Brand)+"/"+string(m.Analysis.Store))
		}
		if got := strings.Join(list, " "); got != c.want {
			t.Errorf("%q is of %q, want %q", c.post.Text, got, c.want)
		}
	}
}
