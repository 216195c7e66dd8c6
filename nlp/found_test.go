package nlp

import (
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func accepted(change func(*voc.Discovery)) []voc.Discovery {
	d := voc.Discovery{ID: "d", Kind: voc.DiscoveryWord, Words: []string{"雪顶爆浆"}, State: voc.DiscoveryAccepted}
	change(&d)
	return []voc.Discovery{d}
}

func withFound(t *testing.T, o Options, accepted []voc.Discovery) *Analyzer {
	t.Helper()
	a, err := New(o.With(accepted))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAcceptedDiscoveriesAreUnderstood(t *testing.T) {
	o := DefaultOptions()
	o.Packs = []Pack{{Name: "tea", Title: "茶", Domain: []string{"奶茶"}, Topics: []TopicRule{{Name: "新品-踩雷", Title: "新品踩雷", Terms: []string{"新品太差"}, Mood: moodAny}}}}
	o.Brands = []BrandRule{{Brand: "tea", Any: []string{"山外青茶"}, Packs: []string{"tea"}}}
	const text = "山外青茶的雪顶爆浆流了一手"
	f := func(why string, list []voc.Discovery, check func(voc.Analysis) bool) {
		t.Helper()
		got := withFound(t, o, list).Analyze([]voc.Post{{Text: text}})
		if an := got[0].Analysis; !check(an) {
			t.Errorf("%s: %q is understood as %+v", why, text, an)
		}
	}
	none := func(an voc.Analysis) bool {
		return len(an.Topics) == 0 && !slices.Contains(an.Keywords, "雪顶爆浆")
	}
	f("nothing accepted", nil, none)
	f("only proposed", accepted(func(d *voc.Discovery) { d.State = voc.DiscoveryProposed; d.Topic = "新品-雪顶" }), none)
	f("rejected", accepted(func(d *voc.Discovery) { d.State = voc.DiscoveryRejected }), none)
	f("a plain word is kept whole", accepted(func(*voc.Discovery) {}), func(an voc.Analysis) bool { return slices.Contains(an.Keywords, "雪顶爆浆") })
	f("a word that blames", accepted(func(d *voc.Discovery) { d.Weight = -3 }), func(an voc.Analysis) bool { return an.Score < 0 })
	f("a topic of its own, for a brand that names its packs", accepted(func(d *voc.Discovery) { d.Topic = "新品-雪顶" }), func(an voc.Analysis) bool {
		return slices.Equal(an.Topics, []string{"新品-雪顶"})
	})
	f("more words for a topic a pack has", accepted(func(d *voc.Discovery) { d.Topic = "新品-踩雷" }), func(an voc.Analysis) bool {
		return slices.Equal(an.Topics, []string{"新品-踩雷"})
	})
	story := func(d *voc.Discovery) {
		d.Kind, d.Words, d.Topic = voc.DiscoveryStory, []string{"雪顶", "一手", "吸管"}, "新品-漏"
	}
	f("two finds as one new topic", append(accepted(story), accepted(func(d *voc.Discovery) { d.ID, d.Words, d.Topic = "e", []string{"漏底"}, "新品-漏" })...), func(an voc.Analysis) bool {
		return slices.Equal(an.Topics, []string{"新品-漏"})
	})
	f("a story by two of its words", accepted(story), func(an voc.Analysis) bool { return slices.Equal(an.Topics, []string{"新品-漏"}) })
	if len(o.Packs[0].Topics[0].Terms) != 1 || len(o.Brands[0].Packs) != 1 || len(o.UserWords) != 0 {
		t.Errorf("the options themselves were changed: %+v", o)
	}
	plain := withFound(t, o, nil)
	knowing := withFound(t, o, accepted(func(*voc.Discovery) {}))
	if plain.Version() == knowing.Version() {
		t.Error("an accepted word changes the understanding and not its version")
	}
	if plain.Known("雪顶爆浆") || !knowing.Known("雪顶爆浆") || !plain.Known("奶茶") || !plain.Known("新品太差") || !plain.Known("山外青茶这次") {
		t.Error("Known does not tell what dictionary, packs and accepted words hold")
	}
}

func TestWordsMeanSomethingByThemselves(t *testing.T) {
	a := withFound(t, DefaultOptions(), nil)
	words := a.Words(nil, "@小王 我们的奶茶杯子在漏水https://t.example/abc,非常不开心123")
	for _, w := range []string{"奶茶", "杯子", "漏水"} {
		if !slices.Contains(words, w) {
			t.Errorf("%s is missing among %q", w, words)
		}
	}
	if all := strings.Join(words, " "); strings.ContainsAny(all, "的123@") || strings.Contains(all, "小王") || strings.Contains(all, "非常") {
		t.Errorf("particles, numbers, names or degrees among %q", words)
	}
}
