package api

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tingfeng-voc/tingfeng/dashboards/web"
)

var script = []byte(strings.Repeat("console.log('听风');\n", 200))

func built() fs.FS {
	return fstest.MapFS{
		".keep":                  {},
		"index.html":             {Data: []byte("<!doctype html><title>听风</title>")},
		"favicon.svg":            {Data: []byte("<svg/>")},
		"assets/index-abc123.js": {Data: script},
		"assets/font-1.woff2":    {Data: bytes.Repeat([]byte{1}, 5000)},
	}
}

func TestPages(t *testing.T) {
	door := new(house).open(t, func(o *Options) { o.Pages = built() })
	for _, row := range []struct {
		target, kind, cache, why string
		status                   int
	}{
		{"/", "text/html; charset=utf-8", "no-cache", "the dashboard", 200},
		{"/orders/WO-20260101-0001", "text/html; charset=utf-8", "no-cache", "a shared link opens the dashboard", 200},
		{"/mentions?brand=qingheng&from=2026-01-01", "text/html; charset=utf-8", "no-cache", "with its state", 200},
		{"/assets/index-abc123.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "a hashed name never changes", 200},
		{"/favicon.svg", "image/svg+xml", "no-cache", "a plain name may", 200},
		{"/assets/index-old.js", "application/problem+json", "no-store", "a script of an older build is missing, not a page", 404},
		{"/robots.txt", "application/problem+json", "no-store", "a file we do not have", 404},
		{"/.keep", "application/problem+json", "no-store", "what only holds the folder is not served", 404},
	} {
		w := ask(t, door, "GET", row.target, "")
		if w.Code != row.status || w.Header().Get("Content-Type") != row.kind || w.Header().Get("Cache-Control") != row.cache {
			t.Errorf("%s (%s): %d %q %q", row.target, row.why, w.Code, w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"))
		}
	}
}

func TestWithoutABuildThePageSaysWhatToRun(t *testing.T) {
	door := new(house).open(t, func(o *Options) { o.Pages = fstest.MapFS{".keep": {}} })
	for _, target := range []string{"/", "/orders", "/index.html"} {
		w := ask(t, door, "GET", target, "")
		if w.Code != 503 || !strings.Contains(w.Body.String(), "make build") || !strings.Contains(w.Body.String(), "页面还没有构建") {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	if w := ask(t, door, "GET", base+"/meta", ""); w.Code != 200 {
		t.Errorf("the interface does not work without pages: %d", w.Code)
	}
}

// The embedded folder is real: with or without a build it can be opened and served.
func TestEmbeddedPagesAreServed(t *testing.T) {
	if _, err := fs.Stat(web.Dist(), ".keep"); err != nil {
		t.Fatalf("dist/.keep is not embedded: the Go build would fail before the first web build: %v", err)
	}
	door := new(house).open(t, func(o *Options) { o.Pages = nil })
	w := ask(t, door, "GET", "/", "")
	_, err := fs.Stat(web.Dist(), "index.html")
	if want := map[bool]int{true: 200, false: 503}[err == nil]; w.Code != want {
		t.Errorf("status %d, want %d", w.Code, want)
	}
}

func TestWhatIsUnchangedIsNotSentAgain(t *testing.T) {
	h := &house{}
	door := h.open(t, func(o *Options) { o.Pages = built() })
	for _, target := range []string{base + "/meta", base + "/openapi.json", base + "/orders", "/", "/assets/index-abc123.js"} {
		first := ask(t, door, "GET", target, "")
		etag := first.Header().Get("ETag")
		if first.Code != 200 || etag == "" {
			t.Fatalf("%s: %d without ETag", target, first.Code)
		}
		for _, given := range []string{etag, `"other", ` + etag, strings.TrimPrefix(etag, "W/"), "*"} {
			if again := ask(t, door, "GET", target, "", "If-None-Match", given); again.Code != 304 || again.Body.Len() != 0 {
				t.Errorf("%s with If-None-Match %s: %d with %d bytes", target, given, again.Code, again.Body.Len())
			}
		}
		if again := ask(t, door, "GET", target, "", "If-None-Match", `W/"stale"`); again.Code != 200 || again.Body.Len() == 0 {
			t.Errorf("%s with a stale tag: %d", target, again.Code)
		}
	}
	before := ask(t, door, "GET", base+"/orders", "").Header().Get("ETag")
	h.set(func() { h.orders = append(h.orders, order("WO-1", "new")) })
	if after := ask(t, door, "GET", base+"/orders", "", "If-None-Match", before); after.Code != 200 {
		t.Errorf("a new order is hidden behind the old tag: %d", after.Code)
	}
}

func TestCompression(t *testing.T) {
	door := new(house).open(t, func(o *Options) { o.Pages = built() })
	for _, row := range []struct {
		target, accept string
		zipped         bool
		why            string
	}{
		{"/assets/index-abc123.js", "gzip, deflate, br", true, "a script"},
		{base + "/openapi.json", "gzip", true, "JSON"},
		{base + "/openapi.json", "GZIP;q=0.5", true, "with a weight"},
		{base + "/openapi.json", "gzip;q=0", false, "refused"},
		{base + "/openapi.json", "gzip;q=0.000", false, "refused with digits"},
		{base + "/openapi.json", "br", false, "not offered"},
		{base + "/openapi.json", "", false, "not asked for"},
		{"/", "gzip", false, "too small to gain"},
		{"/assets/font-1.woff2", "gzip", false, "fonts are compressed already"},
	} {
		plain := ask(t, door, "GET", row.target, "")
		w := ask(t, door, "GET", row.target, "", "Accept-Encoding", row.accept)
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != row.zipped {
			t.Errorf("%s with %q (%s): compressed %v", row.target, row.accept, row.why, got)
			continue
		}
		body := w.Body.Bytes()
		if row.zipped {
			if len(body) >= plain.Body.Len() {
				t.Errorf("%s grew from %d to %d bytes", row.target, plain.Body.Len(), len(body))
			}
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if body, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(body, plain.Body.Bytes()) {
			t.Errorf("%s (%s): another body than without compression", row.target, row.why)
		}
	}
	if w := ask(t, door, "HEAD", base+"/openapi.json", ""); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" {
		t.Errorf("HEAD: %d, %d bytes, length %q", w.Code, w.Body.Len(), w.Header().Get("Content-Length"))
	}
}

// With nosniff a wrong type is a blank page.
func TestContentTypes(t *testing.T) {
	for name, want := range map[string]string{
		"a.html": "text/html; charset=utf-8", "a.js": "text/javascript; charset=utf-8", "a.mjs": "text/javascript; charset=utf-8",
		"a.css": "text/css; charset=utf-8", "a.json": "application/json", "a.svg": "image/svg+xml", "a.png": "image/png", "a.jpeg": "image/jpeg",
		"a.webp": "image/webp", "a.ico": "image/x-icon", "a.woff2": "font/woff2", "a.txt": "text/plain; charset=utf-8",
		"a.webmanifest": "application/manifest+json", "a": "application/octet-stream", "assets/index-a.b.js": "text/javascript; charset=utf-8",
	} {
		if got := contentType(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
