package linear

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func near(t *testing.T, what string, got, want float32, by float64) {
	t.Helper()
	if d := math.Abs(float64(got - want)); !(d <= by) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// A weight of w steps is worth w², with its sign; a text is brought to length one.
func TestScoresByHand(t *testing.T) {
	m := &Model{kind: Sigmoid, bits: 2, mask: 3, outputs: 2, bias: []float32{1, -1}, scale: []float32{0.5, 2}, weights: []byte{
		2, 0, // feature 0: 4 and 0
		0xFD, 1, // feature 1: −9 and 1
		0, 0xFF, // feature 2: 0 and −1
		127, 129, // feature 3: the largest and the smallest
	}}
	for _, c := range []struct {
		why      string
		features []uint32
		values   []float32
		want     []float32
	}{
		{"without features the bias alone", nil, nil, []float32{1, -1}},
		{"one feature counts in full", []uint32{0}, nil, []float32{1 + 0.5*4, -1}},
		{"four features count half each", []uint32{0, 0, 1, 2}, nil, []float32{1 + 0.5*(4+4-9)/2, -1 + 2*(1.0-1)/2}},
		{"only the low bits of a feature are used", []uint32{0xFFFFFFFC}, nil, []float32{1 + 0.5*4, -1}},
		{"the direction of the values counts, not their size", []uint32{0, 2}, []float32{30, 40}, []float32{1 + 0.5*4*0.6, -1 - 2*0.8}},
		{"a value below zero turns a weight round", []uint32{1}, []float32{-2}, []float32{1 + 0.5*9, -1 - 2}},
		{"values of nought say nothing", []uint32{0, 1}, []float32{0, 0}, []float32{1, -1}},
		{"the largest weights are the square of 127", []uint32{3}, nil, []float32{1 + 0.5*16129, -1 - 2*16129}},
	} {
		got := []float32{99, 99} // what stood there before does not matter
		m.Scores(got, c.features, c.values)
		for k, w := range c.want {
			near(t, c.why, got[k], w, 1e-5*math.Max(1, math.Abs(float64(w))))
		}
	}
}

// A Wide gives the scores of its model, with values of 1 and others, few and many, broad and narrow.
func TestWideGivesTheSameScores(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for _, outputs := range []int{1, 3, 4, 17, 32, 33} {
		m := made(Sigmoid, 7, outputs, uint64(outputs))
		w := m.Widen()
		for _, n := range []int{0, 1, 5, 255, 256, 257, 700} {
			for _, plain := range []float64{0, 0.8, 1} { // share of values of 1
				features, values := make([]uint32, n), make([]float32, n)
				for i := range features {
					features[i], values[i] = rng.Uint32(), 1
					if rng.Float64() >= plain {
						values[i] = rng.Float32()*4 - 1
					}
				}
				want, got := make([]float32, outputs), make([]float32, outputs)
				m.Scores(want, features, values)
				w.Scores(got, features, values)
				for k := range want {
					if d := math.Abs(float64(got[k] - want[k])); d > 1e-4*(1+math.Abs(float64(want[k]))) {
						t.Fatalf("%d outputs, %d features, output %d: %v, want %v", outputs, n, k, got[k], want[k])
					}
				}
			}
		}
	}
}

// Sum and Finish, feature by feature, come to what Scores gives at once, and order says nothing.
func TestScoresOfThreeAreThoseOfAnyNumber(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	three := &Model{kind: Softmax, bits: 6, mask: 63, outputs: 3, bias: []float32{0.5, -1, 2}, scale: []float32{0.01, 0.02, 0.005}}
	four := &Model{kind: Softmax, bits: 6, mask: 63, outputs: 4, bias: append(three.bias[:3:3], 7), scale: append(three.scale[:3:3], 1)}
	for range 64 {
		row := []byte{byte(rng.IntN(256)), byte(rng.IntN(256)), byte(rng.IntN(256))}
		three.weights = append(three.weights, row...)
		four.weights = append(four.weights, append(row, 0)...)
	}
	for n := range 40 {
		features, values := make([]uint32, n), make([]float32, n)
		for i := range features {
			features[i], values[i] = rng.Uint32(), []float32{1, 0.7, 1.5, 2}[rng.IntN(4)]
		}
		for _, v := range [][]float32{nil, values} {
			var got [3]float32
			var want [4]float32
			three.Scores(got[:], features, v)
			four.Scores(want[:], features, v)
			if !slices.Equal(got[:], want[:3]) {
				t.Fatalf("%d features of values %v: %v, want %v", n, v, got, want[:3])
			}
		}
	}
}

func TestSumsComeToScores(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	m := made(Softmax, 8, 5, 9)
	for range 100 {
		features := make([]uint32, rng.IntN(60))
		sums, turned := make([]int32, 5), make([]int32, 5)
		for i := range features {
			features[i] = rng.Uint32()
			m.Sum(sums, features[i])
		}
		for _, f := range slices.Backward(features) {
			m.Sum(turned, f)
		}
		if !slices.Equal(sums, turned) {
			t.Fatalf("in turned order the sums are %v, not %v", turned, sums)
		}
		want, got := make([]float32, 5), make([]float32, 5)
		m.Scores(want, features, nil)
		m.Finish(got, sums, len(features))
		for k := range want {
			near(t, "finished", got[k], want[k], 1e-4)
		}
	}
}

func TestMergedModelsSpeakSideBySide(t *testing.T) {
	a, b, c := made(Softmax, 6, 2, 1), made(Sigmoid, 6, 1, 2), made(Softmax, 6, 4, 3)
	all, err := Merge(a, b, c)
	if err != nil {
		t.Fatal(err)
	}
	features := []uint32{3, 77, 1 << 30, 5}
	var want []float32
	for _, m := range []*Model{a, b, c} {
		part := make([]float32, m.Outputs())
		m.Scores(part, features, nil)
		want = append(want, part...)
	}
	got := make([]float32, all.Outputs())
	if all.Scores(got, features, nil); !slices.Equal(got, want) {
		t.Errorf("merged %v, apart %v", got, want)
	}
	if all.Shift(0, 1); a.bias[0] == all.bias[0] {
		t.Error("shifting the merged model shifted its part")
	}
}

func TestShiftMovesOneOutputWhateverTheFeatures(t *testing.T) {
	data := made(Softmax, 5, 3, 4).Encode()
	m, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	before := bytes.Clone(data)
	for _, features := range [][]uint32{nil, {1}, {1, 2, 3, 4, 5}} {
		was, is := make([]float32, 3), make([]float32, 3)
		m.Scores(was, features, nil)
		m.Shift(1, 0.75)
		m.Scores(is, features, nil)
		near(t, "the shifted", is[1], was[1]+0.75, 1e-5)
		if is[0] != was[0] || is[2] != was[2] {
			t.Errorf("the others were %v, are %v", was, is)
		}
		m.Shift(1, -0.75)
	}
	if !bytes.Equal(data, before) {
		t.Error("shifting wrote into the bytes the model was read from")
	}
}

// Probabilities lie in 0…1, keep the order of the logits and, of classes, add up to one: also where
// an exponential would run over.
func TestProbabilitiesOfAnyLogits(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 3))
	for round := range 300 {
		logits := make([]float32, 1+rng.IntN(6))
		for k := range logits {
			logits[k] = float32(rng.NormFloat64() * math.Pow(10, float64(round%5)))
		}
		classes, sigmoids := slices.Clone(logits), slices.Clone(logits)
		Classes(classes)
		(&Model{kind: Sigmoid}).Probabilities(sigmoids)
		sum := 0.0
		for k, p := range classes {
			sum += float64(p)
			if !(p >= 0 && p <= 1) || !(sigmoids[k] >= 0 && sigmoids[k] <= 1) || sigmoids[k] != Logistic(logits[k]) {
				t.Fatalf("logits %v became %v and %v", logits, classes, sigmoids)
			}
			for j := range k {
				if (logits[j] < logits[k]) && (classes[j] > p || sigmoids[j] > sigmoids[k]) {
					t.Fatalf("logits %v became %v and %v: another order", logits, classes, sigmoids)
				}
			}
		}
		if math.Abs(sum-1) > 1e-5 {
			t.Fatalf("probabilities %v add up to %v", classes, sum)
		}
	}
	if Logistic(0) != 0.5 || Logistic(200) != 1 || Logistic(-200) != 0 {
		t.Errorf("logistic of 0, 200, −200: %v, %v, %v", Logistic(0), Logistic(200), Logistic(-200))
	}
}

