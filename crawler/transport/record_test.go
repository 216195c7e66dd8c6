package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// shop is a site with an order that matters, secrets everywhere, and a page that is late.
func shop(t *testing.T) *httptest.Server {
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "session=open-sesame")
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /staff")
		case "/busy":
			if n++; n == 1 {
				w.Header().Set("Retry-After", "20")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			fmt.Fprintf(w, "page %d", n)
		case "/token":
			body, _ := io.ReadAll(r.Body)
			fmt.Fprintf(w, `{"access_token":"open-sesame","expires_in":3600,"page_token":"next","asked":%d,"more":"/list?api_key=open-sesame&p=2"}`, len(body))
		case "/list":
			w.Header().Set("ETag", `"v1"`)
			w.Header().Set("Link", `</list?access_token=open-sesame&p=2>; rel="next"`)
			if r.Header.Get("If-None-Match") == `"v1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=gbk")
			w.Write([]byte("\xb2\xee\xc6\xc0"))
		case "/away":
			http.Redirect(w, r, "/list?token=open-sesame", http.StatusFound)
		}
	}))
	t.Cleanup(srv.Close)
	return srv
}

// answer is what a reader sees of one request.
func answer(t *testing.T, s http.RoundTripper, method, address, body string, header map[string]string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if body == "" {
		req.Body, req.GetBody = nil, nil
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := s.RoundTrip(req)
	if err != nil {
		return err.Error()
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %s %s %s", resp.StatusCode, resp.Header.Get("Content-Type"), resp.Header.Get("ETag"), b)
}

func walk(t *testing.T, s http.RoundTripper, base string) []string {
	secret := map[string]string{"Authorization": "Bearer open-sesame", "Cookie": "id=open-sesame", "If-None-Match": `"v1"`}
	return []string{
		answer(t, s, "GET", base+"/list?api_key=open-sesame&q=%E8%8C%B6", "", secret),
		answer(t, s, "GET", base+"/busy", "", nil),
		answer(t, s, "GET", base+"/busy", "", nil),
		answer(t, s, "GET", base+"/staff", "", nil),
		answer(t, s, "POST", base+"/token", "secret=open-sesame", secret),
		answer(t, s, "POST", base+"/token", "secret=open-sesame&more", secret),
		answer(t, s, "GET", base+"/away", "", nil),
	}
}

func TestAReplaySaysWhatWasRecorded(t *testing.T) {
	for _, key := range []string{"", "the install's secret"} {
		srv, dir := shop(t), filepath.Join(t.TempDir(), "tape")
		_, live, clock := site(t, nil, func(o *Options) { o.Robots, o.Record, o.RecordKey = true, dir, []byte(key) })
		want := walk(t, live.Session(0), srv.URL)
		if clock.slept() < 20*time.Second {
			t.Errorf("a recording keeps all rules: slept %s", clock.slept())
		}
		if !strings.HasPrefix(want[0], "200 ") {
			t.Errorf("a recording asks for whole pages: %q", want[0])
		}
		srv.Close()
		for range 2 {
			_, tr, clock := site(t, nil, func(o *Options) { o.Robots, o.Replay, o.RecordKey, o.AllowPrivate = true, dir, []byte(key), false })
			got := walk(t, tr.Session(time.Hour), srv.URL)
			for i := range want {
				if expected := blackened(want[i]); got[i] != expected {
					t.Errorf("answer %d: %q, recorded %q", i, got[i], expected)
				}
			}
			if clock.slept() != 0 {
				t.Errorf("a replay waits for nobody: %s", clock.slept())
			}
			if _, err := get(t, tr, srv.URL+"/never"); !errors.Is(err, ErrNotRecorded) {
				t.Errorf("what was not recorded: %v", err)
			}
			if _, err := get(t, tr, "http://elsewhere.example/"); !errors.Is(err, ErrNotRecorded) {
				t.Errorf("a host that was not asked: %v", err)
			}
		}
	}
}

// blackened is a live answer without its secrets.
func blackened(s string) string { return strings.ReplaceAll(s, "open-sesame", "***") }

func TestARecordingHoldsNoSecrets(t *testing.T) {
	srv, dir := shop(t), t.TempDir()
	_, tr, _ := site(t, nil, func(o *Options) { o.Robots, o.Record = true, dir })
	walk(t, tr.Session(0), srv.URL)
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil || bytes.Contains(b, []byte("open-sesame")) {
			t.Errorf("%s: %v: %.300q", file, err, b)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
}

func TestASealedRecordingShowsNothing(t *testing.T) {
	srv, dir := shop(t), t.TempDir()
	_, tr, _ := site(t, nil, func(o *Options) { o.Record, o.RecordKey = dir, []byte("k") })
	answer(t, tr, "GET", srv.URL+"/list?q=word", "", nil)
	b, err := os.ReadFile(filepath.Join(dir, "000001.page"))
	if err != nil || bytes.Contains(b, []byte("list")) || bytes.Contains(b, []byte("\xb2\xee")) {
		t.Errorf("%v: %q", err, b)
	}
	for why, change := range map[string]func(*Options){
		"without the key": func(o *Options) { o.Replay = dir },
		"another key":     func(o *Options) { o.Replay, o.RecordKey = dir, []byte("other") },
	} {
		o := Default()
		change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), "000001.page") {
			t.Errorf("%s: %v", why, err)
		}
	}
	b[len(b)-1] ^= 1
	if err := os.WriteFile(filepath.Join(dir, "000001.page"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	o := Default()
	o.Replay, o.RecordKey = dir, []byte("k")
	if _, err := New(o); err == nil {
		t.Error("a damaged file was replayed")
	}
}

func TestARecordingForgets(t *testing.T) {
	srv, dir := shop(t), t.TempDir()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, age := range map[string]time.Duration{"000001.page": 8 * 24 * time.Hour, "000007.page": 6 * 24 * time.Hour, "notes.txt": 90 * 24 * time.Hour} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	_, tr, _ := site(t, nil, func(o *Options) { o.Record = dir })
	answer(t, tr, "GET", srv.URL+"/list", "", nil)
	var names []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "000007.page 000008.page notes.txt" {
		t.Errorf("left: %s", got)
	}
}

func TestRecordingsThatCannotBe(t *testing.T) {
	empty, file := t.TempDir(), filepath.Join(t.TempDir(), "file")
	damaged := t.TempDir()
	for path, text := range map[string]string{file: "x", filepath.Join(damaged, "000001.page"): `{"method":"GET","url":"https://example.org/","status":200,"bytes":9}` + "\nshort"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for why, change := range map[string]func(*Options){
		"both":                  func(o *Options) { o.Record, o.Replay = empty, empty },
		"a folder with nothing": func(o *Options) { o.Replay = empty },
		"no folder":             func(o *Options) { o.Replay = filepath.Join(empty, "none") },
		"a damaged file":        func(o *Options) { o.Replay = damaged },
		"a file to write into":  func(o *Options) { o.Record = file },
	} {
		o := Default()
		change(&o)
		if _, err := New(o); err == nil || !strings.HasPrefix(err.Error(), "transport: ") {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// A disk that is full ends the recording, and does not make us ask again and again.
func TestARecordingThatFailsAsksOnce(t *testing.T) {
	dir, hits := filepath.Join(t.TempDir(), "tape"), 0
	srv, tr, _ := site(t, func(http.ResponseWriter, *http.Request) { hits++ }, func(o *Options) { o.Record = dir })
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, tr, srv.URL); !errors.Is(err, errRecord) || hits != 1 {
		t.Errorf("%v, asked %d times", err, hits)
	}
}

func FuzzExchange(f *testing.F) {
	f.Add([]byte(`{"method":"GET","url":"https://example.org/a?b=c","at":"2026-01-02T03:04:05Z","status":200,"header":{"Content-Type":["text/html"]},"bytes":3}` + "\nabc"))
	f.Add([]byte(`{"method":"POST","url":"http://[::1]/","asked":"00","status":304,"bytes":0}` + "\n"))
	f.Add([]byte("{}\n"))
	f.Add([]byte(sealMark + "123456789012345678901234567890"))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, key := range [][]byte{nil, []byte("k")} {
			s, err := newSeals(key)
			if err != nil {
				t.Fatal(err)
			}
			plain, err := s.open(file)
			if err != nil {
				continue
			}
			e, err := decodeExchange(plain)
			if err != nil {
				continue
			}
			out, err := e.encode()
			if err != nil {
				t.Fatal(err)
			}
			opened, err := s.open(s.seal(out))
			if err != nil {
				t.Fatal(err)
			}
			again, err := decodeExchange(opened)
			if err != nil || again.key() != e.key() || !bytes.Equal(again.body, e.body) || again.Status != e.Status {
				t.Errorf("%+v became %+v, %v", e, again, err)
			}
		}
	})
}
