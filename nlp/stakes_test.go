package nlp

import (
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestEveryReasonOfSeverity(t *testing.T) {
	a := full(t)
	seen := map[string]bool{}
	for _, c := range []struct {
		text, reason string
		level        int
	}{
		{"果茶喝到一半漂着只苍蝇，太恶心了", "food", 3},
		{"全家喝完上吐下泻，太可怕了", "food", 4},
		{"吸管裂开划破嘴，流了好多血", "injury", 4},
		{"店里的插座漏电，差点出人命", "safety", 4},
		{"门口充电的电动车起火，店员都不管，差劲", "fire", 4},
		{"注册当晚信息泄露，骚扰电话不断，烦死了", "leak", 3},
		{"收银员当众辱骂残疾人，太过分了", "discrimination", 3},
		{"充值卡跑路了，就是诈骗，气死", "fraud", 3},
		{"再不退款我就打12315投诉，太差劲了", "regulator", 3},
		{"已经联系电视台曝光了，态度太恶劣", "media", 3},
		{"律师函寄出去了，等着法院见，黑店", "legal", 4},
	} {
		an := of(t, a, c.text)
		if !slices.Contains(an.SeverityReasons, c.reason) || an.Severity < c.level {
			t.Errorf("%q: severity %d for %q, want at least %d for %s (%s %+.2f)", c.text, an.Severity, an.SeverityReasons, c.level, c.reason, an.Sentiment, an.Score)
		}
		if !an.Complaint && an.Sentiment != voc.Negative {
			t.Errorf("%q: nobody complains?", c.text)
		}
		seen[c.reason] = true
	}
	for _, name := range reasonNames {
		if !seen[name] {
			t.Errorf("reason %s has no sentence here", name)
		}
	}
	if len(reasonNames) != len(reasons) {
		t.Errorf("%d reasons are ranked, %d have a title", len(reasonNames), len(reasons))
	}
}

func TestSeverityStaysLow(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text string
		most int
		why  string
	}{
		{"喝了一周，没有拉肚子，也没有过敏，很放心", 0, "denied"},
		{"店就在医院对面，很好找，味道也好", 0, "a place"},
		{"律师朋友带我来的，好喝", 0, "a person"},
		{"好喝到爆炸，太香了", 0, "an explosion of taste"},
		{"新品火爆，排队的人很多，好喝", 0, "火 in 火爆"},
		{"茶有点淡", 1, "a small fault"},
		{"看到新闻说要降温，来杯热的，舒服", 0, "the weather"},
	} {
		if an := of(t, a, c.text); an.Severity > c.most {
			t.Errorf("%s: %q has severity %d %q (%s %+.2f)", c.why, c.text, an.Severity, an.SeverityReasons, an.Sentiment, an.Score)
		}
	}
}

func TestWhatIsNoise(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, want, why string }{
		{"招代理，一件代发，加微信abc详聊", "advert", "an offer to traders"},
		{"兼职日结，扫码进群，私信我", "advert", "a job that is none"},
		{"代点奶茶五折起，长期代点，需要的私信", "advert", "a trade in coupons"},
		{"关注并转发，抽三位送周边，周五开奖", "lottery", "a lottery"},
		{"转发微博", "repost", "nothing but the button"},
		{"//@茶友:这家好难喝", "repost", "another's words"},
		{"蹲//@茶友:今天门口排到马路上", "repost", "one word before another's"},
		{"该用户没有填写评价", "empty", "the site's own words"},
		{"？？？", "empty", "signs"},
		{"12345", "empty", "digits"},
		{"@小明", "empty", "only a name called"},
		{"https://t.cn/abcdef", "empty", "only a link"},
		{"[手机号]", "empty", "only what a mask left"},
		{"   ", "empty", "white space"},
		{"😡", "", "a feeling is something said"},
		{"[怒]", "", "a drawn one too"},
		{"难喝", "", "two characters suffice"},
		{"贵", "", "even one that judges"},
	} {
		if got := strings.Join(of(t, a, c.text).Noise, " "); got != c.want {
			t.Errorf("%s: %q has noise %q, want %q", c.why, c.text, got, c.want)
		}
	}
}

// A complaint that is put aside as noise is a customer nobody answers.
func TestComplaintsAreNotNoise(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, why string }{
		{"客服让我加微信处理退款，结果把我拉黑了", "told to add somebody on WeChat"},
		{"活动价和页面写的不一样，多收了我八块，太坑", "a price that was not kept"},
		{"微信支付扣了两次钱，没人处理", "the name of a way to pay"},
		{"优惠券领了用不了，套路真多", "coupons"},
		{"说是买一送一，到店说没有，欺骗消费者", "a promotion that was not kept"},
		{"扫码点单一直报错，饿着肚子等了半小时", "a code to scan"},
		{"抽奖中了免单，门店不认，气死", "a lottery that was not kept"},
		{"加盟店品控太差，珍珠都是硬的", "a franchise"},
		{"团购价买的券过期不退，难怪差评多", "a group price"},
		{"限时特价就是先涨价再打折，吃相难看", "a sale"},
		{"我的微信号[微信号]，订单[订单号]一直没退款，很失望", "contact left for an answer"},
		{"充了会员，福利全缩水，退钱", "benefits of membership"},
		{"私信客服三天没人回，差评", "a private message"},
		{"转发给大家看看这家店有多恶心，喝出虫子", "asks to pass it on"},
	} {
		an := of(t, a, c.text)
		if len(an.Noise) > 0 {
			t.Errorf("%s: %q is put aside as %q", c.why, c.text, an.Noise)
		}
		if an.Sentiment != voc.Negative {
			t.Errorf("%s: %q is %s (%+.2f)", c.why, c.text, an.Sentiment, an.Score)
		}
	}
}

