package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// timeUnits are the units of duration in minutes, the longer word first.
var timeUnits = []struct {
	word    string
	minutes float64
}{
	{"分钟", 1}, {"mins", 1}, {"min", 1}, {"小时", 60}, {"钟头", 60}, {"个钟", 60}, {"粒钟", 60}, {"hours", 60}, {"hour", 60}, {"h", 60}, {"刻钟", 15},
	{"个工作日", 1440}, {"工作日", 1440}, {"天", 1440}, {"日", 1440}, {"星期", 10_080}, {"礼拜", 10_080}, {"周", 10_080}, {"月", 43_200}, {"年", 525_600}, {"秒", 1.0 / 60},
}

// Words around a duration that tell that somebody waited.
var (
	waits = wordsOf(
		"等了", "等", "候了", "排队", "排了", "排位", "排号", "排到", "排上", "排", "催了", "催", "拖了", "拖延", "拖到", "拖", "耗了", "耽误了", "耽误", "浪费了", "晾了", "晾", "延误了", "延误", "晚点", "迟到了", "迟到", "晚到", "晚了", "迟了", "超时了", "超时", "延迟了", "延迟", "推迟了", "推迟", "逾期",
		"卡了", "占线", "上菜", "出餐", "出杯", "出单", "叫号", "取餐", "配送", "送餐", "送达", "发货", "处理了", "审核了", "办理了", "办理", "修了", "办了", "做了", "弄了", "磨蹭了", "送了", "太慢了", "太慢", "滞留", "被困", "候诊", "候机", "上个菜", "上道菜", "取个餐", "取个号", "结个账", "办个入住",
	)
	// filler may stand between one of those and the duration.
	filler = wordsOf(
		"差不多", "大概", "大约", "将近", "接近", "至少", "起码", "最少", "不到", "超过", "快要", "整整", "足足", "有", "要", "得", "快", "近", "了", "我", "我们", "你们", "他们", "用了", "用", "花了", "花", "需要", "需", "时间", "队", "位", "就", "都", "也", "又", "将", "的", "已经", "前后", "一共", "总共", "过", "着", "多", "竟然", "居然",
		"外卖", "餐", "菜", "咖啡", "奶茶", "人", "半天", "号", "快递", "退款", "客服", "回复", "电话", "车", "在", "里", "门口", "店", "上", "能", "话", "一杯", "足", "满", "长达", "达", "到", "了个", "货", "咗", "成", "大半",
	)
	// late stand behind a duration and say that what was due came late, or not at all.
	late = wordsOf(
		"才上", "才到", "才送", "才做", "才来", "才出", "才拿", "才发", "才回", "才接", "才处理", "才轮", "才排", "才叫", "才收", "才给", "才端", "才取", "才喝", "才吃", "才搞", "才解决", "才好", "才有", "才退", "才修", "才弄", "才办", "才打通", "才联系", "才进", "才能", "才坐",
		"没发", "没到", "没送", "没回", "没上", "没做", "没动", "没消息", "没反应", "没响应", "没处理", "没解决", "没退", "没出", "没轮", "没叫", "没人", "没更新", "没修", "没接", "没给", "没收到", "没拿到", "没下文", "没有人", "没有回", "没有消息", "没有发", "没有上", "没有处理", "没有到", "没有送", "送到", "送达", "没弄", "没排", "没办", "没审", "没好", "没等到", "没来",
		"不发货", "不回", "不处理", "不退", "不接", "不上菜", "不出", "不理", "不解决", "不送", "未发", "未到", "未处理", "未回", "未退", "无人", "杳无",
		"就上", "就到", "就送", "就做", "就拿", "就好", "就出餐", "就出单", "就出杯", "就出锅", "就出来了", "就来", "就轮", "就取",
	)
	// meantime may stand between the duration and those.
	meantime = wordsOf("过去了", "过去", "之后", "以后", "下来", "后", "了", "还是", "还", "都", "也", "仍然", "仍", "依然", "竟然", "居然", "终于", "多", "的时间", "，", ",", "客服", "快递", "货", "菜", "人", "一直", "商家", "卖家", "我的", "一个", "一杯", "奶茶")
	// elsewhere stand in a clause whose duration is no waiting: travel, promises, and what is denied.
	elsewhere = wordsOf("走路", "步行", "走了", "走", "骑车", "骑行", "骑了", "车程", "开车", "地铁", "打车", "保证", "承诺", "说好", "预计", "规定", "不用等", "无需等", "不必等", "无需排", "不用排", "没等", "没排", "如果", "万一", "运动", "跑步", "充电", "续航")
	// promised make a promise of a duration: 48小时内发货.
	promised = wordsOf("之内", "以内", "内", "前", "无理由", "左右路程", "路程", "车程", "质保", "保修")
)

// lookBack is how far before a duration a word of waiting may stand, and lookOn how far behind.
const (
	lookBack = 10
	lookOn   = 8
)

// waitAt reads the duration that starts at rune i, if somebody waited so long.
func (s *scratch) waitAt(i int) (voc.Fact, bool) {
	minutes, end, ok := s.duration(i)
	if !ok || minutes <= 0 || s.behindAny(end, promised) > 0 || !s.waited(i, end) {
		return voc.Fact{}, false
	}
	return voc.Fact{Kind: voc.FactWait, Value: minutes, Start: i, End: end}, true
}

