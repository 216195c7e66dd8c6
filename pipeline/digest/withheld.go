package digest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// queryWithheld names where the lines about what was not told come from.
const queryWithheld = "withheld"

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

// withheld is the section about them.
func withheld(f *facts) voc.DigestSection {
	s := voc.DigestSection{Name: "withheld"}
	spared := f.spared()
	for _, a := range spared[:min(len(spared), mostLines)] {
		line := voc.DigestLine{Text: sentence(a.Headline) + "。", Query: queryWithheld}
		if a.Order != "" && slices.ContainsFunc(f.orders, func(o voc.WorkOrder) bool { return o.ID == a.Order }) {
			line.Orders = []string{a.Order}
		}
		s.Lines = append(s.Lines, line)
	}
	s.Title = fmt.Sprintf("另有 %d 件未打扰", len(spared))
	return s
}

// enterWithheld lets those lines say what the incidents' headlines say.
func (l *Ledger) enterWithheld(f *facts) {
	for _, a := range f.spared() {
		l.Names = append(l.Names, strings.TrimRight(sentence(a.Headline), "。"))
	}
}
