package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// issue writes a pair made out for somebody.
func issue(t *testing.T, cert, key, name string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARenewedCertificateIsTakenOnceItFits(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	issue(t, cert, key, "old.example.com")
	now := time.Now()
	failed := 0
	c, err := openCertificate(cert, key, func() time.Time { return now }, func(error) { failed++ })
	if err != nil {
		t.Fatal(err)
	}
	name := func() string {
		t.Helper()
		got, err := c.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(got.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return leaf.Subject.CommonName
	}
	before, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	issue(t, cert, key, "new.example.com")
	fresh, _ := os.ReadFile(key)
	if err := os.WriteFile(key, before, 0o600); err != nil { // half renewed: the key is the old one still
		t.Fatal(err)
	}
	if name() != "old.example.com" || failed != 0 {
		t.Error("the files are looked at with every connection")
	}
	now = now.Add(certLookEvery)
	if name() != "old.example.com" || failed != 1 {
		t.Errorf("half a renewal: %s, told %d times", name(), failed)
	}
	if err := os.WriteFile(key, append(fresh, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	now = now.Add(certLookEvery)
	if name() != "new.example.com" {
		t.Errorf("renewed: %s", name())
	}
	if err := os.Remove(cert); err != nil {
		t.Fatal(err)
	}
	now = now.Add(certLookEvery)
	if name() != "new.example.com" || failed != 2 {
		t.Errorf("gone: %s, told %d times", name(), failed)
	}
	if _, err := openCertificate(cert, key, time.Now, nil); err == nil {
		t.Error("a certificate that is not there is opened")
	}
}

func TestCommandsBelieveExactlyTheCertificateInTheFile(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	issue(t, cert, key, "voc.example.com")
	c, err := openCertificate(cert, key, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.NotFoundHandler(), TLSConfig: c.config(), ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Second}
	served := make(chan error, 1)
	go func() { served <- (&app{tls: c}).answer(server, listener) }()
	defer func() {
		_ = server.Close()
		<-served
	}()
	ask := func(file string) error {
		t.Helper()
		transport, err := trusting(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := (&http.Client{Transport: transport}).Get("https://" + listener.Addr().String())
		if err == nil {
			_ = r.Body.Close()
		}
		return err
	}
	if err := ask(cert); err != nil {
		t.Errorf("its own certificate, made out for another name: %v", err)
	}
	other := filepath.Join(dir, "other.pem")
	issue(t, other, filepath.Join(dir, "other-key.pem"), "voc.example.com")
	if err := ask(other); err == nil {
		t.Error("another certificate for the same name is believed")
	}
	old := &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11} // a browser of long ago
	if conn, err := tls.Dial("tcp", listener.Addr().String(), old); err == nil {
		_ = conn.Close()
		t.Error("TLS 1.1 is spoken")
	}
}

func TestWhoListensOutsideInTheClearIsTold(t *testing.T) {
	for _, row := range []struct {
		listen             string
		encrypted, proxied bool
		told               bool
		why                string
	}{
		{"127.0.0.1:8420", false, false, false, "nobody else hears it"},
		{"[::1]:8420", false, false, false, "nor by the new address"},
		{"localhost:8420", false, false, false, "nor by name"},
		{"0.0.0.0:8420", false, false, true, "everybody in the building"},
		{":8420", false, false, true, "the same, shorter"},
		{"192.168.1.20:8420", false, false, true, "the office network"},
		{"192.168.1.20:8420", true, false, false, "encrypted"},
		{"0.0.0.0:8420", false, true, false, "a proxy encrypts"},
		{"voc.example.com:8420", false, false, true, "a name of this machine"},
	} {
		if said := inTheClear(row.listen, row.encrypted, row.proxied); (said != "") != row.told || row.told && !strings.Contains(said, "--tls-cert") {
			t.Errorf("%s (%s): %q", row.listen, row.why, said)
		}
	}
}
