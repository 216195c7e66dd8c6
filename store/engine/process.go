package engine

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is one incarnation of the engine.
type process struct {
	cmd    *exec.Cmd
	engine string    // path of the library or binary
	stdin  io.Closer // its end is the engine's end
	addr   string
	said   *tail
	exited chan struct{} // closed after Wait
	err    error         // of Wait; read after exited
}

// tryAgain is a failed start that another try may mend: a port taken in between, a dying engine of a
// killed parent that still holds the data, a kill from outside.
type tryAgain struct {
	why   error
	tries int // starts in all, before it counts as failed
}

func (t tryAgain) Error() string { return t.why.Error() }

// start runs a new incarnation and returns when it answers a login.
func (e *Engine) start(ctx context.Context) (*process, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	p, err := e.spawn(port)
	if err != nil {
		return nil, err
	}
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, e.opts.StartWithin)
	defer cancel()
	greeting := hello{client: "tingfeng", major: 1, version: 54400, database: database, user: userName, pass: e.card.Password}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-p.exited:
			return nil, p.explain()
		case <-ctx.Done():
			p.kill()
			if errors.Is(whole.Err(), context.Canceled) {
				return nil, fmt.Errorf("engine: the start was called off: %w", whole.Err())
			}
			return nil, fmt.Errorf("engine: no answer within %s; its last words: %s; its log is in %s", e.opts.StartWithin, p.said, e.layout.logs)
		case <-tick.C:
		}
		switch err := greet(ctx, p.addr, greeting); {
		case err == nil:
			return p, nil
		case errors.Is(err, errRefused):
			p.kill()
			return nil, err
		}
	}
}

// spawn starts the child with an empty environment: nothing of ours, no secret and no proxy, is
// the engine's business. Its time zone is UTC, so that dates in SQL mean the same everywhere.
func (e *Engine) spawn(port int) (*process, error) {
	args := e.layout.arguments(port)
	path := e.program.path
	if e.program.library {
		exe, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("engine: cannot find this program's own file, which is also the engine's: %w", err)
		}
		path, args = exe, append([]string{childFlag, e.program.path}, args...)
	} else {
		args = append([]string{"local"}, args...)
	}
	cmd := exec.Command(path, args...)
	if e.program.library && runtime.GOOS == "linux" {
		// The file may have been replaced by an upgrade while we run; this still is what we are.
		cmd.Path = "/proc/self/exe"
	}
	p := &process{
		cmd:    cmd,
		engine: e.program.path,
		addr:   net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		said:   &tail{limit: 4 << 10},
		exited: make(chan struct{}),
	}
	p.cmd.Env = []string{"TZ=UTC", "LANG=C.UTF-8", "PATH=/usr/bin:/bin"}
	p.cmd.Dir = e.layout.dir
	p.cmd.Stderr = p.said
	p.cmd.Stdout = p.said
	apart(p.cmd)
	stdin, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	p.stdin = stdin
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("engine: cannot start %s: %w", path, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// stop ends the incarnation in order, by force after grace, and returns when it is gone.
func (p *process) stop(grace time.Duration) {
	p.stdin.Close()
	select {
	case <-p.exited:
	case <-time.After(grace):
		p.kill()
	}
}

// kill ends the incarnation by force, and what it started too: a wrapper script would else leave the
// engine behind, which holds our pipes open.
func (p *process) kill() {
	killAll(p.cmd.Process)
	<-p.exited
}

// explain says why an incarnation ended by itself. Call it after exited.
func (p *process) explain() error {
	words := p.said.String()
	has := func(s string) bool { return strings.Contains(words, s) }
	if status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		switch status.Signal() {
		case syscall.SIGILL:
			return fmt.Errorf("engine: ended by an instruction this processor does not know: %w", checkCPU([]feature{{"an instruction", false}}))
		case syscall.SIGKILL:
			return tryAgain{errors.New("engine: killed from outside (kill -9, or the system ran out of memory: then lower engine.memory_limit)"), 5}
		}
	}
	switch {
	case p.cmd.ProcessState.ExitCode() == exitUnusable:
		return errors.New(lastLine(words))
	case has("Address already in use"), has("Another server instance"), has("Cannot lock file"):
		return tryAgain{fmt.Errorf("engine: somebody else holds its data or its port: %s", words), 1000}
	case has("No space left on device"):
		return fmt.Errorf("engine: the disk is full: free some space or move the data directory: %s", words)
	case has("Unrecognized option '--listen_host'"), has("Unrecognized option '--tcp_port'"):
		return fmt.Errorf("engine: %s is too old to serve: release 26.7 or newer is needed; run `make engine`", p.engine)
	}
	return fmt.Errorf("engine: ended by itself (%v): %s", p.err, words)
}

// errRefused means that the engine answered and does not want us: trying again is pointless.
var errRefused = errors.New("engine: the engine refused its own user")

// greet logs in and out again; nil means that the engine serves.
func greet(ctx context.Context, addr string, h hello) error {
	d := net.Dialer{Timeout: time.Second}
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	deadline := time.Now().Add(5 * time.Second)
	if sooner, ok := ctx.Deadline(); ok && sooner.Before(deadline) {
		deadline = sooner
	}
	conn.SetDeadline(deadline)
	if _, err := conn.Write(h.append(nil)); err != nil {
		return err
	}
	r := bufio.NewReader(conn)
	kind, err := binary.ReadUvarint(r)
	if err != nil {
		return err
	}
	if kind != 0 {
		rest, _ := r.Peek(r.Buffered())
		return fmt.Errorf("%w: %q", errRefused, rest)
	}
	if c, ok := conn.(*net.TCPConn); ok {
		c.CloseWrite()
		io.Copy(io.Discard, r)
	}
	return nil
}

// freePort finds a loopback port that is free now. Somebody may take it before the engine does; then
// the start is tried again with another.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("engine: no loopback port to be had: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// tail keeps the last words of a process.
type tail struct {
	mu    sync.Mutex
	limit int
	buf   []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if over := len(t.buf) - t.limit; over > 0 {
		t.buf = append(t.buf[:0], t.buf[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.buf))
}

func lastLine(s string) string {
	return s[strings.LastIndexByte(s, '\n')+1:]
}
