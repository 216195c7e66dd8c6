package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// Words around an amount that tell whether it is a price. All are normalised.
var (
	// priceNames stand before an amount without a unit: 人均80.
	priceNames = wordsOf("人均消费", "人均", "客单价", "单价", "售价", "标价", "定价", "原价", "现价", "到手价", "票价", "起步价", "房价", "团购价", "团购", "预付", "定金", "订金", "还款", "会员价", "活动价", "包邮价", "指导价", "裸车价", "落地价", "落地", "全款", "首付", "月供", "价格", "价钱",
		"月租费", "月租", "年费", "会员费", "房费", "门票", "学费", "押金", "运费", "邮费", "配送费", "打包费", "包装费", "停车费", "手续费", "服务费", "维修费", "保养费", "油费", "电费")
	// paid stand before an amount that somebody paid or asks.
	paid = wordsOf(
		"花了我", "花了", "花费了", "花费", "花掉", "花", "付了", "付款", "支付了", "支付", "实付", "卖到", "卖", "要价", "收费", "收了我", "收了", "收我", "要收", "扣了我", "扣了", "扣我", "扣掉", "多收", "多扣",
		"涨到了", "涨到", "涨成", "涨价到", "降到", "降价到", "月扣", "氪了", "保养", "换屏", "充了", "充值了", "充值", "消费了", "消费", "结账", "买单", "交了", "报价", "开价", "一共", "总共", "合计", "打完折", "折后", "券后", "到手", "要我", "要卖",
	)
	// between may stand between one of those and the amount.
	between = wordsOf("只需要", "只需", "只要", "差不多", "大概", "大约", "将近", "接近", "至少", "起码", "不到", "快要", "才", "是", "为", "要", "在", "就", "也", "都", "得", "快", "近", "小", "一次", "了", ":", " ", "整整", "足足", "我", "高达", "竟然", "居然")
	// spared stand before an amount nobody pays: 满100减20, 赔我50, 工资5000.
	spared = wordsOf(
		"立减", "满减", "减了", "减免", "减", "每满", "满", "返现", "返了", "返还", "返", "抵扣", "抵用", "抵", "赠送", "赠", "送了", "送你", "送", "退款", "退还", "退回", "退我", "退了", "退", "赔偿", "赔付", "赔了", "赔我", "赔", "补偿", "补贴", "补了", "优惠了", "优惠",
		"便宜了", "便宜", "立省", "节省", "省了", "省下", "省", "抽到了", "抽到", "抢到了", "抢到", "中了", "奖励", "奖金", "领了", "领", "涨了", "贵了", "工资", "月薪", "底薪", "日薪", "时薪", "月入", "年薪", "日赚", "赚了", "赚", "罚款", "罚",
	)
	// vouchers make of the amount before them one nobody pays: 30元优惠券.
	vouchers = wordsOf("优惠券", "优惠卷", "代金券", "代金卷", "抵用券", "抵扣券", "无门槛", "满减券", "现金券", "打车券", "兑换券", "消费券", "红包", "立减", "折扣券", "新人券", "大额券", "的券", "券", "卷", "以内免", "起送")
	// roundly stand behind an amount without a unit.
	roundly = wordsOf("左右", "上下", "以上", "出头", "不到", "的价", "买", "吃", "喝", "点了", "住", "办", "入", "拿下", "到手", "包邮")
	// goesOn stand behind an amount without a unit that somebody paid: 花了260还没吃饱.
	goesOn = wordsOf("还", "就", "才", "却", "不含", "含", "不退", "结果", "居然", "竟然", "真的", "太", "都", "也")
	// bought stand behind the price of what was bought: 2399入的.
	bought = wordsOf("买的", "入手", "入的", "拿下", "到手", "包邮", "收的")
	// tallies stand before a number that counts something else than money: 粉丝一千出头.
	tallies = wordsOf("粉丝", "跑了", "走了", "销量", "评论", "浏览", "阅读", "里程", "跑分", "人口", "观众", "库存", "有", "才卖")
	// overEnds may stand behind 一千出头 where it is a price.
	overEnds = wordsOf("的", "就", "买", "入", "拿", "能", "搞", "不算", "不贵", "还")
	// portions stand before what one of them costs: 一碗58, 一晚上六百八.
	portions = wordsOf("一晚上", "一晚", "每晚", "一碗", "一杯", "一份", "一位", "每位", "一顿", "一斤", "每斤", "一串", "每人")
	// tenthEnds may stand behind the tenths of 三块五; 元一小时 has none.
	tenthEnds = wordsOf("一", "的", "包邮", "入手", "到手", "左右", "多", "毛", "角", "钱", "每", "/", "买", "还", "就", "都", "能", "也", "吧", "了", "就能", "拿下", "不", "太", "真")
	// notYuan stand before an amount that is no yuan.
	notYuan = wordsOf("$", "€", "£", "usd", "hkd", "usd ", "hkd ")
	// cut stand before a count of blocks.
	cut = wordsOf("切成", "分成", "碎成", "掰成", "那", "这", "剩", "剩下", "有", "放了", "夹了", "送")
	// blocks stand behind 块 where it counts things, or means together.
	blocks = wordsOf(
		"肉", "牛", "鸡", "鸭", "鱼", "排骨", "豆腐", "豆", "蛋糕", "蛋", "饼", "糖", "巧克力", "面包", "披萨", "西瓜", "冰", "布", "砖", "石", "玻璃", "电池", "表", "屏", "板", "硬盘", "地", "田", "木", "肥皂", "香皂", "姜", "肌", "伤", "疤", "淤青", "毛巾", "抹布", "小蛋糕", "寿司", "年糕", "红薯", "土豆", "萝卜",
		"内存", "显卡", "招牌", "广告", "牌", "积木", "瓷砖", "手表", "手帕", "骨", "皮", "油", "血", "奶酪", "芝士", "三文鱼", "腐乳", "月饼", "吐司",
	)
	// sums may stand right behind the unit of an amount.
	sums = wordsOf("钱", "左右", "上下", "以上", "以下", "以内", "不到", "多", "一", "每", "/", "买", "起", "就", "都", "也", "能", "可以", "才", "还", "吧", "了", "啊", "呢", "整", "俩", "仨", "贵", "太", "真", "有点", "性价比", "不值", "不算", "不贵", "很", "够", "拿下", "搞定", "打底", "出头")
)

