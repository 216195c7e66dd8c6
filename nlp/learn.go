package nlp

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"sync"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/conv"
	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// trainers write the sections of a file of weights, in this order.
var trainers = []model.Trainer{learnTexts, learnKin}

// Train learns a file of weights from the sets of a manifest. Equal sets in equal order give equal
// bytes. log takes lines for people: what was learned, and how it does on texts it was not trained
// on.
func Train(sets []model.Set, log func(format string, args ...any)) (*model.File, error) {
	f := &model.File{}
	for _, train := range trainers {
		if err := train(sets, f, log); err != nil {
			return nil, fmt.Errorf("nlp: train: %w", err)
		}
	}
	return f, nil
}

// lesson is one text with what is known of it.
type lesson struct {
	norm     string
	runes    []rune   // without tags
	features []uint32 // of characters
	worded   []uint32 // and of words
	sets     string   // names, joined by commas
	family   string
	weight   float32
	fold     int
	words    bool // one of a lexicon's words rather than a text
	own      bool
	polarity float32 // 1 praise, 0 blame, 0.5 neither; NaN: not known
	neutral  float32 // 1 or 0; NaN: not known
	irony    float32
	offends  float32 // insults people
	sells    float32 // advertises
	emotion  int     // −1: not known
	intent   int
	implicit int
	severity int
	logit    float64 // of parts and blend that were not trained on it
}

// folds is how many parts the texts are cut into to see how training does on texts it never saw.
const folds = 3

// unknown is a label nobody gave.
var unknown = float32(math.NaN())

func newLesson(norm string, set *model.Set) lesson {
	h := fnv.New32a()
	h.Write([]byte(norm))
	return lesson{
		norm: norm, sets: set.Name, family: set.Family, weight: float32(set.Weight), fold: int(h.Sum32() % folds),
		polarity: unknown, neutral: unknown, irony: unknown, offends: unknown, sells: unknown, emotion: -1, intent: -1, implicit: -1, severity: -1,
	}
}

// school is what training has at hand: the lessons and the lexicon.
type school struct {
	a       *Analyzer
	s       scratch
	lessons []lesson
	index   map[string]int // of a normalised text
	log     func(format string, args ...any)

	taughtEmotion  bool // by posts rather than by our own sentences alone
	taughtImplicit bool // by a set of labelled texts
}

// learnTexts learns polarity and everything else that is told of whole texts.
func learnTexts(sets []model.Set, f *model.File, log func(format string, args ...any)) error {
	a, err := bareAnalyzer(nil, nil)
	if err != nil {
		return err
	}
	c := &school{a: a, index: map[string]int{}, log: log}
	for i := range sets {
		if err := c.enrol(&sets[i]); err != nil {
			return err
		}
	}
	if len(c.lessons) == 0 {
		return errors.New("the manifest holds no set that teaches polarity, emotion or the like")
	}
	for i := range c.lessons {
		l := &c.lessons[i]
		c.read(l.norm)
		l.runes = append([]rune(nil), c.s.unmasked(0, len(c.s.runes))...)
		c.a.cut(&c.s)
		c.a.findTerms(&c.s)
		chars, all := c.s.featuresOf(0, len(c.s.runes))
		l.worded = append([]uint32(nil), all...)
		l.features = l.worded[:len(chars):len(chars)]
	}
	log("%d texts", len(c.lessons))
	whole, err := c.learnPolarity()
	if err != nil {
		return err
	}
	heads, err := c.learnHeads()
	if err != nil {
		return err
	}
	senses, err := c.learnSenses()
	if err != nil {
		return err
	}
	if senses != nil {
		if err := f.Set(sectionSenses, senses.Encode()); err != nil {
			return err
		}
	}
	gate, worth := whole.kinds.encode()
	if gate != nil {
		if err := errors.Join(f.Set(sectionGate, gate), f.Set(sectionKinds, worth)); err != nil {
			return err
		}
	}
	return errors.Join(
		f.Set(sectionPolarity, whole.polarity.Encode()), f.Set(sectionPlaces, whole.places.Encode()),
		f.Set(sectionMet, whole.met), f.Set(sectionBlend, encodeFloats(whole.blend)), f.Set(sectionHeads, heads.Encode()))
}

// read loads a normalised text into the scratch, as far as the blend needs it.
func (c *school) read(norm string) {
	c.s.load(&c.a.vocabulary, norm)
	c.s.findOpinions()
}

// enrol turns the rows of a set into lessons. A text that stands there twice is learned once, from
// the set that comes first; a verdict of neither good nor bad overrules others.
func (c *school) enrol(set *model.Set) error {
	text, label := set.Column(set.Text), set.Column(set.Label)
	for n, row := range set.Rows {
		norm := normal.Text(row[text])
		if norm == "" {
			continue
		}
		l := newLesson(norm, set)
		l.family = set.FamilyOf(row)
		var known bool
		var err error
		switch set.Task {
		case model.TaskPolarity:
			known, err = l.judge(set.LabelOf(row[label]))
		case model.TaskLexicon:
			l.words, l.family = true, "words"
			known, err = l.sign(row[label])
		case model.TaskEmotion:
			c.taughtEmotion = true
			l.emotion, known, err = classOf(emotionClasses, set.LabelOf(row[label]))
		case model.TaskImplicit:
			c.taughtImplicit = true
			l.implicit, known, err = classOf(implicitClasses, set.LabelOf(row[label]))
		case model.TaskOffensive:
			known, err = yesNo(&l.offends, set.LabelOf(row[label]))
		case model.TaskSpam:
			known, err = yesNo(&l.sells, set.LabelOf(row[label]))
		case model.TaskOwn:
			known, err = true, l.ownLabels(set, row)
		case model.TaskHeads:
			known, err = true, l.ownLabels(set, row)
			l.polarity = unknown // facts that please or annoy here need not where others review
		}
		if err != nil {
			return fmt.Errorf("set %s, row %d: %w", set.Name, n+2, err)
		}
		if known {
			c.admit(l)
		}
	}
	return nil
}

