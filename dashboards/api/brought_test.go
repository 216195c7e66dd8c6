package api

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestARemoteSourceIsPushedToWithAllThatIsKnown(t *testing.T) {
	h := &house{}
	w := ask(t, h.open(t, nil), "POST", base+"/posts", `[{"id":"9","source":"far","text":"柜台没人","published_at":"2026-01-31T09:00:00+08:00","precision":"minute",
		"edited_at":"2026-01-31T09:30:00+08:00","fetched_at":"2026-01-31T10:00:00+08:00","rating":4,"rating_raw":"8/10","keyword":"山外青茶","platform":"tea-bbs",
		"followers":100,"verified":true,"approx":true,"views":20000}]`)
	if got := read[Pushed](t, w, 202); got.Accepted != 1 || len(h.pushed) != 1 {
		t.Fatalf("%+v", got)
	}
	p := h.pushed[0]
	nine := time.Date(2026, 1, 31, 1, 0, 0, 0, time.UTC)
	if p.Precision != voc.PrecisionMinute || !p.PublishedAt.Equal(nine) || !p.EditedAt.Equal(nine.Add(30*time.Minute)) || !p.FetchedAt.Equal(nine.Add(time.Hour)) ||
		p.Rating != 4 || p.RatingRaw != "8/10" || p.Keyword != "山外青茶" || p.Platform != "tea-bbs" || p.Author.Followers != 100 || !p.Author.Verified ||
		!p.Engagement.Approx || p.Engagement.Views != 20000 || p.Engagement.Likes != voc.Unknown {
		t.Errorf("handed on as %+v", p)
	}
}

func TestOneObjectALineIsTakenToo(t *testing.T) {
	h := &house{}
	w := ask(t, h.open(t, nil), "POST", base+"/posts", `{"id":"1","source":"desk","text":"好"}
{"id":"2","source":"desk",

{"id":"3","source":"desk","text":"还行"}
`, "Content-Type", "application/x-ndjson")
	got := read[Pushed](t, w, 202)
	if got.Accepted != 2 || got.Rejected != 1 || len(got.Errors) != 1 || got.Errors[0].Field != "1" || len(h.pushed) != 2 {
		t.Errorf("%+v: a broken line costs itself alone", got)
	}
	w = ask(t, h.open(t, nil), "POST", base+"/orders/WO-1/commands", `{"type":"claim","actor":"小周"}`, "Content-Type", "application/x-ndjson")
	if w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("lines where none belong: %d", w.Code)
	}
}

func TestZippedBodies(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	body := `[{"id":"1","source":"desk","text":"好"}]`
	if got := read[Pushed](t, ask(t, door, "POST", base+"/posts", zipped(t, body), "Content-Encoding", "gzip"), 202); got.Accepted != 1 {
		t.Errorf("%+v", got)
	}
	bomb := zipped(t, `[{"id":"1","source":"desk","text":"`+strings.Repeat(" ", maxBody)+`"}]`)
	for says, c := range map[string]struct {
		body, coding string
		want         int
	}{
		"inflates beyond the limit": {bomb, "gzip", http.StatusRequestEntityTooLarge},
		"no gzip at all":            {body, "gzip", http.StatusBadRequest},
		"cut off":                   {zipped(t, body)[:20], "gzip", http.StatusBadRequest},
		"another encoding":          {body, "br", http.StatusUnsupportedMediaType},
	} {
		if w := ask(t, door, "POST", base+"/posts", c.body, "Content-Encoding", c.coding); w.Code != c.want {
			t.Errorf("%s: %d %s, want %d", says, w.Code, w.Body, c.want)
		}
	}
	if len(h.pushed) != 1 {
		t.Errorf("%d posts handed on, want 1", len(h.pushed))
	}
}

// TestTooManyAtOnceComeBackLater fills every place with bodies that do not end.
func TestTooManyAtOnceComeBackLater(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	server := httptest.NewServer(door)
	defer server.Close()
	var open []*io.PipeWriter
	var ended []chan int
	for range maxBrought {
		r, w := io.Pipe()
		open = append(open, w)
		done, held := make(chan int, 1), make(chan struct{})
		ended = append(ended, done)
		// The server says "go on" when it begins to read, that is once the body has its place.
		told := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { close(held) }})
		go func() {
			req, err := http.NewRequestWithContext(told, "POST", server.URL+base+"/posts", r)
			if err != nil {
				done <- 0
				return
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Expect", "100-continue")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				done <- 0
				return
			}
			resp.Body.Close()
			done <- resp.StatusCode
		}()
		select {
		case <-held:
		case code := <-done:
			t.Fatalf("a place was free, the answer is %d", code)
		}
	}
	answer, err := http.Post(server.URL+base+"/posts", "application/json", strings.NewReader(`[{"id":"1","source":"desk","text":"好"}]`))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") == "" {
		t.Errorf("one more at once: %s, Retry-After %q", answer.Status, answer.Header.Get("Retry-After"))
	}
	for i, w := range open {
		fmt.Fprintf(w, `[{"id":"late-%d","source":"desk","text":"好"}]`, i)
		w.Close()
		if code := <-ended[i]; code != http.StatusAccepted {
			t.Errorf("the %dth that held a place: %d", i, code)
		}
	}
	if w := ask(t, door, "POST", base+"/posts", `[{"id":"1","source":"desk","text":"好"}]`); w.Code != http.StatusAccepted {
		t.Errorf("afterwards: %d", w.Code)
	}
}

