package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func isNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }

func TestFilter(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 6,
		mention("plain", "还行"),
		mention("bad", "排队四十分钟,服务差", feeling(voc.Negative), topics("等待", "服务"), func(m *voc.Mention) {
			m.Analysis.Complaint, m.Analysis.Severity = true, 3
			m.Analysis.Aspects = []voc.Aspect{{Name: "service.waiting", Sentiment: voc.Negative}}
			m.Post.Region, m.Post.Store = "上海", "sh-1"
		}),
		mention("early", "好喝", at(noon.Add(-time.Hour)), feeling(voc.Positive)),
		mention("appstore", "闪退", from("appstore")),
		mention("rival", "更好喝", brand("rival"), func(m *voc.Mention) { m.Analysis.Region, m.Analysis.Store = "江苏", "nj-1" }),
		mention("lottery", "抽奖转发", noise(voc.NoiseLottery, voc.NoiseRepost)),
	)
	for _, c := range []struct {
		sentence string
		filter   voc.Filter
		want     []string
	}{
		{"the zero filter means everything but noise", voc.Filter{}, []string{"appstore", "bad", "early", "plain", "rival"}},
		{"raw includes noise", voc.Filter{Raw: true}, []string{"appstore", "bad", "early", "lottery", "plain", "rival"}},
		{"one brand", voc.Filter{Brands: []voc.BrandID{"rival"}}, []string{"rival"}},
		{"several brands are any of them", voc.Filter{Brands: []voc.BrandID{"rival", "qingheng"}}, []string{"appstore", "bad", "early", "plain", "rival"}},
		{"from is inclusive", voc.Filter{From: noon}, []string{"appstore", "bad", "plain", "rival"}},
		{"to is exclusive", voc.Filter{To: noon}, []string{"early"}},
		{"a limit between two milliseconds rounds up", voc.Filter{To: noon.Add(time.Nanosecond)}, []string{"appstore", "bad", "early", "plain", "rival"}},
		{"sources", voc.Filter{Sources: []voc.SourceID{"appstore", "none"}}, []string{"appstore"}},
		{"sentiment", voc.Filter{Sentiment: voc.Negative}, []string{"bad"}},
		{"topic, whole name only", voc.Filter{Topic: "服务"}, []string{"bad"}},
		{"part of a topic is no topic", voc.Filter{Topic: "服"}, nil},
		{"aspect", voc.Filter{Aspect: "service.waiting"}, []string{"bad"}},
		{"shop named by the site", voc.Filter{Store: "sh-1"}, []string{"bad"}},
		{"shop named in the text", voc.Filter{Store: "nj-1"}, []string{"rival"}},
		{"region named by the site", voc.Filter{Region: "上海"}, []string{"bad"}},
		{"region named in the text", voc.Filter{Region: "江苏"}, []string{"rival"}},
		{"complaints only", voc.Filter{Complaint: true}, []string{"bad"}},
		{"severity at least", voc.Filter{MinSeverity: 3}, []string{"bad"}},
		{"all conditions hold together", voc.Filter{Sentiment: voc.Negative, Sources: []voc.SourceID{"appstore"}}, nil},
		{"quotes in a value are a value", voc.Filter{Topic: "' OR 1=1 --", Store: `\'`}, nil},
	} {
		got := externals(all(t, s, c.filter))
		slices.Sort(got)
		if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s: got %q, want %q", c.sentence, got, c.want)
		}
		if n, err := s.Count(t.Context(), c.filter); err != nil || n != len(c.want) {
			t.Errorf("%s: Count says %d (%v), want %d", c.sentence, n, err, len(c.want))
		}
	}
}

