// Package reddit reads the posts of a subreddit or of a search, and the comments on them, through
// Reddit's official interface, with a key of the user's own.
package reddit

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options say what is read, and with which key. A key is made at reddit.com/prefs/apps (an "app" of
// type script or web); its secret belongs into the environment: client_secret: ${REDDIT_SECRET}.
type Options struct {
	Subreddit    string `yaml:"subreddit"`     // without r/; "" with Search: all of Reddit
	Search       string `yaml:"search"`        // words; "" the subreddit's newest posts
	ClientID     string `yaml:"client_id"`     //
	ClientSecret string `yaml:"client_secret"` //
	PostsOnly    bool   `yaml:"posts_only"`    // leave out the comments: one request less for each post that has some
}

var subreddit = regexp.MustCompile(`^\w{2,50}(\+\w{2,50}){0,20}$`)

// Validate tells what is wrong with the options.
func (o Options) Validate() error {
	switch {
	case o.Subreddit == "" && o.Search == "":
		return fmt.Errorf("reddit: write a subreddit (without r/), words to search for, or both")
	case o.Subreddit != "" && !subreddit.MatchString(o.Subreddit):
		return fmt.Errorf("reddit: subreddit %.60q is not a name such as China or a+b", o.Subreddit)
	case len(o.Search) > 500:
		return fmt.Errorf("reddit: search is longer than the 500 characters the site takes")
	case o.ClientID == "" || o.ClientSecret == "":
		return fmt.Errorf("reddit: client_id and client_secret are missing: make a key of your own at reddit.com/prefs/apps and write client_secret: ${REDDIT_SECRET}")
	}
	return nil
}

// Reader reads one subreddit or one search. It may be used concurrently.
type Reader struct {
	base, site string // of the interface; of the token
	o          Options
}

// New checks the options. base replaces Reddit's hosts for a mirror; "" means Reddit.
func New(base string, o Options) (*Reader, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if base == "" {
		return &Reader{base: "https://oauth.reddit.com", site: public, o: o}, nil
	}
	base = strings.TrimRight(base, "/")
	return &Reader{base: base, site: base, o: o}, nil
}

// public is where readers look at a post, and where tokens are given out.
const public = "https://www.reddit.com"

// Start is the first page of posts, the newest first.
func (r *Reader) Start() string {
	within := ""
	if r.o.Subreddit != "" {
		within = "/r/" + r.o.Subreddit
	}
	if r.o.Search == "" {
		return r.base + within + "/new?limit=100&raw_json=1"
	}
	restrict := ""
	if within != "" {
		restrict = "&restrict_sr=1"
	}
	return r.base + within + "/search?limit=100&raw_json=1&sort=new&t=all&type=link" + restrict + "&q=" + url.QueryEscape(r.o.Search)
}

// Hosts are where else requests go: for the token.
func (r *Reader) Hosts() []string {
	if r.site != public {
		return nil
	}
	return []string{"www.reddit.com"}
}

// Key asks for a token in the name of the key alone, not of a person.
func (r *Reader) Key() (string, []byte, http.Header) {
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(r.o.ClientID+":"+r.o.ClientSecret)))
	return r.site + "/api/v1/access_token", []byte("grant_type=client_credentials"), header
}

// Grant reads the token.
func (r *Reader) Grant(page *plain.Page) (http.Header, time.Duration, error) {
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return nil, 0, fmt.Errorf("reddit: %w", err)
	}
	answer := plain.DocOf(v)
	if refused := answer.Text("error"); refused != "" {
		return nil, 0, fmt.Errorf("reddit: the site answers %.60q", refused)
	}
	token := answer.Text("access_token")
	if token == "" || strings.ContainsAny(token, "\r\n ") {
		return nil, 0, fmt.Errorf("reddit: %w", plain.Foreign(v, "access_token"))
	}
	seconds, ok := answer.Int("expires_in")
	if !ok || seconds < 60 {
		seconds = 600
	}
	return http.Header{"Authorization": {"Bearer " + token}}, time.Duration(min(seconds, 86400)) * time.Second, nil
}

// Parse reads a page of posts, a post with its comments, or more of its comments; their shape tells
// which.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return sheet, fmt.Errorf("reddit: %w", err)
	}
	if parts, ok := v.([]any); ok {
		grown := "" // what tells that the thread has grown: a branch left out has no number of its own
		for _, part := range parts {
			if plain.DocOf(part).Text("kind") != "Listing" {
				return sheet, fmt.Errorf("reddit: %w", plain.Foreign(part, "Listing"))
			}
			things := plain.DocOf(part).Doc("data").Docs("children")
			if len(things) == 1 && grown == "" {
				grown = things[0].Doc("data").Text("num_comments")
			}
			r.walk(page, &sheet, things, grown, false)
		}
		return sheet, nil
	}
	document := plain.DocOf(v)
	if more := document.Doc("json").Doc("data"); more != nil {
		r.walk(page, &sheet, more.Docs("things"), "", false)
		return sheet, nil
	}
	if document.Text("kind") != "Listing" || document.Doc("data") == nil {
		return sheet, fmt.Errorf("reddit: %w", plain.Foreign(v, "Listing"))
	}
	listing := document.Doc("data")
	sheet.Links = []plain.Link{}
	r.walk(page, &sheet, listing.Docs("children"), "", true)
	if after := listing.ID("after"); after != "" && len(sheet.Posts) > 0 && after != page.URL.Query().Get("after") {
		sheet.Next = plain.WithQuery(page.URL, "after", after)
	}
	return sheet, nil
}

