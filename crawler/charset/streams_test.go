package charset

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// in writes s in an encoding, which must be able to.
func in(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDeclarationsAgainstBytes(t *testing.T) {
	const text = "排队一个小时，服务态度差"
	meta := func(label, body string) string {
		return `<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=` + label + `"></head><body>` + body
	}
	le := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	be := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	for _, c := range []struct {
		why, contentType string
		body             []byte
		want, name       string // want: part of the text
	}{
		{"header and page agree", "text/html; charset=gbk", in(t, simplifiedchinese.GBK, meta("gbk", text)), text, "gb18030"},
		{"the header wins over the page when the bytes bear it", "text/html; charset=big5", in(t, traditionalchinese.Big5, meta("gb2312", "這個飲料真的不好喝")), "這個飲料真的不好喝", "big5"},
		{"the page says utf-8, the header nothing, the bytes are GBK", "text/html", in(t, simplifiedchinese.GBK, meta("utf-8", text)), text, "gb18030"},
		{"the header says utf-8, the page gbk, the bytes are UTF-8", "text/html; charset=utf-8", []byte(meta("gbk", text)), text, UTF8},
		{"the header says utf-8, the page and the bytes are GBK", "text/html; charset=utf-8", in(t, simplifiedchinese.GBK, meta("gbk", text)), text, "gb18030"},
		{"the header says big5, the bytes are UTF-8", "text/html; charset=big5", []byte(meta("big5", text)), text, UTF8},
		{"the page says UTF-16, which it cannot be", "text/html", []byte(meta("utf-16", text)), text, UTF8},
		{"the meta in its short form", "", in(t, simplifiedchinese.GBK, `<html><head><meta charset=gbk><title>`+text), text, "gb18030"},
		{"the meta behind a kilobyte of script", "", in(t, simplifiedchinese.GBK, "<html><head><script>"+strings.Repeat("var a;", 400)+"</script><meta charset='gb2312'>一"), "一", "gb18030"},
		{"a prolog in single quotes", "text/xml", in(t, simplifiedchinese.GBK, "<?xml version='1.0' encoding='GB2312'?><a>一</a>"), "一", "gb18030"},
		{"a prolog that says UTF-8 before bytes of GBK", "", in(t, simplifiedchinese.GBK, `<?xml version="1.0" encoding="UTF-8"?><a>`+text+"</a>"), text, "gb18030"},
		{"the mark of UTF-8 outweighs the header", "text/html; charset=gbk", []byte("\ufeff" + text), text, UTF8},
		{"UTF-16, little end first", "text/plain", in(t, le, text), text, "utf-16le"},
		{"UTF-16, big end first, against its header", "text/plain; charset=utf-8", in(t, be, text), text, "utf-16be"},
		{"UTF-16 with characters outside the plane", "", in(t, le, "差😡评"), "差😡评", "utf-16le"},
		{"half of such a character", "", append(in(t, le, "差"), 0x3d, 0xd8), "差\uFFFD", "utf-16le"},
		{"UTF-16 cut inside a unit", "", append(in(t, be, "差"), 0x8b), "差\uFFFD", "utf-16be"},
		{"GB18030's four bytes", "text/plain; charset=gb18030", in(t, simplifiedchinese.GB18030, "㐂😡é"), "㐂😡é", "gb18030"},
		{"the euro sign of GBK", "text/plain; charset=gbk", []byte("5\x80"), "5€", "gb18030"},
		{"GBK cut inside a character", "text/plain; charset=gbk", in(t, simplifiedchinese.GBK, "差评")[:3], "差\uFFFD", "gb18030"},
		{"Japanese as declared", "text/html; charset=Shift_JIS", []byte("\x82\xa8\x92\x83"), "お茶", "shift_jis"},
		{"Western as declared", "text/html; charset=iso-8859-1", []byte("caf\xe9"), "café", "windows-1252"},
		{"a label in capitals and quotes", `text/html; Charset="GB2312"`, in(t, simplifiedchinese.GBK, "一"), "一", "gb18030"},
		{"UTF-8 with one byte broken", "text/html; charset=utf-8", []byte(text + "\xff" + text), text + "\uFFFD" + text, UTF8},
		{"the same, undeclared: a cell cut at a number of bytes", "", []byte(text + "\xe5\xa5," + text), text + "\uFFFD," + text, UTF8},
		{"an encoding nobody may use", "text/html; charset=iso-2022-cn", []byte(text), text, UTF8},
		{"NUL bytes are no encoding", "", []byte("a\x00b"), "a\x00b", UTF8},
		{"UTF-8 of one character", "", []byte("好"), "好", UTF8},
		{"UTF-8 of accents only", "", []byte("café à la crème"), "café à la crème", UTF8},
	} {
		got, name, err := Decode(c.body, c.contentType, "")
		if err != nil || name != c.name || !strings.Contains(got, c.want) || strings.HasPrefix(got, "\ufeff") {
			t.Errorf("%s: %q as %s, %v; want %q as %s", c.why, got, name, err, c.want, c.name)
		}
	}
}

// The streaming reader and the decoder of whole texts are one in meaning, however the bytes are dealt out.
func TestAStreamSaysWhatTheWholeSays(t *testing.T) {
	const poem = "这家店的奶茶真的很难喝，排队一个小时，服务态度也差！😡 2.3万人都说好，我不信。\r\n"
	long := strings.Repeat(poem, 1500) // over twice the sample
	for why, c := range map[string]struct {
		body     []byte
		override string
	}{
		"UTF-8":               {[]byte(long), ""},
		"UTF-8 with a mark":   {[]byte("\ufeff" + long), ""},
		"GB18030":             {in(t, simplifiedchinese.GB18030, long), ""},
		"GB18030 as told":     {in(t, simplifiedchinese.GB18030, long), "gb2312"},
		"UTF-16, little end":  {in(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), long), ""},
		"UTF-16, big end":     {in(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), long), ""},
		"Big5 as told":        {in(t, traditionalchinese.Big5, strings.Repeat("這個飲料真的不好喝，等了一個小時。\n", 3000)), "big5"},
		"one character of it": {[]byte("\xb2\xee\xc6\xc0"), ""},
	} {
		want, name, err := Decode(c.body, "", c.override)
		if err != nil {
			t.Fatal(err)
		}
		for how, deal := range map[string]func(io.Reader) io.Reader{
			"a byte at a time": iotest.OneByteReader, "by halves": iotest.HalfReader, "with the error at the end": iotest.DataErrReader,
			"at odd lengths": func(r io.Reader) io.Reader { return &dealer{r, rand.New(rand.NewPCG(1, 2))} },
		} {
			r, err := NewReader(deal(bytes.NewReader(c.body)), "", c.override)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(deal(r))
			if err != nil || string(got) != want || r.Encoding() != name {
				t.Errorf("%s %s: %d bytes as %s, %v; the whole has %d as %s", why, how, len(got), r.Encoding(), err, len(want), name)
			}
		}
	}
}

