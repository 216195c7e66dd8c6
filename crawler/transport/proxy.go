package transport

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// proxyURL reads the proxy the administrator named. What the environment names is never used: it
// would be somebody else's word on where requests go.
func proxyURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err == nil {
		switch u.Scheme {
		case "http", "https", "socks5", "socks5h":
		default:
			err = fmt.Errorf("scheme %q", u.Scheme)
		}
	}
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("transport: proxy is not an address such as http://proxy.example.org:3128 or socks5://127.0.0.1:1080")
	}
	return u, nil
}

// screen judges the host of a request that a proxy will resolve and connect to, where the guard of
// our own dialer sees nothing but the proxy. Addresses are held to the same rules; a name is refused
// when it means the proxy's own network, or resolves here to an address that would be refused. A name
// that does not resolve here is left to the proxy, which is often the only one that can.
func (t *Transport) screen(ctx context.Context, u *url.URL) error {
	name, err := hostName(u)
	if err != nil {
		return err
	}
	check := guard(t.o.AllowPrivate)
	if ip, err := netip.ParseAddr(name); err == nil {
		return check("tcp"+familyOf(ip), netip.AddrPortFrom(ip, 0).String(), nil)
	}
	if t.o.AllowPrivate {
		return nil
	}
	if inside(name) {
		return fmt.Errorf("%w: %s is a name inside the proxy's network; set allow_private for a site of your own", ErrAddress, name)
	}
	found, err := t.resolve(ctx, name)
	if err != nil {
		return ctx.Err()
	}
	for _, ip := range found {
		ip = ip.Unmap()
		if err := check("tcp"+familyOf(ip), netip.AddrPortFrom(ip, 0).String(), nil); err != nil {
			return err
		}
	}
	return nil
}

func familyOf(ip netip.Addr) string {
	if ip.Is4() {
		return "4"
	}
	return "6"
}

// inside tells names that mean something only within a network: those without a dot, and the
// domains kept for that use.
func inside(name string) bool {
	if !strings.Contains(name, ".") {
		return true
	}
	for _, domain := range []string{".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp"} {
		if strings.HasSuffix(name, domain) {
			return true
		}
	}
	return false
}

func resolve(ctx context.Context, name string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
}
