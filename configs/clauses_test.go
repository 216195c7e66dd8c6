package configs

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// Clauses of our own, labelled with the aspects they speak of: one folder is learned from, the
// other only ever tested with.
const (
	clausesLearned = "../nlp/model/sentences/clauses-*.csv"
	clausesTested  = "../nlp/testdata/own/clauses-*.csv"
)

// sharedRun is how many characters in a row a tested text may share with a learned one.
const sharedRun = 10

// ownClause is one line of such a file.
type ownClause struct{ file, text, pack, aspects string }

func readClauses(t *testing.T, pattern string) []ownClause {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var list []ownClause
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if head := strings.Join(rows[0], ","); head != "text,pack,aspects,tag" {
			t.Fatalf("%s: the first line is %q, want text,pack,aspects,tag", name, head)
		}
		for _, row := range rows[1:] {
			list = append(list, ownClause{filepath.Base(name), row[0], row[1], row[2]})
			if row[3] == "" {
				t.Errorf("%s: %q has no tag", name, row[0])
			}
		}
	}
	if len(list) == 0 {
		t.Fatalf("no clauses match %s", pattern)
	}
	return list
}

// packAspects maps each pack to the aspects it names.
func packAspects(t *testing.T) map[string]map[string]bool {
	t.Helper()
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]map[string]bool{}
	for _, p := range c.NLP.Packs {
		known[p.Name] = map[string]bool{}
		for _, a := range p.Aspects {
			known[p.Name][a.Name] = true
		}
	}
	return known
}

func TestOwnClausesAreLabelledWithWhatThePackNames(t *testing.T) {
	known := packAspects(t)
	for _, c := range append(readClauses(t, clausesLearned), readClauses(t, clausesTested)...) {
		if want := "clauses-" + c.pack + ".csv"; known[c.pack] == nil || c.file != want {
			t.Errorf("%s: %q is of pack %q, which is not known or has its own file", c.file, c.text, c.pack)
			continue
		}
		if n := len([]rune(c.text)); n < 3 || n > 100 {
			t.Errorf("%s: %q has %d characters", c.file, c.text, n)
		}
		named := map[string]bool{}
		for label := range strings.SplitSeq(c.aspects, "|") {
			aspect, sentiment, ok := strings.Cut(label, ":")
			if label == "" && c.aspects == "" {
				continue // speaks of nothing the pack knows
			}
			switch {
			case !ok || sentiment != "negative" && sentiment != "neutral" && sentiment != "positive":
				t.Errorf("%s: %q is labelled %q: write aspect:negative, :neutral or :positive", c.file, c.text, label)
			case !known[c.pack][aspect]:
				t.Errorf("%s: %q is labelled %s, which pack %s does not name", c.file, c.text, aspect, c.pack)
			case named[label]:
				t.Errorf("%s: %q is labelled %s twice", c.file, c.text, label)
			}
			named[label] = true
		}
	}
}

func TestOwnClausesCoverEveryAspect(t *testing.T) {
	for _, pattern := range []string{clausesLearned, clausesTested} {
		have := map[string]bool{}
		packs := map[string]bool{}
		for _, c := range readClauses(t, pattern) {
			packs[c.pack] = true
			for label := range strings.SplitSeq(c.aspects, "|") {
				have[c.pack+" "+label] = true
			}
		}
		for pack, aspects := range packAspects(t) {
			if !packs[pack] {
				t.Logf("pack %s has no clauses under %s yet", pack, pattern)
				continue
			}
			for aspect := range aspects {
				for _, sentiment := range []string{"negative", "positive"} {
					if !have[pack+" "+aspect+":"+sentiment] {
						t.Errorf("%s: no clause of pack %s is %s for %s", pattern, pack, sentiment, aspect)
					}
				}
			}
		}
	}
}

// TestOwnClausesAreTestedOnOthers proves that no text stands twice and none is both learned and
// tested, nor a long stretch of one.
func TestOwnClausesAreTestedOnOthers(t *testing.T) {
	seen := map[string]string{}
	runs := map[string]string{}
	for _, c := range readClauses(t, clausesLearned) {
		text := normal.Text(c.text)
		if other, ok := seen[text]; ok {
			t.Errorf("%q stands in %s and in %s", c.text, other, c.file)
		}
		seen[text] = c.file
		for _, run := range runsOf(text) {
			runs[run] = c.text
		}
	}
	for _, c := range readClauses(t, clausesTested) {
		text := normal.Text(c.text)
		if other, ok := seen[text]; ok {
			t.Errorf("%q is tested in %s and stands in %s too", c.text, c.file, other)
		}
		seen[text] = c.file
		for _, run := range runsOf(text) {
			if learned, ok := runs[run]; ok {
				t.Errorf("%q is tested and shares %q with %q, which is learned from", c.text, run, learned)
				break
			}
		}
	}
}

// runsOf gives every stretch of sharedRun+1 characters of text.
func runsOf(text string) []string {
	r := []rune(text)
	var list []string
	for i := 0; i+sharedRun+1 <= len(r); i++ {
		list = append(list, string(r[i:i+sharedRun+1]))
	}
	return list
}
