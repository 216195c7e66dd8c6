package transport

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestPublic(t *testing.T) {
	for ip, want := range map[string]bool{
		"1.1.1.1": true, "2606:4700:4700::1111": true, "223.5.5.5": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "0.1.2.3": false, "224.0.0.1": false, "255.255.255.255": false, "240.0.0.1": false,
		"198.18.0.1": false, "192.0.2.1": false, "203.0.113.9": false, "192.0.0.8": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "ff02::1": false, "fec0::1": false, "2001:db8::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:1.1.1.1": true,
		"64:ff9b::7f00:1": false, "64:ff9b::101:101": true, "2002:7f00:1::": false, "2002:a00:1::": false, "::127.0.0.1": false,
	} {
		if got := public(netip.MustParseAddr(ip)); got != want {
			t.Errorf("public(%s) = %v, want %v", ip, got, want)
		}
	}
}

func TestGuard(t *testing.T) {
	for _, c := range []struct {
		address string
		private bool
		ok      bool
	}{
		{"1.1.1.1:443", false, true}, {"127.0.0.1:80", false, false}, {"127.0.0.1:80", true, true}, {"10.1.2.3:80", true, true},
		{"[fd00::1]:80", true, true}, {"169.254.169.254:80", true, false}, {"[fe80::1%lo]:80", true, false}, {"0.0.0.0:80", true, false}, {"224.0.0.1:80", true, false},
		{"nonsense", true, false},
	} {
		err := guard(c.private)("tcp4", c.address, nil)
		if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrAddress) {
			t.Errorf("guard(%v)(%s) = %v", c.private, c.address, err)
		}
	}
	if err := guard(true)("udp", "1.1.1.1:53", nil); !errors.Is(err, ErrAddress) {
		t.Errorf("udp: %v", err)
	}
}

func TestNoWayInside(t *testing.T) {
	hit := false
	srv, _, _ := site(t, func(http.ResponseWriter, *http.Request) { hit = true }, nil)
	_, strict, _ := site(t, func(http.ResponseWriter, *http.Request) {}, func(o *Options) { o.AllowPrivate = false })
	port := srv.URL[strings.LastIndexByte(srv.URL, ':'):]
	for _, address := range []string{
		srv.URL,                               // the address itself
		"http://localhost" + port,             // a name that resolves to it: what rebinding looks like at dial time
		"http://[::ffff:127.0.0.1]" + port,    // mapped
		"http://2130706433" + port,            // some resolvers take a number for an address
		"http://user:pass@example.org" + port, // credentials
		"file:///etc/passwd", "gopher://127.0.0.1/", "http:///path",
	} {
		resp, err := get(t, strict, address)
		if err == nil {
			t.Errorf("%s was fetched: %s", address, resp.Status)
		}
		if hit {
			t.Fatalf("%s reached the server", address)
		}
	}
}
