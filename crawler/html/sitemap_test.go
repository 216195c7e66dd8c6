package html

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

func sitemapOptions(change func(*Options)) Options {
	o := Options{Item: "li", Fields: plain.Fields{Text: "p"}, Sitemap: "auto"}
	if change != nil {
		change(&o)
	}
	return o
}

func TestSitemapOptions(t *testing.T) {
	f := func(change func(*Options), want string) {
		t.Helper()
		o := sitemapOptions(change)
		_, err := New(o)
		if err == nil {
			_, err = NewSitemap(o)
		}
		switch {
		case want == "" && err != nil:
			t.Error(err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%v, want %q", err, want)
		}
	}
	f(nil, "")
	f(func(o *Options) { o.Sitemap, o.Match, o.Newest = "https://example.org/sitemap.xml", `/r/\d+`, 5 }, "")
	f(func(o *Options) { o.Sitemap = "sitemap.xml" }, "neither auto")
	f(func(o *Options) { o.Match = "(" }, "match")
	f(func(o *Options) { o.Newest = -1 }, "newest")
	f(func(o *Options) { o.Newest = 100_000 }, "newest")
	f(func(o *Options) { o.PageParam = "page" }, "leave out")
	f(func(o *Options) { o.Sitemap, o.Match = "", "x" }, "write sitemap: auto")
}

func sitemapPage(t testing.TB, text string) *plain.Page {
	t.Helper()
	u, err := url.Parse("https://example.org/sitemap.xml")
	if err != nil {
		t.Fatal(err)
	}
	return &plain.Page{URL: u, Text: text, At: time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC), Zone: time.UTC}
}

func keys(t *testing.T, o Options, text string) string {
	t.Helper()
	s, err := NewSitemap(o)
	if err != nil {
		t.Fatal(err)
	}
	links, err := s.Parse(sitemapPage(t, text))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, l := range links {
		all = append(all, strings.ReplaceAll(l.Key, "https://example.org", ""))
		if !strings.HasPrefix(l.Key, l.URL) {
			t.Errorf("%+v", l)
		}
	}
	return strings.Join(all, "|")
}

func set(entries ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
	for _, e := range entries {
		where, when, _ := strings.Cut(e, " ")
		fmt.Fprintf(&b, "<url><loc>\n https://example.org%s </loc>", where)
		if when != "" {
			fmt.Fprintf(&b, "<lastmod>%s</lastmod>", when)
		}
		b.WriteString("<priority>0.5</priority></url>")
	}
	return b.String() + "</urlset>"
}

