package mask

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// script is a way people write digits, the ten of them in order.
var scripts = map[string][]rune{
	"plain":      []rune("0123456789"),
	"full-width": []rune("０１２３４５６７８９"),
	"numerals":   []rune("零一二三四五六七八九"),
}

func inScript(s string, digits []rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return digits[r-'0']
		}
		return r
	}, s)
}

func digitsOf(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

// grouped writes s in groups of the given lengths.
func grouped(s, sep string, lengths ...int) string {
	var parts []string
	for _, n := range lengths {
		if n = min(n, len(s)); n > 0 {
			parts, s = append(parts, s[:n]), s[n:]
		}
	}
	if s != "" {
		parts = append(parts, s)
	}
	return strings.Join(parts, sep)
}

// idCardOf makes an identity number that holds: region, day of birth, and the check character.
func idCardOf(r *rand.Rand) string {
	regions := []string{"110101", "310104", "440305", "510107", "330106", "420111"}
	body := fmt.Sprintf("%s%04d%02d%02d%s", regions[r.IntN(len(regions))], 1940+r.IntN(70), 1+r.IntN(12), 1+r.IntN(28), digitsOf(r, 3))
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += w * int(body[i]-'0')
	}
	return body + string("10X98765432"[sum%11])
}

// cardOf makes a debit card number whose last digit makes Luhn's sum hold.
func cardOf(r *rand.Rand, n int) string {
	for {
		body := []string{"621226", "622202", "622848", "621700", "622588"}[r.IntN(5)] + digitsOf(r, n-7)
		for d := byte('0'); d <= '9'; d++ {
			if luhn([]byte(body + string(d))) {
				return body + string(d)
			}
		}
	}
}

func mobileOf(r *rand.Rand) string {
	return []string{"13", "15", "17", "18", "19"}[r.IntN(5)] + digitsOf(r, 9)
}

// TestNothingOfANumberIsLeft writes numbers of people in every way we know of, between words of
// every sort, and looks for what is left of them.
func TestNothingOfANumberIsLeft(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(21, 1))
	before := []string{"", "打", "联系 ", "，", "我的是：", "\n", "（", "请速回", "😡", "第二杯半价，"}
	behind := []string{"", "找我", "。", "，谢谢", "\n", "）", "！！", " 急", "😡", "，花了38块"}
	kinds := []struct {
		name, tag string
		scripts   []string
		write     func() string
	}{
		{"mobile", tagMobile, []string{"plain", "full-width", "numerals"}, func() string {
			n, sep := mobileOf(r), []string{"", " ", "-", "—", "  ", "　"}[r.IntN(6)]
			return []string{"", "", "+86 ", "86-", "(+86)"}[r.IntN(5)] + grouped(n, sep, 3, 4, 4)
		}},
		{"identity card", tagID, []string{"plain", "full-width"}, func() string {
			return grouped(idCardOf(r), []string{"", " ", "-"}[r.IntN(3)], 6, 8, 4)
		}},
		{"bank card", tagCard, []string{"plain", "full-width"}, func() string {
			return grouped(cardOf(r, 16+3*r.IntN(2)), []string{"", " ", "-"}[r.IntN(3)], 4, 4, 4, 4, 4)
		}},
		{"landline", tagLandline, []string{"plain", "full-width"}, func() string {
			area := []string{"010", "021", "0571", "028", "0755"}[r.IntN(5)]
			return area + "-" + fmt.Sprint(2+r.IntN(7)) + digitsOf(r, 7)
		}},
		{"e-mail", tagEmail, []string{"plain"}, func() string {
			return []string{"zhang", "a.b", "li_4", "x-y"}[r.IntN(4)] + digitsOf(r, r.IntN(6)) + []string{"@", "＠"}[r.IntN(2)] + []string{"qq.com", "163.com", "mail.example.cn"}[r.IntN(3)]
		}},
		{"number plate", tagPlate, []string{"plain"}, func() string {
			return []string{"沪A", "京B", "粤S", "浙C", "苏E"}[r.IntN(5)] + []string{"", "·", " "}[r.IntN(3)] + string("ABCDEFGH"[r.IntN(8)]) + digitsOf(r, 4)
		}},
		{"order", tagOrder, []string{"plain", "full-width"}, func() string {
			return []string{"订单号：", "订单编号", "运单号 ", "单号是"}[r.IntN(4)] + digitsOf(r, 12+r.IntN(8))
		}},
	}
	for _, k := range kinds {
		for i := range 1500 {
			script := k.scripts[i%len(k.scripts)]
			number := inScript(k.write(), scripts[script])
			in := before[r.IntN(len(before))] + number + behind[r.IntN(len(behind))]
			out := m.Text(in)
			if runs := longestDigits(out); runs > 3 {
				t.Fatalf("%s in %s: %q became %q: %d digits in a row are left", k.name, script, in, out, runs)
			}
			if !strings.Contains(out, "[") {
				t.Fatalf("%s in %s: %q became %q", k.name, script, in, out)
			}
			if !strings.Contains(out, k.tag) && k.name != "order" && k.name != "bank card" && k.name != "identity card" {
				t.Fatalf("%s in %s: %q became %q, want a %s", k.name, script, in, out, k.tag)
			}
			if again := m.Text(out); again != out {
				t.Fatalf("%q became %q, then %q", in, out, again)
			}
		}
	}
}

