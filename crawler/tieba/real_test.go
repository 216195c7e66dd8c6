package tieba

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The captured pages are decoded here by pattern, in another way than the package does.
var (
	rowField     = regexp.MustCompile(`<li[^>]*j_thread_list[^>]*data-field='([^']*)'`)
	floorField   = regexp.MustCompile(`<div[^>]*class="l_post [^>]*data-field="([^"]*)"`)
	commentField = regexp.MustCompile(`<li class="lzl_single_post[^>]*data-field=['"]([^>]*?)['"](?: data-lzl-author="\d+")?>`)
	spidField    = regexp.MustCompile(`['"]spid['"]:\s*'?(\d+)`)
	shortTime    = regexp.MustCompile(`class="lzl_time">(\d{4}-\d+-\d+)(?:&nbsp;| )(\d+:\d\d)<`)
	floorTime    = regexp.MustCompile(`class="tail-info">(\d{4}-\d\d-\d\d \d\d:\d\d)<`)
	where        = regexp.MustCompile(`<span>IP属地:([^<]+)</span>`)
)

func captured(t *testing.T, name string) string {
	t.Helper()
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("TINGFENG_SHARED is not set: the captured pages of Tieba were NOT read")
	}
	b, err := os.ReadFile(filepath.Join(shared, "data/fixtures/tieba", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRealList(t *testing.T) {
	text := captured(t, "tieba_note_list.html")
	r := reader(t, Options{Forum: "盗墓笔记"})
	s, err := r.Parse(plaintest.Page(t, r.Start(), text))
	rows := rowField.FindAllStringSubmatch(text, -1)
	if err != nil || len(rows) != 48 || len(s.Links) != len(rows) || s.Claimed != 101877845 || !strings.HasSuffix(s.Next, "pn=50") {
		t.Fatalf("%v: %d links of %d rows, claims %d, next %s", err, len(s.Links), len(rows), s.Claimed, s.Next)
	}
	for i, row := range rows {
		var field struct {
			ID      json.Number `json:"id"`
			Replies int         `json:"reply_num"`
		}
		if err := json.Unmarshal([]byte(html.UnescapeString(row[1])), &field); err != nil {
			t.Fatal(err)
		}
		if want := field.ID.String() + " r" + strconv.Itoa(field.Replies); s.Links[i].Key != want || s.Links[i].URL != "https://tieba.baidu.com/p/"+field.ID.String() {
			t.Errorf("row %d: %+v, want %s", i, s.Links[i], want)
		}
	}
}

func TestRealThread(t *testing.T) {
	text := captured(t, "note_detail.html")
	s, err := reader(t, Options{Forum: "以太比特"}).Parse(plaintest.Page(t, "https://tieba.baidu.com/p/9117905169", text))
	if err != nil || len(s.Odd) != 0 {
		t.Fatal(err, s.Odd)
	}
	starts := floorField.FindAllStringSubmatchIndex(text, -1)
	floors := 0
	for i, m := range starts {
		if text[m[2]:m[3]] == "{}" {
			continue
		}
		floors++
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		sameFloor(t, s.Posts, text[m[2]:m[3]], text[m[0]:end])
	}
	comments := len(commentField.FindAllString(text, -1))
	if floors != 30 || len(s.Posts) != floors+comments || comments != 10 {
		t.Errorf("%d posts, want %d floors and %d comments", len(s.Posts), floors, comments)
	}
	if p := s.Posts[0]; p.Title == "" || p.Engagement.Replies != 786 || p.Kind != voc.PostPost {
		t.Errorf("opening post: %+v", p)
	}
	pages := 0
	for _, l := range s.Links {
		if strings.HasPrefix(l.Key, "9117905169 p") {
			pages++
		}
	}
	if pages != 12 {
		t.Errorf("%d further pages, want 12", pages)
	}
}

// sameFloor compares a floor that was read with what its attribute and its markup say.
func sameFloor(t *testing.T, posts []voc.Post, attribute, markup string) {
	t.Helper()
	var field struct {
		Content struct {
			ID       json.Number `json:"post_id"`
			Content  string      `json:"content"`
			Comments int64       `json:"comment_num"`
			Number   int         `json:"post_no"`
		} `json:"content"`
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(attribute)), &field); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(posts, func(p voc.Post) bool { return p.ExternalID == field.Content.ID.String() })
	if i < 0 {
		t.Errorf("floor %d is lost", field.Content.Number)
		return
	}
	p := posts[i]
	if p.Text != plain.Text(field.Content.Content) || field.Content.Number > 1 && p.Engagement.Replies != field.Content.Comments {
		t.Errorf("floor %d: %q with %d comments, want %q with %d", field.Content.Number, p.Text, p.Engagement.Replies, plain.Text(field.Content.Content), field.Content.Comments)
	}
	if when := floorTime.FindStringSubmatch(markup)[1]; p.PublishedAt.In(shanghai).Format("2006-01-02 15:04") != when || p.Precision != voc.PrecisionMinute {
		t.Errorf("floor %d: written %s, want %s", field.Content.Number, p.PublishedAt, when)
	}
	if m := where.FindStringSubmatch(markup); m != nil && p.Region != plain.Province(m[1]) {
		t.Errorf("floor %d: region %q, want %q", field.Content.Number, p.Region, m[1])
	}
}

func TestRealComments(t *testing.T) {
	text := captured(t, "note_sub_comments.html")
	at := "https://tieba.baidu.com/p/comment?tid=9119688421&pid=150726491368&pn=1"
	s, err := reader(t, Options{Forum: "x"}).Parse(plaintest.Page(t, at, text))
	rows, times := commentField.FindAllStringSubmatch(text, -1), shortTime.FindAllStringSubmatch(text, -1)
	if err != nil || len(rows) != 10 || len(s.Posts) != len(rows) || len(times) != len(rows) || !strings.Contains(s.Next, "pn=2") {
		t.Fatalf("%v: %d posts of %d rows and %d times, next %q", err, len(s.Posts), len(rows), len(times), s.Next)
	}
	for i, row := range rows {
		p := s.Posts[i]
		if id := spidField.FindStringSubmatch(html.UnescapeString(row[1]))[1]; p.ExternalID != id || p.ParentID != "150726491368" || p.Author.Hash == "" || p.Author.Name == "" {
			t.Errorf("comment %s is %+v", id, p)
		}
		if got := p.PublishedAt.In(shanghai).Format("2006-1-2 15:04"); got != times[i][1]+" "+times[i][2] {
			t.Errorf("comment %d: written %s, want %v", i, got, times[i])
		}
	}
}

func TestRealSearch(t *testing.T) {
	text := captured(t, "search_keyword_notes.html")
	r := reader(t, Options{Search: "编程"})
	s, err := r.Parse(plaintest.Page(t, r.Start(), text))
	if want := strings.Count(text, `class="s_post"`); err != nil || len(s.Links) != want || want == 0 {
		t.Errorf("%v: %d links of %d hits", err, len(s.Links), want)
	}
}
