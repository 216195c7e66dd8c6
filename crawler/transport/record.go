package transport

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// A recording is a folder of exchanges: what was asked and what came, one file each, numbered in the
// order they happened. A file is a line of JSON and the body as it was, inflated; under a key the
// whole of it is sealed. What could open a door is not in it (see exchange), but pages hold people's
// names and words, so a recording is for looking into a fault and not for keeping.

// recordLife is how long the files of a recording are kept; the next recording into the same folder
// removes older ones.
const recordLife = 7 * 24 * time.Hour

// exchange is one request with its answer, without secrets: no header of the request, no cookie of
// the answer, no values of parameters and of JSON fields whose names sound like secrets.
type exchange struct {
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Asked  string      `json:"asked,omitempty"` // of a request with a body: a digest of it
	At     time.Time   `json:"at"`
	Status int         `json:"status"`
	Header http.Header `json:"header,omitempty"`
	Bytes  int         `json:"bytes"`

	body []byte
}

// key is what a request is recognised by.
func (e *exchange) key() string { return e.Method + " " + e.URL + " " + e.Asked }

// kept are the headers of an answer that mean something to whoever reads it again.
var kept = []string{
	"Age", "Cache-Control", "Content-Language", "Content-Type", "Date", "Etag", "Expires", "Last-Modified", "Link", "Location", "Retry-After",
	"Ratelimit-Remaining", "Ratelimit-Reset", "X-Ratelimit-Remaining", "X-Ratelimit-Reset", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset", "X-Wp-Total", "X-Wp-Totalpages",
}

// secretField matches JSON fields that hold tokens. Those that lead to the next page are not secrets.
var secretField = regexp.MustCompile(`(?i)("(?:access|refresh|id|auth|csrf|xsrf|session|bearer)[_-]?(?:token|id|key)"|"(?:api_?key|client_secret|password|passwd|secret|sessid|jwt)")(\s*:\s*)"(?:[^"\\]|\\.)*"`)

// secretParameter matches, in a text, parameters of addresses that Redact would blacken, so that what
// is asked in a replay is what was asked in the recording.
var secretParameter = regexp.MustCompile(`(?i)([?&;][\w.-]*(?:token|secret|passw|session|credential|api_?key|app_?key)[\w.-]*)=[^&"'\\\s<>;]+`)

// exchangeOf writes down a request and its answer.
func exchangeOf(req *http.Request, resp *http.Response, body []byte, now time.Time) (*exchange, error) {
	e := &exchange{Method: req.Method, URL: Redact(req.URL), At: now.UTC(), Status: resp.StatusCode, Header: http.Header{}}
	if e.Method == "" {
		e.Method = http.MethodGet
	}
	var err error
	if e.Asked, err = digest(req); err != nil {
		return nil, err
	}
	for _, name := range kept {
		if values := resp.Header.Values(name); len(values) > 0 {
			e.Header[name] = slices.Clone(values)
		}
	}
	if to := e.Header.Get("Location"); to != "" {
		e.Header.Set("Location", redactText(to))
	}
	for i, link := range e.Header["Link"] {
		e.Header["Link"][i] = secretParameter.ReplaceAllString(link, "$1=***")
	}
	e.body = secretField.ReplaceAll(body, []byte(`$1$2"***"`))
	e.body = secretParameter.ReplaceAll(e.body, []byte("$1=***"))
	e.Bytes = len(e.body)
	return e, nil
}

func redactText(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "***"
	}
	return Redact(u)
}

