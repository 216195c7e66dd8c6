package nlp

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/several"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// taughtSets are lessonSets with a set that teaches feelings and one that teaches the unspoken.
func taughtSets() []model.Set {
	sets := lessonSets(60)
	feelings := model.Set{Spec: model.Spec{Name: "feelings", Task: model.TaskEmotion, Text: "text", Label: "label", Weight: 1}}
	unspoken := model.Set{Spec: model.Spec{Name: "unspoken", Task: model.TaskImplicit, Text: "text", Label: "label", Weight: 1}}
	feelings.Head, unspoken.Head = []string{"text", "label"}, []string{"text", "label"}
	for i, row := range sets[0].Rows {
		text := strings.TrimSuffix(row[0], "锽鋐")
		feelings.Rows = append(feelings.Rows, []string{text + []string{"釕釓", "鍅鉝"}[i%2], []string{"fear", "surprise"}[i%2]})
		unspoken.Rows = append(unspoken.Rows, []string{text + []string{"鎝鎐", "鏌鋣", "鐞鐠"}[i%3], []string{"none", "positive", "negative"}[i%3]})
	}
	return append(sets, feelings, unspoken)
}

// Labelled posts teach networks of their own, the same ones again from the same sets, and feelings
// and the unspoken are read with them.
func TestPostsTeachSenses(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: training twice takes some seconds and is left out of the short suite")
	}
	f, err := Train(taughtSets(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(taughtSets(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Section(sectionSenses)) == 0 || !bytes.Equal(f.Bytes(), again.Bytes()) {
		t.Errorf("section %s of %d bytes; the same sets gave the same weights: %v", sectionSenses, len(f.Section(sectionSenses)), bytes.Equal(f.Bytes(), again.Bytes()))
	}
	o := DefaultOptions()
	o.Weights = f
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	read := func(text string) voc.Analysis { return a.Analyze([]voc.Post{{Text: text}})[0].Analysis }
	if got := read("我们在这里釕釓"); got.Emotion != voc.Emotion("fear") {
		t.Errorf("a post like those of fear is told as %s", got.Emotion)
	}
	if got := read("他们来鍅鉝"); got.Emotion != voc.Emotion("surprise") {
		t.Errorf("a post like those of surprise is told as %s", got.Emotion)
	}
}

// Without labelled posts there are none, and the heads are asked alone.
func TestSentencesAloneTeachNoSenses(t *testing.T) {
	for _, c := range []*school{{}, {taughtEmotion: true}, {taughtImplicit: true}} {
		c.lessons = []lesson{{emotion: 1, implicit: -1}}
		if m, err := c.learnSenses(); m != nil || err != nil {
			t.Errorf("%v, %v: want none", m, err)
		}
	}
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	if l, err := readLearned(shipped); err != nil || l.senses != nil {
		t.Errorf("%v, %v: the shipped weights have no networks", l.senses, err)
	}
}

// oneNetwork gives a network for these tasks that has seen nothing.
func oneNetwork(t *testing.T, tasks ...int) []byte {
	t.Helper()
	m, err := several.Train(nil, several.DefaultOptions(tasks...))
	if err != nil {
		t.Fatal(err)
	}
	return m.Encode()
}

func TestDamagedSensesAreRefused(t *testing.T) {
	whole := oneNetwork(t, senseClasses[:]...)
	if l, err := readLearned(with(t, sectionSenses, nil, whole)); err != nil || l.senses == nil {
		t.Fatalf("a whole section was refused: %v", err)
	}
	broken := slices.Clone(whole)
	binary.LittleEndian.PutUint32(broken[len(broken)-8:], math.Float32bits(float32(math.NaN())))
	for why, data := range map[string][]byte{
		"nothing": {}, "a few bytes": whole[:7], "half": whole[:len(whole)/2], "a byte too few": whole[:len(whole)-1],
		"a byte too many": append(slices.Clone(whole), 0), "no number": broken, "other tasks": oneNetwork(t, 6, 4),
	} {
		if _, err := readLearned(with(t, sectionSenses, nil, data)); err == nil || !strings.Contains(err.Error(), "section "+sectionSenses) {
			t.Errorf("%s was taken: %v", why, err)
		}
	}
}

func TestHeedIsTheMeanByLogarithm(t *testing.T) {
	for _, c := range []struct {
		p, other []float32
		share    float64
		want     []float32
	}{
		{[]float32{0.9, 0.1}, []float32{0.1, 0.9}, 0.5, []float32{0.5, 0.5}},
		{[]float32{0.9, 0.1}, []float32{0.1, 0.9}, 0, []float32{0.9, 0.1}},
		{[]float32{0.9, 0.1}, []float32{0.1, 0.9}, 1, []float32{0.1, 0.9}},
		{[]float32{0.8, 0.2}, []float32{0.5, 0.5}, 0.5, []float32{2. / 3, 1. / 3}},
		{[]float32{1, 0}, []float32{0.5, 0.5}, 0.5, []float32{0.999, 0.001}},
	} {
		p := slices.Clone(c.p)
		heed(p, c.other, c.share)
		for i := range p {
			if math.Abs(float64(p[i]-c.want[i])) > 1e-3 {
				t.Errorf("%v beside %v, of share %v: %v, want %v", c.p, c.other, c.share, p, c.want)
				break
			}
		}
	}
}

// A text taken for unspoken gets the side its readings name, and what it says in so many words leans
// it; one that speaks out, and weights no posts taught, do not.
func TestSidesOfTheUnspoken(t *testing.T) {
	r := readings{taught: true, implicit: [4]float32{0.2, 0.5, 0.2, 0.1}}
	if !r.unspokenSurely() {
		t.Error("a text a tenth spoken is no unspoken one")
	}
	neutral, logit := r.sides()
	if math.Abs(neutral-0.2/0.9) > 1e-3 || math.Abs(logit-math.Log(0.5/0.2)) > 0.05 {
		t.Errorf("neutral %v, logit %v, want 0.222 and %v", neutral, logit, math.Log(2.5))
	}
	last := math.Inf(-1)
	for _, said := range []float64{-9, -3, -1, 0, 1, 3, 9} {
		r.logit = said
		if _, logit := r.sides(); logit < last || math.Abs(logit-math.Log(2.5)) > 1 {
			t.Errorf("said %v: %v, after %v: want more for more said, and never far", said, logit, last)
		} else {
			last = logit
		}
	}
	for why, r := range map[string]readings{"spoken": {taught: true, implicit: [4]float32{0, 0.25, 0, 0.75}}, "not taught": {implicit: [4]float32{0, 1, 0, 0}}} {
		if r.unspokenSurely() {
			t.Errorf("%s: taken for unspoken", why)
		}
	}
}

func TestSideOf(t *testing.T) {
	for polarity, want := range map[float32]int{0: 0, 1: 1, 0.5: 2, 0.7: -1, float32(math.NaN()): -1} {
		if got := sideOf(polarity); got != want {
			t.Errorf("polarity %v is class %d, want %d", polarity, got, want)
		}
	}
}
