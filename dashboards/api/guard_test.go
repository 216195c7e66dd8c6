package api

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestCheckListen(t *testing.T) {
	const token = "0123456789abcdef"
	for _, row := range []struct {
		addr, token string
		ok          bool
		why         string
	}{
		{"127.0.0.1:8080", "", true, "only this machine"},
		{"127.8.0.3:8080", "", true, "the whole of 127/8 is this machine"},
		{"[::1]:8080", "", true, "only this machine, IPv6"},
		{"[::ffff:127.0.0.1]:8080", "", true, "IPv4 written as IPv6"},
		{"localhost:0", "", true, "by name"},
		{":8080", "", false, "every interface"},
		{"0.0.0.0:8080", "", false, "every interface"},
		{"[::]:8080", "", false, "every interface"},
		{"192.168.1.2:8080", "", false, "the local network"},
		{"example.com:80", "", false, "a name we do not resolve"},
		{"0.0.0.0:8080", token, true, "with a token"},
		{"0.0.0.0:8080", "short", false, "with a token that can be guessed"},
		{"127.0.0.1:8080", "short", false, "a weak token is refused everywhere, before somebody moves the address"},
		{"127.0.0.1", "", false, "no port"},
	} {
		if err := CheckListen(row.addr, row.token, false); (err == nil) != row.ok {
			t.Errorf("%s (%s): %v", row.addr, row.why, err)
		}
	}
	if err := CheckListen(":1", "tooshort", false); err == nil || strings.Contains(err.Error(), "tooshort") {
		t.Errorf("the error names the token: %v", err)
	}
}

