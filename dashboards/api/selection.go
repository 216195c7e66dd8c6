package api

import (
	"context"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Selection is the mentions something is done with: those chosen one by one, or all a search means.
type Selection struct {
	Mentions []string `json:"mentions,omitempty" doc:"Chosen one by one, post/brand each, a dash for no brand; at most 500"`
	Query    string   `json:"query,omitempty" doc:"All a search means: the query string of GET /mentions, from and to given"`
}

// mostChosen bounds what is chosen one by one.
const mostChosen = 500

// selected is a selection that was read.
type selected struct {
	keys   []chosenKey
	filter voc.Filter
	query  string
	scope  voc.Scope
}

type chosenKey struct {
	post  voc.PostID
	brand voc.BrandID
}

// selection reads what something is to be done with.
func (a *door) selection(ctx context.Context, r *reader, s Selection) selected {
	picked := selected{query: s.Query, scope: viewerOf(ctx).Scope}
	switch {
	case len(s.Mentions) > 0 && s.Query != "":
		r.add("query", "", "give mentions or a query, not both", "mentions 和 query 只能给一个")
	case len(s.Mentions) == 0 && s.Query == "":
		r.add("mentions", "", "say which mentions: choose some, or give a query", "请指明哪些提及：给出编号或查询条件")
	case len(s.Mentions) > mostChosen:
		r.add("mentions", "", "are too many: at most 500; give a query instead", "过多，最多 500 条；更多请用 query")
	case s.Query != "":
		picked.filter = a.filterOf(ctx, r, s.Query)
	}
	for _, one := range s.Mentions {
		post, brand, ok := strings.Cut(one, "/")
		key := chosenKey{voc.PostID(post), brandID(brand)}
		if !ok || !postID.MatchString(post) {
			r.add("mentions", one, "write the 32 hex digits of a post, a slash and the brand", "请写 32 位十六进制的帖子编号、斜杠和品牌")
			break
		}
		if !slices.Contains(picked.keys, key) {
			picked.keys = append(picked.keys, key)
		}
	}
	return picked
}

// filterOf reads a query string as the lists read theirs. The ends of the time must be given: what a window
// like "the last seven days" means would have moved on between a preview and the deed.
func (a *door) filterOf(ctx context.Context, r *reader, query string) voc.Filter {
	values, err := url.ParseQuery(query)
	if err != nil || len(query) > 8000 {
		r.add("query", query, "is no query string", "不是查询串")
		return voc.Filter{}
	}
	if values.Get("from") == "" || values.Get("to") == "" {
		r.add("query", query, "must say from and to", "必须写明 from 和 to")
		return voc.Filter{}
	}
	var q FilterQuery
	fields := reflect.ValueOf(&q).Elem()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(fields.Type().Field(i).Tag.Get("query"), ",")
		given := values[name]
		values.Del(name)
		switch field := fields.Field(i); {
		case len(given) == 0:
		case field.Kind() == reflect.Slice:
			field.Set(reflect.ValueOf(given).Convert(field.Type()))
		case len(given) > 1:
			r.add("query", name, "was given more than once", "重复给出")
		default:
			field.SetString(given[0])
		}
	}
	for _, ignored := range []string{"fold", "open", "limit", "after"} {
		values.Del(ignored)
	}
	for name := range values {
		r.add("query", name, "is not a parameter of the list of mentions", "不是提及列表的参数")
	}
	return a.filter(ctx, r, q)
}

// countSelected tells how many mentions a selection means now.
func (a *door) countSelected(ctx context.Context, s selected) (int, error) {
	if s.keys == nil {
		n, err := a.Store.Count(ctx, s.filter)
		if err != nil {
			return 0, a.fail(ctx, "count a selection", err)
		}
		return n, nil
	}
	n := 0
	err := a.eachSelected(ctx, s, func(part []voc.Mention) error { n += len(part); return nil })
	if err != nil {
		return 0, a.fail(ctx, "count a selection", err)
	}
	return n, nil
}

// eachSelected hands the mentions of a selection on; those that are gone or that the viewer may not see are
// left out.
func (a *door) eachSelected(ctx context.Context, s selected, do func([]voc.Mention) error) error {
	if s.keys == nil {
		return a.Store.EachMention(ctx, s.filter, do)
	}
	var part []voc.Mention
	for _, key := range s.keys {
		m, err := a.Store.Mention(ctx, key.post, key.brand)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if at := spotOf(&m); s.scope.Sees(m.Brand, at.region, at.store) {
			part = append(part, m)
		}
	}
	return do(part)
}
