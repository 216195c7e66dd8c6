package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestBreakdowns(t *testing.T) {
	s := storetest.Open(t)
	shop := func(id voc.StoreID) func(*voc.Mention) { return func(m *voc.Mention) { m.Post.Store = id } }
	aspects := func(list ...voc.Aspect) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Analysis.Aspects = list }
	}
	words := func(list ...string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Analysis.Keywords = list }
	}
	hourBefore := at(noon.Add(-30 * time.Minute))
	save(t, s, 6,
		mention("1", "差", feeling(voc.Negative), topics("等待", "服务", "等待"), shop("sh-1"), words("排队", "排队"),
			aspects(voc.Aspect{Name: "wait", Sentiment: voc.Negative}, voc.Aspect{Name: "taste", Sentiment: voc.Positive}, voc.Aspect{Name: "wait", Sentiment: voc.Positive})),
		mention("2", "好", feeling(voc.Positive), topics("等待"), shop("sh-2"), aspects(voc.Aspect{Name: "taste", Sentiment: voc.Negative})),
		mention("3", "嗯", from("appstore"), brand("rival")),
		mention("4", "差", feeling(voc.Negative), topics("等待"), shop("sh-1"), hourBefore, words("排队")),
		mention("5", "差", feeling(voc.Negative), topics("价格"), hourBefore),
		mention("6", "广告", topics("广告"), noise(voc.NoiseAdvert), brand("")),
	)
	f := voc.Filter{From: noon, To: noon.Add(time.Hour)}
	check := func(sentence string, got any, err error, want any) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v (%v), want %+v", sentence, got, err, want)
		}
	}
	ctx := t.Context()
	tally := func(n, negative, positive, before int) store.Tally {
		return store.Tally{N: n, Negative: negative, Positive: positive, Before: before}
	}
	got1, err := s.Topics(ctx, f, 10)
	check("a mention counts once for each of its topics; one of the hour before stays in sight", got1, err,
		[]store.TopicCount{{"等待", tally(2, 1, 1, 1)}, {"服务", tally(1, 1, 0, 0)}, {"价格", tally(0, 0, 0, 1)}})
	got1, err = s.Topics(ctx, f, 1)
	check("the limit keeps the largest", got1, err, []store.TopicCount{{"等待", tally(2, 1, 1, 1)}})
	got2, err := s.Aspects(ctx, f, 10)
	check("an aspect counts by its own judgement, negative over positive within a mention", got2, err,
		[]store.AspectCount{{"taste", tally(2, 1, 1, 0)}, {"wait", tally(1, 1, 0, 0)}})
	got3, err := s.Sources(ctx, f)
	check("sources", got3, err, []store.SourceCount{{"forum", tally(2, 1, 1, 2)}, {"appstore", tally(1, 0, 0, 0)}})
	got4, err := s.Stores(ctx, f)
	check("shops, without those who name none", got4, err, []store.StoreCount{{"sh-1", tally(1, 1, 0, 1)}, {"sh-2", tally(1, 0, 1, 0)}})
	got5, err := s.Brands(ctx, f)
	check("brands, with net sentiment", got5, err, []store.BrandCount{{"qingheng", 0, 0, 0, tally(2, 1, 1, 2)}, {"rival", 1, 0, 0, tally(1, 0, 0, 0)}})
	got6, err := s.Keywords(ctx, f, 10)
	check("keywords", got6, err, []store.KeywordCount{{"排队", tally(1, 1, 0, 1)}})
	got1, err = s.Topics(ctx, voc.Filter{}, 1)
	check("without limits there is no window before", got1, err, []store.TopicCount{{"等待", tally(3, 2, 1, 0)}})
	got1, err = s.Topics(ctx, voc.Filter{Brands: []voc.BrandID{"none"}}, 1)
	check("nothing is an empty list", got1, err, []store.TopicCount{})
}

