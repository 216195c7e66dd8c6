package nlp

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/conv"
	"github.com/tingfeng-voc/tingfeng/nlp/model/kin"
	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
	"github.com/tingfeng-voc/tingfeng/nlp/model/several"
)

// The sections of a file of weights this package reads.
const (
	sectionPolarity = "polarity" // linear, over characters
	sectionPlaces   = "places"   // convolution, over characters
	sectionMet      = "met"      // features of characters that were met in training
	sectionGate     = "gate"     // linear, over a quarter of the characters' features: which kind of text it reads like
	sectionKinds    = "kinds"    // linear, over characters and words, a reader for each kind
	sectionBlend    = "blend"    // what those and the lexicon add up to
	sectionHeads    = "heads"    // everything else that is told of a whole text
)

// The classes of the heads, in the order of their outputs.
var (
	emotionClasses  = []string{"happy", "angry", "sad", "fear", "surprise", "neutral"}
	intentClasses   = []string{"complaint", "question", "suggestion", "praise", "request", "churn", "promotion", "other"}
	implicitClasses = []string{"none", "positive", "negative", "spoken"} // takes no side; takes one without a word of judgement; with one
	severityClasses = []string{"0", "1", "2", "3", "4"}
)

// Where each head's outputs begin among those of sectionHeads.
const (
	atEmotion  = 0
	atIntent   = atEmotion + 6
	atImplicit = atIntent + 8
	atSeverity = atImplicit + 4
	atIrony    = atSeverity + 5
	atNeutral  = atIrony + 1
	atOffends  = atNeutral + 1
	atSells    = atOffends + 1
	headsAll   = atSells + 1
)

// learned is what an Analyzer has learned from texts rather than been told.
type learned struct {
	polarity *linear.Model
	places   *conv.Model
	met      met
	kinds    kindReaders
	blend    []float32
	heads    *linear.Wide
	senses   *several.Model // nil: the heads are asked alone
	kin      *kin.Table     // nil: weights that were trained without
}

// readLearned takes its sections from a file of weights.
func readLearned(f *model.File) (*learned, error) {
	l := &learned{}
	var err error
	if l.polarity, err = linear.Decode(f.Section(sectionPolarity)); err != nil {
		return nil, fmt.Errorf("nlp: weights, section %s: %w", sectionPolarity, err)
	}
	if l.places, err = conv.Decode(f.Section(sectionPlaces)); err != nil {
		return nil, fmt.Errorf("nlp: weights, section %s: %w", sectionPlaces, err)
	}
	if l.met = f.Section(sectionMet); len(l.met) != metBytes {
		return nil, fmt.Errorf("nlp: weights, section %s: %d bytes, want %d: train it anew", sectionMet, len(l.met), metBytes)
	}
	if l.kinds, err = decodeKinds(f.Section(sectionGate), f.Section(sectionKinds)); err != nil {
		return nil, fmt.Errorf("nlp: weights, sections %s and %s: %w", sectionGate, sectionKinds, err)
	}
	heads, err := linear.Decode(f.Section(sectionHeads))
	if err != nil {
		return nil, fmt.Errorf("nlp: weights, section %s: %w", sectionHeads, err)
	}
	l.heads = heads.Widen()
	if l.polarity.Outputs() != 1 || l.heads.Outputs() != headsAll {
		return nil, fmt.Errorf("nlp: weights: %d and %d outputs, want 1 and %d: train them anew", l.polarity.Outputs(), l.heads.Outputs(), headsAll)
	}
	if l.blend, err = decodeFloats(f.Section(sectionBlend), blendTerms); err != nil {
		return nil, fmt.Errorf("nlp: weights, section %s: %w", sectionBlend, err)
	}
	if l.senses, err = decodeSenses(f.Section(sectionSenses)); err != nil {
		return nil, fmt.Errorf("nlp: weights, section %s: %w", sectionSenses, err)
	}
	if data := f.Section(sectionKin); data != nil {
		if l.kin, err = kin.Decode(data); err != nil {
			return nil, fmt.Errorf("nlp: weights, section %s: %w", sectionKin, err)
		}
	}
	return l, nil
}

