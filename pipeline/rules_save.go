package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Rules are all rules as they stand: those of rules.yaml, and what pages made of them.
func (p *Pipeline) Rules() []voc.RuleState { return p.rulebook.List() }

// SaveRule writes a rule down as a page has it, with what it would have told of the last 90 days.
// Base is the revision it was edited from, "" for a new one; ErrRevision when another stands by now.
// Errors that are voc.RuleError name the field that cannot be used.
func (p *Pipeline) SaveRule(ctx context.Context, r voc.Rule, actor, why, base string) (voc.RuleState, error) {
	return p.rulebook.save(ctx, r, actor, why, base)
}

// DropRule takes back what a page made of a rule: a page's own rule is gone, a changed one is as its
// file says again. A rule that only its file knows is switched off. What it has opened goes on until
// it has been calm.
func (p *Pipeline) DropRule(ctx context.Context, name, actor, why string) error {
	return p.rulebook.drop(ctx, name, actor, why)
}

// SetRules has these be the rules of rules.yaml from now on. An error says that nothing changed.
func (p *Pipeline) SetRules(rules []voc.Rule) error { return p.rulebook.setFile(rules) }

// Backtest tells what a rule would have told of the last so many days of one brand, "" of all its
// brands: the same function over what is stored as runs live.
func (p *Pipeline) Backtest(ctx context.Context, r voc.Rule, brand voc.BrandID, days int) (voc.RuleReplay, error) {
	return p.rulebook.Replay(ctx, r, brand, days)
}

// knownChannel tells which channels there are; nil, where none are configured: nobody knows.
func (o *Options) knownChannel() func(string) bool {
	if len(o.Channels) == 0 {
		return nil
	}
	return func(name string) bool { _, ok := o.Channels[name]; return ok }
}

// replayOnSave is how many days of the past are looked through when a rule is saved.
const replayOnSave = 90

func (b *Rulebook) save(ctx context.Context, r voc.Rule, actor, why, base string) (voc.RuleState, error) {
	if actor == "" {
		return voc.RuleState{}, fmt.Errorf("%w: it is not told who changes the rule", ErrWrong)
	}
	before, err := b.edited(b.journal.View(), r.Name, base)
	if err != nil {
		return voc.RuleState{}, err
	}
	if before != nil && r.Version == before.Version {
		r.Version = "" // a version names one revision for ever; without one its contents name it
	}
	if err := b.check(r); err != nil {
		return voc.RuleState{}, err
	}
	replay, err := b.Replay(ctx, r, "", replayOnSave)
	if err != nil {
		return voc.RuleState{}, err
	}
	kept := stripped(replay)
	_, err = b.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		before, err := b.edited(s, r.Name, base)
		if err != nil {
			return nil, err
		}
		return ruleEvent(ruleSaved, r.Name, actor, now, ruleChange{Rule: &r, Before: before, File: b.fileRevision(r.Name), Why: why, Replay: &kept})
	})
	if err != nil {
		return voc.RuleState{}, err
	}
	return b.state(r.Name)
}

// edited is the rule that stands, when it is the revision an edit began from; nil for a new rule.
func (b *Rulebook) edited(s State, name, base string) (*voc.Rule, error) {
	at := b.find(s, name)
	switch {
	case at == nil && base == "":
		return nil, nil
	case at == nil:
		return nil, fmt.Errorf("rule %q: %w", name, ErrNone)
	case base == "":
		return nil, fmt.Errorf("%w: there is a rule %q already (revision %s): change that one, or choose another name", ErrRevision, name, at.Revision)
	case at.Revision != base:
		return nil, fmt.Errorf("%w: rule %q was edited from revision %s, and stands at %s: look at what changed, and save again", ErrRevision, name, base, at.Revision)
	}
	return &at.Rule, nil
}

// find is a rule as it stands; nil: there is none of this name.
func (b *Rulebook) find(s State, name string) *voc.RuleState {
	all := b.stand(s)
	if i := slices.IndexFunc(all, func(r voc.RuleState) bool { return r.Rule.Name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

// check refuses a rule that cannot be evaluated here: brands and channels must be there.
func (b *Rulebook) check(r voc.Rule) error {
	if err := r.Validate(); err != nil {
		return err
	}
	for _, id := range r.Brands {
		if !slices.ContainsFunc(b.names.brands, func(known voc.Brand) bool { return known.ID == id }) {
			return &voc.RuleError{Rule: r.Name, Field: "brands", Value: string(id), Remedy: "no such brand: write an id of brands.yaml"}
		}
	}
	for _, name := range r.Channels {
		if b.told != nil && !b.told(name) {
			return &voc.RuleError{Rule: r.Name, Field: "channels", Value: name, Remedy: "no such channel: write a name of channels.yaml"}
		}
	}
	return nil
}

func (b *Rulebook) fileRevision(name string) string {
	for _, r := range b.fromFile() {
		if r.Name == name {
			return r.Revision()
		}
	}
	return ""
}

func (b *Rulebook) drop(ctx context.Context, name, actor, why string) error {
	if actor == "" {
		return fmt.Errorf("%w: it is not told who changes the rule", ErrWrong)
	}
	_, err := b.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		at := b.find(s, name)
		switch {
		case at == nil:
			return nil, fmt.Errorf("rule %q: %w", name, ErrNone)
		case at.Origin == voc.RuleFromPage:
			return ruleEvent(ruleDropped, name, actor, now, ruleChange{Before: &at.Rule, Why: why})
		}
		off := at.Rule
		off.Disabled, off.Version = true, ""
		return ruleEvent(ruleSaved, name, actor, now, ruleChange{Rule: &off, Before: &at.Rule, File: at.Revision, Why: why})
	})
	return err
}

func ruleEvent(kind, name, actor string, now time.Time, c ruleChange) ([]voc.Event, error) {
	text, err := json.Marshal(c)
	return []voc.Event{{At: now, Subject: voc.SubjectRule, ID: name, Type: kind, Actor: actor, Data: text}}, err
}

// mostKept is how many alerts of each outlook are kept with a rule: the journal is read at every
// start, and who wants all of them asks for the backtest again.
const mostKept = 30

// stripped is a replay as it is kept: the newest alerts of each outlook.
func stripped(r voc.RuleReplay) voc.RuleReplay {
	r.Outlooks = slices.Clone(r.Outlooks)
	for i, o := range r.Outlooks {
		r.Outlooks[i].Alerts = slices.Clone(o.Alerts[max(0, len(o.Alerts)-mostKept):])
	}
	return r
}
