package reddit_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPlayed(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "reddit", UTF8: true, Threads: true,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindReddit, base
			src.Reddit.Subreddit, src.Reddit.ClientID, src.Reddit.ClientSecret = "tea", "id", "key"
			return src
		},
		Answer: answer,
		ID:     id,
		Parent: func(p replay.Post) string {
			if p.Root == "" {
				return ""
			}
			return "t3_" + p.Root
		},
	})
}

func id(p replay.Post) string {
	if p.Root == "" {
		return "t3_" + p.ID
	}
	return "t1_" + p.ID
}

type object = map[string]any

func answer(site *replay.Site, r *http.Request) string {
	if r.URL.Path == "/api/v1/access_token" {
		if name, key, ok := r.BasicAuth(); !ok || name != "id" || key != "key" || r.Method != http.MethodPost {
			return ""
		}
		return `{"access_token":"shown","token_type":"bearer","expires_in":86400}`
	}
	if r.Header.Get("Authorization") != "Bearer shown" {
		return ""
	}
	switch path := r.URL.Path; {
	case path == "/r/tea/new":
		return listing(site, r.URL.Query().Get("after"))
	case path == "/api/morechildren":
		var things []any
		for _, wanted := range strings.Split(r.URL.Query().Get("children"), ",") {
			if p, ok := site.Post(wanted); ok {
				things = append(things, thing(p))
			}
		}
		return text(object{"json": object{"errors": []any{}, "data": object{"things": things}}})
	case strings.HasPrefix(path, "/comments/"):
		return thread(site, strings.TrimPrefix(path, "/comments/"))
	}
	return ""
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func thing(p replay.Post) object {
	data := object{"id": p.ID, "name": id(p), "author": p.Author, "created_utc": float64(p.At.Unix()), "edited": false, "score": p.Likes}
	if !p.Edited.IsZero() {
		data["edited"] = float64(p.Edited.Unix())
	}
	if p.Root == "" {
		data["title"], data["selftext"], data["num_comments"], data["permalink"] = p.Title, p.Text, p.Replies, "/r/tea/comments/"+p.ID+"/x/"
		return object{"kind": "t3", "data": data}
	}
	data["body"], data["parent_id"], data["link_id"], data["replies"] = p.Text, "t3_"+p.Root, "t3_"+p.Root, ""
	return object{"kind": "t1", "data": data}
}

// listing shows topics three a page; the token of the next is the number of it.
func listing(site *replay.Site, after string) string {
	n, _ := strconv.Atoi(after)
	topics, more := site.TopicPage(n+1, 3)
	children := []any{}
	for _, p := range topics {
		children = append(children, thing(p))
	}
	data := object{"children": children, "after": nil}
	if more {
		data["after"] = strconv.Itoa(n + 1)
	}
	return text(object{"kind": "Listing", "data": data})
}

// thread shows the newest two comments and leaves out the others.
func thread(site *replay.Site, topic string) string {
	p, ok := site.Post(topic)
	if !ok {
		return ""
	}
	replies := site.Replies(topic)
	children, left := []any{}, []string{}
	for i, reply := range replies {
		if i < len(replies)-2 {
			left = append(left, reply.ID)
		} else {
			children = append(children, thing(reply))
		}
	}
	if len(left) > 0 {
		children = append(children, object{"kind": "more", "data": object{"id": left[0], "count": len(left), "parent_id": "t3_" + topic, "children": left}})
	}
	wrap := func(children ...any) object { return object{"kind": "Listing", "data": object{"children": children}} }
	return text([]any{wrap(thing(p)), wrap(children...)})
}
