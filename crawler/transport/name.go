package transport

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// hostName is the one spelling of the host a URL names: lower case, IDN in ASCII, without the dot of
// the root, an address as netip writes it. A host that only looks like an address ("2130706433",
// "0x7f.1", "127.1") is refused: resolvers, proxies and servers disagree on what it means, and
// nobody writes one without a purpose.
func hostName(u *url.URL) (string, error) {
	name := u.Hostname()
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.Unmap().String(), nil
	}
	if !ascii(name) {
		plain, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", fmt.Errorf("%w: %q is no name of a host", ErrAddress, name)
		}
		name = plain
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.Unmap().String(), nil
	}
	switch {
	case name == "" || name[0] == '.' || name[len(name)-1] == '.' || strings.ContainsAny(name, "/\\@:%?# \t\r\n") || strings.Contains(name, ".."):
		return "", fmt.Errorf("%w: %q is no name of a host", ErrAddress, u.Hostname())
	case endsInNumber(name):
		return "", fmt.Errorf("%w: %q is an odd way to write an address; write it as 203.0.113.7", ErrAddress, u.Hostname())
	}
	return name, nil
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// endsInNumber tells names that the URL standard reads as IPv4 addresses, or as failed ones: those
// whose last label is a decimal, octal or hexadecimal number. No top-level domain is one.
func endsInNumber(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last == "" {
		return false
	}
	if digits, ok := strings.CutPrefix(last, "0x"); ok {
		_, err := strconv.ParseUint(digits, 16, 64)
		return digits == "" || err == nil
	}
	return strings.Trim(last, "0123456789") == ""
}

// line is the name of the queue a URL's requests stand in: its host, with the port when it is not
// the scheme's own. http and https of one host share a queue: it is one server that is asked.
func line(u *url.URL, name string) string {
	port := u.Port()
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return name
	}
	return name + ":" + port
}

// travelling are the headers that may follow a redirect to another host: they say what we read, and
// nothing of who asks.
var travelling = []string{"Accept", "Accept-Language", "Content-Type", "Referer", "User-Agent", "If-None-Match", "If-Modified-Since", "X-Idempotency-Key", "Idempotency-Key"}

// stripped returns req as it may be sent: once a redirect has led to another host, or from https to
// http, without cookies, keys and whatever else was meant for the first.
func stripped(req *http.Request) *http.Request {
	first := req
	for range 20 { // no client follows more
		if first.Response == nil || first.Response.Request == nil {
			break
		}
		first = first.Response.Request
	}
	if sameOrigin(first.URL, req.URL) {
		return req
	}
	out := req.Clone(req.Context())
	for name := range out.Header {
		if !slices.Contains(travelling, http.CanonicalHeaderKey(name)) {
			delete(out.Header, name)
		}
	}
	return out
}

// sameOrigin tells whether what was meant for one URL may be shown to the other: the same host, and
// not in the clear what was to be enciphered.
func sameOrigin(first, now *url.URL) bool {
	a, errA := hostName(first)
	b, errB := hostName(now)
	if errA != nil || errB != nil || line(first, a) != line(now, b) {
		return false
	}
	return first.Scheme == now.Scheme || now.Scheme == "https"
}
