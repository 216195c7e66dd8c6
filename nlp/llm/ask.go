package llm

import (
	"context"
	"errors"
	"fmt"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ask has a batch answered. What has no answer that holds is asked about again, alone or in halves:
// one post that talks the model into prose must not cost the others theirs. attempt counts from 1;
// texts still open after the last one are unreadable.
func (r *Reader) ask(ctx context.Context, items []*item, attempt int, results *results) error {
	if attempt > r.options.Attempts {
		for _, it := range items {
			results.set(it, nil)
		}
		return nil
	}
	found, err := r.readings(ctx, items)
	var f *failure
	if errors.As(err, &f) && (f.fate == fateLong || f.fate == fateFiltered) {
		if len(items) == 1 {
			results.set(items[0], nil)
			return nil
		}
		return r.halves(ctx, items, attempt, results) // halving ends by itself
	}
	if err != nil {
		return err
	}
	var open []*item
	for at, it := range items {
		v, ok := found[at]
		if !ok {
			open = append(open, it)
			continue
		}
		r.cache.put(it.key, v)
		results.set(it, &v)
	}
	switch {
	case len(open) == 0:
		return nil
	case len(found) == 0 && len(items) > 1:
		return r.halves(ctx, items, attempt+1, results)
	}
	return r.ask(ctx, open, attempt+1, results)
}

func (r *Reader) halves(ctx context.Context, items []*item, attempt int, results *results) error {
	if err := r.ask(ctx, items[:len(items)/2], attempt, results); err != nil {
		return err
	}
	return r.ask(ctx, items[len(items)/2:], attempt, results)
}

// asking is one request, whatever it is about.
type asking struct {
	prompt, purpose string  // as the ledger names them
	asked           int     // things asked about
	purse           *budget // it is paid from beside the day's allowance; nil: none
	// body writes the question down anew for every try, and tells how many tokens its answer may have.
	body func(f format) (body openai.ChatCompletionRequest, out int, err error)
	// take reads an answer and tells how much of what was asked about it answers; 0: nothing of it could be used.
	take func(content string) int
}

// readings asks about texts. The verdicts are by place in items; none when nothing of the answer could
// be used.
func (r *Reader) readings(ctx context.Context, items []*item) (map[int]verdict, error) {
	var q *question
	found := map[int]verdict{}
	err := r.request(ctx, asking{
		prompt: PromptVersion, purpose: "reading", asked: len(items),
		body: func(f format) (openai.ChatCompletionRequest, int, error) {
			var err error
			if q, err = newQuestion(items, r.parts.Random); err != nil {
				return openai.ChatCompletionRequest{}, 0, err
			}
			return r.body(q, f), r.answerTokens(len(items)), nil
		},
		take: func(content string) int {
			drops := Drops{}
			defer r.drop(drops)
			entries, err := parse(content, 2*len(items), drops)
			if err != nil {
				return 0
			}
			found = judge(entries, q, drops)
			return len(found)
		},
	})
	return found, err
}

// request sends one question, waits its turn, heeds breaker and allowance, and writes the ledger. An
// error is one of Err…, of ctx, or a *failure that smaller questions may not meet.
func (r *Reader) request(ctx context.Context, a asking) error {
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	id, err := draw(r.parts.Random, 20)
	if err != nil {
		return err
	}
	began := r.parts.Now()
	call := &voc.Call{ID: id, At: began, Model: r.options.Model, Prompt: a.prompt, Purpose: a.purpose, Posts: a.asked}
	defer func() {
		call.Millis = r.parts.Now().Sub(began).Milliseconds()
		call.Cost = r.options.Prices.cost(call.TokensIn, call.TokensOut)
		r.parts.Ledger(*call)
	}()
	if ok, until := r.breaker.allow(began); !ok {
		call.Outcome = "breaker open"
		return fmt.Errorf("%w: it failed too often and is left alone until %s", ErrAway, until.In(r.parts.Location).Format(time.DateTime))
	}
	answered, err := r.tries(ctx, a, call)
	r.close(err, answered)
	call.Answered = answered
	call.Outcome = outcome(err, answered, a.asked)
	return meaning(err)
}

// close tells the breaker how a request ended.
func (r *Reader) close(err error, answered int) {
	var f *failure
	switch now := r.parts.Now(); {
	case err == nil && answered == 0:
		r.breaker.report(endedUseless, now)
	case err == nil:
		r.breaker.report(endedWell, now)
	case !errors.As(err, &f) || f.fate == fateEnded:
		r.breaker.give() // says nothing about the endpoint
	case f.fate == fateLong || f.fate == fateFiltered:
		r.breaker.report(endedWell, now) // it answered, and with sense
	default:
		r.breaker.report(endedFailed, now)
	}
}

// outcome names the end of a request as the ledger does.
func outcome(err error, answered, asked int) string {
	var f *failure
	switch {
	case errors.Is(err, ErrBudget):
		return "over budget"
	case errors.As(err, &f):
		switch {
		case f.fate == fateTimeout, f.fate == fateEnded && errors.Is(f.err, context.DeadlineExceeded):
			return "timeout"
		case f.fate == fateRefused, f.fate == fateLong, f.fate == fateFiltered:
			return "refused"
		case f.fate == fateLater && f.status >= 200 && f.status < 300:
			return "invalid"
		}
		return "unreachable"
	case err != nil:
		return "unreachable"
	case answered == 0:
		return "invalid"
	case answered < asked:
		return "partial"
	}
	return "ok"
}

// meaning says of a failure what it means to who asked for readings.
func meaning(err error) error {
	var f *failure
	if !errors.As(err, &f) {
		return err
	}
	switch f.fate {
	case fateEnded:
		return f.err
	case fateRefused:
		return fmt.Errorf("%w: %s: look at base_url, model, key and the account", ErrRefused, f.Error())
	case fateLong, fateFiltered:
		return f
	}
	return fmt.Errorf("%w: %s", ErrAway, f.Error())
}
