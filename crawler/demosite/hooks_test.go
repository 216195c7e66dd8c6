package demosite

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// sign is Standard Webhooks written down a second time, so that the receiver is not checked
// against itself.
func sign(secret, id string, at time.Time, body string) string {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + fmt.Sprint(at.Unix()) + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestHooks(t *testing.T) {
	site, err := New(Options{Now: testNow, Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	h := site.Handler()
	const body = `{"type":"alert.opened","data":{"headline":"<b>负面激增</b>"}}`
	good := sign(site.Secret(), "m1", testNow, body)
	for _, c := range []struct {
		why, id   string
		at        time.Time
		signature string
		body      string
		want      int
	}{
		{"a right signature is taken", "m1", testNow, good, body, 204},
		{"the same message again is taken, and counted once", "m1", testNow, good, body, 204},
		{"one right signature among old ones is enough", "m2", testNow, "v1,AAAA " + sign(site.Secret(), "m2", testNow, body), body, 204},
		{"another key does not sign for us", "m3", testNow, sign("whsec_AAAA", "m3", testNow, body), body, 401},
		{"a changed body is noticed", "m1", testNow, good, body + " ", 401},
		{"a changed id is noticed", "m4", testNow, good, body, 401},
		{"an old message may be a replay", "m5", testNow.Add(-time.Hour), sign(site.Secret(), "m5", testNow.Add(-time.Hour), body), body, 401},
		{"without an id nothing can be told apart", "", testNow, sign(site.Secret(), "", testNow, body), body, 401},
		{"no signature at all", "m6", testNow, "", body, 401},
		{"a body without end is cut off", "m7", testNow, good, strings.Repeat("x", hookMaxBody+1), 413},
	} {
		r := httptest.NewRequest(http.MethodPost, "/hooks/tingfeng", strings.NewReader(c.body))
		r.Header.Set("webhook-id", c.id)
		r.Header.Set("webhook-timestamp", fmt.Sprint(c.at.Unix()))
		r.Header.Set("webhook-signature", c.signature)
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != c.want {
			t.Errorf("%s: status %d (%s), want %d", c.why, w.Code, strings.TrimSpace(w.Body.String()), c.want)
		}
	}
	hooks := site.Hooks()
	if len(hooks) != 2 || hooks[0].ID != "m1" || hooks[0].Times != 2 || string(hooks[0].Payload) != body {
		t.Errorf("received %+v, want m1 twice and m2", hooks)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/hooks", nil))
	if page := w.Body.Bytes(); !bytes.Contains(page, []byte("&lt;b&gt;负面激增")) || bytes.Contains(page, []byte("<b>负面激增")) {
		t.Error("the page of messages does not show the payload, or does not escape it")
	}
}

func TestHooksAreBounded(t *testing.T) {
	rc, err := newReceiver(HookSecret, func() time.Time { return testNow })
	if err != nil {
		t.Fatal(err)
	}
	for i := range hooksKept + 50 {
		rc.keep(Hook{ID: fmt.Sprint(i)})
	}
	if hooks, _ := rc.list(); len(hooks) != hooksKept || hooks[0].ID != "50" {
		t.Errorf("%d messages are kept, the first %q; want the latest %d", len(hooks), hooks[0].ID, hooksKept)
	}
}
