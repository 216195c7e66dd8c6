package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// arrivalKey is under which a request's context holds where it came from.
type arrivalKey struct{}

// arrival is what the door knows of a request besides who asks.
type arrival struct {
	request *http.Request
	session string // id of the session it came with; "" none
}

// arrivalOf is what the door noted of a request.
func arrivalOf(ctx context.Context) arrival {
	if k, ok := ctx.Value(arrivalKey{}).(arrival); ok {
		return k
	}
	return arrival{request: &http.Request{Header: http.Header{}}}
}

// asRefusal finds a refusal in an error.
func asRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	return r, errors.As(err, &r)
}

// free are the operations anybody may ask for: without them nobody could sign in. What each lets through
// it decides itself.
var free = []string{
	"GET " + base + "/me", "POST " + base + "/sign-in", "POST " + base + "/sign-out", "POST " + base + "/setup",
	"GET " + base + "/provider/begin", "GET " + base + "/provider/end",
}

// own are the operations of somebody who must choose a password before anything else.
var own = append([]string{"POST " + base + "/me/password"}, free...)

func among(list []string, r *http.Request) bool {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	return slices.Contains(list, method+" "+r.URL.Path)
}

// page tells a request for the pages themselves: they are the same for everybody and hold nothing.
func page(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/metrics"
}

// admit finds out who asks, notes it in the request, and turns away who may not enter at all. What somebody who
// is in may do is decided at each operation.
func (a *door) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, session, refused := a.identify(r)
		if refused != nil {
			if !a.peopleSignIn() {
				w.Header().Set("WWW-Authenticate", `Basic realm="tingfeng", charset="UTF-8"`)
			}
			writeProblem(w, refused)
			return
		}
		ctx := context.WithValue(withViewer(r.Context(), a.narrowed(v)), arrivalKey{}, arrival{request: r, session: session})
		known := r.WithContext(ctx)
		next.ServeHTTP(w, known)
		r.Pattern = known.Pattern // observe, outside, counts by it
	})
}

// peopleSignIn tells whether there are users who sign in, so that a browser shows our page and not its own
// box for the token.
func (a *door) peopleSignIn() bool { return a.Access != nil && a.Access.Closed() }

// closed tells whether who asks has to say who they are.
func (a *door) closed() bool { return a.Token != "" || a.peopleSignIn() }

// nobody may do nothing and sees nothing.
func nobody() voc.Viewer { return voc.Viewer{Scope: voc.Scope{None: true}} }

// identify tells who asks, and with which session.
func (a *door) identify(r *http.Request) (voc.Viewer, string, *Problem) {
	if slices.Contains(open, r.URL.Path) {
		return nobody(), "", nil
	}
	if given := credential(r); given != "" && (a.closed() || a.Local != "" && same(given, a.Local)) {
		v, refused := a.program(r, given)
		return v, "", refused
	}
	if !a.closed() {
		return homeViewer(), "", nil
	}
	if !a.peopleSignIn() {
		return nobody(), "", tokenRequired()
	}
	v, session, ok := a.Access.BySession(a.cookie(r, sessionCookie))
	switch {
	case !ok && (page(r) || among(free, r)):
		return nobody(), "", nil
	case !ok:
		return nobody(), "", problem(http.StatusUnauthorized, "sign_in_required",
			"Sign in first: on the page, or as a program with Authorization: Bearer and a token.",
			"请先登录：在页面上登录；程序请用 Authorization: Bearer 加令牌。")
	case v.MustSet && !page(r) && !among(own, r):
		return nobody(), "", problem(http.StatusForbidden, "password_must_set",
			"Choose a new password first.", "请先设置新密码。")
	}
	return v, session, nil
}

func tokenRequired() *Problem {
	return problem(http.StatusUnauthorized, "token_required",
		"Send the access token: as the password of HTTP Basic with any user name, or as Bearer.",
		"需要访问令牌：用作 HTTP Basic 的密码（用户名任意），或放在 Bearer 中。")
}

// credential is the secret a program sent, as Bearer or as the password of Basic.
func credential(r *http.Request) string {
	if bearer, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); found {
		return bearer
	}
	_, given, _ := r.BasicAuth()
	return given
}

// same compares secrets. Both sides are hashed first, so that it takes the same time for every length.
func same(given, want string) bool {
	g, w := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(want))
	return want != "" && subtle.ConstantTimeCompare(g[:], w[:]) == 1
}

// program tells who sent a secret: the house's own token, a command on this machine, an agent, or a token
// somebody made.
func (a *door) program(r *http.Request, given string) (voc.Viewer, *Problem) {
	if house, local := same(given, a.Token), same(given, a.Local); house || local {
		return homeViewer(), nil
	}
	if a.agentToken(sha256.Sum256([]byte(given))) {
		if brought(r) {
			return voc.Viewer{Name: houseName, Permits: []voc.Permission{voc.PermitOpen, voc.PermitPush}}, nil
		}
		return nobody(), problem(http.StatusForbidden, "agent_token",
			"The token of an agent opens POST "+strings.Join(bring, ", ")+" and nothing else.",
			"采集代理的令牌只能用于 POST "+strings.Join(bring, "、")+"，不能做别的。")
	}
	if a.Access != nil {
		if v, ok := a.Access.ByToken(given); ok {
			return v, nil
		}
	}
	if !a.peopleSignIn() {
		return nobody(), tokenRequired()
	}
	return nobody(), problem(http.StatusUnauthorized, "token_wrong",
		"This token opens nothing: it is wrong, over, or was revoked.", "令牌无效：写错了、已到期，或已被吊销。")
}

// hostOf is the name a request came for, without the port.
func hostOf(r *http.Request) string {
	if h, _, err := net.SplitHostPort(r.Host); err == nil {
		return h
	}
	return r.Host
}

// address is where a request comes from: its sender, or, when that is a proxy we believe, the last address
// in front of it that is none.
func (a *door) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if !a.proxy(at) {
		return at.Unmap().String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		told, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break // what stands before a word that is no address was not written by our proxy
		}
		if at = told; !a.proxy(at) {
			break
		}
	}
	return at.Unmap().WithZone("").String()
}

func (a *door) proxy(ip netip.Addr) bool {
	return slices.ContainsFunc(a.Proxies, func(p netip.Prefix) bool { return p.Contains(ip.Unmap()) })
}
