package plain

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestTextsMeantToMislead(t *testing.T) {
	for _, c := range []struct{ why, in, want string }{
		{"marks that turn the direction of text", "退\u202e款\u202c \u2066a\u2067b\u2068c\u2069", "退款 abc"},
		{"marks of direction between letters", "\u200e好\u200f喝\u061c", "好喝"},
		{"Arabic keeps its letters", "القهوة جيدة", "القهوة جيدة"},
		{"letters of no width", "f\u200ba\u2060k\ufeffe\u180e", "fake"},
		{"the joiner of a family stays", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		{"the presentation of an emoji stays", "❤\ufe0f", "❤\ufe0f"},
		{"controls", "a\x01\x02\x7f\u0085b\u009fc", "a bc"},
		{"half of a surrogate pair", "好\xed\xa0\xbd喝", "好\uFFFD喝"},
		{"an overlong slash", "a\xc0\xafb", "a\uFFFDb"},
		{"entities by number", "&#22909;&#x559D;&#0;&#xD83D;&#99999999;", "好喝\uFFFD\uFFFD\uFFFD"},
		{"entities without their semicolon", "A&ampB &lt3 &copy", "A&B <3 ©"},
		{"an entity nobody knows", "a &nosuch; b", "a &nosuch; b"},
		{"what a reader sees as an entity stays one", "<p>&amp;lt;b&amp;gt;</p>", "&lt;b&gt;"},
		{"a script that never ends", "好<script>alert(1)", "好"},
		{"a script in a script", "好<script><script></script>喝</script>坏", "好喝坏"},
		{"a comment that never ends", "好<!-- 坏", "好"},
		{"CDATA outside XML", "好<![CDATA[坏]]>喝", "好喝"},
		{"a tag that never ends", "好<img alt=\"[x]\" src", "好"},
		{"attributes are not text", `<p title="<script>坏</script>">好</p>`, "好"},
		{"an emoticon that is a novel", `<img alt="[` + strings.Repeat("长", 30) + `]">好`, "好"},
		{"a template hides its content", `<script type="text/x-handlebars"><li class="comment-item" data-cid="{{id}}">坏</li></script>好`, "好"},
		{"a textarea is not text", "<textarea>坏</textarea>好", "好"},
		{"drawings have no text", "<svg><text>坏</text><title>坏</title></svg>好", "好"},
		{"end tags nobody opened", "</div></p></script></svg>好</pre></a>", "好"},
		{"a mention stays", `<a href="/u/1">@茶友</a>:好`, "@茶友:好"},
		{"Bilibili's emoticon", `哈哈<img src="//x/1.png" alt="[doge]">`, "哈哈[doge]"},
		{"an empty topic is no topic", "#[话题]#", "#[话题]#"},
		{"two topics in a row", "#a[话题]##b[话题]#", "#a##b#"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s: Text(%q) = %q, want %q", c.why, c.in, got, c.want)
		}
	}
}

// Markup as deep and as broken as a page may be large costs time in proportion.
func TestHugeMarkup(t *testing.T) {
	for why, in := range map[string]string{
		"divs in divs":       strings.Repeat("<div>", 200_000) + "好",
		"muted in muted":     strings.Repeat("<svg>", 200_000) + "好",
		"end tags":           strings.Repeat("</p>", 200_000),
		"open brackets":      strings.Repeat("<", 500_000),
		"ampersands":         strings.Repeat("&", 500_000),
		"attributes":         "<p " + strings.Repeat("a=1 ", 100_000) + ">好",
		"topics half closed": strings.Repeat("#a[", 100_000) + "]#",
		"line breaks":        strings.Repeat("<br>", 200_000) + "好",
		"links with targets": strings.Repeat(`<a data-url="x">`, 50_000),
	} {
		start := time.Now()
		got := Text(in)
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: %d bytes took %s", why, len(in), took)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%s: not UTF-8", why)
		}
	}
}

func TestXMLDepthIsNotHidden(t *testing.T) {
	deep := xmlDepth + 50
	for why, in := range map[string]string{
		"a bracket inside an attribute":       strings.Repeat(`<a b="/>">`, deep),
		"the same in single quotes":           strings.Repeat(`<a b='/>'>`, deep),
		"end tags beforehand":                 strings.Repeat("</a>", deep) + strings.Repeat("<a>", deep),
		"end tags in a processing direction":  "<r><?x " + strings.Repeat("</a>", deep) + " ?>" + strings.Repeat("<a>", deep),
		"end tags in a comment":               "<!-- " + strings.Repeat("</a>", deep) + " -->" + strings.Repeat("<a>", deep),
		"end tags in CDATA":                   "<![CDATA[ " + strings.Repeat("</a>", deep) + " ]]>" + strings.Repeat("<a>", deep),
		"a comment inside an attribute":       strings.Repeat(`<a b="<!--">`, deep),
		"an apostrophe inside the quotes":     strings.Repeat(`<a b="it's" c='"/>'>`, deep),
		"line ends inside the tags":           strings.Repeat("<a\nb='1'\n>", deep),
		"namespaces":                          strings.Repeat("<x:a xmlns:x='/'>", deep),
		"an end tag's blank":                  strings.Repeat("<a><b></b >", deep),
		"elements that only look like closed": strings.Repeat("<a b=/ >", deep),
	} {
		if got, err := XML(in); err == nil {
			t.Errorf("%s: %d deep passed, nesting counted %d", why, deep, nesting(got))
		}
	}
}

