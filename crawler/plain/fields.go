package plain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Fields holds one text per fact of a post. In a configuration it says where each fact stands (see
// Pick); after reading a page it holds what stood there, as plain text. Only Text or Title is needed.
type Fields struct {
	ID        string `yaml:"id"`        // the site's own id; without one the url, else a fingerprint of the rest
	URL       string `yaml:"url"`       // address of the post
	Title     string `yaml:"title"`     //
	Text      string `yaml:"text"`      //
	Author    string `yaml:"author"`    // name shown
	AuthorID  string `yaml:"author_id"` // the site's id of the author; without one the name stands in
	Followers string `yaml:"followers"` // of the author: a count
	Verified  string `yaml:"verified"`  // whether the site vouches for who the author is; nothing, 0, false and no: it does not
	Time      string `yaml:"time"`      // when published, in any form Time reads
	Edited    string `yaml:"edited"`    // when last edited
	Rating    string `yaml:"rating"`    // in any form Rating reads
	Likes     string `yaml:"likes"`     // counts, in any form Count reads
	Replies   string `yaml:"replies"`   //
	Shares    string `yaml:"shares"`    //
	Views     string `yaml:"views"`     //
	Region    string `yaml:"region"`    // where the author is; kept at province
	Store     string `yaml:"store"`     // name of the shop it is about
	Product   string `yaml:"product"`   //
	Version   string `yaml:"version"`   // of the product
	Language  string `yaml:"language"`  // BCP 47
	Parent    string `yaml:"parent"`    // id of what it answers
	Root      string `yaml:"root"`      // id of the thread
}

// Name is a field with the key it has in a configuration.
type Name struct {
	Key  string
	Text *string
}

// Names lists all fields, so that they can be gone through.
func (f *Fields) Names() []Name {
	return []Name{
		{"id", &f.ID}, {"url", &f.URL}, {"title", &f.Title}, {"text", &f.Text}, {"author", &f.Author}, {"author_id", &f.AuthorID},
		{"followers", &f.Followers}, {"verified", &f.Verified},
		{"time", &f.Time}, {"edited", &f.Edited}, {"rating", &f.Rating}, {"likes", &f.Likes}, {"replies", &f.Replies},
		{"shares", &f.Shares}, {"views", &f.Views}, {"region", &f.Region}, {"store", &f.Store}, {"product", &f.Product},
		{"version", &f.Version}, {"language", &f.Language}, {"parent", &f.Parent}, {"root", &f.Root},
	}
}

// Picks are Fields of a configuration made ready for reading.
type Picks []Pick

// NewPicks parses what a configuration says of each field; fields it does not mention stay unread.
func NewPicks(f Fields, check func(where string) error) (Picks, error) {
	if f.Text == "" && f.Title == "" {
		return nil, fmt.Errorf("fields: say at least where text or title stands")
	}
	names := f.Names()
	picks := make(Picks, len(names))
	for i, name := range names {
		if *name.Text == "" {
			continue
		}
		var err error
		if picks[i], err = NewPick(*name.Text, check); err != nil {
			return nil, fmt.Errorf("fields: %s: %w", name.Key, err)
		}
	}
	return picks, nil
}

// Read fills the fields of one post; look fetches what stands at a WHERE.
func (p Picks) Read(look func(where string) string) Fields {
	var f Fields
	for i, name := range f.Names() {
		*name.Text = p[i].Read(look)
	}
	return f
}

// Post turns the texts of one post into a voc.Post. most is the best rating the site gives, 0 for 5.
// odd names values that were there but could not be read, so that a site which changed its notation
// is noticed and not silently taken for one that says nothing.
func (f Fields) Post(page *Page, most float64) (post voc.Post, odd []string) {
	post = voc.Post{
		ExternalID: Clean(f.ID), URL: page.Link(f.URL), Title: Clean(f.Title), Text: Clean(f.Text), RatingRaw: f.Rating,
		Region: Province(f.Region), StoreName: Clean(f.Store), Product: Clean(f.Product), Version: Clean(f.Version),
		Language: Clean(f.Language), ParentID: Clean(f.Parent), RootID: Clean(f.Root), Precision: voc.PrecisionNone,
		Author: voc.Author{Name: Clean(f.Author), Hash: Clean(f.AuthorID), Followers: voc.Unknown}, Engagement: voc.NoEngagement(),
	}
	if post.Author.Hash == "" {
		post.Author.Hash = post.Author.Name
	}
	if f.Time != "" {
		var ok bool
		if post.PublishedAt, post.Precision, ok = page.Time(f.Time); !ok {
			odd = append(odd, fmt.Sprintf("time %.40q", f.Time))
		}
	}
	if f.Edited != "" {
		if at, _, ok := page.Time(f.Edited); ok && at.After(post.PublishedAt) {
			post.EditedAt = at
		}
	}
	if f.Rating != "" {
		post.Rating, _ = Rating(f.Rating, most) // "0" and "暂无评分" are no rating, not an oddity
	}
	if f.Followers != "" {
		n, _, known := Count(f.Followers)
		if known {
			post.Author.Followers = n
		} else {
			odd = append(odd, fmt.Sprintf("followers %.40q", f.Followers))
		}
	}
	post.Author.Verified = vouched(f.Verified)
	odd = append(odd, f.engagement(&post.Engagement)...)
	f.identify(&post, page)
	return post, odd
}

// vouched reads whether a site says that an author is who they say they are: true, 1, a kind of badge.
func vouched(said string) bool {
	switch strings.ToLower(Clean(said)) {
	case "", "0", "-1", "false", "no", "none", "null", "否", "未认证":
		return false
	}
	return true
}

// engagement reads the counts; what a field does not tell stays Unknown.
func (f Fields) engagement(e *voc.Engagement) (odd []string) {
	for _, c := range []struct {
		key, text string
		n         *int64
	}{{"likes", f.Likes, &e.Likes}, {"replies", f.Replies, &e.Replies}, {"shares", f.Shares, &e.Shares}, {"views", f.Views, &e.Views}} {
		if c.text == "" {
			continue
		}
		n, approx, known := Count(c.text)
		if !known {
			odd = append(odd, fmt.Sprintf("%s %.40q", c.key, c.text))
			continue
		}
		*c.n = n
		e.Approx = e.Approx || approx
	}
	return odd
}

// Said tells whether these are a post at all. One without a word counts when it has an id and an
// author or a time: a picture alone is something somebody posted. A header row or an advertisement
// between the posts has none of these.
func (f Fields) Said() bool {
	return Clean(f.Title+f.Text) != "" || f.Rating != "" || f.ID != "" && (f.Author != "" || f.Time != "")
}

// identify gives a post without an id one that stays the same from visit to visit.
func (f Fields) identify(post *voc.Post, page *Page) {
	switch {
	case post.ExternalID != "":
		return
	case post.URL != "":
		post.ExternalID = post.URL
		return
	}
	when := ""
	if later, _, ok := Time(f.Time, page.At.Add(400*24*time.Hour), page.Zone); ok && later.Equal(post.PublishedAt) {
		when = f.Time // not relative: "3天前" is another text tomorrow
	}
	sum := sha256.Sum256([]byte(post.Author.Hash + "\x00" + when + "\x00" + post.Title + "\x00" + post.Text + "\x00" + post.RatingRaw))
	post.ExternalID = "x" + hex.EncodeToString(sum[:12])
}
