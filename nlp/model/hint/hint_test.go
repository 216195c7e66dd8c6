package hint

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

var names = []string{"battery", "noise", "price"}

// trade makes texts about the aspects of names: each has ten words of its own and a direction of its own, a tenth of the
// words mean nothing. Words from 90 on are in no text.
func trade(n int) []Text {
	rng := rand.New(rand.NewPCG(3, 0))
	var texts []Text
	for range n {
		k := rng.IntN(len(names) + 1) // the last: nothing is spoken of
		c := clause(rng, k)
		t := Text{Clauses: []Clause{c}, Speaks: make([]bool, len(names)), Asked: true}
		if rng.IntN(3) == 0 {
			t.Clauses = append(t.Clauses, clause(rng, len(names)))
		}
		if k < len(names) {
			t.Speaks[k] = true
		}
		texts = append(texts, t)
	}
	return texts
}

func clause(rng *rand.Rand, k int) Clause {
	var c Clause
	for range 4 {
		c.Words = append(c.Words, uint32(1000*k)+rng.Uint32N(10))
	}
	c.Words = append(c.Words, 50000+rng.Uint32N(10))
	return Clause{Words: c.Words, Kin: direction(k, rng)}
}

func direction(k int, rng *rand.Rand) []float32 {
	v := make([]float32, 8)
	for d := range v {
		v[d] = float32(rng.NormFloat64()) * 0.1
	}
	v[k]++
	return v
}

func learned(t testing.TB, texts []Text) *Head {
	t.Helper()
	h, err := Train(texts, Options{Names: names, Dims: 8})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func best(h *Head, c Clause) (int, float32) {
	z := make([]float32, len(names))
	h.Scores(z, c)
	at := 0
	for k := range z {
		if z[k] > z[at] {
			at = k
		}
	}
	return at, z[at]
}

func TestHearsTheAspect(t *testing.T) {
	h := learned(t, trade(600))
	rng := rand.New(rand.NewPCG(9, 9))
	right, quiet := 0, 0
	for i := range 400 {
		k := i % (len(names) + 1)
		at, z := best(h, clause(rng, k))
		switch {
		case k == len(names):
			if z < h.Least() {
				quiet++
			}
		case at == k && z >= h.Least():
			right++
		}
	}
	if right < 285 || quiet < 95 {
		t.Errorf("%d of 300 aspects were heard, %d of 100 clauses about nothing were let be", right, quiet)
	}
}

func TestHearsWordsThatAreAkin(t *testing.T) {
	h := learned(t, trade(600))
	rng := rand.New(rand.NewPCG(5, 5))
	for k := range names {
		c := Clause{Words: []uint32{70001, 70002, 70003}, Kin: direction(k, rng)}
		if at, z := best(h, c); at != k || z < h.Least() {
			t.Errorf("words nobody wrote that are akin to those of %s were heard as %s, %.2f", names[k], names[at], z)
		}
	}
}

func TestEqualTextsGiveEqualBytes(t *testing.T) {
	if a, b := learned(t, trade(200)).Encode(), learned(t, trade(200)).Encode(); !bytes.Equal(a, b) {
		t.Error("two heads of the same texts differ")
	}
}

func TestHeadsComeBack(t *testing.T) {
	h := learned(t, trade(200))
	back, err := Decode(h.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if back.Least() != h.Least() || back.Dims() != h.Dims() || fmt.Sprint(back.Names()) != fmt.Sprint(names) {
		t.Fatalf("came back as %v, %d dimensions, from %v", back.Names(), back.Dims(), back.Least())
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for k := range 4 {
		x, y := make([]float32, len(names)), make([]float32, len(names))
		c := clause(rng, k)
		h.Scores(x, c)
		back.Scores(y, c)
		if fmt.Sprint(x) != fmt.Sprint(y) {
			t.Errorf("clause of %d: %v came back as %v", k, x, y)
		}
	}
}

func TestThresholdIsChosenByWhatIsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		samples  []sample
		from, to float32
	}{
		"all right":                {[]sample{{1, true}, {2, true}, {-1, false}}, -1, 1.01},
		"a wrong one weighs twice": {[]sample{{2, true}, {1, false}, {1, false}, {0.5, true}}, 1, 2.01},
	} {
		if z := threshold(c.samples); z <= c.from || z > c.to {
			t.Errorf("%s: from %.2f on, want between %.2f and %.2f", name, z, c.from, c.to)
		}
	}
}

func TestWhatCannotBeLearned(t *testing.T) {
	good := trade(20)
	with := func(change func(*Text)) []Text {
		texts := trade(20)
		change(&texts[3])
		return texts
	}
	for name, c := range map[string]struct {
		texts []Text
		o     Options
	}{
		"no text":                   {nil, Options{Names: names, Dims: 8}},
		"no aspect":                 {good, Options{Dims: 8}},
		"too many aspects":          {good, Options{Names: make([]string, MostAspects+1), Dims: 8}},
		"too many dimensions":       {good, Options{Names: names, Dims: mostDims + 1}},
		"a name without end":        {good, Options{Names: []string{"a", "b", string(make([]byte, 300))}, Dims: 8}},
		"a text without a clause":   {with(func(t *Text) { t.Clauses = nil }), Options{Names: names, Dims: 8}},
		"a label too few":           {with(func(t *Text) { t.Speaks = t.Speaks[1:] }), Options{Names: names, Dims: 8}},
		"a direction of other size": {good, Options{Names: names, Dims: 7}},
	} {
		if _, err := Train(c.texts, c.o); err == nil {
			t.Errorf("%s: a head was learned", name)
		}
	}
}

func TestDamagedHeads(t *testing.T) {
	good := learned(t, trade(100)).Encode()
	at := len(magic) + 3
	for range names {
		at += 1 + int(good[at])
	}
	noNumber := bytes.Clone(good)
	binary.LittleEndian.PutUint32(noNumber[at+4:], math.Float32bits(float32(math.Inf(1))))
	noAspects := bytes.Clone(good)
	noAspects[len(magic)] = 0
	for name, data := range map[string][]byte{
		"nothing": nil, "another file": []byte("tfk1 and so on"), "cut off": good[:len(good)-1], "too long": append(bytes.Clone(good), 0),
		"cut in a name": good[:len(magic)+5], "no aspects": noAspects, "no number": noNumber,
	} {
		if _, err := Decode(data); err == nil {
			t.Errorf("%s: was read as a head", name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(learned(f, trade(50)).Encode())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Decode(data)
		if err != nil {
			return
		}
		z := make([]float32, len(h.Names()))
		h.Scores(z, Clause{Words: []uint32{1, 2, 3}, Kin: make([]float32, h.Dims())})
		h.Scores(z, Clause{})
	})
}

func BenchmarkScores(b *testing.B) {
	h := learned(b, trade(200))
	c := clause(rand.New(rand.NewPCG(1, 1)), 1)
	z := make([]float32, len(names))
	for b.Loop() {
		h.Scores(z, c)
	}
}
