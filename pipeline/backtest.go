package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const mostReplayed = 366 // days

// RulebookOptions is what rules are replayed with where no pipeline runs.
type RulebookOptions struct {
	Store    *store.Store
	Journal  *Journal
	Rules    []voc.Rule // of the file
	Brands   []voc.Brand
	Sources  []voc.Source
	Watching Watching
	Location *time.Location
	Now      func() time.Time
}

// ReadRulebook gives the rules as they stand, for those who only look.
func ReadRulebook(o RulebookOptions) (*Rulebook, error) {
	names := names{brands: o.Brands, sources: func() []voc.Source { return o.Sources }, location: o.Location}
	w := &Watch{store: o.Store, journal: o.Journal, names: names}
	w.how.Store(&o.Watching)
	b := &Rulebook{store: o.Store, journal: o.Journal, names: names, now: o.Now}
	b.planned = func(brand voc.BrandID) []alert.Plan { return w.planned(o.Journal.View(), brand, o.Now()) }
	return b, b.setFile(o.Rules)
}

// scopes are the brands a rule looks at, one after the other: its own list, else every own brand. A
// rule about listening looks once, at no brand.
func (b *Rulebook) scopes(r voc.Rule) []voc.BrandID {
	if r.Kind == voc.RuleSilence {
		return []voc.BrandID{""}
	}
	if len(r.Brands) > 0 {
		return r.Brands
	}
	var own []voc.BrandID
	for _, one := range b.names.brands {
		if one.Own {
			own = append(own, one.ID)
		}
	}
	return own
}

// Replay tells what a rule would have told of the last so many days of one brand, "" of all its
// brands: see Pipeline.Backtest.
func (b *Rulebook) Replay(ctx context.Context, r voc.Rule, brand voc.BrandID, days int) (voc.RuleReplay, error) {
	began := time.Now()
	if err := b.check(r); err != nil {
		return voc.RuleReplay{}, err
	}
	if days < 1 || days > mostReplayed {
		return voc.RuleReplay{}, fmt.Errorf("%w: %d days: ask for 1 to %d", ErrWrong, days, mostReplayed)
	}
	scopes := b.scopes(r)
	if brand != "" && r.Kind != voc.RuleSilence {
		if !slices.ContainsFunc(b.names.brands, func(known voc.Brand) bool { return known.ID == brand }) {
			return voc.RuleReplay{}, fmt.Errorf("%w: brand %q is not in brands.yaml", ErrWrong, brand)
		}
		scopes = []voc.BrandID{brand}
	}
	if len(scopes) == 0 {
		return voc.RuleReplay{}, fmt.Errorf("%w: the rule has no brand to look at: mark one as own in brands.yaml, or name it in the rule", ErrWrong)
	}
	r.Disabled = false // what it would tell if it were on
	to := b.now().Truncate(r.Step)
	out := voc.RuleReplay{Rule: r, Revision: r.Revision(), Brand: brand, From: to.AddDate(0, 0, -days), To: to}
	var each [][]voc.Outlook
	for _, one := range scopes {
		outlooks, err := b.replayOne(ctx, r, one, out.From, to)
		if err != nil {
			return out, err
		}
		each = append(each, outlooks)
	}
	out.Outlooks = alert.Join(r, each...)
	if err := b.nameTopics(ctx, out); err != nil {
		return out, err
	}
	out.Verdicts = b.verdicts(scopes, out.Outlooks)
	out.Took = time.Since(began)
	return out, nil
}

// mostAtOnce bounds what is asked of the store at once.
const mostAtOnce = 90_000

// replayOne looks through the past of one brand, and through as much before it as the rule needs to
// know what is usual.
func (b *Rulebook) replayOne(ctx context.Context, r voc.Rule, brand voc.BrandID, from, to time.Time) ([]voc.Outlook, error) {
	l := newLook(r, brand, nil, from.Add(-memoryOf(r)))
	l.sources = b.names.sources
	if some, err := l.begin(ctx, b.store); err != nil || !some {
		return alert.ReplayAll(r, brand, nil, from), err
	}
	var past []alert.Seen
	for begin := l.next; begin.Before(to); {
		end := begin.Add(mostAtOnce * r.Step)
		if end.After(to) {
			end = to
		}
		part, err := l.see(ctx, b.store, begin, end)
		if err != nil {
			return nil, err
		}
		past, begin = append(past, part...), end
	}
	return alert.ReplayAll(r, brand, past, from, b.planned(brand)...), nil
}

// Rule is a rule as it stands, by its name; ErrNone when there is none.
func (b *Rulebook) Rule(name string) (voc.RuleState, error) { return b.state(name) }
