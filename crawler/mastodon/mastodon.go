// Package mastodon reads what people posted publicly on one Mastodon instance: under a hashtag, or
// in its public timeline, with the answers below if wanted.
//
// Only what is meant for everybody is kept: nothing unlisted or for followers, and nothing of people
// who asked not to be listed or indexed.
package mastodon

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options say what of an instance is listened to.
type Options struct {
	Tag      string   `yaml:"tag"`      // a hashtag without its #
	Any      []string `yaml:"any"`      // further hashtags; a post with any of them counts
	Timeline string   `yaml:"timeline"` // "local": what the instance's own people write; "federated": also what reached it. Default: local without a tag, federated with one
	Replies  bool     `yaml:"replies"`  // also the answers below each post that has some: a request for each of them
}

// Default is the instance's own public timeline.
func Default() Options { return Options{Timeline: "local"} }

func (o Options) validate() error {
	for _, tag := range append([]string{o.Tag}, o.Any...) {
		if strings.ContainsFunc(tag, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '_'
		}) {
			return fmt.Errorf("mastodon: tag %q: write a hashtag without # and blanks, e.g. 奶茶", tag)
		}
	}
	switch {
	case len(o.Any) > 0 && o.Tag == "":
		return fmt.Errorf("mastodon: any goes with tag: write the first hashtag there")
	case len(o.Any) > 10:
		return fmt.Errorf("mastodon: any has %d hashtags; ten at most, write another source for the rest", len(o.Any))
	case o.Timeline != "" && o.Timeline != "local" && o.Timeline != "federated":
		return fmt.Errorf("mastodon: timeline %q: write local or federated", o.Timeline)
	}
	return nil
}

// Reader reads pages of an instance's API. It may be used concurrently.
type Reader struct {
	o    Options
	base string
}

// New checks the options. base is the instance's address; there is no public default.
func New(base string, o Options) (*Reader, error) {
	if base == "" {
		return nil, fmt.Errorf("mastodon: address is missing: write the instance's, e.g. https://mastodon.social")
	}
	return &Reader{o: o, base: strings.TrimRight(base, "/")}, o.validate()
}

// perPage is how many posts are asked for at once: the most an instance gives.
const perPage = 40

// Start is the address of the newest page.
func (r *Reader) Start() string {
	q := url.Values{"limit": {fmt.Sprint(perPage)}}
	if r.o.Timeline == "local" || r.o.Timeline == "" && r.o.Tag == "" {
		q.Set("local", "true")
	}
	for _, tag := range r.o.Any {
		q.Add("any[]", tag)
	}
	if r.o.Tag != "" {
		return r.base + "/api/v1/timelines/tag/" + url.PathEscape(r.o.Tag) + "?" + q.Encode()
	}
	return r.base + "/api/v1/timelines/public?" + q.Encode()
}

// Parse reads a page of a timeline, the result of a search, the answers below a post, or a post.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return sheet, fmt.Errorf("mastodon: %w", err)
	}
	doc := plain.DocOf(v)
	list, isList := v.([]any)
	above, below := doc.List("ancestors") != nil, doc.List("descendants") != nil
	switch {
	case strings.HasSuffix(page.URL.Path, "/context") && !above && !below:
		return sheet, fmt.Errorf("mastodon: %w", refused(v))
	case isList:
		r.timeline(&sheet, list, page)
	case doc.List("statuses") != nil:
		r.timeline(&sheet, doc.List("statuses"), page)
	case above || below:
		r.thread(&sheet, doc, page)
	case doc.ID("id") != "" && doc.Has("content"):
		r.posts(&sheet, []any{v}, page)
	default:
		return sheet, fmt.Errorf("mastodon: %w", refused(v))
	}
	return sheet, nil
}

// refused tells an instance that shows its timelines to members only from a shape we do not know.
func refused(v any) error {
	said := plain.DocOf(v).Text("error", "error_description")
	for _, sign := range []string{"authenticated user", "access token", "requires a login", "not authorized"} {
		if strings.Contains(strings.ToLower(said), sign) {
			return fmt.Errorf("%w: %.120q", plain.ErrLogin, plain.Clean(said))
		}
	}
	return plain.Foreign(v, "list of posts")
}

// timeline reads a page of posts, newest first. The way on is the one the instance names.
func (r *Reader) timeline(sheet *plain.Sheet, list []any, page *plain.Page) {
	statuses := r.posts(sheet, list, page)
	if len(statuses) == 0 {
		return
	}
	sheet.Next = r.onward(page)
	if last := statuses[len(statuses)-1].ID("id"); sheet.Next == "" && len(list) >= perPage && last != "" {
		sheet.Next = plain.WithQuery(page.URL, "max_id", last) // a full page, and a proxy that drops the header
	}
	if !r.o.Replies && len(sheet.Posts) > 0 {
		return
	}
	for _, status := range statuses { // also those left out, or a page of nothing else would look like the end
		link := plain.Link{Key: "below " + status.ID("id") + " " + status.Text("replies_count")}
		if r.o.Replies && status.Count("replies_count") > 0 && open(status) {
			link.URL = r.base + "/api/v1/statuses/" + url.PathEscape(status.ID("id")) + "/context"
		}
		sheet.Links = append(sheet.Links, link)
	}
}

