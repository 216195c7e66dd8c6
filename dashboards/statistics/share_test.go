package statistics

import "testing"

// voices adds authors up; each is what one wrote of the brand and of all brands.
func voices(authors ...[2]float64) Voices {
	v := Voices{Authors: float64(len(authors))}
	for _, a := range authors {
		y, m := a[0], a[1]
		v.Own, v.All = v.Own+y, v.All+m
		v.OwnSquares, v.AllSquares, v.Cross = v.OwnSquares+y*y, v.AllSquares+m*m, v.Cross+y*m
	}
	return v
}

func once(brand, others int) (all [][2]float64) {
	for range brand {
		all = append(all, [2]float64{1, 1})
	}
	for range others {
		all = append(all, [2]float64{0, 1})
	}
	return all
}

func TestEffective(t *testing.T) {
	loud := append(once(20, 60), [2]float64{20, 20})
	tests := []struct {
		why       string
		v         Voices
		low, high float64
	}{
		{"nobody spoke", Voices{}, 0, 0},
		{"everybody once: as many as mentions, but for the one the mean costs", voices(once(20, 60)...), 78, 80},
		{"one who writes twenty times is worth less than twenty", voices(loud...), 5, 40},
		{"twenty posts of one author alone are one voice", voices([2]float64{20, 20}), 1, 1},
		{"nobody spoke of it: bundles alone decide", voices([2]float64{0, 10}, [2]float64{0, 10}), 2, 2},
		{"authors who each write evenly of both are no more than their mentions", voices([2]float64{5, 10}, [2]float64{5, 10}), 2, 20},
	}
	for _, c := range tests {
		if got := Effective(c.v); got < c.low || got > c.high {
			t.Errorf("%s: got %.2f, want %g to %g", c.why, got, c.low, c.high)
		}
	}
}

func TestALoudAuthorWidensTheShare(t *testing.T) {
	quiet, _ := Clustered(voices(once(40, 60)...), Level)
	loud, _ := Clustered(voices(append(once(20, 60), [2]float64{20, 20})...), Level)
	if loud.Width() < 1.3*quiet.Width() {
		t.Errorf("forty mentions of forty people give %v, of twenty-one people %v: the second must be much wider", quiet, loud)
	}
	if !loud.Holds(0.4) || !quiet.Holds(0.4) {
		t.Errorf("the share itself is not inside: %v, %v", quiet, loud)
	}
	if i, n := Clustered(Voices{}, Level); i != (Interval{0, 1}) || n != 0 {
		t.Errorf("of nothing: got %v, %g, want everything and nought", i, n)
	}
}
