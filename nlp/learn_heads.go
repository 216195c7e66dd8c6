package nlp

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// headBits is the binary logarithm of the features of the heads.
const headBits = 16

// drawnWeight is how much a text counts whose emotion only its emoticons tell.
const drawnWeight = 0.3

// Every so many texts of reviews stand in for texts without irony, or praise without danger.
const (
	plainEvery = 20
	safeEvery  = 40
)

// pupil is one lesson for a head.
type pupil struct {
	features []uint32
	class    int // of a softmax; of a sigmoid 0 or 1
	weight   float32
}

// learnHeads trains the heads on the lessons that know their labels.
func (c *school) learnHeads() (*linear.Model, error) {
	var lists [6][]pupil // as the outputs stand: emotion, intent, implicit, severity, irony, neutral
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
		put(0, l.emotion, l.weight)
		put(1, l.intent, l.weight)
		put(2, l.implicit, l.weight)
		put(3, l.severity, l.weight)
		put(4, known(l.irony), l.weight)
		put(5, known(l.neutral), l.weight)
		switch {
		case !l.own && i%plainEvery == 0:
			put(4, 0, 0.3)
		case !l.own && l.polarity == 1 && i%safeEvery == 1:
			put(3, 0, 0.3)
		}
		if l.emotion < 0 && l.family == "weibo" {
			if class, rest := c.drawn(); class >= 0 {
				logit := float32(l.logit)
				c.read(rest)
				bare := append([]uint32(nil), c.e.Features(c.s.unmasked(0, len(c.s.runes)))...)
				lists[0] = append(lists[0], pupil{c.s.headFeatures(bare, logit/2), class, drawnWeight})
			}
		}
	}
	var models []*linear.Model
	for head, outputs := range []int{6, 8, 3, 5, 1, 1} {
		m, err := train(lists[head], outputs)
		if err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	return linear.Merge(models...)
}

// known turns a label that may not be known into a class.
func known(label float32) int {
	if label != label {
		return -1
	}
	return int(label)
}

// train fits one head. Rare classes count more, so that they are not forgotten.
func train(list []pupil, outputs int) (*linear.Model, error) {
	classes := max(outputs, 2)
	count, most := make([]float64, classes), 1.0
	for _, p := range list {
		count[p.class] += float64(p.weight)
		most = max(most, count[p.class])
	}
	o := linear.Options{Kind: linear.Softmax, Bits: headBits, Outputs: outputs, Epochs: 8, NaiveBayes: true}
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
	return linear.Train(examples, o)
}

// drawn gives the emotion all emoticons of the text in hand agree on, −1 where none does, and the
// text without them.
func (c *school) drawn() (class int, rest string) {
	class = -1
	s := &c.s
	var kept []rune
	from := 0
	for _, f := range s.by[kindEmotion] {
		if int(f.start) < from || isHan(s.runes[f.start]) {
			continue
		}
		found := classOfEmotion(f.id)
		if class >= 0 && class != found {
			return -1, ""
		}
		class = found
		kept = append(kept, s.runes[from:f.start]...)
		from = int(f.end)
	}
	return class, string(append(kept, s.runes[from:]...))
}

func classOfEmotion(id int32) int {
	for i, name := range emotionClasses {
		if name == emotionNames[id] {
			return i
		}
	}
	return -1
}
