package api

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestWeighPutsWhatIsTellingFirst(t *testing.T) {
	word := func(name string, n, negative, positive, before int) store.NamedOutcome {
		return store.NamedOutcome{Name: name, Outcome: store.Outcome{N: n, Negative: negative, Positive: positive, Before: before}}
	}
	list := []store.NamedOutcome{
		word("", 1000, 300, 300, 1000), word("奶茶", 990, 300, 300, 985), word("钢丝", 60, 60, 0, 0), word("排队", 60, 30, 25, 60),
		word("吸管", 60, 5, 50, 20), word("咬字", 2, 2, 0, 0), word("从前", 0, 0, 0, 40), word("真的", 500, 200, 100, 10),
	}
	all, against, words := weigh(list, func(w string, _ float64) bool { return w == "真的" }, 100)
	if all != 1000 || against != 1000 {
		t.Errorf("%d mentions against %d", all, against)
	}
	var order []string
	by := map[string]CloudWord{}
	for _, x := range words {
		order = append(order, x.Word)
		by[x.Word] = x
	}
	want := []string{"钢丝", "吸管", "排队", "咬字", "奶茶"}
	if len(order) != len(want) {
		t.Fatalf("%q, want %q: fillers and words of before alone are left out", order, want)
	}
	for i := range want {
		if order[i] != want[i] {
			t.Fatalf("%q, want %q: new before risen before steady; said twice, and said by all, last", order, want)
		}
	}
	for _, c := range []struct{ word, moved, tone string }{
		{"钢丝", "up", "negative"}, {"排队", "same", "mixed"}, {"吸管", "up", "positive"}, {"咬字", "same", "mixed"},
	} {
		if got := by[c.word]; got.Moved != c.moved || got.Tone != c.tone {
			t.Errorf("%s moved %s and is %s, want %s and %s", c.word, got.Moved, got.Tone, c.moved, c.tone)
		}
	}
	if _, _, few := weigh(list, func(string, float64) bool { return false }, 2); len(few) != 2 {
		t.Errorf("%d words, want the two asked for", len(few))
	}
	if _, _, none := weigh(nil, func(string, float64) bool { return false }, 9); none == nil || len(none) != 0 {
		t.Errorf("of nothing %v, want an empty list", none)
	}
}

func TestTellingWithNothingToCompareWithIsPlainTfIdf(t *testing.T) {
	if rare, common := telling(10, 0, 100, 0), telling(100, 0, 100, 0); rare <= common || common > 1.1 {
		t.Errorf("ten of a hundred weigh %.2f, all of them %.2f", rare, common)
	}
}

func TestIdleWords(t *testing.T) {
	door := newDoor() // brands 青衡 and 鹿野
	for _, c := range []struct {
		word  string
		asked []voc.BrandID
		share float64
		idle  bool
		why   string
	}{
		{"真的", nil, 0.1, true, "a filler"},
		{"The", nil, 0.1, true, "a filler, however it is written"},
		{"茶", nil, 0.1, true, "one character alone"},
		{"2026", nil, 0.1, true, "a number"},
		{"封口膜", nil, 0.1, false, "what is spoken of"},
		{"难喝", nil, 0.1, false, "a judgement is what is said"},
		{"青衡", nil, 0.01, true, "the brand's own name"},
		{"青衡", []voc.BrandID{"qingheng"}, 0.5, true, "also when it was asked for"},
		{"鹿野", []voc.BrandID{"qingheng"}, 0.01, false, "another brand in our mentions is news"},
		{"qingheng", nil, 0.01, true, "its name in the configuration"},
	} {
		if got := door.idle(c.asked)(c.word, c.share); got != c.idle {
			t.Errorf("%q is idle: %v, want %v: %s", c.word, got, c.idle, c.why)
		}
	}
	door.names.brands["qingheng"] = voc.Brand{ID: "qingheng", Name: "青衡茶饮"}
	if !door.idle(nil)("青衡", 0.3) || door.idle(nil)("青衡", 0.01) {
		t.Error("the beginning of a name is the name when many say it, and only then")
	}
}
