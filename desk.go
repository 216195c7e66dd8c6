package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// desk is where commands about work orders and new posts go: to the tingfeng that runs on the
// data folder, over its API, or, when none runs, to one of our own for as long as the command
// takes. There is only ever one writer.
type desk struct {
	orders  func(context.Context) ([]voc.WorkOrder, error) // open ones first; an empty list, not nil
	order   func(context.Context, string) (voc.WorkOrder, error)
	command func(context.Context, voc.Command) (voc.WorkOrder, error)
	open    func(context.Context, voc.OrderDraft) (voc.WorkOrder, error)
	take    func(context.Context, []voc.Post) error // returns once they are durable
	settle  func(context.Context, func(left int)) error
	close   func() error

	// job puts work on the list of jobs; nil where another process keeps the list.
	job func(context.Context, voc.Job) (context.Context, *pipeline.JobHandle)
}

func openDesk(w *world, g *grammar) (*desk, *configs.Config, error) {
	c, err := w.load(g)
	if err != nil {
		return nil, nil, err
	}
	if there, ok := findRunning(w.signal, c.Data); ok {
		return there.desk(w, c.Data), c, nil
	}
	a, err := openControl(w.signal, w, g, c)
	if err != nil {
		return nil, nil, err
	}
	return &desk{
		orders:  func(context.Context) ([]voc.WorkOrder, error) { return a.pipeline.Orders(), nil },
		order:   func(_ context.Context, id string) (voc.WorkOrder, error) { return a.pipeline.Order(id) },
		command: a.pipeline.Command,
		open:    a.pipeline.OpenOrder,
		take:    a.pipeline.Import,
		settle:  a.pipeline.DrainAll,
		close:   a.close,
		job:     a.pipeline.StartJob,
	}, c, nil
}

// readOrders is a desk for looking only: it needs no dictionary, and takes nothing from a process
// in control elsewhere.
func readOrders(w *world, g *grammar) (*desk, *configs.Config, error) {
	c, err := w.load(g)
	if err != nil {
		return nil, nil, err
	}
	if there, ok := findRunning(w.signal, c.Data); ok {
		return there.desk(w, c.Data), c, nil
	}
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return nil, nil, err
	}
	journal, err := pipeline.ReadJournal(w.signal, a.store, w.now)
	if err != nil {
		return nil, nil, errors.Join(err, a.close())
	}
	return &desk{
		orders: func(context.Context) ([]voc.WorkOrder, error) { return asOf(journal.Orders(), w.now()), nil },
		order: func(_ context.Context, id string) (voc.WorkOrder, error) {
			order, err := journal.Order(id)
			if err != nil {
				return order, err
			}
			return workorder.At(order, w.now()), nil
		},
		close: a.close,
	}, c, nil
}

// findRunning looks for a tingfeng that runs on a data folder and answers.
func findRunning(ctx context.Context, data string) (*peer, bool) {
	text, err := os.ReadFile(runningFile(data))
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return nil, false
	}
	var r running
	if json.Unmarshal(text, &r) != nil || r.URL == "" {
		return nil, false
	}
	p := &peer{running: r, http: &http.Client{Timeout: 30 * time.Second}}
	if r.Cert != "" {
		if p.http.Transport, err = trusting(r.Cert); err != nil {
			return nil, false
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if _, err := p.ask(ctx, http.MethodGet, "/healthz", nil); err != nil {
		return nil, false // it was killed and its file stayed behind
	}
	return p, true
}

// mostOrders is how many work orders the API lists at once.
const mostOrders = 200

// peer is a running tingfeng on this machine.
type peer struct {
	running
	http *http.Client
}

func (p *peer) desk(w *world, data string) *desk {
	return &desk{
		orders: func(ctx context.Context) ([]voc.WorkOrder, error) {
			var list api.Orders
			if err := p.into(ctx, http.MethodGet, fmt.Sprintf("/api/v1/orders?limit=%d", mostOrders), nil, &list); err != nil {
				return nil, err
			}
			if list.Total > len(list.Items) {
				fmt.Fprintf(w.stderr, "只列出最要紧的 %d 张，共有 %d 张工单。\n", len(list.Items), list.Total)
			}
			return list.Items, nil
		},
		order: func(ctx context.Context, id string) (voc.WorkOrder, error) {
			var order voc.WorkOrder
			return order, p.into(ctx, http.MethodGet, "/api/v1/orders/"+url.PathEscape(id), nil, &order)
		},
		command: func(ctx context.Context, c voc.Command) (voc.WorkOrder, error) {
			var order voc.WorkOrder
			return order, p.into(ctx, http.MethodPost, "/api/v1/orders/"+url.PathEscape(c.Order)+"/commands", asked(c), &order)
		},
		open: func(ctx context.Context, d voc.OrderDraft) (voc.WorkOrder, error) {
			var order voc.WorkOrder
			return order, p.into(ctx, http.MethodPost, "/api/v1/orders", api.OrderOpening(d), &order)
		},
		take: func(_ context.Context, posts []voc.Post) error {
			secret, err := installSecret(filepath.Join(data, "secret"))
			if err != nil {
				return err
			}
			masker, err := mask.New(secret)
			if err != nil {
				return err
			}
			return pipeline.Deliver(data, masker, posts, w.now())
		},
		settle: func(context.Context, func(int)) error { return nil }, // the running one drains by itself
		close:  func() error { return nil },
	}
}

// asked is a command as the API takes it.
func asked(c voc.Command) api.OrderCommand {
	a := api.OrderCommand{
		Type: c.Type, Actor: c.Actor, Text: c.Text, Action: c.Action, Cause: c.Cause, Version: c.Version, To: c.To, Level: c.Level,
		WaitFor: c.WaitFor, URL: c.URL, Title: c.Title, Result: c.Result, Score: c.Score, Post: c.Post, Process: c.Process,
		Department: c.Department, Into: c.Into, Lead: c.Lead, Channel: c.Channel,
	}
	if !c.Until.IsZero() {
		a.Until = c.Until.Format(time.RFC3339)
	}
	return a
}

func (p *peer) into(ctx context.Context, method, path string, body, target any) error {
	text, err := p.ask(ctx, method, path, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, target)
}

// ask makes one request and returns the body, or the problem the other side tells of.
func (p *peer) ask(ctx context.Context, method, path string, body any) ([]byte, error) {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, p.URL+path, content)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if p.Token != "" {
		request.Header.Set("Authorization", "Bearer "+p.Token)
	}
	answer, err := p.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("the running tingfeng (process %d): %w", p.PID, err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<20))
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= 400 {
		var problem struct{ Title, Detail string }
		_ = json.Unmarshal(text, &problem) // a proxy's page is no problem document; the status says enough
		return nil, fmt.Errorf("the running tingfeng answered %d: %s %s", answer.StatusCode, problem.Title, problem.Detail)
	}
	return text, nil
}
