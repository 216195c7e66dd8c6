package conv

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
)

// Example is one labelled text.
type Example struct {
	Text   []rune  // normalised
	Label  float32 // 1 praise, 0 blame, between them neither
	Weight float32 // 1: as much as any other
}

// Options says how to train.
type Options struct {
	Epochs   int
	Rate     float64 // of Adagrad, falling to a fifth of it
	Drop     float64 // share of the pools left out at each step
	DropChar float64 // share of the characters made unknown at each step
	Seed     uint64
}

// DefaultOptions were found by cross-validation.
func DefaultOptions() Options {
	return Options{Epochs: 6, Rate: 0.05, Drop: 0.3, DropChar: 0.2, Seed: 20261122}
}

// param is a list of weights with the sums of their squared gradients.
type param struct{ w, seen []float32 }

func newParam(n int, spread float64, rng *rand.Rand) param {
	p := param{make([]float32, n), make([]float32, n)}
	for i := range p.w {
		p.w[i], p.seen[i] = float32(rng.NormFloat64()*spread), 1e-3
	}
	return p
}

func (p *param) move(i int, g, rate float32) {
	p.seen[i] += g * g
	p.w[i] -= rate * g / float32(math.Sqrt(float64(p.seen[i])))
}

type trainer struct {
	o      Options
	rng    *rand.Rand
	rate   float32
	rows   param
	bias   param
	w1, b1 param
	w2, b2 param

	chars  []uint32
	places [][tables + 1]int // where the rows of each place begin
	h      []float32         // dim values a place
	x      [pooled]float32
	kept   [pooled]float32 // 0, or what makes up for those left out
	best   [dim]int        // place of the largest value, −1: none is above zero
	mid    [hidden]float32
	gx     [pooled]float32
}

// Train fits a network by Adagrad. Equal options and examples in equal order give equal weights.
func Train(examples []Example, o Options) *Model {
	rng := rand.New(rand.NewPCG(o.Seed, 3))
	t := &trainer{
		o: o, rng: rng, rows: newParam(rows*dim, 0.04, rng), bias: newParam(dim, 0, rng),
		w1: newParam(hidden*pooled, 1/math.Sqrt(pooled), rng), b1: newParam(hidden, 0, rng),
		w2: newParam(hidden, 1/math.Sqrt(hidden), rng), b2: newParam(1, 0, rng),
	}
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for epoch := range o.Epochs {
		t.rate = float32(o.Rate * (1 - 0.8*float64(epoch)/float64(o.Epochs)))
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			e := &examples[i]
			z := t.forward(e.Text)
			t.backward((float32(1/(1+math.Exp(-float64(z)))) - e.Label) * e.Weight)
		}
	}
	return t.model()
}

// read fills the places of a text, some characters made unknown.
func (t *trainer) read(text []rune) {
	put := func(r rune) {
		c := charOf(r)
		if t.rng.Float64() < t.o.DropChar {
			c = 1
		}
		t.chars = append(t.chars, c)
	}
	t.chars = append(t.chars[:0], 0)
	if len(text) > longest {
		for _, r := range text[:longest/2] {
			put(r)
		}
		text = text[len(text)-longest/2:]
	}
	for _, r := range text {
		put(r)
	}
	for t.chars = append(t.chars, 0); len(t.chars) < window; {
		t.chars = append(t.chars, 0)
	}
	t.places = t.places[:0]
	for i := range len(t.chars) - window + 1 {
		a, b, c := t.chars[i], t.chars[i+1], t.chars[i+2]
		t.places = append(t.places, [...]int{int(a) * dim, (charRows + int(b)) * dim, (2*charRows + int(c)) * dim, (3*charRows + int(pairOf(a, b))) * dim})
	}
}

func (t *trainer) forward(text []rune) float32 {
	t.read(text)
	n := len(t.places)
	t.h = slices.Grow(t.h[:0], n*dim)[:n*dim]
	t.x = [pooled]float32{}
	for d := range dim {
		t.best[d] = -1
	}
	for i, place := range t.places {
		h := t.h[i*dim:][:dim]
		copy(h, t.bias.w)
		for _, at := range place {
			for d, w := range t.rows.w[at:][:dim] {
				h[d] += w
			}
		}
		for d, v := range h {
			if v <= 0 {
				h[d] = 0
				continue
			}
			t.x[d] += v
			if v > t.x[dim+d] {
				t.x[dim+d], t.best[d] = v, i
			}
		}
	}
	mean, keep := float32(1/math.Sqrt(float64(n))), float32(1-t.o.Drop)
	for d := range t.x {
		if d < dim {
			t.x[d] *= mean
		}
		t.kept[d] = 0
		if t.rng.Float32() < keep {
			t.kept[d] = 1 / keep
		}
		t.x[d] *= t.kept[d]
	}
	z := t.b2.w[0]
	for j := range hidden {
		s := t.b1.w[j]
		for d, w := range t.w1.w[j*pooled:][:pooled] {
			s += w * t.x[d]
		}
		t.mid[j] = max(s, 0)
		z += t.w2.w[j] * t.mid[j]
	}
	return z
}

func (t *trainer) backward(g float32) {
	t.gx = [pooled]float32{}
	for j := range hidden {
		if t.mid[j] > 0 {
			gh := g * t.w2.w[j]
			for d := range pooled {
				t.gx[d] += gh * t.w1.w[j*pooled+d]
				t.w1.move(j*pooled+d, gh*t.x[d], t.rate)
			}
			t.b1.move(j, gh, t.rate)
		}
		t.w2.move(j, g*t.mid[j], t.rate)
	}
	t.b2.move(0, g, t.rate)
	mean := float32(1 / math.Sqrt(float64(len(t.places))))
	for d := range pooled {
		t.gx[d] *= t.kept[d]
		if d < dim {
			t.gx[d] *= mean
		}
	}
	var gb [dim]float32
	for i := range t.places {
		h, place := t.h[i*dim:][:dim], &t.places[i]
		for d, v := range h {
			if v == 0 {
				continue
			}
			gd := t.gx[d]
			if t.best[d] == i {
				gd += t.gx[dim+d]
			}
			if gd == 0 {
				continue
			}
			gb[d] += gd
			for _, at := range place {
				t.rows.move(at+d, gd, t.rate)
			}
		}
	}
	for d := range dim {
		t.bias.move(d, gb[d], t.rate)
	}
}

// model brings the rows to bytes.
func (t *trainer) model() *Model {
	sizes := make([]float32, len(t.rows.w))
	for i, w := range t.rows.w {
		sizes[i] = max(w, -w)
	}
	slices.Sort(sizes)
	scale := sizes[len(sizes)-len(sizes)/10000-1] / 127
	data := append(make([]byte, 0, len(magic)+rows*dim+tailBytes), magic...)
	for _, w := range t.rows.w {
		data = append(data, byte(int(math.Round(float64(min(max(w/scale, -127), 127))))+128))
	}
	for _, list := range [][]float32{{scale}, t.bias.w, t.w1.w, t.b1.w, t.w2.w, t.b2.w} {
		for _, x := range list {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
		}
	}
	m, err := Decode(data)
	if err != nil {
		panic(err) // training gave no numbers
	}
	m.data = data
	return m
}

// Encode gives the bytes Decode reads.
func (m *Model) Encode() []byte { return m.data }
