package transport

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// attempt sends a request once and reads the whole body within the limits, or its first clip bytes.
func (s *Session) attempt(req *http.Request, try int, clip int64) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), s.t.o.Timeout)
	defer cancel()
	out := req.Clone(ctx)
	out.Header.Set("User-Agent", s.t.agent)
	out.Header.Set("Accept-Encoding", "gzip") // the one we count both sides of
	if try > 1 && req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, fmt.Errorf("reading the request's body again: %w", err)
		}
		out.Body = body
	}
	s.requests.Add(1)
	resp, err := s.t.send(out)
	if err != nil {
		return nil, s.blame(req, err)
	}
	defer resp.Body.Close()
	wire := &counter{r: resp.Body}
	body, err := s.read(resp, wire, clip)
	s.bytes.Add(wire.n)
	if err != nil {
		return nil, s.blame(req, err)
	}
	if err := s.t.keep(req, resp, body); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Uncompressed = true // so that nobody above inflates again, without a limit
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.Request = req
	return resp, nil
}

// blame says whose time it was that ran out.
func (s *Session) blame(req *http.Request, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && req.Context().Err() == nil {
		return fmt.Errorf("no complete answer within %s", s.t.o.Timeout)
	}
	return err
}

// read takes the body off the wire and inflates it. Sizes are compared as they grow: a limit that
// is looked at afterwards has already let the bomb off.
func (s *Session) read(resp *http.Response, wire *counter, clip int64) ([]byte, error) {
	o := &s.t.o
	var in io.Reader = &ceiling{r: wire, left: o.MaxWire, what: "received (max_wire)", limit: o.MaxWire}
	switch encoding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(in)
		if errors.Is(err, io.EOF) {
			return nil, nil // 304 and HEAD say gzip of a body they do not send
		}
		if err != nil {
			return nil, bodyError(err)
		}
		in = &inflation{r: z, wire: wire, ratio: o.MaxRatio}
	default:
		return nil, fmt.Errorf("%w: content encoding %q, we asked for gzip (%w)", ErrBody, encoding, errors.ErrUnsupported)
	}
	var body bytes.Buffer
	if clip > 0 {
		in = io.LimitReader(in, clip)
	}
	if _, err := body.ReadFrom(&ceiling{r: in, left: o.MaxBody, what: "inflated (max_body)", limit: o.MaxBody}); err != nil {
		return nil, bodyError(err)
	}
	return body.Bytes(), nil
}

func bodyError(err error) error {
	if errors.Is(err, ErrTooLarge) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrBody, err)
}

// counter counts what passes through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ceiling fails, instead of ending, when more than limit bytes come.
type ceiling struct {
	r           io.Reader
	left, limit int64
	what        string
}

func (c *ceiling) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, fmt.Errorf("%w: more than %d bytes %s", ErrTooLarge, c.limit, c.what)
	}
	return n, err
}

// freeInflation is the size up to which the ratio does not matter: an empty page of blanks inflates
// a thousandfold and harms nobody.
const freeInflation = 1 << 20

// inflation fails when a body grows out of proportion to what was received.
type inflation struct {
	r     io.Reader
	wire  *counter
	out   int64
	ratio int64
}

func (i *inflation) Read(p []byte) (int, error) {
	n, err := i.r.Read(p)
	if i.out += int64(n); i.out > freeInflation && i.out > i.ratio*i.wire.n {
		return 0, fmt.Errorf("%w: %d bytes inflate to over %d times as much (max_ratio)", ErrTooLarge, i.wire.n, i.ratio)
	}
	return n, err
}