// longestDigits is how many digits of any script stand together, blanks and dashes between them
// not counted.
func longestDigits(s string) int {
	longest, n := 0, 0
	for _, r := range s {
		switch {
		case digitOf(r) >= 0:
			n++
			longest = max(longest, n)
		case strings.ContainsRune(" -—　", r):
		default:
			n = 0
		}
	}
	return longest
}

// TestWhatIsNobodysStays writes figures that reviews are full of in many ways and sentences. A
// letter that says 等了[电话] is no use to anybody.
func TestWhatIsNobodysStays(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(22, 1))
	kinds := map[string]func() string{
		"a price": func() string {
			n := 1 + r.IntN(19999)
			return []string{
				fmt.Sprintf("¥%d", n), fmt.Sprintf("%d元", n), fmt.Sprintf("%d.%02d元", n, r.IntN(100)), fmt.Sprintf("￥%d.%d", n, r.IntN(10)),
				fmt.Sprintf("人均%d", n%500), fmt.Sprintf("涨了%d块钱", n%100), fmt.Sprintf("原价%d现价%d", n+10, n), fmt.Sprintf("%d,%03d.00", 1+n/1000, n%1000),
			}[r.IntN(8)]
		},
		"a date": func() string {
			y, mo, d := 2015+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28)
			return []string{
				fmt.Sprintf("%d-%02d-%02d", y, mo, d), fmt.Sprintf("%d年%d月%d日", y, mo, d), fmt.Sprintf("%d/%d/%d", y, mo, d), fmt.Sprintf("%d.%02d.%02d", y, mo, d),
				fmt.Sprintf("%d%02d%02d", y, mo, d), fmt.Sprintf("%d月%d号", mo, d), fmt.Sprintf("%d-%02d-%02d %02d:%02d:%02d", y, mo, d, r.IntN(24), r.IntN(60), r.IntN(60)),
			}[r.IntN(7)]
		},
		"a time": func() string {
			return []string{
				fmt.Sprintf("%d:%02d", r.IntN(24), r.IntN(60)), fmt.Sprintf("%d点%d分", r.IntN(24), r.IntN(60)), fmt.Sprintf("%d-%d点", 9+r.IntN(4), 14+r.IntN(8)),
				fmt.Sprintf("%02d:%02d-%02d:%02d", 8+r.IntN(4), r.IntN(60), 14+r.IntN(8), r.IntN(60)), fmt.Sprintf("等了%d分钟", r.IntN(200)),
			}[r.IntN(5)]
		},
		"a version": func() string {
			return []string{
				fmt.Sprintf("%d.%d.%d", r.IntN(30), r.IntN(30), r.IntN(300)), fmt.Sprintf("v%d.%d", r.IntN(20), r.IntN(20)), fmt.Sprintf("iOS %d.%d.%d", 12+r.IntN(8), r.IntN(8), r.IntN(4)),
				fmt.Sprintf("版本%d.%d.%d.%d", r.IntN(99), r.IntN(9), r.IntN(9999), r.IntN(999)), fmt.Sprintf("Android %d", 8+r.IntN(9)),
			}[r.IntN(5)]
		},
		"a model": func() string {
			return []string{
				fmt.Sprintf("iPhone %d Pro", 8+r.IntN(10)), fmt.Sprintf("华为P%d", 10+r.IntN(60)), fmt.Sprintf("小米%d", 5+r.IntN(12)), fmt.Sprintf("Mate%d", 20+10*r.IntN(5)),
				fmt.Sprintf("RTX%d0", 205+r.IntN(300)), fmt.Sprintf("ThinkPad X%d", 200+r.IntN(90)), fmt.Sprintf("SM-A%d", 1000+r.IntN(8999)), fmt.Sprintf("%dG+%dG", 8, 128<<r.IntN(3)),
			}[r.IntN(8)]
		},
		"a rating": func() string {
			return []string{
				fmt.Sprintf("%d.%d分", r.IntN(5), r.IntN(10)), fmt.Sprintf("%d星", 1+r.IntN(5)), fmt.Sprintf("评分%d.%d（%d条评价）", r.IntN(5), r.IntN(10), r.IntN(99999)),
				fmt.Sprintf("好评率%d%%", r.IntN(101)), fmt.Sprintf("%d/10", r.IntN(11)), fmt.Sprintf("打%d分", r.IntN(100)),
			}[r.IntN(6)]
		},
		"an amount": func() string {
			return []string{
				fmt.Sprintf("%dml", 100+r.IntN(1900)), fmt.Sprintf("%d克", r.IntN(5000)), fmt.Sprintf("%d人排队", r.IntN(300)), fmt.Sprintf("卖了%d件", r.IntN(9999999)), fmt.Sprintf("阅读%d", r.IntN(9999999)),
				fmt.Sprintf("%d万粉丝", r.IntN(9000)), fmt.Sprintf("第%d次", r.IntN(200)), fmt.Sprintf("%d×%d", 640+r.IntN(3000), 480+r.IntN(2000)), fmt.Sprintf("A%d号桌", r.IntN(999)),
			}[r.IntN(9)]
		},
		"a hotline": func() string {
			return []string{"400-" + digitsOf(r, 3) + "-" + digitsOf(r, 4), "12315", "12345", "95588", "10086", "110", "800-820-" + digitsOf(r, 4)}[r.IntN(7)]
		},
	}
	frames := []string{"%s", "买的时候%s，现在不一样了", "看到是%s就下单了", "店员说%s", "%s，气死", "（%s）", "奶茶%s真不值", "写着%s，结果不是", "我记得%s来过"}
	for name, write := range kinds {
		for range 1500 {
			in := fmt.Sprintf(frames[r.IntN(len(frames))], write())
			if out := m.Text(in); out != in {
				t.Errorf("%s: %q became %q", name, in, out)
				break
			}
		}
	}
}

// TestTwoThingsSideBySide keeps what belongs to nobody beside what belongs to somebody.
func TestTwoThingsSideBySide(t *testing.T) {
	m := newMasker(t)
	for in, want := range map[string]string{
		"3月5日13:40下单，电话13812345678，花了128.5元":   "3月5日13:40下单，电话[手机号]，花了128.5元",
		"版本8.0.40闪退，客服让加QQ12345678":            "版本8.0.40闪退，客服让加QQ[QQ号]",
		"2024-01-02 订单号2024010212345678 等了3小时": "2024-01-02 订单号[订单号] 等了3小时",
		"打400-820-8820没人接，打021-56781234也没人接":   "打400-820-8820没人接，打[电话]也没人接",
		"车停在B2-103，车牌沪A12345，4.8分的店":           "车停在B2-103，车牌[车牌号]，4.8分的店",
		"一三八一二三四五六七八，等了两三个小时":                  "[手机号]，等了两三个小时",
	} {
		if got := m.Text(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}
