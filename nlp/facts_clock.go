package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// Words between two times of day that tell that the one waited from the first to the second.
var (
	waitedUntil = wordsOf("等到", "排到", "排队到", "排队排到", "催到", "拖到", "耗到", "卡到", "晾到", "坐等到", "等菜等到", "等餐等到", "候到")
	untilFiller = wordsOf("就", "开始", "一直", "硬是", "硬生生", "愣是", "我", "排队", "坐", "站", "取号", "下单", "点单", "到店", "点的餐", "点的", "叫的车", "的号", "，", ",", " ")
	partsOfDay  = wordsOf("今天", "下午", "晚上", "中午", "上午", "早上", "傍晚", "凌晨", "半夜", "晚")
)

// clockWait reads 从12点等到2点 and 11:30排到13:00: how long somebody waited between two times of day. The second
// is the next one such there is; what went on for days is not told so.
func (s *scratch) clockWait(i int) (voc.Fact, bool) {
	from, at, ok := s.clock(i)
	if !ok {
		return voc.Fact{}, false
	}
	for range 3 {
		at += s.behindAny(at, untilFiller)
	}
	n := s.behindAny(at, waitedUntil)
	if n == 0 {
		return voc.Fact{}, false
	}
	at += n
	for range 2 {
		at += s.behindAny(at, partsOfDay)
	}
	until, end, ok := s.clock(at)
	if !ok {
		return voc.Fact{}, false
	}
	const hours = 60.0
	minutes := until - from
	switch {
	case minutes < 0 && from <= 12*hours+59:
		minutes += 12 * hours // 十一点等到一点
	case minutes < 0:
		minutes += 24 * hours
	}
	if minutes <= 0 || minutes >= 24*hours {
		return voc.Fact{}, false
	}
	return voc.Fact{Kind: voc.FactWait, Value: minutes, Start: i, End: end}, true
}

// clock reads a time of day at rune i, in minutes after midnight: 12点, 六点半, 7点20分, 11:30.
func (s *scratch) clock(i int) (minutes float64, end int, ok bool) {
	if i >= len(s.runes) || !s.startsNumber(i) {
		return 0, 0, false
	}
	n, ok := s.numberAt(i)
	if !ok || !n.exact || n.value > 24 || n.value != float64(int(n.value)) || n.end >= len(s.runes) {
		return 0, 0, false
	}
	minutes, end = n.value*60, n.end+1
	switch s.runes[n.end] {
	case '点':
		switch {
		case s.behind(end, "半"):
			return minutes + 30, end + 1, true
		case s.behind(end, "一刻"):
			return minutes + 15, end + 2, true
		case s.behind(end, "三刻"):
			return minutes + 45, end + 2, true
		case s.behind(end, "多"), s.behind(end, "整"):
			return minutes, end + 1, true
		}
	case ':', '：':
	default:
		return 0, 0, false
	}
	colon := s.runes[n.end] != '点'
	if end < len(s.runes) && s.startsNumber(end) {
		if m, read := s.plainNumber(end); read && m.value < 60 && (m.end-end > 1 || s.behind(m.end, "分")) { // 八点一直: no minute
			minutes, end = minutes+m.value, m.end
			if s.behind(end, "分") {
				end++
			}
			return minutes, end, true
		}
	}
	return minutes, end, !colon
}

// plainNumber reads the minutes of a time: digits, or Chinese ones.
func (s *scratch) plainNumber(i int) (number, bool) {
	if isDigit(s.runes[i]) {
		return s.arabic(i)
	}
	return s.chinese(i)
}
