package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestEverydayNames(t *testing.T) {
	for _, c := range []struct {
		name     string
		rule     BrandRule
		everyday bool
	}{
		{"a grain", BrandRule{Any: []string{"小米"}}, true},
		{"a fruit beside a plain name", BrandRule{Any: []string{"iphone", "苹果"}}, true},
		{"a boss", BrandRule{Any: []string{"老板"}}, true},
		{"a word said to be ambiguous", BrandRule{Any: []string{"小米"}, Ambiguous: true}, false},
		{"a word that counts beside another only", BrandRule{Any: []string{"苹果"}, Must: []string{"手机"}}, false},
		{"a name the dictionary knows as nothing else", BrandRule{Any: []string{"肯德基", "海尔"}}, false},
		{"a name no dictionary knows", BrandRule{Any: []string{"半亩茶田", "轻衡"}}, false},
		{"Latin letters", BrandRule{Any: []string{"apple", "mi"}}, false},
	} {
		o := DefaultOptions()
		c.rule.Brand = voc.BrandID("b")
		o.Brands = []BrandRule{c.rule}
		a, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		if list := a.EverydayNames(); (len(list) > 0) != c.everyday {
			t.Errorf("%s: %v", c.name, list)
		}
	}
}
