package steam_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestPlayedStore plays the store in both orders.
func TestPlayedStore(t *testing.T) {
	for _, filter := range []string{"recent", "updated"} {
		t.Run(filter, func(t *testing.T) {
			replay.Suite(t, replay.Script{
				Name: "steam " + filter,
				Source: func(base string) (src replay.Source) {
					src.Kind, src.Address = voc.KindSteam, base
					src.Steam.App, src.Steam.Filter = "1623730", filter
					return src
				},
				Answer: reviews,
				Rating: func(p replay.Post) float64 {
					if p.Rating >= 3 {
						return 5
					}
					return 1
				},
				Claims: func(site *replay.Site) int { return len(site.Posts()) },
			})
		})
	}
}

// reviews is a page of the store: seven reviews, with a cursor that has signs an address does not take.
func reviews(site *replay.Site, r *http.Request) string {
	if r.URL.Path != "/appreviews/1623730" {
		return ""
	}
	q := r.URL.Query()
	all := site.Posts()
	changed := func(p replay.Post) time.Time {
		if p.Edited.After(p.At) && q.Get("filter") == "updated" {
			return p.Edited
		}
		return p.At
	}
	slices.SortStableFunc(all, func(a, b replay.Post) int { return changed(b).Compare(changed(a)) })
	n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(q.Get("cursor"), "A/"), "+=="))
	n = max(n, 1)
	posts, _ := replay.Slice(all, n, 7)
	rows := []any{}
	for _, p := range posts {
		updated := p.At
		if p.Edited.After(p.At) {
			updated = p.Edited
		}
		rows = append(rows, map[string]any{
			"recommendationid": p.ID, "author": map[string]any{"steamid": "7656" + p.Author}, "language": "schinese", "review": "[b]" + p.Title + "[/b]\n" + p.Text,
			"timestamp_created": p.At.Unix(), "timestamp_updated": updated.Unix(), "voted_up": p.Rating >= 3, "votes_up": p.Likes, "comment_count": p.Replies, "weighted_vote_score": "0.5",
		})
	}
	summary := map[string]any{"num_reviews": len(rows)}
	if n == 1 {
		summary["total_reviews"] = len(all)
	}
	cursor := fmt.Sprintf("A/%d+==", n+1)
	if len(rows) == 0 {
		cursor = q.Get("cursor") // the store repeats the last one
	}
	b, _ := json.Marshal(map[string]any{"success": 1, "query_summary": summary, "reviews": rows, "cursor": cursor})
	return string(b)
}
