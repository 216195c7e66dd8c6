package demosite

import "github.com/tingfeng-voc/tingfeng/voc"

// The three chains. All are invented, as are their drinks and the names of their people; the
// places are real because a review without a place does not sound like one.
// configs/demo holds the same brands and stores as configuration; a test keeps the two together.

// brand is a chain as its guests see it.
type brand struct {
	id       voc.BrandID
	name     string   // in full
	short    string   // as in a hashtag
	trad     string   // in traditional script
	says     []string // how people refer to it, the commoner the oftener
	negative float64  // share of reviews that complain
	mixed    float64  // share that is neither
	bias     map[string]float64
	drinks   []drink
	tops     map[string][]string // kind of drink → what may be added
	stores   []*store
}

type drink struct {
	name, trad string
	kind       string // milk, fruit, tea
	price      int    // yuan
}

// store is a shop with its own strengths and weaknesses: bias multiplies how often a topic is told
// there, so that a dashboard by store has something to show.
type store struct {
	id     voc.StoreID
	brand  *brand
	name   string // 静安寺店
	place  string // 静安寺
	city   string
	region string
	busy   float64 // share of the brand's reviews, relative
	bias   map[string]float64
}

// brands of the demonstration, ours first.
func brands() []*brand {
	list := []*brand{qingheng(), tonghuadu(), manbeicang()}
	for _, b := range list {
		for _, s := range b.stores {
			s.brand = b
		}
	}
	return list
}

func qingheng() *brand {
	return &brand{
		id: "qingheng", name: "青衡茶饮", short: "青衡", trad: "青衡茶飲",
		says:     []string{"青衡", "青衡", "青衡", "青衡茶饮", "青衡茶饮", "青衡家"},
		negative: .38, mixed: .17,
		bias: map[string]float64{"neg.wait": 1.3, "neg.price": .8, "pos.tea": 1.4},
		drinks: []drink{
			{"山栀奶绿", "山梔奶綠", "milk", 17}, {"炭焙乌龙拿铁", "炭焙烏龍拿鐵", "milk", 19},
			{"桂花酒酿奶茶", "桂花酒釀奶茶", "milk", 18}, {"芋泥啵啵奶茶", "芋泥啵啵奶茶", "milk", 19},
			{"红豆糯糯奶茶", "紅豆糯糯奶茶", "milk", 16}, {"生椰抹茶", "生椰抹茶", "milk", 18},
			{"杨梅冰茶", "楊梅冰茶", "fruit", 19}, {"手打香柠茶", "手打香檸茶", "fruit", 15},
			{"荔枝玫瑰冰", "荔枝玫瑰冰", "fruit", 20}, {"青提冻冻", "青提凍凍", "fruit", 21},
			{"黄皮茉莉冰", "黃皮茉莉冰", "fruit", 17}, {"茉莉雪芽", "茉莉雪芽", "tea", 12},
			{"高山青乌龙", "高山青烏龍", "tea", 13},
		},
		tops: map[string][]string{"milk": {"珍珠", "芋泥", "红豆", "麻薯", "奶冻"}, "fruit": {"椰果", "脆啵啵", "寒天"}, "tea": {"椰果", "寒天"}},
		stores: []*store{
			{id: "sh-jingan", name: "静安寺店", place: "静安寺", city: "上海", region: "上海", busy: 1.5},
			{id: "sh-wujiaochang", name: "五角场店", place: "五角场", city: "上海", region: "上海", busy: 1.1, bias: map[string]float64{"neg.price": 2}},
			{id: "sh-lujiazui", name: "陆家嘴店", place: "陆家嘴", city: "上海", region: "上海", busy: 1, bias: map[string]float64{"neg.late": 2, "neg.leak": 2}},
			{id: "hz-hubin", name: "湖滨店", place: "湖滨", city: "杭州", region: "浙江", busy: 1.3},
			{id: "hz-xiasha", name: "下沙大学城店", place: "下沙", city: "杭州", region: "浙江", busy: .8, bias: map[string]float64{"neg.coupon": 2}},
			{id: "nj-xinjiekou", name: "新街口店", place: "新街口", city: "南京", region: "江苏", busy: 1.2},
			{id: "nj-xianlin", name: "仙林店", place: "仙林", city: "南京", region: "江苏", busy: .6, bias: map[string]float64{"pos.price": 2}},
			{id: "cd-chunxi", name: "春熙路店", place: "春熙路", city: "成都", region: "四川", busy: 1.4, bias: map[string]float64{"pos.staff": 3, "neg.staff": .3}},
			{id: "cd-jianshe", name: "建设路店", place: "建设路", city: "成都", region: "四川", busy: .8},
			{id: "cq-guanyinqiao", name: "观音桥店", place: "观音桥", city: "重庆", region: "重庆", busy: 1.2, bias: map[string]float64{"neg.seat": 3}},
			{id: "xa-xiaozhai", name: "小寨店", place: "小寨", city: "西安", region: "陕西", busy: 1, bias: map[string]float64{"neg.staff": 3}},
			{id: "wh-guanggu", name: "光谷店", place: "光谷", city: "武汉", region: "湖北", busy: 1.1, bias: map[string]float64{"neg.wait": 3}},
			{id: "gz-tiyuxi", name: "体育西店", place: "体育西", city: "广州", region: "广东", busy: 1.2, bias: map[string]float64{"neg.wrong": 2}},
			{id: "sz-keji", name: "科技园店", place: "科技园", city: "深圳", region: "广东", busy: .9, bias: map[string]float64{"neg.clean": 3}},
		},
	}
}

