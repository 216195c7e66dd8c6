package tieba

import (
	"errors"
	"html"
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
	f(Options{}, "forum is missing")
	f(Options{Forum: "露营", Search: "帐篷"}, "two places")
	f(Options{Forum: "https://tieba.baidu.com/f?kw=x"}, "not a name")
	if at := reader(t, Options{Forum: "露营"}).Start(); at != "https://tieba.baidu.com/f?kw=%E9%9C%B2%E8%90%A5&ie=utf-8&pn=0" {
		t.Errorf("forum at %s", at)
	}
	if at := reader(t, Options{Search: "帐篷 漏雨"}).Start(); !strings.Contains(at, "qw=%E5%B8%90%E7%AF%B7+%E6%BC%8F%E9%9B%A8") {
		t.Errorf("search at %s", at)
	}
}

// attr is JSON as the site keeps it in an attribute.
func attr(json string) string { return html.EscapeString(json) }

func listPage() string {
	row := func(json string) string {
		return `<li class=" j_thread_list clearfix" data-field='` + attr(json) + `'><a class="j_th_tit" href="/p/1">题</a></li>`
	}
	return `<title>露营吧-百度贴吧</title><code class="pagelet_html" id="pagelet_html_frs-list/pagelet/thread_list" style="display:none;"> <!--
<ul id="thread_list">` + row(`{"id":9000000001,"reply_num":12,"is_top":1}`) + row(`{"id":9000000002,"reply_num":0}`) + `<li class="j_thread_list" data-field="{}">广告</li></ul>
<div id="frs_list_pager"><a href="//x/f?pn=50" class="next pagination-item">下一页</a></div>
<div class="th_footer_l">共有主题数<span class="red_text">73</span>个，贴子数<span class="red_text">1845</span>篇</div> --></code>`
}

func TestThreads(t *testing.T) {
	r := reader(t, Options{Forum: "露营"})
	s, err := r.Parse(plaintest.Page(t, r.Start(), listPage()))
	if err != nil || len(s.Links) != 2 || s.Claimed != 1845 || len(s.Posts) != 0 {
		t.Fatalf("%+v %v", s, err)
	}
	if s.Links[0] != (plain.Link{Key: "9000000001 r12", URL: "https://tieba.baidu.com/p/9000000001"}) || s.Links[1].Key != "9000000002 r0" {
		t.Errorf("%+v", s.Links)
	}
	if s.Next != "https://tieba.baidu.com/f?kw=%E9%9C%B2%E8%90%A5&ie=utf-8&pn=50" {
		t.Errorf("leads on to %s", s.Next)
	}
}

func TestCardsAndSearchLists(t *testing.T) {
	r := reader(t, Options{Forum: "露营"})
	f := func(text, key string) {
		t.Helper()
		s, err := r.Parse(plaintest.Page(t, r.Start(), text))
		if err != nil || len(s.Links) != 1 || s.Links[0].Key != key {
			t.Errorf("%+v %v, want %q", s.Links, err, key)
		}
	}
	f(`<div class="threadcardclass thread-new3"><a class="action-link-bg" href="https://tieba.baidu.com/p/9000000003?fr=x"></a><div class="title-wrap">帐篷漏雨</div><a class="comment-link-zone">31</a></div>`, "9000000003 r31")
	f(`<div class="s_post_list"><div class="s_post"><span class="p_title"><a href="/p/9000000004?pid=5&cid=0#5">帐篷</a></span><font class="p_date">2026-02-28 10:11</font></div></div>`, "9000000004 r2026-02-28 10:11")
}

func floorMarkup(field, body, tail string) string {
	return `<div class="l_post" data-field="` + attr(field) + `"><a class="p_author_name">风声</a><div class="d_post_content j_d_post_content">` + body + `</div>` +
		`<div class="post-tail-wrap"><span>IP属地:云南</span><span class="tail-info">来自<a>客户端</a></span><span class="tail-info">1楼</span><span class="tail-info">` + tail + `</span></div>`
}

