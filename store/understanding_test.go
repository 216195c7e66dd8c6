package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func yes(b bool) *bool { return &b }

func reading(external string, change ...func(*voc.Reading)) voc.Reading {
	r := voc.Reading{
		PostID: voc.NewPostID("forum", external), Brand: "qingheng", Reader: voc.ReaderLLM, Name: "large-1", Prompt: "p1", At: noon,
		Hash: "aa", Local: "v1", Sentiment: voc.Negative, Emotion: voc.Angry, Intent: voc.IntentComplaint, Severity: -1,
		Complaint: yes(true), Irony: yes(false), Confidence: 0.9, Note: "催了三次",
		Aspects:  []voc.Aspect{{Name: "service.waiting", Sentiment: voc.Negative, Start: 2, End: 5, Text: "催三次"}},
		Evidence: []string{"催了三次"},
	}
	for _, f := range change {
		f(&r)
	}
	return r
}

func TestReadingsStandBesideAndTheNewerWins(t *testing.T) {
	s := storetest.Open(t)
	human := reading("1", func(r *voc.Reading) {
		r.Reader, r.Name, r.Prompt, r.Sentiment, r.Complaint, r.At = voc.ReaderHuman, "li", "", voc.Neutral, nil, noon.Add(time.Minute)
	})
	first := reading("1")
	again := reading("1", func(r *voc.Reading) { r.Sentiment, r.At = voc.Positive, noon.Add(time.Second) })
	for _, batch := range [][]voc.Reading{{first, human}, {again}, {again}, nil} {
		if err := s.SaveReadings(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Readings(t.Context(), store.ReadingFilter{Post: first.PostID})
	if err != nil {
		t.Fatal(err)
	}
	want := []voc.Reading{human, again}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	brand := voc.BrandID("other")
	if got, err := s.Readings(t.Context(), store.ReadingFilter{Post: first.PostID, Brand: &brand}); err != nil || len(got) != 0 {
		t.Errorf("another brand has %d readings (%v), want none", len(got), err)
	}
	if got, err := s.Readings(t.Context(), store.ReadingFilter{Reader: voc.ReaderHuman, From: noon}); err != nil || len(got) != 1 {
		t.Errorf("people made %d readings (%v), want 1", len(got), err)
	}
}

func TestUnreadAsksOnlyForTheDoubtfulAndTheFarReaching(t *testing.T) {
	s := storetest.Open(t)
	sure := func(m *voc.Mention) { m.Analysis.Probability = 0.99 }
	unsure := func(m *voc.Mention) { m.Analysis.Probability = 0.55 }
	heard := func(m *voc.Mention) { m.Post.Author.Followers = 100_000 }
	save(t, s, 8,
		mention("sure", "好喝", sure),
		mention("unsure", "还行吧", unsure),
		mention("heard", "难喝", sure, heard),
		mention("mocking", "真是绝了", sure, func(m *voc.Mention) { m.Analysis.Odds.Irony = 0.5 }),
		mention("hinting", "等到花都谢了", sure, func(m *voc.Mention) { m.Analysis.Odds.Implicit = 0.4 }),
		mention("grave", "喝完去了医院", sure, func(m *voc.Mention) { m.Analysis.Severity, m.Analysis.Odds.Severity = 4, 0.6 }),
		mention("advert", "加我微信", unsure, noise(voc.NoiseAdvert)),
		mention("read", "一般", unsure),
	)
	if err := s.SaveReadings(t.Context(), []voc.Reading{reading("read")}); err != nil {
		t.Fatal(err)
	}
	f := func(why, model, prompt string, reach int64, want ...string) {
		t.Helper()
		got, err := s.Unread(t.Context(), noon, model, prompt, 0.7, reach, 10)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, m := range got {
			seen[m.Post.ExternalID] = true
		}
		for _, name := range want {
			if !seen[name] {
				t.Errorf("%s: %s is not asked about", why, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: asked about %v, want %v", why, externals(got), want)
		}
	}
	f("in doubt or far-reaching", "large-1", "p1", 10_000, "heard", "unsure", "mocking", "hinting", "grave")
	f("reach switched off", "large-1", "p1", 0, "unsure", "mocking", "hinting", "grave")
	f("another prompt asks again", "large-1", "p2", 0, "unsure", "mocking", "hinting", "grave", "read")
	f("another model asks again", "small-2", "p1", 0, "unsure", "mocking", "hinting", "grave", "read")
	if got, err := s.Unread(t.Context(), noon.Add(2*time.Hour), "large-1", "p1", 0.7, 0, 10); err != nil || len(got) != 0 {
		t.Errorf("fetched before the moment asked for: %v (%v)", externals(got), err)
	}
	if got, err := s.Unread(t.Context(), noon, "large-1", "p1", 0.7, 10_000, 1); err != nil || len(got) != 1 || got[0].Post.ExternalID != "heard" {
		t.Errorf("the farthest-reaching comes first: %v (%v)", externals(got), err)
	}
	read, err := s.ReadMentions(t.Context(), store.ReadingFilter{Reader: voc.ReaderLLM})
	if err != nil || len(read) != 1 || read[0].Post.ExternalID != "read" {
		t.Errorf("what was read: %v (%v)", externals(read), err)
	}
}

func TestTheLedgerCountsACallOnce(t *testing.T) {
	s := storetest.Open(t)
	call := voc.Call{ID: "c1", At: noon, Model: "large-1", Prompt: "p1", Purpose: "reading", Posts: 8, Answered: 7, TokensIn: 900, TokensOut: 300, Cost: 0.0125, Millis: 800, Attempts: 2, Outcome: "partial"}
	early := call
	early.ID, early.At, early.Cost = "c0", noon.Add(-time.Hour), 1
	for range 2 {
		if err := s.SaveCalls(t.Context(), []voc.Call{call, early}); err != nil {
			t.Fatal(err)
		}
	}
	cost, tokens, err := s.Spent(t.Context(), noon)
	if err != nil || cost != 0.0125 || tokens != 1200 {
		t.Errorf("spent since noon: %v and %d tokens (%v), want 0.0125 and 1200", cost, tokens, err)
	}
	got, err := s.Calls(t.Context(), time.Time{}, time.Time{}, 10)
	if err != nil || !reflect.DeepEqual(got, []voc.Call{call, early}) {
		t.Errorf("ledger %+v (%v)", got, err)
	}
	if cost, tokens, err := s.Spent(t.Context(), noon.Add(time.Hour)); err != nil || cost != 0 || tokens != 0 {
		t.Errorf("nothing was asked since, yet %v and %d tokens (%v)", cost, tokens, err)
	}
}

func TestStaleListsAPostOnceUntilItIsUnderstoodAnew(t *testing.T) {
	s := storetest.Open(t)
	version := func(v string) func(*voc.Mention) { return func(m *voc.Mention) { m.Analysis.Version = v } }
	old := []voc.Mention{mention("1", "一", version("v1")), mention("1", "一", version("v1"), brand("other")), mention("2", "二", version("v1")), mention("3", "三", version("v2"))}
	save(t, s, 3, old...)
	if n, err := s.CountStale(t.Context(), "v2", time.Time{}, time.Time{}); err != nil || n != 2 {
		t.Fatalf("%d posts are stale (%v), want 2", n, err)
	}
	var found []string
	page := store.Page{Limit: 1}
	for {
		posts, next, err := s.Stale(t.Context(), "v2", time.Time{}, time.Time{}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range posts {
			found = append(found, p.ExternalID)
		}
		if next == "" {
			break
		}
		page.After = next
	}
	if len(found) != 2 {
		t.Fatalf("listed %v, want 1 and 2 once each", found)
	}
	save(t, s, 0, mention("1", "一", version("v2")), mention("1", "一", version("v2"), brand("other")))
	if n, err := s.CountStale(t.Context(), "v2", time.Time{}, time.Time{}); err != nil || n != 1 {
		t.Errorf("%d posts are stale after one was done (%v), want 1", n, err)
	}
}

func TestDiscoveriesAndTexts(t *testing.T) {
	s := storetest.Open(t)
	d := voc.Discovery{ID: "d1", Kind: voc.DiscoveryWord, Brand: "qingheng", Label: "雪顶爆浆", Words: []string{"雪顶爆浆"}, Sentence: "雪顶爆浆漏了一手", Posts: []voc.PostID{"a", "b"},
		N: 12, Before: 0.5, Score: 3.2, Negative: 0.75, FirstAt: noon, LastAt: noon.Add(time.Hour), State: voc.DiscoveryProposed}
	newer := d
	newer.N = 15
	for i, one := range []voc.Discovery{d, newer, d} { // a late repeat of the older find
		if err := s.SaveDiscoveries(t.Context(), []voc.Discovery{one}, noon.Add(time.Duration([]int{0, 2, 1}[i])*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Discoveries(t.Context(), voc.DiscoveryWord, []voc.BrandID{"qingheng"}, noon, 10)
	if err != nil || !reflect.DeepEqual(got, []voc.Discovery{newer}) {
		t.Errorf("got %+v (%v), want the newer find", got, err)
	}
	if got, err := s.Discoveries(t.Context(), voc.DiscoveryStory, nil, time.Time{}, 10); err != nil || len(got) != 0 {
		t.Errorf("no story was found, yet %+v (%v)", got, err)
	}

	same := func(m *voc.Mention) { m.Cluster = 77 }
	save(t, s, 3, mention("1", "雪顶爆浆漏了一手", same), mention("2", "雪顶爆浆漏了一手！", same, at(noon.Add(time.Minute))), mention("3", "好喝", at(noon.Add(time.Hour))))
	var texts []string
	err = s.Texts(t.Context(), voc.Filter{Brands: []voc.BrandID{"qingheng"}}, 10, func(one store.Text) error {
		texts = append(texts, one.Norm)
		return nil
	})
	if err != nil || !reflect.DeepEqual(texts, []string{"雪顶爆浆漏了一手", "好喝"}) {
		t.Errorf("texts %q (%v): a copy must not be read twice", texts, err)
	}
}

func TestCopiesAreCountedByCluster(t *testing.T) {
	s := storetest.Open(t)
	in := func(cluster uint64) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Cluster, m.Analysis.Fingerprint = cluster, cluster }
	}
	save(t, s, 4, mention("1", "一样的话说三遍", in(9)), mention("1", "一样的话说三遍", in(9), brand("other")),
		mention("2", "一样的话说三遍", in(9), at(noon.Add(time.Hour)), func(m *voc.Mention) { m.Post.Author.Hash = "author-1" }),
		mention("3", "别的话", in(5)), mention("4", "没有指纹"))
	got, err := s.Copies(t.Context(), []uint64{9, 5, 4})
	want := map[uint64]store.Copies{9: {Posts: 2, Authors: 1, First: noon, Last: noon.Add(time.Hour)}, 5: {Posts: 1, Authors: 1, First: noon, Last: noon}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	prints, err := s.Fingerprints(t.Context(), noon.Add(-time.Hour), 10)
	if err != nil || len(prints) != 3 {
		t.Errorf("%d fingerprints (%v), want one a post that has one: 3", len(prints), err)
	}
	for i, p := range prints {
		if p.Copied || p.Unsure {
			t.Errorf("fingerprint %d is of a plain post, yet %+v", i, p)
		}
	}
	labelled := func(noise ...string) func(*voc.Mention) { return func(m *voc.Mention) { m.Analysis.Noise = noise } }
	complains := func(m *voc.Mention) { m.Analysis.Complaint = true }
	save(t, s, 3, mention("5", "抄来的话", in(7), labelled(voc.NoiseCopy)), mention("5", "抄来的话", in(7), brand("other"), complains),
		mention("6", "抄来的投诉", in(7), complains), mention("7", "广告也抄", in(7), labelled(voc.NoiseAdvert)))
	prints, err = s.Fingerprints(t.Context(), noon.Add(-time.Hour), 10)
	copied, unsure := 0, 0
	for _, p := range prints {
		if p.Copied {
			copied++
		}
		if p.Unsure {
			unsure++
		}
	}
	if err != nil || len(prints) != 6 || copied != 1 || unsure != 2 {
		t.Errorf("of %d posts %d were copies and of %d nobody knows (%v), want 6, 1, 2", len(prints), copied, unsure, err)
	}
}
