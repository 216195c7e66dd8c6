package demosite

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/charset"
)

// place is a site with a clock that a test may turn.
type place struct {
	*Site
	handler http.Handler
	clock   atomic.Int64
}

func (p *place) turn(at time.Time) { p.clock.Store(at.Unix()) }

func newPlace(t testing.TB, days int) *place {
	t.Helper()
	p := &place{}
	p.turn(testNow)
	var err error
	p.Site, err = New(Options{Now: testNow, Days: days, Clock: func() time.Time { return time.Unix(p.clock.Load(), 0) }})
	if err != nil {
		t.Fatal(err)
	}
	p.handler = p.Handler()
	return p
}

func (p *place) get(t testing.TB, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w
}

func TestEveryPageAnswers(t *testing.T) {
	p := newPlace(t, 5)
	for path, want := range map[string]int{
		"/": 200, "/style.css": 200, "/robots.txt": 200, "/sitemap.xml": 200, "/hooks": 200,
		"/reviews/qingheng": 200, "/reviews/qingheng?page=2": 200, "/shop/hz-hubin": 200, "/bbs/forum-1.html": 200,
		"/feed/news.xml": 200, "/api/timeline": 200, "/cn/rss/customerreviews/page=1/id=1600000001/sortby=mostrecent/json": 200,
		"/reviews/nobody": 404, "/shop/nowhere": 404, "/review/1": 404, "/bbs/forum-999.html": 404, "/bbs/forum-x.html": 404, "/bbs/other": 404, "/nothing": 404,
		"/cn/rss/customerreviews/page=x/id=1600000001/sortby=mostrecent/json": 404,
		"/api/timeline?cursor=abc": 400,
	} {
		if w := p.get(t, path); w.Code != want {
			t.Errorf("GET %s: status %d, want %d", path, w.Code, want)
		}
	}
	for _, x := range p.planner.posts[:200] {
		if w := p.get(t, x.path()); w.Code != 200 {
			t.Errorf("GET %s: status %d: a post cannot be read where it says", x.path(), w.Code)
		}
	}
}

func TestTrespassIsCounted(t *testing.T) {
	p := newPlace(t, 1)
	if robots := p.get(t, "/robots.txt").Body.String(); !strings.Contains(robots, "Disallow: /private/") || strings.Contains(robots, "Crawl-delay") {
		t.Errorf("robots.txt says %q", robots)
	}
	p.get(t, "/private/members")
	if p.Trespasses() != 1 {
		t.Errorf("%d trespasses counted, want 1", p.Trespasses())
	}
}

var (
	reviewID = regexp.MustCompile(`<li class="review" data-id="(\d+)"`)
	threadID = regexp.MustCompile(`id="thread_(\d+)"`)
	nextLink = regexp.MustCompile(`<a class="next" rel="next" href="([^"]+)"`)
)

// walk collects the ids on a list's pages in their order.
func (p *place) walk(t *testing.T, path string, id *regexp.Regexp) []string {
	t.Helper()
	var ids []string
	for path != "" {
		body := p.get(t, path).Body.String()
		for _, m := range id.FindAllStringSubmatch(body, -1) {
			ids = append(ids, m[1])
		}
		m := nextLink.FindStringSubmatch(body)
		if path = ""; m != nil {
			path = m[1]
		}
	}
	return ids
}

// sameAs compares ids on pages, newest first, with the facts, oldest first.
func sameAs(t *testing.T, what string, ids []string, truth Truth, fits func(Fact) bool) {
	t.Helper()
	i := len(ids)
	for _, f := range truth.Facts {
		if !fits(f) {
			continue
		}
		if i--; i < 0 || ids[i] != f.ExternalID {
			t.Errorf("%s: post %s is missing or out of order", what, f.ExternalID)
			return
		}
	}
	if i != 0 {
		t.Errorf("%s: %d posts on the pages are not in the truth", what, i)
	}
}

func TestPagesHoldTheTruth(t *testing.T) {
	p := newPlace(t, 15)
	truth := p.Truth()
	for _, b := range p.planner.brands {
		sameAs(t, b.name, p.walk(t, "/reviews/"+string(b.id), reviewID), truth, func(f Fact) bool { return f.Channel == Reviews && f.Brands[0] == b.id })
	}
	sameAs(t, "one store", p.walk(t, "/shop/hz-hubin", reviewID), truth, func(f Fact) bool { return f.Channel == Reviews && f.Store == "hz-hubin" })
	sameAs(t, "forum", p.walk(t, "/bbs/forum-1.html", threadID), truth, func(f Fact) bool { return f.Channel == Forum })
}

