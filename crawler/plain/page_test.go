package plain

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func address(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestLink(t *testing.T) {
	p := Page{URL: address(t, "https://x.org/a/b?c=1#d")}
	for in, want := range map[string]string{
		"e": "https://x.org/a/e", "/e#f": "https://x.org/e", "?c=2": "https://x.org/a/b?c=2", "//y.org/": "https://y.org/", " http://y.org/茶 ": "http://y.org/%E8%8C%B6",
		"": "", "#top": "", "javascript:void(0)": "", "mailto:a@b.c": "", "http://": "", "ht!tp://%zz": "", "data:text/html,x": "",
	} {
		if got := p.Link(in); got != want {
			t.Errorf("Link(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAdvance(t *testing.T) {
	for _, c := range []struct {
		in, param   string
		first, step int
		want        string
	}{
		{"https://x.org/a", "p", 1, 1, "https://x.org/a?p=2"},
		{"https://x.org/a?p=2&z=%E8%8C%B6&b", "p", 1, 1, "https://x.org/a?p=3&z=%E8%8C%B6&b"},
		{"https://x.org/a?kw=a+b", "pn", 0, 50, "https://x.org/a?kw=a+b&pn=50"},
		{"https://x.org/a?p=x", "p", 1, 1, "https://x.org/a?p=2"},
		{"https://x.org/a?pp=9", "p", 0, 1, "https://x.org/a?pp=9&p=1"},
	} {
		if got := Advance(address(t, c.in), c.param, c.first, c.step); got != c.want {
			t.Errorf("Advance(%s) = %s, want %s", c.in, got, c.want)
		}
	}
	if got := WithQuery(address(t, "https://x.org/?a=1&c=x&c=y"), "c", "p/+="); got != "https://x.org/?a=1&c=p%2F%2B%3D&c=p%2F%2B%3D" {
		t.Errorf("WithQuery = %s", got)
	}
}

func TestPick(t *testing.T) {
	values := map[string]string{"a": " one 12 ", "b": "", ".x@y": "z-7"}
	for notation, want := range map[string]string{
		"a": "one 12", "b": "", "b || a": "one 12", `a /\d+/`: "12", `a /(\w+) (\d+)/`: "one", `a /nope/ || .x@y /-(\d)/`: "7", "nothing": "", ".x@y": "z-7",
	} {
		p, err := NewPick(notation, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Read(func(where string) string { return values[where] }); got != want {
			t.Errorf("%q reads %q, want %q", notation, got, want)
		}
	}
	if _, err := NewPick("a /(/", nil); err == nil || !strings.Contains(err.Error(), "a /(/") {
		t.Errorf("a broken regexp: %v", err)
	}
	bad := errors.New("bad place")
	if _, err := NewPick("a || b", func(where string) error {
		if where == "b" {
			return bad
		}
		return nil
	}); !errors.Is(err, bad) {
		t.Errorf("every alternative is checked: %v", err)
	}
	if (Pick{}).Set() || (Pick{}).Read(func(string) string { return "x" }) != "" {
		t.Error("a pick that was not configured reads nothing")
	}
}

func TestXML(t *testing.T) {
	for _, c := range []struct {
		why, in, want string
		ok            bool
	}{
		{"the prolog goes", "\ufeff<?xml version=\"1.0\" encoding='gb2312' ?>\n<a/>", "\n<a/>", true},
		{"control characters go", "<a>x\x08y\tz\x00</a>", "<a>xy\tz</a>", true},
		{"comments, CDATA and empty elements do not nest", "<a>" + strings.Repeat("<!-- <x> --><![CDATA[<y>]]><b/>", 500) + "</a>", "", true},
		{"siblings do not nest", strings.Repeat("<a>x</a>", 500), "", true},
		{"too deep", strings.Repeat("<a>", xmlDepth+1), "", false},
		{"an end without an end", "<a><b", "<a><b", true},
		{"a comment without an end", "<a><!-- x", "<a><!-- x", true},
	} {
		got, err := XML(c.in)
		if (err == nil) != c.ok || c.want != "" && got != c.want {
			t.Errorf("%s: %q, %v", c.why, got, err)
		}
	}
}
