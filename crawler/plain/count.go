package plain

import (
	"regexp"
	"strconv"
	"strings"
)

const (
	// label matches the words and brackets around a count: "赞[523]", "回复 (3)", "12人觉得有用".
	label = `(?:点赞数|点赞|已赞|赞|喜欢|觉得|认为|有用|评论数|评论|回复数|回复|回应|转发数|转发|分享|收藏|浏览|阅读|查看|` +
		`[Pp]eople found this helpful|(?i:likes?|repl(?:y|ies)|comments?|shares?|views?)|条|个|次|人|[:()\[\]【】\s·])*`
	number = `([\d.,]+)\s*(万|萬|[wW]|亿|億|[kK]|千|[mM])?\s*(\+|多)?`
)

var (
	count     = regexp.MustCompile(`^` + label + number + label + `$`)
	labelOnly = regexp.MustCompile(`^` + label + `$`)
	grouped   = regexp.MustCompile(`^\d{1,3}(,\d{3})+$`)
)

// units are the factors behind a number: 万 is 10⁴, 亿 is 10⁸.
var units = map[string]float64{
	"k": 1e3, "K": 1e3, "千": 1e3, "万": 1e4, "萬": 1e4, "w": 1e4, "W": 1e4, "m": 1e6, "M": 1e6, "亿": 1e8, "億": 1e8,
}

// longest is how much text can be about one fact. A page that puts a megabyte there wants to see us
// search it.
const longest = 400

// Count reads a number of likes, replies or views as sites write it: "1,234", "2.3万", "1.2k",
// "999+", "100万+", "赞 12", "回复(3)". approx tells that the site rounded. known is false for ""
// and for what is not a count: that is "not told", which is not zero. A button's label alone
// ("赞", "评论") is zero: sites write the number only when there is one.
func Count(s string) (n int64, approx, known bool) {
	if len(s) > longest {
		return 0, false, false
	}
	s = strings.TrimSpace(narrow(s))
	if s == "" {
		return 0, false, false
	}
	m := count.FindStringSubmatch(s)
	if m == nil {
		return 0, false, labelOnly.MatchString(s)
	}
	digits := m[1]
	if grouped.MatchString(digits) {
		digits = strings.ReplaceAll(digits, ",", "")
	}
	if m[2] == "" {
		n, err := strconv.ParseInt(digits, 10, 64) // refuses "4.5": a rating or a version, not a count
		return n, m[3] != "", err == nil
	}
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil || value > 1e9 {
		return 0, false, false
	}
	return int64(value*units[m[2]] + 0.5), true, true
}

// narrow turns full-width digits, letters and signs into their ASCII forms.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x3000 || r == 0x00A0:
			return ' '
		}
		return r
	}, s)
}
