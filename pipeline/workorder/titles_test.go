package workorder

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestEverythingHasAName: people read no identifiers.
func TestEverythingHasAName(t *testing.T) {
	var names []string
	for _, s := range voc.OrderStates() {
		names = append(names, StateTitle(s))
	}
	for _, w := range []voc.WaitFor{voc.WaitCustomer, voc.WaitLegal, voc.WaitSupplier, voc.WaitPlatform} {
		names = append(names, WaitTitle(w))
	}
	for _, r := range []voc.RecoveryResult{voc.RecoveryWon, voc.RecoveryLost, voc.RecoveryUnreachable} {
		names = append(names, RecoveryTitle(r))
	}
	for _, c := range []voc.ClockName{voc.ClockClaim, voc.ClockAnswer, voc.ClockResolve, voc.ClockVerify} {
		names = append(names, ClockTitle(c))
	}
	for _, name := range names {
		if strings.ContainsFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) || name == "" {
			t.Errorf("%q is no name people use", name)
		}
	}
	if StateTitle("later") != "later" || WaitTitle("moon") != "moon" || RecoveryTitle("x") != "x" || ClockTitle("x") != "x" {
		t.Error("what a newer version wrote is shown as it is")
	}
}

func TestWhatCannotBeVerified(t *testing.T) {
	for _, c := range []struct {
		why  string
		d    Draft
		says string
	}{
		{"a single customer", Draft{Kind: voc.OrderCase, Topic: "t", Level: voc.Yellow}, "不用声量"},
		{"an order about nothing in particular", Draft{Level: voc.Yellow}, "没有话题"},
	} {
		o := opened(t, c.d, start)
		for i, cmd := range []voc.Command{claimBy("王芳"), resolveIt} {
			o = do(t, o, cmd, start.Add(time.Duration(i)*time.Minute))
		}
		if _, err := Apply(o, verify, start.Add(time.Hour)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.why, err, c.says)
		}
	}
	if _, err := Open(Draft{ID: "WO-1", Title: "x", Level: "pink"}, start); err == nil || !strings.Contains(err.Error(), "pink") {
		t.Errorf("an order of a level there is not: %v", err)
	}
}

// TestTheLineGoesUp: where the one to be told is off and nobody is on duty, their lead is told; with
// nobody else, they are.
func TestTheLineGoesUp(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	away := []voc.Span{{From: at.Add(-day), To: at.Add(day)}}
	h := House{People: []voc.Person{{Name: "陈默", Lead: "李雷", Away: away}, {Name: "李雷"}, {Name: "周舟", Away: away}}}
	c := voc.Clock{Name: voc.ClockResolve}
	if names, why := h.reach("陈默", c, at); len(names) != 1 || names[0] != "李雷" || !strings.Contains(why, "休假") {
		t.Errorf("told %v: %s", names, why)
	}
	if names, _ := h.reach("周舟", c, at); len(names) != 1 || names[0] != "周舟" {
		t.Errorf("told %v, want who is away rather than nobody", names)
	}
	h.Rosters, h.Default = []Roster{{Name: "值班", Zone: "UTC", Turns: []string{"周舟", "李雷"}, Since: "2026-03-02"}}, "值班"
	if names, _ := h.reach("周舟", c, at); len(names) != 1 || names[0] != "李雷" {
		t.Errorf("told %v, want the first on duty who is there", names)
	}
}
