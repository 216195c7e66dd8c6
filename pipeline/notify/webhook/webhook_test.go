package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	oldSecret = "whsec_b2xkIHNlY3JldCB0aGF0IGlzIGxvbmcgZW5vdWdo"
	newSecret = "whsec_bmV3IHNlY3JldCB0aGF0IGlzIGxvbmcgZW5vdWdo"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// desk is a receiver that believes nothing it has not checked for itself and takes no more than
// its limit.
type desk struct {
	*httptest.Server
	mu     sync.Mutex
	key    []byte
	seen   map[string]Body
	limit  int
	answer int
	header http.Header
}

func newDesk(t *testing.T, secret string) *desk {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{key: key, seen: map[string]Body{}, limit: 1000, header: http.Header{}}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	return d
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for k, v := range d.header {
		w.Header()[k] = v
	}
	body, err := io.ReadAll(r.Body)
	var b Body
	switch {
	case d.answer != 0:
		w.WriteHeader(d.answer)
	case err != nil || r.Method != http.MethodPost || !d.believes(r.Header, body):
		w.WriteHeader(http.StatusUnauthorized)
	case json.Unmarshal(body, &b) != nil || b.Version != 1:
		w.WriteHeader(http.StatusBadRequest)
	case len(d.seen) >= d.limit:
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
	default:
		d.seen[r.Header.Get("webhook-id")] = b
	}
}

