package statistics

import (
	"maps"
	"math"
	"slices"
)

// Verdict is what the analysis said of one mention beside what a reader said.
type Verdict struct {
	Said        string  // by the analysis
	Truth       string  // by the reader
	Probability float64 // the analysis's own, of what it said
	Weight      float64 // how many mentions it stands for; 1 for itself
}

// Agreement is how well what was said agrees with the truth.
type Agreement struct {
	N         int          `json:"n"`           // mentions compared
	Accuracy  float64      `json:"accuracy"`    // weighted
	MacroF1   float64      `json:"macro_f1"`    // mean over the classes that occur
	Kappa     float64      `json:"kappa"`       // agreement beyond chance; 1 whole, 0 none
	ECE       float64      `json:"ece"`         // mean distance of stated probability and accuracy
	Confusion [][]Compared `json:"confusion"`   // rows: truth, columns: said, in the order of the classes
	Classes   []ClassScore `json:"per_class"`   //
	Bins      []Bin        `json:"calibration"` // of the diagram, empty ones left out
}

// Compared is a cell of the confusion matrix.
type Compared struct {
	N     int     `json:"n"`     // mentions
	Share float64 `json:"share"` // of the row, weighted; 0 of an empty row
}

// ClassScore is precision, recall and F1 of one class, weighted.
type ClassScore struct {
	Class     string  `json:"class"`
	N         int     `json:"n"` // by the reader
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Bin is mentions of about the same stated probability.
type Bin struct {
	From     float64 `json:"from"`
	To       float64 `json:"to"`
	N        int     `json:"n"`
	Stated   float64 `json:"stated"`   // mean probability
	Accuracy float64 `json:"accuracy"` //
	Low      float64 `json:"low"`      // interval of the accuracy, 90 %
	High     float64 `json:"high"`     //
}

// bins is how many the diagram has: tenths, of which only the upper seven can occur with three classes.
const bins = 10

// Compare measures verdicts against a truth with the given classes.
func Compare(verdicts []Verdict, classes []string) Agreement {
	n := len(classes)
	q := Agreement{N: len(verdicts), Confusion: make([][]Compared, n), Classes: make([]ClassScore, n), Bins: []Bin{}}
	weights := make([][]float64, n)
	for i := range classes {
		q.Confusion[i], weights[i] = make([]Compared, n), make([]float64, n)
	}
	total := 0.0
	for _, v := range verdicts {
		truth, said := slices.Index(classes, v.Truth), slices.Index(classes, v.Said)
		if truth < 0 || said < 0 {
			q.N--
			continue
		}
		q.Confusion[truth][said].N++
		weights[truth][said] += v.Weight
		total += v.Weight
	}
	if total == 0 {
		return q
	}
	q.score(classes, weights, total)
	q.calibrate(verdicts, total)
	return q
}

// score fills in everything that follows from the weights of the matrix.
func (q *Agreement) score(classes []string, weights [][]float64, total float64) {
	byChance, present := 0.0, 0
	for i, class := range classes {
		row, column, count := 0.0, 0.0, 0
		for j := range classes {
			row, column = row+weights[i][j], column+weights[j][i]
			count += q.Confusion[i][j].N
		}
		for j := range classes {
			if row > 0 {
				q.Confusion[i][j].Share = weights[i][j] / row
			}
		}
		score := ClassScore{Class: class, N: count}
		if row > 0 {
			score.Recall = weights[i][i] / row
		}
		if column > 0 {
			score.Precision = weights[i][i] / column
		}
		if score.Precision+score.Recall > 0 {
			score.F1 = 2 * score.Precision * score.Recall / (score.Precision + score.Recall)
		}
		if row+column > 0 {
			present++
			q.MacroF1 += score.F1
		}
		q.Classes[i] = score
		q.Accuracy += weights[i][i] / total
		byChance += row / total * column / total
	}
	q.MacroF1 /= float64(present)
	if byChance < 1 {
		q.Kappa = (q.Accuracy - byChance) / (1 - byChance)
	}
}

// calibrate fills in the diagram and the expected calibration error.
func (q *Agreement) calibrate(verdicts []Verdict, total float64) {
	type sum struct {
		n                              int
		weight, stated, right, squares float64
	}
	sums := make([]sum, bins)
	for _, v := range verdicts {
		s := &sums[min(bins-1, max(0, int(v.Probability*bins)))]
		s.n++
		s.weight += v.Weight
		s.squares += v.Weight * v.Weight
		s.stated += v.Weight * v.Probability
		if v.Said == v.Truth {
			s.right += v.Weight
		}
	}
	for i, s := range sums {
		if s.n == 0 || s.weight == 0 {
			continue
		}
		b := Bin{From: float64(i) / bins, To: float64(i+1) / bins, N: s.n, Stated: s.stated / s.weight, Accuracy: s.right / s.weight}
		m := s.weight * s.weight / s.squares
		accurate := Jeffreys(b.Accuracy*m, m, Level)
		b.Low, b.High = accurate.Low, accurate.High
		q.ECE += s.weight / total * math.Abs(b.Stated-b.Accuracy)
		q.Bins = append(q.Bins, b)
	}
}

// What a population stability index means, as the trade reads it.
const (
	PSINoticed = 0.1  // below: the same as before
	PSIMatters = 0.25 // from here on: something else is coming in
)

// PSI is the population stability index of counts against those before, by the same classes: how far
// two distributions lie apart. Half a mention is added to every class, so that an empty one does not
// make it infinite. 0 when one side is empty.
func PSI(now, before map[string]float64) float64 {
	names := map[string]bool{}
	var a, b float64
	for name, n := range now {
		names[name], a = true, a+n
	}
	for name, n := range before {
		names[name], b = true, b+n
	}
	if a == 0 || b == 0 {
		return 0
	}
	a, b = a+.5*float64(len(names)), b+.5*float64(len(names))
	psi := 0.0
	for _, name := range slices.Sorted(maps.Keys(names)) {
		p, q := (now[name]+.5)/a, (before[name]+.5)/b
		psi += (p - q) * math.Log(p/q)
	}
	return psi
}
