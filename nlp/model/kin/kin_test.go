package kin

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// texts makes texts of two trades: the words of each stand among the words of their own trade, and a few stand in both.
func texts(n int) [][]uint32 {
	rng := rand.New(rand.NewPCG(7, 0))
	var list [][]uint32
	for i := range n {
		trade := uint32(i%2) * 100
		text := make([]uint32, 12)
		for k := range text {
			if text[k] = trade + 1 + rng.Uint32N(20); rng.IntN(4) == 0 {
				text[k] = 1000 + rng.Uint32N(5)
			}
		}
		list = append(list, text)
	}
	return list
}

func learned(t testing.TB, n int, o Options) *Table {
	t.Helper()
	table, err := Learn(texts(n), o)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func alike(t *testing.T, table *Table, a, b uint32) float64 {
	x, y := make([]float32, table.Dims()), make([]float32, table.Dims())
	if !table.Add(x, a) || !table.Add(y, b) {
		t.Fatalf("word %d or %d has no direction", a, b)
	}
	Unit(x)
	Unit(y)
	return dot(x, y)
}

func TestWordsOfOneCompanyAreAlike(t *testing.T) {
	table := learned(t, 400, Options{Dims: 4})
	for k := uint32(1); k < 20; k++ {
		if near, far := alike(t, table, k, k+1), alike(t, table, k, 100+k); near < far+0.5 {
			t.Errorf("word %d: alike to one of its trade %.2f, to one of the other %.2f", k, near, far)
		}
	}
}

func TestEqualTextsGiveEqualBytes(t *testing.T) {
	a, b := learned(t, 300, Options{Dims: 8}).Encode(), learned(t, 300, Options{Dims: 8}).Encode()
	if !bytes.Equal(a, b) {
		t.Error("two tables of the same texts differ")
	}
}

func TestTablesComeBack(t *testing.T) {
	table := learned(t, 300, Options{Dims: 8})
	back, err := Decode(table.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if back.Words() != table.Words() || back.Dims() != 8 {
		t.Fatalf("%d words of %d dimensions, want %d of 8", back.Words(), back.Dims(), table.Words())
	}
	for _, w := range table.words {
		x, y := make([]float32, 8), make([]float32, 8)
		if !table.Add(x, w) || !back.Add(y, w) || fmt.Sprint(x) != fmt.Sprint(y) {
			t.Fatalf("word %d: %v came back as %v", w, x, y)
		}
	}
}

func TestWordsNobodyMetHaveNoDirection(t *testing.T) {
	table := learned(t, 300, Options{Dims: 8})
	sum := make([]float32, 8)
	for w := uint32(5000); w < 9000; w++ {
		if table.Add(sum, w) {
			t.Fatalf("word %d was in no text and has a direction", w)
		}
	}
	for _, x := range sum {
		if x != 0 {
			t.Fatalf("a sum of nothing is %v", sum)
		}
	}
	Unit(sum)
	if sum[0] != 0 {
		t.Errorf("the unit of nothing is %v", sum)
	}
}

// The first eigenvectors of a matrix whose eigenvectors are known: of a ring, they are waves.
func TestEigenvectors(t *testing.T) {
	const n = 40
	rows := make([][]cell, n)
	for i := range rows {
		rows[i] = []cell{{int32((i + 1) % n), 1}, {int32((i + n - 1) % n), 1}, {int32(i), 2}}
	}
	columns, lengths := eigenvectors(rows, Options{Dims: 1, Rounds: 2000, Seed: 1})
	if math.Abs(lengths[0]-4) > 1e-3 {
		t.Errorf("the largest eigenvalue is %.4f, want 4", lengths[0])
	}
	for i := range n {
		if math.Abs(math.Abs(float64(columns[0][i]))-1/math.Sqrt(n)) > 1e-3 {
			t.Fatalf("the first eigenvector is %v at %d, want all equal", columns[0][i], i)
		}
	}
	for a := range columns {
		for b := range a {
			if d := dot(columns[a], columns[b]); math.Abs(d) > 1e-3 {
				t.Errorf("columns %d and %d do not stand square: %v", a, b, d)
			}
		}
	}
}

func TestTooLittleToLearnFrom(t *testing.T) {
	for name, list := range map[string][][]uint32{
		"no text":                     nil,
		"every word once":             {{1, 2, 3}, {4, 5, 6}},
		"words that never meet":       {{1}, {2}, {1}, {2}, {1}, {2}, {1}, {2}},
		"one word and nothing beside": {{1, 1, 1, 1, 1}},
	} {
		if _, err := Learn(list, Options{}); !errors.Is(err, ErrTooLittle) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDamagedTables(t *testing.T) {
	good := learned(t, 300, Options{Dims: 8}).Encode()
	damage := func(at int, b byte) []byte {
		d := bytes.Clone(good)
		d[at] = b
		return d
	}
	for name, data := range map[string][]byte{
		"nothing":        nil,
		"another file":   []byte("tfl2 and so on, long enough to be a table"),
		"cut off":        good[:len(good)-1],
		"too long":       append(bytes.Clone(good), 0),
		"no dimensions":  damage(4, 0),
		"too many words": damage(9, 255),
		"a word twice":   append(append(bytes.Clone(good[:headBytes]), append(good[headBytes:headBytes+4:headBytes+4], good[headBytes:headBytes+4]...)...), good[headBytes+8:]...),
		"worth no number": func() []byte {
			d := bytes.Clone(good)
			n := int(binary.LittleEndian.Uint32(d[len(magic)+2:]))
			binary.LittleEndian.PutUint32(d[headBytes+4*n:], math.Float32bits(float32(math.NaN())))
			return d
		}(),
	} {
		if _, err := Decode(data); err == nil {
			t.Errorf("%s: was read as a table", name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(learned(f, 50, Options{Dims: 3}).Encode())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Decode(data)
		if err != nil {
			return
		}
		sum := make([]float32, table.Dims())
		for w := range uint32(64) {
			table.Add(sum, w)
		}
		for _, w := range table.words {
			if !table.Add(sum, w) {
				t.Fatalf("word %d is in the table and not found", w)
			}
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	table := learned(b, 400, Options{Dims: 64})
	sum := make([]float32, table.Dims())
	for b.Loop() {
		for _, w := range table.words[:8] {
			table.Add(sum, w)
		}
	}
}