// priceAt reads the price whose number starts at rune i: with a unit (28元, 九块九), or without one
// where the words around it say what it is (人均80, 花了两千五, 38一杯).
func (s *scratch) priceAt(i int, n number) (voc.Fact, bool) {
	at := n.end
	if at+1 < len(s.runes) && s.runes[at] == ' ' {
		at++
	}
	value, end, ok := n.value, at, false
	switch {
	case at >= len(s.runes):
	case s.runes[at] == '元' && !s.yuanWord(at):
		value, end = s.small(n.value, at+1)
		ok = true
	case s.runes[at] == '块':
		value, end = s.small(n.value, at+1)
		ok = end > at+1 || s.inBlocks(i, n, at)
	case (s.runes[at] == '毛' || s.runes[at] == '角') && n.value < 10:
		value, end = n.value/10, at+1
		ok = s.behind(end, "钱") || s.paidBefore(i)
	case s.behind(at, "rmb") && n.end <= at:
		end, ok = at+3, true
	case s.behind(at, "人民币"):
		end, ok = at+3, true
	case s.runes[at] == 'r' && at == n.end && isDigit(s.runes[i]) && (at+1 == len(s.runes) || !isLetter(s.runes[at+1]) && !isDigit(s.runes[at+1])):
		end, ok = at+1, true
	}
	if !ok {
		return s.bareAt(i, n)
	}
	if s.behind(end, "钱") {
		end++
	}
	if end < len(s.runes) && vague(s.runes[end]) && s.runes[end] != '来' && s.runes[end] != '几' {
		end++
	}
	value, end = s.ranged(value, end)
	return s.price(i, end, value)
}