func TestAnAgentsTokenOpensNothingElse(t *testing.T) {
	h := &house{}
	door := h.open(t, func(o *Options) {
		o.Token = "the owner's token of 2026"
		o.Agents = []Agent{{"beijing-1", "the token of beijing one"}, {"home", "the token of the home pc"}}
	})
	post := `[{"id":"1","source":"far","text":"好"}]`
	for _, c := range []struct {
		method, path, body, token string
		want                      int
	}{
		{"POST", "/posts", post, "the token of beijing one", 202},
		{"POST", "/posts", post, "the token of the home pc", 202},
		{"POST", "/posts", post, "the owner's token of 2026", 202},
		{"POST", "/posts", post, "the token of nobody at all", 401},
		{"POST", "/posts", post, "", 401},
		{"POST", "/visits", `[{"source":"far","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T10:00:09Z","outcome":"ok"}]`, "the token of beijing one", 202},
		{"GET", "/posts", "", "the token of beijing one", 403},
		{"GET", "/orders", "", "the token of beijing one", 403},
		{"GET", "/visits", "", "the token of beijing one", 403},
		{"POST", "/orders/WO-1/commands", `{"type":"claim","actor":"小周"}`, "the token of beijing one", 403},
		{"GET", "/orders", "", "the owner's token of 2026", 200},
	} {
		headers := []string{}
		if c.token != "" {
			headers = append(headers, "Authorization", "Bearer "+c.token)
		}
		if w := ask(t, door, c.method, base+c.path, c.body, headers...); w.Code != c.want {
			t.Errorf("%s %s with %q: %d %s, want %d", c.method, c.path, c.token, w.Code, w.Body, c.want)
		}
	}
}

func TestWhatAgentsHeardIsHandedOn(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	got := read[Pushed](t, ask(t, door, "POST", base+"/visits", `[
		{"source":"far","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T10:00:09Z","outcome":"partial","requests":3,"bytes":900,"found":20,"fresh":2,"claimed":-1,
		 "missing":"page 3: 503","trouble":"network","heard_to":"2026-01-31T09:00:00Z","next_at":"0001-01-01T00:00:00Z","changed":0,"observed":1},
		{"source":"forum","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T10:00:09Z","outcome":"ok"},
		{"source":"far","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T09:00:00Z","outcome":"ok"},
		{"source":"far","started_at":"2036-01-31T10:00:00Z","ended_at":"2036-01-31T10:00:00Z","outcome":"ok"},
		{"source":"far","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T10:00:00Z","outcome":"fine"},
		{"source":"far","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T10:00:00Z","outcome":"ok","found":-4}]`), 202)
	var fields []string
	for _, e := range got.Errors {
		fields = append(fields, e.Field)
	}
	if want := "1.source 2.started_at 3.ended_at 4.outcome 4.outcome 5.found"; got.Accepted != 1 || got.Rejected != 5 || strings.Join(fields, " ") != want {
		t.Errorf("%+v, want errors of %s", got, want)
	}
	if len(h.visits) != 1 || h.visits[0].Trouble != voc.TroubleNetwork || h.visits[0].Missing != "page 3: 503" || h.visits[0].Observed != 1 {
		t.Errorf("handed on %+v", h.visits)
	}
	got = read[Pushed](t, ask(t, door, "POST", base+"/observations", `{"post":"0123456789abcdef0123456789abcdef","source":"far","at":"2026-01-31T10:00:00Z","engagement":{"likes":3,"replies":-1,"shares":-1,"views":-1,"approx":true}}
{"post":"7","source":"far","at":"2026-01-31T10:00:00Z","engagement":{"likes":3,"replies":-1,"shares":-1,"views":-1,"approx":false}}
{"post":"0123456789abcdef0123456789abcdef","source":"far","at":"2026-01-31T10:00:00Z","engagement":{"likes":-3,"replies":-1,"shares":-1,"views":-1,"approx":false}}`, "Content-Type", "application/x-ndjson"), 202)
	if got.Accepted != 1 || got.Rejected != 2 || len(h.seen) != 1 || h.seen[0].Engagement.Likes != 3 || !h.seen[0].Engagement.Approx {
		t.Errorf("%+v, handed on %+v", got, h.seen)
	}
	h.err = fmt.Errorf("spool: %w", ErrFull)
	w := ask(t, door, "POST", base+"/visits", `[{"source":"far","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T10:00:09Z","outcome":"ok"}]`)
	problemOf(t, w, 503, "full")
}

func TestAVisitIsAskedFor(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	problemOf(t, ask(t, door, "GET", base+"/sources/forum/visit", ""), 404, "not_found")
	problemOf(t, ask(t, door, "POST", base+"/sources/forum/visit", `{"since":"2026-01-31T00:00:00Z","until":"2026-01-30T00:00:00Z"}`), 422, "invalid")
	problemOf(t, ask(t, door, "POST", base+"/sources/forum/visit", `{"since":"2026-01-31T00:00:00Z","gaps":true}`), 422, "invalid")
	got := read[Visiting](t, ask(t, door, "POST", base+"/sources/forum/visit", `{"since":"2026-01-30T00:00:00Z","until":"2026-01-31T00:00:00Z"}`), 202)
	if got.Source != "forum" || len(h.ordered) != 1 || h.ordered[0].Since.IsZero() || h.ordered[0].Gaps {
		t.Errorf("%+v, ordered %+v", got, h.ordered)
	}
	if now := read[Visiting](t, ask(t, door, "GET", base+"/sources/forum/visit", ""), 200); now.Posts != 3 || !now.EndedAt.IsZero() {
		t.Errorf("%+v", now)
	}
	h.err = fmt.Errorf("%w: a visit of this source is under way", ErrConflict)
	problemOf(t, ask(t, door, "POST", base+"/sources/forum/visit", `{}`), 409, "conflict")
}
