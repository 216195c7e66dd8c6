package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// PushedPost is one post as another program sends it. Only id, source and text (or title) are
// required; what is not known is left out, never guessed.
type PushedPost struct {
	ID          string  `json:"id,omitempty" doc:"The site's own id, as text; the same id sent again is the same post"`
	ExternalID  string  `json:"external_id,omitempty" doc:"The same as id, by its longer name"`
	Source      string  `json:"source" doc:"A configured source of kind push, or one that is remote"`
	Text        string  `json:"text,omitempty" doc:"Plain text"`
	Title       string  `json:"title,omitempty"`
	Author      string  `json:"author,omitempty" doc:"Name as the site shows it; masked before anything is written"`
	AuthorID    string  `json:"author_id,omitempty" doc:"The site's id of the author; only a keyed hash of it is kept"`
	PublishedAt string  `json:"published_at,omitempty" doc:"RFC 3339 or a date in the configured zone. Default: now, marked as unknown"`
	Rating      float64 `json:"rating,omitempty" minimum:"1" maximum:"5" doc:"1…5 after scaling; left out: none given"`
	URL         string  `json:"url,omitempty" doc:"http or https"`
	Kind        string  `json:"kind,omitempty" enum:"review,post,comment,article,complaint,answer" doc:"Default: post"`
	ParentID    string  `json:"parent_id,omitempty"`
	RootID      string  `json:"root_id,omitempty"`
	Language    string  `json:"language,omitempty" doc:"BCP 47"`
	Region      string  `json:"region,omitempty" doc:"Province"`
	Store       string  `json:"store,omitempty" doc:"A configured shop"`
	StoreName   string  `json:"store_name,omitempty"`
	Product     string  `json:"product,omitempty"`
	Version     string  `json:"version,omitempty" doc:"Of the product"`
	Brand       string  `json:"brand,omitempty" doc:"A configured brand; left out: found in the text"`
	Likes       *int64  `json:"likes,omitempty" doc:"Left out: unknown"`
	Replies     *int64  `json:"replies,omitempty"`
	Shares      *int64  `json:"shares,omitempty"`
	Views       *int64  `json:"views,omitempty"`

	// What a crawler elsewhere knows besides.
	Precision string `json:"precision,omitempty" enum:"second,minute,day,none" doc:"How exactly published_at is known. Default: second, of a date day"`
	EditedAt  string `json:"edited_at,omitempty" doc:"RFC 3339; left out: never, as far as known"`
	FetchedAt string `json:"fetched_at,omitempty" doc:"RFC 3339. Default: now"`
	RatingRaw string `json:"rating_raw,omitempty" doc:"The rating as the site wrote it"`
	Keyword   string `json:"keyword,omitempty" doc:"The search word it was found under"`
	Platform  string `json:"platform,omitempty" doc:"Default: the source's"`
	Followers *int64 `json:"followers,omitempty" doc:"Of the author; left out: unknown"`
	Verified  bool   `json:"verified,omitempty" doc:"The site vouches for the author"`
	Approx    bool   `json:"approx,omitempty" doc:"The site rounded its counts"`
}

// rows is the body of a push: each row is read on its own, so that one bad row does not cost the
// others.
type rows []json.RawMessage

// Schema documents rows as what they are: posts.
func (rows) Schema(r huma.Registry) *huma.Schema {
	return listOf(r, reflect.TypeFor[PushedPost](), "PushedPost")
}

// listOf is the schema of a body of many rows.
func listOf(r huma.Registry, item reflect.Type, name string) *huma.Schema {
	one, most := 1, maxRows
	return &huma.Schema{Type: huma.TypeArray, MinItems: &one, MaxItems: &most, Items: r.Schema(item, true, name)}
}

// maxRows bounds one push; who has more sends several.
const maxRows = 1000

// Pushed says what became of a push. Accepted posts are on disk and will not be lost.
type Pushed struct {
	Accepted int          `json:"accepted"`
	Rejected int          `json:"rejected" doc:"Rows that were not taken; errors say why"`
	Errors   []FieldError `json:"errors" doc:"field is the row, counted from 0, and the field: 3.source"`
}

type pushIn struct{ Body rows }

func (a *door) pushOperations() {
	post(a, huma.Operation{
		Path: "/posts", OperationID: "push-posts", DefaultStatus: http.StatusAccepted,
		Summary:      "Send posts, as a JSON list or as application/x-ndjson, plain or as gzip; 202 once they are durable. Sending the same again changes nothing",
		MaxBodyBytes: maxBody,
	}, a.push)
}

func (a *door) push(ctx context.Context, in *pushIn) (*answer[Pushed], error) {
	return bringRows(ctx, a, in.Body, a.readPost, func(posts []voc.Post) error { return a.Push(ctx, posts) })
}