// dealer reads a few bytes at a time, now and then none.
type dealer struct {
	r io.Reader
	n *rand.Rand
}

func (d *dealer) Read(p []byte) (int, error) { return d.r.Read(p[:min(len(p), d.n.IntN(7))]) }

// Wherever the border of the sample falls inside a character, nothing is lost there.
func TestBordersOfTheSample(t *testing.T) {
	for shift := range 4 {
		for _, c := range []struct {
			e    encoding.Encoding
			name string
		}{{simplifiedchinese.GBK, "gb18030"}, {encoding.Nop, UTF8}} {
			text := strings.Repeat("a", shift) + strings.Repeat("难喝", sampleSize/3)
			r, err := NewReader(bytes.NewReader(in(t, c.e, text)), "", "")
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || string(got) != text || r.Encoding() != c.name {
				t.Errorf("shifted by %d in %s: %d of %d bytes as %s, %v", shift, c.name, len(got), len(text), r.Encoding(), err)
			}
		}
		// The first character that is not ASCII stands around the end of the sample.
		for _, e := range []encoding.Encoding{simplifiedchinese.GBK, encoding.Nop} {
			text := strings.Repeat("a", sampleSize-shift) + "难喝，服务态度差，等了很久"
			r, err := NewReader(iotest.HalfReader(bytes.NewReader(in(t, e, text))), "", "")
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || string(got) != text {
				t.Errorf("beginning %d before the end of the sample: %q, %v", shift, tail(string(got)), err)
			}
		}
	}
}

