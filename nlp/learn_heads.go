package nlp

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/lexicon"
	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// headBits is the binary logarithm of the features of the heads; taughtBits where tens of thousands of
// labelled posts teach the emotions: those have more to tell apart, and such weights are not shipped.
const (
	headBits   = 16
	taughtBits = 20
)

// emotionPrior is how much likelier each emotion is among posts than among our own sentences, which
// hold more complaints than people write. It is not needed where posts taught the emotions.
var emotionPrior = [...]float64{1, 0.55, 2, 1.2, 1.5, 1.1}

// wordWeight is how much a word of the lexicon counts as a very short text.
const wordWeight = 1

// Every so many texts of reviews stand in for texts without irony, praise without danger, or texts
// that neither insult nor advertise.
const (
	plainEvery = 20
	safeEvery  = 40
	civilEvery = 6
)

// What ownImplicit and ownEmotion give beside labelled sets: found on fifths of the sets' training parts.
const (
	ownUnspokenBesideTaught = 0.005
	ownFeelingsBesideTaught = 0.1
)

// rareFeelings is how far a rare emotion is preferred where posts teach them: by this power of how much
// commoner the commonest is. Each counts alike in the mean of the classes, and a text between two is the
// rare one oftener than a model of the likeliest label says; found like the weights above.
const rareFeelings = 0.2

// pupil is one lesson for a head.
type pupil struct {
	features []uint32
	class    int // of a softmax; of a sigmoid 0 or 1
	weight   float32
}

// learnHeads trains the heads on the lessons that know their labels.
func (c *school) learnHeads() (*linear.Model, error) {
	var lists [8][]pupil // as the outputs stand: emotion, intent, implicit, severity, irony, neutral, offends, sells
	for i := range c.lessons {
		l := &c.lessons[i]
		if l.words {
			continue
		}
		c.read(l.norm)
		features := c.s.headFeatures(append([]uint32(nil), l.features...), float32(l.logit))
		put := func(head, class int, weight float32) {
			if class >= 0 {
				lists[head] = append(lists[head], pupil{features, class, weight})
			}
		}
		feels := l.weight
		if l.own {
			feels *= c.ownEmotion()
		}
		put(0, l.emotion, feels)
		put(1, l.intent, l.weight)
		if l.own && l.implicit >= 0 && l.implicit < 3 {
			put(2, l.implicit, l.weight*c.ownImplicit())
		} else {
			put(2, l.implicit, l.weight)
		}
		put(3, l.severity, l.weight)
		put(4, known(l.irony), l.weight*(1+3*max(l.irony, 0))) // rare, and easily overheard
		put(5, known(l.neutral), l.weight)
		put(6, known(l.offends), l.weight)
		put(7, known(l.sells), l.weight)
		if i%civilEvery == 2 && l.civil() {
			put(6, 0, 1)
			put(7, 0, 1)
		}
		switch {
		case !l.own && i%plainEvery == 0 && l.offends != l.offends && l.sells != l.sells:
			put(4, 0, 0.3)
			if l.polarity == 0 || l.polarity == 1 {
				put(2, 3, 0.3)
			}
		case !l.own && l.polarity == 1 && i%safeEvery == 1:
			put(3, 0, 0.3)
		}
	}
	words, err := c.feelingWords()
	if err != nil {
		return nil, err
	}
	lists[0] = append(lists[0], words...)
	bits := headBits
	if c.taughtEmotion {
		bits = taughtBits
	}
	var models []*linear.Model
	for head, outputs := range []int{6, 8, 4, 5, 1, 1, 1, 1} {
		m, err := train(lists[head], outputs, bits)
		if err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	for class, by := range c.emotionShifts() {
		models[0].Shift(class, by)
	}
	return linear.Merge(models...)
}

// emotionShifts gives what is added to the logit of each emotion that a head has learned.
func (c *school) emotionShifts() (by [6]float64) {
	if !c.taughtEmotion {
		for class, factor := range emotionPrior {
			by[class] = math.Log(factor)
		}
		return by
	}
	var count [6]float64
	most := 1.0
	for i := range c.lessons {
		if l := &c.lessons[i]; l.emotion >= 0 && !l.own {
			count[l.emotion] += float64(l.weight)
			most = max(most, count[l.emotion])
		}
	}
	power := rareFeelings
	if c.taughtImplicit {
		power /= 1 - heedEmotion // of the networks heard beside the head nothing is preferred
	}
	for class, n := range count {
		if n > 0 {
			by[class] = power * math.Log(most/n)
		}
	}
	return by
}

// civil tells whether the text is a review: people who review neither insult others nor advertise,
// but for a few.
func (l *lesson) civil() bool {
	return !l.own && (l.polarity == 0 || l.polarity == 1) && l.family != postsFamily && l.family != "chat"
}

// ownImplicit is how much our own unspoken sentences count: where a labelled set teaches what takes no
// side, which it draws elsewhere than we do, they would blur it.
func (c *school) ownImplicit() float32 {
	if c.taughtImplicit {
		return ownUnspokenBesideTaught
	}
	return 1
}

// ownEmotion is how much the feelings of our own sentences count, which are written to be plain: where
// posts teach feelings, ours would draw them elsewhere than people who post do.
func (c *school) ownEmotion() float32 {
	if c.taughtEmotion {
		return ownFeelingsBesideTaught
	}
	return 1
}

// known turns a label that may not be known into a class.
func known(label float32) int {
	if label != label {
		return -1
	}
	return int(label)
}

// train fits one head. Rare classes count more, so that they are not forgotten.
func train(list []pupil, outputs, bits int) (*linear.Model, error) {
	classes := max(outputs, 2)
	count, most := make([]float64, classes), 1.0
	for _, p := range list {
		count[p.class] += float64(p.weight)
		most = max(most, count[p.class])
	}
	o := linear.Options{Kind: linear.Softmax, Bits: bits, Outputs: outputs, Epochs: 5, NaiveBayes: true}
	if outputs == 1 {
		o.Kind = linear.Sigmoid
	}
	examples := make([]linear.Example, len(list))
	for i, p := range list {
		target := make([]float32, outputs)
		if outputs == 1 {
			target[0] = float32(p.class)
		} else {
			target[p.class] = 1
		}
		weight := p.weight
		if outputs > 1 {
			weight *= float32(min(math.Sqrt(most/count[p.class]), 4))
		}
		examples[i] = linear.Example{Features: p.features, Target: target, Weight: weight}
	}
	m, err := linear.Train(examples, o)
	if err == nil && outputs == 1 && most == 1 && count[1] == 0 {
		m.Shift(0, untaught)
	}
	return m, err
}

// untaught is the logit of a yes nothing was learned about.
const untaught = -20

// feelingWords makes a text of each word of feeling: most of them stand in none of the sentences.
func (c *school) feelingWords() ([]pupil, error) {
	entries, err := lexicon.Own()
	if err != nil {
		return nil, err
	}
	var list []pupil
	for _, e := range entries {
		if e.Class != lexicon.Emotion {
			continue
		}
		c.read(normal.Text(e.Word))
		features := append([]uint32(nil), c.s.extractor.Features(c.s.unmasked(0, len(c.s.runes)))...)
		for class, name := range emotionClasses {
			if name == e.Name {
				list = append(list, pupil{features, class, wordWeight})
			}
		}
	}
	return list, nil
}

func classOfEmotion(id int32) int {
	for i, name := range emotionClasses {
		if name == emotionNames[id] {
			return i
		}
	}
	return -1
}
