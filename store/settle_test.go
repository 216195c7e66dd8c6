package store_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// long after every quiet has passed
func muchLater() time.Time { return time.Now().Add(time.Hour) }

// house is a store with a past that is written, corrected, erased and tallied at random.
type house struct {
	t    *testing.T
	s    *store.Store
	r    *rand.Rand
	next int
	ids  map[string]time.Time // what was saved and not erased → when it was published
}

// someMention is mention n of five days, of no fixed content: said again it may say something else.
func (h *house) someMention(external string, published time.Time) []voc.Mention {
	feelings := []voc.Sentiment{voc.Negative, voc.Neutral, voc.Positive}
	pick := func(from ...string) string { return from[h.r.IntN(len(from))] }
	one := func(brand voc.BrandID) voc.Mention {
		m := mention(external, "排队排了很久", at(published))
		m.Brand = brand
		m.Post.Source = voc.SourceID("s" + external[len(external)-1:])
		m.Post.ID = voc.NewPostID(m.Post.Source, external)
		m.Post.Platform, m.Post.Region, m.Post.Store = pick("weibo", "forum", ""), pick("上海", "四川", ""), voc.StoreID(pick("sh-1", "cd-1", ""))
		m.Post.Author.Hash = pick("", "a", "b", "c", "d")
		m.Post.Precision = voc.Precision(pick("second", "second", "day", "none"))
		m.Analysis.Sentiment, m.Analysis.Complaint = feelings[h.r.IntN(3)], h.r.IntN(3) == 0
		m.Analysis.Severity = h.r.IntN(5)
		m.Analysis.Topics, m.Analysis.Noise, m.Analysis.Aspects, m.Analysis.Keywords = nil, nil, nil, nil
		for range h.r.IntN(3) {
			m.Analysis.Topics = append(m.Analysis.Topics, pick("等待", "卫生-异物", "卫生-环境", "价格", "等待"))
			m.Analysis.Aspects = append(m.Analysis.Aspects, voc.Aspect{Name: pick("service.waiting", "service.attitude", "price.level", "other"), Opinion: pick("", "久", "贵"), Sentiment: feelings[h.r.IntN(3)], End: 2})
			m.Analysis.Keywords = append(m.Analysis.Keywords, pick("排队", "柠檬", "等了", "柠檬"))
		}
		m.Analysis.Version = pick("v1", "v2", "")
		if h.r.IntN(5) == 0 {
			m.Analysis.Noise = []string{voc.NoiseAdvert}
		}
		return m
	}
	switch h.r.IntN(4) {
	case 0:
		return []voc.Mention{one("qingheng"), one("rival")}
	case 1:
		return []voc.Mention{one("rival")}
	case 2:
		return []voc.Mention{one("")}
	}
	return []voc.Mention{one("qingheng")}
}

func (h *house) save(mentions []voc.Mention) {
	h.t.Helper()
	if _, err := h.s.SaveMentions(h.t.Context(), mentions); err != nil {
		h.t.Fatal(err)
	}
}

// say saves n new posts of the five days up to noon.
func (h *house) say(n int) {
	h.t.Helper()
	var all []voc.Mention
	for range n {
		h.next++
		external := fmt.Sprint(h.next)
		h.ids[external] = noon.Add(-time.Duration(h.r.Int64N(int64(5 * 24 * time.Hour)))).Truncate(time.Millisecond)
		all = append(all, h.someMention(external, h.ids[external])...)
	}
	h.save(all)
}

// sayAgain saves n known posts anew: read again, corrected, or of other brands now.
func (h *house) sayAgain(n int) {
	h.t.Helper()
	var all []voc.Mention
	for external, published := range h.ids {
		if n--; n < 0 {
			break
		}
		all = append(all, h.someMention(external, published)...)
	}
	h.save(all)
}

