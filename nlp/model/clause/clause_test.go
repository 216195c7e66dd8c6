package clause

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// Words of three made-up aspects, and of praise and blame.
var (
	things = []string{"汤底", "座位", "停车"}
	goods  = []string{"真好", "不错", "满意"}
	bads   = []string{"太差", "糟糕", "失望"}
	fills  = []string{"昨天下班", "和朋友一起", "路过这里", "第一次来"}
)

// written makes a review of one to four clauses: of filling, and of a thing with praise or blame.
// The rules see a thing in every other review only.
func written(rng *rand.Rand, n int) Review {
	r := Review{Labels: []Label{Absent, Absent, Absent}}
	for i := range n {
		u := Unit{Text: []rune(fills[rng.IntN(len(fills))]), Bare: true, Sentence: int32(i)}
		if rng.IntN(3) > 0 {
			k := rng.IntN(len(things))
			label, words := Positive, goods
			if rng.IntN(2) == 0 {
				label, words = Negative, bads
			}
			if r.Labels[k] == Absent {
				r.Labels[k] = label
				u.Text = []rune(things[k] + words[rng.IntN(len(words))])
				u.Bare = false
				if rng.IntN(2) == 0 {
					u.Hits = []Hit{{Aspect: int32(k)}}
				}
			}
		}
		r.Units = append(r.Units, u)
	}
	return r
}

func corpus(n int, seed uint64) []Review {
	rng := rand.New(rand.NewPCG(seed, 1))
	list := make([]Review, n)
	for i := range list {
		list[i] = written(rng, 1+rng.IntN(4))
	}
	return list
}

var small = Options{Names: []string{"soup", "seat", "parking"}, Bits: 12, Rounds: 2, Folds: 2}

func trained(t testing.TB, o Options) *Head {
	t.Helper()
	h, err := Train(corpus(500, 1), o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHeadFindsWhatTheWordsDoNot(t *testing.T) {
	for name, m := range map[string]Measure{"macro": Macro, "micro": Micro} {
		o := small
		o.Measure = m
		h := trained(t, o)
		var r Reader
		right, all := 0, 0
		for _, rev := range corpus(200, 2) {
			said := make([]Label, 3)
			for _, v := range h.Read(&r, rev.Units, rev.Praise) {
				said[v.Aspect] = v.Label
				for _, i := range v.Clauses {
					if i < 0 || int(i) >= len(rev.Units) {
						t.Fatalf("clause %d of %d", i, len(rev.Units))
					}
				}
				sum := v.Odds[0] + v.Odds[1] + v.Odds[2] + v.Odds[3]
				if sum < 0.999 || sum > 1.001 {
					t.Fatalf("probabilities %v add up to %v", v.Odds, sum)
				}
			}
			for k := range said {
				all++
				if said[k] == rev.Labels[k] {
					right++
				}
			}
		}
		if share := float64(right) / float64(all); share < 0.95 {
			t.Errorf("%s: %.3f of the labels right, want at least 0.95", name, share)
		}
	}
}

func TestVerdictNamesTheClause(t *testing.T) {
	h := trained(t, small)
	units := []Unit{{Text: []rune("昨天下班"), Bare: true}, {Text: []rune("停车糟糕")}, {Text: []rune("路过这里"), Bare: true, Sentence: 1}}
	var r Reader
	verdicts := h.Read(&r, units, 0)
	if len(verdicts) != 1 || verdicts[0].Aspect != 2 || verdicts[0].Label != Negative {
		t.Fatalf("verdicts %+v: want parking blamed, nothing else", verdicts)
	}
	if c := verdicts[0].Clauses; len(c) != 1 || c[0] != 1 {
		t.Errorf("clauses %v: want the second", c)
	}
	if got := h.Read(&r, nil, 0); len(got) != 0 {
		t.Errorf("a text without clauses: %+v", got)
	}
}

func TestTrainIsReproducible(t *testing.T) {
	if !bytes.Equal(trained(t, small).Encode(), trained(t, small).Encode()) {
		t.Error("the same reviews gave other weights")
	}
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	h := trained(t, small)
	data := h.Encode()
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(back.Encode(), data) {
		t.Error("decoded and encoded again, the bytes differ")
	}
	if back.Brief() != h.Brief() || len(back.Names()) != 3 || back.Names()[1] != "seat" || !back.Taught(1) {
		t.Errorf("decoded: brief %v, names %v, taught %v", back.Brief(), back.Names(), back.taught)
	}
	var a, b Reader
	for _, rev := range corpus(50, 3) {
		x, y := h.Read(&a, rev.Units, 0), back.Read(&b, rev.Units, 0)
		if len(x) != len(y) {
			t.Fatalf("%+v, decoded %+v", x, y)
		}
	}
	for _, cut := range []int{0, 3, 5, 9, 40, len(data) / 2, len(data) - 1} {
		if _, err := Decode(data[:cut]); err == nil {
			t.Errorf("a head cut to %d bytes was read", cut)
		}
	}
	if _, err := Decode(append(bytes.Clone(data), 0)); err == nil {
		t.Error("a head with a byte behind it was read")
	}
}

// Labels nobody gave teach nothing, and an aspect nobody labelled is never told of.
func TestUnknownIsNotTaught(t *testing.T) {
	reviews := corpus(300, 4)
	for i := range reviews {
		reviews[i].Labels[0] = Unknown
	}
	h, err := Train(reviews, small)
	if err != nil {
		t.Fatal(err)
	}
	if h.Taught(0) || !h.Taught(1) {
		t.Fatalf("taught %v, want all but the first", h.taught)
	}
	var r Reader
	for _, v := range h.Read(&r, []Unit{{Text: []rune("汤底真好"), Hits: []Hit{{Aspect: 0}}}}, 0) {
		if v.Aspect == 0 {
			t.Errorf("an aspect nobody labelled: %+v", v)
		}
	}
}

func TestWrittenClausesTeachButDoNotWeigh(t *testing.T) {
	real := corpus(300, 5)
	for i := range real {
		real[i].Labels[2] = Absent // parking is never spoken of …
		for j := range real[i].Units {
			if u := &real[i].Units[j]; string(u.Text[:2]) == "停车" {
				u.Text, u.Hits = []rune("路过这里"), nil
			}
		}
	}
	shown := corpus(200, 6)
	for i := range shown {
		shown[i].Written = true // … but in what was written to teach it
	}
	h, err := Train(append(real, shown...), small)
	if err != nil {
		t.Fatal(err)
	}
	if h.Taught(2) {
		t.Error("parking counts as taught, though no real text speaks of it")
	}
}

func TestTrainRefuses(t *testing.T) {
	if _, err := Train([]Review{{Labels: []Label{Absent}}}, small); err == nil {
		t.Error("a review with one label for three aspects was taken")
	}
}

func TestReadAllocatesNothing(t *testing.T) {
	h := trained(t, small)
	units := corpus(1, 8)[0].Units
	var r Reader
	h.Read(&r, units, 0)
	if n := testing.AllocsPerRun(100, func() { h.Read(&r, units, 0) }); n > 0 {
		t.Errorf("%v allocations a text", n)
	}
}

func BenchmarkRead(b *testing.B) {
	h := trained(b, Options{Names: small.Names, Rounds: 1, Folds: 2})
	units := []Unit{{Text: []rune("昨天下班和朋友")}, {Text: []rune("停车糟糕"), Hits: []Hit{{Aspect: 2}}}, {Text: []rune("汤底真好吃不完")}}
	var r Reader
	for b.Loop() {
		h.Read(&r, units, 0)
	}
}
