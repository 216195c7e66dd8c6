package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// clock is the moment every test happens at: a Saturday evening in Shanghai.
var clock = time.Date(2026, 1, 31, 12, 30, 20, 0, time.UTC)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// house stands in for the pipeline behind the func fields: what a test puts in is what comes out,
// and what was handed over is kept to be looked at. The rules of work orders are not repeated
// here; their own package tests them.
type house struct {
	mu       sync.Mutex
	orders   []voc.WorkOrder
	alerts   []voc.Alert
	messages []voc.Message
	status   Status
	pushed   []voc.Post
	commands []voc.Command

	discoveries []voc.Discovery
	erasures    []voc.Erasure
	decisions   []voc.Decision

	visits  []voc.Visit
	seen    []voc.Observation
	ordered []VisitOrder

	watching // incidents' commands, rules, silences and plans
	tasks    // what is behind work orders and messages
	mailed   // letters, their audiences, and what is asked of them

	err error // what Command, Push and Digest answer
	log bytes.Buffer
}

func (h *house) set(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
}

func (h *house) options() Options {
	return h.mailing(h.tasked(h.watched(Options{
		Store: new(store.Store),
		Brands: []voc.Brand{
			{ID: "qingheng", Name: "青衡", Own: true}, {ID: "luye", Name: "鹿野"},
		},
		Stores: []voc.Store{{ID: "sh-jingan-01", Name: "静安寺店", Brand: "qingheng", City: "上海"}},
		Sources: func() []voc.Source {
			return []voc.Source{
				{ID: "forum", Title: "茶友论坛", Kind: voc.KindHTML, Platform: "forum", Every: time.Hour},
				{ID: "desk", Title: "客服台", Kind: voc.KindPush, Platform: "desk", Brand: "qingheng"},
				{ID: "oldpush", Title: "旧接口", Kind: voc.KindPush, Disabled: true},
				{ID: "far", Title: "外地论坛", Kind: voc.KindHTML, Platform: "forum", Remote: true},
			}
		},
		Titles: map[string]string{"卫生-异物": "卫生·异物", "service.waiting": "等待时间"},
		Orders: func() []voc.WorkOrder { h.mu.Lock(); defer h.mu.Unlock(); return h.orders },
		Alerts: func() []voc.Alert { h.mu.Lock(); defer h.mu.Unlock(); return h.alerts },
		Messages: func() []voc.Message {
			h.mu.Lock()
			defer h.mu.Unlock()
			return h.messages
		},
		Status: func() Status { h.mu.Lock(); defer h.mu.Unlock(); return h.status },
		Command: func(_ context.Context, c voc.Command) (voc.WorkOrder, error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.commands = append(h.commands, c)
			return voc.WorkOrder{ID: c.Order, Kind: voc.OrderCase, Level: voc.Blue, State: voc.OrderInProgress, Owner: c.Actor}, h.err
		},
		Push: func(_ context.Context, posts []voc.Post) error {
			h.mu.Lock()
			defer h.mu.Unlock()
			if h.err == nil {
				h.pushed = append(h.pushed, posts...)
			}
			return h.err
		},
		Hear: func(_ context.Context, visits []voc.Visit, seen []voc.Observation) error {
			h.mu.Lock()
			defer h.mu.Unlock()
			if h.err == nil {
				h.visits, h.seen = append(h.visits, visits...), append(h.seen, seen...)
			}
			return h.err
		},
		Visit: func(_ context.Context, id voc.SourceID, o VisitOrder) (Visiting, error) {
			h.ordered = append(h.ordered, o)
			return Visiting{Source: id, StartedAt: clock, Left: []voc.Span{{From: o.Since, To: o.Until}}}, h.err
		},
		Visiting: func(id voc.SourceID) (Visiting, bool) {
			return Visiting{Source: id, StartedAt: clock, Posts: 3}, len(h.ordered) > 0
		},
		Digest: func(_ context.Context, q LetterQuestion) (voc.Digest, error) {
			return voc.Digest{Date: q.Date, Brand: q.Brand, Audience: q.Audience, Period: q.Period, Title: "听风日报", AsOf: clock}, h.err
		},
		Recount: func(_ context.Context, a voc.Alert, language string) (voc.Digest, error) {
			return voc.Digest{Brand: a.Brand, Language: language, Title: a.Headline, Lead: fmt.Sprint(a.Similar), AsOf: clock}, h.err
		},
		Render: func(d voc.Digest, format string) ([]byte, error) {
			if format != "html" && format != "md" {
				return nil, fmt.Errorf("format %q", format)
			}
			return []byte(format + " " + d.Date + " " + string(d.Brand)), nil
		},
		Discoveries: func(context.Context) ([]voc.Discovery, error) { return h.discoveries, h.err },
		Discover:    func(context.Context, string) (int, error) { return len(h.discoveries), h.err },
		Effect: func(_ context.Context, id string, d voc.Decision) (voc.Effect, error) {
			h.decisions = append(h.decisions, d)
			return voc.Effect{Posts: 7, Examples: []voc.Sample{}}, h.err
		},
		Decide: func(_ context.Context, id string, d voc.Decision) (voc.Discovery, error) {
			h.decisions = append(h.decisions, d)
			return voc.Discovery{ID: id, Kind: voc.DiscoveryWord, State: d.State, Topic: d.Topic, By: d.Actor}, h.err
		},
		Retag: func(string) Retagging { return Retagging{Version: "v2", Running: true} },
		Erase: func(_ context.Context, e voc.Erasure) (voc.Erased, error) {
			h.erasures = append(h.erasures, e)
			return voc.Erased{Posts: 2, Mentions: 3, Listed: 1}, h.err
		},
		Retagged: func() Retagging { return Retagging{Version: "v2", Running: true, Done: 3, All: 10} },
		Version:  "test", Listen: "127.0.0.1:8080", Location: shanghai,
		Now:   func() time.Time { return clock },
		Log:   slog.New(slog.NewTextHandler(&h.log, nil)),
		Pages: fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>听风</title>")}},

		EventsEvery: 5 * time.Millisecond,
	})))
}

