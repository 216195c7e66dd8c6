package mastodon_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// played is an instance, a crawler that may go there, and a source that listens to it.
func played(t *testing.T, answer http.HandlerFunc) (*crawler.Crawler, crawler.SourceOptions) {
	instance := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			answer(w, r)
		}
	}))
	t.Cleanup(instance.Close)
	c, err := crawler.New(crawler.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, crawler.SourceOptions{Source: voc.Source{ID: "played", Kind: voc.KindMastodon, Address: instance.URL}, AllowPrivate: true}
}

func TestAnInstanceForMembersOnlyIsAWall(t *testing.T) {
	c, src := played(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `{"error":"This method requires an authenticated user"}`)
	})
	v, err := c.Fetch(t.Context(), src, "", func(crawler.Catch, voc.Cursor) error { return nil })
	if err == nil || v.Outcome != voc.VisitBlocked || v.Trouble != voc.TroubleLogin {
		t.Errorf("%+v, %v", v, err)
	}
}

// TestTheLinkHeaderIsFollowed pages as Mastodon does, by the header alone, on pages that are not full.
func TestTheLinkHeaderIsFollowed(t *testing.T) {
	c, src := played(t, func(w http.ResponseWriter, r *http.Request) {
		id := map[string]string{"": "903", "903": "902", "902": "901"}[r.URL.Query().Get("max_id")]
		if id == "" {
			fmt.Fprint(w, "[]")
			return
		}
		w.Header().Set("Link", fmt.Sprintf(`<http://localhost:3000%s?local=true&max_id=%s>; rel="next", <http://localhost:3000%s?min_id=%s>; rel="prev"`, r.URL.Path, id, r.URL.Path, id))
		fmt.Fprintf(w, `[{"id":%q,"uri":"x/%s","created_at":"2026-01-09T09:00:00Z","content":"<p>今天的茶淡了</p>","visibility":"public","account":{"id":"1"}}]`, id, id)
	})
	var ids []string
	var cursor voc.Cursor
	keep := func(caught crawler.Catch, next voc.Cursor) error {
		for _, p := range caught.Posts {
			ids = append(ids, p.ExternalID)
		}
		cursor = next
		return nil
	}
	if v, err := c.Fetch(t.Context(), src, "", keep); err != nil || v.Outcome != voc.VisitOK || strings.Join(ids, " ") != "903 902 901" {
		t.Fatalf("%v came: %+v, %v", ids, v, err)
	}
	if v, err := c.Fetch(t.Context(), src, cursor, keep); err != nil || v.Fresh != 0 || v.Requests > 2 {
		t.Errorf("a second visit: %+v, %v", v, err)
	}
}
