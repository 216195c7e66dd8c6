package nlp

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Amounts and durations in the sentences of people who went on talking.
func TestFactsInTheMiddleOfASentence(t *testing.T) {
	checkFacts(t, [][2]string{
		{"两杯一共付了五十六块八", "p56.8=五十六块八"},
		{"一位四十九块九，小孩半价", "p49.9=四十九块九"},
		{"从十八涨到二十三，喝不起了", "p23=二十三"},
		{"加一份芋圆要三块", "p3=三块"},
		{"这一桌花了六百来块", "p600=六百来块"},
		{"大份32块，小份22块，分量差不多", "p32=32块 p22=22块"},
		{"外送费收了我七块五", "p7.5=七块五"},
		{"房费两百八一晚", "p280=两百八"},
		{"排了快五十分钟才轮到我们", "t50=五十分钟"},
		{"奶茶两个半小时没送到", "t150=两个半小时"},
		{"取号以后等了一小时十分钟", "t70=一小时十分钟"},
		{"退款申请拖了十来天", "t14400=十来天"},
		{"咖啡做了二十多分钟", "t20=二十多分钟"},
		{"点完单半小时还没上菜", "t30=半小时"},
		{"客服让我等了三刻钟", "t45=三刻钟"},
		{"花了四十二，等了一小时，喝到一杯糖水", "p42=四十二 t60=一小时"},
	})
}

// The near misses of facts: one word away from an amount or a wait, and neither.
func TestNearMissesOfFacts(t *testing.T) {
	checkFacts(t, [][2]string{
		{"充值三百送五十", ""}, {"面试的时候说月薪六千", ""}, {"三块蛋糕分着吃", ""}, {"住在3单元1201", ""}, {"2019年开业的老店", ""},
		{"快递单号后四位是8852", ""}, {"他们家有30多种口味", ""}, {"第28号桌", ""}, {"打了八折还送一杯", ""}, {"满50元减10元，凑单凑得心累", ""}, {"退了我12块5", ""},
		{"从公司走路过去十五分钟", ""}, {"保证半小时内送达", ""}, {"烤了二十分钟的红薯", ""}, {"玩了三个小时剧本杀", ""}, {"用了半年，电池没毛病", ""}, {"店开了五年了", ""}, {"十分钟车程就到", ""},
	})
}

// Words of noise in the mouths of customers, and the same words in those of who sells, hires or draws.
func TestNearMissesOfNoise(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, c := range []struct{ text, want string }{
		{"招牌奶茶招了一堆差评，店员爱答不理", ""},
		{"我去应聘收银员，面试官迟到一小时", ""},
		{"店里在招人，忙得没人理我们", ""},
		{"抽纸都没有，三张桌子油乎乎", ""},
		{"抽了三次奖都没中，骗人的吧", ""},
		{"代购说是正品，收到的是假货，退款还不理", ""},
		{"优惠券过期前一小时提醒我，谁用得上", ""},
		{"转发一下让更多人看到，这家店喝出虫子", ""},
		{"群里发的链接点进去根本没货", ""},
		{"扫码关注才能点单，烦死了", ""},
		{"招呼都不打，坐下十分钟没人来", ""},
		{"兼职的小姑娘很热情", ""},
		{"好评返现五块，我偏不写", ""},
		{"急招奶茶店店员三名，包住，月休四天", voc.NoiseRecruit},
		{"诚聘店长一名，待遇面议，有意私聊", voc.NoiseRecruit},
		{"转发本条并关注，抽两位送双人套餐", voc.NoiseLottery},
		{"评论区揪十位送马克杯", voc.NoiseLottery},
		{"加V领大额券，先到先得，名额有限", voc.NoiseAdvert},
		{"全场五折清仓，点链接下单，最后一天", voc.NoiseAdvert},
		{"互粉互赞，秒回关，来一个回一个", voc.NoiseBot},
		{"此用户未填写评价内容", voc.NoiseEmpty},
	} {
		if got := strings.Join(of(t, a, c.text).Noise, " "); got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}

// Insults that hit nobody, and some that do.
func TestNearMissesOfInsults(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, c := range []struct {
		text string
		want bool
	}{
		{"店员张口就骂我傻逼，录音还在", false},
		{"这破系统真垃圾，卡成狗", false},
		{"狗都不喝的奶茶", false},
		{"这条狗很乖，店里可以带宠物", false},
		{"名字叫傻瓜汉堡，味道不错", false},
		{"热死人了，冰沙救命", false},
		{"笨死了我，把杯子打翻了", false},
		{"猪脚饭好吃", false},
		{"他骂我是猪，我没还嘴", false},
		{"这群人素质真低，傻逼一样", true},
		{"你们老板就是个畜生", true},
		{"去死吧你们这帮骗子，全家不得好死", true},
		{"煞笔店员，脑残老板", true},
	} {
		an := of(t, a, c.text)
		if an.Offensive != c.want {
			t.Errorf("%q offends: %v (%.2f), want %v", c.text, an.Offensive, an.Odds.Offensive, c.want)
		}
		if an.Offensive != (an.Odds.Offensive >= 0.5) {
			t.Errorf("%q offends: %v, which odds of %.2f do not say", c.text, an.Offensive, an.Odds.Offensive)
		}
	}
}

// What nearly is a danger raises no alarm; what is one does, however it is put.
func TestNearMissesOfDanger(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text        string
		least, most int
		reason      string
	}{
		{"烫嘴，但是好喝", 0, 0, ""},
		{"幸好没有喝出头发", 0, 0, ""},
		{"火锅店里很火，排队两小时", 0, 1, ""},
		{"我妈是医院的护士，下班来喝一杯，很舒服", 0, 0, ""},
		{"警察局旁边新开的分店，茶很香", 0, 0, ""},
		{"笑死我了，店员太可爱", 0, 0, ""},
		{"香死了，一口入魂", 0, 0, ""},
		{"炸鸡好吃到爆", 0, 0, ""},
		{"电影里着火那段很震撼，奶茶也好喝", 0, 0, ""},
		{"听说别的地方有人中毒，这家一直很干净", 0, 0, ""},
		{"会不会喝了过敏？", 0, 1, ""},
		{"要是喝出虫子我肯定投诉", 0, 2, ""},
		{"喝完拉肚子拉了一整夜", 3, 4, "food"},
		{"果茶里喝出玻璃渣，舌头割破了", 4, 4, "injury"},
		{"孩子吃完全身起疹子送去急诊", 4, 4, "injury"},
		{"再这样我就去12315举报，太气人了", 3, 3, "regulator"},
	} {
		an := of(t, a, c.text)
		if an.Severity < c.least || an.Severity > c.most || c.reason != "" && !slices.Contains(an.SeverityReasons, c.reason) || c.reason == "" && len(an.SeverityReasons) > 0 {
			t.Errorf("%q: severity %d %q, want %d…%d %q", c.text, an.Severity, an.SeverityReasons, c.least, c.most, c.reason)
		}
	}
}

