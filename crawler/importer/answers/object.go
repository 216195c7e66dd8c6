package answers

import (
	"encoding/json"
	"errors"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// object is a JSON object under bare names; what is null is not there.
type object map[string]any

// bare is a name without capitals and underscores: "note_card" and "noteCard" are one.
func bare(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

func (o object) keys() []string {
	all := make([]string, 0, len(o))
	for k := range o {
		all = append(all, k)
	}
	sort.Strings(all)
	return all
}

func (o object) raw() []byte {
	b, _ := json.Marshal(o) // it came from JSON
	return b
}

// has tells whether there is something under each of the names.
func (o object) has(names ...string) bool {
	for _, n := range names {
		if o[n] == nil {
			return false
		}
	}
	return true
}

// any tells whether there is something under one of the names.
func (o object) any(names ...string) bool {
	for _, n := range names {
		if o[n] != nil {
			return true
		}
	}
	return false
}

// str is the first text, number or truth value that is not empty, as it is written.
func (o object) str(names ...string) string {
	for _, n := range names {
		switch v := o[n].(type) {
		case string:
			if s := strings.TrimSpace(v); s != "" {
				return s
			}
		case json.Number:
			return v.String()
		case bool:
			if v {
				return "true"
			}
		}
	}
	return ""
}

// obj is the first object; an empty one when there is none.
func (o object) obj(names ...string) object {
	for _, n := range names {
		if v, ok := o[n].(object); ok {
			return v
		}
	}
	return nil
}

func (o object) list(name string) []any {
	v, _ := o[name].([]any)
	return v
}

// floatID is an id that went through a floating-point number.
var floatID = regexp.MustCompile(`^\d+(\.\d+)?[eE][+-]?\d+$|^\d{16,}\.0+$`)

// id is the first of the ids that says something; "0" says nothing.
func (o object) id(names ...string) (string, error) {
	for _, n := range names {
		id := o.str(n)
		if id == "" || id == "0" || id == "-1" {
			continue
		}
		if floatID.MatchString(id) {
			return "", errors.New("id " + id + ": was rounded on its way through a floating-point number; save the answer as it came")
		}
		return id, nil
	}
	return "", nil
}

// ids reads several ids, each from its own names; an error of one is an error of all.
func (o object) ids(names ...[]string) ([]string, error) {
	all := make([]string, len(names))
	for i, n := range names {
		var err error
		if all[i], err = o.id(n...); err != nil {
			return all, err
		}
	}
	return all, nil
}

// markup is what tells HTML from a text that holds a "<" by itself.
var markup = regexp.MustCompile(`(?i)</?(?:p|br|a|img|span|div|em|b|i|strong|h\d|ul|ol|li|blockquote|figure|code|pre)\b[^>]*>|&(?:[a-z]{2,8}|#\d{2,6});`)

// text is the first text, as a reader sees it.
func (o object) text(names ...string) string {
	s := o.str(names...)
	if markup.MatchString(s) {
		return plain.Text(s)
	}
	return plain.Clean(s)
}

// counts reads numbers that may be written as texts and may be rounded.
func counts(e *voc.Engagement, o object, likes, replies, shares, views []string) {
	for _, c := range []struct {
		to    *int64
		names []string
	}{{&e.Likes, likes}, {&e.Replies, replies}, {&e.Shares, shares}, {&e.Views, views}} {
		if n, approx, ok := plain.Count(o.str(c.names...)); ok {
			*c.to = n
			e.Approx = e.Approx || approx
		}
	}
}

// author reads who wrote something.
func author(o object, ids, names []string) voc.Author {
	a := voc.Author{Hash: o.str(ids...), Name: plain.Clean(o.str(names...)), Followers: voc.Unknown}
	if a.Hash == "0" || floatID.MatchString(a.Hash) {
		a.Hash = ""
	}
	if n, _, ok := plain.Count(o.str("followerscount", "followercount", "fans")); ok {
		a.Followers = n
	}
	switch o.str("verified", "isverified") {
	case "true", "1":
		a.Verified = true
	}
	return a
}

// post is an empty post of a kind.
func post(kind voc.PostKind, id string) voc.Post {
	return voc.Post{Kind: kind, ExternalID: id, Precision: voc.PrecisionNone, Engagement: voc.NoEngagement(), Author: voc.Author{Followers: voc.Unknown}}
}

// written fills when a post was written. A time that is relative to an answer whose own time nobody
// knows is left out: it would be an invention.
func (w *walker) written(p *voc.Post, told string) error {
	if told == "" || told == "0" {
		return nil
	}
	ref := w.page.At
	if ref.IsZero() {
		ref = w.page.Now
	}
	at, precision, ok := plain.Time(told, ref, w.page.Zone)
	switch {
	case !ok:
		return errors.New("time " + told[:min(len(told), 60)] + " is not understood")
	case at.After(w.page.Now.Add(48 * time.Hour)):
		return errors.New("time " + told[:min(len(told), 60)] + " lies in the future")
	case (w.page.At.IsZero() || w.page.Rough) && w.relative(told, at, ref):
		if !w.page.Rough {
			return nil
		}
		precision = voc.PrecisionDay
	}
	p.PublishedAt, p.Precision = at, precision
	return nil
}

// relative tells whether a time would be another one had it been told a year later.
func (w *walker) relative(told string, at, ref time.Time) bool {
	other, _, ok := plain.Time(told, ref.AddDate(1, 0, 1), w.page.Zone)
	return !ok || !other.Equal(at)
}

// edited fills when a post was last changed, unless that was when it was written.
func (w *walker) edited(p *voc.Post, told string) {
	if told == "" || told == "0" || p.Precision == voc.PrecisionNone {
		return
	}
	if at, _, ok := plain.Time(told, w.page.Now, w.page.Zone); ok && at.Sub(p.PublishedAt) >= time.Minute && !at.After(w.page.Now.Add(48*time.Hour)) {
		p.EditedAt = at
	}
}

// one makes a list of names of one.
func one(names ...string) []string { return names }

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
