package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// rows reads a table: a sign, a tab, a sentence. + positive, - negative, 0 neutral, > score above
// zero, < below.
func rows(table string) [][2]string {
	var list [][2]string
	for line := range strings.Lines(table) {
		if sign, text, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			list = append(list, [2]string{sign, text})
		}
	}
	return list
}

func checkSigns(t *testing.T, a *Analyzer, table string) {
	t.Helper()
	for _, r := range rows(table) {
		an := of(t, a, r[1])
		ok := false
		switch r[0] {
		case "+":
			ok = an.Sentiment == voc.Positive
		case "-":
			ok = an.Sentiment == voc.Negative
		case "0":
			ok = an.Sentiment == voc.Neutral
		case ">":
			ok = an.Score > 0
		case "<":
			ok = an.Score < 0
		}
		if !ok {
			t.Errorf("%s %s: %s, score %+.2f", r[0], r[1], an.Sentiment, an.Score)
		}
	}
}

func TestPlainJudgement(t *testing.T) {
	checkSigns(t, full(t), `
+ 味道很好，强烈推荐
+ 小姐姐服务特别热情
+ 环境干净整洁，坐着很舒服
+ 超级好喝，无限回购
+ 茶味浓郁，奶盖绵密，爱了爱了
+ 物美价廉，性价比很高
+ 出餐很快，不用排队
+ 包装严实，一点没洒
+ 新品惊艳到我了
+ 从小喝到大的味道，永远支持
+ yyds，百喝不厌
+ 给店员点赞👍
+ 好喝到哭，明天还来
- 难喝死了，再也不来
- 服务态度极差
- 又贵又难喝
- 等了一个小时还没做好，气死了
- 珍珠硬得咬不动
- 一股香精味，喝了就想吐
- 店里脏得要命，苍蝇乱飞
- 客服推诿，不给退款
- 小程序闪退，钱扣了没订单
- 垃圾店，大家避雷
- 踩雷了，太失望
- 店员翻白眼，爱答不理
- 喝完拉肚子
- 涨价涨得离谱，喝不起了
- 越做越差，品控一言难尽，很失望
0 今天周三
0 我在南京西路
0 请问你们几点开门？
0 静安店在几楼？
`)
}

func TestBetweenGoodAndBad(t *testing.T) {
	checkSigns(t, full(t), `
0 中规中矩，见仁见智吧
0 正常水平，等了10分钟
0 求助，深圳哪几家好喝？
0 有没有人喝过这款，值得冲吗
0 还行吧，看个人口味
0 明天去买一杯
`)
}

func TestNegation(t *testing.T) {
	checkSigns(t, full(t), `
- 不好喝
- 一点都不好喝
- 不怎么好喝
- 不是很好吃
- 没有想象中好喝
- 并不好吃
- 服务不热情
- 谈不上好喝
- 算不上便宜
- 从来没有这么不满意过
- 没觉得哪里好喝
- 不值得专门跑一趟
- 不会再来了
- 没有以前好喝了
- 没人觉得好吃
- 环境不干净
- 不太满意
- 不够新鲜
> 没有不好喝
> 不难喝
> 没什么不满意的
> 不得不说真的很好喝
> 没有一次让我失望
+ 从来没有失望过，很满意
+ 不仅好喝，还便宜
+ 不但好看而且好喝
+ 味道不错
+ 真的不错
+ 好喝得不得了
+ 不愧是老字号，好吃
+ 不油不腻，很清爽
+ 没有异味，干净
+ 没有香精味，很喜欢
> 不甜不腻
> 不贵
`)
}

func TestDegree(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ more, less string }{
		{"非常好喝", "好喝"},
		{"好喝", "还算好喝"},
		{"特别满意", "比较满意"},
		{"好吃得不得了", "好吃"},
		{"满意", "不太满意"},
		{"这杯奶茶有点难喝", "这杯奶茶非常难喝"},
		{"有点失望", "太失望了"},
		{"有点慢", "极其慢"},
		{"不太好喝", "很难喝"},
		{"好喝", "不好喝"},
		{"好喝", "不是很好喝"},
		{"喜欢", "不喜欢"},
		{"没有不喜欢", "不喜欢"},
		{"干净", "不干净"},
	} {
		if m, l := of(t, a, c.more).Score, of(t, a, c.less).Score; m <= l {
			t.Errorf("%q scores %+.3f, not above %q with %+.3f", c.more, m, c.less, l)
		}
	}
}

// A negation before a word of praise never makes the text more positive.
func TestNegationNeverRaises(t *testing.T) {
	a := full(t)
	for _, w := range []string{"好喝", "好吃", "满意", "喜欢", "推荐", "热情", "干净", "舒服", "新鲜", "划算", "方便", "靠谱", "值得", "贴心", "惊艳", "美味", "耐心", "流畅", "实惠", "漂亮"} {
		for _, frame := range []string{"%s", "这家真的%s", "我觉得%s，会再来", "店员说%s"} {
			plain := of(t, a, strings.Replace(frame, "%s", w, 1)).Score
			denied := of(t, a, strings.Replace(frame, "%s", "不"+w, 1)).Score
			if denied > plain {
				t.Errorf("%q: 不 raises the score from %+.3f to %+.3f", strings.Replace(frame, "%s", w, 1), plain, denied)
			}
		}
	}
}

