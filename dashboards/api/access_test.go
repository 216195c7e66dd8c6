package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// doorman stands in for the gate behind the interface Access: names are passwords. Its rules are tested in
// their own package.
type doorman struct {
	users    map[string]voc.User
	sessions map[string]string // secret → name
	tokens   map[string]voc.Viewer
	fresh    bool
	open     bool
	units    []voc.Unit
	from     []Visit
	err      error
}

func (d *doorman) Closed() bool { return !d.open }
func (d *doorman) Fresh() bool  { return d.fresh }

func (d *doorman) viewer(name string) voc.Viewer {
	u := d.users[name]
	v := voc.Viewer{Name: u.Name, Role: u.Role, Unit: u.Unit, MustSet: u.MustSet}
	for _, p := range voc.Permissions() {
		if u.Role.Permits(p) {
			v.Permits = append(v.Permits, p)
		}
	}
	return v
}

func (d *doorman) BySession(secret string) (voc.Viewer, string, bool) {
	name, ok := d.sessions[secret]
	return d.viewer(name), "S-" + secret, ok
}

func (d *doorman) ByToken(secret string) (voc.Viewer, bool) { v, ok := d.tokens[secret]; return v, ok }

func (d *doorman) enter(name string, from Visit) (Entry, error) {
	d.from = append(d.from, from)
	if d.err != nil {
		return Entry{}, d.err
	}
	secret := fmt.Sprint("secret-of-", name, len(d.from))
	d.sessions[secret] = name
	return Entry{Viewer: d.viewer(name), Secret: secret, Device: "mark-of-" + name}, nil
}

func (d *doorman) SetUp(_ context.Context, name, _, _ string, from Visit) (Entry, error) {
	d.users[name], d.fresh = voc.User{Name: name, Role: voc.RoleAdmin}, false
	return d.enter(name, from)
}

func (d *doorman) SignIn(_ context.Context, name, password string, from Visit) (Entry, error) {
	if name != password || d.users[name].Name == "" {
		return Entry{}, &Refusal{Status: 401, Code: "wrong_password", EN: "Wrong.", ZH: "不对。"}
	}
	return d.enter(name, from)
}

func (d *doorman) SignInBy(_ context.Context, c voc.Claims, from Visit) (Entry, error) {
	if d.users[c.Name].Name == "" {
		return Entry{}, &Refusal{Status: 403, Code: "no_account", EN: "None.", ZH: "没有。"}
	}
	return d.enter(c.Name, from)
}

func (d *doorman) ChangePassword(_ context.Context, name, _, _ string, from Visit) (Entry, error) {
	u := d.users[name]
	u.MustSet = false
	d.users[name] = u
	return d.enter(name, from)
}
func (d *doorman) HasPassword(string) bool { return true }
func (d *doorman) Sessions(name string) []voc.Session {
	list := []voc.Session{}
	for secret, of := range d.sessions {
		if of == name {
			list = append(list, voc.Session{ID: "S-" + secret})
		}
	}
	return list
}

func (d *doorman) EndSession(_, id string) error {
	if _, there := d.sessions[id[2:]]; !there {
		return fmt.Errorf("%w: no session", ErrNotFound)
	}
	delete(d.sessions, id[2:])
	return nil
}

func (d *doorman) EndOthers(name, but string) error {
	for secret, of := range d.sessions {
		if of == name && "S-"+secret != but {
			delete(d.sessions, secret)
		}
	}
	return nil
}
func (d *doorman) Units() []voc.Unit            { return d.units }
func (d *doorman) ScopeOf(voc.UnitID) voc.Scope { return voc.Scope{} }
func (d *doorman) Users() []voc.User {
	var list []voc.User
	for _, u := range d.users {
		list = append(list, u)
	}
	return list
}

