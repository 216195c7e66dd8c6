package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Ledger is what asking language models has cost and brought.
type Ledger struct {
	From      time.Time    `json:"from"`
	To        time.Time    `json:"to"`
	Total     LedgerLine   `json:"total"`
	Days      []LedgerLine `json:"days" doc:"Every day of the span, the oldest first; key: 2026-01-31"`
	Purposes  []LedgerLine `json:"purposes" doc:"Dearest first"`
	Models    []LedgerLine `json:"models" doc:"Dearest first; key: model and version of the prompt"`
	Outcomes  []LedgerLine `json:"outcomes" doc:"Most calls first"`
	Calls     []voc.Call   `json:"calls" doc:"The newest 100"`
	Cut       bool         `json:"cut" doc:"There were more calls than were counted; choose a shorter time"`
	Asked     LLMSettings  `json:"asked" doc:"What is configured"`
	Today     float64      `json:"today" doc:"Spent since midnight"`
	Tokens    int64        `json:"today_tokens" doc:"Used since midnight"`
	Cached    int          `json:"cached" doc:"Readings that cost nothing: the same text had been read before"`
	Agreement LLMAgreement `json:"agreement"`
}

// LLMSettings is what is configured of language models.
type LLMSettings struct {
	Enabled     bool    `json:"enabled"`
	Model       string  `json:"model"`
	DailyCost   float64 `json:"daily_cost" doc:"May be spent a day; 0: no limit"`
	DailyTokens int64   `json:"daily_tokens" doc:"May be used a day; 0: no limit"`
}

// LedgerLine sums calls.
type LedgerLine struct {
	Key       string  `json:"key"`
	Calls     int     `json:"calls"`
	Posts     int     `json:"posts" doc:"Asked about"`
	Answered  int     `json:"answered" doc:"With an answer that held every check"`
	Refused   int     `json:"refused" doc:"Calls that brought nothing: refused, timed out, unreadable, over budget"`
	TokensIn  int     `json:"tokens_in"`
	TokensOut int     `json:"tokens_out"`
	Cost      float64 `json:"cost"`
	Millis    float64 `json:"millis" doc:"Mean duration of a call that was answered"`
}

// LLMAgreement is how often the language model says what the analysis says.
type LLMAgreement struct {
	N     int     `json:"n"`
	Share float64 `json:"share"`
	Kappa float64 `json:"kappa" doc:"Beyond chance: 1 whole, 0 none"`
}

type ledgerIn struct {
	From momentParam `query:"from" doc:"Start, inclusive. Default: thirty days before to"`
	To   momentParam `query:"to" doc:"End. Default: the end of this hour"`
}

// mostCalls bounds what one answer sums up.
const mostCalls = 200_000

func (a *door) ledger(ctx context.Context, in *ledgerIn) (*answer[Ledger], error) {
	r := a.reader()
	out := Ledger{From: r.moment("from", in.From, false), To: r.moment("to", in.To, true)}
	if err := r.done(); err != nil {
		return nil, err
	}
	now := a.Now()
	if out.To.IsZero() {
		out.To = now.Truncate(time.Hour).Add(time.Hour)
	}
	if out.From.IsZero() {
		day := out.To.In(a.Location).AddDate(0, 0, -30)
		out.From = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, a.Location)
	}
	if !out.From.Before(out.To) || out.To.Sub(out.From) > maxRange {
		return nil, invalid([]FieldError{wrong("from", string(in.From), "must lie before to, at most ten years", "必须早于 to，且不超过十年")})
	}
	calls, err := a.Store.Calls(ctx, out.From, out.To, mostCalls)
	if err != nil {
		return nil, a.fail(ctx, "ledger", err)
	}
	midnight := now.In(a.Location)
	midnight = time.Date(midnight.Year(), midnight.Month(), midnight.Day(), 0, 0, 0, 0, a.Location)
	if out.Today, out.Tokens, err = a.Store.Spent(ctx, midnight); err != nil {
		return nil, a.fail(ctx, "spent today", err)
	}
	out.sum(calls, a.Location)
	out.Cut = len(calls) == mostCalls
	var q Quality
	if err := a.besideModel(ctx, voc.Filter{From: out.From, To: out.To, Scope: viewerOf(ctx).Scope}, audit{}, &q); err != nil {
		return nil, a.fail(ctx, "agreement", err)
	}
	out.Agreement = LLMAgreement{N: q.Model.N, Share: q.Model.Accuracy, Kappa: q.Model.Kappa}
	out.Asked = a.LLM
	read, err := a.Store.Readings(ctx, store.ReadingFilter{Reader: voc.ReaderLLM, From: out.From, To: out.To, Limit: mostCalls})
	if err != nil {
		return nil, a.fail(ctx, "readings of the language model", err)
	}
	out.Cached = max(0, len(read)-answered(calls))
	return &answer[Ledger]{Body: out}, nil
}

