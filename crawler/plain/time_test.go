package plain

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var shanghai = time.FixedZone("CST", 8*3600)

func TestTime(t *testing.T) {
	ref := time.Date(2024, 3, 10, 9, 30, 0, 0, shanghai)
	const second, minute, day = voc.PrecisionSecond, voc.PrecisionMinute, voc.PrecisionDay
	for _, c := range []struct {
		in, want string // want in Shanghai
		p        voc.Precision
	}{
		// What the App Store, Discourse, Mastodon and feeds write.
		{"2021-11-20T10:25:34-07:00", "2021-11-21 01:25:34", second},
		{"2016-05-23T17:03:59.379Z", "2016-05-24 01:03:59", second},
		{"2020-08-12T08:00:37-0700", "2020-08-12 23:00:37", second},
		{"Tue, 06 Dec 2016 17:17:00 +0000", "2016-12-07 01:17:00", second},
		{"Tue, 6 Dec 2016 17:17:00 GMT", "2016-12-07 01:17:00", second},
		{"Tue, 6 Dec 2016 17:17:00 EST", "2016-12-07 06:17:00", second},
		{"Wed, 7 Dec 2016 01:17:00 CST", "2016-12-07 01:17:00", second}, // China's, because we read in Shanghai
		{"6 Dec 2016 17:17:00 PST", "2016-12-07 09:17:00", second},
		{"Fri Jun 14 20:39:20 +0800 2019", "2019-06-14 20:39:20", second},
		// Numbers.
		{"1560515960", "2019-06-14 20:39:20", second},
		{"1560515960123", "2019-06-14 20:39:20", second},
		{"1560515960123456", "2019-06-14 20:39:20", second},
		{"1560515960123456789", "2019-06-14 20:39:20", second},
		{"1560515960.5", "2019-06-14 20:39:20", second},
		{"20240105", "2024-01-05 00:00:00", day},
		{"20240105165601", "2024-01-05 16:56:01", second},
		// Forums.
		{"2024-08-05 16:56", "2024-08-05 16:56:00", minute},
		{"2021-07-20 23:45:13", "2021-07-20 23:45:13", second},
		{"2016-4-24 14:58", "2016-04-24 14:58:00", minute},
		{"2019-12-28", "2019-12-28 00:00:00", day},
		{"2019/1/2 3:04:05", "2019-01-02 03:04:05", second},
		{"2019.12.28", "2019-12-28 00:00:00", day},
		{"2019年12月28日", "2019-12-28 00:00:00", day},
		{"2019年12月28日 下午3:05", "2019-12-28 15:05:00", minute},
		{"2019年12月28日15时05分", "2019-12-28 15:05:00", minute},
		{"2019-12-28（星期六） 12:01", "2019-12-28 12:01:00", minute},
		{"2019-12-28 来自 iPhone", "2019-12-28 00:00:00", day},
		{"2019-12-28T12:01", "2019-12-28 12:01:00", minute},
		{"２０１９－１２－２８　１２：０１", "2019-12-28 12:01:00", minute},
		{"发布时间：2019-12-28 12:01", "2019-12-28 12:01:00", minute},
		{"编辑于 03-09 上海", "2024-03-09 00:00:00", day},
		{"2024-01-02 03:04:05 +0000", "2024-01-02 11:04:05", second},
		// Without a year: the latest that is not ahead.
		{"03-09", "2024-03-09 00:00:00", day},
		{"03-11", "2023-03-11 00:00:00", day},
		{"06月17日 18:12", "2023-06-17 18:12:00", minute},
		{"03-10 09:31", "2024-03-10 09:31:00", minute}, // a minute of difference between two clocks is not a year
		{"03-10 09:40", "2023-03-10 09:40:00", minute},
		{"02-29", "2024-02-29 00:00:00", day},
		// Relative to what the site's clock said.
		{"刚刚", "2024-03-10 09:30:00", minute},
		{"5分钟前", "2024-03-10 09:25:00", minute},
		{"1 分钟前", "2024-03-10 09:29:00", minute},
		{"30秒前", "2024-03-10 09:29:30", minute},
		{"半小时前", "2024-03-10 09:00:00", minute},
		{"3小时前", "2024-03-10 06:30:00", day},
		{"两天前", "2024-03-08 09:30:00", day},
		{"3个月前", "2023-12-10 09:30:00", day},
		{"1年前", "2023-03-10 09:30:00", day},
		{"2 hours ago", "2024-03-10 07:30:00", day},
		{"昨天 22:14", "2024-03-09 22:14:00", minute},
		{"昨天", "2024-03-09 00:00:00", day},
		{"前天 08:01", "2024-03-08 08:01:00", minute},
		{"今天 08:01", "2024-03-10 08:01:00", minute},
		{"08:01", "2024-03-10 08:01:00", minute},
		{"22:14", "2024-03-09 22:14:00", minute},
	} {
		at, p, ok := Time(c.in, ref, shanghai)
		if got := at.In(shanghai).Format(time.DateTime); !ok || got != c.want || p != c.p {
			t.Errorf("Time(%q) = %s, %s, %v; want %s, %s", c.in, got, p, ok, c.want, c.p)
		}
	}
}

func TestTimeRefuses(t *testing.T) {
	for _, in := range []string{"", "昨夜", "2024-02-30", "13-40", "1.2.3.4", "v2.3", "共3条", "12345", "2024-13-01", "1-2-3", "25:99", "Tue, 6 Dec 2016 17:17:00 XYZT", "99999999999999999999"} {
		if at, p, ok := Time(in, time.Date(2024, 3, 10, 9, 30, 0, 0, time.UTC), shanghai); ok || !at.IsZero() || p != voc.PrecisionNone {
			t.Errorf("Time(%q) = %v, %s, %v; want no time", in, at, p, ok)
		}
	}
}

func FuzzTime(f *testing.F) {
	for _, s := range []string{"2019年12月28日 下午3:05", "5分钟前", "Fri Jun 14 20:39:20 +0800 2019", "昨天 22:14", "9999999999999999999"} {
		f.Add(s)
	}
	ref := time.Date(2024, 3, 10, 9, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		at, p, ok := Time(s, ref, shanghai)
		if ok != !at.IsZero() || ok == (p == voc.PrecisionNone) || ok && (at.Year() < 1970 || at.Year() > 3000) {
			t.Errorf("Time(%q) = %v, %s, %v", s, at, p, ok)
		}
	})
}
