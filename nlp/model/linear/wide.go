package linear

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/pages"
)

// Wide is a model laid out for reading: its weights are worked out beforehand, four in a word, so
// that a feature costs a few additions for all outputs. It takes about twice the room of the model
// and gives the same numbers.
type Wide struct {
	*Model
	words  int      // of a row
	stride int      // from row to row: no row that can do with one line of the cache lies in two
	rows   []uint64 // weights + shift in lanes of 16 bits
}

// shift keeps weights in lanes from being negative; two of them fit a lane.
const shift = 127 * 127

// mostWide bounds the outputs a Wide may have.
const mostWide = 32

// Widen lays the model out for reading. Models of more than 32 outputs are given as they are, and
// read as slowly.
func (m *Model) Widen() *Wide {
	w := &Wide{Model: m, words: (m.outputs + 3) / 4}
	if w.stride = w.words; w.stride == 3 || w.stride > 4 && w.stride < 8 {
		w.stride = (w.stride + 4) &^ 3
	}
	if m.outputs > mostWide {
		return w
	}
	w.rows = pages.Make[uint64](w.stride << m.bits)
	for f := range 1 << m.bits {
		row := w.rows[f*w.stride:][:w.words]
		for k, b := range m.weights[f*m.outputs:][:m.outputs] {
			row[k/4] |= uint64(max(steps[b], -shift)+shift) << (16 * (k % 4))
		}
	}
	return w
}

// Sums writes the sums of the weights of features to sums, which has Outputs elements.
func (w *Wide) Sums(sums []int32, features []uint32) {
	if w.rows == nil {
		clear(sums)
		for _, f := range features {
			w.Sum(sums, f)
		}
		return
	}
	const low = 0x0000FFFF0000FFFF
	var even, odd [mostWide / 4]uint64 // outputs 0, 2 and 1, 3 of each word, 32 bits each
	n, stride, rows, mask := w.words, w.stride, w.rows, w.mask
	even[0] = w.fetch(features)
	i := 0
	for ; i+1 < len(features); i += 2 {
		a := rows[int(features[i]&mask)*stride:][:n]
		b := rows[int(features[i+1]&mask)*stride:][:n]
		for k, x := range a {
			x += b[k]
			even[k&(mostWide/4-1)] += x & low
			odd[k&(mostWide/4-1)] += x >> 16 & low
		}
	}
	if i < len(features) {
		for k, x := range rows[int(features[i]&mask)*stride:][:n] {
			even[k] += x & low
			odd[k] += x >> 16 & low
		}
	}
	back := int32(len(features) * shift)
	for k := range sums {
		lanes := &even
		if k%2 == 1 {
			lanes = &odd
		}
		sums[k] = int32(uint32(lanes[k/4]>>(32*(k%4/2)))) - back
	}
}

// fetch gives 0, after it has had the rows of features brought near, all at once: nearly every row
// lies far away, and adding one up takes so many steps that a processor looks but a few rows ahead.
func (w *Wide) fetch(features []uint32) uint64 {
	var any uint64
	for _, f := range features {
		any |= w.rows[int(f&w.mask)*w.stride]
	}
	return any & 0x8000800080008000 // the highest bits of lanes: no weight reaches them
}

// Scores writes what the model's Scores does.
func (w *Wide) Scores(out []float32, features []uint32, values []float32) {
	if w.rows == nil {
		w.Model.Scores(out, features, values)
		return
	}
	clear(out)
	var plain [256]uint32 // features of value 1, by far the most
	var sums [mostWide]int32
	n := 0
	flush := func() {
		w.Sums(sums[:len(out)], plain[:n])
		for k := range out {
			out[k] += float32(sums[k])
		}
		n = 0
	}
	var square float32
	for i, f := range features {
		v := float32(1)
		if values != nil {
			v = values[i]
		}
		square += v * v
		if v == 1 {
			if n == len(plain) {
				flush()
			}
			plain[n] = f
			n++
			continue
		}
		row := w.weights[int(f&w.mask)*w.outputs:][:w.outputs]
		for k, b := range row {
			out[k] += v * float32(steps[b])
		}
	}
	flush()
	norm := float32(0)
	if square > 0 {
		norm = 1 / float32(math.Sqrt(float64(square)))
	}
	for k := range out {
		out[k] = w.bias[k] + w.scale[k]*norm*out[k]
	}
}
