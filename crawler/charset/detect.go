package charset

import (
	"bytes"
	"mime"
	"regexp"
	"unicode"
	"unicode/utf8"
)

// byteOrderMark names the encoding a byte order mark announces; "" without one.
func byteOrderMark(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return UTF8
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return "utf-16le"
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return "utf-16be"
	}
	return ""
}

var charsetParameter = regexp.MustCompile(`(?i)charset\s*=\s*["']?([\w.:-]+)`)

// fromHeader reads the charset parameter of a Content-Type value, also of one that mime refuses.
func fromHeader(contentType string) string {
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	} else if m := charsetParameter.FindStringSubmatch(contentType); m != nil {
		label = m[1]
	}
	if label == "" {
		return ""
	}
	_, name := lookup(label)
	return name
}

var (
	comment     = regexp.MustCompile(`(?s)<!--.*?-->`)
	xmlEncoding = regexp.MustCompile(`(?i)^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']`)
	metaCharset = regexp.MustCompile(`(?i)<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)`)
)

// prescan is how far into a page a declaration is looked for. The standard says 1024 bytes; real
// pages put analytics scripts before their meta.
const prescan = 4096

// jsonCharset matches a field of an answer that names its own encoding, as Discuz! writes it.
// The quotes are those of JSON itself: within a string they would stand behind backslashes.
var jsonCharset = regexp.MustCompile(`(?i)[{,]\s*"charset"\s*:\s*"([\w.:-]+)"`)

// jsonPrescan is how far it is looked for: further in, other people's words begin.
const jsonPrescan = 512

// fromMarkup reads the XML prolog, the meta element or the field of a JSON object that names an
// encoding; the first two only of text that begins as markup does, because a CSV column or a JSON
// string may quote a page.
func fromMarkup(b []byte) string {
	b = bytes.TrimLeft(b[:min(len(b), prescan)], " \t\r\n")
	if len(b) > 0 && b[0] == '{' {
		return fromJSON(b)
	}
	if len(b) == 0 || b[0] != '<' {
		return ""
	}
	m := xmlEncoding.FindSubmatch(b)
	if m == nil {
		m = metaCharset.FindSubmatch(comment.ReplaceAll(b, nil))
	}
	if m == nil {
		return ""
	}
	_, name := lookup(string(m[1]))
	if name == "utf-16le" || name == "utf-16be" {
		return UTF8 // one could read the declaration, so it is not UTF-16; the standard says the same
	}
	return name
}

func fromJSON(b []byte) string {
	m := jsonCharset.FindSubmatch(b[:min(len(b), jsonPrescan)])
	if m == nil {
		return ""
	}
	_, name := lookup(string(m[1]))
	if name == "utf-16le" || name == "utf-16be" {
		return UTF8 // it could be read
	}
	return name
}

// judge weighs the declared encoding against the bytes.
func judge(b []byte, declared string) string {
	valid, cut, ideographs := looksUTF8(b)
	if cut && declared != UTF8 {
		valid = false // one broken byte at the end is all there is: "caf\xe9" speaks for no encoding
	}
	switch {
	case declared == UTF8 && valid:
		return UTF8
	case declared == UTF8:
		// A declared UTF-8 page with a few broken bytes is still UTF-8; one that is mostly broken is not.
		if good, bad := utf8Share(b); bad*9 < good {
			return UTF8
		}
		return guess(b)
	case valid && ideographs >= 2:
		// Two bytes of GBK are often valid UTF-8 by accident ("一" is D2 BB), three bytes that make
		// an ideograph, twice, hardly ever: whoever declared otherwise was wrong.
		return UTF8
	case declared != "" && !weak(declared):
		return corrected(b, declared)
	case valid:
		return UTF8
	}
	// Tools cut cells at a number of bytes, so that one broken character stands in a file of good
	// ones. No ten characters of another encoding are UTF-8 by accident.
	if good, bad := utf8Share(b); good >= 10 && bad*9 < good {
		return UTF8
	}
	return guess(b)
}

