package mask

import (
	"strings"
	"unicode/utf8"
)

// tagDoor stands for where in a street somebody lives.
const tagDoor = "[门牌号]"

// doorUnits are what numbers of houses and doors count; home ones are those people live behind.
var doorUnits = []struct {
	word string
	home bool
}{
	{"号楼", false}, {"号院", false}, {"单元", true}, {"弄", true}, {"栋", false}, {"幢", false}, {"座", false}, {"楼", false}, {"层", false},
	{"室", true}, {"户", true}, {"号", false},
}

// businesses are words before a door that make it a shop's or an office's: those may be told.
var businesses = []string{"店", "大厦", "广场", "商场", "公司", "写字楼", "中心", "医院", "学校", "酒店", "第", "展"}

// doorReach is how far before a door such a word is looked for, in bytes.
const doorReach = 36

// door reads the way to a home at i: two or more numbers with what they count, "3号楼2单元502室",
// "1266弄7号502", of which one is a home's. The street before it stays: a street is no person. end 0:
// no such thing.
func door(s string, i int) (end int) {
	parts, homes, at := 0, 0, i
	for parts < 6 {
		n := shortNumber(s[at:])
		if n == 0 {
			break
		}
		unit, home := doorUnit(s[at+n:])
		if unit == 0 {
			// The last number may go without: "5栋1203". It is a door when three or four digits long.
			if parts > 0 && utf8.RuneCountInString(s[at:at+n]) >= 3 && !strings.HasPrefix(s[at+n:], "元") && !strings.HasPrefix(s[at+n:], "块") {
				at, parts, homes = at+n, parts+1, homes+1
			}
			break
		}
		at += n + unit
		parts++
		if home {
			homes++
		}
		if rest := strings.TrimLeft(s[at:], " -"); shortNumber(rest) > 0 && len(s[at:])-len(rest) <= 2 {
			at = len(s) - len(rest)
		}
	}
	at = i + len(strings.TrimRight(s[i:at], " -"))
	if parts < 2 || homes == 0 || nearBusiness(s[:i]) {
		return 0
	}
	return at
}

// shortNumber is the length of the number of one to four digits that s begins with; 0: it begins with
// none, or with a longer one.
func shortNumber(s string) int {
	n, digits := 0, 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if digitOf(r) < 0 {
			break
		}
		digits++
		n += size
	}
	if digits > 4 {
		return 0
	}
	return n
}

func doorUnit(s string) (length int, home bool) {
	for _, u := range doorUnits {
		if strings.HasPrefix(s, u.word) {
			return len(u.word), u.home
		}
	}
	return 0, false
}

func nearBusiness(before string) bool {
	near := before[max(0, len(before)-doorReach):]
	if i := strings.LastIndexAny(near, "，。！？,!?\n；;"); i >= 0 {
		near = near[i:]
	}
	for _, word := range businesses {
		if strings.Contains(near, word) {
			return true
		}
	}
	return false
}
