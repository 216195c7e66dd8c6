package digest

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// tongue is the language a report is written in. Voices stay in their own.
type tongue string

const english tongue = "en"

// say writes a sentence in the report's language. Both have the same arguments, in an order of their own.
func (l tongue) say(zh, en string, args ...any) string {
	form := zh
	if l == english {
		form = en
	}
	if len(args) == 0 {
		return form
	}
	return fmt.Sprintf(form, args...)
}

// list puts things beside each other.
func (l tongue) list(parts []string) string { return strings.Join(parts, l.say("、", ", ")) }

// percent writes a part of one; what is not nothing never becomes 0 %, and what is not all never 100 %.
func (l tongue) percent(p float64) string {
	switch {
	case p <= 0:
		return "0%"
	case p < 0.005:
		return l.say("不到 1%", "under 1%")
	case p < 1 && p > 0.995:
		return l.say("超过 99%", "over 99%")
	}
	return strconv.Itoa(int(math.Round(100*p))) + "%"
}

// points writes a difference of shares in hundredths.
func (l tongue) points(d float64) string {
	n := math.Round(math.Abs(d) * 100)
	if n == 1 && l == english {
		return "1 point"
	}
	return fmt.Sprintf(l.say("%.0f 个百分点", "%.0f points"), n)
}

// tenth writes a share with one decimal: in figures and tables, where a step of a hundredth hides too much.
func tenth(p float64) string { return strconv.FormatFloat(math.Round(1000*p)/10, 'f', 1, 64) + "%" }

// lasting writes a stretch of time in the one unit that matters, to the next half of it where that is more
// than a few per cent.
func (l tongue) lasting(d time.Duration) string {
	d = max(0, d)
	switch {
	case d >= 2*day:
		return l.some(int(math.Round(d.Hours()/24)), "天", "day")
	case d >= 10*time.Hour:
		return l.some(int(math.Round(d.Hours())), "小时", "hour")
	case d >= 100*time.Minute:
		return l.say("%s 小时", "%s hours", number(d.Hours()))
	case d >= time.Minute:
		return l.some(int(math.Round(d.Minutes())), "分钟", "minute")
	}
	return l.say("不到 1 分钟", "under 1 minute")
}

// some counts things: "3 天", "3 days", "1 day".
func (l tongue) some(n int, zh, en string) string {
	if n != 1 {
		en += "s"
	}
	return fmt.Sprintf("%d %s", n, l.say(zh, en))
}

// date writes a day, moment a minute of it, in the zone t is in.
func (l tongue) date(t time.Time) string { return t.Format(l.say("1月2日", "2 January")) }

func (l tongue) moment(t time.Time) string {
	return t.Format(l.say("1月2日 15:04", "2 January 15:04"))
}

// dayName is the day of the week.
func (l tongue) dayName(w time.Weekday) string {
	return l.say([...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[w], w.String())
}

// level is how grave something is.
func (l tongue) level(v voc.Level) string {
	if v == "" {
		v = voc.Blue
	}
	return l.say(v.Title()+"色", string(v))
}

// quoted puts a name between the language's quotation marks.
func (l tongue) quoted(name string) string { return "“" + name + "”" }

// waits says whom an order waits for.
func (l tongue) waits(w voc.WaitFor) string {
	switch w {
	case voc.WaitCustomer:
		return l.say("顾客回复", "the customer")
	case voc.WaitLegal:
		return l.say("法务意见", "legal advice")
	case voc.WaitSupplier:
		return l.say("供应商", "the supplier")
	case voc.WaitPlatform:
		return l.say("平台", "the platform")
	}
	return l.say("回复", "an answer")
}

// sameWords is the part of two texts' pairs of characters in common from which they say the same.
const sameWords = 0.6

// alike tells whether two texts say nearly the same, whatever numbers are in them: who reads one need not
// read the other.
func alike(a, b string) bool {
	x, y := pairs(a), pairs(b)
	if len(x) == 0 || len(y) == 0 {
		return a == b
	}
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return float64(both) >= sameWords*float64(len(x)+len(y)-both)
}

// pairs are the neighbouring letters of a text, without digits, signs and spaces.
func pairs(text string) map[[2]rune]bool {
	all := map[[2]rune]bool{}
	var last rune
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		if last != 0 {
			all[[2]rune{last, r}] = true
		}
		last = r
	}
	return all
}
