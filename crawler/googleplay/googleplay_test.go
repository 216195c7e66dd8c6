package googleplay

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func reader(t testing.TB, o Options) *Reader {
	t.Helper()
	r, err := New("", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOptions(t *testing.T) {
	f := func(o Options, want string) {
		t.Helper()
		if _, err := New("", o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
	f(Options{}, "app")
	f(Options{App: "https://play.google.com/store/apps/details?id=com.example"}, "app")
	f(Options{App: "com.example.tea", Language: "Chinese"}, "language")
	f(Options{App: "com.example.tea", Country: "China"}, "country")
	f(Options{App: "com.example.tea", Count: 500}, "count")
}

// row is an entry as the site writes one, with what a test changes.
func row(id string, stars int, text string, sec int64, change func(r []any)) []any {
	r := []any{id, []any{"小鹿", []any{nil, 2}}, stars, nil, text, []any{sec, 5000000}, 3, nil, nil, []any{"1180001", "小鹿"}, "4.2.1", nil, nil}
	if change != nil {
		change(r)
	}
	return r
}

// answerOf wraps reviews as they come over the wire.
func answerOf(t testing.TB, inner any) string {
	t.Helper()
	written, err := json.Marshal(inner)
	if err != nil {
		t.Fatal(err)
	}
	outer, err := json.Marshal([]any{[]any{"wrb.fr", method, string(written), nil, nil, nil, "generic"}, []any{"di", 68}})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(")]}'\n\n%d\n%s\n25\n[[\"e\",4]]\n", len(outer), outer)
}

func TestReviews(t *testing.T) {
	r := reader(t, Options{App: "com.example.tea"})
	text := answerOf(t, []any{[]any{
		row("gp:aaaa", 1, "更新以后\n点单就闪退", 1772000000, func(r []any) { r[7] = []any{"茶铺客服", "请升级到最新版", []any{1772100000, 0}} }),
		row("gp:bbbb", 5, "界面清爽", 1771990000, func(r []any) { r[9], r[10] = nil, nil }),
	}, []any{nil, "token-two"}})
	s, err := r.Parse(plaintest.Page(t, r.Start(), text))
	if err != nil || len(s.Posts) != 3 || len(s.Odd) != 0 {
		t.Fatalf("%+v %v", s, err)
	}
	review, answer, second := s.Posts[0], s.Posts[1], s.Posts[2]
	if review.ExternalID != "gp:aaaa" || review.Text != "更新以后\n点单就闪退" || review.Rating != 1 || review.Version != "4.2.1" || review.Engagement.Likes != 3 || review.Engagement.Replies != 1 ||
		!review.PublishedAt.Equal(time.Unix(1772000000, 0)) || review.Author.Hash != "1180001" || review.Author.Name != "小鹿" || review.Product != "com.example.tea" || review.Kind != voc.PostReview {
		t.Errorf("%+v", review)
	}
	if answer.Kind != voc.PostAnswer || answer.ParentID != "gp:aaaa" || answer.Text != "请升级到最新版" || answer.Author.Name != "茶铺客服" || !answer.PublishedAt.Equal(time.Unix(1772100000, 0)) {
		t.Errorf("%+v", answer)
	}
	if second.Version != "" || second.Author.Hash != "小鹿" || second.Engagement.Replies != voc.Unknown {
		t.Errorf("%+v", second)
	}
	next, err := url.Parse(s.Next)
	if err != nil || placeOf(next.EscapedFragment()) != (place{"token-two", fingerprint("gp:aaaa"), 2}) || next.RawQuery != "rpcids=UsvDTd&hl=zh-CN&gl=us" {
		t.Errorf("leads on to %s", s.Next)
	}
}

func TestAsk(t *testing.T) {
	r := reader(t, Options{App: "com.example.tea", Count: 50})
	f := func(address, want string) {
		t.Helper()
		verb, body, header := r.Ask(address)
		form, err := url.ParseQuery(string(body))
		if err != nil || verb != "POST" || !strings.HasPrefix(header.Get("Content-Type"), "application/x-www-form-urlencoded") || form.Get("f.req") != want {
			t.Errorf("%s asks %s %s %v", address, verb, form.Get("f.req"), err)
		}
	}
	f(r.Start(), `[[["UsvDTd","[null,null,[2,2,[50,null,null],null,[]],[\"com.example.tea\",7]]",null,"generic"]]]`)
	f(r.Start()+"#"+place{"a+/=&", "x", 2}.fragment(), `[[["UsvDTd","[null,null,[2,2,[50,null,\"a+/=\\u0026\"],null,[]],[\"com.example.tea\",7]]",null,"generic"]]]`)
	if verb, body, _ := r.Ask("https://play.google.com/robots.txt"); verb != "" || body != nil {
		t.Errorf("robots.txt is asked for with %q", verb)
	}
}

// The site gives ever new tokens and begins again; where the first review comes again it is over.
func TestRepeatedReviewsEndIt(t *testing.T) {
	r := reader(t, Options{App: "com.example.tea"})
	at := r.Start() + "#" + place{"token-nine", fingerprint("gp:aaaa"), 9}.fragment()
	again := answerOf(t, []any{[]any{row("gp:zzzz", 2, "慢", 1771000000, nil), row("gp:aaaa", 1, "闪退", 1772000000, nil)}, []any{nil, "token-ten"}})
	if s, err := r.Parse(plaintest.Page(t, at, again)); err != nil || s.Next != "" || len(s.Posts) != 2 {
		t.Errorf("leads on to %q, %v", s.Next, err)
	}
	other := answerOf(t, []any{[]any{row("gp:yyyy", 2, "慢", 1771000000, nil)}, []any{nil, "token-nine"}})
	if s, err := r.Parse(plaintest.Page(t, at, other)); err != nil || s.Next != "" {
		t.Errorf("a token that leads to itself: %q, %v", s.Next, err)
	}
}

func TestSeveralVersionsOfOneReview(t *testing.T) {
	r := reader(t, Options{App: "com.example.tea"})
	s, err := r.Parse(plaintest.Page(t, r.Start(), answerOf(t, []any{[]any{row("gp:aaaa", 2, "旧", 1771000000, nil), row("gp:aaaa", 4, "新", 1772000000, nil)}})))
	if err != nil || len(s.Posts) != 1 || s.Posts[0].Text != "新" || s.Next != "" {
		t.Errorf("%+v %v", s.Posts, err)
	}
}

func TestMovedPositions(t *testing.T) {
	r := reader(t, Options{App: "com.example.tea"})
	f := func(name, text string, want error) {
		t.Helper()
		if s, err := r.Parse(plaintest.Page(t, r.Start(), text)); !errors.Is(err, want) || len(s.Posts) != 0 || want == nil && len(s.Missing) == 0 {
			t.Errorf("%s: %+v, %v, want %v", name, s, err, want)
		}
	}
	f("stars elsewhere", answerOf(t, []any{[]any{row("gp:aaaa", 1772000000, "好", 1772000000, nil)}}), plain.ErrLayout)
	f("no time", answerOf(t, []any{[]any{row("gp:aaaa", 4, "好", 0, nil)}}), plain.ErrLayout)
	f("reviews as an object", answerOf(t, map[string]any{"reviews": 1}), nil)
	f("nothing", answerOf(t, []any{nil, nil}), nil)
	f("an error of the site", `)]}'`+"\n"+`[["wrb.fr","UsvDTd",null,null,null,[5],"generic"]]`, plain.ErrLayout)
	f("another answer", `)]}'`+"\n"+`[["wrb.fr","Other","[]"]]`, plain.ErrLayout)
	f("HTML", `<html><title>Sorry</title>`, plain.ErrLayout)
	f("empty", ``, plain.ErrLayout)
	s, err := r.Parse(plaintest.Page(t, r.Start(), answerOf(t, []any{[]any{row("gp:aaaa", 9, "好", 1772000000, nil), row("gp:bbbb", 4, "好", 1772000000, nil)}})))
	if err != nil || len(s.Posts) != 1 || len(s.Odd) != 1 {
		t.Errorf("one strange entry among good ones is told: %+v %v", s, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(answerOf(f, []any{[]any{row("gp:aaaa", 1, "闪退", 1772000000, nil)}, []any{nil, "token"}}))
	f.Add(`)]}'` + "\n" + `[["wrb.fr","UsvDTd","[[[\"gp:aa\",null,3,null,\"x\",[1772000000]]]]"]]`)
	f.Add(`[["wrb.fr","UsvDTd",null,null,null,[5]]]`)
	r, err := New("", Options{App: "com.example.tea"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, address := range []string{r.Start(), r.Start() + "#n=3&token=a&first=b"} {
			s, err := r.Parse(plaintest.Page(t, address, text))
			if err != nil {
				continue
			}
			for _, p := range s.Posts {
				if p.ExternalID == "" || p.Kind == voc.PostReview && (p.Rating < 1 || p.Rating > 5 || p.PublishedAt.IsZero()) {
					t.Errorf("%+v", p)
				}
			}
			if s.Next != "" && len(s.Posts) == 0 {
				t.Errorf("a page without reviews leads on to %s", s.Next)
			}
		}
	})
}
