package answers

import (
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// bilibili: x/v2/reply and reply/main, with the answers below each; a video's own facts and search.
var bilibili = site{format: "bilibili", platform: "bilibili", shapes: []shape{
	{is: func(o object) bool { return o.any("rpid", "rpidstr") && o.obj("content").has("message") }, read: biliReply, below: one("replies")},
	{is: func(o object) bool { return o.has("bvid", "aid", "title") && o.any("pubdate", "created") }, read: biliVideo},
}}

// biliPages are the addresses of what comments hang on, by the site's number of its kind.
var biliPages = map[string]string{"1": "https://www.bilibili.com/video/av", "11": "https://t.bilibili.com/", "12": "https://www.bilibili.com/read/cv", "17": "https://t.bilibili.com/"}

func biliReply(w *walker, o object, up above) (voc.Post, error) {
	id, err := o.ids(one("rpidstr", "rpid"), one("oidstr", "oid"), one("parentstr", "parent"), one("rootstr", "root"))
	p := post(voc.PostComment, id[0])
	if err != nil {
		return p, err
	}
	p.RootID = first(id[1], up.thread)
	p.ParentID = first(first(id[2], id[3]), first(up.parent, p.RootID))
	p.Text = o.obj("content").text("message")
	if page := biliPages[o.str("type")]; page != "" && p.RootID != "" {
		p.URL = page + p.RootID + "#reply" + p.ExternalID
	}
	member := o.obj("member")
	p.Author = author(member, one("mid"), one("uname"))
	if n, err := strconv.Atoi(member.obj("officialverify").str("type")); err == nil {
		p.Author.Verified = n >= 0
	}
	p.Author.Hash = first(p.Author.Hash, o.str("mid"))
	p.Region = plain.Province(o.obj("replycontrol").str("location"))
	counts(&p.Engagement, o, one("like"), one("rcount", "count"), nil, nil)
	return p, w.written(&p, o.str("ctime"))
}

func biliVideo(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("aid")
	p := post(voc.PostPost, id)
	if err != nil {
		return p, err
	}
	p.Title, p.Text = o.text("title"), o.text("desc", "description")
	p.URL = "https://www.bilibili.com/video/" + o.str("bvid")
	p.Author = author(o.obj("owner"), one("mid"), one("name"))
	p.Author.Hash, p.Author.Name = first(p.Author.Hash, o.str("mid")), first(p.Author.Name, plain.Clean(o.str("author")))
	if stat := o.obj("stat"); stat != nil {
		counts(&p.Engagement, stat, one("like"), one("reply"), one("share"), one("view"))
	} else {
		counts(&p.Engagement, o, one("like"), one("review"), nil, one("play"))
	}
	return p, w.written(&p, o.str("pubdate", "created"))
}

// douyin, and TikTok, whose interface has the same names.
var douyin = site{format: "douyin", platform: "douyin", shapes: []shape{
	{is: func(o object) bool { return o.has("cid", "text", "createtime", "user") }, read: douyinComment, below: one("replycomment")},
	{is: func(o object) bool {
		return o.has("desc", "createtime", "author") && (o.has("awemeid", "statistics") || o.has("id", "stats"))
	}, read: douyinVideo},
}}

func douyinComment(w *walker, o object, up above) (voc.Post, error) {
	id, err := o.ids(one("cid"), one("awemeid"), one("replytoreplyid", "replyid"))
	p := post(voc.PostComment, id[0])
	if err != nil {
		return p, err
	}
	p.RootID = first(id[1], up.thread)
	p.ParentID = first(id[2], first(up.parent, p.RootID))
	p.Text = plain.Clean(o.str("text"))
	p.Author = author(o.obj("user"), one("uid", "id", "secuid"), one("nickname", "uniqueid"))
	p.Region = plain.Province(o.str("iplabel"))
	p.Language = o.str("commentlanguage")
	counts(&p.Engagement, o, one("diggcount"), one("replycommenttotal"), nil, nil)
	return p, w.written(&p, o.str("createtime"))
}

func douyinVideo(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("awemeid", "id")
	p := post(voc.PostPost, id)
	if err != nil {
		return p, err
	}
	p.Text = plain.Clean(o.str("desc"))
	if w.platform == "douyin" {
		p.URL = "https://www.douyin.com/video/" + id
	}
	p.Author = author(o.obj("author"), one("uid", "id", "secuid"), one("nickname", "uniqueid"))
	p.Region = plain.Province(o.str("iplabel"))
	counts(&p.Engagement, o.obj("statistics", "stats"), one("diggcount"), one("commentcount"), one("sharecount"), one("playcount"))
	return p, w.written(&p, o.str("createtime"))
}

// kuaishou: the comments and videos its web page asks for.
var kuaishou = site{format: "kuaishou", platform: "kuaishou", shapes: []shape{
	{is: func(o object) bool {
		return o.has("commentid", "content", "timestamp") && o.any("likedcount", "reallikedcount", "subcomments", "headurl")
	}, read: kuaishouComment, below: one("subcomments")},
	{is: func(o object) bool { return o.obj("photo").has("id", "caption") }, read: kuaishouVideo},
}, around: func(o object, up above) above {
	up.thread = first(o.str("photoid"), up.thread)
	return up
}}

func kuaishouComment(w *walker, o object, up above) (voc.Post, error) {
	id, err := o.ids(one("commentid"), one("replyto"))
	p := post(voc.PostComment, id[0])
	if err != nil {
		return p, err
	}
	p.RootID = first(o.str("photoid"), up.thread)
	p.ParentID = first(id[1], first(up.parent, p.RootID))
	p.Text = plain.Clean(o.str("content"))
	p.Author = author(o, one("authorid"), one("authorname"))
	counts(&p.Engagement, o, one("reallikedcount", "likedcount", "likecount"), one("subcommentcount"), nil, nil)
	return p, w.written(&p, o.str("timestamp"))
}

func kuaishouVideo(w *walker, o object, _ above) (voc.Post, error) {
	photo := o.obj("photo")
	id, err := photo.id("id")
	p := post(voc.PostPost, id)
	if err != nil {
		return p, err
	}
	p.Text, p.URL = plain.Clean(photo.str("caption")), "https://www.kuaishou.com/short-video/"+id
	p.Author = author(o.obj("author"), one("id"), one("name"))
	counts(&p.Engagement, photo, one("reallikecount", "likecount"), one("commentcount"), nil, one("viewcount"))
	return p, w.written(&p, photo.str("timestamp"))
}

// idTime is the moment some ids carry: seconds since 1970 in the first eight of 24 hex digits.
func idTime(id string) (time.Time, bool) {
	if len(id) != 24 {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(id[:8], 16, 64)
	at := time.Unix(n, 0).UTC()
	return at, err == nil && at.Year() >= 2013
}
