package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// ErrNotRecorded says that a replay was asked for something its recording does not hold.
var ErrNotRecorded = errors.New("not in the recording")

// replayer answers from a recording. Answers to one request come in the order they were recorded;
// the last is given again and again.
type replayer struct {
	mu      sync.Mutex
	answers map[string][]*exchange
}

// newReplayer reads a folder. A file that is damaged fails it: a replay that silently lacks a page
// would prove something else than what was recorded.
func newReplayer(dir string, key []byte) (*replayer, error) {
	opening, err := newSeals(key)
	if err != nil {
		return nil, fmt.Errorf("transport: replay: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("transport: replay: %w", err)
	}
	r := &replayer{answers: map[string][]*exchange{}}
	for _, entry := range entries { // in the order of their numbers
		if !pageName.MatchString(entry.Name()) {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		file, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("transport: replay: %w", err)
		}
		if file, err = opening.open(file); err != nil {
			return nil, fmt.Errorf("transport: replay: %s: %w", path, err)
		}
		e, err := decodeExchange(file)
		if err != nil {
			return nil, fmt.Errorf("transport: replay: %s: %w", path, err)
		}
		r.answers[e.key()] = append(r.answers[e.key()], e)
	}
	if len(r.answers) == 0 {
		return nil, fmt.Errorf("transport: replay: %s holds no recorded pages (000001.page …)", dir)
	}
	return r, nil
}

// RoundTrip answers a request from the recording.
func (r *replayer) RoundTrip(req *http.Request) (*http.Response, error) {
	e, err := r.find(req)
	if err != nil {
		return nil, err
	}
	header := e.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)), StatusCode: e.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
		Body: io.NopCloser(bytes.NewReader(e.body)), ContentLength: int64(len(e.body)), Request: req,
	}, nil
}

func (r *replayer) find(req *http.Request) (*exchange, error) {
	asked, err := digest(req)
	if err != nil {
		return nil, err
	}
	want := exchange{Method: req.Method, URL: Redact(req.URL), Asked: asked}
	if want.Method == "" {
		want.Method = http.MethodGet
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.answers[want.key()]
	if len(list) == 0 {
		return nil, fmt.Errorf("%w: %s %s", ErrNotRecorded, want.Method, want.URL)
	}
	if len(list) > 1 {
		r.answers[want.key()] = slices.Clone(list[1:])
	}
	return list[0], nil
}