func (d *doorman) AddUser(_ context.Context, u voc.User, _ string) (voc.User, string, error) {
	return u, "once-only", d.err
}
func (d *doorman) ChangeUser(_ context.Context, u voc.User, _ string) (voc.User, error) {
	return u, d.err
}
func (d *doorman) DisableUser(_ context.Context, name string, off bool, _ string) (voc.User, error) {
	return voc.User{Name: name, Disabled: off}, d.err
}
func (d *doorman) ResetPassword(context.Context, string, string) (string, error) {
	return "once-only", d.err
}
func (d *doorman) Tokens() []voc.Token {
	return []voc.Token{{ID: "TK-1", Permits: []voc.Permission{voc.PermitRead}}}
}
func (d *doorman) MakeToken(_ context.Context, t voc.Token, _ string) (voc.Token, string, error) {
	t.ID = "TK-2"
	return t, "tf_secret", d.err
}

func (d *doorman) RevokeToken(_ context.Context, id, _ string) (voc.Token, error) {
	return voc.Token{ID: id, Revoked: clock, Permits: []voc.Permission{voc.PermitRead}}, d.err
}

// manned is a closed door with an administrator, an agent and somebody who must choose a password.
func manned(t *testing.T, change func(*Options)) (*doorman, *[]voc.AccessRecord, http.Handler) {
	t.Helper()
	d := &doorman{
		users: map[string]voc.User{
			"admin": {Name: "admin", Role: voc.RoleAdmin}, "agent": {Name: "agent", Role: voc.RoleAgent}, "new": {Name: "new", Role: voc.RoleAdmin, MustSet: true},
		},
		sessions: map[string]string{"a": "admin", "g": "agent", "n": "new"},
		tokens:   map[string]voc.Viewer{"tf_read": {Name: "admin", Token: "TK-1", Permits: []voc.Permission{voc.PermitOpen, voc.PermitRead}}},
	}
	var records []voc.AccessRecord
	door := new(house).open(t, func(o *Options) {
		o.Access, o.Local = d, "the key in running.json"
		o.Record = func(_ context.Context, r voc.AccessRecord) error { records = append(records, r); return nil }
		if change != nil {
			change(o)
		}
	})
	return d, &records, door
}

func with(secret string) []string { return []string{"Cookie", "tingfeng_session=" + secret} }