func (a *door) readPost(r *reader, raw json.RawMessage) voc.Post {
	var in PushedPost
	if err := jsonFormat.Unmarshal(raw, &in); err != nil {
		r.add("", string(raw), err.Error(), "这一行不是约定的 JSON 对象："+err.Error())
		return voc.Post{}
	}
	source := a.pushSource(r, in.Source)
	external := in.ID
	if external == "" {
		external = in.ExternalID
	}
	p := voc.Post{
		Source: source.ID, Platform: source.Platform, Brand: source.Brand, Product: in.Product,
		ExternalID: r.required("id", external, 500), URL: r.link("url", in.URL),
		Kind:     voc.PostKind(r.word("kind", in.Kind, postKinds)),
		ParentID: r.text("parent_id", in.ParentID, 500), RootID: r.text("root_id", in.RootID, 500),
		Author:    voc.Author{Name: r.text("author", in.Author, 500), Hash: r.text("author_id", in.AuthorID, 500), Followers: voc.Unknown},
		FetchedAt: r.past("fetched_at", in.FetchedAt, a.Now()), Title: r.text("title", in.Title, maxText), Text: r.text("text", in.Text, maxText),
		Language: r.text("language", in.Language, 35), Region: r.text("region", in.Region, 100),
		Store: voc.StoreID(r.name("store", in.Store, a.names.store)), StoreName: r.text("store_name", in.StoreName, 200),
		Version: r.text("version", in.Version, 100), Keyword: r.text("keyword", in.Keyword, 200),
	}
	p.Author.Verified = in.Verified
	if in.Platform != "" {
		p.Platform = r.text("platform", in.Platform, 100)
	}
	p.ID = voc.NewPostID(p.Source, p.ExternalID)
	if p.Kind == "" {
		p.Kind = voc.PostPost
	}
	if p.Product == "" {
		p.Product = source.Product
	}
	if in.Brand != "" {
		p.Brand = voc.BrandID(r.name("brand", in.Brand, a.names.brand))
	}
	if p.Title == "" && p.Text == "" && len(in.Text) <= maxText && len(in.Title) <= maxText {
		r.add("text", "", "is missing; send text or title", "缺少正文：text 与 title 至少写一个")
	}
	a.readFacts(r, in, &p)
	return p
}

// readFacts fills what may be unknown: time, rating, counts.
func (a *door) readFacts(r *reader, in PushedPost, p *voc.Post) {
	p.PublishedAt, p.Precision = p.FetchedAt, voc.PrecisionNone
	if in.PublishedAt != "" {
		p.PublishedAt, p.Precision = r.moment("published_at", momentParam(in.PublishedAt), false), voc.PrecisionSecond
		if len(in.PublishedAt) == len(time.DateOnly) {
			p.Precision = voc.PrecisionDay
		}
		if p.PublishedAt.After(a.Now().Add(24 * time.Hour)) {
			r.add("published_at", in.PublishedAt, "lies in the future", "时间在未来")
		}
	}
	if word := r.word("precision", in.Precision, precisions); word != "" {
		p.Precision = voc.Precision(word)
	}
	if in.EditedAt != "" {
		p.EditedAt = r.moment("edited_at", momentParam(in.EditedAt), false)
	}
	if in.Rating != 0 {
		p.RatingRaw = strconv.FormatFloat(in.Rating, 'g', -1, 64)
		p.Rating = in.Rating
		if in.Rating < 1 || in.Rating > 5 {
			r.add("rating", p.RatingRaw, "write 1 to 5, or leave it out", "请写 1 至 5，没有评分就不要写")
		}
	}
	if in.RatingRaw != "" {
		p.RatingRaw = r.text("rating_raw", in.RatingRaw, 100)
	}
	p.Engagement = voc.NoEngagement()
	p.Engagement.Approx = in.Approx
	for _, c := range []struct {
		field string
		in    *int64
		out   *int64
	}{
		{"likes", in.Likes, &p.Engagement.Likes}, {"replies", in.Replies, &p.Engagement.Replies},
		{"shares", in.Shares, &p.Engagement.Shares}, {"views", in.Views, &p.Engagement.Views},
		{"followers", in.Followers, &p.Author.Followers},
	} {
		if c.in == nil {
			continue
		}
		*c.out = *c.in
		if *c.in < 0 {
			r.add(c.field, strconv.FormatInt(*c.in, 10), "cannot be negative; leave it out when unknown", "不能为负数，未知时不要写")
		}
	}
}

// maxText bounds one text; the longest complaint letters are a tenth of it.
const maxText = 200_000

// past reads a moment that has passed; without one it is unset.
func (r *reader) past(field, v string, unset time.Time) time.Time {
	if v == "" {
		return unset
	}
	at := r.moment(field, momentParam(v), false)
	if at.After(unset.Add(24 * time.Hour)) {
		r.add(field, v, "lies in the future", "时间在未来")
	}
	return at
}

var postKinds = []string{
	string(voc.PostReview), string(voc.PostPost), string(voc.PostComment),
	string(voc.PostArticle), string(voc.PostComplaint), string(voc.PostAnswer),
}

// pushSource finds the source a row names. Only sources meant for pushes are taken, and those agents
// visit: a row must not pretend to have been crawled here.
func (a *door) pushSource(r *reader, id string) voc.Source {
	var known []string
	for _, s := range a.Sources() {
		if s.Kind != voc.KindPush && !s.Remote || s.Disabled {
			continue
		}
		if string(s.ID) == id {
			return s
		}
		known = append(known, string(s.ID))
	}
	if len(known) == 0 {
		r.add("source", id, "no source of kind push is configured; add one to the sources, or remote: true to one that an agent visits", "还没有配置 kind: push 或 remote: true 的信源，请先在信源配置中添加")
	} else {
		list := strings.Join(known, ", ")
		r.add("source", id, "write the name of a source of kind push, or of one that is remote: "+list, "请写 kind 为 push 或 remote 的信源名："+list)
	}
	return voc.Source{}
}

func (r *reader) required(field, v string, most int) string {
	got := r.text(field, v, most)
	if got == "" && len(v) <= most {
		r.add(field, v, "is missing", "缺少该字段")
	}
	return got
}

func (r *reader) link(field, v string) string {
	if v == "" {
		return ""
	}
	u, err := url.Parse(r.text(field, v, 4000))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		r.add(field, v, "write an address that begins with http:// or https://", "请写以 http:// 或 https:// 开头的地址")
		return ""
	}
	return u.String()
}
