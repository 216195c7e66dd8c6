package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// minToken is the shortest token believed: sixteen characters of a random alphabet are out of
// reach of guessing over a network.
const minToken = 16

// CheckListen refuses an address that others can reach when there is no token: whoever opens the
// page could read every voice and close every work order. addr is host:port as net.Listen takes it;
// an empty host means every interface.
//
// Where everybody has to sign in (signIn) no token is needed.
func CheckListen(addr, token string, signIn bool) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("listen address %q: write host:port, such as 127.0.0.1:8080: %w", addr, err)
	}
	if token != "" && len(token) < minToken {
		return fmt.Errorf("the access token has %d characters: use at least %d random ones", len(token), minToken)
	}
	if token == "" && !signIn && !loopback(host) {
		return fmt.Errorf("listen address %q can be reached from other machines and no access token is set: set a token, write access: sign-in so that people sign in, or listen on 127.0.0.1", addr)
	}
	return nil
}

func loopback(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.Unmap().IsLoopback()
}

// checkHost believes only names we are known by. Without a token the loopback address is all that
// protects us, and a hostile page can point its own name at 127.0.0.1 (DNS rebinding): its requests
// then come from this machine's browser with that page's name in Host.
func (a *door) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		named := slices.ContainsFunc(a.Hosts, func(known string) bool { return strings.EqualFold(known, host) })
		if named || loopback(host) || a.closed() && len(a.Hosts) == 0 {
			next.ServeHTTP(w, r)
			return
		}
		writeProblem(w, problem(http.StatusForbidden, "bad_host",
			"The host name "+cut(r.Host)+" is not one of ours; use the address printed at start, or add the name to the allowed hosts.",
			"主机名 "+cut(r.Host)+" 不在允许范围内。请使用启动时打印的地址，或把它加入允许的主机名。"))
	})
}

// open lists the paths that need no token: whoever only asks whether we live learns only that.
var open = []string{"/healthz", "/readyz"}

// bring lists where others hand over what they heard.
var bring = []string{base + "/posts", base + "/visits", base + "/observations"}

// brought tells a request that hands something over.
func brought(r *http.Request) bool {
	return r.Method == http.MethodPost && slices.Contains(bring, r.URL.Path)
}

// agentToken tells whether a hash is that of an agent's token. Every one is compared, so that the time
// tells nothing.
func (a *door) agentToken(got [sha256.Size]byte) bool {
	found := 0
	for _, agent := range a.Agents {
		want := sha256.Sum256([]byte(agent.Token))
		found |= subtle.ConstantTimeCompare(got[:], want[:])
	}
	return found == 1
}

// checkCrossOrigin refuses changes that another site's page asks for, by Sec-Fetch-Site or Origin,
// and every body that is not JSON: a foreign form can send without asking first, but not JSON.
func (a *door) checkCrossOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		if err := protection.Check(r); err != nil {
			writeProblem(w, problem(http.StatusForbidden, "cross_origin",
				"Changes are accepted only from our own pages and from programs, not from another site.",
				"只接受本站页面或程序发出的修改请求，不接受其他网站的。"))
			return
		}
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err == nil && (kind == "application/json" || kind == lines && brought(r)) {
			next.ServeHTTP(w, r)
			return
		}
		writeProblem(w, problem(http.StatusUnsupportedMediaType, "not_json",
			"Send the body as application/json.", "请以 application/json 发送请求体。"))
	})
}

// pageCSP lets the pages run our own scripts and nothing else: no inline script, no eval, no other
// host. Styles may be inline, because Ant Design writes its style sheets and ECharts its tooltips
// at run time; without foreign images, fonts and connections a style can carry nothing away.
const pageCSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src 'self' data:; connect-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'"

// secure sets the headers every answer carries. An operation may set a stricter policy of its own.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pageCSP)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
