package mask

import (
	"strings"
	"unicode/utf8"
)

// run is a stretch of digits as people write them: ASCII, full-width, circled by a keycap, Chinese
// numerals; in groups set apart by blanks, dashes, dots, slashes or parentheses.
type run struct {
	s     string
	start int
	end   int
	tail  byte // 'X' when the last group is followed by one, as an ID card's check digit

	// Arrays, and no slices of them kept, so that reading a run allocates nothing.
	digitRoom [maxDigits]byte // '0'…'9'
	groupRoom [maxDigits]group
	nDigits   int
	nGroups   int
}

func (r *run) digits() []byte  { return r.digitRoom[:r.nDigits] }
func (r *run) groups() []group { return r.groupRoom[:r.nGroups] }

// group is an unbroken part of a run.
type group struct {
	start, end int  // in the text
	from, to   int  // in digits
	sep        rune // what stands before it; 0 for the first, '-' for any dash
}

// maxDigits bounds how much of a run is looked at in one go: twice the longest number there is.
const maxDigits = 40

// digitOf returns the digit a character stands for, −1 for none.
func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r < 0x2460:
		return -1
	case r >= '０' && r <= '９':
		return int(r - '０')
	case r >= '①' && r <= '⑨':
		return int(r-'①') + 1
	}
	switch r {
	case '零', '〇', '○', '⓪':
		return 0
	case '一', '壹', '幺':
		return 1
	case '二', '贰', '两':
		return 2
	case '三', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// separatorOf returns what a character means between groups; 0: it ends the run.
func separatorOf(r rune) rune {
	switch r {
	case ' ', '\u00a0', '\u3000', '\u2002', '\u2003', '\u2009':
		return ' '
	case '-', '‐', '‑', '‒', '–', '—', '―', '－', '−', '﹣', '_', '~':
		return '-'
	case '.', '·', '•', '．':
		return '.'
	case ')', '）':
		return ')'
	case '/', '／':
		return '/'
	}
	return 0
}

// ignorable characters change nothing of a number: zero-width ones and those of keycap emoji.
func ignorable(r rune) bool {
	switch r {
	case '\ufe0f', '\u20e3', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return false
}

// read reads the run that begins with the digit at i.
func (r *run) read(s string, i int) {
	r.s, r.start = s, i
	open := false // the last group may grow
	var sep rune
	seps := 0
	for i < len(s) && r.nDigits < maxDigits {
		c, size := utf8.DecodeRuneInString(s[i:])
		if d := digitOf(c); d >= 0 {
			if !open {
				r.groupRoom[r.nGroups] = group{start: i, from: r.nDigits, sep: sep}
				r.nGroups++
				open = true
			}
			r.digitRoom[r.nDigits] = byte('0' + d)
			r.nDigits++
			g := &r.groupRoom[r.nGroups-1]
			g.end, g.to = i+size, r.nDigits
			r.end, sep, seps = i+size, 0, 0
			i += size
			continue
		}
		if ignorable(c) {
			i += size
			continue
		}
		kind := separatorOf(c)
		if kind == 0 || seps == 3 {
			break
		}
		if sep == 0 || sep == ' ' {
			sep = kind
		}
		open = false
		seps++
		i += size
	}
	if rest := s[r.end:]; rest != "" {
		if c, size := utf8.DecodeRuneInString(rest); (c == 'X' || c == 'x' || c == 'Ｘ' || c == 'ｘ') && !letterOrDigitAt(rest, size) {
			r.tail = 'X'
		}
	}
}

func letterOrDigitAt(s string, i int) bool { return i < len(s) && isAlnum(s[i]) }

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// find returns the first number of a person in the run.
func (r *run) find() (span, bool) {
	for g := range r.nGroups {
		if found, ok := r.findAt(g); ok {
			return found, true
		}
	}
	return span{}, false
}

// findAt looks for a number that begins with group g and ends with a whole group.
func (r *run) findAt(g int) (span, bool) {
	groups := r.groups()
	for last := g; last < len(groups); last++ {
		digits := r.digits()[groups[g].from:groups[last].to]
		if len(digits) > 19 {
			break
		}
		found := span{start: groups[g].start, end: groups[last].end}
		if r.domainFollows(found.end) {
			continue // the @ rule takes the whole mail address
		}
		switch {
		case r.slashed(g, last):
			if !isMobile(digits, groups[g:last+1]) || last+1 < len(groups) && groups[last+1].sep == '/' || priceList(digits) {
				continue
			}
			found.tag = tagMobile
			found.start = plus(r.s, found.start)
		case r.tail == 'X' && last == len(groups)-1 && len(digits) == 17 && plausibleID(digits):
			_, size := utf8.DecodeRuneInString(r.s[found.end:])
			return span{found.start, found.end + size, tagID}, true
		case (len(digits) == 18 || len(digits) == 15) && plausibleID(digits):
			found.tag = tagID
		case isMobile(digits, groups[g:last+1]):
			found.tag = tagMobile
			found.start = plus(r.s, found.start)
		case isLandline(digits, groups[g:last+1]):
			found.tag = tagLandline
		case len(digits) >= 16 && isCard(digits, groups[g:last+1]):
			found.tag = tagCard
		default:
			continue
		}
		return found, true
	}
	return span{}, false
}

// slashed tells whether a slash stands between the groups from g to last. Dates, scores and sizes are
// written so, and of what reaches a person only mobile numbers are looked for.
func (r *run) slashed(g, last int) bool {
	for _, part := range r.groups()[g+1 : last+1] {
		if part.sep == '/' {
			return true
		}
	}
	return false
}

// priceList tells prices that rise and end as prices do from a mobile number of the same shape:
// "199/1299/1999".
func priceList(digits []byte) bool {
	d := string(digits[len(digits)-11:])
	round := func(at int) bool { return d[at] == '0' || d[at] == '9' }
	return round(2) && round(6) && round(10) && d[3] != '0' && d[3:7] < d[7:]
}

// next is where to go on behind a run in which nothing was found: what stands behind a slash may be the
// beginning of something else.
func (r *run) next() int {
	for _, g := range r.groups() {
		if g.sep == '/' {
			return g.start
		}
	}
	return r.end
}

// domainFollows tells whether a mail address goes on at i.
func (r *run) domainFollows(i int) bool {
	rest := r.s[i:]
	return strings.HasPrefix(rest, "@") || strings.HasPrefix(rest, "＠")
}

// plus moves start back over the + of a country code.
func plus(s string, start int) int {
	for _, sign := range []string{"+", "＋"} {
		if strings.HasSuffix(s[:start], sign) {
			return start - len(sign)
		}
	}
	return start
}

// withParen takes the opening parenthesis along when the closing one is inside: "(021)5566…".
func withParen(s string, found span, floor int) span {
	for _, pair := range [][2]string{{"(", ")"}, {"（", "）"}} {
		if strings.HasSuffix(s[floor:found.start], pair[0]) && strings.Contains(s[found.start:found.end], pair[1]) {
			found.start -= len(pair[0])
		}
	}
	return found
}
