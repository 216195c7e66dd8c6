package conv

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Where the numbers behind the rows stand, counted in numbers.
const (
	atScale = 0
	atBias  = 1
	atW1    = atBias + dim
	atB1    = atW1 + hidden*pooled
	atW2    = atB1 + hidden
	atB2    = atW2 + hidden
)

// network is the bytes of a network whose rows and numbers are all nought, but for a scale of 1.
type network []byte

func blank() network {
	n := network(append(make([]byte, 0, len(magic)+rows*dim+tailBytes), magic...))
	n = append(n, bytes.Repeat([]byte{128}, rows*dim)...)
	n = append(n, make([]byte, tailBytes)...)
	n.number(atScale, 1)
	return n
}

func (n network) number(at int, x float64) {
	binary.LittleEndian.PutUint32(n[len(magic)+rows*dim+4*at:], math.Float32bits(float32(x)))
}

// row sets the value of a character at one of the three places of the window.
func (n network) row(place int, r rune, d, value int) {
	n[len(magic)+(place*charRows+int(charOf(r)))*dim+d] = byte(value + 128)
}

func (n network) read(t *testing.T) *Model {
	t.Helper()
	m, err := Decode(n)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func logits(t *testing.T, m *Model, why, text string, want float64) {
	t.Helper()
	if got := m.Logit([]rune(text)); math.Abs(float64(got)-want) > 1e-4 {
		t.Errorf("%s: %q gives %v, want %v", why, text, got, want)
	}
}

// A network that sees one character in one dimension, and of the pools only the largest value.
func TestTheLargestPoolByHand(t *testing.T) {
	n := blank()
	n.row(1, '好', 3, 20)
	n.row(1, '坏', 3, -20)
	n.row(1, '很', 3, 7)
	n.number(atW1+dim+3, 0.5) // first hidden value, largest of dimension 3
	n.number(atW2, 2)
	n.number(atB2, -1)
	m := n.read(t)
	logits(t, m, "nothing seen: the bias alone", "店", -1)
	logits(t, m, "no text: the bias alone", "", -1)
	logits(t, m, "seen once", "好", 2*0.5*20-1)
	logits(t, m, "twice is no larger than once", "店好店好", 2*0.5*20-1)
	logits(t, m, "the larger of two", "很店好", 2*0.5*20-1)
	logits(t, m, "below nought is cut", "坏", -1)
	logits(t, m, "in another place it is not cut away by the bad", "坏店很", 2*0.5*7-1)
}

// The mean is the sum over the places divided by the root of their number: one a character.
func TestTheMeanPoolByHand(t *testing.T) {
	n := blank()
	n.row(1, '好', 3, 20)
	n.number(atBias+3, -5) // what a place must exceed
	n.number(atW1+3, 1)
	n.number(atW2, 1)
	m := n.read(t)
	logits(t, m, "of one place", "好", 15)
	logits(t, m, "of four places, twice", "好店好店", 15*2/math.Sqrt(4))
	logits(t, m, "of nine places, once", "店店店店好店店店店", 15/math.Sqrt(9))
	logits(t, m, "more places than fit in sixteen bits", strings.Repeat("好", 399), 15*399/math.Sqrt(399))
	n.number(atScale, 0.5) // steps of half the size, the bias as large as before
	logits(t, n.read(t), "half the scale", "好", 10-5)
	n.number(atW2, -1)
	logits(t, n.read(t), "counted against it", "好", -(10 - 5))
	n.number(atW1+3, -1)
	logits(t, n.read(t), "a hidden value below nought is cut", "好", 0)
}

// The three characters of a place have rows of their own: order tells.
func TestTheWindowSeesOrder(t *testing.T) {
	n := blank()
	n.row(0, '甲', 0, 10)
	n.row(1, '乙', 0, 10)
	n.row(2, '丙', 0, 10)
	n.number(atBias, -25) // only all three exceed it
	n.number(atW1+dim, 1)
	n.number(atW2, 1)
	m := n.read(t)
	for text, want := range map[string]float64{"甲乙丙": 5, "店甲乙丙店": 5, "甲丙乙": 0, "丙乙甲": 0, "甲乙店丙": 0, "甲": 0} {
		logits(t, m, "a window of three", text, want)
	}
}

// noisy is a network of random rows and numbers.
func noisy(seed uint64) network {
	rng := rand.New(rand.NewPCG(seed, 7))
	n := blank()
	for i := range n[len(magic):][:rows*dim] {
		n[len(magic)+i] = byte(1 + rng.Uint32N(255))
	}
	for at := range tailBytes / 4 {
		n.number(at, rng.NormFloat64()*0.1)
	}
	n.number(atScale, 0.01)
	return n
}

func TestWhatMakesNoDifference(t *testing.T) {
	m := noisy(1).read(t)
	for _, c := range []struct {
		why, a, b string
		equal     bool
	}{
		{"which digits", "等了35分钟", "等了72分钟", true},
		{"how many digits does", "等了35分钟", "等了5分钟", false},
		{"the width of a comma", "还行，吧", "还行,吧", true},
		{"the width of an exclamation mark", "还行！", "还行!", true},
		{"the width of a question mark", "还行？", "还行?", true},
		{"a line end and a space", "还行\n吧", "还行 吧", true},
		{"a full stop and a comma do", "还行。吧", "还行,吧", false},
		{"the order of two characters does", "不好吃", "好不吃", false},
	} {
		if got := m.Logit([]rune(c.a)) == m.Logit([]rune(c.b)); got != c.equal {
			t.Errorf("%s: %q and %q equal is %v", c.why, c.a, c.b, got)
		}
	}
}

// Of a long text the beginning and the end are read, 200 characters each, and nothing between.
func TestLongTextsAreReadAtBothEnds(t *testing.T) {
	m := noisy(2).read(t)
	text := []rune(strings.Repeat("等了半天还没到", 100))
	want := m.Logit(text)
	for _, c := range []struct {
		at    int
		equal bool
	}{{0, false}, {longest/2 - 1, false}, {longest / 2, true}, {350, true}, {len(text) - longest/2 - 1, true}, {len(text) - longest/2, false}, {len(text) - 1, false}} {
		changed := slices.Clone(text)
		changed[c.at] = '龘'
		if got := m.Logit(changed) == want; got != c.equal {
			t.Errorf("character %d of %d changed: the same is %v, want %v", c.at, len(text), got, c.equal)
		}
	}
	short := slices.Clone(text[:longest])
	whole := m.Logit(short)
	if short[longest/2] = '龘'; m.Logit(short) == whole {
		t.Error("a text just short enough is not read in its middle")
	}
}

// Random networks on random texts: lanes come to what plain sums do, and one text leaves nothing behind.
func TestLanesAddUpWhateverTheNetwork(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 7))
	for seed := range uint64(3) {
		m := noisy(seed).read(t)
		for _, length := range []int{0, 1, 2, 59, 60, 61, 119, 121, 400, 401, 1000} {
			text := make([]rune, length)
			for i := range text {
				text[i] = rune(rng.IntN(0x10FFFF + 1)) // also what is no character
			}
			got, want := m.Logit(text), plain(m, text)
			if d := math.Abs(float64(got - want)); !(d <= 1e-3*(1+math.Abs(float64(want)))) {
				t.Errorf("network %d, %d characters: %v, added plainly %v", seed, length, got, want)
			}
			if again := m.Logit(text); again != got {
				t.Errorf("network %d, %d characters: %v, and again %v", seed, length, got, again)
			}
		}
	}
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	n := noisy(4)
	for _, c := range []struct {
		why  string
		data []byte
		want string
	}{
		{"nothing", nil, "0 bytes are no network"},
		{"the beginning", n[:4], "4 bytes are no network"},
		{"a byte short", n[:len(n)-1], "train it anew"},
		{"a byte too long", append(slices.Clip(slices.Clone(n)), 0), "train it anew"},
	} {
		if m, err := Decode(c.data); err == nil || m != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it to say %q", c.why, err, c.want)
		}
	}
	for _, c := range []struct {
		why   string
		at    int
		value float64
		want  string
	}{
		{"no scale", atScale, 0, "scale 0"},
		{"a scale below nought", atScale, -1, "scale -1"},
		{"a scale that is no number", atScale, math.NaN(), "number 0 is NaN"},
		{"an endless bias", atBias, math.Inf(1), "number 1 is +Inf"},
		{"the last number is none", atB2, math.NaN(), "is NaN"},
	} {
		was := slices.Clone(n[len(magic)+rows*dim+4*c.at:][:4])
		n.number(c.at, c.value)
		if _, err := Decode(n); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it to say %q", c.why, err, c.want)
		}
		copy(n[len(magic)+rows*dim+4*c.at:], was)
	}
	n[0] = 'x'
	if _, err := Decode(n); err == nil || !strings.Contains(err.Error(), magic) {
		t.Errorf("another beginning: %v, want it to say %q", err, magic)
	}
}

// Numbers damaged into other numbers, and rows of any bytes, are read without falling over.
func TestDamagedNetworksNeverPanic(t *testing.T) {
	n, rng := noisy(5), rand.New(rand.NewPCG(5, 8))
	text := []rune("排队排了四十分钟，奶茶还是温的！")
	read := 0
	for range 500 {
		at := len(magic) + rows*dim + rng.IntN(tailBytes)
		was := n[at]
		n[at] ^= byte(1 << rng.IntN(8))
		if m, err := Decode(n); err == nil {
			read++
			m.Logit(text)
		}
		n[at] = was
	}
	if read == 0 {
		t.Error("every damaged network was refused: reading was not tested")
	}
	for _, b := range []byte{0, 255} { // the smallest and largest rows there are
		copy(n[len(magic):], bytes.Repeat([]byte{b}, rows*dim))
		m := n.read(t)
		if got, want := m.Logit(text), plain(m, text); math.Abs(float64(got-want)) > 1e-3*(1+math.Abs(float64(want))) {
			t.Errorf("rows of %d: %v, added plainly %v", b, got, want)
		}
	}
}
