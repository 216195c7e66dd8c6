package api

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// worthZipping is the size from which compression saves more than its header costs: one packet.
const worthZipping = 1400

var zippers = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant of the same package
	}
	return z
}}

// compress gives every complete answer an ETag, answers 304 to who already has it, and compresses
// for who accepts it. Streams pass through untouched, and so does what brings an ETag of its own.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		held := &holder{ResponseWriter: w}
		next.ServeHTTP(held, r)
		if held.holds {
			held.finish(r)
		}
	})
}

// holder keeps a complete answer back until its ETag is known.
type holder struct {
	http.ResponseWriter
	body    bytes.Buffer
	decided bool
	holds   bool
}

func (h *holder) WriteHeader(status int) {
	if h.decided {
		return
	}
	h.decided = true
	header := h.Header()
	h.holds = status == http.StatusOK && header.Get("ETag") == "" && complete(header.Get("Content-Type"))
	if h.holds {
		return // finish writes it, when the tag is known
	}
	h.ResponseWriter.WriteHeader(status)
}

func complete(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind {
	case "application/json", "text/html", "text/markdown", "text/plain":
		return true
	}
	return false
}

func (h *holder) Write(b []byte) (int, error) {
	if !h.decided {
		h.WriteHeader(http.StatusOK)
	}
	if h.holds {
		return h.body.Write(b)
	}
	return h.ResponseWriter.Write(b)
}

// Unwrap lets streams reach the connection to flush it.
func (h *holder) Unwrap() http.ResponseWriter { return h.ResponseWriter }

func (h *holder) finish(r *http.Request) {
	header := h.Header()
	etag := tag(h.body.Bytes())
	header.Set("ETag", etag)
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", "private, no-cache") // keep it, but ask each time whether it still holds
	}
	header.Add("Vary", "Accept-Encoding")
	if matches(r.Header.Get("If-None-Match"), etag) {
		header.Del("Content-Type")
		h.ResponseWriter.WriteHeader(http.StatusNotModified)
		return
	}
	body := h.body.Bytes()
	if len(body) >= worthZipping && acceptsGzip(r) {
		body = zip(body)
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	h.ResponseWriter.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = h.ResponseWriter.Write(body) // the connection may be gone
	}
}

func zip(body []byte) []byte {
	var out bytes.Buffer
	z, _ := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(&out)
	_, _ = z.Write(body) // a bytes.Buffer takes everything
	_ = z.Close()
	return out.Bytes()
}

// acceptsGzip reads Accept-Encoding as far as it matters: gzip named and not refused with q=0.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && strings.Trim(q, "0.") != "q="
		}
	}
	return false
}

// matches tells whether If-None-Match names the tag, weakly (RFC 9110, 13.1.2).
func matches(given, etag string) bool {
	if strings.TrimSpace(given) == "*" {
		return true
	}
	for one := range strings.SplitSeq(given, ",") {
		if strings.TrimPrefix(strings.TrimSpace(one), "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}
