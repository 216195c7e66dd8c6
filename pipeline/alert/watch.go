package alert

import "github.com/tingfeng-voc/tingfeng/voc"

// Watch follows one series with nothing but its counts: the detector, the decisions, and the alert
// they add up to. It is what the command line and backtests run; live evaluation makes the same
// calls, with the journal in between.
type Watch struct {
	rule     Rule
	brand    voc.BrandID
	detector *Detector
	last     *voc.Alert
}

// NewWatch begins a series without a past. Rule and plans must be valid.
func NewWatch(rule Rule, brand voc.BrandID, plans ...Plan) *Watch {
	return &Watch{rule: rule, brand: brand, detector: NewDetector(rule, plans...)}
}

// Step takes in the next bucket: what it looks like and what follows. The level of the alert rests
// on the score alone, the only fact that counts give.
func (w *Watch) Step(c voc.Count) (voc.Spike, Decision) {
	spike := w.detector.Step(c)
	d := Decide(w.last, spike, spike.At, w.rule)
	change := Change{Reason: string(d.Reason), Spike: &spike, Level: d.Level, Points: d.Points}
	switch d.Verdict {
	case Opened:
		a := New(w.rule, w.brand, spike, spike.At.Add(-w.rule.Step))
		a.Level, a.Points = Grade(Facts{Score: spike.Score, Hour: spike.Hour})
		w.last = &a
	case Grew, Continued:
		w.fold(GrewEvent(w.last.ID, change, spike.At))
	case Resolved:
		w.fold(ResolvedEvent(w.last.ID, change, spike.At))
	}
	return spike, d
}

func (w *Watch) fold(e voc.Event) {
	a, err := Fold(*w.last, e)
	if err != nil { // the event was made a line ago, of our own structs
		panic("alert: " + err.Error())
	}
	w.last = &a
}
