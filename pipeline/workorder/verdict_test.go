package workorder

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// plain are facts without chance: two of the topics an hour and ten others before, twenty from the start
// of the incident on, and after the fix what is said.
func plain(after int, change func(f *Facts)) Facts {
	f := Facts{Started: waveStart, Since: waveStart.Add(24 * time.Hour)}
	f.Now, f.Until = f.Since.Add(30*time.Hour), f.Since.Add(3*day)
	for at := waveStart.Add(-pastDays * day); at.Before(f.Now); at = at.Add(time.Hour) {
		h := HeardHour{At: at, Topic: 2, Other: 10, Coverage: 1}
		if !at.Before(f.Started) {
			h.Topic = 20
		}
		if !at.Before(f.Since) {
			h.Topic = after
		}
		f.Hours = append(f.Hours, h)
	}
	if change != nil {
		change(&f)
	}
	return f
}

// since changes the hours from a moment on.
func since(f *Facts, from time.Time, change func(h *HeardHour)) {
	for i := range f.Hours {
		if !f.Hours[i].At.Before(from) {
			change(&f.Hours[i])
		}
	}
}

func TestVerdicts(t *testing.T) {
	late := func(f *Facts) { f.Now = f.Until }
	for _, c := range []struct {
		why   string
		facts Facts
		want  voc.VerificationState
		says  string
	}{
		{"back to two an hour", plain(2, nil), voc.VerificationPassed, "已验证"},
		{"none at all", plain(0, nil), voc.VerificationPassed, "已验证"},
		{"fallen by itself long before it was mended: calm all the same", plain(2, func(f *Facts) {
			loud := f.Started.Add(6 * time.Hour)
			f.Since = f.Started.Add(5 * day)
			f.Now, f.Until = f.Since.Add(30*time.Hour), f.Since.Add(3*day)
			f.Hours = nil
			for at := f.Started.Add(-pastDays * day); at.Before(f.Now); at = at.Add(time.Hour) {
				h := HeardHour{At: at, Topic: 2, Other: 10, Coverage: 1}
				if !at.Before(f.Started) && at.Before(loud) {
					h.Topic = 20
				}
				f.Hours = append(f.Hours, h)
			}
		}), voc.VerificationPassed, "已验证"},
		{"as loud as before", plain(20, nil), voc.VerificationFailed, "超过峰值的一半"},
		{"a third of the peak, in time", plain(7, nil), voc.VerificationWatching, "还没有稳定"},
		{"a third of the peak, at the end", plain(7, func(f *Facts) {
			for at := f.Now; at.Before(f.Until); at = at.Add(time.Hour) {
				f.Hours = append(f.Hours, HeardHour{At: at, Topic: 7, Other: 10, Coverage: 1})
			}
			late(f)
		}), voc.VerificationFailed, "到期仍高于平时"},
		{"a new incident, whatever the figures", plain(2, func(f *Facts) { f.Fire = "AL-9" }), voc.VerificationFailed, "AL-9"},
		{"too early", plain(2, func(f *Facts) { f.Now = f.Since.Add(20 * time.Hour) }), voc.VerificationWatching, "不满 24 小时"},
		{"no past", plain(2, func(f *Facts) {
			since(f, f.Started.Add(-pastDays*day), func(h *HeardHour) {
				if h.At.Before(f.Started.Add(-2 * day)) {
					h.Coverage = 0.2
				}
			})
		}), voc.VerificationWatching, "不知道平时"},
		{"no past, at the end", plain(2, func(f *Facts) { f.Hours = f.Hours[len(f.Hours)-60:]; late(f) }), voc.VerificationUnclear, "无法判断"},
		{"an incident of six", plain(0, func(f *Facts) {
			since(f, f.Started, func(h *HeardHour) { h.Topic = 0 })
			f.Hours[pastDays*24].Topic = 6
		}), voc.VerificationWatching, "少于 10 条"},
		{"an incident no louder than the rest", plain(2, func(f *Facts) { since(f, f.Started, func(h *HeardHour) { h.Topic = 2 }) }), voc.VerificationWatching, "分不开"},
		{"half heard afterwards", plain(2, func(f *Facts) { since(f, f.Since, func(h *HeardHour) { h.Coverage = 0.4 }) }), voc.VerificationWatching, "听不全"},
		{"everything fell silent at once", plain(0, func(f *Facts) { since(f, f.Since, func(h *HeardHour) { h.Other = 0 }) }), voc.VerificationWatching, "采集中断"},
		{"the others fell too, the share is high", plain(2, func(f *Facts) { since(f, f.Since, func(h *HeardHour) { h.Other = 3 }) }), voc.VerificationWatching, "两倍以上"},
	} {
		v := Verify(c.facts)
		if v.State != c.want || !strings.Contains(v.Verdict, c.says) {
			t.Errorf("%s: %s, %q; want %s and %q", c.why, v.State, v.Verdict, c.want, c.says)
		}
	}
}

