package crawler

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// A consumer that could not keep a page must get no later cursor: it would point behind posts that
// nobody has.
func TestNothingIsHandedOverAfterARefusal(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>街坊</title>
			<item><guid>a</guid><title>出餐太慢</title><pubDate>Sun, 01 Mar 2026 12:00:00 +0800</pubDate></item>
			<item><guid>b</guid><title>味道不错</title><pubDate>Sun, 01 Mar 2026 11:00:00 +0800</pubDate></item>
			</channel></rss>`))
	}))
	defer site.Close()
	c, err := New(Default())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	source := SourceOptions{Source: voc.Source{ID: "feed", Kind: voc.KindFeed, Address: site.URL + "/rss"}, AllowPrivate: true}
	full := errors.New("no room")
	calls := 0
	_, err = c.Fetch(t.Context(), source, "", func(Catch, voc.Cursor) error { calls++; return full })
	if !errors.Is(err, full) {
		t.Errorf("Fetch returned %v, want the consumer's error", err)
	}
	if calls != 1 {
		t.Errorf("emit was called %d times, want once: after a refusal nothing more is handed over", calls)
	}
	got := 0
	if _, err := c.Fetch(t.Context(), source, "", func(caught Catch, _ voc.Cursor) error { got += len(caught.Posts); return nil }); err != nil {
		t.Fatal(err)
	}
	if got != 2 {
		t.Errorf("the next visit brought %d posts, want both", got)
	}
}
