package nlp

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Texts of one kind are worded otherwise than those of another: 快 is praise of a delivery and nothing
// of a book, and posts of a microblog praise in words that no review has. What all kinds teach together
// misleads a little in each. So every kind has a reader of its own, asked when a text reads like it. Our own sentences,
// few among so many, are a kind too: said plainly, about anything, as many brief posts are.

// kindReaders is what tells the kinds apart and what each makes of a text; nil models: there were no
// two kinds to learn from.
type kindReaders struct {
	names []string      // families of sets, in the order of the outputs
	gate  *linear.Model // how likely each
	worth *linear.Model // the logit for praise that each gives
	post  int           // the output of posts, −1: nobody has shown us any
}

// postsFamily is the family of the sets of posts of a microblog.
const postsFamily = "weibo"

const (
	gateBits  = 15
	worthBits = 19
	// gateEvery is the part of the features that tells a kind: a quarter does.
	gateEvery = 4
	// kindLeast is how likely a kind must be for its reader to be asked.
	kindLeast = 0.1
	// mostKinds bounds the kinds: their weights are the largest part of the file.
	mostKinds = 9
)

// kindSays is what the readers of kinds say of a text: the logit for praise of those asked, each by how
// likely the text is of its kind; how likely its likeliest kind is; how likely it is a post.
type kindSays struct{ worth, known, post float32 }

// likely fills in which kinds the text with these features of its characters may be of, each with how likely it is;
// 0 kinds: none can be told.
func (r *kindReaders) likely(asked *[mostKinds]int32, shares *[mostKinds]float32, chars []uint32) (kinds int, said kindSays) {
	if r.gate == nil {
		return 0, said
	}
	var sums [mostKinds]int32
	var all [mostKinds]float32
	n := 0
	for _, f := range chars {
		if f%gateEvery == 0 {
			r.gate.Sum(sums[:len(r.names)], f/gateEvery)
			n++
		}
	}
	if n == 0 {
		return 0, said
	}
	r.gate.Finish(all[:len(r.names)], sums[:], n)
	linear.Classes(all[:len(r.names)])
	for k, share := range all[:len(r.names)] {
		if share >= kindLeast {
			asked[kinds], shares[kinds] = int32(k), share
			said.known = max(said.known, share)
			kinds++
		}
	}
	if r.post >= 0 {
		said.post = all[r.post]
	}
	return kinds, said
}

// read gives what the readers of the kinds say that the text with these features may be of. The first are those of its
// characters.
func (r *kindReaders) read(chars, features []uint32) kindSays {
	var asked [mostKinds]int32
	var shares [mostKinds]float32
	kinds, said := r.likely(&asked, &shares, chars)
	for i, k := range asked[:kinds] {
		said.worth += shares[i] * r.worth.Logit(int(k), features)
	}
	return said
}

// readBeside gives the logit for praise of general, and what read gives, by one look at each feature.
func (r *kindReaders) readBeside(general *linear.Model, chars, features []uint32) (float32, kindSays) {
	var asked [mostKinds]int32
	var shares [mostKinds]float32
	kinds, said := r.likely(&asked, &shares, chars)
	if kinds == 0 {
		return general.Logit(0, features), said
	}
	var sums [mostKinds]int32
	logit := general.LogitBeside(r.worth, asked[:kinds], sums[:], features)
	for i, k := range asked[:kinds] {
		said.worth += shares[i] * r.worth.FinishOne(int(k), sums[i], len(features))
	}
	return logit, said
}

// families gives the families with enough lessons of polarity among those chosen, at most mostKinds of them, those with
// the most, by name.
func (c *school) families(chosen func(*lesson) bool) []string {
	count := map[string]int{}
	var names []string
	for i := range c.lessons {
		l := &c.lessons[i]
		if l.words || l.polarity != l.polarity || !chosen(l) {
			continue
		}
		if count[l.family]++; count[l.family] == leastFamily {
			names = append(names, l.family)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	names = names[:min(len(names), mostKinds)]
	slices.Sort(names)
	return names
}

// learnKinds trains both models on the lessons chosen. Without two kinds among them there is nothing to
// tell apart, and both are nil.
func (c *school) learnKinds(chosen func(*lesson) bool) (kindReaders, error) {
	names := c.families(chosen)
	if len(names) < 2 {
		return kindReaders{}, nil
	}
	var gates []linear.Example
	worths := make([][]linear.Example, len(names))
	for i := range c.lessons {
		l := &c.lessons[i]
		k := slices.Index(names, l.family)
		if l.words || l.polarity != l.polarity || k < 0 || !chosen(l) {
			continue
		}
		var some []uint32
		for _, f := range l.features {
			if f%gateEvery == 0 {
				some = append(some, f/gateEvery)
			}
		}
		is := make([]float32, len(names))
		is[k] = 1
		if len(some) > 0 {
			gates = append(gates, linear.Example{Features: some, Target: is, Weight: 1})
		}
		worths[k] = append(worths[k], linear.Example{Features: l.worded, Target: []float32{l.polarity}, Weight: l.weight})
	}
	gate, err := linear.Train(gates, linear.Options{Kind: linear.Softmax, Bits: gateBits, Outputs: len(names), Epochs: 3})
	if err != nil {
		return kindReaders{}, err
	}
	readers := make([]*linear.Model, len(names))
	for k := range names {
		readers[k], err = linear.Train(worths[k], linear.Options{Kind: linear.Sigmoid, Bits: worthBits, Outputs: 1, Epochs: 4, NaiveBayes: true})
		if err != nil {
			return kindReaders{}, err
		}
	}
	worth, err := linear.Merge(readers...)
	return newKindReaders(names, gate, worth), err
}

func newKindReaders(names []string, gate, worth *linear.Model) kindReaders {
	return kindReaders{names: names, gate: gate, worth: worth, post: slices.Index(names, postsFamily)}
}

// encode gives the sections of both models; none when there is nothing. The first begins with a line of
// the names.
func (r *kindReaders) encode() (gate, worth []byte) {
	if r.gate == nil {
		return nil, nil
	}
	return append([]byte(strings.Join(r.names, " ")+"\n"), r.gate.Encode()...), r.worth.Encode()
}

// decodeKinds reads both sections; weights without them have no readers of kinds.
func decodeKinds(gate, worth []byte) (kindReaders, error) {
	if len(gate) == 0 && len(worth) == 0 {
		return kindReaders{}, nil
	}
	line, rest, found := strings.Cut(string(gate), "\n")
	if !found {
		return kindReaders{}, fmt.Errorf("%d bytes do not begin with a line of names: train it anew", len(gate))
	}
	names := strings.Fields(line)
	g, err := linear.Decode([]byte(rest))
	if err != nil {
		return kindReaders{}, err
	}
	w, err := linear.Decode(worth)
	if err != nil {
		return kindReaders{}, err
	}
	if len(names) > mostKinds || g.Outputs() != len(names) || w.Outputs() != len(names) {
		return kindReaders{}, fmt.Errorf("%d names for %d and %d outputs, want as many each and at most %d: train it anew", len(names), g.Outputs(), w.Outputs(), mostKinds)
	}
	if g.Kind() != linear.Softmax || w.Kind() != linear.Sigmoid {
		return kindReaders{}, fmt.Errorf("the models are of the kinds %d and %d, want one that tells kinds and one of readers: they were exchanged", g.Kind(), w.Kind())
	}
	return newKindReaders(names, g, w), nil
}
