package appstore

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// entry is one review as the JSON has it; every scalar is an object with a label.
func entry(id, rating, when string, more ...string) string {
	fields := []string{
		`"author":{"uri":{"label":"https://itunes.apple.com/cn/reviews/id900` + id + `"},"name":{"label":"用户` + id + `"},"label":""}`,
		`"im:version":{"label":"3.2.1"}`, `"im:rating":{"label":"` + rating + `"}`, `"id":{"label":"` + id + `"}`, `"title":{"label":"标题` + id + `"}`,
		`"content":{"label":"正文` + id + `","attributes":{"type":"text"}}`, `"link":{"attributes":{"rel":"related","href":"https://mzuserxp.internal/WebObjects/x?id=` + id + `"}}`,
		`"im:voteSum":{"label":"0"}`, `"im:contentType":{"attributes":{"term":"Application","label":"应用程序"}}`, `"im:voteCount":{"label":"0"}`,
	}
	if when != "" {
		fields = append(fields, `"updated":{"label":"`+when+`"}`)
	}
	return "{" + strings.Join(append(fields, more...), ",") + "}"
}

func feed(entries ...string) string {
	return `{"feed":{"author":{"name":{"label":"iTunes Store"}},"entry":[` + strings.Join(entries, ",") +
		`],"updated":{"label":"2026-01-09T05:06:45-07:00"},"link":[{"attributes":{"rel":"alternate","type":"text/html","href":"x"}},{"attributes":{"rel":"last","href":"https://mz.internal/cn/rss/customerreviews/page=10/id=1/sortby=mostrecent/xml?urlDesc=/x"}}]}}`
}

const moment = "2026-01-09T05:06:45-07:00"

func TestMoodsOfTheFeed(t *testing.T) {
	for _, c := range []struct {
		why, text string
		ids       string
		undated   bool
	}{
		{"a full page keeps its order", feed(entry("3", "5", moment), entry("2", "1", moment), entry("1", "3", moment)), "3 2 1", false},
		{"one undated among dated", feed(entry("3", "5", moment), entry("2", "1", "")), "3 2", true},
		{"a date that is not one", feed(entry("3", "5", "someday")), "3", true},
		{"a date that is null", strings.Replace(feed(entry("3", "5", moment)), `"updated":{"label":"`+moment+`"}`, `"updated":null`, 1), "3", true},
		{"entry is null", `{"feed":{"entry":null}}`, "", false},
		{"entry is an empty list", `{"feed":{"entry":[]}}`, "", false},
		{"an empty object in the list", feed(`{}`, entry("1", "5", moment)), "1", false},
		{"null in the list", feed(`null`, entry("1", "5", moment)), "1", false},
		{"the app alone, as an object", `{"feed":{"entry":` + app + `}}`, "", false},
		{"behind a byte order mark and blanks", "\ufeff \n" + feed(entry("1", "5", moment)), "1", false},
		{"fields nobody knows", feed(entry("1", "5", moment, `"im:new":{"label":[1,{"a":null}]}`)), "1", false},
		{"a label written twice: the last counts", feed(entry("1", "5", moment, `"id":{"label":"7"}`)), "7", false},
		{"the same review twice", feed(entry("1", "5", moment), entry("1", "5", moment)), "1 1", false},
	} {
		t.Run(c.why, func(t *testing.T) {
			r, err := Parse(page(c.text), options)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, p := range r.Posts {
				ids = append(ids, p.ExternalID)
			}
			if strings.Join(ids, " ") != c.ids || r.Undated != c.undated {
				t.Errorf("ids %q, undated %v; want %q, %v", ids, r.Undated, c.ids, c.undated)
			}
		})
	}
}

// Addresses are built, never taken from the feed: its own lead to internal hosts.
func TestNoAddressOfTheFeedIsKept(t *testing.T) {
	r, err := Parse(page(feed(entry("1", "5", moment))), options)
	if err != nil || len(r.Posts) != 1 || r.Last != 10 {
		t.Fatalf("%+v, %v", r, err)
	}
	if p := r.Posts[0]; p.URL != "https://apps.apple.com/cn/app/id1600000001?see-all=reviews" || p.Product != "1600000001" || strings.Contains(fmt.Sprint(p), "internal") {
		t.Errorf("%+v", p)
	}
}

