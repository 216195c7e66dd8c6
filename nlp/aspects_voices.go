package nlp

import (
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	clausal "github.com/tingfeng-voc/tingfeng/nlp/model/clause"
	"github.com/tingfeng-voc/tingfeng/nlp/model/several"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// sectionVoices names the section of the networks that are asked beside the head of a pack; only packs
// that many posts taught have it.
func sectionVoices(pack string) string { return "voices." + pack }

const (
	// aspectVoices is how many networks are asked together.
	aspectVoices = 4
	// aspectLabels is how many labels a text may have for each aspect: absent and the three sides.
	aspectLabels = 4
	// aspectEpochs is more than the networks of feelings take: there are fewer posts. No other was tried.
	aspectEpochs = 8
	// fewestForVoices is how many labelled posts it takes: networks learn little from fewer.
	fewestForVoices = 5000
	// What reviews of anything judge is learned along: without it the networks tell worse how an aspect
	// is judged. So many rows of each set are read, each met in every fourth epoch.
	verdictsOfSet  = 5000
	weightReview   = 0.3
	verdictSeldom  = 4
	mostWithVoices = 63 // aspects; the networks learn at most 64 tasks, one of them being the verdict
)

// voicesOf reads the networks beside a head, nil where there are none.
func voicesOf(data []byte, head *clausal.Head) (*several.Model, error) {
	if data == nil {
		return nil, nil
	}
	m, err := several.Decode(data)
	if err != nil {
		return nil, err
	}
	if want := voiceTasks(len(head.Names())); !slices.Equal(m.Tasks(), want) {
		return nil, fmt.Errorf("tasks of %v classes, want %v: train it anew", m.Tasks(), want)
	}
	return m, nil
}

// voiceTasks gives the classes of each task: the labels of each aspect, and blame, praise or neither.
func voiceTasks(aspects int) []int {
	tasks := make([]int, aspects+1)
	for k := range tasks {
		tasks[k] = aspectLabels
	}
	tasks[aspects] = 3
	return tasks
}

// hear gives how likely the networks hold each label of each aspect, aspect by aspect; nil where there
// are none. It is good until the next call.
func (s *scratch) hear(h *packHead) []float32 {
	if h.voices == nil {
		return nil
	}
	n := aspectLabels * len(h.head.Names())
	if cap(s.heard) < n+3 {
		s.heard = make([]float32, n+3)
	}
	s.heard = s.heard[:n+3]
	h.voices.Probabilities(s.heard, s.unmasked(0, len(s.runes)))
	return s.heard[:n]
}

// learnVoices trains the networks, where enough posts are labelled row by row; nil where there are
// fewer.
func (t *aspectSchool) learnVoices(sets []model.Set) (*several.Model, error) {
	if !t.micro || len(t.reviews)-t.written < fewestForVoices || len(t.pack.Aspects) > mostWithVoices {
		return nil, nil
	}
	o := several.DefaultOptions(voiceTasks(len(t.pack.Aspects))...)
	o.Epochs = aspectEpochs
	examples := t.voiceExamples()
	for i := range sets {
		if sets[i].Task == model.TaskPolarity {
			examples = t.appendVerdicts(examples, &sets[i])
		}
	}
	return trainTogether(examples, o, aspectVoices)
}

// voiceExamples are the posts people wrote, with what all their labels agree on as the verdict.
func (t *aspectSchool) voiceExamples() []several.Example {
	var examples []several.Example
	for i := range t.reviews {
		if t.reviews[i].Written {
			continue
		}
		e := t.voiceExample(t.texts[i], 1)
		for k, label := range t.reviews[i].Labels {
			e.Labels[k] = int(label)
		}
		e.Labels[len(t.pack.Aspects)] = agreed(t.reviews[i].Labels)
		examples = append(examples, e)
	}
	return examples
}

// voiceExample is a text nothing is known of, each of whose labels will count weight.
func (t *aspectSchool) voiceExample(text []rune, weight float32) several.Example {
	n := len(t.pack.Aspects) + 1
	e := several.Example{Text: text, Labels: make([]int, n), Weights: make([]float32, n)}
	for k := range n {
		e.Labels[k], e.Weights[k] = -1, weight
	}
	return e
}

// agreed gives the class of the verdict that all labels but absent agree on, −1 where they do not.
func agreed(labels []clausal.Label) int {
	verdict := -1
	for _, l := range labels {
		switch {
		case l <= clausal.Absent:
		case verdict < 0 || verdict == verdictOf(l):
			verdict = verdictOf(l)
		default:
			return -1
		}
	}
	return verdict
}

// verdictOf gives the class of a label in the task of the verdict.
func verdictOf(l clausal.Label) int { return int(l - clausal.Negative) }

// appendVerdicts appends rows of a set of reviews, taken evenly from all of it. Labels it does not tell
// are passed over.
func (t *aspectSchool) appendVerdicts(examples []several.Example, set *model.Set) []several.Example {
	every := (len(set.Rows) + verdictsOfSet - 1) / verdictsOfSet
	for i, row := range set.Rows {
		if i%every != 0 {
			continue
		}
		label, err := labelOf(set.LabelOf(set.Cell(row, set.Label)))
		if err != nil || label <= clausal.Absent {
			continue
		}
		t.a.readClauses(&t.s, normal.Text(set.Cell(row, set.Text)), t.number)
		e := t.voiceExample(slices.Clone(t.s.unmasked(0, len(t.s.runes))), weightReview)
		e.Seldom = verdictSeldom
		e.Labels[len(t.pack.Aspects)] = verdictOf(label)
		examples = append(examples, e)
	}
	return examples
}

// writeVoices trains the networks and writes their section, if there are to be any.
func (t *aspectSchool) writeVoices(sets []model.Set, f *model.File, log func(format string, args ...any)) error {
	voices, err := t.learnVoices(sets)
	if err != nil || voices == nil {
		return err
	}
	log("aspects of %s: %d networks beside the head", t.pack.Name, aspectVoices)
	return f.Set(sectionVoices(t.pack.Name), voices.Encode())
}
