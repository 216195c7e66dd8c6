package importer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestAFullRow(t *testing.T) {
	out := must(t, "export.csv", "平台,评论ID,用户昵称,用户ID,评分(5分制),评论内容,评论时间,点赞数,回复数,IP属地,商品名称,店铺名称,详情链接,颜色\n"+
		"京东,88001,张三,u1,4.5,\"包装不错,\n就是慢\",2026年2月3日 12:30,1.2万,3,广东深圳,挂耳咖啡,清恒旗舰店,https://item.jd.com/1.html?utm_source=x&id=2,黑\n", Options{Brand: "qingheng", Source: "jd-export"})
	want := voc.Post{
		ID: voc.NewPostID("jd-export", "88001"), Source: "jd-export", Platform: "jd", ExternalID: "88001", Kind: voc.PostReview, Brand: "qingheng",
		Author: voc.Author{Hash: "u1", Name: "张三", Followers: -1}, Text: "包装不错,\n就是慢", Rating: 4.5, RatingRaw: "4.5",
		PublishedAt: time.Date(2026, 2, 3, 4, 30, 0, 0, time.UTC), Precision: voc.PrecisionMinute, FetchedAt: now,
		Engagement: voc.Engagement{Likes: 12000, Replies: 3, Shares: -1, Views: -1, Approx: true}, Region: "广东", Product: "挂耳咖啡", StoreName: "清恒旗舰店",
		URL: "https://item.jd.com/1.html?id=2",
	}
	if len(out.posts) != 1 || out.posts[0] != want {
		t.Errorf("got  %+v\nwant %+v\n%+v", out.posts, want, out.rejects)
	}
	if last := out.Columns[len(out.Columns)-1]; last.Header != "颜色" || last.Field != "" {
		t.Errorf("the column nobody needs is %+v", last)
	}
}

func TestNestedObjects(t *testing.T) {
	out := must(t, "a.jsonl", `{"id":7,"content":"好喝","user":{"id":99,"nickname":"张三","followers_count":12},"product":{"id":5,"name":"拿铁"},"stats":{"likes":3},"tags":["a"],"created_at":"2026-01-01T00:00:00Z","score":null}`+"\n", Options{Source: "desk"})
	p := out.posts[0]
	if p.ExternalID != "7" || p.Author.Hash != "99" || p.Author.Name != "张三" || p.Author.Followers != 12 || p.Engagement.Likes != 3 || p.Text != "好喝" {
		t.Errorf("%+v", p)
	}
}

func TestExactIDs(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "123": "123", "abc_1": "abc_1", "6543210987654321": "6543210987654321", "12345.0": "12345", "'6543210987654321": "6543210987654321",
		`="6543210987654321"`: "6543210987654321", "007": "007", "123456789012345.0": "123456789012345", "654321098765432199": "654321098765432199",
	} {
		if got, err := exactID(in); got != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"1.23E+17", "1.23456789012346e+17", "6E15", "6543210987654321.0", "654321098765432000", "1E5"} {
		if got, err := exactID(in); err == nil {
			t.Errorf("%q was taken for %q", in, got)
		}
	}
}