// Depth is never counted lower than a parser finds it.
func FuzzNesting(f *testing.F) {
	for _, s := range []string{`<a><b c="/>"/></a>`, "<a><!-- <b> --><![CDATA[<c>]]></a>", "<?x </a> ?><a><b>", `<!DOCTYPE a [<!ENTITY b "c">]><a/>`, "<!\"><A/>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, err := XML(s)
		if err != nil {
			return
		}
		d := xml.NewDecoder(strings.NewReader(text))
		depth, deepest := 0, 0
		for {
			token, err := d.Token()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					return // no parser reads it, so its depth hurts nobody
				}
				break
			}
			switch token.(type) {
			case xml.StartElement:
				depth++
				deepest = max(deepest, depth)
			case xml.EndElement:
				depth--
			}
		}
		if counted := nesting(text); counted < deepest {
			t.Errorf("%q nests %d deep, counted were %d", text, deepest, counted)
		}
	})
}

func TestJSONInItsWrappings(t *testing.T) {
	for _, c := range []struct{ why, in, want string }{
		{"a callback in an object", "window.a.b$1({\"a\":1})", `{"a":1}`},
		{"brackets inside the strings", `cb({"a":")]};"});`, `{"a":")]};"}`},
		{"the word catch inside a string", `try{cb({"a":"catch (x)"});}catch(e){};`, `{"a":"catch (x)"}`},
		{"the same without a try", `cb({"a":"catch (x)"})`, `{"a":"catch (x)"}`},
		{"Google's guard", ")]}'\n\n123\n[[\"wrb.fr\"]]", "123\n[[\"wrb.fr\"]]"},
		{"Facebook's guard", "for (;;);{\"a\":1}", `{"a":1}`},
		{"a guard with a semicolon", "while(1);[]", "[]"},
		{"blanks around all of it", " \r\n cb( [1] ) ; \n", "[1]"},
		{"a plain string", `"a(b)"`, `"a(b)"`},
		{"a word", "true", "true"},
		{"a web page", "<html>f(x)</html>", "<html>f(x)</html>"},
		{"a bracket that never closes", `cb({"a":1}`, `cb({"a":1}`},
		{"only brackets", "()", "()"},
	} {
		if got := string(JSON([]byte(c.in))); got != c.want {
			t.Errorf("%s: JSON(%q) = %q, want %q", c.why, c.in, got, c.want)
		}
	}
}

func TestRegions(t *testing.T) {
	for in, want := range map[string]string{
		"IP 属地：广东": "广东", "属地: 北京": "北京", "发布于 新疆": "新疆", "广西壮族自治区南宁市": "广西", "香港": "香港", "中国香港": "香港", "台湾": "台湾", "来自日本": "日本",
		"回复于海南": "海南", "其他": "", " ": "", "\u202e海南": "海南", "Shanghai": "Shanghai", "江西省上饶市": "江西", "湖南湖北": "湖南", "上海市浦东新区张江路1号": "上海",
	} {
		if got := Province(in); got != want {
			t.Errorf("Province(%q) = %q, want %q", in, got, want)
		}
	}
}

// A link found on a page is fetched by http or not at all, and means the same the second time.
func FuzzLink(f *testing.F) {
	for _, s := range []string{"/a?b#c", "//x.org", "javascript:x", "\x01javascript:x", "http://u:p@x/", "?\u202e", "http://[::1]/", "a b", "%zz", "\\\\x\\y"} {
		f.Add(s)
	}
	base, _ := url.Parse("https://x.org/a/b?c=1#d")
	f.Fuzz(func(t *testing.T, s string) {
		p := Page{URL: base}
		got := p.Link(s)
		if got == "" {
			return
		}
		if !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") || strings.ContainsAny(got, " \n\r\t") {
			t.Errorf("Link(%q) = %q", s, got)
		}
		if again := p.Link(got); again != got {
			t.Errorf("Link(%q) = %q, and that again is %q", s, got, again)
		}
	})
}

func FuzzPick(f *testing.F) {
	f.Add(`a.b@c /(\d+)/ || d`, "12")
	f.Add("/", "x")
	f.Add("|| /x", "x")
	f.Fuzz(func(t *testing.T, notation, value string) {
		p, err := NewPick(notation, nil)
		if err != nil {
			return
		}
		if got := p.Read(func(string) string { return value }); !strings.Contains(value, got) {
			t.Errorf("%q reads %q out of %q", notation, got, value)
		}
	})
}
