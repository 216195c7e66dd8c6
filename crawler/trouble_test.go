package crawler

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestEveryEndingNamesItsTrouble(t *testing.T) {
	say := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/robots.txt" {
				w.WriteHeader(status)
			}
			if r.URL.Path != "/robots.txt" && body != "" {
				fmt.Fprint(w, body)
			}
		}
	}
	later := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			w.Header().Set("Retry-After", "3000")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}
	away := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api" {
				http.Redirect(w, r, to, http.StatusFound)
			}
		}
	}
	for _, c := range []struct {
		why    string
		answer http.HandlerFunc
		change func(*SourceOptions)
		want   voc.Trouble
	}{
		{"a login page", say(200, "<title>请登录</title>"), nil, voc.TroubleLogin},
		{"a redirect to a login", away("/login"), nil, voc.TroubleLogin},
		{"the sign of a login in the answer", say(200, `{"ok":-100}`), func(s *SourceOptions) { s.JSON.Blocked = "ok=-100" }, voc.TroubleLogin},
		{"robots.txt forbids", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /") }, nil, voc.TroubleRobots},
		{"403", say(403, ""), nil, voc.TroubleRefused},
		{"412", say(412, ""), nil, voc.TroubleRefused},
		{"451", say(451, ""), nil, voc.TroubleRefused},
		{"401 without a key of ours", say(401, ""), nil, voc.TroubleRefused},
		{"401 although a key was shown", say(401, ""), func(s *SourceOptions) { s.Headers = map[string]string{"Authorization": "Bearer x"} }, voc.TroubleExpired},
		{"401 with headers that are no key", say(401, ""), func(s *SourceOptions) { s.Headers = map[string]string{"referer": "https://example.org/"} }, voc.TroubleRefused},
		{"the address is no more", say(404, ""), nil, voc.TroubleExpired},
		{"the address is gone for good", say(410, ""), nil, voc.TroubleExpired},
		{"no JSON", say(200, "<p>维护</p>"), nil, voc.TroubleLayout},
		{"JSON of another shape", say(200, `{"message":"系统繁忙"}`), nil, voc.TroubleLayout},
		{"asked to wait", later, nil, voc.TroublePace},
		{"429 again and again", say(429, ""), nil, voc.TroublePace},
		{"500", say(500, ""), nil, voc.TroubleNetwork},
		{"nothing at all", say(200, " "), nil, voc.TroubleNetwork},
		{"a redirect into the network", away("http://10.0.0.1:1/"), func(s *SourceOptions) { s.AllowPrivate = false }, voc.TroubleInward},
		{"a redirect to the metadata of a cloud", away("http://169.254.169.254/latest"), nil, voc.TroubleInward},
		{"the same behind IPv6", away("http://[::ffff:169.254.169.254]/latest"), nil, voc.TroubleInward},
		{"an address inside the network", nil, func(s *SourceOptions) { s.AllowPrivate = false }, voc.TroubleInward},
		{"a page without end", say(200, "["+strings.Repeat(" ", 9<<20)+"]"), nil, voc.TroubleLarge},
		{"a bomb", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/robots.txt" {
				w.Header().Set("Content-Encoding", "gzip")
				z := gzip.NewWriter(w)
				defer z.Close()
				_, _ = z.Write(make([]byte, 4<<20))
			}
		}, nil, voc.TroubleLarge},
		{"a redirect to another site", away("http://example.net/"), nil, voc.TroubleConfig},
		{"an option that is wrong", nil, func(s *SourceOptions) { s.JSON.Items = "a[" }, voc.TroubleConfig},
		{"nobody is at home", nil, func(s *SourceOptions) { s.Address = "http://127.0.0.1:1/api" }, voc.TroubleNetwork},
		{"all is well", say(200, `[{"id":1,"text":"好喝"}]`), nil, voc.TroubleNone},
	} {
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if c.answer != nil {
				c.answer(rw, r)
			}
		}, nil)
		src := w.source(voc.KindJSON, "/api")
		src.JSON.Items, src.JSON.Fields.ID, src.JSON.Fields.Text = "[]", "id", "text"
		if c.change != nil {
			c.change(&src)
		}
		v, err := w.visit(&reader{}, src)
		if v.Claimed != -1 || v.Trouble != c.want || v.Outcome.Heard() != (c.want == voc.TroubleNone) || (err == nil) != (c.want == voc.TroubleNone) {
			t.Errorf("%s: trouble %q, want %q (%s, %v)", c.why, v.Trouble, c.want, v.Outcome, err)
		}
	}
}

func TestOurOwnEndingsAreCap(t *testing.T) {
	b := &board{size: 5}
	b.add(30)
	w := newWorld(t, b.html, func(o *Options) { o.MaxPages = 2 })
	if v := w.mustVisit(&reader{}, w.htmlSource(), voc.VisitPartial); v.Trouble != voc.TroubleCap {
		t.Errorf("our cap: %+v", v)
	}
	full := errors.New("no room")
	if v, _ := w.crawler.Fetch(t.Context(), w.htmlSource(), "", func(Catch, voc.Cursor) error { return full }); v.Trouble != voc.TroubleCap {
		t.Errorf("the caller took nothing: %+v", v)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if v, _ := w.crawler.Fetch(ctx, w.htmlSource(), "", func(Catch, voc.Cursor) error { cancel(); return nil }); v.Trouble != voc.TroubleCap {
		t.Errorf("shutdown: %+v", v)
	}
}

func TestTheGravestTroubleStands(t *testing.T) {
	j := &job{}
	for _, c := range []struct{ noted, want voc.Trouble }{
		{voc.TroubleCap, voc.TroubleCap}, {voc.TroubleNetwork, voc.TroubleNetwork}, {voc.TroubleConfig, voc.TroubleNetwork},
		{voc.TroubleLayout, voc.TroubleLayout}, {voc.TroublePace, voc.TroubleLayout}, {voc.TroubleLogin, voc.TroubleLogin}, {voc.TroubleRefused, voc.TroubleLogin},
	} {
		if j.trouble(c.noted); j.worst != c.want {
			t.Errorf("after %q: %q, want %q", c.noted, j.worst, c.want)
		}
	}
}

func TestDailyCapLivesInTheCursor(t *testing.T) {
	b := &board{size: 5}
	b.add(12)
	w := newWorld(t, b.html, nil)
	w.at = w.at.Add(6 * time.Hour) // 22:00 in Shanghai
	src, r := w.htmlSource(), &reader{}
	src.DailyCap = 3 // robots.txt and two pages
	v, err := w.visit(r, src)
	if err == nil || v.Trouble != voc.TroublePace || v.Fresh != 10 || v.NextAt.Sub(w.now()) > 2*time.Hour {
		t.Fatalf("%+v, %v", v, err)
	}
	w.asked()
	again := &reader{cursor: r.cursor} // another process, tomorrow's cursor of today
	if v, err := w.visit(again, src); err == nil || len(w.asked()) != 0 {
		t.Errorf("the cap of the day is used up: %+v, %v", v, err)
	}
	if !strings.Contains(string(r.cursor), `"spent":{"day":"2026-01-10","requests":3}`) {
		t.Errorf("the cursor does not count: %.300s", r.cursor)
	}
	w.later(3 * time.Hour)
	w.visit(again, src)
	if v := w.mustVisit(again, src, voc.VisitUnchanged); v.Trouble != voc.TroubleNone {
		t.Errorf("the next day: %+v", v)
	}
}
