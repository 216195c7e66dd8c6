package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
)

// record is a row as it stands: values under the names the file gives them.
type record struct {
	names  []string // of a JSON object; nil for a table, whose schema knows the places
	values []string
	around *profile // who everything in the file is by, when the file says so; may be nil
}

// profile is the user a file is about.
type profile struct {
	id, name, followers string
	verified            bool
}

// readProfile reads the user object weibo-crawler and weiboSpider write; nil when it is none.
func readProfile(b []byte) *profile {
	rec, err := flatten(b)
	if err != nil {
		return nil
	}
	p := &profile{}
	for i, n := range rec.names {
		switch v := rec.values[i]; n {
		case "id":
			p.id = v
		case "screen_name", "nickname", "nick_name":
			p.name = v
		case "followers_count", "followers", "follower_count":
			p.followers = v
		case "verified":
			p.verified = v == "true"
		}
	}
	return p
}

// deepestName bounds how deep values are taken out of nested objects: "retweet.user.name".
const deepestName = 3

// flatten reads a JSON object. Nested objects give dotted names, arrays are left out, numbers stay
// as they are written: an id that went through a float is to be seen as such.
func flatten(b []byte) (record, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var top map[string]any
	if err := d.Decode(&top); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return record{}, errors.New("not a JSON object")
		}
		return record{}, fmt.Errorf("not valid JSON: %w", err)
	}
	if top == nil {
		return record{}, errors.New("not a JSON object")
	}
	if d.More() {
		return record{}, errors.New("not valid JSON: something follows the object")
	}
	var r record
	r.add("", top, 1)
	return r, nil
}

func (r *record) add(prefix string, object map[string]any, depth int) {
	names := make([]string, 0, len(object))
	for n := range object {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		text := ""
		switch v := object[n].(type) {
		case string:
			text = v
		case json.Number:
			text = v.String()
		case bool:
			text = fmt.Sprint(v)
		case map[string]any:
			if depth < deepestName {
				r.add(prefix+n+".", v, depth+1)
			}
			continue
		case []any:
			continue
		}
		r.names = append(r.names, prefix+n)
		r.values = append(r.values, strings.ReplaceAll(text, "\x00", ""))
	}
}
