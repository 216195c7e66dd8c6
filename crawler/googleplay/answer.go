package googleplay

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

// unwrap finds the answer to our request: JSON, as a text, in an array, in an array, behind a guard
// against inclusion, with or without the lengths of its parts between them. nil is an answer that
// says nothing.
func unwrap(text string) (any, error) {
	body := strings.TrimLeft(strings.TrimPrefix(string(plain.JSON([]byte(text))), ")]}'"), " \t\r\n")
	decoder := json.NewDecoder(strings.NewReader(legal(body)))
	decoder.UseNumber()
	for {
		var part any
		if err := decoder.Decode(&part); err != nil {
			if err == io.EOF {
				return nil, fmt.Errorf("googleplay: no answer to %s in what came (it begins %.60q): %w", method, text, plain.ErrLayout)
			}
			return nil, fmt.Errorf("googleplay: the answer is not JSON (it begins %.60q): %w: %w", text, plain.ErrLayout, err)
		}
		envelopes, _ := part.([]any)
		for _, e := range envelopes {
			if item(e, 0) != "wrb.fr" || item(e, 1) != method {
				continue
			}
			return payload(e)
		}
	}
}

// payload decodes what our envelope holds.
func payload(envelope any) (any, error) {
	written, ok := item(envelope, 2).(string)
	if !ok {
		if code, ok := number(item(envelope, 5, 0)); ok {
			return nil, fmt.Errorf("googleplay: the site answers with its error %v and no reviews: %w", code, plain.ErrLayout)
		}
		return nil, nil
	}
	decoder := json.NewDecoder(strings.NewReader(legal(written)))
	decoder.UseNumber()
	var inner any
	if err := decoder.Decode(&inner); err != nil {
		return nil, fmt.Errorf("googleplay: the reviews are not JSON (they begin %.60q): %w: %w", written, plain.ErrLayout, err)
	}
	return inner, nil
}

// legal makes blanks of the control characters Google leaves in its texts and JSON forbids there.
func legal(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// item goes down into arrays by position; nil where there is nothing.
func item(v any, path ...int) any {
	for _, i := range path {
		list, ok := v.([]any)
		if !ok || i >= len(list) {
			return nil
		}
		v = list[i]
	}
	return v
}

func number(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

// words is a text without markup or line breaks to speak of; "" for anything else.
func words(v any) string {
	s, _ := v.(string)
	return plain.Clean(s)
}

// seconds reads [seconds, nanoseconds] since 1970, of this century.
func seconds(v any) (time.Time, bool) {
	n, ok := number(item(v, 0))
	if !ok || n < 1.2e9 || n > 4.1e9 {
		return time.Time{}, false
	}
	return time.Unix(int64(n), 0).UTC(), true
}

// nextToken finds what names the next page: the last text of the last array.
func nextToken(inner any) string {
	list, _ := inner.([]any)
	if len(list) < 2 {
		return ""
	}
	for i := len(list) - 1; i > 0; i-- {
		tail, _ := list[i].([]any)
		if len(tail) == 0 {
			continue
		}
		if token, ok := tail[len(tail)-1].(string); ok && len(token) > 3 {
			return token
		}
	}
	return ""
}
