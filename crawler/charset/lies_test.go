package charset

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// sentences are clauses as customers write them, from which the tests below make texts.
var (
	simplified  = strings.Fields("排队排了一个小时 服务员态度很差 味道还可以 杯子漏了一地 客服说不能退款 下次不会再来了 这家店的东西真难喝 我们等了很久才送到 性价比不高 环境倒是不错 里面有一根头发 包装都破了")
	traditional = strings.Fields("排隊排了一個小時 服務員態度很差 味道還可以 杯子漏了一地 客服說不能退錢 下次不會再來了 這家店的東西真難喝 我們等了很久才送到 環境倒是不錯 裡面有一根頭髮 包裝都破了")
)

func compose(r *rand.Rand, clauses []string, n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = clauses[r.IntN(len(clauses))]
	}
	return strings.Join(parts, "，")
}

// Whatever a header, a meta or nothing at all says of a sentence, its bytes decide.
func TestNoDeclarationSpoilsASentence(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	declared := []string{"", "text/html", "text/html; charset=utf-8", "text/html; charset=gb2312", "text/html; charset=gbk", "text/html; charset=big5", "text/html; charset=iso-8859-1", "text/html; charset=nonsense"}
	for range 3000 {
		text, e := compose(r, simplified, 2+r.IntN(4)), encoding.Encoding(simplifiedchinese.GBK)
		switch r.IntN(3) {
		case 0:
			text, e = compose(r, traditional, 2+r.IntN(4)), traditionalchinese.Big5
		case 1:
			e = encoding.Nop
		}
		header := declared[r.IntN(len(declared))]
		if got, name, err := Decode(in(t, e, text), header, ""); got != text || err != nil {
			t.Fatalf("%s under %q came out as %q (%s), %v", text, header, got, name, err)
		}
	}
}

// A declaration that fits is believed even of a text too short to judge, and of rare characters.
func TestADeclarationThatFitsStands(t *testing.T) {
	for _, text := range []string{"一", "饕餮", "齉", "囧", "犇羴", "耄耋之年", "魑魅魍魉"} {
		if got, _, _ := Decode(in(t, simplifiedchinese.GBK, text), "text/plain; charset=gbk", ""); got != text {
			t.Errorf("%s in GBK came out as %q", text, got)
		}
	}
	for _, text := range []string{"一", "饕餮", "驫", "耄耋之年"} {
		if got, _, _ := Decode(in(t, traditionalchinese.Big5, text), "text/plain; charset=big5", ""); got != text {
			t.Errorf("%s in Big5 came out as %q", text, got)
		}
	}
}

func TestJSONNamesItsEncoding(t *testing.T) {
	for _, c := range []struct {
		why, contentType, body string
		e                      encoding.Encoding
		want                   string
	}{
		{"a forum that says so", "application/json", `{"Version":"4","Charset":"GBK","Variables":{"subject":"一"}}`, simplifiedchinese.GBK, "gb18030"},
		{"a forum that says GBK and means UTF-8", "application/json", `{"Version":"4","Charset":"GBK","Variables":{"subject":"排队太久"}}`, encoding.Nop, UTF8},
		{"a forum of Taiwan", "", `{"Version":"4", "charset" : "BIG5","Variables":{"subject":"一"}}`, traditionalchinese.Big5, "big5"},
		{"the header knows better", "application/json; charset=gbk", `{"Charset":"big5","a":"一"}`, simplifiedchinese.GBK, "gb18030"},
		{"an unknown name declares nothing", "", `{"Charset":"klingon","a":"差评"}`, simplifiedchinese.GBK, "gb18030"},
		{"what could be read is not UTF-16", "", `{"Charset":"utf-16","a":"排队"}`, encoding.Nop, UTF8},
		{"a quoted object is a text", "", `{"a":"{\"Charset\":\"big5\"}","b":"差评"}`, simplifiedchinese.GBK, "gb18030"},
		{"nor is it looked for among other people's words", "", `{"a":"` + strings.Repeat("x", 600) + `","Charset":"big5","b":"差评"}`, simplifiedchinese.GBK, "gb18030"},
	} {
		got, name, err := Decode(in(t, c.e, c.body), c.contentType, "")
		if err != nil || name != c.want || got != c.body {
			t.Errorf("%s: %q as %s, %v; want %s", c.why, got, name, err, c.want)
		}
	}
}