// walk reads things in the order a reader meets them, comments with what answers them behind them.
func (r *Reader) walk(page *plain.Page, sheet *plain.Sheet, things []plain.Doc, grown string, listing bool) {
	for _, thing := range things {
		data := thing.Doc("data")
		switch thing.Text("kind") {
		case "t3", "t1":
			if post, ok := r.post(page, data); ok {
				sheet.Posts = append(sheet.Posts, post)
			}
			if listing {
				sheet.Links = append(sheet.Links, r.comments(data)...)
			}
			if replies := data.Doc("replies"); replies != nil {
				r.walk(page, sheet, replies.Doc("data").Docs("children"), grown, false)
			}
		case "more":
			sheet.Links = append(sheet.Links, r.more(page, data, grown)...)
		}
	}
}

// comments is the way to the comments on a post. Its key changes with their number.
func (r *Reader) comments(data plain.Doc) []plain.Link {
	id, n := data.ID("id"), data.Count("num_comments")
	if r.o.PostsOnly || !strings.HasPrefix(data.Text("name"), "t3_") || !plainID.MatchString(id) {
		return nil
	}
	link := plain.Link{Key: fmt.Sprintf("t3_%s %d", id, n)}
	if n != 0 {
		link.URL = fmt.Sprintf("%s/comments/%s?limit=500&sort=new&raw_json=1", r.base, id)
	}
	return []plain.Link{link}
}

var plainID = regexp.MustCompile(`^[a-z0-9]{1,12}$`)

// mostChildren is how many comments the site gives at once when asked for them by id.
const mostChildren = 100

// more is the way to comments the site left out: by their ids, or, of a branch that goes too deep,
// to the page on which that branch begins.
func (r *Reader) more(page *plain.Page, data plain.Doc, grown string) []plain.Link {
	thread := threadOf(page.URL)
	if thread == "" || r.o.PostsOnly {
		return nil
	}
	var ids []string
	for _, child := range data.List("children") {
		if id, ok := child.(string); ok && plainID.MatchString(id) {
			ids = append(ids, id)
		}
	}
	if parent := strings.TrimPrefix(data.Text("parent_id"), "t1_"); len(ids) == 0 && plainID.MatchString(parent) {
		return []plain.Link{{Key: "deep " + parent + " " + grown, URL: fmt.Sprintf("%s/comments/%s/_/%s?limit=500&raw_json=1", r.base, thread, parent)}}
	}
	var links []plain.Link
	for len(ids) > 0 {
		n := min(len(ids), mostChildren)
		links = append(links, plain.Link{
			Key: fmt.Sprintf("more %s %s %d", ids[0], ids[n-1], n),
			URL: fmt.Sprintf("%s/api/morechildren?api_type=json&raw_json=1&link_id=t3_%s&children=%s", r.base, thread, strings.Join(ids[:n], ",")),
		})
		ids = ids[n:]
	}
	return links
}

var commentsOf = regexp.MustCompile(`/comments/([a-z0-9]{1,12})(?:/|$)`)

// threadOf is the post whose comments an address leads to.
func threadOf(u *url.URL) string {
	if m := commentsOf.FindStringSubmatch(u.Path); m != nil {
		return m[1]
	}
	if id := strings.TrimPrefix(u.Query().Get("link_id"), "t3_"); plainID.MatchString(id) {
		return id
	}
	return ""
}

// removed is what stands in place of a text that its author or a moderator took away.
func removed(text string) bool { return text == "[deleted]" || text == "[removed]" }

// post reads a post or a comment. A comment that was taken away is none.
func (r *Reader) post(page *plain.Page, data plain.Doc) (voc.Post, bool) {
	post := voc.Post{ExternalID: data.ID("name"), Kind: voc.PostPost, Engagement: voc.NoEngagement(), Author: voc.Author{Followers: voc.Unknown}}
	markup, rendered := data.Text("selftext"), data.Text("selftext_html")
	if strings.HasPrefix(post.ExternalID, "t1_") {
		post.Kind, post.ParentID, post.RootID = voc.PostComment, data.ID("parent_id"), data.ID("link_id")
		markup, rendered = data.Text("body"), data.Text("body_html")
		if removed(markup) {
			return post, false
		}
	}
	post.Title = plain.Text(data.Text("title"))
	if post.Text = plain.Text(rendered); rendered == "" {
		post.Text = plain.Clean(markup)
	}
	if removed(markup) {
		post.Text = ""
	}
	if author := data.Text("author"); !removed(author) {
		post.Author.Name, post.Author.Hash = plain.Clean(author), data.Text("author_fullname", "author")
	}
	post.PublishedAt, post.Precision = data.Time(page, "created_utc")
	post.EditedAt = data.Edited(page, post.PublishedAt, "edited")
	if path := data.Text("permalink"); strings.HasPrefix(path, "/r/") {
		post.URL = public + path
	} else if post.Kind == voc.PostComment {
		post.URL = public + "/comments/" + strings.TrimPrefix(post.RootID, "t3_") + "/_/" + data.ID("id") + "/"
	}
	post.Engagement.Replies = data.Count("num_comments")
	if score, ok := data.Int("score"); ok && !data.True("hide_score") && !data.True("score_hidden") {
		post.Engagement.Likes = max(score, 0) // votes against outweigh: nobody's liking is left
	}
	return post, post.ExternalID != "" && plain.Said(&post)
}
