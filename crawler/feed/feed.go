// Package feed reads RSS (0.9 to 2.0), Atom and JSON Feed: news, blogs, forums, YouTube channels, and
// every route of a self-hosted RSSHub.
package feed

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options say how to take a feed's items.
type Options struct {
	Kind voc.PostKind `yaml:"kind"` // what the items are: article (default), post, comment, review
}

// Default takes items for articles.
func Default() Options { return Options{Kind: voc.PostArticle} }

// Validate tells what is wrong with the options.
func (o Options) Validate() error {
	switch o.Kind {
	case "", voc.PostArticle, voc.PostPost, voc.PostComment, voc.PostReview, voc.PostComplaint, voc.PostAnswer:
		return nil
	}
	return fmt.Errorf("feed: kind %q is none of article, post, comment, review, complaint, answer", o.Kind)
}

// Result is what one document of a feed holds.
type Result struct {
	Posts []voc.Post    // in the feed's order, which means nothing: feeds reorder and re-date
	TTL   time.Duration // how long the feed wants not to be asked again; 0: no word
	Odd   []string      // values that could not be read
}

// Parse reads a feed of any of the three families.
func Parse(page *plain.Page, o Options) (Result, error) {
	text := page.Text
	if trimmed := strings.TrimLeft(text, " \t\r\n\ufeff"); !strings.HasPrefix(trimmed, "{") {
		var err error
		if text, err = plain.XML(text); err != nil {
			return Result{}, fmt.Errorf("feed: %w", err)
		}
	}
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true // the ttl is not carried over
	doc, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return Result{}, fmt.Errorf("feed: not RSS, Atom or JSON Feed: %w", err)
	}
	if doc.FeedType == "json" && len(doc.Items) == 0 && doc.FeedVersion == "" {
		return Result{}, fmt.Errorf("feed: JSON, but not a JSON Feed: no version and no items") // the parser takes any object
	}
	r := Result{TTL: ttl(doc)}
	platform := route(doc, page)
	for i, item := range doc.Items {
		if item == nil {
			continue
		}
		fields := facts(doc, i)
		if !fields.Said() {
			continue
		}
		post, odd := read(fields, item, page)
		if !plain.Said(&post) { // a number and a time that is none are nothing anybody said
			r.Odd = append(r.Odd, odd...)
			continue
		}
		post.Kind = o.Kind
		if post.Kind == "" {
			post.Kind = voc.PostArticle
		}
		post.Language, post.Platform = doc.Language, platform
		r.Posts = append(r.Posts, post)
		r.Odd = append(r.Odd, odd...)
	}
	return r, nil
}

// facts finds the facts of an item in whatever places its family of feeds has for them.
func facts(doc *gofeed.Feed, i int) plain.Fields {
	item := doc.Items[i]
	f := plain.Fields{
		ID: item.GUID, URL: link(item), Title: plain.Text(item.Title), Text: content(doc, i), Author: plain.Text(author(doc, item)), Time: item.Published,
	}
	if f.Time == "" {
		f.Time = item.Updated
	} else {
		f.Edited = item.Updated
	}
	counts(&f, item)
	if f.ID == "" {
		f.ID = f.URL // as it stands in the feed: what page.Link makes of it may change with the page's address
	}
	return f
}

// content is the text of an item. JSON Feed alone says when it is not markup: "<" is a sign there.
func content(doc *gofeed.Feed, i int) string {
	item := doc.Items[i]
	if original, ok := doc.OriginalFeed().(*json.Feed); ok && i < len(original.Items) && original.Items[i] != nil && original.Items[i].ContentHTML == "" {
		if text := plain.Clean(original.Items[i].ContentText); text != "" {
			return text
		}
	}
	if text := plain.Text(item.Content); text != "" {
		return text
	}
	if text := plain.Text(item.Description); text != "" {
		return text
	}
	return plain.Clean(value(item.Extensions, "media", "group", "description"))
}

