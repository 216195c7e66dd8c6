package reddit

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"

	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
)

// thing is what the test needs of a captured answer, decoded as it stands.
type thing struct {
	Kind string `json:"kind"`
	Data struct {
		After     *string         `json:"after"`
		Children  json.RawMessage `json:"children"`
		Name      string          `json:"name"`
		Author    string          `json:"author"`
		Title     string          `json:"title"`
		Body      string          `json:"body"`
		ParentID  string          `json:"parent_id"`
		Score     int64           `json:"score"`
		Hidden    bool            `json:"score_hidden"`
		Hide      bool            `json:"hide_score"`
		Comments  int64           `json:"num_comments"`
		Created   float64         `json:"created_utc"`
		Permalink string          `json:"permalink"`
		Replies   json.RawMessage `json:"replies"`
	} `json:"data"`
}

func captured(t *testing.T, name string) string {
	t.Helper()
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("TINGFENG_SHARED is not set: the captured answers of Reddit were NOT read")
	}
	b, err := os.ReadFile(filepath.Join(shared, "data/fixtures/reddit", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// things lists posts and comments in the order in which they stand.
func things(t *testing.T, raw []byte) (all []thing) {
	t.Helper()
	var l thing
	if len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	if err := json.Unmarshal(raw, &l); err != nil {
		t.Fatal(err)
	}
	var children []thing
	if err := json.Unmarshal(l.Data.Children, &children); err != nil {
		t.Fatal(err)
	}
	for _, c := range children {
		if c.Kind == "more" {
			continue
		}
		if !removed(c.Data.Body) {
			all = append(all, c)
		}
		all = append(all, things(t, c.Data.Replies)...)
	}
	return all
}

func same(t *testing.T, posts []voc.Post, want []thing) {
	t.Helper()
	if len(posts) != len(want) {
		t.Fatalf("%d posts, want %d", len(posts), len(want))
	}
	for i, w := range want {
		p, d := posts[i], w.Data
		likes := max(d.Score, 0)
		if d.Hidden || d.Hide {
			likes = voc.Unknown
		}
		if p.ExternalID != d.Name || p.ParentID != d.ParentID || p.Engagement.Likes != likes || !p.PublishedAt.Equal(time.Unix(int64(d.Created), 0)) || d.Author != "[deleted]" && p.Author.Name != d.Author {
			t.Errorf("%s is %+v", d.Name, p)
		}
		if w.Kind == "t3" && (p.Title == "" || p.Engagement.Replies != d.Comments || !strings.HasSuffix(p.URL, d.Permalink)) || w.Kind == "t1" && p.Text == "" {
			t.Errorf("%s reads %q %q, %d replies at %s", d.Name, p.Title, p.Text, p.Engagement.Replies, p.URL)
		}
	}
}

func TestRealListings(t *testing.T) {
	f := func(name string, n int, next string) {
		t.Helper()
		text := captured(t, name)
		r := reader(t, with(nil))
		s, err := r.Parse(plaintest.Page(t, r.Start(), text))
		if err != nil || len(s.Posts) != n || !strings.HasSuffix(s.Next, next) || next == "" && s.Next != "" {
			t.Fatalf("%s: %d posts, %v, next %s", name, len(s.Posts), err, s.Next)
		}
		same(t, s.Posts, things(t, []byte(text)))
	}
	f("subreddit_new_1.json", 100, "after=t3_48f6io")
	f("search_1.json", 6, "")
	f("listing_paged_1.json", 100, "after=t1_ct5snit")
	f("listing_paged_2.json", 100, "after=t1_cvqa8g8")
}

func TestRealComments(t *testing.T) {
	text := captured(t, "comments_1.json")
	s, err := reader(t, with(nil)).Parse(plaintest.Page(t, "https://oauth.reddit.com/comments/57dw9a/_/d8r4im1?context=100&raw_json=1", text))
	if err != nil {
		t.Fatal(err)
	}
	var parts []json.RawMessage
	if err := json.Unmarshal([]byte(text), &parts); err != nil {
		t.Fatal(err)
	}
	same(t, s.Posts, append(things(t, parts[0]), things(t, parts[1])...))
	if len(s.Posts) != 141 || len(s.Links) != 1 || !strings.HasPrefix(s.Links[0].Key, "deep ") {
		t.Errorf("%d posts, links %+v", len(s.Posts), s.Links)
	}
}
