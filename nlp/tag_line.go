package nlp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// opensJSON tells whether an object can begin as the line does; {%#话题#%} and {笑} open a text.
func opensJSON(line []byte) bool {
	if line[0] != '{' {
		return false
	}
	rest := bytes.TrimLeft(line[1:], " \t\r\n")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// foreign tells whether most of what a line says beyond ASCII is no UTF-8: GBK and UTF-16 read as if they were
// give answers about nothing. A byte or two that broke on the way are none of that.
func foreign(line []byte) bool {
	const few = 4
	good, bad := 0, 0
	for rest := line; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1 || r == 0:
			bad++
		case n > 1:
			good++
		}
		rest = rest[n:]
	}
	return bad >= few && bad > good
}

// notRead tells what is wrong with a line of JSON, for people.
func notRead(err error) string {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) || kind.Field == "" {
		return fmt.Sprintf("not JSON as expected: %v", err)
	}
	want := "a text in quotes"
	if kind.Type.Kind() == reflect.Float64 {
		want = "a number"
	}
	return fmt.Sprintf("%q is a %s: write %s", kind.Field, kind.Value, want)
}

// taggable are the fields of a voc.Post the analysis looks at; what else a line holds is left
// unread, so that a date in somebody's own format costs nothing.
type taggable struct {
	ID        json.RawMessage `json:"id"`
	Text      *string         `json:"text"`
	Title     string          `json:"title"`
	Rating    float64         `json:"rating"`
	Kind      voc.PostKind    `json:"kind"`
	Brand     voc.BrandID     `json:"brand"`
	Store     voc.StoreID     `json:"store"`
	StoreName string          `json:"store_name"`
	Region    string          `json:"region"`
	Product   string          `json:"product"`
}

// id gives the line's id as text, whether it is written as a string or a number; without one, the
// number of the line.
func (l *tagLine) id(raw json.RawMessage) string {
	var id string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return fmt.Sprint(l.number)
	case json.Unmarshal(raw, &id) == nil:
		return id
	}
	return string(raw)
}
