package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// watchHistory is how far a rule that is new here looks back: the past it would have spoken in
	// is shown as history.
	watchHistory = 90 * 24 * time.Hour
	// mostBuckets bounds what is asked of the store at once: a rule that looks by the minute sees
	// two months of its past.
	mostBuckets = 90_000
	// watchLearn is the past a detector must see again after a restart: it remembers two weeks of
	// highs and its slowest average has a half life of one.
	watchLearn = 28 * 24 * time.Hour
	// watchLate is how long after its hour a post may arrive and still be judged: the detector is
	// kept as it was so long ago and run again from there.
	watchLate = 3 * time.Hour
	// watchDown is how much of a downtime is judged afterwards.
	watchDown = 48 * time.Hour
)

// Watch evaluates the rules: it brings what they see to the pure decisions, and writes what follows
// into the journal. Alert, work order and messages of one episode are one insert, so either somebody
// has the matter in hand or nobody was told.
type Watch struct {
	store   *store.Store
	journal *Journal
	rules   func() []alert.Rule // as they stand now
	names   names
	log     *slog.Logger

	how     atomic.Pointer[Watching] // nil: the usual way
	office  *office                  // opens work orders; nil: they are opened as they always were
	awake   time.Time                // since when this process watches
	address string                   // of the dashboard, for links in messages; "" none

	mu       sync.Mutex // one evaluation at a time
	looks    map[string]*look
	judged   map[string]time.Time // by rule and brand: observations up to here need no verdict any more
	rejected map[string]time.Time // second matters that turned out to be none, and when that was
}

// settings are how incidents are judged and told now.
func (w *Watch) settings() Watching {
	if how := w.how.Load(); how != nil {
		return *how
	}
	return Watching{}
}

// markReplayed is the type of the event that a rule's past has been looked through.
const markReplayed = "replayed"

// markKey names a rule, as it is, on a brand.
func markKey(rule alert.Rule, brand voc.BrandID) string {
	return rule.Name + "/" + rule.Revision() + "/" + string(brand)
}

// Evaluate judges every bucket that has closed by now, a brand after the other. A rule that fails
// does not keep the others from being judged.
func (w *Watch) Evaluate(ctx context.Context, now time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.looks == nil {
		w.looks, w.judged, w.rejected = map[string]*look{}, map[string]time.Time{}, map[string]time.Time{}
	}
	if w.awake.IsZero() {
		w.awake = now
	}
	var errs []error
	state := w.journal.View()
	rules := w.rules()
	for _, brand := range w.scopes(rules, state) {
		errs = append(errs, w.evaluate(ctx, rules, w.about(rules, state, brand), brand, now))
	}
	return errors.Join(errs...)
}

// scopes are the brands that are judged: those of the rules, those with incidents that are open, and
// "" for rules about the sources.
func (w *Watch) scopes(rules []alert.Rule, state State) []voc.BrandID {
	var brands []voc.BrandID
	for _, rule := range rules {
		brands = append(brands, w.brandsOf(rule)...)
	}
	for _, a := range state.Alerts {
		if a.State == voc.AlertOpen {
			brands = append(brands, scopeOf(a))
		}
	}
	slices.Sort(brands)
	return slices.Compact(brands)
}

// scopeOf is the brand an incident is judged with: of silence all together, whichever brand a source
// is about.
func scopeOf(a voc.Alert) voc.BrandID {
	if a.Kind == voc.RuleSilence {
		return ""
	}
	return a.Brand
}

func (w *Watch) brandsOf(rule alert.Rule) []voc.BrandID {
	if rule.Kind == voc.RuleSilence {
		return []voc.BrandID{""}
	}
	if len(rule.Brands) > 0 {
		return rule.Brands
	}
	var own []voc.BrandID
	for _, b := range w.names.brands {
		if b.Own {
			own = append(own, b.ID)
		}
	}
	return own
}

// about are the rules that are judged on a brand. A rule that was deleted, or is about other brands
// now, keeps its open incidents: a stand-in that opens nothing watches them until they end.
func (w *Watch) about(rules []alert.Rule, state State, brand voc.BrandID) []alert.Rule {
	var all []alert.Rule
	for _, rule := range rules {
		if slices.Contains(w.brandsOf(rule), brand) {
			all = append(all, rule)
		}
	}
	for _, a := range state.Alerts {
		known := slices.ContainsFunc(all, func(r alert.Rule) bool { return r.Name == a.Rule })
		if a.State == voc.AlertOpen && scopeOf(a) == brand && !known {
			all = append(all, standIn(a))
		}
	}
	return all
}

// standIn watches an incident whose rule is gone, much as the rule did.
func standIn(a voc.Alert) alert.Rule {
	rule := voc.DefaultRuleOf(a.Kind)
	rule.Name, rule.Disabled, rule.Channels, rule.OpenOrderFrom = a.Rule, true, nil, ""
	if a.Key == "" && a.Kind != voc.RuleNewTopic && a.Kind != voc.RuleCritical {
		rule.Topic = a.Topic
	}
	return rule
}

func (w *Watch) evaluate(ctx context.Context, all, rules []alert.Rule, brand voc.BrandID, now time.Time) error {
	j := w.newJudgement(all, brand, now)
	var errs []error
	for _, rule := range rules {
		if err := j.look(ctx, rule); err != nil {
			errs = append(errs, fmt.Errorf("rule %s for %s: %w", rule.Name, brand, err))
		}
	}
	for _, step := range []func(context.Context) error{j.judge, j.describe, j.write} {
		if err := step(ctx); err != nil {
			return errors.Join(append(errs, fmt.Errorf("brand %s: %w", brand, err))...)
		}
	}
	j.keep() // only now: a failed evaluation is done again in full
	return errors.Join(errs...)
}
