package stackexchange

import (
	"encoding/json"
	"errors"
	"net/url"
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
	if o.Site == "" {
		o.Site = "superuser"
	}
	if o.Query == "" && o.Tags == nil {
		o.Query = "路由器"
	}
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

const questions = `{"items":[{"question_id":1900001,"title":"路由器为什么 &quot;总掉线&quot;","link":"https://superuser.com/questions/1900001/router","body_markdown":"升级以后每 3 分钟断一次，信号 &lt; 2 格。\r\n\r\n&gt; 别人说是天线\r\n\r\n我觉得不是。",
"owner":{"user_id":501,"display_name":"老陈 &amp; 小陈","reputation":31},"creation_date":1767949200,"last_activity_date":1767960000,"last_edit_date":1767952800,"score":-2,"answer_count":1,"view_count":"88","comment_count":2,
"comments":[{"comment_id":7001,"post_id":1900001,"body_markdown":"型号是哪个？","score":1,"creation_date":1767949300,"owner":{"user_id":502,"display_name":"阿飞"}}],
"answers":[{"answer_id":1900002,"question_id":1900001,"body":"<blockquote><p>总掉线</p></blockquote><p>换固件就好，命令是：</p><pre><code>opkg update\nopkg upgrade</code></pre>","owner":{"user_type":"does_not_exist","display_name":"user77"},"creation_date":1767950000,"score":4,"is_accepted":true,"comment_count":3}]}],
"has_more":true,"quota_max":300,"quota_remaining":299,"backoff":0.2,"total":41}`

func TestQuestions(t *testing.T) {
	r := reader(t, Options{})
	sheet := parse(t, r, r.Start(), questions)
	if len(sheet.Posts) != 3 || sheet.Claimed != 41 || sheet.Backoff != 200*time.Millisecond || len(sheet.Odd)+len(sheet.Missing) > 0 || !strings.Contains(sheet.Next, "page=2") {
		t.Fatalf("%+v", sheet)
	}
	second := time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC)
	none := voc.NoEngagement()
	want := []voc.Post{{
		ExternalID: "1900001", Kind: voc.PostPost, Title: `路由器为什么 "总掉线"`, Text: "升级以后每 3 分钟断一次，信号 < 2 格。\n\n我觉得不是。", URL: "https://superuser.com/questions/1900001/router",
		Author: voc.Author{Hash: "501", Name: "老陈 & 小陈", Followers: voc.Unknown}, Engagement: voc.Engagement{Likes: 0, Replies: 1, Shares: voc.Unknown, Views: 88},
		PublishedAt: second, EditedAt: second.Add(time.Hour), Precision: voc.PrecisionSecond,
	}, {
		ExternalID: "c7001", Kind: voc.PostComment, Text: "型号是哪个？", ParentID: "1900001", RootID: "1900001", URL: "https://superuser.com/q/1900001#comment7001_1900001",
		Author: voc.Author{Hash: "502", Name: "阿飞", Followers: voc.Unknown}, Engagement: voc.Engagement{Likes: 1, Replies: none.Replies, Shares: voc.Unknown, Views: voc.Unknown},
		PublishedAt: second.Add(100 * time.Second), Precision: voc.PrecisionSecond,
	}, {
		ExternalID: "1900002", Kind: voc.PostAnswer, Text: "换固件就好，命令是：\nopkg update\nopkg upgrade", ParentID: "1900001", RootID: "1900001", URL: "https://superuser.com/a/1900002",
		Author: voc.Author{Hash: "user77", Name: "user77", Followers: voc.Unknown}, Engagement: voc.Engagement{Likes: 4, Replies: 3, Shares: voc.Unknown, Views: voc.Unknown},
		PublishedAt: second.Add(800 * time.Second), Precision: voc.PrecisionSecond,
	}}
	for i := range want {
		want[i].Keyword = "路由器"
		if sheet.Posts[i] != want[i] {
			t.Errorf("got  %+v\nwant %+v", sheet.Posts[i], want[i])
		}
	}
}

