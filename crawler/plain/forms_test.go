package plain

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// form is one way of writing a time down.
type form struct {
	why   string
	write func(t time.Time) string // t in Shanghai
	unit  time.Duration            // what it is exact to
	p     voc.Precision
}

func layout(why, l string, unit time.Duration, p voc.Precision) form {
	return form{why, func(t time.Time) string { return t.Format(l) }, unit, p}
}

// abroad writes in a zone of its own, which the text names.
func abroad(why, l string, zone *time.Location) form {
	return form{why, func(t time.Time) string { return t.In(zone).Format(l) }, time.Second, voc.PrecisionSecond}
}

// half writes the hour as Chinese locales do.
func half(t time.Time) string {
	h := (t.Hour()+11)%12 + 1
	if t.Hour() < 12 {
		return "上午" + strconv.Itoa(h)
	}
	return "下午" + strconv.Itoa(h)
}

const day24 = 24 * time.Hour

var pacific = time.FixedZone("", -7*3600)

// forms are the notations that say everything, the year included.
var forms = []form{
	abroad("App Store", time.RFC3339, pacific),
	abroad("App Store without the colon", "2006-01-02T15:04:05-0700", pacific),
	abroad("Discourse, Mastodon", "2006-01-02T15:04:05.000Z", time.UTC),
	abroad("microseconds", "2006-01-02T15:04:05.000000-07:00", pacific),
	abroad("half-hour zone", time.RFC3339, time.FixedZone("", 5*3600+1800)),
	abroad("Weibo", "Mon Jan 02 15:04:05 -0700 2006", shanghai),
	abroad("Weibo, a day of one digit", "Mon Jan _2 15:04:05 -0700 2006", pacific),
	abroad("RSS", time.RFC1123Z, pacific),
	abroad("RSS, GMT", "Mon, 02 Jan 2006 15:04:05 GMT", time.UTC),
	abroad("RSS, a day of one digit", "Mon, 2 Jan 2006 15:04:05 -0700", pacific),
	abroad("RSS without the weekday", "2 Jan 2006 15:04:05 -0700", pacific),
	abroad("RSS with the month in full", "Mon, 2 January 2006 15:04:05 -0700", pacific),
	abroad("a zone behind a blank", "2006-01-02 15:04:05 -0700", pacific),
	abroad("a zone without a blank", "2006-01-02 15:04:05-07:00", pacific),
	abroad("a zone of hours alone, as PostgreSQL writes it", "2006-01-02 15:04:05-07", pacific),
	abroad("UTC in letters", "2006-01-02 15:04:05 UTC", time.UTC),
	abroad("GMT in letters, slashes", "2006/01/02 15:04:05 GMT", time.UTC),
	layout("Tieba", "2006-01-02 15:04", time.Minute, voc.PrecisionMinute),
	layout("Douban", "2006-01-02 15:04:05", time.Second, voc.PrecisionSecond),
	layout("Discuz!", "2006-1-2 15:04", time.Minute, voc.PrecisionMinute),
	layout("slashes", "2006/1/2 15:04:05", time.Second, voc.PrecisionSecond),
	layout("points", "2006.01.02 15:04", time.Minute, voc.PrecisionMinute),
	layout("no zone behind T", "2006-01-02T15:04:05", time.Second, voc.PrecisionSecond),
	layout("no seconds behind T", "2006-01-02T15:04", time.Minute, voc.PrecisionMinute),
	layout("Chinese", "2006年1月2日 15:04", time.Minute, voc.PrecisionMinute),
	layout("Chinese to the minute in characters", "2006年01月02日15时04分", time.Minute, voc.PrecisionMinute),
	layout("a date", "2006-01-02", day24, voc.PrecisionDay),
	layout("a Chinese date", "2006年1月2日", day24, voc.PrecisionDay),
	layout("a compact date", "20060102", day24, voc.PrecisionDay),
	layout("compact to the minute", "200601021504", time.Minute, voc.PrecisionMinute),
	layout("compact to the second", "20060102150405", time.Second, voc.PrecisionSecond),
	layout("C library", time.ANSIC, time.Second, voc.PrecisionSecond),
	layout("an English date", "Jan 2, 2006", day24, voc.PrecisionDay),
	layout("an English time", "January 2, 2006 at 3:04 PM", time.Minute, voc.PrecisionMinute),
	{"before and after noon", func(t time.Time) string { return t.Format("2006年1月2日 ") + half(t) + t.Format(":04") }, time.Minute, voc.PrecisionMinute},
	{"before and after noon, to the second", func(t time.Time) string { return t.Format("2006/1/2 ") + half(t) + t.Format(":04:05") }, time.Second, voc.PrecisionSecond},
	{"full-width digits", func(t time.Time) string { return wide(t.Format("2006-01-02 15:04")) }, time.Minute, voc.PrecisionMinute},
	{"behind a label", func(t time.Time) string { return "发布时间：" + t.Format("2006-01-02 15:04") }, time.Minute, voc.PrecisionMinute},
	{"before a place", func(t time.Time) string { return t.Format("2006-01-02 15:04") + " 来自 上海" }, time.Minute, voc.PrecisionMinute},
	{"Unix", func(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }, time.Second, voc.PrecisionSecond},
	{"Unix, milliseconds", func(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }, time.Second, voc.PrecisionSecond},
	{"Unix, microseconds", func(t time.Time) string { return strconv.FormatInt(t.UnixMicro(), 10) }, time.Second, voc.PrecisionSecond},
	{"Unix, nanoseconds", func(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }, time.Second, voc.PrecisionSecond},
	{"Unix with a point", func(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) + ".25" }, time.Second, voc.PrecisionSecond},
}

