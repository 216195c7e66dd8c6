package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
)

// Parcel is a number of rows of one kind on their way to the server: voc.Post, voc.Observation or
// voc.Visit, as JSON.
type Parcel struct {
	Kind ParcelKind
	Rows []json.RawMessage
}

// ParcelKind says what the rows of a parcel are.
type ParcelKind string

// The kinds of parcel, in the order in which they are sent: a visit says that what it heard has arrived.
const (
	ParcelPosts        ParcelKind = "posts"
	ParcelObservations ParcelKind = "observations"
	ParcelVisits       ParcelKind = "visits"
)

// LaterError says that a parcel may arrive if it is sent again later. Any other error of a Send says
// that this parcel never will: it is halved until it is known which row is to blame.
type LaterError struct {
	After time.Duration // as the server asks; 0: no word
	Err   error
}

// Error implements error.
func (e *LaterError) Error() string { return e.Err.Error() }

// Unwrap gives what went wrong.
func (e *LaterError) Unwrap() error { return e.Err }

// Send hands a parcel to the server. It returns, once the server has it on disk, the rows the server
// will not take, with the reason, by their place.
type Send func(ctx context.Context, p Parcel) (rejected map[int]string, err error)

// courierBatch is how many entries travel together: a fraction of what the server takes at once, so
// that a slow line moves on.
const courierBatch = 500

// mostWait bounds how long the server is left alone after a failure, whatever it asks.
const mostWait = 10 * time.Minute

// courier empties an agent's spool into the server. What has not arrived stays in the spool, over
// restarts and kill -9; what was sent twice is the same for the server.
type courier struct {
	spool   *spool.Spool
	send    Send
	rejects string // file that keeps rows the server will not take
	now     func() time.Time
	log     *slog.Logger

	mu       sync.Mutex
	sent     int // rows the server took since the start
	rejected int
	failing  string
	since    time.Time
}

// run sends what comes in until ctx is done.
func (c *courier) run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := c.spool.Wait(ctx); err != nil {
			return
		}
		if err := c.once(ctx); err != nil && ctx.Err() == nil {
			c.log.Error("what was heard cannot be read from the spool", "error", err)
			wait := backoff{first: time.Second, most: time.Minute}
			wait.sleep(ctx)
		}
	}
}

// flush sends everything that waits, and gives up when nothing has moved for so long.
func (c *courier) flush(ctx context.Context, patience time.Duration) error {
	for {
		if n, _ := c.spool.Depth(); n == 0 {
			return nil
		}
		bounded, cancel := context.WithTimeout(ctx, patience)
		err := c.once(bounded)
		cancel()
		if err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			n, _ := c.spool.Depth()
			if c.failing != "" {
				err = errors.New(c.failing)
			}
			return fmt.Errorf("%d entries wait in the spool and are sent at the next start: %w", n, err)
		}
	}
}

// once sends the oldest entries and takes them out of the spool last.
func (c *courier) once(ctx context.Context) error {
	entries, mark, err := c.spool.Next(courierBatch)
	if err != nil || len(entries) == 0 {
		return err
	}
	parcels, err := c.pack(entries)
	if err != nil {
		return err
	}
	for _, p := range parcels {
		if err := c.deliver(ctx, p); err != nil {
			return err
		}
	}
	return c.spool.Truncate(mark) // last
}

// pack sorts entries into parcels. What cannot be read is kept in the rejects file.
func (c *courier) pack(entries []spool.Entry) ([]Parcel, error) {
	rows := map[ParcelKind][]json.RawMessage{}
	for _, e := range entries {
		var err error
		switch e.Kind {
		case entryPost:
			rows[ParcelPosts] = append(rows[ParcelPosts], e.Data)
		case entryVisit:
			rows[ParcelVisits] = append(rows[ParcelVisits], e.Data)
		case entryObservation:
			var list []json.RawMessage
			err = json.Unmarshal(e.Data, &list)
			rows[ParcelObservations] = append(rows[ParcelObservations], list...)
		default:
			err = fmt.Errorf("unknown kind %q", e.Kind)
		}
		if err != nil {
			if err := reject(c.rejects, e, err); err != nil {
				return nil, err
			}
		}
	}
	var parcels []Parcel
	for _, kind := range []ParcelKind{ParcelPosts, ParcelObservations, ParcelVisits} {
		for all := rows[kind]; len(all) > 0; {
			n := min(len(all), courierBatch)
			parcels = append(parcels, Parcel{kind, all[:n]})
			all = all[n:]
		}
	}
	return parcels, nil
}

// deliver sends a parcel until it has arrived, or until it is known which rows never will. It returns
// an error only when ctx ends first or the rejects file cannot be written.
func (c *courier) deliver(ctx context.Context, p Parcel) error {
	wait := backoff{first: time.Second, most: 5 * time.Minute}
	for {
		rejected, err := c.send(ctx, p)
		var later *LaterError
		switch {
		case err == nil:
			return c.arrived(p, rejected)
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &later):
			c.fail(err)
			if !wait.sleepAtLeast(ctx, min(later.After, mostWait)) {
				return ctx.Err()
			}
		case len(p.Rows) == 1:
			return c.arrived(p, map[int]string{0: err.Error()})
		default:
			half := len(p.Rows) / 2
			if err := c.deliver(ctx, Parcel{p.Kind, p.Rows[:half]}); err != nil {
				return err
			}
			return c.deliver(ctx, Parcel{p.Kind, p.Rows[half:]})
		}
	}
}

// arrived keeps what the server will not take, with its reason.
func (c *courier) arrived(p Parcel, rejected map[int]string) error {
	kept := 0
	for i, why := range rejected {
		if i < 0 || i >= len(p.Rows) {
			continue
		}
		if err := reject(c.rejects, spool.Entry{Kind: string(p.Kind), Data: p.Rows[i]}, errors.New(why)); err != nil {
			return err
		}
		kept++
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent += len(p.Rows) - kept
	c.rejected += kept
	if kept > 0 {
		c.log.Warn("the server does not take some rows; they are kept with the reason", "rows", kept, "file", c.rejects)
	}
	if c.failing != "" {
		c.log.Warn("the server takes what was heard again", "away", c.now().Sub(c.since).Round(time.Second))
	}
	c.failing = ""
	return nil
}

// fail tells of a failure once, not at every try.
func (c *courier) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failing == "" {
		c.since = c.now()
		c.log.Warn("the server does not take what was heard; it stays in the spool and is sent again", "error", err)
	}
	c.failing = err.Error()
}

// sleepAtLeast waits for the next distance, or longer when somebody asks for it.
func (b *backoff) sleepAtLeast(ctx context.Context, least time.Duration) bool {
	if b.next = max(b.first, min(b.next*2, b.most)); least <= b.next {
		least = b.next
	}
	t := time.NewTimer(least)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
