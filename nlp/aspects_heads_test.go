package nlp

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// wide is the manifest's entry of a set with one column an aspect.
func wideSet(t testing.TB, name string) model.Set {
	head, rows := readTable(t, name)
	set := model.Set{Spec: model.Spec{Name: name, Task: model.TaskAspects, Pack: "dining", Text: "text", Labels: map[string]string{"-2": "absent", "-1": "negative", "0": "neutral", "1": "positive"}, Aspects: map[string]string{}}}
	first := slices.IndexFunc(head, func(h string) bool { return strings.HasPrefix(h, "location_traffic") })
	for i := first; i < len(head); i++ {
		set.Aspects[head[i]] = diningNames[i-first]
	}
	set.Head, set.Rows = head, rows
	return set
}

func carSet(t testing.TB) model.Set {
	head, rows := readTable(t, "car_aspects")
	return model.Set{Spec: model.Spec{Name: "car_aspects", Task: model.TaskAspects, Pack: "car", Text: "text", Label: "label", FamilyColumn: "subject", Aspects: carNames,
		Labels: map[string]string{"-1": "negative", "0": "neutral", "1": "positive"}}, Table: model.Table{Head: head, Rows: rows}}
}

func ownClauses(t testing.TB) []model.Set {
	files, err := filepath.Glob("model/sentences/clauses-*.csv")
	if err != nil {
		t.Fatal(err)
	}
	var sets []model.Set
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		table, err := model.ReadTable(name, f)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		sets = append(sets, model.Set{Spec: model.Spec{Name: name, Task: model.TaskClauses, Text: "text"}, Table: table})
	}
	return sets
}

func trainedAnalyzer(t testing.TB, pack string, sets []model.Set) *Analyzer {
	t.Helper()
	if os.Getenv("TINGFENG_SOAK") == "" {
		t.Skip("TINGFENG_SOAK is not set: heads of aspects were NOT trained and measured; set it, this takes minutes")
	}
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	f := &model.File{}
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range shipped.Names() {
		f.Set(n, shipped.Section(n))
	}
	if err := AspectTrainer(packs)(sets, f, t.Logf); err != nil {
		t.Fatal(err)
	}
	a := packAnalyzer(t, pack)
	if err := a.loadHeads(f); err != nil {
		t.Fatal(err)
	}
	for _, n := range f.Names() {
		t.Log(n, len(f.Section(n)))
	}
	return a
}

func reportDining(t *testing.T, title string, a *Analyzer, rows []reviewed) {
	pairs := statedBy(a, rows)
	line := title
	for _, how := range []string{"sum", "mixed", "majority"} {
		f, tables := scoreDining(rows, resolveAll(pairs, resolvers[how]))
		line += fmt.Sprintf(" %s %.4f", how, f)
		if how == "sum" && os.Getenv("ALL") != "" {
			for _, name := range diningNames {
				if c := tables[name]; c != nil {
					t.Log(describeTable(name, c))
				}
			}
		}
	}
	t.Log(line)
}

func TestHeadsDefault(t *testing.T) {
	a := trainedAnalyzer(t, "dining", append(ownClauses(t), wideSet(t, "asap_sample")))
	reportDining(t, "default on dianping", a, diningReviews(t, "dianping_aspects"))
}

func TestHeadsResearch(t *testing.T) {
	set := wideSet(t, "dianping_aspects")
	rows := diningReviews(t, "dianping_aspects")
	folds := 3
	train := set
	train.Rows = nil
	var test []reviewed
	for i := range set.Rows {
		if i%folds == 0 {
			test = append(test, rows[i])
		} else {
			train.Rows = append(train.Rows, set.Rows[i])
		}
	}
	a := trainedAnalyzer(t, "dining", append(ownClauses(t), wideSet(t, "asap_sample"), train))
	reportDining(t, "research, held-out third", a, test)
}

func TestHeadsCar(t *testing.T) {
	set := carSet(t)
	rows := carReviews(t)
	var test []reviewed
	held := map[string]bool{}
	for i, r := range rows {
		if i%4 == 0 {
			test = append(test, r)
			held[r.text] = true
		}
	}
	train := set
	train.Rows = slices.DeleteFunc(slices.Clone(set.Rows), func(row []string) bool { return held[row[1]] })
	a := trainedAnalyzer(t, "car", append(ownClauses(t), train))
	pairs := statedBy(a, test)
	for _, how := range []string{"sum", "mixed", "majority"} {
		names, exact := scoreMicro(test, resolveAll(pairs, resolvers[how]))
		t.Logf("car, held-out quarter, %s: subjects %.4f, pairs %.4f", how, names, exact)
	}
}

// A head that learned from long reviews hears a wait in 烤鱼太难吃了. In a few clauses the words have the say.
func TestFewClausesAreReadByTheirWords(t *testing.T) {
	a := packAnalyzer(t, "dining")
	for _, c := range []struct{ text, never string }{
		{"烤鱼太难吃了，想退退不了，肉是柴的，根本不是那个味，肯定是死鱼，再也不点", "service.speed"},
		{"菜太少了，不值三十块，里面没几块肉，粥也稀，包子是凉的，失望", "service.speed"},
		{"烤鱼太难吃了，想退退不了，肉是柴的，根本不是那个味，肯定是死鱼，再也不点", "dish.recommendation"},
	} {
		for _, aspect := range a.Analyze([]voc.Post{{Text: c.text}})[0].Analysis.Aspects {
			if aspect.Name == c.never || aspect.Sentiment == voc.Positive {
				t.Errorf("%q: %s %s in %q", c.text, aspect.Sentiment, aspect.Name, aspect.Text)
			}
		}
	}
}
