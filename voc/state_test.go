package voc

import (
	"slices"
	"testing"
)

// Coverage rests on this: what is counted as heard though it was not hides a gap behind zeros.
func TestOnlyAVisitToTheEndHeardTheSource(t *testing.T) {
	f := func(o VisitOutcome, heard bool) {
		t.Helper()
		if o.Heard() != heard {
			t.Errorf("outcome %q counts as heard: %v, want %v", o, o.Heard(), heard)
		}
	}
	f(VisitOK, true)
	f(VisitUnchanged, true)
	f(VisitPartial, false)
	f(VisitBlocked, false)
	f(VisitFailed, false)
	f("", false)
	f("excellent", false)
}

// An order nobody understands is still somebody's task.
func TestAnOrderIsDoneWhenNobodyHasToDoAnything(t *testing.T) {
	f := func(s OrderState, open bool) {
		t.Helper()
		if s.Open() != open {
			t.Errorf("state %q is open: %v, want %v", s, s.Open(), open)
		}
	}
	done := []OrderState{OrderClosed, OrderFalseAlarm, OrderMerged, OrderCancelled}
	for _, s := range OrderStates() {
		f(s, !slices.Contains(done, s))
	}
	f("", true)
}
