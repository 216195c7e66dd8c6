package crawler

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// recorded returns a payload of a real site. They hold other people's words, so they are no part
// of this repository.
func recorded(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("TINGFENG_SHARED")
	if dir == "" {
		t.Skip("TINGFENG_SHARED is not set: real payloads are not replayed; set it to the folder that holds data/fixtures")
	}
	b, err := os.ReadFile(filepath.Join(dir, "data", "fixtures", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// replay serves one payload as often as it is asked for and crawls it twice.
func replay(t *testing.T, src SourceOptions, contentType string, body []byte) ([]voc.Post, voc.Visit) {
	t.Helper()
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Content-Type", contentType)
		rw.Write(body)
	}, nil)
	base := w.source(src.Kind, "/page")
	src.ID, src.Address, src.AllowPrivate = base.ID, base.Address, true
	r := &reader{}
	v, err := w.visit(r, src)
	if err != nil || v.Outcome != voc.VisitOK {
		t.Fatalf("%v, %+v", err, v)
	}
	posts := r.posts
	if again, err := w.visit(r, src); err != nil || len(r.posts) != 0 || again.Outcome != voc.VisitUnchanged {
		t.Errorf("a second visit brought %d posts, %v, %+v", len(r.posts), err, again)
	}
	return posts, v
}

func count(pattern string, body []byte) int {
	return len(regexp.MustCompile(pattern).FindAll(body, -1))
}

func TestReplayFeeds(t *testing.T) {
	for _, name := range []string{"huginn_cdata_rss.atom", "huginn_github_rss.atom", "huginn_onethingwell.rss", "huginn_podcast.rss", "huginn_youtube.xml", "perceval_rss_entries.xml"} {
		t.Run(name, func(t *testing.T) {
			body := recorded(t, "rss/"+name)
			posts, v := replay(t, SourceOptions{Source: voc.Source{Kind: voc.KindFeed}}, "application/xml", body)
			if want := count(`<(item|entry)[\s>]`, body); len(posts) != want || want == 0 || v.Found != want {
				t.Errorf("%d posts, the feed has %d", len(posts), want)
			}
			for _, p := range posts {
				if p.Precision == voc.PrecisionNone && !strings.Contains(v.Missing, "+3000") || p.URL == "" || strings.ContainsAny(p.Title, "<>") {
					t.Errorf("%+v", p)
				}
			}
		})
	}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			rw.Write(recorded(t, "rss/anchor_podcast.xml")) // no feed at all but some program's memory
		}
	}, nil)
	w.mustVisit(&reader{}, w.source(voc.KindFeed, "/feed"), voc.VisitFailed)
}

func TestReplayAppStore(t *testing.T) {
	empty := recorded(t, "appstore_rss/empty_customerreviews.xml")
	for _, c := range []struct {
		json, xml string
		undated   bool
	}{{"nl_customerreviews_2023.json", "empty_customerreviews.xml", false}, {"jp_customerreviews_1.json", "jp_customerreviews_1.xml", true}} {
		t.Run(c.json, func(t *testing.T) {
			body, dates := recorded(t, "appstore_rss/"+c.json), recorded(t, "appstore_rss/"+c.xml)
			w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
				switch {
				case strings.Contains(r.URL.Path, "/page=1/") && strings.HasSuffix(r.URL.Path, "/json"):
					rw.Header().Set("Content-Type", "text/javascript; charset=utf-8")
					rw.Write(body)
				case strings.Contains(r.URL.Path, "/page=1/"):
					rw.Header().Set("Content-Type", "text/xml; charset=utf-8")
					rw.Write(dates)
				case strings.Contains(r.URL.Path, "/customerreviews/"):
					rw.Write(empty)
				}
			}, nil)
			src, r := w.source(voc.KindAppStore, ""), &reader{}
			src.AppStore.App = "1404176564"
			w.mustVisit(r, src, voc.VisitOK)
			if want := count(`"im:rating"`, body); len(r.posts) != want || want != 50 {
				t.Errorf("%d posts, the page has %d", len(r.posts), want)
			}
			dated := 0
			for _, p := range r.posts {
				if p.Rating < 1 || p.Rating > 5 || p.Author.Name == "" || p.Text == "" {
					t.Errorf("%+v", p)
				}
				if p.Precision == voc.PrecisionSecond {
					dated++
					if c.undated && !strings.Contains(string(dates), p.ExternalID) {
						t.Errorf("a date from nowhere: %+v", p)
					}
				}
			}
			t.Logf("%d of %d dated", dated, len(r.posts))
			if !c.undated && dated != 50 {
				t.Errorf("%d dated", dated)
			}
			w.mustVisit(r, src, voc.VisitUnchanged)
		})
	}
}

