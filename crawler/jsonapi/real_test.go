package jsonapi

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

// Answers of a question site, described by paths as a configuration would.
func TestRealQuestions(t *testing.T) {
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("TINGFENG_SHARED is not set: the captured answers of real sites were NOT read")
	}
	r, err := New(Options{
		Items: "questions[]", Total: "count", PageParam: "page",
		Fields: plain.Fields{
			ID: "id", URL: "url", Title: "title", Text: "summary", Author: "author.username", AuthorID: "author.id", Time: "added_at", Replies: "answer_count",
			Views: "view_count", Likes: "score",
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"askbot_api_questions.json", "askbot_api_questions_2.json"} {
		b, err := os.ReadFile(filepath.Join(shared, "data/fixtures/askbot", name))
		if err != nil {
			t.Fatal(err)
		}
		var want struct {
			Count     int
			Questions []struct {
				ID      int    `json:"id"`
				Title   string `json:"title"`
				Views   int64  `json:"view_count"`
				Answers int64  `json:"answer_count"`
				At      string `json:"added_at"`
				Author  struct{ Username string }
			}
		}
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		result, err := r.Parse(&plain.Page{URL: &url.URL{Scheme: "https", Host: "askbot.org", Path: "/en/api/v1/questions"}, Text: string(b), At: time.Now(), Zone: time.UTC})
		if err != nil || len(result.Posts) != len(want.Questions) || len(want.Questions) == 0 || result.Claimed != want.Count || len(result.Odd) != 0 {
			t.Fatalf("%s: %d posts of %d, claims %d of %d, odd %v, %v", name, len(result.Posts), len(want.Questions), result.Claimed, want.Count, result.Odd, err)
		}
		if !strings.Contains(result.Next, "page=2") {
			t.Errorf("%s: leads on to %q", name, result.Next)
		}
		for i, q := range want.Questions {
			p := result.Posts[i]
			seconds, _ := strconv.ParseInt(q.At, 10, 64)
			if p.ExternalID != strconv.Itoa(q.ID) || p.Title != q.Title || p.Engagement.Views != q.Views || p.Engagement.Replies != q.Answers || p.Author.Name != q.Author.Username ||
				!p.PublishedAt.Equal(time.Unix(seconds, 0)) || strings.Contains(p.Text, "<p>") {
				t.Errorf("%s: %+v, want %+v", name, p, q)
			}
		}
	}
}
