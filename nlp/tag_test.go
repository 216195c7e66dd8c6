package nlp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func tagAll(t *testing.T, in string, o TagOptions) ([]Tagged, []TagReject, TagResult) {
	t.Helper()
	var out bytes.Buffer
	var rejects []TagReject
	o.Reject = func(r TagReject) { rejects = append(rejects, r) }
	res, err := Tag(context.Background(), strings.NewReader(in), &out, full(t), o)
	if err != nil {
		t.Fatal(err)
	}
	var tagged []Tagged
	for line := range strings.Lines(out.String()) {
		var x Tagged
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		tagged = append(tagged, x)
	}
	return tagged, rejects, res
}

func TestTagReadsTextsAndJSON(t *testing.T) {
	in := "\ufeff" + `{"id":"a1","text":"味道不错，就是太贵了","published_at":"yesterday"}` + "\r\n" +
		"难喝死了\n" +
		"\n" +
		`{"id":7234567890123456789,"text":"轻衡静安店好喝"}` + "\n" +
		`{"text":` + "\n" +
		`{"id":"x"}` + "\n" +
		`{"title":"避雷","rating":1}` + "\n" +
		"[微笑] 最后一行没有换行"
	tagged, rejects, res := tagAll(t, in, TagOptions{Text: true})
	ids := ""
	for _, x := range tagged {
		ids += x.ID + " "
		if x.Text == nil || x.Aspects == nil || x.Topics == nil || x.Noise == nil || x.Keywords == nil || x.SeverityReasons == nil || x.Brands == nil {
			t.Errorf("%s: text or a list is missing: %+v", x.ID, x)
		}
	}
	if want := "a1 2 7234567890123456789 7 8 "; ids != want {
		t.Errorf("ids %q, want %q", ids, want)
	}
	if res != (TagResult{Lines: 8, Tagged: 5, Rejected: 2, Blank: 1}) {
		t.Errorf("result %+v", res)
	}
	if len(rejects) != 2 || rejects[0].Line != 5 || rejects[1].Line != 6 || !strings.Contains(rejects[1].Reason, "text") {
		t.Errorf("rejects %+v", rejects)
	}
	if len(tagged[2].Brands) != 1 || tagged[2].Brands[0] != "qingheng" {
		t.Errorf("brands %v", tagged[2].Brands)
	}
}

func TestTagKeepsTheOrder(t *testing.T) {
	var in strings.Builder
	const n = 5000
	for i := range n {
		fmt.Fprintf(&in, "{\"id\":\"%d\",\"text\":\"%s\"}\n", i, strings.Repeat("好喝，", i%40))
	}
	tagged, _, res := tagAll(t, in.String(), TagOptions{Workers: 4})
	if res.Tagged != n || len(tagged) != n {
		t.Fatalf("%+v, %d lines", res, len(tagged))
	}
	for i, x := range tagged {
		if x.ID != fmt.Sprint(i) {
			t.Fatalf("line %d is %s", i, x.ID)
		}
	}
}

// repeated is a reader of n times the same byte between a head and a tail.
type repeated struct {
	head, tail string
	n          int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.head != "" {
		n := copy(p, r.head)
		r.head = r.head[n:]
		return n, nil
	}
	if r.n > 0 {
		n := min(len(p), r.n)
		for i := range p[:n] {
			p[i] = 'a'
		}
		r.n -= n
		return n, nil
	}
	if r.tail == "" {
		return 0, io.EOF
	}
	n := copy(p, r.tail)
	r.tail = r.tail[n:]
	return n, nil
}

func TestTagPassesOverAHugeLineInLittleMemory(t *testing.T) {
	a := full(t)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var out bytes.Buffer
	var rejects []TagReject
	res, err := Tag(context.Background(), &repeated{"好喝\n", "\n难喝\n", 100 << 20}, &out, a, TagOptions{Reject: func(r TagReject) { rejects = append(rejects, r) }})
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if res.Lines != 3 || res.Tagged != 2 || res.Rejected != 1 || len(rejects) != 1 || rejects[0].Line != 2 {
		t.Errorf("%+v %+v", res, rejects)
	}
	if grown := int64(after.TotalAlloc-before.TotalAlloc) >> 20; grown > 80 {
		t.Errorf("%d MB were allocated for a line that is passed over", grown)
	}
}