func TestWhatAMaskLeftIsNobodysWord(t *testing.T) {
	a := full(t)
	for _, tag := range []string{"[手机号]", "[电话]", "[身份证号]", "[证件号]", "[银行卡号]", "[邮箱]", "[车牌号]", "[订单号]", "[微信号]", "[QQ号]"} {
		with, without := of(t, a, "店员态度很差，回我"+tag), of(t, a, "店员态度很差，回我")
		if show(&with) != strings.ReplaceAll(show(&without), "回我", "回我"+tag) && show(&with) != show(&without) {
			t.Errorf("%s adds aspects: %s, without it %s", tag, show(&with), show(&without))
		}
		if len(with.Noise) > 0 || with.Intent != without.Intent || with.Emotion != without.Emotion || !slices.Equal(with.Topics, without.Topics) || with.Severity != without.Severity {
			t.Errorf("%s changes what is understood: %+v, without it %+v", tag, with, without)
		}
		if with.Fingerprint != without.Fingerprint {
			t.Errorf("%s changes the fingerprint: copies with other numbers look different", tag)
		}
		if !slices.Equal(with.Keywords, without.Keywords) {
			t.Errorf("%s: keywords %q, without it %q", tag, with.Keywords, without.Keywords)
		}
		checkSpans(t, &with)
	}
	if an := of(t, a, "手机号换了就登录不上，垃圾"); !strings.Contains(show(&an), "app.login=negative") {
		t.Errorf("outside of brackets the word is a word: %s", show(&an))
	}
	if an := of(t, a, "[怒]又漏单"); an.Emotion != voc.Angry {
		t.Errorf("a drawn face is no tag: %s", an.Emotion)
	}
	huge := of(t, a, strings.Repeat("[手机号]好喝", 50_000)+strings.Repeat("@a 好", 50_000))
	checkAnalysis(t, &huge)
}

func TestKeywordsSayWhatItIsAbout(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, have, lack, why string }{
		{"杨枝甘露里的芒果发酸，店长拒绝退款", "杨枝甘露 芒果 店长 退款", "的", "things, not particles"},
		{"@轻衡官微 请看看 https://t.cn/zzz 静安店的果茶", "果茶", "https t.cn 官微", "no names called, no links"},
		{"退款退款退款，就是要退款", "退款", "就是", "a word once, however often it is said"},
		{"app闪退", "app 闪退", "", "Latin words count"},
		{"1234 5678", "", "1234 5678", "numbers do not"},
	} {
		an := of(t, a, c.text)
		for _, w := range strings.Fields(c.have) {
			if !slices.Contains(an.Keywords, w) {
				t.Errorf("%s: keywords %q of %q lack %q", c.why, an.Keywords, c.text, w)
			}
		}
		for _, w := range strings.Fields(c.lack) {
			if slices.Contains(an.Keywords, w) {
				t.Errorf("%s: keywords %q of %q hold %q", c.why, an.Keywords, c.text, w)
			}
		}
	}
}

func TestFingerprintsTellCopies(t *testing.T) {
	a := full(t)
	const text = "昨晚在静安店点了两杯芋泥波波，等了五十分钟才做好，珍珠硬得咬不动，问店员还翻白眼，打客服电话一直占线，最后退款申请也被秒拒，30多块钱买一肚子气，希望大家引以为戒，别再去了"
	base := of(t, a, text).Fingerprint
	near := func(d uint64) int { return Distance(base, d) }
	for _, c := range []struct {
		copy string
		most int
		why  string
	}{
		{strings.NewReplacer("，", " ").Replace(text), 0, "spaces for commas"},
		{"【转】" + text, 3, "a word before"},
		{text + "😡😡😡", 0, "signs behind"},
		{text + " @市场监管 https://t.cn/x", 0, "names called and links"},
		{text + "[手机号]", 0, "a tag of the mask"},
		{strings.Replace(text, "30多", "40多", 1), 0, "another number"},
		{strings.ToUpper(text), 0, "case"},
	} {
		if d := near(of(t, a, c.copy).Fingerprint); d > c.most {
			t.Errorf("%s: %d bits away, want at most %d", c.why, d, c.most)
		}
	}
	texts := []string{
		"芋泥波波太好喝了，店员也热情，等了五分钟就拿到了，下次还来",
		"小程序更新以后一直闪退，付款扣了两次，客服说登记了就没有下文",
		"希望静安店多招几个人，周末排队的人实在太多，其他都很满意",
		"新品青提乌龙颜值很高，茶底清爽，三分糖刚刚好，推荐给不爱甜的朋友",
	}
	for i, x := range texts {
		if d := near(of(t, a, x).Fingerprint); d < 10 {
			t.Errorf("%q is only %d bits away", x, d)
		}
		for _, y := range texts[:i] {
			if d := Distance(of(t, a, x).Fingerprint, of(t, a, y).Fingerprint); d < 10 {
				t.Errorf("%q and %q are only %d bits apart", x, y, d)
			}
		}
	}
	if f := of(t, a, "😡😡").Fingerprint; f != 0 {
		t.Errorf("a text without letters has fingerprint %x, want 0: it is a copy of nothing", f)
	}
}
