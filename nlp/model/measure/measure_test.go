package measure

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestMeasure(t *testing.T) {
	r := Measure([]Answer{
		{"good", "good", 0.95, "a"}, {"good", "good", 0.85, "b"}, {"good", "bad", 0.9, "c"},
		{"bad", "bad", 0.6, "d"}, {"bad", "neutral", 0.5, "e"},
	}, 1)
	near(t, "accuracy", r.Accuracy, 0.6)
	// good: precision 1, recall 2/3; bad: precision 1/2, recall 1/2; neutral is never the truth.
	near(t, "macro F1", r.MacroF1, (0.8+0.5)/2)
	near(t, "calibration", r.Calibration, (2*math.Abs(0.925-0.5)+0.15+0.4+0.5)/5)
	if len(r.Worst) != 1 || r.Worst[0].Text != "c" {
		t.Errorf("worst %v, want the surest error", r.Worst)
	}
	if r.Confusion["bad"]["neutral"] != 1 || len(r.Classes) != 3 {
		t.Errorf("confusion %v, classes %v", r.Confusion, r.Classes)
	}
	last := r.Coverage[len(r.Coverage)-1]
	near(t, "coverage of all", last.Coverage, 1)
	near(t, "accuracy of all", last.Accuracy, 0.6)
	near(t, "accuracy of the surest three", r.Coverage[0].Accuracy, 2.0/3)
}

func TestMeasureNothing(t *testing.T) {
	if r := Measure(nil, 3); r.N != 0 || r.Accuracy != 0 || r.Coverage != nil {
		t.Errorf("nothing was measured as %+v", r)
	}
}

func TestCalibrationIsZeroForTheHonest(t *testing.T) {
	var answers []Answer
	for i := range 100 {
		a := Answer{"x", "x", 0.75, ""}
		if i < 25 {
			a.Stated = "y"
		}
		answers = append(answers, a)
	}
	near(t, "calibration", Measure(answers, 0).Calibration, 0)
}

func TestPairs(t *testing.T) {
	var p Pairs
	p.Add(map[string]bool{"taste": true, "price": true}, map[string]bool{"taste": true})
	p.Add(map[string]bool{"staff": true}, map[string]bool{"staff": true, "noise": true})
	near(t, "precision", p.Precision(), 2.0/3)
	near(t, "recall", p.Recall(), 2.0/3)
	near(t, "F1", p.F1(), 2.0/3)
	near(t, "F1 of nothing", new(Pairs).F1(), 0)
}
