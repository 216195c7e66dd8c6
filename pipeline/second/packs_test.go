package second

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPacks(t *testing.T) {
	p := NewPacks([]nlp.Pack{
		{Name: "dining", Aspects: []nlp.AspectRule{{Name: "dish.taste", Title: "口味"}, {Name: "price", Title: "价格"}}, Topics: []nlp.TopicRule{{Name: "卫生-异物"}}},
		{Name: "car", Aspects: []nlp.AspectRule{{Name: "fuel", Title: "油耗"}, {Name: "price", Title: "售价"}}},
	})
	f := func(why string, a voc.Analysis, pack string, aspects int) {
		t.Helper()
		m := voc.Mention{Analysis: a}
		if got, n := p.Of(&m), len(p.Aspects(&m)); got != pack || n != aspects {
			t.Errorf("%s: %q with %d aspects, want %q with %d", why, got, n, pack, aspects)
		}
	}
	f("nothing found", voc.Analysis{}, "", 3)
	f("what both have", voc.Analysis{Aspects: []voc.Aspect{{Name: "price"}}}, "", 3)
	f("what one has", voc.Analysis{Aspects: []voc.Aspect{{Name: "price"}, {Name: "fuel"}}}, "car", 2)
	f("a topic", voc.Analysis{Topics: []string{"卫生-异物"}}, "dining", 2)
	f("a name nobody knows", voc.Analysis{Topics: []string{"x"}}, "", 3)
	if one := NewPacks([]nlp.Pack{{Name: "only"}}); one.Of(&voc.Mention{}) != "only" {
		t.Error("the only pack is not every mention's")
	}
}
