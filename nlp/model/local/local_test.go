package local

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// lessons makes texts of a few dozen features; those with the feature habit are praise where the
// shipped weights see nothing, the others are what the shipped weights say.
func lessons(n int, habit uint32) []Example {
	rng := rand.New(rand.NewPCG(1, 2))
	all := make([]Example, n)
	for i := range all {
		e := &all[i]
		for range 20 + rng.IntN(30) {
			e.Features = append(e.Features, 1000+uint32(rng.IntN(400)))
		}
		e.Logit, e.Neither, e.Weight = rng.Float64()-0.5, 0.2, 1
		switch {
		case i%3 == 0:
			e.Features = append(e.Features, habit, habit+1)
			e.Class = Positive
		case e.Logit < 0:
			e.Class = Negative
		default:
			e.Class = Positive
		}
	}
	return all
}

func trained(t *testing.T, all []Example) *Head {
	t.Helper()
	h, err := Train(all, Options{Base: "tf3-1"})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestTrainLearnsWhatTheShippedWeightsMiss(t *testing.T) {
	const habit = 77
	h := trained(t, lessons(300, habit))
	with, _ := h.Shift([]uint32{1001, 1002, habit, habit + 1})
	without, _ := h.Shift([]uint32{1001, 1002, 5, 6})
	if with < 0.5 || math.Abs(without) > 0.3 {
		t.Errorf("with the habit the logit moves by %.2f, without by %.2f", with, without)
	}
	if p, n := h.Shift(nil); p != 0 || n != 0 {
		t.Errorf("a text without features is moved by %v and %v", p, n)
	}
	if p, n := h.Shift([]uint32{40_000, 40_001}); p != 0 || n != 0 {
		t.Errorf("features nobody met move the verdict by %v and %v", p, n)
	}
}

func TestTrainLearnsWhatIsNeither(t *testing.T) {
	all := lessons(200, 77)
	for i := range all {
		all[i].Class = Negative
		if i%3 == 0 {
			all[i].Class = Neutral
		}
	}
	h := trained(t, all)
	if _, none := h.Shift([]uint32{77, 78}); none <= 0.2 {
		t.Errorf("what takes no side moves neither by %.2f", none)
	}
}

func TestRareFeaturesAreNotLearnedByHeart(t *testing.T) {
	all := lessons(200, 77)
	for i := range 2 {
		all[i].Features, all[i].Class = append(all[i].Features, 60_000), Negative
	}
	if p, n := trained(t, all).Shift([]uint32{60_000}); p != 0 || n != 0 {
		t.Errorf("two texts teach %v and %v", p, n)
	}
}

func TestEqualExamplesGiveEqualBytes(t *testing.T) {
	first := trained(t, lessons(150, 77))
	second := trained(t, lessons(150, 77))
	if !bytes.Equal(first.Encode(), second.Encode()) || first.ID() != second.ID() {
		t.Error("trained twice, the heads differ")
	}
	if other := trained(t, lessons(150, 99)); other.ID() == first.ID() {
		t.Error("another lesson gives the same head")
	}
}

// The heavier reader wins where two say the contrary of the same.
func TestWeightsCount(t *testing.T) {
	all := lessons(100, 77)
	for i := range all {
		if i%3 == 0 {
			e := all[i]
			e.Class, e.Weight = Negative, 0.3
			all = append(all, e)
		}
	}
	if with, _ := trained(t, all).Shift([]uint32{77, 78}); with <= 0 {
		t.Errorf("three times the weight moves the logit by %.2f", with)
	}
}

func TestTheShiftIsBounded(t *testing.T) {
	h := &Head{scale: [outputs]float32{1000, 1000}, weights: bytes.Repeat([]byte{127, 0x81}, rows)}
	many := make([]uint32, 5000)
	for _, features := range [][]uint32{{1}, many} {
		if p, n := h.Shift(features); p > Bound || n < -Bound || p < Bound*0.99 || n > -Bound*0.99 {
			t.Errorf("%d features move by %v and %v, at most %v is wanted and here reached", len(features), p, n, Bound)
		}
	}
}

func TestShiftDoesNotAllocate(t *testing.T) {
	h := trained(t, lessons(30, 77))
	features := lessons(1, 77)[0].Features
	if n := testing.AllocsPerRun(100, func() { h.Shift(features) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOddsAddUp(t *testing.T) {
	for _, logit := range []float64{-8, -1, 0, 0.3, 6} {
		for _, neither := range []float64{0, 0.2, 0.5, 1} {
			p := Odds(logit, neither)
			if sum := p[Negative] + p[Neutral] + p[Positive]; math.Abs(sum-1) > 1e-9 || (logit > 0) != (p[Positive] > p[Negative]) && neither < 1 {
				t.Errorf("logit %v, neither %v: %v", logit, neither, p)
			}
		}
	}
	if z, n := Move(0.7, 0.3, 0, 0); z != 0.7 || math.Abs(n-0.3) > 1e-12 {
		t.Errorf("moved by nothing, 0.7 and 0.3 are %v and %v", z, n)
	}
}

// push is the slope of the logarithm of the odds; a slope that is wrong learns all the same, only
// worse, and nobody sees it.
func TestPushIsTheSlope(t *testing.T) {
	const h = 1e-5
	for class := Negative; class < classes; class++ {
		for _, logit := range []float64{-2, -0.3, 0, 1.4} {
			e := Example{Logit: logit, Neither: 0.35, Class: class}
			at := func(praise, none float64) float64 {
				return math.Log(Odds(Move(e.Logit, e.Neither, praise, none))[class])
			}
			got := e.push(0.2, -0.4)
			want := [outputs]float64{(at(0.2+h, -0.4) - at(0.2-h, -0.4)) / (2 * h), (at(0.2, -0.4+h) - at(0.2, -0.4-h)) / (2 * h)}
			for k := range got {
				if math.Abs(got[k]-want[k]) > 1e-6 {
					t.Errorf("class %d, logit %v, output %d: slope %v, want %v", class, logit, k, got[k], want[k])
				}
			}
		}
	}
}

func TestTrainRefuses(t *testing.T) {
	good := func() Example { return Example{Features: []uint32{1}, Class: Positive, Weight: 1} }
	for says, spoil := range map[string]func(*Example, *Options){
		"no such class":       func(e *Example, _ *Options) { e.Class = 3 },
		"a negative weight":   func(e *Example, _ *Options) { e.Weight = -1 },
		"no number as weight": func(e *Example, _ *Options) { e.Weight = math.NaN() },
		"no number as logit":  func(e *Example, _ *Options) { e.Logit = math.NaN() },
		"no probability":      func(e *Example, _ *Options) { e.Neither = 1.5 },
		"an endless name":     func(_ *Example, o *Options) { o.Base = strings.Repeat("x", 256) },
	} {
		e, o := good(), Options{}
		spoil(&e, &o)
		if _, err := Train([]Example{good(), e}, o); err == nil {
			t.Errorf("%s was taken", says)
		}
	}
	if _, err := Train(nil, Options{}); err == nil {
		t.Error("a head was learned from nothing")
	}
}

func TestEncodedHeadsComeBack(t *testing.T) {
	h := trained(t, lessons(60, 77))
	data := h.Encode()
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	features := []uint32{77, 78, 1003}
	p, n := h.Shift(features)
	q, m := back.Shift(features)
	if p != q || n != m || back.Base() != "tf3-1" || back.ID() != h.ID() || !bytes.Equal(back.Encode(), data) {
		t.Errorf("read back it moves by %v and %v on %s, id %s; want %v and %v, id %s", q, m, back.Base(), back.ID(), p, n, h.ID())
	}
	for _, cut := range []int{0, 3, 5, 9, 20, len(data) / 2, len(data) - 1} {
		if _, err := Decode(data[:cut]); err == nil {
			t.Errorf("cut to %d of %d bytes it was taken", cut, len(data))
		}
	}
	for _, at := range []int{5, 12, 5000, len(data) - 1} {
		bad := bytes.Clone(data)
		bad[at] ^= 0x40
		if _, err := Decode(bad); err == nil || !strings.Contains(err.Error(), "rollback") {
			t.Errorf("with byte %d changed: %v", at, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	h := &Head{base: "x", scale: [outputs]float32{1, 1}, weights: make([]byte, rows*outputs)}
	f.Add(h.Encode())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if h, err := Decode(data); err == nil && !bytes.Equal(h.Encode(), data) {
			t.Error("a head was read that is written as another")
		}
	})
}

func BenchmarkShift(b *testing.B) {
	h, err := Train(lessons(60, 77), Options{})
	if err != nil {
		b.Fatal(err)
	}
	features := lessons(1, 77)[0].Features
	for b.Loop() {
		h.Shift(features)
	}
}

func BenchmarkTrain10000(b *testing.B) {
	all := lessons(10_000, 77)
	for b.Loop() {
		if _, err := Train(all, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
