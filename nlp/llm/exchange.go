package llm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// maxAnswer is how many bytes of an answer are read. Fifty posts answered at length are a tenth.
const maxAnswer = 2 << 20

// exchange is one request over HTTP, watched: how it ended, and how long the endpoint wants to be
// left alone. It is what go-openai sends through.
type exchange struct {
	through http.RoundTripper
	now     func() time.Time
	status  int
	pause   time.Duration // as Retry-After says; 0 it does not
}

// Do implements openai.HTTPDoer. The body is in memory and within its bound when it returns.
func (e *exchange) Do(req *http.Request) (*http.Response, error) {
	client := http.Client{
		Transport: e.through,
		// A redirect would carry key and posts to whomever the endpoint names.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return nil, err
	}
	defer res.Body.Close()
	e.status = res.StatusCode
	e.pause = pauseOf(res.Header, e.now())
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the answer breaks off: %w", err)
	case len(body) > maxAnswer:
		return nil, fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	case e.status >= 300 && e.status < 400:
		return nil, fmt.Errorf("answered %d, a redirect: write the final address as base_url", e.status)
	}
	if kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); e.status < 300 && (kind == "text/html" || kind == "text/event-stream") {
		return nil, fmt.Errorf("the answer is %s where JSON must stand: base_url is not that of a chat-completions API", kind)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// pauseOf reads both forms of Retry-After, seconds and a date; 0 when there is none.
func pauseOf(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 1e6) * float64(time.Second))
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if theirs, err := http.ParseTime(h.Get("Date")); err == nil {
		now = theirs // their date is by their clock
	}
	return max(0, at.Sub(now))
}

// fate is what an answer means for the request.
type fate int

const (
	fateOK       fate = iota
	fateLater         // busy or away: the same may work in a moment
	fateTimeout       // the same, but the endpoint may have worked, and bill it
	fateFormat        // it does not know this way of asking for JSON
	fateLong          // the posts are too long together
	fateFiltered      // it does not want to read one of the posts
	fateRefused       // it would refuse again: key, model, account
	fateEnded         // we ended it
)

// failure is why a request did not get an answer. It shows no word the endpoint wrote but a plain
// error code: what endpoints write may hold the key.
type failure struct {
	fate   fate
	status int
	code   string
	err    error         // ours, or the connection's; nil when the endpoint answered with an error
	pause  time.Duration // as Retry-After says
}

func (f *failure) Error() string {
	switch {
	case f.fate == fateTimeout:
		return "no answer in time"
	case f.status >= 400 && f.code != "":
		return fmt.Sprintf("answered %d, %s", f.status, f.code)
	case f.status >= 400:
		return fmt.Sprintf("answered %d", f.status)
	case f.err != nil:
		return f.err.Error()
	}
	return "no usable answer"
}

// failed sorts an error of a request.
func (e *exchange) failed(ctx context.Context, err error, key Secret) *failure {
	f := &failure{status: e.status, err: errors.New(hide(err.Error(), key))}
	var answered *openai.APIError
	var raw *openai.RequestError
	message := ""
	switch {
	case ctx.Err() != nil: // of the caller, not of the one request
		f.fate, f.err = fateEnded, ctx.Err()
		return f
	case errors.As(err, &answered):
		f.code = plainCode(fmt.Sprint(answered.Code), key)
		if f.code == "" {
			f.code = plainCode(answered.Type, key)
		}
		message, f.err = answered.Message, nil
	case errors.As(err, &raw):
		message, f.err = string(raw.Body), nil
	case errors.Is(err, context.DeadlineExceeded):
		f.fate = fateTimeout
		return f
	}
	f.fate = fateOf(f.status, strings.ToLower(f.code), strings.ToLower(message))
	return f
}

// fateOf sorts an error answer by its status and its words, which are all of the protocol there is:
// every maker of an endpoint writes its own.
func fateOf(status int, code, message string) fate {
	says := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(code, w) || strings.Contains(message, w) {
				return true
			}
		}
		return false
	}
	switch {
	case status < 400: // a broken connection, or an answer that is none
		return fateLater
	case says("insufficient_quota", "insufficient balance", "billing", "arrearage"):
		return fateRefused
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status == http.StatusTooEarly,
		status == http.StatusTooManyRequests, status >= 500 && status != http.StatusNotImplemented:
		return fateLater
	case status == http.StatusRequestEntityTooLarge, says("context_length", "context length", "maximum context", "context window", "too many tokens", "prompt is too long", "input length"):
		return fateLong
	case says("content_filter", "data_inspection", "content management policy", "inappropriate content", "sensitive", "content risk"):
		return fateFiltered
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity, status == http.StatusNotImplemented, status == http.StatusUnsupportedMediaType:
		return fateFormat // perhaps: a plainer request will tell
	}
	return fateRefused
}

// plainCode keeps an error code that is a plain word, and no part of the key.
func plainCode(code string, key Secret) string {
	if len(code) > 48 || code == "<nil>" || strings.ContainsFunc(code, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '-')
	}) {
		return ""
	}
	if secret := key.reveal(); secret != "" && (strings.Contains(secret, code) || strings.Contains(code, secret)) {
		return ""
	}
	return code
}

// hide takes the key out of a text.
func hide(s string, key Secret) string {
	if key.Empty() {
		return s
	}
	return strings.ReplaceAll(s, key.reveal(), shown)
}
