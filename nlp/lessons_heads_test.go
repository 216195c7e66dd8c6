package nlp

import (
	"math"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
)

// A text that teaches the heads alone says nothing of polarity, not even where it stands again
// among the sentences that do.
func TestLessonsForTheHeadsLeavePolarityAlone(t *testing.T) {
	row := []string{"续了第六次，抽屉里全是它", "positive", "happy", "praise", "0", "0", "1"}
	heads := ownSet(row)
	heads.Task = model.TaskHeads
	c := newSchool()
	for _, set := range []*model.Set{heads, ownSet(row)} {
		if err := c.enrol(set); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.lessons) != 1 {
		t.Fatalf("%d lessons, want 1", len(c.lessons))
	}
	l := &c.lessons[0]
	if l.polarity == l.polarity {
		t.Errorf("polarity %v, want none", l.polarity)
	}
	if !l.own || l.implicit != 1 || l.emotion < 0 || l.intent < 0 || l.severity != 0 || l.irony != 0 {
		t.Errorf("the heads learn %s", l.told())
	}
}

// Beside labelled posts our own sentences say little of feelings and next to nothing of the unspoken; where
// nothing else teaches them, they count in full.
func TestOwnSentencesGiveWayToLabelledPosts(t *testing.T) {
	for _, c := range []struct {
		feelings, unspoken    bool
		ownFeeling, ownUnsaid float32
	}{
		{false, false, 1, 1},
		{true, false, 0.1, 1},
		{false, true, 1, 0.005},
		{true, true, 0.1, 0.005},
	} {
		s := &school{taughtEmotion: c.feelings, taughtImplicit: c.unspoken}
		if a, b := s.ownEmotion(), s.ownImplicit(); a != c.ownFeeling || b != c.ownUnsaid {
			t.Errorf("posts teach feelings %v, the unspoken %v: ours count %v and %v, want %v and %v", c.feelings, c.unspoken, a, b, c.ownFeeling, c.ownUnsaid)
		}
	}
	own := lesson{own: true, weight: 2, emotion: 3, implicit: 1, polarity: unknown}
	post := lesson{weight: 2, emotion: 3, implicit: 1, polarity: unknown}
	s := &school{taughtEmotion: true, taughtImplicit: true, lessons: []lesson{own, post}}
	list := s.senseExamples()
	for task, want := range map[int]float32{senseEmotion: 0.1, senseImplicit: 0.005} {
		if got := list[0].Weights[task] / list[1].Weights[task]; math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("task %d: an own sentence counts %v of a post, want %v", task, got, want)
		}
	}
}

// Rare feelings of posts are preferred, twice as far where networks that do not prefer them are heard
// beside the head; our own sentences are not counted among posts.
func TestRareFeelingsArePreferred(t *testing.T) {
	var lessons []lesson
	for class, n := range []int{64, 8, 0, 1, 2, 4} {
		for range n {
			lessons = append(lessons, lesson{emotion: class, weight: 0.5})
		}
	}
	lessons = append(lessons, lesson{emotion: 3, weight: 99, own: true}, lesson{emotion: -1, weight: 99})
	for _, c := range []struct {
		feelings, unspoken bool
		want               [6]float64 // powers of two
	}{
		{true, false, [6]float64{0, 3 * 0.2, 0, 6 * 0.2, 5 * 0.2, 4 * 0.2}},
		{true, true, [6]float64{0, 3 * 0.4, 0, 6 * 0.4, 5 * 0.4, 4 * 0.4}},
	} {
		s := &school{taughtEmotion: c.feelings, taughtImplicit: c.unspoken, lessons: lessons}
		got := s.emotionShifts()
		for class, want := range c.want {
			if math.Abs(got[class]-want*math.Ln2) > 1e-9 {
				t.Errorf("%+v: %s is shifted by %v, want %v", c, emotionClasses[class], got[class], want*math.Ln2)
			}
		}
	}
	s := &school{taughtImplicit: true, lessons: lessons}
	for class, by := range s.emotionShifts() {
		if math.Abs(math.Exp(by)-emotionPrior[class]) > 1e-9 {
			t.Errorf("without posts %s is shifted by %v, want the logarithm of %v", emotionClasses[class], by, emotionPrior[class])
		}
	}
}