// yuanWord tells whether the 元 at rune i begins another word: 元旦, 元素.
func (s *scratch) yuanWord(i int) bool {
	if i+1 >= len(s.runes) {
		return false
	}
	switch s.runes[i+1] {
	case '旦', '素', '宵', '宝', '气', '老', '年', '次', '月', '论', '祖', '凶', '店':
		return true
	}
	return false
}

// small reads the tenths behind 块 and 元: 九块九, 3块5毛, 19元8角.
func (s *scratch) small(value float64, at int) (float64, int) {
	if at >= len(s.runes) {
		return value, at
	}
	d := digitOf(s.runes[at])
	if d < 0 || s.counted(at) || !s.ends(at+1) && s.behindAny(at+1, tenthEnds) == 0 {
		return value, at
	}
	value = (value*10 + float64(d)) / 10
	at++
	if at < len(s.runes) && (s.runes[at] == '毛' || s.runes[at] == '角') {
		at++
	}
	return value, at
}

// inBlocks tells whether 块 behind a number is money rather than a piece of something or together.
func (s *scratch) inBlocks(i int, n number, at int) bool {
	switch {
	case s.behind(at+1, "钱"):
		return true
	case s.behindAny(at+1, blocks) > 0:
		return false
	case n.plain && n.value == 1:
		return s.paidBefore(i) // 一块: together
	case n.value >= 10, s.paidBefore(i):
		return true
	case i > 0 && s.beforeAny(i, cut) > 0:
		return false
	case at+1 < len(s.runes) && digitOf(s.runes[at+1]) > 0:
		return s.counted(at + 1)
	}
	return s.ends(at+1) || s.behindAny(at+1, sums) > 0
}

// ends tells whether rune i ends a clause.
func (s *scratch) ends(i int) bool {
	if i >= len(s.runes) || s.runes[i] == ' ' || s.runes[i] == ']' {
		return true
	}
	b, _ := breaks(s.runes[i])
	return b
}

// paidBefore tells whether somebody pays or asks what starts at rune i.
func (s *scratch) paidBefore(i int) bool {
	for range 3 {
		if s.beforeAny(i, priceNames) > 0 || s.beforeAny(i, paid) > 0 {
			return true
		}
		n := s.beforeAny(i, between)
		if n == 0 {
			return false
		}
		i -= n
	}
	return false
}

// bareAt reads a price without a unit.
func (s *scratch) bareAt(i int, n number) (voc.Fact, bool) {
	if s.beforeAny(i, notYuan) > 0 {
		return voc.Fact{}, false
	}
	per := s.perOne(n.end)
	end := n.end
	closed := s.ends(end) || s.behind(end, "了") && s.ends(end+1)
	if n.plain && n.value < 5 || !closed && !per && s.behindAny(end, roundly) == 0 && s.behindAny(end, goesOn) == 0 {
		return voc.Fact{}, false
	}
	paid := s.paidBefore(i) || s.beforeAny(i, portions) > 0
	if !paid && !closed && !per && s.behindAny(end, roundly) == 0 {
		return voc.Fact{}, false
	}
	if !s.paidBefore(i) && !s.soldFor(i, n, closed) && (!per || n.value < 5 || n.plain || s.before(i, "第") || s.before(i, "等")) {
		return voc.Fact{}, false
	}
	if n.value > 1900 && n.value < 2100 && isDigit(s.runes[i]) && s.beforeAny(i, priceNames) == 0 && !per && !s.before(i, "了") {
		return voc.Fact{}, false // a year
	}
	return s.price(i, end, n.value)
}

