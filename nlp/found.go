package nlp

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// foundPack is the pack accepted discoveries become topics of.
const foundPack = "found"

// With gives the options with what people accepted of the discoveries: a word becomes a word of the
// dictionary, with its weight; what was accepted under the name of a topic becomes a topic as well. A
// topic that a pack has already gains words and stays what it is.
func (o Options) With(accepted []voc.Discovery) Options {
	found := []Pack{{Name: foundPack, Title: "新发现"}}
	packs := slices.Clone(o.Packs)
	words := slices.Clone(o.UserWords)
	for i := range accepted {
		d := &accepted[i]
		if d.State != voc.DiscoveryAccepted || len(d.Words) == 0 {
			continue
		}
		if d.Kind == voc.DiscoveryWord {
			words = append(words, UserWord{Word: d.Words[0], Weight: d.Weight})
		}
		// Two finds accepted as one topic are two ways to find it.
		if d.Topic != "" && !extend(packs, d) && !extend(found, d) {
			found[0].Topics = append(found[0].Topics, topicOf(d))
		}
	}
	o.UserWords = words
	if len(found[0].Topics) > 0 {
		packs = append(packs, found...)
		brands := slices.Clone(o.Brands)
		for i := range brands {
			if len(brands[i].Packs) > 0 { // an empty list means all
				brands[i].Packs = append(slices.Clone(brands[i].Packs), foundPack)
			}
		}
		o.Brands = brands
	}
	o.Packs = packs
	return o
}

// extend adds what a discovery is found by to the topic it was accepted as, when a pack has it.
func extend(packs []Pack, d *voc.Discovery) bool {
	for i := range packs {
		for j := range packs[i].Topics {
			if packs[i].Topics[j].Name != d.Topic {
				continue
			}
			topics := slices.Clone(packs[i].Topics)
			more := topicOf(d)
			topics[j].Terms = append(slices.Clone(topics[j].Terms), more.Terms...)
			topics[j].Near = append(slices.Clone(topics[j].Near), more.Near...)
			packs[i].Topics = topics
			return true
		}
	}
	return false
}

// storyWithin is how many runes the words of a story may stand apart.
const storyWithin = 40

// topicOf is a topic found by one word, or by two of a story's words close to each other.
func topicOf(d *voc.Discovery) TopicRule {
	rule := TopicRule{Name: d.Topic, Title: d.Topic, Mood: moodAny}
	if d.Negative > 0.5 {
		rule.Mood = moodNegative
	}
	if len(d.Words) == 1 {
		rule.Terms = d.Words
		return rule
	}
	for i, w := range d.Words[:len(d.Words)-1] {
		rule.Near = append(rule.Near, Near{Words: []string{w}, With: d.Words[i+1:], Within: storyWithin})
	}
	return rule
}

// Known tells whether the dictionary, the lexicon or a rule of the options holds a word. What holds
// the name of a brand is a phrase about it and counts as known.
func (a *Analyzer) Known(word string) bool {
	norm := normal.Text(word)
	if a.segmenter.Has(norm) {
		return true
	}
	runes := []rune(norm)
	for _, h := range a.vocabulary.trie.Scan(nil, runes) {
		if h.Start == 0 && int(h.End) == len(runes) || a.vocabulary.names(h.Word) {
			return true
		}
	}
	return false
}

// names tells whether word i is a brand's name.
func (v *vocabulary) names(i int32) bool {
	for _, e := range v.meanings(i) {
		if e.kind == kindBrand {
			return true
		}
	}
	return false
}

// Words appends the words of a text that mean something by themselves: no particles, no numbers, no
// names of people or links. The text must be normalised.
func (a *Analyzer) Words(dst []string, norm string) []string {
	s := a.scratches.Get().(*scratch)
	defer a.scratches.Put(s)
	s.load(&a.vocabulary, norm)
	a.cut(s)
	for _, t := range s.tokens {
		w := norm[t.Start:t.End]
		if len(w) >= len("喝茶") && isHan([]rune(w)[0]) && !a.stop[w] && !s.skipped(t.Start) {
			dst = append(dst, w)
		}
	}
	return dst
}
