package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Engine is a running ClickHouse of our own. It is restarted when it dies; its address and
// passwords stay the same over restarts, its own and this program's.
type Engine struct {
	opts    Options
	layout  layout
	program program
	card    card
	lock    *os.File
	gate    *gate
	where   *whereabouts

	closing  sync.Once
	cancel   context.CancelFunc
	ended    chan struct{} // closed when the supervisor has ended
	childPID atomic.Int64  // of the present incarnation
}

// Pauses before a restart. They double while the engine keeps dying: up to a second when it comes up
// and dies again, so that callers wait little, up to ten when it does not even come up.
const (
	firstPause  = 100 * time.Millisecond
	servedPause = time.Second
	failedPause = 10 * time.Second
	healthy     = 10 * time.Second // an incarnation that lived this long starts the pauses over
)

// stopGrace is how long an orderly end of the engine may take.
const stopGrace = 15 * time.Second

// Start locks the data directory, starts the engine and returns when it serves. ctx bounds the
// start alone; Close ends the engine.
func Start(ctx context.Context, o Options) (*Engine, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	prog, err := find(o)
	if err != nil {
		return nil, err
	}
	e := &Engine{opts: o, layout: layoutOf(o.Dir), program: prog, where: newWhereabouts(), ended: make(chan struct{})}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, explainDisk(err, o.Dir)
	}
	if e.lock, err = lockDir(o.Dir); err != nil {
		return nil, err
	}
	first, err := e.launch(ctx)
	if err != nil {
		e.lock.Close()
		return nil, err
	}
	ctx, e.cancel = context.WithCancel(context.Background())
	go e.supervise(ctx, first)
	return e, nil
}

// launch is everything of a start that needs the lock.
func (e *Engine) launch(ctx context.Context) (*process, error) {
	var err error
	if e.card, err = loadOrMakeCard(e.opts.Dir); err != nil {
		return nil, err
	}
	listener, err := listen(e.opts.Port, e.card.Port)
	if err != nil {
		return nil, err
	}
	e.card.Port = listener.Addr().(*net.TCPAddr).Port
	e.card.PID = os.Getpid()
	e.gate = &gate{
		listener: listener,
		users:    map[string]string{userName: e.card.Password},
		exists:   databaseExists(e.layout.data),
		engine:   e.where,
		log:      e.opts.Log,
		greeting: greetingWithin,
		restart:  restartWithin,
	}
	first, err := e.firstStart(ctx)
	if err != nil {
		listener.Close()
		return nil, err
	}
	e.serve(first)
	e.gate.open()
	return first, nil
}

// firstStart fails at once on what will not mend itself, and has patience with the engine of a
// parent killed a moment ago, which still puts its data in order.
func (e *Engine) firstStart(ctx context.Context) (*process, error) {
	if err := e.layout.prepare(e.opts, e.card); err != nil {
		return nil, err
	}
	if err := e.card.write(e.opts.Dir); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, e.opts.StartWithin)
	defer cancel()
	for try := 1; ; try++ {
		p, err := e.start(ctx)
		var again tryAgain
		if !errors.As(err, &again) || try >= again.tries {
			return p, err
		}
		select {
		case <-time.After(firstPause):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// supervise keeps an engine running until ctx is done, then ends it.
func (e *Engine) supervise(ctx context.Context, p *process) {
	defer close(e.ended)
	pause, born := firstPause, time.Now()
	for {
		select {
		case <-ctx.Done():
			e.where.set("")
			p.stop(stopGrace)
			return
		case <-p.exited:
		}
		e.where.set("")
		if time.Since(born) > healthy {
			pause = firstPause
		}
		e.opts.Log.Error("engine: it died and is restarted", "why", p.explain(), "pid", p.cmd.Process.Pid, "in", pause)
		if p = e.restart(ctx, pause); p == nil {
			return
		}
		pause = min(2*pause, servedPause)
		born = time.Now()
		e.serve(p)
		e.opts.Log.Info("engine: it is back", "pid", p.cmd.Process.Pid)
	}
}

// serve lets callers through to an incarnation.
func (e *Engine) serve(p *process) {
	e.childPID.Store(int64(p.cmd.Process.Pid))
	e.where.set(p.addr)
}

// restart tries until an engine serves; nil when ctx is done first.
func (e *Engine) restart(ctx context.Context, pause time.Duration) *process {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		pause = min(2*pause, failedPause)
		p, err := e.start(ctx)
		if err == nil {
			return p
		}
		if ctx.Err() == nil {
			e.opts.Log.Error("engine: a restart failed", "error", err, "next try in", pause)
		}
	}
}

// DSN is the engine's address for the store: clickhouse://user:password@127.0.0.1:port/database.
// It does not change while the engine lives, restarts included.
func (e *Engine) DSN() string { return e.card.dsn() }

// PID is the process id of the engine's present incarnation, for status pages and tests that kill it.
func (e *Engine) PID() int { return int(e.childPID.Load()) }

// Dir is the data directory, absolute.
func (e *Engine) Dir() string { return e.opts.Dir }

// Close ends the engine in order and gives the data directory free. Connections still open are cut.
// Closing again does nothing.
func (e *Engine) Close() error {
	var err error
	e.closing.Do(func() {
		e.cancel()
		<-e.ended
		e.gate.close()
		err = e.lock.Close()
	})
	return err
}

// listen binds the gate's address: the port asked for, else the last one used, else any.
func listen(asked, last int) (net.Listener, error) {
	on := func(port int) (net.Listener, error) {
		return net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	}
	if asked == 0 {
		if l, err := on(last); err == nil {
			return l, nil
		}
	}
	l, err := on(asked)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("engine: port %d of 127.0.0.1 is in use by another program: set engine.port to another one, or to 0 for any", asked)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("engine: port %d needs root: set engine.port to 0 for any, or to 1024 or more", asked)
	case err != nil:
		return nil, fmt.Errorf("engine: cannot listen on port %d of 127.0.0.1: %w", asked, err)
	}
	return l, nil
}
