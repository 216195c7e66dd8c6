package nlp

import (
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestSeverity(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text   string
		level  int
		reason string
	}{
		{"很好喝", 0, ""},
		{"今天路过", 0, ""},
		{"有点太甜了，一般", 1, ""},
		{"店员翻白眼，态度太差", 2, ""},
		{"喝出一只蟑螂", 3, "food"},
		{"卖假货的骗子公司", 3, "fraud"},
		{"我要打12315投诉你们，垃圾店", 3, "regulator"},
		{"不处理就找媒体曝光，太过分了", 3, "media"},
		{"店员骂人，歧视外地人", 3, "discrimination"},
		{"注册完就信息泄露，天天骚扰电话，烦死", 3, "leak"},
		{"孩子喝完上吐下泻进了医院", 4, "injury"},
		{"地上有水没人管，我妈摔伤骨折了", 4, "injury"},
		{"充电宝在店里爆炸起火，吓死了", 4, "fire"},
		{"店员动手打人，报警了", 4, "safety"},
		{"再不解决就起诉，律师函已经发了", 4, "legal"},
		{"热饮杯盖没盖好，烫伤了手", 4, "injury"},
	} {
		an := of(t, a, c.text)
		if an.Severity != c.level {
			t.Errorf("%q: severity %d %q, want %d", c.text, an.Severity, an.SeverityReasons, c.level)
		}
		if c.reason != "" && !slices.Contains(an.SeverityReasons, c.reason) {
			t.Errorf("%q: reasons %q lack %q", c.text, an.SeverityReasons, c.reason)
		}
	}
}

func TestSeverityNotRaised(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"医院旁边那家店，味道不错",
		"喝了没有拉肚子，放心",
		"警察朋友推荐的店，好喝",
		"今天的新闻挺有意思",
		"律师同事请我喝的，很好喝",
		"孩子上学路上买的，喜欢",
	} {
		if an := of(t, a, text); an.Severity > 1 {
			t.Errorf("%q: severity %d %q", text, an.Severity, an.SeverityReasons)
		}
	}
}

func TestComplaints(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		post voc.Post
		want bool
		why  string
	}{
		{voc.Post{Text: "店员态度很差"}, true, "an aspect judged badly"},
		{voc.Post{Text: "喝出头发"}, true, "a thing that went wrong"},
		{voc.Post{Text: "给我退款，太差劲了"}, true, "a demand"},
		{voc.Post{Text: "你好", Kind: voc.PostComplaint}, true, "a complaint by its kind"},
		{voc.Post{Text: "今天心情不好，好烦"}, false, "nobody is complained of"},
		{voc.Post{Text: "很好喝，推荐"}, false, "praise"},
		{voc.Post{Text: "请问几点开门"}, false, "a question"},
		{voc.Post{Text: "轻衡真让人失望"}, true, "a brand judged badly"},
	} {
		if an := a.Analyze([]voc.Post{c.post})[0].Analysis; an.Complaint != c.want {
			t.Errorf("%s: %q is a complaint: %v (score %+.2f)", c.why, c.post.Text, an.Complaint, an.Score)
		}
	}
}

func TestIntents(t *testing.T) {
	a := full(t)
	for text, want := range map[string]voc.Intent{
		"再也不会来了，难喝":          voc.IntentChurn,
		"已卸载，垃圾app":          voc.IntentChurn,
		"喝出头发，要求退款赔偿":        voc.IntentRequest,
		"杯子漏了，麻烦给我补发一杯，太差了":  voc.IntentRequest,
		"我要投诉，店员骂人":          voc.IntentComplaint,
		"服务太差，谁来管管":          voc.IntentComplaint,
		"请问静安店几点关门？":         voc.IntentQuestion,
		"这款奶茶含咖啡因吗？":         voc.IntentQuestion,
		"建议多开几个窗口":           voc.IntentSuggestion,
		"希望出一款无糖的":           voc.IntentSuggestion,
		"强烈推荐，超级好喝":          voc.IntentPraise,
		"加微信vx领优惠券，招代理，日赚五百": voc.IntentPromotion,
		"味道很好":               voc.IntentPraise,
		"空调又出问题了":            voc.IntentComplaint,
		"房间跟描述不符":            voc.IntentComplaint,
		"新品什么时候上":            voc.IntentQuestion,
		"今天星期三":              voc.IntentOther,
	} {
		if got := of(t, a, text).Intent; got != want {
			t.Errorf("%q: intent %s, want %s", text, got, want)
		}
	}
}

func TestEmotions(t *testing.T) {
	a := full(t)
	for text, want := range map[string]voc.Emotion{
		"气死我了，垃圾店":       voc.Angry,
		"[怒][怒]又漏单":      voc.Angry,
		"太失望了，好难过😭":      voc.Sad,
		"吓死我了，里面有虫，太可怕了": voc.Fear,
		"好开心，超级好喝😍":      voc.Happy,
		"居然有这种事，震惊😮":     voc.Surprise,
		"今天星期三":          voc.Calm,
		"不开心，等太久":        voc.Sad,
	} {
		if got := of(t, a, text).Emotion; got != want {
			t.Errorf("%q: emotion %s, want %s", text, got, want)
		}
	}
}