func TestTextsOfReviews(t *testing.T) {
	for _, c := range []struct{ why, label, want string }{
		{"entities are what somebody typed", `a &amp; b &lt;3`, "a &amp; b &lt;3"},
		{"markup is what somebody typed", `<b>好</b><script>x</script>`, "<b>好</b><script>x</script>"},
		{"escapes of JSON", `\u95ea\u9000\n\t\"\\`, "闪退\n\"\\"},
		{"an emoji in two halves", `\ud83d\ude21`, "😡"},
		{"half an emoji", `坏\ud83d`, "坏\uFFFD"},
		{"letters from right to left", `تجربة سيئة`, "تجربة سيئة"},
		{"marks that turn the text around", `退\u202e款\u2066`, "退款"},
		{"controls", `好\u0000\u0008喝`, "好喝"},
		{"nothing but blanks", ` \u3000\u200b `, ""},
	} {
		r, err := Parse(page(strings.Replace(feed(entry("1", "5", moment)), "正文1", c.label, 1)), options)
		if err != nil || len(r.Posts) != 1 || r.Posts[0].Text != c.want {
			t.Errorf("%s: %+v, %v; want %q", c.why, r.Posts, err, c.want)
		}
	}
}

func TestRatingsAndVotes(t *testing.T) {
	for _, c := range []struct {
		rating, votes string
		stars         float64
		likes         int64
	}{
		{"1", "0", 1, 0}, {"5", "12", 5, 12}, {"0", "3", 0, 3}, {"6", "1", 0, 1}, {"-1", "-4", 0, voc.Unknown}, {"4.0", "", 4, voc.Unknown}, {"五", "many", 0, voc.Unknown},
		{strings.Repeat("9", 400), strings.Repeat("9", 400), 0, voc.Unknown},
	} {
		text := strings.Replace(feed(entry("1", c.rating, moment)), `"im:voteSum":{"label":"0"}`, `"im:voteSum":{"label":"`+c.votes+`"}`, 1)
		r, err := Parse(page(text), options)
		if err != nil || len(r.Posts) != 1 {
			t.Fatalf("%s: %+v, %v", c.rating, r, err)
		}
		if p := r.Posts[0]; p.Rating != c.stars || p.RatingRaw != c.rating || p.Engagement.Likes != c.likes {
			t.Errorf("rating %.20q, votes %.20q: %v (%.20q), %d", c.rating, c.votes, p.Rating, p.RatingRaw, p.Engagement.Likes)
		}
	}
}

func TestReviewersAreKnownByTheirNumber(t *testing.T) {
	for uri, want := range map[string]string{
		"https://itunes.apple.com/us/reviews/id524855897": "524855897", "https://itunes.apple.com/us/reviews/id524855897/": "524855897",
		"https://itunes.apple.com/reviews?userProfileId=5": "https://itunes.apple.com/reviews?userProfileId=5", "": "用户1",
	} {
		r, err := Parse(page(strings.Replace(feed(entry("1", "5", moment)), "https://itunes.apple.com/cn/reviews/id9001", uri, 1)), options)
		if err != nil || len(r.Posts) != 1 || r.Posts[0].Author.Hash != want {
			t.Errorf("%q: %+v, %v; want author %q", uri, r.Posts, err, want)
		}
	}
}