// duration reads 40分钟, 两三个小时, 一个半小时, 半小时, 1小时20分钟, 30-40分钟.
func (s *scratch) duration(i int) (minutes float64, end int, ok bool) {
	n, half := number{}, 0.0
	both := false // 俩, 仨: a number and its 个
	switch s.runes[i] {
	case '半':
		if i > 0 && (digitOf(s.runes[i-1]) > 0 || s.runes[i-1] == '个') {
			return 0, 0, false
		}
		half, n.end = 0.5, i+1
	case '俩':
		n, both = number{value: 2, end: i + 1}, true
	case '仨':
		n, both = number{value: 3, end: i + 1}, true
	case '个':
		return s.someHours(i)
	default:
		if n, ok = s.numberAt(i); !ok {
			return 0, 0, false
		}
		n = s.upper(n)
	}
	at := n.end
	if at < len(s.runes) && s.runes[at] == ' ' {
		at++
	}
	one := both || at < len(s.runes) && s.runes[at] == '个'
	if one && !both {
		at++
		for at < len(s.runes) && s.runes[at] == '多' {
			at++
		}
		if at < len(s.runes) && s.runes[at] == '半' {
			half, at = 0.5, at+1
		}
		if s.behind(at, "钟") && !s.behind(at, "钟头") {
			return (n.value + half) * 60, at + 1, true // 两个钟
		}
		if s.behind(at, "工作日") {
			return n.value * 1440, at + 3, true
		}
	}
	for _, u := range timeUnits {
		if !s.behind(at, u.word) {
			continue
		}
		if u.word == "天" && half > 0 && n.value == 0 || u.word == "月" && !one || u.word == "日" && (half > 0 || s.runes[at-1] == ' ') {
			return 0, 0, false // 半天 is no number; 三月 is a month's name
		}
		end = at + runeLen(u.word)
		if isLetter(s.runes[end-1]) && end < len(s.runes) && isLetter(s.runes[end]) {
			return 0, 0, false
		}
		value := (n.value + half) * u.minutes
		value, end = s.rest(value, end, u.minutes)
		return value, end, true
	}
	return 0, 0, false
}

// someHours reads 个把小时 and the 个钟 of 成个钟: one of them.
func (s *scratch) someHours(i int) (minutes float64, end int, ok bool) {
	if s.behind(i, "个钟") && s.before(i, "成") {
		end = i + 2
		if s.behind(end, "头") {
			end++
		}
		return 60, end, true
	}
	for _, u := range timeUnits {
		if s.behind(i, "个把") && s.behind(i+2, u.word) {
			return u.minutes, i + 2 + runeLen(u.word), true
		}
	}
	return 0, 0, false
}

// rest reads what follows a unit: the 半 of 一小时半, the minutes of 1小时20分钟, 多.
func (s *scratch) rest(value float64, end int, unit float64) (float64, int) {
	if end < len(s.runes) && s.runes[end] == '半' && unit > 1 {
		return value + unit/2, end + 1
	}
	from := end
	if s.behind(from, "零") {
		from++
	}
	if unit == 60 && from < len(s.runes) && (digitOf(s.runes[from]) > 0 || s.runes[from] == '十') {
		n, ok := number{}, false
		if isDigit(s.runes[from]) {
			n, ok = s.arabic(from)
		} else {
			n, ok = s.chinese(from)
		}
		if ok && n.end < len(s.runes) && s.runes[n.end] == '分' && n.value < 60 {
			end = n.end + 1
			if end < len(s.runes) && s.runes[end] == '钟' {
				end++
			}
			return value + n.value, end
		}
	}
	if end < len(s.runes) && s.runes[end] == '多' {
		end++
	}
	return value, end
}

// waited tells whether the words around [start, end) say that somebody waited.
func (s *scratch) waited(start, end int) bool {
	c := &s.clauses[s.clauseAt(start)]
	from := c.start
	for at := from; at < start; at++ {
		if s.behindAny(at, elsewhere) > 0 {
			return false
		}
	}
	return s.waitBefore(start, from) || s.lateBehind(end)
}

// waitBefore looks for a word of waiting before rune i, with nothing but filler between them. Where
// only filler opens the clause, the clause before it may say what was waited for: 排队，整整一小时.
func (s *scratch) waitBefore(i, from int) bool {
	for at := i; at > 0 && i-at <= lookBack; {
		if n := s.beforeAny(at, waits); n > 0 && !s.otherWait(at, n) {
			return true
		}
		n := s.beforeAny(at, filler)
		if n == 0 && at == from && (s.runes[at-1] == '，' || s.runes[at-1] == ',' || s.runes[at-1] == ' ') {
			n = 1
		}
		if n == 0 {
			return false
		}
		at -= n
	}
	return false
}

// otherWait tells whether the word of n runes before rune i is half of one that waits for nothing:
// 平等, 安排.
func (s *scratch) otherWait(i, n int) bool {
	if i-n == 0 {
		return false
	}
	switch s.runes[i-n] {
	case '等':
		switch s.runes[i-n-1] {
		case '平', '中', '上', '优', '头', '同', '高', '初', '次', '均', '相', '何', '、':
			return true
		}
	case '排':
		return s.runes[i-n-1] == '安' || s.runes[i-n-1] == '牛'
	case '拖':
		return s.runes[i-n-1] == '摩'
	}
	return false
}

// lateBehind looks for 才送到, 还没发货 behind rune i.
func (s *scratch) lateBehind(i int) bool {
	for at := i; at < len(s.runes) && at-i <= lookOn; {
		if s.behindAny(at, late) > 0 {
			return true
		}
		n := s.behindAny(at, meantime)
		if n == 0 {
			return false
		}
		at += n
	}
	return false
}
