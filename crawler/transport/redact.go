package transport

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

// secretKey matches the names of query parameters whose values are nobody's business.
var secretKey = regexp.MustCompile(`(?i)token|secret|passw|sign|ticket|session|auth|credential|(^|[_-])(api|app|access)?_?key$|^sk$|^sid$`)

// Redact writes a URL for logs and errors: no credentials, no fragment, and no values of parameters
// whose names sound like secrets.
func Redact(u *url.URL) string {
	c := *u
	c.User, c.Fragment, c.RawFragment = nil, "", ""
	if c.RawQuery == "" {
		return c.String()
	}
	parts := strings.Split(c.RawQuery, "&")
	for i, part := range parts {
		key, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(key); err != nil || secretKey.MatchString(plain) {
			parts[i] = key + "=***"
		}
	}
	c.RawQuery = strings.Join(parts, "&")
	return c.String()
}

// Cut takes the address out of an error of net/http, which quotes it whole, and puts the redacted
// one in. Other errors come back as they are.
func Cut(err error) error {
	var ue *url.Error
	if !errors.As(err, &ue) {
		return err
	}
	shown := "the address"
	if u, parseErr := url.Parse(ue.URL); parseErr == nil {
		shown = Redact(u)
	}
	return &url.Error{Op: ue.Op, URL: shown, Err: ue.Err}
}
