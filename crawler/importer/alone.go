package importer

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/importer/answers"
)

// alone tells whether a file is one JSON object that is a post itself, whatever lists of pictures and
// words it holds, or an interface's refusal; and not the wrapper of posts.
func (s *session) alone(sample []byte) bool {
	body := bytes.TrimSpace(bytes.TrimPrefix(sample, []byte("\ufeff")))
	rec, err := flatten(body)
	if err != nil || s.aroundPosts(body) {
		return false
	}
	sc := generic(trimNames(rec.names), s.o.Columns)
	own := func(f field) bool {
		return slices.ContainsFunc(sc.of[f], func(i int) bool {
			return !strings.Contains(rec.names[i], ".") && strings.TrimSpace(rec.values[i]) != ""
		})
	}
	return own(fText) && (own(fID) && own(fTime) || own(fAuthor) && (own(fID) || own(fTime))) || answers.Notice(body) != nil
}

// aroundPosts tells whether some list inside an object holds what people wrote: words with a time or
// a name to them.
func (s *session) aroundPosts(body []byte) bool {
	var top map[string]any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	return d.Decode(&top) == nil && s.holdsPosts(top, 0)
}

func (s *session) holdsPosts(v any, depth int) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			if depth < deepest && s.holdsPosts(inner, depth+1) {
				return true
			}
		}
	case []any:
		for _, one := range v {
			if o, ok := one.(map[string]any); ok {
				var rec record
				rec.add("", o, 1)
				if sc := generic(trimNames(rec.names), s.o.Columns); sc.get(rec, fText) != "" && (sc.get(rec, fTime) != "" || sc.get(rec, fAuthor) != "") {
					return true
				}
			}
		}
	}
	return false
}