// What is no page of reviews is an error: taken for an empty page it would end the walk.
func TestAnswersThatAreNoFeed(t *testing.T) {
	for why, text := range map[string]string{
		"a proxy's page":            "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>",
		"blanks":                    " \n\t ",
		"null":                      "null",
		"a feed that is null":       `{"feed":null}`,
		"a feed that is a list":     `{"feed":[]}`,
		"labels that are numbers":   strings.Replace(feed(entry("1", "5", moment)), `{"label":"5"}`, `{"label":5}`, 1),
		"labels that are strings":   strings.Replace(feed(entry("1", "5", moment)), `{"label":"5"}`, `"5"`, 1),
		"entry is a word":           `{"feed":{"entry":"none"}}`,
		"entry is a number":         `{"feed":{"entry":7}}`,
		"cut off in the middle":     feed(entry("1", "5", moment))[:300],
		"two documents":             feed(entry("1", "5", moment)) + feed(),
		"lists in lists":            `{"feed":{"entry":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}}`,
		"objects in objects":        strings.Repeat(`{"feed":`, 100_000) + strings.Repeat("}", 100_000),
		"XML cut off":               xmlDoc[:400],
		"XML of another kind":       `<?xml version="1.0"?><rss version="2.0"><channel/></rss>`,
		"XML nested without end":    "<feed>" + strings.Repeat("<entry>", 50_000),
		"the same behind quotes":    "<feed>" + strings.Repeat(`<entry a="/>">`, 50_000),
		"an entity that grows":      `<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><feed><entry><id>&b;</id>`,
		"XML without an id":         `<feed xmlns:im="http://itunes.apple.com/rss"><entry><im:rating>5</im:rating></entry></feed>`,
		"control characters in XML": "<feed>\x01<entry></feed",
	} {
		start := time.Now()
		if r, err := Parse(page(text), options); err == nil {
			t.Errorf("%s: %+v", why, r)
		} else if len(err.Error()) > 1000 || !strings.HasPrefix(err.Error(), "appstore: ") {
			t.Errorf("%s: the error is %.200q", why, err)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %s", why, took)
		}
	}
}

func TestXMLOfReviews(t *testing.T) {
	doc := func(entries string) string {
		return `<?xml version="1.0" encoding="gbk"?><feed xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom" xml:lang="zh"><id>x</id>` +
			`<link rel="self" href="https://mz.internal/a?b=1&c=2"/><link rel="last" href="https://mz.internal/cn/rss/customerreviews/page=3/id=1/xml?a&b"/>` + entries + `</feed>`
	}
	one := func(id, content string) string {
		return `<entry><updated>` + moment + `</updated><id>` + id + `</id><title>题</title>` + content + `<im:voteSum>2</im:voteSum><im:rating>4</im:rating><im:version>1</im:version><author><name>甲</name><uri>https://itunes.apple.com/cn/reviews/id5</uri></author></entry>`
	}
	for _, c := range []struct {
		why, text string
		texts     []string
	}{
		{"bare ampersands in the links", doc(""), nil},
		{"the text, not its table", doc(one("1", `<content type="html">&lt;table&gt;坏&lt;/table&gt;</content><content type="text">好</content>`)), []string{"好"}},
		{"entities are undone once", doc(one("1", `<content type="text">a &amp;amp; &lt;b&gt;</content>`)), []string{"a &amp; <b>"}},
		{"CDATA", doc(one("1", `<content type="text"><![CDATA[a < b & c]]></content>`)), []string{"a < b & c"}},
		{"several", doc(one("2", `<content type="text">二</content>`) + one("1", `<content type="text">一</content>`)), []string{"二", "一"}},
		{"a review without words", doc(one("1", "")), []string{""}},
		{"the app itself has no rating", doc(`<entry><id>https://apps.apple.com/1</id><title>点单</title><im:name>点单</im:name></entry>` + one("1", `<content type="text">好</content>`)), []string{"好"}},
	} {
		r, err := Parse(page(c.text), options)
		if err != nil || len(r.Posts) != len(c.texts) || r.Last != 3 {
			t.Errorf("%s: %+v, %v", c.why, r, err)
			continue
		}
		for i, want := range c.texts {
			if p := r.Posts[i]; p.Text != want || p.Rating != 4 || p.Engagement.Likes != 2 || p.Author.Hash != "5" || p.PublishedAt.IsZero() {
				t.Errorf("%s: %+v, want %q", c.why, p, want)
			}
		}
	}
}