func wide(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r > ' ' && r < 0x7f {
			out[i] = r + 0xFEE0
		}
	}
	return string(out)
}

// cut takes off what a form does not tell; days are Shanghai's.
func cut(t time.Time, unit time.Duration) time.Time {
	if unit == day24 {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	}
	return t.Truncate(unit)
}

// moments are the times around which calendars go wrong, and many others.
func moments() []time.Time {
	var all []time.Time
	for year := 1974; year < 2100; year += 7 {
		all = append(all,
			time.Date(year, 12, 31, 23, 59, 59, 0, shanghai), time.Date(year, 1, 1, 0, 0, 0, 0, shanghai),
			time.Date(year, 1, 1, 7, 59, 59, 0, shanghai), time.Date(year, 1, 1, 8, 0, 0, 0, shanghai), // New Year of UTC
			time.Date(year, 3, 1, 0, 0, 1, 0, shanghai), time.Date(year, 2, 28, 23, 59, 0, 0, shanghai),
			time.Date(year, 6, 1, 12, 0, 0, 0, shanghai), time.Date(year, 6, 1, 12, 30, 1, 0, shanghai), time.Date(year, 10, 10, 10, 10, 10, 0, shanghai),
		)
	}
	all = append(all, time.Date(2024, 2, 29, 23, 59, 59, 0, shanghai), time.Date(2000, 2, 29, 0, 0, 0, 0, shanghai))
	r := rand.New(rand.NewPCG(11, 12))
	for range 200 {
		all = append(all, time.Unix(150_000_000+r.Int64N(3_900_000_000), 0).In(shanghai))
	}
	return all
}

