package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
)

type retagCmd struct {
	Since string `placeholder:"DATE" help:"Only what was published since, 2026-01-31."`
	Until string `placeholder:"DATE" help:"Only what was published before this day's end."`
}

// Run understands anew what an older model, lexicon or taxonomy understood. What is done is done: cut
// off, it goes on where it stopped.
func (r *retagCmd) Run(w *world, g *grammar) error {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	from, to, err := r.span(c.Location)
	if err != nil {
		return err
	}
	if there, ok := findRunning(w.signal, c.Data); ok {
		return r.inPeer(w, g, there)
	}
	a, err := openControl(w.signal, w, g, c)
	if err != nil {
		return err
	}
	n, err := a.pipeline.Retag(w.signal, from, to, w.retagging())
	version := a.pipeline.Retagging().Version
	if err = errors.Join(err, a.close()); err != nil {
		return err
	}
	if g.JSON {
		return printJSON(w.stdout, api.Retagging{Version: version, Done: n, All: n})
	}
	fmt.Fprintf(w.stdout, "%d 条声音已按 %s 重新理解。\n", n, version)
	return nil
}

// span reads the days asked for.
func (r *retagCmd) span(zone *time.Location) (from, to time.Time, err error) {
	for _, d := range []struct {
		text string
		into *time.Time
		days int
	}{{r.Since, &from, 0}, {r.Until, &to, 1}} {
		if d.text == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, d.text, zone)
		if err != nil {
			return from, to, usage("retag: %q is not a date: write it as 2026-01-31", d.text)
		}
		*d.into = day.AddDate(0, 0, d.days)
	}
	return from, to, nil
}

// retagPause is how often a running tingfeng is asked how far it has come.
const retagPause = time.Second

// inPeer asks the running tingfeng and waits until it has done.
func (r *retagCmd) inPeer(w *world, g *grammar, p *peer) error {
	if r.Since != "" || r.Until != "" {
		return usage("retag: a tingfeng runs on this data folder and understands all of it anew: leave --since and --until out, or stop it first")
	}
	var now api.Retagging
	if err := p.into(w.signal, http.MethodPost, "/api/v1/retag", struct{}{}, &now); err != nil {
		return err
	}
	tell := w.retagging()
	for now.Running {
		if now.All > 0 {
			tell(now.Done, now.All)
		}
		if err := pause(w.signal, retagPause); err != nil {
			return fmt.Errorf("retag: the running tingfeng goes on by itself: %w", err)
		}
		if err := p.into(w.signal, http.MethodGet, "/api/v1/retag", nil, &now); err != nil {
			return err
		}
	}
	if g.JSON {
		return printJSON(w.stdout, now)
	}
	fmt.Fprintf(w.stdout, "%d 条声音已按 %s 重新理解。\n", now.Done, now.Version)
	return nil
}

// pause waits, or returns the reason why ctx ended first.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// retagging gives what shows how far understanding anew has come.
func (w *world) retagging() func(done, all int) {
	var p *progress
	return func(done, all int) {
		if p == nil {
			p = w.progress("重新理解", all)
		}
		p.total = all
		if done < all {
			p.at(done)
			return
		}
		p.done(done, "")
	}
}