func TestCommentsWithoutWordsAreAskedFor(t *testing.T) {
	r := reader(t, Options{})
	sheet := parse(t, r, r.Start(), questions)
	if len(sheet.Links) != 2 || sheet.Links[1].URL != "" || sheet.Links[1].At.Unix() != 1767960000 || !strings.HasPrefix(sheet.Links[0].URL, Public+"/2.3/posts/1900002/comments?") {
		t.Fatalf("one answer has comments the page did not show: %+v", sheet.Links)
	}
	if more := parse(t, r, r.Start(), strings.Replace(questions, `"comment_count":3`, `"comment_count":4`, 1)); more.Links[0].Key == sheet.Links[0].Key {
		t.Error("more comments are another mark")
	}
	active := parse(t, r, r.Start(), strings.Replace(questions, `"last_activity_date":1767960000`, `"last_activity_date":1767960001`, 1))
	if active.Links[1].Key == sheet.Links[1].Key || active.Links[0].Key != sheet.Links[0].Key {
		t.Error("a question something happened to is not known ground")
	}
	behind := parse(t, r, sheet.Links[0].URL, `{"items":[{"comment_id":7002,"post_id":1900002,"body":"谢谢，<code>opkg</code> 好使","creation_date":1767951000,"owner":{"user_id":501,"display_name":"老陈"}}],"has_more":true}`)
	if len(behind.Posts) != 1 || behind.Posts[0].ParentID != "1900002" || behind.Posts[0].RootID != "1900001" || behind.Posts[0].Text != "谢谢，opkg 好使" || !strings.HasSuffix(behind.Next, "#1900002:1900001") {
		t.Errorf("%+v", behind)
	}
}

func TestQuota(t *testing.T) {
	r := reader(t, Options{})
	used := strings.Replace(questions, `"quota_remaining":299`, `"quota_remaining":0`, 1)
	sheet := parse(t, r, r.Start(), used)
	if len(sheet.Posts) != 3 || sheet.Backoff != 20*time.Hour || len(sheet.Missing) != 1 || !strings.Contains(sheet.Missing[0], "2026-03-02 00:00 UTC") || sheet.Next == "" {
		t.Errorf("the page is kept, and it is told when there are more: %+v", sheet)
	}
	last := parse(t, r, r.Start(), strings.Replace(used, `"has_more":true`, `"has_more":false`, 1))
	if len(last.Missing) != 0 || last.Backoff == 0 || last.Next != "" {
		t.Errorf("the last page misses nothing: %+v", last)
	}
	for text, want := range map[string]time.Duration{`10`: 10 * time.Second, `"2.5"`: 2500 * time.Millisecond, `-1`: 0, `null`: 0, `1e99`: 24 * time.Hour} {
		if sheet := parse(t, r, r.Start(), `{"items":[],"backoff":`+text+`}`); sheet.Backoff != want {
			t.Errorf("backoff %s: %s, want %s", text, sheet.Backoff, want)
		}
	}
}

func TestTheKeyIsShownToNobody(t *testing.T) {
	r := reader(t, Options{Key: "zX9((secret"})
	if strings.Contains(r.Start(), "secret") {
		t.Error(r.Start())
	}
	u, err := url.Parse(r.Sign(r.Start()))
	if err != nil || u.Query().Get("key") != "zX9((secret" || u.Query().Get("site") != "superuser" {
		t.Errorf("%v %s", err, u)
	}
	if sheet := parse(t, r, r.Start(), questions); strings.Contains(sheet.Next+sheet.Links[0].URL, "secret") {
		t.Error(sheet.Next)
	}
	if sheet := parse(t, r, r.Sign(r.Start()), questions); strings.Contains(sheet.Next+sheet.Links[0].URL, "secret") || !strings.Contains(sheet.Next, "page=2") {
		t.Errorf("whatever address the page came from: %s", sheet.Next)
	}
	if plainReader := reader(t, Options{}); plainReader.Sign(plainReader.Start()) != plainReader.Start() {
		t.Error("without a key nothing is added")
	}
	if _, err := New("", Options{Site: "superuser", Query: "x", Key: "top secret\n"}); err == nil || strings.Contains(err.Error(), "top secret") {
		t.Errorf("a complaint about the key does not print it: %v", err)
	}
}