func decodeFloats(data []byte, n int) ([]float32, error) {
	if len(data) != 4*n {
		return nil, fmt.Errorf("%d bytes, want %d: train it anew", len(data), 4*n)
	}
	list := make([]float32, n)
	for i := range list {
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		if x := float64(list[i]); math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("number %d is %v: the file is damaged", i, x)
		}
	}
	return list, nil
}

func encodeFloats(list []float32) []byte {
	data := make([]byte, 0, 4*len(list))
	for _, x := range list {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
	}
	return data
}

// readings is what the learned parts say of one text, with the lexicon's help.
type readings struct {
	logit    float64    // for praise
	emotion  [6]float32 // probabilities
	intent   [8]float32
	implicit [4]float32
	severity [5]float32
	irony    float32
	neutral  float32
	offends  float32
	sells    float32
	taught   bool // labelled posts taught the feelings and the unspoken, not our own sentences alone
}

// readPolarity tells what the parts say of a text with these features: those of its characters, and
// all.
func (l *learned) readPolarity(chars, features []uint32, text []rune) says {
	general, kinds := l.kinds.readBeside(l.polarity, chars, features)
	return says{general, l.places.Logit(text), l.met.share(chars), kinds}
}

// readHeads fills the probabilities of r from features.
func (l *learned) readHeads(r *readings, features []uint32) {
	var sums [headsAll]int32
	var out [headsAll]float32
	l.heads.Sums(sums[:], features)
	l.heads.Finish(out[:], sums[:], len(features))
	for _, part := range [][]float32{out[atEmotion:atIntent], out[atIntent:atImplicit], out[atImplicit:atSeverity], out[atSeverity:atIrony]} {
		linear.Classes(part)
	}
	copy(r.emotion[:], out[atEmotion:])
	copy(r.intent[:], out[atIntent:])
	copy(r.implicit[:], out[atImplicit:])
	copy(r.severity[:], out[atSeverity:])
	r.irony, r.neutral = linear.Logistic(out[atIrony]), linear.Logistic(out[atNeutral])
	r.offends, r.sells = linear.Logistic(out[atOffends]), linear.Logistic(out[atSells])
}

// Families of the features that are events of the lexicon rather than characters.
const (
	eventFound = 101 + iota
	eventOpinion
	eventCount
	eventShape
	eventLogit
)

// eventKinds are the classes of words whose presence the heads look at.
var eventKinds = [...]kind{
	kindEmotion, kindIntent, kindSeverity, kindIrony, kindImplicit, kindQuestion, kindCompare, kindBland, kindIrrealis,
	kindRhetorical, kindContrast, kindConcede, kindSummary, kindNegator, kindSoftener,
}

// headFeatures appends to the features of the characters what the lexicon saw, and what the text
// is worth so far.
func (s *scratch) headFeatures(features []uint32, logit float32) []uint32 {
	var seen uint64
	for k, kd := range eventKinds {
		for _, f := range s.by[kd] {
			id := uint32(0)
			if kd == kindEmotion || kd == kindIntent || kd == kindSeverity || kd == kindIrony {
				id = uint32(f.id)
			}
			if bit := uint64(1) << ((uint32(k)*16 + id) % 61); seen&bit == 0 {
				seen |= bit
				features = append(features, linear.Join(eventFound, uint32(k)<<8|id))
			}
		}
	}
	up, down := uint32(0), uint32(0)
	for i := range s.opinions {
		switch o := &s.opinions[i]; {
		case o.value > 0.3:
			up++
		case o.value < -0.3:
			down++
		}
	}
	asks := uint32(0)
	for i := range s.clauses {
		if s.clauses[i].asks {
			asks = 1
		}
	}
	end := uint32(0)
	if n := len(s.runes); n > 0 {
		end = uint32(s.runes[n-1])
	}
	bucket := uint32(int(math.Round(float64(min(max(logit, -4), 4)))) + 8)
	none := uint32(0)
	if len(s.opinions) == 0 {
		none = 1
	}
	return append(features,
		linear.Join(eventOpinion, min(up, 3)), linear.Join(eventOpinion+100, min(down, 3)), linear.Join(eventOpinion+200, min(up, 2)<<2|min(down, 2)),
		linear.Join(eventCount, asks), linear.Join(eventShape, uint32(min(len(s.runes)/8, 12))), linear.Join(eventShape+100, end),
		linear.Join(eventLogit, bucket), linear.Join(eventLogit+100, bucket<<1|none))
}
