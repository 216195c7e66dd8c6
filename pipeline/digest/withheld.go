package digest

import (
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// queryWithheld names where the lines about what was not told come from.
const queryWithheld = "withheld"

// noteWithheld is the type of a line in an order's history that somebody was not told something.
const noteWithheld = "withheld"

// spared are the incidents of the day that interrupted nobody because the day's interruptions were
// used up, the gravest first.
func (f *facts) spared() []voc.Alert {
	var spared []voc.Alert
	for _, a := range f.alerts {
		if slices.ContainsFunc(a.Withheld, func(w voc.Withheld) bool { return f.within(w.At) }) {
			spared = append(spared, a)
		}
	}
	slices.SortStableFunc(spared, func(a, b voc.Alert) int { return b.Level.Rank() - a.Level.Rank() })
	return spared
}

// sparedOrders are the orders of which somebody was not told something that day, the gravest first;
// those of incidents that stand in the letter for the same reason are not told twice.
func (f *facts) sparedOrders(incidents []voc.Alert) []voc.WorkOrder {
	var spared []voc.WorkOrder
	for _, o := range f.orders {
		untold := slices.ContainsFunc(o.Notes, func(n voc.OrderNote) bool { return n.Type == noteWithheld && f.within(n.At) })
		if untold && !slices.ContainsFunc(incidents, func(a voc.Alert) bool { return a.Order == o.ID }) {
			spared = append(spared, o)
		}
	}
	slices.SortStableFunc(spared, func(a, b voc.WorkOrder) int { return b.Level.Rank() - a.Level.Rank() })
	return spared
}

// withheld is the section about them.
func withheld(f *facts) voc.DigestSection {
	s := voc.DigestSection{Name: "withheld"}
	spared := f.spared()
	orders := f.sparedOrders(spared)
	for _, a := range spared[:min(len(spared), mostLines)] {
		line := voc.DigestLine{Text: f.headline(a), Query: queryWithheld}
		if a.Order != "" && slices.ContainsFunc(f.orders, func(o voc.WorkOrder) bool { return o.ID == a.Order }) {
			line.Orders = []string{a.Order}
		}
		s.Lines = append(s.Lines, line)
	}
	for _, o := range orders[:min(len(orders), max(0, mostLines-len(s.Lines)))] {
		s.Lines = append(s.Lines, voc.DigestLine{Text: f.say("工单“%s”有新消息。", "News of the order “%s”.", f.task(o)), Query: queryWithheld, Orders: []string{o.ID}})
	}
	s.Title = f.say("另有 %d 件未打扰", "%d more you were not disturbed for", len(spared)+len(orders))
	return s
}

// headline is an alert's own sentence. It is Chinese: in a letter of another language it stands as a quotation.
func (f *facts) headline(a voc.Alert) string {
	return f.say("%s。", "“%s”.", sentence(a.Headline))
}

// enterWithheld lets those lines say what the incidents' headlines say.
func (l *Ledger) enterWithheld(f *facts) {
	for _, a := range f.spared() {
		l.Names = append(l.Names, strings.TrimRight(sentence(a.Headline), "。"))
	}
}
