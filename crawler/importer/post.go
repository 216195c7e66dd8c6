package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// post makes a post of a record, or says why it cannot be one.
func (s *session) post(r record, sc *schema) (voc.Post, error) {
	p := voc.Post{
		Brand: s.o.Brand, FetchedAt: s.o.Now, Precision: voc.PrecisionNone,
		Kind: voc.PostKind(sc.kind), Engagement: voc.NoEngagement(),
		Title: clean(sc.get(r, fTitle)), Text: clean(sc.get(r, fText)),
		URL: stable(sc.get(r, fURL)), Product: clean(sc.get(r, fProduct)), Version: sc.get(r, fVersion),
		StoreName: clean(sc.get(r, fStore)), Keyword: clean(sc.get(r, fKeyword)), Language: sc.get(r, fLanguage),
		Region: plain.Province(present(sc.get(r, fRegion))),
	}
	s.where(&p, r, sc)
	s.complaint(&p, r, sc)
	if p.Text == none && sc.format == FormatWeiboCrawler {
		p.Text = ""
	}
	if p.Text == "" || p.Title == p.Text {
		p.Text, p.Title = first(p.Text, p.Title), ""
	}
	if original := clean(sc.get(r, fOriginal)); original != "" {
		// As weibo itself shows a repost.
		p.Text = strings.TrimSpace(p.Text + "\n//@" + sc.get(r, fOriginBy) + ":" + original)
	}
	if p.Text == "" {
		return p, errors.New("nobody said anything: text and title are empty")
	}
	s.author(&p, r, sc)
	if err := s.times(&p, r, sc); err != nil {
		return p, err
	}
	s.numbers(&p, r, sc)
	if p.Kind == "" {
		p.Kind = judge(r, sc)
	}
	return p, s.identify(&p, r, sc)
}

// where fills platform and source. The source is one for the file, so that an id means the same in
// every row; the platform may differ from row to row.
func (s *session) where(p *voc.Post, r record, sc *schema) {
	p.Platform = s.o.Platform
	if p.Platform == "" {
		p.Platform = sc.platform
	}
	if p.Platform == "" {
		p.Platform = platform(sc.get(r, fPlatform))
	}
	if p.Platform == "" {
		p.Platform = platformOf(p.URL)
	}
	p.Source = s.o.Source
	if p.Source == "" {
		p.Source = voc.SourceID(first(s.o.Platform, first(sc.platform, nowhere)))
	}
}

// blackCat is the title 黑猫投诉 exporters make of a whole complaint.
var blackCat = regexp.MustCompile(`^(\d{4}-\d{1,2}-\d{1,2})\s*于黑猫投诉平台发起\s*\n\s*([^\n]*)`)

var (
	blackCatObject = regexp.MustCompile(`\[投诉对象\]\s*([^\n]+)`)
	blackCatDemand = regexp.MustCompile(`\[投诉要求\]\s*([^\n]+)`)
)

// complaint takes apart what complaint sites put into one cell, and adds what is demanded to what
// is said.
func (s *session) complaint(p *voc.Post, r record, sc *schema) {
	demand := clean(sc.get(r, fDemand))
	if m := blackCat.FindStringSubmatch(p.Title); m != nil {
		if at, precision, ok := plain.Time(m[1], s.o.Now, s.o.Location); ok {
			p.PublishedAt, p.Precision = at, precision
		}
		if o := blackCatObject.FindStringSubmatch(p.Title); o != nil && p.Product == "" {
			p.Product = strings.TrimSpace(o[1])
		}
		if d := blackCatDemand.FindStringSubmatch(p.Title); d != nil && demand == "" {
			demand = strings.TrimSpace(d[1])
		}
		p.Platform = first(p.Platform, "heimao")
		p.Title = strings.TrimSpace(m[2])
	}
	if p.Kind == "" && (p.Platform == "heimao" || sc.has(fDemand)) {
		p.Kind = voc.PostComplaint
	}
	if demand != "" && p.Text != "" && !strings.Contains(p.Text, demand) {
		p.Text += "\n投诉要求：" + demand
	}
}