func TestForeignPages(t *testing.T) {
	r := reader(t, Options{})
	for why, text := range map[string]string{"HTML": "<html>", "a list": "[]", "null": "null", "another object": `{"questions":[]}`, "nothing": ""} {
		if sheet, err := r.Parse(plaintest.Page(t, r.Start(), text)); !errors.Is(err, plain.ErrLayout) || len(sheet.Posts) > 0 {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := r.Parse(plaintest.Page(t, r.Start(), `{"error_id":403,"error_name":"access_denied","error_message":"a key is needed"}`)); !errors.Is(err, plain.ErrLogin) || !strings.Contains(err.Error(), "a key is needed") {
		t.Errorf("%v", err)
	}
	sheet, err := r.Parse(plaintest.Page(t, r.Start(), `{"error_id":502,"error_name":"throttle_violation","error_message":"too many requests from this address, more in 90 seconds"}`))
	if errors.Is(err, plain.ErrLogin) || err == nil || !strings.Contains(err.Error(), "90 seconds") || sheet.Backoff != 90*time.Second || !r.Answers(400) || r.Answers(500) {
		t.Errorf("%v %s", err, sheet.Backoff)
	}
	sheet = parse(t, r, r.Start(), `{"items":[null,{"title":""},{"question_id":"5","title":"能用吗","link":"page","creation_date":"不详","answers":{"x":1},"comments":null,"comment_count":"2","owner":null}]}`)
	if len(sheet.Posts) != 1 || sheet.Posts[0].URL != "https://superuser.com/q/5" || len(sheet.Odd) != 2 || len(sheet.Links) != 2 {
		t.Errorf("%+v", sheet)
	}
}

func TestSites(t *testing.T) {
	for site, want := range map[string]string{
		"stackoverflow": "stackoverflow.com", "apple": "apple.stackexchange.com", "mathoverflow": "mathoverflow.net", "ja.stackoverflow": "ja.stackoverflow.com", "askubuntu.com": "askubuntu.com",
	} {
		if r := reader(t, Options{Site: site}); r.host() != want {
			t.Errorf("%s is read at %s, want %s", site, r.host(), want)
		}
	}
	if r := reader(t, Options{Site: "ja.stackoverflow"}); r.language() != "ja" {
		t.Error(r.language())
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		o    Options
		said string
	}{
		{Options{Query: "x"}, "e.g. stackoverflow"}, {Options{Site: "Stack Overflow", Query: "x"}, "e.g. stackoverflow"}, {Options{Site: "superuser"}, "write query"},
		{Options{Site: "superuser", Tags: []string{"wifi;router"}}, "one tag an entry"}, {Options{Site: "superuser", Tags: strings.Split("abcdef", "")}, "five at most"},
	} {
		if _, err := New("", c.o); err == nil || !strings.Contains(err.Error(), c.said) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
	r, err := New("http://127.0.0.1:9/", Options{Site: "superuser", Tags: []string{"wifi", "router"}, Filter: "!mine"})
	if want := "http://127.0.0.1:9/2.3/questions?order=desc&sort=activity&pagesize=100&page=1&site=superuser&filter=%21mine&tagged=wifi%3Brouter"; err != nil || r.Start() != want {
		t.Errorf("%v %s", err, r.Start())
	}
	if s := reader(t, Options{Tags: []string{"wifi"}, Query: "慢"}).Start(); !strings.Contains(s, "/2.3/search/advanced?") || !strings.Contains(s, "tagged=wifi&q=%E6%85%A2") || Default().Filter == "" {
		t.Error(s)
	}
}

// TestRealPages holds what we read against an independent decoding of recorded pages.
func TestRealPages(t *testing.T) {
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the recorded pages of Stack Exchange are NOT tested")
	}
	files, err := filepath.Glob(filepath.Join(root, "data/fixtures/stackexchange/*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded pages of Stack Exchange", err)
	}
	type post struct {
		QuestionID int64 `json:"question_id"`
		AnswerID   int64 `json:"answer_id"`
		Created    int64 `json:"creation_date"`
		Score      int64
		AnswerN    int64 `json:"answer_count"`
		CommentN   int64 `json:"comment_count"`
		Views      int64 `json:"view_count"`
		Owner      struct {
			ID   int64  `json:"user_id"`
			Name string `json:"display_name"`
		}
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var w struct {
			Items []struct {
				post
				Answers []post
			}
			Backoff float64
			HasMore bool `json:"has_more"`
		}
		if err := json.Unmarshal(raw, &w); err != nil {
			t.Fatal(err)
		}
		if w.Items == nil { // a question alone, without the envelope
			w.Items = make([]struct {
				post
				Answers []post
			}, 1)
			if err := json.Unmarshal(raw, &w.Items[0]); err != nil {
				t.Fatal(err)
			}
		}
		r := reader(t, Options{Site: "stackoverflow"})
		sheet := parse(t, r, r.Start(), string(raw))
		var want []post
		for _, q := range w.Items {
			want = append(want, q.post)
			want = append(want, q.Answers...)
		}
		if len(sheet.Posts) != len(want) || len(sheet.Odd) > 0 || sheet.Backoff != time.Duration(w.Backoff*float64(time.Second)) || (sheet.Next != "") != w.HasMore {
			t.Fatalf("%s: %d posts, want %d; %v, backoff %s, next %q", filepath.Base(file), len(sheet.Posts), len(want), sheet.Odd, sheet.Backoff, sheet.Next)
		}
		for i, p := range sheet.Posts {
			w := want[i]
			id, replies, views, parent := w.QuestionID, w.AnswerN, w.Views, ""
			if w.AnswerID != 0 {
				id, replies, views = w.AnswerID, w.CommentN, voc.Unknown
				parent = strconv.FormatInt(w.QuestionID, 10)
			}
			if p.ExternalID != strconv.FormatInt(id, 10) || p.PublishedAt.Unix() != w.Created || p.Engagement.Likes != max(w.Score, 0) || p.Engagement.Replies != replies || p.Engagement.Views != views ||
				p.Author.Hash != strconv.FormatInt(w.Owner.ID, 10) || p.Author.Name != w.Owner.Name || p.ParentID != parent {
				t.Errorf("%s: %+v differs from the page: %+v", filepath.Base(file), p, w)
			}
		}
		t.Logf("%s: %d posts, %d links", filepath.Base(file), len(sheet.Posts), len(sheet.Links))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(questions)
	f.Add(`{"items":[{"comment_id":1,"post_id":2,"body":"<p>茶","creation_date":1e18}],"has_more":1,"quota_remaining":0,"backoff":1e300}`)
	r := reader(f, Options{})
	f.Fuzz(func(t *testing.T, text string) {
		sheet, err := r.Parse(plaintest.Page(t, r.Start(), text))
		if err != nil {
			return
		}
		if (len(sheet.Posts)+len(sheet.Links))*2 > len(text) || sheet.Backoff < 0 || sheet.Backoff > 24*time.Hour {
			t.Fatalf("more came out than went in: %d posts, backoff %s", len(sheet.Posts), sheet.Backoff)
		}
		for _, p := range sheet.Posts {
			if !plain.Said(&p) || !p.PublishedAt.IsZero() && (p.PublishedAt.Year() < 1970 || p.PublishedAt.Year() >= 3000) {
				t.Fatalf("%+v", p)
			}
		}
	})
}
