package plain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestFieldsBecomeAPost(t *testing.T) {
	page := &Page{URL: address(t, "https://x.org/list"), At: time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC), Zone: shanghai}
	for _, c := range []struct {
		why   string
		in    Fields
		odd   []string
		check func(p voc.Post) bool
	}{
		{"what a site does not tell is unknown, not zero", Fields{Text: "a"}, nil, func(p voc.Post) bool {
			return p.Engagement == voc.NoEngagement() && p.Rating == 0 && p.PublishedAt.IsZero() && p.Precision == voc.PrecisionNone && p.Author.Followers == voc.Unknown
		}},
		{"without an id the address names it", Fields{Text: "a", URL: "/p/1"}, nil, func(p voc.Post) bool { return p.ExternalID == "https://x.org/p/1" && p.URL == p.ExternalID }},
		{"without an author id the name stands in", Fields{Text: "a", Author: "茶友"}, nil, func(p voc.Post) bool { return p.Author.Hash == "茶友" }},
		{"plain text is not read as markup again", Fields{Text: "a <b> &amp; c"}, nil, func(p voc.Post) bool { return p.Text == "a <b> &amp; c" }},
		{"an edit after the post", Fields{Text: "a", Time: "2026-01-09 08:00", Edited: "2026-01-09 09:00"}, nil, func(p voc.Post) bool { return p.EditedAt.Sub(p.PublishedAt) == time.Hour }},
		{"an edit at the time of the post is none", Fields{Text: "a", Time: "2026-01-09 08:00", Edited: "2026-01-09 08:00"}, nil, func(p voc.Post) bool { return p.EditedAt.IsZero() }},
		{"an unreadable time is told", Fields{Text: "a", Time: "改天"}, []string{`time "改天"`}, func(p voc.Post) bool { return p.Precision == voc.PrecisionNone }},
		{"unreadable counts are told", Fields{Text: "a", Likes: "无数", Views: "7"}, []string{`likes "无数"`}, func(p voc.Post) bool {
			return p.Engagement.Likes == voc.Unknown && p.Engagement.Views == 7
		}},
		{"no rating is not an oddity", Fields{Text: "a", Rating: "暂无评分"}, nil, func(p voc.Post) bool { return p.Rating == 0 && p.RatingRaw == "暂无评分" }},
		{"one approximate count makes it approximate", Fields{Text: "a", Likes: "3", Shares: "999+"}, nil, func(p voc.Post) bool { return p.Engagement.Approx }},
		{"the region is kept at province", Fields{Text: "a", Region: "广东省深圳市南山区"}, nil, func(p voc.Post) bool { return p.Region == "广东" }},
		{"followers as sites write them", Fields{Text: "a", Followers: "41.2万", Verified: "true"}, nil, func(p voc.Post) bool { return p.Author.Followers == 412_000 && p.Author.Verified }},
		{"a badge by its name", Fields{Text: "a", Verified: "蓝V"}, nil, func(p voc.Post) bool { return p.Author.Verified }},
		{"no badge", Fields{Text: "a", Verified: "False"}, nil, func(p voc.Post) bool { return !p.Author.Verified }},
		{"unreadable followers are told", Fields{Text: "a", Followers: "很多"}, []string{`followers "很多"`}, func(p voc.Post) bool { return p.Author.Followers == voc.Unknown }},
		{"a link that is no page is dropped", Fields{Text: "a", URL: "javascript:void(0)"}, nil, func(p voc.Post) bool { return p.URL == "" && p.ExternalID != "" }},
	} {
		p, odd := c.in.Post(page, 0)
		if !c.check(p) || !slices.Equal(odd, c.odd) {
			t.Errorf("%s: %+v, odd %q", c.why, p, odd)
		}
	}
}

func TestSaid(t *testing.T) {
	for _, c := range []struct {
		why  string
		in   Fields
		said bool
	}{
		{"a text", Fields{Text: "a"}, true},
		{"a title alone", Fields{Title: "a"}, true},
		{"stars alone", Fields{Rating: "5"}, true},
		{"a picture somebody posted", Fields{ID: "1", Author: "甲"}, true},
		{"a row of an advertisement", Fields{ID: "1"}, false},
		{"a name in a header", Fields{Author: "作者"}, false},
		{"blanks", Fields{Text: " \u200b\n"}, false},
	} {
		if c.in.Said() != c.said {
			t.Errorf("%s: said is %v", c.why, !c.said)
		}
	}
}

func TestNewPicks(t *testing.T) {
	if _, err := NewPicks(Fields{ID: "a"}, nil); err == nil || !strings.Contains(err.Error(), "text or title") {
		t.Errorf("without a text: %v", err)
	}
	picks, err := NewPicks(Fields{Text: "t", Likes: "l || m"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := picks.Read(func(where string) string { return map[string]string{"t": "好喝", "m": "3"}[where] })
	if got != (Fields{Text: "好喝", Likes: "3"}) {
		t.Errorf("%+v", got)
	}
	// Every field has a key, and every key is the yaml name of its field.
	var f Fields
	for _, name := range f.Names() {
		*name.Text = name.Key
	}
	if f.AuthorID != "author_id" || f.Root != "root" || f.Text != "text" || len(f.Names()) != 22 {
		t.Errorf("%+v", f)
	}
}
