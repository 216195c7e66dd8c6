package nlp

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	clausal "github.com/tingfeng-voc/tingfeng/nlp/model/clause"
	"github.com/tingfeng-voc/tingfeng/nlp/model/hint"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// fewestHints is how many clauses must be written for a pack before its hints are learned from them.
const fewestHints = 100

// writeHints teaches the hints of a pack by the clauses that were written for it and by the pack's words, and writes their
// section.
func (t *aspectSchool) writeHints(sets []model.Set, f *model.File, log func(format string, args ...any)) error {
	texts, err := t.hintTexts(sets)
	if err != nil {
		return err
	}
	written := len(texts)
	if written < fewestHints {
		return nil
	}
	texts = t.appendPlain(t.appendWords(texts), sets)
	o := hint.Options{Names: aspectNames(t.pack)}
	if table := t.a.learned.kin; table != nil {
		o.Dims = table.Dims()
	}
	head, err := hint.Train(texts, o)
	if err != nil {
		return err
	}
	log("hints of %s: %d clauses beside %d words and plain texts, from %.2f", t.pack.Name, written, len(texts)-written, head.Least())
	return f.Set(sectionHints(t.pack.Name), head.Encode())
}

// hintTexts reads the clauses that were written for the pack.
func (t *aspectSchool) hintTexts(sets []model.Set) ([]hint.Text, error) {
	var texts []hint.Text
	for i := range sets {
		set := &sets[i]
		if set.Task != model.TaskClauses {
			continue
		}
		for _, row := range set.Rows {
			if set.Cell(row, "pack") != t.pack.Name {
				continue
			}
			labels, err := t.labelsOf(set.Cell(row, "aspects"))
			if err != nil {
				return nil, err
			}
			if text, ok := t.hintText(set.Cell(row, set.Text), labels); ok {
				texts = append(texts, text)
			}
		}
	}
	return texts, nil
}

// appendWords takes the words of the pack for clauses: they tell which words are akin to those of an aspect. No threshold
// is chosen by them.
func (t *aspectSchool) appendWords(texts []hint.Text) []hint.Text {
	for k := range t.pack.Aspects {
		rule := &t.pack.Aspects[k]
		labels := t.blank(clausal.Absent)
		labels[k] = clausal.Neutral
		for _, w := range slices.Concat(rule.Terms, rule.Positive, rule.Negative) {
			if text, ok := t.hintText(w, labels); ok {
				text.Asked = false
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// plainSeldom: every so manieth of our own sentences without a side stands for what people say of nothing in particular.
const plainSeldom = 12

// appendPlain takes some of our own sentences that take no side and hold no word of the pack: they speak of none of its
// aspects.
func (t *aspectSchool) appendPlain(texts []hint.Text, sets []model.Set) []hint.Text {
	none := t.blank(clausal.Absent)
	for i := range sets {
		set := &sets[i]
		if set.Task != model.TaskOwn {
			continue
		}
		for n, row := range set.Rows {
			if n%plainSeldom != 0 || set.Cell(row, "sentiment") != "neutral" {
				continue
			}
			text, ok := t.hintText(set.Cell(row, set.Text), none)
			if ok && t.s.packScore[t.number] == 0 {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// hintText reads a text as the head will be shown it; not ok where it has no words. The head will be asked where no word of
// the pack names an aspect.
func (t *aspectSchool) hintText(text string, labels []clausal.Label) (hint.Text, bool) {
	out := hint.Text{Speaks: make([]bool, len(labels))}
	for k, l := range labels {
		out.Speaks[k] = l > clausal.Absent
	}
	t.a.readClauses(&t.s, normal.Text(text), t.number)
	for i := range t.s.clauses {
		c := t.a.hintClause(&t.s, i)
		if len(c.Words) == 0 {
			continue
		}
		out.Clauses = append(out.Clauses, hint.Clause{Words: slices.Clone(c.Words), Kin: slices.Clone(c.Kin)})
	}
	out.Asked = len(t.s.near) == 0
	return out, len(out.Clauses) > 0
}
