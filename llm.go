package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/second"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// openSecond builds what has doubtful mentions read a second time, where the configuration wants it.
func (a *app) openSecond(ctx context.Context, masker *mask.Masker) error {
	o := a.config.LLM
	if !o.Enabled {
		return nil
	}
	out, err := newLanes(a, o)
	if err != nil {
		return err
	}
	cost, tokens, err := a.store.Spent(ctx, midnight(a.world.now(), a.config.Location))
	if err != nil {
		return fmt.Errorf("llm: what was spent today: %w", err)
	}
	letters, err := a.spentOnLetters(ctx)
	if err != nil {
		return err
	}
	reader, err := llm.New(o, llm.Parts{
		Transport: out, Mask: masker.Text, Brand: brandTitles(a.config), Aspects: second.NewPacks(a.config.NLP.Packs).Aspects,
		Ledger: func(c voc.Call) { a.second.Ledger(c) },
		Lookup: func(ctx context.Context, k llm.Key) (voc.Reading, bool, error) {
			return a.store.ReadingOf(ctx, k.Hash, k.Brand, k.Model, k.Prompt)
		},
		Spent: llm.Spent{Cost: cost, Tokens: tokens}, Letters: letters, Location: a.config.Location, Now: a.world.now, Log: a.log,
	})
	if err != nil {
		return err
	}
	if o.Letter {
		a.writer = letterWriter{reader}
	}
	a.second, err = second.New(second.Options{
		Read:   reader.Read,
		Wanted: func(m *voc.Mention) bool { wanted, _ := llm.Wanted(m, o); return wanted },
		Unread: func(ctx context.Context, since time.Time, limit int) ([]voc.Mention, error) {
			return a.store.Unread(ctx, since, o.Model, llm.PromptVersion, o.Doubt, o.Reach, limit)
		},
		SaveReadings: a.store.SaveReadings, SaveCalls: a.store.SaveCalls, Now: a.world.now, Log: a.log,
	})
	return err
}

// startSecond reads in the background until ctx is done; the returned function waits for the end.
func (a *app) startSecond(ctx context.Context) (wait func()) {
	if a.second == nil {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.second.Run(ctx)
	}()
	return func() { <-done }
}

// offer hands stored mentions to the second reader, if there is one. It does not wait.
func (a *app) offer(mentions []voc.Mention) {
	if a.second != nil {
		a.second.Offer(mentions)
	}
}

// withSecond adds to the status why nothing is read a second time, while that is so.
func (a *app) withSecond(s api.Status) api.Status {
	if a.second != nil {
		if failing := a.second.Status().Failing; failing != "" {
			s.Errors = append(s.Errors, "复读模型："+failing)
		}
	}
	return s
}

// lanes are several guarded ways to one host: each of them sends one request after the other.
type lanes chan http.RoundTripper

func newLanes(a *app, o llm.Options) (lanes, error) {
	l := make(lanes, o.MaxConcurrent)
	for range o.MaxConcurrent {
		options := transport.Default()
		// The reader repeats, and has a breaker: the transport must not keep the host from it.
		options.Robots, options.Every, options.MaxTries, options.MaxPark = false, 0, 1, time.Millisecond
		options.Timeout, options.MaxBody, options.MaxWire = o.Timeout+5*time.Second, 4<<20, 4<<20
		options.AllowPrivate, options.Log = o.AllowPrivate, a.log
		lane, err := transport.New(options)
		if err != nil {
			return nil, fmt.Errorf("llm: %w", err)
		}
		a.atEnd(func(context.Context) error { lane.Close(); return nil })
		l <- lane
	}
	return l, nil
}

// RoundTrip implements http.RoundTripper. The body is in memory when it returns, so the lane is free.
func (l lanes) RoundTrip(req *http.Request) (*http.Response, error) {
	select {
	case lane := <-l:
		defer func() { l <- lane }()
		return lane.RoundTrip(req)
	case <-req.Context().Done():
		if req.Body != nil {
			_ = req.Body.Close() // the contract of RoundTripper, on every path
		}
		return nil, req.Context().Err()
	}
}

func brandTitles(c *configs.Config) func(voc.BrandID) string {
	titles := map[voc.BrandID]string{}
	for _, b := range c.Brands {
		titles[b.ID] = b.Name
	}
	return func(id voc.BrandID) string {
		if title, ok := titles[id]; ok {
			return title
		}
		return string(id)
	}
}

// midnight is the beginning of the day, and monthStart of the month, a moment lies in.
func midnight(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

func monthStart(t time.Time, zone *time.Location) time.Time {
	y, m, _ := t.In(zone).Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, zone)
}

type llmCmd struct {
	Report bool `help:"Compare the readings with the local analyses: agreement, kappa, disagreements."`
	Days   int  `default:"30" placeholder:"N" help:"Of the report: readings of the last N days."`
}

