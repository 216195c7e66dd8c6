package api

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// listen opens the stream over a real connection and hands on what it tells.
func listen(t *testing.T, server *httptest.Server) <-chan News {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+base+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("stream: %d %q", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	told := make(chan News)
	go func() { // ends with the connection, which the test closes
		defer close(told)
		lines := bufio.NewScanner(answer.Body)
		for lines.Scan() {
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
				var n News
				if json.Unmarshal([]byte(data), &n) != nil {
					return
				}
				select {
				case told <- n:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return told
}

func next(t *testing.T, told <-chan News) News {
	t.Helper()
	select {
	case n, open := <-told:
		if !open {
			t.Fatal("the stream ended")
		}
		n.Jobs = 0 // its own test has it: no jobs have a mark too
		return n
	case <-time.After(15 * time.Second):
		t.Fatal("waited 15 s for news")
	}
	return News{}
}

func TestLiveUpdatesTellOnceAndThenWhatChanged(t *testing.T) {
	h := &house{status: Status{Seq: 3}}
	server := httptest.NewServer(h.open(t, nil))
	t.Cleanup(server.Close)
	told := listen(t, server)
	if n := next(t, told); n != (News{Seq: 3}) {
		t.Fatalf("at once: %+v", n)
	}
	h.set(func() { h.status.Seq, h.alerts = 5, []voc.Alert{{ID: "A", State: voc.AlertOpen}} })
	if n := next(t, told); n != (News{Seq: 5, Open: 1}) {
		t.Fatalf("after a new alert: %+v", n)
	}
	h.set(func() { h.status.SpoolEntries, h.status.SpoolFull = 9, true })
	if n := next(t, told); n != (News{Seq: 5, Open: 1, Entries: 9, Full: true}) {
		t.Fatalf("after the spool filled: %+v", n)
	}
}

func TestStreamsAreBoundedAndTheirPlacesComeBack(t *testing.T) {
	h := &house{}
	o := h.options()
	a := &door{Options: o, names: newNames(o), log: o.Log, streams: make(chan struct{}, 1)}
	ctx, leave := context.WithCancel(context.Background())
	mux := http.NewServeMux()
	a.register(mux)
	door := a.admit(mux)

	gone := make(chan struct{})
	first := httptest.NewRequestWithContext(ctx, "GET", base+"/events", nil)
	go func() { // ends when the first listener leaves
		defer close(gone)
		door.ServeHTTP(httptest.NewRecorder(), first)
	}()
	for len(a.streams) == 0 {
		select {
		case <-gone:
			t.Fatal("the first stream ended at once")
		default:
		}
	}
	problemOf(t, ask(t, door, "GET", base+"/events", ""), 503, "too_many")
	leave()
	<-gone
	if len(a.streams) != 0 {
		t.Error("the place of a listener who left is still taken")
	}
}

func TestAskingOnlyForTheHeadOfAStreamReturns(t *testing.T) {
	w := ask(t, new(house).open(t, nil), "HEAD", base+"/events", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/event-stream" || w.Body.Len() != 0 {
		t.Errorf("%d %q with %d bytes", w.Code, w.Header().Get("Content-Type"), w.Body.Len())
	}
}

// A page left open must not keep the server from stopping.
func TestStreamsEndWhenTheServerCloses(t *testing.T) {
	closing := make(chan struct{})
	server := httptest.NewServer(new(house).open(t, func(o *Options) { o.Closing = closing }))
	t.Cleanup(server.Close)
	told := listen(t, server)
	next(t, told)
	close(closing)
	select {
	case _, open := <-told:
		if open {
			t.Error("more news after the end")
		}
	case <-time.After(15 * time.Second):
		t.Fatal("waited 15 s for the stream to end")
	}
}