func (s *session) author(p *voc.Post, r record, sc *schema) {
	hash, err := exactID(sc.get(r, fAuthorID))
	if err != nil {
		s.note("the authors' ids were rounded by a spreadsheet and were left out: two people would have become one")
	}
	p.Author = voc.Author{Hash: hash, Name: clean(sc.get(r, fAuthor)), Followers: voc.Unknown}
	if n, _, ok := plain.Count(sc.get(r, fFollowers)); ok {
		p.Author.Followers = n
	}
	switch strings.ToLower(sc.get(r, fVerified)) {
	case "true", "1", "是", "yes", "已认证":
		p.Author.Verified = true
	}
	if u := r.around; u != nil && (p.Author.Hash == "" || p.Author.Hash == u.id) {
		p.Author.Hash, p.Author.Name = u.id, first(p.Author.Name, u.name)
		p.Author.Verified = p.Author.Verified || u.verified
		if n, _, ok := plain.Count(u.followers); ok && p.Author.Followers == voc.Unknown {
			p.Author.Followers = n
		}
	}
	if p.Author.Hash == "" && sc.format == FormatWeiboCrawler && p.Kind == voc.PostPost {
		p.Author.Hash = s.nameAuthor()
	}
}

func (s *session) numbers(p *voc.Post, r record, sc *schema) {
	e := &p.Engagement
	for f, n := range map[field]*int64{fLikes: &e.Likes, fReplies: &e.Replies, fShares: &e.Shares, fViews: &e.Views} {
		count, approx, ok := plain.Count(sc.get(r, f))
		if !ok {
			continue
		}
		*n = count
		e.Approx = e.Approx || approx || f == fShares && p.Platform == "weibo" && count == repostsCap
	}
	p.RatingRaw = sc.get(r, fRating)
	if stars, ok := plain.Rating(p.RatingRaw, 5); ok {
		p.Rating = stars
	}
}

// judge says what sort of writing a row is by what the file tells of it.
func judge(r record, sc *schema) voc.PostKind {
	header := ""
	if places := sc.of[fText]; len(places) > 0 && places[0] < len(sc.names) {
		header = strings.ToLower(sc.names[places[0]])
	}
	switch {
	case strings.Contains(header, "投诉"):
		return voc.PostComplaint
	case sc.has(fRating), strings.Contains(header, "评价"), strings.Contains(header, "review"):
		return voc.PostReview
	case strings.Contains(header, "评论"), strings.Contains(header, "comment"), sc.get(r, fParent) != "":
		return voc.PostComment
	}
	return voc.PostPost
}

// identify fills the ids. Without one of the site the post is identified by what it says.
func (s *session) identify(p *voc.Post, r record, sc *schema) error {
	id, err := s.exact(r, sc, fID)
	if err != nil {
		return err
	}
	if err := s.place(p, id, r, sc); err != nil {
		return err
	}
	if id == "" && p.Platform == "heimao" {
		if m := blackCatID.FindStringSubmatch(p.URL); m != nil {
			id = m[1]
		}
	}
	if p.URL == "" && sc.format == FormatWeiboCrawler && id != "" && p.Kind == voc.PostPost {
		p.URL = weiboURL(id)
	}
	switch {
	case id == "":
		id = s.contentID(p)
	case s.o.Source == "" && sc.format == "" && rowNumber.MatchString(id):
		// Every table that numbers its rows begins at 1, and all of them would meet under one
		// source: the second file would overwrite the first.
		s.note("the ids look like row numbers: each was joined with what its row says; --source NAME keeps them as they are")
		id = s.joined(id, p, sc)
	}
	p.ExternalID = id
	p.ID = voc.NewPostID(p.Source, id)
	return nil
}

// place says where in its thread the post with this id stands, and what sort of writing a tool
// calls it.
func (s *session) place(p *voc.Post, id string, r record, sc *schema) error {
	parent, err := s.exact(r, sc, fParent)
	if err != nil {
		return err
	}
	root, err := s.exact(r, sc, fRoot)
	if err != nil {
		return err
	}
	if parent == "0" || parent == id {
		parent = "" // weibo writes a comment's own id, others 0, where there is no comment above
	}
	if p.Kind == voc.PostComment {
		parent = first(parent, root)
	}
	p.ParentID, p.RootID = parent, root
	switch sc.get(r, fSort) {
	case "answer":
		p.Kind = voc.PostAnswer
	case "article":
		p.Kind = voc.PostArticle
	}
	return nil
}

// rememberedNumbers bounds how many row numbers of a thread's posts are kept for the rows that
// answer them.
const rememberedNumbers = 1 << 17