// counts reads what extensions tell of an item: the number of comments (slash, threading), and those
// of Media RSS and YouTube. Ratings by viewers are theirs and not the author's: their number counts
// as likes, their average is nobody's rating.
func counts(f *plain.Fields, item *gofeed.Item) {
	e := item.Extensions
	f.Replies = first(value(e, "slash", "comments"), value(e, "thr", "total"))
	f.Views = first(attribute(e, "views", "media", "group", "community", "statistics"), attribute(e, "views", "media", "community", "statistics"), attribute(e, "viewCount", "yt", "statistics"))
	f.Likes = first(attribute(e, "count", "media", "group", "community", "starRating"), attribute(e, "count", "media", "community", "starRating"),
		attribute(e, "likeCount", "yt", "statistics"), attribute(e, "favoriteCount", "yt", "statistics"))
	f.Parent = attribute(e, "ref", "thr", "in-reply-to")
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// route names the platform of a feed made by RSSHub: each of its routes is a site of its own, and
// none of them is RSSHub. "" for every other feed.
func route(doc *gofeed.Feed, page *plain.Page) string {
	if !strings.Contains(doc.Generator, "RSSHub") && !strings.HasSuffix(strings.TrimSpace(doc.Description), "Powered by RSSHub") {
		return ""
	}
	path := strings.Trim(page.URL.Path, "/")
	if path == "" || len(path) > 200 {
		return "rsshub"
	}
	return "rsshub:" + plain.Clean(path)
}

func read(f plain.Fields, item *gofeed.Item, page *plain.Page) (voc.Post, []string) {
	post, odd := f.Post(page, 0)
	if post.Precision == voc.PrecisionNone {
		for _, at := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
			if at != nil { // gofeed knows dates more broken than ours
				post.PublishedAt, post.Precision = at.UTC(), voc.PrecisionSecond
				return post, nil
			}
		}
	}
	return post, odd
}

func link(item *gofeed.Item) string {
	if item.Link != "" {
		return item.Link
	}
	if len(item.Links) > 0 {
		return item.Links[0]
	}
	if strings.HasPrefix(item.GUID, "http") {
		return item.GUID
	}
	return ""
}

// author is who wrote an item. In Atom and JSON Feed an item without one is by the author of the feed.
func author(doc *gofeed.Feed, item *gofeed.Item) string {
	if item.DublinCoreExt != nil && len(item.DublinCoreExt.Creator) > 0 {
		return item.DublinCoreExt.Creator[0]
	}
	writers := item.Authors
	if len(writers) == 0 && doc.FeedType != "rss" && len(doc.Authors) == 1 {
		writers = doc.Authors
	}
	for _, p := range writers {
		if p != nil && p.Name != "" {
			return p.Name
		}
		if p != nil && p.Email != "" {
			name, _, _ := strings.Cut(p.Email, "@")
			return name
		}
	}
	return ""
}

// find walks down the extension elements of an item, taking the first of each name.
func find(all ext.Extensions, space string, path ...string) (ext.Extension, bool) {
	level := all[space]
	var at ext.Extension
	for _, name := range path {
		if len(level[name]) == 0 {
			return ext.Extension{}, false
		}
		at = level[name][0]
		level = at.Children
	}
	return at, true
}

func value(all ext.Extensions, space string, path ...string) string {
	e, _ := find(all, space, path...)
	return e.Value
}

func attribute(all ext.Extensions, name, space string, path ...string) string {
	e, _ := find(all, space, path...)
	return e.Attrs[name]
}

// ttl is RSS's <ttl> in minutes, or the period of the syndication module.
func ttl(doc *gofeed.Feed) time.Duration {
	if original, ok := doc.OriginalFeed().(*rss.Feed); ok && original.TTL != "" {
		if minutes, err := strconv.Atoi(strings.TrimSpace(original.TTL)); err == nil && minutes > 0 {
			return time.Duration(min(minutes, 7*24*60)) * time.Minute
		}
	}
	period := map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
	}[strings.ToLower(strings.TrimSpace(value(doc.Extensions, "sy", "updatePeriod")))]
	if often, err := strconv.Atoi(strings.TrimSpace(value(doc.Extensions, "sy", "updateFrequency"))); err == nil && often > 1 {
		period /= time.Duration(often)
	}
	return period
}
