package several

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Example is one text with what is known of it.
type Example struct {
	Text    []rune    // normalised
	Labels  []int     // the class in each task; −1: not known
	Weights []float32 // of each task; 1: as much as any other
	// Seldom examples are met in every so many epochs only: 0 and 1 in each.
	Seldom int
}

// Options says how to train.
type Options struct {
	Tasks      []int // classes of each
	Epochs     int
	Rate       float64 // of Adagrad, falling to a fifth of it
	Drop       float64 // share of the pools left out at each step
	DropHidden float64 // share of the layer above left out
	DropChar   float64 // share of the characters made unknown
	Seed       uint64
}

// DefaultOptions were found on the emotions of posts and by cross-validation on the unspoken.
func DefaultOptions(tasks ...int) Options {
	return Options{Tasks: tasks, Epochs: 6, Rate: 0.03, Drop: 0.5, DropHidden: 0.3, DropChar: 0.2, Seed: 20261122}
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
	o       Options
	outputs int
	rng     *rand.Rand
	rate    float32
	rows    param
	bias    param
	w1, b1  param
	w2, b2  param

	places  []place
	h       []float32 // dim values a place
	x       [pooled]float32
	kept    [pooled]float32 // 0, or what makes up for those left out
	best    [dim]int        // place of the largest value, −1: none is above zero
	mid     [hidden]float32
	midKept [hidden]float32
	out     []float32 // logits, then their gradients
	gx      [pooled]float32
}

// Train fits a model of one network by Adagrad (Duchi, Hazan, Singer 2011). Equal options and
// examples in equal order give equal bytes. The error names the option or example that is wrong.
func Train(examples []Example, o Options) (*Model, error) {
	if err := check(examples, o); err != nil {
		return nil, err
	}
	t := newTrainer(o)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for epoch := range o.Epochs {
		t.rate = float32(o.Rate * (1 - 0.8*float64(epoch)/float64(o.Epochs)))
		t.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			if e := &examples[i]; e.Seldom < 2 || (i+epoch)%e.Seldom == 0 {
				t.step(e)
			}
		}
	}
	return t.model()
}

func check(examples []Example, o Options) error {
	if len(o.Tasks) < 1 || len(o.Tasks) > most || o.Epochs < 1 {
		return fmt.Errorf("several: %d tasks and %d epochs: give at least one of each, and at most %d tasks", len(o.Tasks), o.Epochs, most)
	}
	for _, n := range o.Tasks {
		if n < 2 || n > most {
			return fmt.Errorf("several: a task of %d classes: give 2 to %d", n, most)
		}
	}
	for i := range examples {
		e := &examples[i]
		if len(e.Labels) != len(o.Tasks) || len(e.Weights) != len(o.Tasks) {
			return fmt.Errorf("several: example %d has %d labels and %d weights for %d tasks", i, len(e.Labels), len(e.Weights), len(o.Tasks))
		}
		for k, class := range e.Labels {
			if class < -1 || class >= o.Tasks[k] {
				return fmt.Errorf("several: example %d is of class %d of %d in task %d", i, class, o.Tasks[k], k)
			}
		}
	}
	return nil
}

func newTrainer(o Options) *trainer {
	t := &trainer{o: o, rng: rand.New(rand.NewPCG(o.Seed, 5))}
	for _, n := range o.Tasks {
		t.outputs += n
	}
	t.rows, t.bias = newParam(rows*dim, 0.04, t.rng), newParam(dim, 0, t.rng)
	t.w1, t.b1 = newParam(hidden*pooled, 1/math.Sqrt(pooled), t.rng), newParam(hidden, 0, t.rng)
	t.w2, t.b2 = newParam(t.outputs*hidden, 1/math.Sqrt(hidden), t.rng), newParam(t.outputs, 0, t.rng)
	t.out = make([]float32, t.outputs)
	return t
}

// step learns from one example what is known of it.
func (t *trainer) step(e *Example) {
	t.forward(e.Text)
	at, known := 0, false
	for k, n := range t.o.Tasks {
		z := t.out[at:][:n]
		at += n
		if e.Labels[k] < 0 {
			clear(z)
			continue
		}
		known = true
		linear.Classes(z)
		z[e.Labels[k]]--
		for j := range z {
			z[j] *= e.Weights[k]
		}
	}
	if known {
		t.backward()
	}
}