func TestAClosedDoorOpensForThoseItKnows(t *testing.T) {
	_, _, door := manned(t, func(o *Options) { o.Token = "correct-horse-battery" })
	for _, row := range []struct {
		why, method, target, body string
		headers                   []string
		status                    int
		code                      string
	}{
		{"nobody asks for numbers", "GET", "/meta", "", nil, 401, "sign_in_required"},
		{"nobody asks who they are", "GET", "/me", "", nil, 200, ""},
		{"nobody changes something", "POST", "/retag", "{}", nil, 401, "sign_in_required"},
		{"a cookie nobody was given", "GET", "/meta", "", with("x"), 401, "sign_in_required"},
		{"an empty cookie", "GET", "/meta", "", with(""), 401, "sign_in_required"},
		{"an administrator reads", "GET", "/meta", "", with("a"), 200, ""},
		{"an administrator sees users", "GET", "/users", "", with("a"), 200, ""},
		{"an agent reads", "GET", "/meta", "", with("g"), 200, ""},
		{"an agent does not see users", "GET", "/users", "", with("g"), 403, ""},
		{"an agent does not make tokens", "POST", "/tokens", `{"title":"x","permits":["read"]}`, with("g"), 403, ""},
		{"a password to choose comes first", "GET", "/meta", "", with("n"), 403, "password_must_set"},
		{"but one may ask who one is", "GET", "/me", "", with("n"), 200, ""},
		{"and choose it", "POST", "/me/password", `{"old":"a","new":"b"}`, with("n"), 200, ""},
		{"a token reads", "GET", "/meta", "", []string{"Authorization", "Bearer tf_read"}, 200, ""},
		{"a token does only what it holds", "GET", "/users", "", []string{"Authorization", "Bearer tf_read"}, 403, ""},
		{"a token has no account of its own", "POST", "/me/password", `{"old":"a","new":"b"}`, []string{"Authorization", "Bearer tf_read"}, 403, ""},
		{"a token in a cookie is none", "GET", "/meta", "", with("tf_read"), 401, "sign_in_required"},
		{"a session as a token is none", "GET", "/meta", "", []string{"Authorization", "Bearer a"}, 401, "token_wrong"},
		{"a wrong token is told even with a good cookie", "GET", "/meta", "", append(with("a"), "Authorization", "Bearer tf_wrong"), 401, "token_wrong"},
		{"the house's own token", "GET", "/users", "", []string{"Authorization", "Bearer correct-horse-battery"}, 200, ""},
		{"a command on this machine", "GET", "/users", "", []string{"Authorization", "Bearer the key in running.json"}, 200, ""},
		{"an empty key opens nothing", "GET", "/users", "", []string{"Authorization", "Bearer "}, 401, "sign_in_required"},
		{"another site's page with the cookie", "POST", "/retag", "{}", append(with("a"), "Origin", "https://evil.example"), 403, "cross_origin"},
		{"another site's page signs somebody in", "POST", "/sign-in", `{"name":"admin","password":"admin"}`, []string{"Origin", "https://evil.example"}, 403, "cross_origin"},
		{"a path that only begins like an open one", "GET", "/me/sessions", "", nil, 401, "sign_in_required"},
		{"a path that walks out of an open one", "GET", "/me/../meta", "", nil, 401, "sign_in_required"},
	} {
		w := ask(t, door, row.method, base+row.target, row.body, row.headers...)
		if w.Code != row.status {
			t.Errorf("%s: status %d, want %d: %s", row.why, w.Code, row.status, w.Body)
			continue
		}
		if row.code != "" {
			problemOf(t, w, row.status, row.code)
		}
		if a := w.Header().Get("WWW-Authenticate"); strings.HasPrefix(a, "Basic") {
			t.Errorf("%s: the browser shows its own box instead of our page", row.why)
		}
	}
	if w := ask(t, door, "GET", "/", ""); w.Code != 200 {
		t.Errorf("the page one signs in on: %d", w.Code)
	}
	if w := ask(t, door, "GET", "/metrics", ""); w.Code != 401 {
		t.Errorf("numbers of the machine for nobody: %d", w.Code)
	}
}

func TestASignInSetsCookiesNoScriptReads(t *testing.T) {
	d, records, door := manned(t, nil)
	w := ask(t, door, "POST", base+"/sign-in", `{"name":" admin ","password":"admin"}`, "Cookie", "tingfeng_session=g; tingfeng_device=mark", "User-Agent", "Firefox")
	me := read[Me](t, w, 200)
	if me.Name != "admin" || len(me.Permits) == 0 {
		t.Errorf("%+v", me)
	}
	cookies := w.Result().Cookies()
	if len(cookies) != 2 {
		t.Fatalf("%d cookies: %v", len(cookies), w.Header())
	}
	for _, c := range cookies {
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.Secure || c.Value == "" {
			t.Errorf("cookie %s", c.Raw)
		}
	}
	if _, there := d.sessions["g"]; there {
		t.Error("the session that asked, which somebody may have planted, still counts")
	}
	if from := d.from[0]; from.Device != "mark" || from.Agent != "Firefox" || from.Address == "" {
		t.Errorf("it came from %+v", from)
	}
	problemOf(t, ask(t, door, "POST", base+"/sign-in", `{"name":"admin","password":"my-secret-guess"}`), 401, "wrong_password")
	if n := len(*records); n != 2 || (*records)[0].Status != 200 || (*records)[1].Status != 401 || (*records)[1].Actor != "admin" || (*records)[1].Action != "sign-in" {
		t.Errorf("the audit log has %+v", *records)
	}
	if strings.Contains(fmt.Sprint(*records), "my-secret-guess") {
		t.Error("a password stands in the audit log")
	}
	if w := ask(t, door, "POST", base+"/sign-in", `{"name":"admin","password":"admin","role":"admin"}`); w.Code/100 == 2 {
		t.Error("a field nobody knows is taken")
	}
}

