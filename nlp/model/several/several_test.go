package several

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// corpus makes texts of two tasks: which of three pairs stands in them, and whether its characters
// are turned round, which only their order tells.
func corpus(n int, seed uint64) []Example {
	rng := rand.New(rand.NewPCG(seed, 1))
	noise := []rune("的一是了我人在有这他们中来上大为和国地到以说时要就出会")
	pairs := [][]rune{[]rune("甲乙"), []rune("丙丁"), []rune("戊己")}
	examples := make([]Example, n)
	for i := range examples {
		var text []rune
		for range 3 + rng.IntN(20) {
			text = append(text, noise[rng.IntN(len(noise))])
		}
		which, turned := rng.IntN(3), rng.IntN(2)
		pair := slices.Clone(pairs[which])
		if turned == 1 {
			slices.Reverse(pair)
		}
		at := rng.IntN(len(text))
		examples[i] = Example{Text: slices.Concat(text[:at], pair, text[at:]), Labels: []int{which, turned}, Weights: []float32{1, 1}}
	}
	return examples
}

// shares tells how many of the examples are classed right in each task.
func shares(m *Model, examples []Example) (first, second float64) {
	out := make([]float32, 5)
	for _, e := range examples {
		m.Probabilities(out, e.Text)
		if slices.Index(out[:3], slices.Max(out[:3])) == e.Labels[0] {
			first++
		}
		if slices.Index(out[3:], slices.Max(out[3:])) == e.Labels[1] {
			second++
		}
	}
	n := float64(len(examples))
	return first / n, second / n
}

