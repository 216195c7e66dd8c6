package answers

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// WeiboCN is the format of pages of weibo.cn, the site for telephones of before the smart ones,
// saved as they came.
const WeiboCN = "weibo-cn"

// entry begins a post (M_) or a comment (C_) of a page.
var entry = regexp.MustCompile(`<div class="c" id="([MC])_([0-9A-Za-z]*)">`)

// IsWeiboCN tells a page of weibo.cn by its beginning.
func IsWeiboCN(page []byte) bool {
	return bytes.Contains(page, []byte("weibo.cn")) && entry.Match(page)
}

// ReadWeiboCN takes the posts and comments out of a page.
func ReadWeiboCN(page Page) ([]Item, error) {
	at := entry.FindAllSubmatchIndex(page.Body, -1)
	if len(at) == 0 {
		return nil, errors.New("no post was found in the page")
	}
	w := &walker{site: &weibo, page: page, platform: "weibo"}
	c := cnPage{w: w, html: string(page.Body)}
	c.thread, _ = numberOf(matched(cnThread, c.html))
	c.owner = matched(cnOwner, c.html)
	for i, m := range at {
		end := len(c.html)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		chunk := c.html[m[1]:end]
		read := c.post
		if c.html[m[2]] == 'C' {
			read = c.comment
		}
		p, err := read(c.html[m[4]:m[5]], chunk)
		p.Platform = "weibo"
		item := Item{Post: p, Raw: []byte(strconv.Quote(plain.Text(chunk)))}
		switch {
		case err != nil:
			item.Fault = err.Error()
		case p.Text == "":
			item.Fault = "nobody said anything: the text is empty"
		}
		w.items = append(w.items, item)
	}
	return w.items, nil
}

// cnPage is one page.
type cnPage struct {
	w      *walker
	html   string
	thread string // the post the page is about; "" when it is a list
	owner  string // whose list it is
}

var (
	cnThread = regexp.MustCompile(`name="id" value="([0-9A-Za-z]+)"|/comment/([0-9A-Za-z]+)\?rand=`)
	cnOwner  = regexp.MustCompile(`/attention/add\?uid=(\d+)`)
	cnAuthor = regexp.MustCompile(`^(?:<div>)?\s*(?:<span class="kt">[^<]*</span>)?\s*<a href="/(?:u/)?([0-9A-Za-z._]+)">([^<]*)</a>`)
	cnFlagID = regexp.MustCompile(`/spam/\?cid=\d+&amp;fuid=(\d+)`)
	cnTime   = regexp.MustCompile(`<span class="ct">([^<]*)`)
	cnUser   = regexp.MustCompile(`/repost/[0-9A-Za-z]+\?uid=(\d+)`)
	cnSource = regexp.MustCompile(`/comment/([0-9A-Za-z]+)[?#][^"]*"[^>]*>原文评论`)
	cnWho    = regexp.MustCompile(`转发了&nbsp;<a href="[^"]*">@?([^<]*)</a>`)
	cnLikes  = regexp.MustCompile(`>赞\[(\d+)\]`)
	cnShares = regexp.MustCompile(`>转发\[(\d+)\]`)
	cnTalks  = regexp.MustCompile(`[>;]评论\[(\d+)\]`)
)

// matched is the first group that matched last: of a repost the own numbers stand behind those of
// what it repeats.
func matched(re *regexp.Regexp, s string) string {
	all := re.FindAllStringSubmatch(s, -1)
	if len(all) == 0 {
		return ""
	}
	for _, group := range all[len(all)-1][1:] {
		if group != "" {
			return group
		}
	}
	return ""
}

// between is what stands behind the first from, up to the first of the ends.
func between(s, from string, ends ...string) string {
	_, s, ok := strings.Cut(s, from)
	if !ok {
		return ""
	}
	for _, end := range ends {
		if i := strings.Index(s, end); i >= 0 {
			s = s[:i]
		}
	}
	return strings.TrimSpace(plain.Text(s))
}

func (c *cnPage) post(bid, chunk string) (voc.Post, error) {
	id, ok := numberOf(bid)
	if !ok {
		id = c.thread // the page of one post does not name it again
	}
	p := post(voc.PostPost, id)
	p.URL = "https://m.weibo.cn/detail/" + id
	said := between(chunk, `class="ctt">`, "</div>", `<a href="https://weibo.cn/attitude/`, `<span class="cmt">赞`, `<span class="cmt">原文`, `<span class="ct">`, `[<a href="https://weibo.cn/mblog/pic`)
	if own := between(chunk, "转发理由:</span>", "</div>", `<a href="https://weibo.cn/attitude/`, "<!--", `<span class="ct">`); own != "" {
		p.RootID, _ = numberOf(matched(cnSource, chunk))
		p.ParentID = p.RootID
		said = own + "\n//@" + matched(cnWho, chunk) + ":" + said
	}
	p.Text = strings.TrimPrefix(said, ":")
	p.Author.Hash = first(matched(cnUser, chunk), c.owner)
	if m := cnAuthor.FindStringSubmatch(chunk); m != nil {
		p.Author.Name = plain.Clean(m[2])
	}
	return p, c.facts(&p, chunk)
}

func (c *cnPage) comment(id, chunk string) (voc.Post, error) {
	p := post(voc.PostComment, id)
	p.ParentID, p.RootID = c.thread, c.thread
	p.Text = strings.TrimPrefix(between(chunk, `class="ctt">`, `<a href="/spam/`, `<span class="cc">`, "</div>"), ":")
	p.Author.Hash = matched(cnFlagID, chunk)
	if m := cnAuthor.FindStringSubmatch(chunk); m != nil {
		p.Author.Name = plain.Clean(m[2])
		p.Author.Hash = first(p.Author.Hash, m[1])
	}
	return p, c.facts(&p, chunk)
}

// facts fills numbers and time: "06月17日 18:12 来自绿洲APP".
func (c *cnPage) facts(p *voc.Post, chunk string) error {
	counts(&p.Engagement, object{"l": matched(cnLikes, chunk), "r": matched(cnTalks, chunk), "s": matched(cnShares, chunk)}, one("l"), one("r"), one("s"), nil)
	p.Engagement.Approx = p.Engagement.Shares == 1_000_000 || p.Engagement.Replies == 1_000_000 // where the site stops counting
	told, _, _ := strings.Cut(strings.ReplaceAll(matched(cnTime, chunk), "&nbsp;", "\u00a0"), "\u00a0")
	return c.w.weiboWritten(p, strings.TrimSpace(told))
}

const base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// numberOf is the number of a post by its short name: four letters stand for seven digits, from the
// right.
func numberOf(bid string) (string, bool) {
	if len(bid) < 5 || len(bid) > 12 {
		return "", false
	}
	number := ""
	for end := len(bid); end > 0; end -= 4 {
		n := 0
		for _, c := range bid[max(0, end-4):end] {
			d := strings.IndexRune(base62, c)
			if d < 0 {
				return "", false
			}
			n = n*62 + d
		}
		digits := strconv.Itoa(n)
		if end > 4 {
			digits = strings.Repeat("0", max(0, 7-len(digits))) + digits
		}
		number = digits + number
	}
	return number, true
}
