package plain

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Page is one document as it came back from a site, already UTF-8. It is all a kind of source gets
// to see: no client, no clock.
type Page struct {
	URL  *url.URL       // where it came from, after redirects
	Text string         // the decoded body
	At   time.Time      // when the site sent it, by its own clock: what relative times are relative to
	Zone *time.Location // of times written without one
	Next string         // address a Link header names as the next page; "" none
}

// Time reads a time as this page means it; see the function Time.
func (p *Page) Time(s string) (time.Time, voc.Precision, bool) { return Time(s, p.At, p.Zone) }

// Link resolves an address found on the page. It returns "" for what cannot be fetched: anchors of
// the same page, scripts, mail, and nonsense.
func (p *Page) Link(href string) string {
	href = strings.TrimSpace(href)
	if href == "" || href[0] == '#' {
		return ""
	}
	u, err := p.URL.Parse(href)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20") // which String leaves as it is, and no request line may hold
	return u.String()
}

// Advance is the address of the page after the one at u when pages are numbered, or counted in
// items, by a parameter of the query: its value plus step, first plus step when it is absent. The
// rest of the query stays as it is, in its order.
func Advance(u *url.URL, param string, first, step int) string {
	value := first
	if n, err := strconv.Atoi(u.Query().Get(param)); err == nil {
		value = n
	}
	return WithQuery(u, param, strconv.Itoa(value+step))
}

// WithQuery is u with one parameter of its query set, in place when it is there already.
func WithQuery(u *url.URL, param, value string) string {
	pair := url.QueryEscape(param) + "=" + url.QueryEscape(value)
	var parts []string
	if u.RawQuery != "" {
		parts = strings.Split(u.RawQuery, "&")
	}
	found := false
	for i, part := range parts {
		key, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(key); err == nil && plain == param {
			parts[i], found = pair, true
		}
	}
	if !found {
		parts = append(parts, pair)
	}
	next := *u
	next.RawQuery = strings.Join(parts, "&")
	return next.String()
}