// Brands side by side: who comes off how, where the words of comparison are a turn away from plain.
func TestNearMissesOfComparison(t *testing.T) {
	a := compared(t)
	for _, c := range []struct {
		text string
		a, b voc.Role
	}{
		{"青竹里虽然贵，但比满月坊用料足", up, down},
		{"青竹里的店员比满月坊的还凶", down, up},
		{"满月坊跟青竹里相比淡了点", up, down},
		{"比起青竹里我更爱满月坊", down, up},
		{"青竹里甩满月坊八条街", up, down},
		{"青竹里不比满月坊好喝", even, even},
		{"宁可饿着也不点满月坊", none, down},
		{"下次还是去满月坊吧", none, up},
		{"青竹里不输满月坊", even, even},
		{"青竹里比以前好喝", none, none},
		{"青竹里和满月坊哪个好喝？", none, none},
		{"满月坊对面就是青竹里", none, none},
		{"今天没喝青竹里，喝的满月坊", none, none},
		{"从满月坊走到青竹里要五分钟", none, none},
		{"青竹里和满月坊不一样", none, none},
		{"青竹里跟满月坊不一样难喝", none, none},
		{"不管是青竹里还是满月坊，周末都要排队", none, none},
	} {
		for _, m := range a.Analyze([]voc.Post{{Text: c.text}}) {
			want := c.a
			if m.Brand == "b" {
				want = c.b
			}
			if m.Analysis.Role != want {
				t.Errorf("%q: %s is %q, want %q", c.text, m.Brand, m.Analysis.Role, want)
			}
		}
	}
}

// Places by name, and dishes, roads and schools that only bear one.
func TestNearMissesOfPlaces(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, c := range []struct{ text, want string }{
		{"苏州观前街那家", "江苏 苏州 "}, {"南京南站里的店太挤", "江苏 南京 "}, {"在广州塔下面喝的", "广东 广州 "}, {"武汉光谷的店员很热情", "湖北 武汉 光谷"},
		{"昨天从北京飞到杭州，在杭州喝的", "浙江 杭州 "}, {"西安碑林区的店关了", "陕西 西安 碑林区"}, {"海口龙华区", "海南 海口 龙华区"}, {"深圳龙华的店", "广东 深圳 龙华区"}, {"郑州二七区的新店", "河南 郑州 二七区"}, {"我姓江，住江苏", "江苏  "},
		{"长沙臭豆腐一般", "  "}, {"天津煎饼果子配豆浆", "  "}, {"哈尔滨啤酒配烧烤", "  "}, {"厦门大学旁边", "  "}, {"上海路的店", "  "}, {"沙县小吃", "  "}, {"扬州炒饭咸了", "  "},
		{"河南人在深圳喝的", "广东 深圳 "}, {"河南的朋友在深圳喝的", "广东 深圳 "}, {"温州人开的店", "  "}, {"老板一口四川口音", "  "}, {"云南白药牙膏", "  "}, {"新疆大盘鸡", "  "}, {"天津饭不好吃", "  "}, {"苏州街站旁边", "  "},
		{"上海人民广场店", "上海 上海 人民广场"}, {"杭州人均八十", "浙江 杭州 "}, {"北京人太多", "北京 北京 "}, {"在广东待了三天，又去广东的老店，最后从武汉走", "广东  "},
	} {
		an := of(t, a, c.text)
		if got := fmt.Sprintf("%s %s %s", an.Region, an.City, an.District); got != c.want {
			t.Errorf("%q is in %q, want %q", c.text, got, c.want)
		}
	}
}
