package hackernews

import (
	"encoding/json"
	"errors"
	"fmt"
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
	if o.Query == "" && o.List == "" {
		o.Query = "茶"
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

const hits = `{"hits":[
{"objectID":"46000002","created_at":"2026-01-09T09:00:00.000Z","created_at_i":1767949200,"author":"tealeaf","title":null,"points":null,"story_text":null,"comment_text":"&gt; 它太贵了<p>我倒觉得值这个价，<i>冷泡</i>也香 &lt;3","num_comments":null,"story_id":46000001,"story_title":"一家茶馆的开源点单系统","story_url":"https://tea.example/","parent_id":46000001,"_tags":["comment","author_tealeaf","story_46000001"]},
{"objectID":46000001,"created_at_i":"1767945600","author":"laoban","title":"一家茶馆的开源点单系统 &amp; 经验","url":"https://tea.example/","points":"57","story_text":"","comment_text":null,"num_comments":8,"story_id":null,"parent_id":null,"_tags":["story"]},
{"objectID":"46000003","created_at_i":1767949300,"author":"gone","comment_text":null,"parent_id":46000001,"story_id":46000001}],
"nbHits":2,"page":0,"nbPages":1,"hitsPerPage":100}`

func TestSearch(t *testing.T) {
	r := reader(t, Options{})
	sheet := parse(t, r, r.Start(), hits)
	if len(sheet.Posts) != 2 || sheet.Claimed != 2 || sheet.Next != "" || sheet.Links != nil {
		t.Fatalf("%+v", sheet)
	}
	want := []voc.Post{{
		ExternalID: "46000002", Keyword: "茶", Kind: voc.PostComment, Text: "我倒觉得值这个价，冷泡也香 <3", ParentID: "46000001", RootID: "46000001", URL: "https://news.ycombinator.com/item?id=46000002",
		Author: voc.Author{Hash: "tealeaf", Name: "tealeaf", Followers: voc.Unknown}, Engagement: voc.NoEngagement(), PublishedAt: time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC), Precision: voc.PrecisionSecond,
	}, {
		ExternalID: "46000001", Keyword: "茶", Kind: voc.PostPost, Title: "一家茶馆的开源点单系统 & 经验", URL: "https://news.ycombinator.com/item?id=46000001",
		Author: voc.Author{Hash: "laoban", Name: "laoban", Followers: voc.Unknown}, Engagement: voc.Engagement{Likes: 57, Replies: 8, Shares: voc.Unknown, Views: voc.Unknown},
		PublishedAt: time.Date(2026, 1, 9, 8, 0, 0, 0, time.UTC), Precision: voc.PrecisionSecond,
	}}
	for i := range want {
		if sheet.Posts[i] != want[i] {
			t.Errorf("got  %+v\nwant %+v", sheet.Posts[i], want[i])
		}
	}
}

// TestWindows walks a search of more hits than the index shows.
func TestWindows(t *testing.T) {
	r := reader(t, Options{})
	answer := func(page, pages, total int, at int64) string {
		return fmt.Sprintf(`{"hits":[{"objectID":"%d","created_at_i":%d,"author":"a","title":"茶"}],"nbHits":%d,"page":%d,"nbPages":%d,"hitsPerPage":1}`, at, at, total, page, pages)
	}
	for _, c := range []struct{ why, address, text, param, want string }{
		{"the next page of the window", r.Start(), answer(0, 2, 5, 1767949200), "page", "1"},
		{"behind the last page, what is older", r.Start() + "&x=1", answer(1, 2, 5, 1767949200), "numericFilters", "created_at_i<=1767949200"},
		{"a window begins with its first page", plain.WithQuery(plaintest.Page(t, r.Start(), "").URL, "page", "1"), answer(1, 2, 5, 1767949200), "page", "0"},
		{"a second with more hits than are shown is left behind", r.Start() + "&numericFilters=created_at_i%3C%3D1767949200", answer(1, 2, 5, 1767949200), "numericFilters", "created_at_i<1767949200"},
		{"all were shown", r.Start(), answer(1, 2, 2, 1767949200), "page", ""},
		{"no hits, no next page", r.Start(), `{"hits":[],"nbHits":5,"page":0,"nbPages":9,"hitsPerPage":1}`, "page", ""},
	} {
		sheet := parse(t, r, c.address, c.text)
		u, err := url.Parse(sheet.Next)
		if err != nil || u.Query().Get(c.param) != c.want || c.want != "" && u.Query().Get("query") != "茶" {
			t.Errorf("%s: %s", c.why, sheet.Next)
		}
	}
}

func TestThreads(t *testing.T) {
	r := reader(t, Options{Threads: true})
	sheet := parse(t, r, r.Start(), hits)
	if len(sheet.Links) != 3 || sheet.Links[1].URL != "https://hn.algolia.com/api/v1/items/46000001" || sheet.Links[0].URL != "" {
		t.Fatalf("one story has comments: %+v", sheet.Links)
	}
	if more := parse(t, r, r.Start(), strings.Replace(hits, `"num_comments":8`, `"num_comments":9`, 1)); more.Links[1].Key == sheet.Links[1].Key {
		t.Error("a thread that grew is another mark")
	}
	sheet = parse(t, r, sheet.Links[1].URL, `{"id":46000001,"type":"story","title":"一家茶馆的开源点单系统","author":"laoban","created_at_i":1767945600,"points":57,"children":[
		{"id":5,"type":"comment","author":"甲","text":"装好了，很顺","parent_id":46000001,"story_id":46000001,"created_at_i":1767946000,"children":[{"id":6,"type":"comment","author":null,"text":null,"parent_id":5,"children":[
			{"id":7,"type":"comment","author":"乙","text":"同问价格","parent_id":6,"created_at":"2026-01-09T09:00:00.000Z","children":[]}]}]}]}`)
	if len(sheet.Posts) != 2 || sheet.Posts[0].ParentID != "46000001" || sheet.Posts[1].ParentID != "6" || sheet.Posts[1].RootID != "46000001" || sheet.Posts[1].Kind != voc.PostComment || sheet.Posts[1].PublishedAt.IsZero() {
		t.Errorf("a deleted comment is left out and its answers stand: %+v", sheet.Posts)
	}
}

func TestItems(t *testing.T) {
	r := reader(t, Options{List: "newstories"})
	sheet := parse(t, r, r.Start(), `[46000001,"46000000"]`)
	if len(sheet.Links) != 2 || sheet.Links[1].URL != "https://hacker-news.firebaseio.com/v0/item/46000000.json" {
		t.Fatalf("%+v", sheet.Links)
	}
	for _, c := range []struct {
		why, text string
		check     func([]voc.Post) bool
	}{
		{"a story", `{"by":"laoban","descendants":4,"id":46000001,"kids":[1],"score":57,"time":1767945600,"title":"点单系统","type":"story","url":"https://tea.example/"}`,
			func(p []voc.Post) bool {
				return p[0].Kind == voc.PostPost && p[0].Engagement.Likes == 57 && p[0].Engagement.Replies == 4 && p[0].Title == "点单系统"
			}},
		{"a comment", `{"by":"甲","id":5,"kids":[6,7],"parent":46000001,"text":"很顺","time":1767946000,"type":"comment"}`,
			func(p []voc.Post) bool {
				return p[0].Kind == voc.PostComment && p[0].ParentID == "46000001" && p[0].Engagement.Replies == 2 && p[0].Engagement.Likes == voc.Unknown
			}},
		{"an option of a poll", `{"by":"甲","id":9,"poll":8,"score":3,"text":"龙井","time":1767946000,"type":"pollopt"}`, func(p []voc.Post) bool { return p[0].ParentID == "8" && p[0].Engagement.Likes == 3 }},
		{"a deleted item", `{"deleted":true,"id":5,"time":1767946000,"type":"comment"}`, func(p []voc.Post) bool { return len(p) == 0 }},
		{"a dead one", `{"dead":true,"by":"x","id":5,"text":"买粉","type":"comment"}`, func(p []voc.Post) bool { return len(p) == 0 }},
		{"one that never was", `null`, func(p []voc.Post) bool { return len(p) == 0 }},
	} {
		sheet := parse(t, r, Items+"/v0/item/5.json", c.text)
		if !c.check(sheet.Posts) {
			t.Errorf("%s: %+v", c.why, sheet.Posts)
		}
	}
}

func TestForeignPages(t *testing.T) {
	r := reader(t, Options{})
	for why, text := range map[string]string{
		"HTML": "<html>", "a refusal": `{"message":"Too many requests"}`, "a person": `{"id":"laoban","about":"茶"}`, "a list of names": `["甲","乙"]`, "a list of lists": `[[1]]`, "a number": "7", "nothing": "",
	} {
		if sheet, err := r.Parse(plaintest.Page(t, r.Start(), text)); !errors.Is(err, plain.ErrLayout) || len(sheet.Posts) > 0 {
			t.Errorf("%s: %v", why, err)
		}
	}
	deep := strings.Repeat(`{"id":1,"text":"深","children":[`, 3000) + strings.Repeat(`]}`, 3000)
	if sheet := parse(t, r, Search+"/api/v1/items/1", deep); len(sheet.Posts) > threadDepth || len(sheet.Missing) == 0 {
		t.Errorf("endless nesting: %d posts, %v", len(sheet.Posts), sheet.Missing)
	}
	only := parse(t, r, r.Start(), `{"hits":[{"objectID":"1","parent_id":2,"comment_text":null},{"objectID":"2","parent_id":2,"comment_text":null}],"nbHits":100,"page":0,"nbPages":5}`)
	if len(only.Posts) != 0 || len(only.Links) != 2 || only.Next == "" {
		t.Errorf("a page of nothing but deleted comments is no end: %+v", only)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		o    Options
		said string
	}{
		{Options{}, "write query"}, {Options{Query: "茶", List: "newstories"}, "write one"}, {Options{List: "new"}, "newstories"},
		{Options{Query: "茶", Tags: "story&x=1"}, "(story,comment)"}, {Options{Query: strings.Repeat("茶", 200)}, "several sources"},
	} {
		if _, err := New("", c.o); err == nil || !strings.Contains(err.Error(), c.said) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
	r, err := New("http://127.0.0.1:9/", Options{Query: "oat milk", Tags: "story"})
	if err != nil || r.Start() != "http://127.0.0.1:9/api/v1/search_by_date?query=oat+milk&tags=story&hitsPerPage=100&page=0" {
		t.Errorf("%v %s", err, r.Start())
	}
}

// TestRealPages holds what we read against an independent decoding of recorded pages.
func TestRealPages(t *testing.T) {
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the recorded pages of Hacker News are NOT tested")
	}
	files, err := filepath.Glob(filepath.Join(root, "data/fixtures/hackernews/*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded pages of Hacker News", err)
	}
	r := reader(t, Options{})
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want struct {
			Hits []struct {
				ObjectID, Author, Title string
				Points                  *int64
				NumComments             *int64 `json:"num_comments"`
				CreatedAt               int64  `json:"created_at_i"`
				StoryText               string `json:"story_text"`
			}
			ID                any
			By, Type, Title   string
			Parent, Poll      int64
			Time, Descendants int64
			Score             *int64
			Items             []int64
		}
		name := filepath.Base(file)
		sheet, parseErr := r.Parse(plaintest.Page(t, r.Start(), string(raw)))
		if err := json.Unmarshal(raw, &want); err != nil || strings.HasPrefix(name, "firebase_user") || strings.HasPrefix(name, "firebase_list_7") {
			if parseErr == nil {
				t.Errorf("%s is no page of posts", name)
			}
			continue
		}
		if parseErr != nil {
			t.Fatalf("%s: %v", name, parseErr)
		}
		for i, w := range want.Hits {
			p := sheet.Posts[i]
			if p.ExternalID != w.ObjectID || p.Author.Hash != w.Author || p.PublishedAt.Unix() != w.CreatedAt || p.Engagement.Likes != *w.Points || p.Engagement.Replies != *w.NumComments || p.Title != plain.Clean(w.Title) {
				t.Errorf("%s: hit %s differs from the page: %+v", name, w.ObjectID, p)
			}
		}
		switch {
		case want.Hits != nil:
			if len(sheet.Posts) != len(want.Hits) || sheet.Claimed != 1174 || sheet.Next == "" {
				t.Errorf("%s: %d posts of %d, claimed %d, next %q", name, len(sheet.Posts), len(want.Hits), sheet.Claimed, sheet.Next)
			}
		case want.Items != nil:
			if len(sheet.Links) != len(want.Items) {
				t.Errorf("%s: %d links, want %d", name, len(sheet.Links), len(want.Items))
			}
		default:
			p := sheet.Posts[0]
			parent := ""
			if n := want.Parent + want.Poll; n != 0 {
				parent = strconv.FormatInt(n, 10)
			}
			if p.ExternalID != fmt.Sprintf("%.0f", want.ID) || p.Author.Hash != want.By || p.PublishedAt.Unix() != want.Time || p.ParentID != parent || want.Score != nil && p.Engagement.Likes != *want.Score || p.Title != want.Title {
				t.Errorf("%s differs from the page: %+v", name, p)
			}
		}
		t.Logf("%s: %d posts, %d links", name, len(sheet.Posts), len(sheet.Links))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(hits)
	f.Add(`{"children":[{"id":1,"text":"茶","children":[{}]}]}`)
	f.Add(`[1,2,"3"]`)
	f.Add(`{"by":"甲","id":5,"parent":46000001,"text":"> 很顺","time":1767946000,"type":"comment"}`)
	r := reader(f, Options{Threads: true})
	f.Fuzz(func(t *testing.T, text string) {
		sheet, err := r.Parse(plaintest.Page(t, r.Start(), text))
		if err != nil {
			return
		}
		if len(sheet.Posts)*5 > len(text) || len(sheet.Links) > len(text) {
			t.Fatalf("more came out than went in: %d posts, %d links", len(sheet.Posts), len(sheet.Links))
		}
		for _, p := range sheet.Posts {
			if !plain.Said(&p) || !p.PublishedAt.IsZero() && (p.PublishedAt.Year() < 1970 || p.PublishedAt.Year() >= 3000) {
				t.Fatalf("%+v", p)
			}
		}
	})
}
