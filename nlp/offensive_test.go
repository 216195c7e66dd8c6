package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/lexicon"
)

// Everyday words hold the letters of insults; who says one of those insults nobody.
func TestEverydayWordsInsultNobody(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, text := range []string{
		"去死皮效果很好，洗完脸滑滑的", "洗脸刷能去死角，很干净", "玉米棒子又甜又糯", "棒子骨炖得很烂，入味", "西瓜皮没收拾，桌上全是", "黄瓜皮没削干净", "羊杂碎汤很鲜", "一顿花了二百五，四个人吃撑", "人均二百五十",
		"麦当劳穷鬼套餐真香", "公司楼下那家是打工人的穷鬼乐园", "祝你生日快乐，今天生日你最大", "卤蛋是乡巴佬牌的，还行", "新买的运动鞋穿两天就开胶，一双破鞋", "智能客服就是人工智障，答非所问", "弱智设计，遥控器要找半天",
		"奶茶里有臭虫一样的东西", "菜里吃出一条蛆虫", "家里母狗绝育花了八百", "弱光下SB-900闪光灯很好用", "USB接口松了", "操作系统卡得要命，他们也不更新", "男女拳击课都有，教练不错", "猫狗比人还多的咖啡馆",
		"机身的操控不错，装上镜头给家人拍，草地和狗狗都很清楚，他们都说好，装包里也不重，人多的地方一抓一个准",
	} {
		if an := of(t, a, text); an.Offensive {
			t.Errorf("%q is offensive (%.2f), want not", text, an.Odds.Offensive)
		}
	}
	for _, text := range []string{"你们客服是智障吗", "老板就是个人渣，骗钱跑路", "煞笔店员，狗眼看人低", "你个二百五会不会做生意", "你怎么不去死", "SB客服"} {
		if an := of(t, a, text); !an.Offensive {
			t.Errorf("%q is not offensive (%.2f), want so", text, an.Odds.Offensive)
		}
	}
}

// A word of ours takes the place of a signed one of the same letters: what only looks like an insult must
// take none away.
func TestHarmlessWordsHideNoJudgement(t *testing.T) {
	signed, err := lexicon.Signed()
	if err != nil {
		t.Fatal(err)
	}
	own, err := lexicon.Own()
	if err != nil {
		t.Fatal(err)
	}
	judged := map[string]bool{}
	for _, e := range signed {
		judged[e.Word] = true
	}
	for _, e := range own {
		if e.Class == lexicon.Offence && e.Value == 0 && judged[e.Word] {
			t.Errorf("%q is listed as harmless and judges something: write a longer phrase", e.Word)
		}
	}
}
