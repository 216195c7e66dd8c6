package importer

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestJSONShape(t *testing.T) {
	for why, tc := range map[string]struct {
		sample string
		whole  bool
		ext    string
		want   string
	}{
		"an array":                            {`[{"text":1}]`, true, ".json", FormatJSON},
		"an empty array":                      {`[]`, true, "", FormatJSON},
		"an array behind blanks":              {"\n  [\n  {", false, "", FormatJSON},
		"a post that begins with an emoticon": {"[微笑]好喝\n", true, ".csv", ""},
		"a post that begins with a brace":     {"{%好喝%}\n", true, "", ""},
		"objects on lines":                    {"{\"a\":1}\n{\"a\":2}\n", true, "", FormatJSONL},
		"one object on one line":              {`{"text":"好"}`, true, "", FormatJSONL},
		"one line that holds rows":            {`{"data":[{"text":"好"}]}`, true, "", FormatJSON},
		"one line that holds rows, by name":   {`{"data":[{"text":"好"}]}`, true, ".jsonl", FormatJSONL},
		"a line longer than one sees":         {`{"text":"` + strings.Repeat("好", 50), false, "", FormatJSONL},
		"an object over lines":                {"{\n  \"list\": [\n", false, ".json", FormatJSON},
		"a broken first line among lines":     {"{\"a\":\"1}\n{\"a\":2}\n", true, "", FormatJSONL},
		"a table":                             {"label,text\n", true, "", ""},
		"nothing":                             {" \n", true, "", ""},
	} {
		if got := jsonShape([]byte(tc.sample), tc.whole, tc.ext); got != tc.want {
			t.Errorf("%s: %q, want %q", why, got, tc.want)
		}
	}
}

