package steam

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func reader(t testing.TB, o Options) *Reader {
	t.Helper()
	if o.App == "" {
		o.App = "1623730"
	}
	r, err := New("", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parse(t *testing.T, r *Reader, text string) plain.Sheet {
	t.Helper()
	sheet, err := r.Parse(plaintest.Page(t, r.Start(), text))
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

const one = `{"success":1,"query_summary":{"num_reviews":1,"total_reviews":2310},"reviews":[{"recommendationid":"151000001","author":{"steamid":"76561190000000001","num_games_owned":0,"playtime_at_review":744,"personaname":"山间小路"},
"language":"schinese","review":"[h1]值不值[/h1]\n手感[b]很扎实[/b]，<3，就是[spoiler]最后一关[/spoiler]掉帧 :steamhappy: [狗头]","timestamp_created":1767949200,"timestamp_updated":1767952800,"voted_up":true,"votes_up":12,"votes_funny":4294967295,
"weighted_vote_score":"0.52","comment_count":3,"steam_purchase":true}],"cursor":"AoJ4+/c=="}`

func TestReview(t *testing.T) {
	sheet := parse(t, reader(t, Options{}), one)
	if len(sheet.Posts) != 1 || sheet.Claimed != 2310 || len(sheet.Odd)+len(sheet.Missing) != 0 {
		t.Fatalf("%+v", sheet)
	}
	p := sheet.Posts[0]
	want := voc.Post{
		ExternalID: "151000001", Kind: voc.PostReview, Product: "1623730", Language: "zh-Hans", Text: "值不值\n\n手感很扎实，<3，就是最后一关掉帧 :steamhappy: [狗头]",
		Author: voc.Author{Hash: "76561190000000001", Name: "山间小路", Followers: voc.Unknown}, Rating: 5, RatingRaw: "true",
		PublishedAt: time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC), EditedAt: time.Date(2026, 1, 9, 10, 0, 0, 0, time.UTC), Precision: voc.PrecisionSecond,
		Engagement: voc.Engagement{Likes: 12, Replies: 3, Shares: voc.Unknown, Views: voc.Unknown}, URL: "https://steamcommunity.com/app/1623730/reviews/",
	}
	if p != want {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
	if want := "https://store.steampowered.com/appreviews/1623730?json=1&filter=updated&language=schinese&review_type=all&purchase_type=all&filter_offtopic_activity=0&num_per_page=100&cursor=AoJ4%2B%2Fc%3D%3D"; sheet.Next != want {
		t.Errorf("the cursor is written as an address wants it:\n%s\n%s", sheet.Next, want)
	}
	if p := parse(t, reader(t, Options{Profiles: true}), one).Posts[0]; p.URL != "https://steamcommunity.com/profiles/76561190000000001/recommended/1623730" {
		t.Error(p.URL)
	}
}

func TestReviewsOlderNewerAndDamaged(t *testing.T) {
	for _, c := range []struct {
		why, review string
		check       func(voc.Post) bool
	}{
		{"a thumb down is one star", `{"recommendationid":"1","voted_up":false,"review":"闪退"}`, func(p voc.Post) bool { return p.Rating == 1 && p.RatingRaw == "false" }},
		{"numbers as texts and texts as numbers", `{"recommendationid":151,"voted_up":"1","votes_up":"7","comment_count":"0","timestamp_created":"1767949200","weighted_vote_score":0}`,
			func(p voc.Post) bool {
				return p.ExternalID == "151" && p.Rating == 5 && p.Engagement.Likes == 7 && p.Engagement.Replies == 0 && !p.PublishedAt.IsZero()
			}},
		{"a vote nobody told is none", `{"recommendationid":"1","review":"等打折","voted_up":null,"votes_up":null}`,
			func(p voc.Post) bool { return p.Rating == 0 && p.RatingRaw == "" && p.Engagement.Likes == voc.Unknown }},
		{"a count that ran over is not told", `{"recommendationid":"1","review":"好","votes_up":4294967294}`, func(p voc.Post) bool { return p.Engagement.Likes == voc.Unknown }},
		{"an author that is no object", `{"recommendationid":"1","review":"好","author":"gone"}`, func(p voc.Post) bool { return p.Author.Hash == "" }},
		{"a language we have not met", `{"recommendationid":"1","review":"好","language":"klingon"}`, func(p voc.Post) bool { return p.Language == "" }},
		{"written in traditional characters", `{"recommendationid":"1","review":"好","language":"tchinese"}`, func(p voc.Post) bool { return p.Language == "zh-Hant" }},
		{"never edited", `{"recommendationid":"1","review":"好","timestamp_created":1767949200,"timestamp_updated":1767949200}`, func(p voc.Post) bool { return p.EditedAt.IsZero() }},
		{"no time", `{"recommendationid":"1","review":"好"}`, func(p voc.Post) bool { return p.Precision == voc.PrecisionNone && p.PublishedAt.IsZero() }},
		{"a quotation is left out", `{"recommendationid":"1","review":"[quote=路人]太贵[/quote]我觉得值"}`, func(p voc.Post) bool { return p.Text == "我觉得值" }},
		{"unless there is nothing else", `{"recommendationid":"1","review":"[quote]太贵[/quote]"}`, func(p voc.Post) bool { return p.Text == "太贵" }},
		{"a list has a line for each", `{"recommendationid":"1","review":"[list][*]画面[*]音乐[/list]"}`, func(p voc.Post) bool { return p.Text == "画面\n音乐" }},
	} {
		sheet := parse(t, reader(t, Options{}), `{"success":1,"reviews":[`+c.review+`]}`)
		if len(sheet.Posts) != 1 || !c.check(sheet.Posts[0]) {
			t.Errorf("%s: %+v", c.why, sheet.Posts)
		}
	}
}

func TestWhereReviewsEnd(t *testing.T) {
	r := reader(t, Options{})
	review := `{"recommendationid":"1","review":"好"}`
	for _, c := range []struct {
		why, cursor, text, next string
		missing                 bool
	}{
		{"a cursor leads on", "*", `{"success":1,"reviews":[` + review + `],"cursor":"AB"}`, "AB", false},
		{"one that comes back is the end", "AB", `{"success":1,"reviews":[` + review + `],"cursor":"AB"}`, "", false},
		{"so is an empty page", "AB", `{"success":1,"reviews":[],"cursor":"AC"}`, "", false},
		{"and a page without a cursor", "AB", `{"success":1,"reviews":[` + review + `]}`, "", false},
		{"a game without reviews has none", "*", `{"success":1,"query_summary":{"num_reviews":0,"total_reviews":0},"reviews":[],"cursor":"*"}`, "", false},
		{"a first page that holds none of many is not believed", "*", `{"success":1,"query_summary":{"total_reviews":50},"reviews":[],"cursor":"*"}`, "", true},
	} {
		sheet, err := r.Parse(plaintest.Page(t, plain.WithQuery(plaintest.Page(t, r.Start(), "").URL, "cursor", c.cursor), c.text))
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse(sheet.Next)
		if u.Query().Get("cursor") != c.next || (len(sheet.Missing) > 0) != c.missing {
			t.Errorf("%s: %q %v", c.why, sheet.Next, sheet.Missing)
		}
	}
}

func TestReviewsFiledByID(t *testing.T) {
	sheet := parse(t, reader(t, Options{}), `{"reviews":{"9":{"recommendationid":"9","review":"旧"},"11":{"recommendationid":"11","review":"新"}},"query_summary":{"total_reviews":2}}`)
	if len(sheet.Posts) != 2 || sheet.Posts[0].ExternalID != "11" {
		t.Errorf("%+v", sheet.Posts)
	}
}

func TestAnEditedReviewIsAnotherMark(t *testing.T) {
	r := reader(t, Options{})
	at := func(updated int) string {
		return parse(t, r, fmt.Sprintf(`{"success":1,"reviews":[{"recommendationid":"1","review":"好","timestamp_created":1767949200,"timestamp_updated":%d}]}`, updated)).Links[0].Key
	}
	if at(1767949200) == at(1767952800) {
		t.Error("by update, a review that was edited is not known ground")
	}
	if at := parse(t, r, one).Links[0].At; at.Unix() != 1767952800 {
		t.Errorf("it is known when it was edited: %s", at)
	}
	if sheet := parse(t, reader(t, Options{Filter: "recent"}), one); sheet.Links != nil {
		t.Error("by creation, ids alone tell known ground")
	}
}

func TestForeignPages(t *testing.T) {
	r := reader(t, Options{})
	for why, text := range map[string]string{
		"not JSON": "<html>Sorry", "a list": "[]", "null": "null", "another object": `{"data":{}}`, "nothing": "",
	} {
		if sheet, err := r.Parse(plaintest.Page(t, r.Start(), text)); !errors.Is(err, plain.ErrLayout) || len(sheet.Posts) > 0 {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := r.Parse(plaintest.Page(t, r.Start(), `{"success":2}`)); err == nil || !strings.Contains(err.Error(), "1623730") {
		t.Errorf("a refusal names the game: %v", err)
	}
	if sheet := parse(t, r, `{"success":1,"reviews":[null,3,{"review":"没有编号"},{"recommendationid":"5"}]}`); len(sheet.Posts) != 0 || len(sheet.Odd) != 2 {
		t.Errorf("what is no review is told and not invented: %+v", sheet)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		o    Options
		said string
	}{
		{Options{}, "number in the game's address"},
		{Options{App: "store.steampowered.com/app/1"}, "write \"1623730\""},
		{Options{App: "620", Language: "zh-CN"}, "schinese"},
		{Options{App: "620", Filter: "all"}, "updated or recent"},
		{Options{App: "620", Purchase: "gift"}, "non_steam_purchase"},
	} {
		if _, err := New("", c.o); err == nil || !strings.Contains(err.Error(), c.said) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
	r, err := New("http://127.0.0.1:9/mirror/", Options{App: "620"})
	if err != nil || !strings.HasPrefix(r.Start(), "http://127.0.0.1:9/mirror/appreviews/620?json=1&filter=updated&language=schinese&") || !strings.HasSuffix(r.Start(), "&cursor=*") {
		t.Errorf("%v %s", err, r.Start())
	}
}

// TestRealPages holds what we read against an independent decoding of recorded pages.
func TestRealPages(t *testing.T) {
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the recorded pages of Steam are NOT tested")
	}
	read := 0
	for _, name := range []string{"reviews_app_440.json", "reviews_app_620.json", "appreviews_page_sample.json"} {
		raw, err := os.ReadFile(filepath.Join(root, "data/fixtures/steam", name))
		if err != nil {
			t.Fatal(err)
		}
		type review struct {
			ID     string `json:"recommendationid"`
			Author struct {
				SteamID string `json:"steamid"`
			} `json:"author"`
			Review   string `json:"review"`
			C        int64  `json:"timestamp_created"`
			U        int64  `json:"timestamp_updated"`
			Up       bool   `json:"voted_up"`
			Likes    int64  `json:"votes_up"`
			Comments int64  `json:"comment_count"`
		}
		var file struct {
			Reviews json.RawMessage `json:"reviews"`
		}
		if err := json.Unmarshal(raw, &file); err != nil {
			t.Fatal(err)
		}
		want := map[string]review{}
		var list []review
		if json.Unmarshal(file.Reviews, &list) != nil {
			if err := json.Unmarshal(file.Reviews, &want); err != nil {
				t.Fatal(err)
			}
		}
		for _, v := range list {
			want[v.ID] = v
		}
		sheet := parse(t, reader(t, Options{App: "620"}), string(raw))
		if len(sheet.Posts) != len(want) || len(sheet.Odd) > 0 {
			t.Errorf("%s: %d posts, want %d; %v", name, len(sheet.Posts), len(want), sheet.Odd)
		}
		for _, p := range sheet.Posts {
			w := want[p.ExternalID]
			edited := w.U
			if w.U == w.C {
				edited = 0
			}
			if p.PublishedAt.Unix() != w.C || p.EditedAt.IsZero() != (edited == 0) || edited != 0 && p.EditedAt.Unix() != edited || (p.Rating == 5) != w.Up || p.Rating != 5 && p.Rating != 1 ||
				p.Author.Hash != w.Author.SteamID || p.Engagement.Likes != w.Likes || p.Engagement.Replies != w.Comments || strings.TrimSpace(w.Review) != "" && p.Text == "" || len(p.Text) > len(w.Review) {
				t.Errorf("%s: review %s differs from the page: %+v", name, p.ExternalID, p)
			}
			if !strings.ContainsAny(w.Review, "[") && strings.Join(strings.Fields(p.Text), "") != strings.Join(strings.Fields(plain.Clean(w.Review)), "") {
				t.Errorf("%s: text of review %s is not the page's", name, p.ExternalID)
			}
			read++
		}
	}
	t.Logf("%d reviews read", read)
}

func FuzzParse(f *testing.F) {
	f.Add(one)
	f.Add(`{"success":1,"reviews":{"1":{"recommendationid":1,"review":"[quote][quote=x]","timestamp_created":1e18}},"cursor":"%zz"}`)
	r := reader(f, Options{})
	f.Fuzz(func(t *testing.T, text string) {
		sheet, err := r.Parse(plaintest.Page(t, r.Start(), text))
		if err != nil {
			return
		}
		if len(sheet.Posts)*10 > len(text) || len(sheet.Next) > 4*len(text)+500 {
			t.Fatalf("more came out than went in: %d posts", len(sheet.Posts))
		}
		for _, p := range sheet.Posts {
			if !plain.Said(&p) || p.Rating != 0 && p.Rating != 1 && p.Rating != 5 || !p.PublishedAt.IsZero() && (p.PublishedAt.Year() < 1970 || p.PublishedAt.Year() >= 3000) {
				t.Fatalf("%+v", p)
			}
		}
	})
}
