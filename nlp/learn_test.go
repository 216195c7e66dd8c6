package nlp

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// lessonSets make small sets whose labels words show that no lexicon holds.
func lessonSets(n int) []model.Set {
	rng := rand.New(rand.NewPCG(4, 2))
	filler := []rune("的一是在了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动")
	text := func(word string) string {
		var b strings.Builder
		for range 4 + rng.IntN(8) {
			b.WriteRune(filler[rng.IntN(len(filler))])
		}
		return b.String() + word + string(filler[rng.IntN(len(filler))])
	}
	polarity := model.Set{Spec: model.Spec{Name: "made", Task: model.TaskPolarity, Text: "text", Label: "label", Weight: 1, Family: "made"}}
	polarity.Head = []string{"text", "label"}
	own := model.Set{Spec: model.Spec{Name: "own", Task: model.TaskOwn, Text: "text", Label: "label", Weight: 1}}
	own.Head = []string{"text", "sentiment", "emotion", "intent", "severity", "irony", "implicit", "tag"}
	for i := range n {
		if i%2 == 0 {
			polarity.Rows = append(polarity.Rows, []string{text("锽鋐"), "positive"})
			own.Rows = append(own.Rows, []string{text("镆铘"), "positive", "happy", "praise", "0", "0", "1", fmt.Sprint(i)})
		} else {
			polarity.Rows = append(polarity.Rows, []string{text("鍖鐏"), "negative"})
			own.Rows = append(own.Rows, []string{text("錍釪"), "negative", "angry", "complaint", "2", "1", "1", fmt.Sprint(i)})
		}
	}
	return []model.Set{polarity, own}
}

func quiet(string, ...any) {}

func TestTrainLearnsAndIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: training twice takes some seconds and is left out of the short suite")
	}
	f, err := Train(lessonSets(300), quiet)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(lessonSets(300), quiet)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f.Bytes(), again.Bytes()) {
		t.Error("the same sets gave other weights")
	}
	o := DefaultOptions()
	o.Weights = f
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	read := func(text string) voc.Analysis { return a.Analyze([]voc.Post{{Text: text}})[0].Analysis }
	good, bad := read("我们在这里用了一年锽鋐的"), read("我们在这里用了一年鍖鐏的")
	if good.Score <= 0 || bad.Score >= 0 {
		t.Errorf("learned praise scores %v, learned blame %v", good.Score, bad.Score)
	}
	if angry := read("他们来用了一年錍釪的"); angry.Emotion != voc.Angry || angry.Intent != voc.IntentComplaint || !angry.Implicit {
		t.Errorf("a sentence like those learned is told as %s, %s, implicit %v", angry.Emotion, angry.Intent, angry.Implicit)
	}
	if f.Section(sectionPolarity) == nil || read("").Version == analyzer(t, DefaultOptions()).Version() {
		t.Error("other weights have the same version as those shipped")
	}
}

func TestTrainRefuses(t *testing.T) {
	bad := lessonSets(4)
	bad[0].Rows[0][1] = "splendid"
	for name, sets := range map[string][]model.Set{"no set": nil, "an unknown label": bad} {
		if _, err := Train(sets, quiet); err == nil {
			t.Errorf("%s: trained nevertheless", name)
		} else if name == "an unknown label" && !strings.Contains(err.Error(), "splendid") {
			t.Errorf("%s: the error %q does not name it", name, err)
		}
	}
}

func TestWeightsOfAnotherShapeAreRefused(t *testing.T) {
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{sectionPolarity, sectionPlaces, sectionMet, sectionBlend, sectionHeads} {
		f := &model.File{}
		for _, n := range shipped.Names() {
			data := shipped.Section(n)
			if n == name {
				data = data[:len(data)/2]
			}
			if err := f.Set(n, data); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := readLearned(f); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("half of section %s was taken: %v", name, err)
		}
	}
}
