package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/oidc"
	"github.com/tingfeng-voc/tingfeng/pipeline/second"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/engine"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// app is every part of a running tingfeng. Parts are built top to bottom in open, and each step
// registers its own end at once; close ends them backwards.
type app struct {
	world    *world
	config   *configs.Config
	log      *slog.Logger
	store    *store.Store
	lost     chan struct{} // closed when another process has taken control: this one must stop
	analyzer *nlp.Analyzer
	pipeline *pipeline.Pipeline
	second   *second.Worker                  // has doubtful mentions read by a language model; nil: nobody does
	writer   digest.Writer                   // says letters in sentences of its own; nil: nobody does
	folder   string                          // of the configuration
	reload   func() (*configs.Config, error) // reads it again; nil: it came with the binary
	gate     *entrance                       // who may enter; nil before the door opens
	provider *oidc.Provider                  // people can sign in through it; nil: none
	local    string                          // secret of commands on this machine
	tls      *certificate                    // nil: plain HTTP
	untaught atomic.Pointer[string]          // why the local model is left out; "": it is not

	ends []func(context.Context) error
}

// closeWithin bounds an orderly end: last writes, the engine's shutdown.
const closeWithin = 45 * time.Second

// close ends the parts in the reverse order of their start.
func (a *app) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	var errs []error
	for len(a.ends) > 0 {
		last := a.ends[len(a.ends)-1]
		a.ends = a.ends[:len(a.ends)-1]
		errs = append(errs, last(ctx))
	}
	return errors.Join(errs...)
}

func (a *app) atEnd(end func(context.Context) error) { a.ends = append(a.ends, end) }

// openControl builds everything, as the one process that may change what is stored. It refuses to
// start beside another one.
func openControl(ctx context.Context, w *world, g *grammar, c *configs.Config) (a *app, err error) {
	a = &app{world: w, config: c, log: w.logger(g)}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.close())
		}
	}()
	if err := makeDataFolder(c.Data); err != nil {
		return a, err
	}
	secret, err := installSecret(filepath.Join(c.Data, "secret"))
	if err != nil {
		return a, err
	}
	// The spool first: it is locked by one process, and saying "already running" is quicker than
	// starting an engine to find out.
	waiting, err := spool.Open(spool.Options{Dir: filepath.Join(c.Data, "spool"), MaxBytes: c.Spool, Log: a.log})
	if errors.Is(err, spool.ErrLocked) {
		return a, fmt.Errorf("%w: tingfeng is already running on %s; use it at its address, stop it, or give another folder with --data", err, c.Data)
	}
	if err != nil {
		return a, err
	}
	a.atEnd(func(context.Context) error { return waiting.Close() })

	analyzing := make(chan error, 1) // the dictionary loads while the engine starts: each takes a second or two
	go func() {
		var err error
		a.analyzer, err = nlp.New(a.understanding(c))
		analyzing <- err
	}()
	if err := a.openStore(ctx, true); err != nil {
		<-analyzing
		return a, err
	}
	if err := a.takeControl(ctx); err != nil {
		<-analyzing
		return a, err
	}
	if err := <-analyzing; err != nil {
		return a, err
	}
	masker, err := mask.New(secret, brandNames(c)...)
	if err != nil {
		return a, err
	}
	options := c.Crawler
	options.Log, options.Now = a.log, w.now
	fetcher, err := crawler.New(options)
	if err != nil {
		return a, err
	}
	channels, err := a.channels()
	if err != nil {
		return a, err
	}
	if err := a.openSecond(ctx, masker); err != nil {
		return a, err
	}
	a.pipeline, err = pipeline.New(ctx, pipeline.Options{
		Store: a.store, Crawler: fetcher, Analyzer: a.analyzer, Spool: waiting, Masker: masker,
		Sources: c.Sources, Rules: c.Rules, Brands: c.Brands, Stores: c.Stores, Titles: a.analyzer.Titles(),
		Channels: channels, Limits: places(c), Address: address(c), Letter: pipeline.Letter(c.Digest), Writer: a.writer, Patience: c.LLM.LetterTimeout, Desk: c.Desk, Watching: pipeline.Watching(c.Watching), Retention: c.Keep,
		Dir: c.Data, Location: c.Location, Now: w.now, Log: a.log, Saved: a.offer,
		Build: a.build(c),
	})
	return a, err
}

// build makes analyzers of a configuration and what people accepted of the discoveries.
func (a *app) build(c *configs.Config) pipeline.Build {
	return func(accepted []voc.Discovery) (*nlp.Analyzer, error) {
		return nlp.New(a.understanding(c).With(accepted))
	}
}

// openReader opens the store alone, for questions: the engine of a running tingfeng if there is
// one, else one of our own for as long as the question takes.
func openReader(ctx context.Context, w *world, g *grammar, c *configs.Config) (a *app, err error) {
	a = &app{world: w, config: c, log: w.logger(g)}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.close())
		}
	}()
	if c.Store.DSN == "" {
		if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
			return a, fmt.Errorf("no data folder %s: nothing has been stored there yet; run tingfeng serve, crawl or import first, or name another with --data", c.Data)
		}
	}
	return a, a.openStore(ctx, false)
}

