package importer

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var now = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

// outcome is all that came of a file.
type outcome struct {
	Result
	posts   []voc.Post
	rejects []Reject
}

func read(t testing.TB, name, file string, o Options) (outcome, error) {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	if o.Written.IsZero() {
		o.Written = o.Now
	}
	var out outcome
	var err error
	out.Result, err = Read(context.Background(), strings.NewReader(file), name, o,
		func(p []voc.Post) error { out.posts = append(out.posts, p...); return nil },
		func(r Reject) error { out.rejects = append(out.rejects, r); return nil })
	if out.Rows != out.Posts+out.Repeats+out.Rejected && err == nil {
		t.Errorf("%d rows are not %d posts, %d repeats and %d rejects", out.Rows, out.Posts, out.Repeats, out.Rejected)
	}
	if out.Rejected != len(out.rejects) {
		t.Errorf("%d rejected, %d handed over", out.Rejected, len(out.rejects))
	}
	return out, err
}

func must(t testing.TB, name, file string, o Options) outcome {
	t.Helper()
	out, err := read(t, name, file, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func texts(o outcome) string {
	var all []string
	for _, p := range o.posts {
		all = append(all, p.Text)
	}
	return strings.Join(all, "|")
}

// Each row: what a file looks like, what comes of it.
func TestShapesOfFiles(t *testing.T) {
	for why, tc := range map[string]struct {
		name, file string
		o          Options
		format     string
		texts      string
		rejected   int
	}{
		"a table with Chinese headers":              {"a.csv", "用户名,评论内容,评分\n张三,排队太久,2\n", Options{}, "csv", "排队太久", 0},
		"labels are no text":                        {"a.csv", "label,text\n0,太难吃\n1,好喝\n", Options{}, "csv", "太难吃|好喝", 0},
		"text first, label behind":                  {"a.csv", "text,label\n太难吃,0\n", Options{}, "csv", "太难吃", 0},
		"tabs":                                      {"a.tsv", "label\ttext\n0\t太难吃, 真的\n", Options{}, "csv", "太难吃, 真的", 0},
		"semicolons":                                {"a.csv", "label;text\n0;太难吃, 真的\n", Options{}, "csv", "太难吃, 真的", 0},
		"Excel names its separator":                 {"a.csv", "sep=;\r\nlabel;text\r\n0;太难吃\r\n", Options{}, "csv", "太难吃", 0},
		"a byte order mark":                         {"a.csv", "\ufefftext\n好喝\n", Options{}, "csv", "好喝", 0},
		"rows ended as on old Macintosh":            {"a.csv", "label,text\r0,太难吃\r1,好喝\r", Options{}, "csv", "太难吃|好喝", 0},
		"a quoted cell with line ends and quotes":   {"a.csv", "label,text\n0,\"第一行\n第\"\"二\"\"行,完\"\n", Options{}, "csv", "第一行\n第\"二\"行,完", 0},
		"an unquoted text that holds commas":        {"a.csv", "label,text\n0,太难吃,真的,再也不来\n", Options{}, "csv", "太难吃,真的,再也不来", 0},
		"a quote in the middle is a sign of inches": {"a.csv", "text,label\n6.7\"屏幕不错,1\n", Options{}, "csv", "6.7\"屏幕不错", 0},
		"words behind a closing quote stay":         {"a.csv", "text,label\n\"真\"的好,1\n下一条,0\n", Options{}, "csv", "真的好|下一条", 0},
		"empty lines and empty rows are no rows":    {"a.csv", "label,text\n\n0,好喝\n,\n\r\n", Options{}, "csv", "好喝", 0},
		"the header once more":                      {"a.csv", "label,text\n0,好喝\nlabel,text\n1,难喝\n", Options{}, "csv", "好喝|难喝", 0},
		"no line end at the end":                    {"a.csv", "label,text\n0,好喝", Options{}, "csv", "好喝", 0},
		"a NUL among the letters":                   {"a.csv", "label,te\x00xt\n0,好\x00喝\n", Options{}, "csv", "好喝", 0},
		"too few columns, the text is there":        {"a.csv", "text,评分,作者\n好喝\n难喝,1\n", Options{}, "csv", "好喝|难喝", 0},
		"too few columns, the text is not":          {"a.csv", "作者,text\n张三\n李四,难喝\n", Options{}, "csv", "难喝", 1},
		"too many columns in the middle":            {"a.csv", "text,作者\n好喝,张三,更多\n难喝,李四,,\n", Options{}, "csv", "难喝", 1},
		"one column without header":                 {"a.csv", "排队一小时，服务差\n好喝\n\n味道不错, 就是贵\n", Options{}, "text", "排队一小时，服务差|好喝|味道不错, 就是贵", 0},
		"one column, lines that begin with a sign":  {"a.txt", "[微笑]好喝\n{笑}不错\n\"引号\"开头\n\"整行引号\"\n", Options{}, "text", "[微笑]好喝|{笑}不错|\"引号\"开头|整行引号", 0},
		"a table without header":                    {"a.csv", "1,张三,排队一小时服务差\n2,李四,味道不错就是贵\n3,王五,好喝\n", Options{}, "csv", "排队一小时服务差|味道不错就是贵|好喝", 0},
		"columns by number":                         {"a.csv", "张三,好喝\n李四,难喝\n", Options{Columns: map[string]string{"author": "1", "text": "2"}}, "csv", "好喝|难喝", 0},
		"columns by name":                           {"a.csv", "备注,吐槽\n无,难喝\n", Options{Columns: map[string]string{"text": "吐槽"}}, "csv", "难喝", 0},
		"a mapping overrules an alias":              {"a.csv", "text,吐槽\n无,难喝\n", Options{Columns: map[string]string{"text": "吐槽"}}, "csv", "难喝", 0},
		"JSON lines":                                {"a.jsonl", "{\"text\":\"好喝\"}\n\n{\"内容\":\"难喝\"}\n", Options{}, "jsonl", "好喝|难喝", 0},
		"JSON lines, some broken":                   {"a.jsonl", "{\"text\":\"好喝\n{\"text\":\"难喝\"}\n[1]\n{\"text\":\"贵\"} x\n", Options{}, "jsonl", "难喝", 3},
		"a JSON array":                              {"a.json", "[{\"text\":\"好喝\"},\n {\"text\":\"难喝\"}]", Options{}, "json", "好喝|难喝", 0},
		"an empty JSON array":                       {"a.json", "[]", Options{}, "json", "", 0},
		"a JSON array cut off":                      {"a.json", "[{\"text\":\"好喝\"},{\"text\":\"难", Options{}, "json", "好喝", 1},
		"a JSON array with a broken row":            {"a.json", "[\n {\"text\":\"好喝\"},\n {\"text\":\"难喝},\n {\"text\":\"贵\"},\n {\"text\":\"甜\"}\n]", Options{}, "json", "好喝|贵|甜", 1},
		"a JSON array with a stranger":              {"a.json", "[{\"text\":\"好喝\"}, 7, \"字\", null]", Options{}, "json", "好喝", 3},
		"an array inside an object":                 {"a.json", "{\"words\":[\"a\"],\"n\":2,\"data\":{\"list\":[{\"text\":\"好喝\"},{\"text\":\"难喝\"}]}}", Options{}, "json", "好喝|难喝", 0},
		"an object over lines":                      {"a.json", "{\n \"keywords\": [\"a\"],\n \"comments\": [\n  {\"comment_text\": \"好喝\"}\n ]\n}", Options{}, "json", "好喝", 0},
		"text under the title only":                 {"a.csv", "标题,作者\n排队太久,张三\n", Options{}, "csv", "排队太久", 0},
		"markup in a cell":                          {"a.csv", "text\n\"<p>好喝</p><br>真的\"\n", Options{}, "csv", "好喝\n\n真的", 0},
		"nobody said anything":                      {"a.csv", "作者,text\n张三,  \n", Options{}, "csv", "", 1},
		"only a header":                             {"a.csv", "label,text\n", Options{}, "csv", "", 0},
	} {
		t.Run(why, func(t *testing.T) {
			out := must(t, tc.name, tc.file, tc.o)
			if texts(out) != tc.texts || out.Format != tc.format || out.Rejected != tc.rejected {
				t.Errorf("%s: %q, %d rejected\nwant %s: %q, %d; rejects %+v", out.Format, texts(out), out.Rejected, tc.format, tc.texts, tc.rejected, out.rejects)
			}
		})
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	for why, tc := range map[string]struct {
		file, says string
		o          Options
	}{
		"nothing":                   {"", "empty", Options{}},
		"blanks":                    {" \r\n\ufeff\n", "empty", Options{}},
		"a workbook":                {"PK\x03\x04rest", "damaged or cut off", Options{}},
		"an old workbook":           {"\xd0\xcf\x11\xe0rest", "save it as .xlsx", Options{}},
		"a database":                {"SQLite format 3\x00rest", "cut off", Options{}},
		"compressed":                {"\x1f\x8b\x08", "unpack", Options{}},
		"a header without any text": {"姓名,价格\n张三,3\n", "text=姓名", Options{}},
		"not what was asked for":    {"text\n好喝\n", "not the columns mediacrawler writes", Options{Format: FormatMediaCrawler}},
		"people instead of posts":   {"user_id,nickname,desc,gender,follows,fans,interaction,last_modify_ts\n1,a,b,c,1,2,3,1700000000000\n", "creators", Options{}},
		"an unknown format":         {"text\n好\n", "use one of auto", Options{Format: "xml"}},
		"a workbook asked for":      {"text\n好\n", "no Excel workbook", Options{Format: "xlsx"}},
		"an unknown field":          {"text\n好\n", "\"wording\" is not known", Options{Columns: map[string]string{"wording": "text"}}},
		"numbers without the text":  {"a,b\n", "names none", Options{Columns: map[string]string{"author": "1"}}},
		"an encoding nobody knows":  {"text\n好\n", "klingon", Options{Encoding: "klingon"}},
	} {
		out, err := read(t, "a", tc.file, tc.o)
		if err == nil || !strings.Contains(err.Error(), tc.says) || out.Rows != 0 {
			t.Errorf("%s: %v after %d rows, want %q", why, err, out.Rows, tc.says)
		}
	}
	if _, err := read(t, "a", "", Options{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("empty: %v", err)
	}
	if _, err := Read(context.Background(), strings.NewReader("text\na\n"), "a", Options{}, nil, nil); err == nil {
		t.Error("accepted without a clock")
	}
}

func TestEncodings(t *testing.T) {
	table := "用户名,评论内容\n张三,排队一个小时，服务态度太差了\n李四,味道不错，就是有点贵\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	late := strings.Repeat("a,plain ascii\n", 10_000)
	lateGB, err := simplifiedchinese.GBK.NewEncoder().String("name,text\n" + late + "张三,最后才有中文的一行\n")
	if err != nil {
		t.Fatal(err)
	}
	for why, tc := range map[string]struct {
		file     string
		o        Options
		encoding string
		last     string
	}{
		"UTF-8":                      {table, Options{}, "utf-8", "味道不错，就是有点贵"},
		"UTF-8 with a mark":          {"\ufeff" + table, Options{}, "utf-8", "味道不错，就是有点贵"},
		"GB18030":                    {gb, Options{}, "gb18030", "味道不错，就是有点贵"},
		"UTF-16 with a mark":         {wide, Options{}, "utf-16le", "味道不错，就是有点贵"},
		"GBK behind 140 KB of ASCII": {lateGB, Options{}, "gb18030", "最后才有中文的一行"},
		"named by the user":          {gb, Options{Encoding: "gbk"}, "gb18030", "味道不错，就是有点贵"},
	} {
		out := must(t, "a.csv", tc.file, tc.o)
		if out.Encoding != tc.encoding || len(out.posts) == 0 || out.posts[len(out.posts)-1].Text != tc.last {
			t.Errorf("%s: %s, last %+v", why, out.Encoding, out.posts[max(0, len(out.posts)-1):])
		}
	}
}

// endless gives n bytes without a line end between two good rows.
func endless(before string, n int64, after string) io.Reader {
	return io.MultiReader(strings.NewReader(before), io.LimitReader(letters{}, n), strings.NewReader(after))
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestAHugeRowIsRejectedAndTheRestGoesOn(t *testing.T) {
	const huge = 100 << 20 // what somebody once had in a file
	for why, tc := range map[string]struct {
		name          string
		before, after string
		line          int
	}{
		"a table":              {"a.csv", "label,text\n0,好喝\n1,", "\n0,难喝\n", 3},
		"a quoted cell":        {"a.csv", "label,text\n0,好喝\n1,\"", "\"\n0,难喝\n", 3},
		"a quote never closed": {"a.csv", "label,text\n0,好喝\n1,\"", "\n0,难喝\n", 3},
		"lines of text":        {"a.txt", "好喝。\n", "\n难喝\n", 2},
		"JSON lines":           {"a.jsonl", "{\"text\":\"好喝\"}\n{\"text\":\"", "\"}\n{\"text\":\"难喝\"}\n", 2},
		"a JSON array":         {"a.json", "[{\"text\":\"好喝\"},\n{\"text\":\"", "\"},{\"text\":\"难喝\"}]", 2},
	} {
		var got []string
		var rejects []Reject
		size := int64(huge / 20)
		if tc.line == 3 && !strings.Contains(tc.before, "1,\"") {
			size = huge
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		result, err := Read(context.Background(), endless(tc.before, size, tc.after), tc.name, Options{Now: now},
			func(p []voc.Post) error {
				for _, p := range p {
					got = append(got, p.Text)
				}
				return nil
			},
			func(r Reject) error { rejects = append(rejects, r); return nil })
		if err != nil || strings.Join(got, "|") != "好喝|难喝" && strings.Join(got, "|") != "好喝。|难喝" {
			t.Errorf("%s: %v, %q", why, err, got)
			continue
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 30<<20 {
			t.Errorf("%s: %d MB of memory were asked for on the way", why, used>>20)
		}
		if result.Rows != 3 || len(rejects) != 1 || rejects[0].Line != tc.line || len(rejects[0].Raw) > rawLimit+10 || rejects[0].Raw == "" {
			t.Errorf("%s: %d rows, %d rejects, line %d of %d bytes", why, result.Rows, len(rejects), rejects[0].Line, len(rejects[0].Raw))
		}
	}
}

func TestRejectsSayWhereAndWhy(t *testing.T) {
	out := must(t, "a.csv", "id,time,text\n1,2026-01-02,好\n2,明年某日,难\n\n1.23E+17,2026-01-02,\"两\n行\"\n4,2036-01-01,早\n", Options{})
	want := []Reject{
		{3, `time "明年某日" is not understood`, "2,明年某日,难"},
		{5, `id "1.23E+17": was rounded by a spreadsheet (scientific notation): export the column as text`, "1.23E+17,2026-01-02,\"两\n行\""},
		{7, `time "2036-01-01" lies in the future`, "4,2036-01-01,早"},
	}
	if len(out.rejects) != len(want) {
		t.Fatalf("%+v", out.rejects)
	}
	for i := range want {
		if out.rejects[i] != want[i] {
			t.Errorf("got  %+v\nwant %+v", out.rejects[i], want[i])
		}
	}
}

func TestAnUnclosedQuoteCostsItsOwnLine(t *testing.T) {
	var b strings.Builder
	b.WriteString("label,text\n0,\"没有关上的引号\n")
	for range 100 {
		b.WriteString("1,好喝得很\n1,下次还来\n")
	}
	out := must(t, "a.csv", b.String(), Options{MaxLine: 1000})
	if out.Rejected != 1 || out.Rows != 201 || out.rejects[0].Line != 2 || !strings.Contains(out.rejects[0].Reason, "never closes") {
		t.Errorf("%d rows, rejects %+v", out.Rows, out.rejects)
	}
}

func TestRepeatsAreOnePost(t *testing.T) {
	for why, tc := range map[string]struct {
		file           string
		posts, repeats int
		handed         int
	}{
		"the same row twice":                  {"text\n好喝\n难喝\n好喝\n", 2, 1, 2},
		"the same text by two people":         {"text,作者\n好喝,张三\n好喝,李四\n", 2, 0, 2},
		"the same text at two times":          {"text,时间\n好喝,2026-01-01\n好喝,2026-01-02\n", 2, 0, 2},
		"a relative time makes no difference": {"text,时间\n好喝,3天前\n好喝,4天前\n", 1, 1, 2},
		"newer numbers are handed over":       {"id,text,点赞数\n1,好喝,3\n1,好喝,5\n1,好喝,5\n", 1, 2, 2},
		"an id for two texts is no id":        {"id,text\n1,好喝\n1,难喝\n1,难喝\n2,甜\n", 3, 1, 3},
		"labels make no difference":           {"id,aspect,text\n1,味道,好喝但是贵\n1,价格,好喝但是贵\n", 1, 1, 1},
	} {
		out := must(t, "a.csv", tc.file, Options{})
		if out.Posts != tc.posts || out.Repeats != tc.repeats || len(out.posts) != tc.handed {
			t.Errorf("%s: %d posts, %d repeats, %d handed over; want %d, %d, %d", why, out.Posts, out.Repeats, len(out.posts), tc.posts, tc.repeats, tc.handed)
		}
		again := must(t, "b.csv", tc.file, Options{})
		for i := range out.posts {
			if out.posts[i].ID != again.posts[i].ID {
				t.Errorf("%s: imported again, row %d has another id", why, i)
			}
		}
	}
	a, b := must(t, "a", "id,text\n1,好\n", Options{Source: "x"}), must(t, "a", "id,text\n1,好\n", Options{Source: "y"})
	if a.posts[0].ID == b.posts[0].ID || a.posts[0].ID != voc.NewPostID("x", "1") {
		t.Error("the source is not part of the id")
	}
}

func TestEndings(t *testing.T) {
	file := "text\n" + strings.Repeat("好喝\n难喝\n", 2000)
	full := errors.New("spool is full")
	if _, err := Read(context.Background(), strings.NewReader(file), "a", Options{Now: now}, func([]voc.Post) error { return full }, nil); !errors.Is(err, full) {
		t.Errorf("emit's error: %v", err)
	}
	if _, err := Read(context.Background(), strings.NewReader("id,text\n1E+20,好\n"), "a", Options{Now: now}, func([]voc.Post) error { return nil }, func(Reject) error { return full }); !errors.Is(err, full) {
		t.Errorf("reject's error: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	result, err := Read(ctx, io.MultiReader(strings.NewReader("text\n"), numbered(3000)), "a", Options{Now: now}, func([]voc.Post) error { cancel(); return nil }, nil)
	if !errors.Is(err, context.Canceled) || result.Posts != batch {
		t.Errorf("cancelled: %v after %d posts", err, result.Posts)
	}
	if _, err := Read(ctx, endless("text\n", 100<<20, ""), "a", Options{Now: now}, func([]voc.Post) error { return nil }, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled in a huge row: %v", err)
	}
	broken := errors.New("disk gone")
	if _, err := Read(context.Background(), io.MultiReader(strings.NewReader(file), failing{broken}), "a", Options{Now: now}, func([]voc.Post) error { return nil }, nil); !errors.Is(err, broken) {
		t.Errorf("the file's error: %v", err)
	}
}

func numbered(n int) io.Reader {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("好", i%50+1))
		b.WriteString(time.Duration(i).String())
		b.WriteByte('\n')
	}
	return strings.NewReader(b.String())
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestPreview(t *testing.T) {
	got, err := Preview(context.Background(), strings.NewReader("编号,评论内容,备注\n1E+20,坏,a\n2,好喝,b\n3,难喝,c\n"), "a.csv", Options{Now: now}, 2)
	if err != nil || got.Rows != 2 || len(got.Sample) != 1 || got.Sample[0].Text != "好喝" || len(got.Rejects) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := []Column{{"编号", "id"}, {"评论内容", "text"}, {"备注", ""}}
	for i, c := range got.Columns {
		if c != want[i] {
			t.Errorf("column %d is %+v, want %+v", i, c, want[i])
		}
	}
	whole, err := Preview(context.Background(), strings.NewReader("text\n好喝\n"), "a.csv", Options{Now: now}, 20)
	if err != nil || len(whole.Sample) != 1 {
		t.Errorf("a file shorter than its preview: %+v, %v", whole, err)
	}
	if _, err := Preview(context.Background(), strings.NewReader(""), "a.csv", Options{Now: now}, 20); !errors.Is(err, ErrEmpty) {
		t.Errorf("empty: %v", err)
	}
}

func TestAliasesAreUnambiguous(t *testing.T) {
	seen := map[string]field{}
	for f, words := range aliases {
		for _, w := range strings.Fields(words) {
			w = norm(w)
			if g, ok := seen[w]; ok && g != f {
				t.Errorf("%q means %s and %s", w, f, g)
			}
			seen[w] = f
		}
	}
}
