package demosite

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"
)

var seeds = []int64{2, 33, 40404}

// another makes the site of a seed; its clock stands at testNow until it is turned.
func another(t *testing.T, seed int64, days int) *place {
	t.Helper()
	p := &place{clock: atomic.Int64{}}
	p.turn(testNow)
	var err error
	if p.Site, err = New(Options{Seed: seed, Now: testNow, Days: days, Clock: func() time.Time { return time.Unix(p.clock.Load(), 0) }}); err != nil {
		t.Fatal(err)
	}
	p.handler = p.Handler()
	return p
}

// Whatever world it is, its pages hold what was planned for it, all of it and in order.
func TestEverySeedServesItsTruth(t *testing.T) {
	for _, seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			p := another(t, seed, 6)
			truth := p.Truth()
			if truth.Posts < 500 || len(truth.Facts) != truth.Posts {
				t.Fatalf("%d posts in six days", truth.Posts)
			}
			for _, b := range p.planner.brands {
				sameAs(t, b.name, p.walk(t, "/reviews/"+string(b.id), reviewID), truth, func(f Fact) bool { return f.Channel == Reviews && f.Brands[0] == b.id })
				for _, s := range b.stores {
					sameAs(t, s.name, p.walk(t, "/shop/"+string(s.id), reviewID), truth, func(f Fact) bool { return f.Channel == Reviews && f.Store == s.id })
				}
			}
			sameAs(t, "forum", p.walk(t, "/bbs/forum-1.html", threadID), truth, func(f Fact) bool { return f.Channel == Forum })
			sameAs(t, "timeline", p.timelineIDs(t), truth, func(f Fact) bool { return f.Channel == Timeline })
			sameAs(t, "App Store", p.appIDs(t), truth, func(f Fact) bool { return f.Channel == AppStore })
			p.newsIsTrue(t, truth)
		})
	}
}

