package douban

import (
	"errors"
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
	f(Options{}, "id")
	f(Options{ID: "https://movie.douban.com/subject/1/"}, "id")
	f(Options{ID: "1", Type: "podcast"}, "type")
	f(Options{ID: "1", Sort: "best"}, "sort")
	f(Options{ID: "1", Status: "X"}, "status")
	f(Options{ID: "1", Pages: 12}, "pages")
	for kind, want := range map[string]string{
		"movie": "https://movie.douban.com/subject/7/comments?", "book": "https://book.douban.com/subject/7/comments/?",
		"game": "https://www.douban.com/game/7/comments?", "drama": "https://www.douban.com/location/drama/7/comments/?",
	} {
		if at := reader(t, Options{ID: "7", Type: kind}).Start(); !strings.HasPrefix(at, want) {
			t.Errorf("%s at %s", kind, at)
		}
	}
}

const comments = `<html><head><title>夜行列车 短评</title></head><body><h1>夜行列车 短评</h1>
<script type="text/x-handlebar-tmpl"><div class="comment-item" data-cid="id"><span class="short">{{content}}</span></div></script>
<ul class="fleft CommentTabs"><li class="is-active"><span>看过(1207)</span></li><li><a href="?status=F">想看(88)</a></li></ul>
<div class="mod-bd" id="comments">
<div class="comment-item " data-cid="41">
 <h3><span class="comment-vote"><span class="votes vote-count">1204</span></span>
 <span class="comment-info"><a href="https://www.douban.com/people/lin-xia/">林下</a><span>看过</span>
 <span class="allstar20 rating" title="较差"></span><span class="comment-time " title="2026-02-28 22:14:03">2026-02-28</span>
 <span class="comment-location">广东</span></span></h3>
 <p class="comment-content"><span class="short">前半段拖沓</span><span class="hide-item full">前半段拖沓，<br>后半段又赶</span></p>
 <div class="comment-report" data-url="https://movie.douban.com/subject/7/?comment_id=41"></div></div>
<div class="comment-item " data-cid="40">
 <span class="comment-vote"><span class="votes vote-count">0</span></span>
 <span class="comment-info"><a href="https://www.douban.com/people/9921/">阿七</a><span class="comment-time" title="2026-02-27 08:00:00"></span></span>
 <span class="short">配乐救场</span></div>
<div class="comment-item " data-cid="41"><span class="short">前半段拖沓</span></div>
</div></body></html>`

func TestComments(t *testing.T) {
	r := reader(t, Options{ID: "7", Pages: 2})
	s, err := r.Parse(plaintest.Page(t, r.Start(), comments))
	if err != nil || len(s.Posts) != 2 || s.Claimed != 1207 || len(s.Odd) != 0 {
		t.Fatalf("%+v %v", s, err)
	}
	a, b := s.Posts[0], s.Posts[1]
	if a.ExternalID != "41" || a.Text != "前半段拖沓，\n后半段又赶" || a.Rating != 2 || a.RatingRaw != "较差" || a.Region != "广东" ||
		a.Engagement.Likes != 1204 || a.Engagement.Replies != voc.Unknown || a.Author.Hash != "lin-xia" || a.Author.Name != "林下" || a.Product != "夜行列车" ||
		a.Kind != voc.PostReview || a.URL != "https://movie.douban.com/subject/7/?comment_id=41" || !a.PublishedAt.Equal(time.Date(2026, 2, 28, 22, 14, 3, 0, shanghai)) {
		t.Errorf("%+v", a)
	}
	if b.Rating != 0 || b.Engagement.Likes != 0 || b.URL != "https://movie.douban.com/subject/7/?comment_id=40" {
		t.Errorf("a comment without stars: %+v", b)
	}
	if !strings.Contains(s.Next, "start=20") {
		t.Errorf("of two pages the first leads on to %q", s.Next)
	}
	s, err = r.Parse(plaintest.Page(t, s.Next, comments))
	if err != nil || s.Next != "" {
		t.Errorf("the second of two pages leads on to %q, %v", s.Next, err)
	}
}

func TestFirstPageOnlyByDefault(t *testing.T) {
	r := reader(t, Options{ID: "7"})
	if s, err := r.Parse(plaintest.Page(t, r.Start(), comments)); err != nil || s.Next != "" {
		t.Errorf("leads on to %q, %v", s.Next, err)
	}
}

func TestRefusals(t *testing.T) {
	r := reader(t, Options{ID: "7"})
	f := func(name, address, text string, want error) {
		t.Helper()
		if s, err := r.Parse(plaintest.Page(t, address, text)); !errors.Is(err, want) || (want == nil && len(s.Posts) != 0) {
			t.Errorf("%s: %+v, %v, want %v", name, s.Posts, err, want)
		}
	}
	f("the guard's own host", "https://sec.douban.com/b?r=x", comments, plain.ErrLogin)
	f("a login page", r.Start(), `<title>豆瓣 - 登录跳转页</title>`, plain.ErrLogin)
	f("a ban", r.Start(), `<title>禁止访问</title><p>检测到有异常请求`, plain.ErrLogin)
	f("another layout", r.Start(), `<title>夜行列车</title><article>好看</article>`, plain.ErrLayout)
	f("comments without ids", r.Start(), `<div id="comments"><div class="comment-item"><span class="short">好看</span></div></div>`, plain.ErrLayout)
	f("nobody has written yet", r.Start(), `<div class="comment-list"><li class="comment-item"><p class="blank-tip">还没人写</p></li></div>`, nil)
}

func FuzzParse(f *testing.F) {
	f.Add(comments)
	f.Add(`<ul class="comment-list"><li class="comment-item" data-cid="5" data-url="?comment_id=5"><span class="pubtime">2018年2月14日</span>`)
	f.Add(`<div class="comment-item" data-cid="1"><span class="allstar99"></span></div>`)
	r, err := New("", Options{ID: "7", Pages: 3})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := r.Parse(plaintest.Page(t, r.Start(), text))
		if err != nil {
			return
		}
		for _, p := range s.Posts {
			if p.ExternalID == "" || p.Rating < 0 || p.Rating > 5 || !strings.Contains(p.URL, "://") && p.URL != "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
