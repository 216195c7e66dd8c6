package html

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/tingfeng-voc/tingfeng/crawler/charset"
	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func captured(t *testing.T, name string) string {
	t.Helper()
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("TINGFENG_SHARED is not set: the captured pages of real sites were NOT read")
	}
	b, err := os.ReadFile(filepath.Join(shared, "data/fixtures", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func read(t *testing.T, o Options, address, text string) Result {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	result, err := r.Parse(&plain.Page{URL: u, Text: text, At: time.Date(2016, 5, 1, 0, 0, 0, 0, time.UTC), Zone: time.FixedZone("CST", 8*3600)})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// A question with its answers, described by selectors as a configuration would.
func TestRealQuestion(t *testing.T) {
	text := captured(t, "askbot/html_26830_comments_question_openstack.html")
	result := read(t, Options{
		Item: ".post[data-post-id]", Kind: voc.PostAnswer,
		Fields: plain.Fields{
			ID: "@data-post-id", Title: "h1", Text: ".post-body", Time: ".post-update-info abbr.timeago@title", Likes: ".vote-number",
			Author: ".user-info a", AuthorID: `.user-info a@href /users\/(\d+)/`,
		},
	}, "https://ask.openstack.org/en/question/26830/x/", text)
	times := regexp.MustCompile(`class="timeago" title="([^"]+)"`)
	votes := regexp.MustCompile(`class="vote-number"[^>]*>(\d+)<`)
	parts := regexp.MustCompile(`class="post (?:js-question|answer)`).FindAllStringIndex(text, -1)
	if len(parts) != 4 || len(result.Posts) != 4 || len(result.Odd) != 0 {
		t.Fatalf("%d posts of %d, odd %v", len(result.Posts), len(parts), result.Odd)
	}
	for i, part := range parts {
		end := len(text)
		if i+1 < len(parts) {
			end = parts[i+1][0]
		}
		markup, p := text[part[0]:end], result.Posts[i]
		at, err := time.Parse("2006-01-02 15:04:05 -0700", times.FindStringSubmatch(markup)[1])
		if n, _, _ := plain.Count(votes.FindStringSubmatch(markup)[1]); err != nil || !p.PublishedAt.Equal(at) || p.Engagement.Likes != n || p.Author.Hash == "" || len(p.Text) < 50 {
			t.Errorf("post %d: %+v, want %s and %d votes (%v)", i, p, at, n, err)
		}
	}
	if p := result.Posts[0]; p.ExternalID != "26830" || !strings.Contains(text, ">"+p.Title+"<") {
		t.Errorf("%+v", p)
	}
}

// The front page of a forum of old, in GB2312 as it was sent.
func TestRealFrontPage(t *testing.T) {
	page := captured(t, "newsmth/sGuidanceResponse.html")
	raw, err := simplifiedchinese.GBK.NewEncoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	text, _, err := charset.Decode([]byte(raw), "text/html", "")
	if err != nil || text != page {
		t.Fatalf("the page is another one after its way through GB2312: %v", err)
	}
	result := read(t, Options{
		Item: "td.SectionItem, td.HotTitle", Fields: plain.Fields{Text: "p"},
		List: List{Row: "td.SectionItem, td.HotTitle", Link: "a[href^=bbstcon]"},
	}, "https://www.newsmth.net/mainpage.html", text)
	if want := len(regexp.MustCompile(`(?s)<td class="(?:SectionItem|HotTitle)">.{0,200}?bbstcon`).FindAllString(text, -1)); want < 90 || len(result.Links) != want {
		t.Errorf("%d links of %d rows", len(result.Links), want)
	}
	for _, l := range result.Links {
		if !strings.HasPrefix(l.URL, "https://www.newsmth.net/bbstcon.php?board=") {
			t.Errorf("%+v", l)
		}
	}
}
