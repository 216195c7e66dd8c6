package v2ex_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPlayedSite(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "v2ex", Threads: true,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.V2EX.Node = voc.KindV2EX, base, "tea"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			rows := []any{}
			switch r.URL.Path {
			case "/api/topics/show.json":
				for _, p := range site.Topics() {
					row := said(p)
					row["title"], row["replies"], row["last_touched"] = p.Title, p.Replies, site.Bumped(p.ID).Unix()
					rows = append(rows, row)
				}
			case "/api/replies/show.json":
				for _, p := range site.Replies(r.URL.Query().Get("topic_id")) {
					rows = append(rows, said(p))
				}
			default:
				return ""
			}
			b, _ := json.Marshal(rows)
			return string(b)
		},
		ID: func(p replay.Post) string {
			if p.Root != "" {
				return "r" + p.ID
			}
			return p.ID
		},
		Parent:  func(p replay.Post) string { return p.Root },
		Unliked: true,
	})
}

func said(p replay.Post) map[string]any {
	modified := p.At
	if p.Edited.After(p.At) {
		modified = p.Edited
	}
	return map[string]any{
		"id": json.Number(p.ID), "content": p.Text, "content_rendered": p.Text + "<br />", "created": p.At.Unix(), "last_modified": modified.Unix(),
		"member": map[string]any{"id": len(p.Author), "username": p.Author},
	}
}
