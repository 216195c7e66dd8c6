package crawler

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// shelf is a kind as a test needs it: lines of text, the token of the next page in the first one.
// It has every ability a kind may have; empty fields switch them off.
type shelf struct {
	begin, token string
	post         bool
	hosts        []string
	accept       string
	grantErr     error
}

func (s *shelf) Start() string { return s.begin }

func (s *shelf) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	lines := strings.Split(strings.TrimRight(page.Text, "\n"), "\n")
	if lines[0] != "" {
		next := *page.URL
		next.Fragment = lines[0]
		sheet.Next = next.String()
	}
	for _, id := range lines[1:] {
		sheet.Posts = append(sheet.Posts, voc.Post{ExternalID: id, Text: "喝过 " + id, Kind: voc.PostReview, Engagement: voc.NoEngagement()})
	}
	return sheet, nil
}

func (s *shelf) Ask(address string) (string, []byte, http.Header) {
	if !s.post {
		return "", nil, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return http.MethodPost, []byte("token=" + url.QueryEscape(u.Fragment)), http.Header{"X-Same-Domain": {"1"}}
}

func (s *shelf) Key() (string, []byte, http.Header) {
	if s.token == "" {
		return "", nil, nil
	}
	return s.token, []byte("grant_type=client_credentials"), http.Header{"Authorization": {"Basic aWQ6Z2VoZWlt"}}
}

func (s *shelf) Grant(page *plain.Page) (http.Header, time.Duration, error) {
	var answer struct {
		Token string `json:"access_token"`
		Holds int    `json:"expires_in"`
	}
	if err := json.Unmarshal([]byte(page.Text), &answer); err != nil || answer.Token == "" {
		return nil, 0, errors.Join(s.grantErr, err)
	}
	return http.Header{"Authorization": {"Bearer " + answer.Token}}, time.Duration(answer.Holds) * time.Second, nil
}

func (s *shelf) Hosts() []string { return s.hosts }

func (s *shelf) Headers() http.Header { return http.Header{"Accept": {s.accept}} }

// signed is a kind whose site takes a key in the query.
type signed struct{ tree }

func (signed) Sign(address string) string {
	sign := "?"
	if strings.Contains(address, "?") {
		sign = "&"
	}
	return address + sign + "key=geheim"
}

func TestAKeyInTheQueryIsSentAndNeverTold(t *testing.T) {
	refuse := false
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		switch query := r.URL.Query(); {
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(rw, "User-agent: *\nDisallow: /")
		case query.Get("key") != "geheim" || refuse:
			rw.WriteHeader(http.StatusUnauthorized)
		case query.Get("p") == "":
			fmt.Fprint(rw, `{"Posts":["a"],"Next":"?p=2"}`) // on from the address of the page
		default:
			fmt.Fprint(rw, `{"Posts":["b"]}`)
		}
	}, func(o *Options) { o.MaxPages = 1 })
	r, k := &reader{}, signed{tree{w.URL + "/"}}
	v, err := w.visitKind(r, k, nil)
	if err != nil || v.Fresh != 1 || strings.Contains(string(r.cursor), "geheim") || !strings.Contains(string(r.cursor), "p=2") {
		t.Fatalf("%+v, %v, cursor %s", v, err, r.cursor)
	}
	w.crawler.o.MaxPages = 9
	if v, err := w.visitKind(r, k, nil); err != nil || !slices.Equal(r.ids(), []string{"b"}) {
		t.Errorf("%+v, %v", v, err)
	}
	refuse = true
	v, err = w.visitKind(r, k, nil)
	if err == nil || v.Trouble != voc.TroubleExpired || strings.Contains(fmt.Sprint(v, err, r.cursor), "geheim") {
		t.Errorf("a key that is no longer good: %+v, %v", v, err)
	}
}

// plaintive is a kind whose site explains its errors.
type plaintive struct{ tree }

func (plaintive) Answers(status int) bool { return status == http.StatusBadRequest }

func (k plaintive) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet, err := k.tree.Parse(page)
	switch {
	case strings.Contains(page.Text, "throttled"):
		sheet.Backoff = 2 * time.Hour
		return sheet, errors.New("more requests in two hours")
	case strings.Contains(page.Text, "login"):
		return sheet, fmt.Errorf("a key is needed: %w", plain.ErrLogin)
	}
	return sheet, err
}

func TestAnErrorThatExplainsItself(t *testing.T) {
	body := `{"error":"throttled"}`
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			rw.Header().Set("ETag", `"of an error"`)
			rw.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(rw, body)
		}
	}, nil)
	r, k := &reader{}, plaintive{tree{w.URL + "/"}}
	v, err := w.visitKind(r, k, nil)
	if err == nil || v.Trouble != voc.TroublePace || v.NextAt.Sub(origin) != 2*time.Hour || strings.Contains(string(r.cursor), "of an error") {
		t.Errorf("throttled: %+v, %v, %s", v, err, r.cursor)
	}
	body = `{"error":"login"}`
	w.later(3 * time.Hour)
	if v, err := w.visitKind(r, k, nil); err == nil || v.Trouble != voc.TroubleLogin || v.Outcome != voc.VisitBlocked {
		t.Errorf("a key is needed: %+v, %v", v, err)
	}
	w.later(time.Hour)
	if v, err := w.visitKind(r, tree{w.URL + "/"}, nil); err == nil || v.Trouble != voc.TroubleNetwork {
		t.Errorf("a kind that does not ask for the body: %+v, %v", v, err)
	}
}

