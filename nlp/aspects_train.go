package nlp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	clausal "github.com/tingfeng-voc/tingfeng/nlp/model/clause"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/nlp/segment"
)

// AspectTrainer gives the trainer of the heads of packs: it reads the sets of the tasks aspects and
// clauses and writes one section a pack that they teach.
//
// A set of the task aspects belongs to a pack and has either one column an aspect, named in
// aspects, or one row for each aspect of a text: then family_column names the column of the aspect,
// aspects its values, and label the column of the label. Labels make negative, neutral, positive or
// absent of what the cells hold. An aspect a text is not labelled with is not known in the first
// form; in the second it is absent when aspects lists it, and not known otherwise.
func AspectTrainer(packs []Pack) model.Trainer {
	return func(sets []model.Set, f *model.File, log func(format string, args ...any)) error {
		a, err := bareAnalyzer(packs, f)
		if err != nil {
			return err
		}
		for p := range packs {
			t := aspectSchool{a: a, pack: &packs[p], number: int32(p)}
			if err := t.enrol(sets); err != nil {
				return err
			}
			if err := t.writeHints(sets, f, log); err != nil {
				return fmt.Errorf("pack %s: %w", t.pack.Name, err)
			}
			if len(t.reviews)-t.written < fewestReviews {
				continue
			}
			head, err := clausal.Train(t.reviews, t.options())
			if err != nil {
				return fmt.Errorf("pack %s: %w", t.pack.Name, err)
			}
			log("aspects of %s: %d texts, %d of them written for it", t.pack.Name, len(t.reviews), t.written)
			if err := f.Set(sectionAspects(t.pack.Name), head.Encode()); err != nil {
				return err
			}
			if err := t.writeVoices(sets, f, log); err != nil {
				return fmt.Errorf("pack %s: %w", t.pack.Name, err)
			}
		}
		return nil
	}
}

// fewestReviews is how many texts that people wrote must be labelled with a pack's aspects before a
// head is trained: heads taught by a few hundred of our own clauses alone do no better on others of
// our clauses than the words do.
const fewestReviews = 100

// bareAnalyzer understands clauses and words, and nothing else but what f has learned; nil: nothing.
func bareAnalyzer(packs []Pack, f *model.File) (*Analyzer, error) {
	o := DefaultOptions()
	o.Packs = packs
	a := &Analyzer{opt: o, onlyPack: -1, vocabulary: vocabulary{index: map[string]int{}}}
	if err := a.compile(); err != nil {
		return nil, err
	}
	if err := a.vocabulary.build(); err != nil {
		return nil, err
	}
	var err error
	if a.segmenter, err = segment.New(nil); err != nil {
		return nil, err
	}
	if f != nil {
		a.learned, err = readLearned(f)
	}
	return a, err
}

// aspectSchool collects what teaches the aspects of one pack.
type aspectSchool struct {
	a       *Analyzer
	pack    *Pack
	number  int32
	head    *packHead // knows the numbers of the aspects
	reviews []clausal.Review
	texts   [][]rune // of the reviews, without tags
	written int
	micro   bool
	s       scratch
}

func (t *aspectSchool) options() clausal.Options {
	o := clausal.Options{Names: aspectNames(t.pack)}
	if t.micro {
		o.Measure = clausal.Micro
	}
	return o
}

func aspectNames(p *Pack) []string {
	names := make([]string, len(p.Aspects))
	for i := range p.Aspects {
		names[i] = p.Aspects[i].Name
	}
	return names
}

// newAspectHead numbers the pack's aspects as a head trained on it will.
func (a *Analyzer) numbering(pack *Pack, number int32) *packHead {
	first := int32(0)
	for p := range number {
		first += int32(len(a.opt.Packs[p].Aspects))
	}
	h := &packHead{pack: number, first: first}
	for i := range pack.Aspects {
		h.to, h.from = append(h.to, first+int32(i)), append(h.from, int32(i))
	}
	return h
}

func (t *aspectSchool) enrol(sets []model.Set) error {
	t.head = t.a.numbering(t.pack, t.number)
	for i := range sets {
		set := &sets[i]
		var err error
		switch {
		case set.Task == model.TaskClauses:
			err = t.enrolClauses(set)
		case set.Task != model.TaskAspects || set.Pack != t.pack.Name:
		case set.FamilyColumn != "":
			t.micro = true
			err = t.enrolRows(set)
		default:
			err = t.enrolColumns(set)
		}
		if err != nil {
			return fmt.Errorf("set %s: %w", set.Name, err)
		}
	}
	return nil
}