func TestGuards(t *testing.T) {
	const token = "correct-horse-battery"
	const claim = `{"type":"claim","actor":"店长"}`
	command := base + "/orders/WO-1/commands"
	basic := func(user, pass string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+pass))
	}
	local := new(house).open(t, nil)
	proxied := new(house).open(t, func(o *Options) { o.Hosts = []string{"voc.example.com"} })
	public := new(house).open(t, func(o *Options) { o.Listen, o.Token = "0.0.0.0:8080", token })

	for _, row := range []struct {
		why                  string
		door                 http.Handler
		method, target, body string
		headers              []string
		status               int
		code                 string
	}{
		{"by address", local, "GET", base + "/meta", "", nil, 200, ""},
		{"by name", local, "GET", base + "/meta", "", []string{"Host", "localhost:8080"}, 200, ""},
		{"by IPv6 address", local, "GET", base + "/meta", "", []string{"Host", "[::1]:8080"}, 200, ""},
		{"DNS rebinding: a foreign name that points here", local, "GET", base + "/meta", "", []string{"Host", "evil.example:8080"}, 403, "bad_host"},
		{"DNS rebinding reaches not even the pages", local, "GET", "/", "", []string{"Host", "evil.example"}, 403, "bad_host"},
		{"a name that only begins like ours", local, "GET", base + "/meta", "", []string{"Host", "localhost.evil.example"}, 403, "bad_host"},
		{"a name that contains our address", local, "GET", base + "/meta", "", []string{"Host", "127.0.0.1.evil.example"}, 403, "bad_host"},
		{"no name at all", local, "GET", base + "/meta", "", []string{"Host", ""}, 403, "bad_host"},
		{"the proxy's name when it was allowed", proxied, "GET", base + "/meta", "", []string{"Host", "VOC.example.com"}, 200, ""},
		{"another name than the allowed", proxied, "GET", base + "/meta", "", []string{"Host", "evil.example"}, 403, "bad_host"},

		{"a program writes", local, "POST", command, claim, nil, 200, ""},
		{"our own page writes", local, "POST", command, claim, []string{"Origin", "http://127.0.0.1:8080", "Sec-Fetch-Site", "same-origin"}, 200, ""},
		{"another site's page writes", local, "POST", command, claim, []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403, "cross_origin"},
		{"another site's page in an old browser", local, "POST", command, claim, []string{"Origin", "https://evil.example"}, 403, "cross_origin"},
		{"a page of another port of this machine", local, "POST", command, claim, []string{"Origin", "http://127.0.0.1:9999", "Sec-Fetch-Site", "same-site"}, 403, "cross_origin"},
		{"a sandboxed page without origin", local, "POST", command, claim, []string{"Origin", "null"}, 403, "cross_origin"},
		{"a form instead of JSON", local, "POST", command, claim, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "not_json"},
		{"text that happens to be JSON", local, "POST", command, claim, []string{"Content-Type", "text/plain"}, 415, "not_json"},
		{"JSON with its charset named", local, "POST", command, claim, []string{"Content-Type", "application/json; charset=utf-8"}, 200, ""},

		{"no token", public, "GET", base + "/meta", "", nil, 401, "token_required"},
		{"no token for the pages either", public, "GET", "/", "", nil, 401, "token_required"},
		{"no token for metrics", public, "GET", "/metrics", "", nil, 401, "token_required"},
		{"no token for a path that looks open", public, "GET", "/healthz/../api/v1/meta", "", nil, 401, "token_required"},
		{"whether we live is open", public, "GET", "/healthz", "", nil, 200, ""},
		{"the wrong token", public, "GET", base + "/meta", "", []string{"Authorization", "Bearer wrong-horse-battery"}, 401, "token_required"},
		{"the beginning of the token", public, "GET", base + "/meta", "", []string{"Authorization", "Bearer correct-horse"}, 401, "token_required"},
		{"an empty token", public, "GET", base + "/meta", "", []string{"Authorization", "Bearer "}, 401, "token_required"},
		{"the token as user name", public, "GET", base + "/meta", "", []string{"Authorization", basic(token, "")}, 401, "token_required"},
		{"the token as Bearer", public, "GET", base + "/meta", "", []string{"Authorization", "Bearer " + token}, 200, ""},
		{"the token as password", public, "GET", base + "/meta", "", []string{"Authorization", basic("anybody", token)}, 200, ""},
		{"the token under any name of ours", public, "GET", base + "/meta", "", []string{"Authorization", "Bearer " + token, "Host", "voc.example.com"}, 200, ""},
		{"the token does not open to another site", public, "POST", command, claim, []string{"Authorization", basic("x", token), "Origin", "https://evil.example"}, 403, "cross_origin"},
	} {
		w := ask(t, row.door, row.method, row.target, row.body, row.headers...)
		if w.Code != row.status {
			t.Errorf("%s: status %d, want %d: %s", row.why, w.Code, row.status, w.Body)
			continue
		}
		if row.code != "" {
			problemOf(t, w, row.status, row.code)
		}
		if got := w.Header().Get("WWW-Authenticate"); (row.status == 401) != (got != "") {
			t.Errorf("%s: WWW-Authenticate %q", row.why, got)
		}
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	door := new(house).open(t, nil)
	for _, target := range []string{"/", "/assets/none.js", base + "/meta", base + "/nothing", base + "/digest.html", "/healthz", "/orders/WO-1"} {
		h := ask(t, door, "GET", target, "").Header()
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors") {
			t.Errorf("%s: policy %q", target, csp)
		}
		if _, scripts, _ := strings.Cut(csp, "script-src "); strings.HasPrefix(scripts, "'self' 'unsafe") || strings.Contains(csp, "unsafe-eval") {
			t.Errorf("%s: the policy lets foreign scripts run: %q", target, csp)
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"} {
			if h.Get(name) == "" {
				t.Errorf("%s: no %s", target, name)
			}
		}
	}
	if csp := ask(t, door, "GET", base+"/digest.html", "").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") {
		t.Errorf("the letter quotes strangers and is not sandboxed: %q", csp)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	door := new(house).open(t, nil)
	long := `[{"id":"1","source":"desk","text":"` + strings.Repeat("长", maxBody/3) + `"}]`
	problemOf(t, ask(t, door, "POST", base+"/posts", long), 413, "too_large")
	problemOf(t, ask(t, door, "POST", base+"/orders/WO-1/commands", `{"type":"note","actor":"a","text":"`+strings.Repeat("x", 2<<20)+`"}`), 413, "too_large")
}

// Neither the token, nor what somebody searched for, nor what they sent stands in the log.
func TestTheLogHoldsNoSecrets(t *testing.T) {
	const token, name = "correct-horse-battery", "王小明"
	h := &house{err: errors.New("the journal is gone")}
	door := h.open(t, func(o *Options) {
		o.Token = token
		o.Alerts = func() []voc.Alert { panic("a bug") }
	})
	auth := []string{"Authorization", "Bearer " + token, "Cookie", "session=" + token}
	ask(t, door, "GET", base+"/alerts?brand="+url.QueryEscape(name), "", auth...)
	ask(t, door, "GET", base+"/alerts", "", auth...)
	ask(t, door, "POST", base+"/orders/WO-1/commands", `{"type":"note","actor":"`+name+`","text":"`+token+`"}`, auth...)
	ask(t, door, "POST", base+"/posts", `[{"id":"1","source":"desk","text":"`+name+`"}]`, auth...)
	ask(t, door, "GET", base+"/meta", "", "Authorization", "Bearer "+token+"x")
	log := h.log.String()
	if !strings.Contains(log, "a bug") || !strings.Contains(log, "the journal is gone") {
		t.Fatalf("the errors are not in the log: %s", log)
	}
	for _, secret := range []string{token, name, url.QueryEscape(name)} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
}
