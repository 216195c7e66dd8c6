package wire

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

func TestJudge(t *testing.T) {
	l, err := Open("飞书", "https://open.example.com/hook/T0KEN", http.DefaultTransport, clock)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code         int
		retry, fails bool
	}{{200, false, false}, {204, false, false}, {301, false, true}, {400, false, true}, {404, false, true}, {408, true, true}, {425, true, true}, {429, true, true}, {500, true, true}, {503, true, true}} {
		retry, err := l.Judge(Answer{Status: c.code})
		if retry != c.retry || (err != nil) != c.fails || err != nil && !strings.Contains(err.Error(), "open.example.com") {
			t.Errorf("%d: retry %v, %v", c.code, retry, err)
		}
	}
}

// A redirect would carry message and key to whomever the receiver's site names.
func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			elsewhere++
			return
		}
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer srv.Close()
	l, err := Open("webhook", srv.URL+"/hook", http.DefaultTransport, clock)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := l.Post(t.Context(), nil, nil, []byte("{}")); err != nil || a.Status != http.StatusTemporaryRedirect || elsewhere != 0 {
		t.Errorf("%+v, %v, %d calls elsewhere", a, err, elsewhere)
	}
}

// The guarded transport refuses addresses of one's own network unless somebody said so.
func TestPrivateAddressesAreRefused(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was called") }))
	defer srv.Close()
	o := transport.Default()
	o.Robots, o.Every, o.MaxTries = false, 0, 1
	out, err := transport.New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{srv.URL + "/T0KEN", "http://169.254.169.254/latest/T0KEN"} {
		l, err := Open("webhook", address, out, clock)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Post(t.Context(), nil, nil, []byte("{}")); err == nil || strings.Contains(err.Error(), "T0KEN") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// parked is a transport that leaves its host alone for a while.
type parked struct{}

func (parked) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, &transport.ParkedError{Host: r.URL.Host, Until: noon.Add(90 * time.Second), Reason: "it asked for it"}
}

// leaky fails with everything it knows.
type leaky struct{}

func (leaky) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("dial " + r.URL.String() + " (" + r.URL.RawQuery + "): refused")
}

func TestErrorsSayWhenAndHoldNoSecrets(t *testing.T) {
	l, err := Open("钉钉", "https://robot.example.com/send?access_token=T0KEN", parked{}, clock)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := l.Post(t.Context(), nil, nil, nil); err == nil || a.After != 90*time.Second {
		t.Errorf("a host that is left alone: after %s, %v", a.After, err)
	}
	l, err = Open("钉钉", "https://robot.example.com/send/PATHKEY?access_token=T0KEN", leaky{}, clock)
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Post(t.Context(), url.Values{"sign": {"S1GN+/="}}, nil, nil)
	for _, secret := range []string{"T0KEN", "PATHKEY", "S1GN"} {
		if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(l.Said("it says T0KEN and PATHKEY"), secret) {
			t.Errorf("%s is told by %v", secret, err)
		}
	}
	if got := l.Said(strings.Repeat("长", 500)); len([]rune(got)) != 121 {
		t.Errorf("%d characters are quoted", len([]rune(got)))
	}
}
