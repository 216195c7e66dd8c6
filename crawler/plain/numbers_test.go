package plain

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestCountsAsSitesWriteThem(t *testing.T) {
	for _, c := range []struct {
		why, in string
		n       int64
		approx  bool
	}{
		{"Weibo's cap", "100万+", 1_000_000, true},
		{"a hundred million", "1亿", 100_000_000, true},
		{"traditional characters", "1.5億", 150_000_000, true},
		{"traditional ten thousand", "3.2萬", 32_000, true},
		{"a blank before the unit", "2.3 万", 23_000, true},
		{"more than", "200多", 200, true},
		{"capital letters", "4.5K", 4_500, true},
		{"millions", "1.1M", 1_100_000, true},
		{"grouped and rounded", "1,234万", 12_340_000, true},
		{"the binary fraction does not show", "2.3万", 23_000, true},
		{"nor here", "1.15万", 11_500, true},
		{"nor in the last place", "4.0001万", 40_001, true},
		{"full-width all through", "１．２万＋", 12_000, true},
		{"a colon", "点赞：12", 12, false},
		{"square brackets of weibo.cn", "转发[88]", 88, false},
		{"lenticular brackets", "评论【7】", 7, false},
		{"English, one", "1 comment", 1, false},
		{"English, several", "15 Likes", 15, false},
		{"Amazon's", "7 people found this helpful", 7, false},
		{"JSON's integer", "240492", 240_492, false},
		{"zero that is written", "0", 0, false},
		{"zero with a unit", "0万", 0, true},
		{"leading zeros", "007", 7, false},
		{"the largest there is", "9223372036854775807", math.MaxInt64, false},
		{"buttons alone", "分享", 0, false},
		{"a button and its empty brackets", "回复()", 0, false},
	} {
		if n, approx, known := Count(c.in); n != c.n || approx != c.approx || !known {
			t.Errorf("%s: Count(%q) = %d, %v, %v; want %d, %v", c.why, c.in, n, approx, known, c.n, c.approx)
		}
	}
}

func TestWhatIsNoCount(t *testing.T) {
	for _, in := range []string{
		" ", "\u3000", "-1", "−1", "+", "1.2.3万", "1,2", "12,34,567", "1e9", "0x10", "1 234", "NaN", "Infinity", "null", "无", "暂无", "万", "亿+", ".", ",", "..", "1..2万",
		"9223372036854775808", strings.Repeat("9", 400) + "万", strings.Repeat("9", 5000), "2.3万亿吨", "三", "十二", "赞了又踩", "1/5", "50%", "12:30", "2026-01-01", "\x00", "\xff1",
	} {
		if n, _, known := Count(in); known {
			t.Errorf("%.40q was taken for %d", in, n)
		}
	}
}

// What a site writes of a number is that number, to the places it shows.
func TestCountsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		n := r.Int64N(1 << (1 + r.IntN(38)))
		for _, c := range []struct {
			text string
			unit float64
		}{
			{strconv.FormatInt(n, 10), 1}, {grouping(n), 1}, {"赞 " + grouping(n), 1},
			{fmt.Sprintf("%.1f万", float64(n)/1e4), 1e3}, {fmt.Sprintf("%.2f亿", float64(n)/1e8), 1e6}, {fmt.Sprintf("%.1fk+", float64(n)/1e3), 1e2},
		} {
			got, _, known := Count(c.text)
			if !known || math.Abs(float64(got-n)) > c.unit/2+1 {
				t.Fatalf("%d written as %q came back as %d, %v", n, c.text, got, known)
			}
		}
	}
}

// grouping writes 1234567 as 1,234,567.
func grouping(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func TestRatingsAsSitesWriteThem(t *testing.T) {
	for _, c := range []struct {
		why, in string
		most    float64
		want    float64 // 0: none
	}{
		{"App Store", "1", 0, 1},
		{"Steam, thumb up", "true", 0, 5},
		{"Steam, thumb down", "False", 0, 1},
		{"Douban's class among others", "user-stars allstar10 rating", 0, 1},
		{"Douban, the best", "allstar50", 0, 5},
		{"a style", "width: 90%;", 0, 4.5},
		{"half a per cent is still one star", "width:0.5%", 0, 1},
		{"of ten", "9.2/10", 0, 4.6},
		{"of a hundred", "85 / 100", 0, 4.25},
		{"of four", "3/4", 0, 3.75},
		{"Google's words", "3.0 out of 5 stars", 0, 3},
		{"of ten by configuration", "10", 10, 5},
		{"of a hundred by configuration", "60分", 100, 3},
		{"five empty stars", "☆☆☆☆☆", 0, 0},
		{"ten stars", "★★★★★★★★☆☆", 0, 4},
		{"Chinese number", "五星好评", 0, 5},
		{"Chinese two", "两星", 0, 2},
		{"a number without a star is no rating", "四", 0, 0},
		{"more than full", "6", 5, 0},
		{"more than full, of ten", "11/10", 5, 0},
		{"full-width", "４．５", 0, 4.5},
		{"minus one is how some say none", "-1", 0, 0},
		{"minus one, typographically", "−1", 0, 0},
		{"nought of five", "0/5", 0, 0},
		{"of nought", "5/0", 0, 0},
		{"nothing in per cent", "0%", 0, 0},
		{"not a number", "NaN", 0, 0},
		{"endless over endless", strings.Repeat("9", 400) + "/" + strings.Repeat("9", 400), 0, 0},
		{"something over endless", "4/" + strings.Repeat("9", 400), 0, 0},
		{"endless", strings.Repeat("9", 400), 0, 0},
		{"null", "null", 0, 0},
	} {
		got, ok := Rating(c.in, c.most)
		if math.IsNaN(got) || math.Abs(got-c.want) > 1e-9 || ok != (c.want > 0) {
			t.Errorf("%s: Rating(%.30q, %v) = %v, %v; want %v", c.why, c.in, c.most, got, ok, c.want)
		}
	}
}

// Whatever is written and whatever the configuration calls full, stars are none or one to five.
func FuzzRating(f *testing.F) {
	f.Add("4.5/5", 5.0)
	f.Add("★☆ 9999999999", 0.0)
	f.Add("width:80%", 1e300)
	f.Add(strings.Repeat("9", 400)+"/"+strings.Repeat("9", 400), -1.0)
	f.Add("allstar45", math.Inf(1))
	f.Add("4", math.NaN())
	f.Fuzz(func(t *testing.T, s string, most float64) {
		if got, ok := Rating(s, most); ok != (got >= 1 && got <= 5) || !ok && got != 0 {
			t.Errorf("Rating(%q, %v) = %v, %v", s, most, got, ok)
		}
	})
}

func FuzzCount(f *testing.F) {
	for _, s := range []string{"2.3万", "999+", "1亿", "1,234", "赞", "回复(3)", "９", "-1", "1e5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, approx, known := Count(s)
		if n < 0 || !known && (n != 0 || approx) {
			t.Errorf("Count(%q) = %d, %v, %v", s, n, approx, known)
		}
		if again, _, ok := Count(strconv.FormatInt(n, 10)); !ok || again != n {
			t.Errorf("%d read again is %d, %v", n, again, ok)
		}
	})
}