func TestTheMeasureItself(t *testing.T) {
	v := Verify(plain(2, nil))
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"before", v.Before, 2}, {"peak", v.Peak, 20}, {"after", v.After, 2}, {"past part", v.PastPart, 2.0 / 12}, {"part", v.Part, 2.0 / 12},
		{"heard", v.Heard, 1}, {"heard before", v.HeardBefore, 1}, {"control", v.Control, 1},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
	if v.Limit < 2 || v.Limit > 3 {
		t.Errorf("limit %v an hour, want a little over the two that are usual", v.Limit)
	}
}

// TestHoursHalfHeardCountAsMuchAsTheyWereHeard: half the collection and half the mentions are the same
// rate, and what was said in hours that were hardly heard changes nothing, on either side.
func TestHoursHalfHeardCountAsMuchAsTheyWereHeard(t *testing.T) {
	half := Verify(plain(2, func(f *Facts) {
		since(f, f.Since, func(h *HeardHour) { h.Topic, h.Other, h.Coverage = 1, 5, 0.75 })
	}))
	if math.Abs(half.After-1/0.75) > 1e-9 || math.Abs(half.Heard-0.75) > 1e-9 {
		t.Errorf("three quarters heard: %v an hour, heard %v", half.After, half.Heard)
	}
	muffle := func(shout int) func(f *Facts) {
		return func(f *Facts) {
			for i := 5; i < len(f.Hours); i += 7 {
				f.Hours[i].Coverage, f.Hours[i].Topic, f.Hours[i].Other = 0.3, shout, shout
			}
		}
	}
	if a, b := Verify(plain(2, muffle(0))), Verify(plain(2, muffle(900))); a != b {
		t.Errorf("hours that were hardly heard changed the judgement:\n%+v\n%+v", a, b)
	}
}

func TestHalfLife(t *testing.T) {
	wave := func(half float64) []HeardHour {
		var hours []HeardHour
		for at := waveStart.Add(-pastDays * day); at.Before(waveStart.Add(5 * day)); at = at.Add(time.Hour) {
			h := HeardHour{At: at, Topic: 4, Coverage: 1}
			if past := at.Sub(waveStart).Hours(); past >= 0 {
				h.Topic += int(1000 * math.Exp2(-past/half))
			}
			hours = append(hours, h)
		}
		return hours
	}
	for _, half := range []float64{3, 8, 24} {
		if got := HalfLife(wave(half), waveStart).Hours(); math.Abs(got-half) > 1 {
			t.Errorf("a half life of %v hours reads %v", half, got)
		}
	}
	if got := HalfLife(wave(1e9), waveStart); got != 0 {
		t.Errorf("a wave that never fell has half life %s", got)
	}
	if got := HalfLife(nil, waveStart); got != 0 {
		t.Errorf("nothing at all has half life %s", got)
	}
}

// watchedOrder is a theme order of an alert whose fix is being watched.
func watchedOrder(t *testing.T, then ...voc.Command) voc.WorkOrder {
	t.Helper()
	o := order(t, append([]voc.Command{claimBy("王芳"), resolveIt}, then...)...)
	if o.Verification.State != voc.VerificationWatching || !o.Verification.Since.Equal(o.ResolvedAt) || !o.Verification.Until.Equal(o.ResolvedAt.Add(3*day)) {
		t.Fatalf("the fix is not watched: %+v", o.Verification)
	}
	return o
}

