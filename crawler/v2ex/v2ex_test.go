package v2ex

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func reader(t testing.TB, o Options) *Reader {
	t.Helper()
	r, err := New("", o)
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

const (
	topics = `[{"id":1180001,"title":"新买的路由器老掉线 &amp; 客服不理","url":"https://www.v2ex.com/t/1180001","content":"升级固件以后 <3 分钟一断","content_rendered":"升级固件以后 &lt;3 分钟一断<br />有同样情况的吗",
"replies":2,"member":{"id":880001,"username":"laochen","tagline":""},"node":{"id":11,"name":"router","title":"路由器"},"created":1767949200,"last_modified":1767952800,"last_touched":1767960000},
{"id":1180002,"title":"没人回的帖","content":"","replies":0,"member":{"id":880002,"username":"xiaolin"},"created":1767949300,"last_modified":1767949300}]`
	replies = `[{"id":17000001,"content":"@laochen 同款，换回旧固件就好了","content_rendered":"@<a href=\"/member/laochen\">laochen</a> 同款，换回旧固件就好了 <img src=\"x\" class=\"embedded_image\">","created":1767950000,"last_modified":1767950000,"member":{"id":880003,"username":"afei"}},
{"id":17000002,"content":"等更新吧","created":"1767950100","thanks":3,"member":{"id":"880004","username":"mumu"}}]`
)

func TestTopics(t *testing.T) {
	r := reader(t, Options{})
	sheet := parse(t, r, r.Start(), topics)
	if len(sheet.Posts) != 2 || len(sheet.Odd)+len(sheet.Missing) > 0 || sheet.Next != "" {
		t.Fatalf("%+v", sheet)
	}
	want := voc.Post{
		ExternalID: "1180001", Kind: voc.PostPost, Title: "新买的路由器老掉线 & 客服不理", Text: "升级固件以后 <3 分钟一断\n有同样情况的吗", URL: "https://www.v2ex.com/t/1180001",
		Author: voc.Author{Hash: "880001", Name: "laochen", Followers: voc.Unknown}, Engagement: voc.Engagement{Likes: voc.Unknown, Replies: 2, Shares: voc.Unknown, Views: voc.Unknown},
		PublishedAt: time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC), EditedAt: time.Date(2026, 1, 9, 10, 0, 0, 0, time.UTC), Precision: voc.PrecisionSecond,
	}
	if sheet.Posts[0] != want {
		t.Errorf("got  %+v\nwant %+v", sheet.Posts[0], want)
	}
	if p := sheet.Posts[1]; p.Title != "没人回的帖" || p.Text != "" || p.URL != "https://www.v2ex.com/t/1180002" || !p.EditedAt.IsZero() || p.Engagement.Replies != 0 {
		t.Errorf("%+v", p)
	}
	if l := sheet.Links; len(l) != 2 || l[0].URL != "https://www.v2ex.com/api/replies/show.json?topic_id=1180001" || l[1].URL != "" {
		t.Errorf("a topic nobody answered leads nowhere: %+v", l)
	}
	grown := parse(t, r, r.Start(), strings.Replace(topics, `"replies":2`, `"replies":3`, 1))
	if grown.Links[0].Key == sheet.Links[0].Key || grown.Links[1].Key != sheet.Links[1].Key {
		t.Error("the key changes when there are more replies, and only then")
	}
	if sheet := parse(t, reader(t, Options{TopicsOnly: true}), r.Start(), topics); sheet.Links != nil {
		t.Errorf("%+v", sheet.Links)
	}
}

func TestReplies(t *testing.T) {
	sheet := parse(t, reader(t, Options{}), "https://www.v2ex.com/api/replies/show.json?topic_id=1180001", replies)
	if len(sheet.Posts) != 2 || sheet.Links != nil {
		t.Fatalf("%+v", sheet)
	}
	p, q := sheet.Posts[0], sheet.Posts[1]
	if p.ExternalID != "r17000001" || p.Kind != voc.PostComment || p.ParentID != "1180001" || p.RootID != "1180001" || p.Text != "@laochen 同款，换回旧固件就好了" ||
		p.URL != "https://www.v2ex.com/t/1180001#r_17000001" || p.Engagement.Likes != voc.Unknown || p.Author.Hash != "880003" || p.Title != "" {
		t.Errorf("%+v", p)
	}
	if q.Text != "等更新吧" || q.Engagement.Likes != 3 || q.Author.Hash != "880004" || q.PublishedAt.Unix() != 1767950100 {
		t.Errorf("what is a text today and was a number yesterday: %+v", q)
	}
}

