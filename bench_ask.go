package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// benchQuestion is one address the pages ask.
type benchQuestion struct {
	page string // "overview": asked together when the overview opens
	path string
	more url.Values
}

// benchQuestions are those of the overview, then those of the pages that read mentions.
func benchQuestions() []benchQuestion {
	q := func(page, path string, more ...string) benchQuestion {
		v := url.Values{}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return benchQuestion{page, path, v}
	}
	return []benchQuestion{
		q("overview", "/overview"), q("overview", "/trend"), q("overview", "/trend/usual"), q("overview", "/topics/tree"), q("overview", "/aspects", "limit", "30"),
		q("overview", "/stores", "limit", "200"), q("overview", "/sources", "limit", "100"), q("overview", "/mentions", "severity", "3", "limit", "6"),
		q("overview", "/quality/corrected"), q("overview", "/alerts", "limit", "50"),
		q("", "/brands"), q("", "/topics", "limit", "12"),
		q("mentions", "/mentions", "limit", "50"), q("mentions", "/mentions", "q", "头发 -珍珠", "limit", "50"), q("", "/keywords", "limit", "60"),
		q("topics", "/topics/pairs"), q("aspects", "/aspects/matrix"), q("aspects", "/aspects/matrix", "by", "brand"), q("aspects", "/aspects/matrix", "by", "source"),
		q("words", "/words"), q("heat", "/heat"), q("map", "/places"), q("stores", "/stores/ranks"), q("rivals", "/rivals"), q("authors", "/authors", "limit", "30"),
	}
}

// benchLetters are the letters and reports a house gets, written from scratch: they know their own time.
func benchLetters() []benchQuestion {
	var all []benchQuestion
	for _, period := range []string{"day", "week", "month"} {
		all = append(all, benchQuestion{"letter", "/digest", url.Values{"period": {period}}})
	}
	return all
}

// benchTimes is how long one question took about one window.
type benchTimes struct {
	Question string  `json:"question"`
	Days     int     `json:"days"`
	N        int     `json:"n"`
	Min      float64 `json:"min_ms"`
	Median   float64 `json:"median_ms"`
	P95      float64 `json:"p95_ms"`
	Max      float64 `json:"max_ms"`
}

// ask opens the dashboard on loopback and puts every question.
func (b *benchCmd) ask(a *app, h *benchHistory, asJSON bool) (err error) {
	ctx, cancel := context.WithCancel(a.world.signal)
	defer cancel()
	if err := a.openGate(true); err != nil {
		return err
	}
	handler, err := a.handler(true, ctx.Done())
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", a.config.Listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	defer func() {
		err = errors.Join(err, server.Close())
		<-served
	}()
	if b.Stay {
		fmt.Fprintf(a.world.stdout, "http://%s/api/v1 until %s\n", listener.Addr(), h.Until.Format(time.RFC3339))
		<-ctx.Done()
		return nil
	}
	client := benchClient{base: "http://" + listener.Addr().String() + "/api/v1", until: h.Until}
	before := loadAverage()
	all := []benchTimes{}
	tell := func(t benchTimes) {
		all = append(all, t)
		if !asJSON {
			fmt.Fprintf(a.world.stdout, "%-44s %5d %9.0f %9.0f %9.0f %9.0f\n", t.Question, t.Days, t.Min, t.Median, t.P95, t.Max)
		}
	}
	if !asJSON {
		fmt.Fprintf(a.world.stdout, "\n%d mentions over %d days, each question %d times, each time about another hour\n", h.Mentions, h.Days, b.Repeat)
		fmt.Fprintf(a.world.stdout, "%-44s %5s %9s %9s %9s %9s\n", "question", "days", "min ms", "median", "p95", "max")
	}
	for _, days := range b.Windows {
		if err := b.window(ctx, &client, days, tell); err != nil {
			return err
		}
	}
	if err := b.letters(ctx, &client, tell); err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(a.world.stdout).Encode(map[string]any{"history": h, "load_before": before, "load_after": loadAverage(), "times": all})
	}
	fmt.Fprintf(a.world.stdout, "load of the machine: %s before, %s after\n", before, loadAverage())
	return nil
}