func TestForumIsGBK(t *testing.T) {
	p := newPlace(t, 10)
	w := p.get(t, "/bbs/forum-2.html")
	if got := w.Header().Get("Content-Type"); got != "text/html" {
		t.Errorf("Content-Type %q: the charset should only stand in the page", got)
	}
	text, name, err := charset.Decode(w.Body.Bytes(), "text/html", "")
	if err != nil || name != "gb18030" && name != "gbk" {
		t.Fatalf("page decodes as %q, %v", name, err)
	}
	for _, want := range []string{"闲茶论坛", "青衡", "昨天 ", "11月"} {
		if !strings.Contains(text, want) {
			t.Errorf("the forum's second page has no %q", want)
		}
	}
}

func TestGBK(t *testing.T) {
	for in, want := range map[string]string{
		"abc":  "abc",
		"差评":   "\xb2\xee\xc6\xc0",
		"。，！～": "\xa1\xa3\xa3\xac\xa3\xa1\xa1\xab",
		"😂":    "&#128514;",
		"飲":    "\xef\x8b",
	} {
		if got := string(gbk([]byte(in))); got != want {
			t.Errorf("gbk(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRelativeTimes(t *testing.T) {
	now := time.Date(2026, 1, 2, 10, 30, 0, 0, china)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{now.Add(-20 * time.Second), "刚刚"},
		{now.Add(-5 * time.Minute), "5分钟前"},
		{now.Add(-3 * time.Hour), "3小时前"},
		{now.Add(-12 * time.Hour), "昨天 22:30"},
		{now.AddDate(0, 0, -2), "2025-12-31 10:30"},
		{time.Date(2026, 1, 2, 0, 0, 0, 0, china), "10小时前"},
	} {
		if got := ago(c.at, now, china); got != c.want {
			t.Errorf("ago(%s) = %q, want %q", c.at, got, c.want)
		}
	}
	spring := time.Date(2026, 5, 20, 9, 0, 0, 0, china)
	if got := ago(time.Date(2026, 3, 4, 5, 6, 0, 0, china), spring, china); got != "03月04日 05:06" {
		t.Errorf("earlier this year: %q", got)
	}
}

func TestFeedAnswersNotModified(t *testing.T) {
	p := newPlace(t, 30)
	w := p.get(t, "/feed/news.xml")
	var feed struct {
		Items []struct {
			Title string `xml:"title"`
			GUID  string `xml:"guid"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	if want := p.Truth().Count(func(f Fact) bool { return f.Channel == News }); len(feed.Items) != want || want == 0 {
		t.Errorf("%d items in the feed, planned were %d", len(feed.Items), want)
	}
	tag, modified := w.Header().Get("ETag"), w.Header().Get("Last-Modified")
	if w := p.get(t, "/feed/news.xml", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("If-None-Match with the current tag: status %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := p.get(t, "/feed/news.xml", "If-Modified-Since", modified); w.Code != http.StatusNotModified {
		t.Errorf("If-Modified-Since with the current time: status %d", w.Code)
	}
	p.turn(testNow.Add(12 * time.Hour))
	if w := p.get(t, "/feed/news.xml", "If-None-Match", tag, "If-Modified-Since", modified); w.Code != 200 || w.Header().Get("ETag") == tag {
		t.Errorf("half a day later: status %d, tag %s", w.Code, w.Header().Get("ETag"))
	}
}

func TestAppStoreShape(t *testing.T) {
	p := newPlace(t, 90)
	page := func(n int, id string) map[string]json.RawMessage {
		var body struct{ Feed map[string]json.RawMessage }
		w := p.get(t, fmt.Sprintf("/cn/rss/customerreviews/page=%d/id=%s/sortby=mostrecent/json", n, id))
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
			t.Fatalf("page %d: %v", n, err)
		}
		return body.Feed
	}
	total := 0
	for n := 1; n <= appPages+1; n++ {
		raw, ok := page(n, appID)["entry"]
		if !ok {
			break
		}
		var list []appEntry
		if raw[0] == '{' { // exactly one: an object
			raw = json.RawMessage("[" + string(raw) + "]")
		}
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			if e.ID.Label == "" || e.Rating.Label < "1" || e.Rating.Label > "5" || e.Content.Label == "" || !strings.HasSuffix(e.Updated.Label, "-07:00") {
				t.Errorf("page %d: entry %+v", n, e)
			}
		}
		total += len(list)
	}
	if want := p.Truth().Count(func(f Fact) bool { return f.Channel == AppStore }); total != want {
		t.Errorf("%d reviews on all pages, planned were %d", total, want)
	}
	if _, ok := page(1, "999")["entry"]; ok {
		t.Error("another app has our reviews")
	}
}

func TestTimelinePaging(t *testing.T) {
	p := newPlace(t, 10)
	var ids []string
	cursor := ""
	for {
		var page struct {
			OK   int
			Data struct {
				Statuses []status
				Next     string `json:"next_cursor"`
				Total    int    `json:"total_number"`
			}
		}
		if err := json.Unmarshal(p.get(t, "/api/timeline?count=77&cursor="+cursor).Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, s := range page.Data.Statuses {
			ids = append(ids, s.IDString)
			if s.CreatedAt == "" || s.User.Name == "" || s.Text == "" || !strings.HasPrefix(s.Region, "发布于 ") {
				t.Fatalf("status %+v lacks something", s)
			}
			if strings.Contains(s.Text, "//@") && s.Original == nil && strings.HasPrefix(s.Text, "转发微博") {
				t.Errorf("a passed-on post does not carry the original: %s", s.Text)
			}
		}
		if cursor = page.Data.Next; cursor == "" {
			if page.Data.Total != len(ids) {
				t.Errorf("the API claims %d posts and gave %d", page.Data.Total, len(ids))
			}
			break
		}
	}
	sameAs(t, "timeline", ids, p.Truth(), func(f Fact) bool { return f.Channel == Timeline })
}

func TestLifeGoesOn(t *testing.T) {
	p := newPlace(t, 5)
	before := p.Truth().Posts
	p.turn(testNow.Add(2 * time.Minute))
	soon := p.Truth()
	if soon.Posts <= before {
		t.Error("nothing was posted in two minutes")
	}
	p.turn(testNow.Add(20 * time.Minute))
	truth := p.Truth()
	loud := truth.Count(func(f Fact) bool { return f.Incident == "double-charge" })
	if loud < 25 || soon.Count(func(f Fact) bool { return f.Incident == "double-charge" }) > 0 {
		t.Errorf("twenty minutes in, %d posts speak of the double charge", loud)
	}
	newest := truth.Facts[len(truth.Facts)-1]
	if newest.At.Before(testNow.Add(18*time.Minute)) || newest.At.After(testNow.Add(20*time.Minute)) {
		t.Errorf("the newest post is of %s, the clock says %s", newest.At, testNow.Add(20*time.Minute))
	}
	ids := p.walk(t, "/bbs/forum-1.html", threadID)
	sameAs(t, "forum later", ids, truth, func(f Fact) bool { return f.Channel == Forum })
	if got := p.get(t, "/").Header().Get("Date"); got != testNow.Add(20*time.Minute).UTC().Format(http.TimeFormat) {
		t.Errorf("Date is %q, relative times would be read against another clock", got)
	}
}

func TestNightIsNotDead(t *testing.T) {
	night := time.Date(2026, 11, 23, 4, 0, 0, 0, china)
	site, err := New(Options{Now: night, Days: 2, Live: Live{Rate: 3, Floor: 40, Quiet: true}})
	if err != nil {
		t.Fatal(err)
	}
	n := site.TruthAt(night.Add(time.Hour)).Posts - site.TruthAt(night).Posts
	if n < 20 {
		t.Errorf("%d posts in an hour of the night, want about the floor of 40", n)
	}
}

func TestMarkupIsEscaped(t *testing.T) {
	p := newPlace(t, 2)
	x := p.lists["/reviews/qingheng"][0]
	x.text, x.author = `<script>alert("x")</script>`, &person{name: `"><img src=x>`}
	for _, path := range []string{"/reviews/qingheng?page=1", x.path()} {
		body := ""
		for n := 1; n < 9 && !strings.Contains(body, "&lt;script&gt;"); n++ {
			body = p.get(t, strings.Replace(path, "page=1", fmt.Sprintf("page=%d", n), 1)).Body.String()
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "<img") || !strings.Contains(body, "&lt;script&gt;") {
			t.Errorf("%s does not escape what people write", path)
		}
	}
}

func TestManyReadersWhileTimePasses(t *testing.T) {
	p := newPlace(t, 3)
	var readers sync.WaitGroup
	for i := range 8 {
		readers.Go(func() {
			for n := range 30 {
				p.turn(testNow.Add(time.Duration(i*30+n) * time.Minute))
				p.get(t, "/reviews/qingheng")
				p.get(t, "/bbs/forum-1.html")
				p.get(t, "/api/timeline?count=100")
			}
		})
	}
	readers.Wait()
}

func BenchmarkReviewPage(b *testing.B) {
	p := newPlace(b, 90)
	for b.Loop() {
		p.get(b, "/reviews/qingheng?page=20")
	}
}

func BenchmarkForumPage(b *testing.B) {
	p := newPlace(b, 90)
	for b.Loop() {
		p.get(b, "/bbs/forum-9.html")
	}
}

func BenchmarkTimelinePage(b *testing.B) {
	p := newPlace(b, 90)
	for b.Loop() {
		p.get(b, "/api/timeline?count=100")
	}
}
