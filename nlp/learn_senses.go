package nlp

import (
	"math"
	"sync"

	"github.com/tingfeng-voc/tingfeng/nlp/model/several"
)

// The tasks of the networks that read feelings and the unspoken beside the linear heads; what texts
// judge is learned along, for there are twenty times as many of those.
const (
	senseEmotion = iota
	senseImplicit
	sensePolarity
	senseTasks
)

// senseClasses gives the classes of each task: emotionClasses, implicitClasses, and blame, praise or
// neither.
var senseClasses = [senseTasks]int{senseEmotion: 6, senseImplicit: 4, sensePolarity: 3}

// sensesAll is how many classes there are altogether.
const sensesAll = 6 + 4 + 3

const (
	// senseVoices is how many networks are asked together.
	senseVoices = 6
	// An unspoken text counts double: there are few; a verdict half: there are many, each met in every
	// so many epochs.
	weightImplicit = 2
	weightPolarity = 0.5
	weightSpoken   = 0.5
	verdictsSeldom = 4
)

// spokenClass is the class of implicitClasses of what is said in so many words, as most reviews are.
const spokenClass = 3

// learnSenses trains the networks, where labelled texts teach the emotions and the unspoken; nil where
// none do: our own sentences are too few to learn them from.
func (c *school) learnSenses() (*several.Model, error) {
	if !c.taughtEmotion || !c.taughtImplicit {
		return nil, nil
	}
	return trainTogether(c.senseExamples(), several.DefaultOptions(senseClasses[:]...), senseVoices)
}

// trainTogether trains networks that begin differently, each with a seed of its own from o.Seed on, and
// makes one model of them.
func trainTogether(examples []several.Example, o several.Options, voices int) (*several.Model, error) {
	models, errs := make([]*several.Model, voices), make([]error, voices)
	for first := 0; first < voices; first += 2 { // two at a time: each needs its own weights while it learns
		var both sync.WaitGroup
		for voice := first; voice < min(first+2, voices); voice++ {
			both.Go(func() {
				o := o
				o.Seed += uint64(voice)
				models[voice], errs[voice] = several.Train(examples, o)
			})
		}
		both.Wait()
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return several.Together(models...)
}

// senseExamples are the lessons that know a feeling, something unspoken or a verdict. Rarer feelings
// count more.
func (c *school) senseExamples() []several.Example {
	var count [6]float64
	most := 1.0
	for i := range c.lessons {
		if l := &c.lessons[i]; l.emotion >= 0 {
			count[l.emotion]++
			most = max(most, count[l.emotion])
		}
	}
	var examples []several.Example
	for i := range c.lessons {
		l := &c.lessons[i]
		e := several.Example{
			Text:    l.runes,
			Labels:  []int{senseEmotion: l.emotion, senseImplicit: l.implicit, sensePolarity: sideOf(l.polarity)},
			Weights: []float32{senseEmotion: l.weight, senseImplicit: weightImplicit, sensePolarity: weightPolarity * l.weight},
		}
		switch {
		case l.emotion < 0 && l.implicit < 0:
			if e.Labels[sensePolarity] < 0 {
				continue
			}
			e.Seldom = verdictsSeldom
			if i%plainEvery == 0 && !l.words && !l.own {
				e.Labels[senseImplicit], e.Weights[senseImplicit] = spokenClass, weightSpoken
			}
		case l.own:
			e.Weights[senseImplicit] *= c.ownImplicit()
			e.Weights[senseEmotion] *= c.ownEmotion()
		}
		if l.emotion >= 0 {
			e.Weights[senseEmotion] *= float32(math.Pow(most/count[l.emotion], 0.35))
		}
		examples = append(examples, e)
	}
	return examples
}

// sideOf gives the class of a polarity: 0 blame, 1 praise, 2 neither, −1 not known.
func sideOf(polarity float32) int {
	switch polarity {
	case 0:
		return 0
	case 1:
		return 1
	case 0.5:
		return 2
	}
	return -1
}
