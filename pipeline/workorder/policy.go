package workorder

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Policy says how much time work orders have, by level.
type Policy struct {
	Name   string                `yaml:"name" json:"name"`
	Levels map[voc.Level]Targets `yaml:"levels" json:"levels"` // all four
}

// Targets are the times of one level, in working time of its calendar: where people work nine hours
// a day, "45h" is five days. 0: this clock does not run.
type Targets struct {
	Claim    time.Duration `yaml:"claim" json:"claim"`       // until somebody takes it up
	Answer   time.Duration `yaml:"answer" json:"answer"`     // until the first public answer
	Resolve  time.Duration `yaml:"resolve" json:"resolve"`   // until something was done; required
	Verify   time.Duration `yaml:"verify" json:"verify"`     // until the fix is shown to hold; always on the wall clock
	Calendar string        `yaml:"calendar" json:"calendar"` // name of the working hours it counts in; "" round the clock
}

// DefaultPolicy counts red and orange round the clock, yellow and blue in the given calendar, which
// is taken to have nine hours a day.
func DefaultPolicy(calendar string) Policy {
	const workday = 9 * time.Hour
	return Policy{Name: "标准", Levels: map[voc.Level]Targets{
		voc.Red:    {Claim: 10 * time.Minute, Answer: time.Hour, Resolve: day, Verify: 3 * day},
		voc.Orange: {Claim: 30 * time.Minute, Answer: 4 * time.Hour, Resolve: 3 * day, Verify: 3 * day},
		voc.Yellow: {Claim: 2 * time.Hour, Answer: workday, Resolve: 5 * workday, Verify: 3 * day, Calendar: calendar},
		voc.Blue:   {Claim: workday, Resolve: 10 * workday, Verify: day, Calendar: calendar},
	}}
}

// Validate refuses a policy under which an order would have no end.
func (p Policy) Validate() error {
	if p.Name == "" {
		return fmt.Errorf("policy: it has no name: give it one, work orders name it")
	}
	for _, level := range voc.Levels() {
		t, there := p.Levels[level]
		switch {
		case !there:
			return fmt.Errorf("policy %q: level %s is missing: all of red, orange, yellow and blue must be there", p.Name, level)
		case t.Resolve <= 0:
			return fmt.Errorf("policy %q, level %s: resolve is %s: write how long solving may take", p.Name, level, t.Resolve)
		case t.Claim < 0 || t.Answer < 0 || t.Verify < 0:
			return fmt.Errorf("policy %q, level %s: a time is negative: write 0 for a clock that shall not run", p.Name, level)
		case t.Claim > t.Resolve:
			return fmt.Errorf("policy %q, level %s: claim (%s) is longer than resolve (%s): exchange them", p.Name, level, t.Claim, t.Resolve)
		}
	}
	for level := range p.Levels {
		if level.Rank() == 0 {
			return fmt.Errorf("policy %q: there is no level %q: use red, orange, yellow and blue", p.Name, level)
		}
	}
	return nil
}

// Terms are what the clocks of an order obey. They are written into the event that opens it, so that
// a later change of the configuration does not rewrite history.
type Terms struct {
	Policy    Policy     `json:"policy"`
	Calendars []Calendar `json:"calendars,omitempty"` // those the policy names

	hours map[string]*hours
	old   bool // of an order that was opened before there were terms
}

// NewTerms puts a policy and the calendars it names together.
func NewTerms(p Policy, calendars []Calendar) (*Terms, error) {
	t := &Terms{Policy: p}
	for _, level := range voc.Levels() {
		name := p.Levels[level].Calendar
		if name == "" || slices.ContainsFunc(t.Calendars, func(c Calendar) bool { return c.Name == name }) {
			continue
		}
		i := slices.IndexFunc(calendars, func(c Calendar) bool { return c.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("policy %q, level %s: there is no calendar %q: add it, or leave calendar empty for round the clock", p.Name, level, name)
		}
		t.Calendars = append(t.Calendars, calendars[i])
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return t, t.compile()
}

func (t *Terms) compile() error {
	t.hours = map[string]*hours{"": nil}
	for _, c := range t.Calendars {
		h, err := compile(c)
		if err != nil {
			return err
		}
		t.hours[c.Name] = h
	}
	return nil
}

// Revision names the policy and the very contents of the terms: "标准@3f2a9c10".
func (t *Terms) Revision() string {
	text, err := json.Marshal(t)
	if err != nil { // strings and numbers always marshal
		panic("workorder: terms cannot be written as JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return t.Policy.Name + "@" + hex.EncodeToString(sum[:4])
}

// targets of a level and the working hours they count in.
func (t *Terms) targets(level voc.Level) (Targets, *hours) {
	targets := t.Policy.Levels[level]
	return targets, t.hours[targets.Calendar]
}

// roundTheClock is what orders obey that were opened without terms.
var roundTheClock = &Terms{Policy: Policy{Name: "标准（全天）", Levels: map[voc.Level]Targets{
	voc.Red:    {Claim: 10 * time.Minute, Answer: time.Hour, Resolve: day, Verify: 3 * day},
	voc.Orange: {Claim: 30 * time.Minute, Answer: 4 * time.Hour, Resolve: 3 * day, Verify: 3 * day},
	voc.Yellow: {Claim: 2 * time.Hour, Answer: day, Resolve: 5 * day, Verify: 3 * day},
	voc.Blue:   {Claim: day, Resolve: 10 * day, Verify: day},
}}}

// beforeTerms is what orders obey whose due times stand in their events.
var beforeTerms = &Terms{old: true, Policy: Policy{Levels: map[voc.Level]Targets{
	voc.Red:    {Claim: 10 * time.Minute, Resolve: day},
	voc.Orange: {Claim: 30 * time.Minute, Resolve: 3 * day},
	voc.Yellow: {Claim: 2 * time.Hour, Resolve: 5 * day},
	voc.Blue:   {Claim: day, Resolve: 10 * day},
}}}

// termsRead keeps what was read once: all orders opened under one policy share their terms, and a
// journal holds thousands of them. Keyed by the very text, so it is the same answer every time.
var termsRead sync.Map

func readTerms(text json.RawMessage) (*Terms, error) {
	if known, ok := termsRead.Load(string(text)); ok {
		return known.(*Terms), nil
	}
	t := new(Terms)
	if err := json.Unmarshal(text, t); err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	if err := t.compile(); err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	for _, level := range voc.Levels() {
		if _, there := t.hours[t.Policy.Levels[level].Calendar]; !there {
			return nil, fmt.Errorf("terms: calendar %q of level %s is missing", t.Policy.Levels[level].Calendar, level)
		}
	}
	termsRead.Store(string(text), t)
	return t, nil
}

func termsOf(o voc.WorkOrder) *Terms {
	if t, ok := o.Terms.(*Terms); ok {
		return t
	}
	return beforeTerms
}
