package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// sentence is one text, how it must be judged (as in checkSigns), and what makes it a case.
type sentence struct{ want, text, why string }

func (c sentence) holds(an *voc.Analysis) bool {
	switch c.want {
	case "+":
		return an.Sentiment == voc.Positive
	case "-":
		return an.Sentiment == voc.Negative
	case "0":
		return an.Sentiment == voc.Neutral
	case ">":
		return an.Score > 0
	case "<":
		return an.Score < 0
	}
	return false
}

func checkSentences(t *testing.T, list []sentence) {
	t.Helper()
	a := full(t)
	for _, c := range list {
		an := of(t, a, c.text)
		if !c.holds(&an) {
			t.Errorf("%s: %q is %s with score %+.2f, want %s", c.why, c.text, an.Sentiment, an.Score, c.want)
		}
	}
}

func TestSenseOfNegation(t *testing.T) {
	checkSentences(t, []sentence{
		{"-", "这杯果茶不清爽", "不 right before praise"},
		{"-", "没有一点茶香，差评", "没有 with a measure between"},
		{"-", "根本谈不上新鲜", "a verb of denial"},
		{"-", "我从没觉得这家好喝过", "denial, verb of thinking, praise"},
		{"-", "完全没有网上说的那么惊艳", "praise denied by comparison with hearsay"},
		{"-", "味道远没有去年好", "a negation at a distance"},
		{"-", "不怎么干净，也不怎么热情", "two soft denials of two praises stay two complaints"},
		{"-", "绝对不会推荐给朋友", "denied recommendation"},
		{"<", "不太敢恭维这个口感", "a set phrase with a degree inside"},
		{">", "没有不满意的地方", "double negation is praise"},
		{">", "不会不好喝的，放心点", "double negation with a modal"},
		{">", "从来没有踩过雷", "a bad thing that never happened"},
		{">", "没有一个不喜欢的", "nobody who does not"},
		{">", "不得不夸一下店员", "不得不 compels, it does not deny"},
		{">", "不是不好喝，是太好喝了", "the first half is taken back"},
		{">", "一点也不腻", "a denied fault"},
		{">", "不踩雷，放心冲", "a denied fault in slang"},
		{">", "无可挑剔", "a set phrase"},
		{"+", "不错不错，下次还来", "不错 is one word"},
		{"+", "不愧是招牌，真的好喝", "不愧 denies nothing"},
		{"+", "不光颜值高，味道也惊艳", "不光 denies nothing"},
		{"+", "果然没让我失望，好喝", "a disappointment that did not come"},
		{"-", "不是我说，真的难喝", "不是 belongs to the phrase, not to 难喝"},
		{"-", "不知道为什么这么难喝", "不知道 does not deny 难喝"},
		{"-", "不要买，难喝", "a warning and a judgement"},
		{"-", "没想到这么难喝", "没想到 is surprise, no denial"},
		{"-", "忍不住要吐槽，太难吃了", "忍不住 denies nothing"},
		{"+", "忍不住又买了一杯，太好喝了", "忍不住 denies nothing here either"},
	})
}

func TestSenseOfDegree(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ more, less, why string }{
		{"超级惊艳", "还算惊艳", "a strong degree over a weak one"},
		{"新鲜得很", "新鲜", "a degree behind the word"},
		{"略微有点苦", "苦死了", "a faint fault over an unbearable one"},
		{"稍微有点慢", "慢得离谱", "a faint fault over an absurd one"},
		{"不是特别热情", "特别不热情", "a denied degree is milder than a degree of denial"},
		{"不太干净", "太不干净了", "the same the other way round"},
		{"有一点失望", "极其失望", "sadness by degrees"},
		{"满意", "勉强满意", "grudging praise is less"},
		{"勉强能喝", "完全不能喝", "grudging is more than impossible"},
	} {
		if m, l := of(t, a, c.more).Score, of(t, a, c.less).Score; m <= l {
			t.Errorf("%s: %q scores %+.3f, not above %q with %+.3f", c.why, c.more, m, c.less, l)
		}
	}
}

