package llm

import (
	"fmt"
	"sync"
	"time"
)

// Spent is what asking has cost, in tokens and in the currency of the prices.
type Spent struct {
	Cost   float64 `json:"cost"`
	Tokens int64   `json:"tokens"`
}

// budget is the allowance of a day. What a request may cost at most is set aside before it goes, so
// that several at one time cannot overdraw together.
type budget struct {
	prices   Prices
	most     Spent // 0: not bounded
	location *time.Location

	mu    sync.Mutex
	day   string
	spent Spent
	aside Spent
}

func newBudget(o Options, location *time.Location, now time.Time, spent Spent) *budget {
	return &budget{
		prices: o.Prices, most: Spent{o.DailyCost, o.DailyTokens}, location: location,
		day: dayOf(now, location), spent: spent,
	}
}

func dayOf(now time.Time, location *time.Location) string {
	return now.In(location).Format(time.DateOnly)
}

// letterPurse is what letters may take of a day's allowance. Its bounds are none where nothing is written.
func letterPurse(o Options, p Parts) *budget {
	o.DailyCost, o.DailyTokens = o.LetterCost, o.LetterTokens
	return newBudget(o, p.Location, p.Now(), p.Letters)
}

// reserve sets tokens aside, or tells why it cannot. Without a budget there is no bound.
func (b *budget) reserve(now time.Time, in, out int) error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(now)
	cost, tokens := b.prices.cost(in, out), int64(in+out)
	switch {
	case b.most.Cost > 0 && b.spent.Cost+b.aside.Cost+cost > b.most.Cost:
		return fmt.Errorf("%w: %.4f of daily_cost %.4f is spent on %s, and the next request may cost %.4f", ErrBudget, b.spent.Cost, b.most.Cost, b.day, cost)
	case b.most.Tokens > 0 && b.spent.Tokens+b.aside.Tokens+tokens > b.most.Tokens:
		return fmt.Errorf("%w: %d of daily_tokens %d are spent on %s, and the next request may take %d", ErrBudget, b.spent.Tokens, b.most.Tokens, b.day, tokens)
	}
	b.aside.Cost += cost
	b.aside.Tokens += tokens
	return nil
}

// settle gives back what was set aside and books what was used, which belongs to the day on which
// the bill is known.
func (b *budget) settle(now time.Time, in, out, usedIn, usedOut int) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(now)
	b.aside.Cost = max(0, b.aside.Cost-b.prices.cost(in, out))
	b.aside.Tokens = max(0, b.aside.Tokens-int64(in+out))
	b.spent.Cost += b.prices.cost(usedIn, usedOut)
	b.spent.Tokens += int64(usedIn + usedOut)
}

// turn begins a new day. What is set aside by requests under way stays so.
func (b *budget) turn(now time.Time) {
	if day := dayOf(now, b.location); day != b.day {
		b.day, b.spent = day, Spent{}
	}
}

// today is what was spent since midnight.
func (b *budget) today(now time.Time) Spent {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(now)
	return b.spent
}
