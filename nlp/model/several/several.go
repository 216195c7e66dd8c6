// Package several is a convolution over characters that learns several tasks at once: what texts
// labelled for one teach about characters serves the others, which helps most where few are
// labelled.
//
// For each place of a text the rows of the three characters there, of the pair that begins there
// and of all three together are added up and cut at zero; over the text each of the sums is
// averaged and its largest kept; two layers on top of that give the logits of all tasks. A model is
// a few such networks, which began differently and are asked together: each errs in its own way.
package several

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// The shape of a network. Changing any of it makes files of weights unreadable.
const (
	dim    = 112 // values a row
	hidden = 64
	pooled = 2 * dim

	window   = 3
	charBits = 13
	pairBits = 16
	charRows = 1 << charBits
	pairRows = 1 << pairBits
	tables   = window + 2
	rows     = window*charRows + 2*pairRows

	magic = "tfs1"
	// most bounds the networks, the tasks and the classes of each, so that a damaged file is told.
	most = 64
)

// longest is how many characters of a text are looked at, from its beginning and its end.
const longest = 400

// Model scores texts. It is immutable, safe for concurrent use, and keeps the bytes it was read
// from.
type Model struct {
	data    []byte
	tasks   []int // classes of each
	outputs int
	nets    []network
}

// network is one of the voices of a model.
type network struct {
	rows   []byte // int8, row by row
	scale  float32
	bias   []float32
	w1, b1 []float32 // hidden × pooled
	w2, b2 []float32 // outputs × hidden
}

// Tasks gives the number of classes of each task.
func (m *Model) Tasks() []int { return m.tasks }

// Decode reads a model without copying its rows: data must not change afterwards.
func Decode(data []byte) (*Model, error) {
	if len(data) < len(magic)+2 || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("several: %d bytes do not begin with %q: these are no networks of this version, train them anew", len(data), magic)
	}
	nets, tasks := int(data[4]), int(data[5])
	if nets < 1 || nets > most || tasks < 1 || tasks > most || len(data) < len(magic)+2+tasks {
		return nil, fmt.Errorf("several: %d networks for %d tasks in %d bytes make no model: train it anew", nets, tasks, len(data))
	}
	m := &Model{data: data}
	for _, n := range data[6 : 6+tasks] {
		if n < 2 || n > most {
			return nil, fmt.Errorf("several: a task of %d classes makes no sense: the file is damaged", n)
		}
		m.tasks = append(m.tasks, int(n))
		m.outputs += int(n)
	}
	rest := data[6+tasks:]
	each := rows*dim + 4*numbers(m.outputs)
	if len(rest) != nets*each {
		return nil, fmt.Errorf("several: the model has %d bytes, want %d: the file is cut off or damaged", len(data), 6+tasks+nets*each)
	}
	for i := range nets {
		n, err := decodeNetwork(rest[i*each:][:each], m.outputs)
		if err != nil {
			return nil, fmt.Errorf("several: network %d: %w", i+1, err)
		}
		m.nets = append(m.nets, n)
	}
	return m, nil
}

// numbers is how many floats stand behind the rows of a network.
func numbers(outputs int) int { return 1 + dim + hidden*pooled + hidden + outputs*hidden + outputs }

func decodeNetwork(data []byte, outputs int) (network, error) {
	n := network{rows: data[:rows*dim]}
	list := make([]float32, numbers(outputs))
	for i := range list {
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[rows*dim+4*i:]))
		if x := float64(list[i]); math.IsNaN(x) || math.IsInf(x, 0) {
			return n, fmt.Errorf("number %d is %v: the file is damaged", i, x)
		}
	}
	take := func(size int) []float32 {
		part := list[:size]
		list = list[size:]
		return part
	}
	if n.scale = take(1)[0]; !(n.scale > 0) {
		return n, fmt.Errorf("scale %v makes no sense: the file is damaged", n.scale)
	}
	n.bias, n.w1, n.b1, n.w2, n.b2 = take(dim), take(hidden*pooled), take(hidden), take(outputs*hidden), take(outputs)
	return n, nil
}

// Encode gives the bytes Decode reads.
func (m *Model) Encode() []byte { return m.data }

