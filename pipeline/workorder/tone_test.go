package workorder

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// kindsOf lists the kinds of flaws found in the words themselves, not what is missing.
func kindsOf(text string) (kinds []string) {
	for _, f := range wrongWords(text) {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// said are sentences with what is wrong about them; "" nothing: near misses that hold the same words
// and mean no harm.
var said = []struct{ text, kinds string }{
	// policy
	{"不好意思，公司政策不允许退款", "policy"},
	{"我们的规定就是这样", "policy"},
	{"平台规则不支持这种情况的赔付", "policy"},
	{"按照公司规定，拆封后概不退换", "cold policy"},
	{"根据活动规则，您这单不参加", "policy"},
	{"这是店里的规定，我也没办法", "policy"},
	{"您的情况不符合退款条件", "policy"},
	{"抱歉，无法为您破例", "policy"},
	{"系统不支持修改地址", "policy"},
	{"依据相关条款，不予处理", "policy"},
	{"按规定全额退给您，今天到账", ""},
	{"没有任何规定不让您退", ""},
	{"这条不合理的规定，这个月起取消了", ""},
	{"退款政策写在小票背面，写得太小，我们改大了", ""},
	{"我们把流程改了：以后先退款再查原因", ""},
	// blame
	{"这是您自己操作不当引起的", "blame"},
	{"是您没看清页面上的提示", "blame"},
	{"您没有提前说清楚要少冰", "blame"},
	{"您应该先看一下说明书", "blame"},
	{"如果您早点联系我们就不会这样", "blame"},
	{"其他顾客都没有反映过这个问题", "blame"},
	{"别的用户从来没有遇到", "blame"},
	{"您误会了，我们不是这个意思", "blame"},
	{"属于您个人原因造成的损坏", "blame"},
	{"就您一个人说难喝", "blame"},
	{"您需要自行检查网络", "blame"},
	{"这不是您的问题，是我们的页面没写清楚", ""},
	{"这一点我们没有提醒您，难怪您没注意", ""},
	{"并非您操作不当，是固件的毛病", ""},
	{"让您没看清说明，是我们字印得太小", ""},
	{"您说得对，这一步该由我们来做", ""},
	// robot
	{"尊敬的用户您好，关于您的问题", "robot"},
	{"亲爱的顾客，您好", "robot"},
	{"感谢您的宝贵意见", "robot"},
	{"谢谢您的反馈", "robot"},
	{"您的反馈对我们非常重要", "robot"},
	{"我们会持续改进服务质量", "robot"},
	{"我们将不断优化，竭诚为您服务", "robot"},
	{"祝您生活愉快", "robot"},
	{"您的问题已记录", "robot"},
	{"已反馈给相关部门", "robot"},
	{"请您耐心等待", "robot"},
	{"敬请谅解", "robot"},
	{"还望您多多见谅", "robot"},
	{"谢谢您的信任，杯盖今天换成了卡扣的", ""},
	{"店长老周已经把那台机器停了", ""},
	{"请等到周五，那天检测报告会出来", ""},
	{"您写的每一条我们都对过了", ""},
	// cute
	{"亲，这边帮您看一下哦~", "cute"},
	{"亲亲不要急嘛", "cute"},
	{"好哒~马上给您查", "cute"},
	{"哈哈，这个确实有点尴尬", "cute"},
	{"已经给您退啦😊", "cute"},
	{"母亲节那批蛋糕的奶油我们换了供应", ""},
	{"您父母亲的票我们一起改签", ""},
	// empty
	{"给您带来的不便，我们深表歉意", "empty"},
	{"对您造成的困扰，我们非常抱歉", "empty"},
	{"如果给您造成了不便，请见谅", "empty robot"},
	{"如有冒犯，在此致歉", "empty"},
	{"若让您感到不适，我们很抱歉", "empty"},
	{"我们非常理解您的心情", "empty"},
	{"对此我们深表遗憾", "empty"},
	{"如果您觉得不愉快，那我们道歉", "empty"},
	{"让您喝到了碎塑料，对不起", ""},
	{"身体如果有不适，请先就医，票据留好", ""},
	{"对不起，这杯不该端给您", ""},
	// promise
	{"我们保证以后绝对不会再发生", "promise"},
	{"一定不会再出现这样的事", "promise"},
	{"百分之百安全，请放心", "promise"},
	{"向您保证，质量没有任何隐患", "promise"},
	{"包您满意", "promise"},
	{"退款立刻到账", "promise"},
	{"我们将杜绝此类事件", "promise"},
	{"永远不会让您失望", "promise"},
	{"不管多少都赔", "promise"},
	{"确保今后不再发生", "promise"},
	{"我们不敢保证不再发生，但每班开工前会查滤网", ""},
	{"质量保证部今天取走了样品", ""},
	{"保证金三个工作日内退回", ""},
	{"退款三个工作日内退回原支付账户", ""},
	// private
	{"请在评论区留下您的手机号", "private"},
	{"麻烦提供一下订单号", "private"},
	{"请告知您的联系方式", "private"},
	{"回复我们您的姓名和电话", "private"},
	{"请发一下身份证号码", "private"},
	{"已联系机主13800000000", "private"},
	{"请提供收货地址", "private"},
	{"订单号请私信发给我们，不要在这里公开", ""},
	{"请勿在评论区留下手机号", ""},
	{"请私信提供一下订单号", ""},
	{"全国热线 400-000-0000，早八点到晚十点有人", ""},
	{"批次 20260302 的已经全部封存", ""},
	// deny
	{"不存在您说的这种情况", "deny"},
	{"我们的产品没有任何问题", "deny"},
	{"这不可能发生", "deny"},
	{"只是个例，请勿扩散", "deny"},
	{"属于个别现象", "deny"},
	{"极少数门店出现过", "deny"},
	{"您说的与事实严重不符", "deny"},
	{"这不是个例，三家店都查出了同样的问题", ""},
	{"是不是这一批的问题，周五有结果", ""},
	{"哪怕是个别门店，也要查到底", ""},
	// shift
	{"这不归我们管，请联系平台", "shift"},
	{"这是骑手的问题", "shift"},
	{"与我们无关", "shift"},
	{"请您自行联系快递", "shift"},
	{"属于加盟店的责任", "shift"},
	{"建议您直接找厂家", "shift"},
	{"骑手送的也是我们卖的，我们来找平台，有结果告诉您", ""},
	{"加盟店出的事，也是我们的责任", ""},
	{"平台那边由我们去谈，不用您跑", ""},
	// threat
	{"我们保留追究法律责任的权利", "threat"},
	{"恶意差评我们会走法律途径", "threat"},
	{"请不要造谣", "threat"},
	{"律师函已寄出", "threat"},
	{"一看就是职业打假", "threat"},
	{"请删帖，否则后果自负", "bribe threat"},
	{"该承担的责任，我们承担", ""},
	{"法务同事在看合同，是为了尽快把钱赔给您", ""},
	// scold
	{"请您冷静一下", "scold"},
	{"不要这么激动", "scold"},
	{"您太敏感了", "scold"},
	{"请注意您的言辞", "scold"},
	{"没必要小题大做", "scold"},
	{"您生气是应该的，换我也生气", ""},
	{"冷静下来想想，这件事我们确实做错了", "scold"},
	// bribe
	{"麻烦您删一下差评，给您返二十", "bribe"},
	{"改成好评送您一张券", "bribe"},
	{"帮忙撤销投诉可以吗", "bribe"},
	{"评价由您自己决定，我们不会要求删评论", ""},
	// cold
	{"不满意您可以去投诉", "cold"},
	{"不服可以打12315", "cold"},
	{"随便您怎么说，到此为止", "cold"},
	{"特价商品恕不退换", "cold"},
	{"具体原因不便透露", "cold"},
	{"对结果不满意，请私信我们，换一位同事重看", ""},
	// excuse
	{"因为当天客流太大，人手不足", "excuse"},
	{"店员是新来的，请见谅", "excuse robot"},
	{"同行都是这样的", "excuse"},
	{"人手不足不是理由，那天我们该先停下单", ""},
	{"新来的同事没有教好，是我们的事", ""},
	// whole answers that are as they should be
	{"对不起，您在静安寺店喝到了碎滤网。那台机器昨晚已停用，同一批滤网全部换掉。请私信我们，退款和检查的费用当天办。", ""},
	{"等了五十分钟还送错，对不起。重做的一单已经在路上，骑手十五分钟内到；这单的钱已退回。", ""},
	{"被人当众吼，谁都受不了，对不起。店长已当面跟那位同事谈过，今天起调离前台。", ""},
}

// TestToneOfEachSentence holds the kinds of flaws of more than 120 sentences, near misses among them.
func TestToneOfEachSentence(t *testing.T) {
	if len(said) < 120 {
		t.Fatalf("only %d sentences", len(said))
	}
	for _, c := range said {
		if got := strings.Join(kindsOf(c.text), " "); got != c.kinds {
			t.Errorf("%s: %q, want %q", c.text, got, c.kinds)
		}
	}
}

func TestFlawsSayWhereAndWhatToWrite(t *testing.T) {
	for _, c := range said {
		for _, f := range CheckTone(c.text) {
			runes := []rune(c.text)
			if f.Start < 0 || f.End > len(runes) || f.Start < f.End && string(runes[f.Start:f.End]) != f.Text {
				t.Errorf("%s: %d–%d is not %q", c.text, f.Start, f.End, f.Text)
			}
			if f.Kind == "" || f.Why == "" || f.Better == "" {
				t.Errorf("%s: %+v does not say why or what to write", c.text, f)
			}
		}
	}
}

func TestWhatIsMissing(t *testing.T) {
	has := func(flaws []voc.ToneFlaw, kind string) bool {
		return slices.ContainsFunc(flaws, func(f voc.ToneFlaw) bool { return f.Kind == kind && f.Start == f.End })
	}
	good := "对不起，这杯里的碎滤网是机器上掉下来的，机器已停用，退款今天办。"
	for _, c := range []struct {
		why, text string
		level     voc.Level
		kind      string
		want      bool
	}{
		{"nothing but two words", "收到。", voc.Yellow, "short", true},
		{"marks are no words", "……！！！……！！！……！！！", voc.Yellow, "short", true},
		{"an answer of good length", good, voc.Red, "short", false},
		{"as long as a novel", strings.Repeat(good, 12), voc.Yellow, "long", true},
		{"an answer of good length", good, voc.Yellow, "long", false},
		{"a foreign body without an apology", "饮品里的异物是滤网碎片，机器已经停用，同批滤网全部更换。", voc.Yellow, "apology", true},
		{"with one", "饮品里的异物是滤网碎片，抱歉，机器已经停用，同批滤网全部更换。", voc.Yellow, "apology", false},
		{"a red matter without an apology, whatever its words", "关于昨天的事，机器已停用，同批滤网全部更换。", voc.Red, "apology", true},
		{"a mild matter needs none", "第二杯半价的海报今天已经改好，周末前的订单都按新价补差。", voc.Blue, "apology", false},
		{"nothing will be done", "看到您的帖子心里很不是滋味，这样的一天真是糟透了呀。", voc.Yellow, "next", true},
		{"something will", good, voc.Yellow, "next", false},
	} {
		if got := has(CheckReply(c.text, c.level), c.kind); got != c.want {
			t.Errorf("%s: missing %s is %t, want %t", c.why, c.kind, got, c.want)
		}
	}
	if flaws := CheckReply(good, voc.Red); len(flaws) != 0 {
		t.Errorf("a good answer has flaws: %+v", flaws)
	}
}

func FuzzCheckTone(f *testing.F) {
	for _, c := range said {
		f.Add(c.text)
	}
	f.Add("\xff亲\xfe~政策不允许")
	f.Fuzz(func(t *testing.T, text string) {
		n := utf8.RuneCountInString(text)
		last := 0
		for _, flaw := range CheckTone(text) {
			if flaw.Start < last || flaw.End < flaw.Start || flaw.End > n {
				t.Fatalf("%q: flaw %+v of %d runes, after %d", text, flaw, n, last)
			}
			last = flaw.Start
		}
	})
}
