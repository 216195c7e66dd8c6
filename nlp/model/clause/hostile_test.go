package clause

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// tiny is a head of a few features: small enough to damage it everywhere.
var tiny = sync.OnceValue(func() []byte {
	h, err := Train(corpus(80, 1), Options{Names: small.Names, Bits: 4, Rounds: 1, Folds: 2})
	if err != nil {
		panic(err)
	}
	return h.Encode()
})

// aspectBytes is what one aspect with an empty name takes.
const aspectBytes = 1 + 1 + 4*labels*terms + 4*labels

// parts is where the models begin.
const parts = len(magic) + 3 + 3*aspectBytes + len("soup"+"seat"+"parking")

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	good := tiny()
	put := func(at int, b ...byte) []byte {
		data := bytes.Clone(good)
		copy(data[at:], b)
		return data
	}
	long := binary.LittleEndian.AppendUint32(nil, math.MaxUint32)
	const table = len(magic) + 3 + 1 + len("soup") + 1 // where the first number stands
	for _, c := range []struct {
		why  string
		data []byte
		want string
	}{
		{"nothing", nil, "0 bytes"},
		{"another version", put(3, '0'), "train them anew"},
		{"only the beginning", good[:len(magic)], "cut off"},
		{"cut within a name", good[:len(magic)+5], "cut off"},
		{"cut within a table", good[:table+6], "cut off"},
		{"cut before the models", good[:parts], "cut off"},
		{"cut within a model", good[:parts+40], "cut off"},
		{"more aspects than bytes", put(len(magic)+2, 255), "cut off"},
		{"fewer aspects than tables", put(len(magic)+2, 2), "cut off"},
		{"a table with what is no number", put(table, 0, 0, 0xC0, 0x7F), "no numbers"},
		{"an endless weight", put(table+4, 0, 0, 0x80, 0x7F), "no numbers"},
		{"a model of four gigabytes", put(parts, long...), "cut off"},
		{"a model of no bytes", put(parts, 0, 0, 0, 0), "linear: 0 bytes"},
		{"a model of another kind", put(parts+4, 'x'), "linear: "},
		{"with a byte behind it", append(bytes.Clone(good), 7), "1 bytes behind"},
	} {
		h, err := Decode(c.data)
		if err == nil || h != nil {
			t.Errorf("%s: was read", c.why)
			continue
		}
		if !strings.HasPrefix(err.Error(), "clause: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, want it to say %q", c.why, err, c.want)
		}
	}
}

// Models that fit the file but not each other are told from a head: the same parts, in another order.
func TestDecodeRefusesModelsThatDoNotFit(t *testing.T) {
	h, err := Decode(tiny())
	if err != nil {
		t.Fatal(err)
	}
	h.mentions, h.judges = h.judges, h.mentions
	h.names, h.taught = h.names[:2], h.taught[:2]
	if _, err := Decode(h.Encode()); err == nil || !strings.Contains(err.Error(), "2 aspects, but models of 3, 3 and 3 outputs") {
		t.Errorf("two aspects with models of three: %v", err)
	}
}

func TestEveryCutIsNoticed(t *testing.T) {
	good := tiny()
	for n := range good {
		if _, err := Decode(good[:n]); err == nil {
			t.Fatalf("a head cut to %d of %d bytes was read", n, len(good))
		}
	}
}