// window puts every question about one length of window, and those of the overview together; tell hears how long each took.
func (b *benchCmd) window(ctx context.Context, client *benchClient, days int, tell func(benchTimes)) error {
	var page []benchQuestion
	for _, q := range benchQuestions() {
		if q.page == "overview" {
			page = append(page, q)
		}
		if !b.wanted(q.path) {
			continue
		}
		t, err := b.repeat(func(i int) error { return client.get(ctx, q, days, i) })
		if err != nil {
			return err
		}
		t.Question, t.Days = strings.TrimSuffix(q.path+"?"+q.more.Encode(), "?"), days
		tell(t)
	}
	if !b.wanted("(all of the overview page at once)") {
		return nil
	}
	t, err := b.repeat(func(i int) error {
		errs := make([]error, len(page))
		var wg sync.WaitGroup
		for k, q := range page {
			wg.Go(func() { errs[k] = client.get(ctx, q, days, 1000+i) })
		}
		wg.Wait()
		return errors.Join(errs...)
	})
	if err != nil {
		return err
	}
	t.Question, t.Days = "(all of the overview page at once)", days
	tell(t)
	return nil
}

// letters has every letter written, each time of a day further back, a few times.
func (b *benchCmd) letters(ctx context.Context, client *benchClient, tell func(benchTimes)) error {
	for _, q := range benchLetters() {
		if !b.wanted(q.path) {
			continue
		}
		t, err := b.repeat(func(i int) error { return client.letter(ctx, q, 1+i%30) })
		if err != nil {
			return err
		}
		t.Question = q.path + "?" + q.more.Encode()
		tell(t)
	}
	return nil
}

func (b *benchCmd) wanted(path string) bool {
	return len(b.Only) == 0 || slices.ContainsFunc(b.Only, func(part string) bool { return strings.Contains(path, part) })
}

// repeat times an action; the first time is not counted.
func (b *benchCmd) repeat(do func(i int) error) (benchTimes, error) {
	took := make([]float64, 0, b.Repeat)
	for i := range b.Repeat + 1 {
		begun := time.Now()
		if err := do(i); err != nil {
			return benchTimes{}, err
		}
		if i > 0 {
			took = append(took, float64(time.Since(begun).Microseconds())/1000)
		}
	}
	return summary(took), nil
}

// summary gives the order statistics of times; the 95th percentile is the nearest rank.
func summary(took []float64) benchTimes {
	if len(took) == 0 {
		return benchTimes{}
	}
	slices.Sort(took)
	n := len(took)
	return benchTimes{N: n, Min: took[0], Median: took[n/2], P95: took[(95*n+99)/100-1], Max: took[n-1]}
}

// benchClient asks the dashboard as the pages do.
type benchClient struct {
	base  string
	until time.Time
}

// get asks one question about the window that ended some hours before the history's end. As those of the
// pages, it begins on a full hour and ends at a minute.
func (c *benchClient) get(ctx context.Context, q benchQuestion, days, hoursAgo int) error {
	v := url.Values{}
	for name, list := range q.more {
		v[name] = list
	}
	to := c.until.Add(-time.Duration(hoursAgo%40) * time.Hour).Add(-time.Duration(hoursAgo/40) * time.Minute)
	v.Set("from", to.AddDate(0, 0, -days).Truncate(time.Hour).Format(time.RFC3339))
	v.Set("to", to.Format(time.RFC3339))
	return c.ask(ctx, q, v)
}

// letter asks for the letter of a day some days before the history's end.
func (c *benchClient) letter(ctx context.Context, q benchQuestion, daysAgo int) error {
	v := url.Values{"date": {c.until.AddDate(0, 0, -daysAgo).Format(time.DateOnly)}}
	for name, list := range q.more {
		v[name] = list
	}
	return c.ask(ctx, q, v)
}

// ask puts one question and reads its answer to the end.
func (c *benchClient) ask(ctx context.Context, q benchQuestion, v url.Values) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+q.path+"?"+v.Encode(), nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("bench: %s: %s: %.300s", q.path, resp.Status, body)
	}
	return err
}

// loadAverage is how busy the machine was over the last minute; "unknown" where it does not tell.
func loadAverage() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	load, _, _ := strings.Cut(string(raw), " ")
	return load
}
