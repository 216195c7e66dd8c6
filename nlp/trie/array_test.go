package trie

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// walk follows codes from the root and gives the Value there; ok is false where the path ends.
func walk(a Array, codes []uint16) (value uint32, ok bool) {
	state, cell := uint32(0), a[0]
	for _, c := range codes {
		next := Base(cell) + uint32(c)
		if Check(a[next]) != state {
			return 0, false
		}
		state, cell = next, a[next]
	}
	return Value(cell), true
}

func randomKeys(rng *rand.Rand, n, known int) []Key {
	seen := map[string]bool{}
	var keys []Key
	for range n {
		codes := make([]uint16, 1+rng.IntN(6))
		var name strings.Builder
		for i := range codes {
			codes[i] = uint16(1 + rng.IntN(known)*rng.IntN(known)/known) // low codes are frequent
			name.WriteRune(rune(codes[i]))
		}
		if !seen[name.String()] {
			seen[name.String()] = true
			keys = append(keys, Key{codes, uint32(rng.IntN(1000))})
		}
	}
	return keys
}

func TestAnArrayHoldsWhatItWasGiven(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for _, known := range []int{1, 2, 30, 5000} {
		for _, effort := range []int{0, 1, 64, 4096} {
			keys := randomKeys(rng, 2000, known)
			given := slices.Clone(keys)
			a, err := Arrange(keys, known, effort)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]uint32{} // with 0 for mere beginnings
			text := func(codes []uint16) string { return string(runesOf(codes)) }
			for _, k := range given {
				for n := range k.Codes {
					want[text(k.Codes[:n])] += 0
				}
			}
			for _, k := range given {
				want[text(k.Codes)] = k.Value + 1
			}
			for range 3000 {
				codes := make([]uint16, rng.IntN(7))
				for i := range codes {
					codes[i] = uint16(1 + rng.IntN(known))
				}
				checkWalk(t, a, codes, want, text)
			}
			for _, k := range given {
				for n := range len(k.Codes) + 1 {
					checkWalk(t, a, k.Codes[:n], want, text)
				}
			}
		}
	}
}

func runesOf(codes []uint16) []rune {
	runes := make([]rune, len(codes))
	for i, c := range codes {
		runes[i] = rune(c)
	}
	return runes
}

func checkWalk(t *testing.T, a Array, codes []uint16, want map[string]uint32, text func([]uint16) string) {
	t.Helper()
	value, ok := walk(a, codes)
	if wanted, known := want[text(codes)]; ok != known || value != wanted {
		t.Fatalf("%v: got %d, %v; want %d, %v", codes, value, ok, wanted, known)
	}
}

func TestEveryStepStaysInside(t *testing.T) {
	const known = 700
	a, err := Arrange(randomKeys(rand.New(rand.NewPCG(5, 2)), 5000, known), known, 256)
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for i, cell := range a {
		if int(Base(cell))+known >= len(a) {
			t.Fatalf("cell %d: base %d and code %d lead out of %d cells", i, Base(cell), known, len(a))
		}
		if i == 0 || Check(cell) != stateMask {
			used++
		}
	}
	if used*2 < len(a)-known {
		t.Errorf("%d of %d cells are used: less than half", used, len(a)-known)
	}
}

func TestArrangeRefuses(t *testing.T) {
	for why, keys := range map[string][]Key{
		"an empty key":          {{nil, 0}},
		"the same key twice":    {{[]uint16{1, 2}, 0}, {[]uint16{1, 2}, 1}},
		"a long one twice":      {{[]uint16{1, 2, 3, 4, 5}, 0}, {[]uint16{1}, 5}, {[]uint16{1, 2, 3, 4, 5}, 1}},
		"a value with no place": {{[]uint16{1}, maxValue + 1}},
	} {
		if _, err := Arrange(keys, 5, 16); err == nil {
			t.Errorf("%s was accepted", why)
		}
	}
	if a, err := Arrange(nil, 0, 16); err != nil || len(a) == 0 {
		t.Errorf("no keys: %v, %v; want an array with a root", a, err)
	}
}

func TestCodes(t *testing.T) {
	var c Codes
	if c.Of('好') != 0 || c.Of('😡') != 0 || c.Of(-1) != 0 || c.Known() != 0 {
		t.Error("the zero Codes knows something")
	}
	for i, r := range []rune{'好', '😡', '好', 'a'} {
		want := []uint16{1, 2, 1, 3}[i]
		if got, err := c.Learn(r); err != nil || got != want || c.Of(r) != want {
			t.Errorf("%c has code %d (%v), want %d", r, got, err, want)
		}
	}
	other := c.Clone()
	if _, err := other.Learn('坏'); err != nil || c.Of('坏') != 0 || other.Of('好') != 1 || other.Known() != 4 || c.Known() != 3 {
		t.Error("a clone and its origin learn from each other")
	}
	if _, err := c.Learn(0); err == nil {
		t.Error("U+0000 was given a code")
	}
	var full Codes
	for r := rune(1); r <= 0xFFFF; r++ {
		if _, err := full.Learn(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := full.Learn(0x1F600); err == nil || full.Of(0xFFFF) != 0xFFFF {
		t.Error("there is a code beyond the last one")
	}
}

func FuzzArrange(f *testing.F) {
	f.Add("好 好喝 好喝的", 3)
	f.Add("a b c ab bc abc", 0)
	f.Fuzz(func(t *testing.T, list string, effort int) {
		words := strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(list, "\x00", ""), ""))
		slices.Sort(words)
		words = slices.Compact(words)
		var codes Codes
		keys := make([]Key, len(words))
		for i, w := range words {
			for _, r := range w {
				c, err := codes.Learn(r)
				if err != nil {
					t.Skip()
				}
				keys[i].Codes = append(keys[i].Codes, c)
			}
			keys[i].Value = uint32(i)
		}
		given := slices.Clone(keys)
		a, err := Arrange(keys, codes.Known(), min(max(effort, 0), 1000))
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range given {
			if v, ok := walk(a, k.Codes); !ok || v != uint32(i)+1 {
				t.Fatalf("%q of %q: got %d, %v", words[i], words, v, ok)
			}
		}
	})
}
