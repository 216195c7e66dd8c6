package nlp

import (
	"fmt"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/lexicon"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/nlp/trie"
)

// kind says what one word found in a text means to the heads.
type kind uint8

const (
	kindOpinion       kind = iota // value: weight
	kindNegator                   //
	kindSoftener                  //
	kindDegree                    // value: factor
	kindContrast                  //
	kindConcede                   //
	kindSummary                   //
	kindIrrealis                  //
	kindRhetorical                //
	kindCompare                   //
	kindBland                     //
	kindQuestion                  //
	kindIrony                     // value: 1 sure, 0 mark
	kindImplicit                  // value: weight
	kindEmotion                   // id: index into emotions; value: weight
	kindIntent                    // id: index into intents
	kindSeverity                  // id: index into reasonNames; value: level
	kindNoise                     // id: index into noiseNames; value: points
	kindAspect                    // id: aspect
	kindAspectOpinion             // id: aspect; value: weight
	kindDomain                    // id: pack
	kindTopic                     // id: topic
	kindTopicNot                  // id: topic
	kindNearWord                  // id: near rule
	kindNearWith                  // id: near rule
	kindBrand                     // id: brand
	kindBrandMust                 // id: brand; value: which of them
	kindBrandNot                  // id: brand; value: 1 it contains a name and masks it, 0 it vetoes
	kindStore                     // id: store
	kindPlace                     // id: place
	kindDanger                    // id: index into dangerNames
	kindBrandContext              // id: brand
	kindRank                      // id: index into rankNames
	kindOffence                   // value: weight
	kindDistrict                  // id: district; value: 1 it needs no city beside it
	kinds
)

// entry is one meaning of a word.
type entry struct {
	kind  kind
	id    int32
	value float32
}

// vocabulary is every word an Analyzer knows, each with all its meanings, in one trie.
type vocabulary struct {
	index   map[string]int
	words   []string
	entries [][]entry // by word, until it is built
	small   slab[entry]
	first   []int32 // flat[first[w]:first[w+1]] are the meanings of word w
	flat    []entry
	trie    *trie.Trie
}

// newVocabulary has room for the words of the lexicon and of a dozen packs.
func newVocabulary() vocabulary {
	const words = 60_000
	return vocabulary{index: make(map[string]int, words), words: make([]string, 0, words), entries: make([][]entry, 0, words), small: slab[entry]{size: 4096}}
}

// add gives word a meaning more. Words are normalised as texts are, so a rule may be written in
// any script, width or case.
func (v *vocabulary) add(word string, e entry) { v.addNormal(normal.Text(word), e) }

func (v *vocabulary) addNormal(word string, e entry) {
	if word == "" {
		return
	}
	i, ok := v.index[word]
	if !ok {
		i = len(v.words)
		v.index[word] = i
		v.words = append(v.words, word)
		v.entries = append(v.entries, nil)
	}
	for _, have := range v.entries[i] {
		if have == e {
			return
		}
	}
	if v.entries[i] == nil {
		v.entries[i] = v.small.take(1) // nearly all words mean one thing
		v.entries[i][0] = e
		return
	}
	v.entries[i] = append(v.entries[i], e)
}

// An opinion that names no aspect carries in place of its number whose word it is.
const (
	ownWord    = -1
	signedWord = -2
)

// weigh gives word a weight of judgement, in place of any it had.
func (v *vocabulary) weigh(word string, weight float64) {
	word = normal.Text(word)
	if i, ok := v.index[word]; ok {
		for j := range v.entries[i] {
			if e := &v.entries[i][j]; e.kind == kindOpinion {
				e.id, e.value = ownWord, float32(weight)
				return
			}
		}
	}
	v.add(word, entry{kind: kindOpinion, id: ownWord, value: float32(weight)})
}

