package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// certificate is a pair of files that may be renewed while tingfeng runs.
type certificate struct {
	cert, key string
	now       func() time.Time
	failed    func(error) // hears of a renewed pair that cannot be used; the one before stays

	mu     sync.Mutex
	used   *tls.Certificate
	seen   string
	looked time.Time
}

// certLookEvery is how often the files are looked at, at most.
const certLookEvery = 10 * time.Second

// openCertificate reads the pair.
func openCertificate(cert, key string, now func() time.Time, failed func(error)) (*certificate, error) {
	c := &certificate{cert: cert, key: key, now: now, failed: failed}
	c.seen, c.looked = c.state(), now()
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w: --tls-cert names the file of the certificate with its chain, --tls-key that of its key, both PEM", err)
	}
	c.used = &pair
	return c, nil
}

// state tells one state of the files from another.
func (c *certificate) state() string { return seenOf(c.cert) + " " + seenOf(c.key) }

// get is the certificate of a new connection: the renewed one as soon as both files fit together.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if now.Sub(c.looked) < certLookEvery {
		return c.used, nil
	}
	c.looked = now
	state := c.state()
	if state == c.seen {
		return c.used, nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		c.failed(err) // half renewed: looked at again
		return c.used, nil
	}
	c.used, c.seen = &pair, state
	return c.used, nil
}

// config is how connections are made.
func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}
}

// trusting is a client for a tingfeng on this machine whose certificate is made out for another name: it
// believes exactly the certificate in the file, whatever the address.
func trusting(file string) (http.RoundTripper, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // the next line looks closer than a name would
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) > 0 && pemHolds(text, s.PeerCertificates[0]) {
				return nil
			}
			return errors.New("the certificate is not the one the running tingfeng was started with")
		},
	}
	return t, nil
}

// pemHolds tells whether PEM text holds a certificate.
func pemHolds(text []byte, want *x509.Certificate) bool {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if c, err := x509.ParseCertificate(block.Bytes); err == nil && c.Equal(want) {
			return true
		}
	}
	return false
}

// inTheClear says what is wrong with an address that is reached from other machines without encryption;
// "" nothing. Behind a trusted proxy it is the proxy that encrypts.
func inTheClear(listen string, encrypted, proxied bool) string {
	host, _, err := net.SplitHostPort(listen)
	if err != nil || encrypted || proxied || host == "localhost" {
		return ""
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return ""
	}
	return fmt.Sprintf("the dashboard listens on %s without encryption: passwords, sessions and tokens can be read on the way. "+
		"Give --tls-cert and --tls-key, or let a reverse proxy encrypt and name it under proxies in tingfeng.yaml", listen)
}
