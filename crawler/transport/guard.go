package transport

import (
	"fmt"
	"net/netip"
	"syscall"
)

// guard returns the check a dialer runs on each address after resolving it and before connecting.
// There, and only there, a name that resolves to a public address first and to 127.0.0.1 a moment
// later, and a redirect into the internal network, look the same as an honest one looks different.
func guard(allowPrivate bool) func(network, address string, c syscall.RawConn) error {
	return func(network, address string, _ syscall.RawConn) error {
		if network != "tcp4" && network != "tcp6" {
			return fmt.Errorf("%w: network %s", ErrAddress, network)
		}
		peer, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: %q is not an address", ErrAddress, address)
		}
		ip := peer.Addr()
		switch {
		case public(ip):
			return nil
		case allowPrivate && own(ip):
			return nil
		case own(ip):
			return fmt.Errorf("%w: %s; set allow_private for a site of your own", ErrPrivate, ip)
		}
		return fmt.Errorf("%w: %s is reserved", ErrPrivate, ip)
	}
}

// Inward tells whether a host is written as an address that is on no public internet, so that a redirect
// there can be named for what it is. A name is looked up, and judged, when it is connected to.
func Inward(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && !public(ip)
}

// own tells loopback and private networks: what allow_private opens. Link-local addresses stay
// closed even then, because the metadata services of clouds live there.
func own(ip netip.Addr) bool {
	ip = ip.Unmap()
	return ip.IsLoopback() || ip.IsPrivate()
}

// public tells addresses of the public internet. An address that wraps an IPv4 one (mapped, NAT64,
// 6to4) is as public as what it wraps.
func public(ip netip.Addr) bool {
	ip = ip.WithZone("").Unmap()
	if inner, ok := wrapped(ip); ok {
		return public(inner)
	}
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false // loopback, link-local, multicast, unspecified, broadcast; 10/8, 172.16/12, 192.168/16, fc00::/7
	}
	if ip.Is6() && !allocated.Contains(ip) {
		return false // all of IPv6 that was ever given out lies in one eighth; the rest is kept for other uses
	}
	for _, p := range reserved {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// reserved are blocks of the IANA special-purpose registries that net/netip does not know.
var reserved = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "3fff::/20",
)

// allocated is the global unicast space of IPv6. Outside it lie the IPv4-compatible (::/96) and
// translated (::ffff:0:0:0/96) addresses, local NAT64 (64:ff9b:1::/48), site-local (fec0::/10) and others.
var allocated = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, s := range all {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

var (
	nat64   = netip.MustParsePrefix("64:ff9b::/96")
	sixToV4 = netip.MustParsePrefix("2002::/16")
)

// wrapped is the IPv4 address inside an IPv6 one.
func wrapped(ip netip.Addr) (netip.Addr, bool) {
	b := ip.As16()
	switch {
	case !ip.Is6():
		return ip, false
	case nat64.Contains(ip):
		return netip.AddrFrom4([4]byte(b[12:16])), true
	case sixToV4.Contains(ip):
		return netip.AddrFrom4([4]byte(b[2:6])), true
	}
	return ip, false
}
