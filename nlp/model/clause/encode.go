package clause

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// magic begins an encoded head; its last digit is the version of features and layout.
const magic = "tfc1"

// Encode gives the bytes Decode reads.
func (h *Head) Encode() []byte {
	data := append([]byte(magic), flag(h.brief), flag(h.always), byte(len(h.names)))
	for k, name := range h.names {
		data = append(data, byte(len(name)))
		data = append(data, name...)
		data = append(data, flag(h.taught[k]))
		for c := range h.tables[k] {
			data = floats(data, h.tables[k][c][:])
		}
		data = floats(data, h.price[k][:])
	}
	for _, m := range []*linear.Model{h.mentions, h.wholes, h.judges} {
		part := m.Encode()
		data = binary.LittleEndian.AppendUint32(data, uint32(len(part)))
		data = append(data, part...)
	}
	return data
}

func flag(set bool) byte {
	if set {
		return 1
	}
	return 0
}

func floats(data []byte, list []float32) []byte {
	for _, x := range list {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
	}
	return data
}

// cursor reads an encoded head from its beginning; after the first lack it gives nothing.
type cursor struct {
	data   []byte
	lacked bool
}

func (c *cursor) take(n int) []byte {
	if c.lacked = c.lacked || n < 0 || n > len(c.data); c.lacked {
		return nil
	}
	part := c.data[:n:n]
	c.data = c.data[n:]
	return part
}

func (c *cursor) size() int {
	if part := c.take(1); part != nil {
		return int(part[0])
	}
	return 0
}

func (c *cursor) floats(list []float32) {
	part := c.take(4 * len(list))
	for i := range list {
		if part == nil {
			return
		}
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(part[4*i:]))
		if x := float64(list[i]); math.IsNaN(x) || math.IsInf(x, 0) {
			c.lacked = true
		}
	}
}

// Decode reads a head. It keeps data, which must not change afterwards. The error tells that the
// head is of another version, cut off or damaged.
func Decode(data []byte) (*Head, error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("clause: %d bytes do not begin with %q: these are no aspects of this version, train them anew", len(data), magic)
	}
	c := &cursor{data: data[len(magic):]}
	h := &Head{brief: c.size() == 1, always: c.size() == 1}
	for range c.size() {
		h.names = append(h.names, string(c.take(c.size())))
		h.taught = append(h.taught, c.size() == 1)
		var w weights
		for i := range w {
			c.floats(w[i][:])
		}
		var o odds
		c.floats(o[:])
		h.tables, h.price = append(h.tables, w), append(h.price, o)
	}
	for _, to := range []**linear.Model{&h.mentions, &h.wholes, &h.judges} {
		var part []byte
		if size := c.take(4); size != nil {
			part = c.take(int(binary.LittleEndian.Uint32(size)))
		}
		if c.lacked {
			return nil, fmt.Errorf("clause: %d bytes end before the head does, or hold no numbers: the file is cut off or damaged, get it anew", len(data))
		}
		var err error
		if *to, err = linear.Decode(part); err != nil {
			return nil, fmt.Errorf("clause: %w", err)
		}
	}
	if n := len(h.names); len(c.data) > 0 || h.mentions.Outputs() != n || h.wholes.Outputs() != n || h.judges.Outputs() != 3 {
		return nil, fmt.Errorf("clause: %d aspects, but models of %d, %d and %d outputs, and %d bytes behind: the file is damaged, get it anew",
			n, h.mentions.Outputs(), h.wholes.Outputs(), h.judges.Outputs(), len(c.data))
	}
	h.quick = quick{h.mentions.Widen(), h.wholes.Widen()}
	return h, nil
}
