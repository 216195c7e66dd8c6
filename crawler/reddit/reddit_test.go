package reddit

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func with(change func(*Options)) Options {
	o := Options{Subreddit: "tea", ClientID: "id", ClientSecret: "key"}
	if change != nil {
		change(&o)
	}
	return o
}

func reader(t testing.TB, o Options) *Reader {
	t.Helper()
	r, err := New("", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOptions(t *testing.T) {
	f := func(change func(*Options), want string) {
		t.Helper()
		if _, err := New("", with(change)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	f(func(o *Options) { o.Subreddit = "" }, "write a subreddit")
	f(func(o *Options) { o.Subreddit = "r/tea" }, "not a name")
	f(func(o *Options) { o.Search = strings.Repeat("茶", 200) }, "longer")
	f(func(o *Options) { o.ClientSecret = "" }, "key of your own")
	if at := reader(t, with(nil)).Start(); at != "https://oauth.reddit.com/r/tea/new?limit=100&raw_json=1" {
		t.Error(at)
	}
	both := reader(t, with(func(o *Options) { o.Search = "奶茶 难喝" })).Start()
	if !strings.HasPrefix(both, "https://oauth.reddit.com/r/tea/search?") || !strings.Contains(both, "restrict_sr=1") || !strings.HasSuffix(both, "q=%E5%A5%B6%E8%8C%B6+%E9%9A%BE%E5%96%9D") {
		t.Error(both)
	}
	all := reader(t, with(func(o *Options) { o.Subreddit, o.Search = "", "tea" })).Start()
	if !strings.HasPrefix(all, "https://oauth.reddit.com/search?") || strings.Contains(all, "restrict") {
		t.Error(all)
	}
}

func TestToken(t *testing.T) {
	r := reader(t, with(nil))
	address, body, header := r.Key()
	if address != "https://www.reddit.com/api/v1/access_token" || string(body) != "grant_type=client_credentials" ||
		header.Get("Authorization") != "Basic "+base64.StdEncoding.EncodeToString([]byte("id:key")) || len(r.Hosts()) != 1 {
		t.Errorf("%s %s %v", address, body, header)
	}
	show, holds, err := r.Grant(plaintest.Page(t, address, `{"access_token":"abc","token_type":"bearer","expires_in":3600}`))
	if err != nil || holds != time.Hour || show.Get("Authorization") != "Bearer abc" {
		t.Errorf("%v %s %v", show, holds, err)
	}
	for _, bad := range []string{`{"error":"invalid_grant"}`, `{"access_token":"a\r\nX: y"}`, `<html>`, ``} {
		if _, _, err := r.Grant(plaintest.Page(t, address, bad)); err == nil {
			t.Errorf("%q is a token", bad)
		}
	}
	if mirror, err := New("http://127.0.0.1:1/", with(nil)); err != nil || mirror.Hosts() != nil || !strings.HasPrefix(mirror.Start(), "http://127.0.0.1:1/r/") {
		t.Errorf("%+v %v", mirror, err)
	}
}

const listing = `{"kind":"Listing","data":{"after":"t3_zz9","children":[
{"kind":"t3","data":{"id":"aa1","name":"t3_aa1","title":"Tea &amp; 糖","selftext":"太甜了","selftext_html":"<!-- SC_OFF --><div class=\"md\"><p>太甜了</p>\n<p>少糖也甜</p></div>","author":"leaf","author_fullname":"t2_7","created":1772128800.0,"created_utc":1772100000.0,"edited":1772103600.0,"score":12,"num_comments":3,"permalink":"/r/tea/comments/aa1/tea/"}},
{"kind":"t3","data":{"id":"aa2","name":"t3_aa2","title":"新店开了","selftext":"[removed]","author":"[deleted]","created_utc":1772090000,"edited":false,"score":1,"hide_score":true,"num_comments":0,"permalink":"/r/tea/comments/aa2/x/"}},
{"kind":"t5","data":{"id":"x"}}]}}`

func TestListing(t *testing.T) {
	r := reader(t, with(nil))
	s, err := r.Parse(plaintest.Page(t, r.Start(), listing))
	if err != nil || len(s.Posts) != 2 || len(s.Links) != 2 {
		t.Fatalf("%+v %v", s, err)
	}
	a, b := s.Posts[0], s.Posts[1]
	if a.ExternalID != "t3_aa1" || a.Title != "Tea & 糖" || a.Text != "太甜了\n少糖也甜" || a.Author.Hash != "t2_7" || a.Engagement.Likes != 12 || a.Engagement.Replies != 3 ||
		!a.PublishedAt.Equal(time.Unix(1772100000, 0)) || !a.EditedAt.Equal(time.Unix(1772103600, 0)) || a.URL != "https://www.reddit.com/r/tea/comments/aa1/tea/" || a.ParentID != "" {
		t.Errorf("%+v", a)
	}
	if b.Text != "" || b.Author.Name != "" || b.Engagement.Likes != voc.Unknown || !b.EditedAt.IsZero() || b.Engagement.Replies != 0 {
		t.Errorf("a removed post with a hidden score: %+v", b)
	}
	if s.Links[0] != (plain.Link{Key: "t3_aa1 3", URL: "https://oauth.reddit.com/comments/aa1?limit=500&sort=new&raw_json=1"}) || s.Links[1].URL != "" {
		t.Errorf("%+v", s.Links)
	}
	if s.Next != "https://oauth.reddit.com/r/tea/new?limit=100&raw_json=1&after=t3_zz9" {
		t.Errorf("leads on to %s", s.Next)
	}
	if s, err = r.Parse(plaintest.Page(t, s.Next, listing)); err != nil || s.Next != "" {
		t.Errorf("a page that names itself leads on to %q, %v", s.Next, err)
	}
	if s, err = reader(t, with(func(o *Options) { o.PostsOnly = true })).Parse(plaintest.Page(t, r.Start(), listing)); err != nil || len(s.Links) != 0 || s.Links == nil {
		t.Errorf("posts only: %+v %v", s.Links, err)
	}
}

const thread = `[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"aa1","name":"t3_aa1","title":"Tea","selftext":"太甜了","author":"leaf","created_utc":1772100000,"num_comments":9}}]}},
{"kind":"Listing","data":{"children":[
 {"kind":"t1","data":{"id":"c1","name":"t1_c1","parent_id":"t3_aa1","link_id":"t3_aa1","body":"换一家吧","author":"moss","created_utc":1772100600,"edited":false,"score":-4,
  "replies":{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"c2","name":"t1_c2","parent_id":"t1_c1","link_id":"t3_aa1","body":"[deleted]","author":"[deleted]","created_utc":1772100700,
   "replies":{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"c3","name":"t1_c3","parent_id":"t1_c2","link_id":"t3_aa1","body":"同意","author":"fern","created_utc":1772100800,"replies":""}}]}}}},
   {"kind":"more","data":{"id":"_","count":0,"parent_id":"t1_c1","children":[]}}]}}}},
 {"kind":"more","data":{"id":"c8","count":2,"parent_id":"t3_aa1","children":["c8","c9"]}}]}}]`

func TestComments(t *testing.T) {
	r := reader(t, with(nil))
	s, err := r.Parse(plaintest.Page(t, "https://oauth.reddit.com/comments/aa1?limit=500&sort=new&raw_json=1", thread))
	if err != nil || len(s.Posts) != 3 {
		t.Fatalf("%+v %v", s, err)
	}
	first, deep := s.Posts[1], s.Posts[2]
	if first.ExternalID != "t1_c1" || first.ParentID != "t3_aa1" || first.RootID != "t3_aa1" || first.Kind != voc.PostComment || first.Engagement.Likes != 0 ||
		first.URL != "https://www.reddit.com/comments/aa1/_/c1/" {
		t.Errorf("%+v", first)
	}
	if deep.ExternalID != "t1_c3" || deep.ParentID != "t1_c2" || deep.Text != "同意" {
		t.Errorf("the answer to a deleted comment: %+v", deep)
	}
	want := []plain.Link{
		{Key: "deep c1 9", URL: "https://oauth.reddit.com/comments/aa1/_/c1?limit=500&raw_json=1"},
		{Key: "more c8 c9 2", URL: "https://oauth.reddit.com/api/morechildren?api_type=json&raw_json=1&link_id=t3_aa1&children=c8,c9"},
	}
	if len(s.Links) != 2 || s.Links[0] != want[0] || s.Links[1] != want[1] {
		t.Errorf("%+v", s.Links)
	}
	s, err = r.Parse(plaintest.Page(t, want[1].URL, `{"json":{"errors":[],"data":{"things":[{"kind":"t1","data":{"id":"c8","name":"t1_c8","parent_id":"t3_aa1","link_id":"t3_aa1","body":"价格也涨了","author":"oak","created_utc":1772101000}},{"kind":"more","data":{"children":["d1"],"parent_id":"t1_c8"}}]}}}`))
	if err != nil || len(s.Posts) != 1 || s.Posts[0].Text != "价格也涨了" || len(s.Links) != 1 || !strings.Contains(s.Links[0].URL, "link_id=t3_aa1&children=d1") {
		t.Errorf("%+v %v", s, err)
	}
}

func TestForeignAnswers(t *testing.T) {
	r := reader(t, with(nil))
	for _, text := range []string{`{"message":"Forbidden","error":403}`, `{"kind":"t2"}`, `[{"kind":"x"}]`, `<html>`, ``, `5`} {
		if s, err := r.Parse(plaintest.Page(t, r.Start(), text)); !errors.Is(err, plain.ErrLayout) || len(s.Posts) != 0 {
			t.Errorf("%s: %v", text, err)
		}
	}
	if s, err := r.Parse(plaintest.Page(t, r.Start(), `{"kind":"Listing","data":{"after":null,"children":[]}}`)); err != nil || s.Next != "" || len(s.Posts) != 0 {
		t.Errorf("an empty listing: %+v %v", s, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(listing)
	f.Add(thread)
	f.Add(`{"json":{"data":{"things":[{"kind":"more","data":{"children":["a","b"]}}]}}}`)
	r, err := New("", with(nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, address := range []string{r.Start(), r.base + "/comments/aa1", r.base + "/api/morechildren?link_id=t3_aa1"} {
			s, err := r.Parse(plaintest.Page(t, address, text))
			if err != nil {
				continue
			}
			for _, p := range s.Posts {
				if p.ExternalID == "" || p.Engagement.Likes < voc.Unknown {
					t.Errorf("%+v", p)
				}
			}
			for _, l := range s.Links {
				if l.URL != "" && !strings.HasPrefix(l.URL, r.base+"/") {
					t.Errorf("a link to %s", l.URL)
				}
			}
		}
	})
}
