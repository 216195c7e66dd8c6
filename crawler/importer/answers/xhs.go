package answers

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// xiaohongshu: notes of feeds and searches, comments and the comments below them, the interface of
// 2019, and what the page itself carries.
var xiaohongshu = site{format: "xhs", platform: "xhs", shapes: []shape{
	{is: func(o object) bool { return o.obj("notecard") != nil }, read: xhsCard},
	{is: func(o object) bool { return o.has("noteid", "user", "interactinfo") }, read: xhsNote},
	{is: xhsIsComment, read: xhsComment, below: one("subcomments")},
}, around: func(o object, up above) above {
	up.thread = first(o.obj("targetnote").str("id"), up.thread)
	return up
}}

func xhsIsComment(o object) bool {
	return o.has("id", "content") && o.obj("userinfo", "user") != nil && o.any("likecount", "likes") &&
		o.any("createtime", "time") && o.any("subcomments", "subcommentcount", "subcommentstotal", "targetcomment", "noteid")
}

func xhsComment(w *walker, o object, up above) (voc.Post, error) {
	id, err := o.ids(one("id"), one("noteid"))
	p := post(voc.PostComment, id[0])
	if err != nil {
		return p, err
	}
	p.RootID = first(id[1], up.thread)
	p.ParentID = first(o.obj("targetcomment").str("id"), first(up.parent, p.RootID))
	if p.ParentID == p.ExternalID {
		p.ParentID = p.RootID
	}
	p.Text = plain.Clean(o.str("content"))
	p.Author = author(o.obj("userinfo", "user"), one("userid", "id"), one("nickname"))
	p.Region = plain.Province(o.str("iplocation"))
	counts(&p.Engagement, o, one("likecount", "likes"), one("subcommentcount", "subcommentstotal"), nil, nil)
	return p, w.written(&p, o.str("createtime", "time"))
}

// xhsCard is a note inside the item of a list, which may be the only one to tell its id.
func xhsCard(w *walker, o object, up above) (voc.Post, error) {
	card := o.obj("notecard")
	if !card.any("noteid") {
		card["noteid"] = o["id"]
	}
	return xhsNote(w, card, up)
}

func xhsNote(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("noteid", "id")
	p := post(voc.PostPost, id)
	if err != nil {
		return p, err
	}
	p.Title, p.Text = plain.Clean(o.str("title", "displaytitle")), plain.Clean(o.str("desc"))
	p.URL = "https://www.xiaohongshu.com/explore/" + id
	p.Author = author(o.obj("user"), one("userid", "id"), one("nickname"))
	p.Region = plain.Province(o.str("iplocation"))
	counts(&p.Engagement, o.obj("interactinfo"), one("likedcount"), one("commentcount"), one("sharecount", "sharedcount"), nil)
	told := o.str("time")
	for _, tag := range o.list("cornertaginfo") {
		if t, ok := tag.(object); ok && t.str("type") == "publish_time" && told == "" {
			told = t.str("text")
		}
	}
	if err := w.written(&p, told); err != nil {
		return p, err
	}
	if at, ok := idTime(id); ok && p.Precision == voc.PrecisionNone && !at.After(w.page.Now) {
		// The site's ids begin with the second they were given in; a draft may have waited.
		p.PublishedAt, p.Precision = at.Truncate(time.Minute), voc.PrecisionDay
	}
	w.edited(&p, o.str("lastupdatetime"))
	return p, nil
}
