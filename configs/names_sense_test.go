package configs

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// namesWithPacks are brands called like a grain, a fruit and a hope, written as a newcomer writes them: the
// name and the taxonomy of its trade, no list of words of one's own.
var namesWithPacks = []nlp.BrandRule{
	{Brand: "xiaomi", Any: []string{"小米", "Redmi", "红米"}, Packs: []string{"phone"}, Ambiguous: true},
	{Brand: "apple", Any: []string{"苹果", "iPhone", "Apple"}, Packs: []string{"phone"}, Ambiguous: true},
	{Brand: "lixiang", Any: []string{"理想"}, Packs: []string{"car"}, Ambiguous: true},
}

// TestNamesThatAreWordsWithOurPacks: what a taxonomy calls the parts and faults of its goods tells that the
// brand is meant, and kitchen tools, which stand in the taxonomy of appliances, do not.
func TestNamesThatAreWordsWithOurPacks(t *testing.T) {
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	c.NLP.Brands = namesWithPacks
	a, err := nlp.New(c.NLP)
	if err != nil {
		t.Fatal(err)
	}
	for want, texts := range map[string]string{
		"xiaomi":  `小米的屏幕绿线 小米系统广告满天飞 小米断触 小米碎屏险不给赔 红米发热降频 Redmi手环断连 我妈买的小米，屏幕裂了 这小米信号差 小米拍照糊成一片 小米电池鼓包了 小米闪退好几次`,
		"apple":   `苹果续航尿崩 苹果信号还是老样子差 苹果掉电快 苹果充电口松了 苹果卡顿闪退 iPhone15边框掉漆 iphone发烫 Apple的保修条款 刚买的苹果掉地上碎屏了 苹果刷新率才60 苹果像素低 苹果的扬声器破音 买了iPhone16，没什么变化`,
		"lixiang": `理想后排座椅太软 理想底盘异响 理想智驾乱打方向 理想内饰味道大 理想油耗高 理想方向盘抖 理想的车机老死机 理想座椅按摩坏了`,
		"": `用电饭煲熬小米，很香 用高压锅煮小米，糊了 破壁机打小米糊 榨汁机榨的苹果，渣太多 空气炸锅烤苹果片 苹果包装好，没磕碰 苹果个头小，快递摔烂两个
苹果外观好看，就是不甜 苹果表面打蜡，色泽亮 苹果颜色不均匀 苹果质量差，坏果率高 苹果口感面 苹果价格太贵 苹果客服不理人，烂果不赔 苹果物流慢，到了都蔫了 苹果重量不足 苹果手感硬
小米颜色发白像染过 小米的口感沙沙的 小米分量足，性价比高 苹果保鲜久 理想的生活状态 理想价格是十万以内 他的理想是安全回家 续航不理想 油耗不理想，空间倒是大 外观内饰都很理想 理想中的内饰是原木风
小米真空包装，颗粒大 孩子一边看手机一边啃苹果 冰箱里塞了一箱苹果 电饭煲的小米粥模式很好用 洗碗机旁边放着两个苹果 微波炉热苹果派 小米糕软糯 青苹果色的裙子`,
	} {
		for _, text := range strings.Fields(texts) {
			var got []string
			for _, m := range a.Analyze([]voc.Post{{Text: text}}) {
				if m.Brand != "" {
					got = append(got, string(m.Brand))
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q gives %q, want %q", text, got, want)
			}
		}
	}
}