// Whatever is written in a form we know comes back as the time it was, as exactly as the form tells.
func TestEveryFormComesBack(t *testing.T) {
	ref := time.Date(2026, 5, 5, 5, 5, 5, 0, time.UTC)
	for _, f := range forms {
		t.Run(f.why, func(t *testing.T) {
			for _, at := range moments() {
				s := f.write(at)
				if len(s) == 12 && f.unit == time.Second {
					continue // milliseconds of before 2001 look like dates to the minute
				}
				got, p, ok := Time(s, ref, shanghai)
				if want := cut(at, f.unit); !ok || !got.Equal(want) && got.Truncate(f.unit) != want.UTC() || p != f.p {
					t.Fatalf("%q read as %v, %s, %v; written was %v", s, got, p, ok, want.UTC())
				}
				if got.Location() != time.UTC {
					t.Fatalf("%q came back in %v", s, got.Location())
				}
			}
		})
	}
}

// A time without its year comes back when it is not older than a year.
func TestFormsWithoutYearComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, f := range []form{
		layout("Weibo", "01-02 15:04", time.Minute, voc.PrecisionMinute),
		layout("Weibo in Chinese", "01月02日 15:04", time.Minute, voc.PrecisionMinute),
		layout("short", "1月2日", day24, voc.PrecisionDay),
		layout("slash", "1/2 15:04:05", time.Second, voc.PrecisionSecond),
	} {
		for range 500 {
			ref := time.Unix(1_000_000_000+r.Int64N(2_000_000_000), 0).In(shanghai)
			at := ref.Add(-time.Duration(r.Int64N(int64(364 * day24))))
			if at.Month() == 2 && at.Day() == 29 {
				continue // the year before has none, which the table below takes up
			}
			s := f.write(at)
			if got, p, ok := Time(s, ref.UTC(), shanghai); !ok || !got.Equal(cut(at, f.unit)) || p != f.p {
				t.Fatalf("%s: %q at %v read as %v, %s, %v; written was %v", f.why, s, ref, got.In(shanghai), p, ok, at)
			}
		}
	}
}