func (t *trainer) forward(text []rune) {
	t.places = readPlaces(t.places[:0], text, func() bool { return t.rng.Float64() < t.o.DropChar })
	t.pool()
	mean := float32(1 / math.Sqrt(float64(len(t.places))))
	for d := range t.x {
		if d < dim {
			t.x[d] *= mean
		}
		t.kept[d] = t.keep(t.o.Drop)
		t.x[d] *= t.kept[d]
	}
	copy(t.out, t.b2.w)
	for j := range hidden {
		s := t.b1.w[j]
		for d, w := range t.w1.w[j*pooled:][:pooled] {
			s += w * t.x[d]
		}
		t.midKept[j] = t.keep(t.o.DropHidden)
		t.mid[j] = max(s, 0) * t.midKept[j]
		if t.mid[j] != 0 {
			for k := range t.out {
				t.out[k] += t.w2.w[k*hidden+j] * t.mid[j]
			}
		}
	}
}

// keep is 0 where a value is left out, else what makes up for those that are.
func (t *trainer) keep(drop float64) float32 {
	if t.rng.Float64() < drop {
		return 0
	}
	return float32(1 / (1 - drop))
}

// pool fills t.h with the values of each place, and t.x with their sums and the largest.
func (t *trainer) pool() {
	t.h = slices.Grow(t.h[:0], len(t.places)*dim)[:len(t.places)*dim]
	t.x = [pooled]float32{}
	for d := range dim {
		t.best[d] = -1
	}
	row := func(i uint32) []float32 { return t.rows.w[int(i)*dim:][:dim] }
	for i, p := range t.places {
		h, bias := t.h[i*dim:][:dim], t.bias.w[:dim]
		r0, r1, r2, r3, r4 := row(p[0]), row(p[1]), row(p[2]), row(p[3]), row(p[4])
		for d := range h {
			v := bias[d] + r0[d] + r1[d] + r2[d] + r3[d] + r4[d]
			if v <= 0 {
				h[d] = 0
				continue
			}
			h[d] = v
			t.x[d] += v
			if v > t.x[dim+d] {
				t.x[dim+d], t.best[d] = v, i
			}
		}
	}
}

// backward moves the weights against the gradients of the logits.
func (t *trainer) backward() {
	t.gx = [pooled]float32{}
	for j := range hidden {
		if t.mid[j] == 0 {
			continue
		}
		var g float32
		for k, gk := range t.out {
			if gk != 0 {
				g += gk * t.w2.w[k*hidden+j]
				t.w2.move(k*hidden+j, gk*t.mid[j], t.rate)
			}
		}
		g *= t.midKept[j]
		for d, x := range t.x {
			if x != 0 {
				t.gx[d] += g * t.w1.w[j*pooled+d]
				t.w1.move(j*pooled+d, g*x, t.rate)
			}
		}
		t.b1.move(j, g, t.rate)
	}
	for k, g := range t.out {
		if g != 0 {
			t.b2.move(k, g, t.rate)
		}
	}
	t.backwardRows()
}

func (t *trainer) backwardRows() {
	mean := float32(1 / math.Sqrt(float64(len(t.places))))
	for d := range pooled {
		t.gx[d] *= t.kept[d]
		if d < dim {
			t.gx[d] *= mean
		}
	}
	var gb [dim]float32
	for i := range t.places {
		p := &t.places[i]
		for d, v := range t.h[i*dim:][:dim] {
			if v == 0 {
				continue
			}
			g := t.gx[d]
			if t.best[d] == i {
				g += t.gx[dim+d]
			}
			if g == 0 {
				continue
			}
			gb[d] += g
			for _, r := range p {
				t.rows.move(int(r)*dim+d, g, t.rate)
			}
		}
	}
	for d := range dim {
		t.bias.move(d, gb[d], t.rate)
	}
}

// model brings the rows to bytes.
func (t *trainer) model() (*Model, error) {
	var sizes []float32 // of some of the rows: their order takes longer than training on a few texts
	for i := 0; i < len(t.rows.w); i += 17 {
		sizes = append(sizes, max(t.rows.w[i], -t.rows.w[i]))
	}
	slices.Sort(sizes)
	scale := sizes[len(sizes)-len(sizes)/10000-1] / 127
	data := append(make([]byte, 0, 64+rows*dim+4*numbers(t.outputs)), magic...)
	data = append(data, 1, byte(len(t.o.Tasks)))
	for _, n := range t.o.Tasks {
		data = append(data, byte(n))
	}
	for _, w := range t.rows.w {
		data = append(data, byte(int8(math.Round(float64(min(max(w/scale, -127), 127))))))
	}
	for _, list := range [][]float32{{scale}, t.bias.w, t.w1.w, t.b1.w, t.w2.w, t.b2.w} {
		for _, x := range list {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
		}
	}
	return Decode(data)
}