// joined joins a row number with what the row says, and makes the rows below that answer it
// find it again.
func (s *session) joined(id string, p *voc.Post, sc *schema) string {
	full := id + "-" + s.contentID(p)[:16]
	if !sc.has(fParent) && !sc.has(fRoot) {
		return full
	}
	for _, above := range []*string{&p.ParentID, &p.RootID} {
		if known := s.threads[*above]; known != "" {
			*above = known
		}
	}
	if len(s.threads) < rememberedNumbers {
		s.threads[id] = full
	}
	return full
}

// nowhere is the source of files that tell none.
const nowhere = "import"

// rowNumber is an id as a spreadsheet counts its rows. Sites have had more than ten million posts.
var rowNumber = regexp.MustCompile(`^\d{1,7}$`)

var blackCatID = regexp.MustCompile(`/complaint/view/(\d+)`)

// contentID identifies a post without an id by where, who, when and what. A time the site told
// relatively ("3天前") is left out: the next export says another.
func (s *session) contentID(p *voc.Post) string {
	who := first(p.Author.Hash, p.Author.Name)
	sum := sha256.Sum256([]byte(strings.Join([]string{string(p.Source), p.URL, who, s.stamp, p.Title + "\n" + p.Text}, "\x00")))
	return hex.EncodeToString(sum[:])
}

// clean makes a cell plain text; some tools leave markup in.
func clean(cell string) string {
	if strings.Contains(cell, "</") || strings.Contains(cell, "<br") || strings.Contains(cell, "<img") {
		return plain.Text(cell)
	}
	if !utf8.ValidString(cell) {
		cell = strings.ToValidUTF8(cell, "\ufffd")
	}
	return plain.Clean(cell)
}

// first is a, or b when there is no a.
func first[T comparable](a, b T) T {
	var none T
	if a != none {
		return a
	}
	return b
}

// present is a cell that says something.
func present(cell string) string {
	if cell == none {
		return ""
	}
	return cell
}

// passing are parameters that change from one collection to the next and are no part of an address.
var passing = map[string]bool{"xsec_token": true, "xsec_source": true, "sld": true, "spm": true, "scm": true, "token": true}

// stable takes out of an address what differs each time it is collected.
func stable(address string) string {
	path, query, ok := strings.Cut(address, "?")
	if !ok {
		return address
	}
	var kept []string
	for _, pair := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if !passing[strings.ToLower(name)] && !strings.HasPrefix(name, "utm_") {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}

// sites are the platforms' names and hosts, with the short names we store.
var sites = []struct{ short, names, host string }{
	{"xhs", "小红书 xiaohongshu rednote", "xiaohongshu.com"},
	{"douyin", "抖音", "douyin.com"},
	{"kuaishou", "快手", "kuaishou.com"},
	{"bilibili", "哔哩哔哩 b站 bili", "bilibili.com"},
	{"weibo", "微博 新浪微博", "weibo.c"},
	{"tieba", "贴吧 百度贴吧", "tieba.baidu.com"},
	{"zhihu", "知乎", "zhihu.com"},
	{"dianping", "大众点评 点评", "dianping.com"},
	{"meituan", "美团", "meituan.com"},
	{"jd", "京东", "jd.com"},
	{"taobao", "淘宝", "taobao.com"},
	{"tmall", "天猫", "tmall.com"},
	{"pdd", "拼多多", "yangkeduo.com"},
	{"douban", "豆瓣", "douban.com"},
	{"appstore", "应用商店 苹果商店 iosappstore", "apps.apple.com"},
	{"heimao", "黑猫 黑猫投诉", "tousu.sina.com"},
	{"ctrip", "携程", "ctrip.com"},
	{"wechat", "微信 公众号 微信公众号 视频号", "weixin.qq.com"},
	{"smzdm", "什么值得买", "smzdm.com"},
	{"v2ex", "", "v2ex.com"},
}

var byName = func() map[string]string {
	all := map[string]string{}
	for _, s := range sites {
		for _, name := range append(strings.Fields(s.names), s.short) {
			all[norm(name)] = s.short
		}
	}
	return all
}()

// platform is the short name of what a file calls a site; any other name stays.
func platform(name string) string {
	if name == "" || utf8.RuneCountInString(name) > 32 {
		return ""
	}
	return first(byName[norm(name)], name)
}

func platformOf(address string) string {
	if address == "" {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	for _, s := range sites {
		if strings.Contains(u.Host, s.host) {
			return s.short
		}
	}
	return ""
}
