package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// everydayNames are brands whose names are words too.
func everydayNames(t testing.TB) *Analyzer {
	t.Helper()
	o := DefaultOptions()
	o.Packs = []Pack{
		{Name: "phone", Title: "数码", Domain: []string{"手机", "平板", "电脑", "耳机", "手环", "充电宝", "屏幕", "系统", "续航", "芯片", "拍照", "专卖店", "售后", "路由器", "电视", "音箱", "快充"}},
		{Name: "car", Title: "汽车", Domain: []string{"车", "提车", "试驾", "车机", "续航", "智驾", "底盘", "增程", "纯电", "4S店", "交付", "充电桩", "后排", "座椅"}},
		{Name: "dining", Title: "餐饮", Domain: []string{"奶茶", "门店", "柠檬水", "冰淇淋", "一杯", "外卖", "点单", "加盟", "店员"}},
		{Name: "snack", Title: "零食", Domain: []string{"零食", "坚果", "礼盒", "旗舰店", "开袋", "夏威夷果", "快递", "客服"}},
	}
	o.Brands = []BrandRule{
		{Brand: "xiaomi", Any: []string{"小米"}, Not: []string{"小米粥", "小米辣", "小米椒", "小米糕"}, Packs: []string{"phone"}, Ambiguous: true, Context: []string{"雷军", "澎湃", "红米", "米粉", "su7", "小米14", "小米之家"}},
		{Brand: "apple", Any: []string{"苹果"}, Packs: []string{"phone"}, Ambiguous: true, Context: []string{"iphone", "ios", "库克", "mac", "ipad", "苹果15", "app store"}},
		{Brand: "lixiang", Any: []string{"理想"}, Packs: []string{"car"}, Ambiguous: true, Context: []string{"l7", "l8", "l9", "mega", "李想"}},
		{Brand: "xpeng", Any: []string{"小鹏"}, Packs: []string{"car"}, Ambiguous: true, Context: []string{"p7", "g6", "g9", "何小鹏"}},
		{Brand: "mixue", Any: []string{"蜜雪"}, Packs: []string{"dining"}, Ambiguous: true, Context: []string{"冰城", "雪王"}},
		{Brand: "squirrels", Any: []string{"三只松鼠"}, Packs: []string{"snack"}, Ambiguous: true, Context: []string{"每日坚果", "碧根果"}},
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var namesThatAreWords = []struct{ text, want string }{
	{"小米手机发热严重", "xiaomi"}, {"刚入手的小米，拍照还行", "xiaomi"}, {"小米14的屏幕偏黄", "xiaomi"}, {"小米的售后踢皮球", "xiaomi"}, {"雷军今天发布会又说了小米的事", "xiaomi"}, {"换了小米，系统广告太多", "xiaomi"}, {"小米之家的店员很耐心", "xiaomi"}, {"家里的电视是小米的", "xiaomi"}, {"用了三年小米。电池不行了，续航半天", "xiaomi"}, {"小米澎湃更新后卡顿", "xiaomi"},
	{"早上熬了小米粥", ""}, {"小米煮得很烂，养胃", ""}, {"今年的新小米真香", ""}, {"买了两斤小米", ""}, {"小米和红枣一起蒸", ""}, {"小米辣放多了", ""}, {"坐月子天天喝小米", ""}, {"陕北的小米颗粒饱满", ""}, {"小米种子发芽了", ""}, {"用电饭煲熬小米，很香", ""},
	{"苹果手机又涨价了", "apple"}, {"苹果的系统越更新越卡", "apple"}, {"从安卓换到苹果，拍照舒服", "apple"}, {"苹果售后说要等一周", "apple"}, {"iPhone屏碎了，苹果报价太贵", "apple"}, {"苹果专卖店排长队", "apple"}, {"苹果耳机左边没声音", "apple"}, {"苹果。iOS更新失败三次", "apple"}, {"苹果电脑进水了", "apple"},
	{"苹果很甜，脆", ""}, {"一斤苹果六块", ""}, {"苹果坏了三个，快递太慢", ""}, {"苹果汁兑水了", ""}, {"每天吃一个苹果", ""}, {"苹果树开花了", ""}, {"水果店的苹果打蜡", ""}, {"这箱苹果酸甜可口", ""}, {"给孩子削苹果", ""}, {"手机壳上印着苹果和香蕉", ""},
	{"理想的车机很流畅", "lixiang"}, {"提了理想L8，后排宽敞", "lixiang"}, {"理想试驾体验不错", "lixiang"}, {"理想增程真香", "lixiang"}, {"理想交付延期两周", "lixiang"}, {"看了问界和理想，座椅都软", "lixiang"}, {"理想MEGA的底盘稳", "lixiang"},
	{"效果不理想", ""}, {"我的理想是当老师", ""}, {"理想很丰满，现实很骨感", ""}, {"成绩不太理想", ""}, {"为理想奋斗", ""}, {"这车的油耗不理想", ""}, {"不是我理想中的车", ""}, {"最理想的车型还没出", ""},
	{"小鹏的智驾进步很大", "xpeng"}, {"小鹏P7提车一个月", "xpeng"}, {"试驾了小鹏，后排有点硬", "xpeng"}, {"小鹏充电桩坏了没人修", "xpeng"}, {"小鹏今天请我吃饭", ""}, {"我同学小鹏结婚了", ""}, {"小鹏你快回来", ""},
	{"蜜雪的柠檬水四块钱一杯", "mixue"}, {"楼下蜜雪门店卫生差", "mixue"}, {"雪王太可爱了，蜜雪排队", "mixue"}, {"蜜雪外卖少了吸管", "mixue"}, {"给猫起名叫蜜雪", ""}, {"蜜雪梨罐头", ""},
	{"三只松鼠的坚果受潮了", "squirrels"}, {"三只松鼠礼盒缺斤少两", "squirrels"}, {"三只松鼠旗舰店发货快", "squirrels"}, {"公园里看到三只松鼠", ""}, {"树上有三只松鼠在抢松果", ""}, {"三只松鼠的碧根果不新鲜", "squirrels"},
}

func TestNamesThatAreWords(t *testing.T) {
	a := everydayNames(t)
	hit, missed, wrong := 0, 0, 0
	for _, c := range namesThatAreWords {
		got := strings.Join(brandsOf(a.Analyze([]voc.Post{{Text: c.text}})), " ")
		switch {
		case got == c.want && c.want != "":
			hit++
		case got != c.want:
			t.Logf("%q gives %q, want %q", c.text, got, c.want)
			if c.want != "" {
				missed++
			}
			if got != "" {
				wrong++
			}
		}
	}
	precision, recall := float64(hit)/float64(hit+wrong), float64(hit)/float64(hit+missed)
	t.Logf("%d sentences: precision %.3f, recall %.3f", len(namesThatAreWords), precision, recall)
	if len(namesThatAreWords) < 60 || precision < 0.93 || recall < 0.93 {
		t.Errorf("precision %.3f, recall %.3f, want 0.93 of both", precision, recall)
	}
}

// What stands right beside an everyday name, or a longer name that holds it, tells that the brand is meant
// where no word of its trade stands.
func TestWhatStandsBesideAnEverydayName(t *testing.T) {
	o := DefaultOptions()
	o.Packs = []Pack{{Name: "phone", Title: "数码", Domain: []string{"手机"}}}
	o.Brands = []BrandRule{
		{Brand: "xiaomi", Any: []string{"小米", "小米汽车"}, Ambiguous: true}, {Brand: "apple", Any: []string{"苹果"}, Ambiguous: true},
		{Brand: "lixiang", Any: []string{"理想"}, Ambiguous: true}, {Brand: "genki", Any: []string{"元气", "元气森林"}, Ambiguous: true},
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"小米SU7三天就趴窝", "xiaomi"}, {"小米汽车排产要等半年", "xiaomi"}, {"苹果15发热", "apple"}, {"苹果 16 Pro太重", "apple"}, {"理想L9的冰箱彩电真香", "lixiang"}, {"提了一台理想，动力还行", "lixiang"}, {"元气森林涨价了", "genki"},
		{"苹果官网买的，三天才到", "apple"}, {"小米商城发货慢", "xiaomi"}, {"小米公司今天道歉了", "xiaomi"}, {"换了部苹果，用不惯", "apple"}, {"买了辆理想接孩子", "lixiang"},
		{"苹果15块一斤", ""}, {"苹果5斤装", ""}, {"苹果3个才两斤", ""}, {"小米10元一袋", ""}, {"元气满满的一天", ""}, {"理想很丰满", ""}, {"苹果2箱都烂了", ""}, {"苹果派外酥里嫩", ""}, {"一台榨汁机榨苹果", ""}, {"小米粥养胃", ""}, {"小米500克装", ""}, {"苹果80mm大果", ""}, {"理想的商城位置", ""}, {"苹果fruit", ""},
	} {
		if got := strings.Join(brandsOf(a.Analyze([]voc.Post{{Text: c[0]}})), " "); got != c[1] {
			t.Errorf("%q gives %q, want %q", c[0], got, c[1])
		}
	}
}

func TestTheProductSettlesWhatANameMeans(t *testing.T) {
	a := everydayNames(t)
	for _, c := range []struct {
		post voc.Post
		want string
	}{
		{voc.Post{Text: "小米真香，推荐", Product: "小米 14 手机"}, "xiaomi"},
		{voc.Post{Text: "小米真香，推荐", Product: "五常杂粮礼包"}, ""},
		{voc.Post{Text: "苹果就是贵", Product: "iPhone 保护壳"}, "apple"},
		{voc.Post{Text: "熬了一锅小米", Brand: "xiaomi"}, "xiaomi"},
	} {
		if got := strings.Join(brandsOf(a.Analyze([]voc.Post{c.post})), " "); got != c.want {
			t.Errorf("%q about %q gives %q, want %q", c.post.Text, c.post.Product, got, c.want)
		}
	}
}

func TestContextNeedsAnAmbiguousName(t *testing.T) {
	for _, o := range []Options{
		{NeutralBand: 0.6, Brands: []BrandRule{{Brand: "a", Any: []string{"甲"}, Context: []string{"乙"}}}},
		{NeutralBand: 0.6, Brands: []BrandRule{{Brand: "a", Any: []string{"甲"}, Ambiguous: true, Context: []string{" "}}}},
	} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), `brand "a"`) {
			t.Errorf("%+v is taken: %v", o.Brands[0], err)
		}
	}
}
