package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// assorted makes n mentions over three days, the same ones every time, in which every facet has several values.
func assorted(n int) []voc.Mention {
	r := rand.New(rand.NewPCG(3, 14))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	all := make([]voc.Mention, n)
	for i := range all {
		text := pick("退款", "退貨", "排队", "ＡＰＰ闪退", "服務", "味道") + pick("", " ") + pick("太慢", "很好", "不新鲜", "还行") + pick("", "，客服不理人", "!!抽奖")
		all[i] = mention(fmt.Sprint(i), text, brand(voc.BrandID(pick("qingheng", "rival", ""))), from(voc.SourceID(pick("forum", "appstore"))),
			at(noon.Add(-time.Duration(r.IntN(72*60))*time.Minute)), feeling(voc.Sentiment(pick("negative", "neutral", "positive"))))
		m := &all[i]
		m.Analysis.Norm = normal.Text(text)
		m.Analysis.Intent, m.Analysis.Emotion = voc.Intent(pick("complaint", "praise", "")), voc.Emotion(pick("angry", "happy"))
		m.Analysis.Severity, m.Analysis.Complaint = r.IntN(5), r.IntN(3) == 0
		m.Post.Region, m.Analysis.City, m.Post.Store = pick("", "上海", "浙江"), pick("", "杭州"), voc.StoreID(pick("", "s1", "s2"))
		m.Post.Author.Followers = []int64{-1, 100, 10_000, 1_000_000}[r.IntN(4)]
		if t := pick("", "等待", "卫生-异物"); t != "" {
			m.Analysis.Topics = []string{t, "全部"}
		}
		for range r.IntN(3) {
			m.Analysis.Aspects = append(m.Analysis.Aspects, voc.Aspect{Name: pick("service", "taste"), Sentiment: voc.Negative})
		}
		if r.IntN(6) == 0 {
			m.Analysis.Noise = []string{pick("advert", "lottery")}
		}
		m.Cluster = []uint64{0, 0, 7, 8}[r.IntN(4)]
	}
	return all
}

// valuesOf gives what one mention counts as, facet by facet: the plain account facets are checked against.
func valuesOf(m *voc.Mention) map[string][]string {
	tier := voc.TierLarge
	switch n := m.Post.Author.Followers; {
	case n < 0:
		tier = voc.TierUnknown
	case n < 1000:
		tier = voc.TierSmall
	case n < 100_000:
		tier = voc.TierMiddle
	}
	b := string(m.Brand)
	if b == "" {
		b = "-"
	}
	var aspects []string
	for _, a := range m.Analysis.Aspects {
		if !slices.Contains(aspects, a.Name) {
			aspects = append(aspects, a.Name)
		}
	}
	return map[string][]string{
		"brand": {b}, "source": {string(m.Post.Source)}, "platform": {m.Post.Platform}, "sentiment": {string(m.Analysis.Sentiment)},
		"intent": {string(m.Analysis.Intent)}, "emotion": {string(m.Analysis.Emotion)}, "severity": {fmt.Sprint(m.Analysis.Severity)},
		"region": {m.Post.Region}, "city": {m.Analysis.City}, "store": {string(m.Post.Store)}, "tier": {string(tier)},
		"complaint": {fmt.Sprint(m.Analysis.Complaint)}, "topic": m.Analysis.Topics, "aspect": aspects, "noise": m.Analysis.Noise,
	}
}

