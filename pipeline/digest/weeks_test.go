package digest

import (
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// A week's report and the letters of its seven nights tell the same numbers: what seven whole days say adds up to the
// week, and both are SQL's (see TestAReportCountsAsSQLDoes); orders take as long in one as in the other.
func TestAWeekIsItsSevenNights(t *testing.T) {
	in := weekInputs(chainOfWeeks(t))
	end := at("2026-11-23", "00:00")
	in.Orders = nil
	for i := range 7 { // claimed and mended within the week, by clocks that stand still at night
		opened := at("2026-11-16", "20:00").AddDate(0, 0, i%6)
		in.Orders = append(in.Orders, voc.WorkOrder{
			ID: fmt.Sprint("WO-", i), Brand: "qingheng", Title: "一件事", State: voc.OrderClosed, OpenedAt: opened, ClaimedAt: opened.Add(14 * time.Hour), ResolvedAt: opened.Add(16 * time.Hour),
			ClosedAt: opened.Add(16 * time.Hour), Cause: "查清了", Cycle: 1,
			Clocks: []voc.Clock{{Name: voc.ClockClaim, Used: time.Duration(20+i) * time.Minute}, {Name: voc.ClockResolve, Total: time.Duration(60+i) * time.Minute}},
		})
	}
	week := reported(t, in)
	mentions, complaints := 0, 0
	var last voc.Digest
	for day := range 7 {
		night := in
		night.Period, night.Day = voc.PeriodDay, at("2026-11-16", "12:00").AddDate(0, 0, day)
		night.Now = at("2026-11-17", "00:00").AddDate(0, 0, day)
		d := gathered(t, night)
		all, rate := figureOf(d.Figures, "mentions"), figureOf(d.Figures, "rate")
		if all == nil || rate == nil {
			t.Fatalf("the night of %s has no figures: %+v", d.Date, d.Figures)
		}
		mentions += int(*all.Value)
		complaints += int(*rate.Value**all.Value + 0.5)
		last = d
	}
	for name, want := range map[string]int{"mentions": mentions, "complaints": complaints} {
		if g := figureOf(week.Figures, name); g == nil || int(*g.Value) != want {
			t.Errorf("%s: the seven nights add up to %d, the week says %+v", name, want, g)
		}
	}
	if !last.AsOf.Equal(end) || !week.AsOf.Equal(end) {
		t.Fatalf("the last night ends %s, the week %s", last.AsOf, week.AsOf)
	}
	for name, want := range map[string]time.Duration{"claim": 23 * time.Minute, "resolve": 63 * time.Minute} {
		night, whole := figureOf(last.Figures, name), figureOf(week.Figures, name)
		if night == nil || whole == nil || *night.Value != *whole.Value || *whole.Value != want.Seconds() {
			t.Errorf("%s: the night says %+v, the week %+v; want %s of working time in both", name, night, whole, want)
		}
	}
}

// An order that was closed before the week and came back in it is told, even though it was open at neither end; the
// numbers that are nought are not.
func TestWhatRelapsedIsToldByItself(t *testing.T) {
	in := weekInputs(chainOfWeeks(t))
	in.Orders = in.Orders[:1]
	o := &in.Orders[0]
	o.Verification, o.Cycle, o.Owner = voc.Verification{}, 2, "李雷"
	o.State, o.ClosedAt = voc.OrderInProgress, time.Time{}
	o.Notes = []voc.OrderNote{
		{At: at("2026-11-10", "10:00"), Type: "opened", State: voc.OrderNew}, {At: at("2026-11-14", "10:00"), Type: "closed", State: voc.OrderClosed},
		{At: at("2026-11-18", "09:00"), Type: "reopened", State: voc.OrderInProgress},
	}
	d := reported(t, in)
	if got := lines(d, "relapsed"); len(got) != 1 || got[0] != "虹口店 漏液（黄色）：第 2 次处理，李雷处理中，开单 13 天。" {
		t.Errorf("what relapsed: %q", got)
	}
	if got := lines(d, "promises"); len(got) != 0 {
		t.Errorf("it was not open when the week began, and is told as if it had been: %q", got)
	}
	if g := figureOf(d.Figures, "relapsed"); g == nil || g.Text != "1" || g.Before != "0" {
		t.Errorf("the figure of relapses: %+v", g)
	}
	for _, name := range []string{"opened", "verified"} {
		if g := figureOf(d.Figures, name); g != nil && g.Text == "0" && g.Before == "0" {
			t.Errorf("a number that is nought and was nought is told: %+v", g)
		}
	}
	o.Notes = append(o.Notes[:2:2], voc.OrderNote{At: at("2026-11-15", "09:00"), Type: "reopened", State: voc.OrderInProgress})
	d = reported(t, in)
	if len(lines(d, "relapsed")) != 0 || len(lines(d, "promises")) != 2 {
		t.Errorf("back before the week began, it is one that was open: relapsed %q, promises %q", lines(d, "relapsed"), lines(d, "promises"))
	}
}

// Competitors are compared by the dashboards' rule: a source hardly heard in the week is left out with its hours.
func TestAPoorSourceIsNoGroundForComparing(t *testing.T) {
	s := chainOfWeeks(t)
	in := weekInputs(s)
	if got := reported(t, in); len(lines(got, "rivals")) == 0 {
		t.Fatal("nothing is compared")
	}
	r, err := ask(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if r.rivals.sources != 2 || r.rivals.left != 1 {
		t.Errorf("compared over %d sources, %d left out; want the two that are heard, without the file", r.rivals.sources, r.rivals.left)
	}
	lost := at("2026-11-16", "02:00")
	if err := s.SaveVisits(t.Context(), []voc.Visit{{
		Source: "forum", StartedAt: at("2026-11-30", "21:25"), EndedAt: at("2026-11-30", "21:25"), Outcome: voc.VisitOK, Claimed: -1, HeardTo: at("2026-11-30", "21:25"),
		LostFrom: lost, LostTo: lost.Add(60 * time.Hour),
	}}); err != nil {
		t.Fatal(err)
	}
	if r, err = ask(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if r.rivals.sources != 1 || r.rivals.left != 2 || r.rivals.without != 0 {
		t.Errorf("the forum was not heard for sixty hours of the week: compared over %d, %d left out, %s without; want it left out, and no hour with it", r.rivals.sources, r.rivals.left, r.rivals.without)
	}
}