func TestTextFilter(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 5,
		mention("queue", "排队四十分钟,服务态度很差"),
		mention("trad", "服務態度很好", func(m *voc.Mention) { m.Analysis.Norm = "服务态度很好" }),
		mention("title", "如题", func(m *voc.Mention) {
			m.Post.Title = "Crash 100% 闪退"
			m.Analysis.Norm = "crash 100% 闪退\n如题"
		}),
		mention("quote", `他说"不退" \o/ it's over`),
		mention("lines", "第一行\n第二行"),
	)
	for _, c := range []struct {
		sentence, text string
		want           []string
	}{
		{"a word inside a text without spaces", "态度", []string{"queue", "trad"}},
		{"two words must both occur", "服务 排队", []string{"queue"}},
		{"a word with - must not occur", "态度 -排队", []string{"trad"}},
		{"the normalised text is searched too", "服务 很好", []string{"trad"}},
		{"traditional script finds simplified", "服務", []string{"queue", "trad"}},
		{"either of two words", "排队 | 闪退", []string{"queue", "title"}},
		{"Chinese without spaces is cut into words", "态度服务差", []string{"queue"}},
		{"full width finds half width", "ＣＲＡＳＨ １００％", []string{"title"}},
		{"more words than the index looks at", "排队 四十 分钟 服务 态度 很差", []string{"queue"}},
		{"more words than the index looks at, one of them missing", "排队 四十 分钟 服务 态度 很好", nil},
		{"the title is searched, case does not matter", "CRASH", []string{"title"}},
		{"% and _ mean themselves", "100%", []string{"title"}},
		{"a phrase keeps its space", `"crash 100%"`, []string{"title"}},
		{"and a phrase in another order is not there", `"100% crash"`, nil},
		{"a phrase may be excluded", `-"四十分钟" 态度`, []string{"trad"}},
		{"quotes and backslashes mean themselves", `it's \o/`, []string{"quote"}},
		{"a missing end quote ends at the end", `"第二行`, []string{"lines"}},
		{"a full-width space separates too", "服务　排队", []string{"queue"}},
		{"nothing but signs means no restriction", ` - "" `, []string{"lines", "queue", "quote", "title", "trad"}},
		{"only exclusions", "-态度 -闪退 -退 ", []string{"lines"}},
	} {
		got := externals(all(t, s, voc.Filter{Text: c.text}))
		slices.Sort(got)
		if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s (%s): got %q, want %q", c.sentence, c.text, got, c.want)
		}
	}
}

func TestPagesHoldEveryMentionOnce(t *testing.T) {
	s := storetest.Open(t)
	var batch []voc.Mention
	for i := range 20 {
		// Four at the same moment, two brands each: the moment alone is no cursor.
		moment := at(noon.Add(time.Duration(i/4) * time.Minute))
		batch = append(batch, mention(fmt.Sprint(i), "x", moment), mention(fmt.Sprint(i), "x", moment, brand("rival")))
	}
	save(t, s, 20, batch...)
	got := all(t, s, voc.Filter{})
	seen := map[string]bool{}
	for i, m := range got {
		if i > 0 && m.Post.PublishedAt.After(got[i-1].Post.PublishedAt) {
			t.Fatalf("row %d is newer than the one before", i)
		}
		seen[m.Post.ExternalID+string(m.Brand)] = true
	}
	if len(got) != 40 || len(seen) != 40 {
		t.Errorf("pages of 3 hold %d rows, %d different; want 40", len(got), len(seen))
	}
	for _, cursor := range []string{"x", "!!", "YQ", "MXx8"} {
		if _, _, err := s.Mentions(t.Context(), voc.Filter{}, store.Page{After: cursor}); err == nil {
			t.Errorf("cursor %q, which no list gave, was accepted", cursor)
		}
	}
}

func TestAMissingMentionIsNotFound(t *testing.T) {
	s := storetest.Open(t)
	if _, err := s.Mention(t.Context(), "nobody", "qingheng"); !isNotFound(err) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestTextsOfPosts(t *testing.T) {
	s := storetest.Open(t)
	titled := mention("2", "正文", func(m *voc.Mention) { m.Post.Title = "标题" })
	save(t, s, 3, mention("1", "一"), titled, mention("3", "三", brand("rival")))
	save(t, s, 0, mention("1", "改过的一"))
	id := func(external string) voc.PostID { return voc.NewPostID("forum", external) }
	got, err := s.TextsOf(t.Context(), "qingheng", []voc.PostID{id("1"), id("2"), id("3"), "nobody"})
	want := map[voc.PostID]string{id("1"): "\n改过的一", id("2"): "标题\n正文"}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%q (%v), want %q: the newest version, and none of another brand", got, err, want)
	}
	if got, err := s.TextsOf(t.Context(), "qingheng", nil); err != nil || len(got) != 0 {
		t.Errorf("texts of no posts: %q (%v)", got, err)
	}
}
