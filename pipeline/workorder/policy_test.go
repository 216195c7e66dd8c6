package workorder

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPoliciesThatCannotBe(t *testing.T) {
	if err := DefaultPolicy("总部").Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why    string
		change func(*Policy)
		says   string
	}{
		{"no name", func(p *Policy) { p.Name = "" }, "no name"},
		{"a level missing", func(p *Policy) { delete(p.Levels, voc.Red) }, "red is missing"},
		{"a level there is not", func(p *Policy) { p.Levels["pink"] = Targets{Resolve: time.Hour} }, "pink"},
		{"no end", func(p *Policy) { p.Levels[voc.Red] = Targets{Claim: time.Minute} }, "resolve is 0s"},
		{"less than no time", func(p *Policy) { p.Levels[voc.Red] = Targets{Answer: -1, Resolve: time.Hour} }, "negative"},
		{"solved before it is claimed", func(p *Policy) { p.Levels[voc.Red] = Targets{Claim: day, Resolve: time.Hour} }, "exchange"},
	} {
		p := DefaultPolicy("总部")
		p.Levels = maps.Clone(p.Levels)
		c.change(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to say %q", c.why, err, c.says)
		}
	}
	if _, err := NewTerms(DefaultPolicy("总部"), nil); err == nil || !strings.Contains(err.Error(), "总部") {
		t.Errorf("a policy in hours nobody wrote down: %v", err)
	}
}

// TestTargets holds the table of times: red and orange round the clock, yellow and blue in office hours.
func TestTargets(t *testing.T) {
	at := shanghai(t, "03-06", "17:00") // a Friday
	for _, c := range []struct {
		level                          voc.Level
		claim, answer, solve           string
		claimDate, answerDate, solveOn string
	}{
		{voc.Red, "17:10", "18:00", "17:00", "03-06", "03-06", "03-07"},
		{voc.Orange, "17:30", "21:00", "17:00", "03-06", "03-06", "03-09"},
		{voc.Yellow, "10:00", "17:00", "17:00", "03-09", "03-09", "03-13"},
		{voc.Blue, "17:00", "", "17:00", "03-09", "", "03-20"},
	} {
		o := opened(t, Draft{Level: c.level, Terms: officeTerms(t)}, at)
		if !o.ClaimDue.Equal(shanghai(t, c.claimDate, c.claim)) || !o.ResolveDue.Equal(shanghai(t, c.solveOn, c.solve)) {
			t.Errorf("%s: claim by %s, solve by %s", c.level, o.ClaimDue, o.ResolveDue)
		}
		if c.answer == "" {
			if !o.AnswerDue.IsZero() {
				t.Errorf("%s: answer by %s, want none", c.level, o.AnswerDue)
			}
		} else if !o.AnswerDue.Equal(shanghai(t, c.answerDate, c.answer)) {
			t.Errorf("%s: answer by %s", c.level, o.AnswerDue)
		}
		if !strings.HasPrefix(o.Policy, "标准@") {
			t.Errorf("%s: policy %q", c.level, o.Policy)
		}
	}
}
