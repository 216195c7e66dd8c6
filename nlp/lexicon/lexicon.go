// Package lexicon holds the words of judgement and their modifiers: what Chinese customers say when
// they are pleased, annoyed, ironic, in danger or about to sue.
//
// The lists are ours, in plain text files: a line "[class argument]" opens a list, words follow,
// separated by white space. One file is not ours: signed.tsv holds the signed words of JioNLP
// (Apache-2.0, see NOTICE), which our own lists overrule.
package lexicon

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed words/*.txt
var files embed.FS

//go:embed signed.tsv
var signed string

// Class says what a word does to a sentence.
type Class string

// The classes of word.
const (
	Opinion    Class = "opinion"    // judges; the argument is the weight, −3…3; 0: looks like a judgement or a negation and is none
	Negator    Class = "negator"    // turns what follows round: 不, 没有
	Softener   Class = "softener"   // turns it round mildly: 不太, 不怎么
	Degree     Class = "degree"     // makes it stronger or weaker; the argument is the factor
	Contrast   Class = "contrast"   // what follows counts more than what stood before (但是, above 1), or less (就是, below)
	Concede    Class = "concede"    // what follows is granted only: 虽然
	Summary    Class = "summary"    // what follows is the verdict: 总之
	Irrealis   Class = "irrealis"   // what follows is wished or supposed, not said: 如果, 希望
	Rhetorical Class = "rhetorical" // asks and means the opposite: 哪里, 也叫
	Compare    Class = "compare"    // compares and comes off badly: 不如
	Bland      Class = "bland"      // a verdict between good and bad: 中规中矩
	Question   Class = "question"   // asks: 请问, 吗
	Irony      Class = "irony"      // praise that is none; argument "sure" alone suffices, "mark" needs a complaint beside it
	Implicit   Class = "implicit"   // complains without a word of judgement; the argument is the weight
	Emotion    Class = "emotion"    // shows a feeling; the argument is its name and weight
	Intent     Class = "intent"     // shows what the writer wants; the argument is its name
	Severity   Class = "severity"   // raises the severity; the argument is reason and level
	Danger     Class = "danger"     // half of a danger, or what tells whether it happened; the argument is which
	Rank       Class = "rank"       // ranks one thing above another; the argument is how
	Offence    Class = "offence"    // insults people; the argument is the weight, 2 suffices
	Noise      Class = "noise"      // smells of noise; the argument is the label and its points
	Stop       Class = "stop"       // never a keyword
)

// Entry is one word in one class.
type Entry struct {
	Word  string
	Class Class
	Name  string  // "angry", "food", "advert", "sure"; "" where the class needs none
	Value float64 // weight, factor, level or points; 0 where the class needs none
}

// classes lists for each class how many arguments its head has: a name, a value.
var classes = map[Class]struct{ name, value bool }{
	Opinion: {false, true}, Negator: {}, Softener: {}, Degree: {false, true}, Contrast: {false, true}, Concede: {}, Summary: {},
	Irrealis: {}, Rhetorical: {}, Compare: {}, Bland: {}, Question: {}, Irony: {true, false}, Implicit: {false, true}, Emotion: {true, true},
	Intent: {true, false}, Severity: {true, true}, Danger: {true, false}, Rank: {true, false}, Offence: {false, true}, Noise: {true, true}, Stop: {},
}

// Own gives the entries of our own lists, in the order of the files.
func Own() ([]Entry, error) {
	names, err := fs.Glob(files, "words/*.txt")
	if err != nil {
		return nil, err
	}
	var all []Entry
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		entries, err := Parse(name, string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	return all, nil
}

// Parse reads one file of lists; name is told in errors.
func Parse(name, text string) ([]Entry, error) {
	var (
		all  []Entry
		head Entry
	)
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "[[") || !strings.HasPrefix(line, "["):
			if head.Class == "" {
				return nil, fmt.Errorf("lexicon: %s:%d: words before the first [class]", name, n)
			}
			for _, w := range strings.Fields(line) {
				e := head
				e.Word = strings.ReplaceAll(strings.TrimPrefix(w, "["), "_", " ")
				if strings.HasPrefix(w, "[") {
					e.Word = w[1:]
				}
				all = append(all, e)
			}
		default:
			var err error
			if head, err = parseHead(line); err != nil {
				return nil, fmt.Errorf("lexicon: %s:%d: %w", name, n, err)
			}
		}
	}
	return all, nil
}

func parseHead(line string) (Entry, error) {
	args := strings.Fields(strings.Trim(line, "[]"))
	if len(args) == 0 {
		return Entry{}, fmt.Errorf("empty head")
	}
	e := Entry{Class: Class(args[0])}
	shape, ok := classes[e.Class]
	if !ok {
		return Entry{}, fmt.Errorf("class %q is not known", args[0])
	}
	args = args[1:]
	if shape.name {
		if len(args) == 0 {
			return Entry{}, fmt.Errorf("class %s needs a name", e.Class)
		}
		e.Name, args = args[0], args[1:]
	}
	if shape.value {
		if len(args) == 0 {
			return Entry{}, fmt.Errorf("class %s needs a number", e.Class)
		}
		v, err := strconv.ParseFloat(args[0], 64)
		if err != nil {
			return Entry{}, fmt.Errorf("class %s: %w", e.Class, err)
		}
		e.Value, args = v, args[1:]
	}
	if len(args) > 0 {
		return Entry{}, fmt.Errorf("class %s: %q is too much", e.Class, args)
	}
	return e, nil
}

// Signed gives JioNLP's signed words as opinions. Their scores, ±1.1…±1.9, are kept as they are.
func Signed() ([]Entry, error) {
	all := make([]Entry, 0, strings.Count(signed, "\n"))
	n := 0
	for line := range strings.Lines(signed) {
		n++
		if strings.HasPrefix(line, "#") {
			continue
		}
		word, score, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		v, err := strconv.ParseFloat(score, 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("lexicon: signed.tsv:%d: want word, tab, score, found %q", n, line)
		}
		all = append(all, Entry{Word: word, Class: Opinion, Value: v})
	}
	return all, nil
}
