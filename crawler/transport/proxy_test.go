package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// proxied is a transport behind a proxy that answers everything itself and notes what it was asked.
func proxied(t *testing.T, names map[string]string, change func(*Options)) (*Transport, *[]string) {
	t.Helper()
	asked := &[]string{}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.Method+" "+r.URL.String())
		fmt.Fprint(w, "by the proxy")
	}))
	t.Cleanup(proxy.Close)
	_, tr, _ := site(t, nil, func(o *Options) {
		o.Proxy, o.AllowPrivate, o.MaxTries = proxy.URL, false, 1
		if change != nil {
			change(o)
		}
	})
	tr.resolve = func(_ context.Context, name string) ([]netip.Addr, error) {
		if names[name] == "" {
			return nil, fmt.Errorf("no such name")
		}
		var out []netip.Addr
		for _, ip := range strings.Fields(names[name]) {
			out = append(out, netip.MustParseAddr(ip))
		}
		return out, nil
	}
	return tr, asked
}

func TestThroughAProxy(t *testing.T) {
	names := map[string]string{"good.example": "1.1.1.1 2606:4700:4700::1111", "bad.example": "1.1.1.1 10.0.0.5", "mapped.example": "::ffff:127.0.0.1"}
	for _, c := range []struct {
		why, address string
		ok           bool
	}{
		{"a public name", "http://good.example/a", true},
		{"a name only the proxy can resolve", "http://unknown.example/a", true},
		{"a public address", "http://1.1.1.1/a", true},
		{"a name that also means a private address", "http://bad.example/", false},
		{"one that means it by mapping", "http://mapped.example/", false},
		{"the proxy's own loopback", "http://127.0.0.1/", false},
		{"the metadata of its cloud", "http://169.254.169.254/", false},
		{"the same by name", "http://metadata.google.internal/", false},
		{"the same in decimal", "http://2852039166/", false},
		{"a name without a dot", "http://intranet/", false},
		{"a printer", "http://printer.local/", false},
		{"localhost", "http://localhost/", false},
		{"a private address of IPv6", "http://[fd00::1]/", false},
	} {
		tr, asked := proxied(t, names, nil)
		_, err := get(t, tr, c.address)
		if (err == nil) != c.ok || !c.ok && !errors.Is(err, ErrAddress) || c.ok != (len(*asked) == 1) {
			t.Errorf("%s: %v, the proxy was asked %q", c.why, err, *asked)
		}
	}
	tr, asked := proxied(t, nil, func(o *Options) { o.AllowPrivate = true })
	for address, ok := range map[string]bool{"http://10.1.1.1/": true, "http://intranet/": true, "http://169.254.169.254/": false} {
		if _, err := get(t, tr, address); (err == nil) != ok {
			t.Errorf("with allow_private: %s: %v", address, err)
		}
	}
	if len(*asked) != 2 {
		t.Errorf("asked %q", *asked)
	}
}

func TestTheEnvironmentNamesNoProxy(t *testing.T) {
	asked := false
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer proxy.Close()
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
		t.Setenv(name, proxy.URL)
	}
	reached := false
	srv, tr, _ := site(t, func(http.ResponseWriter, *http.Request) { reached = true }, nil)
	if _, err := get(t, tr, srv.URL); err != nil || asked || !reached {
		t.Errorf("%v, proxy asked %v, site reached %v", err, asked, reached)
	}
}

func TestProxiesThatAreNone(t *testing.T) {
	for _, s := range []string{"proxy.example:3128", "ftp://proxy.example", "http://", "://", "http://user:open-sesame@ho st"} {
		o := Default()
		o.Proxy = s
		if _, err := New(o); err == nil || strings.Contains(err.Error(), "open-sesame") {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestAProxyThatIsDown(t *testing.T) {
	down := httptest.NewServer(nil)
	down.Close()
	tr, _ := proxied(t, map[string]string{"good.example": "1.1.1.1"}, func(o *Options) { o.Proxy = down.URL })
	if _, err := get(t, tr, "http://good.example/"); err == nil || errors.Is(err, ErrAddress) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	tr.resolve = func(context.Context, string) ([]netip.Addr, error) { return nil, context.Canceled }
	if err := tr.screen(ctx, mustURL(t, "http://good.example/")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
