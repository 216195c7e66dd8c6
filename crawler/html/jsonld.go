package html

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Many sites tell search engines what their reviews say, in the words of schema.org: as JSON in a
// script of the page. These words mean the same everywhere, so such a page needs no selectors.

// around is what an entry is found inside of.
type around struct {
	product string // name of what is reviewed
	parent  string // id of the post it answers
	root    string // id of the first of those
}

// linked reads the entries of the types the options name.
func (r *Reader) linked(result *Result, doc *goquery.Document, page *plain.Page) {
	doc.Find(`script[type="application/ld+json"]`).Each(func(_ int, s *goquery.Selection) {
		decoder := json.NewDecoder(strings.NewReader(spaced(s.Text())))
		decoder.UseNumber()
		var v any
		if decoder.Decode(&v) != nil {
			result.Odd = append(result.Odd, "a script of linked data that is not JSON")
			return
		}
		r.entries(result, page, v, around{}, 0)
	})
}

// spaced makes blanks of the line breaks that sites leave inside texts and JSON forbids there.
func spaced(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// deepest is how deep entries may lie in each other.
const deepest = 50

// entries walks over a document: what it looks for may stand in a list, in a graph, under the product
// it speaks of, or under what it answers.
func (r *Reader) entries(result *Result, page *plain.Page, v any, in around, deep int) {
	if deep > deepest {
		return
	}
	if list, ok := v.([]any); ok {
		for _, item := range list {
			r.entries(result, page, item, in, deep+1)
		}
		return
	}
	d := plain.DocOf(v)
	if d == nil {
		return
	}
	types := typesOf(d)
	switch {
	case slices.ContainsFunc(types, func(t string) bool { return slices.Contains(r.o.JSONLD, t) }):
		post, ok := r.entry(result, page, d, in)
		if ok {
			in.parent = post.ExternalID
			if in.root == "" {
				in.root = post.ExternalID
			}
		}
	case len(types) > 0 && d.Text("name") != "" && (d.Has("review") || d.Has("reviews")):
		in.product = d.Text("name")
	}
	for _, key := range []string{"@graph", "review", "reviews", "comment", "comments", "mainEntity", "suggestedAnswer", "acceptedAnswer", "itemListElement", "item", "hasPart"} {
		if d.Has(key) {
			r.entries(result, page, d[key], in, deep+1)
		}
	}
}

// typesOf are the types of an entry, of which it may have several.
func typesOf(d plain.Doc) (types []string) {
	for _, t := range append(d.List("@type"), d["@type"]) {
		if name, ok := t.(string); ok {
			types = append(types, strings.TrimPrefix(strings.TrimPrefix(name, "http://schema.org/"), "https://schema.org/"))
		}
	}
	return types
}

// entry turns one entry into a post.
func (r *Reader) entry(result *Result, page *plain.Page, d plain.Doc, in around) (voc.Post, bool) {
	rating, author := d.Doc("reviewRating"), named(d, "author", "creator")
	f := plain.Fields{
		ID: d.ID("@id", "identifier", "commentId"), URL: d.Text("url"), Title: plain.Text(d.Text("headline", "name")),
		Text: plain.Text(d.Text("reviewBody", "text", "articleBody", "description")), Author: plain.Text(author.Text("name")), AuthorID: author.ID("@id", "identifier", "url"),
		Time: d.Text("datePublished", "dateCreated"), Edited: d.Text("dateModified"), Rating: rating.Text("ratingValue"), Likes: d.Text("upvoteCount"),
		Replies: d.Text("commentCount", "answerCount"), Product: plain.Text(named(d, "itemReviewed", "about").Text("name")), Language: d.Text("inLanguage"),
		Parent: in.parent, Root: in.root, Region: plain.Text(named(d, "locationCreated").Text("name")),
	}
	if f.Product == "" {
		f.Product = in.product
	}
	for _, statistic := range append(d.Docs("interactionStatistic"), d.Doc("interactionStatistic")) {
		kind := statistic.Text("interactionType") + strings.Join(typesOf(statistic.Doc("interactionType")), "")
		n := statistic.Text("userInteractionCount")
		for word, field := range map[string]*string{"LikeAction": &f.Likes, "CommentAction": &f.Replies, "ShareAction": &f.Shares, "ViewAction": &f.Views, "ReadAction": &f.Views} {
			if strings.HasSuffix(kind, word) && n != "" {
				*field = n
			}
		}
	}
	if strings.HasPrefix(f.ID, "#") {
		f.ID = page.URL.String() + f.ID // an anchor: the page is part of the name
	}
	if f.ID == "" && slices.ContainsFunc(result.Posts, func(p voc.Post) bool { return p.URL == page.Link(f.URL) && p.URL != "" }) {
		f.URL = "" // the address of what they all speak of is nobody's own
	}
	if !f.Said() {
		return voc.Post{}, false
	}
	best, _ := rating.Number("bestRating")
	post, odd := f.Post(page, best)
	post.Kind = r.o.Kind
	result.Posts, result.Odd = append(result.Posts, post), append(result.Odd, odd...)
	return post, true
}

// named is the object under the first of the keys, also where it stands in a list or as a bare name.
func named(d plain.Doc, keys ...string) plain.Doc {
	for _, key := range keys {
		if object := d.Doc(key); object != nil {
			return object
		}
		if list := d.Docs(key); len(list) > 0 {
			return list[0]
		}
		if name, ok := d[key].(string); ok {
			return plain.Doc{"name": name}
		}
	}
	return nil
}