func TestCookiesOfAnEncryptedHouseStayEncrypted(t *testing.T) {
	_, _, door := manned(t, func(o *Options) { o.Secure, o.Hosts = true, []string{"voc.example.com"} })
	w := ask(t, door, "POST", base+"/sign-in", `{"name":"admin","password":"admin"}`, "Host", "voc.example.com")
	for _, c := range w.Result().Cookies() {
		if !c.Secure || !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("cookie %s may travel in the clear", c.Raw)
		}
	}
	if w := ask(t, door, "GET", base+"/meta", "", "Host", "voc.example.com", "Cookie", "tingfeng_session=a"); w.Code != 401 {
		t.Errorf("a cookie that plain HTTP could have set is believed: %d", w.Code)
	}
	if w := ask(t, door, "GET", base+"/meta", "", "Host", "voc.example.com", "Cookie", "__Host-tingfeng_session=a"); w.Code != 200 {
		t.Errorf("its own cookie: %d", w.Code)
	}
}

func TestSigningOut(t *testing.T) {
	d, _, door := manned(t, nil)
	w := ask(t, door, "POST", base+"/sign-out", `{}`, with("a")...)
	if me := read[Me](t, w, 200); me.Name != "" {
		t.Errorf("after signing out one is %+v", me)
	}
	if c := w.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 || c[0].Value != "" {
		t.Errorf("cookies %v", c)
	}
	if _, there := d.sessions["a"]; there {
		t.Error("the session still counts")
	}
}

func TestOnesSessionsAreOnesOwn(t *testing.T) {
	d, _, door := manned(t, nil)
	d.sessions["a2"] = "admin"
	list := read[Sessions](t, ask(t, door, "GET", base+"/me/sessions", "", with("a")...), 200)
	if len(list.Items) != 2 {
		t.Fatalf("%+v", list)
	}
	for _, s := range list.Items {
		if s.Here != (s.ID == "S-a") {
			t.Errorf("%+v", s)
		}
	}
	list = read[Sessions](t, ask(t, door, "POST", base+"/me/sessions/others/end", `{}`, with("a")...), 200)
	if len(list.Items) != 1 || len(d.sessions) != 3 {
		t.Errorf("%+v, %v", list, d.sessions)
	}
	problemOf(t, ask(t, door, "POST", base+"/me/sessions/S-none/end", `{}`, with("a")...), 404, "not_found")
}

func TestWhoMayMakeTheFirstAdministrator(t *testing.T) {
	const order = `{"name":"admin","password":"long and good"}`
	for _, row := range []struct {
		why     string
		change  func(*Options)
		from    string
		headers []string
		status  int
	}{
		{"on this machine", nil, "127.0.0.1:999", nil, 200},
		{"over a proxy on this machine that says so", nil, "127.0.0.1:999", []string{"X-Forwarded-For", "203.0.113.9"}, 403},
		{"of a house with a name of its own", func(o *Options) { o.Hosts = []string{"voc.example.com"} }, "127.0.0.1:999", nil, 403},
		{"of a house people reach by https", func(o *Options) { o.Secure = true }, "127.0.0.1:999", nil, 403},
		{"of a house others reach", func(o *Options) { o.Listen = "0.0.0.0:8080" }, "127.0.0.1:999", nil, 403},
		{"from another machine", nil, "192.0.2.1:999", nil, 403},
		{"with the house's token", func(o *Options) { o.Listen, o.Token = "0.0.0.0:8080", "correct-horse-battery" }, "192.0.2.1:999", []string{"Authorization", "Bearer correct-horse-battery"}, 200},
	} {
		d, _, door := manned(t, row.change)
		d.fresh, d.users = true, map[string]voc.User{}
		r := httptest.NewRequest("POST", base+"/setup", strings.NewReader(order))
		r.Host, r.RemoteAddr = "127.0.0.1:8080", row.from
		r.Header.Set("Content-Type", "application/json")
		for i := 0; i+1 < len(row.headers); i += 2 {
			r.Header.Set(row.headers[i], row.headers[i+1])
		}
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		if w.Code != row.status {
			t.Errorf("%s: %d, want %d: %s", row.why, w.Code, row.status, w.Body)
		}
	}
	_, _, door := manned(t, nil)
	problemOf(t, ask(t, door, "POST", base+"/setup", order), 409, "set_up")
}

