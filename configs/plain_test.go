package configs

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"path"
	"reflect"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp"
)

// wholly reads text with the whole language.
func wholly(text []byte, target any) Problems {
	doc, problems := read("x.yaml", text, func(string) (string, bool) { return "", false })
	if len(problems) > 0 {
		return problems
	}
	return doc.into(target)
}

// agree tells whether text is plain, and fails where the whole language reads it otherwise.
func agree(t *testing.T, name string, text []byte) bool {
	t.Helper()
	var quick, whole any = new(nlp.Pack), new(nlp.Pack)
	if strings.HasPrefix(name, "dictionaries/") {
		quick, whole = new(nlp.Dictionary), new(nlp.Dictionary)
	}
	if !readPlain(text, quick) {
		return false
	}
	if problems := wholly(text, whole); len(problems) > 0 {
		t.Fatalf("%s is read as plain, but %v:\n%s", name, problems, text)
	}
	if !reflect.DeepEqual(quick, whole) {
		t.Fatalf("%s is read otherwise as plain:\n%s\n%+v\n%+v", name, text, quick, whole)
	}
	return true
}

// shipped gives every taxonomy and dictionary the binary brings along.
func shipped(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, folder := range []string{"taxonomies", "dictionaries"} {
		entries, err := fs.ReadDir(own, folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			name := path.Join(folder, e.Name())
			if files[name], err = fs.ReadFile(own, name); err != nil {
				t.Fatal(err)
			}
		}
	}
	return files
}

func TestShippedWordsArePlainAndReadTheSame(t *testing.T) {
	for name, text := range shipped(t) {
		if !agree(t, name, text) {
			t.Errorf("%s is not plain, so every start of every command reads it slowly: write lists on one line, without quotes, anchors and comments behind values", name)
		}
	}
}

// pieces are what YAML gives a meaning to.
var pieces = strings.Split("\n|\n  |\n    |- |: |:|, |,|[|]|{|}|{}|[]|#| #|~|null|true|0|-1|1.5|0x1|1e3|315|007|1_000|.5|-|--|---|...|?|@|=|<|name: a|title: b|words: [a, b]|- {name: a, title: b}|terms:|词| |a:b|http://a|12:30|-x|+1|y|no|&|*|!|%|>|&a|*a|!a|100%|a!|'|\"|\\", "|")

func TestMangledWordsAreReadTheSameOrNotAtAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 4))
	files := shipped(t)
	files["taxonomies/small.yaml"] = []byte("name: a\ntitle: b\ngroups:\n  - {name: a, title: b}\naspects:\n  - name: c\n    terms: [d, e]\n    positive: []\ntopics:\n  - name: f\n    severity: 3\n    near:\n      - {words: [a], with: [b, c], within: 12}\n")
	files["dictionaries/small.yaml"] = []byte("name: a\nwords:\n  - {word: b, weight: -1.5}\n  - word: c\n    freq: 12\n")
	plain := 0
	for name, text := range files {
		for range 400 {
			mangled := mangle(rng, text)
			if agree(t, name, mangled) {
				plain++
			}
		}
	}
	if plain < 100 {
		t.Errorf("only %d mangled files were read as plain: the test says little", plain)
	}
}

// mangle cuts a few lines out of text and puts pieces into them.
func mangle(rng *rand.Rand, text []byte) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	from := rng.IntN(len(lines))
	lines = lines[from:min(len(lines), from+1+rng.IntN(12))]
	cut := bytes.Join(lines, nil)
	cut = append([]byte(nil), cut[:min(len(cut), 2000)]...)
	for range rng.IntN(4) {
		at := rng.IntN(len(cut) + 1)
		piece := pieces[rng.IntN(len(pieces))]
		if rng.IntN(3) == 0 {
			cut = append(cut[:at:at], cut[min(len(cut), at+rng.IntN(4)):]...)
			continue
		}
		cut = append(cut[:at:at], append([]byte(piece), cut[at:]...)...)
	}
	return cut
}

func FuzzPlain(f *testing.F) {
	f.Add([]byte("name: a\nwords:\n  - {word: b, weight: -1.5}\n"))
	f.Add([]byte("name: a\naspects:\n  - name: c\n    terms: [d, e]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		agree(t, "taxonomies/x.yaml", text)
		agree(t, "dictionaries/x.yaml", text)
	})
}
