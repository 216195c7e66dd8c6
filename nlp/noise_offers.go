package nlp

// How advertisers of services open: how (专业, 高价), what they do for others (回收, 代写), and behind it on
// what terms (价格实惠, 上门取货). One of these alone is what customers say as well.
var (
	offeredHow = wordsOf("专业", "长期", "大量", "高价", "低价", "上门", "现金", "诚信", "全国", "本地", "同城", "各类", "各种", "优质", "在线", "全天", "24小时", "我们是", "本店", "本公司", "本人", "本厂", "厂家", "源头", "快递", "诚招", "诚邀", "面向全国", "常年", "急")
	offeredAct = wordsOf("回收", "收购", "承接", "承包", "代写", "代做", "代打", "代练", "代办", "代发", "代刷", "代购", "批发", "出售", "疏通", "清洗", "招商", "加盟", "接单", "办理", "出租", "转租", "维修", "安装", "搬家", "定制", "直供", "直销", "工厂", "陪练", "陪跑", "租赁", "代驾")
	// notOffered stand behind what is told of rather than offered: 回收的小哥, 批发市场, 维修了三次.
	notOffered = wordsOf("的", "了", "过", "得", "市场", "站", "小哥", "师傅", "员", "费", "价只", "商", "不", "都", "才", "完", "后", "这", "要", "给", "还", "居然", "太", "很", "就")
	terms      = wordsOf("价格实惠", "价格美丽", "价格优惠", "价格面议", "价格好商量", "价高", "价优", "面议", "上门取货", "上门回收", "上门服务", "24小时上门", "小时上门", "现金结算", "当面结算", "现款", "支持代理", "支持代发", "支持定制", "接单中", "专业团队", "无效退款", "不满意退款", "不满意重做", "不封号", "量大", "都收", "均可", "可做", "一件起", "元起", "元一张", "元一件", "元一单", "一对一", "包接送", "包过", "扶持", "回本", "加盟商", "随叫随到", "免费试听", "免押金", "秒出", "秒发", "名酒", "老酒", "礼品卡", "礼品", "招代理", "全国发货")
	// contacts are terms of adverts too, and the first things who complains speaks of: 联系客服没人理.
	contacts = wordsOf("来电", "咨询", "联系", "留言", "资料", "定制")
)

// offersService tells whether the text opens as an advert of services does and names its terms. Who tells
// what happened, who asks and who complains offers nothing.
func (s *scratch) offersService() bool {
	at := 0
	for at < len(s.runes) && !isHan(s.runes[at]) && !isDigit(s.runes[at]) {
		at++
	}
	how, opens := 0, at
	for range 4 {
		n := s.behindAny(at, offeredHow)
		if n == 0 {
			break
		}
		how, at = how+1, at+n
	}
	n := s.behindAny(at, offeredAct)
	if n == 0 || s.behindAny(at+n, notOffered) > 0 || s.tells() || s.mayAsk(opens) {
		return false
	}
	named, reachable, ok := s.termsFrom(at + n)
	if !ok || named == 0 && (reachable == 0 || how < 2) {
		return false // 上门清洗，咨询时六十，来电三百 is a bill
	}
	return named+min(reachable, 1)+min(how, 2) >= noisy
}

// termsFrom counts the terms of an offer from rune at on, and the ways to get in touch; not ok where something is
// denied, reported or reproached outside of them, which no advert does. What is offered stands first: 收购二手相机.
func (s *scratch) termsFrom(at int) (named, reachable int, ok bool) {
	bad := s.opinions
	for i := at; i < len(s.runes); i++ {
		if n := s.behindAny(i, terms); n > 0 {
			named++
			i += n - 1
			continue
		}
		if n := s.behindAny(i, contacts); n > 0 {
			reachable++
			i += n - 1
			continue
		}
		for len(bad) > 0 && int(bad[0].start) < i {
			bad = bad[1:]
		}
		if r := s.runes[i]; denies(r) || r == '说' || i > at && len(bad) > 0 && int(bad[0].start) == i && bad[0].value < 0 && bad[0].aspect != signedWord {
			return 0, 0, false
		}
	}
	return named, reachable, true
}

// mayAsk tells whether a question mark or 吗 stands behind rune i.
func (s *scratch) mayAsk(i int) bool {
	for _, r := range s.runes[min(i, len(s.runes)):] {
		if r == '?' || r == '？' || r == '吗' || r == '呢' {
			return true
		}
	}
	return false
}