func TestSenseOfContrast(t *testing.T) {
	checkSentences(t, []sentence{
		{"<", "颜值在线，但是喝起来像洗碗水", "the second half is meant"},
		{"<", "店员挺客气，就是出餐慢得要命", "就是 names the fault"},
		{"<", "杯子好看，不过茶又苦又涩", "不过 turns round"},
		{"<", "都说好喝，结果难喝得要命", "hearsay against one's own tongue"},
		{"<", "以前很爱喝，现在越来越水", "once is not now"},
		{"<", "看着很精致，可惜一点都不好吃", "可惜 with a denial"},
		{"<", "不是不好喝，但是太贵了，不值", "a grudging start, a clear end"},
		{"<", "尽管店员道歉了，还是觉得恶心", "尽管 grants"},
		{">", "虽然贵了点，但是真材实料，好喝", "虽然 grants the price"},
		{">", "排队是久了点，不过喝到的那一刻值了", "不过 turns to the good"},
		{">", "店不大，但是很干净，小姐姐也贴心", "a small fault granted"},
		{">", "本来没抱期望，结果意外地好喝", "low hopes, good end"},
		{">", "除了有点甜，其他都很满意", "an exception granted"},
		{"<", "除了便宜，没有别的优点", "the exception is the only praise"},
	})
	a := full(t)
	for _, pair := range [][2]string{{"好喝", "太贵了"}, {"环境不错", "服务太差"}, {"包装精美", "难喝"}} {
		badLast := of(t, a, pair[0]+"，但是"+pair[1]).Score
		goodLast := of(t, a, pair[1]+"，但是"+pair[0]).Score
		if badLast >= goodLast {
			t.Errorf("%s 但是 %s scores %+.2f, the other way round %+.2f: what stands after 但是 must weigh more", pair[0], pair[1], badLast, goodLast)
		}
	}
}

func TestSenseOfQuestions(t *testing.T) {
	checkSentences(t, []sentence{
		{"<", "这服务态度也配叫五星？", "也配 mocks"},
		{"<", "哪里新鲜了，水果都蔫了", "哪里 denies"},
		{"<", "难道顾客就活该等一个小时？", "难道 accuses"},
		{"<", "就这也好意思卖三十？", "也好意思 mocks"},
		{"<", "凭什么我的券不能用", "凭什么 protests"},
		{"<", "你们就是这样对待老顾客的？", "an accusation as a question"},
		{"0", "请问这款有无糖的吗？", "asks for a fact"},
		{"0", "这家好喝吗？", "asks for a judgement and gives none"},
		{"0", "哪家店不用排队？", "asks for a place"},
		{"0", "有人知道周末几点关门吗", "asks for the time"},
		{">", "谁能拒绝这么好喝的奶茶呢", "nobody can: praise"},
	})
}

