package engine

import (
	"bufio"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Error codes of ClickHouse the gate answers with.
const (
	codeUnknownDatabase = 81
	codeNetwork         = 210
	codeAuthentication  = 516
)

// How long the gate of a real engine has patience; farewellWithin is with the engine's last words to
// a client that has gone away.
const (
	greetingWithin = 10 * time.Second
	restartWithin  = 30 * time.Second
	farewellWithin = 5 * time.Second
)

// gate is the stable address in front of the engine.
type gate struct {
	listener net.Listener
	users    map[string]string // user → password
	exists   func(database string) bool
	engine   *whereabouts
	log      *slog.Logger
	greeting time.Duration // patience with a client that has connected and says nothing
	restart  time.Duration // patience with an engine that is down, before the client is told so

	ctx    context.Context // done when the gate closes
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// open starts to let clients in. Everything it starts has ended when close returns.
func (g *gate) open() {
	g.ctx, g.cancel = context.WithCancel(context.Background())
	g.wg.Go(func() {
		for {
			conn, err := g.listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil {
				// Out of file descriptors, most likely: let others finish first.
				g.log.Warn("engine: cannot accept a connection", "error", err)
				select {
				case <-time.After(100 * time.Millisecond):
				case <-g.ctx.Done():
					return
				}
				continue
			}
			g.wg.Go(func() { g.admit(conn) })
		}
	})
}

func (g *gate) close() {
	g.cancel()
	g.listener.Close()
	g.wg.Wait()
}

// admit takes one client from its greeting to its farewell.
func (g *gate) admit(client net.Conn) {
	defer client.Close()
	defer context.AfterFunc(g.ctx, func() { client.Close() })()

	client.SetDeadline(time.Now().Add(g.greeting))
	r := bufio.NewReader(client)
	greeting, err := readHello(r)
	if errors.Is(err, errNotHello) {
		g.log.Debug("engine: turned away", "from", client.RemoteAddr(), "error", err)
		return
	}
	if err != nil {
		return // it left, or never spoke
	}
	if code, why := g.refuse(greeting); why != "" {
		client.Write(appendException(nil, code, why))
		return
	}
	ctx, done := context.WithTimeout(g.ctx, g.restart)
	defer done()
	client.SetDeadline(time.Time{})
	backend, err := g.engine.dial(ctx)
	if err != nil {
		client.Write(appendException(nil, codeNetwork, fmt.Sprintf("the embedded engine is not up: %v", err)))
		return
	}
	defer backend.Close()
	defer context.AfterFunc(g.ctx, func() { backend.Close() })()

	first := greeting.append(nil)
	early, _ := r.Peek(r.Buffered())
	if _, err := backend.Write(append(first, early...)); err != nil {
		return
	}
	join(client, backend)
}

// refuse says why a greeting is not passed on, "" when it is. The engine would end itself over each
// of these.
func (g *gate) refuse(h hello) (code uint32, why string) {
	password, known := g.users[h.user]
	if same := subtle.ConstantTimeCompare([]byte(password), []byte(h.pass)) == 1; !known || !same {
		return codeAuthentication, h.user + ": Authentication failed: password is incorrect, or there is no user with such name; " +
			"the address with user and password is in engine.json of the data directory"
	}
	if h.database != "" && !g.exists(h.database) {
		return codeUnknownDatabase, fmt.Sprintf("Database %s does not exist", h.database)
	}
	return 0, ""
}

// join copies both ways until both have ended. The engine always sees an orderly end of its input,
// never a reset: it takes a reset during the handshake for a reason to end itself.
func join(client, backend net.Conn) {
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		if _, err := io.Copy(client, backend); err != nil {
			client.Close() // ends the other direction
			io.Copy(io.Discard, backend)
			return
		}
		client.Close()
	}()
	io.Copy(backend, client)
	if c, ok := backend.(*net.TCPConn); ok {
		c.CloseWrite()
	}
	select {
	case <-answered:
	case <-time.After(farewellWithin):
		backend.Close()
		<-answered
	}
}

// databaseExists asks the engine's own files: each database leaves an .sql file or a folder in
// data/metadata, its name escaped the engine's way.
func databaseExists(data string) func(string) bool {
	return func(name string) bool {
		switch name {
		case "default", "system", "information_schema", "INFORMATION_SCHEMA":
			return true
		}
		base := filepath.Join(data, "metadata", escapeFileName(name))
		for _, path := range []string{base + ".sql", base} {
			if _, err := os.Stat(path); err == nil {
				return true
			}
		}
		return false
	}
}

// escapeFileName is ClickHouse's escapeForFileName: everything but letters, digits and _ as %XX.
func escapeFileName(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
