package stackexchange_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// clock is one that only waiting moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	return ctx.Err()
}

// api answers every request with what answer says for its page, and a visitor with a key goes there.
func api(t *testing.T, answer func(w http.ResponseWriter, page string)) (visit func() (voc.Visit, []voc.Post), at *clock) {
	at = &clock{at: time.Date(2026, 1, 10, 20, 30, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", at.now().Format(http.TimeFormat))
		if r.URL.Path != "/robots.txt" {
			answer(w, r.URL.Query().Get("page"))
		}
	}))
	t.Cleanup(server.Close)
	o := crawler.Default()
	o.Now, o.Transport.Sleep, o.Transport.Rand = at.now, at.sleep, func() float64 { return 0 }
	c, err := crawler.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	src := source(server.URL)
	src.ID, src.AllowPrivate = "played", true
	var cursor voc.Cursor
	return func() (voc.Visit, []voc.Post) {
		var posts []voc.Post
		v, err := c.Fetch(t.Context(), src, cursor, func(caught crawler.Catch, next voc.Cursor) error {
			posts, cursor = append(posts, caught.Posts...), next
			return nil
		})
		for what, text := range map[string]string{"the cursor": string(cursor), "the visit": v.Missing, "the error": fmt.Sprint(err)} {
			if strings.Contains(text, "played-key") {
				t.Errorf("%s tells the key: %s", what, text)
			}
		}
		return v, posts
	}, at
}

const question = `{"items":[{"question_id":%s,"title":"茶垢怎么洗","creation_date":1767949200,"last_activity_date":1767949%s,"owner":{"user_id":7}}],"has_more":%v,"quota_max":300,"quota_remaining":%d}`

func TestUsedUpAnswersAreWaitedFor(t *testing.T) {
	left := 0
	visit, at := api(t, func(w http.ResponseWriter, page string) {
		fmt.Fprintf(w, question, "19"+page, "30"+page, page == "1", left)
	})
	midnight := time.Date(2026, 1, 11, 0, 0, 0, 0, time.UTC)
	v, posts := visit()
	if len(posts) != 1 || v.Outcome.Heard() || v.Trouble != voc.TroublePace || v.NextAt.Sub(midnight).Abs() > time.Minute || !strings.Contains(v.Missing, "2026-01-11 00:00 UTC") {
		t.Fatalf("the first page is kept and the rest waits for midnight: %+v, %d posts", v, len(posts))
	}
	left = 299
	_ = at.sleep(t.Context(), 4*time.Hour) // nobody cancels it
	if v, posts = visit(); len(posts) != 1 || posts[0].ExternalID != "192" || !v.Outcome.Heard() {
		t.Errorf("the next day goes on with the second page: %+v, %+v", v, posts)
	}
}

func TestAnAPIAskedTooOftenIsLeftAlone(t *testing.T) {
	visit, at := api(t, func(w http.ResponseWriter, page string) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error_id":502,"error_name":"throttle_violation","error_message":"too many requests from this address, more in 1200 seconds"}`)
	})
	v, posts := visit()
	if want := at.now().Add(20 * time.Minute); len(posts) != 0 || v.Trouble != voc.TroublePace || v.NextAt.Sub(want).Abs() > time.Minute || !strings.Contains(v.Missing, "1200 seconds") {
		t.Errorf("%+v", v)
	}
}

func TestADemandForAKeyIsALogin(t *testing.T) {
	visit, _ := api(t, func(w http.ResponseWriter, page string) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error_id":403,"error_name":"access_denied","error_message":"a key is needed here"}`)
	})
	if v, _ := visit(); v.Outcome != voc.VisitBlocked || v.Trouble != voc.TroubleLogin || !strings.Contains(v.Missing, "a key is needed") {
		t.Errorf("%+v", v)
	}
}