// digest tells requests to one address with different bodies apart.
func digest(req *http.Request) (string, error) {
	if req.Body == nil || req.Body == http.NoBody || req.GetBody == nil {
		return "", nil
	}
	body, err := req.GetBody()
	if err != nil {
		return "", err
	}
	defer body.Close()
	h := sha256.New()
	if _, err := io.Copy(h, body); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// encode writes the file of an exchange.
func (e *exchange) encode() ([]byte, error) {
	head, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	return slices.Concat(head, []byte("\n"), e.body), nil
}

var (
	errExchange = errors.New("not a recorded exchange")
	errRecord   = errors.New("the recording cannot be written")
)

// decodeExchange reads what encode wrote.
func decodeExchange(file []byte) (*exchange, error) {
	head, body, ok := bytes.Cut(file, []byte("\n"))
	e := &exchange{}
	if !ok || json.Unmarshal(head, e) != nil {
		return nil, fmt.Errorf("%w: the first line is no JSON", errExchange)
	}
	u, err := url.Parse(e.URL)
	switch {
	case err != nil || checkURL(u) != nil:
		return nil, fmt.Errorf("%w: it has no address", errExchange)
	case e.Status < 100 || e.Status > 999 || e.Method == "":
		return nil, fmt.Errorf("%w: it has no status or method", errExchange)
	case e.Bytes != len(body):
		return nil, fmt.Errorf("%w: %d bytes of a body of %d", errExchange, len(body), e.Bytes)
	}
	e.body = body
	return e, nil
}

// sealMark begins a sealed file.
const sealMark = "tingfeng sealed page 1\n"

// seals seals and opens files under a key; nil: they lie open.
type seals struct{ aead cipher.AEAD }

func newSeals(key []byte) (*seals, error) {
	if len(key) == 0 {
		return nil, nil
	}
	derived, err := hkdf.Key(sha256.New, key, nil, "recorded pages", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &seals{aead}, nil
}

func (s *seals) seal(plain []byte) []byte {
	if s == nil {
		return plain
	}
	return s.aead.Seal([]byte(sealMark), nil, plain, []byte(sealMark))
}

func (s *seals) open(file []byte) ([]byte, error) {
	sealed, ok := bytes.CutPrefix(file, []byte(sealMark))
	switch {
	case !ok:
		return file, nil
	case s == nil:
		return nil, fmt.Errorf("it is sealed, and there is no key: replay it where it was recorded")
	}
	plain, err := s.aead.Open(nil, nil, sealed, []byte(sealMark))
	if err != nil {
		return nil, fmt.Errorf("it was sealed under another key, or damaged")
	}
	return plain, nil
}

// recorder writes exchanges into a folder.
type recorder struct {
	dir   string
	seals *seals
	mu    sync.Mutex
	n     int
}

var pageName = regexp.MustCompile(`^\d{6,}\.page$`)

// newRecorder makes the folder, removes files of earlier recordings that are too old to keep, and
// goes on after those that are not.
func newRecorder(dir string, key []byte, now time.Time) (*recorder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("transport: record: %w", err)
	}
	sealing, err := newSeals(key)
	if err != nil {
		return nil, fmt.Errorf("transport: record: %w", err)
	}
	r := &recorder{dir: dir, seals: sealing}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("transport: record: %w", err)
	}
	for _, entry := range entries {
		if !pageName.MatchString(entry.Name()) {
			continue
		}
		info, err := entry.Info()
		if err == nil && now.Sub(info.ModTime()) > recordLife {
			err = os.Remove(filepath.Join(dir, entry.Name()))
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("transport: record: %w", err)
		}
		if _, err := fmt.Sscanf(strings.TrimSuffix(entry.Name(), ".page"), "%d", &r.n); err != nil {
			return nil, fmt.Errorf("transport: record: %s: %w", entry.Name(), err)
		}
	}
	return r, nil
}

// keep writes one exchange.
func (r *recorder) keep(req *http.Request, resp *http.Response, body []byte, now time.Time) error {
	e, err := exchangeOf(req, resp, body, now)
	if err != nil {
		return fmt.Errorf("%w: %w", errRecord, err)
	}
	file, err := e.encode()
	if err != nil {
		return fmt.Errorf("%w: %w", errRecord, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	if err := os.WriteFile(filepath.Join(r.dir, fmt.Sprintf("%06d.page", r.n)), r.seals.seal(file), 0o600); err != nil {
		return fmt.Errorf("%w: %w", errRecord, err)
	}
	return nil
}