func tonghuadu() *brand {
	return &brand{
		id: "tonghuadu", name: "桐花渡", short: "桐花渡", trad: "桐花渡",
		says:     []string{"桐花渡", "桐花渡", "桐花渡茶", "桐花渡家"},
		negative: .27, mixed: .18,
		bias: map[string]float64{"neg.price": 3, "neg.portion": 1.5, "pos.tea": 2, "pos.place": 2, "pos.price": .2},
		drinks: []drink{
			{"春山龙井奶", "春山龍井奶", "milk", 22}, {"碧螺轻乳茶", "碧螺輕乳茶", "milk", 20},
			{"玫瑰普洱厚乳", "玫瑰普洱厚乳", "milk", 24}, {"雪梨银耳奶", "雪梨銀耳奶", "milk", 23},
			{"白桃碎碎冰", "白桃碎碎冰", "fruit", 23}, {"枇杷金萱", "枇杷金萱", "fruit", 22},
			{"橙香普洱冰", "橙香普洱冰", "fruit", 21}, {"桐花冷萃", "桐花冷萃", "tea", 18},
		},
		tops: map[string][]string{"milk": {"银耳", "芋圆", "奶盖"}, "fruit": {"桃胶", "脆啵啵"}, "tea": {"桃胶"}},
		stores: []*store{
			{id: "th-sh-huaihai", name: "淮海路店", place: "淮海路", city: "上海", region: "上海", busy: 1.4},
			{id: "th-hz-wulin", name: "武林店", place: "武林", city: "杭州", region: "浙江", busy: 1},
			{id: "th-nj-laomendong", name: "老门东店", place: "老门东", city: "南京", region: "江苏", busy: .8},
			{id: "th-cd-kuanzhai", name: "宽窄巷子店", place: "宽窄巷子", city: "成都", region: "四川", busy: 1.1},
			{id: "th-cq-jiefangbei", name: "解放碑店", place: "解放碑", city: "重庆", region: "重庆", busy: 1},
		},
	}
}

func manbeicang() *brand {
	return &brand{
		id: "manbeicang", name: "满杯仓", short: "满杯仓", trad: "滿杯倉",
		says:     []string{"满杯仓", "满杯仓", "满杯仓奶茶", "满杯仓家"},
		negative: .41, mixed: .2,
		bias: map[string]float64{"neg.price": .15, "neg.sweet": 2, "neg.clean": 2, "neg.bland": 1.5, "pos.price": 4, "pos.place": .3, "pos.tea": .3},
		drinks: []drink{
			{"椰果奶茶", "椰果奶茶", "milk", 7}, {"黑糖珍珠奶茶", "黑糖珍珠奶茶", "milk", 8},
			{"布丁烧仙草", "布丁燒仙草", "milk", 9}, {"燕麦奶茶", "燕麥奶茶", "milk", 8},
			{"大桶柠檬水", "大桶檸檬水", "fruit", 5}, {"满桶百香果", "滿桶百香果", "fruit", 10},
			{"西瓜沙沙冰", "西瓜沙沙冰", "fruit", 9}, {"茉莉清茶", "茉莉清茶", "tea", 5},
		},
		tops: map[string][]string{"milk": {"珍珠", "布丁", "椰果"}, "fruit": {"椰果", "爆爆珠"}, "tea": {"椰果"}},
		stores: []*store{
			{id: "mb-wh-jiedaokou", name: "街道口店", place: "街道口", city: "武汉", region: "湖北", busy: 1.2},
			{id: "mb-xa-zhonglou", name: "钟楼店", place: "钟楼", city: "西安", region: "陕西", busy: 1.1},
			{id: "mb-cd-jiuyanqiao", name: "九眼桥店", place: "九眼桥", city: "成都", region: "四川", busy: 1},
			{id: "mb-nj-fuzimiao", name: "夫子庙店", place: "夫子庙", city: "南京", region: "江苏", busy: .9},
			{id: "mb-gz-gangding", name: "岗顶店", place: "岗顶", city: "广州", region: "广东", busy: 1},
		},
	}
}
