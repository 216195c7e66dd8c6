package oidc

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

const home = "https://voc.example.com"

// idp is a provider on this machine that speaks the protocol: discovery, keys, codes bound to a challenge, and
// signed tokens.
type idp struct {
	*httptest.Server
	t     *testing.T
	key   *rsa.PrivateKey
	other *rsa.PrivateKey // of nobody it announces
	codes map[string]url.Values
	spoil func(head, claims map[string]any) // makes the next token wrong
	sign  *rsa.PrivateKey
	now   time.Time
}

func newIDP(t *testing.T) *idp {
	t.Helper()
	p := &idp{t: t, codes: map[string]url.Values{}, now: time.Now().Truncate(time.Second)}
	for _, key := range []**rsa.PrivateKey{&p.key, &p.other} {
		var err error
		if *key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			t.Fatal(err)
		}
	}
	p.sign = p.key
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one", "n": b64(p.key.N.Bytes()), "e": b64(big.NewInt(int64(p.key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (p *idp) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// authorize is what somebody's browser and their consent would do: it gives a code.
func (p *idp) authorize(address string) (state, code string) {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, p.URL+"/authorize?") {
		p.t.Fatalf("sent to %s: %v", address, err)
	}
	q := u.Query()
	for name, want := range map[string]string{"response_type": "code", "client_id": "tingfeng", "redirect_uri": home + "/api/v1/provider/end", "code_challenge_method": "S256", "scope": "openid profile email"} {
		if q.Get(name) != want {
			p.t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
	if len(q.Get("state")) < 40 || len(q.Get("nonce")) < 40 || len(q.Get("code_challenge")) < 40 {
		p.t.Errorf("state, nonce or challenge can be guessed: %v", q)
	}
	code = "code-" + q.Get("state")[:6]
	p.codes[code] = q
	return q.Get("state"), code
}

// token takes a code once, from the client that knows its secret and the verifier of the challenge.
func (p *idp) token(w http.ResponseWriter, r *http.Request) {
	id, secret, ok := r.BasicAuth()
	if !ok {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	}
	q, known := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !known || id != "tingfeng" || secret != "s3cret-of-client" || b64(sum[:]) != q.Get("code_challenge") || r.FormValue("redirect_uri") != q.Get("redirect_uri") || r.FormValue("grant_type") != "authorization_code" {
		w.WriteHeader(http.StatusBadRequest)
		p.answer(w, map[string]any{"error": "invalid_grant"})
		return
	}
	head := map[string]any{"alg": "RS256", "kid": "one", "typ": "JWT"}
	claims := map[string]any{
		"iss": p.URL, "sub": "u-17", "aud": "tingfeng", "iat": p.now.Unix(), "exp": p.now.Add(5 * time.Minute).Unix(), "nonce": q.Get("nonce"),
		"preferred_username": "lin", "name": "林店长", "email": "lin@example.com", "email_verified": true,
	}
	if p.spoil != nil {
		p.spoil(head, claims)
	}
	p.answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": p.jwt(head, claims)})
}

func (p *idp) jwt(head, claims map[string]any) string {
	h, _ := json.Marshal(head)
	c, _ := json.Marshal(claims)
	text := b64(h) + "." + b64(c)
	if head["alg"] == "none" {
		return text + "."
	}
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, p.sign, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Error(err)
	}
	return text + "." + b64(sig)
}