// Both formats of one page say the same, so that dates may be taken from either.
func TestBothFormatsAgree(t *testing.T) {
	a, err := Parse(page(`{"feed":{"entry":`+review+`}}`), options)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Parse(page(xmlDoc), options)
	if err != nil || len(a.Posts) != 1 || len(b.Posts) != 1 || a.Posts[0] != b.Posts[0] {
		t.Errorf("JSON %+v\nXML  %+v, %v", a.Posts, b.Posts, err)
	}
}

func TestDatesAreOnlyFilledIn(t *testing.T) {
	early, late := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	posts := []voc.Post{{ExternalID: "1", PublishedAt: early, Precision: voc.PrecisionSecond}, {ExternalID: "2", Precision: voc.PrecisionNone}}
	dated := []voc.Post{{ExternalID: "1", PublishedAt: late, Precision: voc.PrecisionSecond}, {ExternalID: "2", PublishedAt: late, Precision: voc.PrecisionDay}, {ExternalID: "3", Precision: voc.PrecisionNone}}
	if err := Date(posts, dated); err != nil || !posts[0].PublishedAt.Equal(early) || !posts[1].PublishedAt.Equal(late) || posts[1].Precision != voc.PrecisionDay {
		t.Errorf("%v, %+v", err, posts)
	}
	if err := Date(nil, dated); err != nil {
		t.Errorf("nothing to date is no error: %v", err)
	}
	if err := Date([]voc.Post{{ExternalID: "9", Precision: voc.PrecisionNone}}, nil); err == nil {
		t.Error("no dates at all were taken for dates")
	}
}

func TestAddress(t *testing.T) {
	for base, want := range map[string]string{
		"":                       "https://itunes.apple.com/cn/rss/customerreviews/page=2/id=1600000001/sortby=mostrecent/json",
		"http://127.0.0.1:8080/": "http://127.0.0.1:8080/cn/rss/customerreviews/page=2/id=1600000001/sortby=mostrecent/json",
	} {
		if got := options.Address(base, 2, "json"); got != want {
			t.Errorf("Address(%q) = %s, want %s", base, got, want)
		}
	}
	for n := range Pages {
		if got := PageOf(options.Address("", n+1, "xml")); got != n+1 {
			t.Errorf("page %d is read as %d", n+1, got)
		}
	}
	for _, other := range []string{"", "https://apps.apple.com/", "/page=/", "/page=1000/", "page=5"} {
		if got := PageOf(other); got != 0 {
			t.Errorf("%q has page %d", other, got)
		}
	}
	if err := Default().Validate(); err == nil {
		t.Error("options without an app were accepted")
	}
}

// FuzzEntry holds that no text of a review can break its page or reach another field.
func FuzzEntry(f *testing.F) {
	f.Add("好\"}]", "</content><im:rating>1", "2026-01-01T00:00:00Z")
	f.Add("]]>", "&#0;", "昨天")
	f.Add("\xff\xfe", "\u202e", "")
	f.Fuzz(func(t *testing.T, title, text, when string) {
		quote := func(s string) string { return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s) }
		doc := `<feed xmlns:im="http://itunes.apple.com/rss"><entry><id>77</id><title>` + quote(title) + `</title><content type="text">` + quote(text) + `</content><updated>` + quote(when) + `</updated><im:rating>2</im:rating></entry></feed>`
		r, err := Parse(page(doc), options)
		if err != nil {
			return // not every string is XML
		}
		if len(r.Posts) != 1 || r.Posts[0].ExternalID != "77" || r.Posts[0].Rating != 2 || !utf8.ValidString(r.Posts[0].Title+r.Posts[0].Text) || r.Undated != r.Posts[0].PublishedAt.IsZero() {
			t.Errorf("%q: %+v", doc, r)
		}
		if _, err := url.Parse(r.Posts[0].URL); err != nil {
			t.Error(err)
		}
	})
}