// answered is how many readings calls brought.
func answered(calls []voc.Call) int {
	n := 0
	for i := range calls {
		if calls[i].Purpose == "reading" {
			n += calls[i].Answered
		}
	}
	return n
}

// sum fills in every sum over the calls, which come newest first.
func (l *Ledger) sum(calls []voc.Call, zone *time.Location) {
	days, purposes, models, outcomes := map[string]*LedgerLine{}, map[string]*LedgerLine{}, map[string]*LedgerLine{}, map[string]*LedgerLine{}
	for day := l.From.In(zone); day.Before(l.To); day = day.AddDate(0, 0, 1) {
		lineOf(days, day.Format(time.DateOnly))
	}
	for i := range calls {
		c := &calls[i]
		for _, into := range []*LedgerLine{
			&l.Total, lineOf(days, c.At.In(zone).Format(time.DateOnly)), lineOf(purposes, c.Purpose),
			lineOf(models, c.Model+" · "+c.Prompt), lineOf(outcomes, c.Outcome),
		} {
			into.add(c)
		}
	}
	l.Total.finish()
	l.Days = linesOf(days, func(x, y LedgerLine) int { return cmp.Compare(x.Key, y.Key) })
	dearest := func(x, y LedgerLine) int {
		return cmp.Or(cmp.Compare(y.Cost, x.Cost), y.Calls-x.Calls, cmp.Compare(x.Key, y.Key))
	}
	l.Purposes, l.Models = linesOf(purposes, dearest), linesOf(models, dearest)
	l.Outcomes = linesOf(outcomes, func(x, y LedgerLine) int { return cmp.Or(y.Calls-x.Calls, cmp.Compare(x.Key, y.Key)) })
	l.Calls = append([]voc.Call{}, calls[:min(len(calls), 100)]...)
}

func lineOf(of map[string]*LedgerLine, key string) *LedgerLine {
	if of[key] == nil {
		of[key] = &LedgerLine{Key: key}
	}
	return of[key]
}

func linesOf(of map[string]*LedgerLine, order func(x, y LedgerLine) int) []LedgerLine {
	list := []LedgerLine{}
	for _, one := range of {
		one.finish()
		list = append(list, *one)
	}
	slices.SortFunc(list, order)
	return list
}

// add counts a call. Its millis are summed until finish makes a mean of them.
func (l *LedgerLine) add(c *voc.Call) {
	l.Calls++
	l.Posts += c.Posts
	l.Answered += c.Answered
	l.TokensIn, l.TokensOut, l.Cost = l.TokensIn+c.TokensIn, l.TokensOut+c.TokensOut, l.Cost+c.Cost
	switch c.Outcome {
	case "ok", "partial":
		l.Millis += float64(c.Millis)
	default:
		l.Refused++
	}
}

func (l *LedgerLine) finish() {
	if n := l.Calls - l.Refused; n > 0 {
		l.Millis /= float64(n)
	}
}
