package lexicon

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
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

// write puts entries down as a file of lists has them.
func write(entries []Entry) string {
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "[%s", e.Class)
		if classes[e.Class].name {
			b.WriteString(" " + e.Name)
		}
		if classes[e.Class].value {
			b.WriteString(" " + strconv.FormatFloat(e.Value, 'g', -1, 64))
		}
		word := strings.ReplaceAll(e.Word, " ", "_")
		if strings.HasPrefix(word, "[") {
			word = "[" + word
		}
		b.WriteString("]\n" + word + "\n")
	}
	return b.String()
}

func TestWhatIsWrittenDownIsReadBack(t *testing.T) {
	all, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse("again.txt", write(all))
	if err != nil || len(again) != len(all) {
		t.Fatalf("%d of %d entries were read back (%v)", len(again), len(all), err)
	}
	for i := range all {
		if again[i] != all[i] {
			t.Fatalf("%+v came back as %+v", all[i], again[i])
		}
	}
}

// A mangled file is read, or refused with its name and a line that it has; nothing else.
func TestMangledListsAreReadOrRefused(t *testing.T) {
	all, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 1))
	pieces := []string{"[", "]", "[]", "[[", "\n", "#", " ", "_", "opinion", "negator", "NaN", "-", "1e999", "\x00", "\xff", "好", "[opinion 2] 好"}
	read, refused := 0, 0
	for range 2000 {
		from := rng.IntN(len(all) - 6)
		text := write(all[from : from+5])
		for range rng.IntN(4) {
			at := rng.IntN(len(text) + 1)
			text = text[:at] + pieces[rng.IntN(len(pieces))] + text[at:]
		}
		entries, err := Parse("mangled.txt", text)
		if err == nil {
			read++
			for _, e := range entries {
				if _, ok := classes[e.Class]; !ok || e.Class == "" {
					t.Fatalf("%q gives the entry %+v", text, e)
				}
			}
			continue
		}
		refused++
		where := regexp.MustCompile(`mangled\.txt:(\d+)`).FindStringSubmatch(err.Error())
		if where == nil || entries != nil {
			t.Fatalf("%q: %v names no line", text, err)
		}
		if n, _ := strconv.Atoi(where[1]); n < 1 || n > strings.Count(text, "\n")+1 {
			t.Fatalf("%q: %v names a line that is not there", text, err)
		}
	}
	if read < 100 || refused < 100 {
		t.Errorf("%d were read, %d refused: the test says little", read, refused)
	}
}

func TestSignedWordsAreSigned(t *testing.T) {
	all, err := Signed()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]float64{}
	good, bad := 0, 0
	for _, e := range all {
		if strings.TrimSpace(e.Word) == "" || seen[e.Word]*e.Value < 0 || e.Class != Opinion || e.Name != "" {
			t.Errorf("%+v is empty, both good and bad, or no opinion", e)
		}
		seen[e.Word] = e.Value
		switch size := math.Abs(e.Value); {
		case !(size >= 1 && size <= 2):
			t.Errorf("%q is weighed %v", e.Word, e.Value)
		case e.Value > 0:
			good++
		default:
			bad++
		}
	}
	if good < 10_000 || bad < 10_000 {
		t.Errorf("%d good, %d bad words", good, bad)
	}
}
