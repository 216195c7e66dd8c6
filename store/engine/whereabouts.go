package engine

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// whereabouts is where the engine's present incarnation listens. Others wait here for the next one
// while it restarts.
type whereabouts struct {
	mu      sync.Mutex
	addr    string        // "" while the engine is down
	changed chan struct{} // closed at the next change of addr
}

func newWhereabouts() *whereabouts { return &whereabouts{changed: make(chan struct{})} }

// set says where the engine listens from now on; "" that it is down.
func (w *whereabouts) set(addr string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.addr = addr
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *whereabouts) now() (addr string, changed <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.addr, w.changed
}

// dial connects to the engine, waiting for its next incarnation as long as ctx allows.
func (w *whereabouts) dial(ctx context.Context) (net.Conn, error) {
	var d net.Dialer
	for {
		addr, changed := w.now()
		if addr != "" {
			conn, err := d.DialContext(ctx, "tcp", addr)
			if err == nil {
				return conn, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("it restarts and has not come back: %w", ctx.Err())
		}
	}
}
