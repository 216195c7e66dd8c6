package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// tea is an analyzer that knows the brand all these tests speak of. Building one takes a moment,
// so all tests share it.
var tea = sync.OnceValues(func() (*nlp.Analyzer, error) {
	o := nlp.DefaultOptions()
	o.Brands = []nlp.BrandRule{{Brand: "tea", Any: []string{"山外青茶"}}, {Brand: "rival", Any: []string{"半亩茶田"}}}
	return nlp.New(o)
})

func analyzer(t *testing.T) *nlp.Analyzer {
	t.Helper()
	a, err := tea()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func masker(t *testing.T) *mask.Masker {
	t.Helper()
	m, err := mask.New([]byte("a secret of these tests alone"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func spoolIn(t *testing.T, dir string, change func(*spool.Options)) *spool.Spool {
	t.Helper()
	o := spool.Options{Dir: dir}
	if change != nil {
		change(&o)
	}
	s, err := spool.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // a test may have closed it already
	return s
}

// waiting reads what a spool holds without taking it out.
func waiting(t *testing.T, s *spool.Spool) (posts, visits []string) {
	t.Helper()
	entries, _, err := s.Next(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind == entryVisit {
			visits = append(visits, string(e.Data))
			continue
		}
		posts = append(posts, string(e.Data))
	}
	return posts, visits
}

// fetcher is a real crawler that may ask this machine and does not dawdle.
func fetcher(t *testing.T, now func() time.Time) *crawler.Crawler {
	t.Helper()
	o := crawler.Default()
	o.Now, o.Transport.AllowPrivate = now, true
	o.Transport.Every, o.Transport.MaxTries = 0, 1
	o.Transport.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	c, err := crawler.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// newsroom serves one feed whose items and mood a test changes.
type newsroom struct {
	*httptest.Server
	mu     sync.Mutex
	items  []voc.Post
	status int           // to answer with instead of the feed; 0: the feed
	hold   chan struct{} // not nil: an answer waits for it or for the asker to leave
	asked  chan struct{} // gets one for each request for the feed, when somebody listens
}

func newNewsroom(t *testing.T, items ...voc.Post) *newsroom {
	t.Helper()
	n := &newsroom{items: items, asked: make(chan struct{}, 100)}
	n.Server = httptest.NewServer(http.HandlerFunc(n.answer))
	t.Cleanup(n.Close)
	return n
}

func (n *newsroom) answer(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	n.mu.Lock()
	items, status, hold := n.items, n.status, n.hold
	n.mu.Unlock()
	n.asked <- struct{}{}
	if hold != nil {
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	}
	if status != 0 {
		w.WriteHeader(status)
		return
	}
	fmt.Fprint(w, `<rss version="2.0"><channel><title>x</title>`)
	for _, p := range items {
		fmt.Fprintf(w, `<item><guid>%s</guid><title>%s</title><description>%s</description><author>%s</author>`,
			p.ExternalID, html.EscapeString(p.Title), html.EscapeString(p.Text), html.EscapeString(p.Author.Name))
		if !p.PublishedAt.IsZero() {
			fmt.Fprintf(w, `<pubDate>%s</pubDate>`, p.PublishedAt.Format(time.RFC1123Z))
		}
		fmt.Fprint(w, `</item>`)
	}
	fmt.Fprint(w, `</channel></rss>`)
}

func (n *newsroom) become(change func(n *newsroom)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change(n)
}

func (n *newsroom) source(id voc.SourceID) crawler.SourceOptions {
	return crawler.SourceOptions{
		Source:       voc.Source{ID: id, Title: string(id), Kind: voc.KindFeed, Platform: "news", Address: n.URL + "/feed"},
		AllowPrivate: true,
	}
}

// said makes a post about the brand.
func said(id, text string, at time.Time) voc.Post {
	return voc.Post{
		Source: "desk", Platform: "desk", ExternalID: id, Kind: voc.PostPost, Text: text, PublishedAt: at,
		Precision: voc.PrecisionSecond, Engagement: voc.NoEngagement(), Author: voc.Author{Followers: voc.Unknown},
	}
}

// many makes n posts with different words.
func many(n int, at time.Time) []voc.Post {
	posts := make([]voc.Post, n)
	for i := range posts {
		posts[i] = said(fmt.Sprint(i), fmt.Sprintf("山外青茶第%d杯，排队一小时，太慢了", i), at.Add(time.Duration(i)*time.Second))
	}
	return posts
}

// onDisk returns all bytes of all files below a folder.
func onDisk(t *testing.T, dir string) []byte {
	t.Helper()
	var all bytes.Buffer
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.Bytes()
}

// until waits for something to become true.
func until(t *testing.T, what string, true_ func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(20 * time.Second)
	for !true_() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited 20 s in vain: %s", what)
		}
	}
}

// diary collects log lines.
type diary struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (d *diary) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(p)
}

func (d *diary) times(words string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Count(d.text.String(), words)
}

func (d *diary) log() *slog.Logger { return slog.New(slog.NewTextHandler(d, nil)) }

// line is the way to the database, which a test can cut and mend, or let break at a
// request of its choice.
type line struct {
	listener net.Listener
	target   string
	mu       sync.Mutex
	cut      bool
	breakAt  []byte // the first request that holds these bytes cuts the line before it gets through
	open     map[net.Conn]bool
	wg       sync.WaitGroup
}

// through puts a line between a store and its server.
func through(t *testing.T, l **line) func(*store.Options) {
	return func(o *store.Options) {
		u, err := url.Parse(o.DSN)
		if err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		*l = &line{listener: listener, target: u.Host, open: map[net.Conn]bool{}}
		u.Host = listener.Addr().String()
		o.DSN = u.String()
		go (*l).serve()
		t.Cleanup((*l).close)
	}
}

func (l *line) serve() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.target)
		if err != nil {
			near.Close()
			continue
		}
		l.mu.Lock()
		l.open[near], l.open[far] = true, true
		if l.cut {
			near.Close()
			far.Close()
		}
		l.mu.Unlock()
		l.wg.Go(func() { l.carry(near, far, false) })
		l.wg.Go(func() { l.carry(far, near, true) })
	}
}

func (l *line) carry(to, from net.Conn, asking bool) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if asking && l.breaks(buffer[:n]) {
				l.set(true)
				break
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
	}
	to.Close()
	from.Close()
}

func (l *line) breaks(request []byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := len(l.breakAt) > 0 && bytes.Contains(request, l.breakAt)
	if found {
		l.breakAt = nil
	}
	return found
}

// breaksAt makes the line break at the next request with these words.
func (l *line) breaksAt(words string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.breakAt = []byte(words)
}

// set cuts the line, and every connection over it, or mends it.
func (l *line) set(cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = cut
	if cut {
		for c := range l.open {
			c.Close()
		}
		clear(l.open)
	}
}

func (l *line) close() {
	l.listener.Close()
	l.set(true)
	l.wg.Wait()
}
