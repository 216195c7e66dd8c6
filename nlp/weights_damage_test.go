package nlp

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
)

// with gives the shipped weights with one section replaced; nil leaves it out. What comes after is put
// into that section behind the others.
func with(t *testing.T, section string, data []byte, behind ...[]byte) *model.File {
	t.Helper()
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	f := &model.File{}
	for _, n := range shipped.Names() {
		old := shipped.Section(n)
		if n == section {
			if old = data; old == nil {
				continue
			}
		}
		if err := f.Set(n, old); err != nil {
			t.Fatal(err)
		}
	}
	for _, data := range behind {
		if err := f.Set(section, data); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// A file that was cut off anywhere is refused, and the error names the section.
func TestCutWeightsAreRefused(t *testing.T) {
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 11))
	for _, name := range []string{sectionPolarity, sectionPlaces, sectionMet, sectionGate, sectionKinds, sectionBlend, sectionHeads} {
		whole := shipped.Section(name)
		if len(whole) == 0 {
			t.Fatalf("the shipped weights have no section %s", name)
		}
		for _, n := range []int{1, 3, 4, 7, 8, 15, 16, 31, rng.IntN(len(whole)), rng.IntN(len(whole)), len(whole) - 4, len(whole) - 1} {
			if _, err := readLearned(with(t, name, whole[:n])); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("the first %d of %d bytes of section %s were taken: %v", n, len(whole), name, err)
			}
		}
		longer := append(slices.Clone(whole), 0)
		if _, err := readLearned(with(t, name, longer)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("section %s with a byte too many was taken: %v", name, err)
		}
	}
}

// The readers of kinds are two sections or none.
func TestHalfTheReadersOfKindsAreRefused(t *testing.T) {
	for _, name := range []string{sectionGate, sectionKinds} {
		if _, err := readLearned(with(t, name, nil)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("weights without section %s were taken: %v", name, err)
		}
	}
}

// A section of the right form for something else is told by its outputs.
func TestExchangedSectionsAreRefused(t *testing.T) {
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	for to, from := range map[string]string{sectionHeads: sectionPolarity, sectionPolarity: sectionHeads} {
		if _, err := readLearned(with(t, to, shipped.Section(from))); err == nil || !strings.Contains(err.Error(), "outputs") {
			t.Errorf("section %s was taken for %s: %v", from, to, err)
		}
	}
}

// A pack whose head is damaged stops the start rather than going without it.
func TestDamagedHeadsOfPacksAreRefused(t *testing.T) {
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	name := sectionAspects("dining")
	whole := shipped.Section(name)
	if len(whole) == 0 {
		t.Fatalf("the shipped weights have no section %s", name)
	}
	a := &Analyzer{opt: Options{Packs: []Pack{{Name: "other"}, {Name: "dining"}}}}
	for _, n := range []int{0, 1, 8, 64, len(whole) / 3, len(whole) - 1} {
		if err := a.loadHeads(with(t, name, append([]byte{}, whole[:n]...))); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the first %d of %d bytes of section %s were taken: %v", n, len(whole), name, err)
		}
	}
	if err := a.loadHeads(shipped); err != nil || a.heads[0] != nil || a.heads[1] == nil {
		t.Errorf("heads %v, %v: want one for the second pack alone", a.heads, err)
	}
}

func TestNumbersOfABlendComeBackOrAreRefused(t *testing.T) {
	list := []float32{0, -1.5, 3e-9, math.MaxFloat32, float32(math.Copysign(0, -1))}
	got, err := decodeFloats(encodeFloats(list), len(list))
	if err != nil || !slices.Equal(got, list) {
		t.Errorf("%v came back as %v (%v)", list, got, err)
	}
	for _, n := range []int{0, len(list) - 1, len(list) + 1} {
		if _, err := decodeFloats(encodeFloats(list), n); err == nil {
			t.Errorf("%d numbers were taken for %d", len(list), n)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		data := encodeFloats(list)
		binary.LittleEndian.PutUint32(data[8:], math.Float32bits(float32(x)))
		if _, err := decodeFloats(data, len(list)); err == nil || !strings.Contains(err.Error(), "number 2") {
			t.Errorf("%v was taken for a weight: %v", x, err)
		}
	}
}

// What has been met once may be a slip of the pen; twice, it is part of the language.
func TestMetIsWhatTwoTextsHave(t *testing.T) {
	m := metIn(slices.Values([][]uint32{{1, 2, 9}, {2, 9, 77}, {9, 1<<metBits | 500}, {500}}))
	for _, c := range []struct {
		features []uint32
		want     float32
	}{
		{nil, 0}, {[]uint32{2}, 1}, {[]uint32{9}, 1}, {[]uint32{1}, 0}, {[]uint32{77, 8, 10}, 0}, {[]uint32{2, 1}, 0.5}, {[]uint32{2, 9, 1, 77}, 0.5}, {[]uint32{500, 3<<metBits | 500}, 1},
	} {
		if got := m.share(c.features); got != c.want {
			t.Errorf("of %d the share met is %v, want %v", c.features, got, c.want)
		}
	}
}
