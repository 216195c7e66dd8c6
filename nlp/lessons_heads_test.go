package nlp

import (
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
