package demosite

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	feedItems      = 500 // more than ninety days hold
	appID          = "1600000001"
	appPerPage     = 50
	appPages       = 10 // Apple shows the newest 500 and no more
	timelineCount  = 20
	timelineMost   = 100
	timelineFormat = "Mon Jan 02 15:04:05 -0700 2006"
)

type rssItem struct {
	Title   string `xml:"title"`
	Link    string `xml:"link"`
	GUID    string `xml:"guid"`
	PubDate string `xml:"pubDate"`
	Creator string `xml:"dc:creator"`
	Text    string `xml:"description"`
}

// feed is RSS 2.0. ServeContent answers If-None-Match and If-Modified-Since with 304.
func (s *Site) feed(w http.ResponseWriter, r *http.Request) {
	list := s.published(string(News), s.now())
	if len(list) > feedItems {
		list = list[len(list)-feedItems:]
	}
	var latest time.Time
	tag := `"empty"`
	items := make([]rssItem, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		x := list[i]
		link := "http://" + r.Host + x.path()
		items = append(items, rssItem{Title: x.title, Link: link, GUID: link, PubDate: x.at.In(s.opts.Location).Format(time.RFC1123Z),
			Creator: x.author.name, Text: "<p>" + html.EscapeString(x.text) + "</p>"})
	}
	if len(list) > 0 {
		latest = list[len(list)-1].at
		tag = fmt.Sprintf(`"%d-%s"`, len(list), list[len(list)-1].key())
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	_ = xml.NewEncoder(&b).Encode(struct { // a buffer never fails
		XMLName xml.Name  `xml:"rss"`
		Version string    `xml:"version,attr"`
		DC      string    `xml:"xmlns:dc,attr"`
		Title   string    `xml:"channel>title"`
		Link    string    `xml:"channel>link"`
		About   string    `xml:"channel>description"`
		Tongue  string    `xml:"channel>language"`
		Items   []rssItem `xml:"channel>item"`
	}{Version: "2.0", DC: "http://purl.org/dc/elements/1.1/", Title: "街坊资讯 · 茶饮", Link: "http://" + r.Host + "/", About: "茶饮行业与本地消息", Tongue: "zh-cn", Items: items})
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	w.Header().Set("ETag", tag)
	http.ServeContent(w, r, "", latest, bytes.NewReader(b.Bytes()))
}

// label is Apple's way to write a scalar.
type label struct {
	Label string `json:"label"`
}

type appEntry struct {
	Author struct {
		URI   label  `json:"uri"`
		Name  label  `json:"name"`
		Label string `json:"label"`
	} `json:"author"`
	Updated   label `json:"updated"`
	Rating    label `json:"im:rating"`
	Version   label `json:"im:version"`
	ID        label `json:"id"`
	Title     label `json:"title"`
	Content   label `json:"content"`
	VoteSum   label `json:"im:voteSum"`
	VoteCount label `json:"im:voteCount"`
}

// cupertino is where Apple's clocks stand.
var cupertino = time.FixedZone("", -7*60*60)

// appReviews is shaped as Apple's feed: /cn/rss/customerreviews/page=2/id=1600000001/sortby=mostrecent/json,
// fifty a page, ten pages, every scalar a label, no entry key on an empty page and an object
// instead of a list when there is exactly one.
func (s *Site) appReviews(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.TrimPrefix(r.PathValue("page"), "page="))
	if err != nil || r.PathValue("format") != "json" {
		http.NotFound(w, r)
		return
	}
	var posts []*post
	if r.PathValue("id") == "id="+appID && n <= appPages {
		posts, _ = newest(s.published(string(AppStore), s.now()), n, appPerPage)
	}
	entries := make([]appEntry, 0, len(posts))
	for _, x := range posts {
		var e appEntry
		e.Author.URI.Label = fmt.Sprintf("https://itunes.apple.com/cn/reviews/id%d", x.author.id)
		e.Author.Name.Label = x.author.name
		e.Updated.Label = x.at.In(cupertino).Format(time.RFC3339)
		e.Rating.Label, e.Version.Label, e.ID.Label = strconv.Itoa(x.rating), x.version, x.key()
		e.Title.Label, e.Content.Label = x.title, x.text
		e.VoteSum.Label, e.VoteCount.Label = strconv.FormatInt(x.likes, 10), strconv.FormatInt(x.likes+x.replies, 10)
		entries = append(entries, e)
	}
	feed := map[string]any{"author": map[string]label{"name": {"iTunes Store"}}, "title": label{"iTunes Store: 用户评论"}, "updated": label{s.now().In(cupertino).Format(time.RFC3339)}}
	switch len(entries) {
	case 0:
	case 1:
		feed["entry"] = entries[0]
	default:
		feed["entry"] = entries
	}
	writeJSON(w, "text/javascript; charset=utf-8", map[string]any{"feed": feed}) // Apple's own content type
}

