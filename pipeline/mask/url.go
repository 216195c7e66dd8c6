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
		host, tail = withoutPerson(host, withoutSession(tail))
		path = scheme + "://" + host + tail
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

// profiles are the sites whose addresses name a person, by the path that comes before the name. What
// lies behind it stays: "steamcommunity.com/profiles/***/recommended/620/".
var profiles = []struct{ host, path string }{
	{"steamcommunity.com", "/profiles/"}, {"steamcommunity.com", "/id/"},
	{"weibo.com", "/u/"}, {"m.weibo.cn", "/u/"}, {"m.weibo.cn", "/profile/"}, {"space.bilibili.com", "/"}, {"zhihu.com", "/people/"},
	{"xiaohongshu.com", "/user/profile/"}, {"douyin.com", "/user/"}, {"kuaishou.com", "/profile/"}, {"douban.com", "/people/"}, {"v2ex.com", "/member/"},
	{"reddit.com", "/user/"}, {"reddit.com", "/u/"}, {"stackoverflow.com", "/users/"}, {"hi.baidu.com", "/"},
}

// withoutPerson takes a person out of an address that names one. A post on Weibo has another address
// that does not, and gets that one.
func withoutPerson(host, path string) (string, string) {
	name := strings.TrimPrefix(strings.ToLower(host), "www.")
	if parts := strings.Split(path, "/"); name == "weibo.com" && len(parts) == 3 && len(parts[2]) > 0 && digitsOnly(parts[1]) {
		return "m.weibo.cn", "/status/" + parts[2]
	}
	for _, p := range profiles {
		if name != p.host {
			continue
		}
		rest, ok := strings.CutPrefix(path, p.path)
		if !ok || rest == "" {
			continue
		}
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			return host, p.path + "***" + rest[i:]
		}
		return host, p.path + "***"
	}
	return host, path
}

func digitsOnly(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

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
		// what says by whose hand or campaign an address came about
		"vd_source": true, "spm": true, "spm_id_from": true, "scm": true, "gclid": true, "fbclid": true, "msclkid": true, "igshid": true, "yclid": true,
		"mc_eid": true, "_hsenc": true, "_hsmi": true, "sudaref": true, "wxshare_count": true, "share_plat": true, "share_tag": true, "share_uid": true, "uid": true,
		"userid": true, "user_id": true,
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
	if privateNames[name] || strings.HasPrefix(name, "utm_") || longNames[name] && len(value) >= longValue {
		return true
	}
	for _, part := range privateParts {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