func TestSenseOfIrony(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, why string }{
		{"可真有你们的，退款要等十五天", "a set phrase over a complaint"},
		{"真是太棒了呢，一杯全是冰", "too much praise with 呢"},
		{"服务可真好[微笑]喊了三遍没人应", "the smile that is none"},
		{"我真谢谢你们，把我的单漏了", "thanks for a fault"},
		{"好一个限时优惠，结账比平时还贵", "好一个 mocks"},
	} {
		an := of(t, a, c.text)
		if !an.Irony || an.Sentiment != voc.Negative {
			t.Errorf("%s: %q: irony %v, %s %+.2f; want irony, negative", c.why, c.text, an.Irony, an.Sentiment, an.Score)
		}
	}
	for _, c := range []struct{ text, why string }{
		{"谢谢店员帮我把伞找回来，太贴心了", "honest thanks"},
		{"小哥厉害了，一分钟出三杯，佩服", "honest awe"},
		{"被感谢卡暖到了", "thanks as a thing"},
		{"好一杯清茶，满口回甘", "好一杯 is admiration"},
		{"不愧是老店，稳", "honest respect"},
		{"下雨天喝到热奶茶，幸福[微笑]", "a smile over nothing bad"},
		{"周末带两个孩子来玩了一整天，园区很大，卫生间也干净，孩子们都不肯走。中午饭贵得离谱，味道也难吃，这点要改。服务员一路帮我们推车，真的很好[微笑]下个月还来，孩子们已经在数日子了。", "[微笑] beside praise in a long text with one complaint elsewhere"},
	} {
		if an := of(t, a, c.text); an.Irony {
			t.Errorf("%s: %q is taken for irony (%+.2f)", c.why, c.text, an.Score)
		}
	}
	for _, c := range []struct {
		text   string
		rating float64
		want   bool
		why    string
	}{
		{"真是好店，服务周到，佩服", 1, true, "praise with a mark under one star"},
		{"真是好店，服务周到，佩服", 5, false, "the same words under five stars are meant"},
	} {
		if an := a.Analyze([]voc.Post{{Text: c.text, Rating: c.rating}})[0].Analysis; an.Irony != c.want {
			t.Errorf("%s: %q with %v stars: irony %v", c.why, c.text, c.rating, an.Irony)
		}
	}
}

func TestSenseOfGrammarThatOverrules(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		want voc.Sentiment
		text string
		why  string
	}{
		{voc.Positive, "说好了今天只逛不花钱[哈哈]", "what is denied is the spending, not the laughter"},
		{voc.Positive, "质量不错，就是发货慢了点", "a reservation behind praise takes little off it"},
		{voc.Positive, "还挺好用，就是盒子压坏了一点", "the same"},
		{voc.Negative, "环境不错，但是服务太差", "但是 overrules"},
		{voc.Negative, "菜不新鲜", "a denial overrules"},
		{voc.Positive, "没有不满意的地方", "and so do two"},
	} {
		if an := of(t, a, c.text); an.Sentiment != c.want {
			t.Errorf("%s: %q: %s %+.2f, want %s", c.why, c.text, an.Sentiment, an.Score, c.want)
		}
	}
	for _, text := range []string{"这附近哪里最好玩", "哪里比较好吃呀"} {
		if an := of(t, a, text); an.Sentiment == voc.Negative {
			t.Errorf("%q asks in earnest: %s %+.2f", text, an.Sentiment, an.Score)
		}
	}
}

func TestSenseOfStars(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text   string
		rating float64
		want   voc.Sentiment
		why    string
	}{
		{"喝出一只虫，恶心，必须投诉", 5, voc.Negative, "five stars clicked by habit over anger"},
		{"习惯性五星，但是真的又慢又难喝", 5, voc.Negative, "the writer says the stars mean nothing"},
		{"茶香浓郁，小姐姐热情，会回购", 1, voc.Positive, "one star clicked by mistake over praise"},
		{"已取餐", 5, voc.Positive, "no word judges: the stars do"},
		{"已取餐", 1, voc.Negative, "no word judges: the stars do"},
		{"已取餐", 3, voc.Neutral, "three stars and no judgement"},
		{"", 1, voc.Negative, "a rating without a word"},
		{"", 5, voc.Positive, "a rating without a word"},
		{"", 0, voc.Neutral, "nothing at all"},
	} {
		if an := a.Analyze([]voc.Post{{Text: c.text, Rating: c.rating, Kind: voc.PostReview}})[0].Analysis; an.Sentiment != c.want {
			t.Errorf("%s: %q with %v stars is %s (%+.2f), want %s", c.why, c.text, c.rating, an.Sentiment, an.Score, c.want)
		}
	}
	for _, text := range []string{"已取餐", "味道还行", "难喝", "好喝", "今天人多", ""} {
		last := -2.0
		for stars := 1.0; stars <= 5; stars++ {
			score := a.Analyze([]voc.Post{{Text: text, Rating: stars}})[0].Analysis.Score
			if score < last {
				t.Errorf("%q: %v stars score %+.3f, fewer stars %+.3f", text, stars, score, last)
			}
			last = score
		}
	}
}

