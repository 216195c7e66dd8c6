package api

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// What the func fields of [Options] may answer with, wrapped around the sentence for people. The
// caller who builds the Options translates the errors of its own parts into these.
var (
	ErrNotFound = errors.New("not found")         // 404: there is no such order, alert or letter
	ErrConflict = errors.New("conflict")          // 409: the order has moved on, or its state forbids the command
	ErrInvalid  = errors.New("invalid")           // 422: something required is missing or makes no sense
	ErrRevision = errors.New("changed meanwhile") // 409 with both versions: a rule was edited from a revision that is not the present one
	ErrFull     = errors.New("no room to accept") // 503 with Retry-After: the spool is full
	ErrDiskFull = errors.New("no room on disk")   // 503 with Retry-After: somebody must make room
)

// Status is what the pipeline knows of itself at this moment.
type Status struct {
	Seq          uint64                     // of the newest journal event
	SpoolEntries int                        // posts and visits that wait to be understood and stored
	SpoolBytes   int64                      // their size on disk
	SpoolFull    bool                       // nothing more is accepted until some have been stored
	NextAt       map[voc.SourceID]time.Time // when each source is visited next
	Errors       []string                   // the last error of each job that is failing now, for people
	Retention    RetentionStatus            // how long posts are kept
}

// Agent is a machine that crawls elsewhere and brings what it heard.
type Agent struct{ Name, Token string }

// Options is everything the door needs. Store, Location, Now and the func fields are required; Check
// them with the error of [New].
type Options struct {
	Store   *store.Store
	Brands  []voc.Brand
	Stores  []voc.Store
	Sources func() []voc.Source // of the configuration in use: it may change while the door is open
	Titles  map[string]string   // names of aspects and topics → what people call them

	Orders   func() []voc.WorkOrder                                                      // all, in any order
	Alerts   func() []voc.Alert                                                          // all, in any order
	Messages func() []voc.Message                                                        // what was or will be sent
	Command  func(ctx context.Context, c voc.Command) (voc.WorkOrder, error)             // ErrNotFound, ErrConflict, ErrInvalid
	Push     func(ctx context.Context, posts []voc.Post) error                           // returns once they are durable; ErrFull
	Hear     func(ctx context.Context, visits []voc.Visit, seen []voc.Observation) error // what agents heard; the same as Push
	Visit    func(ctx context.Context, id voc.SourceID, o VisitOrder) (Visiting, error)  // begins one and returns; ErrNotFound, ErrConflict
	Visiting func(id voc.SourceID) (Visiting, bool)                                      // how far it is; false: nobody asked for one
	Digest   func(ctx context.Context, q LetterQuestion) (voc.Digest, error)             // its Date "2026-01-31" in Location
	Render   func(d voc.Digest, format string) ([]byte, error)                           // format "html" or "md"
	Status   func() Status

	Discoveries func(ctx context.Context) ([]voc.Discovery, error)                          // undecided ones first
	Discover    func(ctx context.Context, actor string) (int, error)                        // looks now
	Effect      func(ctx context.Context, id string, d voc.Decision) (voc.Effect, error)    // ErrNotFound, ErrInvalid
	Decide      func(ctx context.Context, id string, d voc.Decision) (voc.Discovery, error) // ErrNotFound, ErrInvalid
	Reread      func(mentions []voc.Mention) (again []voc.Mention, version string)          // as the analysis at work judges them, in their order; nil: effects of rulers are not measured
	Retag       func(actor string) Retagging                                                // begins unless one is under way
	Retagged    func() Retagging                                                            // how far it has come
	Erase       func(ctx context.Context, e voc.Erasure) (voc.Erased, error)                // forgets for good; ErrInvalid, ErrConflict

	AlertCommand func(ctx context.Context, c voc.AlertCommand) (voc.Alert, error) // ErrNotFound, ErrConflict, ErrInvalid
	Silences     func() []voc.Silence                                             // all, in any order
	Silence      func(ctx context.Context, s voc.Silence) (voc.Silence, error)    // makes one; ErrInvalid
	EndSilence   func(ctx context.Context, id, actor string) (voc.Silence, error) // takes one back; ErrNotFound, ErrConflict
	Plans        func() []voc.Plan                                                // from pages and files, and the holidays
	SavePlan     func(ctx context.Context, p voc.Plan, actor string) error        // ErrInvalid, ErrConflict
	DropPlan     func(ctx context.Context, title, actor string) error             // ErrNotFound, ErrConflict

	Rules    func() []voc.RuleState                                                                     // all, in any order
	SaveRule func(ctx context.Context, r voc.Rule, actor, why, base string) (voc.RuleState, error)      // base: the revision it was edited from; *voc.RuleError, ErrRevision
	DropRule func(ctx context.Context, name, actor, why string) error                                   // ErrNotFound, ErrConflict
	Backtest func(ctx context.Context, r voc.Rule, brand voc.BrandID, days int) (voc.RuleReplay, error) // nothing is saved; *voc.RuleError, ErrInvalid

	OpenOrder   func(ctx context.Context, d voc.OrderDraft) (voc.WorkOrder, error) // by hand; ErrNotFound, ErrConflict, ErrInvalid
	OrderReport ReportOrders                                                       // of orders opened from one moment to another
	Causes      CountCauses                                                        // departments, most orders first
	People      func() []voc.Person                                                // whom orders can be given to
	Reply       func(ctx context.Context, id string) (voc.ReplyDraft, error)       // to the customers of an order; ErrNotFound
	CheckTone   func(text string) []voc.ToneFlaw                                   // of an answer
	Audit       func(ctx context.Context, id string) ([]voc.AuditEntry, error)     // every event of an order, oldest first; ErrNotFound
	Channels    func() []voc.Channel                                               // where messages go to
	Resend      func(ctx context.Context, id, actor string) error                  // another round for a message; ErrNotFound, ErrConflict
	TestChannel func(ctx context.Context, name, actor string) (voc.Attempt, error) // sends at once; ErrNotFound

	Recount func(ctx context.Context, a voc.Alert, language string) (voc.Digest, error) // the report of an incident, told as it is given; "zh", "en", "" zh

	Letters Letterbox // the archive of letters, their audiences, and what is asked of them

	Jobs      func() []voc.Job                                                // those that run, then those that ended lately; nil: none
	StartJob  func(ctx context.Context, plan voc.Job) (context.Context, Work) // puts work of ours on the list; nil: it is done unlisted
	CancelJob func(id, actor string) error                                    // ErrNotFound, ErrConflict
	ResumeJob func(ctx context.Context, id, actor string) error               // begins it again where it stopped; ErrNotFound, ErrConflict

	Strange func(text string) (strange, all int) // characters of words, and those of words nobody knows; nil: not measured
	LLM     LLMSettings                          // what is configured of language models

	Version  string         // of the binary, shown to people
	Demo     bool           // the data are made up: the pages say so
	Listen   string         // address the server listens on, "127.0.0.1:8080"; decides which hosts are believed
	Hosts    []string       // further host names people reach it by, e.g. behind a proxy
	Token    string         // secret every request must carry; "" only on a loopback address
	Agents   []Agent        // who else may bring posts, and nothing more
	Access   Access         // who may enter; nil: nobody signs in, the token alone decides
	Provider Provider       // people can sign in through it; nil: none
	Local    string         // secret of commands on this machine, valid while the program runs; "" none
	Secure   bool           // people reach us by https, here or at a proxy: cookies are for it alone
	Proxies  []netip.Prefix // whose word on where a request comes from is believed

	Record   func(ctx context.Context, r voc.AccessRecord) error // writes a line of the audit log; nil: there is none
	Pages    fs.FS                                               // the built dashboard; nil: the one embedded in the binary
	Location *time.Location                                      // zone of days and hours
	Now      func() time.Time
	Log      *slog.Logger // nil: discard

	Closing <-chan struct{} // closed when the server is about to stop: ends the live updates, which would hold it; nil: never

	Timeout     time.Duration // longest time a question may take; 0: 30 s
	EventsEvery time.Duration // how often live updates look for news; 0: 1 s
}

