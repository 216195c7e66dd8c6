package answers

import (
	"regexp"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// zhihu: answers, articles, ideas, questions and videos of lists, feeds and searches; comments of
// both editions; columns of 2016; the stories of its daily paper; the cards of its app.
var zhihu = site{format: "zhihu", platform: "zhihu", shapes: []shape{
	{is: func(o object) bool {
		return o.any("replycommentid", "replyrootcommentid") || o.str("type") == "comment" && o.has("content", "author", "createdtime")
	}, read: zhihuComment, below: one("childcomments")},
	{is: zhihuWork, read: zhihuPost},
	{is: func(o object) bool { return o.has("publishedtime", "slug", "content", "author") }, read: zhihuColumn},
	{is: func(o object) bool { return o.has("gaprefix", "title", "url") }, read: zhihuStory},
	{is: zhihuOther, read: nobody},
	{is: func(o object) bool { return o.str("type") == "ComponentCard" && o.obj("extra").has("contentid") }, read: zhihuCard},
}, around: func(o object, up above) above {
	if m := zhihuThread.FindStringSubmatch(o.obj("paging").str("next", "previous")); m != nil {
		up.thread = m[1]
	}
	if day := o.str("date"); len(day) == 8 {
		up.day = day
	}
	return up
}}

// zhihuThread is what the comments of an answer are about, as the address of its next page tells.
var zhihuThread = regexp.MustCompile(`/(?:answers|articles|questions|pins|zvideos)/(\d+)/(?:root_)?comments?`)

var zhihuKinds = map[string]voc.PostKind{"answer": voc.PostAnswer, "article": voc.PostArticle, "pin": voc.PostPost, "question": voc.PostPost, "zvideo": voc.PostPost}

func zhihuWork(o object) bool {
	return zhihuKinds[o.str("type")] != "" && o.has("id") && o.any("content", "excerpt", "contenthtml", "title") &&
		(o.any("voteupcount", "excerpt", "contenthtml") || strings.Contains(o.str("url"), "zhihu.com"))
}

// zhihuOther are things one can write about.
func zhihuOther(o object) bool {
	switch o.str("type") {
	case "topic", "people", "column", "collection":
		return o.has("id") && strings.Contains(o.str("url"), "zhihu.com")
	}
	return o.has("postscount", "followerscount", "slug")
}

func zhihuAuthor(o object) voc.Author {
	who := o.obj("author")
	if member := who.obj("member"); member != nil {
		who = member
	}
	a := author(who, one("id", "hash", "urltoken", "slug"), one("name"))
	for _, badge := range append(who.list("badge"), who.obj("badgev2").list("detailbadges")...) {
		if b, ok := badge.(object); ok && b.str("type") == "identity" {
			a.Verified = true
		}
	}
	return a
}

func zhihuComment(w *walker, o object, up above) (voc.Post, error) {
	id, err := o.ids(one("id"), one("replycommentid"), one("replyrootcommentid"))
	p := post(voc.PostComment, id[0])
	if err != nil {
		return p, err
	}
	p.Text, p.Author = o.text("content"), zhihuAuthor(o)
	for i := range id[1:] {
		if id[i+1] == id[0] {
			id[i+1] = "" // a comment on the work itself is its own root
		}
	}
	p.RootID = first(up.thread, id[2])
	p.ParentID = first(first(id[1], id[2]), first(up.parent, up.thread))
	for _, tag := range o.list("commenttag") {
		if t, ok := tag.(object); ok && t.str("type") == "ip_info" {
			p.Region = plain.Province(t.str("text"))
		}
	}
	p.Region = first(p.Region, plain.Province(o.str("ipinfo", "addresstext")))
	counts(&p.Engagement, o, one("likecount", "votecount"), one("childcommentcount"), nil, nil)
	return p, w.written(&p, o.str("createdtime"))
}

func zhihuPost(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("id")
	kind := o.str("type")
	p := post(zhihuKinds[kind], id)
	if err != nil {
		return p, err
	}
	p.Title, p.Author = o.text("title"), zhihuAuthor(o)
	p.Text = first(o.text("content", "contenthtml", "detail"), o.text("excerpt"))
	question := o.obj("question")
	switch kind {
	case "answer":
		p.Title = first(question.text("title", "name"), p.Title)
		if p.RootID, err = question.id("id"); err != nil {
			return p, err
		}
		p.ParentID = p.RootID
		p.URL = "https://www.zhihu.com/answer/" + id
		if p.RootID != "" {
			p.URL = "https://www.zhihu.com/question/" + p.RootID + "/answer/" + id
		}
	case "article":
		p.URL = "https://zhuanlan.zhihu.com/p/" + id
	default:
		p.URL = "https://www.zhihu.com/" + kind + "/" + id
	}
	if kind == "pin" && o["content"] != nil && o.str("content") == "" {
		p.Text = first(o.text("contenthtml"), pinText(o))
	}
	p.Region = plain.Province(o.str("ipinfo"))
	likes := one("voteupcount", "likecount")
	if kind == "question" {
		likes = nil // who follows a question does not agree with it
	}
	counts(&p.Engagement, o, likes, one("commentcount"), one("repincount"), one("viewcount", "playcount", "visitcount"))
	if err := w.written(&p, o.str("createdtime", "created", "publishedat")); err != nil {
		return p, err
	}
	w.edited(&p, o.str("updatedtime", "updated"))
	return p, nil
}

// pinText joins the texts an idea is made of.
func pinText(o object) string {
	var all []string
	for _, part := range o.list("content") {
		if t, ok := part.(object); ok && t.str("type") == "text" {
			all = append(all, t.text("content", "owntext"))
		}
	}
	return strings.Join(all, "\n")
}

func zhihuColumn(w *walker, o object, _ above) (voc.Post, error) {
	id, err := o.id("slug")
	p := post(voc.PostArticle, id)
	if err != nil {
		return p, err
	}
	p.Title, p.Text, p.URL, p.Author = o.text("title"), o.text("content"), "https://zhuanlan.zhihu.com/p/"+id, zhihuAuthor(o)
	counts(&p.Engagement, o, one("likescount"), one("commentscount"), nil, nil)
	return p, w.written(&p, o.str("publishedtime"))
}

func zhihuStory(w *walker, o object, up above) (voc.Post, error) {
	id, err := o.id("id")
	p := post(voc.PostArticle, id)
	if err != nil {
		return p, err
	}
	p.Title, p.URL = o.text("title"), o.str("url")
	return p, w.written(&p, up.day)
}

// zhihuCard is a work as the app shows it in its list: the beginning of the text, no time.
func zhihuCard(_ *walker, o object, _ above) (voc.Post, error) {
	extra := o.obj("extra")
	passed := extra.obj("businessextmap").obj("passthroughinfo")
	kind := zhihuKinds[strings.ToLower(extra.str("contenttype"))]
	id, err := extra.id("contentid")
	if err != nil || kind == "" || passed == nil {
		return post(voc.PostPost, id), first2(err, errSilent)
	}
	p := post(kind, id)
	content, reactions := passed.obj("content"), passed.obj("reactions")
	p.Title, p.Text = content.text("title"), content.text("summary")
	p.Author = author(passed.obj("author"), one("id"), one("name"))
	if kind == voc.PostAnswer {
		p.URL = "https://www.zhihu.com/answer/" + id
	}
	counts(&p.Engagement, reactions.obj("vote"), one("count"), nil, nil, nil)
	counts(&p.Engagement, reactions.obj("comment"), nil, one("count"), nil, nil)
	return p, nil
}

func first2(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
