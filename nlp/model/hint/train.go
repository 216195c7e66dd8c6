package hint

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Text is a labelled text: what its clauses say, and which aspects it speaks of. Which clause speaks of which is not
// known; that one does is.
type Text struct {
	Clauses []Clause
	Speaks  []bool // by aspect
	// Asked: the head will be asked about texts like this one, where no word names an aspect; by these the threshold is
	// chosen.
	Asked bool
}

// Options says how to train. The zero value of a field takes what Defaults gives.
type Options struct {
	Names  []string // of the aspects
	Dims   int      // of directions
	Epochs int
	Rate   float64 // of Adagrad
	L2     float64 // penalty of a weight each time it is touched
	Kin    float32 // how much a direction counts beside the words
	Fewest int     // texts that must have a word before it counts
	Folds  int     // held out in turn to choose the threshold
	Seed   uint64
}

// Defaults fills the fields of o that are zero.
func (o Options) Defaults() Options {
	if o.Epochs == 0 {
		o.Epochs = 20
	}
	if o.Rate == 0 {
		o.Rate = 0.2
	}
	if o.L2 == 0 {
		o.L2 = 0.1
	}
	if o.Kin == 0 {
		o.Kin = 6
	}
	if o.Fewest == 0 {
		o.Fewest = 1
	}
	if o.Folds == 0 {
		o.Folds = 5
	}
	if o.Seed == 0 {
		o.Seed = 20261122
	}
	return o
}

// Train learns a head. Equal texts in equal order give equal bytes. The error tells what is wrong with the texts.
func Train(texts []Text, o Options) (*Head, error) {
	o = o.Defaults()
	if err := check(texts, o); err != nil {
		return nil, err
	}
	var samples []sample
	for fold := range o.Folds {
		var rest []Text
		for i := range texts {
			if i%o.Folds != fold {
				rest = append(rest, texts[i])
			}
		}
		s := newSchool(rest, o)
		s.learn(rest)
		for i := range texts {
			if i%o.Folds == fold && texts[i].Asked {
				samples = s.sample(samples, &texts[i])
			}
		}
	}
	s := newSchool(texts, o)
	s.learn(texts)
	h := s.head()
	h.least = threshold(samples)
	return h, nil
}

func check(texts []Text, o Options) error {
	if len(texts) == 0 || len(o.Names) == 0 || len(o.Names) > MostAspects || o.Dims > mostDims {
		return fmt.Errorf("hint: %d texts, %d aspects, %d dimensions: give some texts, 1 to %d aspects, at most %d dimensions", len(texts), len(o.Names), o.Dims, MostAspects, mostDims)
	}
	for _, name := range o.Names {
		if len(name) > longestName {
			return fmt.Errorf("hint: the name %.40q… has %d bytes: give at most %d", name, len(name), longestName)
		}
	}
	for i := range texts {
		t := &texts[i]
		if len(t.Clauses) == 0 {
			return fmt.Errorf("hint: text %d has no clause", i)
		}
		if len(t.Speaks) != len(o.Names) {
			return fmt.Errorf("hint: text %d has %d labels for %d aspects", i, len(t.Speaks), len(o.Names))
		}
		for _, c := range t.Clauses {
			if c.Kin != nil && len(c.Kin) != o.Dims {
				return fmt.Errorf("hint: text %d has a direction of %d dimensions, want %d", i, len(c.Kin), o.Dims)
			}
		}
	}
	return nil
}

// school is a head while it learns, with all its weights as they are.
type school struct {
	o                Options
	n                int // aspects
	bias, kin, words []float32
	biases, kins     []float32 // what Adagrad has seen
	wordings         []float32
	known            []bool // rows of words that enough texts have
	scores           []float32
}

func newSchool(texts []Text, o Options) *school {
	n := len(o.Names)
	s := &school{
		o: o, n: n, bias: make([]float32, n), kin: make([]float32, o.Dims*n), words: make([]float32, n<<wordBits),
		biases: make([]float32, n), kins: make([]float32, o.Dims*n), wordings: make([]float32, n<<wordBits), known: make([]bool, 1<<wordBits),
	}
	count := make([]int, 1<<wordBits)
	for i := range texts {
		met := map[int]bool{}
		for _, c := range texts[i].Clauses {
			for _, w := range c.Words {
				if r := row(w); !met[r] {
					met[r] = true
					count[r]++
				}
			}
		}
	}
	for r, times := range count {
		s.known[r] = times >= o.Fewest
	}
	for k := range s.bias {
		s.bias[k] = -3 // an aspect is spoken of in one text in twenty
	}
	return s
}

// learn takes the texts epoch by epoch, in a new order each.
func (s *school) learn(texts []Text) {
	rng := rand.New(rand.NewPCG(s.o.Seed, 0))
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	for range s.o.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			s.step(&texts[i])
		}
	}
}

