package plain

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func document(t *testing.T, text string) Doc {
	t.Helper()
	v, err := ReadJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	return DocOf(v)
}

func TestDocTakesValuesAsTheyCome(t *testing.T) {
	d := document(t, `cb({"n":3,"s":"3","f":3.0,"half":3.5,"zero":0,"none":null,"no":"","yes":"true","one":1,"off":false,
		"id":9007199254740993123,"blank":" 77 ","overflow":4294967295,"below":-1,"wan":"2.3万","list":[1,{"a":1},null,{"a":2}],"map":{"9":{"a":9},"10":{"a":10},"x":1}});`)
	for _, c := range []struct {
		why       string
		got, want any
	}{
		{"a number is a count", d.Count("n"), int64(3)},
		{"so is a text", d.Count("s"), int64(3)},
		{"and a number with a point", d.Count("f"), int64(3)},
		{"half a like is none", d.Count("half"), voc.Unknown},
		{"zero is told", d.Count("zero"), int64(0)},
		{"null is not", d.Count("none"), voc.Unknown},
		{"nor is an empty text", d.Count("no"), voc.Unknown},
		{"nor what an overflow left", d.Count("overflow"), voc.Unknown},
		{"nor a number below zero", d.Count("below"), voc.Unknown},
		{"a rounded count is one", d.Count("wan"), int64(23000)},
		{"the second key when the first says nothing", d.Count("none", "n"), int64(3)},
		{"ids keep all their digits", d.ID("id"), "9007199254740993123"},
		{"and lose their blanks", d.ID("blank"), "77"},
		{"nought is no id", d.ID("zero", "none", "s"), "3"},
		{"an object is no text", d.Text("map"), ""},
		{"true in words", d.True("yes"), true},
		{"true in numbers", d.True("one"), true},
		{"false is said", d.False("off"), true},
		{"what is absent says neither", d.True("gone") || d.False("gone"), false},
		{"objects of an array", len(d.Docs("list")), 2},
		{"objects filed by id, the newest first", d.Docs("map")[0].Text("a"), "10"},
		{"a missing object has no keys", d.Doc("gone").Doc("deeper").Text("x"), ""},
		{"null is not there", d.Has("none"), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.why, c.got, c.want)
		}
	}
}

func TestDocTimes(t *testing.T) {
	page := &Page{URL: &url.URL{}, At: time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC), Zone: time.FixedZone("CST", 8*3600)}
	d := document(t, `{"sec":1767949200,"text":"1767949200","float":1767949200.25,"ms":1767949200000,"iso":"2026-01-09T09:00:00.000Z","zero":0,"huge":1e300,"neg":-5,"word":"不知道","day":"2026-01-09"}`)
	want := time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC)
	for _, key := range []string{"sec", "text", "float", "ms", "iso"} {
		if at, p := d.Time(page, key); !at.Equal(want) || p != voc.PrecisionSecond {
			t.Errorf("%s: %v %s", key, at, p)
		}
	}
	for _, key := range []string{"zero", "huge", "neg", "word", "gone"} {
		if at, p := d.Time(page, key); !at.IsZero() || p != voc.PrecisionNone {
			t.Errorf("%s is no time: %v %s", key, at, p)
		}
	}
	if _, p := d.Time(page, "zero", "day"); p != voc.PrecisionDay {
		t.Errorf("a day is as precise as that: %s", p)
	}
	if !d.Edited(page, want, "sec").IsZero() || d.Edited(page, want.Add(-time.Hour), "sec").IsZero() {
		t.Error("edited is what lies behind the publication")
	}
}

func TestReadJSONSaysWhatCameInstead(t *testing.T) {
	for _, text := range []string{"", "<html><title>维护中</title>", `{"a":`, "\x00"} {
		if _, err := ReadJSON(text); !errors.Is(err, ErrLayout) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, said := range map[string]string{`[]`: "list", `{"message":"请稍后再试"}`: "请稍后再试", `{"b":1,"a":2}`: "a, b", `3`: "number", `null`: "null"} {
		v, err := ReadJSON(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := Foreign(v, "reviews"); !errors.Is(err, ErrLayout) || !strings.Contains(err.Error(), said) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestTextWithoutQuotes(t *testing.T) {
	quotes := func(e Element) bool { return e.Name == "aside" && e.Class("quote") }
	for _, c := range []struct{ why, in, want string }{
		{"what is left out leaves no trace", `<p>前</p><aside class="quote no-group"><p>别人说的</p></aside><p>后</p>`, "前\n后"},
		{"one inside another goes with it", `<aside class="quote">甲<aside class="quote">乙</aside>丙</aside>丁`, "丁"},
		{"another class is no quote", `<aside class="onebox quoted">留</aside>`, "留"},
		{"one that is never closed takes the rest, and no more than that", `好<aside class="quote">坏`, "好"},
	} {
		if got := TextWithout(c.in, quotes); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
	if got := TextWithout(`一<img class="x">二`, func(e Element) bool { return e.Name == "img" }); got != "一二" {
		t.Errorf("an element without an end hides nothing behind it: %q", got)
	}
}
