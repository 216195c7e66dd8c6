package nlp

import (
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Advertising of trades no list knows is heard; complaints, however bitter, are neither advertising nor
// insults.
func TestLearnedFlags(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, text := range []string{
		"【云栖置业】江景三房即将加推，首付十万起，看房专线66123456",
		"无抵押贷款，当天放款，利息低，额度高，咨询王经理66123456",
	} {
		if an := of(t, a, text); !slices.Contains(an.Noise, voc.NoiseAdvert) {
			t.Errorf("%q is noise %q, want advert", text, an.Noise)
		}
	}
	for _, text := range []string{
		"等了一个半小时，菜还是凉的，太差劲了", "客服态度恶劣，说话阴阳怪气", "退款拖了半个月，打电话没人接，气死我了", "房间一股霉味，半夜隔壁吵得睡不着",
		"充了五百的会员卡，店关门了，老板联系不上", "买回来三天就坏了，质量真垃圾", "外卖小哥迟到还摔门走人", "信用卡年费乱扣，客服推来推去没人管",
		"这家的女店员说话很冲，再也不来了", "楼盘交付延期一年，业主群里都炸了",
	} {
		if an := of(t, a, text); an.Offensive || len(an.Noise) > 0 {
			t.Errorf("%q: offensive %v (%.2f), noise %q, want neither", text, an.Offensive, an.Odds.Offensive, an.Noise)
		}
	}
}

func TestComparisonsTakenBackRankNobody(t *testing.T) {
	a := compared(t)
	for _, c := range []struct {
		text string
		want voc.Role
	}{
		{"青竹里不见得比满月坊好喝", even}, {"我没觉得青竹里比满月坊好喝", even}, {"谁说青竹里不如满月坊", even}, {"有人说青竹里比满月坊好喝，我没喝过", none}, {"青竹里是不是比满月坊新鲜？", none},
		{"青竹里比满月坊好喝", up},
	} {
		for _, m := range a.Analyze([]voc.Post{{Text: c.text}}) {
			if m.Brand == "a" && m.Analysis.Role != c.want {
				t.Errorf("%q: the first is %q, want %q", c.text, m.Analysis.Role, c.want)
			}
		}
	}
}

func TestPutRightLongAgoAndNoPrice(t *testing.T) {
	a := full(t)
	for _, text := range []string{"去年在这烫伤过，店家赔了医药费，已经解决了", "上个月烫伤了手，店里已经赔偿道歉"} {
		if an := of(t, a, text); an.Severity > 2 {
			t.Errorf("%q: severity %d %q, want at most 2", text, an.Severity, an.SeverityReasons)
		}
	}
	if an := of(t, a, "充电宝鼓包了，客服让我自己处理"); slices.Contains(an.SeverityReasons, "injury") || an.Severity < 4 {
		t.Errorf("a swollen power bank: severity %d %q, want 4 without injury", an.Severity, an.SeverityReasons)
	}
	if an := of(t, a, "店员推了我一把，手肘擦破皮"); !slices.Contains(an.SeverityReasons, "injury") {
		t.Errorf("a grazed elbow: %q, want injury", an.SeverityReasons)
	}
	for _, text := range []string{"我抽红包抽到八块八", "楼下十元店的杯子还行"} {
		if an := of(t, a, text); len(an.Facts) > 0 {
			t.Errorf("%q tells %+v, want no price", text, an.Facts)
		}
	}
}

// A pack judged by its own words leaves a question and a word far off without a verdict.
func TestJudgedByOwnWords(t *testing.T) {
	pack := Pack{Name: "kite", Judged: judgedOwn, Domain: []string{"风筝"}, Aspects: []AspectRule{{Name: "line", Terms: []string{"线轴"}, Positive: []string{"线轴顺滑"}}, {Name: "gift", Examples: []string{"送给外甥当生日礼物"}}}}
	o := DefaultOptions()
	o.Packs = []Pack{pack}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]voc.Sentiment{"风筝的线轴顺滑": voc.Positive, "风筝的线轴很差": voc.Negative, "很差劲的店家发来风筝和线轴": voc.Neutral, "风筝的线轴缠成一团，气得我想扔了": voc.Negative, "风筝的线轴拿到手，我太喜欢了": voc.Positive, "请问风筝的线轴要买好一点的吗": voc.Neutral} {
		an := of(t, a, text)
		if len(an.Aspects) != 1 || an.Aspects[0].Sentiment != want {
			t.Errorf("%q: %s, want line=%s", text, show(&an), want)
		}
	}
	o.Packs[0].Judged = "twice"
	if _, err := New(o); err == nil {
		t.Error("a pack judged twice is taken")
	}
}

func TestOddsOfFlagsGoWithThem(t *testing.T) {
	a := full(t)
	for _, text := range []string{"味道很好，服务热情", "真是绝了[微笑]，等了两小时", "三小时送到，真快", "你们的良心不会痛吗", "好吃不贵"} {
		if an := of(t, a, text); an.Irony != (an.Odds.Irony >= 0.5) {
			t.Errorf("%q: irony %v at %.2f", text, an.Irony, an.Odds.Irony)
		}
	}
	for _, text := range []string{"味道很好，服务热情", "态度恶劣，难吃死了", "很好吃，环境干净"} {
		if an := of(t, a, text); an.Implicit || an.Odds.Implicit >= 0.5 {
			t.Errorf("%q says what it thinks: implicit %v at %.2f", text, an.Implicit, an.Odds.Implicit)
		}
	}
}