// visitKind is world.visit with a kind that is in no list.
func (w *world) visitKind(r *reader, k kind, change func(*SourceOptions)) (voc.Visit, error) {
	w.t.Helper()
	r.posts, r.seen, r.emits = nil, nil, 0
	src := w.source("shelf", "")
	src.Address = k.Start()
	if change != nil {
		change(&src)
	}
	w.crawler.o.kinds = func(SourceOptions) (site, error) { return kindSite{k}, nil }
	return w.crawler.Fetch(w.t.Context(), src, r.cursor, r.keep)
}

func TestKindAsksInItsOwnWay(t *testing.T) {
	var asked []string
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/rpc" {
			http.NotFound(rw, r)
			return
		}
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, fmt.Sprint(r.Method, " ", string(body), " ", r.Header.Get("X-Same-Domain"), " ", r.Header.Get("Accept")))
		if string(body) == "token=" {
			fmt.Fprint(rw, "二+页=\na\nb")
			return
		}
		fmt.Fprint(rw, "\nc")
	}, nil)
	r := &reader{}
	k := &shelf{begin: w.URL + "/rpc", post: true, accept: "application/json"}
	v, err := w.visitKind(r, k, nil)
	if err != nil || v.Outcome != voc.VisitOK || !slices.Equal(r.ids(), []string{"a", "b", "c"}) {
		t.Fatalf("%+v, %v, %v", v, err, r.ids())
	}
	want := []string{"POST token= 1 application/json", "POST token=%E4%BA%8C%2B%E9%A1%B5%3D 1 application/json"}
	if !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
	if v, err := w.visitKind(r, k, nil); err != nil || v.Outcome != voc.VisitUnchanged || len(r.posts) != 0 {
		t.Errorf("a second visit: %+v, %v", v, err)
	}
}

// gatekeeper gives out tokens and takes only the newest.
type gatekeeper struct {
	given, pages int
	good         string
	refuse       bool
}

func (g *gatekeeper) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/robots.txt":
		fmt.Fprint(rw, "User-agent: *\nDisallow: /") // as Reddit's: it speaks to those without a key
	case "/token":
		if g.refuse || r.Method != http.MethodPost || r.Header.Get("Authorization") != "Basic aWQ6Z2VoZWlt" {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		g.given++
		g.good = fmt.Sprint("verysecret", g.given)
		fmt.Fprintf(rw, `{"access_token":%q,"expires_in":3600}`, g.good)
	case "/list":
		g.pages++
		if r.Header.Get("Authorization") != "Bearer "+g.good || g.good == "" {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		fmt.Fprint(rw, "\na\nb")
	default:
		http.NotFound(rw, r)
	}
}

func TestTokenIsKeptRefreshedAndNeverTold(t *testing.T) {
	g := &gatekeeper{}
	w := newWorld(t, g.ServeHTTP, nil)
	k, r := &shelf{begin: w.URL + "/list", token: w.URL + "/token"}, &reader{}
	visit := func(why string, given int, heard bool) {
		t.Helper()
		v, err := w.visitKind(r, k, nil)
		if v.Outcome.Heard() != heard || (err == nil) != heard || g.given != given {
			t.Errorf("%s: %+v, %v; %d tokens given, want %d", why, v, err, g.given, given)
		}
		if told := fmt.Sprint(v, err, r.cursor); strings.Contains(told, "verysecret") || strings.Contains(told, "Z2VoZWlt") {
			t.Errorf("%s: a secret is told: %s", why, told)
		}
	}
	visit("the first visit asks for a token", 1, true)
	visit("the second has it still", 1, true)
	w.later(time.Hour)
	visit("after its life another is asked for", 2, true)
	g.good = "none"
	visit("one taken back early as well", 3, true)
	g.good, g.refuse = "none", true
	visit("a key that is no longer good ends the visit", 3, false)
	g.refuse = false
	visit("and when it is good again so is the source", 4, true)
}

func TestTokenStaysAtHome(t *testing.T) {
	var there []http.Header
	other := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/list") {
			there = append(there, r.Header.Clone())
		}
		switch r.URL.Path {
		case "/list":
			http.Redirect(rw, r, "/list2", http.StatusFound) // the client copies the first headers anew on every hop
		case "/list2":
			fmt.Fprint(rw, "\na")
		}
	}, nil)
	elsewhere := strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
	g := &gatekeeper{}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/list" {
			http.Redirect(rw, r, elsewhere+"/list", http.StatusFound)
			return
		}
		g.ServeHTTP(rw, r)
	}, nil)
	k, r := &shelf{begin: w.URL + "/list", token: w.URL + "/token", hosts: []string{"localhost"}}, &reader{}
	own := func(src *SourceOptions) { src.Headers = map[string]string{"X-Api-Key": "k1"} }
	if v, err := w.visitKind(r, k, own); err != nil || len(r.posts) != 1 {
		t.Fatalf("%+v, %v", v, err)
	}
	if len(there) != 2 {
		t.Fatalf("%d requests elsewhere, want 2", len(there))
	}
	for _, h := range there {
		if h.Get("Authorization") != "" || h.Get("X-Api-Key") != "" {
			t.Errorf("another host got %v", h)
		}
	}
	k.token = "https://token.example.net/"
	w.later(2 * time.Hour)
	if v, err := w.visitKind(r, k, nil); err == nil || !strings.Contains(err.Error(), "another site") {
		t.Errorf("a token asked for elsewhere: %+v, %v", v, err)
	}
}
