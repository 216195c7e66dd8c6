package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to a rule, beside that its past was looked through.
const (
	ruleSaved   = "saved"   // data: ruleChange; the id is the rule's name
	ruleDropped = "dropped" // data: ruleChange without a rule
)

// ruleChange is what somebody made of a rule on a page.
type ruleChange struct {
	Rule   *voc.Rule       `json:"rule,omitempty"`
	Before *voc.Rule       `json:"before,omitempty"` // nil: it was not
	File   string          `json:"file,omitempty"`   // revision of the file's rule of that name; "" there was none
	Why    string          `json:"why,omitempty"`
	Replay *voc.RuleReplay `json:"replay,omitempty"` // what it would have told of the last 90 days

	by string
	at time.Time
}

// foldRule puts an event about a rule into the state.
func (s *State) foldRule(e voc.Event) error {
	switch e.Type {
	case ruleSaved:
		c := ruleChange{by: e.Actor, at: e.At}
		if err := json.Unmarshal(e.Data, &c); err != nil {
			return err
		}
		if c.Rule == nil || c.Rule.Name != e.ID {
			return fmt.Errorf("it holds no rule of this name")
		}
		s.Rules[e.ID] = c
	case ruleDropped:
		delete(s.Rules, e.ID)
	default:
		s.Marks[e.ID] = e
	}
	return nil
}

// Rulebook holds the rules as they stand: those of rules.yaml, and what pages made of them. A page's
// rule stands before the file's of the same name until it is dropped.
type Rulebook struct {
	store   *store.Store
	journal *Journal
	names   names
	planned func(voc.BrandID) []alert.Plan
	told    func(string) bool // whether there is a channel of this name; nil: not asked
	now     func() time.Time

	mu   sync.Mutex
	file []voc.Rule
}

// setFile has these be the file's rules from now on.
func (b *Rulebook) setFile(rules []voc.Rule) error {
	seen := map[string]bool{}
	for _, r := range rules {
		if err := r.Validate(); err != nil {
			return err
		}
		if seen[r.Name] {
			return fmt.Errorf("rule %q stands twice: names must differ", r.Name)
		}
		seen[r.Name] = true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.file = slices.Clone(rules)
	return nil
}

func (b *Rulebook) fromFile() []voc.Rule {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.file
}

// current are the rules that are evaluated, those switched off among them: they still end what they
// have opened. A rule a page saved that this version cannot evaluate is left out.
func (b *Rulebook) current() []alert.Rule {
	var rules []alert.Rule
	for _, s := range b.stand(b.journal.View()) {
		if s.Rule.Validate() == nil {
			rules = append(rules, s.Rule)
		}
	}
	return rules
}

// stand merges file and pages: the file's rules in its order, then the others by name.
func (b *Rulebook) stand(s State) []voc.RuleState {
	var all []voc.RuleState
	var names []string
	for _, r := range b.fromFile() {
		names = append(names, r.Name)
		all = append(all, ruleState(&r, s.Rules))
	}
	var others []voc.RuleState
	for name, c := range s.Rules {
		if !slices.Contains(names, name) {
			others = append(others, c.state(nil))
		}
	}
	slices.SortFunc(others, func(a, b voc.RuleState) int {
		if a.Rule.Name < b.Rule.Name {
			return -1
		}
		return 1
	})
	return append(all, others...)
}

func ruleState(file *voc.Rule, changed map[string]ruleChange) voc.RuleState {
	if c, ok := changed[file.Name]; ok {
		return c.state(file)
	}
	return voc.RuleState{Rule: *file, Revision: file.Revision(), Origin: voc.RuleFromFile, File: file}
}

// state is the rule as a page left it, beside the file's of the same name; nil: there is none.
func (c ruleChange) state(file *voc.Rule) voc.RuleState {
	s := voc.RuleState{
		Rule: *c.Rule, Revision: c.Rule.Revision(), Origin: voc.RuleFromPage, ChangedBy: c.by, ChangedAt: c.at,
		Why: c.Why, Before: c.Before, Backtest: c.Replay, File: file,
	}
	s.FileNewer = file != nil && file.Revision() != c.File
	return s
}

// ruleRecord is how far back it is told how a rule did.
const ruleRecord = 90 * 24 * time.Hour

// List gives every rule as it stands, with how it did in the last 90 days.
func (b *Rulebook) List() []voc.RuleState {
	s := b.journal.View()
	all, since := b.stand(s), b.now().Add(-ruleRecord)
	var recent []voc.Alert
	for _, a := range s.Alerts {
		if !a.OpenedAt.Before(since) && a.State != voc.AlertMerged {
			recent = append(recent, a)
		}
	}
	for i := range all {
		tallied(&all[i], recent)
	}
	return all
}

// tallied counts what became of the incidents a rule opened.
func tallied(s *voc.RuleState, recent []voc.Alert) {
	for _, a := range recent {
		if a.Rule != s.Rule.Name {
			continue
		}
		s.Fired++
		switch a.Verdict {
		case voc.AlertConfirmed:
			s.Confirmed++
		case voc.AlertFalseAlarm:
			s.Dismissed++
		}
	}
	s.Proposed = alert.Proposed(s.Rule, recent)
}

// state gives one rule as it stands; ErrNone when there is none of this name.
func (b *Rulebook) state(name string) (voc.RuleState, error) {
	for _, s := range b.List() {
		if s.Rule.Name == name {
			return s, nil
		}
	}
	return voc.RuleState{}, fmt.Errorf("rule %q: %w", name, ErrNone)
}
