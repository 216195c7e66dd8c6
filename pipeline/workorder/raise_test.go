package workorder

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestRaise(t *testing.T) {
	opened := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	fresh := func(level voc.Level) voc.WorkOrder {
		e, err := Open(Draft{ID: "WO-1", Title: "查清异物", Level: level}, opened)
		if err != nil {
			t.Fatal(err)
		}
		o, err := Fold(voc.WorkOrder{}, e)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	f := func(name string, from, to voc.Level, after, wantClaim, wantResolve time.Duration) {
		t.Helper()
		now := opened.Add(after)
		o := fresh(from)
		for _, e := range Raise(o, to, "升级", now) {
			var err error
			if o, err = Fold(o, e); err != nil {
				t.Fatal(err)
			}
		}
		if got := o.ClaimDue.Sub(opened); got != wantClaim {
			t.Errorf("%s: claim due %s after the opening, want %s", name, got, wantClaim)
		}
		if got := o.ResolveDue.Sub(opened); got != wantResolve {
			t.Errorf("%s: resolve due %s after the opening, want %s", name, got, wantResolve)
		}
	}
	f("red at once: the clocks of red", voc.Orange, voc.Red, 0, 15*time.Minute, 24*time.Hour)
	f("red when orange's claim is nearly due: never later than it was", voc.Orange, voc.Red, 25*time.Minute, 30*time.Minute, 24*time.Hour)
	f("red after two days: a quarter of an hour's notice", voc.Orange, voc.Red, 48*time.Hour, 30*time.Minute, 48*time.Hour+15*time.Minute)
	f("less grave changes nothing", voc.Orange, voc.Yellow, 0, 30*time.Minute, 72*time.Hour)
	f("as grave changes nothing", voc.Red, voc.Red, 0, 10*time.Minute, 24*time.Hour)

	closed := fresh(voc.Orange)
	closed.State = voc.OrderClosed
	if events := Raise(closed, voc.Red, "升级", opened); len(events) != 0 {
		t.Errorf("a closed order was raised: %v", events)
	}
	raised, err := Fold(fresh(voc.Orange), Raise(fresh(voc.Orange), voc.Red, "升级为红色", opened)[0])
	if err != nil || raised.Level != voc.Red || raised.Notes[len(raised.Notes)-1].Text != "升级为红色" {
		t.Errorf("the history does not say that it was raised: %+v, %v", raised, err)
	}
}
