package replay

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/tingfeng-voc/tingfeng/crawler"
)

// Source is what the configuration says of a source.
type Source = crawler.SourceOptions

// Script is how one kind's site looks. Everything but Name, Source and Answer may be left out.
type Script struct {
	Name    string
	Source  func(base string) Source                 // the source at a server such as http://127.0.0.1:40123
	Answer  func(site *Site, r *http.Request) string // the body of a page; "" is 404. It must not change the site
	Type    string                                   // Content-Type of pages; default application/json
	Threads bool                                     // topics with replies instead of single posts
	Posts   int                                      // posts, or topics, the site begins with; default 23, with Threads 8
	Window  int                                      // the most posts the site shows at all; 0: all
	UTF8    bool                                     // the site would not be understood in GBK

	// What the shape can tell. What it cannot is not looked for.
	ID        func(p Post) string  // ExternalID of a post; default p.ID
	Parent    func(p Post) string  // ParentID of a post; nil: not told
	Rating    func(p Post) float64 // Rating of a post; nil: not told
	Untimed   bool                 // no times are told
	Unliked   bool                 // no likes are told
	Unedited  bool                 // a page that was read is not read again, or has no texts that could change
	Claims    func(site *Site) int // what the start page says of how many posts there are; nil: nothing
	Empty     string               // trouble of a first page without posts, when the kind knows it for one
	NoLayouts bool                 // any page is understood: there is no layout to break
}

func (s *Script) posts() int {
	switch {
	case s.Posts > 0:
		return s.Posts
	case s.Threads:
		return 8
	}
	return 23
}

func (s *Script) id(p Post) string {
	if s.ID != nil {
		return s.ID(p)
	}
	return p.ID
}

// fault answers a request in place of the site and tells whether it did. n counts the page requests
// of the server from 1.
type fault func(n int, w http.ResponseWriter, r *http.Request) bool

// server plays a site and measures how it is treated.
type server struct {
	*httptest.Server
	t      *testing.T
	script *Script
	site   *Site

	mu       sync.Mutex
	fault    fault
	robots   int // status of robots.txt; 0: there is one
	gbk      bool
	stuck    string // once set, every page is this one
	pages    []string
	inflight int
	last     time.Time
	asked    bool // robots.txt was
	rude     []string
}

// pace is the distance the played sites are asked at.
const pace = 2 * time.Second

func newServer(t *testing.T, script *Script) *server {
	s := &server{t: t, script: script, site: newSite(script)}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		s.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, what := range s.rude {
			t.Errorf("impolite: %s", what)
		}
	})
	return s
}

// enter measures a request: its distance from the last, whether it came alone, whether robots.txt was
// asked first, and whether it goes where that forbids it.
func (s *server) enter(r *http.Request) (n int, f fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.site.Now()
	if s.inflight++; s.inflight > 1 {
		s.rude = append(s.rude, fmt.Sprintf("%s came while another request was under way", r.URL))
	}
	if since := now.Sub(s.last); !s.last.IsZero() && since < pace {
		s.rude = append(s.rude, fmt.Sprintf("%s came %s after the request before", r.URL, since))
	}
	s.last = now
	if r.URL.Path == "/robots.txt" {
		s.asked = true
		return 0, nil
	}
	if !s.asked {
		s.rude = append(s.rude, fmt.Sprintf("%s came before robots.txt", r.URL))
	}
	if strings.HasPrefix(r.URL.Path, "/forbidden") {
		s.rude = append(s.rude, fmt.Sprintf("%s is forbidden", r.URL))
	}
	s.pages = append(s.pages, r.Method+" "+r.URL.RequestURI())
	return len(s.pages), s.fault
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	// A server notices that whoever asked is gone only once it has read all that was sent.
	sent, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(sent))
	n, f := s.enter(r)
	underWay := 1
	defer func() { s.set(func(s *server) { s.inflight -= underWay }) }()
	w.Header().Set("Date", s.site.Now().Format(http.TimeFormat))
	if n == 0 {
		if s.robots != 0 {
			w.WriteHeader(s.robots)
			return
		}
		fmt.Fprint(w, "User-agent: *\nDisallow: /forbidden\n")
		return
	}
	if f != nil {
		// Whoever loses patience with us may come again before we notice: a request that a fault
		// answers is not under way any more.
		s.set(func(s *server) { s.inflight-- })
		underWay = 0
		if f(n, w, r) {
			return
		}
		s.set(func(s *server) { s.inflight++ })
		underWay = 1
	}
	body := s.script.Answer(s.site, r)
	if body == "" {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	if s.stuck == "next" {
		s.stuck = body
	} else if s.stuck != "" {
		body = s.stuck
	}
	gbk := s.gbk
	s.mu.Unlock()
	s.write(w, r, body, gbk)
}

// write sends a page with a validator, and obeys the one it is asked with.
func (s *server) write(w http.ResponseWriter, r *http.Request, body string, gbk bool) {
	kind := s.script.Type
	if kind == "" {
		kind = "application/json"
	}
	raw := []byte(body)
	if gbk {
		kind, _, _ = strings.Cut(kind, ";")
		var err error
		if raw, err = simplifiedchinese.GBK.NewEncoder().Bytes(raw); err != nil {
			s.t.Errorf("%s cannot be said in GBK: %v", body, err)
		}
	}
	sum := sha256.Sum256(raw)
	tag := fmt.Sprintf(`W/"%x"`, sum[:6])
	w.Header().Set("ETag", tag)
	w.Header().Set("Content-Type", kind)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Write(raw)
}

// set changes how the server behaves from now on.
func (s *server) set(change func(*server)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// count is how many pages have been asked for so far.
func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pages)
}

// list is which.
func (s *server) list(from int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.pages[from:]...)
}

// from is a fault that begins with the n-th page.
func from(n int, f fault) fault {
	return func(at int, w http.ResponseWriter, r *http.Request) bool { return at >= n && f(at, w, r) }
}

func answer(status int, contentType, body string) fault {
	return func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
		return true
	}
}

func comeBack(status int, retryAfter string) fault {
	return func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Retry-After", retryAfter)
		w.WriteHeader(status)
		return true
	}
}

// cutOff promises more than it sends.
func cutOff(_ int, w http.ResponseWriter, _ *http.Request) bool {
	w.Header().Set("Content-Length", "100000")
	fmt.Fprint(w, `{"data":[{"id":"1","text":"半`)
	return true
}

// drip sends a byte and then nothing until the visitor has had enough.
func drip(_ int, w http.ResponseWriter, r *http.Request) bool {
	fmt.Fprint(w, "{")
	w.(http.Flusher).Flush()
	<-r.Context().Done()
	return true
}

// bomb inflates a thousandfold.
func bomb(_ int, w http.ResponseWriter, _ *http.Request) bool {
	w.Header().Set("Content-Encoding", "gzip")
	w.Write(zeros())
	return true
}

var zeros = sync.OnceValue(func() []byte {
	var z bytes.Buffer
	g := gzip.NewWriter(&z)
	g.Write(make([]byte, 40<<20))
	g.Close()
	return z.Bytes()
})

func sendTo(address string) fault {
	return func(_ int, w http.ResponseWriter, r *http.Request) bool {
		http.Redirect(w, r, address, http.StatusFound)
		return true
	}
}