// open builds the door over a house; change adapts the options before.
func (h *house) open(t *testing.T, change func(*Options)) http.Handler {
	t.Helper()
	o := h.options()
	if change != nil {
		change(&o)
	}
	door, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return door
}

// ask sends one request as a program on this machine would.
func ask(t *testing.T, door http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, reader)
	r.Host = "127.0.0.1:8080"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	return w
}

// read expects a status and decodes the JSON answer.
func read[T any](t *testing.T, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var out T
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("not JSON: %v: %s", err, w.Body)
	}
	return out
}

// problemOf expects a problem and checks that it speaks both languages.
func problemOf(t *testing.T, w *httptest.ResponseRecorder, status int, code string) Problem {
	t.Helper()
	p := read[Problem](t, w, status)
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type %q of a problem", got)
	}
	if p.Code != code || p.Status != status || p.Detail == "" || p.DetailZH == "" {
		t.Fatalf("problem %+v, want code %s with a sentence in both languages", p, code)
	}
	return p
}

func TestNewRefusesWhatWouldFailLater(t *testing.T) {
	for name, spoil := range map[string]func(*Options){
		"no store":                          func(o *Options) { o.Store = nil },
		"no clock":                          func(o *Options) { o.Now = nil },
		"no zone":                           func(o *Options) { o.Location = nil },
		"no list of orders":                 func(o *Options) { o.Orders = nil },
		"no way to push":                    func(o *Options) { o.Push = nil },
		"no listen address":                 func(o *Options) { o.Listen = "" },
		"open to the network without token": func(o *Options) { o.Listen = ":8080" },
	} {
		o := new(house).options()
		spoil(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestErrorsOfThePipelineBecomeTheRightStatus(t *testing.T) {
	for _, row := range []struct {
		err    error
		status int
		code   string
		why    string
	}{
		{fmt.Errorf("%w: no order WO-9", ErrNotFound), 404, "not_found", "the order does not exist"},
		{fmt.Errorf("%w: it is closed; reopen it first", ErrConflict), 409, "conflict", "the state forbids it"},
		{fmt.Errorf("%w: say what was done", ErrInvalid), 422, "invalid", "a required field is missing"},
		{ErrFull, 503, "full", "the spool has no room"},
		{ErrDiskFull, 503, "disk_full", "the disk has no room"},
		{context.DeadlineExceeded, 503, "timeout", "the journal did not answer in time"},
		{errors.New("dial tcp 10.0.0.7: secret refused"), 500, "internal", "anything else is ours"},
	} {
		h := &house{err: row.err}
		w := ask(t, h.open(t, nil), "POST", base+"/orders/WO-9/commands", `{"type":"claim","actor":"店长"}`)
		p := problemOf(t, w, row.status, row.code)
		if row.status == 500 {
			if strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s: the answer tells a stranger %q", row.why, p.Detail)
			}
			if n := strings.Count(h.log.String(), "secret"); n != 1 {
				t.Errorf("%s: logged %d times, want once", row.why, n)
			}
		}
		if (row.status == 503) != (w.Header().Get("Retry-After") != "") {
			t.Errorf("%s: Retry-After %q", row.why, w.Header().Get("Retry-After"))
		}
	}
}

func TestPanicBecomesAProblemAndOneLogLine(t *testing.T) {
	h := &house{}
	door := h.open(t, func(o *Options) { o.Alerts = func() []voc.Alert { panic("a bug") } })
	problemOf(t, ask(t, door, "GET", base+"/alerts", ""), 500, "internal")
	if !strings.Contains(h.log.String(), "a bug") {
		t.Error("the panic is not in the log")
	}
}

func TestWrongPathAndWrongMethodAreToldApart(t *testing.T) {
	door := new(house).open(t, nil)
	problemOf(t, ask(t, door, "GET", "/api/v1/nothing", ""), 404, "not_found")
	w := ask(t, door, "POST", base+"/overview", "{}")
	problemOf(t, w, 405, "method")
	if w.Header().Get("Allow") != "GET" {
		t.Errorf("Allow %q, want GET", w.Header().Get("Allow"))
	}
	problemOf(t, ask(t, door, "DELETE", "/", "{}"), 405, "method")
}