func TestDelimiter(t *testing.T) {
	for sample, want := range map[string]byte{
		"label,text\n": ',', "label\ttext\n": '\t', "label;text\n": ';', "label|text\n": '|',
		"text\n": 0, "只有一列，没有分隔\n": 0,
		"标题;评论内容,点赞数;作者\n": ';', // the one that makes headers we know
		"\"a,b\";text\n":   ';',
	} {
		if got := delimiter(sample, false); got != want {
			t.Errorf("%q: %q, want %q", sample, got, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	for line, want := range map[string]bool{
		"label,text": true, "用户名,评论内容,评分(5分制)": true, "text": true, "评论": true,
		"好喝": false, "1,好喝": false, "张三,排队一小时。": false, "吐槽,备注": true, "a\nb,c": false,
		strings.Repeat("长", 50) + ",x": false,
	} {
		if got := looksLikeHeader(strings.Split(line, ",")); got != want {
			t.Errorf("%q is a header: %t, want %t", line, got, want)
		}
	}
	for header, want := range map[string]string{
		"评分(5分制)": "评分", "\ufeff Review_Text ": "reviewtext", "ＵＲＬ": "url", "点赞数：": "点赞数", "(空)": "(空)", "like-count*": "likecount",
	} {
		if got := norm(header); got != want {
			t.Errorf("%q is compared as %q, want %q", header, got, want)
		}
	}
}

func TestTheBestColumnWins(t *testing.T) {
	sc := generic([]string{"desc", "date", "内容", "完整日期", "price"}, nil)
	rec := record{values: []string{"摘要", "2026-01-01", "全文", "2026-01-01 08:00", "3"}}
	if sc.get(rec, fText) != "全文" || sc.get(rec, fTime) != "2026-01-01 08:00" {
		t.Errorf("text %q, time %q", sc.get(rec, fText), sc.get(rec, fTime))
	}
	rec.values[2] = " "
	if sc.get(rec, fText) != "摘要" {
		t.Errorf("an empty better column hides the next: %q", sc.get(rec, fText))
	}
	if sc.get(record{values: []string{"x"}}, fTime) != "" {
		t.Error("a short row has a value where it has none")
	}
}

func TestLines(t *testing.T) {
	in := over("第一行\r\n\x00第二行\n\n末", 100)
	for i, want := range []string{"第一行", "第二行", "", "末"} {
		got, err := in.readLine()
		if err != nil || string(got.b) != want || got.line != i+1 || got.long {
			t.Fatalf("line %d is %q, %v", i+1, got.b, err)
		}
	}
	if _, err := in.readLine(); !errors.Is(err, io.EOF) {
		t.Fatalf("behind the last line: %v", err)
	}
	in = over("长长长\n短\n", 3)
	if got, _ := in.readLine(); !got.long || len(got.b) != 3 {
		t.Errorf("%q, long %t", got.b, got.long)
	}
	if got, _ := in.readLine(); string(got.b) != "短" || got.line != 2 {
		t.Errorf("behind a long line: %q in line %d", got.b, got.line)
	}
}

func TestUnreadBytesComeAgainWithTheirLines(t *testing.T) {
	in := over("ab\ncd", 100)
	var taken []byte
	for range 4 {
		c, err := in.next()
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, c)
	}
	in.unread(taken[1:])
	if got, _ := in.readLine(); string(got.b) != "b" || got.line != 1 {
		t.Errorf("%q in line %d", got.b, got.line)
	}
	if got, _ := in.readLine(); string(got.b) != "cd" || got.line != 2 {
		t.Errorf("%q in line %d", got.b, got.line)
	}
}

func TestFlatten(t *testing.T) {
	rec, err := flatten([]byte(`{"b":12345678901234567890,"a":"x\u0000y","n":null,"f":1.5E3,"t":true,"o":{"p":{"q":{"r":1}},"s":2},"l":[1]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(rec.names, rec.values); got != "[a b f n o.s t] [xy 12345678901234567890 1.5E3  2 true]" {
		t.Error(got)
	}
	for _, bad := range []string{"", "1", "[]", "null", `{"a":1} {"b":2}`, `{"a":`, `"x"`} {
		if _, err := flatten([]byte(bad)); err == nil {
			t.Errorf("%q was taken for an object", bad)
		}
	}
}

func TestUnquote(t *testing.T) {
	for in, want := range map[string]string{`"a"`: "a", `"a""b"`: `a"b`, `"a"b"`: `"a"b"`, `"`: `"`, `a"`: `a"`, `""`: "", `"他说"好"`: `"他说"好"`} {
		if got := unquote(in); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}

func TestStableAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/1?xsec_token=1&id=2&utm_source=x": "https://a.example/1?id=2", "https://a.example/1?sld=1": "https://a.example/1", "": "", "https://a.example/1": "https://a.example/1",
	} {
		if got := stable(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	for header, want := range map[string]voc.PostKind{
		"text,评分": voc.PostReview, "评价内容,x": voc.PostReview, "评论内容,x": voc.PostComment, "投诉内容,x": voc.PostComplaint, "正文,x": voc.PostPost, "正文,父评论ID": voc.PostComment,
	} {
		out := must(t, "a.csv", header+"\n好喝,5\n", Options{})
		if len(out.posts) != 1 || out.posts[0].Kind != want {
			t.Errorf("%s: %+v, want %s", header, out.posts, want)
		}
	}
}

// However rows are cut and quoted, none is lost and none invented, in any container.
func TestRowsAreCounted(t *testing.T) {
	const rows = 1203 // more than two batches
	var table, jsonLines, array, plain strings.Builder
	table.WriteString("id,text\n")
	array.WriteString("[")
	for i := range rows {
		fmt.Fprintf(&table, "%d,\"第%d条\n说的是\"\"好喝\"\"\"\r\n", i, i)
		fmt.Fprintf(&jsonLines, "{\"id\":%d,\"text\":\"第%d条{[\\\"\"}\n", i, i)
		if i > 0 {
			array.WriteString(",\n  ")
		}
		fmt.Fprintf(&array, "{\"id\":%d,\"text\":\"第%d条}],{\",\"tags\":[{\"a\":1},{\"b\":2}]}", i, i)
		fmt.Fprintf(&plain, "第%d条，说的是好喝\n", i)
	}
	array.WriteString("]")
	for name, file := range map[string]string{"a.csv": table.String(), "a.jsonl": jsonLines.String(), "a.json": array.String(), "a.txt": plain.String()} {
		out := must(t, name, file, Options{})
		if out.Posts != rows || out.Rows != rows || len(out.posts) != rows {
			t.Errorf("%s: %d posts of %d rows, want %d; %+v", name, out.Posts, out.Rows, rows, out.rejects[:min(2, len(out.rejects))])
		}
	}
}
