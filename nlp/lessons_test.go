package nlp

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
)

// ownSet is a set of our own sentences with these rows.
func ownSet(rows ...[]string) *model.Set {
	set := &model.Set{Spec: model.Spec{Name: "own", Task: model.TaskOwn, Text: "text", Label: "sentiment", Weight: 1}}
	set.Head = []string{"text", "sentiment", "emotion", "intent", "severity", "irony", "implicit"}
	set.Rows = rows
	return set
}

// taskSet is a set of two columns.
func taskSet(name, family string, task model.Task, rows ...[]string) *model.Set {
	set := &model.Set{Spec: model.Spec{Name: name, Task: task, Text: "text", Label: "label", Weight: 1, Family: family}}
	set.Head = []string{"text", "label"}
	set.Rows = rows
	return set
}

func newSchool() *school { return &school{index: map[string]int{}, log: quiet} }

// told shows what a lesson knows; a dash stands for what nobody told.
func (l *lesson) told() string {
	f := func(x float32) string {
		if x != x {
			return "-"
		}
		return fmt.Sprint(x)
	}
	n := func(i int) string {
		if i < 0 {
			return "-"
		}
		return fmt.Sprint(i)
	}
	return strings.Join([]string{f(l.polarity), f(l.neutral), n(l.emotion), n(l.intent), n(l.severity), f(l.irony), n(l.implicit)}, " ")
}

// An empty cell says nothing: it must never be learned as the first class or as a no.
func TestColumnsOfOurOwnSentences(t *testing.T) {
	for _, c := range []struct {
		row  []string
		want string // polarity, neutral, emotion, intent, severity, irony, implicit
	}{
		{[]string{"茶底很香", "positive", "happy", "praise", "0", "0", "0"}, "1 0 0 3 0 0 3"},
		{[]string{"等到花都谢了", "negative", "angry", "complaint", "1", "0", "1"}, "0 0 1 0 1 0 2"},
		{[]string{"凉了还能当冰饮喝，真贴心", "negative", "", "", "", "1", ""}, "0 0 - - - 1 -"},
		{[]string{"喝完又绕回去买了一杯", "positive", "", "", "", "", "1"}, "1 0 - - - - 1"},
		{[]string{"店在二楼", "neutral", "neutral", "other", "0", "", ""}, "0.5 1 5 7 0 - 0"},
		{[]string{"店在三楼", "neutral", "", "", "", "", "1"}, "0.5 1 - - - - -"},
		{[]string{"杯子漏了一路", "", "", "request", "2", "", ""}, "- - - 4 2 - -"},
		{[]string{"再也不来", "negative", "sad", "churn", "4", "maybe", "maybe"}, "0 0 2 5 4 - -"},
	} {
		s := newSchool()
		if err := s.enrol(ownSet(c.row)); err != nil {
			t.Errorf("%q: %v", c.row, err)
			continue
		}
		if got := s.lessons[0].told(); got != c.want || !s.lessons[0].own {
			t.Errorf("%q teaches %q, want %q", c.row, got, c.want)
		}
	}
}

// A label with a slip of the pen stops the training, and the error says where it stands.
func TestUnknownLabelsNameTheirRow(t *testing.T) {
	for _, c := range []struct {
		set  *model.Set
		want []string
	}{
		{ownSet([]string{"好喝", "positive", "", "", "", "", ""}, []string{"难喝", "negatve", "", "", "", "", ""}), []string{"own", "row 3", "negatve"}},
		{ownSet([]string{"好喝", "", "joy", "", "", "", ""}), []string{"row 2", "joy", "surprise"}},
		{ownSet([]string{"好喝", "", "", "prais", "", "", ""}), []string{"row 2", "prais", "churn"}},
		{ownSet([]string{"好喝", "", "", "", "5", "", ""}), []string{"row 2", `"5"`}},
		{taskSet("moods", "weibo", model.TaskEmotion, []string{"气死了", "rage"}), []string{"moods", "row 2", "rage"}},
		{taskSet("hints", "own", model.TaskImplicit, []string{"等了一上午", "yes"}), []string{"hints", "row 2", "yes", "spoken"}},
		{taskSet("stars", "shop", model.TaskPolarity, []string{"好喝", "positive"}, []string{"好用", "5"}), []string{"stars", "row 3", `"5"`}},
	} {
		err := newSchool().enrol(c.set)
		if err == nil {
			t.Errorf("%q was learned", c.set.Rows)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("the error %q does not say %s", err, w)
			}
		}
	}
}

// A text is learned once, whatever it is called in other sets: the first set has the say, what only
// a later one knows is added, and a verdict of neither good nor bad overrules.
func TestATextInSeveralSetsIsOneLesson(t *testing.T) {
	s := newSchool()
	for _, set := range []*model.Set{
		taskSet("first", "mixed", model.TaskPolarity, []string{"这杯喝完神清气爽", "positive"}, []string{"还行吧一般", "negative"}, []string{"   ", "positive"}, []string{"没有标签的一句", ""}),
		taskSet("second", "shop", model.TaskPolarity, []string{"這杯喝完神清氣爽", "negative"}, []string{"还行吧一般", "neutral"}),
		taskSet("second", "shop", model.TaskEmotion, []string{"这杯喝完神清气爽", "happy"}),
		taskSet("third", "own", model.TaskEmotion, []string{"这杯喝完神清气爽", "sad"}),
		taskSet("third", "own", model.TaskImplicit, []string{"还行吧一般", "spoken"}),
	} {
		if err := s.enrol(set); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.lessons) != 2 || !s.taughtEmotion {
		t.Fatalf("%d lessons, want 2: one a text, none without a text or a label (emotions taught %v)", len(s.lessons), s.taughtEmotion)
	}
	x, y := &s.lessons[0], &s.lessons[1]
	if got := x.told(); got != "1 0 0 - - - -" || x.sets != "first,second,third" || x.family != "shop" {
		t.Errorf("the first text teaches %q, from %s of family %s", got, x.sets, x.family)
	}
	if y.neutral != 1 || y.implicit != 3 || y.sets != "first,second,third" {
		t.Errorf("the second text teaches %q, from %s: want that it takes no side, in so many words", y.told(), y.sets)
	}
}

