package stackexchange_test

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

func source(base string) (src replay.Source) {
	src.Kind, src.Address = voc.KindStackExchange, base
	src.StackExchange.Site, src.StackExchange.Query, src.StackExchange.Key = "superuser", "茶", "played-key"
	return src
}

// TestPlayedAnswers plays a site whose replies are answers.
func TestPlayedAnswers(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "stackexchange", Threads: true, Source: source, Parent: func(p replay.Post) string { return p.Root },
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/2.3/search/advanced" || r.URL.Query().Get("key") != "played-key" {
				return ""
			}
			return questions(site, r, "answers")
		},
		Claims: func(site *replay.Site) int { return len(site.Topics()) },
	})
}

// TestPlayedComments plays one whose replies are comments, told without their words at first.
func TestPlayedComments(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "stackexchange comments", Threads: true, Source: source, Parent: func(p replay.Post) string { return p.Root },
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path == "/2.3/search/advanced" {
				return questions(site, r, "comments")
			}
			list, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/2.3/posts/"), "/comments")
			if !ok {
				return ""
			}
			ids := strings.Split(list, ";")
			var all []replay.Post
			for _, p := range site.Posts() {
				if slices.Contains(ids, p.Root) {
					all = append(all, p)
				}
			}
			n, _ := strconv.Atoi(r.URL.Query().Get("page"))
			posts, more := replay.Slice(all, n, 4)
			rows := []any{}
			for _, p := range posts {
				rows = append(rows, said(p, "comment_id"))
			}
			return envelope(rows, more, len(all))
		},
		ID: func(p replay.Post) string {
			if p.Root != "" {
				return "c" + p.ID
			}
			return p.ID
		},
		Claims: func(site *replay.Site) int { return len(site.Topics()) },
	})
}

// questions is a page of three.
func questions(site *replay.Site, r *http.Request, replies string) string {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	topics, more := site.TopicPage(n, 3)
	rows := []any{}
	for _, p := range topics {
		row := said(p, "question_id")
		row["title"], row["last_activity_date"], row["view_count"] = p.Title, site.Bumped(p.ID).Unix(), 5
		below := []any{}
		for _, reply := range site.Replies(p.ID) {
			a := said(reply, "answer_id")
			if replies == "comments" {
				a = map[string]any{"comment_id": json.Number(reply.ID), "post_id": json.Number(p.ID)}
			}
			below = append(below, a)
		}
		row[replies] = below
		row[strings.TrimSuffix(replies, "s")+"_count"] = p.Replies
		rows = append(rows, row)
	}
	return envelope(rows, more, len(site.Topics()))
}

func said(p replay.Post, id string) map[string]any {
	row := map[string]any{id: json.Number(p.ID), "body": "<p>" + p.Text + "</p>", "creation_date": p.At.Unix(), "score": p.Likes, "owner": map[string]any{"user_id": 7, "display_name": p.Author}}
	if p.Root != "" {
		row["post_id"] = json.Number(p.Root)
	}
	if !p.Edited.IsZero() {
		row["last_edit_date"] = p.Edited.Unix()
	}
	return row
}

func envelope(rows []any, more bool, total int) string {
	b, _ := json.Marshal(map[string]any{"items": rows, "has_more": more, "quota_max": 300, "quota_remaining": 200, "backoff": 0.5, "total": total})
	return string(b)
}
