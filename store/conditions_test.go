package store_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// narrowed are filters that between them set every parameter a condition may rest on.
func narrowed(r *rand.Rand) []voc.Filter {
	with := func(change func(*voc.Filter)) voc.Filter {
		f := voc.Filter{From: noon.Add(-4 * 24 * time.Hour), To: noon}
		change(&f)
		return f
	}
	return append(filters(r),
		with(func(f *voc.Filter) { f.NotTopics = []string{"等待", "价格"} }),
		with(func(f *voc.Filter) { f.Topic, f.Also = "卫生-", "等待" }),
		with(func(f *voc.Filter) { f.Aspect, f.Judged, f.Opinion = "service.", "negative", "久" }),
		with(func(f *voc.Filter) { f.Regions, f.Keyword = []string{"上海", "四川"}, "柠檬" }),
		with(func(f *voc.Filter) { f.Noise = voc.NoiseAdvert }),
		with(func(f *voc.Filter) { f.City, f.Intent = "上海", voc.IntentComplaint }),
		with(func(f *voc.Filter) { f.Emotion, f.Tier, f.Author = voc.Calm, voc.Tiers()[0], "a" }),
		with(func(f *voc.Filter) { f.Text = "排队 很久 排 队 了 -价格" }),
		with(func(f *voc.Filter) { f.AnyWord = []string{"排队"} }),
		with(func(f *voc.Filter) { f.Scope.Stores = []voc.StoreID{"sh-1"} }),
		with(func(f *voc.Filter) { f.Weekday, f.Timezone = 2, "Asia/Shanghai" }),
		with(func(f *voc.Filter) { f.Hours, f.Timezone = []int{0, 9, 12, 20}, "Asia/Shanghai" }),
		with(func(f *voc.Filter) {
			f.Without = []voc.Span{{From: noon.Add(-50 * time.Hour), To: noon.Add(-20 * time.Hour)}, {From: noon.Add(-3 * time.Hour), To: noon.Add(-2*time.Hour - time.Minute)}}
		}),
	)
}

func TestConditionsThatRestrictNothingMayBeLeftOut(t *testing.T) {
	h := &house{t: t, s: storetest.Open(t), r: rand.New(rand.NewPCG(2, 3)), ids: map[string]time.Time{}}
	h.say(150)
	for _, f := range narrowed(h.r) {
		list := func() []voc.Mention {
			h.t.Helper()
			all, _, err := h.s.Mentions(t.Context(), f, store.Page{Limit: 500})
			if err != nil {
				t.Fatalf("%+v: %v", f, err)
			}
			return all
		}
		short := list()
		h.s.Whole(true)
		whole := list()
		h.s.Whole(false)
		if !reflect.DeepEqual(short, whole) {
			t.Errorf("%+v: %d mentions, with every condition of the filter %d", f, len(short), len(whole))
		}
	}
}

func TestOnlyWhatRestrictsIsAsked(t *testing.T) {
	for _, c := range []struct {
		sentence string
		f        voc.Filter
		has, not []string
	}{
		{"nothing is set: time and noise alone are asked", voc.Filter{}, []string{"published_at >=", "empty(noise)"}, []string{"scope", "aspects", "brand", "keyword", "severity", "multiSearch"}},
		{"a brand is set", voc.Filter{Brands: []voc.BrandID{"a"}}, []string{"brand IN {brands:"}, []string{"scope_brands"}},
		{"a scope of shops asks for provinces, too", voc.Filter{Scope: voc.Scope{Stores: []voc.StoreID{"s"}}}, []string{"scope_regions", "scope_stores"}, []string{"scope_brands"}},
		{"who may see nothing sees nothing", voc.Filter{Scope: voc.Scope{None: true}}, []string{"NOT {scope_none:Bool}"}, nil},
		{"noise of one sort", voc.Filter{Noise: "ad"}, []string{"has(noise,"}, nil},
		{"a severity", voc.Filter{MinSeverity: 3}, []string{"severity >="}, nil},
	} {
		text := store.FilterText(c.f)
		for _, part := range c.has {
			if !strings.Contains(text, part) {
				t.Errorf("%s: %q is missing in\n%s", c.sentence, part, text)
			}
		}
		for _, part := range c.not {
			if strings.Contains(text, part) {
				t.Errorf("%s: %q is asked in\n%s", c.sentence, part, text)
			}
		}
	}
}

// A new condition must say when it restricts nothing, or every question pays for it.
func TestEveryConditionButTwoMayRest(t *testing.T) {
	always, all := store.Conditions()
	if len(always) != 2 || all < 30 {
		t.Errorf("%d conditions, of them always asked: %q; want time and noise alone", all, always)
	}
}
