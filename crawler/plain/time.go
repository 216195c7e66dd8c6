package plain

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Time reads a time as a site writes it: RFC 3339 and RFC 822 with their broken variants, the
// numeric and Chinese dates of forums, Unix seconds to nanoseconds, and words relative to ref
// ("5分钟前", "昨天 22:14", "刚刚").
//
// ref is when the site said so: the Date header of the response, not the time of parsing. Times
// without a zone are in loc. A month and day without a year are of the latest year that does not
// lie after ref. ok is false when s is no time; the precision says how much of it the site told:
// a relative time in hours is a matter of the day although the hour is kept as near as it goes.
func Time(s string, ref time.Time, loc *time.Location) (at time.Time, p voc.Precision, ok bool) {
	if len(s) > longest {
		return time.Time{}, voc.PrecisionNone, false
	}
	s = strings.TrimSpace(timeLabel.ReplaceAllString(Clean(narrow(s)), ""))
	if s == "" || len(s) > 200 {
		return time.Time{}, voc.PrecisionNone, false
	}
	for _, read := range []reader{digits, layouts, yearFirst, relative, dayWord, monthDay} {
		if at, p, ok := read(s, ref, loc); ok && at.Year() >= 1970 && at.Year() < 3000 {
			return at, p, true
		}
	}
	return time.Time{}, voc.PrecisionNone, false
}

// reader understands one family of notations.
type reader func(s string, ref time.Time, loc *time.Location) (time.Time, voc.Precision, bool)

// timeLabel is what sites write before a time.
var timeLabel = regexp.MustCompile(`^(?:发布时间|发表时间|评论时间|更新时间|创建时间|时间|日期|发布于|发表于|编辑于|更新于|回复于|修改于|发表|编辑|[Pp]osted|[Oo]n|[Uu]pdated)\s*[:：]?\s*`)

// Unix reads a number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart
// by their size: 10¹¹ seconds is the year 5138, 10¹¹ milliseconds is 1973.
func Unix(n int64) time.Time {
	switch {
	case n < 1e11:
		return time.Unix(n, 0).UTC()
	case n < 1e14:
		return time.UnixMilli(n).UTC()
	case n < 1e17:
		return time.UnixMicro(n).UTC()
	}
	return time.Unix(0, n).UTC()
}

var unixText = regexp.MustCompile(`^(\d{9,19})(\.\d+)?$`)

// digits reads numbers alone: compact dates (20240805, 202408051656, 20240805165600), else Unix time.
func digits(s string, _ time.Time, loc *time.Location) (time.Time, voc.Precision, bool) {
	for _, f := range []struct {
		layout string
		p      voc.Precision
	}{{"20060102", voc.PrecisionDay}, {"200601021504", voc.PrecisionMinute}, {"20060102150405", voc.PrecisionSecond}} {
		if len(s) == len(f.layout) {
			if at, err := time.ParseInLocation(f.layout, s, loc); err == nil {
				return at.UTC(), f.p, true
			}
		}
	}
	m := unixText.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, "", false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return time.Time{}, "", false
	}
	return Unix(n), voc.PrecisionSecond, true
}

// zoned are layouts that carry their own zone.
var zoned = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700",
	"2006-01-02T15:04Z07:00", "Mon Jan _2 15:04:05 -0700 2006", "Mon, _2 Jan 2006 15:04:05 -0700", "Mon, _2 Jan 2006 15:04:05 MST",
	"_2 Jan 2006 15:04:05 -0700", "_2 Jan 2006 15:04:05 MST", "Mon, _2 Jan 2006 15:04 -0700", "Mon, _2 Jan 2006 15:04 MST",
	"Mon, _2 Jan 06 15:04:05 -0700", "Mon, _2 Jan 06 15:04:05 MST", "Monday, _2-Jan-06 15:04:05 MST", "Mon, 2 January 2006 15:04:05 -0700",
}

// zoneless are layouts without a zone, with what they are precise to.
var zoneless = []struct {
	layout string
	p      voc.Precision
}{
	{"2006-01-02T15:04:05.999999999", voc.PrecisionSecond}, {"2006-01-02T15:04", voc.PrecisionMinute},
	{"Mon Jan _2 15:04:05 2006", voc.PrecisionSecond}, {"Mon, _2 Jan 2006 15:04:05", voc.PrecisionSecond}, {"_2 Jan 2006 15:04:05", voc.PrecisionSecond},
	{"Mon, _2 Jan 2006", voc.PrecisionDay}, {"_2 Jan 2006", voc.PrecisionDay}, {"Jan _2, 2006", voc.PrecisionDay}, {"January _2, 2006", voc.PrecisionDay},
	{"Jan _2, 2006 at 3:04 PM", voc.PrecisionMinute}, {"January _2, 2006 at 3:04 PM", voc.PrecisionMinute}, {"_2 January 2006", voc.PrecisionDay},
}

// shortZone are the zones of RFC 822 that are shorter than Go takes for the name of one.
var shortZone = regexp.MustCompile(`\d (?:UT|Z)$`)

