// Package measure says how good stated labels are against true ones: accuracy, precision, recall
// and F1 of each class, the confusion, whether probabilities are honest, and how the accuracy
// rises when only the surest are asked.
package measure

import (
	"math"
	"slices"
)

// Answer is one text's true and stated label, with the probability stated.
type Answer struct {
	Truth       string  `json:"truth"`
	Stated      string  `json:"stated"`
	Probability float64 `json:"probability"`
	Text        string  `json:"text"`
}

// Class is what one class of labels comes to.
type Class struct {
	Name      string  `json:"name"`
	True      int     `json:"true"`   // how often it is the truth
	Stated    int     `json:"stated"` // how often it was stated
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Bin is the answers whose probability lies in one tenth.
type Bin struct {
	From     float64 `json:"from"`
	N        int     `json:"n"`
	Mean     float64 `json:"mean"`     // probability
	Accuracy float64 `json:"accuracy"` // what it should be equal to
}

// Point is the accuracy on the surest part of the answers.
type Point struct {
	Coverage float64 `json:"coverage"`
	Accuracy float64 `json:"accuracy"`
	Least    float64 `json:"least"` // probability among them
}

// Report is everything measured.
type Report struct {
	N           int                       `json:"n"`
	Accuracy    float64                   `json:"accuracy"`
	MacroF1     float64                   `json:"macro_f1"` // mean over the classes that are ever the truth
	Classes     []Class                   `json:"classes"`
	Confusion   map[string]map[string]int `json:"confusion"`   // truth → stated → count
	Calibration float64                   `json:"calibration"` // expected calibration error, ten bins
	Reliability []Bin                     `json:"reliability"`
	Coverage    []Point                   `json:"coverage"`
	Worst       []Answer                  `json:"worst"` // the surest of the wrong
}

// Measure reports on the answers, with at most worst of the surest errors.
func Measure(answers []Answer, worst int) Report {
	r := Report{N: len(answers), Confusion: map[string]map[string]int{}}
	if r.N == 0 {
		return r
	}
	right := 0
	for _, a := range answers {
		if r.Confusion[a.Truth] == nil {
			r.Confusion[a.Truth] = map[string]int{}
		}
		r.Confusion[a.Truth][a.Stated]++
		if a.Truth == a.Stated {
			right++
		}
	}
	r.Accuracy = float64(right) / float64(r.N)
	r.classes()
	r.reliability(answers)
	r.coverage(answers, worst)
	return r
}

func (r *Report) classes() {
	index := map[string]*Class{}
	var names []string
	class := func(name string) *Class {
		if index[name] == nil {
			index[name] = &Class{Name: name}
			names = append(names, name)
		}
		return index[name]
	}
	for truth, row := range r.Confusion {
		for stated, n := range row {
			class(truth).True += n
			class(stated).Stated += n
		}
	}
	slices.Sort(names)
	real := 0
	for _, name := range names {
		c := index[name]
		hit := float64(r.Confusion[name][name])
		c.Precision, c.Recall = ratio(hit, float64(c.Stated)), ratio(hit, float64(c.True))
		c.F1 = ratio(2*c.Precision*c.Recall, c.Precision+c.Recall)
		if c.True > 0 {
			r.MacroF1 += c.F1
			real++
		}
		r.Classes = append(r.Classes, *c)
	}
	r.MacroF1 = ratio(r.MacroF1, float64(real))
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func (r *Report) reliability(answers []Answer) {
	var n, right [10]int
	var sum [10]float64
	for _, a := range answers {
		bin := min(max(int(a.Probability*10), 0), 9)
		n[bin]++
		sum[bin] += a.Probability
		if a.Truth == a.Stated {
			right[bin]++
		}
	}
	for bin := range n {
		if n[bin] == 0 {
			continue
		}
		b := Bin{From: float64(bin) / 10, N: n[bin], Mean: sum[bin] / float64(n[bin]), Accuracy: float64(right[bin]) / float64(n[bin])}
		r.Reliability = append(r.Reliability, b)
		r.Calibration += math.Abs(b.Mean-b.Accuracy) * float64(b.N) / float64(r.N)
	}
}

func (r *Report) coverage(answers []Answer, worst int) {
	sorted := slices.Clone(answers)
	slices.SortStableFunc(sorted, func(a, b Answer) int {
		switch {
		case a.Probability > b.Probability:
			return -1
		case a.Probability < b.Probability:
			return 1
		}
		return 0
	})
	right := 0
	for i, a := range sorted {
		if a.Truth == a.Stated {
			right++
		} else if len(r.Worst) < worst {
			r.Worst = append(r.Worst, a)
		}
		for _, percent := range []int{50, 60, 70, 80, 90, 100} {
			if i+1 == (len(sorted)*percent+99)/100 {
				r.Coverage = append(r.Coverage, Point{float64(percent) / 100, float64(right) / float64(i+1), a.Probability})
			}
		}
	}
}