// onward is the page the Link header names. An instance behind a proxy may name itself by another
// name; then its word for where to go on is taken, and not its address.
func (r *Reader) onward(page *plain.Page) string {
	next := page.Link(page.Next)
	if next == "" || strings.HasPrefix(next, r.base+"/") {
		return next
	}
	u, err := url.Parse(next)
	if err != nil || u.Query().Get("max_id") == "" {
		return ""
	}
	return plain.WithQuery(page.URL, "max_id", u.Query().Get("max_id"))
}

// Answers tells which refusals are to be read: an instance for members only says so in words.
func (r *Reader) Answers(status int) bool { return status == 401 || status == 403 || status == 422 }

// thread reads what stands above and below a post.
func (r *Reader) thread(sheet *plain.Sheet, doc plain.Doc, page *plain.Page) {
	above := plain.DocsOf(doc["ancestors"])
	root := ""
	if len(above) > 0 {
		root = above[0].ID("id")
	} else if _, rest, ok := strings.Cut(page.URL.Path, "/statuses/"); ok {
		root, _, _ = strings.Cut(rest, "/")
	}
	r.posts(sheet, append(doc.List("ancestors"), doc.List("descendants")...), page)
	for i := range sheet.Posts {
		if p := &sheet.Posts[i]; p.ParentID != "" {
			p.RootID = root
		}
	}
}

// posts adds the posts of a list that are meant for everybody, each once: the same post may have been
// boosted by several. It returns all of the list that have an id.
func (r *Reader) posts(sheet *plain.Sheet, list []any, page *plain.Page) []plain.Doc {
	var all []plain.Doc
	seen := map[string]bool{}
	for _, item := range list {
		status := plain.DocOf(item)
		if status.ID("id") == "" {
			sheet.Odd = append(sheet.Odd, "a post without id")
			continue
		}
		all = append(all, status)
		if boosted := status.Doc("reblog"); boosted != nil {
			status = boosted
		}
		key := status.Text("uri", "url", "id")
		if !open(status) || seen[key] {
			continue
		}
		seen[key] = true
		if post, err := read(status, page); err != nil {
			sheet.Odd = append(sheet.Odd, err.Error())
		} else {
			post.Keyword = r.keyword(status)
			sheet.Posts = append(sheet.Posts, post)
		}
	}
	return all
}

// keyword is the hashtag a post was found under: of several, the first it has itself. An answer below
// a post has none of its own and was found under the post's.
func (r *Reader) keyword(status plain.Doc) string {
	for _, tag := range status.Docs("tags") {
		for _, wanted := range append([]string{r.o.Tag}, r.o.Any...) {
			if wanted != "" && strings.EqualFold(tag.Text("name"), wanted) {
				return wanted
			}
		}
	}
	return r.o.Tag
}

// open tells whether a post may be kept: it is public, and its author has not asked to be left out.
func open(status plain.Doc) bool {
	account := status.Doc("account")
	if visibility := status.Text("visibility"); visibility != "" && visibility != "public" {
		return false
	}
	return !account.True("noindex") && !account.False("discoverable") && !account.True("suspended")
}

var errNoPost = errors.New("a post without id, text and author")

func read(status plain.Doc, page *plain.Page) (voc.Post, error) {
	account := status.Doc("account")
	post := voc.Post{
		ExternalID: status.ID("id"), Kind: voc.PostPost, ParentID: status.ID("in_reply_to_id"), URL: page.Link(status.Text("url")),
		Title: plain.Clean(status.Text("spoiler_text")), Text: text(status.Text("content")), Language: language(status.Text("language")),
		Author: voc.Author{Hash: account.ID("id", "acct"), Name: plain.Clean(account.Text("display_name", "username", "acct")), Followers: account.Count("followers_count")},
		Engagement: voc.Engagement{
			Likes: status.Count("favourites_count"), Replies: status.Count("replies_count"), Shares: status.Count("reblogs_count"), Views: voc.Unknown,
		},
	}
	if post.URL == "" {
		post.URL = page.Link(status.Text("uri"))
	}
	if post.ParentID != "" {
		post.Kind = voc.PostComment
	}
	post.PublishedAt, post.Precision = status.Time(page, "created_at")
	if !plain.Said(&post) {
		return post, errNoPost
	}
	if post.Precision == voc.PrecisionNone {
		return post, nil
	}
	post.EditedAt = status.Edited(page, post.PublishedAt, "edited_at")
	return post, nil
}

// language is what the writer set, without the codes for none, several and no language at all.
func language(code string) string {
	switch code = plain.Clean(code); code {
	case "und", "mul", "zxx", "mis":
		return ""
	}
	return code
}

// text is the writing without what was quoted. A post that quotes another one begins, for old
// programs, with a line that leads there.
func text(markup string) string {
	quotes := func(e plain.Element) bool { return e.Name == "blockquote" || e.Class("quote-inline") }
	if own := plain.TextWithout(markup, quotes); own != "" {
		return own
	}
	return plain.Text(markup)
}
