package linear

import (
	"slices"
	"testing"
)

func TestTrainRefusesAKindItDoesNotKnow(t *testing.T) {
	if _, err := Train([]Example{{Features: []uint32{1}, Target: []float32{1}, Weight: 1}}, Options{Kind: 7, Bits: 4, Outputs: 1}); err == nil {
		t.Error("kind 7 is trained")
	}
}

func TestWideScoresWithoutValues(t *testing.T) {
	m, err := Train([]Example{{Features: []uint32{1, 5}, Target: []float32{1}, Weight: 1}, {Features: []uint32{2}, Target: []float32{0}, Weight: 1}}, Options{Kind: Sigmoid, Bits: 4, Outputs: 1})
	if err != nil {
		t.Fatal(err)
	}
	var want, got [1]float32
	m.Scores(want[:], []uint32{1, 5}, nil)
	m.Widen().Scores(got[:], []uint32{1, 5}, nil)
	if !slices.Equal(want[:], got[:]) || want[0] <= 0 {
		t.Errorf("wide gives %v, the model %v", got, want)
	}
}