func (h *house) erase(n int) {
	h.t.Helper()
	var gone []voc.PostID
	for external := range h.ids {
		if n--; n < 0 {
			break
		}
		gone = append(gone, voc.NewPostID(voc.SourceID("s"+external[len(external)-1:]), external))
		delete(h.ids, external)
	}
	if err := h.s.Erase(h.t.Context(), gone); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) settle() {
	h.t.Helper()
	if _, err := h.s.Settle(h.t.Context(), muchLater()); err != nil {
		h.t.Fatal(err)
	}
}

// sameAsCounted compares every answer to all filters, or to some by chance, with one counted mention by
// mention; it says how many filters were answered from tallies.
func (h *house) sameAsCounted(after string, some ...int) (tallied int) {
	h.t.Helper()
	asked := filters(h.r)
	if len(some) > 0 {
		h.r.Shuffle(len(asked), func(i, j int) { asked[i], asked[j] = asked[j], asked[i] })
		asked = asked[:some[0]]
	}
	for _, f := range asked {
		if ok, err := h.s.Tallied(h.t.Context(), f); err != nil {
			h.t.Fatal(err)
		} else if ok {
			tallied++
		}
		got := answers(h.t, h.s, f)
		h.s.Plain(true)
		want := answers(h.t, h.s, f)
		h.s.Plain(false)
		for name, answer := range want {
			if !reflect.DeepEqual(got[name], answer) {
				h.t.Fatalf("after %s, %s of %+v:\ntallied %+v\ncounted %+v", after, name, f, got[name], answer)
			}
		}
	}
	return tallied
}

