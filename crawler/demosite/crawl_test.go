package demosite_test

import (
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/crawler/demosite"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestCrawlersFindTheTruth lets the real crawlers loose on the site with the sources of
// configs/demo and compares what they bring home with what was planned.
func TestCrawlersFindTheTruth(t *testing.T) {
	now := time.Date(2026, 11, 22, 15, 30, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	site, err := demosite.New(demosite.Options{Seed: 7, Now: now, Days: 20, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.Handler())
	defer server.Close()
	o := crawler.Default()
	o.MaxPages, o.Remember, o.Now = 1000, 50000, clock
	c, err := crawler.New(o)
	if err != nil {
		t.Fatal(err)
	}
	truth := site.Truth()
	for _, src := range demoSources(t, server.URL) {
		want := map[string]demosite.Fact{}
		for _, f := range truth.Facts {
			id := f.ExternalID
			if src.Kind == voc.KindFeed {
				id = server.URL + "/news/" + id // a feed's ids are its links
			}
			if f.Source == src.ID {
				want[id] = f
			}
		}
		got := map[string]voc.Post{}
		var cursor voc.Cursor
		keep := func(caught crawler.Catch, next voc.Cursor) error {
			for _, p := range caught.Posts {
				got[p.ExternalID] = p
			}
			cursor = next
			return nil
		}
		visit, err := c.Fetch(t.Context(), src, "", keep)
		if err != nil || visit.Outcome != voc.VisitOK {
			t.Fatalf("%s: visit ended %q (%s), %v", src.ID, visit.Outcome, visit.Missing, err)
		}
		compare(t, src.ID, got, want)
		got = map[string]voc.Post{}
		if _, err := c.Fetch(t.Context(), src, cursor, keep); err != nil || len(got) > 0 {
			t.Errorf("%s: a second visit brought %d posts again, %v", src.ID, len(got), err)
		}
	}
	if n := site.Trespasses(); n > 0 {
		t.Errorf("robots.txt was ignored %d times", n)
	}
}

func demoSources(t *testing.T, url string) []crawler.SourceOptions {
	t.Helper()
	text, err := os.ReadFile("../../configs/demo/sources.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Sources []crawler.SourceOptions `yaml:"sources"`
	}
	if err := yaml.UnmarshalWithOptions([]byte(strings.ReplaceAll(string(text), "${DEMO_SITE}", url)), &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if len(file.Sources) != 7 {
		t.Fatalf("%d sources in configs/demo/sources.yaml, want 7", len(file.Sources))
	}
	return file.Sources
}

func compare(t *testing.T, source voc.SourceID, got map[string]voc.Post, want map[string]demosite.Fact) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%s: crawled %d posts, planned were %d", source, len(got), len(want))
	}
	wrong := 0
	for id, f := range want {
		p, ok := got[id]
		precise := time.Second
		switch p.Precision {
		case voc.PrecisionMinute:
			precise = time.Minute
		case voc.PrecisionDay:
			precise = 24 * time.Hour
		}
		if source == "bbs" && f.At.Add(24*time.Hour).After(time.Date(2026, 11, 22, 15, 30, 0, 0, time.UTC)) {
			precise = max(precise, time.Hour) // "3小时前" says no more
		}
		switch {
		case !ok:
		case flat(p.Text) != flat(f.Text), flat(p.Title) != flat(f.Title), int(p.Rating) != f.Rating, p.Author.Name != f.Author,
			p.PublishedAt.Sub(f.At).Abs() > precise:
		default:
			continue
		}
		if wrong++; wrong <= 3 {
			t.Errorf("%s: post %s came home as\n%+v\nplanned was\n%+v", source, id, p, f)
		}
	}
	if wrong > 3 {
		t.Errorf("%s: %d posts differ from the plan", source, wrong)
	}
}

// flat forgets blanks: HTML does not keep them.
func flat(s string) string { return strings.Join(strings.Fields(s), "") }

// TestStoresOfTheConfiguration keeps configs/demo/stores.yaml and the site's own stores together.
func TestStoresOfTheConfiguration(t *testing.T) {
	text, err := os.ReadFile("../../configs/demo/stores.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Stores []voc.Store `yaml:"stores"`
	}
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
	site, err := demosite.New(demosite.Options{Now: now, Days: 20})
	if err != nil {
		t.Fatal(err)
	}
	onSite := demosite.By(site.Truth(), func(f demosite.Fact) voc.StoreID { return f.Store })
	delete(onSite, "")
	for _, s := range file.Stores {
		if onSite[s.ID] == 0 {
			t.Errorf("store %s of stores.yaml has no review on the site", s.ID)
		}
		if delete(onSite, s.ID); s.Brand == "qingheng" && s.Manager == "" {
			t.Errorf("store %s is ours and has no manager to send a work order to", s.ID)
		}
		if !slices.Contains(s.Aliases, s.City+s.Name) {
			t.Errorf("store %s: the site calls it %s, which is none of its aliases", s.ID, s.City+s.Name)
		}
	}
	for id := range onSite {
		t.Errorf("store %s is on the site and not in stores.yaml", id)
	}
}
