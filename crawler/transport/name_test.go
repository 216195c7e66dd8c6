package transport

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
)

func mustURL(t testing.TB, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestOneSpellingOfAHost(t *testing.T) {
	for in, want := range map[string]string{
		"http://Example.ORG/":            "example.org",
		"http://example.org./":           "example.org",
		"http://example.org:80/":         "example.org",
		"https://example.org:443/":       "example.org",
		"https://example.org/":           "example.org",
		"http://example.org:443/":        "example.org:443",
		"http://example.org:8080/":       "example.org:8080",
		"http://听风.example/":             "xn--9qr201n.example",
		"http://XN--9QR201N.example/":    "xn--9qr201n.example",
		"http://ｅｘａｍｐｌｅ。org/":            "example.org",
		"http://[2606:4700:4700:0::1]/":  "2606:4700:4700::1",
		"http://[::ffff:1.1.1.1]:8080/":  "1.1.1.1:8080",
		"http://1.1.1.1/":                "1.1.1.1",
		"http://a_b.example.org/":        "a_b.example.org",
		"http://１２７.０.０.１/":              "127.0.0.1", // the guard's to refuse
		"http://1password.example/":      "1password.example",
		"http://0x.example/":             "0x.example",
		"http://x.0xyz/":                 "x.0xyz",
		"http://localhost:8080/":         "localhost:8080",
		"http://bbs.3.example.cn:443/":   "bbs.3.example.cn:443",
		"http://[fe80::1%25eth0]/":       "fe80::1%eth0", // the guard's
		"http://xn--nonsense-.example/a": "xn--nonsense-.example",
	} {
		u := mustURL(t, in)
		name, err := hostName(u)
		if err != nil || line(u, name) != want {
			t.Errorf("%s: %q, %v; want %q", in, line(u, name), err, want)
		}
	}
}

// Addresses in other number systems mean 127.0.0.1 or 169.254.169.254 to many a resolver, and to
// none something that had to be written like this.
func TestOddSpellingsOfAddressesAreRefused(t *testing.T) {
	for _, host := range []string{
		"2130706433", "0x7f000001", "0x7F.1", "017700000001", "127.1", "127.0.1", "0177.0.0.1", "127.0.0.01", "0x7f.0.0.0x1", "2852039166",
		"127.0.0.1.", "1.2.3.4.5", "256.256.256.256", "example.1", "example.0x", "example.0xff", "００.０", "127。1", "a..b", "..", "exa mple.org", `a\b.org`,
	} {
		u := &url.URL{Scheme: "http", Host: host, Path: "/"}
		err := checkURL(u)
		if host == "127.0.0.1." { // an address with the dot of the root is that address
			if name, err := hostName(u); err != nil || name != "127.0.0.1" {
				t.Errorf("%s: %q, %v", host, name, err)
			}
			continue
		}
		if !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestOneLineForAllSpellings(t *testing.T) {
	_, tr, _ := site(t, func(http.ResponseWriter, *http.Request) {}, nil)
	var first *host
	for _, address := range []string{"http://Example.org/a", "https://example.org/b", "http://example.org.:80/", "HTTPS://EXAMPLE.ORG:443"} {
		p, err := tr.enter(t.Context(), mustURL(t, address))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = p.h
		}
		if p.h != first {
			t.Errorf("%s stands in a line of its own", address)
		}
		p.leave()
	}
}

func TestWhatGoesAlongARedirect(t *testing.T) {
	for _, c := range []struct {
		why, first, now string
		keeps           bool
	}{
		{"the same host", "https://a.example/1", "https://a.example/2", true},
		{"the same by another spelling", "https://a.example/1", "https://A.example.:443/2", true},
		{"to https", "http://a.example/1", "https://a.example/2", true},
		{"down to http", "https://a.example/1", "http://a.example/2", false},
		{"a subdomain", "https://a.example/1", "https://b.a.example/2", false},
		{"another port", "https://a.example/1", "https://a.example:8443/2", false},
		{"another host", "https://a.example/1", "https://b.example/2", false},
	} {
		first := &http.Request{URL: mustURL(t, c.first)}
		middle := &http.Request{URL: mustURL(t, c.first+"/between"), Response: &http.Response{Request: first}}
		req := (&http.Request{URL: mustURL(t, c.now), Header: http.Header{}, Response: &http.Response{Request: middle}}).WithContext(t.Context())
		for name, value := range map[string]string{"Authorization": "Bearer mine", "Cookie": "a=b", "X-Api-Key": "k", "Private-Token": "p", "Accept": "text/html", "Accept-Language": "zh-CN"} {
			req.Header.Set(name, value)
		}
		got := stripped(req)
		want := 2
		if c.keeps {
			want = 6
		}
		if len(got.Header) != want || got.Header.Get("Accept") != "text/html" || len(req.Header) != 6 {
			t.Errorf("%s: %v", c.why, got.Header)
		}
	}
}

func FuzzHostName(f *testing.F) {
	for _, s := range []string{"example.org", "2130706433", "听风.example", "[::1]:80", "a..b", "xn--", "0x7f.1", "ⓔxample.org", "１.１"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := url.Parse("http://" + s + "/")
		if err != nil {
			return
		}
		name, err := hostName(u)
		if err != nil {
			return
		}
		again := &url.URL{Scheme: "http", Host: name}
		if len(name) > 0 && name[0] != '[' && indexColon(name) {
			again.Host = "[" + name + "]"
		}
		if second, err := hostName(again); err != nil || second != name {
			t.Errorf("%q is %q, and that is %q, %v", s, name, second, err)
		}
	})
}

func indexColon(s string) bool {
	for _, c := range s {
		if c == ':' {
			return true
		}
	}
	return false
}