func TestTimes(t *testing.T) {
	s := newSession(t.Context(), "a", Options{Now: now, Location: time.FixedZone("CST", 8*3600)}, nil, nil)
	for in, want := range map[string]string{
		"46023":                "2026-01-01T00:00:00+08:00 day", // a spreadsheet's date
		"46023.5":              "2026-01-01T12:00:00+08:00 second",
		"46023.354166666664":   "2026-01-01T08:30:00+08:00 second",
		"1767225600":           "2026-01-01T08:00:00+08:00 second",
		"1767225600000":        "2026-01-01T08:00:00+08:00 second",
		"1767225600.0":         "2026-01-01T08:00:00+08:00 second",
		"1.7672256E+12":        "2026-01-01T08:00:00+08:00 second",
		"2026/1/1 8:00":        "2026-01-01T08:00:00+08:00 minute",
		"2026-01-01T00:00:00Z": "2026-01-01T08:00:00+08:00 second",
		"昨天 08:00":             "2026-02-28T08:00:00+08:00 minute",
		"12345":                "", // neither a serial after 1970 nor a time
		"99999":                "",
		"四月":                   "",
	} {
		at, precision, ok := s.when(in, now)
		got := ""
		if ok {
			got = at.In(s.o.Location).Format(time.RFC3339) + " " + string(precision)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestNothingSaidOfATime(t *testing.T) {
	p := must(t, "a.csv", "text\n好喝\n", Options{}).posts[0]
	if !p.PublishedAt.Equal(now) || p.Precision != voc.PrecisionNone {
		t.Errorf("%s, %s", p.PublishedAt, p.Precision)
	}
	out := must(t, "a.csv", "text,时间\n好喝,刚刚\n", Options{})
	if len(out.Notes) != 1 || !strings.Contains(out.Notes[0], "relatively") {
		t.Errorf("notes %q", out.Notes)
	}
}

func TestPlatforms(t *testing.T) {
	for in, want := range map[string]string{"小红书": "xhs", "大众点评": "dianping", "B站": "bilibili", "weibo": "weibo", "": "", "某论坛": "某论坛", strings.Repeat("长", 40): ""} {
		if got := platform(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"https://www.zhihu.com/question/1": "zhihu", "https://a.example/": "", "": "", "::": "", "https://m.weibo.cn/detail/1": "weibo"} {
		if got := platformOf(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"label,text\n0,\"好\n喝\"\n1,难喝,真的\n", "{\"text\":\"好\"}\n{", "[{\"text\":\"好\"},{\"a\":[{}]},\"", "{\"user\":{\"id\":1},\"weibo\":[{\"id\":1,\"bid\":\"a\",\"text\":\"x\",\"created_at\":\"1\"}]}",
		"sep=;\na;text\n", "\xb2\xee\xc6\xc0\n", "text\r1\r2", "\ufeff\x00", "\"", "a,b\n\"x\"y,\"z\n", "id,text\n1E+9,a\n", mediaFiles[0].columns + "\n1,2,3\n",
	} {
		f.Add(seed, 40)
	}
	f.Fuzz(func(t *testing.T, file string, max int) {
		rows, rejected := 0, 0
		o := Options{Now: now, MaxLine: 1 + max&0xfff}
		result, err := Read(t.Context(), strings.NewReader(file), "fuzz", o,
			func(p []voc.Post) error {
				rows += len(p)
				for _, p := range p {
					if p.ID == "" || p.Body() == "" || p.PublishedAt.IsZero() {
						t.Fatalf("%+v", p)
					}
				}
				return nil
			},
			func(r Reject) error {
				rejected++
				if r.Line < 1 || r.Line > 1+strings.Count(file, "\n") || r.Reason == "" || len(r.Raw) > rawLimit+3 {
					t.Fatalf("%+v of %d lines", r, 1+strings.Count(file, "\n"))
				}
				return nil
			})
		if err == nil && result.Rows != result.Posts+result.Repeats+result.Rejected || rejected != result.Rejected || rows < result.Posts {
			t.Fatalf("%+v: %d handed over, %d rejected", result, rows, rejected)
		}
	})
}

// FuzzTable holds that well-formed tables come back as they were written.
func FuzzTable(f *testing.F) {
	f.Add("好,喝", "第一\n行\"引\"", "")
	f.Add("", " ", "\r\n")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
		a, b, c = strings.ReplaceAll(a, "\x00", ""), strings.ReplaceAll(b, "\x00", ""), strings.ReplaceAll(c, "\x00", "")
		file := strings.Join([]string{quote(a), quote(b), quote(c)}, ",") + "\r\n" + "x,y,z"
		tab := &table{text: over(file, 1<<20), comma: ','}
		r, err := tab.read()
		if err != nil || len(r.value) != 3 || r.value[0] != a || r.value[1] != b || r.value[2] != c || r.fault != "" {
			t.Fatalf("%q became %q, %s, %v", []string{a, b, c}, r.value, r.fault, err)
		}
		if r, err = tab.read(); err != nil || strings.Join(r.value, "") != "xyz" || r.line != 2+strings.Count(a+b+c, "\n") {
			t.Fatalf("the next record is %+v, %v", r, err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	row := "京东,%d,张三,u%d,4.5,\"包装不错，物流也快，就是客服回复有点慢，等了大半天才理我，下次再看看吧\",2026年2月3日 12:30,12,3,广东深圳,挂耳咖啡,清恒旗舰店,https://item.jd.com/1.html\n"
	var file strings.Builder
	file.WriteString("平台,评论ID,用户昵称,用户ID,评分,评论内容,评论时间,点赞数,回复数,IP属地,商品名称,店铺名称,详情链接\n")
	const rows = 5000
	for i := range rows {
		fmt.Fprintf(&file, row, i, i)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		result, err := Read(b.Context(), strings.NewReader(file.String()), "a.csv", Options{Now: now}, func([]voc.Post) error { return nil }, nil)
		if err != nil || result.Posts != rows {
			b.Fatal(err, result)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