// llmState is what the command tells.
type llmState struct {
	Enabled     bool        `json:"enabled"`
	Host        string      `json:"host"`
	Model       string      `json:"model"`
	Prompt      string      `json:"prompt"`
	DailyCost   float64     `json:"daily_cost"`
	DailyTokens int64       `json:"daily_tokens"`
	Today       spending    `json:"today"`
	Month       spending    `json:"month"`
	Agreement   *llm.Report `json:"agreement,omitempty"`
}

// spending sums up a part of the ledger.
type spending struct {
	llm.Spent
	Calls    int            `json:"calls"`
	Posts    int            `json:"posts"`
	Answered int            `json:"answered"`
	Outcomes map[string]int `json:"outcomes"`
}

// Run shows what the second reader has cost, and how far it agrees with the local analysis.
func (l *llmCmd) Run(w *world, g *grammar) (err error) {
	if l.Days < 1 || l.Days > 3660 {
		return usage("llm: --days %d is not between 1 and 3660", l.Days)
	}
	c, err := w.load(g)
	if err != nil {
		return err
	}
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	state, err := a.llmState()
	if err != nil {
		return err
	}
	if l.Report {
		report, err := a.agreement(w.now().AddDate(0, 0, -l.Days))
		if err != nil {
			return err
		}
		state.Agreement = &report
	}
	if g.JSON {
		return printJSON(w.stdout, state)
	}
	state.print(w.stdout)
	return nil
}

// mostCalls bounds the lines of the ledger that are summed up; a month of one call a minute is half.
const mostCalls = 100_000

func (a *app) llmState() (llmState, error) {
	o, now := a.config.LLM, a.world.now()
	s := llmState{Enabled: o.Enabled, Model: o.Model, Prompt: llm.PromptVersion, DailyCost: o.DailyCost, DailyTokens: o.DailyTokens}
	if u, err := url.Parse(o.BaseURL); err == nil {
		s.Host = u.Host
	}
	month := monthStart(now, a.config.Location)
	calls, err := a.store.Calls(a.world.signal, month, time.Time{}, mostCalls)
	if err != nil {
		return s, err
	}
	today := midnight(now, a.config.Location)
	s.Month = spendingOf(calls, month)
	s.Today = spendingOf(calls, today)
	return s, nil
}

func spendingOf(calls []voc.Call, since time.Time) spending {
	s := spending{Outcomes: map[string]int{}}
	for _, c := range calls {
		if c.At.Before(since) {
			continue
		}
		s.Cost += c.Cost
		s.Tokens += int64(c.TokensIn + c.TokensOut)
		s.Calls++
		s.Posts += c.Posts
		s.Answered += c.Answered
		s.Outcomes[c.Outcome]++
	}
	return s
}

// agreement compares the newest reading of each mention with what the local analysis says now.
func (a *app) agreement(since time.Time) (llm.Report, error) {
	filter := store.ReadingFilter{Reader: voc.ReaderLLM, Name: a.config.LLM.Model, From: since}
	readings, err := a.store.Readings(a.world.signal, filter)
	if err != nil {
		return llm.Report{}, err
	}
	mentions, err := a.store.ReadMentions(a.world.signal, filter)
	if err != nil {
		return llm.Report{}, err
	}
	type key struct {
		post  voc.PostID
		brand voc.BrandID
	}
	newest := map[key]voc.Reading{}
	for _, r := range slices.Backward(readings) { // they come newest first
		newest[key{r.PostID, r.Brand}] = r
	}
	packs := second.NewPacks(a.config.NLP.Packs)
	var pairs []llm.Pair
	for i := range mentions {
		m := &mentions[i]
		if r, ok := newest[key{m.Post.ID, m.Brand}]; ok {
			pairs = append(pairs, llm.Pair{Mention: *m, Reading: r, Pack: packs.Of(m)})
		}
	}
	return llm.Agreement(pairs), nil
}

func (s llmState) print(out io.Writer) {
	if s.Enabled {
		fmt.Fprintf(out, "复读模型 %s（%s，提示词 %s）\n", s.Model, s.Host, s.Prompt)
	} else {
		fmt.Fprintln(out, "复读模型没有启用：在 tingfeng.yaml 的 llm 一节写 enabled: true，例子见 docs/configuration.md。")
	}
	s.Today.print(out, "今天")
	if s.DailyTokens > 0 {
		fmt.Fprintf(out, "  每天至多 %d 个词元\n", s.DailyTokens)
	}
	if s.DailyCost > 0 {
		fmt.Fprintf(out, "  每天至多 %.2f\n", s.DailyCost)
	}
	s.Month.print(out, "本月")
	if s.Agreement != nil {
		fmt.Fprintf(out, "\n%s", s.Agreement.Text())
	}
}

func (s spending) print(out io.Writer, title string) {
	fmt.Fprintf(out, "%s：%d 次请求，问 %d 条，答 %d 条，%d 个词元，费用 %.4f", title, s.Calls, s.Posts, s.Answered, s.Tokens, s.Cost)
	for _, outcome := range slices.Sorted(maps.Keys(s.Outcomes)) {
		fmt.Fprintf(out, "  %s %d", outcome, s.Outcomes[outcome])
	}
	fmt.Fprintln(out)
}
