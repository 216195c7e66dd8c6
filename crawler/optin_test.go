package crawler

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/html"
	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// everyKind is written out: a new kind without its facts fails here.
var everyKind = []voc.SourceKind{
	voc.KindFeed, voc.KindAppStore, voc.KindSteam, voc.KindDiscourse, voc.KindV2EX, voc.KindHackerNews, voc.KindMastodon, voc.KindStackExchange,
	voc.KindHTML, voc.KindJSON, voc.KindDiscuz, voc.KindDouban, voc.KindTieba, voc.KindGooglePlay, voc.KindReddit, voc.KindImport, voc.KindPush,
}

func TestEveryKindHasItsFacts(t *testing.T) {
	if n := len(Abouts()); n != len(everyKind) {
		t.Errorf("%d facts of %d kinds", n, len(everyKind))
	}
	for _, kind := range everyKind {
		a, ok := AboutOf(kind)
		if !ok {
			t.Errorf("kind %s has no facts", kind)
			continue
		}
		for name, words := range map[string]Words{"title": a.Title, "how": a.How, "basis": a.Basis, "lacks": a.Lacks} {
			if words.ZH == "" || words.EN == "" {
				t.Errorf("kind %s: %s is not told in both languages: %+v", kind, name, words)
			}
		}
		fetched := kind != voc.KindImport && kind != voc.KindPush
		if (a.Schedule != "") != fetched {
			t.Errorf("kind %s: schedule %q", kind, a.Schedule)
		}
		if a.OptIn != (a.Risk.ZH != "") || a.OptIn != (a.Risk.EN != "") || a.OptIn != slices.Contains(OptInKinds(), kind) {
			t.Errorf("kind %s: opt-in %v with the reason %+v", kind, a.OptIn, a.Risk)
		}
		if a.OptIn && a.Pace < 2e9 {
			t.Errorf("kind %s: a site that does not ask for visitors is asked every %s", kind, a.Pace)
		}
	}
	if _, ok := AboutOf("weibo"); ok {
		t.Error("facts of a kind that does not exist")
	}
}

// page is a source that would be fine but for what a test changes.
func page(change func(*SourceOptions)) SourceOptions {
	src := SourceOptions{
		Source: voc.Source{ID: "s", Kind: voc.KindHTML, Address: "https://example.org/reviews"},
		HTML:   html.Options{Item: "li", Fields: plain.Fields{Text: "p"}},
	}
	change(&src)
	return src
}

func TestConsent(t *testing.T) {
	f := func(name string, src SourceOptions, want string) {
		t.Helper()
		switch err := Check(Default(), src); {
		case want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	at := func(address string) func(*SourceOptions) { return func(s *SourceOptions) { s.Address = address } }
	f("an ordinary site", page(func(*SourceOptions) {}), "")
	f("a walled platform", page(at("https://s.weibo.com/weibo?q=%E5%A5%B6%E8%8C%B6")), "import")
	f("in capitals, with a port and a dot", page(at("https://WWW.Zhihu.COM.:443/question/1")), "知乎")
	f("as one of its hosts", page(func(s *SourceOptions) { s.Hosts = []string{"item.jd.com"} }), "京东")
	f("no word makes it right", page(func(s *SourceOptions) { s.Address, s.AcceptRisk = "https://www.xiaohongshu.com/explore", true }), "小红书")
	f("a feed of it", page(func(s *SourceOptions) { s.Kind, s.Address = voc.KindFeed, "https://www.bilibili.com/rss" }), "哔哩哔哩")
	f("an RSSHub's feed of it", page(func(s *SourceOptions) { s.Kind, s.Address = voc.KindFeed, "https://rsshub.example.org/weibo/user/1" }), "")
	f("a host that only ends alike", page(at("https://notweibo.com/")), "")
	f("a guarded platform by selectors", page(at("https://movie.douban.com/subject/1/comments")), "accept_risk: true")
	f("with consent", page(func(s *SourceOptions) { s.Address, s.AcceptRisk = "https://movie.douban.com/subject/1/comments", true }), "")
	f("its public feed", page(func(s *SourceOptions) { s.Kind, s.Address = voc.KindFeed, "https://www.douban.com/feed/review/movie" }), "")
	cookie := func(s *SourceOptions) { s.Headers = map[string]string{"cookie": "session=1"} }
	f("a Cookie", page(cookie), "accept_risk: true")
	f("a Cookie of one's own", page(func(s *SourceOptions) { cookie(s); s.AcceptRisk = true }), "")
	for _, kind := range OptInKinds() {
		f("opt-in "+string(kind), page(func(s *SourceOptions) { s.Kind = kind }), "accept_risk: true")
	}
}

// A refused source makes no request at all.
func TestWithoutConsentNothingIsFetched(t *testing.T) {
	w := newWorld(t, func(http.ResponseWriter, *http.Request) {}, nil)
	src := w.source(voc.KindTieba, "")
	v, err := w.visit(&reader{}, src)
	if err == nil || v.Outcome != voc.VisitFailed || len(w.asked()) != 0 || v.Requests != 0 {
		t.Errorf("%v, %+v", err, v)
	}
}
