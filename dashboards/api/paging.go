package api

import (
	"encoding/base64"
	"slices"
)

// PageQuery asks for one page of a list. Without it the list begins at its beginning.
type PageQuery struct {
	After string     `query:"after" doc:"The next of the page before"`
	Limit limitParam `query:"limit" doc:"At most so many; default 200"`
}

// pageSize is how long a page is when nobody says. Lists of a house rarely are longer.
const pageSize = 200

// onePage cuts the page asked for out of a list that lies in memory, and gives the cursor of the page
// after it, "" on the last. key names an item for good, so that what is added or goes between two pages
// moves nothing: the next page begins behind the very item the page before ended with.
func onePage[T any](r *reader, q PageQuery, items []T, key func(T) string) (page []T, next string) {
	after, limit := r.cursor("after", q.After), r.limit(q.Limit, pageSize)
	// A key may hold anything, a dot or a space too; a cursor is a word in an address.
	name := func(t T) string { return base64.RawURLEncoding.EncodeToString([]byte(key(t))) }
	page, next = pageAfter(r, items, after, limit, name)
	return page, cursor(next)
}

// pageAfter cuts out what follows the item the page before ended with, and names the item this one ends with, "" on
// the last.
func pageAfter[T any](r *reader, items []T, after string, limit int, name func(T) string) (page []T, next string) {
	if after != "" {
		at := slices.IndexFunc(items, func(t T) bool { return name(t) == after })
		if at < 0 && len(r.errs) == 0 {
			r.add("after", after, "is not in this list any more: ask for the first page again", "已不在这个列表里，请从第一页重新取")
		}
		items = items[at+1:]
	}
	if len(items) <= limit {
		return items, ""
	}
	return items[:limit], name(items[limit-1])
}
