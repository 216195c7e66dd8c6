package nlp

// number is a number as people write it: 28, 1,280, 1.2万, 两千五, 三四十, 一百多.
type number struct {
	value float64
	end   int  // one past its last rune, 多 and + among them
	exact bool // no 多, 几, + behind it
	plain bool // written with one Chinese digit alone: 三, which is also a word
}

// mostDigits is the longest run of digits that is read as an amount; longer ones are telephone
// numbers and orders.
const mostDigits = 7

// numberAt reads the number that starts at rune i.
func (s *scratch) numberAt(i int) (number, bool) {
	if i > 0 && !s.numberMayFollow(s.runes[i-1]) {
		return number{}, false
	}
	var n number
	ok := false
	if isDigit(s.runes[i]) {
		n, ok = s.arabic(i)
	} else {
		n, ok = s.chinese(i)
	}
	if !ok {
		return number{}, false
	}
	n.exact = true
	for n.end < len(s.runes) && vague(s.runes[n.end]) {
		n.end, n.exact, n.plain = n.end+1, false, false
	}
	if s.behind(n.end, "好几") {
		n.end, n.exact, n.plain = n.end+2, false, false
	}
	return n, true
}

// roundAt tells whether 百来, 千把 stand at rune i: about a hundred, about a thousand.
func (s *scratch) roundAt(i int) bool {
	return i+1 < len(s.runes) && (s.runes[i+1] == '来' || s.runes[i+1] == '把')
}

// numberMayFollow tells whether a number may begin behind r: not inside a longer one, a word of
// Latin letters, or an ordinal.
func (s *scratch) numberMayFollow(r rune) bool {
	switch r {
	case '第', '几', '数', '.', '万', '千', '百', '亿', '十', '星', '#', '@', '零':
		return false
	}
	return !isDigit(r) && !isLetter(r) && chineseDigit(r) < 0
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }

func vague(r rune) bool { return r == '多' || r == '来' || r == '几' || r == '余' || r == '+' }

// arabic reads 28, 1,280, 19.9, 1.2万, 3千5.
func (s *scratch) arabic(i int) (number, bool) {
	value, digits, at := 0.0, 0, i
	for ; at < len(s.runes); at++ {
		if r := s.runes[at]; isDigit(r) {
			value, digits = value*10+float64(r-'0'), digits+1
		} else if r != ',' || !s.thousands(at) {
			break
		}
	}
	if digits > mostDigits {
		return number{}, false
	}
	if at+1 < len(s.runes) && s.runes[at] == '.' && isDigit(s.runes[at+1]) {
		parts := 1.0
		for at++; at < len(s.runes) && isDigit(s.runes[at]) && parts < 1e6; at++ {
			value, parts = value*10+float64(s.runes[at]-'0'), parts*10
		}
		value /= parts
		if at < len(s.runes) && s.runes[at] == '.' {
			return number{}, false // 3.15.2
		}
	}
	if at < len(s.runes) {
		if unit := magnitude(s.runes[at]); unit > 0 && (isHan(s.runes[at]) || at+1 == len(s.runes) || !isLetter(s.runes[at+1])) {
			value, at = value*unit, at+1
			if at < len(s.runes) && unit >= 100 {
				if d := digitOf(s.runes[at]); d > 0 && !s.counted(at) {
					value, at = value+float64(d)*unit/10, at+1
				}
			}
		}
	}
	return number{value: value, end: at}, true
}

// thousands tells whether the comma at rune i parts thousands: three digits follow it and no more.
func (s *scratch) thousands(i int) bool {
	if i+3 >= len(s.runes) {
		return false
	}
	for _, r := range s.runes[i+1 : i+4] {
		if !isDigit(r) {
			return false
		}
	}
	return i+4 == len(s.runes) || !isDigit(s.runes[i+4])
}

// magnitude gives what 百, 千, 万 and the k and w of chats multiply by.
func magnitude(r rune) float64 {
	switch r {
	case '百':
		return 100
	case '千', 'k':
		return 1000
	case '万', 'w':
		return 10_000
	}
	return 0
}