type statusUser struct {
	ID        int64  `json:"id"`
	IDString  string `json:"idstr"`
	Name      string `json:"screen_name"`
	Followers string `json:"followers_count"`
	Verified  bool   `json:"verified"`
}

type status struct {
	ID        int64      `json:"id"` // beyond 2^53: use idstr
	IDString  string     `json:"idstr"`
	CreatedAt string     `json:"created_at"`
	Text      string     `json:"text"`
	Region    string     `json:"region_name"`
	Source    string     `json:"source"`
	URL       string     `json:"url"`
	Reposts   any        `json:"reposts_count"` // a number below ten thousand, "1.2万" above
	Comments  any        `json:"comments_count"`
	Likes     any        `json:"attitudes_count"`
	User      statusUser `json:"user"`
	Original  *status    `json:"retweeted_status,omitempty"`
}

// timeline is a microblog API, newest first: ?count=1…100&cursor=, where the cursor is the
// next_cursor of the page before; it is empty on the last page.
func (s *Site) timeline(w http.ResponseWriter, r *http.Request) {
	count, _ := strconv.Atoi(r.FormValue("count"))
	if count < 1 {
		count = timelineCount
	}
	count = min(count, timelineMost)
	list := s.published(string(Timeline), s.now())
	total := len(list)
	if cursor := r.FormValue("cursor"); cursor != "" {
		below, err := strconv.ParseInt(cursor, 10, 64)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			writeJSON(w, "application/json; charset=utf-8", map[string]any{"ok": 0, "msg": "cursor 无效"})
			return
		}
		for len(list) > 0 && list[len(list)-1].id >= below { // ids grow with time
			list = list[:len(list)-1]
		}
	}
	posts, _ := newest(list, 1, count)
	statuses := make([]*status, 0, len(posts))
	for _, x := range posts {
		statuses = append(statuses, s.status(x, r.Host))
	}
	next := ""
	if len(posts) > 0 && len(list) > len(posts) {
		next = posts[len(posts)-1].key()
	}
	writeJSON(w, "application/json; charset=utf-8", map[string]any{"ok": 1, "data": map[string]any{"statuses": statuses, "next_cursor": next, "total_number": total}})
}

func (s *Site) status(x *post, host string) *status {
	region := x.region
	if region == "" {
		region = x.author.home
	}
	st := &status{
		ID: x.id, IDString: x.key(), CreatedAt: x.at.In(s.opts.Location).Format(timelineFormat), Text: x.text,
		Region: "发布于 " + region, Source: []string{"iPhone客户端", "Android", "网页版"}[x.author.id%3], URL: "http://" + host + x.path(),
		Reposts: loose(x.shares), Comments: loose(x.replies), Likes: loose(x.likes),
		User: statusUser{ID: x.author.id, IDString: strconv.FormatInt(x.author.id, 10), Name: x.author.name, Followers: crowd(x.author.followers), Verified: x.author.verified},
	}
	if x.of != nil && x.of.channel == Timeline && x.topic != x.of.topic { // passed on, not posted twice
		st.Original = s.status(x.of, host)
	}
	return st
}

// loose is a count of an API that changes its mind about types.
func loose(n int64) any {
	if n >= 10_000 {
		return crowd(n)
	}
	return n
}

func writeJSON(w http.ResponseWriter, contentType string, v any) {
	w.Header().Set("Content-Type", contentType)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}
