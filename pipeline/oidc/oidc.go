// Package oidc lets people sign in through an OpenID provider: authorization code with PKCE. It believes
// an ID token only when its signature, issuer, audience, time and nonce are right, and a mail address only when
// the provider says it was verified.
package oidc

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options is what a provider is asked with. All but ClientSecret and Scopes are needed.
type Options struct {
	Title        string
	Issuer       string
	ClientID     string
	ClientSecret string // "" a public client
	Scopes       []string
	NameClaim    string       // becomes the name one could sign in with
	Client       *http.Client // guarded: the provider's addresses are its own word
	Random       io.Reader
	Now          func() time.Time
}

// Provider is one OpenID provider.
type Provider struct {
	options Options
	seal    cipher.AEAD // of what the browser keeps between going and coming back

	mu    sync.Mutex
	found *coreos.Provider // nil: not asked yet
}

// flowFor is how long somebody may take at the provider.
const flowFor = 10 * time.Minute

// The errors. Refused: the provider, or its token, says no. Failed: it could not be asked.
var (
	ErrRefused = errors.New("the provider did not vouch for this sign-in")
	ErrFailed  = errors.New("the provider could not be asked")
)

// New makes a provider; nothing is asked before somebody signs in.
func New(o Options) (*Provider, error) {
	key := make([]byte, 32)
	if _, err := io.ReadFull(o.Random, key); err != nil {
		return nil, fmt.Errorf("oidc: random bytes: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("oidc: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("oidc: %w", err)
	}
	return &Provider{options: o, seal: seal}, nil
}

// Title is what people call the provider.
func (p *Provider) Title() string { return p.options.Title }

// flow is what the browser keeps while somebody is at the provider, sealed.
type flow struct {
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"`
	Back     string    `json:"b"`
	Ends     time.Time `json:"e"`
}

// Begin is where the browser goes, and what it must bring back. home is the address of this house:
// "https://voc.example.com"; back the path somebody wanted.
func (p *Provider) Begin(ctx context.Context, home, back string) (address, kept string, err error) {
	config, _, err := p.config(ctx, home)
	if err != nil {
		return "", "", err
	}
	f := flow{Back: back, Ends: p.options.Now().Add(flowFor)}
	for _, text := range []*string{&f.State, &f.Nonce, &f.Verifier} {
		b := make([]byte, 32)
		if _, err := io.ReadFull(p.options.Random, b); err != nil {
			return "", "", fmt.Errorf("oidc: random bytes: %w", err)
		}
		*text = base64.RawURLEncoding.EncodeToString(b)
	}
	if kept, err = p.close(f); err != nil {
		return "", "", err
	}
	return config.AuthCodeURL(f.State, coreos.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), kept, nil
}

// End checks what came back and tells who it is, and the path they wanted. back is known even with an error
// when the browser brought back what it was given.
func (p *Provider) End(ctx context.Context, home, kept, state, code string) (c voc.Claims, back string, err error) {
	f, err := p.open(kept)
	if err != nil {
		return c, "", err
	}
	if code == "" || subtle.ConstantTimeCompare([]byte(state), []byte(f.State)) != 1 {
		return c, f.Back, fmt.Errorf("%w: no code, or not the state this browser left with", ErrRefused)
	}
	config, found, err := p.config(ctx, home)
	if err != nil {
		return c, f.Back, err
	}
	ctx = coreos.ClientContext(ctx, p.options.Client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return c, f.Back, fmt.Errorf("%w: the code was not taken", ErrRefused) // the error holds what was sent
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return c, f.Back, fmt.Errorf("%w: it sent no ID token", ErrRefused)
	}
	id, err := found.Verifier(&coreos.Config{ClientID: p.options.ClientID, Now: p.options.Now}).Verify(ctx, raw)
	if err != nil {
		return c, f.Back, fmt.Errorf("%w: the ID token does not hold", ErrRefused)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 {
		return c, f.Back, fmt.Errorf("%w: the ID token is of another sign-in", ErrRefused)
	}
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		return c, f.Back, fmt.Errorf("%w: the ID token holds no claims", ErrRefused)
	}
	return p.claims(id.Subject, claims), f.Back, nil
}

// claims are those we use of all a provider says.
func (p *Provider) claims(subject string, said map[string]any) voc.Claims {
	text := func(name string) string {
		s, _ := said[name].(string)
		return strings.TrimSpace(s)
	}
	// Bound to the issuer: the same subject of another one is somebody else.
	c := voc.Claims{Subject: p.options.Issuer + "#" + subject, Name: text(p.options.NameClaim), FullName: text("name")}
	if verified, _ := said["email_verified"].(bool); verified {
		c.Email = text("email")
	}
	if c.Name == "" {
		c.Name = c.Email
	}
	return c
}

// config is how the provider is asked; its discovery document is read once it is needed.
func (p *Provider) config(ctx context.Context, home string) (*oauth2.Config, *coreos.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// The provider keeps this context for fetching keys later: it must outlive the request.
		lasting := coreos.ClientContext(context.WithoutCancel(ctx), p.options.Client)
		found, err := coreos.NewProvider(lasting, p.options.Issuer)
		if err != nil {
			return nil, nil, fmt.Errorf("%w: its discovery document: %w", ErrFailed, err)
		}
		p.found = found
	}
	return &oauth2.Config{
		ClientID: p.options.ClientID, ClientSecret: p.options.ClientSecret, Endpoint: p.found.Endpoint(),
		RedirectURL: home + "/api/v1/provider/end", Scopes: append([]string{coreos.ScopeOpenID}, p.options.Scopes...),
	}, p.found, nil
}

func (p *Provider) close(f flow) (string, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("oidc: %w", err)
	}
	nonce := make([]byte, p.seal.NonceSize())
	if _, err := io.ReadFull(p.options.Random, nonce); err != nil {
		return "", fmt.Errorf("oidc: random bytes: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(p.seal.Seal(nonce, nonce, text, nil)), nil
}

func (p *Provider) open(kept string) (flow, error) {
	refused := fmt.Errorf("%w: this browser did not begin it, or took too long", ErrRefused)
	sealed, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil || len(sealed) < p.seal.NonceSize() {
		return flow{}, refused
	}
	n := p.seal.NonceSize()
	text, err := p.seal.Open(nil, sealed[:n], sealed[n:], nil)
	var f flow
	if err != nil || json.Unmarshal(text, &f) != nil || !p.options.Now().Before(f.Ends) {
		return flow{}, refused
	}
	return f, nil
}
