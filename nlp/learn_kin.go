package nlp

import (
	"errors"
	"fmt"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/kin"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// sectionKin names the section of the directions of words: what stands among alike words is alike. Heads of packs hear by
// it of words their own texts never used.
const sectionKin = "kin"

// learnKin learns the directions of words from the texts of all sets, whatever those are labelled with. Lists of words are
// passed over: nothing stands beside anything there.
func learnKin(sets []model.Set, f *model.File, log func(format string, args ...any)) error {
	a, err := bareAnalyzer(nil, nil)
	if err != nil {
		return err
	}
	var s scratch
	var texts [][]uint32
	met := map[string]bool{}
	for i := range sets {
		set := &sets[i]
		if set.Task == model.TaskLexicon {
			continue
		}
		for _, row := range set.Rows {
			norm := normal.Text(set.Cell(row, set.Text))
			if norm == "" || met[norm] {
				continue
			}
			met[norm] = true
			s.load(&a.vocabulary, norm)
			a.cut(&s)
			a.findTerms(&s)
			texts = append(texts, s.wordsOf(nil, 0, len(s.runes)))
		}
	}
	table, err := kin.Learn(texts, kin.Options{})
	if errors.Is(err, kin.ErrTooLittle) {
		log("directions of words: none, %d texts are too few", len(texts))
		return nil
	}
	if err != nil {
		return fmt.Errorf("directions of words: %w", err)
	}
	log("directions of %d words from %d texts", table.Words(), len(texts))
	return f.Set(sectionKin, table.Encode())
}
