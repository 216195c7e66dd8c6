package plain

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var (
	ago     = regexp.MustCompile(`(?i)^(?:大?约)?\s*(\d+|半|几|一|两|二|三|四|五|六|七|八|九|十|an?)\s*(?:个|多个|多)?\s*(秒钟?|seconds?|secs?|s|分钟?|minutes?|mins?|小时|钟头|hours?|hrs?|h|天|日|days?|d|周|星期|礼拜|weeks?|w|月|months?|mo|年|years?|y)\s*(?:以?前|之前|ago)`)
	justNow = regexp.MustCompile(`(?i)^(?:刚刚|刚才|刚|just now|now)`)
	dayName = regexp.MustCompile(`(?i)^(今天|今日|昨天|昨日|昨晚|前天|前日|大前天|today|yesterday)\s*(?:at\s*)?`)
)

// numerals are the numbers people write out in relative times. 几 is "a few".
var numerals = map[string]float64{
	"半": 0.5, "几": 3, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "a": 1, "an": 1,
}

// relative reads "刚刚", "5分钟前", "半小时前", "3天前", "2 hours ago".
func relative(s string, ref time.Time, loc *time.Location) (time.Time, voc.Precision, bool) {
	if justNow.MatchString(s) {
		return ref.UTC(), voc.PrecisionMinute, true
	}
	m := ago.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, "", false
	}
	n, known := numerals[strings.ToLower(m[1])]
	if !known {
		var err error
		if n, err = strconv.ParseFloat(m[1], 64); err != nil || n > 1e4 {
			return time.Time{}, "", false
		}
	}
	back := func(unit time.Duration) time.Time { return ref.Add(-time.Duration(n * float64(unit))).UTC() }
	switch u := strings.ToLower(m[2]); {
	case strings.HasPrefix(u, "秒"), u == "s", strings.HasPrefix(u, "sec"):
		return back(time.Second), voc.PrecisionMinute, true
	case strings.HasPrefix(u, "分"), strings.HasPrefix(u, "min"):
		return back(time.Minute), voc.PrecisionMinute, true
	case u == "小时", u == "钟头", strings.HasPrefix(u, "h"):
		if n < 1 {
			return back(time.Hour), voc.PrecisionMinute, true
		}
		return back(time.Hour), voc.PrecisionDay, true
	case u == "天", u == "日", strings.HasPrefix(u, "d"):
		return back(24 * time.Hour), voc.PrecisionDay, true
	case u == "周", u == "星期", u == "礼拜", strings.HasPrefix(u, "w"):
		return back(7 * 24 * time.Hour), voc.PrecisionDay, true
	case u == "月", strings.HasPrefix(u, "mo"):
		if n < 1 {
			return back(15 * 2 * 24 * time.Hour), voc.PrecisionDay, true // 半个月 is fifteen days
		}
		return monthsBefore(ref.In(loc), int(n)), voc.PrecisionDay, true
	}
	return monthsBefore(ref.In(loc), int(12*n)), voc.PrecisionDay, true
}

// monthsBefore is the same day n months earlier, or the last one that month has: a month before
// 31 March is the end of February and not, as the calendar's arithmetic has it, the 3rd of March.
func monthsBefore(ref time.Time, n int) time.Time {
	at := ref.AddDate(0, -n, 0)
	if at.Day() != ref.Day() {
		at = at.AddDate(0, 0, -at.Day())
	}
	return at.UTC()
}

// dayWord reads "昨天 22:14", "今天", "前天".
func dayWord(s string, ref time.Time, loc *time.Location) (time.Time, voc.Precision, bool) {
	m := dayName.FindStringSubmatch(s)
	if m == nil {
		return clockOnly(s, ref, loc)
	}
	back := map[string]int{"昨天": 1, "昨日": 1, "昨晚": 1, "yesterday": 1, "前天": 2, "前日": 2, "大前天": 3}[strings.ToLower(m[1])]
	day := ref.In(loc).AddDate(0, 0, -back)
	rest := s[len(m[0]):]
	if m[1] == "昨晚" {
		rest = "晚上" + rest
	}
	return onDay(day.Year(), int(day.Month()), day.Day(), rest, loc)
}

var bareClock = regexp.MustCompile(`^\d{1,2}:\d{2}(?::\d{2})?$`)

// clockOnly reads "22:14" alone: the last time the clock stood there.
func clockOnly(s string, ref time.Time, loc *time.Location) (time.Time, voc.Precision, bool) {
	if !bareClock.MatchString(s) {
		return time.Time{}, "", false
	}
	day := ref.In(loc)
	at, p, ok := onDay(day.Year(), int(day.Month()), day.Day(), s, loc)
	if ok && at.After(ref.Add(time.Minute)) {
		day = day.AddDate(0, 0, -1)
		return onDay(day.Year(), int(day.Month()), day.Day(), s, loc)
	}
	return at, p, ok
}
