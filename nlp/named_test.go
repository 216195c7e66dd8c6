package nlp

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// crowdedAnalyzer knows brands whose names overlap, share words or are Latin, and their shops.
var crowdedAnalyzer = sync.OnceValues(func() (*Analyzer, error) {
	o := DefaultOptions()
	o.Brands = []BrandRule{
		{Brand: "cloud", Any: []string{"云上"}, Not: []string{"云上贵州"}},
		{Brand: "cloudtea", Any: []string{"云上茶", "云上茶铺"}},
		{Brand: "mo", Any: []string{"MO"}, Not: []string{"mo-mo"}},
		{Brand: "seven", Any: []string{"7分茶"}},
		{Brand: "pear", Any: []string{"梨"}, Must: []string{"茶", "杯"}},
		{Brand: "apple", Near: []Near{{Words: []string{"苹果"}, With: []string{"门店", "系统"}, Within: 4}}, Not: []string{"苹果汁"}},
		{Brand: "code", Regex: []string{`\bt-?\d{2}\b`}},
		{Brand: "slow", Near: []Near{{Words: []string{"慢慢茶"}, With: []string{"分钟"}, Within: 6, AtLeast: 20}}},
	}
	o.Stores = []voc.Store{
		{ID: "one", Name: "云上一号店", Brand: "cloud", Province: "浙江", City: "杭州", Aliases: []string{"西湖店", "湖滨"}},
		{ID: "two", Name: "云上二号店", Brand: "cloud", Province: "江苏", City: "苏州", Aliases: []string{"西湖店"}},
		{ID: "long", Name: "云上三号店", Brand: "cloud", Province: "浙江", City: "宁波", Aliases: []string{"湖滨银泰店"}},
		{ID: "tea", Name: "茶铺一店", Brand: "cloudtea", Province: "浙江", City: "杭州", Aliases: []string{"湖滨"}},
	}
	return New(o)
})

func crowded(t testing.TB) *Analyzer {
	t.Helper()
	a, err := crowdedAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestCrowdedNames(t *testing.T) {
	a := crowded(t)
	for _, c := range []struct{ text, want, why string }{
		{"云上的茶不错", "cloud", "the short name"},
		{"云上茶铺新开了", "cloud cloudtea", "a long name holds the short one: who wants to tell them apart says so with not"},
		{"云上贵州大数据", "", "a phrase around the name masks it"},
		{"云上贵州旁边的云上", "cloud", "a second, bare occurrence counts"},
		{"雲上貴州", "", "the mask works in the other script too"},
		{"MO好喝", "mo", "Latin touched by Chinese"},
		{"mo, 好喝", "mo", "lower case before a comma"},
		{"Memo写好了", "", "inside another word"},
		{"mobile端", "", "at the front of another word"},
		{"mo2", "", "a digit goes on with a Latin word"},
		{"mo-mo 新品", "", "a masked phrase of Latin"},
		{"ＭＯ新品", "mo", "full width"},
		{"喝了7分茶", "seven", "a name that begins with a digit"},
		{"加到17分茶位费", "", "not behind another digit"},
		{"梨茶一杯", "pear", "all musts are there"},
		{"梨茶", "", "one must is missing"},
		{"一杯茶", "", "the musts alone do not name it"},
		{"苹果的门店排队", "apple", "a companion behind"},
		{"门店对面的苹果", "apple", "a companion before"},
		{"苹果今天真的非常非常好吃，门店", "", "too far away"},
		{"苹果真甜。门店不错", "", "in another sentence"},
		{"门店有苹果汁", "", "a masked occurrence near a companion"},
		{"代号t-81和T82", "code", "a regular expression sees the normal form"},
		{"at81", "", "and its own word boundaries"},
		{"慢慢茶等了30分钟", "slow", "a number that is large enough"},
		{"慢慢茶等了5分钟", "", "a number that is not"},
		{"慢慢茶等了几分钟", "", "no number"},
		{"", "", "nothing"},
	} {
		got := brandsOf(a.Analyze([]voc.Post{{Text: c.text}}))
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.why, c.text, got, c.want)
		}
	}
}

func TestATitleNamesABrandToo(t *testing.T) {
	a := crowded(t)
	if got := brandsOf(a.Analyze([]voc.Post{{Title: "云上新店测评", Text: "排了很久"}})); !slices.Equal(got, []string{"cloud"}) {
		t.Errorf("got %q", got)
	}
}

func TestBothSidesOfAComparison(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text         string
		ours, theirs float64 // signs of the scores
		why          string
	}{
		{"轻衡比半亩茶田新鲜多了", 1, -1, "ours wins"},
		{"半亩茶田比轻衡好喝", -1, 1, "theirs wins, named first"},
		{"轻衡没有半亩茶田好喝", -1, 1, "没有 compares downward"},
		{"轻衡完爆半亩茶田，好喝太多", 1, -1, "slang"},
		{"半亩茶田难喝，还是轻衡好喝", 1, -1, "one clause each"},
		{"轻衡服务差，隔壁半亩茶田热情多了", -1, 1, "one clause each, the other way round"},
		{"轻衡排队久，半亩茶田出杯快得多", -1, 1, "praise raised above another's by 得多"},
		{"轻衡出杯快，半亩茶田排队时间长", 1, -1, "how long one waits, one clause each"},
		{"轻衡和半亩茶田都很难喝", -1, -1, "both at once, badly"},
		{"轻衡和半亩茶田都好喝，爱了", 1, 1, "both at once, well"},
	} {
		ms := a.Analyze([]voc.Post{{Text: c.text}})
		if len(ms) != 2 || ms[0].Brand != "qingheng" || ms[1].Brand != "banmu" {
			t.Fatalf("%q: mentions of %q", c.text, brandsOf(ms))
		}
		for i, want := range []float64{c.ours, c.theirs} {
			if got := ms[i].Analysis.Score; got*want <= 0 {
				t.Errorf("%s: %q scores %+.2f for %s", c.why, c.text, got, ms[i].Brand)
			}
		}
	}
}

