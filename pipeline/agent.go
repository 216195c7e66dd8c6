package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/optout"
	"github.com/tingfeng-voc/tingfeng/pipeline/schedule"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// AgentOptions is everything an agent works with; all but Log is needed.
type AgentOptions struct {
	Crawler  *crawler.Crawler
	Spool    *spool.Spool
	Masker   *mask.Masker
	Sources  []crawler.SourceOptions
	Send     Send
	Dir      string // for cursors and rejects
	Location *time.Location
	Now      func() time.Time
	Log      *slog.Logger
}

// Agent visits sources by their schedules and sends what it hears to a server elsewhere. It has a
// spool of its own and neither database nor analyzer: what is sent is masked, and understood there.
type Agent struct {
	visits  *visiting
	courier *courier
	log     *slog.Logger
}

// NewAgent builds the parts. Nothing runs yet.
func NewAgent(o AgentOptions) (*Agent, error) {
	if o.Crawler == nil || o.Spool == nil || o.Masker == nil || o.Send == nil || o.Dir == "" || o.Location == nil || o.Now == nil {
		return nil, errors.New("pipeline: an agent lacks an option")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	cursors, err := openCursors(filepath.Join(o.Dir, "cursors"))
	if err != nil {
		return nil, err
	}
	rhythm, err := openRhythm(filepath.Join(o.Dir, "rhythm"))
	if err != nil {
		return nil, err
	}
	a := &Agent{log: o.Log}
	rejects := filepath.Join(o.Dir, "rejects", "agent.jsonl")
	a.courier = &courier{spool: o.Spool, send: o.Send, rejects: rejects, now: o.Now, log: o.Log}
	list, err := optout.Open(filepath.Join(o.Dir, "optout.txt"), mask.URL, o.Log)
	if err != nil {
		return nil, err
	}
	in := &Ingest{crawler: o.Crawler, spool: o.Spool, masker: o.Masker, optout: list, cursors: cursors, rejects: rejects, now: o.Now, log: o.Log}
	a.visits = newVisiting(in, o.Crawler.Host, rhythm, func(string, error) {})
	a.visits.table, err = schedule.New(schedule.Options{
		Location: o.Location, Now: o.Now, Log: o.Log,
		Rand: func(d time.Duration) time.Duration { return rand.N(max(d, 1)) },
	})
	if err != nil {
		return nil, err
	}
	return a, a.SetSources(o.Sources)
}

// SetSources makes these the sources from now on, as Pipeline.SetSources does.
func (a *Agent) SetSources(sources []crawler.SourceOptions) error {
	own := make([]crawler.SourceOptions, len(sources))
	for i, s := range sources {
		s.Source.Remote = false // for the server it is, for us it is here
		own[i] = s
	}
	return a.visits.use(own)
}

// Sources is how many sources there are.
func (a *Agent) Sources() int { return len(a.visits.list()) }

// Scheduled is how many sources are visited by the clock.
func (a *Agent) Scheduled() int { return len(a.visits.table.Jobs()) }

// Delivery is how far an agent's posts have come.
type Delivery struct {
	Sent     int    `json:"sent"`     // rows the server took: posts, visits, observations
	Rejected int    `json:"rejected"` // rows it will not take; the rejects file says why
	Waiting  int    `json:"waiting"`  // entries still in the spool
	Failing  string `json:"failing"`  // why nothing arrives at the moment
}

// Delivery tells what has arrived and what waits.
func (a *Agent) Delivery() Delivery {
	a.courier.mu.Lock()
	defer a.courier.mu.Unlock()
	n, _ := a.courier.spool.Depth()
	return Delivery{Sent: a.courier.sent, Rejected: a.courier.rejected, Waiting: n, Failing: a.courier.failing}
}

// agentStops bounds the end of an agent's visits; lastTry how long the last of what they brought may
// take to arrive. What does not is sent at the next start.
const (
	agentStops = 4 * time.Second
	lastTry    = time.Second
)

// Run visits by schedule and sends, until ctx is done.
func (a *Agent) Run(ctx context.Context) error {
	base := context.WithoutCancel(ctx)
	sending, stop := context.WithCancel(base)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		a.courier.run(sending)
	}()
	visits, endVisits := context.WithCancel(base)
	a.visits.table.Start(visits)
	<-ctx.Done()
	endVisits()
	grace, cancel := context.WithTimeout(base, agentStops)
	defer cancel()
	err := a.visits.table.Stop(grace)
	stop()
	<-sent
	if left := a.courier.flush(base, lastTry); left != nil {
		a.log.Warn("stopping", "error", left)
	}
	return err
}

// patience is how long one round waits for a server that does not answer.
const patience = time.Minute

// Once visits every source once, or the one named, and sends what that brings. The error tells of
// sources that could not be heard and of what could not be sent.
func (a *Agent) Once(ctx context.Context, only voc.SourceID, heard func(voc.Visit, error)) error {
	var mu sync.Mutex
	failed := 0
	err := a.visits.all(ctx, only, func(v voc.Visit, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			failed++
		}
		heard(v, err)
	})
	if failed > 0 {
		err = errors.Join(err, fmt.Errorf("%d sources could not be heard", failed))
	}
	return errors.Join(err, a.courier.flush(ctx, patience))
}
