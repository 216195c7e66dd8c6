package answers

import (
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// jd: a page of a product's reviews.
var jd = site{format: "jd", platform: "jd", shapes: []shape{
	{is: func(o object) bool {
		return o.has("content", "creationtime", "score") && o.any("referenceid", "guid", "referencename")
	}, read: jdReview},
}}

func jdReview(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("id", "guid")
	p := post(voc.PostReview, id)
	if err != nil {
		return p, err
	}
	p.Text, p.Product = o.text("content"), plain.Clean(o.str("referencename"))
	if later := o.obj("afterusercomment").obj("hafterusercomment").text("content"); later != "" {
		p.Text += "\n追评：" + later
	}
	p.Author = author(o, one("uid", "userid"), one("nickname"))
	p.Region = plain.Province(o.str("userprovince", "location"))
	p.RatingRaw = o.str("score")
	if stars, ok := plain.Rating(p.RatingRaw, 5); ok {
		p.Rating = stars
	}
	counts(&p.Engagement, o, one("usefulvotecount"), one("replycount"), nil, nil)
	return p, w.written(&p, o.str("creationtime"))
}

// reddit: lists of posts, and the comments of one.
var reddit = site{format: "reddit", platform: "reddit", shapes: []shape{
	{is: func(o object) bool { return strings.HasPrefix(o.str("name"), "t1_") && o.any("body", "bodyhtml") }, read: redditComment, below: one("replies")},
	{is: func(o object) bool { return strings.HasPrefix(o.str("name"), "t3_") && o.has("title") }, read: redditPost},
}}

func redditPost(w *walker, o object, _ above) (voc.Post, error) {
	p := redditSaid(o, voc.PostPost)
	p.Title, p.Text = o.text("title"), gone(o.text("selftext"))
	counts(&p.Engagement, o, one("score", "ups"), one("numcomments"), nil, nil)
	return p, redditTimes(w, &p, o)
}

func redditComment(w *walker, o object, _ above) (voc.Post, error) {
	p := redditSaid(o, voc.PostComment)
	p.ParentID, p.RootID = bareName(o.str("parentid")), bareName(o.str("linkid"))
	if p.Text = gone(o.text("body")); p.Text == "" {
		return p, errSilent
	}
	counts(&p.Engagement, o, one("score", "ups"), nil, nil, nil)
	return p, redditTimes(w, &p, o)
}

func redditTimes(w *walker, p *voc.Post, o object) error {
	told, _, _ := strings.Cut(o.str("createdutc", "created"), ".")
	if err := w.written(p, told); err != nil {
		return err
	}
	changed, _, _ := strings.Cut(o.str("edited"), ".")
	if changed != "true" {
		w.edited(p, changed)
	}
	return nil
}

func redditSaid(o object, kind voc.PostKind) voc.Post {
	p := post(kind, bareName(o.str("name")))
	p.Author = author(o, one("authorfullname", "author"), one("author"))
	p.Author.Name, p.Author.Hash = gone(p.Author.Name), gone(p.Author.Hash)
	if link := o.str("permalink"); strings.HasPrefix(link, "/") {
		p.URL = "https://www.reddit.com" + link
	}
	return p
}

// bareName takes the kind off a name: "t1_abc" and "t3_abc" are different things with one numbering
// each, which never meet.
func bareName(name string) string {
	_, id, ok := strings.Cut(name, "_")
	if !ok {
		return name
	}
	return id
}

// gone is a text unless a moderator or its author took it away.
func gone(text string) string {
	switch text {
	case "[deleted]", "[removed]", "[ Removed by Reddit ]":
		return ""
	}
	return text
}

// askbot: questions, and the comments below a post.
var askbot = site{format: "askbot", platform: "askbot", shapes: []shape{
	{is: func(o object) bool { return o.has("commentaddedat", "html", "objectid") }, read: askbotComment},
	{is: func(o object) bool {
		return o.has("id", "title", "url", "answercount") && o.any("addedat", "lastactivityat")
	}, read: askbotQuestion},
}}

func askbotComment(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.ids(one("id"), one("objectid"))
	p := post(voc.PostComment, id[0])
	p.ParentID, p.RootID = id[1], id[1]
	if err != nil {
		return p, err
	}
	p.Text, p.Author = o.text("html"), author(o, one("userid"), one("userdisplayname"))
	counts(&p.Engagement, o, one("score", "points"), nil, nil, nil)
	return p, w.written(&p, o.str("commentaddedat"))
}

func askbotQuestion(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("id")
	p := post(voc.PostPost, id)
	if err != nil {
		return p, err
	}
	p.Title, p.Text, p.URL = o.text("title"), o.text("text", "summary"), o.str("url")
	p.Author = author(o.obj("author"), one("id"), one("username"))
	counts(&p.Engagement, o, one("score", "points"), one("answercount"), nil, one("viewcount"))
	return p, w.written(&p, o.str("addedat"))
}
