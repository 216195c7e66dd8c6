package clause

import (
	"math"
	"reflect"
	"testing"
)

func TestHeedIsTheMeanByLogarithm(t *testing.T) {
	for _, c := range []struct{ p, other, want [labels]float32 }{
		{[labels]float32{0.25, 0.25, 0.25, 0.25}, [labels]float32{0.25, 0.25, 0.25, 0.25}, [labels]float32{0.25, 0.25, 0.25, 0.25}},
		{[labels]float32{0.8, 0.2, 0, 0}, [labels]float32{0.2, 0.8, 0, 0}, [labels]float32{0.5, 0.5, 0, 0}},
		{[labels]float32{0.9, 0.1, 0, 0}, [labels]float32{0.5, 0.5, 0, 0}, [labels]float32{0.75, 0.25, 0, 0}}, // 3 to 1: the root of 9 to 1
		{[labels]float32{1, 0, 0, 0}, [labels]float32{0, 1, 0, 0}, [labels]float32{0.5, 0.5, 0, 0}},
	} {
		got := c.p
		heed(&got, c.other[:])
		for i := range got {
			if math.Abs(float64(got[i]-c.want[i])) > 2e-3 {
				t.Errorf("%v and %v: %v, want %v", c.p, c.other, got, c.want)
				break
			}
		}
	}
}

// Others are heard of each aspect by its number; where nobody else is, the head reads as it does alone.
func TestReadBesideHearsOthers(t *testing.T) {
	h := trained(t, small)
	units := []Unit{{Text: []rune("停车糟糕")}}
	var alone, beside Reader
	want := h.Read(&alone, units, 0)
	if got := h.ReadBeside(&beside, units, 0, nil); !reflect.DeepEqual(got, want) {
		t.Errorf("nobody else heard: %+v, alone %+v", got, want)
	}
	heard := make([]float32, len(h.Names())*labels)
	for k := range h.Names() {
		heard[k*labels+int(Absent)] = 1
	}
	heard[2*labels+int(Absent)], heard[2*labels+int(Positive)] = 0, 1
	got := h.ReadBeside(&beside, units, 0, heard)
	if len(got) != 1 || got[0].Aspect != 2 || got[0].Odds[Positive] <= want[0].Odds[Positive] || got[0].Odds[Negative] >= want[0].Odds[Negative] {
		t.Errorf("praise heard: %+v, alone %+v", got, want)
	}
}
