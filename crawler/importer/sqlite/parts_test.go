package sqlite

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// put writes SQLite's numbers of one to nine bytes, as its documentation has them.
func put(v uint64) []byte {
	if v>>56 != 0 {
		b := make([]byte, 9)
		b[8] = byte(v)
		v >>= 8
		for i := 7; i >= 0; i-- {
			b[i] = byte(v) | 0x80
			v >>= 7
		}
		return b
	}
	b := []byte{byte(v & 0x7f)}
	for v >>= 7; v > 0; v >>= 7 {
		b = append([]byte{byte(v) | 0x80}, b...)
	}
	return b
}

func TestVarints(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, v := range []uint64{0, 1, 127, 128, 16383, 16384, 1<<56 - 1, 1 << 56, math.MaxUint64} {
		if got, n := varint(put(v)); got != v || n != len(put(v)) {
			t.Errorf("%d is read as %d from %d bytes", v, got, n)
		}
	}
	for range 5000 {
		v := r.Uint64() >> r.IntN(64)
		b := put(v)
		if got, n := varint(append(slices.Clone(b), 0xff)); got != v || n != len(b) {
			t.Fatalf("%d is read as %d from %d bytes of % x", v, got, n, b)
		}
		if len(b) > 1 {
			if _, n := varint(b[:len(b)-1]); n != 0 {
				t.Fatalf("% x without its end is a number of %d bytes", b, n)
			}
		}
	}
}

// Each kind of value a record may hold.
func TestRecords(t *testing.T) {
	d := &DB{encoding: 1}
	float := binary.BigEndian.AppendUint64(nil, math.Float64bits(2.5))
	large := binary.BigEndian.AppendUint64(nil, math.Float64bits(5.012345678901234e18))
	for why, tc := range map[string]struct {
		types []uint64
		body  []byte
		want  []string
	}{
		"nothing":                     {nil, nil, []string{"", ""}},
		"NULL and a text":             {[]uint64{0, 13 + 2*6}, []byte("好喝"), []string{"", "好喝"}},
		"one byte, signed":            {[]uint64{1, 1}, []byte{0xff, 0x7f}, []string{"-1", "127"}},
		"two and three bytes":         {[]uint64{2, 3}, []byte{0x80, 0, 0, 1, 0}, []string{"-32768", "256"}},
		"four and six bytes":          {[]uint64{4, 5}, []byte{0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe}, []string{"65536", "-2"}},
		"eight bytes, beyond a float": {[]uint64{6, 8}, binary.BigEndian.AppendUint64(nil, 9007199254740993), []string{"9007199254740993", "0"}},
		"a float and one":             {[]uint64{7, 9}, float, []string{"2.5", "1"}},
		"a float no id can be":        {[]uint64{7, 0}, large, []string{"5.012345678901234E+18", ""}},
		"bytes are no text":           {[]uint64{12 + 2*2, 13}, []byte{1, 2}, []string{"", ""}},
		"columns that came later":     {[]uint64{13 + 2*3}, []byte("茶"), []string{"茶", ""}},
		"more values than columns":    {[]uint64{9, 9, 9}, nil, []string{"1", "1"}},
	} {
		var types []byte
		for _, k := range tc.types {
			types = append(types, put(k)...)
		}
		b := append(append(put(uint64(len(types)+1)), types...), tc.body...)
		if got, err := d.record(b, 2); err != nil || !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, %v; want %q", why, got, err, tc.want)
		}
	}
	for why, b := range map[string][]byte{
		"nothing at all": {}, "a header that is longer than the row": {9, 1}, "a header of no length": {0}, "a value that is not there": {2, 6}, "a kind that ends in the middle": {2, 0x80},
	} {
		if got, err := d.record(b, 2); err == nil {
			t.Errorf("%s: %q", why, got)
		}
	}
}
