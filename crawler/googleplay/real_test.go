package googleplay

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
)

// captured reads an answer of the site, once as a page and once decoded as it stands.
func captured(t *testing.T, name string) (text string, rows [][]any) {
	t.Helper()
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("TINGFENG_SHARED is not set: the captured answers of Google Play were NOT read")
	}
	b, err := os.ReadFile(filepath.Join(shared, "data/fixtures/googleplay", name))
	if err != nil {
		t.Fatal(err)
	}
	var outer [][]any
	if err := json.Unmarshal(b[len(")]}'"):], &outer); err != nil {
		t.Fatal(err)
	}
	var inner []json.RawMessage
	if err := json.Unmarshal([]byte(outer[0][2].(string)), &inner); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(inner[0], &rows); err != nil {
		t.Fatal(err)
	}
	return string(b), rows
}

func TestRealReviews(t *testing.T) {
	text, rows := captured(t, "batchexecute_reviews_relevant.txt")
	r := reader(t, Options{App: "com.example.app"})
	s, err := r.Parse(plaintest.Page(t, r.Start(), text))
	if err != nil || len(rows) != 40 || len(s.Posts) != len(rows) || len(s.Odd) != 0 || !strings.Contains(s.Next, "#") {
		t.Fatalf("%v: %d posts of %d rows, odd %v, next %q", err, len(s.Posts), len(rows), s.Odd, s.Next)
	}
	for i, row := range rows {
		p := s.Posts[i]
		if p.ExternalID != row[0] || p.Rating != row[2] || p.Text != plain.Clean(row[4].(string)) || float64(p.Engagement.Likes) != row[6] || p.Version != row[10] ||
			p.Author.Hash != row[9].([]any)[0] || !p.PublishedAt.Equal(time.Unix(int64(row[5].([]any)[0].(float64)), 0)) {
			t.Errorf("review %d is %+v, stands as %v", i, p, row)
		}
	}
}

func TestRealHistory(t *testing.T) {
	text, rows := captured(t, "batchexecute_review_history.txt")
	r := reader(t, Options{App: "com.example.app"})
	s, err := r.Parse(plaintest.Page(t, r.Start(), text))
	if err != nil || len(rows) != 2 || len(s.Posts) != 1 || s.Next != "" {
		t.Fatalf("%v: %d posts, next %q", err, len(s.Posts), s.Next)
	}
	if p := s.Posts[0]; p.Text != plain.Clean(rows[0][4].(string)) {
		t.Errorf("of two versions the older one was read: %q", p.Text)
	}
}
