package mask

import (
	"strings"
	"unicode/utf8"
)

// tagDoor stands for where in a street somebody lives.
const tagDoor = "[门牌号]"

// doorUnits are what numbers of houses and doors count; home ones are those people live behind.
// Behind a house a bare number is a door ("5栋1203"); behind 号 and 楼 it is a price or a shop
// ("9号3998入手").
var doorUnits = []doorUnit{
	{"号楼", false, true}, {"号院", false, false}, {"单元", true, true}, {"弄", true, false}, {"栋", false, true}, {"幢", false, true}, {"座", false, false},
	{"楼", false, false}, {"层", false, false}, {"室", true, false}, {"户", true, false}, {"号", false, false},
}

type doorUnit struct {
	word  string
	home  bool
	house bool
}

// counted are characters that make a number behind a house one of things: "14栋300个寝室".
const counted = "个间铺门商元块位人名家份套件条年月日天米折分点平㎡坪"

// businesses are words before a door that make it a shop's or an office's: those may be told.
var businesses = []string{"店", "大厦", "广场", "商场", "公司", "写字楼", "中心", "医院", "学校", "酒店", "第", "展"}

// doorReach is how far before a door such a word is looked for, in bytes.
const doorReach = 36

// door reads the way to a home at i: two or more numbers with what they count, "3号楼2单元502室",
// "1266弄7号502", of which one is a home's. The street before it stays: a street is no person. end 0:
// no such thing.
func door(s string, i int) (end int) {
	parts, homes, at := 0, 0, i
	var last doorUnit
	for parts < 6 {
		n := shortNumber(s[at:])
		if n == 0 {
			break
		}
		unit := unitOf(s[at+n:])
		if unit.word == "" {
			if (homes > 0 || last.house) && bareDoor(s, at, at+n) {
				at, parts, homes = at+n, parts+1, homes+1
			}
			break
		}
		if parts == 0 && (unit.word == "室" || unit.word == "户") {
			return 0 // "三室 115 平", "一梯两户": how a flat is cut
		}
		at += n + len(unit.word)
		parts++
		if last = unit; unit.home {
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

func unitOf(s string) doorUnit {
	for _, u := range doorUnits {
		if strings.HasPrefix(s, u.word) {
			return u
		}
	}
	return doorUnit{}
}

// bareDoor tells whether the number s[from:to] may be a door's although nothing says so: three or four
// digits that count nothing.
func bareDoor(s string, from, to int) bool {
	next, _ := utf8.DecodeRuneInString(s[to:])
	return utf8.RuneCountInString(s[from:to]) >= 3 && (to == len(s) || !strings.ContainsRune(counted, next))
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