func TestSitemapPages(t *testing.T) {
	f := func(name string, o Options, text, want string) {
		t.Helper()
		if got := keys(t, o, text); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	o := sitemapOptions(nil)
	f("the last changed first", o, set("/a 2026-02-01", "/b 2026-02-03T10:00:00+08:00", "/c"), "/b 2026-02-03T10:00:00+08:00|/a 2026-02-01|/c")
	f("one time for all says nothing", o, set("/a 2026-02-28", "/b 2026-02-28"), "/a|/b")
	f("no times", o, set("/a", "/b"), "/a|/b")
	f("one page with a time", o, set("/a 2026-02-28"), "/a 2026-02-28")
	f("a time nobody can read", o, set("/a soon", "/b 2026-02-28", "/c 2026-02-27"), "/b 2026-02-28|/c 2026-02-27|/a")
	f("those that match", sitemapOptions(func(o *Options) { o.Match = `/review/\d+$` }), set("/review/1", "/about", "/review/2", "/review/x"), "/review/1|/review/2")
	f("the newest", sitemapOptions(func(o *Options) { o.Newest = 1 }), set("/a 2026-02-01", "/b 2026-02-03"), "/b 2026-02-03")
	f("amp and a path of its own", o, `<urlset><url><loc>/list?a=1&amp;b=2</loc></url><url><loc>javascript:x</loc></url></urlset>`, "/list?a=1&b=2")
	f("images inside", o, `<urlset xmlns:image="x"><url><loc>https://example.org/a</loc><image:image><image:loc>https://example.org/p.jpg</image:loc></image:image></url></urlset>`, "/a")
	f("cut off in the middle", o, set("/a", "/b")[:len(set("/a"))+20], "/a")
	f("with a prefix", o, `<s:urlset xmlns:s="x"><s:url><s:loc>https://example.org/a</s:loc></s:url></s:urlset>`, "/a")
}

func TestSitemapTellsWhenPagesChanged(t *testing.T) {
	s, err := NewSitemap(sitemapOptions(nil))
	if err != nil {
		t.Fatal(err)
	}
	links, err := s.Parse(sitemapPage(t, set("/a 2026-02-01", "/b 2026-02-03T10:00:00Z", "/c")))
	if err != nil || len(links) != 3 || !links[0].At.Equal(time.Date(2026, 2, 3, 10, 0, 0, 0, time.UTC)) || !links[1].At.Equal(time.Date(2026, 2, 1, 23, 59, 59, 0, time.UTC)) || !links[2].At.IsZero() {
		t.Errorf("%+v %v", links, err)
	}
}

func TestSitemapIndex(t *testing.T) {
	o := sitemapOptions(func(o *Options) { o.Match = "nothing matches this" })
	index := func(one, two string) string {
		return `<sitemapindex><sitemap><loc>https://example.org/1.xml.gz</loc>` + one + `</sitemap><sitemap><loc>https://example.org/2.xml</loc>` + two + `</sitemap></sitemapindex>`
	}
	if got := keys(t, o, index("", "")); got != "/1.xml.gz 2026-03-01|/2.xml 2026-03-01" {
		t.Errorf("files without times are looked into once a day: %s", got)
	}
	if got := keys(t, o, index("<lastmod>2026-02-01</lastmod>", "<lastmod>2026-02-02</lastmod>")); got != "/2.xml 2026-02-02|/1.xml.gz 2026-02-01" {
		t.Error(got)
	}
	s, err := NewSitemap(o)
	if err != nil {
		t.Fatal(err)
	}
	if files := s.Files([]string{"https://example.org/a.xml"}, time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC)); len(files) != 1 || files[0].Key != "https://example.org/a.xml 2026-03-01" {
		t.Errorf("%+v", files)
	}
}

func TestNoSitemap(t *testing.T) {
	s, err := NewSitemap(sitemapOptions(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "<html><title>404</title>", `{"urlset":1}`, "<urlset><url><loc>", strings.Repeat("<urlset>", 300)} {
		if links, err := s.Parse(sitemapPage(t, text)); !errors.Is(err, plain.ErrLayout) || len(links) != 0 {
			t.Errorf("%.40q: %v, %v", text, links, err)
		}
	}
	if links, err := s.Parse(sitemapPage(t, "<urlset></urlset>")); err != nil || len(links) != 0 {
		t.Errorf("an empty one: %v, %v", links, err)
	}
}

func TestSitemapIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range mostPlaces + 500 {
		fmt.Fprintf(&b, "<url><loc>https://example.org/%d</loc></url>", i)
	}
	list, _, err := places(sitemapPage(t, b.String()+"</urlset>"))
	if err != nil || len(list) != mostPlaces {
		t.Errorf("%d places, %v", len(list), err)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add(set("/a 2026-02-01", "/b"))
	f.Add(`<sitemapindex><sitemap><loc>/1.xml</loc><lastmod>2026</lastmod></sitemap></sitemapindex>`)
	s, err := NewSitemap(sitemapOptions(nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		links, err := s.Parse(sitemapPage(t, text))
		if err != nil && len(links) > 0 || len(links) > DefaultNewest {
			t.Errorf("%d links and %v", len(links), err)
		}
		for _, l := range links {
			if !strings.HasPrefix(l.URL, "http") || !strings.HasPrefix(l.Key, l.URL) {
				t.Errorf("%+v", l)
			}
		}
	})
}