// Every facet counts what the list under that choice holds: its own restriction lifted, all others kept.
func TestFacetsCountWhatChoosingThemWouldShow(t *testing.T) {
	s := storetest.Open(t)
	mentions := assorted(600)
	save(t, s, 600, mentions...)
	for _, c := range []struct {
		sentence string
		filter   voc.Filter
		keeps    func(m *voc.Mention, lifted string) bool
	}{
		{"no restriction", voc.Filter{}, func(*voc.Mention, string) bool { return true }},
		{"a feeling and an intent", voc.Filter{Sentiment: voc.Negative, Intent: voc.IntentComplaint}, func(m *voc.Mention, lifted string) bool {
			return (lifted == "sentiment" || m.Analysis.Sentiment == voc.Negative) && (lifted == "intent" || m.Analysis.Intent == voc.IntentComplaint)
		}},
		{"a topic in a city", voc.Filter{Topic: "等待", City: "杭州"}, func(m *voc.Mention, lifted string) bool {
			return (lifted == "topic" || slices.Contains(m.Analysis.Topics, "等待")) && (lifted == "city" || m.Analysis.City == "杭州")
		}},
	} {
		want := map[string]map[string]int{}
		for i := range mentions {
			for facet, values := range valuesOf(&mentions[i]) {
				if !c.keeps(&mentions[i], facet) || facet != "noise" && len(mentions[i].Analysis.Noise) > 0 {
					continue
				}
				for _, v := range values {
					if v != "" {
						if want[facet] == nil {
							want[facet] = map[string]int{}
						}
						want[facet][v]++
					}
				}
			}
		}
		got, err := s.Facets(t.Context(), c.filter, 50)
		if err != nil {
			t.Fatal(err)
		}
		for _, facet := range store.FacetNames() {
			if len(got[facet]) != len(want[facet]) {
				t.Errorf("%s: %s has %v, want %v", c.sentence, facet, got[facet], want[facet])
			}
			for _, v := range got[facet] {
				if v.N != want[facet][v.Value] {
					t.Errorf("%s: %s %s: %d, want %d", c.sentence, facet, v.Value, v.N, want[facet][v.Value])
				}
			}
		}
	}
}

