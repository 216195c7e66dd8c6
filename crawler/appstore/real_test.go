package appstore

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestTheStorefrontIsTheRegion(t *testing.T) {
	for country, want := range map[string]string{"hk": "香港", "jp": "日本", "cn": "", "zz": ""} {
		o := options
		o.Country = country
		r, err := Parse(page(feed(entry("1", "5", moment))), o)
		if err != nil || len(r.Posts) != 1 || r.Posts[0].Region != want {
			t.Errorf("%s: %+v, %v; want %q", country, r.Posts, err, want)
		}
	}
}

func recorded(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the recorded pages of the App Store are NOT tested")
	}
	raw, err := os.ReadFile(filepath.Join(root, "data/fixtures/appstore_rss", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestRealPages holds what we read against an independent decoding of recorded pages.
func TestRealPages(t *testing.T) {
	for _, c := range []struct {
		name, country string
		undated       bool
		last          int
	}{{"jp_customerreviews_1.json", "jp", true, 8}, {"nl_customerreviews_2023.json", "nl", false, 10}} {
		text := recorded(t, c.name)
		var want struct {
			Feed struct {
				Entry []map[string]json.RawMessage
			}
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		said := func(raw json.RawMessage) string {
			var v struct{ Label string }
			_ = json.Unmarshal(raw, &v) // absent is ""
			return v.Label
		}
		r, err := Parse(page(text), Options{App: "1404176564", Country: c.country})
		if err != nil || len(r.Posts) != len(want.Feed.Entry) || r.Undated != c.undated || r.Last != c.last {
			t.Fatalf("%s: %d posts of %d, undated %v, last %d: %v", c.name, len(r.Posts), len(want.Feed.Entry), r.Undated, r.Last, err)
		}
		for i, p := range r.Posts {
			w := want.Feed.Entry[i]
			rating, _ := strconv.ParseFloat(said(w["im:rating"]), 64)
			likes, _ := strconv.ParseInt(said(w["im:voteSum"]), 10, 64)
			if p.ExternalID != said(w["id"]) || p.Rating != rating || p.RatingRaw != said(w["im:rating"]) || p.Engagement.Likes != likes || p.Version != said(w["im:version"]) ||
				p.Title != plain.Clean(said(w["title"])) || p.Text != plain.Clean(said(w["content"])) || (p.Precision == voc.PrecisionSecond) == c.undated || p.Author.Hash == "" || p.Kind != voc.PostReview {
				t.Errorf("%s: review %s differs from the page: %+v", c.name, p.ExternalID, p)
			}
			if at, _, ok := page("").Time(said(w["updated"])); ok && !p.PublishedAt.Equal(at) {
				t.Errorf("%s: review %s is of %s, not %s", c.name, p.ExternalID, at, p.PublishedAt)
			}
		}
	}
}

// TestRealDatesComeFromTheXML fills in the dates the JSON of that year lacks.
func TestRealDatesComeFromTheXML(t *testing.T) {
	o := Options{App: "1404176564", Country: "jp"}
	dateless, err := Parse(page(recorded(t, "jp_customerreviews_1.json")), o)
	if err != nil {
		t.Fatal(err)
	}
	dated, err := Parse(page(recorded(t, "jp_customerreviews_1.xml")), o)
	if err != nil || len(dated.Posts) != 50 || dated.Undated {
		t.Fatalf("%d posts, %v", len(dated.Posts), err)
	}
	if err := Date(dateless.Posts, dated.Posts); err != nil {
		t.Fatal(err)
	}
	both := 0
	for _, p := range dateless.Posts {
		for _, q := range dated.Posts {
			if p.ExternalID == q.ExternalID {
				both++
				if !p.PublishedAt.Equal(q.PublishedAt) || p.Rating != q.Rating || strings.Join(strings.Fields(p.Text), "") != strings.Join(strings.Fields(q.Text), "") {
					t.Errorf("review %s is not the same in both:\n%+v\n%+v", p.ExternalID, p, q)
				}
			}
		}
	}
	t.Logf("%d of %d reviews stand on both pages", both, len(dateless.Posts))
	if both == 0 {
		t.Error("no date was found")
	}
	empty, err := Parse(page(recorded(t, "empty_customerreviews.xml")), o)
	if err != nil || len(empty.Posts) != 0 {
		t.Errorf("the empty page: %+v, %v", empty, err)
	}
	if r, err := Parse(page(recorded(t, "itunes_lookup_1050430296.json")), o); err == nil {
		t.Errorf("what tells of an app is no page of reviews: %+v", r)
	}
}