func TestAStandardThatIsMetIsNotJudged(t *testing.T) {
	a := full(t)
	for _, text := range []string{"轻衡不比半亩茶田差", "轻衡没比半亩茶田好到哪去", "轻衡不输半亩茶田"} {
		ms := a.Analyze([]voc.Post{{Text: text}})
		if len(ms) != 2 {
			t.Fatalf("%q: mentions of %q", text, brandsOf(ms))
		}
		if an := ms[1].Analysis; an.Role != voc.RoleEqual || an.Sentiment != voc.Neutral || an.Complaint {
			t.Errorf("%q: %s is %s, %s %+.2f, complaint %v", text, ms[1].Brand, an.Role, an.Sentiment, an.Score, an.Complaint)
		}
	}
}

// Statistics never met the name; what they make of it must not outweigh the one word of judgement.
func TestANameIsNoJudgement(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text string
		sign float64
	}{
		{"轻衡排队久", -1},
		{"轻衡排队时间长", -1},
		{"半亩茶田等位久", -1},
		{"轻衡出杯快", 1},
		{"半亩茶田味道好", 1},
	} {
		ms := a.Analyze([]voc.Post{{Text: c.text}})
		if len(ms) != 1 {
			t.Errorf("%q: %d mentions, want one", c.text, len(ms))
			continue
		}
		if ms[0].Analysis.Score*c.sign <= 0 {
			t.Errorf("%q: %+.2f, want the other side", c.text, ms[0].Analysis.Score)
		}
	}
}

func TestARivalsFaultIsNotOurComplaint(t *testing.T) {
	a := full(t)
	ms := a.Analyze([]voc.Post{{Text: "轻衡真的很好喝，强烈推荐。半亩茶田太难喝了，再也不买"}})
	if len(ms) != 2 {
		t.Fatalf("%d mentions", len(ms))
	}
	if ms[0].Analysis.Complaint || ms[0].Analysis.Sentiment != voc.Positive {
		t.Errorf("for us it is %s, complaint %v", ms[0].Analysis.Sentiment, ms[0].Analysis.Complaint)
	}
	if !ms[1].Analysis.Complaint || ms[1].Analysis.Sentiment != voc.Negative {
		t.Errorf("for them it is %s, complaint %v", ms[1].Analysis.Sentiment, ms[1].Analysis.Complaint)
	}
}

func TestShopsOfOneName(t *testing.T) {
	a := crowded(t)
	for _, c := range []struct {
		post voc.Post
		want voc.StoreID
		why  string
	}{
		{voc.Post{Text: "杭州云上西湖店"}, "one", "the city in the text settles it"},
		{voc.Post{Text: "苏州云上西湖店"}, "two", "the other city"},
		{voc.Post{Text: "云上西湖店"}, "", "nothing settles it"},
		{voc.Post{Text: "云上西湖店", Region: "江苏"}, "two", "the region of the post does"},
		{voc.Post{Text: "云上西湖店", Region: "江苏省"}, "two", "however it is written"},
		{voc.Post{Text: "云上西湖店", Region: "四川"}, "", "a region that fits neither does not"},
		{voc.Post{Text: "云上湖滨银泰店"}, "long", "the longer name is meant"},
		{voc.Post{Text: "云上湖滨"}, "one", "a name two brands share goes to the brand spoken of"},
		{voc.Post{Text: "排队", Brand: "cloudtea", StoreName: "云上茶铺(湖滨)"}, "tea", "the site's own name of the shop"},
		{voc.Post{Text: "西湖店 杭州", Brand: "cloudtea"}, "", "a shop of another brand is none of ours"},
		{voc.Post{Text: "雲上西湖店，杭州"}, "one", "in traditional script"},
	} {
		ms := a.Analyze([]voc.Post{c.post})
		got := ms[len(ms)-1].Analysis.Store
		for _, m := range ms {
			if m.Brand == "cloud" {
				got = m.Analysis.Store
			}
		}
		if c.post.Brand != "" {
			for _, m := range ms {
				if m.Brand == c.post.Brand {
					got = m.Analysis.Store
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %+v gives shop %q, want %q", c.why, c.post, got, c.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	a := crowded(t)
	for _, c := range []struct{ text, want, why string }{
		{"杭州这家不错", "浙江", "a city gives its province"},
		{"广东人表示太甜", "广东", "a province"},
		{"杭州市余杭区", "浙江", "with 市"},
		{"兰州拉面", "", "a dish"},
		{"北京烤鸭味的奶茶", "", "a dish that is a taste"},
		{"上海、上海、杭州", "上海", "the place named most"},
		{"今天很热", "", "none"},
		{"臺北的店", "台湾", "traditional script"},
	} {
		if got := of(t, a, c.text).Region; got != c.want {
			t.Errorf("%s: %q is in %q, want %q", c.why, c.text, got, c.want)
		}
	}
	if got := a.Analyze([]voc.Post{{Text: "在杭州买的", Region: "上海"}})[0].Analysis.Region; got != "" {
		t.Errorf("the site said where, and %q was guessed over it", got)
	}
}
