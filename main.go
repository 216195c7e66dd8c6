// Command tingfeng listens to what customers say, understands it in Chinese, and makes sure
// somebody acts on it. See README.md for the two commands that show it, docs/ for the rest.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/tingfeng-voc/tingfeng/store/engine"
)

// version is set by the build.
var version = "dev"

// Exit codes: scripts rest on them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	// The embedded engine is this program started a second time: it must not read flags.
	if engine.IsChild(os.Args) {
		os.Exit(engine.RunChild(os.Args))
	}
	os.Exit(command(os.Args[1:], system()))
}

// world is everything the commands take from outside, so that a test can be the outside.
type world struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	lookup func(string) (string, bool) // environment
	now    func() time.Time
	signal context.Context // done at the first Ctrl-C or SIGTERM
	tty    bool            // stderr is a terminal: progress may redraw its line
}

func system() *world {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	info, err := os.Stderr.Stat()
	return &world{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		lookup: os.LookupEnv, now: time.Now, signal: ctx,
		tty: err == nil && info.Mode()&os.ModeCharDevice != 0,
	}
}

// grammar is the command line. Its words are stable: acceptance scripts use them.
type grammar struct {
	Config  string           `short:"c" default:"configs" placeholder:"DIR" help:"Folder with tingfeng.yaml, brands.yaml, sources.yaml, …"`
	Data    string           `placeholder:"DIR" help:"Folder for everything that is kept; overrides tingfeng.yaml."`
	DSN     string           `name:"dsn" placeholder:"URL" help:"clickhouse://user:password@host:9000/database; overrides tingfeng.yaml. Empty: the embedded engine."`
	JSON    bool             `name:"json" help:"Print results as JSON for scripts."`
	Verbose bool             `short:"v" help:"Log what is going on."`
	Version kong.VersionFlag `help:"Print the version."`

	Demo     demoCmd     `cmd:"" help:"Everything on this machine: a local site of three invented brands, crawled, understood, alerted, told."`
	Serve    serveCmd    `cmd:"" help:"The real thing, from --config."`
	Check    checkCmd    `cmd:"" help:"Check configuration, dictionaries and connections; every error with file:line and remedy."`
	Crawl    crawlCmd    `cmd:"" help:"Visit one source now."`
	Sources  sourcesCmd  `cmd:"" help:"Health and coverage of every source."`
	Import   importCmd   `cmd:"" help:"Take posts from files and folders: Excel, CSV, JSON, SQLite, MediaCrawler, saved answers of platforms."`
	Tag      tagCmd      `cmd:"" help:"The understanding alone: posts.jsonl on standard input, one tagged line out for each."`
	Train    trainCmd    `cmd:"" help:"Learn a file of weights from the sets a manifest names."`
	Eval     evalCmd     `cmd:"" help:"How well labelled texts are understood: accuracy, F1, calibration, the worst errors."`
	Detect   detectCmd   `cmd:"" help:"The alert detector alone: timestamp,count on standard input."`
	Backtest backtestCmd `cmd:"" help:"What a rule would have told of the past, at every sensitivity."`
	Digest   digestCmd   `cmd:"" help:"The nightly letter, the report of a week or month, or that of an incident."`
	User     userCmd     `cmd:"" help:"Who may enter: list, add, passwd, role, disable, enable."`
	Orders   ordersCmd   `cmd:"" help:"Work orders: list, show, claim, note, resolve, close, reopen."`
	Discover discoverCmd `cmd:"" help:"Words and stories nobody has defined: list, search, effect, accept, reject."`
	Erase    eraseCmd    `cmd:"" help:"Forget a person or a post for good, and keep them out."`
	Retag    retagCmd    `cmd:"" help:"Understand anew what an older model, lexicon or taxonomy understood."`
	LLM      llmCmd      `cmd:"" name:"llm" help:"The second opinion of a language model: what it costs, how far it agrees."`
	Learn    learnCmd    `cmd:"" help:"Learn from second readings and corrections: now, list, rollback."`
	Verify   verifyCmd   `cmd:"" help:"Whether a pack of evidence is what was written, byte for byte."`
	Bench    benchCmd    `cmd:"" help:"Make up millions of mentions and measure how fast the dashboard answers."`
	SQL      sqlCmd      `cmd:"" name:"sql" help:"A read-only query on whatever store is configured."`
}

// usageError marks an error as wrong use: exit code 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// command parses args, runs what they say, and returns the exit code.
func command(args []string, w *world) int {
	var g grammar
	exited := -1
	parser, err := kong.New(&g,
		kong.Name("tingfeng"),
		kong.Description("听风 — hears what customers say, in Chinese, and puts each failure into somebody's hands."),
		kong.Writers(w.stdout, w.stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.Vars{"version": version},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(w, &g),
	)
	if err != nil {
		fmt.Fprintln(w.stderr, "tingfeng:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help or --version has printed what was asked
		return exited
	}
	if err != nil {
		fmt.Fprintf(w.stderr, "tingfeng: %v\nTry: tingfeng --help\n", err)
		return exitUsage
	}
	return exitCode(parsed.Run(), w)
}

func exitCode(err error, w *world) int {
	var wrong usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &wrong):
		fmt.Fprintln(w.stderr, "tingfeng:", err)
		return exitUsage
	case errors.Is(err, context.Canceled) && w.signal.Err() != nil:
		fmt.Fprintln(w.stderr, "tingfeng: stopped; what was taken is kept, run it again to go on")
		return exitFailed
	}
	fmt.Fprintln(w.stderr, "tingfeng:", err)
	return exitFailed
}
