package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// maxBody bounds every request body, as it is sent and after inflating; a thousand long posts fit.
const maxBody = 16 << 20

// maxBrought is how many bodies of posts are read at the same time: each is held in memory as a whole
// until it is durable.
const maxBrought = 8

// limitBody bounds what is read, inflates what comes zipped, and lets only so many hand over at once.
// The others are told to come back: who brings posts keeps them meanwhile.
func (a *door) limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if brought(r) {
			select {
			case a.bringing <- struct{}{}:
				defer func() { <-a.bringing }()
			default:
				w.Header().Set("Retry-After", "2")
				writeProblem(w, problem(http.StatusTooManyRequests, "busy",
					"Too many hand over posts at this moment: nothing was accepted. Send the same again in a few seconds.",
					"此刻推送过多，本次内容未被接收。请过几秒原样重发。"))
				return
			}
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody+1) // huma counts to maxBody and has the better sentence
		switch coding := strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding"))); coding {
		case "", "identity":
		case "gzip":
			r.Body, r.ContentLength = &inflated{body: r.Body}, -1
			r.Header.Del("Content-Encoding")
		default:
			w.Header().Set("Accept-Encoding", "gzip")
			writeProblem(w, problem(http.StatusUnsupportedMediaType, "encoding",
				"The body is encoded as "+cut(coding)+"; send it plain or as gzip.", "请求体编码为 "+cut(coding)+"，请不压缩或用 gzip。"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// inflated is a zipped body. Its header is read with the first bytes asked for, not before: the
// deadline of reading is set by then. Who reads it stops at maxBody, so a bomb is never unpacked.
type inflated struct {
	body io.ReadCloser
	z    *gzip.Reader
}

// Read implements io.Reader.
func (i *inflated) Read(p []byte) (int, error) {
	if i.z == nil {
		z, err := gzip.NewReader(i.body)
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF // an empty body is no gzip
		}
		if err != nil {
			return 0, err
		}
		i.z = z
	}
	return i.z.Read(p)
}

// Close implements io.Closer.
func (i *inflated) Close() error { return i.body.Close() }

// lines is the media type of one JSON object a line.
const lines = "application/x-ndjson"

// linesFormat reads a list as one JSON object a line: a broken line costs only itself.
var linesFormat = huma.Format{
	Marshal: jsonFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		var list *[]json.RawMessage
		switch v := v.(type) {
		case *rows:
			list = (*[]json.RawMessage)(v)
		case *visitRows:
			list = (*[]json.RawMessage)(v)
		case *observationRows:
			list = (*[]json.RawMessage)(v)
		default:
			return jsonFormat.Unmarshal(data, v)
		}
		for line := range bytes.Lines(data) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				*list = append(*list, json.RawMessage(line))
			}
		}
		return nil
	},
}
