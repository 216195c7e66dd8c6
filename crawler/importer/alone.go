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
	if err != nil || s.listIn(body, s.isPost) {
		return false
	}
	sc := generic(trimNames(rec.names), s.o.Columns)
	own := func(f field) bool {
		return slices.ContainsFunc(sc.of[f], func(i int) bool {
			return !strings.Contains(rec.names[i], ".") && strings.TrimSpace(rec.values[i]) != ""
		})
	}
	switch {
	case own(fText) && (own(fID) && own(fTime) || own(fAuthor) && (own(fID) || own(fTime))):
		return true
	case own(fTitle) && own(fID) && own(fTime): // a headline is all some posts say; an export has one, too
		return !s.listIn(body, s.speaks)
	}
	return answers.Notice(body) != nil && !s.listIn(body, func(map[string]any) bool { return true })
}

// speaks knows an object that holds words, whoever said them.
func (s *session) speaks(o map[string]any) bool {
	var rec record
	rec.add("", o, 1)
	return generic(trimNames(rec.names), s.o.Columns).get(rec, fText) != ""
}

// listIn tells whether some list inside an object holds an object that is so.
func (s *session) listIn(body []byte, so func(map[string]any) bool) bool {
	var top map[string]any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	return d.Decode(&top) == nil && listed(top, so, 0)
}

func listed(v any, so func(map[string]any) bool, depth int) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			if depth < deepest && listed(inner, so, depth+1) {
				return true
			}
		}
	case []any:
		for _, one := range v {
			if o, ok := one.(map[string]any); ok && so(o) {
				return true
			}
		}
	}
	return false
}

// isPost knows what people wrote: words with a time or a name to them.
func (s *session) isPost(o map[string]any) bool {
	var rec record
	rec.add("", o, 1)
	sc := generic(trimNames(rec.names), s.o.Columns)
	return sc.get(rec, fText) != "" && (sc.get(rec, fTime) != "" || sc.get(rec, fAuthor) != "")
}