func TestStreamsThatBreak(t *testing.T) {
	for _, c := range []struct {
		why  string
		body []byte
		want string
	}{
		{"UTF-8 cut inside a character", []byte("奶茶")[:5], "奶\uFFFD"},
		{"GBK cut inside a character", append(in(t, simplifiedchinese.GBK, "服务态度差，排队太久"), 0xb2), "服务态度差，排队太久\uFFFD"},
		{"a broken byte deep inside", []byte(strings.Repeat("好喝", 30_000) + "\xff" + "难喝"), strings.Repeat("好喝", 30_000) + "\uFFFD难喝"},
		{"nothing but a mark", []byte("\ufeff"), ""},
	} {
		r, err := NewReader(bytes.NewReader(c.body), "", "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if s := string(got); err != nil || s != c.want && strings.ReplaceAll(s, "\uFFFD\uFFFD", "\uFFFD") != c.want {
			t.Errorf("%s: %.60q, %v; want %.60q", c.why, tail(s), err, tail(c.want))
		}
	}
	for _, before := range []string{"", "abc", strings.Repeat("a", 2*sampleSize), strings.Repeat("难", sampleSize)} {
		r, err := NewReader(io.MultiReader(strings.NewReader(before), iotest.ErrReader(io.ErrClosedPipe)), "", "")
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if err == nil || !strings.Contains(err.Error(), io.ErrClosedPipe.Error()) {
			t.Errorf("behind %d bytes the file's error became %v", len(before), err)
		}
	}
	if _, err := NewReader(strings.NewReader("x"), "", "klingon"); err == nil {
		t.Error("an encoding nobody knows was accepted")
	}
	r, err := NewReader(strings.NewReader("abc"), "", "")
	if n, err2 := r.Read(nil); err != nil || n != 0 || err2 != nil {
		t.Errorf("reading nothing: %d, %v, %v", n, err, err2)
	}
}

// FuzzReader holds that a stream is UTF-8, ends, and names its encoding, however it is dealt out.
func FuzzReader(f *testing.F) {
	f.Add([]byte("\xb2\xee\xc6\xc0,a\n"), uint8(1), "")
	f.Add([]byte("\xff\xfea\x00"), uint8(2), "")
	f.Add([]byte("\xef\xbb\xbf奶茶"), uint8(3), "text/csv; charset=gbk")
	f.Add([]byte("<meta charset=big5>\xb3"), uint8(5), "")
	f.Fuzz(func(t *testing.T, body []byte, step uint8, contentType string) {
		r, err := NewReader(bytes.NewReader(body), contentType, "")
		if err != nil {
			t.Fatal(err)
		}
		slow, err := NewReader(&stepper{body, int(step%16) + 1}, contentType, "")
		if err != nil {
			t.Fatal(err)
		}
		a, errA := io.ReadAll(r)
		b, errB := io.ReadAll(slow)
		if errA != nil || errB != nil || !utf8.Valid(a) || !bytes.Equal(a, b) || r.Encoding() != slow.Encoding() || r.Encoding() == "" {
			t.Errorf("%q: %q, %v as %s; %d at a time: %q, %v as %s", body, a, errA, r.Encoding(), step%16+1, b, errB, slow.Encoding())
		}
	})
}

// stepper hands out n bytes at a time.
type stepper struct {
	rest []byte
	n    int
}

func (s *stepper) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), s.n)], s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// FuzzRoundTrip holds that text in an encoding somebody names is read as it was written.
func FuzzRoundTrip(f *testing.F) {
	f.Add("差评，等了1小时", 0)
	f.Add("難喝", 1)
	f.Add("😡é", 2)
	all := []struct {
		e     encoding.Encoding
		label string
	}{{simplifiedchinese.GB18030, "gbk"}, {traditionalchinese.Big5, "big5"}, {unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le"}, {encoding.Nop, "utf-8"}}
	f.Fuzz(func(t *testing.T, text string, which int) {
		c := all[uint(which)%uint(len(all))]
		body, err := c.e.NewEncoder().Bytes([]byte(text))
		if err != nil || !utf8.ValidString(text) || strings.HasPrefix(text, "\ufeff") {
			return
		}
		if back, err := c.e.NewDecoder().Bytes(body); err != nil || string(back) != text {
			return // an encoding that knows two codes for a character, or none
		}
		if got, _, err := Decode(body, "", c.label); err != nil || got != text {
			t.Errorf("%q in %s came back as %q, %v", text, c.label, got, err)
		}
	})
}
