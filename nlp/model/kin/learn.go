package kin

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// Options says how to learn. The zero value of a field takes what Defaults gives.
type Options struct {
	Words  int // that get a direction: the most frequent
	Fewest int // times a word must be met
	Dims   int
	Window int // words behind a word that count as its company, and as many before it
	Rounds int // of subspace iteration
	Seed   uint64
}

// Defaults fills the fields of o that are zero.
func (o Options) Defaults() Options {
	for _, f := range []struct {
		field *int
		value int
	}{{&o.Words, 18000}, {&o.Fewest, 4}, {&o.Dims, 64}, {&o.Window, 6}, {&o.Rounds, 12}} {
		if *f.field == 0 {
			*f.field = f.value
		}
	}
	if o.Seed == 0 {
		o.Seed = 20261122
	}
	return o
}

// Numbers of the method, as Levy, Goldberg and Dagan (2015) found them to serve.
const (
	smoothing = 0.75 // of how often a word is company
	sharing   = 0.5  // power of the eigenvalues that the directions keep
)

// ErrTooLittle means that hardly any word of the texts is met often enough, or none beside another.
var ErrTooLittle = errors.New("kin: too few words are met often enough beside each other: give more texts")

// Learn gives the words of the texts their directions. Each text is its words in their order.
func Learn(texts [][]uint32, o Options) (*Table, error) {
	o = o.Defaults()
	words, count := frequent(texts, o)
	if len(words) < 2 {
		return nil, ErrTooLittle
	}
	o.Dims = min(o.Dims, len(words))
	near := company(texts, words, o.Window)
	if len(near) == 0 {
		return nil, ErrTooLittle
	}
	columns, values := eigenvectors(information(near, len(words)), o)
	t := &Table{dims: o.Dims, words: words}
	v := make([]float32, o.Dims)
	for n := range words {
		for d := range v {
			v[d] = columns[d][n] * float32(math.Pow(values[d], sharing))
		}
		t.put(v, math.Log(float64(len(texts)+1)/float64(count[n]+1)))
	}
	return t, t.index()
}

// put appends the row of the next word: of length 1 times how rare it is.
func (t *Table) put(v []float32, rarity float64) {
	Unit(v)
	most := float32(0)
	for _, x := range v {
		most = max(most, x, -x)
	}
	if most == 0 {
		most = 1
	}
	t.worth = append(t.worth, float32(max(rarity, 0))*most/127)
	for _, x := range v {
		t.rows = append(t.rows, byte(int8(math.Round(float64(127*x/most)))))
	}
}

// frequent gives the words that get a direction, the most frequent first, and in how many texts each stands.
func frequent(texts [][]uint32, o Options) (words []uint32, count []int) {
	met, in, last := map[uint32]int{}, map[uint32]int{}, map[uint32]int{}
	for i, text := range texts {
		for _, w := range text {
			if met[w]++; last[w] != i+1 {
				last[w] = i + 1
				in[w]++
			}
		}
	}
	for w, n := range met {
		if n >= o.Fewest {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(x, y uint32) int {
		if met[x] != met[y] {
			return met[y] - met[x]
		}
		if x < y {
			return -1
		}
		return 1
	})
	words = slices.Clip(words[:min(len(words), o.Words, mostWords)])
	for _, w := range words {
		count = append(count, in[w])
	}
	return words, count
}

// pair is how often two words stand near each other.
type pair struct {
	a, b  int32 // a < b
	times float32
}

// company counts the pairs of words that stand near each other, by their numbers.
func company(texts [][]uint32, words []uint32, window int) []pair {
	number := make(map[uint32]int32, len(words))
	for n, w := range words {
		number[w] = int32(n)
	}
	times := map[uint64]float32{}
	var ids []int32
	for _, text := range texts {
		ids = ids[:0]
		for _, w := range text {
			n, ok := number[w]
			if !ok {
				n = -1
			}
			ids = append(ids, n)
		}
		for i, x := range ids {
			for _, y := range ids[i+1 : min(len(ids), i+1+window)] {
				if x >= 0 && y >= 0 && x != y {
					times[uint64(min(x, y))<<32|uint64(max(x, y))]++
				}
			}
		}
	}
	pairs := make([]pair, 0, len(times))
	for k, n := range times {
		pairs = append(pairs, pair{int32(k >> 32), int32(uint32(k)), n})
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		if x.a != y.a {
			return int(x.a - y.a)
		}
		return int(x.b - y.b)
	})
	return pairs
}

// cell is one number of a row of a matrix most of which is 0.
type cell struct {
	column int32
	value  float32
}

// information gives for each word how much oftener than by chance each other stands near it: the logarithm, where it is
// above 0, as the mean of seeing either as the other's company.
func information(pairs []pair, n int) [][]cell {
	sum := make([]float64, n)
	for _, p := range pairs {
		sum[p.a] += float64(p.times)
		sum[p.b] += float64(p.times)
	}
	smooth, all := make([]float64, n), 0.0
	for i, x := range sum {
		smooth[i] = math.Pow(x, smoothing)
		all += smooth[i]
	}
	rows := make([][]cell, n)
	for _, p := range pairs {
		times := float64(p.times)
		one := math.Log(times * all / (sum[p.a] * smooth[p.b]))
		other := math.Log(times * all / (sum[p.b] * smooth[p.a]))
		if v := float32((one + other) / 2); v > 0 {
			rows[p.a] = append(rows[p.a], cell{p.b, v})
			rows[p.b] = append(rows[p.b], cell{p.a, v})
		}
	}
	return rows
}

// spare is how many more columns are iterated than are kept: the last to settle are thrown away.
const spare = 8

// eigenvectors gives the first eigenvectors of a symmetric matrix, and how long the matrix makes them.
func eigenvectors(rows [][]cell, o Options) (columns [][]float32, lengths []float64) {
	n := len(rows)
	rng := rand.New(rand.NewPCG(o.Seed, 0))
	columns = make([][]float32, min(o.Dims+spare, n))
	for d := range columns {
		columns[d] = make([]float32, n)
		for i := range columns[d] {
			columns[d][i] = float32(rng.NormFloat64())
		}
	}
	square(columns)
	for range o.Rounds {
		columns = times(rows, columns)
		lengths = square(columns)
	}
	return columns, lengths
}

// times multiplies the matrix with the columns, each by itself.
func times(rows [][]cell, columns [][]float32) [][]float32 {
	out := make([][]float32, len(columns))
	var wg sync.WaitGroup
	for d := range columns {
		wg.Go(func() {
			from, to := columns[d], make([]float32, len(rows))
			for i, row := range rows {
				sum := float32(0)
				for _, c := range row {
					sum += c.value * from[c.column]
				}
				to[i] = sum
			}
			out[d] = to
		})
	}
	wg.Wait()
	return out
}

// square makes the columns stand square on each other, each of length 1 (Gram and Schmidt), and gives the lengths they had.
func square(columns [][]float32) []float64 {
	lengths := make([]float64, len(columns))
	for d, c := range columns {
		for _, b := range columns[:d] {
			along := float32(dot(c, b))
			for i := range c {
				c[i] -= along * b[i]
			}
		}
		lengths[d] = math.Sqrt(dot(c, c))
		by := float32(0)
		if lengths[d] > 0 {
			by = float32(1 / lengths[d])
		}
		for i := range c {
			c[i] *= by
		}
	}
	return lengths
}

func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