func trained(t *testing.T, examples []Example, o Options) *Model {
	t.Helper()
	m, err := Train(examples, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTrainLearnsEveryTask(t *testing.T) {
	m := trained(t, corpus(2500, 1), DefaultOptions(3, 2))
	if first, second := shares(m, corpus(400, 2)); first < 0.95 || second < 0.95 {
		t.Errorf("%.3f and %.3f right, want at least 0.95", first, second)
	}
}

// What many texts of one task teach about characters, few of another are enough to name.
func TestOneTaskServesTheOther(t *testing.T) {
	examples := corpus(2500, 3)
	for i := range examples {
		if examples[i].Labels[1] = examples[i].Labels[0] & 1; i >= 40 { // named for forty texts alone
			examples[i].Labels[1] = -1
		}
	}
	test := corpus(400, 4)
	for i := range test {
		test[i].Labels[1] = test[i].Labels[0] & 1
	}
	o := DefaultOptions(3, 2)
	if _, second := shares(trained(t, examples, o), test); second < 0.9 {
		t.Errorf("%.3f right beside the other task, want at least 0.9", second)
	}
}

func TestTrainIsReproducible(t *testing.T) {
	o := DefaultOptions(3, 2)
	o.Epochs = 1
	a, b := trained(t, corpus(100, 1), o), trained(t, corpus(100, 1), o)
	if !bytes.Equal(a.Encode(), b.Encode()) {
		t.Error("the same examples gave other weights")
	}
	o.Seed++
	if bytes.Equal(a.Encode(), trained(t, corpus(100, 1), o).Encode()) {
		t.Error("another seed gave the same weights")
	}
}

// An example of which nothing is known, and one met in no epoch, move nothing.
func TestUnknownAndSeldomExamplesTeachNothing(t *testing.T) {
	o := DefaultOptions(3, 2)
	o.Epochs, o.Drop, o.DropHidden, o.DropChar = 1, 0, 0, 0
	known := corpus(1, 1)[0]
	unknown := known
	unknown.Labels = []int{-1, -1}
	plain := trained(t, []Example{unknown}, o)
	if !bytes.Equal(plain.Encode(), trained(t, nil, o).Encode()) {
		t.Error("an example without labels moved weights")
	}
	seldom := known
	seldom.Seldom = 2 // of two examples, the second is met in every second epoch, from the second on
	if !bytes.Equal(plain.Encode(), trained(t, []Example{unknown, seldom}, o).Encode()) {
		t.Error("an example of other epochs moved weights")
	}
	if bytes.Equal(plain.Encode(), trained(t, []Example{unknown, known}, o).Encode()) {
		t.Error("an example that is known moved nothing")
	}
}

func TestTrainRefuses(t *testing.T) {
	good := DefaultOptions(3, 2)
	for why, c := range map[string]struct {
		examples []Example
		o        Options
		names    string
	}{
		"no task":         {nil, DefaultOptions(), "0 tasks"},
		"one class":       {nil, DefaultOptions(3, 1), "1 classes"},
		"no epoch":        {nil, Options{Tasks: []int{2}}, "0 epochs"},
		"a label missing": {[]Example{{Labels: []int{0}, Weights: []float32{1, 1}}}, good, "1 labels"},
		"an odd weight":   {[]Example{{Labels: []int{0, 1}, Weights: []float32{1}}}, good, "1 weights"},
		"a class too far": {[]Example{{Labels: []int{0, 2}, Weights: []float32{1, 1}}}, good, "class 2 of 2"},
		"a class below":   {[]Example{{Labels: []int{-2, 0}, Weights: []float32{1, 1}}}, good, "class -2 of 3"},
	} {
		if _, err := Train(c.examples, c.o); err == nil || !strings.Contains(err.Error(), c.names) {
			t.Errorf("%s: %v, want an error that says %q", why, err, c.names)
		}
	}
}

// blank is the bytes of a network for tasks whose rows and numbers are all nought, but for a scale of 1.
func blank(tasks ...byte) []byte {
	outputs := 0
	for _, n := range tasks {
		outputs += int(n)
	}
	data := append([]byte(magic), 1, byte(len(tasks)))
	data = append(append(data, tasks...), make([]byte, rows*dim+4*numbers(outputs))...)
	number(data, len(tasks), 0, 1)
	return data
}

// number writes one of the floats behind the rows.
func number(data []byte, tasks, at int, x float64) {
	binary.LittleEndian.PutUint32(data[6+tasks+rows*dim+4*at:], math.Float32bits(float32(x)))
}

func decoded(t *testing.T, data []byte) *Model {
	t.Helper()
	m, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A network that sees one character in the middle of three, in one dimension, and speaks of it with
// its first class.
func byHand(t *testing.T, pool int, weight float64) *Model {
	data := blank(2)
	data[6+1+(charRows+int(charOf('好')))*dim+5] = 20
	number(data, 1, 1+dim+pool, 0.1)                        // first hidden value
	number(data, 1, 1+dim+hidden*pooled+hidden, weight)     // what it says of the first class
	number(data, 1, 1+dim+hidden*pooled+hidden+2*hidden, 1) // and the bias of that
	return decoded(t, data)
}

func TestPoolsByHand(t *testing.T) {
	largest, mean := byHand(t, dim+5, 0.5), byHand(t, 5, 0.5)
	for _, c := range []struct {
		text      string
		most, sum float64 // logits for the first class
	}{
		{"", 1, 1},
		{"店", 1, 1},
		{"好", 2, 2},                     // 0.5 · 0.1 · 20 + 1
		{"店好店店", 2, 1 + 1/math.Sqrt(4)}, // a place a character
		{"店好店好", 2, 1 + 2/math.Sqrt(4)}, // the mean counts both, the largest one
		{"好好好好好好好好好", 2, 1 + 9/math.Sqrt(9)}, // all of them
	} {
		for which, m := range map[string]*Model{"largest": largest, "mean": mean} {
			want := c.most
			if which == "mean" {
				want = c.sum
			}
			out := make([]float32, 2)
			m.Probabilities(out, []rune(c.text))
			if got := math.Log(float64(out[0] / out[1])); math.Abs(got-want) > 1e-3 {
				t.Errorf("%s of %q gives %v, want %v", which, c.text, got, want)
			}
		}
	}
}

// Asked together, networks give the mean of their logits, and their order does not matter.
func TestTogetherIsTheMean(t *testing.T) {
	a, b := byHand(t, dim+5, 0.5), byHand(t, dim+5, 1.5)
	both, err := Together(a, b)
	if err != nil {
		t.Fatal(err)
	}
	turned, err := Together(b, a)
	if err != nil {
		t.Fatal(err)
	}
	out, other := make([]float32, 2), make([]float32, 2)
	both.Probabilities(out, []rune("好"))
	turned.Probabilities(other, []rune("好"))
	if got := math.Log(float64(out[0] / out[1])); math.Abs(got-3) > 1e-3 { // the mean of 2 and 4
		t.Errorf("together they give %v, want 3", got)
	}
	if math.Abs(float64(out[0]-other[0])) > 1e-6 {
		t.Errorf("in another order they give %v, not %v", other, out)
	}
	if again := decoded(t, both.Encode()); !slices.Equal(again.Tasks(), []int{2}) || len(again.nets) != 2 {
		t.Errorf("read again: tasks %v, %d networks", again.Tasks(), len(again.nets))
	}
	if _, err := Together(a, decoded(t, blank(3))); err == nil {
		t.Error("networks for other tasks were asked together")
	}
}

func TestProbabilitiesAreSharesWhateverTheText(t *testing.T) {
	o := DefaultOptions(3, 2)
	o.Epochs = 1
	m := trained(t, corpus(200, 7), o)
	out := make([]float32, 5)
	for _, text := range []string{"", "好", "\x00", "1,!?\n，！？", strings.Repeat("长", 5*longest), "👍🏽é\u202e", string([]rune{0xD7FF, 0x10FFFF, -1})} {
		m.Probabilities(out, []rune(text))
		for _, part := range [][]float32{out[:3], out[3:]} {
			var sum float32
			for _, p := range part {
				if !(p >= 0 && p <= 1) {
					t.Errorf("%.20q: %v is no probability", text, p)
				}
				sum += p
			}
			if math.Abs(float64(sum)-1) > 1e-4 {
				t.Errorf("%.20q: probabilities add up to %v", text, sum)
			}
		}
	}
}

// Of a long text the middle is not looked at.
func TestLongTextsAreSeenAtBothEnds(t *testing.T) {
	m := byHand(t, dim+5, 0.5)
	fill := strings.Repeat("店", longest)
	for text, want := range map[string]float64{"好" + fill: 2, fill + "好": 2, fill + "好" + fill: 1} {
		out := make([]float32, 2)
		m.Probabilities(out, []rune(text))
		if got := math.Log(float64(out[0] / out[1])); math.Abs(got-want) > 1e-3 {
			t.Errorf("%d runes: %v, want %v", len([]rune(text)), got, want)
		}
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	whole := blank(3, 2)
	for _, n := range []int{0, 1, 3, 4, 5, 6, 7, 8, len(whole) / 2, len(whole) - 1} {
		if _, err := Decode(whole[:n:n]); err == nil || !strings.Contains(err.Error(), "several:") {
			t.Errorf("the first %d of %d bytes were taken: %v", n, len(whole), err)
		}
	}
	if _, err := Decode(append(slices.Clone(whole), 0)); err == nil {
		t.Error("a byte too many was taken")
	}
	for why, c := range map[string]struct {
		at   int
		to   byte
		says string
	}{
		"another version": {3, '9', "train them anew"}, "no network": {4, 0, "0 networks"}, "too many": {4, 255, "255 networks"},
		"no task": {5, 0, "0 tasks"}, "more tasks": {5, 3, ""}, "one class": {6, 1, "1 classes"}, "more classes": {6, 4, "cut off or damaged"},
	} {
		data := slices.Clone(whole)
		data[c.at] = c.to
		if _, err := Decode(data); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error that says %q", why, err, c.says)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		data := slices.Clone(whole)
		number(data, 2, 7, x)
		if _, err := Decode(data); err == nil || !strings.Contains(err.Error(), "number 7") {
			t.Errorf("%v was taken: %v", x, err)
		}
	}
	data := slices.Clone(whole)
	number(data, 2, 0, 0)
	if _, err := Decode(data); err == nil || !strings.Contains(err.Error(), "scale 0") {
		t.Errorf("a scale of nought was taken: %v", err)
	}
}
