package mask

import (
	"strings"
	"unicode/utf8"
)

// contact is what a keyword announces.
type contact uint8

const (
	order     contact = iota // 订单号
	orderWeak                // 订单: a number behind it must look like one
	idCard
	passport
	card
	phone
	wechat
	qq
)

type keyword struct {
	word string
	is   contact
}

// keywords, Latin ones without regard to case. Of two that begin alike the longer stands first.
var keywords = []keyword{
	{"订单编号", order}, {"订单号", order}, {"订单", orderWeak}, {"运单号", order}, {"快递单号", order}, {"物流单号", order}, {"单号", order},
	{"流水号", order}, {"交易号", order}, {"交易单号", order}, {"物流", orderWeak}, {"快递", orderWeak},
	{"身份证", idCard}, {"证件号", idCard}, {"护照", passport}, {"通行证", passport},
	{"银行卡", card}, {"卡号", card}, {"账号", card}, {"账户", card}, {"帐号", card},
	{"手机号", phone}, {"手机", phone}, {"电话", phone}, {"座机", phone}, {"联系方式", phone}, {"致电", phone},
	{"微信", wechat}, {"薇信", wechat}, {"威信", wechat}, {"v信", wechat}, {"wechat", wechat}, {"weixin", wechat}, {"vx", wechat}, {"wx", wechat}, {"v", wechat}, {"加微", wechat},
	{"加v", wechat}, {"+v", wechat}, {"＋v", wechat}, {"➕v", wechat}, {"绿泡泡", wechat}, {"徽信", wechat}, {"微", wechat}, {"薇", wechat},
	{"qq", qq}, {"扣扣", qq}, {"群号", qq}, {"企鹅号", qq},
}

// byFirst finds the keywords by their first character.
var byFirst = func() map[rune][]keyword {
	set := map[rune][]keyword{}
	for _, k := range keywords {
		r, _ := utf8.DecodeRuneInString(k.word)
		set[r] = append(set[r], k)
		if r < utf8.RuneSelf {
			set[r-'a'+'A'] = append(set[r-'a'+'A'], k)
		}
	}
	return set
}()

// startFilter answers most questions about a character's being in byFirst with one look: one
// bit for each value of its low twelve bits.
var startFilter = func() (f [64]uint64) {
	for r := range byFirst {
		f[r>>6&63] |= 1 << (r & 63)
	}
	return f
}()

func keywordStart(r rune) bool { return startFilter[r>>6&63]&(1<<(r&63)) != 0 }

// afterKeyword judges the keywords at i and what stands behind them; end 0: nothing of a person's.
func afterKeyword(s string, i int) span {
	start, _ := utf8.DecodeRuneInString(s[i:])
	for _, k := range byFirst[start] {
		n := len(k.word)
		if !foldPrefix(s[i:], k.word) {
			continue
		}
		latin := k.word[0] < utf8.RuneSelf
		if latin && i > 0 && isAlnum(s[i-1]) {
			continue
		}
		at, explicit := skipFiller(s, i+n)
		if found := k.is.read(s, at, explicit, k.word); found.end > 0 {
			return withParen(s, found, i+n)
		}
	}
	return span{}
}

