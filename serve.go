package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/pipeline/discover"
	"github.com/tingfeng-voc/tingfeng/pipeline/optout"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type serveCmd struct {
	Listen  string `placeholder:"HOST:PORT" help:"Address of the dashboard; overrides tingfeng.yaml."`
	TLSCert string `name:"tls-cert" placeholder:"FILE" help:"Serve https with this certificate and its chain (PEM); renewed files are taken while running."`
	TLSKey  string `name:"tls-key" placeholder:"FILE" help:"Key of the certificate (PEM)."`
}

// Run listens, crawls, watches and tells until Ctrl-C or SIGTERM.
func (s *serveCmd) Run(w *world, g *grammar) error {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	if s.Listen != "" {
		c.Listen = s.Listen
	}
	if err := api.CheckListen(c.Listen, c.Token, c.Access.SignIn()); err != nil {
		return err
	}
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return usage("serve: --tls-cert and --tls-key go together")
	}
	a, err := openControl(w.signal, w, g, c)
	if err != nil {
		return err
	}
	if s.TLSCert != "" {
		a.tls, err = openCertificate(s.TLSCert, s.TLSKey, w.now, func(err error) { a.log.Error("the renewed certificate is not taken", "error", err) })
		if err != nil {
			return errors.Join(err, a.close())
		}
	}
	a.folder, a.reload = g.Config, func() (*configs.Config, error) { return w.load(g) }
	return errors.Join(a.serve(w.signal, false, func(url string) {
		fmt.Fprintf(w.stdout, "听风 · tingfeng %s\n看板 dashboard: %s\nCtrl-C ends it.\n", version, url)
	}), a.close())
}

// serve answers HTTP and runs the pipeline until ctx is done. ready hears the address once it is
// open.
func (a *app) serve(ctx context.Context, demo bool, ready func(url string)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := a.openGate(demo); err != nil {
		return err
	}
	handler, err := a.handler(demo, ctx.Done())
	if err != nil {
		return err
	}
	changing := a.reloadable()
	listener, err := net.Listen("tcp", a.config.Listen)
	if err != nil {
		return fmt.Errorf("dashboard: %w: another program has this port; choose one with --listen or listen: in tingfeng.yaml", err)
	}
	if said := inTheClear(a.config.Listen, a.tls != nil, len(a.config.Access.Proxies) > 0); said != "" {
		a.log.Warn(said)
	}
	// Longer deadlines, of bodies and answers, are the door's: it knows which answer is long.
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	url := "http://" + listener.Addr().String()
	if a.tls != nil {
		server.TLSConfig = a.tls.config()
		url = "https://" + listener.Addr().String()
	}
	if err := a.announce(url); err != nil {
		return errors.Join(err, listener.Close())
	}
	served := make(chan error, 1)
	go func() {
		err := a.answer(server, listener)
		if !errors.Is(err, http.ErrServerClosed) {
			cancel() // without the door the rest would run unseen
		} else {
			err = nil
		}
		served <- err
	}()
	ready(url)
	go func() {
		select {
		case <-a.lost:
			cancel()
		case <-ctx.Done():
		}
	}()
	secondEnds := a.startSecond(ctx)
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		a.reloading(ctx, changing)
	}()
	err = a.pipeline.Run(ctx)
	cancel() // the pipeline may have ended by an error of its own
	<-watching
	secondEnds()
	grace, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer done()
	if server.Shutdown(grace) != nil {
		_ = server.Close() // somebody downloads an export; it looks broken to them, not short
	}
	return errors.Join(err, <-served)
}

