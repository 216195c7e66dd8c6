package discourse

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const forum = "https://forum.example"

func reader(t testing.TB, o Options) *Reader {
	t.Helper()
	r, err := New(forum, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parse(t *testing.T, r *Reader, address, text string) plain.Sheet {
	t.Helper()
	sheet, err := r.Parse(plaintest.Page(t, address, text))
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// post is a post with some of its keys replaced.
func post(id, number int, change string) string {
	p := map[string]any{
		"id": id, "username": "moli", "name": "茉莉", "user_id": 31, "created_at": "2026-01-09T09:00:00.000Z", "updated_at": "2026-01-09T09:00:00.000Z", "cooked": "<p>固件又崩了</p>",
		"post_number": number, "post_type": 1, "reply_count": 2, "reads": 40, "reply_to_post_number": nil, "topic_id": 57, "topic_slug": "gu-jian", "version": 1,
		"actions_summary": []any{map[string]any{"id": 2, "count": 6}, map[string]any{"id": 3, "count": 9}}, "hidden": false, "deleted_at": nil, "user_deleted": false,
	}
	var patch map[string]any
	if err := json.Unmarshal([]byte("{"+change+"}"), &patch); err != nil {
		panic(err)
	}
	for key, value := range patch {
		p[key] = value
	}
	b, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func topicPage(stream string, posts ...string) string {
	return `{"post_stream":{"posts":[` + strings.Join(posts, ",") + `],"stream":[` + stream + `]},"id":57,"title":"升级固件的人 &amp; 结果","slug":"gu-jian","posts_count":9,"views":880,"like_count":14}`
}

func TestTopic(t *testing.T) {
	r := reader(t, Options{List: "topics"})
	sheet := parse(t, r, forum+"/t/57.json", topicPage("101,102,103", post(101, 1, ""), post(102, 2, `"updated_at":"2026-01-09T10:00:00Z","version":2,"actions_summary":[]`), post(103, 5, `"reply_to_post_number":2`)))
	if len(sheet.Posts) != 3 || len(sheet.Odd) > 0 || sheet.Links != nil || sheet.Next != "" {
		t.Fatalf("%+v", sheet)
	}
	at := time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC)
	author := voc.Author{Hash: "31", Name: "moli", Followers: voc.Unknown}
	want := []voc.Post{{
		ExternalID: "101", Kind: voc.PostPost, Title: "升级固件的人 & 结果", Text: "固件又崩了", URL: forum + "/t/gu-jian/57/1", Author: author, PublishedAt: at, Precision: voc.PrecisionSecond,
		Engagement: voc.Engagement{Likes: 6, Replies: 8, Shares: voc.Unknown, Views: 880},
	}, {
		ExternalID: "102", Kind: voc.PostComment, Text: "固件又崩了", URL: forum + "/t/gu-jian/57/2", Author: author, PublishedAt: at, EditedAt: at.Add(time.Hour), Precision: voc.PrecisionSecond,
		ParentID: "101", RootID: "101", Engagement: voc.Engagement{Likes: 0, Replies: 2, Shares: voc.Unknown, Views: 40},
	}, {
		ExternalID: "103", Kind: voc.PostComment, Text: "固件又崩了", URL: forum + "/t/gu-jian/57/5", Author: author, PublishedAt: at, Precision: voc.PrecisionSecond,
		ParentID: "102", RootID: "101", Engagement: voc.Engagement{Likes: 6, Replies: 2, Shares: voc.Unknown, Views: 40},
	}}
	for i := range want {
		if sheet.Posts[i] != want[i] {
			t.Errorf("got  %+v\nwant %+v", sheet.Posts[i], want[i])
		}
	}
}

func TestALongTopicIsReadInBatches(t *testing.T) {
	r := reader(t, Options{List: "topics"})
	ids := func(to int) string {
		var all []string
		for id := 101; id <= to; id++ {
			all = append(all, strconv.Itoa(id))
		}
		return strings.Join(all, ",")
	}
	var shown []string
	for i := range 20 {
		shown = append(shown, post(101+i, i+1, ""))
	}
	sheet := parse(t, r, forum+"/t/57.json", topicPage(ids(145), shown...))
	if len(sheet.Links) != 2 || strings.Count(sheet.Links[0].URL, "post_ids") != 20 || strings.Count(sheet.Links[1].URL, "post_ids") != 5 || !strings.HasSuffix(sheet.Links[0].URL, "#101") ||
		!strings.HasPrefix(sheet.Links[1].URL, forum+"/t/57/posts.json?post_ids%5B%5D=141&") {
		t.Fatalf("%+v", sheet.Links)
	}
	grown := parse(t, r, forum+"/t/57.json", topicPage(ids(146), shown...))
	if grown.Links[0].Key != sheet.Links[0].Key || grown.Links[1].Key == sheet.Links[1].Key {
		t.Error("a topic that grew costs its last batch only")
	}
	batch := parse(t, r, sheet.Links[1].URL, `{"post_stream":{"posts":[`+post(141, 41, "")+","+post(142, 42, `"reply_to_post_number":41`)+","+post(143, 43, `"reply_to_post_number":7`)+`]},"id":57}`)
	if len(batch.Posts) != 3 || batch.Links != nil {
		t.Fatalf("%+v", batch)
	}
	for i, parent := range []string{"101", "141", "t57/7"} {
		if p := batch.Posts[i]; p.ParentID != parent || p.RootID != "101" {
			t.Errorf("post %s answers %q in %q, want %q in 101", p.ExternalID, p.ParentID, p.RootID, parent)
		}
	}
}

func TestStream(t *testing.T) {
	r := reader(t, Options{})
	sheet := parse(t, r, r.Start(), `{"latest_posts":[`+post(209, 4, `"reply_to_post_number":3,"topic_title":"升级固件的人"`)+","+post(208, 1, `"topic_id":58,"topic_title":"新帖 &amp; 求助"`)+`]}`)
	if len(sheet.Posts) != 2 || sheet.Next != forum+"/posts.json?before=208" || sheet.Links != nil {
		t.Fatalf("%+v", sheet)
	}
	if p := sheet.Posts[0]; p.ParentID != "t57/3" || p.RootID != "t57" || p.Title != "" || p.Kind != voc.PostComment {
		t.Errorf("the title is that of another writer's post: %+v", p)
	}
	if p := sheet.Posts[1]; p.Title != "新帖 & 求助" || p.ParentID != "" || p.Kind != voc.PostPost || p.Engagement.Views != 40 {
		t.Errorf("%+v", p)
	}
	if sheet := parse(t, r, r.Start(), `{"latest_posts":[]}`); sheet.Next != "" {
		t.Error("an empty page is the end")
	}
	gone := parse(t, r, r.Start(), `{"latest_posts":[`+post(5, 2, `"user_deleted":true`)+`]}`)
	if len(gone.Posts) != 0 || gone.Next == "" || len(gone.Links) != 1 {
		t.Errorf("one of nothing but deleted posts is not: %+v", gone)
	}
}

func TestTopicLists(t *testing.T) {
	r := reader(t, Options{List: "topics"})
	list := func(more, topics string) string {
		return `{"topic_list":{"more_topics_url":` + more + `,"topics":[` + topics + `]}}`
	}
	const pinned, open = `{"id":1,"pinned":true,"posts_count":1,"highest_post_number":1,"bumped_at":"2020-01-01T00:00:00Z"}`, `{"id":57,"posts_count":9,"highest_post_number":12,"bumped_at":"2026-01-09T09:00:00Z","last_posted_at":null}`
	sheet := parse(t, r, r.Start(), list(`"/latest?no_definitions=true&page=1"`, pinned+","+open))
	if len(sheet.Posts) != 0 || len(sheet.Links) != 2 || !sheet.Links[1].At.Equal(time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC)) || sheet.Links[1].URL != forum+"/t/57.json" || sheet.Next != forum+"/latest.json?page=1" {
		t.Fatalf("%+v", sheet)
	}
	if more := parse(t, r, r.Start(), list("null", strings.Replace(open, ":12,", ":13,", 1))); more.Links[0].Key == sheet.Links[1].Key || more.Next != "" {
		t.Errorf("a topic with a new post is another mark, and the last page leads nowhere: %+v", more)
	}
	if sheet := parse(t, r, forum+"/latest.json?page=4", list(`"/latest?page=5"`, open)); sheet.Next != forum+"/latest.json?page=5" {
		t.Error(sheet.Next)
	}
	if empty := parse(t, r, r.Start(), list(`"/latest?page=5"`, "")); empty.Next != "" || empty.Links == nil {
		t.Errorf("an empty list is the end: %+v", empty)
	}
}

func TestWhatPeopleWroteThemselves(t *testing.T) {
	r := reader(t, Options{})
	for _, c := range []struct{ why, cooked, want string }{
		{"a quoted post is another's", `<aside class="quote no-group" data-post="3"><div class="title"><img class="avatar" alt="">afei:</div><blockquote><p>换固件就好</p></blockquote></aside><p>换了，没用</p>`, "换了，没用"},
		{"so is a quotation", `<blockquote><p>官方说已修复</p></blockquote><p>骗人</p>`, "骗人"},
		{"and the preview of a link", `<p>看这里</p><aside class="onebox allowlistedgeneric"><header>tea.example</header><article><h3>别家的标题</h3></article></aside>`, "看这里"},
		{"a post that is nothing but a quotation is kept", `<aside class="quote"><blockquote><p>换固件就好</p></blockquote></aside>`, "换固件就好"},
		{"emoticons stay", `<p>服了 <img src="/x.png" title=":sob:" class="emoji" alt=":sob:"> [捂脸] 😣</p>`, "服了 [:sob:] [捂脸] 😣"},
		{"the size of a picture is nobody's word", `<p>如图</p><div class="lightbox-wrapper"><a><img><div class="meta"><span class="filename">a.png</span><span class="informations">800x620 97 KB</span></div></a></div>`, "如图"},
		{"commands keep their lines", "<p>我跑了：</p><pre><code class=\"lang-sh\">opkg update\nopkg upgrade</code></pre>", "我跑了：\nopkg update\nopkg upgrade"},
		{"a mention stays", `<p><a class="mention" href="/u/afei">@afei</a> 谢谢</p>`, "@afei 谢谢"},
	} {
		cooked, _ := json.Marshal(c.cooked)
		sheet := parse(t, r, r.Start(), `{"latest_posts":[`+post(5, 2, `"cooked":`+string(cooked))+`]}`)
		if len(sheet.Posts) != 1 || sheet.Posts[0].Text != c.want {
			t.Errorf("%s: %q, want %q", c.why, sheet.Posts[0].Text, c.want)
		}
	}
}

func TestPostsOlderNewerAndDamaged(t *testing.T) {
	r := reader(t, Options{})
	for _, c := range []struct {
		why, change string
		check       func([]voc.Post) bool
	}{
		{"a deleted post", `"deleted_at":"2026-01-09T10:00:00Z"`, func(p []voc.Post) bool { return len(p) == 0 }},
		{"one its author took back", `"user_deleted":true`, func(p []voc.Post) bool { return len(p) == 0 }},
		{"one that was hidden", `"hidden":true`, func(p []voc.Post) bool { return len(p) == 0 }},
		{"what a moderator did", `"post_type":3,"cooked":""`, func(p []voc.Post) bool { return len(p) == 0 }},
		{"a moderator's own words", `"post_type":2`, func(p []voc.Post) bool { return len(p) == 1 }},
		{"a whisper", `"post_type":"4"`, func(p []voc.Post) bool { return len(p) == 0 }},
		{"likes nobody gave", `"actions_summary":[]`, func(p []voc.Post) bool { return p[0].Engagement.Likes == 0 }},
		{"likes nobody told", `"actions_summary":null`, func(p []voc.Post) bool { return p[0].Engagement.Likes == voc.Unknown }},
		{"numbers as texts", `"id":"5","user_id":"31","reads":"40","actions_summary":[{"id":"2","count":"6"}]`, func(p []voc.Post) bool {
			return p[0].ExternalID == "5" && p[0].Engagement.Likes == 6 && p[0].Engagement.Views == 40
		}},
		{"an older version's time with its zone", `"created_at":"2026-01-09T04:00:00.000-05:00"`, func(p []voc.Post) bool { return p[0].PublishedAt.Equal(time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC)) }},
		{"a time nobody can read", `"created_at":"不详"`, func(p []voc.Post) bool { return p[0].Precision == voc.PrecisionNone }},
		{"raw words when there are no others", `"cooked":null,"raw":"崩了 <3 次"`, func(p []voc.Post) bool { return p[0].Text == "崩了 <3 次" }},
		{"no topic told", `"topic_id":null,"topic_slug":null`, func(p []voc.Post) bool { return p[0].RootID == "" && p[0].URL == forum+"/p/5" }},
		{"an account that is gone", `"user_id":null,"username":"anon7"`, func(p []voc.Post) bool { return p[0].Author.Hash == "anon7" }},
		{"a post that answers itself", `"reply_to_post_number":2`, func(p []voc.Post) bool { return p[0].ParentID == "t57/1" }},
	} {
		sheet := parse(t, r, r.Start(), `{"latest_posts":[`+post(5, 2, c.change)+`]}`)
		if !c.check(sheet.Posts) {
			t.Errorf("%s: %+v", c.why, sheet.Posts)
		}
	}
	if one := parse(t, r, forum+"/posts/5.json", post(5, 2, "")); len(one.Posts) != 1 {
		t.Errorf("a post alone: %+v", one)
	}
}

func TestForeignPages(t *testing.T) {
	r := reader(t, Options{})
	for why, text := range map[string]string{"HTML": "<html>", "a list": "[]", "null": "null", "another object": `{"users":[]}`, "nothing": "", "a fault": `{"errors":["暂时不可用"],"error_type":"rate_limit"}`} {
		if sheet, err := r.Parse(plaintest.Page(t, r.Start(), text)); !errors.Is(err, plain.ErrLayout) || len(sheet.Posts) > 0 {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := r.Parse(plaintest.Page(t, r.Start(), `{"errors":["请先登录"],"error_type":"not_logged_in"}`)); !errors.Is(err, plain.ErrLogin) || !strings.Contains(err.Error(), "请先登录") {
		t.Errorf("%v", err)
	}
	if sheet := parse(t, r, r.Start(), `{"latest_posts":[null,7,{"cooked":"<p>没有编号"},{"id":3}]}`); len(sheet.Posts) != 0 || len(sheet.Odd) != 2 {
		t.Errorf("%+v", sheet)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		base string
		o    Options
		said string
	}{
		{"", Options{}, "https://meta.discourse.org"},
		{forum, Options{List: "latest"}, "posts or topics"},
		{forum, Options{Category: "a/1", Tag: "b"}, "write one"},
		{forum, Options{List: "posts", Tag: "b"}, "leave list out"},
		{forum, Options{Category: "support 6"}, "write support/6"},
		{forum, Options{Tag: "a/b"}, "not a tag"},
	} {
		if _, err := New(c.base, c.o); err == nil || !strings.Contains(err.Error(), c.said) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Default(), "/posts.json"}, {Options{}, "/posts.json"}, {Options{List: "topics"}, "/latest.json"}, {Options{Category: "/c/support/6/"}, "/c/support/6.json"},
		{Options{Category: "支持/6"}, "/c/%E6%94%AF%E6%8C%81/6.json"}, {Options{Tag: "固件"}, "/tag/%E5%9B%BA%E4%BB%B6.json"},
	} {
		if got := reader(t, c.o).Start(); got != forum+c.want {
			t.Errorf("%+v: %s", c.o, got)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// TestRealPages holds what we read against an independent decoding of recorded pages.
func TestRealPages(t *testing.T) {
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the recorded pages of Discourse are NOT tested")
	}
	files, err := filepath.Glob(filepath.Join(root, "data/fixtures/discourse/*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded pages of Discourse", err)
	}
	type realPost struct {
		ID               int64
		N                int64     `json:"post_number"`
		ReplyTo          *int64    `json:"reply_to_post_number"`
		Created          time.Time `json:"created_at"`
		Updated          time.Time `json:"updated_at"`
		UserID           int64     `json:"user_id"`
		Username, Cooked string
		Replies          int64 `json:"reply_count"`
		Reads            int64
		Actions          []struct{ ID, Count int64 } `json:"actions_summary"`
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var w struct {
			realPost
			Latest []realPost `json:"latest_posts"`
			Stream struct {
				Posts  []realPost
				Stream []int64
			} `json:"post_stream"`
			List *struct {
				Topics []struct{ ID int64 }
				More   *string `json:"more_topics_url"`
			} `json:"topic_list"`
			Views      int64
			PostsCount int64 `json:"posts_count"`
		}
		if err := json.Unmarshal(raw, &w); err != nil {
			t.Fatalf("%s: %v", filepath.Base(file), err)
		}
		sheet := parse(t, reader(t, Options{}), forum+"/x.json", string(raw))
		want := append(w.Latest, w.Stream.Posts...)
		if w.Cooked != "" {
			want = []realPost{w.realPost}
		}
		if len(sheet.Posts) != len(want) || len(sheet.Odd) > 0 {
			t.Fatalf("%s: %d posts, want %d; %v", filepath.Base(file), len(sheet.Posts), len(want), sheet.Odd)
		}
		if w.List != nil && (len(sheet.Links) != len(w.List.Topics) || (sheet.Next != "") != (w.List.More != nil)) {
			t.Errorf("%s: %d topics, want %d; next %q", filepath.Base(file), len(sheet.Links), len(w.List.Topics), sheet.Next)
		}
		if rest := len(w.Stream.Stream) - len(w.Stream.Posts); rest > 0 && len(sheet.Links) != (rest+19)/20 {
			t.Errorf("%s: %d posts are left, and %d links lead to them", filepath.Base(file), rest, len(sheet.Links))
		}
		numbers := map[int64]string{}
		for _, p := range want {
			numbers[p.N] = strconv.FormatInt(p.ID, 10)
		}
		for i, p := range sheet.Posts {
			w2 := want[i]
			likes := int64(0)
			for _, a := range w2.Actions {
				if a.ID == 2 {
					likes = a.Count
				}
			}
			views, replies := w2.Reads, w2.Replies
			if w2.N == 1 && w.PostsCount > 0 {
				views, replies = max(views, w.Views), w.PostsCount-1
			}
			if p.ExternalID != strconv.FormatInt(w2.ID, 10) || !p.PublishedAt.Equal(w2.Created) || p.EditedAt.IsZero() != w2.Updated.Equal(w2.Created) || !p.EditedAt.IsZero() && !p.EditedAt.Equal(w2.Updated) ||
				p.Author.Hash != strconv.FormatInt(w2.UserID, 10) || p.Author.Name != w2.Username || p.Engagement.Likes != likes || p.Engagement.Views != views || p.Engagement.Replies != replies || p.Text == "" && strings.TrimSpace(tags.ReplaceAllString(w2.Cooked, "")) != "" {
				t.Errorf("%s: post %d differs from the page: %+v", filepath.Base(file), w2.ID, p)
			}
			if w2.ReplyTo != nil && w.Stream.Posts != nil && p.ParentID != numbers[*w2.ReplyTo] {
				t.Errorf("%s: post %d answers %q, want %q", filepath.Base(file), w2.ID, p.ParentID, numbers[*w2.ReplyTo])
			}
		}
		t.Logf("%s: %d posts, %d links", filepath.Base(file), len(sheet.Posts), len(sheet.Links))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(topicPage("101,102,103", post(101, 1, "")), "/t/57.json")
	f.Add(`{"latest_posts":[`+post(5, 2, `"reply_to_post_number":1`)+`]}`, "/posts.json")
	f.Add(`{"topic_list":{"more_topics_url":"/x","topics":[{"id":5}]}}`, "/latest.json?page=3")
	r := reader(f, Options{})
	f.Fuzz(func(t *testing.T, text, address string) {
		u, err := url.Parse(forum + "/" + strings.TrimLeft(address, "/"))
		if err != nil {
			return
		}
		page := plaintest.Page(t, forum, text)
		page.URL = u
		sheet, err := r.Parse(page)
		if err != nil {
			return
		}
		if (len(sheet.Posts)+len(sheet.Links))*2 > len(text) {
			t.Fatalf("more came out than went in: %d posts, %d links", len(sheet.Posts), len(sheet.Links))
		}
		for _, p := range sheet.Posts {
			if p.ExternalID == "" || p.ParentID == p.ExternalID || !p.PublishedAt.IsZero() && (p.PublishedAt.Year() < 1970 || p.PublishedAt.Year() >= 3000) {
				t.Fatalf("%+v", p)
			}
		}
	})
}