// Together makes one model of several of the same tasks.
func Together(models ...*Model) (*Model, error) {
	var tail []byte
	count := 0
	for _, m := range models {
		if string(m.data[5:6+len(m.tasks)]) != string(models[0].data[5:6+len(models[0].tasks)]) {
			return nil, fmt.Errorf("several: networks for tasks of %v and %v classes cannot be asked together: train them alike", models[0].tasks, m.tasks)
		}
		tail = append(tail, m.data[6+len(m.tasks):]...)
		count += len(m.nets)
	}
	if count == 0 || count > most {
		return nil, fmt.Errorf("several: %d networks: give 1 to %d", count, most)
	}
	head := append([]byte(magic), byte(count))
	return Decode(append(append(head, models[0].data[5:6+len(models[0].tasks)]...), tail...))
}

// Probabilities writes to out, task by task, how likely each class is of a normalised text: the
// mean, by logarithm, of what the networks say. out has one element for each class of each task.
func (m *Model) Probabilities(out []float32, text []rune) {
	clear(out)
	var one [most * 4]float32
	z := append(one[:0], make([]float32, m.outputs)...)
	places := readPlaces(nil, text, nil)
	for i := range m.nets {
		m.nets[i].logits(z, places)
		for at, k := 0, 0; k < len(m.tasks); k++ {
			part := z[at:][:m.tasks[k]]
			linear.Classes(part)
			for j, p := range part {
				out[at+j] += float32(math.Log(float64(p)+1e-9)) / float32(len(m.nets))
			}
			at += m.tasks[k]
		}
	}
	for at, k := 0, 0; k < len(m.tasks); k++ {
		linear.Classes(out[at:][:m.tasks[k]])
		at += m.tasks[k]
	}
}

// logits writes those of one network.
func (n *network) logits(out []float32, places []place) {
	var x [pooled]float32
	var h [dim]float32
	for _, p := range places {
		r0, r1, r2, r3, r4 := n.row(p[0]), n.row(p[1]), n.row(p[2]), n.row(p[3]), n.row(p[4])
		for d := range h {
			v := n.scale*float32(int(int8(r0[d]))+int(int8(r1[d]))+int(int8(r2[d]))+int(int8(r3[d]))+int(int8(r4[d]))) + n.bias[d]
			if v > 0 {
				x[d] += v
				x[dim+d] = max(x[dim+d], v)
			}
		}
	}
	mean := float32(1 / math.Sqrt(float64(len(places))))
	for d := range dim {
		x[d] *= mean
	}
	copy(out, n.b2)
	for j := range hidden {
		s := n.b1[j]
		for d, w := range n.w1[j*pooled:][:pooled] {
			s += w * x[d]
		}
		if s > 0 {
			for k := range out {
				out[k] += n.w2[k*hidden+j] * s
			}
		}
	}
}

func (n *network) row(i uint32) []byte { return n.rows[int(i)*dim:][:dim] }

// place is the numbers of the rows that are added up at one place of a text.
type place [tables]uint32

// readPlaces appends the places of a text, at least one. hide, when there is one, tells of each
// character whether it is made unknown.
func readPlaces(list []place, text []rune, hide func() bool) []place {
	head, tail := text, text[:0]
	if len(text) > longest {
		head, tail = text[:longest/2], text[len(text)-longest/2:]
	}
	var a, b uint32
	put := func(c uint32) {
		list = append(list, place{a, charRows + b, 2*charRows + c, window*charRows + pairOf(a, b), window*charRows + pairRows + tripleOf(a, b, c)})
		a, b = b, c
	}
	first := true
	for _, part := range [][]rune{head, tail} {
		for _, r := range part {
			c := charOf(r)
			if hide != nil && hide() {
				c = unknown
			}
			if first { // the first character stands behind the edge, and completes no place
				b, first = c, false
				continue
			}
			put(c)
		}
	}
	put(0)
	return list
}

// unknown is the row of a character made unknown in training.
const unknown = 1

// charOf gives the row of a character, 0 … charRows−1. 0 stands for the edge of a text.
func charOf(r rune) uint32 {
	switch {
	case r >= '0' && r <= '9':
		r = '0'
	case r == '\n':
		r = ' '
	case r == '，':
		r = ','
	case r == '！':
		r = '!'
	case r == '？':
		r = '?'
	}
	return linear.Hash(uint32(r)) >> (32 - charBits)
}

func pairOf(a, b uint32) uint32 { return linear.Join(a+1, b) >> (32 - pairBits) }

func tripleOf(a, b, c uint32) uint32 {
	return linear.Join(linear.Join(a+7, b), c) >> (32 - pairBits)
}
