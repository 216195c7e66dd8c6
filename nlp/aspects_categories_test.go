package nlp

import (
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Two public sets label texts with categories coarser than our aspects, or cut otherwise. A category
// is found where one of the aspects it stands for is; what both sides cannot name is left out.

// beautyCategories gives for each category of the set of cosmetics reviews the aspects that are it.
// Sizes and other things (尺寸, 其他) have none.
var beautyCategories = map[string][]string{
	"整体": {"overall.again"}, "功效": {"effect."}, "使用体验": {"use.texture", "use.gentle", "makeup.", "hair."},
	"价格": {"price."}, "物流": {"logistics."}, "气味": {"use.scent"}, "包装": {"goods.packaging"}, "真伪": {"goods.authenticity"},
	"服务": {"service."}, "成分": {"goods.ingredient"}, "新鲜度": {"goods.freshness"},
}

// cameraCategories gives the same for the set of posts on cameras, whose categories are a thing and
// what is judged of it; a category that is not named here is looked up by its thing alone.
var cameraCategories = map[string][]string{
	"photo": {"photo."}, "focus": {"shot.focus"}, "display": {"body.display"}, "battery": {"body.battery"}, "power_supply": {"body.battery"},
	"lens": {"lens."}, "camera#portability": {"body.portability"}, "camera#price": {"cost."}, "camera#design_features": {"body.look"},
	"camera#quality": {"body.build"}, "hardware#quality": {"body.build"}, "keyboard": {"body.handling"}, "software": {"body.handling"},
	"os": {"body.handling"}, "camera#usability": {"body.handling"}, "multimedia_devices": {"video."}, "ports": {"transfer."}, "memory": {"transfer."},
	"camera#operation_performance": {"shot.speed", "shot.stabilization"}, "hardware#operation_performance": {"shot.speed", "shot.stabilization"},
}

// categoryOf gives the name under which a label of the set is compared, "" for none.
func categoryOf(categories map[string][]string, label string) string {
	thing, _, _ := strings.Cut(label, "#")
	for _, name := range []string{label, thing} {
		if of := categories[name]; of != nil {
			return of[0]
		}
	}
	return ""
}

// statedCategory gives the same for one of our aspects.
func statedCategory(categories map[string][]string, aspect string) string {
	for _, of := range categories {
		if slices.ContainsFunc(of, func(p string) bool { return strings.HasPrefix(aspect, p) }) {
			return of[0]
		}
	}
	return ""
}

// categorized reads a set of one row a label: what is said of each text, as category and sign.
func categorized(t *testing.T, set, category string, categories map[string][]string, signs map[string]int) []reviewed {
	head, rows := readTable(t, set)
	text, of, label := slices.Index(head, "text"), slices.Index(head, category), slices.Index(head, "label")
	sum, at := map[string]map[string]int{}, []string{}
	for _, row := range rows {
		name := categoryOf(categories, row[of])
		if sum[row[text]] == nil {
			sum[row[text]] = map[string]int{}
			at = append(at, row[text])
		}
		if name != "" {
			sum[row[text]][name] += signs[row[label]]
		}
	}
	var list []reviewed
	for _, text := range at {
		for name, n := range sum[text] {
			sum[text][name] = min(max(n, negative), positive)
		}
		list = append(list, reviewed{text, sum[text]})
	}
	return list
}

// TestAspectsByCategory measures two packs on sets nothing of them was learned from.
func TestAspectsByCategory(t *testing.T) {
	for _, c := range []struct {
		pack, set, category string
		categories          map[string][]string
		signs               map[string]int
		names, pairs        float64 // floors of the micro-F1
	}{
		{"beauty", "cosmetics_opinions", "category", beautyCategories, map[string]int{"负面": negative, "中性": neutral, "正面": positive}, 0.72, 0.63},
		{"photography", "camera_aspects", "aspect", cameraCategories, map[string]int{"0": negative, "1": positive}, 0.69, 0.32},
	} {
		rows := categorized(t, c.set, c.category, c.categories, c.signs)
		pairs := statedBy(packAnalyzer(t, c.pack), rows)
		for i := range pairs {
			for k := range pairs[i] {
				pairs[i][k].Name = statedCategory(c.categories, pairs[i][k].Name)
			}
			pairs[i] = slices.DeleteFunc(pairs[i], func(a voc.Aspect) bool { return a.Name == "" })
		}
		stated := resolveAll(pairs, resolvers["sum"])
		names, exact := scoreMicro(rows, stated)
		t.Logf("%s, %d texts: categories %.4f, pairs %.4f micro-F1", c.pack, len(rows), names, exact)
		if names < c.names || exact < c.pairs {
			t.Errorf("%s: categories %.3f and pairs %.3f, want at least %.2f and %.2f", c.pack, names, exact, c.names, c.pairs)
		}
		logByCategory(t, rows, stated)
	}
}

// logByCategory tells where the figures come from.
func logByCategory(t *testing.T, rows []reviewed, stated []map[string]int) {
	type tally struct{ gold, said, right, exact int }
	by := map[string]*tally{}
	of := func(name string) *tally {
		if by[name] == nil {
			by[name] = &tally{}
		}
		return by[name]
	}
	for i, r := range rows {
		for name, sign := range r.gold {
			of(name).gold++
			if got, ok := stated[i][name]; ok {
				of(name).right++
				if got == sign {
					of(name).exact++
				}
			}
		}
		for name := range stated[i] {
			of(name).said++
		}
	}
	for name, n := range by {
		t.Logf("  %-20s gold %4d, stated %4d, right %4d, with sign %4d", name, n.gold, n.said, n.right, n.exact)
	}
}
