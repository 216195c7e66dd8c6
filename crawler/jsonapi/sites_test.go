package jsonapi

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// say writes what matters of a post on one line.
func say(p voc.Post) string {
	at := "-"
	if p.Precision != voc.PrecisionNone {
		at = p.PublishedAt.UTC().Format("2006-01-02T15:04:05")
	}
	return fmt.Sprint(p.ExternalID, "|", p.URL, "|", p.Title, "|", p.Text, "|", p.Author.Hash, "|", p.Author.Name, "|", at, "|", p.Rating, "|", p.Engagement.Likes, "|", p.Engagement.Replies, "|", p.Engagement.Shares, "|", p.Engagement.Views)
}

// Each row: an API as its configuration describes it, an answer in its shape, what comes of it.
func TestShapesOfSites(t *testing.T) {
	for _, c := range []struct {
		why, address, text string
		o                  Options
		want               []string
		next               string
		claimed            int
		backoff            time.Duration
	}{
		{
			why: "Steam: thumbs, counts as strings or numbers, a cursor with signs in it", address: "https://store.example/appreviews/10?json=1&cursor=*",
			text: `{"success":1,"query_summary":{"num_reviews":2,"total_reviews":90210},"reviews":[
				{"recommendationid":"188","author":{"steamid":"76561190000000001"},"language":"schinese","review":"[b]手感[/b] <3","timestamp_created":1767916800,"voted_up":true,"votes_up":7,"weighted_vote_score":"0.52","comment_count":2},
				{"recommendationid":"189","author":{"steamid":"76561190000000002"},"review":"闪退","timestamp_created":1767916801,"voted_up":false,"votes_up":0,"weighted_vote_score":0,"comment_count":0}],"cursor":"AoJ4+/q=="}`,
			o: Options{Items: "reviews[]", Success: "success=1", Total: "query_summary.total_reviews", Cursor: "cursor", CursorParam: "cursor", PlainText: true,
				Fields: plain.Fields{ID: "recommendationid", Text: "review", AuthorID: "author.steamid", Time: "timestamp_created", Rating: "voted_up", Likes: "votes_up", Replies: "comment_count"}},
			want: []string{"188|||[b]手感[/b] <3|76561190000000001||2026-01-09T00:00:00|5|7|2|-1|-1", "189|||闪退|76561190000000002||2026-01-09T00:00:01|1|0|0|-1|-1"},
			next: "https://store.example/appreviews/10?json=1&cursor=AoJ4%2B%2Fq%3D%3D", claimed: 90210,
		},
		{
			why: "Steam: a cursor that repeats ends the walk", address: "https://store.example/appreviews/10?cursor=AoJ4%2B%2Fq%3D%3D",
			text: `{"success":1,"query_summary":{"num_reviews":0},"reviews":[],"cursor":"AoJ4+/q=="}`,
			o:    Options{Items: "reviews[]", Cursor: "cursor", CursorParam: "cursor"}, claimed: -1,
		},
		{
			why: "Discourse: HTML, likes among the actions, times to the millisecond", address: "https://forum.example/posts.json",
			text: `{"latest_posts":[{"id":5001,"username":"tea","user_id":3,"created_at":"2026-01-09T08:00:00.379Z","updated_at":"2026-01-09T09:00:00.000Z","cooked":"<p>一<img src=\"x\" class=\"emoji\" alt=\":smile:\"></p>\n<p>二</p>","reply_count":2,"reads":17,"topic_id":9,"topic_slug":"abc","topic_title":"题 &amp; 目","actions_summary":[{"id":2,"count":4},{"id":3}]}]}`,
			o: Options{Items: "latest_posts[]", Fields: plain.Fields{ID: "id", Title: "topic_title", Text: "cooked", Author: "username", AuthorID: "user_id", Time: "created_at", Edited: "updated_at", Likes: "actions_summary[0].count",
				Replies: "reply_count", Views: "reads", Root: "topic_id"}},
			want: []string{"5001||题 & 目|一[:smile:]\n二|3|tea|2026-01-09T08:00:00|0|4|2|-1|17"}, claimed: -1,
		},
		{
			why: "V2EX: a list without anything around it", address: "https://v.example/api/topics/latest.json",
			text: `[{"id":315,"title":"求推荐","url":"https://v.example/t/315","content":"a","content_rendered":"<p>手冲&nbsp;豆子</p>","replies":12,"member":{"id":8,"username":"bean"},"node":{"name":"coffee"},"created":1767916800,"last_touched":1767916900}]`,
			o:    Options{Items: "[]", Fields: plain.Fields{ID: "id", URL: "url", Title: "title", Text: "content_rendered || content", Author: "member.username", AuthorID: "member.id", Time: "created", Replies: "replies"}},
			want: []string{"315|https://v.example/t/315|求推荐|手冲 豆子|8|bean|2026-01-09T00:00:00|0|-1|12|-1|-1"}, claimed: -1,
		},
		{
			why: "Hacker News: title or story title, nulls", address: "https://hn.example/api/v1/search_by_date?tags=comment&page=0",
			text: `{"hits":[{"objectID":"42","created_at_i":1767916800,"title":null,"story_title":"Tea","comment_text":"<p>I &#x27;like&#x27; it<p>really","author":"joe","points":null,"num_comments":null,"parent_id":41}],"nbHits":1000,"page":0,"nbPages":10}`,
			o: Options{Items: "hits[]", Total: "nbHits", PageParam: "page", First: 0, Step: 1, Fields: plain.Fields{ID: "objectID", Title: "title || story_title", Text: "story_text || comment_text", Author: "author", Time: "created_at_i",
				Likes: "points", Replies: "num_comments", Parent: "parent_id"}},
			want: []string{"42||Tea|I 'like' it\nreally|joe|joe|2026-01-09T00:00:00|0|-1|-1|-1|-1"}, next: "https://hn.example/api/v1/search_by_date?tags=comment&page=1", claimed: 1000,
		},
		{
			why: "Mastodon: the next page stands in a header", address: "https://m.example/api/v1/timelines/tag/tea",
			text: `[{"id":"115000000000000001","uri":"https://m.example/u/1","url":"https://m.example/@a/1","created_at":"2026-01-09T00:00:00.000Z","content":"<p>喝<br />茶 <a href=\"https://m.example/tags/tea\">#<span>tea</span></a></p>","account":{"id":"9","acct":"a@b.example","display_name":"阿茶 :tea:"},"replies_count":1,"reblogs_count":2,"favourites_count":3,"language":"zh"}]`,
			o: Options{Items: "[]", LinkHeader: true, Fields: plain.Fields{ID: "uri", URL: "url", Text: "content", Author: "account.display_name", AuthorID: "account.acct", Time: "created_at", Likes: "favourites_count", Replies: "replies_count",
				Shares: "reblogs_count", Language: "language"}},
			want: []string{"https://m.example/u/1|https://m.example/@a/1||喝\n茶 #tea|a@b.example|阿茶 :tea:|2026-01-09T00:00:00|0|3|1|2|-1"}, next: "https://m.example/api/v1/timelines/tag/tea?max_id=115000000000000001", claimed: -1,
		},
		{
			why: "Stack Exchange: a flag for more, a pause in fractions", address: "https://se.example/2.3/search?page=3",
			text: `{"items":[{"question_id":7,"link":"https://se.example/q/7","title":"a &lt;b&gt;","creation_date":1767916800,"score":-3,"answer_count":0,"view_count":12,"owner":{"user_id":5,"display_name":"x"}}],"has_more":true,"backoff":0.2,"quota_remaining":291}`,
			o:    Options{Items: "items[]", PageParam: "page", More: "has_more", Backoff: "backoff", Fields: plain.Fields{ID: "question_id", URL: "link", Title: "title", Author: "owner.display_name", AuthorID: "owner.user_id", Time: "creation_date", Replies: "answer_count", Views: "view_count"}},
			want: []string{"7|https://se.example/q/7|a <b>||5|x|2026-01-09T00:00:00|0|-1|0|-1|12"}, next: "https://se.example/2.3/search?page=4", claimed: -1, backoff: 200 * time.Millisecond,
		},
		{
			why: "Discuz!: every number is a string, times twice", address: "https://bbs.example/api/mobile/index.php?module=viewthread&tid=5",
			text: `{"Version":"4","Charset":"GBK","Variables":{"postlist":[{"pid":"77","tid":"5","first":"1","author":"甲","authorid":"3","dateline":"2026-1-9 08:00","dbdateline":"1767916800","message":"第一行<br />\r\n第二行","number":"1"},{"pid":"78","author":"","authorid":"0","anonymous":"1","dateline":"半小时前","message":"匿名"}]}}`,
			o:    Options{Items: "Variables.postlist[]", Fields: plain.Fields{ID: "pid", Text: "message", Author: "author", AuthorID: "authorid", Time: "dbdateline || dateline"}},
			want: []string{"77|||第一行\n第二行|3|甲|2026-01-09T00:00:00|0|-1|-1|-1|-1", "78|||匿名|0||2026-01-10T07:30:00|0|-1|-1|-1|-1"}, claimed: -1,
		},
		{
			why: "rows that are values of an object", address: "https://a.example/x",
			text: `{"reviews":{"b":{"id":"2","text":"二"},"a":{"id":"1","text":"一"}}}`,
			o:    Options{Items: "reviews.*", Fields: plain.Fields{ID: "id", Text: "text"}},
			want: []string{"1|||一|||-|0|-1|-1|-1|-1", "2|||二|||-|0|-1|-1|-1|-1"}, claimed: -1,
		},
		{
			why: "one key holds a number here and words there", address: "https://a.example/x",
			text: `{"l":[{"id":1,"text":"a","n":240492},{"id":2,"text":"b","n":"100万+"},{"id":3,"text":"c","n":""},{"id":4,"text":"d","n":null},{"id":5,"text":"e"},{"id":6,"text":"f","n":"赞"}]}`,
			o:    Options{Items: "l[]", Fields: plain.Fields{ID: "id", Text: "text", Likes: "n"}},
			want: []string{"1|||a|||-|0|240492|-1|-1|-1", "2|||b|||-|0|1000000|-1|-1|-1", "3|||c|||-|0|-1|-1|-1|-1", "4|||d|||-|0|-1|-1|-1|-1", "5|||e|||-|0|-1|-1|-1|-1", "6|||f|||-|0|0|-1|-1|-1"}, claimed: -1,
		},
	} {
		t.Run(c.why, func(t *testing.T) {
			p := page(t, c.address, c.text)
			if c.o.LinkHeader {
				p.Next = c.next
			}
			r, err := reader(t, c.o).Parse(p)
			if err != nil || len(r.Odd) != 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			var got []string
			for _, p := range r.Posts {
				got = append(got, say(p))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if r.Next != c.next || r.Claimed != c.claimed || r.Backoff != c.backoff {
				t.Errorf("next %q, claimed %d, backoff %s; want %q, %d, %s", r.Next, r.Claimed, r.Backoff, c.next, c.claimed, c.backoff)
			}
		})
	}
}

func TestLoginWallsStop(t *testing.T) {
	for _, c := range []struct {
		text    string
		blocked bool
	}{
		{`{"ok":-100,"url":"https://passport.example/"}`, true}, {`{"ok":"-100"}`, true}, {`{"ok":1,"data":[]}`, false}, {`{"data":[]}`, false},
	} {
		_, err := reader(t, Options{Items: "data[]", Blocked: "ok=-100"}).Parse(page(t, "https://m.example/", c.text))
		if errors.Is(err, ErrBlocked) != c.blocked || err != nil && !c.blocked {
			t.Errorf("%s: %v, blocked should be %v", c.text, err, c.blocked)
		}
	}
}

func TestTextsNobodyExpects(t *testing.T) {
	r := reader(t, Options{Items: "[]", Fields: plain.Fields{ID: "id", Text: "text"}, PlainText: true})
	for _, c := range []struct{ why, in, want string }{
		{"an emoji in two halves", `"\ud83d\ude21"`, "😡"}, {"its first half", `"坏\ud83d"`, "坏\uFFFD"}, {"its second half", `"\ude21坏"`, "\uFFFD坏"}, {"halves the wrong way round", `"\ude21\ud83d"`, "\uFFFD\uFFFD"},
		{"NUL and other controls", `"好\u0000\u001b[31m喝"`, "好[31m喝"}, {"marks of direction", `"退\u202e款\u2066"`, "退款"}, {"a line separator", `"a\u2028b"`, "a\nb"},
		{"a number for a text", `12345678901234567890`, "12345678901234567890"}, {"a float", `1.50`, "1.50"}, {"truth", `true`, "true"}, {"words in a list", `["a",null,"b",{"c":1}]`, "a, b"},
		{"written twice, the last counts", `"a","text":"b"`, "b"}, {"escaped slashes", `"a\/b"`, "a/b"}, {"Arabic", `"قهوة"`, "قهوة"},
	} {
		got, err := r.Parse(page(t, "https://a.example/", `[{"id":"1","text":`+c.in+`}]`))
		if err != nil || len(got.Posts) != 1 || got.Posts[0].Text != c.want {
			t.Errorf("%s: %+v, %v; want %q", c.why, got.Posts, err, c.want)
		}
	}
	for _, in := range []string{`null`, `{"a":1}`, `[]`, `""`, `" \u200b"`} {
		if got, err := r.Parse(page(t, "https://a.example/", `[{"id":"1","text":`+in+`}]`)); err != nil || len(got.Posts) != 0 {
			t.Errorf("%s says nothing and became %+v, %v", in, got.Posts, err)
		}
	}
}

func TestAnswersMeantToHurt(t *testing.T) {
	o := Options{Items: "data.list[]", Total: "data.total", Backoff: "backoff", Cursor: "data.next", CursorParam: "c", Fields: plain.Fields{ID: "id", Text: "text"}}
	for why, text := range map[string]string{
		"lists in lists":     `{"data":{"list":` + strings.Repeat("[", 1_000_000),
		"objects in objects": strings.Repeat(`{"data":`, 500_000),
		"both, closed":       strings.Repeat(`[{"a":`, 50_000) + "1" + strings.Repeat(`}]`, 50_000),
		"a number of a million digits that ends nowhere": `{"data":{"total":` + strings.Repeat("9", 1_000_000),
		"a cut off string":      `{"data":{"list":[{"text":"abc`,
		"single quotes":         `{'data':{}}`,
		"a comment":             `{"data":{}/* x */}`,
		"a trailing comma":      `{"data":{"list":[1,]}}`,
		"not a number":          `{"data":NaN}`,
		"a control in a string": "{\"data\":\"a\nb\"}",
		"bytes of GBK":          "{\"data\":\xb2\xee}",
	} {
		start := time.Now()
		r, err := reader(t, o).Parse(page(t, "https://a.example/", text))
		if err == nil || len(err.Error()) > 500 {
			t.Errorf("%s: %+v, %.200v", why, r, err)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %s", why, took)
		}
	}
	huge := strings.Repeat("9", 500)
	r, err := reader(t, o).Parse(page(t, "https://a.example/", `{"backoff":1e999,"data":{"total":`+huge+`,"next":`+huge+`,"list":[{"id":`+huge+`,"text":"a"},1,"x",[],[[]],{}]}}`))
	if err != nil || len(r.Posts) != 1 || r.Posts[0].ExternalID != huge || r.Claimed != -1 || r.Backoff > 24*time.Hour {
		t.Errorf("%d posts, claimed %d, backoff %s, %v", len(r.Posts), r.Claimed, r.Backoff, err)
	}
}

func TestPauses(t *testing.T) {
	for in, want := range map[string]time.Duration{"10": 10 * time.Second, "0.2": 200 * time.Millisecond, `"30"`: 30 * time.Second, "0": 0, "-5": 0, "null": 0, `"soon"`: 0, "1e9": 24 * time.Hour, `"NaN"`: 0, `"Inf"`: 24 * time.Hour, "true": 0} {
		r, err := reader(t, Options{Items: "l[]", Backoff: "b"}).Parse(page(t, "https://a.example/", `{"l":[],"b":`+in+`}`))
		if err != nil || r.Backoff != want {
			t.Errorf("%s: %s, %v; want %s", in, r.Backoff, err, want)
		}
	}
}

func TestWaysThatEnd(t *testing.T) {
	for _, c := range []struct {
		why, address, text string
		o                  Options
	}{
		{"a cursor minus one", "https://x.org/a", `{"l":[{"text":"a"}],"c":-1}`, Options{Cursor: "c", CursorParam: "c"}},
		{"a cursor that is an object", "https://x.org/a", `{"l":[{"text":"a"}],"c":{}}`, Options{Cursor: "c", CursorParam: "c"}},
		{"a flag that is a string", "https://x.org/a", `{"l":[{"text":"a"}],"m":"false"}`, Options{PageParam: "p", More: "m"}},
		{"a flag that is nought", "https://x.org/a", `{"l":[{"text":"a"}],"m":0}`, Options{PageParam: "p", More: "m"}},
		{"a flag that is missing", "https://x.org/a", `{"l":[{"text":"a"}]}`, Options{PageParam: "p", More: "m"}},
		{"an address that is a script", "https://x.org/a", `{"l":[{"text":"a"}],"n":"javascript:x"}`, Options{Next: "n"}},
		{"an address that is a file", "https://x.org/a", `{"l":[{"text":"a"}],"n":"file:///etc/passwd"}`, Options{Next: "n"}},
		{"an address that is false", "https://x.org/a", `{"l":[{"text":"a"}],"n":null}`, Options{Next: "n"}},
		{"no Link header", "https://x.org/a", `{"l":[{"text":"a"}]}`, Options{LinkHeader: true}},
	} {
		c.o.Items = "l[]"
		if got, err := reader(t, c.o).Parse(page(t, c.address, c.text)); err != nil || got.Next != "" {
			t.Errorf("%s: next %q, %v", c.why, got.Next, err)
		}
	}
}

// Posts written as JSON under any names come back as they were.
func TestPostsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	letters := []rune("好喝难茶0aA \"\\/<>&'\t😡é\u00ad{}[],:#@")
	word := func() string {
		out := make([]rune, r.IntN(30))
		for i := range out {
			out[i] = letters[r.IntN(len(letters))]
		}
		return string(out)
	}
	api := reader(t, Options{Items: `data["the list"][]`, PlainText: true, Fields: plain.Fields{ID: "a.id", Text: "b[0].text", Likes: "c.n"}})
	for range 300 {
		var rows []string
		var want []string
		for i := range r.IntN(20) {
			text, likes := word(), r.Int64N(1<<50)
			rows = append(rows, fmt.Sprintf(`{"a":{"id":%d},"b":[{"text":%s}],"c":{"n":%d}}`, i, quoted(text), likes))
			if clean := plain.Clean(text); clean != "" {
				want = append(want, fmt.Sprint(i, clean, likes))
			}
		}
		got, err := api.Parse(page(t, "https://a.example/", `{"data":{"the list":[`+strings.Join(rows, ",")+`]}}`))
		if err != nil || len(got.Posts) != len(want) {
			t.Fatalf("%d posts of %d, %v", len(got.Posts), len(want), err)
		}
		for i, p := range got.Posts {
			if s := fmt.Sprint(p.ExternalID, p.Text, p.Engagement.Likes); s != want[i] {
				t.Fatalf("%q came back as %q", want[i], s)
			}
		}
	}
}

// quoted is a JSON string in which everything outside ASCII is escaped, as some servers write it.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ':
			fmt.Fprintf(&b, `\u%04x`, r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		case r > '~':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