func TestOlderNewerAndDamagedAnswers(t *testing.T) {
	r := reader(t, Options{})
	for _, c := range []struct {
		why, text        string
		posts, odd, miss int
	}{
		{"the envelope of the second version", `{"success":true,"result":[{"id":5,"title":"好用吗","created":1767949200}]}`, 1, 0, 0},
		{"one topic alone", `{"id":5,"title":"好用吗","content":"求推荐"}`, 1, 0, 0},
		{"a member that is gone", `[{"id":5,"title":"好用吗","member":null,"created":1767949200}]`, 1, 0, 0},
		{"a topic without id is told", `[{"title":"没有编号"},null,7]`, 0, 3, 0},
		{"a deleted topic is not kept", `[{"id":5,"title":"好用吗","deleted":1}]`, 0, 0, 0},
		{"a time nobody can read is told", `[{"id":5,"title":"好用吗","created":"前几天吧"}]`, 1, 1, 0},
		{"an empty list of the whole site is not believed", `[]`, 0, 0, 1},
	} {
		sheet := parse(t, r, r.Start(), c.text)
		if len(sheet.Posts) != c.posts || len(sheet.Odd) != c.odd || len(sheet.Missing) != c.miss {
			t.Errorf("%s: %+v", c.why, sheet)
		}
	}
	if sheet := parse(t, reader(t, Options{Node: "apple"}), "https://www.v2ex.com/api/topics/show.json?node_name=apple", `[]`); len(sheet.Missing) > 0 {
		t.Errorf("a node may be empty: %+v", sheet)
	}
	if sheet := parse(t, r, "https://www.v2ex.com/api/replies/show.json?topic_id=9", `[]`); len(sheet.Missing)+len(sheet.Posts) > 0 {
		t.Errorf("replies may have been taken back: %+v", sheet)
	}
}

func TestForeignPages(t *testing.T) {
	r := reader(t, Options{})
	for why, text := range map[string]string{"HTML": "<html>", "null": "null", "a number": "3", "a refusal": `{"status":"error","message":"Rate Limit Exceeded"}`, "nothing": ""} {
		if sheet, err := r.Parse(plaintest.Page(t, r.Start(), text)); !errors.Is(err, plain.ErrLayout) || len(sheet.Posts) > 0 {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := r.Parse(plaintest.Page(t, r.Start(), `{"success":false,"message":"Invalid token"}`)); !errors.Is(err, plain.ErrLogin) {
		t.Errorf("a demand for a token: %v", err)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		o    Options
		said string
	}{
		{Options{List: "latest", Node: "apple"}, "three ways"},
		{Options{List: "new"}, "latest or hot"},
		{Options{Node: "v2ex.com/go/apple"}, "write apple"},
		{Options{Member: "a b"}, "write Livid"},
	} {
		if _, err := New("", c.o); err == nil || !strings.Contains(err.Error(), c.said) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Default(), "/api/topics/latest.json"}, {Options{}, "/api/topics/latest.json"}, {Options{List: "hot"}, "/api/topics/hot.json"},
		{Options{Node: "apple"}, "/api/topics/show.json?node_name=apple"}, {Options{Member: "Livid"}, "/api/topics/show.json?username=Livid"},
	} {
		r, err := New("http://127.0.0.1:9/", c.o)
		if err != nil || r.Start() != "http://127.0.0.1:9"+c.want {
			t.Errorf("%+v: %v %s", c.o, err, r.Start())
		}
	}
}

// TestRealPages holds what we read against an independent decoding of a recorded page.
func TestRealPages(t *testing.T) {
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the recorded pages of V2EX are NOT tested")
	}
	files, err := filepath.Glob(filepath.Join(root, "data/fixtures/v2ex/*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded pages of V2EX", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want []struct {
			ID               int64
			Title, Content   string
			Replies, Created int64
			LastModified     int64 `json:"last_modified"`
			Member           struct {
				ID       int64
				Username string
			}
		}
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		sheet := parse(t, reader(t, Options{List: "hot"}), Public+"/api/topics/hot.json", string(raw))
		if len(sheet.Posts) != len(want) || len(sheet.Odd) > 0 || len(sheet.Links) != len(want) {
			t.Fatalf("%s: %d topics, want %d: %v", filepath.Base(file), len(sheet.Posts), len(want), sheet.Odd)
		}
		letters := func(s string) string { return strings.Join(strings.Fields(plain.Clean(s)), "") }
		for i, p := range sheet.Posts {
			w := want[i]
			if p.ExternalID != strconv.FormatInt(w.ID, 10) || p.PublishedAt.Unix() != w.Created || p.Engagement.Replies != w.Replies || p.Author.Hash != strconv.FormatInt(w.Member.ID, 10) ||
				p.Author.Name != w.Member.Username || p.EditedAt.IsZero() != (w.LastModified <= w.Created) || letters(p.Title) != letters(w.Title) || p.URL == "" {
				t.Errorf("topic %d differs from the page: %+v", w.ID, p)
			}
			if !strings.ContainsAny(w.Content, "[]()*#>`_-<!") && letters(p.Text) != letters(w.Content) { // without Markdown they are the same
				t.Errorf("the text of topic %d is not the page's", w.ID)
			}
		}
		t.Logf("%s: %d topics", filepath.Base(file), len(sheet.Posts))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(topics, false)
	f.Add(replies, true)
	f.Add(`{"result":[{"id":{},"topic_id":[],"created":1e30}]}`, false)
	r := reader(f, Options{})
	f.Fuzz(func(t *testing.T, text string, behind bool) {
		address := r.Start()
		if behind {
			address = Public + "/api/replies/show.json?topic_id=7"
		}
		sheet, err := r.Parse(plaintest.Page(t, address, text))
		if err != nil {
			return
		}
		if (len(sheet.Posts)+len(sheet.Links))*3 > len(text) {
			t.Fatalf("more came out than went in: %d posts", len(sheet.Posts))
		}
		for _, p := range sheet.Posts {
			if p.ExternalID == "" || behind && p.ParentID != "7" || !p.PublishedAt.IsZero() && (p.PublishedAt.Year() < 1970 || p.PublishedAt.Year() >= 3000) {
				t.Fatalf("%+v", p)
			}
		}
	})
}