func TestEvidence(t *testing.T) {
	s := storetest.Open(t)
	likes := func(n int64) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Post.Engagement.Likes = n }
	}
	grave := func(n int, score float64) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Analysis.Severity, m.Analysis.Score, m.Analysis.Probability = n, score, 1 }
	}
	print := func(n uint64) func(*voc.Mention) { return func(m *voc.Mention) { m.Analysis.Fingerprint = n } }
	minute := func(n int) func(*voc.Mention) { return at(noon.Add(time.Duration(n) * time.Minute)) }
	save(t, s, 5,
		mention("first", "最早的", minute(0), print(7), grave(1, -0.2)),
		mention("repost", "最早的", minute(1), print(7), likes(100)),
		mention("loud", "很多人看到", minute(2), print(8), likes(50)),
		mention("grave", "喝出异物", minute(3), grave(4, -0.5)),
		mention("clear", "非常生气", minute(4), grave(1, -0.9), func(m *voc.Mention) { m.Post.StoreName = "静安店"; m.Post.URL = "https://x.example" }),
	)
	for _, c := range []struct {
		order store.EvidenceOrder
		limit int
		want  []string
	}{
		{store.First, 3, []string{"最早的", "很多人看到", "喝出异物"}},
		{store.Amplified, 2, []string{"最早的", "很多人看到"}},
		{store.Typical, 2, []string{"喝出异物", "非常生气"}},
	} {
		got, err := s.Evidence(t.Context(), voc.Filter{}, c.order, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var quotes []string
		for _, e := range got {
			quotes = append(quotes, e.Text)
			if e.Why != string(c.order) {
				t.Errorf("%s: why is %q", c.order, e.Why)
			}
		}
		if !reflect.DeepEqual(quotes, c.want) {
			t.Errorf("%s: got %q, want %q, each text once", c.order, quotes, c.want)
		}
	}
	got, err := s.Evidence(t.Context(), voc.Filter{Text: "生气"}, store.First, 1)
	want := []voc.Evidence{{PostID: voc.NewPostID("forum", "clear"), Brand: "qingheng", At: noon.Add(4 * time.Minute), Text: "非常生气", URL: "https://x.example", Store: "静安店", Source: "forum", Why: "first", Reach: voc.Unknown}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	if _, err := s.Evidence(t.Context(), voc.Filter{}, "best", 1); err == nil {
		t.Error("an order nobody defined was accepted")
	}
}

func TestShares(t *testing.T) {
	s := storetest.Open(t)
	var batch []voc.Mention
	add := func(n int, topic string, source voc.SourceID, moment time.Time) {
		for range n {
			batch = append(batch, mention(string(rune('a'+len(batch))), "x", topics(topic), from(source), at(moment)))
		}
	}
	// A day before: 4 and 4. The hour of the incident: 6 of one topic, none of the other.
	add(4, "卫生", "a", noon.Add(-3*time.Hour))
	add(4, "价格", "b", noon.Add(-4*time.Hour))
	add(6, "卫生", "a", noon.Add(time.Minute))
	add(1, "包装", "b", noon.Add(time.Minute))
	save(t, s, len(batch), batch...)
	f := voc.Filter{From: noon, To: noon.Add(time.Hour)}
	baseline := store.Window{From: noon.Add(-8 * time.Hour), To: noon}
	got, err := s.Shares(t.Context(), f, baseline, "topic")
	// Usual: 4/8 of each topic an hour; the increase is 7 − 1.
	want := []voc.Share{{Dimension: "topic", Element: "卫生", N: 6, Usual: 0.5, Part: 5.5 / 6}, {Dimension: "topic", Element: "包装", N: 1, Usual: 0, Part: 1.0 / 6}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	got, err = s.Shares(t.Context(), f, baseline, "source")
	if err != nil || len(got) != 2 || got[0].Element != "a" || got[0].N != 6 {
		t.Errorf("by source: %+v (%v)", got, err)
	}
	quiet := voc.Filter{From: noon.Add(2 * time.Hour), To: noon.Add(3 * time.Hour)}
	got, err = s.Shares(t.Context(), quiet, baseline, "topic")
	if err != nil || len(got) != 0 {
		t.Errorf("nobody brought an increase that was none: %+v (%v)", got, err)
	}
	if _, err := s.Shares(t.Context(), f, baseline, "colour"); err == nil {
		t.Error("a dimension nobody defined was accepted")
	}
	if _, err := s.Shares(t.Context(), f, store.Window{From: noon, To: noon.Add(time.Hour)}, "topic"); err == nil {
		t.Error("a baseline that overlaps the window was accepted")
	}
}

func TestTopicSeen(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 4,
		mention("1", "x", topics("等待"), at(noon.Add(-48*time.Hour))),
		mention("2", "x", topics("等待", "卫生"), at(noon.Add(-time.Hour))),
		mention("3", "x", topics("价格")),
		mention("4", "x", topics("广告"), at(noon.Add(-time.Hour)), noise(voc.NoiseAdvert)),
	)
	got, err := s.TopicSeen(t.Context(), "qingheng", noon)
	want := []store.TopicSeen{{"卫生", noon.Add(-time.Hour), noon.Add(-time.Hour), 1}, {"等待", noon.Add(-48 * time.Hour), noon.Add(-time.Hour), 2}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
}

func TestAnIncreaseTakenApart(t *testing.T) {
	s := storetest.Open(t)
	followers := func(n int64) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Post.Author.Followers = n }
	}
	hash := func(h string) func(*voc.Mention) { return func(m *voc.Mention) { m.Post.Author.Hash = h } }
	twin := func(m *voc.Mention) { m.Cluster = 7 }
	save(t, s, 7,
		mention("1", "喝出异物了", topics("卫生", "服务"), followers(200), hash("a")),
		mention("2", "喝出异物了！", topics("卫生"), followers(5_000_000), hash("b"), twin),
		mention("3", "喝出异物了！！", topics("卫生"), followers(-1), hash("a"), twin),
		mention("4", "转发微博", followers(20_000), noise(voc.NoiseCopy), twin),
		mention("5", "加我领券", followers(20_000), noise(voc.NoiseBot)),
		mention("6", "等了半小时", topics("等待"), at(noon.Add(-3*time.Hour)), followers(50)),
		mention("7", "没名字的人", topics("等待"), followers(-1), hash("")),
	)
	f := voc.Filter{From: noon.Add(-time.Minute), To: noon.Add(time.Hour)}
	n, usual, all, err := s.Increase(t.Context(), f, store.Window{From: noon.Add(-24 * time.Hour), To: f.From}, "topic", "tier")
	if err != nil || n != 4 || usual < 0.04 || usual > 0.05 {
		t.Fatalf("%d mentions, usually %.3f (%v); want four, and one in a day", n, usual, err)
	}
	got := map[string]int{}
	for _, share := range all {
		got[share.Dimension+"/"+share.Element] = share.N
	}
	want := map[string]int{"topic/卫生": 3, "topic/服务": 1, "topic/等待": 1, "tier/nano": 1, "tier/mega": 1}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("taken apart: %v, want %v; an author whose followers nobody knows is of no tier", got, want)
	}
	v, err := s.Voices(t.Context(), f)
	if want := (store.Voices{N: 4, Authors: 3, Originals: 3, Copies: 1, Suspects: 1}); err != nil || v != want {
		t.Errorf("voices %+v (%v), want %+v", v, err, want)
	}
	top, err := s.Evidence(t.Context(), f, store.Top, 5)
	if err != nil || len(top) != 3 || top[0].Text != "喝出异物了！" || top[0].Copies != 2 || top[0].Reach < 5_000_000 {
		t.Errorf("what reaches most: %+v (%v); want the text of five million followers, its copies folded", top, err)
	}
}
