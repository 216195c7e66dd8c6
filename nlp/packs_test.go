package nlp

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// ourPacks reads the packs the product brings along, strictly: an unknown key is an error.
func ourPacks() ([]Pack, error) {
	names, err := filepath.Glob("../configs/taxonomies/*.yaml")
	if err != nil {
		return nil, err
	}
	var packs []Pack
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var p Pack
		if err := yaml.UnmarshalWithOptions(text, &p, yaml.Strict()); err != nil {
			return nil, err
		}
		packs = append(packs, p)
	}
	return packs, nil
}

// fullAnalyzer has our packs, three tea brands and shops.
var fullAnalyzer = sync.OnceValues(func() (*Analyzer, error) {
	packs, err := ourPacks()
	if err != nil {
		return nil, err
	}
	o := DefaultOptions()
	o.Packs = packs
	o.Brands = []BrandRule{
		{Brand: "qingheng", Any: []string{"轻衡", "轻衡茶"}, Not: []string{"轻衡器材"}},
		{Brand: "banmu", Any: []string{"半亩茶田"}, Near: []Near{{Words: []string{"半亩"}, With: []string{"奶茶", "门店"}, Within: 8}}, Not: []string{"半亩方塘"}},
		{Brand: "teax", Any: []string{"TeaX"}, Regex: []string{`tea[- ]x\b`}},
		{Brand: "xiaomi", Any: []string{"小米"}, Must: []string{"手机"}, Not: []string{"小米粥", "小米辣", "转让"}},
	}
	o.Stores = []voc.Store{
		{ID: "sh-jingan", Name: "上海静安店", Brand: "qingheng", Province: "上海", City: "上海", Aliases: []string{"静安店", "静安寺那家"}},
		{ID: "sh-wanda", Name: "上海五角场万达店", Brand: "qingheng", Province: "上海", City: "上海", Aliases: []string{"万达店"}},
		{ID: "hz-wanda", Name: "杭州拱墅万达店", Brand: "qingheng", Province: "浙江", City: "杭州", Aliases: []string{"万达店"}},
		{ID: "banmu-wanda", Name: "半亩茶田万达店", Brand: "banmu", Province: "上海", City: "上海", Aliases: []string{"万达店"}},
	}
	return New(o)
})

func full(t testing.TB) *Analyzer {
	t.Helper()
	a, err := fullAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestOurPacks(t *testing.T) {
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	contract := map[string]string{
		"dining": "location.traffic location.distance location.finding service.waiting service.staff service.parking service.speed price.level price.value price.discount environment.decoration environment.noise environment.space environment.cleanliness dish.portion dish.taste dish.look dish.recommendation overall.experience overall.again",
		"car":    "price configuration handling comfort fuel power interior safety space exterior",
	}
	seen := map[string]bool{}
	for _, p := range packs {
		seen[p.Name] = true
		if err := p.Validate(); err != nil {
			t.Error(err)
		}
		if len(p.Aspects) < 10 {
			t.Errorf("pack %s has %d aspects", p.Name, len(p.Aspects))
		}
		have := map[string]bool{}
		for _, a := range p.Aspects {
			have[a.Name] = true
			if a.Title == "" || len(a.Terms)+len(a.Positive)+len(a.Negative) < 15 {
				t.Errorf("pack %s: aspect %s has %d words and the title %q", p.Name, a.Name, len(a.Terms)+len(a.Positive)+len(a.Negative), a.Title)
			}
			switch a.QSCV {
			case "", "quality", "service", "cleanliness", "value":
			default:
				t.Errorf("pack %s: aspect %s: qscv %q", p.Name, a.Name, a.QSCV)
			}
			words := map[string]string{}
			for kind, list := range map[string][]string{"positive": a.Positive, "negative": a.Negative} {
				for _, w := range list {
					if other, ok := words[w]; ok && other != kind {
						t.Errorf("pack %s: aspect %s: %q is both positive and negative", p.Name, a.Name, w)
					}
					words[w] = kind
				}
			}
		}
		for _, name := range strings.Fields(contract[p.Name]) {
			if !have[name] {
				t.Errorf("pack %s lacks aspect %s", p.Name, name)
			}
		}
		for _, topic := range p.Topics {
			if topic.Title == "" {
				t.Errorf("pack %s: topic %s has no title", p.Name, topic.Name)
			}
		}
	}
	for name := range contract {
		if !seen[name] {
			t.Errorf("pack %s is missing", name)
		}
	}
}

// show gives what a test says of a text when it fails.
func show(an *voc.Analysis) string {
	var b strings.Builder
	for _, a := range an.Aspects {
		b.WriteString(a.Name + "=" + string(a.Sentiment) + "(" + a.Text + ") ")
	}
	return strings.TrimSpace(b.String())
}