// openStore connects to the configured server, or to the embedded engine, which it starts when no
// running tingfeng has done so. Only the process in control changes the schema.
func (a *app) openStore(ctx context.Context, control bool) error {
	options := a.config.Store
	options.Log = a.log
	options.Sources = sourcesOf(a.config)
	options.Now, options.Location = a.world.now, a.config.Location
	if options.DSN == "" {
		dsn, err := a.embedded(ctx, control)
		if err != nil {
			return err
		}
		options.DSN = dsn
	}
	var err error
	if a.store, err = store.Open(ctx, options); err != nil {
		return err
	}
	a.atEnd(func(context.Context) error { return a.store.Close() })
	if control {
		return a.store.Migrate(ctx)
	}
	return nil
}

func (a *app) embedded(ctx context.Context, control bool) (string, error) {
	dir := filepath.Join(a.config.Data, "engine")
	if !control {
		if dsn, err := engine.Attach(dir); err == nil {
			return dsn, nil
		}
	}
	e, err := engine.Start(ctx, engine.Options{
		Dir: dir, Library: a.config.Engine.Library, Port: a.config.Engine.Port, MemoryLimit: a.config.Engine.Memory,
		Search: librarySearch(), Log: a.log,
	})
	if err != nil {
		return "", err
	}
	a.atEnd(func(context.Context) error { return e.Close() })
	return e.DSN(), nil
}

// librarySearch is where the engine's library is looked for: beside the binary, and in the source
// tree the binary was built in.
func librarySearch() []string {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	if resolved, err := filepath.EvalSymlinks(self); err == nil {
		self = resolved
	}
	beside := filepath.Dir(self)
	return []string{beside, filepath.Join(beside, "lib"), filepath.Join(beside, "..", "lib"), filepath.Join(beside, "..", "store", "engine", "lib")}
}

func sourcesOf(c *configs.Config) []voc.Source {
	list := make([]voc.Source, len(c.Sources))
	for i, s := range c.Sources {
		list[i] = s.Source
	}
	return list
}

// heartbeat is how often the process in control says that it lives; controlFresh after the last
// word another may take over.
const (
	heartbeat    = 10 * time.Second
	controlFresh = 45 * time.Second
)

// takeControl makes this the one control process of the store. The spool's lock guards a folder;
// this guards a server that several machines reach.
func (a *app) takeControl(ctx context.Context) error {
	// Without the process number: the spool's lock keeps two processes off one folder, so who holds
	// the folder is the same holder as before, and a restart after a crash need not wait.
	host, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("name of this machine: %w", err)
	}
	folder, err := filepath.Abs(a.config.Data)
	if err != nil {
		return err
	}
	holder := host + ":" + folder
	if err := a.store.TakeControl(ctx, holder, a.world.now(), controlFresh); err != nil {
		return err
	}
	beat, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	a.lost = make(chan struct{})
	go func() {
		defer close(done)
		a.keepControl(beat, holder)
	}()
	a.atEnd(func(ctx context.Context) error {
		stop()
		<-done
		return a.store.ReleaseControl(ctx, holder, a.world.now())
	})
	return nil
}

// keepControl writes heartbeats until ctx is done, or until it finds that another process writes
// the journal: two writers would each believe a state the other has changed.
func (a *app) keepControl(ctx context.Context, holder string) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := a.store.KeepControl(ctx, holder, a.world.now())
		switch {
		case err == nil || ctx.Err() != nil:
		case errors.Is(err, store.ErrControlLost):
			a.log.Error("another tingfeng has taken over this database; this one stops", "error", err)
			close(a.lost)
			return
		default:
			a.log.Error("heartbeat not written", "error", err)
		}
	}
}

func makeDataFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w: make it writable, or name another with --data", err)
	}
	probe, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return fmt.Errorf("data folder: %w: make it writable, or name another with --data", err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// installSecret reads the key under which authors are hashed, or makes it at the first start.
// Losing it means that old and new mentions of one author no longer meet.
func installSecret(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err == nil {
		secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(secret) < 16 {
			return nil, fmt.Errorf("%s does not hold a secret: restore it from a backup; deleting it gives every author a new hash", path)
		}
		return secret, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	return secret, errors.Join(err, f.Sync(), f.Close())
}

// logger writes to standard error: warnings and worse, everything with --verbose.
func (w *world) logger(g *grammar) *slog.Logger {
	level := slog.LevelWarn
	if g.Verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w.stderr, &slog.HandlerOptions{Level: level}))
}

// load reads the configuration a command works with. Flags override the environment, which
// overrides files: a container is told by its environment.
func (w *world) load(g *grammar) (*configs.Config, error) {
	c, err := configs.Load(g.Config, w.lookup)
	if err != nil {
		return nil, err
	}
	for name, option := range map[string]*string{
		"TINGFENG_DATA": &c.Data, "TINGFENG_DSN": &c.Store.DSN, "TINGFENG_LISTEN": &c.Listen, "TINGFENG_TOKEN": &c.Token,
	} {
		if value, ok := w.lookup(name); ok && value != "" {
			*option = value
		}
	}
	g.override(c)
	return c, nil
}

func (g *grammar) override(c *configs.Config) {
	if g.Data != "" {
		c.Data = g.Data
	}
	if g.DSN != "" {
		c.Store.DSN = g.DSN
	}
}

// brandNames are what the mask leaves alone behind an @: a brand's account is nobody's person.
func brandNames(c *configs.Config) []string {
	var names []string
	for _, b := range c.Brands {
		names = append(names, b.Name)
	}
	for _, rule := range c.NLP.Brands {
		names = append(names, rule.Any...)
	}
	return names
}