func TestBut(t *testing.T) {
	checkSigns(t, full(t), `
< 环境不错，但是难喝
< 味道还行，就是服务太差了
< 虽然好看，但是难喝
< 颜值高，可惜味道差
< 服务挺好的，不过喝完拉肚子
> 质量不错，就是发货慢了点
> 东西挺好，就是贵
< 一开始觉得好喝，后来越来越难喝
< 本来很喜欢，结果喝出虫子，恶心
> 虽然排队久了点，但是真的很好喝
> 有点贵，不过非常好喝值得
> 位置不好找，但是味道惊艳
> 店面很小，但是干净，店员也特别热情
> 尽管有点甜，总体非常满意
> 味道很好，就是米饭有点少
> 挺喜欢的，只是颜色比图上浅一点
> 配送员人很好
> 配料新鲜，搭配也好看
`)
}

func TestRhetoricalAndWished(t *testing.T) {
	checkSigns(t, full(t), `
< 这也叫好喝？
< 哪里好喝了？
< 这也能叫服务？
< 好意思说新鲜？
< 谁说好喝的？
< 凭什么这么贵
< 怎么可能满意
< 希望服务能热情一点，现在太差了
0 如果好喝下次再买
0 佛山有什么好吃的
`)
}

func TestSigns(t *testing.T) {
	checkSigns(t, full(t), `
+ 今天的奶茶😍😍
+ 买到了[太开心]
+ 👍👍👍
- 今天的奶茶🤮
- 等到现在[怒]
- [怒骂][怒骂]
- 👎
- 服务真是绝了[微笑]等了一个小时
`)
}

func TestIrony(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"好一个五星服务，等了一个小时没人理",
		"真是绝了[微笑]，喝出一根头发",
		"我谢谢你啊，让我排两个小时",
		"真会做生意，大杯里全是冰",
		"不愧是你，又漏单",
		"厉害了，涨价涨得比工资快[微笑]，真是良心",
		"可真行，退款推了三个客服",
		"感动得想投诉，送来的时候冰都化了",
	} {
		an := of(t, a, text)
		if !an.Irony {
			t.Errorf("%q: no irony seen", text)
		}
		if an.Sentiment != voc.Negative {
			t.Errorf("%q: %s, score %+.2f", text, an.Sentiment, an.Score)
		}
	}
	for _, text := range []string{"真的很好喝", "谢谢小姐姐，服务特别好", "店员很贴心，感谢", "等了半小时，不过值得", "难喝死了", "今天喝了奶茶[微笑]"} {
		if of(t, a, text).Irony {
			t.Errorf("%q: irony seen where none is", text)
		}
	}
}

func TestImplicitComplaints(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"等到花都谢了", "打了十几个电话都在占线", "从一楼跑到五楼来回跑", "喝几口就没了", "大杯端上来半杯都是冰",
		"叫了半天头都不抬", "转人工转了半天", "付了两次", "杯子小了一圈", "跟喝水似的",
	} {
		an := of(t, a, text)
		if an.Score >= 0 {
			t.Errorf("%q: score %+.2f, want below zero", text, an.Score)
		}
		if an.Sentiment != voc.Negative {
			t.Errorf("%q: %s %.2f, want negative", text, an.Sentiment, an.Score)
		}
	}
}

func TestStarsInformWordsDecide(t *testing.T) {
	a := full(t)
	judge := func(text string, rating float64) voc.Analysis {
		return a.Analyze([]voc.Post{{Text: text, Rating: rating}})[0].Analysis
	}
	for _, c := range []struct {
		text   string
		rating float64
		want   voc.Sentiment
		why    string
	}{
		{"难喝死了，太失望，垃圾", 5, voc.Negative, "false satisfaction: five stars over angry words"},
		{"非常好喝，服务热情，强烈推荐", 1, voc.Positive, "one star clicked by mistake"},
		{"收到了", 1, voc.Negative, "nothing judged: the star is all there is"},
		{"收到了", 5, voc.Positive, "nothing judged: the star is all there is"},
		{"收到了", 3, voc.Neutral, "nor does three stars say anything"},
	} {
		if an := judge(c.text, c.rating); an.Sentiment != c.want {
			t.Errorf("%s: %q with %v stars is %s (%+.2f), want %s", c.why, c.text, c.rating, an.Sentiment, an.Score, c.want)
		}
	}
	if judge("一般般吧", 5).Score <= judge("一般般吧", 1).Score {
		t.Error("a star more does not raise the score")
	}
}

func TestScriptsAgree(t *testing.T) {
	a := full(t)
	for _, c := range [][2]string{
		{"服務態度很差，再也不會來了", "服务态度很差，再也不会来了"},
		{"珍珠奶茶超級好喝", "珍珠奶茶超级好喝"},
		{"喝完拉肚子，去醫院掛急診", "喝完拉肚子，去医院挂急诊"},
		{"ＡＰＰ閃退，付不了款", "app闪退，付不了款"},
		{"排隊排了一個小時，氣死了", "排队排了一个小时，气死了"},
	} {
		x, y := of(t, a, c[0]), of(t, a, c[1])
		if x.Norm != y.Norm || x.Score != y.Score || x.Severity != y.Severity || x.Fingerprint != y.Fingerprint {
			t.Errorf("%q and %q are understood differently: %q %+.2f, %q %+.2f", c[0], c[1], x.Norm, x.Score, y.Norm, y.Score)
		}
	}
}

// A problem is as large as it is said to be.
func TestProblemsGreatAndSmall(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text string
		sign float64
	}{
		{"问题很大", -1},
		{"毛病不少", -1},
		{"小问题不断", -1},
		{"除了便宜一无是处", -1},
		{"没什么大问题", 1},
		{"问题不大", 1},
		{"没毛病", 1},
		{"从没见过这么敷衍的客服", -1},
	} {
		if an := of(t, a, c.text); an.Score*c.sign <= 0 {
			t.Errorf("%q scores %+.2f", c.text, an.Score)
		}
	}
}
