package feed

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// item is an item of RSS or Atom as a decoder without any ideas of its own sees it.
type item struct {
	GUID    string `xml:"guid"`
	ID      string `xml:"http://www.w3.org/2005/Atom id"`
	Title   string `xml:"title"`
	Date    string `xml:"pubDate"`
	Begun   string `xml:"published"`
	Changed string `xml:"updated"`
	Ratings []struct {
		Count string `xml:"count,attr"`
	} `xml:"group>community>starRating"`
	Views []struct {
		N string `xml:"views,attr"`
	} `xml:"group>community>statistics"`
}

// TestRealPages holds what we read against an independent decoding of recorded feeds.
func TestRealPages(t *testing.T) {
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the recorded feeds are NOT tested")
	}
	for _, name := range []string{"huginn_cdata_rss.atom", "huginn_github_rss.atom", "huginn_onethingwell.rss", "huginn_podcast.rss", "huginn_youtube.xml", "perceval_rss_entries.xml"} {
		raw, err := os.ReadFile(filepath.Join(root, "data/fixtures/rss", name))
		if err != nil {
			t.Fatal(err)
		}
		var want struct {
			Items   []item `xml:"channel>item"`
			Entries []item `xml:"entry"`
		}
		if err := xml.Unmarshal(raw, &want); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all := append(want.Items, want.Entries...)
		r, err := Parse(page(string(raw)), Default())
		if err != nil || len(r.Posts) != len(all) {
			t.Fatalf("%s: %d posts of %d; %v, %v", name, len(r.Posts), len(all), r.Odd, err)
		}
		odd := 0
		for i, p := range r.Posts {
			w := all[i]
			date := strings.TrimSpace(w.Date + w.Begun)
			if date == "" {
				date = w.Changed
			}
			at, _, ok := page("").Time(date)
			if !ok { // one of them is thirty hours ahead of Greenwich
				odd++
			}
			if id := strings.TrimSpace(w.GUID + w.ID); id != "" && p.ExternalID != id || ok != (p.Precision == voc.PrecisionSecond) || !p.PublishedAt.Equal(at) || p.Title != plain.Text(w.Title) {
				t.Errorf("%s: item %d differs from the page: %+v", name, i, p)
			}
			if len(w.Ratings) == 1 && p.Engagement.Likes != number(t, w.Ratings[0].Count) || len(w.Ratings) == 0 && p.Engagement.Likes != voc.Unknown ||
				len(w.Views) == 1 && p.Engagement.Views != number(t, w.Views[0].N) {
				t.Errorf("%s: counts of item %d: %+v", name, i, p.Engagement)
			}
		}
		if len(r.Odd) != odd {
			t.Errorf("%s: %d times are none, and this is told: %v", name, odd, r.Odd)
		}
		t.Logf("%s: %d items", name, len(r.Posts))
	}
}

func number(t *testing.T, s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
