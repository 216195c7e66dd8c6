package nlp

import (
	"cmp"
	"errors"
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/copies"
	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// modelsWord is how much a language model's reading counts that is sure of itself, where a person's
// counts 1: it errs about twice as often on what was in doubt, and the same way every time.
const modelsWord = 0.5

// unsureWord is the confidence taken for a model that states none.
const unsureWord = 0.5

// heldShare: every how manieth text is held out.
const heldShare = 5

// localLesson is one text with what its reader says, and where it belongs.
type localLesson struct {
	local.Example
	norm   string
	band   float64 // how sure of a side this text is judged by
	print  uint64
	person bool // read by a person
	held   bool // measured on, never trained on
}

// LocalTexts tells what a local head was learned from.
type LocalTexts struct {
	Readings int `json:"readings"` // that judge the sentiment of a mention
	Texts    int `json:"texts"`    // different ones, of one brand
	People   int `json:"people"`   // of Texts, judged by a person
	Models   int `json:"models"`   // of Texts, judged by a language model
	Disputed int `json:"disputed"` // texts left out: their readers contradict each other
}

// LocalLearned is a head with what it was learned from and how it did.
type LocalLearned struct {
	Head  *local.Head
	Texts LocalTexts
	Trial local.Trial
}

// ErrNothingRead means that no reading judges a text a local head could learn from.
var ErrNothingRead = errors.New("nlp: no reading judges the sentiment of a stored text about one brand: correct some on the dashboard, or let a language model read, then learn again")

// LearnLocal learns a head from what was said of mentions and from half of our own sentences, and
// measures it on a fifth of the texts and on the other half. What the analyzer says without the new head,
// with the head it has if it has one, is what the new one is compared with. Equal readings of equal
// mentions give equal bytes, in whatever order they come.
func (a *Analyzer) LearnLocal(readings []voc.Reading, mentions []voc.Mention) (LocalLearned, error) {
	lessons, told := a.localLessons(readings, mentions)
	out := LocalLearned{Texts: told}
	var examples []local.Example
	var held []localLesson
	for i := range lessons {
		if lessons[i].held {
			held = append(held, lessons[i])
		} else {
			examples = append(examples, lessons[i].Example)
		}
	}
	if len(examples) == 0 {
		return out, ErrNothingRead
	}
	out.Trial.Learned = len(examples)
	own, err := a.ownLessons()
	if err != nil {
		return out, err
	}
	var guard []localLesson
	for _, l := range own {
		if l.held {
			guard = append(guard, l)
		} else {
			examples = append(examples, l.Example)
		}
	}
	base, err := LocalBase(a.opt.Weights)
	if err != nil {
		return out, err
	}
	if out.Head, err = local.Train(examples, local.Options{Base: base}); err != nil {
		return out, err
	}
	a.tryLocal(&out.Trial, out.Head, held, guard)
	return out, nil
}

// verdict is what one or several readers say of a text.
type verdict struct {
	weight [3]float64 // of each class
	person bool
}

var localClasses = map[voc.Sentiment]local.Class{voc.Negative: local.Negative, voc.Neutral: local.Neutral, voc.Positive: local.Positive}

// hear adds one reading. A person's word replaces what models said.
func (v *verdict) hear(r *voc.Reading) {
	weight := 1.0
	if person := r.Reader == voc.ReaderHuman; !person {
		if v.person {
			return
		}
		if weight = modelsWord * min(max(r.Confidence, 0), 1); r.Confidence <= 0 {
			weight = modelsWord * unsureWord
		}
	} else if !v.person {
		*v = verdict{person: true}
	}
	v.weight[localClasses[r.Sentiment]] += weight
}

// settled gives the class most of the weight is for; ok is false where two have the same.
func (v *verdict) settled() (class local.Class, weight float64, ok bool) {
	for c, w := range v.weight {
		switch {
		case w > weight:
			class, weight, ok = local.Class(c), w, true
		case w == weight:
			ok = false
		}
	}
	return class, min(weight, 1), ok
}

// localLessons makes one lesson of each text that was read, however many copies of it there are.
func (a *Analyzer) localLessons(readings []voc.Reading, mentions []voc.Mention) ([]localLesson, LocalTexts) {
	type key struct {
		post  voc.PostID
		brand voc.BrandID
	}
	var told LocalTexts
	said := map[key][]*voc.Reading{}
	for i := range readings {
		if r := &readings[i]; r.Sentiment == voc.Negative || r.Sentiment == voc.Neutral || r.Sentiment == voc.Positive {
			k := key{r.PostID, r.Brand}
			said[k] = append(said[k], r)
			told.Readings++
		}
	}
	s := a.scratches.Get().(*scratch)
	verdicts := map[string]*verdict{}
	var lessons []localLesson
	mentions = slices.Clone(mentions)
	slices.SortFunc(mentions, func(x, y voc.Mention) int {
		return cmp.Or(cmp.Compare(x.Post.ID, y.Post.ID), cmp.Compare(x.Brand, y.Brand))
	})
	for i := range mentions {
		m := &mentions[i]
		list := said[key{m.Post.ID, m.Brand}]
		if len(list) == 0 {
			continue
		}
		l, ok := a.lessonOf(s, &m.Post)
		if !ok {
			continue
		}
		v := verdicts[l.norm]
		if v == nil {
			v = &verdict{}
			verdicts[l.norm] = v
			lessons = append(lessons, l)
		}
		for _, r := range list {
			v.hear(r)
		}
	}
	return settle(lessons, verdicts, told)
}

// settle gives each lesson its class, leaves out what is disputed, and holds out a fifth: near-equal
// texts all on one side, or the head would be measured on what it has seen.
func settle(lessons []localLesson, verdicts map[string]*verdict, told LocalTexts) ([]localLesson, LocalTexts) {
	slices.SortFunc(lessons, func(x, y localLesson) int { return cmp.Compare(x.norm, y.norm) })
	index := copies.New(len(lessons))
	kept := lessons[:0]
	for _, l := range lessons {
		v := verdicts[l.norm]
		var ok bool
		if l.Class, l.Weight, ok = v.settled(); !ok {
			told.Disputed++
			continue
		}
		l.person = v.person
		told.Texts++
		if l.person {
			told.People++
		} else {
			told.Models++
		}
		side := index.Add(l.print, l.norm, "").Cluster
		if side == 0 {
			side = hash(l.norm)
		}
		l.held = mix(side)%heldShare == 0
		kept = append(kept, l)
	}
	return kept, told
}
