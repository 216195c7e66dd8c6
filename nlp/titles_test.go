package nlp

import (
	"slices"
	"testing"
)

func TestTaxonomiesAreHierarchies(t *testing.T) {
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Packs: packs}
	titles := o.Titles()
	for i, tax := range o.Taxonomies() {
		n := 0
		for _, g := range tax.Groups {
			if g.Title == "" || g.Name == "" {
				t.Errorf("pack %s: group %+v lacks a name or a title", tax.Name, g.Named)
			}
			for _, a := range g.Aspects {
				n++
				if groupOf(a.Name) != g.Name {
					t.Errorf("pack %s: aspect %s hangs under %s", tax.Name, a.Name, g.Name)
				}
				if titles[a.Name] == "" {
					t.Errorf("aspect %s has no title", a.Name)
				}
			}
		}
		if n != len(packs[i].Aspects) || len(tax.Topics) != len(packs[i].Topics) {
			t.Errorf("pack %s: %d aspects and %d topics, want %d and %d", tax.Name, n, len(tax.Topics), len(packs[i].Aspects), len(packs[i].Topics))
		}
	}
}

func TestTaxonomyKeepsQSCVAndStage(t *testing.T) {
	p := Pack{
		Name: "clinic", Groups: []Group{{"care", "诊疗"}},
		Aspects: []AspectRule{
			{Name: "price", Terms: []string{"诊费"}, QSCV: "value", Stage: "选择"},
			{Name: "care.doctor", Title: "医生", Terms: []string{"医生"}, QSCV: "service", Stage: "就诊"},
		},
	}
	got := Options{Packs: []Pack{p}}.Taxonomies()[0]
	want := []string{"care", "price"}
	var names []string
	for _, g := range got.Groups {
		names = append(names, g.Name)
	}
	if !slices.Equal(names, want) {
		t.Fatalf("groups %q, want %q: titled ones first", names, want)
	}
	if a := got.Groups[0].Aspects[0]; a.Title != "医生" || a.QSCV != "service" || a.Stage != "就诊" {
		t.Errorf("aspect %+v: want its title, QSCV and stage", a)
	}
	if g := got.Groups[1]; g.Title != "price" || g.Aspects[0].Title != "price" {
		t.Errorf("group %+v: what nobody titled is called by its name", g)
	}
	if title := (Options{Packs: []Pack{p}}).Titles()["care"]; title != "诊疗" {
		t.Errorf("title of the group is %q", title)
	}
}
