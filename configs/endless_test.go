package configs

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// endless are texts nobody writes and machines do, each again and again: what they hold asks for a
// look at everything around it.
var endless = []string{
	"难吃，", "好喝", "谢谢", "看着好看用着难用", "希望别这么难喝", "最好的就是", "一点都不慢", "味道服务环境房间屏幕油耗", "服务服务员", "味道不错，服务差，房间脏，油耗高，屏幕坏，客服慢。",
	"轻衡不如半亩，", "轻衡比半亩好喝", "宁可轻衡也不半亩", "还是半亩好喝还是轻衡", "半亩茶", "远山", "远山汽车，", "满茶", "不如隔壁",
	"食物中毒，拉肚子", "烫伤了手吗", "据说烫伤了手，", "如果食物中毒就去医院，", "以前赔了食物中毒", "投诉，",
	"人均28元，", "等了三小时，才", "1", "1,234", "1-2-", "一二三", "¥1",
	"深圳南山区", "[手机号]", "@a", "http://a ", "没有不", "得不得了", "但是", "招聘两名", "抽奖抽三位", "你是傻逼，", "好吃吗？", "#a#", "😡好",
}

// endlessAnalyzer knows brands besides all that comes along: two that are compared, one whose name is
// an everyday word, one that is seen by two words.
func endlessAnalyzer(t *testing.T) *nlp.Analyzer {
	t.Helper()
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	o := c.NLP
	o.Brands = append(o.Brands,
		nlp.BrandRule{Brand: "light", Any: []string{"轻衡"}},
		nlp.BrandRule{Brand: "acre", Any: []string{"半亩", "半亩茶"}},
		nlp.BrandRule{Brand: "hills", Any: []string{"远山"}, Ambiguous: true, Context: []string{"汽车", "远山汽车"}},
		nlp.BrandRule{Brand: "full", Any: []string{"满仓"}, Near: []nlp.Near{{Words: []string{"满"}, With: []string{"茶"}, Within: 30}}})
	a, err := nlp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Whatever a text holds, four times of it take four times the time, not sixteen: a line of a megabyte
// stops nobody. The bound is generous, and a text that misses it is given five more tries: others use
// the machine too.
func TestLongTextsTakeTimeInProportion(t *testing.T) {
	a := endlessAnalyzer(t)
	const runes, most = 20_000, 10
	took := func(text string) time.Duration {
		start := time.Now()
		a.Analyze([]voc.Post{{Text: text}})
		return time.Since(start)
	}
	for _, row := range endless {
		text := strings.Repeat(row, runes/len([]rune(row)))
		longer := strings.Repeat(text, 4)
		took(longer) // grows what is reused
		var short, long time.Duration
		for try := 0; try < 6 && (try == 0 || long > most*short); try++ {
			short, long = max(took(text), time.Millisecond), took(longer)
		}
		if long > most*short {
			t.Errorf("%q again and again: %d characters take %v, four times as many %v", row, runes, short, long)
		}
	}
}