// step learns from one text: for each aspect from the clause that speaks of it most clearly (multiple-instance learning).
func (s *school) step(t *Text) {
	s.scores = s.scores[:0]
	for i := range t.Clauses {
		s.scores = append(s.scores, make([]float32, s.n)...)
		s.score(s.scores[i*s.n:], &t.Clauses[i])
	}
	for k := range s.n {
		best := 0
		for i := range t.Clauses {
			if s.scores[i*s.n+k] > s.scores[best*s.n+k] {
				best = i
			}
		}
		g := linear.Logistic(s.scores[best*s.n+k])
		if t.Speaks[k] {
			g--
		}
		s.move(&t.Clauses[best], k, g)
	}
}

func (s *school) score(out []float32, c *Clause) {
	out = out[:s.n]
	copy(out, s.bias)
	by := s.share(c)
	for _, w := range c.Words {
		r := row(w)
		if !s.known[r] {
			continue
		}
		for k, x := range s.words[r*s.n:][:s.n] {
			out[k] += by * x
		}
	}
	if c.Kin != nil {
		for k := range out {
			out[k] += s.o.Kin * along(c.Kin, s.kin[k*s.o.Dims:])
		}
	}
}

// share is what each word of a clause counts.
func (s *school) share(c *Clause) float32 {
	if len(c.Words) == 0 {
		return 0
	}
	return 1 / float32(math.Sqrt(float64(len(c.Words))))
}

// move takes a step against the gradient g of the logit of aspect k.
func (s *school) move(c *Clause, k int, g float32) {
	s.adagrad(&s.bias[k], &s.biases[k], g, 0)
	by := s.share(c)
	for _, w := range c.Words {
		if r := row(w); s.known[r] {
			s.adagrad(&s.words[r*s.n+k], &s.wordings[r*s.n+k], g*by, float32(s.o.L2))
		}
	}
	for d, x := range c.Kin {
		s.adagrad(&s.kin[k*s.o.Dims+d], &s.kins[k*s.o.Dims+d], g*s.o.Kin*x, float32(s.o.L2))
	}
}

func (s *school) adagrad(w, seen *float32, g, l2 float32) {
	g += l2 * *w
	*seen += g * g
	*w -= float32(s.o.Rate) * g / (1e-3 + float32(math.Sqrt(float64(*seen))))
}

// head rounds what was learned to the form that is written.
func (s *school) head() *Head {
	h := &Head{names: s.o.Names, dims: s.o.Dims, bias: s.bias, kin: make([]float32, len(s.kin)), scale: make([]float32, s.n), words: make([]byte, len(s.words))}
	for i, w := range s.kin {
		h.kin[i] = s.o.Kin * w
	}
	for k := range s.n {
		most := float32(0)
		for r := range s.known {
			most = max(most, s.words[r*s.n+k], -s.words[r*s.n+k])
		}
		if most == 0 {
			most = 1
		}
		h.scale[k] = most / 127
		for r := range s.known {
			h.words[r*s.n+k] = byte(int8(math.Round(float64(s.words[r*s.n+k] / h.scale[k]))))
		}
	}
	return h
}

// sample is the logit of an aspect of a text nothing was learned from, and whether the text speaks of it.
type sample struct {
	logit  float32
	speaks bool
}

func (s *school) sample(samples []sample, t *Text) []sample {
	best := make([]float32, s.n)
	for i := range t.Clauses {
		z := make([]float32, s.n)
		s.score(z, &t.Clauses[i])
		for k := range z {
			if i == 0 || z[k] > best[k] {
				best[k] = z[k]
			}
		}
	}
	for k, z := range best {
		samples = append(samples, sample{z, t.Speaks[k]})
	}
	return samples
}

// recalls is how much an aspect not heard counts beside one heard wrongly, the square of the beta of an F-measure: a wrong
// aspect stands in a chart, a missing one is missing from it.
const recalls = 0.5

// nearlyBest is how near to the best a threshold measures that is as good: the best of a few hundred samples lies where
// chance has it, the middle of those as good does not.
const nearlyBest = 0.98

// threshold gives the logit from which taking an aspect as spoken of measures best over all of them.
func threshold(samples []sample) float32 {
	best := 0.0
	for i := range thresholds {
		best = max(best, measure(samples, thresholdOf(i)))
	}
	from, to := -1, -1
	for i := range thresholds {
		if measure(samples, thresholdOf(i)) >= nearlyBest*best {
			if from < 0 {
				from = i
			}
			to = i
		}
	}
	return thresholdOf((from + to) / 2)
}

// Thresholds that are tried: from −4 to 3.
const thresholds = 141

func thresholdOf(i int) float32 { return -4 + 0.05*float32(i) }

// measure is the F-measure of taking an aspect as spoken of from the logit z on.
func measure(samples []sample, z float32) float64 {
	gold, said, right := 0, 0, 0
	for _, s := range samples {
		if s.speaks {
			gold++
		}
		if s.logit >= z {
			said++
			if s.speaks {
				right++
			}
		}
	}
	return (1 + recalls) * float64(right) / max(recalls*float64(gold)+float64(said), 1)
}
