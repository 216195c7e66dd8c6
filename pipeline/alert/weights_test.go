package alert

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestWeightsThatMakeSense(t *testing.T) {
	if err := DefaultWeights().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Weights){
		"crisis":         func(w *Weights) { w.Crisis = -1 },
		"official":       func(w *Weights) { w.Official = 21 },
		"score_double":   func(w *Weights) { w.ScoreDouble = 0 },
		"score_fourfold": func(w *Weights) { w.ScoreFourfold = 1 },
		"negative_most":  func(w *Weights) { w.NegativeMost = 0 },
		"reach_huge":     func(w *Weights) { w.ReachHuge = 0 },
		"yellow":         func(w *Weights) { w.Yellow, w.Orange, w.Red = 5, 5, 8 },
		"red":            func(w *Weights) { w.Red = 4 },
	} {
		w := DefaultWeights()
		change(&w)
		if err := w.Validate(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v, want an error that names it", name, err)
		}
	}
}

func TestOtherWeightsOtherLevels(t *testing.T) {
	facts := Facts{Score: 1.2, Crisis: []string{"食品安全"}, Reach: voc.Unknown}
	if level, points := Grade(facts); level != voc.Yellow || len(points) != 2 {
		t.Errorf("usually %s by %v, want yellow by two reasons", level, points)
	}
	w := DefaultWeights()
	w.Crisis = 8
	if level, _ := w.Grade(facts); level != voc.Red {
		t.Errorf("with eight points for a crisis: %s, want red", level)
	}
	w.Crisis = 0
	if level, points := w.Grade(facts); level != voc.Blue || len(points) != 1 {
		t.Errorf("a reason without weight is listed: %s by %v", level, points)
	}
}

func TestTheHighestScoreStaysAPoint(t *testing.T) {
	w := DefaultWeights()
	_, had := w.Grade(Facts{Score: 4.5})
	if _, points := w.Regrade(Facts{Score: 1.1, Crisis: []string{"就医"}}, had); len(points) != 2 || points[0].Points != w.ScoreFourfold {
		t.Errorf("hours later: %v, want the fourfold score and the crisis", points)
	}
	if _, points := w.Regrade(Facts{Score: 2.2}, nil); len(points) != 1 || points[0].Points != w.ScoreDouble {
		t.Errorf("without a past: %v", points)
	}
}