func TestSenseOfSigns(t *testing.T) {
	checkSentences(t, []sentence{
		{"+", "今日份快乐🥰🥰", "an emoji of love"},
		{"+", "第二杯了😋👍", "emoji alone judge"},
		{"+", "🎉🎉🎉", "nothing but emoji"},
		{"+", "又来喝了[爱你][爱你]", "drawn faces by name"},
		{"+", "喝到了(≧▽≦)", "a kaomoji of joy"},
		{">", "今天的下午茶^_^", "an older one"},
		{"-", "等了半天的奶茶[抓狂][怒]", "drawn anger"},
		{"-", "🤮🤮🤮", "nothing but disgust"},
		{"-", "外卖又洒了😡", "an emoji over a fault"},
		{"<", "我的券没了T_T", "a kaomoji of tears"},
		{"<", "又排队[微笑]", "the smile is no joy"},
		{"-", "👎👎", "a thumb down"},
		{"-", "❤️碎了，难喝💔", "a broken heart beside a whole one"},
		{"+", "👍🏻👍🏿", "skin tones change nothing"},
	})
	a := full(t)
	for _, c := range [][2]string{{"好喝👍🏻", "好喝👍"}, {"［怒］又漏单", "[怒]又漏单"}, {"❤️❤️", "❤❤"}} {
		if x, y := of(t, a, c[0]), of(t, a, c[1]); x.Score != y.Score || x.Emotion != y.Emotion {
			t.Errorf("%q (%+.2f %s) and %q (%+.2f %s) look the same to a reader", c[0], x.Score, x.Emotion, c[1], y.Score, y.Emotion)
		}
	}
}

func TestSenseOfScripts(t *testing.T) {
	checkSentences(t, []sentence{
		{"-", "店員態度超差，飲料還難喝", "traditional script"},
		{"-", "餐點冷掉了才送來，很失望", "a Taiwanese turn"},
		{"+", "珍珠軟Q，甜度剛好，推薦", "traditional praise with a Latin letter"},
		{"+", "環境乾淨，服務貼心，會再來", "乾淨 is 干净"},
		{"-", "呢間嘢真係好難飲，服務態度又差", "Cantonese complaint"},
		{"+", "呢間奶茶好好飲，店員好好人，下次再嚟", "Cantonese praise"},
		{"-", "啲珍珠硬到咬唔郁，唔會再嚟", "Cantonese with a negation"},
		{"-", "ＡＰＰ又閃退，垃圾", "full width Latin"},
		{"-", "The tea is terrible and the staff are rude", "English complaint"},
		{"+", "Great tea, friendly staff, highly recommend", "English praise"},
		{"-", "Worst milk tea ever, never again", "English finality"},
		{"<", "not good at all", "English negation"},
		{"+", "taste is good，服务也很nice", "two languages in one line"},
	})
	a := full(t)
	for _, c := range []struct{ x, y, why string }{
		{"轻衡ＡＰＰ扣了２次钱！！", "轻衡app扣了2次钱！！", "width"},
		{"輕衡的奶蓋很難喝", "轻衡的奶盖很难喝", "script"},
		{"HAO难喝", "hao难喝", "case"},
		{"难\u200b喝\ufeff死了", "难喝死了", "marks nobody sees"},
		{"难喝死了！！！！！！！！", "难喝死了！！！", "shouting"},
		{"  难喝死了  \r\n", "难喝死了", "white space around it"},
	} {
		m, n := a.Analyze([]voc.Post{{Text: c.x}})[0], a.Analyze([]voc.Post{{Text: c.y}})[0]
		m.Analysis.Language, n.Analysis.Language = "", ""
		if m.Brand != n.Brand || !same(&m.Analysis, &n.Analysis) {
			t.Errorf("%s: %q and %q are understood differently:\n%+v\n%+v", c.why, c.x, c.y, m.Analysis, n.Analysis)
		}
	}
}
