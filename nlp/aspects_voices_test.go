package nlp

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	clausal "github.com/tingfeng-voc/tingfeng/nlp/model/clause"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestWhatAllLabelsAgreeOn(t *testing.T) {
	const a, b, n, p, u = clausal.Absent, clausal.Negative, clausal.Neutral, clausal.Positive, clausal.Unknown
	for _, c := range []struct {
		labels []clausal.Label
		want   int
	}{
		{nil, -1},
		{[]clausal.Label{a, u, a}, -1},
		{[]clausal.Label{a, b, a}, 0},
		{[]clausal.Label{n, u, n}, 1},
		{[]clausal.Label{p, p}, 2},
		{[]clausal.Label{p, b}, -1},
		{[]clausal.Label{b, n, b}, -1},
	} {
		if got := agreed(c.labels); got != c.want {
			t.Errorf("%v: verdict %d, want %d", c.labels, got, c.want)
		}
	}
}

// postsOnCars are n made-up posts, one row each: their characters mean what the labels say, and stand in
// no word of the pack.
func postsOnCars(n int) model.Set {
	set := model.Set{Spec: model.Spec{Name: "posts", Task: model.TaskAspects, Pack: "car", Text: "text", Label: "label", FamilyColumn: "subject",
		Labels: map[string]string{"0": "negative", "1": "neutral", "2": "positive"}, Aspects: map[string]string{"油": "fuel", "静": "comfort"}}}
	set.Head = []string{"text", "subject", "label"}
	for i := range n {
		subject, label := i%2, i/2%3
		text := fmt.Sprintf("%c%s，%s", rune('一'+i), []string{"釕釓", "鍅鉝"}[subject], []string{"鎝鎐", "鏌鋣", "鐞鐠"}[label])
		set.Rows = append(set.Rows, []string{text, []string{"油", "静"}[subject], fmt.Sprint(label)})
	}
	return set
}

// reviewsOf are a few reviews with a verdict, among them labels that tell none.
func reviewsOf() model.Set {
	set := model.Set{Spec: model.Spec{Name: "reviews", Task: model.TaskPolarity, Text: "text", Label: "label", Labels: map[string]string{"0": "negative", "1": "positive"}}}
	set.Head = []string{"text", "label"}
	set.Rows = [][]string{{"座椅坐着真舒服", "1"}, {"开两天就趴窝", "0"}, {"没有评", ""}, {"不知道", "7"}}
	return set
}

func enrolled(t *testing.T, sets ...model.Set) *aspectSchool {
	t.Helper()
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	f, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	a, err := bareAnalyzer(packs, f)
	if err != nil {
		t.Fatal(err)
	}
	p := slices.IndexFunc(packs, func(p Pack) bool { return p.Name == "car" })
	s := &aspectSchool{a: a, pack: &packs[p], number: int32(p)}
	if err := s.enrol(sets); err != nil {
		t.Fatal(err)
	}
	return s
}

// Reviews teach the verdict alone; what a row does not tell is not learned.
func TestReviewsTeachTheVerdictAlone(t *testing.T) {
	s := enrolled(t, postsOnCars(6))
	set := reviewsOf()
	all := s.appendVerdicts(s.voiceExamples(), &set)
	if len(all) != 8 {
		t.Fatalf("%d examples, want six posts and two reviews", len(all))
	}
	whole := len(s.pack.Aspects)
	for i, want := range []int{2, 0} {
		e := all[6+i]
		if e.Labels[whole] != want || e.Seldom != verdictSeldom || e.Weights[whole] != weightReview {
			t.Errorf("%s: verdict %d of weight %v every %d epochs", string(e.Text), e.Labels[whole], e.Weights[whole], e.Seldom)
		}
		if n := len(slices.DeleteFunc(slices.Clone(e.Labels[:whole]), func(l int) bool { return l == -1 })); n > 0 {
			t.Errorf("%s: %d aspects are known", string(e.Text), n)
		}
	}
	fuel, err := s.aspect("fuel")
	if err != nil {
		t.Fatal(err)
	}
	if got := all[4].Labels[fuel]; got != int(clausal.Positive) || all[4].Labels[whole] != 2 {
		t.Errorf("%s: fuel %d, verdict %d", string(all[4].Text), got, all[4].Labels[whole])
	}
}

func TestFewPostsTeachNoVoices(t *testing.T) {
	if m, err := enrolled(t, postsOnCars(60)).learnVoices(nil); m != nil || err != nil {
		t.Errorf("%v, %v: want none", m, err)
	}
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range shipped.Names() {
		if strings.HasPrefix(name, sectionVoices("")) {
			t.Errorf("the shipped weights have the section %s", name)
		}
	}
}

// Many posts teach networks, the same ones again from the same sets, which are read with the head.
func TestManyPostsTeachVoices(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: training twice takes a minute and is left out of the short suite")
	}
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	learn := func() *model.File {
		f, shipped := &model.File{}, (*model.File)(nil)
		if shipped, err = model.Shipped("default"); err != nil {
			t.Fatal(err)
		}
		for _, n := range shipped.Names() {
			if err := f.Set(n, shipped.Section(n)); err != nil {
				t.Fatal(err)
			}
		}
		if err := AspectTrainer(packs)([]model.Set{postsOnCars(fewestForVoices), reviewsOf()}, f, quiet); err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := learn()
	if len(f.Section(sectionVoices("car"))) == 0 || !bytes.Equal(f.Bytes(), learn().Bytes()) {
		t.Errorf("section %s of %d bytes, or other weights from the same sets", sectionVoices("car"), len(f.Section(sectionVoices("car"))))
	}
	o := DefaultOptions()
	o.Packs, o.Pack, o.Weights = packs, "car", f
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]voc.Sentiment{"轿车釕釓，鐞鐠": voc.Positive, "轿车釕釓，鎝鎐": voc.Negative, "轿车釕釓，鏌鋣": voc.Neutral, "哎呀釕釓，鐞鐠": voc.Positive} {
		got := a.Analyze([]voc.Post{{Text: text}})[0].Analysis.Aspects
		if len(got) != 1 || got[0].Name != "fuel" || got[0].Sentiment != want {
			t.Errorf("%s: %+v, want fuel, %s", text, got, want)
		}
	}
}

func TestDamagedVoicesAreRefused(t *testing.T) {
	head, err := clausal.Train([]clausal.Review{{Units: []clausal.Unit{{Text: []rune("油耗低")}}, Labels: []clausal.Label{clausal.Positive}}}, clausal.Options{Names: []string{"fuel"}})
	if err != nil {
		t.Fatal(err)
	}
	whole := oneNetwork(t, voiceTasks(1)...)
	if m, err := voicesOf(whole, head); m == nil || err != nil {
		t.Fatalf("a whole section was refused: %v", err)
	}
	if m, err := voicesOf(nil, head); m != nil || err != nil {
		t.Errorf("no section: %v, %v", m, err)
	}
	for why, data := range map[string][]byte{"nothing": {}, "half": whole[:len(whole)/2], "a byte too many": append(slices.Clone(whole), 0), "other tasks": oneNetwork(t, voiceTasks(2)...)} {
		if _, err := voicesOf(data, head); err == nil {
			t.Errorf("%s was taken", why)
		}
	}
}
