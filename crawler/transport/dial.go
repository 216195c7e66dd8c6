package transport

import (
	"net"
	"time"
)

// Dialer connects to public addresses only, as the transport does; allowPrivate opens loopback and
// private networks. It is for protocols other than HTTP.
func Dialer(allowPrivate bool) *net.Dialer {
	return &net.Dialer{Timeout: 10 * time.Second, Control: guard(allowPrivate)}
}