// number gives the aspect's number in the pack.
func (t *aspectSchool) aspect(name string) (int, error) {
	for i := range t.pack.Aspects {
		if t.pack.Aspects[i].Name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("pack %s has no aspect %q", t.pack.Name, name)
}

func labelOf(word string) (clausal.Label, error) {
	switch word {
	case "absent":
		return clausal.Absent, nil
	case "negative":
		return clausal.Negative, nil
	case "neutral":
		return clausal.Neutral, nil
	case "positive":
		return clausal.Positive, nil
	case "":
		return clausal.Unknown, nil
	}
	return 0, fmt.Errorf("label %q: write negative, neutral, positive or absent", word)
}

func (t *aspectSchool) blank(label clausal.Label) []clausal.Label {
	labels := make([]clausal.Label, len(t.pack.Aspects))
	for i := range labels {
		labels[i] = label
	}
	return labels
}

// enrolClauses takes our own clauses: "service.waiting:negative|dish.taste:positive".
func (t *aspectSchool) enrolClauses(set *model.Set) error {
	for _, row := range set.Rows {
		if set.Cell(row, "pack") != t.pack.Name {
			continue
		}
		labels, err := t.labelsOf(set.Cell(row, "aspects"))
		if err != nil {
			return err
		}
		t.add(set.Cell(row, set.Text), labels, true)
	}
	return nil
}

// labelsOf reads what a clause of our own is labelled with; every other aspect is absent.
func (t *aspectSchool) labelsOf(pairs string) ([]clausal.Label, error) {
	labels := t.blank(clausal.Absent)
	for pair := range strings.SplitSeq(pairs, "|") {
		if pair == "" {
			continue
		}
		name, word, _ := strings.Cut(strings.TrimSpace(pair), ":")
		k, err := t.aspect(name)
		if err != nil {
			return nil, err
		}
		if labels[k], err = labelOf(word); err != nil {
			return nil, err
		}
	}
	return labels, nil
}

// enrolColumns takes reviews with one column an aspect.
func (t *aspectSchool) enrolColumns(set *model.Set) error {
	for _, row := range set.Rows {
		labels := t.blank(clausal.Unknown)
		for column, name := range set.Aspects {
			k, err := t.aspect(name)
			if err != nil {
				return err
			}
			if labels[k], err = labelOf(set.LabelOf(set.Cell(row, column))); err != nil {
				return err
			}
		}
		t.add(set.Cell(row, set.Text), labels, false)
	}
	return nil
}

// enrolRows takes texts with one row an aspect.
func (t *aspectSchool) enrolRows(set *model.Set) error {
	at := map[string]int{}
	looked := t.blank(clausal.Unknown)
	for _, name := range set.Aspects {
		k, err := t.aspect(name)
		if err != nil {
			return err
		}
		looked[k] = clausal.Absent
	}
	for _, row := range set.Rows {
		name, known := set.Aspects[set.Cell(row, set.FamilyColumn)]
		if !known {
			continue
		}
		k, err := t.aspect(name)
		if err != nil {
			return err
		}
		label, err := labelOf(set.LabelOf(set.Cell(row, set.Label)))
		if err != nil {
			return err
		}
		text := set.Cell(row, set.Text)
		i, met := at[text]
		if !met {
			i = len(t.reviews)
			at[text] = i
			t.add(text, slices.Clone(looked), false)
		}
		t.reviews[i].Labels[k] = label
	}
	return nil
}

// add reads a text as the heads will be shown it.
func (t *aspectSchool) add(text string, labels []clausal.Label, written bool) {
	t.a.readClauses(&t.s, normal.Text(text), t.number)
	t.a.describe(&t.s, t.head)
	units := make([]clausal.Unit, len(t.s.units))
	for i, u := range t.s.units {
		u.Text, u.Hits = append([]rune(nil), u.Text...), append([]clausal.Hit(nil), u.Hits...)
		units[i] = u
	}
	if written {
		t.written++
	}
	t.texts = append(t.texts, slices.Clone(t.s.unmasked(0, len(t.s.runes))))
	t.reviews = append(t.reviews, clausal.Review{Units: units, Praise: t.a.praise(&t.s, 0, len(t.s.runes)), Labels: labels, Written: written})
}

// readClauses loads a normalised text as far as finding the aspects of one pack needs it.
func (a *Analyzer) readClauses(s *scratch, norm string, pack int32) {
	s.load(&a.vocabulary, norm)
	s.findOpinions()
	a.cut(s)
	a.findTerms(s)
	a.rankPacks(s)
	s.resembled = s.resembled[:0]
	a.findWords(s, func(p int32) bool { return p == pack })
}