func TestWordsOfALexiconAreSigned(t *testing.T) {
	s := newSchool()
	if err := s.enrol(taskSet("words", "", model.TaskLexicon, []string{"清爽", "1.5"}, []string{"齁甜", "-2"}, []string{"发苦", "-0.1"})); err != nil {
		t.Fatal(err)
	}
	got := ""
	for i := range s.lessons {
		l := &s.lessons[i]
		if !l.words || l.family != "words" {
			t.Errorf("%q is learned as a text of family %s", l.norm, l.family)
		}
		got += l.norm + fmt.Sprint(l.polarity) + " "
	}
	if got != "清爽1 齁甜0 发苦0 " {
		t.Errorf("learned %s", got)
	}
}

// kindSchool has lessons of two kinds, told apart by one feature; in the second praise and blame are
// worded the other way round.
func kindSchool(second string, n int) *school {
	rng := rand.New(rand.NewPCG(8, 3))
	c := newSchool()
	for i := range n {
		polarity := float32(i % 2)
		kind := uint32(4 * 1000) // a quarter of the features tell kinds: those four divides
		l := lesson{family: "shop", weight: 1, polarity: polarity}
		word := uint32(4*2000+1) + 4*uint32(i%2)
		if i%4 >= 2 {
			kind, l.family = 4*1001, second
			word = uint32(4*2000+1) + 4*uint32(1-i%2)
		}
		l.features = []uint32{kind, word, rng.Uint32N(1 << 20)}
		l.worded = l.features
		c.lessons = append(c.lessons, l)
	}
	c.lessons = append(c.lessons, lesson{family: "shop", polarity: unknown, features: []uint32{1}}, lesson{words: true, family: "words", features: []uint32{2}})
	return c
}

func everyLesson(*lesson) bool { return true }

func TestEveryKindIsReadByWhatItTaught(t *testing.T) {
	r, err := kindSchool(postsFamily, 4*leastFamily).learnKinds(everyLesson)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.names) != 2 || r.names[0] != "shop" || r.names[1] != postsFamily {
		t.Fatalf("the kinds are %v", r.names)
	}
	blame, praise := uint32(4*2000+1), uint32(4*2000+1)+4 // in reviews; in posts the other way round
	read := func(features ...uint32) kindSays { return r.read(features, features) }
	if post, bad := read(4*1001, blame), read(4*1001, praise); post.post < 0.5 || post.worth <= 0 || bad.worth >= 0 {
		t.Errorf("a post is one with %.2f, its praise is worth %.2f, its blame %.2f", post.post, post.worth, bad.worth)
	}
	if review, bad := read(4*1000, praise), read(4*1000, blame); review.post > 0.5 || review.known < 0.5 || review.worth <= 0 || bad.worth >= 0 {
		t.Errorf("a review is a post with %.2f, its praise is worth %.2f, its blame %.2f", review.post, review.worth, bad.worth)
	}
	if said := read(praise, blame); said != (kindSays{}) {
		t.Errorf("of a text without a feature that tells kinds the readers say %v", said)
	}
	gate, worth := r.encode()
	again, err := decodeKinds(gate, worth)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := again.read([]uint32{4 * 1001, praise}, []uint32{4 * 1001, praise}), read(4*1001, praise); a != b {
		t.Errorf("read back, the readers say %v; they said %v", a, b)
	}
	if g, w := again.encode(); !bytes.Equal(g, gate) || !bytes.Equal(w, worth) {
		t.Error("read back and written again, the sections differ")
	}
}

// One kind alone, or one with too few texts, is nothing to tell apart.
func TestWithoutTwoKindsThereAreNoReaders(t *testing.T) {
	for why, c := range map[string]struct {
		s      *school
		chosen func(*lesson) bool
	}{
		"one kind":        {kindSchool("shop", 4*leastFamily), everyLesson},
		"one left out":    {kindSchool(postsFamily, 4*leastFamily), func(l *lesson) bool { return l.family != postsFamily }},
		"too few of each": {kindSchool(postsFamily, leastFamily), everyLesson},
	} {
		r, err := c.s.learnKinds(c.chosen)
		if err != nil || r.gate != nil || r.worth != nil {
			t.Errorf("%s: readers of %v were learned (%v)", why, r.names, err)
		}
		if gate, worth := r.encode(); gate != nil || worth != nil {
			t.Errorf("%s: %d and %d bytes are written for them", why, len(gate), len(worth))
		}
		if again, err := decodeKinds(r.encode()); err != nil || again.gate != nil {
			t.Errorf("%s: read back as readers of %v (%v)", why, again.names, err)
		}
	}
}

// The file has room for so many kinds: those with the most texts get in.
func TestTheLargestKindsAreTold(t *testing.T) {
	c := newSchool()
	for k := range mostKinds + 3 {
		for range leastFamily + k {
			c.lessons = append(c.lessons, lesson{family: string(rune('a' + k)), polarity: 1})
		}
	}
	got := strings.Join(c.families(everyLesson), "")
	if want := "defghijkl"; got != want {
		t.Errorf("told apart are %q, want %q", got, want)
	}
}