// A damaged head is refused, or reads texts without falling over: whatever it then says, it says of
// aspects and clauses there are.
func TestDamagedHeadsNeverPanic(t *testing.T) {
	good, rng := tiny(), rand.New(rand.NewPCG(41, 1))
	texts := corpus(5, 9)
	read := 0
	for range 3000 {
		bad := bytes.Clone(good)
		for range 1 + rng.IntN(3) {
			at := rng.IntN(len(bad))
			if rng.IntN(2) == 0 {
				at = rng.IntN(parts + 40) // where structure stands
			}
			bad[at] ^= byte(1 << rng.IntN(8))
		}
		h, err := Decode(bad)
		if err != nil {
			continue
		}
		read++
		var r Reader
		for _, rev := range texts {
			for _, v := range h.Read(&r, rev.Units, 1) {
				if v.Aspect < 0 || v.Aspect >= len(h.Names()) || v.Label < Absent || v.Label > Positive || len(v.Clauses) == 0 {
					t.Fatalf("verdict %+v of a damaged head", v)
				}
				for _, i := range v.Clauses {
					if i < 0 || int(i) >= len(rev.Units) {
						t.Fatalf("clause %d of %d", i, len(rev.Units))
					}
				}
			}
		}
	}
	if read == 0 {
		t.Error("every damaged head was refused: reading was not tested")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(magic))
	f.Add(tiny())
	f.Add(tiny()[:parts])
	f.Add(append([]byte(magic), 1, 1, 0, 0, 0, 0, 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Decode(data)
		if err != nil {
			return
		}
		var r Reader
		h.Read(&r, []Unit{{Text: []rune("汤底真好")}, {Bare: true}}, 0)
		again, err := Decode(h.Encode())
		if err != nil || !bytes.Equal(again.Encode(), h.Encode()) {
			t.Fatalf("written again it does not read the same: %v", err)
		}
	})
}

// Decoded, a head says word for word what it said before, and reading one text leaves nothing
// behind in the reader that the next would notice.
func TestReadersForget(t *testing.T) {
	h := trained(t, Options{Names: small.Names, Bits: 10, Rounds: 1, Folds: 2})
	back, err := Decode(h.Encode())
	if err != nil {
		t.Fatal(err)
	}
	var used Reader
	for i, rev := range corpus(60, 12) {
		var fresh Reader
		want, got := h.Read(&fresh, rev.Units, 0.5), back.Read(&used, rev.Units, 0.5)
		if len(want) != len(got) {
			t.Fatalf("text %d: %+v, decoded and with a used reader %+v", i, want, got)
		}
		for j, w := range want {
			g := got[j]
			if g.Aspect != w.Aspect || g.Label != w.Label || string(runesOf(g.Clauses)) != string(runesOf(w.Clauses)) {
				t.Fatalf("text %d: %+v, decoded and with a used reader %+v", i, w, g)
			}
			for c := range w.Odds {
				if math.Abs(float64(g.Odds[c]-w.Odds[c])) > 1e-3 { // Wide adds in another order
					t.Fatalf("text %d: odds %v, decoded %v", i, w.Odds, g.Odds)
				}
			}
		}
	}
}

func runesOf(list []int32) []rune { return list }

// A head that only ever saw texts that speak of something always says something of a text.
func TestAHeadThatAlwaysSpeaks(t *testing.T) {
	h, err := Decode(tiny())
	if err != nil {
		t.Fatal(err)
	}
	for k := range h.price {
		h.price[k] = odds{1, 0, 0, 0} // whatever it sees, it rather says nothing
	}
	var r Reader
	units := []Unit{{Text: []rune("停车糟糕"), Hits: []Hit{{Aspect: 2}}}}
	if got := h.Read(&r, units, 0); len(got) != 0 {
		t.Fatalf("%+v: want silence", got)
	}
	h.always = true
	for k := range h.price {
		h.price[k] = odds{1e9, 1, 1, 1}
	}
	got := h.Read(&r, units, 0)
	if len(got) != 1 || got[0].Label == Absent || len(got[0].Clauses) != 1 {
		t.Fatalf("%+v: want one verdict, the likeliest", got)
	}
	for k := range h.taught {
		h.taught[k] = false
	}
	if got := h.Read(&r, units, 0); len(got) != 0 {
		t.Errorf("%+v of aspects never taught", got)
	}
}

func TestTrainNamesTheReview(t *testing.T) {
	reviews := corpus(20, 1)
	reviews[7].Labels = reviews[7].Labels[:2]
	if _, err := Train(reviews, small); err == nil || !strings.Contains(err.Error(), "review 7 has 2 labels for 3") {
		t.Errorf("%v: want the review named", err)
	}
	if _, err := Train(nil, Options{}); err == nil {
		t.Error("a head of no aspects was trained")
	}
}
