package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// compared makes an Analyzer of two invented brands: 青竹里 and 满月坊.
func compared(t testing.TB) *Analyzer {
	t.Helper()
	o := DefaultOptions()
	o.Brands = []BrandRule{{Brand: "a", Any: []string{"青竹里"}}, {Brand: "b", Any: []string{"满月坊"}}}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const (
	up   = voc.RolePreferred
	down = voc.RoleOutdone
	even = voc.RoleEqual
	none = voc.RoleNone
)

// Sentences of comparison: the roles of 青竹里 and 满月坊.
var comparisons = []struct {
	text string
	a, b voc.Role
}{
	{"青竹里比满月坊好喝", up, down}, {"青竹里比满月坊难喝多了", down, up}, {"满月坊比青竹里便宜不少", down, up}, {"青竹里比满月坊贵，还少", down, up}, {"感觉青竹里比满月坊更新鲜", up, down},
	{"青竹里的茶底比满月坊的香", up, down}, {"青竹里的服务比满月坊差远了", down, up}, {"青竹里出餐比满月坊快", up, down}, {"青竹里出餐比满月坊慢半拍", down, up}, {"满月坊的珍珠比青竹里的硬", up, down},
	{"青竹里不如满月坊", down, up}, {"青竹里真不如满月坊", down, up}, {"青竹里的奶盖不如满月坊细腻", down, up}, {"论性价比，满月坊不如青竹里", up, down}, {"青竹里远不及满月坊", down, up}, {"青竹里比不上满月坊", down, up},
	{"满月坊赶不上青竹里", up, down}, {"青竹里输给满月坊了", down, up}, {"买青竹里还不如去满月坊", down, up}, {"同样的价格，喝青竹里不如去满月坊", down, up}, {"满月坊没法跟青竹里比", up, down},
	{"满月坊没有青竹里好喝", up, down}, {"青竹里没有满月坊那么甜腻", up, down}, {"青竹里没满月坊好", down, up}, {"满月坊没青竹里香", up, down}, {"青竹里没有满月坊难喝", up, down},
	{"青竹里跟满月坊差不多", even, even}, {"青竹里和满月坊一样难喝", even, even}, {"青竹里跟满月坊半斤八两", even, even}, {"青竹里和满月坊的奶茶没什么区别", even, even}, {"青竹里与满月坊不相上下", even, even}, {"青竹里的味道跟满月坊一个水平", even, even},
	{"喝来喝去还是青竹里好喝", up, none}, {"试过满月坊，还是青竹里香", up, down}, {"满月坊也就那样，还得是青竹里", up, down}, {"果然是满月坊好，青竹里喝不下去", down, up}, {"对比了一圈满月坊，到底是青竹里稳", up, down},
	{"从青竹里转到满月坊了", down, up}, {"我已经从满月坊换到青竹里", up, down}, {"卸载了青竹里，改用满月坊", down, up}, {"弃青竹里投奔满月坊", down, up}, {"告别满月坊，改喝青竹里", up, down}, {"抛弃青竹里转投满月坊", down, up},
	{"青竹里完爆满月坊", up, down}, {"青竹里秒杀满月坊", up, down}, {"满月坊吊打青竹里", down, up}, {"青竹里被满月坊完爆", down, up}, {"青竹里被满月坊甩开几条街", down, up}, {"青竹里的口感碾压满月坊", up, down}, {"满月坊的包装强于青竹里", down, up}, {"满月坊各方面领先青竹里", down, up},
	{"宁可喝青竹里也不喝满月坊", up, down}, {"宁愿多走路去满月坊，也不进青竹里", down, up}, {"我宁肯喝白水也不喝青竹里", down, none}, {"与其喝满月坊，不如喝青竹里", up, down}, {"与其在青竹里排队不如去满月坊", down, up},
	{"比起满月坊，青竹里更好喝", up, down}, {"比起青竹里，满月坊难喝太多", up, down}, {"相比满月坊，青竹里便宜", up, down}, {"跟满月坊比，青竹里差远了", down, up}, {"和青竹里相比，满月坊太甜了，腻", up, down}, {"青竹里跟满月坊比差远了", down, up},
	{"满月坊和青竹里，我更喜欢青竹里", up, down}, {"喝过满月坊，但我更推荐青竹里", up, down}, {"满月坊还行，首选青竹里", up, down},
	{"青竹里不如隔壁", down, none}, {"青竹里比别家好喝", up, none}, {"青竹里比隔壁难喝", down, none}, {"青竹里跟别家差不多", even, none}, {"青竹里还不如自己做", down, none}, {"青竹里完爆隔壁", up, none}, {"隔壁比青竹里好喝", down, none}, {"隔壁没有青竹里新鲜", up, none},
	{"青竹里跟满月坊差远了", down, up}, {"青竹里和满月坊没法比", down, up}, {"青竹里跟满月坊不是一个档次", down, up}, {"满月坊的服务跟青竹里差了一大截", up, down},
	{"满月坊都没这么难喝", none, up}, {"连满月坊都没青竹里这么甜腻", down, up}, {"青竹里哪有满月坊好喝", down, up}, {"喝完青竹里只想回去喝满月坊", down, up}, {"别去青竹里，早知道就去满月坊了", down, up},
	{"青竹里不输满月坊", even, even}, {"青竹里不输给满月坊", even, even}, {"青竹里并不逊色于满月坊", even, even}, {"青竹里堪比满月坊", even, even}, {"青竹里不亚于满月坊", even, even},
	{"青竹里比满月坊便宜，但味道差点意思", even, even}, {"满月坊比青竹里贵，不过好喝", even, even}, {"青竹里比满月坊便宜，但满月坊好喝", up, down},
	{"青竹里不比满月坊差", even, even}, {"青竹里的排队比满月坊少", down, up},
}

// Sentences that name brands and rank none.
var uncompared = []string{
	"青竹里比较好喝", "青竹里和满月坊都开在一条街上", "今天喝了青竹里，明天喝满月坊", "青竹里的性价比高", "喝青竹里还是满月坊？", "青竹里秒杀活动开始了", "没有青竹里的城市", "青竹里没有吸管", "青竹里一样的难喝", "从青竹里出来，雨停了",
	"青竹里还是关门了", "青竹里和满月坊联名了", "青竹里换了杯子", "比赛在青竹里门口", "青竹里离满月坊差了两站路", "青竹里和满月坊都没法停车", "满月坊隔壁开了青竹里",
}

func TestRolesInComparisons(t *testing.T) {
	a := compared(t)
	right, wrongSigns, n := 0, 0, 0
	for _, c := range comparisons {
		ok := true
		for _, m := range a.Analyze([]voc.Post{{Text: c.text}}) {
			want := c.a
			if m.Brand == "b" {
				want = c.b
			}
			if m.Analysis.Role != want {
				ok = false
				t.Logf("%q: %s is %q, want %q", c.text, m.Brand, m.Analysis.Role, want)
			}
			if want == up || want == down {
				n++
				if (m.Analysis.Score > 0) != (want == up) {
					wrongSigns++
					t.Logf("%q: for %s %+.2f", c.text, m.Brand, m.Analysis.Score)
				}
			}
		}
		if ok {
			right++
		}
	}
	share, signs := float64(right)/float64(len(comparisons)), 1-float64(wrongSigns)/float64(n)
	t.Logf("%d comparisons: roles right %.3f, sentiment agrees %.3f", len(comparisons), share, signs)
	if len(comparisons) < 75 || share < 0.90 || signs < 0.90 {
		t.Errorf("roles right %.3f, sentiment agrees %.3f, want 0.90 and 0.90", share, signs)
	}
}

func TestNoRoleWithoutComparison(t *testing.T) {
	a := compared(t)
	for _, text := range uncompared {
		for _, m := range a.Analyze([]voc.Post{{Text: text}}) {
			if m.Analysis.Role != none {
				t.Errorf("%q: %s is %q", text, m.Brand, m.Analysis.Role)
			}
		}
	}
}

func TestTheSourcesBrandIsCompared(t *testing.T) {
	a := compared(t)
	for _, c := range []struct {
		text string
		a, b voc.Role
	}{
		{"比满月坊难喝", down, up}, {"不如满月坊", down, up}, {"没有满月坊好喝", down, up}, {"完爆满月坊", up, down}, {"跟满月坊差不多", even, even}, {"还是满月坊好喝", down, up}, {"不如隔壁", down, none}, {"比别家便宜", up, none},
		{"满月坊吊打它", down, up}, {"满月坊比不上这家", up, down}, {"满月坊都没这么难喝", down, up}, {"哪有满月坊好喝", down, up}, {"跟满月坊差远了", down, up}, {"同价位我选满月坊", down, up}, {"早知道就去满月坊了", down, up}, {"不输满月坊", even, even},
	} {
		for _, m := range a.Analyze([]voc.Post{{Text: c.text, Brand: "a"}}) {
			want := c.a
			if m.Brand == "b" {
				want = c.b
			}
			if m.Analysis.Role != want {
				t.Errorf("%q: %s is %q, want %q", c.text, m.Brand, m.Analysis.Role, want)
			}
			if want == up && m.Analysis.Sentiment != voc.Positive || want == down && m.Analysis.Sentiment != voc.Negative {
				t.Errorf("%q: %s is %s", c.text, m.Brand, m.Analysis.Sentiment)
			}
		}
	}
}