func TestVerified(t *testing.T) {
	now := start.Add(2 * day)
	judge := func(o voc.WorkOrder, s voc.VerificationState) (voc.WorkOrder, int) {
		v := o.Verification
		v.State, v.Verdict, v.At = s, "判断", now
		events, err := Verified(o, v, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if o, err = Fold(o, e); err != nil {
				t.Fatal(err)
			}
		}
		if Broken(Chain(events)) > 0 {
			t.Error("the events are not chained to each other")
		}
		return o, len(events)
	}
	withCause := verify
	withCause.Cause, withCause.Process = "滤网破损未登记", "设备点检"
	for _, c := range []struct {
		why    string
		o      voc.WorkOrder
		s      voc.VerificationState
		state  voc.OrderState
		events int
	}{
		{"still watching: nothing is written down", watchedOrder(t), voc.VerificationWatching, voc.OrderResolved, 0},
		{"passed while the customers are asked back", watchedOrder(t), voc.VerificationPassed, voc.OrderResolved, 1},
		{"passed after it was closed", watchedOrder(t, closeIt), voc.VerificationPassed, voc.OrderClosed, 1},
		{"passed, waiting for it, without a cause", watchedOrder(t, verify), voc.VerificationPassed, voc.OrderVerifying, 1},
		{"passed, waiting for it with its cause: it closes", watchedOrder(t, withCause), voc.VerificationPassed, voc.OrderClosed, 2},
		{"failed: the same order reopens", watchedOrder(t), voc.VerificationFailed, voc.OrderInProgress, 2},
		{"failed after it was closed", watchedOrder(t, closeIt), voc.VerificationFailed, voc.OrderInProgress, 2},
		{"unclear", watchedOrder(t, verify), voc.VerificationUnclear, voc.OrderVerifying, 1},
	} {
		o, n := judge(c.o, c.s)
		if o.State != c.state || n != c.events {
			t.Errorf("%s: %s after %d events, want %s after %d", c.why, o.State, n, c.state, c.events)
		}
		if c.s == voc.VerificationFailed && (o.Cycle != 2 || o.Action != "" || o.Verification.State != "") {
			t.Errorf("%s: cycle %d, action %q, verification %q", c.why, o.Cycle, o.Action, o.Verification.State)
		}
		if c.s == voc.VerificationPassed && o.Verification.State != voc.VerificationPassed {
			t.Errorf("%s: it does not say so", c.why)
		}
	}
	if _, err := Verified(order(t), voc.Verification{State: voc.VerificationPassed}, now); err == nil {
		t.Error("an order that was never mended was verified")
	}
	if o := order(t, claimBy("王芳"), resolveIt, dismiss); o.Verification.State != "" {
		t.Error("a false alarm is still being verified")
	}
}

func TestReturns(t *testing.T) {
	closed := order(t, claimBy("王芳"), resolveIt, closeIt)
	again := func(change func(a *voc.Alert)) voc.Alert {
		a := voc.Alert{ID: "AL-2", Brand: "qingheng", Topic: "dining.foreign", OpenedAt: closed.ClosedAt.Add(2 * day), Headline: "又起"}
		if change != nil {
			change(&a)
		}
		return a
	}
	merged := closed
	merged.State = voc.OrderMerged
	for _, c := range []struct {
		why  string
		o    voc.WorkOrder
		a    voc.Alert
		want Return
	}{
		{"the same topic two days on", closed, again(nil), ReturnReopen},
		{"the same topic on the seventh day", closed, again(func(a *voc.Alert) { a.OpenedAt = closed.ClosedAt.Add(7 * day) }), ReturnReopen},
		{"the same topic after that", closed, again(func(a *voc.Alert) { a.OpenedAt = closed.ClosedAt.Add(7*day + 1) }), ReturnLink},
		{"solved and not closed yet", order(t, claimBy("王芳"), resolveIt), again(nil), ReturnReopen},
		{"another brand", closed, again(func(a *voc.Alert) { a.Brand = "other" }), ReturnNone},
		{"another topic", closed, again(func(a *voc.Alert) { a.Topic = "dining.wait" }), ReturnNone},
		{"most topics in common", closed, again(func(a *voc.Alert) { a.Topic, a.Topics = "x", []string{"x", "dining.foreign"} }), ReturnReopen},
		{"no topic at all", closed, again(func(a *voc.Alert) { a.Topic = "" }), ReturnNone},
		{"still being worked on", order(t, claimBy("王芳")), again(nil), ReturnNone},
		{"the alert it was opened by", closed, again(func(a *voc.Alert) { a.ID = "AL-1" }), ReturnNone},
		{"an alert from before the fix", closed, again(func(a *voc.Alert) { a.OpenedAt = start }), ReturnNone},
		{"merged into another", merged, again(nil), ReturnNone},
	} {
		if got := Reopens(c.o, c.a); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
	events := Reopen(closed, again(nil), closed.ClosedAt.Add(2*day))
	o, err := Fold(closed, events[0])
	if err != nil || o.Cycle != 2 || o.State != voc.OrderInProgress || o.Alert != "AL-2" || !strings.Contains(o.Notes[len(o.Notes)-1].Text, "又起") {
		t.Errorf("reopened by an incident: %+v, %v", o, err)
	}
}
