// Package discuz reads one forum of a Discuz! X site through the mobile interface that comes with it:
// the list of its threads, and the floors of each thread.
//
// A thread that grew costs one request: every page of a thread is a link of its own, whose key
// changes only for the page on which something can have changed. Times are taken from the db… fields;
// the others are what a reader sees ("半小时前") and are in whatever zone the guest is given.
package discuz

import (
	"fmt"
	"math/bits"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options name a forum of a site. The site is the source's address, e.g. https://bbs.example.com.
type Options struct {
	Forum       int `yaml:"forum"`        // fid of the forum, as in forum-4-1.html; 0: the site's hot threads
	Version     int `yaml:"version"`      // of the mobile interface; default 4
	PerPage     int `yaml:"per_page"`     // floors asked for at once; default 20
	ThreadPages int `yaml:"thread_pages"` // of a longer thread only its first page and the newest are read; default 20
}

// Default asks as the forum's own client does.
func Default() Options { return Options{Version: 4, PerPage: 20, ThreadPages: 20} }

// Validate tells what is wrong with the options.
func (o Options) Validate() error {
	switch {
	case o.Forum < 0:
		return fmt.Errorf("discuz: forum %d is not the number in the forum's address (forum-4-1.html or fid=4: write 4)", o.Forum)
	case o.Version < 0 || o.Version > 5:
		return fmt.Errorf("discuz: version %d of the mobile interface does not exist, write 1 to 5", o.Version)
	case o.PerPage < 0 || o.PerPage > 100:
		return fmt.Errorf("discuz: per_page %d is not between 1 and 100", o.PerPage)
	case o.ThreadPages < 0 || o.ThreadPages == 1:
		return fmt.Errorf("discuz: thread_pages %d: a thread has its first page and its newest, write 2 or more", o.ThreadPages)
	}
	return nil
}

// Reader reads the pages of one forum. It may be used concurrently.
type Reader struct {
	base string
	o    Options
}

// New checks the options. base is the address of the site, with the folder it lies in if any.
func New(base string, o Options) (*Reader, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("discuz: address %q is not that of a forum, write e.g. https://bbs.example.com", base)
	}
	if strings.HasSuffix(u.Path, ".php") || strings.HasSuffix(u.Path, ".html") {
		u.Path = u.Path[:strings.LastIndexByte(u.Path, '/')] // somebody copied the address of the forum itself
	}
	u.RawQuery, u.Fragment = "", ""
	d := Default()
	o.Version, o.PerPage, o.ThreadPages = or(o.Version, d.Version), or(o.PerPage, d.PerPage), or(o.ThreadPages, d.ThreadPages)
	return &Reader{base: strings.TrimRight(u.String(), "/"), o: o}, nil
}

func or(n, standard int) int {
	if n == 0 {
		return standard
	}
	return n
}

// Start is the first page of the forum's threads, the last answered first.
func (r *Reader) Start() string {
	if r.o.Forum == 0 {
		return r.module("hotthread", url.Values{})
	}
	return r.module("forumdisplay", url.Values{"fid": {strconv.Itoa(r.o.Forum)}, "page": {"1"}})
}

func (r *Reader) module(name string, more url.Values) string {
	more.Set("version", strconv.Itoa(r.o.Version))
	more.Set("module", name)
	return r.base + "/api/mobile/index.php?" + more.Encode()
}

func (r *Reader) page(tid string, n int) string {
	return r.module("viewthread", url.Values{"tid": {tid}, "page": {strconv.Itoa(n)}, "ppp": {strconv.Itoa(r.o.PerPage)}})
}

// Parse reads a page of threads or a page of floors; which of them it is, it tells itself.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	answer, err := open(page.Text)
	if err != nil {
		return plain.NewSheet(), err
	}
	v := answer.Variables
	switch {
	case v.Posts != nil:
		return r.floors(page, v)
	case v.Threads != nil:
		return r.threads(page, v, *v.Threads), nil
	case v.Data != nil:
		return r.threads(page, v, *v.Data), nil
	}
	return refused(page, answer.Message)
}

// refused tells what an answer without threads or floors means. Of a single thread it is no more
// than that this thread is not for guests.
func refused(page *plain.Page, m message) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	says := plain.Text(m.Text.String())
	if m.Value == "" && says == "" {
		return sheet, fmt.Errorf("discuz: the answer has neither threads nor floors: %w", plain.ErrLayout)
	}
	if says == "" {
		says = m.Value.String()
	}
	if tid := page.URL.Query().Get("tid"); tid != "" {
		sheet.Trouble = voc.TroubleRefused
		sheet.Missing = append(sheet.Missing, fmt.Sprintf("thread %s is not shown to guests: the site says %.80q", tid, says))
		return sheet, nil
	}
	for _, sign := range []string{"login", "perm", "guest"} {
		if strings.Contains(m.Value.String(), sign) {
			return sheet, fmt.Errorf("discuz: the site says %.80q: %w", says, plain.ErrLogin)
		}
	}
	return sheet, fmt.Errorf("discuz: the site says %.80q: %w", says, plain.ErrLayout)
}