func (a *app) handler(demo bool, closing <-chan struct{}) (http.Handler, error) {
	c, p := a.config, a.pipeline
	if a.gate == nil { // an empty interface would mean that nobody has to sign in
		return nil, errors.New("the dashboard cannot be served before it is known who may enter")
	}
	var provider api.Provider
	if a.provider != nil {
		provider = a.provider
	}
	return api.New(a.withOrders(a.withWatching(api.Options{
		Store: a.store, Brands: c.Brands, Stores: c.Stores, Sources: p.Sources, Titles: a.analyzer.Titles(),
		Orders: p.Orders, Alerts: p.Alerts, Messages: p.Messages,
		Push: func(ctx context.Context, posts []voc.Post) error { return meaning(p.Push(ctx, posts)) },
		Hear: func(ctx context.Context, visits []voc.Visit, seen []voc.Observation) error {
			return meaning(p.Hear(ctx, visits, seen))
		},
		Visit: func(ctx context.Context, id voc.SourceID, o api.VisitOrder) (api.Visiting, error) {
			one, err := p.VisitSoon(ctx, id, pipeline.Order(o))
			return api.Visiting(one), meaning(err)
		},
		Visiting: func(id voc.SourceID) (api.Visiting, bool) {
			one, ok := p.Visiting(id)
			return api.Visiting(one), ok
		},
		Digest: func(ctx context.Context, q api.LetterQuestion) (voc.Digest, error) {
			d, err := p.Digest(ctx, pipeline.LetterQuestion{Date: q.Date, Brand: q.Brand, Audience: q.Audience, Period: q.Period})
			return d, meaning(err)
		},
		Letters: a.letterbox(),
		Render: func(d voc.Digest, format string) ([]byte, error) {
			text, err := digest.Render(d, format)
			return []byte(text), err
		},
		Status:      func() api.Status { return a.withLocal(a.withSecond(statusOf(p.Status()))) },
		Discoveries: p.Discoveries, Discover: p.Discover, Reread: p.Reread,
		Effect: func(ctx context.Context, id string, d voc.Decision) (voc.Effect, error) {
			e, err := p.Effect(ctx, id, d)
			return e, meaning(err)
		},
		Decide: func(ctx context.Context, id string, d voc.Decision) (voc.Discovery, error) {
			one, err := p.Decide(ctx, id, d)
			return one, meaning(err)
		},
		Erase: func(ctx context.Context, e voc.Erasure) (voc.Erased, error) {
			done, err := p.Erase(ctx, e)
			return done, meaning(err)
		},
		Retag:    func(actor string) api.Retagging { return api.Retagging(p.RetagSoon(actor)) },
		Retagged: func() api.Retagging { return api.Retagging(p.Retagging()) },
		Version:  version, Demo: demo, Listen: c.Listen, Hosts: c.Hosts, Token: c.Token, Agents: agentsOf(c), Location: c.Location,
		Record: a.store.SaveAccess, Access: a.gate, Provider: provider, Local: a.local, Secure: a.tls != nil || strings.HasPrefix(c.Address, "https://"), Proxies: c.Access.Proxies,
		Now: a.world.now, Log: a.log,
		Closing: closing,
		Jobs:    p.Jobs,
		Strange: func(text string) (int, int) { return p.Understood().Strange(text) },
		LLM:     api.LLMSettings{Enabled: c.LLM.Enabled, Model: c.LLM.Model, DailyCost: c.LLM.DailyCost, DailyTokens: c.LLM.DailyTokens},
		StartJob: func(ctx context.Context, plan voc.Job) (context.Context, api.Work) {
			return p.StartJob(ctx, plan)
		},
		CancelJob: func(id, actor string) error { return meaning(p.CancelJob(id, actor)) },
		ResumeJob: func(ctx context.Context, id, actor string) error { return meaning(p.ResumeJob(ctx, id, actor)) },
	})))
}

// answer serves with the certificate, if there is one.
func (a *app) answer(server *http.Server, listener net.Listener) error {
	if a.tls != nil {
		return server.ServeTLS(listener, "", "")
	}
	return server.Serve(listener)
}

func agentsOf(c *configs.Config) []api.Agent {
	list := make([]api.Agent, len(c.Agents))
	for i, a := range c.Agents {
		list[i] = api.Agent(a)
	}
	return list
}

func statusOf(s pipeline.Status) api.Status {
	kept := api.RetentionStatus{
		Days: int(s.Retention.Keep / (24 * time.Hour)), At: s.Retention.At,
		Rows: s.Retention.Purged.Rows + s.Retention.Purged.Others, Listed: s.Retention.Listed,
	}
	return api.Status{Retention: kept, Seq: s.Seq, SpoolEntries: s.Entries, SpoolBytes: s.Bytes, SpoolFull: s.Full, NextAt: s.NextAt, Errors: s.Errors}
}

// meaning says of an error of the pipeline what it means to somebody who asked over HTTP.
func meaning(err error) error {
	var conflict *workorder.ErrConflict
	var refused *workorder.ErrNotAllowed
	switch {
	case err == nil:
		return nil
	case errors.Is(err, pipeline.ErrNone):
		return fmt.Errorf("%w: %w", api.ErrNotFound, err)
	case errors.Is(err, pipeline.ErrRevision):
		return fmt.Errorf("%w: %w", api.ErrRevision, err)
	case errors.Is(err, pipeline.ErrWrong):
		return fmt.Errorf("%w: %w", api.ErrInvalid, err)
	case errors.As(err, &conflict), errors.As(err, &refused), errors.Is(err, pipeline.ErrRefused),
		errors.Is(err, pipeline.ErrBusy), errors.Is(err, pipeline.ErrNotOurs), errors.Is(err, pipeline.ErrNoGaps):
		return fmt.Errorf("%w: %w", api.ErrConflict, err)
	case errors.Is(err, pipeline.ErrMany):
		return fmt.Errorf("%w: %w", api.ErrConflict, err)
	case errors.Is(err, pipeline.ErrDate), errors.Is(err, pipeline.ErrUnclear), errors.Is(err, optout.ErrEntry), errors.Is(err, discover.ErrInvalid):
		return fmt.Errorf("%w: %w", api.ErrInvalid, err)
	case errors.Is(err, spool.ErrFull):
		return fmt.Errorf("%w: %w", api.ErrFull, err)
	case errors.Is(err, spool.ErrDiskFull):
		return fmt.Errorf("%w: %w", api.ErrDiskFull, err)
	}
	return err
}

// running is what a tingfeng in control leaves in its data folder for other commands.
type running struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	PID   int    `json:"pid"`
	Cert  string `json:"cert,omitempty"` // file of the certificate, when it is https
}

func runningFile(data string) string { return filepath.Join(data, "running.json") }

// announce tells other commands on this machine where this process listens.
func (a *app) announce(url string) error {
	path := runningFile(a.config.Data)
	said := running{URL: url, Token: cmp.Or(a.config.Token, a.local), PID: os.Getpid()}
	if a.tls != nil {
		cert, err := filepath.Abs(a.tls.cert)
		if err != nil {
			return err
		}
		said.Cert = cert
	}
	text, err := json.Marshal(said)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return err
	}
	a.atEnd(func(context.Context) error { return os.Remove(path) })
	return nil
}