func layouts(s string, _ time.Time, loc *time.Location) (time.Time, voc.Precision, bool) {
	if shortZone.MatchString(s) {
		s = s[:strings.LastIndexByte(s, ' ')] + " GMT"
	}
	for _, layout := range zoned {
		if at, err := time.Parse(layout, s); err == nil {
			if at, ok := placed(at, loc); ok {
				return at.UTC(), voc.PrecisionSecond, true
			}
		}
	}
	for _, f := range zoneless {
		if at, err := time.ParseInLocation(f.layout, s, loc); err == nil {
			return at.UTC(), f.p, true
		}
	}
	return time.Time{}, "", false
}

// abbreviations are the zones of RFC 822 and those our neighbours write, in hours from UTC.
var abbreviations = map[string]time.Duration{
	"UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"CET": 1, "CEST": 2, "BST": 1, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8,
}

// placed puts a time right whose zone Go knew by name only: it takes any abbreviation for UTC. One
// that loc uses at that time is loc's, and CST is China's wherever clocks show China's time, whatever
// loc is called. A zone nobody knows makes it no time.
//
// Go itself would look the name up in all of loc's past: in Shanghai CDT was nine hours ahead of UTC
// until 1991, and today it is Chicago's.
func placed(at time.Time, loc *time.Location) (time.Time, bool) {
	name, seconds := at.Zone()
	if seconds != 0 || name == "" || at.Location() == time.UTC {
		return at, true
	}
	here := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), loc)
	if used, offset := here.Zone(); used == name || name == "CST" && offset == 8*3600 {
		return here, true
	}
	hours, ok := abbreviations[name]
	return at.Add(-hours * time.Hour), ok
}

var (
	dateYear = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*(?:日|号)?`)
	dateDay  = regexp.MustCompile(`^(\d{1,2})\s*(?:-|/|月)\s*(\d{1,2})\s*(?:日|号)?`)
	clock    = regexp.MustCompile(`^[\sT,]*(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?\s*)?(上午|下午|凌晨|早上|中午|晚上|傍晚|AM|PM)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?(?:分)?(?::(\d{1,2}))?(?:[.,]\d+)?\s*(AM|PM|am|pm)?\s*(?:(?:UTC|GMT)([+-]\d{1,2}(?::?\d{2})?)\b|(Z|UTC|GMT)\b|([+-]\d{2}:?\d{2})|([+-]\d{2})\b)?`)
)

// yearFirst reads "2024-08-05 16:56", "2016-4-24", "2019年12月28日 下午3:05", with anything behind
// a blank ("2019-12-28 来自 iPhone").
func yearFirst(s string, _ time.Time, loc *time.Location) (time.Time, voc.Precision, bool) {
	m := dateYear.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, "", false
	}
	return onDay(atoi(m[1]), atoi(m[2]), atoi(m[3]), s[len(m[0]):], loc)
}

// monthDay reads "06-14", "06月17日 18:12": of the latest year that does not lie after ref.
func monthDay(s string, ref time.Time, loc *time.Location) (time.Time, voc.Precision, bool) {
	m := dateDay.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, "", false
	}
	latest := ref.In(loc).Add(time.Minute)                      // clocks differ a little; a minute ahead is not a year ago
	for year := latest.Year(); year > latest.Year()-9; year-- { // 8 years hold a 29 February
		at, p, ok := onDay(year, atoi(m[1]), atoi(m[2]), s[len(m[0]):], loc)
		if ok && !at.After(latest) {
			return at, p, true
		}
	}
	return time.Time{}, "", false
}

// onDay completes a date by the clock in rest. Whatever else follows must be set off by a blank or a mark.
func onDay(year, month, day int, rest string, loc *time.Location) (time.Time, voc.Precision, bool) {
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, loc)
	if date.Month() != time.Month(month) || date.Day() != day {
		return time.Time{}, "", false // 02-30
	}
	m := clock.FindStringSubmatch(rest)
	if m == nil {
		if rest != "" && (rest[0] >= '0' && rest[0] <= '9' || strings.ContainsAny(rest[:1], ".-/_")) {
			return time.Time{}, "", false // 1.2.3.4, 2024-01-02-77: not a date
		}
		return date.UTC(), voc.PrecisionDay, true
	}
	hour, minute, second := atoi(m[2]), atoi(m[3]), atoi(m[4])
	switch half := strings.ToUpper(m[1] + m[5]); {
	case strings.Contains("下午 晚上 傍晚 PM", half) && half != "" && hour < 12:
		hour += 12
	case half == "中午" && hour < 3:
		hour += 12
	case (half == "凌晨" || half == "上午" || half == "AM") && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, "", false
	}
	p := voc.PrecisionMinute
	if m[4] != "" {
		p = voc.PrecisionSecond
	}
	switch {
	case m[6] != "":
		loc = offset(m[6])
	case m[7] != "":
		loc = time.UTC
	case m[8] != "":
		loc = offset(m[8])
	case m[9] != "" && m[4] != "": // databases write +08 behind the seconds; "10:00-12" are opening hours
		loc = offset(m[9])
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, loc).UTC(), p, true
}

// offset reads "+08:00", "+0800", "+08" or "+8".
func offset(zone string) *time.Location {
	digits := strings.Replace(zone[1:], ":", "", 1)
	hours, minutes := digits, ""
	if len(digits) > 2 {
		hours, minutes = digits[:len(digits)-2], digits[len(digits)-2:]
	}
	seconds := (atoi(hours)*60 + atoi(minutes)) * 60
	if zone[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // "" is 0; the patterns admit nothing else
	return n
}