// corrected is the declared encoding, unless it is one of the two of Chinese and the bytes make plain
// sense in the other. That takes a sentence: of a few characters any reading may be meant.
func corrected(b []byte, declared string) string {
	other := map[string]string{"gb18030": "big5", "big5": "gb18030"}[declared]
	if other == "" {
		return declared
	}
	mine, n := score(b, declared)
	theirs, _ := score(b, other)
	if n >= 8 && theirs-mine >= 0.9 {
		return other
	}
	return declared
}

// looksUTF8 tells whether b is UTF-8 (a character cut at the end is forgiven: b may be a sample),
// whether such a cut character is the only one that is not ASCII, and how many CJK ideographs or
// Kana it holds so read.
func looksUTF8(b []byte) (valid, cut bool, ideographs int) {
	ascii := true
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 {
			return len(b) < utf8.UTFMax && !utf8.FullRune(b), ascii, ideographs
		}
		if r >= 0x3000 && (unicode.Is(unicode.Han, r) || r <= 0x30FF || r >= 0xFF00 && r <= 0xFFEF) {
			ideographs++
		}
		ascii = ascii && n == 1
		b = b[n:]
	}
	return true, false, ideographs
}

// utf8Share counts the characters of b that are not ASCII: those that are UTF-8, and broken bytes.
func utf8Share(b []byte) (good, bad int) {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good, bad
}

// guess names the encoding of bytes that are not UTF-8 and that nobody declared. The candidates
// are those of Chinese text, then Western European. Short texts are the hard ones: "差评" is four
// bytes, so what is plain bad in a reading counts more than what is frequent in it.
func guess(b []byte) string {
	if western(b) {
		return "windows-1252"
	}
	gb, _ := score(b, "gb18030")
	big5, _ := score(b, "big5")
	if big5 > gb {
		return "big5"
	}
	return "gb18030"
}

// western tells Latin letters with accents from double-byte text: in the first, bytes over 0x7F are
// few and stand alone between ASCII letters; in the second they come in twos, or, in Big5, whose
// second bytes are often ASCII, they are at least every other byte.
func western(b []byte) bool {
	paired, single, high, all := 0, 0, 0, 0
	for i, c := range b {
		if c > ' ' {
			all++
		}
		if c >= 0x80 {
			high++
		}
		if c >= 0x80 && (i == 0 || b[i-1] < 0x80) { // the first of a run
			if i+1 < len(b) && b[i+1] >= 0x80 {
				paired++
			} else {
				single++
			}
		}
	}
	return single > paired && high*3 < all
}

// frequent are the commonest characters of modern Chinese, simplified and traditional, with the
// marks that end its sentences. A wrong reading of Chinese bytes yields rare characters.
var frequent = func() map[rune]bool {
	set := map[rune]bool{}
	for _, r := range "的一是不了在有人我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切编宝谈府拉黑且随格尽剑讲布杀微怕母调局根曾准团段终乐切级克精哪官示冲竟乎男举客证苦照注费足尔招群热推晚响称兰差评店家服务态度慢垃圾退款客服订单外卖味道难喝这個們說為來國時會對後沒於過還發當無見經頭動兩長樣現將與進實點種聲話問機給幾業間門東氣關內軍產電，。！？、：；“”（）《》…" {
		set[r] = true
	}
	return set
}()

// score weighs b read in an encoding: +2 for a frequent character, −6 for bytes without meaning. It is
// per character, so that a reading which needs fewer characters has no advantage; n is how many that
// are not ASCII were read.
func score(b []byte, name string) (perCharacter float64, n int) {
	text := decodeAs(b[:min(len(b), 16<<10)], name)
	sum := 0.0
	for _, r := range text {
		if r < 0x80 {
			continue
		}
		n++
		switch {
		case r == utf8.RuneError, r >= 0xE000 && r < 0xF900:
			sum -= 6
		case frequent[r]:
			sum += 2
		}
	}
	if n == 0 {
		return 0, 0
	}
	return sum / float64(n), n
}