// build makes the trie; nothing may be added after.
func (v *vocabulary) build() error {
	t, err := trie.Build(v.words)
	if err != nil {
		return fmt.Errorf("nlp: %w", err)
	}
	v.trie = t
	v.first = make([]int32, 1, len(v.entries)+1)
	v.flat = make([]entry, 0, len(v.entries)+len(v.entries)/4)
	for _, list := range v.entries {
		v.flat = append(v.flat, list...)
		v.first = append(v.first, int32(len(v.flat)))
	}
	v.index, v.entries, v.words, v.small = nil, nil, nil, slab[entry]{}
	return nil
}

// meanings gives what word number w means.
func (v *vocabulary) meanings(w int32) []entry { return v.flat[v.first[w]:v.first[w+1]] }

// signedScale brings JioNLP's scores (±1.1…1.9) onto our scale: a word nobody of us has weighed
// counts little.
const signedScale = 0.45

// addLexicon loads the embedded lexicon: our words, then JioNLP's where we have none of our own.
func (v *vocabulary) addLexicon() error {
	own, err := lexicon.Own()
	if err != nil {
		return err
	}
	for _, e := range own {
		if err := v.addEntry(e); err != nil {
			return err
		}
	}
	signed, err := lexicon.Signed()
	if err != nil {
		return err
	}
	ours := len(v.words)
	for _, e := range signed {
		// Single characters are too often part of other words.
		if len(e.Word) <= len("好") {
			continue
		}
		word := normal.Text(e.Word)
		if i, known := v.index[word]; (!known || i >= ours) && !v.inflects(word, ours) {
			v.addNormal(word, entry{kind: kindOpinion, id: signedWord, value: float32(e.Value * signedScale)})
		}
	}
	return nil
}

// inflects tells whether a word is one of our first words with a particle behind it: 满意的 weighs what 满意 does.
func (v *vocabulary) inflects(word string, ours int) bool {
	for _, particle := range []string{"的", "地", "了"} {
		if stem, cut := strings.CutSuffix(word, particle); cut {
			i, known := v.index[stem]
			return known && i < ours
		}
	}
	return false
}

var plainKinds = map[lexicon.Class]kind{
	lexicon.Negator: kindNegator, lexicon.Softener: kindSoftener, lexicon.Degree: kindDegree, lexicon.Contrast: kindContrast,
	lexicon.Concede: kindConcede, lexicon.Summary: kindSummary, lexicon.Irrealis: kindIrrealis, lexicon.Rhetorical: kindRhetorical,
	lexicon.Question: kindQuestion, lexicon.Compare: kindCompare, lexicon.Bland: kindBland, lexicon.Implicit: kindImplicit, lexicon.Offence: kindOffence,
}

// named lists the classes whose entries carry a name, with the names known.
var named = map[lexicon.Class]struct {
	kind  kind
	names []string
}{
	lexicon.Emotion:  {kindEmotion, emotionNames},
	lexicon.Intent:   {kindIntent, intentNames},
	lexicon.Severity: {kindSeverity, reasonNames},
	lexicon.Noise:    {kindNoise, noiseNames},
	lexicon.Danger:   {kindDanger, dangerNames},
	lexicon.Rank:     {kindRank, rankNames},
	lexicon.Irony:    {kindIrony, []string{"mark", "sure"}},
}

func (v *vocabulary) addEntry(e lexicon.Entry) error {
	if e.Class == lexicon.Opinion {
		v.weigh(e.Word, e.Value)
		return nil
	}
	if e.Class == lexicon.Stop {
		return nil // read by the keywords
	}
	if k, ok := plainKinds[e.Class]; ok {
		v.add(e.Word, entry{kind: k, value: float32(e.Value)})
		return nil
	}
	n := named[e.Class]
	for id, name := range n.names {
		if name == e.Name {
			v.add(e.Word, entry{kind: n.kind, id: int32(id), value: float32(e.Value)})
			return nil
		}
	}
	return fmt.Errorf("nlp: lexicon word %q: %s %q is not known: known are %s", e.Word, e.Class, e.Name, strings.Join(n.names, ", "))
}