func (o *Options) validate() error {
	missing := map[string]bool{
		"Store": o.Store == nil, "Sources": o.Sources == nil, "Location": o.Location == nil, "Now": o.Now == nil,
		"Orders": o.Orders == nil, "Alerts": o.Alerts == nil, "Messages": o.Messages == nil,
		"Command": o.Command == nil, "Push": o.Push == nil, "Hear": o.Hear == nil, "Visit": o.Visit == nil, "Visiting": o.Visiting == nil, "Digest": o.Digest == nil,
		"Render": o.Render == nil, "Status": o.Status == nil,
		"Discoveries": o.Discoveries == nil, "Discover": o.Discover == nil, "Effect": o.Effect == nil, "Decide": o.Decide == nil,
		"AlertCommand": o.AlertCommand == nil, "Recount": o.Recount == nil, "Silences": o.Silences == nil, "Silence": o.Silence == nil, "EndSilence": o.EndSilence == nil,
		"Plans": o.Plans == nil, "SavePlan": o.SavePlan == nil, "DropPlan": o.DropPlan == nil,
		"Rules": o.Rules == nil, "SaveRule": o.SaveRule == nil, "DropRule": o.DropRule == nil, "Backtest": o.Backtest == nil,
		"OpenOrder": o.OpenOrder == nil, "OrderReport": o.OrderReport == nil, "Causes": o.Causes == nil, "People": o.People == nil, "Reply": o.Reply == nil,
		"CheckTone": o.CheckTone == nil, "Audit": o.Audit == nil, "Channels": o.Channels == nil, "Resend": o.Resend == nil, "TestChannel": o.TestChannel == nil,
		"Retag": o.Retag == nil, "Retagged": o.Retagged == nil, "Erase": o.Erase == nil,
	}
	for field, is := range missing {
		if is {
			return fmt.Errorf("api: Options.%s is not set", field)
		}
	}
	if o.Listen == "" {
		return errors.New("api: Options.Listen is empty: give the address the server listens on, such as 127.0.0.1:8080")
	}
	if err := CheckListen(o.Listen, o.Token, o.Access != nil && o.Access.Closed()); err != nil {
		return err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.EventsEvery == 0 {
		o.EventsEvery = time.Second
	}
	return nil
}
