package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestWhatInterruptedNobodyStandsInTheLetter: it is told in the evening, gravest first, and holds
// against the ledger although its headline is full of numbers.
func TestWhatInterruptedNobodyStandsInTheLetter(t *testing.T) {
	day := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	incident := func(id string, level voc.Level, at time.Time, text string) voc.Alert {
		return voc.Alert{ID: id, Level: level, Headline: text, Withheld: []voc.Withheld{{Kind: "alert.opened", At: at}}}
	}
	f := &facts{day: day, from: day, to: day.AddDate(0, 0, 1), now: day.AddDate(0, 0, 1), in: time.UTC, alerts: []voc.Alert{
		incident("blue", voc.Blue, day.Add(9*time.Hour), "山外青茶·蓝色预警：近一小时负面 12 条，平时约 3.1 条"),
		incident("yellow", voc.Yellow, day.Add(10*time.Hour), "山外青茶·黄色预警：近一小时负面 21 条，平时约 3.1 条"),
		incident("yesterday", voc.Orange, day.Add(-time.Hour), "昨天的"),
		{ID: "told", Level: voc.Orange, Headline: "已经说过的"},
	}}
	s := withheld(f)
	if s.Title != "另有 2 件未打扰" || len(s.Lines) != 2 || !strings.Contains(s.Lines[0].Text, "黄色") {
		t.Fatalf("%+v; want the yellow one, then the blue one", s)
	}
	ledger := ledgerOf(f)
	kept, dropped := Verify(voc.Digest{Sections: []voc.DigestSection{s}}, ledger)
	if len(dropped) != 0 || len(kept.Sections) != 1 {
		t.Errorf("did not hold: %+v", dropped)
	}
	s.Lines[0].Text = "山外青茶·黄色预警：近一小时负面 99 条。"
	if _, dropped := Verify(voc.Digest{Sections: []voc.DigestSection{s}}, ledger); len(dropped) != 1 {
		t.Error("a number that no headline says was let through")
	}
}

// TestOrdersOfWhichNobodyWasToldStandInTheLetter: those of the day, once each, and not beside their
// incident when that stands there already.
func TestOrdersOfWhichNobodyWasToldStandInTheLetter(t *testing.T) {
	day := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	order := func(id string, level voc.Level, at ...time.Time) voc.WorkOrder {
		o := voc.WorkOrder{ID: id, Level: level, Title: "查清并处理：山外青茶·静安店 " + id + " 号门的排队"}
		for _, moment := range at {
			o.Notes = append(o.Notes, voc.OrderNote{At: moment, Type: "withheld"})
		}
		return o
	}
	f := &facts{
		brand: voc.Brand{Name: "山外青茶"}, day: day, from: day, to: day.AddDate(0, 0, 1), now: day.AddDate(0, 0, 1), in: time.UTC,
		alerts: []voc.Alert{{ID: "a", Order: "WO-1", Level: voc.Blue, Headline: "排队", Withheld: []voc.Withheld{{Kind: "alert.opened", At: day}}}},
		orders: []voc.WorkOrder{
			order("WO-1", voc.Blue, day.Add(time.Hour)), order("WO-2", voc.Blue, day.Add(time.Hour), day.Add(2*time.Hour)),
			order("WO-3", voc.Orange, day), order("WO-4", voc.Orange, day.Add(-time.Hour)), order("WO-5", voc.Orange),
		},
	}
	s := withheld(f)
	if s.Title != "另有 3 件未打扰" || len(s.Lines) != 3 || s.Lines[1].Orders[0] != "WO-3" || s.Lines[2].Orders[0] != "WO-2" {
		t.Fatalf("%+v; want the incident, then WO-3 and WO-2", s)
	}
	if kept, dropped := Verify(voc.Digest{Sections: []voc.DigestSection{s}}, ledgerOf(f)); len(dropped) != 0 || len(kept.Sections[0].Lines) != 3 {
		t.Errorf("did not hold: %+v", dropped)
	}
}
