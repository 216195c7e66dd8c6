package nlp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestTagLineByLine(t *testing.T) {
	for _, c := range []struct {
		in, ids string
		want    TagResult
		options TagOptions
		why     string
	}{
		{in: "", want: TagResult{}, why: "nothing in, nothing out"},
		{in: "\n\n  \n\t\r\n", want: TagResult{Lines: 4, Blank: 4}, why: "blank lines are counted, not tagged"},
		{in: "好喝", ids: "1", want: TagResult{Lines: 1, Tagged: 1}, why: "a last line without its end"},
		{in: "好喝\n", ids: "1", want: TagResult{Lines: 1, Tagged: 1}, why: "the end of the last line begins no other"},
		{in: "\ufeff好喝\r\n难喝\r\n", ids: "1 2", want: TagResult{Lines: 2, Tagged: 2}, why: "byte order mark and CRLF"},
		{in: "\ufeff{\"text\":\"好喝\",\"id\":\"a\"}\n", ids: "a", want: TagResult{Lines: 1, Tagged: 1}, why: "a byte order mark before JSON"},
		{in: "\ufeff\n好喝\n", ids: "2", want: TagResult{Lines: 2, Tagged: 1, Blank: 1}, why: "a byte order mark alone is a blank line"},
		{in: `{"id":null,"text":"好"}`, ids: "1", want: TagResult{Lines: 1, Tagged: 1}, why: "null is no id"},
		{in: `{"id":12.50,"text":"好"}`, ids: "12.50", want: TagResult{Lines: 1, Tagged: 1}, why: "a number stays as it is written"},
		{in: `{"id":"甲\"乙","text":""}`, ids: `甲"乙`, want: TagResult{Lines: 1, Tagged: 1}, why: "an id with a quote, a text of nothing"},
		{in: `{"text":null}`, want: TagResult{Lines: 1, Rejected: 1}, why: "null is no text"},
		{in: `{"text":5}`, want: TagResult{Lines: 1, Rejected: 1}, why: "a number is no text"},
		{in: `{"text":"好"} {"text":"坏"}`, want: TagResult{Lines: 1, Rejected: 1}, why: "two objects on one line"},
		{in: "  {\"id\":\"a\",\"text\":\"好\"}  \n", ids: "a", want: TagResult{Lines: 1, Tagged: 1}, why: "space around an object"},
		{in: "{笑脸} 好喝\n", ids: "1", want: TagResult{Lines: 1, Tagged: 1}, why: "a brace opens a text where no JSON can begin so"},
		{in: "{\"text\n", want: TagResult{Lines: 1, Rejected: 1}, why: "a brace and a quote promise JSON"},
		{in: "{笑脸} 好喝\n", ids: "1", want: TagResult{Lines: 1, Tagged: 1}, options: TagOptions{Plain: true}, why: "unless told that lines are plain"},
		{in: "\xff\xfe好喝\n", ids: "1", want: TagResult{Lines: 1, Tagged: 1}, why: "bytes that are no UTF-8"},
		{in: "a\x00b\n", ids: "1", want: TagResult{Lines: 1, Tagged: 1}, why: "a zero byte"},
		{in: "短\n" + strings.Repeat("长", 50) + "\n短\n", ids: "1 3", want: TagResult{Lines: 3, Tagged: 2, Rejected: 1}, options: TagOptions{MaxLine: 60}, why: "a line too long amid others"},
		{in: strings.Repeat("a", 60) + "\r\n", ids: "1", want: TagResult{Lines: 1, Tagged: 1}, options: TagOptions{MaxLine: 61}, why: "a line as long as may be, its end not counted in full"},
	} {
		tagged, rejects, res := tagAll(t, c.in, c.options)
		var ids []string
		for _, x := range tagged {
			ids = append(ids, x.ID)
		}
		if got := strings.Join(ids, " "); got != c.ids || res != c.want {
			t.Errorf("%s: %.40q gives ids %q and %+v, want %q and %+v", c.why, c.in, got, res, c.ids, c.want)
		}
		if len(rejects) != c.want.Rejected {
			t.Errorf("%s: %d lines reported, %d counted", c.why, len(rejects), c.want.Rejected)
		}
		for _, r := range rejects {
			if r.Line < 1 || r.Line > res.Lines || r.Reason == "" || r.Head == "" {
				t.Errorf("%s: the report %+v does not say where, why and what", c.why, r)
			}
		}
	}
}