func (p *idp) provider() *Provider {
	p.t.Helper()
	o, err := New(Options{
		Title: "公司账号", Issuer: p.URL, ClientID: "tingfeng", ClientSecret: "s3cret-of-client", Scopes: []string{"profile", "email"}, NameClaim: "preferred_username",
		Client: p.Client(), Random: rand.Reader, Now: func() time.Time { return p.now },
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return o
}

func TestWhoTheProviderVouchesFor(t *testing.T) {
	p := newIDP(t)
	o := p.provider()
	address, kept, err := o.Begin(t.Context(), home, "/orders?brand=a")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(kept, "orders") || strings.Contains(address, "s3cret") {
		t.Error("what the browser carries tells more than it must")
	}
	state, code := p.authorize(address)
	c, back, err := o.End(t.Context(), home, kept, state, code)
	if err != nil || back != "/orders?brand=a" {
		t.Fatalf("%q %v", back, err)
	}
	if c.Subject != p.URL+"#u-17" || c.Name != "lin" || c.FullName != "林店长" || c.Email != "lin@example.com" {
		t.Errorf("%+v", c)
	}
	if _, _, err := o.End(t.Context(), home, kept, state, code); !errors.Is(err, ErrRefused) {
		t.Errorf("the same code once more: %v", err)
	}
}

func TestATokenThatDoesNotHoldIsRefused(t *testing.T) {
	p := newIDP(t)
	o := p.provider()
	for why, spoil := range map[string]func(head, claims map[string]any){
		"of another issuer":          func(_, c map[string]any) { c["iss"] = "https://evil.example" },
		"for another client":         func(_, c map[string]any) { c["aud"] = "somebody-else" },
		"that is over":               func(_, c map[string]any) { c["exp"] = p.now.Add(-time.Hour).Unix() },
		"of another sign-in":         func(_, c map[string]any) { c["nonce"] = "another" },
		"without a nonce":            func(_, c map[string]any) { delete(c, "nonce") },
		"that nobody signed":         func(h, _ map[string]any) { h["alg"] = "none" },
		"by a key nobody announced":  func(map[string]any, map[string]any) { p.sign = p.other },
		"with a symmetric algorithm": func(h, _ map[string]any) { h["alg"] = "HS256" },
		"of a key with another name": func(h, _ map[string]any) { h["kid"] = "two"; p.sign = p.other },
		"that is not valid yet":      func(_, c map[string]any) { c["nbf"] = p.now.Add(time.Hour).Unix() },
	} {
		p.spoil, p.sign = spoil, p.key
		address, kept, err := o.Begin(t.Context(), home, "/")
		if err != nil {
			t.Fatal(err)
		}
		state, code := p.authorize(address)
		c, _, err := o.End(t.Context(), home, kept, state, code)
		if !errors.Is(err, ErrRefused) || c.Subject != "" {
			t.Errorf("a token %s: %+v %v", why, c, err)
		}
		if err != nil && (strings.Contains(err.Error(), code) || strings.Contains(err.Error(), "eyJ") || strings.Contains(err.Error(), "s3cret")) {
			t.Errorf("a token %s: the error tells secrets: %v", why, err)
		}
	}
}

func TestOnlyTheBrowserThatLeftComesBack(t *testing.T) {
	p := newIDP(t)
	o := p.provider()
	address, kept, _ := o.Begin(t.Context(), home, "/")
	state, code := p.authorize(address)
	other, otherKept, _ := o.Begin(t.Context(), home, "/")
	otherState, otherCode := p.authorize(other)
	flipped := []byte(kept)
	flipped[len(flipped)/2] ^= 1
	for why, row := range map[string][3]string{
		"another browser's cookie":   {otherKept, state, code},
		"another browser's state":    {kept, otherState, code},
		"no cookie":                  {"", state, code},
		"no state":                   {kept, "", code},
		"no code":                    {kept, state, ""},
		"a cookie that was tampered": {string(flipped), state, code},
		"a cookie that is noise":     {"AAAA", state, code},
		"another browser's code":     {kept, state, otherCode}, // its challenge is another
	} {
		if _, _, err := o.End(t.Context(), home, row[0], row[1], row[2]); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, _, err := p.provider().End(t.Context(), home, kept, state, code); !errors.Is(err, ErrRefused) {
		t.Errorf("a cookie of a process that has ended: %v", err)
	}
	p.now = p.now.Add(flowFor)
	if _, _, err := o.End(t.Context(), home, kept, state, code); !errors.Is(err, ErrRefused) {
		t.Errorf("ten minutes later: %v", err)
	}
}

func TestAnAddressNobodyVerifiedIsNone(t *testing.T) {
	p := newIDP(t)
	o := p.provider()
	for why, change := range map[string]map[string]any{
		"not verified":     {"email_verified": false},
		"nothing said":     {"email_verified": nil},
		"said as a word":   {"email_verified": "true"},
		"a list as a name": {"email_verified": false, "preferred_username": []string{"admin"}},
	} {
		p.spoil = func(_, c map[string]any) { maps.Copy(c, change) }
		address, kept, _ := o.Begin(t.Context(), home, "/")
		state, code := p.authorize(address)
		c, _, err := o.End(t.Context(), home, kept, state, code)
		if err != nil || c.Email != "" {
			t.Errorf("%s: %+v %v", why, c, err)
		}
	}
}

func TestAProviderThatIsAwayIsAskedAgain(t *testing.T) {
	p := newIDP(t)
	o := p.provider()
	o.options.Issuer = "http://127.0.0.1:1"
	if _, _, err := o.Begin(t.Context(), home, "/"); !errors.Is(err, ErrFailed) {
		t.Errorf("away: %v", err)
	}
	o.options.Issuer = p.URL
	if _, _, err := o.Begin(t.Context(), home, "/"); err != nil {
		t.Errorf("back again: %v", err)
	}
	lying := p.provider()
	lying.options.Issuer = p.URL + "/"
	if _, _, err := lying.Begin(t.Context(), home, "/"); !errors.Is(err, ErrFailed) {
		t.Errorf("a document of another issuer: %v", err)
	}
}
