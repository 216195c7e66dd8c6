package discourse_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestPlayedStream plays a forum of topics nobody answered, all in one stream.
func TestPlayedStream(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "discourse",
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindDiscourse, base
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/posts.json" {
				return ""
			}
			posts := site.Posts()
			if before := r.URL.Query().Get("before"); before != "" { // this very post is shown again
				at := slices.IndexFunc(posts, func(p replay.Post) bool { return p.ID == before })
				posts = posts[max(at, 0):]
			}
			rows := []any{}
			for _, p := range posts[:min(len(posts), 6)] {
				rows = append(rows, said(p, p.ID, 1))
			}
			b, _ := json.Marshal(map[string]any{"latest_posts": rows})
			return string(b)
		},
	})
}

// TestPlayedTopics plays one topic by topic, of which two posts are shown at first.
func TestPlayedTopics(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "discourse topics", Threads: true, Parent: func(p replay.Post) string { return p.Root },
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.Discourse.Category = voc.KindDiscourse, base, "tea/6"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path == "/c/tea/6.json" {
				return topics(site, r)
			}
			id, ok := strings.CutPrefix(r.URL.Path, "/t/")
			id, batch := strings.CutSuffix(strings.TrimSuffix(id, ".json"), "/posts")
			topic, known := site.Post(id)
			if !ok || !known || topic.Root != "" {
				return ""
			}
			return posts(topic, site.Replies(id), batch, r.URL.Query()["post_ids[]"])
		},
	})
}

func topics(site *replay.Site, r *http.Request) string {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page, more := site.TopicPage(n+1, 3)
	rows := []any{}
	for _, p := range page {
		rows = append(rows, map[string]any{"id": json.Number(p.ID), "title": p.Title, "posts_count": p.Replies + 1, "highest_post_number": p.Replies + 1, "bumped_at": site.Bumped(p.ID), "last_posted_at": nil})
	}
	list := map[string]any{"topics": rows}
	if more {
		list["more_topics_url"] = "/c/tea/6?page=" + strconv.Itoa(n+1)
	}
	b, _ := json.Marshal(map[string]any{"topic_list": list})
	return string(b)
}

func posts(topic replay.Post, replies []replay.Post, batch bool, ids []string) string {
	all := append([]replay.Post{topic}, replies...)
	rows, stream := []any{}, []json.Number{}
	for i, p := range all {
		stream = append(stream, json.Number(p.ID))
		if batch && slices.Contains(ids, p.ID) || !batch && i < 2 {
			rows = append(rows, said(p, topic.ID, i+1))
		}
	}
	page := map[string]any{"id": json.Number(topic.ID), "post_stream": map[string]any{"posts": rows}}
	if !batch {
		page["title"], page["posts_count"], page["views"] = topic.Title, len(all), 40
		page["post_stream"] = map[string]any{"posts": rows, "stream": stream}
	}
	b, _ := json.Marshal(page)
	return string(b)
}

func said(p replay.Post, topic string, number int) map[string]any {
	row := map[string]any{
		"id": json.Number(p.ID), "topic_id": json.Number(topic), "post_number": number, "post_type": 1, "username": p.Author, "user_id": 9, "cooked": "<p>" + p.Text + "</p>", "created_at": p.At, "updated_at": p.At,
		"reply_to_post_number": nil, "actions_summary": []any{map[string]any{"id": 2, "count": p.Likes}}, "reply_count": p.Replies, "reads": 4, "topic_slug": "tea", "deleted_at": nil,
	}
	if number == 1 {
		row["topic_title"] = p.Title
	}
	if !p.Edited.IsZero() {
		row["updated_at"] = p.Edited
	}
	return row
}
