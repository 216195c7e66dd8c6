package nlp

import (
	"math"
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// examples finds clauses like those a pack gives as examples of an aspect or a topic. Likeness is
// the cosine of the runs of one to three characters two clauses share, where runs of characters
// that stand in any clause (的, 了, 很) hardly count. It takes no training, so that a taxonomy works
// the moment it is written.
type examples struct {
	list  []example
	packs []int32 // those that have examples
	grams map[uint32][]posting
	known [1 << 13]uint64 // bits of the runs in grams: most runs of a text are in none
	least float32         // norm of the shortest example
}

// met tells whether an example may hold the run h.
func (x *examples) met(h uint32) bool { return x.known[h>>19]&(1<<(h>>13&63)) != 0 }

// mayBeAlike tells whether a clause of this norm can be alike to any example, when the runs of it
// that examples may hold weigh so much together.
func (x *examples) mayBeAlike(known, norm float32) bool {
	return known >= 0.999*alike*x.least*min(norm, longer*x.least)
}

// example is one clause of a pack.
type example struct {
	owner int32 // number of the aspect or topic
	pack  int32
	topic bool
	norm  float32
}

// posting says how much a run of characters counts in an example.
type posting struct {
	example int32
	weight  float32
}

// alike is the likeness from which a clause is taken for what its nearest example is one of, and
// ahead how much nearer that must be than the nearest of anything else. At 0.5, clauses of eight
// trades were taken for examples of another aspect as often as for those of the right one; so high
// that only clauses built like the example pass. TestExamplesAreSeldomWrong holds it.
const (
	alike = 0.6
	ahead = 0.06
)

// longer is how much more than the example a clause may say before it counts as less alike.
const longer = 1.25

// shortestExample is how many characters a clause must have to be compared: shorter ones are alike
// by chance.
const shortestExample = 6

// common are characters that stand in clauses about anything.
var common = func() (set [1 << 16]bool) {
	for _, r := range "的了是我在有不就也都很好一个上这那你他她们和到说要去会着没看自己来对给吧啊呢吗呀还又再才过得地把被让太真比更最最但而且因为所以可能想后前里中下时候天次家人什么怎么样点些零一二两三四五六七八九十百千万几半块元分钱年月日小时号次回遍打开直接办发现" {
		set[r] = true
	}
	return set
}()

// How much a run counts, by how many of its characters are common and how many it has.
var gramWeights = [4][4]float32{
	{},
	{0.6, 0.1},
	{1.5, 0.5, 0.1},
	{1.5, 0.5, 0.5, 0.1},
}

// gram is a run of characters as a number, with how much it counts.
type gram struct {
	hash   uint32
	weight float32
}

// grams appends the runs of one to three characters of text, by where they begin, the shorter first.
func grams(dst []gram, text []rune) []gram {
	const none = 1 << 16
	next := func(i int) (r uint32, plain int) {
		if i >= len(text) {
			return none, 0
		}
		if r := text[i]; r < none && common[r] {
			return uint32(r), 1
		}
		return uint32(text[i]), 0
	}
	a, plainA := next(0)
	b, plainB := next(1)
	for i := range text {
		c, plainC := next(i + 2)
		h := linear.Join(1, a)
		dst = append(dst, gram{h, gramWeights[1][plainA]})
		if i+1 < len(text) {
			h = linear.Join(h, b)
			dst = append(dst, gram{h, gramWeights[2][plainA+plainB]})
		}
		if i+2 < len(text) {
			h = linear.Join(h, c)
			dst = append(dst, gram{h, gramWeights[3][plainA+plainB+plainC]})
		}
		a, plainA, b, plainB = b, plainB, c, plainC
	}
	return dst
}

// add takes the examples of one aspect or topic.
func (x *examples) add(owner, pack int32, topic bool, texts []string) {
	for _, text := range texts {
		runes := []rune(normal.Text(text))
		if len(runes) < shortestExample {
			continue
		}
		if x.grams == nil {
			x.grams = map[uint32][]posting{}
		}
		id := int32(len(x.list))
		counts := map[uint32]float32{}
		var order []uint32
		for _, g := range grams(nil, runes) {
			if _, met := counts[g.hash]; !met {
				order = append(order, g.hash)
			}
			counts[g.hash] = g.weight
		}
		square := 0.0
		for _, h := range order {
			w := counts[h]
			square += float64(w * w)
			x.grams[h] = append(x.grams[h], posting{id, w})
			x.known[h>>19] |= 1 << (h >> 13 & 63)
		}
		norm := float32(math.Sqrt(square))
		if x.least == 0 || norm < x.least {
			x.least = norm
		}
		if !slices.Contains(x.packs, pack) {
			x.packs = append(x.packs, pack)
		}
		x.list = append(x.list, example{owner: owner, pack: pack, topic: topic, norm: norm})
	}
}

// exampleRoom is what comparing clauses with examples needs of a scratch.
type exampleRoom struct {
	likeness  []float32 // by example, 0 between clauses
	touched   []int32   // those that are not 0
	grams     []gram    // of the clause that examples may hold
	resembled []resemblance
}

// resemblance is a clause that is like an example.
type resemblance struct {
	clause int32
	owner  int32
	pack   int32
	topic  bool
}

// resemble fills s.resembled with the clauses that are like examples of the packs allowed: of those
// that know a word of the text, or of the one that is left.
func (a *Analyzer) resemble(s *scratch, allowed func(pack int32) bool) {
	s.resembled = s.resembled[:0]
	if len(a.examples.list) == 0 {
		return
	}
	alone := a.single(allowed)
	if !alone && !slices.ContainsFunc(a.examples.packs, func(p int32) bool { return s.packScore[p] > 0 && allowed(p) }) {
		return
	}
	a.examples.resemble(s, func(p int32) bool { return allowed(p) && (alone || s.packScore[p] > 0) })
	for _, r := range s.resembled {
		s.packScore[r.pack] = max(s.packScore[r.pack], 1)
	}
}

func (x *examples) resemble(s *scratch, allowed func(pack int32) bool) {
	for i := range s.clauses {
		c := &s.clauses[i]
		if n := c.end - c.start; n < shortestExample || n > longestSpan {
			continue
		}
		if best := x.nearest(s, s.runes[c.start:c.end], allowed); best != nil {
			s.resembled = append(s.resembled, resemblance{int32(i), best.owner, best.pack, best.topic})
		}
	}
}

// single tells whether one pack alone is allowed.
func (a *Analyzer) single(allowed func(pack int32) bool) bool {
	n := 0
	for _, p := range a.packs {
		if allowed(p) {
			n++
		}
	}
	return n == 1
}

// nearest gives the example the clause is like, nil when there is none or two are as near.
func (x *examples) nearest(s *scratch, text []rune, allowed func(pack int32) bool) *example {
	if cap(s.likeness) < len(x.list) {
		s.likeness = make([]float32, len(x.list))
	}
	s.likeness, s.touched = s.likeness[:len(x.list)], s.touched[:0]
	s.grams = grams(s.grams[:0], text)
	var square, known float32
	met := s.grams[:0]
	for _, g := range s.grams {
		square += g.weight * g.weight
		if x.met(g.hash) {
			known += g.weight * g.weight
			met = append(met, g)
		}
	}
	norm := float32(math.Sqrt(float64(square)))
	if !x.mayBeAlike(known, norm) {
		return nil
	}
	for _, g := range met {
		for _, p := range x.grams[g.hash] {
			if s.likeness[p.example] == 0 {
				s.touched = append(s.touched, p.example)
			}
			s.likeness[p.example] += g.weight * p.weight
		}
	}
	var best *example
	var most, next float32
	for _, i := range s.touched {
		e := &x.list[i]
		like := s.likeness[i]
		s.likeness[i] = 0 // for the next clause
		z := like / (min(norm, longer*e.norm) * e.norm)
		if z < alike-ahead || !allowed(e.pack) {
			continue
		}
		switch same := best != nil && e.owner == best.owner && e.topic == best.topic; {
		case z > most && same:
			most = z
		case z > most:
			best, most, next = e, z, most
		case z > next && !same:
			next = z
		}
	}
	if best == nil || most < alike || most-next < ahead {
		return nil
	}
	return best
}
