package lexicon

import (
	"strings"
	"testing"
)

func TestOwnListsAreSane(t *testing.T) {
	all, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	weights := map[string]float64{}
	n := map[Class]int{}
	for _, e := range all {
		n[e.Class]++
		if e.Word == "" || strings.ContainsAny(e.Word, "\t\n") {
			t.Errorf("class %s holds the word %q", e.Class, e.Word)
		}
		if e.Class != Opinion {
			continue
		}
		if w, ok := weights[e.Word]; ok && w*e.Value < 0 {
			t.Errorf("%q is weighed %v and %v: a word cannot be both", e.Word, w, e.Value)
		}
		weights[e.Word] = e.Value
	}
	for _, c := range []Class{Opinion, Negator, Softener, Degree, Contrast, Irony, Implicit, Emotion, Intent, Severity, Noise, Stop} {
		if n[c] < 10 {
			t.Errorf("class %s has %d words", c, n[c])
		}
	}
	if n[Opinion] < 1200 {
		t.Errorf("only %d opinions", n[Opinion])
	}
}

func TestSignedWords(t *testing.T) {
	all, err := Signed()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 33000 {
		t.Errorf("%d words, want over 33,000", len(all))
	}
}

func TestParseReads(t *testing.T) {
	got, err := Parse("t", "# a comment\n[opinion -1.5]\n差 很差 # more\n[[怒] 慢_吞\n[severity food 3]\n发霉\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{{"差", Opinion, "", -1.5}, {"很差", Opinion, "", -1.5}, {"[怒]", Opinion, "", -1.5}, {"慢 吞", Opinion, "", -1.5}, {"发霉", Severity, "food", 3}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("entry %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for why, text := range map[string]string{
		"words without a head":       "好",
		"a class that is unknown":    "[opinon 2]\n好",
		"a weight that is missing":   "[opinion]\n好",
		"a weight that is no number": "[opinion much]\n好",
		"a name that is missing":     "[severity]\n好",
		"too many arguments":         "[negator 2]\n不",
		"an empty head":              "[]\n好",
	} {
		if _, err := Parse("t.txt", text); err == nil || !strings.Contains(err.Error(), "t.txt:1") {
			t.Errorf("%s: error %v, want one that names t.txt:1", why, err)
		}
	}
}
