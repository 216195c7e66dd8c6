package model

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// ownRow is one of our own sentences with its labels by column; a missing or empty one is not labelled.
type ownRow struct {
	file   string
	text   string
	labels map[string]string
}

const (
	learnedFrom = "sentences"
	testedOn    = "../testdata/own"
)

var ownColumns = map[string][]string{
	"sentiment": {"negative", "neutral", "positive"},
	"emotion":   {"happy", "angry", "sad", "fear", "surprise", "neutral"},
	"intent":    {"complaint", "question", "suggestion", "praise", "request", "churn", "promotion", "other"},
	"severity":  {"0", "1", "2", "3", "4"},
	"irony":     {"0", "1"},
	"implicit":  {"0", "1"},
}

// The counts a file must not fall below: a set that shrank would still train and still pass.
var ownAtLeast = map[string]int{
	"sentences/irony.csv":             700,
	"sentences/implicit.csv":          1200,
	"sentences/implicit-2.csv":        1500,
	"sentences/irony-2.csv":           500,
	"sentences/severity-2.csv":        360,
	"sentences/discourse.csv":         500,
	"sentences/severity.csv":          350,
	"sentences/cantonese.csv":         250,
	"sentences/hongkong.csv":          420,
	"sentences/posts.csv":             450,
	"sentences/media-films.csv":       900,
	"sentences/media-reads.csv":       300,
	"../testdata/own/irony.csv":       640,
	"../testdata/own/discourse.csv":   300,
	"../testdata/own/severity.csv":    200,
	"../testdata/own/cantonese.csv":   150,
	"../testdata/own/traditional.csv": 200,
	"../testdata/own/media.csv":       240,
	"../testdata/own/hongkong.csv":    200,
	"../testdata/own/posts.csv":       200,
}

func readOwn(t *testing.T, file string) (header []string, rows [][]string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatalf("our own sentences: %v", err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if len(all) < 2 {
		t.Fatalf("%s: no sentences", file)
	}
	return all[0], all[1:]
}

// ownSentences reads every file of a folder that holds labelled sentences; clauses and pairs have other columns.
func ownSentences(t *testing.T, folder string) []ownRow {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files of sentences (%v)", folder, err)
	}
	var out []ownRow
	for _, file := range files {
		header, rows := readOwn(t, file)
		if header[0] != "text" || !slices.Contains(header, "sentiment") {
			continue
		}
		for _, row := range rows {
			labels := map[string]string{}
			for i, column := range header[1:] {
				labels[column] = row[i+1]
			}
			out = append(out, ownRow{filepath.ToSlash(file), row[0], labels})
		}
	}
	return out
}

// bare leaves out punctuation and spaces; a text of nothing else stays as it is.
func bare(text string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	if kept == "" {
		return text
	}
	return kept
}

func bigrams(text string) map[string]bool {
	runes := []rune(bare(text))
	out := map[string]bool{}
	for i := 0; i+2 <= len(runes); i++ {
		out[string(runes[i:i+2])] = true
	}
	return out
}

func TestOwnSentencesHaveKnownLabels(t *testing.T) {
	for _, row := range append(ownSentences(t, learnedFrom), ownSentences(t, testedOn)...) {
		if strings.TrimSpace(row.text) != row.text || row.text == "" || !utf8.ValidString(row.text) {
			t.Errorf("%s: %q is empty, has spaces at its ends, or is no UTF-8", row.file, row.text)
		}
		for column, known := range ownColumns {
			if label := row.labels[column]; label != "" && !slices.Contains(known, label) {
				t.Errorf("%s: %s %q of %q is none of %v", row.file, column, label, row.text, known)
			}
		}
	}
}

func TestOwnSentencesDoNotContradictThemselves(t *testing.T) {
	for _, row := range append(ownSentences(t, learnedFrom), ownSentences(t, testedOn)...) {
		sentiment, intent := row.labels["sentiment"], row.labels["intent"]
		if sentiment == "positive" && intent == "complaint" || sentiment == "negative" && intent == "praise" {
			t.Errorf("%s: %s and %s at once: %q", row.file, sentiment, intent, row.text)
		}
		if sentiment == "positive" && row.labels["emotion"] == "angry" {
			t.Errorf("%s: angry praise: %q", row.file, row.text)
		}
	}
}

func TestOwnSentencesAreAsManyAsPromised(t *testing.T) {
	for file, least := range ownAtLeast {
		if _, rows := readOwn(t, filepath.FromSlash(file)); len(rows) < least {
			t.Errorf("%s: %d sentences, promised %d", file, len(rows), least)
		}
	}
}

func TestNoOwnSentenceStandsTwice(t *testing.T) {
	seen := map[string]string{}
	for _, row := range append(ownSentences(t, learnedFrom), ownSentences(t, testedOn)...) {
		key := bare(row.text)
		if before, ok := seen[key]; ok {
			t.Errorf("%q stands in %s and in %s", row.text, before, row.file)
		}
		seen[key] = row.file
	}
}

// A test sentence that is a learned one with a word changed measures memory, not understanding.
func TestOwnTestsAreNoCopiesOfWhatIsLearned(t *testing.T) {
	const alike = 0.7 // share of common bigrams; two sentences of one template lie above, two of one scene below
	learned := ownSentences(t, learnedFrom)
	having := map[string][]int{}
	sizes := make([]int, len(learned))
	for i, row := range learned {
		grams := bigrams(row.text)
		sizes[i] = len(grams)
		for gram := range grams {
			having[gram] = append(having[gram], i)
		}
	}
	for _, row := range ownSentences(t, testedOn) {
		grams := bigrams(row.text)
		if len(grams) < 3 { // an emoticon, a row of dots: equality is all one can ask, and asked above
			continue
		}
		common := map[int]int{}
		for gram := range grams {
			for _, i := range having[gram] {
				common[i]++
			}
		}
		for i, n := range common {
			if float64(n) >= alike*float64(sizes[i]+len(grams)-n) {
				t.Errorf("%s: %q is too near to %q of %s", row.file, row.text, learned[i].text, learned[i].file)
			}
		}
	}
}

// Were one side larger, a head that always says it would look good.
func TestIronyIsBalanced(t *testing.T) {
	for _, file := range []string{learnedFrom + "/irony.csv", learnedFrom + "/irony-2.csv", testedOn + "/irony.csv"} {
		header, rows := readOwn(t, filepath.FromSlash(file))
		column := slices.Index(header, "irony")
		ironic := 0
		for _, row := range rows {
			if row[column] == "1" {
				ironic++
			}
		}
		if share := float64(ironic) / float64(len(rows)); share < 0.45 || share > 0.55 {
			t.Errorf("%s: %.0f %% ironic, want 45–55", file, 100*share)
		}
	}
}

// Conversion between the scripts is by character, so pairs have one length; and a pair of equals tests nothing.
func TestPairsOfScriptsAreAligned(t *testing.T) {
	header, rows := readOwn(t, filepath.FromSlash(testedOn+"/traditional.csv"))
	if !slices.Equal(header, []string{"simplified", "traditional"}) {
		t.Fatalf("columns %v", header)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if utf8.RuneCountInString(row[0]) != utf8.RuneCountInString(row[1]) || row[0] == row[1] {
			t.Errorf("%q and %q are not one sentence in two scripts", row[0], row[1])
		}
		if seen[row[0]] {
			t.Errorf("%q stands twice", row[0])
		}
		seen[row[0]] = true
	}
}
