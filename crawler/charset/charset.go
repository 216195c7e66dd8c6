// Package charset says what bytes mean: it finds the encoding of a page, feed or file and turns it
// into UTF-8 text.
//
// Chinese sites lie about encodings in every way there is: a header that says ISO-8859-1 because
// that is the server's default, a <meta> that still says gb2312 on a page that moved to UTF-8, no
// word at all on a two-character review in GBK. So a declaration is believed only as far as the
// bytes agree with it, and GB2312 and GBK are read as GB18030, which contains both.
package charset

import (
	"fmt"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// UTF8 is the name of the encoding most texts are in.
const UTF8 = "utf-8"

// Decode returns body as UTF-8 text without a byte order mark, and the WHATWG name of the encoding
// it was in, lower case ("utf-8", "gb18030", "big5", "utf-16le", "windows-1252", …).
//
// contentType is the value of the Content-Type header, or "". override is an encoding the user
// named, or ""; it is obeyed whatever the bytes look like. Bytes that mean nothing become U+FFFD.
// The only error is an override that names no known encoding.
func Decode(body []byte, contentType, override string) (text, name string, err error) {
	name, err = Detect(body, contentType, override)
	if err != nil {
		return "", "", err
	}
	return decodeAs(body, name), name, nil
}

// Detect names the encoding of a text of which sample is the beginning, or all of it. The
// arguments are those of Decode.
func Detect(sample []byte, contentType, override string) (name string, err error) {
	if override != "" {
		_, name := lookup(override)
		if name == "" {
			return "", fmt.Errorf("charset: %q is not a known encoding; write utf-8, gb18030, big5 or another WHATWG name", override)
		}
		return name, nil
	}
	if name := byteOrderMark(sample); name != "" {
		return name, nil
	}
	return judge(sample, declaration(sample, contentType)), nil
}

// declaration is the encoding the header names, or the markup when the header knows nothing better;
// "" when neither does.
func declaration(sample []byte, contentType string) string {
	declared := fromHeader(contentType)
	if inside := fromMarkup(sample); inside != "" && (declared == "" || weak(declared)) {
		return inside
	}
	return declared
}

// decodeAs converts body from the encoding named, dropping a byte order mark.
func decodeAs(body []byte, name string) string {
	if name == UTF8 {
		return strings.ToValidUTF8(strings.TrimPrefix(string(body), "\ufeff"), "\uFFFD")
	}
	enc, _ := lookup(name)
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		// The decoders replace what they cannot read; an error means the input was cut inside a
		// character, and what came before it is still text.
		out = append(out, "\uFFFD"...)
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(out), "\ufeff"), "\uFFFD")
}

// lookup finds an encoding by any label of the WHATWG standard; "" when there is none.
func lookup(label string) (encoding.Encoding, string) {
	enc, name := charset.Lookup(strings.TrimSpace(label))
	switch name {
	case "gbk", "gb18030":
		return simplifiedchinese.GB18030, "gb18030"
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), name
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), name
	case "replacement":
		return nil, "" // the standard's bin for encodings nobody may use
	}
	return enc, name
}

// weak tells whether a declaration is what servers send when nobody told them anything.
func weak(name string) bool { return name == "windows-1252" || name == "iso-8859-1" }