// foldPrefix tells whether s begins with word, whose ASCII letters are lower-case and may be either
// in s.
func foldPrefix(s, word string) bool {
	if len(s) < len(word) {
		return false
	}
	for i := range len(word) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

// fillers stand between a keyword and its number; explicit ones promise that a number follows.
var fillers = []struct {
	text     string
	explicit bool
}{
	{"号", true}, {"码", true}, {"：", true}, {":", true}, {"是", true}, {"为", true}, {"＝", true}, {"=", true}, {"＃", true}, {"#", true},
	{"id", true}, {"no.", true}, {"❤️", true}, {"❤", true}, {"💚", true}, {"编", false}, {"群", false}, {"同", false}, {"加", false}, {"我", false}, {"的", false},
	{" ", false}, {"\u3000", false}, {"\t", false}, {"（", false}, {"(", false}, {"【", false}, {"“", false}, {"\"", false}, {"→", false}, {"~", false}, {"-", false},
}

func skipFiller(s string, i int) (at int, explicit bool) {
	for range 8 {
		n := 0
		for _, f := range fillers {
			if foldPrefix(s[i:], f.text) {
				n = len(f.text)
				explicit = explicit || f.explicit
				break
			}
		}
		if n == 0 {
			break
		}
		i += n
	}
	return i, explicit
}

// read judges what stands at i behind the keyword; end 0: nothing of a person's.
func (c contact) read(s string, i int, explicit bool, word string) span {
	if i >= len(s) {
		return span{}
	}
	var r run
	if d, _ := utf8.DecodeRuneInString(s[i:]); digitOf(d) >= 0 {
		r.read(s, i)
		if found, ok := r.findAt(0); ok {
			return found
		}
		if r.domainFollows(r.end) {
			return span{}
		}
	}
	switch c {
	case order, orderWeak:
		return orderNumber(s, i, c == orderWeak)
	case idCard:
		return r.whole(15, 18, tagID)
	case passport:
		return passportNumber(s, i)
	case card:
		return r.whole(12, 19, tagCard)
	case phone:
		return r.local()
	case wechat:
		single := utf8.RuneCountInString(word) == 1
		return r.orSpelled(account(s, i, explicit, single, tagWechat), single && !explicit, tagWechat)
	default:
		return r.orSpelled(account(s, i, explicit, false, tagQQ), false, tagQQ)
	}
}

// orSpelled gives found, or where there is none a number of six to eleven digits that is written in other
// signs (八七六五四三) or digit by digit.
func (r *run) orSpelled(found span, doubtful bool, tag string) span {
	if found.end > 0 || doubtful || r.nDigits < 6 || r.nDigits > 11 || r.nGroups != 1 && r.nGroups != r.nDigits {
		return found
	}
	return span{r.start, r.end, tag}
}

// whole takes as many of the run's groups as make min to max digits.
func (r *run) whole(min, max int, tag string) (found span) {
	for _, g := range r.groups() {
		if g.to < min || g.to > max {
			continue
		}
		end := g.end
		if r.tail == 'X' && end == r.end {
			_, n := utf8.DecodeRuneInString(r.s[end:])
			end += n
		}
		found = span{r.start, end, tag}
	}
	return found
}

// local takes a number without area code: seven to twelve digits. 400 and 800 numbers are the
// businesses' own.
func (r *run) local() span {
	if d := string(r.digits()); strings.HasPrefix(d, "400") || strings.HasPrefix(d, "800") {
		return span{}
	}
	for _, g := range r.groups()[min(1, r.nGroups):] {
		if g.sep == '.' {
			return span{} // an amount or a version
		}
	}
	for _, g := range r.groups() {
		if g.to >= 7 && g.to <= 12 {
			return span{r.start, g.end, tagLandline} // the first that suffices: a date may follow
		}
	}
	return span{}
}

// orderNumber reads letters, digits and dashes with enough digits among them. Behind a weak word
// there must be ten in a row: "订单 2024-01-02" is a date.
func orderNumber(s string, i int, weak bool) span {
	at, digits, streak, longest := i, 0, 0, 0
	for at < len(s) {
		c, n := plateChar(s, at)
		switch {
		case c >= '0' && c <= '9':
			digits++
			streak++
			longest = max(longest, streak)
		case c != 0 || s[at] == '-' || s[at] == '_':
			streak = 0
			n = max(n, 1)
		default:
			n = 0
		}
		if n == 0 {
			break
		}
		at += n
	}
	for at > i && (s[at-1] == '-' || s[at-1] == '_') {
		at--
	}
	if at < len(s) && (s[at] == '@' || strings.HasPrefix(s[at:], "＠")) {
		return span{}
	}
	if weak && longest < 10 || digits < 6 || isDate(s[i:at]) {
		return span{}
	}
	return span{i, at, tagOrder}
}

// isDate knows 2024-01-02, 2024-1-2 and 20240102.
func isDate(s string) bool {
	if strings.Contains(s, "-") {
		parts := strings.Split(s, "-")
		return len(parts) == 3 && len(parts[0]) == 4 && len(parts[1]) <= 2 && len(parts[2]) <= 2
	}
	return len(s) == 8 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20")) && s[4] <= '1' && s[6] <= '3'
}

func passportNumber(s string, i int) span {
	first, at := plateChar(s, i)
	if first < 'A' {
		return span{}
	}
	at += i
	letters, digits := 1, 0
	for digits < 10 {
		c, n := plateChar(s, at)
		if c == 0 {
			break
		}
		if c >= 'A' {
			letters++
		} else {
			digits++
		}
		at += n
	}
	if letters > 2 || digits < 7 || digits > 9 {
		return span{}
	}
	return span{i, at, tagPassport}
}

// account reads a WeChat or QQ id: five or more digits, or six to twenty letters, digits, dashes
// and underscores beginning with a letter. Without a promise ("微信号：") a word made of letters
// alone is not one ("微信Android版"), nor is what goes on as a version ("QQ9.7.13").
func account(s string, i int, explicit, single bool, tag string) span {
	at, digits, letters, marks := i, 0, 0, 0
	for at < len(s) {
		c, n := plateChar(s, at)
		switch {
		case c >= 'A':
			letters++
		case c != 0:
			digits++
		case s[at] == '-' || s[at] == '_':
			marks++
			n = 1
		}
		if n == 0 {
			break
		}
		at += n
	}
	length := digits + letters + marks
	if at < len(s) && (s[at] == '@' || strings.HasPrefix(s[at:], "＠") || s[at] == '.' && letterOrDigitAt(s, at+1)) {
		return span{}
	}
	allDigits := digits == length
	switch {
	case length > 20, single && !explicit:
		return span{}
	case allDigits && digits >= 5:
		if single && digits < 8 {
			return span{} // "V:10000" is a speed or a price
		}
	case allDigits, length < 6:
		return span{}
	case first(s, i) < 'A':
		return span{}
	case !explicit && (digits == 0 || letters == 0) && marks == 0:
		return span{}
	case single && digits == 0:
		return span{}
	}
	return span{i, at, tag}
}

func first(s string, i int) byte {
	c, _ := plateChar(s, i)
	return c
}
