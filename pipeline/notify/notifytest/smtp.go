package notifytest

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"time"
)

// Mail is one mail a server took, as it came.
type Mail struct {
	At   time.Time
	From string
	To   []string
	Data []byte // dots undone
}

// SMTP is a mail server on this machine.
type SMTP struct {
	Address  string
	Roots    *x509.CertPool // who vouches for it
	Implicit bool           // TLS from the first byte
	NoTLS    bool           // offers no STARTTLS
	Auth     string         // what it offers: "PLAIN", "LOGIN"; "" none
	User     string
	Password string
	MaxSize  int
	Answers  map[string]string // by command ("MAIL", "RCPT <a@b>", "DATA", "."): an answer instead of "250 ok"

	now      func() time.Time
	listener net.Listener
	cert     tls.Certificate
	running  sync.WaitGroup

	mu    sync.Mutex
	mails []Mail
	conns map[net.Conn]bool
}

// NewSMTP begins to listen, as set wants it; Close ends it.
func NewSMTP(now func() time.Time, set ...func(*SMTP)) (*SMTP, error) {
	cert, roots, err := certificate()
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &SMTP{Address: l.Addr().String(), Roots: roots, now: now, listener: l, cert: cert, Answers: map[string]string{}, conns: map[net.Conn]bool{}}
	for _, f := range set {
		f(s)
	}
	s.running.Go(s.accept)
	return s, nil
}

// Close ends every session and waits for it.
func (s *SMTP) Close() {
	s.listener.Close()
	s.mu.Lock()
	for c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	s.running.Wait()
}

// Mails are those taken, oldest first.
func (s *SMTP) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Answer has a command answered with words of one's own from now on; "" ends that.
func (s *SMTP) Answer(command, words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Answers[command] = words
}

func (s *SMTP) accept() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns[c] = true
		s.mu.Unlock()
		s.running.Go(func() {
			defer c.Close()
			s.session(c)
			s.mu.Lock()
			delete(s.conns, c)
			s.mu.Unlock()
		})
	}
}

// talk is one session's state.
type talk struct {
	s      *SMTP
	conn   net.Conn
	in     *bufio.Reader
	secure bool
	known  bool
	mail   Mail
}

func (s *SMTP) session(c net.Conn) {
	t := &talk{s: s, conn: c, in: bufio.NewReader(c)}
	if s.Implicit && !t.encrypt() {
		return
	}
	t.say("220 fake.example.com ESMTP")
	for {
		line, err := t.in.ReadString('\n')
		if err != nil || !t.command(strings.TrimRight(line, "\r\n")) {
			return
		}
	}
}

func (t *talk) encrypt() bool {
	c := tls.Server(t.conn, &tls.Config{Certificates: []tls.Certificate{t.s.cert}})
	if c.Handshake() != nil {
		return false
	}
	t.conn, t.in, t.secure = c, bufio.NewReader(c), true
	return true
}

func (t *talk) say(lines ...string) { fmt.Fprint(t.conn, strings.Join(lines, "\r\n")+"\r\n") }

// told gives the answer a test wants, or the usual one; ok tells that it is a good one.
func (t *talk) told(command, usual string) (words string, ok bool) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if words = t.s.Answers[command]; words != "" {
		return words, words[0] < '4'
	}
	return usual, true
}

func (t *talk) command(line string) bool {
	verb := strings.ToUpper(strings.SplitN(line, " ", 2)[0])
	switch verb {
	case "EHLO", "HELO":
		t.greet()
	case "STARTTLS":
		t.say("220 go ahead")
		return t.encrypt()
	case "AUTH":
		t.auth(line)
	case "MAIL":
		words, ok := t.told("MAIL", "250 ok")
		switch {
		case t.s.User != "" && !t.known:
			words = "530 5.7.0 Authentication required"
		case ok:
			t.mail = Mail{From: between(line)}
		}
		t.say(words)
	case "RCPT":
		to := between(line)
		words, ok := t.told("RCPT <"+to+">", "250 ok")
		if ok {
			t.mail.To = append(t.mail.To, to)
		}
		t.say(words)
	case "DATA":
		return t.data()
	case "QUIT":
		t.say("221 bye")
		return false
	default:
		t.say("250 ok")
	}
	return true
}

func (t *talk) greet() {
	lines := []string{"250-fake.example.com", "250-8BITMIME"}
	if !t.s.NoTLS && !t.secure {
		lines = append(lines, "250-STARTTLS")
	}
	if t.s.Auth != "" && t.secure {
		lines = append(lines, "250-AUTH "+t.s.Auth)
	}
	t.say(append(lines, fmt.Sprintf("250 SIZE %d", t.s.MaxSize))...)
}

func (t *talk) auth(line string) {
	fields := strings.Fields(line)
	ask := func(question string) string {
		t.say("334 " + base64.StdEncoding.EncodeToString([]byte(question)))
		text, _ := t.in.ReadString('\n')
		plain, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		return string(plain)
	}
	user, password := "", ""
	switch {
	case !t.secure:
	case fields[1] == "PLAIN" && len(fields) == 3:
		plain, _ := base64.StdEncoding.DecodeString(fields[2])
		if parts := strings.Split(string(plain), "\x00"); len(parts) == 3 {
			user, password = parts[1], parts[2]
		}
	case fields[1] == "LOGIN":
		user, password = ask("Username:"), ask("Password:")
	}
	if t.known = user == t.s.User && password == t.s.Password; t.known {
		t.say("235 welcome")
		return
	}
	t.say("535 5.7.8 authentication failed for " + password) // some servers do repeat it
}

func (t *talk) data() bool {
	words, ok := t.told("DATA", "354 go on")
	if !ok || len(t.mail.To) == 0 {
		if ok {
			words = "503 no recipients"
		}
		t.say(words)
		return true
	}
	t.say(words)
	var data bytes.Buffer
	for {
		line, err := t.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		data.WriteString(strings.TrimPrefix(line, "."))
	}
	words, ok = t.told(".", "250 queued")
	if ok && t.s.MaxSize > 0 && data.Len() > t.s.MaxSize {
		words, ok = "552 5.3.4 too big", false
	}
	if ok {
		t.mail.Data, t.mail.At = data.Bytes(), t.s.now()
		t.s.mu.Lock()
		t.s.mails = append(t.s.mails, t.mail)
		t.s.mu.Unlock()
	}
	t.say(words)
	return true
}

func between(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	inner, _, _ := strings.Cut(rest, ">")
	return inner
}

// certificate makes one for this machine, and the pool that trusts it.
func certificate() (tls.Certificate, *x509.CertPool, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "fake"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots, nil
}