func TestWhereARequestComesFrom(t *testing.T) {
	a := &door{Options: Options{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}}}
	for _, row := range []struct{ why, remote, told, want string }{
		{"no proxy", "203.0.113.9:1", "198.51.100.1", "203.0.113.9"},
		{"our proxy", "127.0.0.1:1", "198.51.100.1", "198.51.100.1"},
		{"two of ours", "127.0.0.1:1", "198.51.100.1, 10.1.1.1", "198.51.100.1"},
		{"an address the sender made up", "127.0.0.1:1", "1.1.1.1, 198.51.100.1", "198.51.100.1"},
		{"words the sender made up", "127.0.0.1:1", "admin, 198.51.100.1", "198.51.100.1"},
		{"only words", "127.0.0.1:1", "admin", "127.0.0.1"},
		{"our proxy says nothing", "127.0.0.1:1", "", "127.0.0.1"},
		{"IPv4 within IPv6", "[::ffff:203.0.113.9]:1", "", "203.0.113.9"},
		{"no address at all", "@", "", "@"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = row.remote
		if row.told != "" {
			r.Header.Set("X-Forwarded-For", row.told)
		}
		if got := a.address(r); got != row.want {
			t.Errorf("%s: %s, want %s", row.why, got, row.want)
		}
	}
}