func TestReplayHTML(t *testing.T) {
	newsmth := SourceOptions{}
	newsmth.HTML.Item, newsmth.HTML.Kind = "td.RecommendTitle", voc.PostPost
	newsmth.HTML.Fields = plain.Fields{ID: `a@href /id=(\d+)/`, URL: "a@href", Title: "a"}

	tieba := SourceOptions{}
	tieba.HTML.Item, tieba.HTML.Kind = "div.l_post[data-field]", voc.PostPost
	tieba.HTML.Fields = plain.Fields{
		ID: `@data-field /"post_id":(\d+)/`, Text: ".d_post_content", Author: ".p_author_name", Time: `.post-tail-wrap /\d{4}-\d\d-\d\d \d\d:\d\d/`, Region: ".post-tail-wrap /IP属地:\\S+/",
		Replies: `@data-field /"comment_num":(\d+)/`,
	}

	douban := SourceOptions{}
	douban.HTML.Item = ".comment-item[data-cid]"
	douban.HTML.Fields = plain.Fields{ID: "@data-cid", Text: ".short", Author: ".comment-info > a", Time: ".comment-time@title || .comment-time", Rating: ".rating@class", Likes: ".vote-count"}

	for _, c := range []struct {
		name, pattern string
		src           SourceOptions
		gbk           bool
		least         int // texts that must have a time
	}{
		{"newsmth/sGuidanceResponse.html", `class="RecommendTitle"><script`, newsmth, true, 0},
		{"tieba/note_detail.html", `<div[^>]*class="l_post [^>]*post_id&quot;:`, tieba, false, 1},
		{"douban/movie_subject_26895436.html", `class="comment-item[^>]*data-cid="\d`, douban, false, 1},
		{"douban/movie_subject_3541415.html", `class="comment-item[^>]*data-cid="\d`, douban, false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := recorded(t, c.name)
			if c.gbk {
				var err error
				if body, err = simplifiedchinese.GBK.NewEncoder().Bytes(body); err != nil {
					t.Fatal(err)
				}
			}
			c.src.Kind = voc.KindHTML
			posts, v := replay(t, c.src, "text/html", body)
			if want := count(c.pattern, body); len(posts) != want || want == 0 || v.Missing != "" {
				t.Errorf("%d posts, the page has %d; missing %q", len(posts), want, v.Missing)
			}
			for _, p := range posts {
				if strings.ContainsRune(p.Body(), '\uFFFD') || c.least > 0 && p.Precision == voc.PrecisionNone {
					t.Errorf("%+v", p)
				}
			}
		})
	}
}

func TestReplayJSON(t *testing.T) {
	source := func(items string, f plain.Fields) SourceOptions {
		var s SourceOptions
		s.Kind, s.JSON.Items, s.JSON.Fields = voc.KindJSON, items, f
		return s
	}
	for _, c := range []struct {
		name, key string // key: one of it stands in every item
		src       SourceOptions
		gbk       bool
	}{
		{"discourse/api_posts_latest.json", `"cooked":`, source("latest_posts[]", plain.Fields{ID: "id", Text: "cooked", Author: "username", Time: "created_at", Root: "topic_id", Views: "reads"}), false},
		{"v2ex/hot_b70ca1f_1.json", `"last_touched":`, source("[]", plain.Fields{ID: "id", URL: "url", Title: "title", Text: "content_rendered", Author: "member.username", AuthorID: "member.id", Time: "created", Replies: "replies"}), false},
		{"hackernews/algolia_search_page.json", `"objectID":`, source("hits[]", plain.Fields{ID: "objectID", Title: "title || story_title", Text: "story_text || comment_text", Author: "author", Time: "created_at_i", Likes: "points", Replies: "num_comments"}), false},
		{"reddit/listing_paged_1.json", `"selftext":`, source("data.children[].data", plain.Fields{ID: "name", Title: "title || link_title", Text: "selftext || body", Author: "author", Time: "created_utc", Likes: "score"}), false},
		{"bilibili/reply_main_1.json", ``, source("data.replies[]", plain.Fields{ID: "rpid_str", Text: "content.message", Author: "member.uname", AuthorID: "member.mid", Time: "ctime", Likes: "like", Replies: "rcount", Region: "reply_control.location"}), false},
		{"xiaohongshu/comment.json", ``, source("data.comments[]", plain.Fields{ID: "id", Text: "content", Author: "user_info.nickname", Time: "create_time", Likes: "like_count", Region: "ip_location"}), false},
		{"discuz_mobile_api/forumdisplay_gbk_site.json", ``, source("Variables.forum_threadlist[]", plain.Fields{ID: "tid", Title: "subject", Author: "author", Time: "dbdateline", Replies: "replies", Views: "views"}), true},
		{"steam/reviews_app_620.json", ``, source("reviews.*", plain.Fields{ID: "recommendationid", Text: "review", Author: "author.steamid", Time: "timestamp_created", Rating: "voted_up", Likes: "votes_up"}), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := recorded(t, c.name)
			want := itemsOf(t, body, c.src.JSON.Items)
			if c.gbk {
				body = asGBK(t, body)
			}
			posts, v := replay(t, c.src, "application/json", body)
			if len(posts) != want || want == 0 || v.Missing != "" {
				t.Errorf("%d posts, the answer has %d; missing %q", len(posts), want, v.Missing)
			}
			for _, p := range posts {
				if strings.ContainsRune(p.Body(), '\uFFFD') || p.Precision == voc.PrecisionNone {
					t.Errorf("%+v", p)
				}
			}
		})
	}
}

// itemsOf counts the items the way the payload itself is built, without the reader under test.
func itemsOf(t *testing.T, body []byte, path string) int {
	t.Helper()
	var at any
	if err := json.Unmarshal(body, &at); err != nil {
		t.Fatal(err)
	}
	path, _, _ = strings.Cut(path, "[]")
	for _, key := range strings.Split(strings.TrimSuffix(path, ".*"), ".") {
		if key != "" {
			at = at.(map[string]any)[key]
		}
	}
	switch at := at.(type) {
	case []any:
		return len(at)
	case map[string]any:
		return len(at)
	}
	t.Fatalf("nothing to count at %s", path)
	return 0
}

// asGBK writes a payload the way its site sent it, with the characters GBK lacks escaped.
func asGBK(t *testing.T, body []byte) []byte {
	t.Helper()
	var out []byte
	for _, r := range string(body) {
		b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
		if err != nil {
			b = fmt.Appendf(nil, `\u%04x`, r)
		}
		out = append(out, b...)
	}
	return out
}