// Bringing a weight to a byte changes it by half the distance of two steps at most: 127.5 in 16129
// of the largest.
func TestBytesKeepWeights(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 4))
	tr := newTrainer(nil, Options{Kind: Sigmoid, Bits: 8, Outputs: 3})
	for i := range tr.weights {
		tr.weights[i] = float32(rng.NormFloat64()) * float32(i%3) // of the first output: all nought
	}
	was := slices.Clone(tr.weights)
	m := tr.model()
	for i, w := range was {
		largest := m.scale[i%3] * 127 * 127
		kept := m.scale[i%3] * float32(steps[m.weights[i]])
		q := math.Sqrt(math.Abs(float64(w)) / float64(m.scale[i%3]))
		bound := (q + 0.5) * float64(m.scale[i%3]) // half a step: (q+½)² − q² = q + ¼
		if d := math.Abs(float64(kept - w)); d > bound*1.001 || d > float64(largest)*128/16129 {
			t.Fatalf("weight %v of output %d became %v", w, i%3, kept)
		}
		if kept*w < 0 || i%3 == 0 && kept != 0 {
			t.Fatalf("weight %v of output %d became %v", w, i%3, kept)
		}
	}
	if bytes.IndexByte(m.weights, 0x80) >= 0 {
		t.Error("a weight is −128, which has no counterpart above and no room in a lane")
	}
	if _, err := Decode(m.Encode()); err != nil {
		t.Errorf("a model with an output that learned nothing: %v", err)
	}
}

