package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestReproachesAreNoQuestions(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"你们的良心不会痛吗？",
		"这么点东西打发要饭的呢？",
		"这难道就是五星级的标准？",
		"说好的免费停车呢？",
		"说好的送勺子呢",
		"你们的服务态度呢？",
		"谁给你们的勇气卖这个价",
		"把顾客当傻子呢？",
		"客服是摆设吗",
		"就这还敢叫网红店？",
		"难道还要我自己擦桌子？",
		"???说好的辣呢",
	} {
		if an := of(t, a, text); an.Sentiment != voc.Negative || an.Intent == voc.IntentQuestion {
			t.Errorf("%q is %s %+.2f with intent %s, want a negative that asks nothing", text, an.Sentiment, an.Score, an.Intent)
		}
	}
	for _, text := range []string{"说好的活动什么时候开始？", "请问有赠品吗？", "你们几点关门呢？"} {
		if an := of(t, a, text); an.Sentiment == voc.Negative || an.Intent != voc.IntentQuestion {
			t.Errorf("%q is %s %+.2f with intent %s, want a question", text, an.Sentiment, an.Score, an.Intent)
		}
	}
}

func TestLongWaitsBelieSwiftness(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"三小时送到，真快",
		"等了两个小时，效率真高",
		"一个小时才上菜，效率可真高啊",
		"四个小时才修好，动作真麻利",
	} {
		if an := of(t, a, text); an.Sentiment != voc.Negative || !an.Irony {
			t.Errorf("%q is %s %+.2f, irony %v; want negative irony", text, an.Sentiment, an.Score, an.Irony)
		}
	}
	for _, text := range []string{
		"半小时就送到了，真快",
		"两小时就修好了，动作真快",
		"说要等两个小时，结果二十分钟就好了，真快",
		"三天就到货了，速度真快",
		"排队一小时，但是真的好吃，值了",
		"昨天下单今早就到了，送货真快",
	} {
		if an := of(t, a, text); an.Irony {
			t.Errorf("%q is %s %+.2f, irony %v; want no irony", text, an.Sentiment, an.Score, an.Irony)
		}
	}
}

func TestThanksAndWishesThatAreMeant(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"谢谢师傅大热天跑了两趟帮我装空调",
		"这家的小龙虾真是绝了，吃完还想吃",
		"感谢店家耐心教我妈用手机",
	} {
		if an := of(t, a, text); an.Irony || an.Sentiment == voc.Negative {
			t.Errorf("%q is %s %+.2f, irony %v; want no irony", text, an.Sentiment, an.Score, an.Irony)
		}
	}
	for _, text := range []string{"感谢贵店耐心地晾了我一下午[微笑]"} {
		if an := of(t, a, text); an.Sentiment == voc.Positive {
			t.Errorf("%q is %s %+.2f, want no praise", text, an.Sentiment, an.Score)
		}
	}
}

func TestMockeryHasItsPhrases(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"建议申遗，这么慢的出餐速度举世罕见",
		"建议改名叫等等茶，点一杯够我追一集剧",
		"推荐给前任，保证他吃完就后悔",
		"床单上有血迹，祝老板也住一晚自己家的房间",
		"一盒草莓坏了半盒，我真的会谢",
		"恭喜贵司，成功让我注销了十年老号",
		"五十八一碗没看见肉，可真敢卖",
		"三天换了四个维修工，你们真行",
	} {
		if an := of(t, a, text); an.Sentiment == voc.Positive || !an.Irony {
			t.Errorf("%q is %s %+.2f, irony %v; want irony", text, an.Sentiment, an.Score, an.Irony)
		}
	}
	for _, text := range []string{
		"建议加个少糖的选项",
		"推荐给爱吃辣的朋友",
		"祝老板生意兴隆",
		"恭喜开业，蛋糕很好吃",
		"师傅手艺真行",
	} {
		if an := of(t, a, text); an.Irony {
			t.Errorf("%q is %s %+.2f, irony %v; want no irony", text, an.Sentiment, an.Score, an.Irony)
		}
	}
}

func TestPraiseInSetPhrases(t *testing.T) {
	a := full(t)
	for _, text := range []string{"挑不出毛病", "菜品挑不出毛病", "后悔没早点买", "后悔没多囤几瓶", "不回购对不起自己", "环境一般，但是味道真的绝", "看着不起眼，一吃惊为天人", "装修旧了点，但服务让人想再来"} {
		if an := of(t, a, text); an.Sentiment != voc.Positive {
			t.Errorf("%q is %s %+.2f, want praise", text, an.Sentiment, an.Score)
		}
	}
}

// What is sworn never to happen again is no praise, though it names buying again.
func TestSwornNeverAgain(t *testing.T) {
	a := full(t)
	for _, text := range []string{"再来是不可能再来的", "再来我是狗", "再点我是狗", "下次一定不来", "下次绝对不住这家了", "后悔没买别家", "后悔没看评论", "后悔买早了", "回购是不可能回购的"} {
		if an := of(t, a, text); an.Sentiment != voc.Negative {
			t.Errorf("%q is %s %+.2f, want a farewell", text, an.Sentiment, an.Score)
		}
	}
}