func TestAroundNewYear(t *testing.T) {
	for _, c := range []struct{ ref, in, want string }{
		// Three minutes into the year, Shanghai; by UTC it is still last year.
		{"2026-01-01 00:03", "12-31 23:59", "2025-12-31 23:59"},
		{"2026-01-01 00:03", "12-31", "2025-12-31 00:00"},
		{"2026-01-01 00:03", "01-01", "2026-01-01 00:00"},
		{"2026-01-01 00:03", "01-01 00:02", "2026-01-01 00:02"},
		{"2026-01-01 00:03", "01-01 00:30", "2025-01-01 00:30"},
		{"2026-01-01 00:03", "5分钟前", "2025-12-31 23:58"},
		{"2026-01-01 00:03", "昨天", "2025-12-31 00:00"},
		{"2026-01-01 00:03", "昨天 23:59", "2025-12-31 23:59"},
		{"2026-01-01 00:03", "昨晚 11:30", "2025-12-31 23:30"},
		{"2026-01-01 00:03", "前天 08:00", "2025-12-30 08:00"},
		{"2026-01-01 00:03", "今天 00:01", "2026-01-01 00:01"},
		{"2026-01-01 00:03", "00:02", "2026-01-01 00:02"},
		{"2026-01-01 00:03", "23:59", "2025-12-31 23:59"},
		{"2026-01-01 00:03", "1个月前", "2025-12-01 00:03"},
		{"2026-01-01 00:03", "1年前", "2025-01-01 00:03"},
		// The last minute of the year, and eight hours later that of UTC.
		{"2025-12-31 23:59", "12-31 23:59", "2025-12-31 23:59"},
		{"2025-12-31 23:59", "01-01 00:00", "2026-01-01 00:00"}, // a minute ahead is a difference of clocks
		{"2025-12-31 23:59", "01-01 00:02", "2025-01-01 00:02"},
		{"2026-01-01 07:59", "01-01 07:58", "2026-01-01 07:58"},
		{"2026-01-01 08:01", "今天 07:59", "2026-01-01 07:59"},
		{"2026-01-01 08:01", "昨天 08:01", "2025-12-31 08:01"},
		// The 29th of February is in the last year that had one.
		{"2027-01-01 10:00", "02-29", "2024-02-29 00:00"},
		{"2024-02-28 23:00", "02-29", "2020-02-29 00:00"},
		{"2024-02-29 00:00", "02-29", "2024-02-29 00:00"},
		// A month or a year before a day that other month does not have is the last day it has.
		{"2026-03-31 12:00", "1个月前", "2026-02-28 12:00"},
		{"2024-03-31 12:00", "1个月前", "2024-02-29 12:00"},
		{"2026-05-31 12:00", "3个月前", "2026-02-28 12:00"},
		{"2024-02-29 12:00", "1年前", "2023-02-28 12:00"},
		{"2026-12-31 12:00", "1 month ago", "2026-11-30 12:00"},
		// Half of them, too.
		{"2026-07-15 12:00", "半年前", "2026-01-15 12:00"},
		{"2026-07-16 12:00", "半个月前", "2026-07-01 12:00"},
		{"2026-07-16 12:00", "半天前", "2026-07-16 00:00"},
		{"2026-07-16 12:00", "几天前", "2026-07-13 12:00"},
	} {
		ref, err := time.ParseInLocation("2006-01-02 15:04", c.ref, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range []time.Time{ref, ref.UTC()} {
			at, _, ok := Time(c.in, ref, shanghai)
			if got := at.In(shanghai).Format("2006-01-02 15:04"); !ok || got != c.want {
				t.Errorf("at %s %q is %s, %v; want %s", c.ref, c.in, got, ok, c.want)
			}
		}
	}
}

// A zone that is written counts, whatever zone the site is in.
func TestZonesThatAreWritten(t *testing.T) {
	want := time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC)
	for _, loc := range []*time.Location{time.UTC, shanghai, time.FixedZone("Asia/Shanghai", 8*3600), pacific} {
		for _, in := range []string{
			"2026-01-01T00:30:00Z", "2026-01-01 00:30:00Z", "2026-01-01 00:30:00 UTC", "2026-01-01 00:30 GMT", "2026-01-01 00:30:00+00", "2026-01-01T08:30:00+08",
			"2026-01-01T08:30:00+0800", "2026-01-01T08:30:00.123456+08:00", "2025-12-31 17:30:00 -0700", "2025/12/31 17:30:00 -07:00", "Wed, 31 Dec 2025 16:30:00 PST", "Wed, 31 Dec 2025 19:30:00 EST",
			"Thu, 01 Jan 2026 00:30:00 GMT", "Thu, 1 Jan 2026 00:30 UT", "Thu, 01 Jan 26 00:30:00 Z", "Thursday, 01-Jan-26 00:30:00 GMT", "Thu, 1 Jan 2026 08:30:00 HKT", "Thu, 1 Jan 2026 09:30:00 JST",
			"1 Jan 2026 08:30:00 +0800", "1767227400", "2026-01-01 08:30 UTC+8", "2026-01-01 08:30:00 GMT+08:00", "2026-01-01 08:30:00 GMT+0800", "2025-12-31 17:30:00 UTC-7", "2026年1月1日 08:30 UTC+8",
		} {
			at, _, ok := Time(in, want, loc)
			if !ok || !at.Truncate(time.Second).Equal(want) {
				t.Errorf("in %v %q is %v, %v", loc, in, at, ok)
			}
		}
	}
}

// What only looks like a zone is none.
func TestWhatIsNoZone(t *testing.T) {
	for in, want := range map[string]string{"2026-01-09 16:56 Zoe": "16:56", "2026-01-09 10:00-12": "10:00", "2026-01-09 16:56 UTCx": "16:56", "2026-01-09 16:56 +1": "16:56", "2026-01-09 16:56 来自 Z 世代": "16:56"} {
		if at, _, ok := Time(in, time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC), shanghai); !ok || at.In(shanghai).Format("15:04") != want {
			t.Errorf("%q is %v, %v; want %s in Shanghai", in, at, ok, want)
		}
	}
}