func (c *school) admit(l lesson) {
	i, seen := c.index[l.norm]
	if !seen {
		c.index[l.norm] = len(c.lessons)
		c.lessons = append(c.lessons, l)
		return
	}
	old := &c.lessons[i]
	if !strings.Contains(old.sets, l.sets) {
		old.sets += "," + l.sets
	}
	if l.neutral == 1 {
		old.neutral = 1
	}
	if old.family == "mixed" {
		old.family = l.family
	}
	if old.emotion < 0 {
		old.emotion = l.emotion
	}
	if old.implicit < 0 {
		old.implicit = l.implicit
	}
	if old.offends != old.offends {
		old.offends = l.offends
	}
	if old.sells != old.sells {
		old.sells = l.sells
	}
}

// yesNo reads a label of 0 or 1.
func yesNo(to *float32, label string) (bool, error) {
	switch label {
	case "1":
		*to = 1
	case "0":
		*to = 0
	case "":
		return false, nil
	default:
		return false, fmt.Errorf("label %q is not known: give 0 or 1, or translate it under labels", label)
	}
	return true, nil
}

func (l *lesson) judge(label string) (bool, error) {
	switch label {
	case "positive":
		l.polarity, l.neutral = 1, 0
	case "negative":
		l.polarity, l.neutral = 0, 0
	case "neutral":
		l.polarity, l.neutral = 0.5, 1
	case "":
		return false, nil
	default:
		return false, fmt.Errorf("sentiment %q is not known: give negative, neutral or positive, or translate it under labels", label)
	}
	return true, nil
}

func (l *lesson) sign(score string) (bool, error) {
	l.polarity = 1
	if strings.HasPrefix(score, "-") {
		l.polarity = 0
	}
	return len([]rune(l.norm)) > 0, nil
}

func classOf(classes []string, label string) (int, bool, error) {
	if label == "" {
		return -1, false, nil
	}
	for i, c := range classes {
		if c == label {
			return i, true, nil
		}
	}
	return -1, false, fmt.Errorf("label %q is not known: known are %s", label, strings.Join(classes, ", "))
}

// ownLabels reads the columns of our own sentences; an empty cell says nothing.
func (l *lesson) ownLabels(set *model.Set, row []string) error {
	l.own, l.family = true, "own"
	sentiment := set.Cell(row, "sentiment")
	_, err := l.judge(sentiment)
	var errs [4]error
	l.emotion, _, errs[0] = classOf(emotionClasses, set.Cell(row, "emotion"))
	l.intent, _, errs[1] = classOf(intentClasses, set.Cell(row, "intent"))
	l.severity, _, errs[2] = classOf(severityClasses, set.Cell(row, "severity"))
	switch set.Cell(row, "irony") {
	case "1":
		l.irony = 1
	case "0":
		l.irony = 0
	}
	switch implicit := set.Cell(row, "implicit"); {
	case implicit == "1" && sentiment != "neutral":
		l.implicit, _, errs[3] = classOf(implicitClasses, sentiment)
	case implicit != "1" && sentiment == "neutral":
		l.implicit = 0
	case implicit == "0" && sentiment != "":
		l.implicit = 3
	}
	l.flagged(set.Cell(row, "tag"), set.Cell(row, "intent"))
	return errors.Join(append(errs[:], err)...)
}

// flagged reads from the tag and the intent of one of our own sentences whether it insults people or
// advertises. Lotteries, vacancies and what machines write are neither one nor the other.
func (l *lesson) flagged(tag, intent string) {
	switch tag {
	case voc.NoiseLottery, voc.NoiseRecruit, voc.NoiseBot, voc.NoiseRepost, voc.NoiseEmpty:
		l.offends = 0
	default:
		l.offends, l.sells = truth(tag == "offensive"), truth(tag == voc.NoiseAdvert || intent == string(voc.IntentPromotion))
	}
}

// parts are the models of characters and words, and which characters they have met.
type parts struct {
	polarity *linear.Model
	places   *conv.Model
	met      met
	kinds    kindReaders
}

// polarityBits is the binary logarithm of the features of the linear model of polarity.
const polarityBits = 22

// learnParts trains all on the lessons chosen, at the same time.
func (c *school) learnParts(chosen func(*lesson) bool) (parts, error) {
	var examples []linear.Example
	var texts []conv.Example
	for i := range c.lessons {
		if l := &c.lessons[i]; l.polarity == l.polarity && chosen(l) {
			examples = append(examples, linear.Example{Features: l.worded, Target: []float32{l.polarity}, Weight: l.weight})
			texts = append(texts, conv.Example{Text: l.runes, Label: l.polarity, Weight: l.weight})
		}
	}
	if len(examples) == 0 {
		return parts{}, errors.New("no text is left to learn polarity from")
	}
	var p parts
	var err error
	p.met = c.metIn(chosen)
	var all sync.WaitGroup
	all.Go(func() {
		p.polarity, err = linear.Train(examples, linear.Options{Kind: linear.Sigmoid, Bits: polarityBits, Outputs: 1, Epochs: 4, NaiveBayes: true})
	})
	all.Go(func() { p.places = conv.Train(texts, conv.DefaultOptions()) })
	var errKinds error
	all.Go(func() { p.kinds, errKinds = c.learnKinds(chosen) })
	all.Wait()
	return p, errors.Join(err, errKinds)
}