// threads reads a list of threads: no posts, they stand on the pages behind.
func (r *Reader) threads(page *plain.Page, v variables, list listOf[thread]) plain.Sheet {
	sheet := plain.NewSheet()
	sheet.Links = []plain.Link{}
	if n, ok := v.Forum.Posts.Int(); ok && n >= 0 {
		sheet.Claimed = int(n)
	}
	for _, t := range list {
		if t.ID != "" {
			sheet.Links = append(sheet.Links, r.pages(t)...)
		}
	}
	perPage, _ := v.PerPage.Int()
	if page.URL.Query().Get("module") == "forumdisplay" && len(list) > 0 && int64(len(list)) >= perPage {
		sheet.Next = plain.Advance(page.URL, "page", 1, 1)
	}
	return sheet
}

// pages are the links to the pages of a thread. The first is read again when the thread has doubled
// (its opening post may have been edited, and its counts have moved), the last with every reply, the
// full ones between them once.
func (r *Reader) pages(t thread) []plain.Link {
	replies, _ := t.Replies.Int()
	replies = min(max(replies, 0), 10_000_000)
	last := int(replies)/r.o.PerPage + 1
	first := fmt.Sprintf("%s 1 b%d", t.ID, bits.Len64(uint64(replies)))
	if last == 1 {
		first = fmt.Sprintf("%s 1 r%d %s", t.ID, replies, t.LastPost)
	}
	at := time.Time{}
	if seconds, ok := t.LastPost.Int(); ok && seconds > 0 {
		at = plain.Unix(seconds)
	}
	links := []plain.Link{{Key: first, URL: r.page(t.ID.String(), 1), At: at}}
	for n := max(2, last-r.o.ThreadPages+2); n <= last; n++ {
		key := fmt.Sprintf("%s %d", t.ID, n)
		if n == last {
			key += fmt.Sprintf(" r%d %s", replies, t.LastPost)
		}
		links = append(links, plain.Link{Key: key, URL: r.page(t.ID.String(), n), At: at})
	}
	return links
}

// floors reads a page of one thread.
func (r *Reader) floors(page *plain.Page, v variables) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	for _, p := range *v.Posts {
		if p.ID == "" {
			continue
		}
		post, odd := r.post(page, v.Thread, p)
		sheet.Posts = append(sheet.Posts, post)
		sheet.Odd = append(sheet.Odd, odd...)
	}
	if len(*v.Posts) > 0 && len(sheet.Posts) == 0 {
		return sheet, fmt.Errorf("discuz: %d floors without an id: %w", len(*v.Posts), plain.ErrLayout)
	}
	sheet.Title = plain.Text(v.Thread.Subject.String())
	sheet.Next = r.beyond(page, v)
	return sheet, nil
}

// beyond is the page after what the list of threads counted as the last one: the site gives fewer
// floors to a page than it was asked for, or has counted floors that were deleted since.
func (r *Reader) beyond(page *plain.Page, v variables) string {
	n, err := strconv.Atoi(page.URL.Query().Get("page"))
	given, ok := v.PostsPerPage.Int()
	if err != nil || n < 1 || n > 1_000_000 || !ok || given < 1 || given > 1000 || len(*v.Posts) == 0 {
		return ""
	}
	replies, _ := v.Thread.Replies.Int()
	positions, _ := v.Thread.MaxPosition.Int()
	floors := max(replies+1, positions)
	if counted := int(max(replies, 0))/r.o.PerPage + 1; n < counted || int64(n)*given >= floors {
		return ""
	}
	return plain.Advance(page.URL, "page", 1, 1)
}

func (r *Reader) post(page *plain.Page, t thread, p floor) (voc.Post, []string) {
	text, edited, quoted := read(p.Message.String())
	tid := or2(p.Thread.String(), t.ID.String())
	post := voc.Post{
		ExternalID: p.ID.String(), RootID: tid, ParentID: quoted, Kind: voc.PostComment, Text: text, Engagement: voc.NoEngagement(),
		URL:    r.base + "/forum.php?" + url.Values{"mod": {"redirect"}, "goto": {"findpost"}, "ptid": {tid}, "pid": {p.ID.String()}}.Encode(),
		Author: voc.Author{Followers: voc.Unknown},
	}
	if p.Anonymous.String() != "1" && p.AuthorID.String() != "0" {
		post.Author.Name, post.Author.Hash = plain.Clean(p.Author.String()), p.AuthorID.String()
	}
	var odd []string
	when := or2(p.At.String(), p.Dateline.String())
	at, precision, ok := page.Time(plain.Text(when))
	if !ok && when != "" {
		odd = append(odd, fmt.Sprintf("time %.40q", when))
	}
	post.PublishedAt, post.Precision = at, precision
	if at, _, ok := page.Time(edited); ok && at.After(post.PublishedAt) {
		post.EditedAt = at
	}
	if first := p.First.String() == "1" || p.First == "" && p.Number.String() == "1"; first {
		post.Kind, post.Title, post.ParentID = voc.PostPost, plain.Text(t.Subject.String()), ""
		post.URL = r.base + "/forum.php?" + url.Values{"mod": {"viewthread"}, "tid": {tid}}.Encode()
		engage(&post.Engagement, t)
	} else if quoted == "" {
		post.ParentID = tid
	}
	if n, _, known := p.Support.Count(); known && post.Engagement.Likes == voc.Unknown {
		post.Engagement.Likes = n
	}
	return post, odd
}

func engage(e *voc.Engagement, t thread) {
	for _, c := range []struct {
		text plain.Scalar
		n    *int64
	}{{t.Views, &e.Views}, {t.Replies, &e.Replies}, {t.Likes, &e.Likes}, {t.Shares, &e.Shares}} {
		if n, approx, known := c.text.Count(); known {
			*c.n, e.Approx = n, e.Approx || approx
		}
	}
}

func or2(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}
