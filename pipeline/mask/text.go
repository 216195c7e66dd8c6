package mask

import (
	"strings"
	"unicode/utf8"
)

// What stands for what was taken out.
const (
	tagMobile   = "[手机号]"
	tagLandline = "[电话]"
	tagID       = "[身份证号]"
	tagPassport = "[证件号]"
	tagCard     = "[银行卡号]"
	tagEmail    = "[邮箱]"
	tagPlate    = "[车牌号]"
	tagOrder    = "[订单号]"
	tagWechat   = "[微信号]"
	tagQQ       = "[QQ号]"
)

var tags = []string{tagMobile, tagLandline, tagID, tagPassport, tagCard, tagEmail, tagPlate, tagOrder, tagWechat, tagQQ, tagDoor}

// span is a part of a text to be replaced by tag.
type span struct {
	start, end int
	tag        string
}

// Text masks what identifies a person in a text. See the package's head for what and how.
func (m *Masker) Text(s string) string {
	// What was taken out may have hidden the end of what stood before it, so look again until
	// nothing is found. Most texts hold nothing and are seen once, others twice.
	for range maxPasses {
		masked := m.pass(s)
		if masked == s {
			break
		}
		s = masked
	}
	return s
}

// maxPasses keeps a text made to be slow from being slow. Random texts put together from what the
// rules look at needed two.
const maxPasses = 8

func (m *Masker) pass(s string) string {
	var out strings.Builder
	done := 0 // s[:done] is in out
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && !trigger[c] {
			i++
			continue
		}
		found, next := m.look(s, i, done)
		if found.end > 0 {
			if done == 0 {
				out.Grow(len(s))
			}
			out.WriteString(s[done:found.start])
			out.WriteString(found.tag)
			done, next = found.end, found.end
		}
		i = next
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// trigger marks the ASCII characters at which something may begin.
var trigger = func() (t [utf8.RuneSelf]bool) {
	for _, c := range "0123456789@[aAhHIlqQvVwW" {
		t[c] = true
	}
	return t
}()

// look judges what begins at i, where no earlier rule has taken anything from floor on. It returns
// what to replace (end 0: nothing) and where to go on.
func (m *Masker) look(s string, i, floor int) (span, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case r == '[':
		return span{}, i + tagLength(s[i:], 1)
	case r == 'h' || r == 'H':
		if n := linkLength(s[i:]); n > 0 {
			clean := URL(s[i : i+n])
			if clean != s[i:i+n] {
				return span{i, i + n, clean}, 0
			}
			return span{}, i + n
		}
		return span{}, i + 1
	case r == '@' || r == '＠':
		return m.at(s, i, size, floor)
	case r == 'a' || r == 'A' || r == '艾':
		if found := spelled(s, i, floor); found.end > 0 {
			return found, 0
		}
	case digitOf(r) >= 0:
		if end := door(s, i); end > 0 && !m.things {
			return span{i, end, tagDoor}, 0
		}
		var run run
		run.read(s, i)
		if found, ok := run.find(); ok {
			return withParen(s, found, floor), 0
		}
		for _, g := range run.groups() {
			if found := lettered(s, g.start); found.end > 0 {
				return found, 0
			}
		}
		return span{}, run.next()
	case lookalike(narrow(r)) == '1':
		if found := lettered(s, i); found.end > 0 {
			return found, 0
		}
		return span{}, i + size
	case isPlateStart(r):
		if end, ok := plate(s, i, size); ok {
			return span{i, end, tagPlate}, 0
		}
	}
	if keywordStart(r) {
		if found := afterKeyword(s, i); found.end > 0 {
			return found, 0
		}
	}
	return span{}, i + size
}

// tagLength is the length of the tag s begins with, or otherwise.
func tagLength(s string, otherwise int) int {
	for _, tag := range tags {
		if strings.HasPrefix(s, tag) {
			return len(tag)
		}
	}
	return otherwise
}

// linkLength is the length of the address s begins with; 0 when it begins with none. Digits inside
// an address are ids of things, and masking them would break the link.
func linkLength(s string) int {
	if len(s) < 8 || !strings.EqualFold(s[:7], "http://") && !strings.EqualFold(s[:8], "https://") {
		return 0
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte("\"<>\\^`{|}", s[i]) >= 0 {
			return i
		}
	}
	return len(s)
}