func threadPage() string {
	return `<title>帐篷漏雨【露营吧】_百度贴吧</title><script>PageData.pager = {"cur_page":1,"total_page":3,"page_size":30};</script>
<h3 class="core_title_txt" title="帐篷漏雨，客服不认">帐篷漏…</h3><li class="l_reply_num"><span class="red">62</span>回复贴，共<span class="red">3</span>页</li>` +
		floorMarkup(`{"author":{"user_id":7,"portrait":"tb.1.aa?t=9"},"content":{"post_id":150000000001,"post_no":1,"comment_num":0,"is_anonym":false}}`, `第一晚就<br>漏了`, "2026-02-27 22:30") + `</div>` +
		floorMarkup(`{"author":{"user_id":8,"user_nickname":"山月"},"content":{"post_id":150000000002,"post_no":2,"comment_num":3}}`, `我的也漏`, "2026-02-28 07:01") +
		`<ul><li class="lzl_single_post" data-field="{'pid':'150000000002','spid':'150000000009','portrait':'tb.1.bb'}"><div class="lzl_cnt"><a class="at">雨停</a>:<span class="lzl_content_main">同一批货吧</span><span class="lzl_time">2026-2-28&nbsp;08:15</span></div></li></ul></div>` +
		`<div class="l_post" data-field="{}">广告</div>`
}

func TestFloors(t *testing.T) {
	r := reader(t, Options{Forum: "露营"})
	s, err := r.Parse(plaintest.Page(t, "https://tieba.baidu.com/p/9000000001", threadPage()))
	if err != nil || len(s.Posts) != 3 || len(s.Odd) != 0 {
		t.Fatalf("%+v %v", s, err)
	}
	first, second, third := s.Posts[0], s.Posts[1], s.Posts[2]
	if first.ExternalID != "150000000001" || first.Kind != voc.PostPost || first.Title != "帐篷漏雨，客服不认" || first.Text != "第一晚就\n漏了" || first.Region != "云南" ||
		first.Engagement.Replies != 62 || first.Author.Hash != "tb.1.aa" || first.ParentID != "" || first.RootID != "9000000001" || first.Precision != voc.PrecisionMinute ||
		!first.PublishedAt.Equal(time.Date(2026, 2, 27, 22, 30, 0, 0, shanghai)) {
		t.Errorf("%+v", first)
	}
	if second.Kind != voc.PostComment || second.ParentID != "9000000001" || second.Engagement.Replies != 3 || second.Author.Hash != "8" || second.Title != "" {
		t.Errorf("%+v", second)
	}
	if third.ExternalID != "150000000009" || third.ParentID != "150000000002" || third.Text != "同一批货吧" || third.Author.Name != "雨停" || third.Author.Hash != "tb.1.bb" ||
		!third.PublishedAt.Equal(time.Date(2026, 2, 28, 8, 15, 0, 0, shanghai)) {
		t.Errorf("%+v", third)
	}
	want := []plain.Link{
		{Key: "c150000000002 3", URL: "https://tieba.baidu.com/p/comment?pid=150000000002&pn=1&tid=9000000001"},
		{Key: "9000000001 p2", URL: "https://tieba.baidu.com/p/9000000001?pn=2"},
		{Key: "9000000001 p3 r62", URL: "https://tieba.baidu.com/p/9000000001?pn=3"},
	}
	if len(s.Links) != 3 || s.Links[0] != want[0] || s.Links[1] != want[1] || s.Links[2] != want[2] {
		t.Errorf("links %+v", s.Links)
	}
	s, err = r.Parse(plaintest.Page(t, "https://tieba.baidu.com/p/9000000001?pn=2", threadPage()))
	if err != nil || len(s.Links) != 1 {
		t.Errorf("a later page names the pages again: %+v %v", s.Links, err)
	}
	s, err = reader(t, Options{Forum: "露营", FloorsOnly: true}).Parse(plaintest.Page(t, "https://tieba.baidu.com/p/9000000001?pn=2", threadPage()))
	if err != nil || len(s.Links) != 0 {
		t.Errorf("floors only: %+v %v", s.Links, err)
	}
}