func TestOwnPath(t *testing.T) {
	for text, want := range map[string]string{
		"/": "/", "/orders/WO-1?brand=a": "/orders/WO-1?brand=a", "": "/", "//evil.example": "/", "/\\evil.example": "/", "https://evil.example/": "/",
		"javascript:alert(1)": "/", "/a\r\nSet-Cookie: x=1": "/", "/api/v1/retag": "/", "orders": "/", "/" + strings.Repeat("a", 3000): "/", "/\t/evil.example": "/",
	} {
		if got := ownPath(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzOwnPath(f *testing.F) {
	f.Add("/orders?x=//y")
	f.Add("//a")
	f.Fuzz(func(t *testing.T, text string) {
		if got := ownPath(text); !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n") {
			t.Fatalf("%q leads to %q", text, got)
		}
	})
}

// inn is a provider that vouches for whoever the code names.
type inn struct{ err error }

func (p inn) Title() string { return "公司账号" }
func (p inn) Begin(_ context.Context, home, back string) (string, string, error) {
	return "https://login.example.com/?at=" + home, "kept:" + back, p.err
}

func (p inn) End(_ context.Context, _, kept, state, code string) (voc.Claims, string, error) {
	back, mine := strings.CutPrefix(kept, "kept:")
	if !mine || state != "s" {
		return voc.Claims{}, back, errors.New("refused")
	}
	return voc.Claims{Subject: "iss#" + code, Name: code}, back, nil
}

func TestThroughTheProviderAndBackToWhereOneWas(t *testing.T) {
	d, records, door := manned(t, func(o *Options) { o.Provider = inn{} })
	w := ask(t, door, "GET", base+"/provider/begin?back=%2Forders%2FWO-1%3Fbrand%3Da", "")
	c := w.Result().Cookies()
	if w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "https://login.example.com/?at=http://127.0.0.1:8080") || len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	kept := c[0].Name + "=" + c[0].Value
	w = ask(t, door, "GET", base+"/provider/end?state=s&code=agent", "", "Cookie", kept)
	if w.Code != 303 || w.Header().Get("Location") != "/orders/WO-1?brand=a" || len(w.Result().Cookies()) != 3 {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if len(d.from) != 1 {
		t.Errorf("signed in %d times", len(d.from))
	}
	for why, row := range map[string][3]string{
		"a state of another browser": {"state=x&code=agent", kept, "/orders/WO-1?brand=a&signin=refused"},
		"no cookie":                  {"state=s&code=agent", "", "/?signin=refused"},
		"somebody without a user":    {"state=s&code=stranger", kept, "/orders/WO-1?brand=a&signin=no_account"},
	} {
		headers := []string{}
		if row[1] != "" {
			headers = []string{"Cookie", row[1]}
		}
		w := ask(t, door, "GET", base+"/provider/end?"+row[0], "", headers...)
		if w.Code != 303 || w.Header().Get("Location") != row[2] {
			t.Errorf("%s: %d to %q, want %q", why, w.Code, w.Header().Get("Location"), row[2])
		}
		for _, c := range w.Result().Cookies() {
			if strings.Contains(c.Name, "session") {
				t.Errorf("%s: a session was begun", why)
			}
		}
	}
	if len(*records) != 4 {
		t.Errorf("the audit log has %d lines, want 4", len(*records))
	}
	_, _, down := manned(t, func(o *Options) { o.Provider = inn{err: errors.New("no route")} })
	if w := ask(t, down, "GET", base+"/provider/begin?back=//evil.example", ""); w.Header().Get("Location") != "/?signin=failed" {
		t.Errorf("a provider that is away: %v", w.Header())
	}
}

// The operations that need somebody signed in answer what the document says.
func TestAccessOperationsAnswerWhatTheDocumentSays(t *testing.T) {
	a := &checker{t: t, api: specDoor().api}
	for id, row := range accessCalls {
		d, _, door := manned(t, nil)
		d.units, d.fresh = []voc.Unit{{ID: "east", Title: "华东区"}}, id == "setup"
		if id == "setup" {
			d.users = map[string]voc.User{}
		}
		headers := with("a")
		if id == "setup" {
			r := httptest.NewRequest(row.method, base+row.target, strings.NewReader(row.body))
			r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:999"
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			door.ServeHTTP(w, r)
			if w.Code != 200 {
				t.Errorf("setup: %d %s", w.Code, w.Body)
			}
			continue
		}
		w := ask(t, door, row.method, base+row.target, row.body, headers...)
		if w.Code != 200 {
			t.Errorf("%s: %d %s", id, w.Code, w.Body)
			continue
		}
		found := false
		operations(a.api.OpenAPI(), func(_ string, op *huma.Operation) {
			if op.OperationID == id {
				found = true
				a.check(op, w.Code, w.Header().Get("Content-Type"), w.Body.Bytes())
			}
		})
		if !found {
			t.Errorf("the document has no operation %s", id)
		}
	}
}

var accessCalls = map[string]struct{ method, target, body string }{
	"sign-in":         {"POST", "/sign-in", `{"name":"admin","password":"admin"}`},
	"setup":           {"POST", "/setup", `{"name":"admin","password":"admin"}`},
	"sign-out":        {"POST", "/sign-out", `{}`},
	"change-password": {"POST", "/me/password", `{"old":"a","new":"b"}`},
	"sessions":        {"GET", "/me/sessions", ""},
	"end-session":     {"POST", "/me/sessions/others/end", `{}`},
	"add-user":        {"POST", "/users", `{"name":"lin","role":"agent","unit":"east"}`},
	"users":           {"GET", "/users", ""},
	"change-user":     {"PUT", "/users/lin", `{"role":"viewer"}`},
	"disable-user":    {"POST", "/users/agent/disable", `{"disabled":true}`},
	"reset-user":      {"POST", "/users/agent/reset", `{}`},
	"make-token":      {"POST", "/tokens", `{"title":"每晚导出","permits":["read"],"days":90}`},
	"tokens":          {"GET", "/tokens", ""},
	"revoke-token":    {"POST", "/tokens/TK-1/revoke", `{}`},
}

func TestALockedNameIsToldWhenToTryAgain(t *testing.T) {
	d, _, door := manned(t, nil)
	d.err = &Refusal{Status: 429, Code: "locked", EN: "Wait.", ZH: "请稍候。", Retry: 1500 * time.Millisecond}
	w := ask(t, door, "POST", base+"/sign-in", `{"name":"admin","password":"admin"}`)
	problemOf(t, w, 429, "locked")
	if w.Header().Get("Retry-After") != "2" {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
}
