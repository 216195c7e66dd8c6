package voc

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// PostID identifies a post everywhere: 32 hex digits, derived from where it was said and the
// site's own id, so the same post fetched or imported again has the same PostID.
type PostID string

// NewPostID derives the id of a post from the source it belongs to and the site's id for it.
// Sites reuse small numbers as ids, so the source is part of it.
func NewPostID(source SourceID, external string) PostID {
	sum := sha256.Sum256([]byte(string(source) + "\x00" + external))
	return PostID(hex.EncodeToString(sum[:16]))
}

// PostKind says what sort of writing a post is.
type PostKind string

// The kinds of post.
const (
	PostReview    PostKind = "review"
	PostPost      PostKind = "post"
	PostComment   PostKind = "comment"
	PostArticle   PostKind = "article"
	PostComplaint PostKind = "complaint"
	PostAnswer    PostKind = "answer"
)

// Precision says how exactly a site told when a post was published.
type Precision string

// Precisions, finest first.
const (
	PrecisionSecond Precision = "second"
	PrecisionMinute Precision = "minute"
	PrecisionDay    Precision = "day"
	PrecisionNone   Precision = "none" // the site said nothing; PublishedAt is when we saw it
)

// Unknown stands in Engagement for a number the site did not tell. It is not zero.
const Unknown int64 = -1

// Engagement is what others did with a post at the moment it was fetched. A count the site did
// not tell is Unknown.
type Engagement struct {
	Likes   int64 `json:"likes"`
	Replies int64 `json:"replies"`
	Shares  int64 `json:"shares"`
	Views   int64 `json:"views"`
	Approx  bool  `json:"approx"` // the site rounded: "2.3万", "100万+"
}

// NoEngagement is an Engagement of which nothing is known.
func NoEngagement() Engagement {
	return Engagement{Likes: Unknown, Replies: Unknown, Shares: Unknown, Views: Unknown}
}

// Observation is what others had done with a post when we looked again. The post itself did not
// change; text is never rewritten for a like.
type Observation struct {
	Post       PostID     `json:"post"`
	Source     SourceID   `json:"source"`
	At         time.Time  `json:"at"`
	Engagement Engagement `json:"engagement"`
}

// Author is who wrote a post, as much as we may keep of them.
type Author struct {
	Hash      string `json:"hash"`      // HMAC-SHA256 of the site's user id under the install's secret, hex; "" unknown
	Name      string `json:"name"`      // masked: first and last character, "张***三"
	Followers int64  `json:"followers"` // rounded down to a power of ten; Unknown
	Verified  bool   `json:"verified"`
}

// Post is one thing somebody wrote: a review, a post, a comment, a survey answer, a complaint
// form. It is filled once at the edge, masked before anything is written, and never edited.
//
// Before masking, Author.Hash holds the site's raw user id and Author.Name the raw name; the
// ingest door replaces both before the post touches a disk.
type Post struct {
	ID          PostID     `json:"id"`          // NewPostID(Source, ExternalID)
	Source      SourceID   `json:"source"`      //
	Platform    string     `json:"platform"`    // "appstore", "xhs", "forum", …
	ExternalID  string     `json:"external_id"` // the site's id, always text: ids exceed 2^53
	URL         string     `json:"url"`         //
	Kind        PostKind   `json:"kind"`        //
	ParentID    string     `json:"parent_id"`   // external id of what it answers
	RootID      string     `json:"root_id"`     // external id of the thread
	Author      Author     `json:"author"`      //
	PublishedAt time.Time  `json:"published_at"`
	Precision   Precision  `json:"precision"`
	EditedAt    time.Time  `json:"edited_at"`  // zero: never, as far as we know
	FetchedAt   time.Time  `json:"fetched_at"` //
	Title       string     `json:"title"`      // plain text
	Text        string     `json:"text"`       // plain text, line breaks kept
	Rating      float64    `json:"rating"`     // 1…5 after scaling; 0: none given
	RatingRaw   string     `json:"rating_raw"` // as the site wrote it
	Engagement  Engagement `json:"engagement"`
	Language    string     `json:"language"` // BCP 47 as the site says; "" unknown
	Region      string     `json:"region"`   // province, "上海"; "" unknown
	Store       StoreID    `json:"store"`    // the shop it is about, when the site says so
	StoreName   string     `json:"store_name"`
	Product     string     `json:"product"`
	Version     string     `json:"version"` // version of the product, e.g. of an app
	Brand       BrandID    `json:"brand"`   // set when the source is about one brand; else matched in the text
	Keyword     string     `json:"keyword"` // the search word under which it was found
}

// Body is the title and the text as one reads them, the title only once: some sites repeat it.
func (p *Post) Body() string {
	switch {
	case p.Title == "" || p.Title == p.Text:
		return p.Text
	case p.Text == "":
		return p.Title
	case len(p.Text) >= len(p.Title) && p.Text[:len(p.Title)] == p.Title:
		return p.Text
	}
	return p.Title + "\n" + p.Text
}