func TestNoise(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, want, why string }{
		{"加微信vx123，招代理，一件代发", "advert", "an advert"},
		{"兼职日结，日赚300，私信我", "advert", "a job that is none"},
		{"关注+转发抽奖，揪3位送奶茶券", "lottery", "a lottery"},
		{"转评赞，随机抽取十位幸运粉丝", "lottery", "a lottery"},
		{"转发微博", "repost", "nothing of one's own"},
		{"//@小明:这家好喝", "repost", "only another's words"},
		{"扩散//@小明:这家店喝出了头发，太恶心了", "repost", "a word of one's own is not enough"},
		{"我上周也遇到了同样的事，店长还骂人//@小明:太恶心了", "", "but a sentence is"},
		{"活动价看着便宜，凑单满减下来比原价还贵，套路", "", "a complaint about prices sells nothing"},
		{"第一次来，先打卡，再看看", "", "a verdict put off"},
		{"此用户没有填写评价", "empty", "the site's own words"},
		{"。。。", "empty", "no word"},
		{"1", "empty", "no word"},
		{"", "empty", "nothing"},
		{"很好喝，推荐", "", "a voice"},
		{"优惠券用不了，太坑了", "", "a complaint about a coupon"},
		{"加盟店的服务就是差，难喝", "", "a complaint about a franchise"},
		{"差评", "", "two characters can say it all"},
		{"好喝", "", "two characters can say it all"},
		{"👍", "", "a sign can"},
		{"[怒]", "", "a drawn face can"},
	} {
		if got := strings.Join(of(t, a, c.text).Noise, " "); got != c.want {
			t.Errorf("%s: %q has noise %q, want %q", c.why, c.text, got, c.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"这家店很好喝":                    "zh-Hans",
		"這家店的服務態度很差":                "zh-Hant",
		"呢間嘢好難飲，啲珍珠硬到咬唔到":           "yue",
		"The tea is great":          "en",
		"このお茶はとても美味しいです":            "ja",
		"이 음료 맛있어요":                 "ko",
		"！！！":                       "und",
		"":                          "und",
		"app闪退了":                    "zh-Hans",
		"iPhone 15 Pro Max 发热严重不推荐": "zh-Hans",
	} {
		if got := language(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestKeywords(t *testing.T) {
	a := full(t)
	an := of(t, a, "轻衡的杨枝甘露里喝出头发，店长拒绝退款，@官方微博 https://t.cn/abc 快出来")
	for _, want := range []string{"杨枝甘露", "头发", "退款", "店长"} {
		if !slices.Contains(an.Keywords, want) {
			t.Errorf("keywords %q lack %q", an.Keywords, want)
		}
	}
	for _, k := range an.Keywords {
		if !strings.Contains(an.Norm, k) {
			t.Errorf("keyword %q is not in the text", k)
		}
		if k == "https" || k == "官方微博" {
			t.Errorf("%q is nobody's word", k)
		}
	}
	if len(an.Keywords) > DefaultOptions().Keywords {
		t.Errorf("%d keywords", len(an.Keywords))
	}
}

func TestNearCopiesHaveNearFingerprints(t *testing.T) {
	a := full(t)
	const text = "今天在静安店买了一杯杨枝甘露，喝到一半发现里面有一根头发，找店员说，店员态度特别差，翻着白眼说不可能，要求退款也不给退，最后还是打了客服电话才同意退一半的钱，真的太让人失望了，以后再也不会来这家店了，大家避雷"
	base := of(t, a, text).Fingerprint
	for _, c := range []struct {
		copy string
		most int
		why  string
	}{
		{strings.ReplaceAll(text, "，", "！！！"), 0, "other punctuation"},
		{strings.ReplaceAll(text, "，", " "), 0, "none"},
		{text + "😡😡😡[怒]", 2, "signs added"},
		{"@市场监管 " + text + " https://t.cn/A6xyz", 0, "a call and a link"},
		{strings.ReplaceAll(text, "态度", "態度"), 0, "another script"},
		{text + "了", 3, "a character added"},
		{strings.Replace(text, "特别差", "非常差", 1), 3, "a word exchanged"},
		{strings.Replace(text, "今天", "昨天", 1), 3, "a word exchanged"},
	} {
		if d := Distance(base, of(t, a, c.copy).Fingerprint); d > c.most {
			t.Errorf("%s: %d bits, want at most %d", c.why, d, c.most)
		}
	}
	for _, other := range []string{"味道不错，推荐", "今天天气很好，和朋友去公园散步，看到很多樱花，拍了好多照片", "小程序一直闪退，付款扣了两次钱，客服电话打不通，气死了，退款到现在都没有到账"} {
		if d := Distance(base, of(t, a, other).Fingerprint); d < 12 {
			t.Errorf("%q is only %d bits away", other, d)
		}
	}
}

func TestVersionNamesTheConfiguration(t *testing.T) {
	a := full(t)
	if a.Version() == "" || a.Version() == analyzer(t, DefaultOptions()).Version() {
		t.Errorf("versions %q and %q do not tell two configurations apart", a.Version(), analyzer(t, DefaultOptions()).Version())
	}
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	_ = packs
	if an := of(t, a, "好喝"); an.Version != a.Version() {
		t.Errorf("analysis says %q, analyzer %q", an.Version, a.Version())
	}
}