func TestWhatTrainingHangsOn(t *testing.T) {
	base := Options{Kind: Sigmoid, Bits: 10, Outputs: 2}
	examples := corpus(150, 2, 12)
	train := func(list []Example, o Options) []byte {
		t.Helper()
		m, err := Train(list, o)
		if err != nil {
			t.Fatal(err)
		}
		return m.Encode()
	}
	want := train(examples, base)
	turned := slices.Clone(examples)
	slices.Reverse(turned)
	ones := slices.Clone(examples)
	for i := range ones {
		ones[i].Values = slices.Repeat([]float32{1}, len(ones[i].Features))
	}
	scaled := slices.Clone(examples)
	for i := range scaled {
		scaled[i].Values = slices.Repeat([]float32{4}, len(scaled[i].Features))
	}
	high := slices.Clone(examples)
	for i := range high {
		high[i].Features = slices.Clone(high[i].Features)
		for j := range high[i].Features {
			high[i].Features[j] ^= 0xABC << 10
		}
	}
	silent := slices.Clone(examples)
	silent = append(silent[:len(silent):len(silent)], Example{Target: []float32{1, 0}, Weight: 0})
	defaults, other := base.Defaults(), base
	other.Kind = Softmax
	for _, c := range []struct {
		why   string
		list  []Example
		o     Options
		equal bool
	}{
		{"the same again", examples, base, true},
		{"the defaults written out", examples, defaults, true},
		{"values of 1 written out", ones, base, true},
		{"all values four times as large: only the direction counts", scaled, base, true},
		{"other high bits in the features", high, base, true},
		{"the examples in another order", turned, base, false},
		{"another example, though of no weight, shuffles otherwise", silent, base, false},
		{"another kind", examples, other, false},
	} {
		if got := bytes.Equal(train(c.list, c.o), want); got != c.equal {
			t.Errorf("%s: equal bytes is %v, want %v", c.why, got, c.equal)
		}
	}
}

// MinCount counts examples, not occurrences, and what is left out has no weight.
func TestRareFeaturesGetNoWeight(t *testing.T) {
	example := func(features ...uint32) Example {
		return Example{Features: features, Target: []float32{1}, Weight: 1}
	}
	m, err := Train([]Example{example(1, 2, 2, 2), example(1, 3), example(1, 3)}, Options{Kind: Sigmoid, Bits: 4, Outputs: 1, MinCount: 2})
	if err != nil {
		t.Fatal(err)
	}
	for feature, learned := range map[uint32]bool{0: false, 1: true, 2: false, 3: true} {
		if got := m.weights[feature] != 0; got != learned {
			t.Errorf("feature %d: has weight is %v, want %v", feature, got, learned)
		}
	}
}

// Without examples, or without weight, nothing is learned: every score is nought.
func TestNothingToLearnFrom(t *testing.T) {
	weightless := corpus(20, 2, 1)
	for i := range weightless {
		weightless[i].Weight = 0
	}
	for why, list := range map[string][]Example{"no examples": nil, "examples of no weight": weightless} {
		m, err := Train(list, Options{Kind: Softmax, Bits: 6, Outputs: 2})
		if err != nil {
			t.Fatal(err)
		}
		out := make([]float32, 2)
		if m.Scores(out, []uint32{1, 2, 3}, nil); out[0] != 0 || out[1] != 0 {
			t.Errorf("%s: scores %v", why, out)
		}
	}
}

// Low bits choose the weights, so equal shares of them must be hit, and order must matter to Join.
func TestHashesSpread(t *testing.T) {
	const cells, each = 256, 200
	var count [cells]int
	for x := range uint32(cells * each) {
		count[Join(1, x)%cells]++
	}
	for cell, n := range count {
		if n < each/2 || n > each*2 {
			t.Errorf("cell %d holds %d of consecutive features, want about %d", cell, n, each)
		}
	}
	seen := map[uint32]bool{}
	for a := range uint32(60) {
		for b := range uint32(60) {
			seen[Join(a, b)] = true
		}
	}
	if len(seen) < 3598 { // 3600 pairs; a chance collision is one in thousands
		t.Errorf("3600 ordered pairs gave %d features", len(seen))
	}
}

func TestTwoModelsReadTogetherSayWhatEachSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 7))
	one, many := made(Sigmoid, 9, 1, 3), made(Sigmoid, 6, 5, 4)
	for range 100 {
		features := make([]uint32, rng.IntN(60))
		for i := range features {
			features[i] = rng.Uint32()
		}
		chosen := []int32{4, 0, 2}[:rng.IntN(4)]
		sums := make([]int32, len(chosen))
		if got, want := one.LogitBeside(many, chosen, sums, features), one.Logit(0, features); got != want {
			t.Fatalf("the one says %v, alone %v", got, want)
		}
		for i, k := range chosen {
			if got, want := many.FinishOne(int(k), sums[i], len(features)), many.Logit(int(k), features); got != want {
				t.Fatalf("output %d says %v, alone %v", k, got, want)
			}
		}
	}
}
