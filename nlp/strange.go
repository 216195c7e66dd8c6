package nlp

import "unicode"

// Strange counts the characters of a normalised text that belong to words, and those of them that
// belong to no word the dictionary or the lexicon knows. A share that grows from week to week says
// that people talk of something the analysis has not met.
func (a *Analyzer) Strange(norm string) (strange, all int) {
	s := a.scratches.Get().(*scratch)
	defer a.scratches.Put(s)
	s.load(&a.vocabulary, norm)
	a.cut(s)
	for _, t := range s.tokens {
		letters := 0
		for _, r := range norm[t.Start:t.End] {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		all += letters
		if letters > 0 && t.POS == 'x' && !s.skipped(t.Start) {
			strange += letters
		}
	}
	return strange, all
}
