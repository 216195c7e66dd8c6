package conv

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// corpus makes texts whose label only the order of two characters tells.
func corpus(n int, seed uint64) []Example {
	rng := rand.New(rand.NewPCG(seed, 1))
	noise := []rune("的一是了我人在有这他们中来上大为和国地到以说时要就出会")
	examples := make([]Example, n)
	for i := range examples {
		var text []rune
		for range 3 + rng.IntN(20) {
			text = append(text, noise[rng.IntN(len(noise))])
		}
		sign := []rune("甲乙")
		label := float32(rng.IntN(2))
		if label == 0 {
			sign = []rune("乙甲")
		}
		at := rng.IntN(len(text))
		text = append(text[:at:at], append(sign, text[at:]...)...)
		examples[i] = Example{Text: text, Label: label, Weight: 1}
	}
	return examples
}

func TestTrainSeesOrder(t *testing.T) {
	m := Train(corpus(3000, 1), DefaultOptions())
	right := 0
	test := corpus(500, 2)
	for _, e := range test {
		if (m.Logit(e.Text) > 0) == (e.Label == 1) {
			right++
		}
	}
	if got := float64(right) / float64(len(test)); got < 0.95 {
		t.Errorf("%.3f right, want at least 0.95", got)
	}
}

func TestTrainIsReproducible(t *testing.T) {
	a, b := Train(corpus(200, 1), DefaultOptions()), Train(corpus(200, 1), DefaultOptions())
	if !bytes.Equal(a.Encode(), b.Encode()) {
		t.Error("the same examples gave other weights")
	}
}

// TestLanesAddUp holds the sums in registers against plain ones.
func TestLanesAddUp(t *testing.T) {
	m := Train(corpus(500, 3), DefaultOptions())
	texts := corpus(50, 4)
	long := Example{}
	for _, e := range texts {
		long.Text = append(long.Text, e.Text...)
	}
	texts = append(texts, long, Example{}, Example{Text: []rune("好")})
	for _, e := range texts {
		if got, want := m.Logit(e.Text), plain(m, e.Text); math.Abs(float64(got-want)) > 1e-3 {
			t.Errorf("%q: %v, added plainly %v", string(e.Text), got, want)
		}
	}
}

// plain is Logit as one would write it down.
func plain(m *Model, text []rune) float32 {
	chars := []uint32{0}
	if len(text) > longest {
		text = append(append([]rune{}, text[:longest/2]...), text[len(text)-longest/2:]...)
	}
	for _, r := range text {
		chars = append(chars, charOf(r))
	}
	for chars = append(chars, 0); len(chars) < window; {
		chars = append(chars, 0)
	}
	p := pool{m: m, n: len(chars) - window + 1}
	var most [dim]int
	for i := range p.n {
		a, b, c := chars[i], chars[i+1], chars[i+2]
		for d := range dim {
			h := 0
			for _, row := range []int{int(a), charRows + int(b), 2*charRows + int(c), 3*charRows + int(pairOf(a, b))} {
				h += int(m.rows[row*dim+d])
			}
			h = max(0, h-int(m.floor[d/8*2+d%2]>>(16*(d%8/2))&0xFFFF))
			p.total[d] += int32(h)
			most[d] = max(most[d], h)
		}
	}
	for d, v := range most {
		p.most[d/8*2+d%2] |= uint64(v) << (16 * (d % 8 / 2))
	}
	return m.top(&p)
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	m := Train(corpus(50, 3), DefaultOptions())
	data := m.Encode()
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range corpus(20, 5) {
		if m.Logit(e.Text) != back.Logit(e.Text) {
			t.Fatal("read again, the network says something else")
		}
	}
	for _, cut := range []int{0, 3, 100, len(data) - 1} {
		if _, err := Decode(data[:cut]); err == nil {
			t.Errorf("a network cut to %d bytes was read", cut)
		}
	}
	bad := bytes.Clone(data)
	copy(bad[len(magic)+rows*dim:], []byte{0, 0, 0xC0, 0x7F}) // not a number
	if _, err := Decode(bad); err == nil {
		t.Error("a network whose scale is no number was read")
	}
}

func TestLogitAllocatesNothing(t *testing.T) {
	m := Train(corpus(50, 3), DefaultOptions())
	text := corpus(1, 8)[0].Text
	if n := testing.AllocsPerRun(100, func() { m.Logit(text) }); n > 0 {
		t.Errorf("%v allocations a text", n)
	}
}

func BenchmarkLogit(b *testing.B) {
	m := Train(corpus(50, 3), DefaultOptions())
	text := []rune("排队四十分钟，奶茶还是温的，店员态度也不怎么样，不会再来了")
	for b.Loop() {
		m.Logit(text[:25])
	}
}