func TestTalliesSayWhatIsStored(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: a minute and thousands of questions; without -short it runs")
	}
	o := store.DefaultOptions()
	o.DSN = storetest.DSN(t)
	open := func() *store.Store {
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	}
	h := &house{t: t, s: open(), r: rand.New(rand.NewPCG(7, 9)), ids: map[string]time.Time{}}
	h.say(400)
	if n := h.sameAsCounted("the first posts", 4); n != 0 {
		t.Errorf("%d filters are answered from tallies before there are any", n)
	}
	h.settle()
	if n := h.sameAsCounted("settling"); n < 9 {
		t.Errorf("only %d filters are answered from tallies when everything is settled", n)
	}
	for _, step := range []struct {
		after string
		do    func()
	}{
		{"late posts", func() { h.say(5) }},
		{"settling late posts", h.settle},
		{"repeats and corrections", func() { h.sayAgain(6) }},
		{"settling corrections", h.settle},
		{"an erasure", func() { h.erase(5) }},
		{"settling an erasure", h.settle},
		{"understanding everything anew", func() { h.sayAgain(len(h.ids)) }},
		{"settling what was understood anew", h.settle},
		{"a restart", func() { h.s = open() }},
		{"late posts after a restart", func() { h.say(5) }},
		{"a kill between tallying and marking", func() {
			if err := h.s.TallyAndDie(t.Context(), muchLater()); err != nil {
				t.Fatal(err)
			}
			h.s = open()
		}},
		{"posts after that kill", func() { h.say(4) }},
		{"a kill before the first row was written", func() {
			if _, err := h.s.BeginWrite(t.Context(), noon.Add(-30*time.Hour)); err != nil {
				t.Fatal(err)
			}
			h.s = open()
		}},
		{"settling at last", h.settle},
		{"a purge of older posts", func() {
			if _, err := h.s.Purge(t.Context(), noon.Add(-60*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}},
		{"settling the purge", h.settle},
	} {
		step.do()
		h.sameAsCounted(step.after, 3)
	}
}

func TestAWriteBesideSettlingIsNotLost(t *testing.T) {
	h := &house{t: t, s: storetest.Open(t), r: rand.New(rand.NewPCG(3, 4)), ids: map[string]time.Time{}}
	h.say(200)
	n, err := h.s.SettleBeside(t.Context(), muchLater(), func() { h.sayAgain(200) })
	if err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%d hours hold though all of them were written to while they were tallied", n)
	}
	h.sameAsCounted("a write between tallying and marking", 4)

	done, err := h.s.BeginWrite(t.Context(), noon.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	h.settle() // the write is under way: its hour must be left alone
	h.save(h.someMention("900001", noon.Add(-time.Hour)))
	done()
	h.sameAsCounted("a write that was under way while others were settled", 4)
}

func TestSettlingWaitsForQuiet(t *testing.T) {
	h := &house{t: t, s: storetest.Open(t), r: rand.New(rand.NewPCG(5, 6)), ids: map[string]time.Time{}}
	h.say(50)
	if n, err := h.s.Settle(t.Context(), time.Now()); n != 0 || err != nil {
		t.Errorf("settled %d hours (%v) that were written to a moment ago", n, err)
	}
	if n, err := h.s.Settle(t.Context(), muchLater()); n == 0 || err != nil {
		t.Errorf("settled %d hours (%v) after a while of quiet", n, err)
	}
	if n, err := h.s.Settle(t.Context(), muchLater()); n != 0 || err != nil {
		t.Errorf("settled %d hours (%v) a second time", n, err)
	}
}

func TestADatabaseFilledBeforeThereWereTallies(t *testing.T) {
	h := &house{t: t, s: storetest.Open(t), r: rand.New(rand.NewPCG(8, 1)), ids: map[string]time.Time{}}
	h.say(100)
	if err := h.s.Exec(t.Context(), "TRUNCATE TABLE settled"); err != nil {
		t.Fatal(err)
	}
	h.sameAsCounted("an upgrade", 4)
	h.settle()
	h.sameAsCounted("settling after an upgrade", 4)
}

func TestManyAuthorsAreEstimated(t *testing.T) {
	s := storetest.Open(t)
	made := store.Made{
		Mentions: 120_000, Days: 3, Until: noon, Seed: 4, Brands: []string{"qingheng", "rival"}, Sources: []voc.Source{{ID: "a"}, {ID: "b"}},
		Shops: []string{"sh-1", "cd-1"}, Regions: []string{"上海", "四川"}, Topics: []string{"等待", "价格"}, Aspects: []string{"service.waiting"},
		Words: []string{"排队"}, Texts: []string{"排了很久，", "茶底很香。"},
	}
	heard := 0
	if err := s.Generate(t.Context(), made, func(n int) { heard = n }); err != nil {
		t.Fatal(err)
	}
	if n, err := s.CountMentions(t.Context()); n != made.Mentions || heard != n || err != nil {
		t.Fatalf("made %d mentions, heard of %d (%v), want %d", n, heard, err, made.Mentions)
	}
	h := &house{t: t, s: s, r: rand.New(rand.NewPCG(8, 1)), ids: map[string]time.Time{}}
	h.settle()
	f := voc.Filter{From: noon.Add(-50 * time.Hour), To: noon.Add(-time.Minute)}
	about, err := s.Overview(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	s.Plain(true)
	exact, err := s.Overview(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if !about.AuthorsAbout || exact.AuthorsAbout || exact.Authors < 1000 {
		t.Fatalf("tallied %+v, counted %+v: want an estimate, and an exact number of many", about.Figures, exact.Figures)
	}
	if d := float64(about.Authors)/float64(exact.Authors) - 1; d < -0.06 || d > 0.06 {
		t.Errorf("%d authors for %d: off by %.1f %%", about.Authors, exact.Authors, 100*d)
	}
	about.Authors, about.AuthorsAbout, about.Before.Authors, about.Before.AuthorsAbout = exact.Authors, false, exact.Before.Authors, false
	if about != exact {
		t.Errorf("tallied %+v, counted %+v", about, exact)
	}
	if err := s.Generate(t.Context(), made, func(int) {}); err == nil {
		t.Error("a database that holds mentions was filled a second time")
	}
}