func (p *place) timelineIDs(t *testing.T) (ids []string) {
	t.Helper()
	for cursor := ""; ; {
		var page struct {
			Data struct {
				Statuses []status
				Next     string `json:"next_cursor"`
			}
		}
		if err := json.Unmarshal(p.get(t, "/api/timeline?cursor="+cursor).Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, s := range page.Data.Statuses {
			ids = append(ids, s.IDString)
		}
		if cursor = page.Data.Next; cursor == "" {
			return ids
		}
	}
}

func (p *place) appIDs(t *testing.T) (ids []string) {
	t.Helper()
	for n := 1; n <= appPages; n++ {
		var body struct{ Feed map[string]json.RawMessage }
		if err := json.Unmarshal(p.get(t, fmt.Sprintf("/cn/rss/customerreviews/page=%d/id=%s/sortby=mostrecent/json", n, appID)).Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		raw := body.Feed["entry"]
		if raw == nil {
			break
		}
		if raw[0] == '{' {
			raw = json.RawMessage("[" + string(raw) + "]")
		}
		var list []appEntry
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			ids = append(ids, e.ID.Label)
		}
	}
	return ids
}

// newsIsTrue compares the feed, which holds the latest articles only.
func (p *place) newsIsTrue(t *testing.T, truth Truth) {
	t.Helper()
	var feed struct {
		Items []struct {
			Link  string `xml:"link"`
			Title string `xml:"title"`
			Date  string `xml:"pubDate"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(p.get(t, "/feed/news.xml").Body.Bytes(), &feed); err != nil || len(feed.Items) == 0 {
		t.Fatalf("%d items, %v", len(feed.Items), err)
	}
	byID := map[string]Fact{}
	for _, f := range truth.Facts {
		if f.Channel == News {
			byID[f.ExternalID] = f
		}
	}
	for _, item := range feed.Items {
		f, ok := byID[item.Link[strings.LastIndexByte(item.Link, '/')+1:]]
		at, err := time.Parse(time.RFC1123Z, item.Date)
		if !ok || err != nil || item.Title != f.Title || !at.Equal(f.At.Truncate(time.Second)) {
			t.Errorf("%+v was planned as %+v, %v", item, f, err)
		}
	}
}

// What is true at one time stays true: later posts are added behind, and nothing appears before its time.
func TestTruthOnlyGrows(t *testing.T) {
	for _, seed := range seeds {
		p := another(t, seed, 3)
		before := p.Truth()
		for _, later := range []time.Duration{time.Second, time.Minute, 3 * time.Minute, 20 * time.Minute, 3 * time.Hour} {
			p.turn(testNow.Add(later))
			now := p.Truth()
			if now.Posts < before.Posts || !slices.EqualFunc(now.Facts[:before.Posts], before.Facts, func(a, b Fact) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) {
				t.Fatalf("seed %d: after %s the past is another", seed, later)
			}
			for _, f := range now.Facts {
				if f.At.After(now.Until) {
					t.Errorf("seed %d: %s of %s is out at %s", seed, f.ExternalID, f.At, now.Until)
				}
			}
			before = now
		}
		if life := before.Posts - len(p.TruthAt(testNow).Facts); life < 60 {
			t.Errorf("seed %d: %d posts in three hours of life", seed, life)
		}
	}
}

// Incidents are loud inside their window and silent outside, in every world.
func TestIncidentsOfEverySeed(t *testing.T) {
	for _, seed := range seeds {
		p, _ := world(t, func(o *Options) { o.Seed = seed })
		p.extend(testNow.Add(2 * time.Hour))
		truth := p.truth(testNow.Add(2 * time.Hour))
		if len(truth.Incidents) != 4 {
			t.Fatalf("seed %d: %d incidents", seed, len(truth.Incidents))
		}
		for _, in := range truth.Incidents {
			inside, outside, first := 0, 0, time.Time{}
			for _, f := range truth.Facts {
				switch {
				case f.Incident != in.ID || f.RepeatOf != "":
				case f.At.Before(in.Start.Truncate(time.Second)) || f.At.After(in.End):
					outside++
				default:
					if inside++; first.IsZero() {
						first = f.At
					}
				}
			}
			if !in.Start.Before(in.End) || outside > 0 || inside < 100 || first.Sub(in.Start) > 6*time.Hour || in.Peak <= 0 {
				t.Errorf("seed %d: %s (%s to %s) has %d posts inside, the first at %s, %d outside", seed, in.ID, in.Start, in.End, inside, first, outside)
			}
		}
	}
}

var (
	mailAddress = regexp.MustCompile(`[\w.+-]+@([\w-]+\.)+[A-Za-z]{2,}`)
	identity    = regexp.MustCompile(`(?:^|\D)(\d{17}[\dXx])(?:\D|$)`)
	landline    = regexp.MustCompile(`(?:^|\D)0\d{2,3}-?[2-9]\d{6,7}(?:\D|$)`)
	bankCard    = regexp.MustCompile(`(?:^|\D)(62\d{14,17})(?:\D|$)`)
)

// Nothing on the site may be a way to reach somebody who exists.
func TestNobodyCanBeReached(t *testing.T) {
	for _, seed := range seeds {
		_, truth := world(t, func(o *Options) { o.Seed, o.Days = seed, 12 })
		for _, f := range truth.Facts {
			text := f.Title + "\n" + f.Text + "\n" + f.Author
			if !utf8.ValidString(text) {
				t.Errorf("seed %d: %q is not UTF-8", seed, text)
			}
			for _, m := range phoneNumber.FindAllStringSubmatch(text, -1) {
				if m[1] != "0000" {
					t.Errorf("seed %d: a telephone number that might be somebody's: %s", seed, text)
				}
			}
			for _, m := range mailAddress.FindAllString(text, -1) {
				domain := m[strings.IndexByte(m, '@')+1:]
				if !strings.HasSuffix("."+domain, ".example") && !strings.HasSuffix("."+domain, ".example.com") && !strings.HasSuffix("."+domain, ".invalid") && !strings.HasSuffix("."+domain, ".example.org") {
					t.Errorf("seed %d: an address that might be somebody's: %s", seed, m)
				}
			}
			if m := identity.FindStringSubmatch(text); m != nil && checksum(m[1]) {
				t.Errorf("seed %d: a number that might be somebody's identity: %s", seed, text)
			}
			if landline.MatchString(text) || bankCard.MatchString(text) {
				t.Errorf("seed %d: a landline or a bank card: %s", seed, text)
			}
		}
	}
}

// checksum tells whether an identity number might be one (GB 11643): of a province that exists, and
// with the right last place. The site's order numbers begin with the year: there is no province 20.
func checksum(id string) bool {
	if !strings.Contains("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82", id[:2]) {
		return false
	}
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(id[i]-'0') * w
	}
	return "10X98765432"[sum%11] == strings.ToUpper(id)[17]
}

// Whatever is asked, the site answers, and never with a fault of its own.
func TestQuestionsNobodyShouldAsk(t *testing.T) {
	p := another(t, 2, 2)
	for _, path := range []string{
		"/reviews/qingheng?page=-1", "/reviews/qingheng?page=0", "/reviews/qingheng?page=99999999999999999999", "/reviews/qingheng?page=%zz", "/reviews/qingheng?page=1&page=2", "/reviews/%00", "/reviews/..%2f..%2fetc",
		"/shop/" + strings.Repeat("a", 5000), "/review/-1", "/review/99999999999999999999999", "/bbs/forum-0.html", "/bbs/forum--1.html", "/bbs/forum-99999999999999999999.html", "/bbs/thread-.html", "/bbs/%2e%2e",
		"/api/timeline?count=-5", "/api/timeline?count=1000000000", "/api/timeline?count=x", "/api/timeline?cursor=-1", "/api/timeline?cursor=99999999999999999999", "/api/timeline?since=x",
		"/cn/rss/customerreviews/page=0/id=1/sortby=mostrecent/json", "/cn/rss/customerreviews/page=11/id=" + appID + "/sortby=mostrecent/xml", "/cn/rss/customerreviews/page=-1/id=x/sortby=x/x", "/news/", "/status/0", "/app/review/x", "/hooks?x",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete} {
			w := httptest.NewRecorder()
			p.handler.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader("x")))
			if w.Code >= 500 || w.Body.Len() > 4<<20 {
				t.Errorf("%s %.80s: %d, %d bytes", method, path, w.Code, w.Body.Len())
			}
		}
	}
}

// FuzzPaths holds the same for any path and query.
func FuzzPaths(f *testing.F) {
	f.Add("/reviews/qingheng", "page=2")
	f.Add("/bbs/thread-200001.html", "")
	f.Add("/api/timeline", "cursor=1&count=3")
	site, err := New(Options{Seed: 2, Now: testNow, Days: 1, PerDay: 50})
	if err != nil {
		f.Fatal(err)
	}
	handler := site.Handler()
	f.Fuzz(func(t *testing.T, path, query string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path, r.URL.RawQuery = "/"+strings.TrimLeft(path, "/"), query
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%q?%q: %d", path, query, w.Code)
		}
	})
}