// CST is China's where the site is Chinese and America's where it is not.
func TestCST(t *testing.T) {
	const in = "Thu, 01 Jan 2026 08:30:00 CST"
	real, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Skip("this machine has no zone database: the zone under its own name is not read")
	}
	for _, c := range []struct {
		loc  *time.Location
		want int // hour of UTC
	}{{shanghai, 0}, {real, 0}, {time.FixedZone("Asia/Shanghai", 8*3600), 0}, {time.UTC, 14}, {pacific, 14}} {
		if at, _, ok := Time(in, time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), c.loc); !ok || at.Hour() != c.want {
			t.Errorf("in %v CST reads as %v, %v; want %d:30 UTC", c.loc, at, ok, c.want)
		}
	}
}

func TestWhatIsNoTime(t *testing.T) {
	ref := time.Date(2026, 3, 10, 9, 30, 0, 0, time.UTC)
	for _, in := range []string{
		"2026-00-10", "2026-13-01", "2026-04-31", "2025-02-29", "00-00", "0-1", "2026-01-01 24:01", "2026-01-01 12:60", "2026-01-01 12:30:61",
		"1969-12-31", "0001-01-01T00:00:00Z", "3000-01-02", "9999-12-31 23:59:59", "123", "-1", "-1767225600", "1e9", "0",
		"２０２６", "2026", "10.0.0.1", "1/0", "99999年前", "前", "天前", "1天后", "3.14", "iPhone 17", "第12页", "12-34-56", "2026-01-02-03", "NaN", "null", "undefined", "Invalid Date",
		"\x00\x01", "\xff\xfe", "年月日", "--", "::", "今年", "12:3", "24:30", "12:60",
	} {
		if at, p, ok := Time(in, ref, shanghai); ok || !at.IsZero() || p != voc.PrecisionNone {
			t.Errorf("%q was taken for %v, %s", in, at, p)
		}
	}
}

// Relative times go back in time, further for larger numbers, in every unit.
func TestRelativeTimesGoBack(t *testing.T) {
	ref := time.Date(2026, 3, 10, 9, 30, 0, 0, time.UTC)
	for _, unit := range []string{"秒前", "秒钟前", "分钟前", "分前", "小时前", "个小时前", "钟头前", "天前", "日前", "周前", "个星期前", "个礼拜前", "个月前", "月前", "年前",
		" seconds ago", " secs ago", " minutes ago", " mins ago", " hours ago", " hrs ago", "h ago", " days ago", "d ago", " weeks ago", "w ago", " months ago", " years ago"} {
		before := ref.Add(time.Second)
		for n := range 40 {
			s := fmt.Sprint(n, unit)
			at, _, ok := Time(s, ref, shanghai)
			if !ok || n > 0 && !at.Before(before) || at.After(ref) {
				t.Errorf("%q is %v, %v; one less was %v", s, at, ok, before)
			}
			before = at
		}
	}
}

func FuzzTimeIsOrdered(f *testing.F) {
	f.Add("昨天 12:30", int64(1767225600))
	f.Add("02-29", int64(1709164800))
	f.Add("半年前", int64(951782400))
	f.Add("Thu, 01 Jan 2026 08:30:00 CDT", int64(1767225600))
	f.Fuzz(func(t *testing.T, s string, unix int64) {
		ref := time.Unix(unix&0xffffffff, 0)
		at, p, ok := Time(s, ref, shanghai)
		again, q, same := Time(s, ref.UTC(), shanghai)
		if ok != same || p != q || !at.Equal(again) {
			t.Errorf("%q depends on the zone the reference is held in: %v and %v", s, at, again)
		}
		if at, _, ok := monthDay(s, ref, shanghai); ok && at.After(ref.Add(time.Minute)) {
			t.Errorf("%q at %v lies ahead: %v", s, ref, at)
		}
	})
}
