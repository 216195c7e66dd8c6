package discuz

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var shanghai = time.FixedZone("CST", 8*3600)

func reader(t testing.TB, o Options) *Reader {
	t.Helper()
	r, err := New("https://bbs.example.com/", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOptions(t *testing.T) {
	f := func(base string, o Options, want string) {
		t.Helper()
		_, err := New(base, o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s %+v: %v, want %q", base, o, err, want)
		}
	}
	f("", Options{Forum: 4}, "address")
	f("bbs.example.com", Options{Forum: 4}, "address")
	f("https://bbs.example.com", Options{Forum: -1}, "forum")
	f("https://bbs.example.com", Options{Version: 9}, "version")
	f("https://bbs.example.com", Options{PerPage: 1000}, "per_page")
	f("https://bbs.example.com", Options{ThreadPages: 1}, "thread_pages")
	r, err := New("https://example.com/bbs/forum.php?mod=forumdisplay&fid=4", Options{Forum: 4})
	if err != nil || r.Start() != "https://example.com/bbs/api/mobile/index.php?fid=4&module=forumdisplay&page=1&version=4" {
		t.Errorf("%v %v", r.Start(), err)
	}
	if at := reader(t, Options{}).Start(); at != "https://bbs.example.com/api/mobile/index.php?module=hotthread&version=4" {
		t.Errorf("hot threads at %s", at)
	}
}

const list = `{"Version":"4","Charset":"UTF-8","Variables":{"forum":{"fid":"4","threads":"2","posts":"61"},"forum_threadlist":[
{"tid":"9","subject":"置顶：版规","replies":"0","views":"9","displayorder":"1","dblastpost":"1772000000"},
{"tid":"77","subject":"冲锋衣漏水","replies":"45","views":"1203","displayorder":"0","dblastpost":"1772100000"}],"tpp":"2","page":"1"}}`

func TestThreads(t *testing.T) {
	r := reader(t, Options{Forum: 4})
	s, err := r.Parse(plaintest.Page(t, r.Start(), list))
	if err != nil || len(s.Posts) != 0 || s.Claimed != 61 {
		t.Fatalf("%+v %v", s, err)
	}
	var keys []string
	for _, l := range s.Links {
		keys = append(keys, l.Key)
	}
	if !slices.Equal(keys, []string{"9 1 r0 1772000000", "77 1 b6", "77 2", "77 3 r45 1772100000"}) {
		t.Errorf("keys %q", keys)
	}
	if want := "https://bbs.example.com/api/mobile/index.php?module=viewthread&page=3&ppp=20&tid=77&version=4"; s.Links[3].URL != want {
		t.Errorf("last page at %s", s.Links[3].URL)
	}
	if !s.Links[0].At.Equal(time.Unix(1772000000, 0)) || !s.Links[2].At.Equal(time.Unix(1772100000, 0)) {
		t.Errorf("last spoken in at %s and %s", s.Links[0].At, s.Links[2].At)
	}
	if !strings.Contains(s.Next, "page=2") {
		t.Errorf("a full page leads on to %q", s.Next)
	}
	grown := strings.Replace(strings.Replace(list, `"45"`, `"46"`, 1), "1772100000", "1772103600", 1)
	more, err := r.Parse(plaintest.Page(t, r.Start(), grown))
	if err != nil || more.Links[3].Key == s.Links[3].Key || more.Links[2].Key != s.Links[2].Key || more.Links[1].Key != s.Links[1].Key {
		t.Errorf("one reply more must change the last page's key and no other: %+v %v", more.Links, err)
	}
}

func TestShortListIsTheLast(t *testing.T) {
	r := reader(t, Options{Forum: 4})
	s, err := r.Parse(plaintest.Page(t, r.Start(), strings.Replace(list, `"tpp":"2"`, `"tpp":"20"`, 1)))
	if err != nil || s.Next != "" {
		t.Errorf("leads on to %q, %v", s.Next, err)
	}
}

func TestLongThreadIsReadAtItsEnds(t *testing.T) {
	r := reader(t, Options{Forum: 4, ThreadPages: 3})
	s, err := r.Parse(plaintest.Page(t, r.Start(), strings.Replace(list, `"replies":"45"`, `"replies":"450"`, 1)))
	if err != nil || len(s.Links) != 4 || !strings.Contains(s.Links[2].URL, "page=22") || !strings.Contains(s.Links[3].URL, "page=23") {
		t.Errorf("%+v %v", s.Links, err)
	}
}

const floors = `{"Version":"4","Charset":"UTF-8","Variables":{"thread":{"tid":"77","subject":"冲锋衣漏水 &amp; 客服推诿","views":"1203","replies":"3","recommend_add":"6","maxposition":"5"},
"postlist":{"1":{"pid":"500","tid":"77","first":"1","author":"山里人","authorid":"31","message":"<i class=\"pstatus\"> 本帖最后由 山里人 于 2026-2-26 21:10 编辑 </i><br />\n穿了两次，肩膀就<strong>渗水</strong>。[attach]88[/attach]","dateline":"3 天前","dbdateline":"1772100000","number":"1","anonymous":"0"},
"2":{"pid":"501","tid":"77","first":"0","author":"","authorid":"0","message":"<div class=\"quote\"><blockquote><a href=\"forum.php?mod=redirect&amp;goto=findpost&amp;pid=500&amp;ptid=77\">山里人 发表于 2026-2-26</a><br />渗水</blockquote></div>我的也是，	换了一件还漏。","dbdateline":"1772103600","number":"2","anonymous":"1"},
"10":{"pid":"503","tid":"77","first":"0","author":"店小二","authorid":"8","message":"请私信订单","dateline":"2026-2-27 09:05","number":"4","anonymous":"0"}},"ppp":"3"}}`

func TestFloors(t *testing.T) {
	r := reader(t, Options{Forum: 4, PerPage: 20})
	address := r.page("77", 1)
	s, err := r.Parse(plaintest.Page(t, address, floors))
	if err != nil || len(s.Posts) != 3 || len(s.Odd) != 0 {
		t.Fatalf("%+v %v", s, err)
	}
	first, second, third := s.Posts[0], s.Posts[1], s.Posts[2]
	if first.Title != "冲锋衣漏水 & 客服推诿" || first.Text != "穿了两次，肩膀就渗水。" || first.Kind != voc.PostPost || first.ParentID != "" || first.RootID != "77" ||
		first.Engagement != (voc.Engagement{Views: 1203, Replies: 3, Likes: 6, Shares: voc.Unknown}) || first.Author.Hash != "31" {
		t.Errorf("%+v", first)
	}
	if !first.PublishedAt.Equal(time.Unix(1772100000, 0)) || !first.EditedAt.Equal(time.Date(2026, 2, 26, 21, 10, 0, 0, shanghai)) {
		t.Errorf("written %s, edited %s", first.PublishedAt, first.EditedAt)
	}
	if second.Text != "我的也是， 换了一件还漏。" || second.ParentID != "500" || second.Author.Hash != "" || second.Kind != voc.PostComment || second.Engagement != voc.NoEngagement() {
		t.Errorf("an anonymous answer with a quote: %+v", second)
	}
	if third.ParentID != "77" || third.Precision != voc.PrecisionMinute || !third.PublishedAt.Equal(time.Date(2026, 2, 27, 9, 5, 0, 0, shanghai)) {
		t.Errorf("a floor with nothing but the time for readers: %+v", third)
	}
	if !strings.Contains(s.Next, "page=2") {
		t.Errorf("three floors to a page and five in all lead on to %q", s.Next)
	}
}

// The pages the list of threads knows are links of their own; a page leads on only behind them.
func TestCountedPagesDoNotLeadOn(t *testing.T) {
	r := reader(t, Options{Forum: 4, PerPage: 3})
	text := strings.Replace(floors, `"replies":"3"`, `"replies":"7"`, 1)
	s, err := r.Parse(plaintest.Page(t, r.page("77", 1), text))
	if err != nil || s.Next != "" {
		t.Errorf("leads on to %q, %v", s.Next, err)
	}
}

func TestRefusals(t *testing.T) {
	r := reader(t, Options{Forum: 4})
	f := func(name, address, text string, want error, words string) {
		t.Helper()
		s, err := r.Parse(plaintest.Page(t, address, text))
		if !errors.Is(err, want) || (want != nil && !strings.Contains(err.Error(), words)) {
			t.Errorf("%s: %v, want %v with %q", name, err, want, words)
		}
		if want == nil && (len(s.Missing) != 1 || !strings.Contains(s.Missing[0], words)) {
			t.Errorf("%s: missing %q, want %q", name, s.Missing, words)
		}
	}
	said := func(val, str string) string {
		return `{"Version":"4","Variables":{"auth":null},"Message":{"messageval":"` + val + `","messagestr":"` + str + `"}}`
	}
	f("a forum for members", r.Start(), said("to_login//1", "请先登录"), plain.ErrLogin, "请先登录")
	f("a forum that is gone", r.Start(), said("forum_nonexistence", "版块不存在"), plain.ErrLayout, "版块不存在")
	f("a thread for members", r.page("77", 1), said("viewperm_none_nopermission", "<b>阅读权限</b>不够"), nil, "阅读权限不够")
	f("the interface is off", r.Start(), `{"error":"mobile_is_closed"}`, plain.ErrLayout, "switched off")
	f("a page of HTML", r.Start(), `<html><title>论坛</title>`, plain.ErrLayout, "mobile interface")
	f("nothing at all", r.Start(), ``, plain.ErrLayout, "mobile interface")
	f("an answer of something else", r.Start(), `{"Version":"4","Variables":{"hello":1}}`, plain.ErrLayout, "neither")
	f("floors without ids", r.page("77", 1), `{"Variables":{"postlist":[{"message":"x"}]}}`, plain.ErrLayout, "without an id")
}

func TestQuotesAndMarkup(t *testing.T) {
	f := func(markup, text, edited, quoted string) {
		t.Helper()
		gotText, gotEdited, gotQuoted := read(markup)
		if gotText != text || gotEdited != edited || gotQuoted != quoted {
			t.Errorf("%q is %q, %q, %q; want %q, %q, %q", markup, gotText, gotEdited, gotQuoted, text, edited, quoted)
		}
	}
	f("好用", "好用", "", "")
	f(` 本帖最后由 甲 于 2026-1-2 08:00 编辑 </i><br />好用`, "好用", "2026-1-2 08:00", "")
	f(`<div class="reply_wrap"><a href="x?goto=findpost&pid=12">甲 发表于</a>原话</div>说得对`, "说得对", "", "12")
	f(`[quote]旧话[/quote]新话[size=4]大[/size]`, "新话大", "", "")
	f(`[quote]旧话[/quote][attach]3[/attach]`, "旧话", "", "")
	f(`看图[img=10,20]https://x.example/a.png[/img]`, "看图", "", "")
}

func FuzzParse(f *testing.F) {
	f.Add(list)
	f.Add(floors)
	f.Add(`{"Message":{"messageval":"x"}}`)
	f.Add(`{"Variables":{"forum_threadlist":{"b":{"tid":1,"replies":-5},"a":{"tid":2,"replies":9e18}}}}`)
	r, err := New("https://bbs.example.com", Options{Forum: 4})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, address := range []string{r.Start(), r.page("77", 2)} {
			s, err := r.Parse(plaintest.Page(t, address, text))
			if err != nil {
				continue
			}
			for _, p := range s.Posts {
				if p.ExternalID == "" {
					t.Errorf("a post without an id: %+v", p)
				}
			}
			if len(s.Links) > 20*(len(text)+1) {
				t.Errorf("%d links from %d bytes", len(s.Links), len(text))
			}
		}
	})
}