func TestComments(t *testing.T) {
	r := reader(t, Options{Forum: "露营"})
	text := `<li class="lzl_single_post" data-field='` + attr(`{"spid":150000000021,"portrait":"tb.1.cc"}`) + `'><div class="lzl_cnt"><a class="at">松果</a>:<span class="lzl_content_main">回复 <a>雨停</a> :换新了吗</span><span class="lzl_time">2026-2-28 9:05</span></div></li>
<li class="lzl_li_pager" data-field='` + attr(`{"total_num":16,"total_page":2}`) + `'></li>`
	at := "https://tieba.baidu.com/p/comment?pid=150000000002&pn=1&tid=9000000001"
	s, err := r.Parse(plaintest.Page(t, at, text))
	if err != nil || len(s.Posts) != 1 || !strings.Contains(s.Next, "pn=2") {
		t.Fatalf("%+v %v", s, err)
	}
	if p := s.Posts[0]; p.ParentID != "150000000002" || p.RootID != "9000000001" || p.Text != "回复 雨停 :换新了吗" || p.ExternalID != "150000000021" {
		t.Errorf("%+v", p)
	}
	if s, err = r.Parse(plaintest.Page(t, s.Next, text)); err != nil || s.Next != "" {
		t.Errorf("the last page leads on to %q, %v", s.Next, err)
	}
	if s, err = r.Parse(plaintest.Page(t, at, "")); err != nil || len(s.Posts) != 0 {
		t.Errorf("comments that were all removed: %+v %v", s, err)
	}
}

func TestRefusals(t *testing.T) {
	r := reader(t, Options{Forum: "露营"})
	f := func(name, address, text string, want error) {
		t.Helper()
		if s, err := r.Parse(plaintest.Page(t, address, text)); !errors.Is(err, want) || len(s.Posts) != 0 {
			t.Errorf("%s: %v, want %v; %d posts", name, err, want, len(s.Posts))
		}
	}
	f("the security check", r.Start(), `<title>百度安全验证</title>`, plain.ErrLogin)
	f("the security check on a thread", "https://tieba.baidu.com/p/9000000001", `<title>百度安全验证</title>`, plain.ErrLogin)
	f("a list of another shape", r.Start(), `<title>露营吧</title><div id="app"></div>`, plain.ErrLayout)
	f("rows without a number", r.Start(), `<ul id="thread_list"><li class="j_thread_list" data-field="x">`, plain.ErrLayout)
	f("a forum without threads", r.Start(), `<ul id="thread_list"></ul>`, nil)
	f("a thread of another shape", "https://tieba.baidu.com/p/9000000001", `<title>帐篷</title><div id="app"></div>`, plain.ErrLayout)
	f("a thread that was removed", "https://tieba.baidu.com/p/9000000001", `<title>贴吧404</title><p>抱歉，您访问的贴子被隐藏</p>`, nil)
	f("a page of something else where comments were asked for", "https://tieba.baidu.com/p/comment?tid=1&pid=2", `<title>出错了</title>`, plain.ErrLayout)
}

func FuzzParse(f *testing.F) {
	f.Add(listPage())
	f.Add(threadPage())
	f.Add(`<li class="lzl_single_post" data-field="{'spid':'1'}"><span class="lzl_time">9-9</span></li>`)
	r, err := New("", Options{Forum: "露营"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, address := range []string{r.Start(), "https://tieba.baidu.com/p/9000000001", "https://tieba.baidu.com/p/comment?tid=9000000001&pid=2&pn=1"} {
			s, err := r.Parse(plaintest.Page(t, address, text))
			if err != nil {
				continue
			}
			for _, p := range s.Posts {
				if p.ExternalID == "" || p.Engagement.Replies < voc.Unknown {
					t.Errorf("%+v", p)
				}
			}
			if len(s.Links) > len(text)+200 {
				t.Errorf("%d links from %d bytes", len(s.Links), len(text))
			}
		}
	})
}