// believes checks the signature from the standard's text alone, with nothing of the product's code.
func (d *desk) believes(h http.Header, body []byte) bool {
	seconds, err := strconv.ParseInt(h.Get("webhook-timestamp"), 10, 64)
	if err != nil || time.Unix(seconds, 0).Sub(noon).Abs() > 5*time.Minute {
		return false
	}
	mac := hmac.New(sha256.New, d.key)
	mac.Write([]byte(h.Get("webhook-id") + "." + h.Get("webhook-timestamp") + "." + string(body)))
	return slices.Contains(strings.Split(h.Get("webhook-signature"), " "), "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

func channel(t *testing.T, address string, secrets ...string) *Channel {
	t.Helper()
	c, err := New(Options{URL: address, Secrets: secrets}, http.DefaultTransport, clock)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var alarm = voc.Message{ID: "AL-1/opened/pr", Channel: "pr", Kind: "alert.opened", Subject: "AL-1", Level: voc.Red,
	Title: "青衡·红色预警", Body: "近一小时负面 142 条 <异物>", CreatedAt: noon}

func TestDeliverIsBelievedAndComplete(t *testing.T) {
	d := newDesk(t, newSecret)
	if retry, after, err := channel(t, d.URL+"/hook", newSecret).Deliver(t.Context(), alarm); retry || after != 0 || err != nil {
		t.Fatalf("retry %v, after %v, error %v", retry, after, err)
	}
	want := Body{Version: 1, Type: "alert.opened", Timestamp: noon, Data: Data{ID: alarm.ID, Subject: "AL-1", Level: voc.Red, Title: alarm.Title, Body: alarm.Body}}
	if got := d.seen[alarm.ID]; !reflect.DeepEqual(got, want) {
		t.Errorf("received %+v, want %+v", got, want)
	}
}

func TestChangingSecretsLosesNothing(t *testing.T) {
	for _, receiver := range []string{oldSecret, newSecret} {
		d := newDesk(t, receiver)
		if _, _, err := channel(t, d.URL, newSecret, oldSecret).Deliver(t.Context(), alarm); err != nil {
			t.Errorf("a receiver that knows one of the two secrets refuses: %v", err)
		}
	}
	d := newDesk(t, oldSecret)
	if _, _, err := channel(t, d.URL, newSecret).Deliver(t.Context(), alarm); err == nil {
		t.Error("a receiver that knows neither secret accepts: the test's receiver checks nothing")
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		why        string
		code       int
		retryAfter string
		retry      bool
		after      time.Duration
		fails      bool
	}{
		{"created", 201, "", false, 0, false},
		{"no content", 204, "", false, 0, false},
		{"a redirect is not followed: it would hand the message to a stranger", 302, "", false, 0, true},
		{"the message is not liked", 400, "", false, 0, true},
		{"the signature is not liked", 401, "", false, 0, true},
		{"no such address", 404, "", false, 0, true},
		{"too slow", 408, "", true, 0, true},
		{"too many, with a wish in seconds", 429, "30", true, 30 * time.Second, true},
		{"too many, with a wish as a date", 429, noon.Add(90 * time.Second).Format(http.TimeFormat), true, 90 * time.Second, true},
		{"too many, with a wish that lies in the past", 429, noon.Add(-time.Hour).Format(http.TimeFormat), true, 0, true},
		{"too many, with a wish nobody can read", 429, "soon", true, 0, true},
		{"broken", 500, "", true, 0, true},
		{"down for an hour", 503, "3600", true, time.Hour, true},
	} {
		d := newDesk(t, newSecret)
		d.answer = c.code
		if c.retryAfter != "" {
			d.header.Set("Retry-After", c.retryAfter)
		}
		if c.code == 302 {
			d.header.Set("Location", d.URL+"/elsewhere")
		}
		retry, after, err := channel(t, d.URL, newSecret).Deliver(t.Context(), alarm)
		if retry != c.retry || after != c.after || (err != nil) != c.fails {
			t.Errorf("%s (%d): retry %v after %v, error %v", c.why, c.code, retry, after, err)
		}
	}
}

func TestGoneSwitchesOff(t *testing.T) {
	d := newDesk(t, newSecret)
	d.answer = http.StatusGone
	retry, _, err := channel(t, d.URL, newSecret).Deliver(t.Context(), alarm)
	var gone *GoneError
	if retry || !errors.As(err, &gone) || !gone.Gone() {
		t.Errorf("410: retry %v, error %v; want a GoneError", retry, err)
	}
}

func TestTheLimitOfTheReceiverIsHeard(t *testing.T) {
	d := newDesk(t, newSecret)
	d.limit = 1
	c := channel(t, d.URL, newSecret)
	second := alarm
	second.ID = "AL-2"
	if _, _, err := c.Deliver(t.Context(), alarm); err != nil {
		t.Fatal(err)
	}
	if retry, after, err := c.Deliver(t.Context(), second); !retry || after != 7*time.Second || err == nil {
		t.Errorf("over the limit: retry %v after %v, error %v", retry, after, err)
	}
}

// leaky fails with everything it knows, as transports do.
type leaky struct{}

func (leaky) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("dial " + r.URL.String() + " (" + r.URL.RequestURI() + "): refused")
}

func TestErrorsHoldNoSecrets(t *testing.T) {
	const address = "https://hooks.example.com/services/T0KEN?key=HUSH"
	c, err := New(Options{URL: address, Secrets: []string{newSecret}}, leaky{}, clock)
	if err != nil {
		t.Fatal(err)
	}
	retry, _, err := c.Deliver(t.Context(), alarm)
	if !retry || err == nil || !strings.Contains(err.Error(), "hooks.example.com") || !strings.Contains(err.Error(), "refused") {
		t.Fatalf("retry %v, error %v; want the host and the cause", retry, err)
	}
	all := []error{err}
	for _, o := range []Options{
		{URL: "https://me:HUSH@hooks.example.com/T0KEN", Secrets: []string{newSecret}},
		{URL: "ftp://hooks.example.com/T0KEN", Secrets: []string{newSecret}},
		{URL: ":T0KEN"},
		{URL: address},
		{URL: address, Secrets: []string{"HUSH"}},
		{URL: address, Secrets: []string{"whsec_HUSH!"}},
		{URL: address, Secrets: []string{"whsec_SFVTSA=="}},
	} {
		_, err := New(o, leaky{}, clock)
		if err == nil {
			t.Errorf("options %+v were accepted", o)
			continue
		}
		all = append(all, err)
	}
	for _, err := range all {
		if strings.Contains(err.Error(), "T0KEN") || strings.Contains(err.Error(), "HUSH") {
			t.Errorf("error tells a secret: %v", err)
		}
	}
}

// The standard's own example, so that ours is the same signature as everybody's.
func TestSignatureOfTheStandardsExample(t *testing.T) {
	key, err := parseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("signature is %s, want %s", got, want)
	}
}

func TestVerify(t *testing.T) {
	body := []byte(`{"version":1}`)
	key, err := parseSecret(newSecret)
	if err != nil {
		t.Fatal(err)
	}
	h := http.Header{}
	h.Set(HeaderID, "a")
	h.Set(HeaderTimestamp, strconv.FormatInt(noon.Unix(), 10))
	h.Set(HeaderSignature, "v1a,something "+sign(key, "a", noon, body))
	if err := Verify(h, body, []string{oldSecret, newSecret}, noon.Add(time.Minute), 5*time.Minute); err != nil {
		t.Errorf("a true delivery: %v", err)
	}
	for why, err := range map[string]error{
		"a changed body":       Verify(h, []byte(`{"version":2}`), []string{newSecret}, noon, 5*time.Minute),
		"an unknown secret":    Verify(h, body, []string{oldSecret}, noon, 5*time.Minute),
		"replayed much later":  Verify(h, body, []string{newSecret}, noon.Add(time.Hour), 5*time.Minute),
		"no headers at all":    Verify(http.Header{}, body, []string{newSecret}, noon, 5*time.Minute),
		"a secret of ours bad": Verify(h, body, []string{"x"}, noon, 5*time.Minute),
	} {
		if err == nil {
			t.Errorf("%s was believed", why)
		}
	}
}