type failing struct{ after int }

func (f *failing) Write(p []byte) (int, error) {
	if f.after--; f.after < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestTagEndsWhenItsOutputDoes(t *testing.T) {
	in := strings.Repeat("好喝\n", 100_000)
	_, err := Tag(context.Background(), strings.NewReader(in), &failing{after: 2}, full(t), TagOptions{})
	if err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("error %v", err)
	}
}

func TestTagEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Tag(ctx, strings.NewReader("好喝\n"), io.Discard, full(t), TagOptions{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestTagAnswersEachLineAtOnce(t *testing.T) {
	r, w := io.Pipe()
	outR, outW := io.Pipe()
	a := full(t)
	done := make(chan error, 1)
	go func() {
		_, err := Tag(context.Background(), r, outW, a, TagOptions{})
		outW.Close()
		done <- err
	}()
	dec := json.NewDecoder(outR)
	for _, text := range []string{"好喝", "难喝"} {
		if _, err := io.WriteString(w, text+"\n"); err != nil {
			t.Fatal(err)
		}
		var x Tagged
		if err := dec.Decode(&x); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// A field of the wrong kind is named in plain words.
func TestTagNamesTheFieldThatIsWrong(t *testing.T) {
	_, rejects, _ := tagAll(t, `{"text":"好喝","rating":"5"}`+"\n"+`{"text":12}`+"\n"+`{"text":`+"\n", TagOptions{})
	for i, want := range []string{`"rating" is a string: write a number`, `"text" is a number: write a text in quotes`, "not JSON as expected"} {
		if i >= len(rejects) || !strings.Contains(rejects[i].Reason, want) {
			t.Errorf("line %d: %+v, want %q", i+1, rejects, want)
		}
	}
}

// A line is JSON only where JSON can begin: posts open with braces, too.
func TestTagReadsTextsThatOpenWithABrace(t *testing.T) {
	tagged, rejects, _ := tagAll(t, "{%#夏日第一杯#%} 好喝\n{笑}难喝死了\n{\n"+`{ "text":"好喝"}`+"\n{}\n", TagOptions{Text: true})
	if len(tagged) != 4 || len(rejects) != 1 || rejects[0].Line != 5 || tagged[1].Sentiment != "negative" || *tagged[3].Text != "好喝" {
		t.Errorf("%d tagged, rejected %+v", len(tagged), rejects)
	}
}

// Where a text speaks of and which shop it means is told, too.
func TestTagTellsShopAndProvince(t *testing.T) {
	tagged, _, _ := tagAll(t, "轻衡静安店等了俩小时\n"+`{"text":"好喝","store":"given","region":"四川"}`+"\n今天下雨\n", TagOptions{})
	for i, want := range []string{"sh-jingan 上海", "given 四川", " "} {
		if got := string(tagged[i].Store) + " " + tagged[i].Region; got != want {
			t.Errorf("line %d: shop and province %q, want %q", i+1, got, want)
		}
	}
}

// TestTagRefusesOtherEncodings: GBK read as UTF-8 is answered by numbers about nothing, so it is told; a
// byte that broke on the way costs nobody a text.
func TestTagRefusesOtherEncodings(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("太难吃了，再也不来\n")
	if err != nil {
		t.Fatal(err)
	}
	inJSON, err := simplifiedchinese.GBK.NewEncoder().String(`{"id":"7","text":"服务员态度恶劣"}` + "\n")
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("{\"text\":\"ok ok\"}")
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []string{gbk, inJSON, wide} {
		_, rejects, res := tagAll(t, in, TagOptions{})
		if res.Tagged != 0 || len(rejects) != 1 || !strings.Contains(rejects[0].Reason, "UTF-8") {
			t.Errorf("%q: %+v, rejects %+v; want it refused with why", in, res, rejects)
		}
	}
	for _, in := range []string{"好\xff喝\n", "\xe5\xe5\xe5\xe5味道还可以的\n", "\x00\x00 good\n", "plain\n", "a\xffb\xff\n"} {
		if _, rejects, res := tagAll(t, in, TagOptions{}); res.Tagged != 1 {
			t.Errorf("%q: %+v, rejects %+v; want it tagged", in, res, rejects)
		}
	}
}
