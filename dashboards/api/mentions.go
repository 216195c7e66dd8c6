package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Mentions is one page of the list, newest first.
type Mentions struct {
	Items []voc.Mention `json:"items"`
	Next  string        `json:"next" doc:"Cursor of the next page; empty on the last"`
	Total int           `json:"total" doc:"Mentions that match, on all pages; folded, of each text one"`

	Folded []int        `json:"folded" doc:"Of each item, how many mentions it stands for; empty when the list is not folded"`
	Search store.Search `json:"search" doc:"How q was read"`
}

type mentionsIn struct {
	FilterQuery
	Limit limitParam `query:"limit" doc:"At most so many; default 50"`
	After string     `query:"after" doc:"The next of the page before"`
	Fold  flagParam  `query:"fold" doc:"Show of nearly equal texts under one brand only the newest, with how many there are"`
}

func (a *door) mentionOperations() {
	get(a, "/mentions", "mentions", "Mentions, newest first", a.mentions)
	get(a, "/mentions/{post}/{brand}", "mention", "One mention with its analysis", a.mention)
	get(a, "/mentions/facets", "mention-facets", "How many mentions each choice of each filter would leave", a.facets)
	get(a, "/mentions/{post}/{brand}/thread", "mention-thread", "The thread a mention stands in: what began it, then the answers in order", a.thread)
	get(a, "/mentions/{post}/{brand}/copies", "mention-copies", "The mentions whose text is nearly the same, the first that was said first", a.copies)
	a.exportOperations()
	a.evidenceOperations()
	a.searchOperations()
	a.bulkOperations()
}

func (a *door) mentions(ctx context.Context, in *mentionsIn) (*answer[Mentions], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	page := store.Page{Limit: r.limit(in.Limit, 50), After: r.cursor("after", in.After)}
	fold := r.flag("fold", in.Fold)
	if err := r.done(); err != nil {
		return nil, err
	}
	if fold {
		return a.foldedMentions(ctx, f, page)
	}
	items, next, total, err := a.Store.CountedMentions(ctx, f, page)
	if err != nil {
		return nil, a.fail(ctx, "mentions", err)
	}
	return &answer[Mentions]{Body: Mentions{Items: items, Next: cursor(next), Total: total, Search: store.ReadSearch(f.Text)}}, nil
}

func (a *door) foldedMentions(ctx context.Context, f voc.Filter, page store.Page) (*answer[Mentions], error) {
	items, next, err := a.Store.Folded(ctx, f, page)
	if err != nil {
		return nil, a.fail(ctx, "folded mentions", err)
	}
	total, err := a.Store.CountFolded(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "folded mentions total", err)
	}
	out := Mentions{Next: cursor(next), Total: total, Search: store.ReadSearch(f.Text)}
	for _, m := range items {
		out.Items, out.Folded = append(out.Items, m.Mention), append(out.Folded, m.Folded)
	}
	return &answer[Mentions]{Body: out}, nil
}

// cursor seals the store's cursor with a checksum, so that one that was mistyped or made up is told
// from one that was given, without knowing what it holds. It keeps nobody out and need not.
func cursor(inner string) string {
	if inner == "" {
		return ""
	}
	return inner + "." + checksum(inner)
}

func checksum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}

func (r *reader) cursor(field, v string) string {
	inner, sum, _ := strings.Cut(v, ".")
	if v != "" && (inner == "" || sum != checksum(inner)) {
		r.add(field, v, "was not given by this list; take next of the page before, or leave it out for the first page",
			"不是本列表给出的游标；请使用上一页的 next，第一页不要写")
	}
	return inner
}

type mentionIn struct {
	Post  string `path:"post" doc:"Id of the post, 32 hex digits"`
	Brand string `path:"brand" doc:"Brand it is seen from; a dash for none"`
}

// postID is what voc.NewPostID gives.
var postID = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (a *door) mention(ctx context.Context, in *mentionIn) (*answer[voc.Mention], error) {
	if !postID.MatchString(in.Post) {
		return nil, invalid([]FieldError{wrong("post", in.Post, "write the 32 hex digits of a post id", "请写 32 位十六进制的帖子编号")})
	}
	m, err := a.Store.Mention(ctx, voc.PostID(in.Post), brandID(in.Brand))
	if err != nil {
		return nil, a.fail(ctx, "mention", err)
	}
	return &answer[voc.Mention]{Body: m}, nil
}
