package plain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Doc is an object of a JSON answer, taken as it comes. APIs write one number as 3 today and as "3"
// tomorrow, leave keys out, or put null where an object was; none of that is a reason to lose the
// page, so reading a Doc never fails: what is not there, or not what was asked for, is "", Unknown,
// nil or no time. A nil Doc is an object without keys.
type Doc map[string]any

// ReadJSON decodes a JSON answer, with or without a JSONP call around it. Numbers keep their digits:
// ids have more of them than a float64. The error wraps ErrLayout.
func ReadJSON(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(string(JSON([]byte(text)))))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("%w: not JSON (it begins %.40q): %v", ErrLayout, strings.TrimSpace(text), err)
	}
	return v, nil
}

// DocOf is v as an object; nil when it is none.
func DocOf(v any) Doc {
	m, _ := v.(map[string]any)
	return m
}

// DocsOf are the objects of an array, or of an object whose values are objects (downloaders file
// items by their id), the largest key first. What is no object is left out.
func DocsOf(v any) []Doc {
	var docs []Doc
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if d := DocOf(item); d != nil {
				docs = append(docs, d)
			}
		}
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.SortFunc(keys, func(a, b string) int {
			if len(a) != len(b) {
				return len(b) - len(a) // numbers of more digits are larger
			}
			return strings.Compare(b, a)
		})
		for _, key := range keys {
			if d := DocOf(v[key]); d != nil {
				docs = append(docs, d)
			}
		}
	}
	return docs
}

// Has tells whether a key is there with anything but null.
func (d Doc) Has(key string) bool { return d[key] != nil }

// Text is the first of the keys that holds a text, number or truth value, as it is written; "" none.
func (d Doc) Text(keys ...string) string {
	for _, key := range keys {
		switch v := d[key].(type) {
		case string:
			if v != "" {
				return v
			}
		case json.Number:
			return v.String()
		case bool:
			return strconv.FormatBool(v)
		}
	}
	return ""
}

// ID is Text without blanks around it; "0" and "null", which stand for nothing, are "". An id of more
// than 200 bytes is none.
func (d Doc) ID(keys ...string) string {
	for _, key := range keys {
		switch id := strings.TrimSpace(d.Text(key)); {
		case id == "", id == "0", id == "null", id == "false", len(id) > 200:
		default:
			return Clean(id)
		}
	}
	return ""
}

// Number is a number, or a text that is one.
func (d Doc) Number(key string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(d.Text(key)), 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}

// Int is a whole number of at most 15 digits: "3.0" is one, "3.5" is not.
func (d Doc) Int(key string) (int64, bool) {
	n, ok := d.Number(key)
	return int64(n), ok && n == math.Trunc(n) && math.Abs(n) < 1e15
}

// Count is the first of the keys that tells a number of likes, replies or views; voc.Unknown none.
// What programs write for "none" by an overflow (−1, or 2³² less a little) is none.
func (d Doc) Count(keys ...string) int64 {
	for _, key := range keys {
		n, ok := d.Int(key)
		if !ok {
			n, _, ok = Count(d.Text(key))
		}
		if ok && n >= 0 && (n < 1<<32-16 || n >= 1<<32) {
			return n
		}
	}
	return voc.Unknown
}

// True tells whether a key says yes: true, 1, "true", "1".
func (d Doc) True(key string) bool {
	switch strings.ToLower(d.Text(key)) {
	case "true", "1", "yes":
		return true
	}
	return false
}

// False tells whether a key says no. One that is not there says neither.
func (d Doc) False(key string) bool {
	switch strings.ToLower(d.Text(key)) {
	case "false", "0", "no":
		return true
	}
	return false
}

// Doc is the object under a key; nil none.
func (d Doc) Doc(key string) Doc { return DocOf(d[key]) }

// Docs are the objects of the array under a key; see DocsOf.
func (d Doc) Docs(key string) []Doc { return DocsOf(d[key]) }

// List is the array under a key; nil none.
func (d Doc) List(key string) []any {
	list, _ := d[key].([]any)
	return list
}

// Time is the first of the keys that holds a time: a number since 1970, or a text the page's Time
// reads. Zero is how programs write that there is none.
func (d Doc) Time(page *Page, keys ...string) (time.Time, voc.Precision) {
	for _, key := range keys {
		if n, ok := d.Number(key); ok {
			if n >= 1e8 && n < 1e19 { // 1973: nobody wrote anything on these sites before
				if at := Unix(int64(min(n, 9e18))); at.Year() < 3000 {
					return at, voc.PrecisionSecond
				}
			}
			continue
		}
		if at, p, ok := page.Time(d.Text(key)); ok {
			return at, p
		}
	}
	return time.Time{}, voc.PrecisionNone
}

// Edited is a time of change, when it lies behind the time of publication; else zero.
func (d Doc) Edited(page *Page, published time.Time, keys ...string) time.Time {
	at, _ := d.Time(page, keys...)
	if !at.After(published) {
		return time.Time{}
	}
	return at
}

// Keys names the keys of an object, sorted, at most twelve: for telling what came instead of a page.
func (d Doc) Keys() string {
	keys := make([]string, 0, len(d))
	for key := range d {
		keys = append(keys, fmt.Sprintf("%.30s", key))
	}
	slices.Sort(keys)
	return strings.Join(keys[:min(len(keys), 12)], ", ")
}

// Foreign is the error of an answer that is not of a kind's shape: what is missing, and what came.
func Foreign(v any, missing string) error {
	d, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%w: no %s; the answer is a %s", ErrLayout, missing, kindOf(v))
	}
	for _, key := range []string{"error_message", "message", "msg", "error", "errors", "status"} {
		if said := Doc(d).Text(key); said != "" {
			return fmt.Errorf("%w: no %s; the site says %.120q", ErrLayout, missing, Clean(said))
		}
	}
	return fmt.Errorf("%w: no %s; the answer has %s", ErrLayout, missing, Doc(d).Keys())
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case []any:
		return "list"
	case string:
		return "text"
	case bool:
		return "truth value"
	}
	return "number"
}

// Said tells whether a post is one: it has an id, and a word, a rating, an author or a time. A
// picture alone is something somebody posted.
func Said(p *voc.Post) bool {
	return p.ExternalID != "" && (p.Title != "" || p.Text != "" || p.RatingRaw != "" || p.Author.Hash != "" || p.Precision != voc.PrecisionNone)
}
