package charset

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func gbk(s string) []byte {
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func big5(s string) []byte {
	b, err := traditionalchinese.Big5.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("奶茶难喝"))
	const page = `<html><head><meta charset="gb2312"><title>茶</title></head><body>排队一个小时，服务态度差</body></html>`
	for _, c := range []struct {
		why, contentType, override string
		body                       []byte
		text, name                 string
	}{
		{"two characters of GBK without a word about it", "", "", gbk("差评"), "差评", "gb18030"},
		{"one sentence of GBK, undeclared", "text/html", "", gbk("这家店太难喝了"), "这家店太难喝了", "gb18030"},
		{"declared in the header", "text/html; charset=GB2312", "", gbk("一"), "一", "gb18030"},
		{"GBK that is valid UTF-8 by accident follows its header", "text/plain; charset=gbk", "", gbk("模一"), "模一", "gb18030"},
		{"declared in the page only", "text/html", "", gbk(page), page, "gb18030"},
		{"the header is the server's default, the page knows better", "text/html; charset=ISO-8859-1", "", gbk(page), page, "gb18030"},
		{"the page still says gb2312 but moved to UTF-8", "text/html", "", []byte(page), page, UTF8},
		{"the header says gb2312 but the body is UTF-8", "text/html; charset=gb2312", "", []byte("排队一个小时"), "排队一个小时", UTF8},
		{"the header says utf-8 but the body is GBK", "text/html; charset=utf-8", "", gbk("排队一个小时，服务态度差"), "排队一个小时，服务态度差", "gb18030"},
		{"XML prolog", "text/xml", "", append([]byte(`<?xml version="1.0" encoding="gbk"?><a>`), gbk("一")...), `<?xml version="1.0" encoding="gbk"?><a>一`, "gb18030"},
		{"UTF-8 with a byte order mark", "", "", []byte("\ufeffid,text"), "id,text", UTF8},
		{"UTF-16 with a byte order mark", "", "", utf16, "奶茶难喝", "utf-16le"},
		{"traditional Chinese in Big5", "", "", big5("這個飲料真的不好喝，店員態度也很差，我們不會再來了"), "這個飲料真的不好喝，店員態度也很差，我們不會再來了", "big5"},
		{"Western text with single accents", "", "", []byte("caf\xe9 tr\xe8s bon"), "café très bon", "windows-1252"},
		{"the user's word outweighs everything", "text/html; charset=utf-8", "gbk", gbk("一"), "一", "gb18030"},
		{"plain ASCII", "", "", []byte("ok"), "ok", UTF8},
		{"nothing at all", "", "", nil, "", UTF8},
		{"UTF-8 cut inside its last character", "", "", []byte("奶茶")[:5], "奶\uFFFD", UTF8},
		{"a JSON string that quotes a page declares nothing", "application/json", "", []byte(`{"a":"<meta charset=gbk>é"}`), `{"a":"<meta charset=gbk>é"}`, UTF8},
		{"an unknown label in the header is no declaration", "text/html; charset=klingon", "", gbk("差评"), "差评", "gb18030"},
		{"a header mime refuses", "text/html; charset=gbk; charset", "", gbk("一"), "一", "gb18030"},
		{"a meta inside a comment is no declaration", "", "", []byte("<!-- <meta charset=big5> --><p>é</p>"), "<!-- <meta charset=big5> --><p>é</p>", UTF8},
	} {
		t.Run(c.why, func(t *testing.T) {
			text, name, err := Decode(c.body, c.contentType, c.override)
			if err != nil || text != c.text || name != c.name {
				t.Errorf("Decode = %q, %q, %v; want %q, %q", text, name, err, c.text, c.name)
			}
		})
	}
}

func TestDecodeRefusesUnknownOverride(t *testing.T) {
	if _, _, err := Decode([]byte("x"), "", "gbq"); err == nil || !strings.Contains(err.Error(), `"gbq"`) {
		t.Errorf("err = %v; it must name the value", err)
	}
}

func TestReader(t *testing.T) {
	long := strings.Repeat("id,text\n1,plain\n", 20_000)
	for _, c := range []struct {
		why, override string
		in            []byte
		text, name    string
	}{
		{"UTF-8 with a byte order mark", "", []byte("\ufeff标题,内容\n"), "标题,内容\n", UTF8},
		{"GBK from the first byte", "", gbk("标题,内容\n难喝,服务差\n"), "标题,内容\n难喝,服务差\n", "gb18030"},
		{"GBK that begins after 300 kB of ASCII", "", append([]byte(long), gbk("难喝，服务态度差")...), long + "难喝，服务态度差", "gb18030"},
		{"UTF-8 that begins after 300 kB of ASCII", "", append([]byte(long), "难喝"...), long + "难喝", UTF8},
		{"what the user names", "gb18030", gbk("一"), "一", "gb18030"},
		{"empty", "", nil, "", UTF8},
		{"invalid bytes become the replacement character", "utf-8", []byte("a\xffb"), "a\uFFFDb", UTF8},
	} {
		t.Run(c.why, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				var in io.Reader = bytes.NewReader(c.in)
				if slow {
					in = iotest.HalfReader(in)
				}
				r, err := NewReader(in, "", c.override)
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(r)
				if err != nil || string(got) != c.text || r.Encoding() != c.name {
					t.Errorf("half reads %v: %d bytes %.40q, %q, %v; want %d bytes, %q", slow, len(got), tail(string(got)), r.Encoding(), err, len(c.text), c.name)
				}
			}
		})
	}
}

func tail(s string) string { return s[max(0, len(s)-40):] }

func FuzzDecode(f *testing.F) {
	f.Add(gbk("差评"), "text/html; charset=gb2312")
	f.Add([]byte("<meta charset=utf-16>"), "")
	f.Add([]byte("\xff\xfe\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, name, err := Decode(body, contentType, "")
		if err != nil || !utf8.ValidString(text) || name == "" {
			t.Errorf("Decode(%q, %q) = %q, %q, %v", body, contentType, text, name, err)
		}
	})
}
