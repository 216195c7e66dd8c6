package mask

import (
	"net/url"
	"strings"
)

// URL takes out of an address what belongs to the one who fetched it or to a person: user and
// password, session and share tokens, signatures, telephone numbers and mail addresses in
// parameters. Everything else stays byte for byte.
func URL(address string) string {
	rest, fragment, hasFragment := strings.Cut(address, "#")
	path, query, hasQuery := strings.Cut(rest, "?")

	if scheme, after, ok := strings.Cut(path, "://"); ok {
		host, tail := after, ""
		if i := strings.IndexByte(after, '/'); i >= 0 {
			host, tail = after[:i], after[i:]
		}
		if i := strings.LastIndexByte(host, '@'); i >= 0 {
			host = host[i+1:]
		}
		path = scheme + "://" + host + withoutSession(tail)
	}
	if hasQuery {
		if query = withoutTokens(query); query != "" {
			path += "?" + query
		}
	}
	if hasFragment {
		// Single-page sites keep a query behind the hash.
		head, tail, ok := strings.Cut(fragment, "?")
		switch {
		case ok:
			if tail = withoutTokens(tail); tail != "" {
				head += "?" + tail
			}
			fragment = head
		case strings.Contains(fragment, "="):
			fragment = withoutTokens(fragment)
		}
		if fragment != "" {
			path += "#" + fragment
		}
	}
	return path
}

// withoutSession cuts ";jsessionid=…" and its like, up to the next slash or semicolon.
func withoutSession(path string) string {
	for from := 0; ; {
		i := strings.IndexByte(path[from:], ';')
		if i < 0 {
			return path
		}
		i += from
		end := len(path)
		if j := strings.IndexAny(path[i+1:], "/;"); j >= 0 {
			end = i + 1 + j
		}
		name, value, _ := strings.Cut(path[i+1:end], "=")
		if private(name, value) {
			path = path[:i] + path[end:]
			from = i
			continue
		}
		from = i + 1
	}
}

func withoutTokens(query string) string {
	var kept []string
	for _, pair := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if !private(name, value) {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}

// privateNames are parameters that carry a session, a login, a sharer or a person; privateParts
// make a name private wherever they stand in it.
var (
	privateNames = map[string]bool{
		"auth": true, "pwd": true,
		"phone": true, "mobile": true, "tel": true, "email": true, "mail": true, "username": true, "nickname": true,
		"xsec_source": true, "share_id": true, "shareredid": true, "appuid": true, "author_share": true, "xhsshare": true, "apptime": true,
		"share_from_user_hidden": true, "share_source": true, "share_medium": true, "share_session_id": true, "unique_k": true, "u_code": true, "bbid": true,
		"apikey": true, "api_key": true, "appkey": true,
	}
	// longNames are private with a long value only: "sid" is a session or the number of a song.
	longNames = map[string]bool{
		"sid": true, "sig": true, "sign": true, "ticket": true, "code": true, "state": true, "key": true, "iid": true, "did": true, "uuid": true, "ts_key": true,
	}
	privateParts = []string{"token", "session", "sessid", "passw", "secret", "openid", "unionid", "signature", "authkey", "auth_key", "credential", "cookie"}
)

// longValue is more than an id of a thing has, and less than a session has.
const longValue = 16

func private(name, value string) bool {
	name = strings.ToLower(name)
	if privateNames[name] || longNames[name] && len(value) >= longValue {
		return true
	}
	for _, part := range privateParts {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
