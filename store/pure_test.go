package store

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64 // from published tables, three digits
	}{
		{0, 0, 0, 0}, {0, 10, 0, 0.278}, {10, 10, 0.722, 1}, {1, 10, 0.018, 0.404}, {50, 100, 0.404, 0.596},
	} {
		low, high := wilson(c.k, c.n)
		if math.Abs(low-c.low) > 5e-4 || math.Abs(high-c.high) > 5e-4 {
			t.Errorf("%d of %d: %.4f…%.4f, want %.3f…%.3f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}

func TestQuote(t *testing.T) {
	for _, c := range []struct{ sentence, text, want string }{
		{"a short text stands whole", "短。", "短。"},
		{"a long one is cut at the end of a sentence", "第一句话。第二句话！第三句没有说完的话", "第一句话。第二句话！"},
		{"or at the limit, when the sentence would leave too little", "短。一句很长很长很长很长的话", "短。一句很长很长很长很"},
		{"never inside a character", "🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏", "🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏"},
	} {
		if got := quote(c.text, 11); got != c.want {
			t.Errorf("%s: got %q, want %q", c.sentence, got, c.want)
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("第一句。第二句", 4)
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 1 || n > 1000 || !utf8.ValidString(text) {
			t.Skip()
		}
		got := quote(text, n)
		if !strings.HasPrefix(text, got) || utf8.RuneCountInString(got) > n || !utf8.ValidString(got) {
			t.Errorf("quote(%q, %d) = %q is not a verbatim beginning of at most that length", text, n, got)
		}
	})
}

func TestAspectsKeepTheirEvidence(t *testing.T) {
	norm := "排队四十分钟,味道不错"
	want := []voc.Aspect{{Name: "wait", Sentiment: voc.Negative, Start: 0, End: 6, Text: "排队四十分钟"}, {Name: "taste", Sentiment: voc.Positive, Start: 7, End: 11, Text: "味道不错"}}
	columns := aspectColumnsOf(want)
	if got := columns.of(norm); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	// Offsets that do not fit, from an older analysis of an edited text, must not panic.
	odd := aspectColumns{names: []string{"x"}, sentiments: []string{"neutral"}, starts: []uint32{5}, ends: []uint32{9}}
	got := odd.of("短") // nor must a row written before aspects had odds and opinions
	if len(got) != 1 || got[0].Text != "" || got[0].Start != 5 {
		t.Errorf("offsets beyond the text: %+v", got)
	}
}

func TestCursorRoundTrip(t *testing.T) {
	m := voc.Mention{Brand: "a|b", Post: voc.Post{ID: "id", PublishedAt: time.UnixMilli(-5)}}
	ms, id, brand, err := parseCursor(cursorOf(m))
	if err != nil || ms != -5 || id != "id" || brand != "a|b" {
		t.Errorf("got %d %q %q (%v)", ms, id, brand, err)
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("MTIzfGlkfGJyYW5k")
	f.Fuzz(func(t *testing.T, cursor string) {
		_, id, _, err := parseCursor(cursor)
		if err == nil && cursor != "" && id == "" {
			t.Errorf("cursor %q was read as one without id", cursor)
		}
	})
}

func TestDisplayWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "听风": 4, "ａ": 2, "é": 1, "한": 2, "🙏": 2} {
		if got := DisplayWidth(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestAPasswordNeverShows(t *testing.T) {
	const dsn = "clickhouse://user:s3cret@host:9000/db"
	err := redact(errors.New(`parse "clickhouse://user:s3cret@host:x": bad port`), dsn)
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the password shows: %v", err)
	}
	if err := redact(errors.New("other"), dsn); err.Error() != "other" {
		t.Errorf("an error without password was changed: %v", err)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		sentence string
		options  Options
		want     string // in the error; "" none
	}{
		{"no address", Options{}, "store.dsn"},
		{"not an address", Options{DSN: "localhost"}, "clickhouse://"},
		{"a broken one, whose password must not show", Options{DSN: "clickhouse://u:hunter2@h:port/"}, "clickhouse://"},
		{"HTTP", Options{DSN: "http://localhost:8123"}, "native"},
		{"another database", Options{DSN: "postgres://u:geheim@localhost/db"}, "clickhouse://user"},
		{"no scheme", Options{DSN: "localhost:9000"}, "clickhouse://user"},
		{"a cluster with a name that would need quoting", Options{DSN: "clickhouse://h:9000", Cluster: "a b"}, "cluster"},
		{"a plain one", Options{DSN: "clickhouse://h:9000", Cluster: "main_1"}, ""},
		{"TLS", Options{DSN: "clickhouse://u:p@h:9440/db?secure=true"}, ""},
	} {
		_, err := c.options.validate()
		if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%s: got %v, want %q", c.sentence, err, c.want)
		}
	}
}