// soldFor tells whether the words around a number without a unit say what something was sold for:
// 2399入的, 一碗58, 要38, 一顿吃了500多, 一千出头. closed tells that the clause ends behind it.
func (s *scratch) soldFor(i int, n number, closed bool) bool {
	switch {
	case n.value >= 20 && s.behindAny(n.end, bought) > 0:
		return true
	case n.value >= 10 && s.beforeAny(i, portions) > 0:
		return true
	case n.value >= 10 && closed && (s.before(i, "要") || s.before(i, "套餐")):
		return true
	case n.value >= 100 && closed && s.before(i, "吃了"):
		return true
	}
	if n.value < 100 || !s.behind(n.end, "出头") || s.beforeAny(i, tallies) > 0 {
		return false
	}
	return s.ends(n.end+2) || s.behindAny(n.end+2, overEnds) > 0 && !s.behind(n.end+2, "的人")
}

// perOne tells whether 一杯, /位, 每晚 stand at rune i: what is before them is what one costs.
func (s *scratch) perOne(i int) bool {
	if i+1 >= len(s.runes) {
		return false
	}
	switch s.runes[i] {
	case '一', '每', '/':
		return isMeasure(s.runes[i+1]) && !s.behind(i, "一次") && !s.behind(i, "一天") && !s.behind(i, "一个") && !s.behind(i, "一条") && !s.behind(i, "一块")
	}
	return false
}

// ranged reads on where the unit stands twice: 30元-50元.
func (s *scratch) ranged(value float64, end int) (float64, int) {
	if end+2 >= len(s.runes) || !joins(s.runes[end]) || s.runes[end] == '、' {
		return value, end
	}
	at := end + 1
	n, ok := number{}, false
	if isDigit(s.runes[at]) {
		n, ok = s.arabic(at)
	} else if digitOf(s.runes[at]) > 0 || s.runes[at] == '十' {
		n, ok = s.chinese(at)
	}
	if !ok || n.end >= len(s.runes) || s.runes[n.end] != '元' && s.runes[n.end] != '块' {
		return value, end
	}
	return max(value, n.value), n.end + 1
}

// priceSigned reads ¥19.9.
func (s *scratch) priceSigned(i int) (voc.Fact, bool) {
	at := i + 1
	if at < len(s.runes) && s.runes[at] == ' ' {
		at++
	}
	if at >= len(s.runes) || !isDigit(s.runes[at]) {
		return voc.Fact{End: at}, false
	}
	n, ok := s.arabic(at)
	if !ok {
		return voc.Fact{End: at}, false
	}
	for n.end < len(s.runes) && vague(s.runes[n.end]) {
		n.end++
	}
	n = s.upper(n)
	if n.end < len(s.runes) && s.runes[n.end] == '元' {
		n.end++
	}
	return s.price(i, n.end, n.value)
}

// price is the fact of [start, end), unless it is money nobody pays: vouchers, what a sale takes off,
// what is paid back, wages.
func (s *scratch) price(start, end int, value float64) (voc.Fact, bool) {
	none := voc.Fact{End: end}
	if value <= 0 || s.spared(start) || s.voucher(end) || s.phoneMoney(start, end) {
		return none, false
	}
	return voc.Fact{Kind: voc.FactPrice, Value: value, Start: start, End: end}, true
}

func (s *scratch) spared(i int) bool {
	for range 3 {
		if s.beforeAny(i, spared) > 0 {
			return !s.before(i, "外送") && !s.before(i, "配送")
		}
		n := s.beforeAny(i, between)
		if n == 0 {
			return false
		}
		i -= n
	}
	return false
}

// phoneMoney tells whether the amount [start, end) is credit for a telephone nobody paid: 送50块话费, but
// not 扣我15块话费.
func (s *scratch) phoneMoney(start, end int) bool {
	return (s.behind(end, "话费") || s.behind(end, "的话费")) && !s.paidBefore(start)
}

// voucher tells whether behind rune i, in the same clause, stands what makes an amount a voucher's.
func (s *scratch) voucher(i int) bool {
	for at := i; at < len(s.runes) && at < i+6 && !s.ends(at); at++ {
		if s.runes[at] == '买' || s.runes[at] == '用' {
			return false
		}
		if s.behindAny(at, vouchers) > 0 {
			return true
		}
	}
	return false
}
