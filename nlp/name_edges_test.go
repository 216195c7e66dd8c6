package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestNamesAcrossWords: a name that is the end of one word and the beginning of the next was not said.
func TestNamesAcrossWords(t *testing.T) {
	o := DefaultOptions()
	o.UserWords = []UserWord{{Word: "茶拿铁"}}
	for _, name := range []string{"平安", "招行", "建行", "农行", "美团", "华为", "大众", "长城", "全季", "汉庭", "奈雪", "喜茶", "瑞幸", "天猫", "京东", "安踏", "海尔", "格力", "万科", "蜜雪"} {
		o.Brands = append(o.Brands, BrandRule{Brand: voc.BrandID(name), Any: []string{name}})
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for want, texts := range map[string]string{
		"": `参加欢喜茶会，点心不错 无奈雪糕化了 口袋里有祥瑞幸运符 最美团队奖给了他们 学了一套优美团体操 创建行动计划 北京东站人多 夏天猫咪掉毛 上海尔后去了杭州 价格力度不够 性格力求完美
			千万科技 甜蜜雪糕 心安踏实 繁华为主 校长城府深 队长城里人 四平安装师傅不错 水平安排得好 公平安心`,
		"平安": `和平安保险理赔员吵架 平安的保单退不了 平安好医生问诊慢`,
		"招行": `招行长期不给提额 招行为什么总扣费 招行行长`, "建行": `建行程序崩溃 建行动账通知慢 在建行办卡`, "农行": `农行动不动就冻结`,
		"美团": `用美团购买的券不能用 美团团长跑了 比美团便宜 美团优选缺货`, "华为": `华为了省成本用差屏幕 和华为比 华为人服务好`,
		"大众": `大众多了点异响 大众人心里的车`, "长城": `长城市区油耗高 买长城墙裂推荐`, "全季": `全季节假日涨价 住全季候机方便`, "汉庭": `汉庭院里停车`,
		"奈雪": `喝奈雪花了三十 奈雪白桃好喝 有奈雪`, "喜茶": `去喜茶会友 喜茶几块钱涨价 喜茶杯子好看 喜茶水果茶 喜茶会员日 喜茶拿铁一般 喜茶喜茶喜茶 喜茶饮料 点喜茶`,
		"瑞幸": `瑞幸好便宜 瑞幸会员`, "京东": `京东方便快捷 京东北仓发货慢`, "安踏": `安踏实体店贵`, "海尔": `海尔滨海店安装费贵`, "格力": `格力度大的空调`, "万科": `万科技术差`, "蜜雪": `蜜雪花冰淇淋`,
	} {
		for _, text := range strings.Fields(texts) {
			if got := strings.Join(brandsOf(a.Analyze([]voc.Post{{Text: text}})), " "); got != want {
				t.Errorf("%q gives %q, want %q", text, got, want)
			}
		}
	}
	if got := strings.Join(brandsOf(a.Analyze([]voc.Post{{Text: "无奈雪糕化了", Brand: "奈雪"}})), " "); got != "奈雪" {
		t.Errorf("a source that is all about the brand gives %q", got)
	}
}
