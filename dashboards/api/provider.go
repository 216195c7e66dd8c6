package api

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// flowCookie is what the browser keeps while somebody is at the provider. It must come along when the
// provider sends them back, so it cannot be strict.
const flowCookie = "tingfeng_provider"

// home is the address people reach this house by.
func (a *door) home(r *http.Request) string {
	if a.secured(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// ownPath is a path of ours, so that nobody is sent elsewhere by a link to our sign-in; "/" for any other text.
func ownPath(text string) string {
	u, err := url.Parse(text)
	if err != nil || !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") || strings.ContainsAny(text, "\\\r\n\t") ||
		u.Host != "" || u.Scheme != "" || len(text) > 2000 || strings.HasPrefix(text, "/api/") {
		return "/"
	}
	return text
}

// beginProvider sends the browser to the provider.
func (a *door) beginProvider(w http.ResponseWriter, r *http.Request) {
	back := ownPath(r.URL.Query().Get("back"))
	if a.Provider == nil || a.Access == nil {
		a.turnBack(w, r, back, "failed")
		return
	}
	address, kept, err := a.Provider.Begin(r.Context(), a.home(r), back)
	if err != nil {
		a.log.WarnContext(r.Context(), "api: the provider of sign-ins cannot be asked", "error", err)
		a.turnBack(w, r, back, "failed")
		return
	}
	cookie := &http.Cookie{
		Name: cookieName(flowCookie, a.secured(r)), Value: kept, Path: "/", HttpOnly: true, Secure: a.secured(r),
		SameSite: http.SameSiteLaxMode, MaxAge: int(10 * time.Minute / time.Second),
	}
	http.SetCookie(w, cookie)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// endProvider takes somebody back from the provider and signs them in.
func (a *door) endProvider(w http.ResponseWriter, r *http.Request) {
	if a.Provider == nil || a.Access == nil {
		a.turnBack(w, r, "/", "failed")
		return
	}
	q := r.URL.Query()
	kept := a.cookie(r, flowCookie)
	w.Header().Add("Set-Cookie", a.setCookie(r, flowCookie, "", -1, http.SameSiteLaxMode))
	claims, back, err := a.Provider.End(r.Context(), a.home(r), kept, q.Get("state"), q.Get("code"))
	if err != nil {
		a.log.WarnContext(r.Context(), "api: a sign-in through the provider failed", "error", err)
		a.recordEntry(r.Context(), r, "sign-in", "", http.StatusUnauthorized)
		a.turnBack(w, r, ownPath(back), "refused")
		return
	}
	e, err := a.Access.SignInBy(r.Context(), claims, a.cameFrom(r))
	if err != nil {
		why := "failed"
		if refused, ok := asRefusal(err); ok && refused.Code == "no_account" {
			why = refused.Code
		} else {
			a.log.WarnContext(r.Context(), "api: somebody a provider vouches for was not let in", "error", err)
		}
		a.recordEntry(r.Context(), r, "sign-in", claims.Name, http.StatusForbidden)
		a.turnBack(w, r, ownPath(back), why)
		return
	}
	for _, c := range a.welcome(r, e) {
		w.Header().Add("Set-Cookie", c)
	}
	a.recordEntry(r.Context(), r, "sign-in", e.Viewer.Name, http.StatusOK)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, ownPath(back), http.StatusSeeOther)
}

// turnBack shows the sign-in page at the address somebody wanted, with why it did not work.
func (a *door) turnBack(w http.ResponseWriter, r *http.Request, back, why string) {
	u, err := url.Parse(ownPath(back))
	if err != nil {
		u = &url.URL{Path: "/"}
	}
	q := u.Query()
	q.Set("signin", why)
	u.RawQuery = q.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}