// digitOf gives the value of one digit, Arabic or Chinese; −1: it is none.
func digitOf(r rune) int {
	if isDigit(r) {
		return int(r - '0')
	}
	if d := chineseDigit(r); d >= 1 && d <= 9 {
		return d
	}
	return -1
}

// counted tells whether the digit at rune i begins a count of its own: 十块三个 are ten yuan.
func (s *scratch) counted(i int) bool {
	if s.behind(i+1, "包邮") {
		return false
	}
	return i+1 < len(s.runes) && (isDigit(s.runes[i+1]) || isMeasure(s.runes[i+1]) || magnitude(s.runes[i+1]) > 0 || s.runes[i+1] == '十')
}

// isMeasure tells whether r counts things: 三杯, 一位.
func isMeasure(r rune) bool {
	switch r {
	case '个', '杯', '份', '斤', '只', '碗', '串', '张', '盒', '瓶', '位', '条', '包', '袋', '根', '支', '颗', '次', '件', '套', '晚', '人', '间', '天', '节', '盘', '双', '桶', '罐', '箱', '块', '克', '对', '单', '壶', '笼', '顿', '两', '口', '桌':
		return true
	}
	return false
}

// chinese reads 三十, 一百二, 两千零五, 一万二, 百来, and of 三四十, 十七八, 一百二三 the upper end.
func (s *scratch) chinese(i int) (number, bool) {
	total, section, digit, unit := 0.0, 0.0, 0.0, 1.0
	at, digits, zero := i, 0, false
	if unit := magnitude(s.runes[i]); unit > 0 && s.roundAt(i) {
		return number{value: unit, end: i + 2}, true
	}
loop:
	for ; at < len(s.runes); at++ {
		switch r := s.runes[at]; r {
		case '十', '百', '千':
			u := float64(chineseDigit(r))
			if r == '千' {
				u = 1000
			}
			if digits == 0 && (r != '十' || zero) {
				break loop
			}
			section, digit, digits, unit, zero = section+max(digit, 1)*u, 0, 0, u, false
		case '万':
			if section+digit == 0 || total > 0 {
				break loop
			}
			total, section, digit, digits, unit, zero = (section+digit)*10_000, 0, 0, 0, 10_000, false
		case '零', '〇':
			if at == i || digits > 0 {
				break loop
			}
			zero = true
		default:
			d := digitOf(r)
			if d < 0 || isDigit(r) || digits == 1 && !follows(digit, float64(d)) {
				break loop
			}
			if digits == 2 {
				return number{}, false // 一二三: counting, or a number digit by digit
			}
			digit, digits = float64(d), digits+1
		}
	}
	if at == i || total+section+digit == 0 {
		return number{}, false
	}
	if digits > 0 && digit > 0 && unit >= 100 && !zero {
		if digits == 1 && s.countedBy(at) {
			at, digit = at-1, 0 // 一百两个: a hundred for two
		}
		digit *= unit / 10 // 一百二 is 120
	}
	value := total + section + digit
	return number{value: value, end: at, plain: at == i+1 && value < 10}, true
}

// follows tells whether two digits in a row mean "a few": 三四, 七八, and 三五.
func follows(a, b float64) bool { return b == a+1 || a == 3 && b == 5 }

// countedBy tells whether the digit before rune i counts what stands there.
func (s *scratch) countedBy(i int) bool {
	return i < len(s.runes) && isMeasure(s.runes[i]) && s.runes[i] != '块'
}

// behind tells whether w stands at rune i.
func (s *scratch) behind(i int, w string) bool {
	rest := s.norm[s.bytes[min(i, len(s.runes))]:]
	return len(rest) >= len(w) && rest[:len(w)] == w
}

// before tells whether w ends right before rune i.
func (s *scratch) before(i int, w string) bool {
	head := s.norm[:s.bytes[i]]
	return len(head) >= len(w) && head[len(head)-len(w):] == w
}