// A search finds what a plain look at every text finds, whatever is searched.
func TestASearchFindsWhatReadingEverythingFinds(t *testing.T) {
	s := storetest.Open(t)
	mentions := assorted(300)
	for i := range mentions {
		mentions[i].Analysis.Noise = nil
	}
	save(t, s, 300, mentions...)
	r := rand.New(rand.NewPCG(2, 7))
	words := []string{"退款", "退货", "太慢", "不新鲜", `"退款 太慢"`, "-很好", "-抽奖", "|", "OR", "ＡＰＰ", "服務", "客服不理人", "退款太慢", "味道", "'", `\`, "%"}
	tries := 120
	if testing.Short() {
		tries = 30
	}
	for range tries {
		var text string
		for range 1 + r.IntN(6) {
			text += words[r.IntN(len(words))] + " "
		}
		search := store.ReadSearch(text)
		var want []string
		for i := range mentions {
			hay := mentions[i].Analysis.Norm + "\n" + mentions[i].Post.Text
			in := func(w string) bool { return strings.Contains(hay, w) }
			if !slices.ContainsFunc(search.Not, in) && !slices.ContainsFunc(search.Groups, func(g []string) bool { return !slices.ContainsFunc(g, in) }) {
				want = append(want, mentions[i].Post.ExternalID)
			}
		}
		got := externals(all(t, s, voc.Filter{Text: text}))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%s (%q): %d found, want %d", text, search, len(got), len(want))
		}
	}
}

func TestFoldedListsHoldEachTextOnce(t *testing.T) {
	s := storetest.Open(t)
	mentions := assorted(120)
	save(t, s, 120, mentions...)
	f := voc.Filter{Sentiment: voc.Negative}
	plain := all(t, s, f)
	var seen []string
	newest, folded := map[string]voc.PostID{}, 0
	for _, m := range plain { // newest first
		key := fmt.Sprint(m.Cluster, m.Brand)
		if _, known := newest[key]; !known || m.Cluster == 0 {
			newest[key] = m.Post.ID
			seen = append(seen, string(m.Post.ID)+string(m.Brand))
		}
	}
	var got []string
	for page := (store.Page{Limit: 7}); ; {
		items, next, err := s.Folded(t.Context(), f, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range items {
			got = append(got, string(m.Post.ID)+string(m.Brand))
			folded += m.Folded
		}
		if page.After = next; next == "" {
			break
		}
	}
	n, err := s.CountFolded(t.Context(), f)
	if !slices.Equal(got, seen) || n != len(seen) || folded != len(plain) || err != nil {
		t.Errorf("folded %d of %d mentions to %d, counted %d (%v)", folded, len(plain), len(got), n, err)
	}
	m := plain[slices.IndexFunc(plain, func(m voc.Mention) bool { return m.Cluster == 7 })]
	copies, err := s.CopiesOf(t.Context(), voc.Filter{Sentiment: voc.Negative, Brands: []voc.BrandID{m.Brand}}, 7)
	for _, c := range copies {
		if c.Cluster != 7 || c.Brand != m.Brand {
			t.Errorf("%s of cluster %d is no copy", c.Post.ID, c.Cluster)
		}
	}
	if err != nil || len(copies) == 0 {
		t.Errorf("%d copies, %v", len(copies), err)
	}
}

// A cursor keeps its place while new mentions arrive in front of it.
func TestPagingIsStableWhileMentionsArrive(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 60, assorted(60)...)
	f := voc.Filter{Raw: true}
	want := externals(all(t, s, f))
	var got []string
	for page, n := (store.Page{Limit: 9}), 0; ; n++ {
		items, next, err := s.Mentions(t.Context(), f, page)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, externals(items)...)
		save(t, s, 1, mention(fmt.Sprint("new", n), "刚刚说的", at(noon.Add(time.Duration(n+1)*time.Minute))))
		if page.After = next; next == "" {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("walked over %d, want %d", len(got), len(want))
	}
}

func TestEachMentionIsTheList(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 500, assorted(500)...)
	for sentence, f := range map[string]voc.Filter{
		"everything": {Raw: true}, "an odd window": {From: noon.Add(-50*time.Hour - 20*time.Minute), To: noon.Add(-30*time.Hour - 7*time.Minute)}, "a search": {Text: "退款"}, "nothing": {Text: "从来没人说过"},
	} {
		var got []string
		err := s.EachMention(t.Context(), f, func(part []voc.Mention) error {
			got = append(got, externals(part)...)
			return nil
		})
		if want := externals(all(t, s, f)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d handed on, the list holds %d: %v", sentence, len(got), len(want), err)
		}
	}
	enough := fmt.Errorf("enough")
	if err := s.EachMention(context.Background(), voc.Filter{}, func([]voc.Mention) error { return enough }); err != enough {
		t.Errorf("ended with %v", err)
	}
}

func TestAThreadIsReadInOrder(t *testing.T) {
	s := storetest.Open(t)
	reply := func(id, parent, root string, after time.Duration) voc.Mention {
		return mention(id, "回复"+id, at(noon.Add(after)), func(m *voc.Mention) { m.Post.ParentID, m.Post.RootID = parent, root })
	}
	other := reply("x", "", "", 0)
	elsewhere := reply("r3", "root", "root", time.Hour)
	elsewhere.Post.Source, elsewhere.Post.ID = "appstore", voc.NewPostID("appstore", "r3")
	twice := reply("r1", "root", "root", time.Minute)
	twice.Brand = "rival"
	save(t, s, 5, reply("root", "", "", 0), reply("r2", "r1", "root", time.Hour), reply("r1", "root", "root", time.Minute), twice, other, elsewhere)
	for _, from := range []string{"root", "r1", "r2"} {
		m, err := s.Mention(t.Context(), voc.NewPostID("forum", from), "qingheng")
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Thread(t.Context(), &m, voc.Scope{})
		if err != nil || !slices.Equal(externals(got), []string{"root", "r1", "r2"}) {
			t.Errorf("from %s: %q, %v", from, externals(got), err)
		}
		if got, err = s.Thread(t.Context(), &m, voc.Scope{Regions: []string{"西藏"}}); err != nil || len(got) != 0 {
			t.Errorf("from %s, out of scope: %q, %v", from, externals(got), err)
		}
	}
}