func TestTagIsTheSameHoweverTheInputArrives(t *testing.T) {
	var in strings.Builder
	for i, p := range randomPosts(8, 700) {
		switch i % 7 {
		case 0:
			fmt.Fprintf(&in, "{\"id\":\"p%d\",\"text\":%q,\"rating\":%d}\r\n", i, "好喝", i%6)
		case 1:
			in.WriteString("{broken\n")
		case 2:
			in.WriteString("\n")
		default:
			in.WriteString(strings.ReplaceAll(p.Text, "\n", " ") + "\n")
		}
	}
	run := func(r io.Reader, workers int) (string, []TagReject, TagResult) {
		t.Helper()
		var out bytes.Buffer
		var rejects []TagReject
		res, err := Tag(context.Background(), r, &out, full(t), TagOptions{Workers: workers, Text: true, Reject: func(x TagReject) { rejects = append(rejects, x) }})
		if err != nil {
			t.Fatal(err)
		}
		return out.String(), rejects, res
	}
	want, wantRejects, wantRes := run(strings.NewReader(in.String()), 1)
	for name, r := range map[string]io.Reader{
		"at once":             strings.NewReader(in.String()),
		"in halves":           iotest.HalfReader(strings.NewReader(in.String())),
		"with the last error": iotest.DataErrReader(strings.NewReader(in.String())),
		"byte by byte":        iotest.OneByteReader(strings.NewReader(in.String())),
	} {
		got, rejects, res := run(r, 3)
		if got != want || res != wantRes || fmt.Sprint(rejects) != fmt.Sprint(wantRejects) {
			t.Errorf("%s: %+v, first %+v; the output differs: %v", name, res, wantRes, got != want)
		}
	}
	last := 0
	for _, r := range wantRejects {
		if r.Line <= last {
			t.Errorf("line %d is reported after line %d", r.Line, last)
		}
		last = r.Line
	}
}

func TestTagPassesOnTheErrorOfItsInput(t *testing.T) {
	broken := errors.New("cable cut")
	r := io.MultiReader(strings.NewReader("好喝\n难喝\n半行"), iotest.ErrReader(broken))
	var out bytes.Buffer
	res, err := Tag(context.Background(), r, &out, full(t), TagOptions{})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("error %v, want the cause and the line", err)
	}
	if n := strings.Count(out.String(), "\n"); n != 2 || res.Tagged != 2 {
		t.Errorf("%d lines came out, %+v; the two whole ones before the break must", n, res)
	}
}

// cancelling is a reader without end that cancels after some bytes.
type cancelling struct {
	after  int
	cancel context.CancelFunc
}

func (c *cancelling) Read(p []byte) (int, error) {
	if c.after -= len(p); c.after < 0 {
		c.cancel()
	}
	const line = "好喝但是太贵了\n"
	n := 0
	for n+len(line) <= len(p) {
		n += copy(p[n:], line)
	}
	return n, nil
}

func TestTagOfAnEndlessInputEndsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out bytes.Buffer
	res, err := Tag(ctx, &cancelling{400 << 10, cancel}, &out, full(t), TagOptions{})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if res.Tagged != strings.Count(out.String(), "\n") {
		t.Errorf("%d lines came out, %d are counted", strings.Count(out.String(), "\n"), res.Tagged)
	}
	for line := range strings.Lines(out.String()) {
		if !json.Valid([]byte(line)) {
			t.Fatalf("half a line came out: %q", line)
		}
	}
}

func TestTagFromABrandsSide(t *testing.T) {
	const text = "轻衡难喝死了，半亩茶田很好喝，强烈推荐"
	for brand, want := range map[voc.BrandID]voc.Sentiment{"qingheng": voc.Negative, "banmu": voc.Positive} {
		tagged, _, _ := tagAll(t, text, TagOptions{Brand: brand})
		if len(tagged) != 1 || tagged[0].Sentiment != want || len(tagged[0].Brands) != 2 {
			t.Errorf("from the side of %s: %+v, want %s", brand, tagged, want)
		}
	}
}

func TestTaggedNumbersKeepTheirSign(t *testing.T) {
	for in, want := range map[float64]float64{0: 0, 0.123449: 0.1234, 0.12345: 0.1235, -0.99996: -1, 0.00001: 0.0001, -0.00001: -0.0001, 1: 1} {
		if got := round4(in); got != want {
			t.Errorf("%v becomes %v, want %v", in, got, want)
		}
	}
}

func FuzzTag(f *testing.F) {
	for _, s := range []string{"", "好喝\n", "\ufeff{\"text\":\"好\"}\r\n", "{\n}\n", "{\"text\":\"\\ud800\"}\n", "\x00\xff\n\n", "a\rb\n", "[手机号]\n[微笑"} {
		f.Add(s)
	}
	a := full(f)
	f.Fuzz(func(t *testing.T, in string) {
		var out bytes.Buffer
		rejected := 0
		res, err := Tag(context.Background(), strings.NewReader(in), &out, a, TagOptions{MaxLine: 200, Workers: 2, Reject: func(TagReject) { rejected++ }})
		if err != nil {
			t.Fatal(err)
		}
		if res.Lines != res.Tagged+res.Rejected+res.Blank || rejected != res.Rejected || strings.Count(out.String(), "\n") != res.Tagged {
			t.Fatalf("%q: %+v does not add up with %d lines out and %d reports", in, res, strings.Count(out.String(), "\n"), rejected)
		}
		for line := range strings.Lines(out.String()) {
			if !json.Valid([]byte(line)) {
				t.Fatalf("%q gives %q, which is no JSON", in, line)
			}
		}
	})
}
