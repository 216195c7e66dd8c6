package api

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestABucketEmptiesAndFillsAgain(t *testing.T) {
	l := newLimits()
	now := clock
	for i := range 10 {
		if ok, left, _ := l.take("a", 10, 2, now); !ok || left != 9-i {
			t.Fatalf("request %d: %v, %d left", i, ok, left)
		}
	}
	ok, _, wait := l.take("a", 10, 2, now)
	if ok || wait != 500*time.Millisecond {
		t.Fatalf("the eleventh: %v, wait %s", ok, wait)
	}
	if ok, _, _ := l.take("b", 10, 2, now); !ok {
		t.Error("somebody else pays for it")
	}
	if ok, _, _ := l.take("a", 10, 2, now.Add(wait)); !ok {
		t.Error("after the time it was told, it is still refused")
	}
	if _, left, _ := l.take("a", 10, 2, now.Add(time.Hour)); left != 9 {
		t.Errorf("after an hour %d are left: it overflows", left)
	}
	if ok, _, _ := l.take("a", 10, 2, now); !ok {
		t.Error("a clock put back takes requests away")
	}
}

func TestBucketsAreBounded(t *testing.T) {
	l := newLimits()
	for i := range 3 * mostBuckets {
		l.take(fmt.Sprint(i), 10, 1, clock.Add(time.Duration(i)*time.Millisecond))
	}
	if len(l.buckets) > mostBuckets {
		t.Errorf("%d buckets are kept", len(l.buckets))
	}
}

func TestWhoAsksTooOftenIsToldWhenToComeBack(t *testing.T) {
	who := visitors{"li": {Name: "li", Permits: []voc.Permission{voc.PermitOpen, voc.PermitRead}}, "wang": {Name: "wang", Permits: []voc.Permission{voc.PermitRead}}}
	door := new(house).open(t, func(o *Options) { o.Access = who })
	for range burstRequests {
		if w := ask(t, door, "GET", base+"/me", "", "Authorization", "Bearer li"); w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	w := ask(t, door, "GET", base+"/me", "", "Authorization", "Bearer li")
	problemOf(t, w, 429, "too_often")
	if w.Header().Get("Retry-After") != "1" || w.Header().Get("RateLimit") != `"default";r=0` || w.Header().Get("RateLimit-Policy") != `"default";q=600;w=12` {
		t.Errorf("%v", w.Header())
	}
	if w := ask(t, door, "GET", base+"/meta", "", "Authorization", "Bearer wang"); w.Code != 200 {
		t.Errorf("somebody else is refused: %d", w.Code)
	}
}

func TestTheHouseOnItsOwnMachineIsNotLimited(t *testing.T) {
	door := new(house).open(t, nil)
	for range 2 * burstRequests {
		if w := ask(t, door, "GET", base+"/me", ""); w.Code != 200 || w.Header().Get("RateLimit") != "" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
	}
}

// The stream counts what its listener sees, and ends when they are put out.
func TestTheStreamKeepsToTheScopeAndEndsWithTheSession(t *testing.T) {
	h := &house{alerts: []voc.Alert{{ID: "a", Brand: "qingheng", State: voc.AlertOpen}, {ID: "b", Brand: "luye", State: voc.AlertOpen}}}
	gate := &leaving{visitors: visitors{"li": {Name: "li", Permits: []voc.Permission{voc.PermitRead}, Scope: voc.Scope{Brands: []voc.BrandID{"luye"}}}}}
	server := httptest.NewServer(h.open(t, func(o *Options) { o.Access = gate }))
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+base+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", sessionCookie+"=li")
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
	}
	if !strings.Contains(lines.Text(), `"open":1`) {
		t.Fatalf("the stream says %q, want one running incident of one's own", lines.Text())
	}
	gate.leave()
	for lines.Scan() { // ends, or the test runs out of time
	}
}

// leaving is a gate everybody can be put out of.
type leaving struct {
	visitors
	mu   sync.Mutex
	gone bool
}

func (l *leaving) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone = true
}

func (l *leaving) BySession(secret string) (voc.Viewer, string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gone {
		return voc.Viewer{}, "", false
	}
	return l.visitors.BySession(secret)
}
