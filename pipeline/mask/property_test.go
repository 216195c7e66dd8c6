package mask

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// surroundings are what people put next to a number; none of it may save the number.
var surroundings = []string{"", "，", "。", "！", "\n", "啊", "：", "（", "）", "😡", "找我 ", " 谢谢", "、", "是", "“", "”"}

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// identity makes a resident identity card's number with its check digit (GB 11643).
func identity(r *rand.Rand) string {
	number := []string{"110101", "310115", "440305", "510104", "650102"}[r.IntN(5)] +
		fmt.Sprintf("%04d%02d%02d", 1940+r.IntN(80), 1+r.IntN(12), 1+r.IntN(28)) + digits(r, 3)
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(number[i]-'0') * weight
	}
	return number + string("10X98765432"[sum%11])
}

// bankCard makes a number of 16 to 19 digits that holds the Luhn sum.
func bankCard(r *rand.Rand) string {
	body := []string{"62", "4", "5", "6"}[r.IntN(4)] + digits(r, 13+r.IntN(4))
	for check := range 10 {
		if number := body + fmt.Sprint(check); len(number) >= 16 && luhn([]byte(number)) {
			return number
		}
	}
	return bankCard(r)
}

func numberPlate(r *rand.Rand) string {
	letter := func() string { return string("ABCDEFGHJKLMNPQRSTUVWXYZ"[r.IntN(24)]) }
	number := string([]rune("京沪粤浙苏川鄂")[r.IntN(7)]) + letter() + []string{"", "·", " "}[r.IntN(3)]
	if r.IntN(2) == 0 {
		return number + "D" + digits(r, 5) // new energy
	}
	return number + letter() + digits(r, 4)
}

func mailAddress(r *rand.Rand) string {
	return "user" + digits(r, 1+r.IntN(6)) + []string{"", ".name", "_x", "+tag"}[r.IntN(4)] + "@" + []string{"qq.com", "example.com.cn", "mail.example"}[r.IntN(3)]
}

func landline(r *rand.Rand) string {
	area := []string{"010", "021", "0571", "0755", "028"}[r.IntN(5)]
	return area + []string{"-", " ", ""}[r.IntN(3)] + string(byte('2'+r.IntN(7))) + digits(r, 7)
}

// What reaches a person is found whatever stands around it, and nothing of it is left.
func TestEveryKindIsFoundAnywhere(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(5, 6))
	for tag, make := range map[string]func(*rand.Rand) string{
		tagID: identity, tagCard: bankCard, tagPlate: numberPlate, tagEmail: mailAddress, tagLandline: landline,
	} {
		for range 3000 {
			secret := make(r)
			before, after := surroundings[r.IntN(len(surroundings))], surroundings[r.IntN(len(surroundings))]
			in := "我的" + before + secret + after + "就这样"
			out := m.Text(in)
			if strings.Contains(out, secret) || strings.ContainsAny(out, "0123456789") {
				t.Fatalf("%q became %q", in, out)
			}
			// A card's number may also be read as another kind; it must be gone, not named right.
			if tag != tagCard && !strings.Contains(out, tag) {
				t.Fatalf("%q became %q, want %s", in, out, tag)
			}
		}
	}
}

// Numbers that reach nobody stay, in whatever sentence.
func TestOrdinaryNumbersStay(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(7, 8))
	sentences := []string{
		"花了%d元", "¥%d.50", "%d条评价", "销量%d+", "浏览%d次", "还有%d天到期", "房间号%d", "%dmAh电池", "第%d名", "满%d减20", "重%d克", "编号%d楼",
	}
	for range 5000 {
		in := fmt.Sprintf(sentences[r.IntN(len(sentences))], r.IntN(100_000_000))
		if out := m.Text(in); out != in {
			t.Fatalf("%q became %q", in, out)
		}
	}
	for range 5000 {
		in := fmt.Sprintf("%04d-%02d-%02d %02d:%02d:%02d 版本%d.%d.%d 评分%.1f",
			1990+r.IntN(50), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(20), r.IntN(100), r.IntN(9999), r.Float64()*5)
		if out := m.Text(in); out != in {
			t.Fatalf("%q became %q", in, out)
		}
	}
}

func TestWhatStandsAroundIsKept(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(9, 10))
	opinions := []string{"等了一小时", "味道不错", "客服不回消息", "再也不来了", "包装破了", "分量少"}
	for range 3000 {
		before, after := opinions[r.IntN(len(opinions))], opinions[r.IntN(len(opinions))]
		out := m.Text(before + "，电话：1" + string(byte('3'+r.IntN(7))) + digits(r, 9) + "，" + after)
		if out != before+"，电话："+tagMobile+"，"+after {
			t.Fatalf("%q", out)
		}
	}
}

func TestOneMaskerServesManyGoroutines(t *testing.T) {
	m := newMasker(t)
	want := rawPost()
	m.Post(&want)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				p := rawPost()
				if m.Post(&p); p != want {
					t.Errorf("%+v", p)
					return
				}
			}
		})
	}
	all.Wait()
}

// Hashes must not give away that two authors are near each other, and never repeat.
func TestHashesOfNeighbours(t *testing.T) {
	m := newMasker(t)
	seen := map[string]bool{}
	for id := range 5000 {
		hash := m.author("weibo", voc.Author{Hash: fmt.Sprint(id)})
		raw, err := hex.DecodeString(hash)
		if err != nil || len(raw) != 32 || seen[hash] || !m.ours(hash) {
			t.Fatalf("id %d: %q", id, hash)
		}
		seen[hash] = true
		raw[31] ^= 1
		if m.ours(hex.EncodeToString(raw)) {
			t.Fatalf("a hash with another proof was taken for ours: %q", hash)
		}
	}
}

// A text made to be slow costs a bounded number of passes.
func TestPassesAreFew(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(11, 12))
	most := 0
	for range 20_000 {
		var b strings.Builder
		for range 1 + r.IntN(30) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		s, passes := b.String(), 0
		for next := m.pass(s); next != s; next = m.pass(s) {
			s = next
			passes++
		}
		most = max(most, passes)
	}
	if most >= maxPasses {
		t.Errorf("%d passes were needed: the bound of %d cuts them off", most, maxPasses)
	}
	t.Logf("%d passes at most", most)
}

func TestRunsAreReadAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]string{
		"138 1234-5678":         "138,1234,5678",
		"１３８.1234":              "138,1234",
		"一三八 幺二":                "138,12",
		"1️⃣3️⃣8":               "138",
		"12    34":              "12", // four blanks are no grouping
		"12\n34":                "12",
		"12/34":                 "12,34",
		"1,380":                 "1",
		"(010)12":               "",
		"010)12":                "010,12",
		"1 - 2":                 "1,2",
		strings.Repeat("1", 50): strings.Repeat("1", maxDigits),
	} {
		var r run
		r.read(in, 0)
		var got []string
		for _, g := range r.groups() {
			got = append(got, string(r.digits()[g.from:g.to]))
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%q was read as %q, want %q", in, got, want)
		}
	}
}

func TestMailDomains(t *testing.T) {
	for in, want := range map[string]int{
		"qq.com": 6, "qq.com.cn谢谢": 9, "qq。com": 8, "ｑｑ．ｃｏｍ": 18, "qq": 0, ".com": 0, "qq.": 0, "qq.c": 0, "qq.com.": 6, "a-b.example": 11, "qq.com-": 6, "": 0, "张三": 0,
	} {
		if got := domainLength(in); got != want {
			t.Errorf("%q: %d bytes of domain, want %d", in, got, want)
		}
	}
}
