package answers

import (
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// weibo: m.weibo.cn (cards, posts, their long texts, comments of both editions), the site's own
// pages, and the official interface.
var weibo = site{format: "weibo-m", platform: "weibo", shapes: []shape{
	{is: weiboIsPost, read: weiboPost, below: one("retweetedstatus")},
	{is: weiboIsComment, read: weiboComment, below: one("comments")},
	{is: func(o object) bool { return o.has("userinfo", "tabsinfo") }, read: nobody, below: one("cards")},
	{is: func(o object) bool { return o.has("longtextcontent") && !o.has("text") }, read: weiboLong},
}}

func weiboIsPost(o object) bool {
	return o.any("idstr", "id", "mid") && o.any("text", "textraw") && o.has("createdat") && !o.has("userid") && o.any("repostscount", "attitudescount") && o.any("user", "deleted", "bid", "mblogid", "state")
}

func weiboIsComment(o object) bool {
	return o.any("idstr", "id") && o.any("text", "textraw") && o.has("createdat") && o.obj("user").has("screenname") &&
		o.any("likecounts", "likecount", "rootid", "floornumber", "status", "replyid", "replycomment", "source", "totalnumber")
}

// weiboTime is the second a post's id was given in: that is how the site makes them.
func weiboTime(id string) (time.Time, bool) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || len(id) != 16 {
		return time.Time{}, false
	}
	at := time.Unix(n>>22+515483463, 0).UTC()
	return at, at.Year() >= 2009 && at.Year() < 2100
}

// weiboWritten fills the time. What the site tells relatively, or without a year, the id tells
// better; it stays as exact as it was told.
func (w *walker) weiboWritten(p *voc.Post, told string) error {
	made, known := weiboTime(p.ExternalID)
	if !known || made.After(w.page.Now) {
		return w.written(p, told)
	}
	if told == "" {
		p.PublishedAt, p.Precision = made, voc.PrecisionDay
		return nil
	}
	at, precision, ok := plain.Time(told, made, w.page.Zone)
	if ok && w.relative(told, at, made) {
		p.PublishedAt, p.Precision = made, precision
		return nil
	}
	return w.written(p, told)
}

func weiboText(o object) string {
	if long := o.obj("longtext").text("longtextcontent", "content"); long != "" {
		return long
	}
	if raw := o.str("textraw"); raw != "" {
		return plain.Clean(raw)
	}
	return o.text("text")
}

func weiboPost(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("idstr", "id", "mid")
	p := post(voc.PostPost, id)
	if err != nil {
		return p, err
	}
	if o.obj("user") == nil {
		return p, errSilent // a notice in place of a post that was taken down
	}
	p.Text, p.URL = weiboText(o), "https://m.weibo.cn/detail/"+id
	p.Author = author(o.obj("user"), one("idstr", "id"), one("screenname", "name"))
	p.Region = plain.Province(o.str("regionname"))
	counts(&p.Engagement, o, one("attitudescount"), one("commentscount"), one("repostscount"), one("readscount"))
	if again := o.obj("retweetedstatus"); again != nil {
		if p.RootID, err = again.id("idstr", "id", "mid"); err != nil {
			return p, err
		}
		p.ParentID = p.RootID
		if said := weiboText(again); said != "" && again.obj("user") != nil {
			// As weibo itself shows a repost.
			p.Text += "\n//@" + again.obj("user").str("screenname", "name") + ":" + said
		}
	}
	if err := w.weiboWritten(&p, o.str("createdat")); err != nil {
		return p, err
	}
	w.edited(&p, o.str("editat"))
	return p, nil
}

func weiboComment(w *walker, o object, up above) (voc.Post, error) {
	id, err := o.ids(one("idstr", "id"), one("rootidstr", "rootid"), one("replyid"))
	p := post(voc.PostComment, id[0])
	if err != nil {
		return p, err
	}
	if id[1] == id[0] {
		id[1] = "" // a comment on the post itself is its own root
	}
	status, _ := o.obj("status").id("idstr", "id", "mid")
	answered, _ := o.obj("replycomment").id("idstr", "id")
	p.RootID = first(status, up.thread)
	p.ParentID = first(first(answered, id[2]), first(id[1], first(up.parent, p.RootID)))
	p.Text = weiboText(o)
	p.Author = author(o.obj("user"), one("idstr", "id"), one("screenname", "name"))
	if from, ok := strings.CutPrefix(o.str("source"), "来自"); ok {
		p.Region = plain.Province(from)
	}
	counts(&p.Engagement, o, one("likecounts", "likecount", "attitudescount"), one("totalnumber"), nil, nil)
	return p, w.weiboWritten(&p, o.str("createdat"))
}

// weiboLong is the whole text of a post, which the answer names nowhere but in its address.
func weiboLong(w *walker, o object, up above) (voc.Post, error) {
	p := post(voc.PostPost, up.thread)
	p.Text = o.text("longtextcontent")
	if up.thread != "" {
		p.URL = "https://m.weibo.cn/detail/" + up.thread
	}
	counts(&p.Engagement, o, one("attitudescount"), one("commentscount"), one("repostscount"), nil)
	return p, w.weiboWritten(&p, "")
}
