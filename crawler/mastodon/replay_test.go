package mastodon_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPlayedTimeline(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "mastodon", Posts: 93,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.Mastodon.Tag = voc.KindMastodon, base, "奶茶"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/api/v1/timelines/tag/奶茶" {
				return ""
			}
			return statuses(older(site.Posts(), r.URL.Query().Get("max_id")))
		},
	})
}

func TestPlayedAnswers(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "mastodon answers", Threads: true,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.Mastodon.Replies = voc.KindMastodon, base, true
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path == "/api/v1/timelines/public" {
				return statuses(older(site.Topics(), r.URL.Query().Get("max_id")))
			}
			id, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/api/v1/statuses/"), "/context")
			if _, known := site.Post(id); !ok || !known {
				return ""
			}
			return `{"ancestors":[],"descendants":` + statuses(site.Replies(id)) + `}`
		},
		Parent: func(p replay.Post) string { return p.Root },
	})
}

// older cuts off what comes before a post and the post itself: forty at most are left.
func older(posts []replay.Post, id string) []replay.Post {
	if at := slices.IndexFunc(posts, func(p replay.Post) bool { return p.ID == id }); id != "" && at >= 0 {
		posts = posts[at+1:]
	}
	return posts[:min(len(posts), 40)]
}

func statuses(posts []replay.Post) string {
	rows := []any{}
	for _, p := range posts {
		row := map[string]any{
			"id": p.ID, "created_at": p.At, "spoiler_text": p.Title, "content": "<p>" + p.Text + "</p>", "visibility": "public", "uri": "https://far.example/statuses/" + p.ID, "in_reply_to_id": nil,
			"url": "https://far.example/@x/" + p.ID, "favourites_count": p.Likes, "replies_count": p.Replies, "reblogs_count": 0, "account": map[string]any{"id": "1", "acct": p.Author},
		}
		if p.Root != "" {
			row["in_reply_to_id"] = p.Root
		}
		if !p.Edited.IsZero() {
			row["edited_at"] = p.Edited
		}
		rows = append(rows, row)
	}
	b, _ := json.Marshal(rows)
	return string(b)
}
