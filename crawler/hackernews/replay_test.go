package hackernews_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestPlayedSearch plays an index that shows two pages of four hits of a search, and no more.
func TestPlayedSearch(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "hackernews",
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.HackerNews.Query = voc.KindHackerNews, base, "茶"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/api/v1/search_by_date" {
				return ""
			}
			return search(site.Posts(), r, 4, 2)
		},
		Claims: func(site *replay.Site) int { return len(site.Posts()) },
	})
}

func TestPlayedThreads(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "hackernews threads", Threads: true,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindHackerNews, base
			src.HackerNews.Query, src.HackerNews.Tags, src.HackerNews.Threads = "茶", "story", true
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path == "/api/v1/search_by_date" {
				return search(site.Topics(), r, 3, 50)
			}
			id, ok := strings.CutPrefix(r.URL.Path, "/api/v1/items/")
			story, known := site.Post(id)
			if !ok || !known {
				return ""
			}
			children := []any{}
			for _, p := range site.Replies(id) {
				children = append(children, map[string]any{"id": json.Number(p.ID), "type": "comment", "author": p.Author, "text": p.Text, "points": p.Likes, "parent_id": json.Number(id), "created_at_i": p.At.Unix(), "children": []any{}})
			}
			b, _ := json.Marshal(map[string]any{"id": json.Number(id), "type": "story", "title": story.Title, "text": story.Text, "author": story.Author, "created_at_i": story.At.Unix(), "children": children})
			return string(b)
		},
		Parent: func(p replay.Post) string { return p.Root },
		Claims: func(site *replay.Site) int { return len(site.Topics()) },
	})
}

// search is a page of hits, of those no newer than the filter says.
func search(posts []replay.Post, r *http.Request, size, pages int) string {
	q := r.URL.Query()
	if bound, ok := strings.CutPrefix(q.Get("numericFilters"), "created_at_i<="); ok {
		until, _ := strconv.ParseInt(bound, 10, 64)
		for len(posts) > 0 && posts[0].At.Unix() > until {
			posts = posts[1:]
		}
	}
	n, _ := strconv.Atoi(q.Get("page"))
	shown, _ := replay.Slice(posts[:min(len(posts), size*pages)], n+1, size)
	hits := []any{}
	for _, p := range shown {
		hits = append(hits, map[string]any{
			"objectID": p.ID, "title": p.Title, "story_text": p.Text, "comment_text": nil, "author": p.Author, "points": p.Likes, "num_comments": p.Replies, "parent_id": nil,
			"created_at_i": p.At.Unix(), "created_at": p.At,
		})
	}
	b, _ := json.Marshal(map[string]any{"hits": hits, "nbHits": len(posts), "page": n, "nbPages": min((len(posts)+size-1)/size, pages), "hitsPerPage": size})
	return string(b)
}
