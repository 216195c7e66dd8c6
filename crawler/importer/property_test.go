package importer

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// All the headers people and tools write, each alone, fill the field they stand for.
func TestEveryAlias(t *testing.T) {
	value := map[field]string{fTime: "2026-01-09 08:00", fEdited: "2026-01-10 08:00", fFetched: "2026-02-01 08:00", fFollowers: "12", fVerified: "是", fLikes: "3", fReplies: "4", fShares: "5", fViews: "6", fRating: "4",
		fURL: "https://a.example/1", fRegion: "上海", fID: "a1", fParent: "p1", fRoot: "r1"}
	got := map[field]func(p voc.Post) any{
		fID: func(p voc.Post) any { return p.ExternalID }, fTitle: func(p voc.Post) any { return p.Title }, fAuthor: func(p voc.Post) any { return p.Author.Name }, fAuthorID: func(p voc.Post) any { return p.Author.Hash },
		fFollowers: func(p voc.Post) any { return p.Author.Followers }, fVerified: func(p voc.Post) any { return p.Author.Verified }, fLikes: func(p voc.Post) any { return p.Engagement.Likes },
		fReplies: func(p voc.Post) any { return p.Engagement.Replies }, fShares: func(p voc.Post) any { return p.Engagement.Shares }, fViews: func(p voc.Post) any { return p.Engagement.Views }, fRating: func(p voc.Post) any { return p.Rating },
		fURL: func(p voc.Post) any { return p.URL }, fPlatform: func(p voc.Post) any { return p.Platform }, fProduct: func(p voc.Post) any { return p.Product }, fVersion: func(p voc.Post) any { return p.Version },
		fStore: func(p voc.Post) any { return p.StoreName }, fRegion: func(p voc.Post) any { return p.Region }, fKeyword: func(p voc.Post) any { return p.Keyword }, fLanguage: func(p voc.Post) any { return p.Language },
		fParent: func(p voc.Post) any { return p.ParentID }, fRoot: func(p voc.Post) any { return p.RootID }, fTime: func(p voc.Post) any { return p.PublishedAt.Format(time.DateOnly) },
		fFetched: func(p voc.Post) any { return p.FetchedAt.Format(time.DateOnly) }, fText: func(p voc.Post) any { return p.Text }, fDemand: func(p voc.Post) any { return p.Text },
	}
	want := map[field]any{fFollowers: int64(12), fVerified: true, fLikes: int64(3), fReplies: int64(4), fShares: int64(5), fViews: int64(6), fRating: 4.0, fTime: "2026-01-09", fFetched: "2026-02-01", fDemand: "说的话\n投诉要求：某物"}
	for f, words := range aliases {
		if got[f] == nil {
			if f != fEdited {
				t.Errorf("no test reads %s", f)
			}
			continue
		}
		for _, header := range strings.Fields(words) {
			text, cell := "text", value[f]
			if cell == "" {
				cell = "某物"
			}
			if f == fText {
				text = "备注甲"
			}
			for _, h := range []string{header, strings.ToUpper(header), " " + header + "： "} {
				out, err := read(t, "a.csv", text+",备注乙,"+h+"\n说的话,无,"+cell+"\n", Options{})
				if err != nil || len(out.posts) != 1 {
					t.Errorf("%s under %q: %+v, %v", f, h, out.rejects, err)
					continue
				}
				expected := want[f]
				if expected == nil {
					expected = cell
				}
				if g := got[f](out.posts[0]); !reflect.DeepEqual(g, expected) {
					t.Errorf("%s under %q is %v, want %v", f, h, g, expected)
				}
			}
		}
	}
}

// What a user says of the columns counts for every field, by name and by number.
func TestMappingsOfEveryField(t *testing.T) {
	for _, f := range Fields() {
		if f == string(fText) {
			continue
		}
		for why, tc := range map[string]struct {
			file    string
			columns map[string]string
		}{
			"by name":   {"甲,乙\n2026-01-09,说的话\n", map[string]string{f: "甲", "text": "乙"}},
			"by number": {"2026-01-09,说的话\n", map[string]string{f: "1", "text": "2"}},
			"in JSON":   {`{"甲":"2026-01-09","乙":"说的话"}` + "\n", map[string]string{f: "甲", "text": "乙"}},
		} {
			out, err := read(t, "a", tc.file, Options{Columns: tc.columns})
			if err != nil || len(out.posts) != 1 || !strings.HasPrefix(out.posts[0].Text, "说的话") {
				t.Errorf("%s %s: %+v, %+v, %v", f, why, out.posts, out.rejects, err)
			}
		}
	}
	for _, columns := range []map[string]string{{"text": "没有这一列"}, {"text": "9"}} {
		out, err := read(t, "a.csv", "甲,乙\n一,说的话\n", Options{Columns: columns})
		if err == nil && out.Posts > 0 {
			t.Errorf("a mapping to a column that is not there gave %+v", out.posts)
		}
	}
}

// row1 is a post as somebody might have it in a table.
type row1 struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Who   string `json:"author"`
	Time  string `json:"time"`
	Likes string `json:"likes"`
	Stars string `json:"rating"`
}

func (r row1) cells() []string { return []string{r.ID, r.Text, r.Who, r.Time, r.Likes, r.Stars} }

var head1 = []string{"id", "text", "author", "time", "likes", "rating"}

// rows makes n rows of what people and their keyboards produce.
func rows(r *rand.Rand, n int) []row1 {
	letters := []rune("好喝难茶店排队一二三，。！？\"',;\t|\n{}[]:\\/ 😡aZ0#@%…—")
	all := make([]row1, n)
	for i := range all {
		text := make([]rune, 1+r.IntN(40))
		for j := range text {
			text[j] = letters[r.IntN(len(letters))]
		}
		all[i] = row1{
			ID: fmt.Sprint("p", i), Text: fmt.Sprint("说", string(text), i), Who: fmt.Sprint("用户", r.IntN(50)),
			Time: time.Unix(1_700_000_000+r.Int64N(60_000_000), 0).In(time.FixedZone("CST", 8*3600)).Format("2006-01-02 15:04:05"), Likes: fmt.Sprint(r.IntN(100000)), Stars: fmt.Sprint(1 + r.IntN(5)),
		}
	}
	return all
}

// containers write rows as the files we read.
var containers = map[string]func(t *testing.T, all []row1) []byte{
	"a.csv": func(t *testing.T, all []row1) []byte { return table1(t, all, ',', false) },
	"b.tsv": func(t *testing.T, all []row1) []byte { return table1(t, all, '\t', false) },
	"c.csv": func(t *testing.T, all []row1) []byte { return append([]byte("\ufeff"), table1(t, all, ';', true)...) },
	"d.csv": func(t *testing.T, all []row1) []byte {
		b, err := simplifiedchinese.GB18030.NewEncoder().Bytes(table1(t, all, ',', true))
		if err != nil {
			t.Fatal(err)
		}
		return b
	},
	"e.csv": func(t *testing.T, all []row1) []byte {
		b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(table1(t, all, ',', false))
		if err != nil {
			t.Fatal(err)
		}
		return b
	},
	"f.jsonl": func(t *testing.T, all []row1) []byte {
		var b bytes.Buffer
		for _, r := range all {
			b.Write(marshal(t, r))
			b.WriteString("\r\n")
		}
		return b.Bytes()
	},
	"g.json": func(t *testing.T, all []row1) []byte { return marshal(t, all) },
	"i.xlsx": func(t *testing.T, all []row1) []byte {
		table := [][]string{head1}
		for _, r := range all {
			table = append(table, []string{"'" + r.ID, "'" + r.Text, "'" + r.Who, r.Time, "=" + r.Likes, "=" + r.Stars})
		}
		return []byte(workbook(t, false, tab{"评论", table}))
	},
	"h.json": func(t *testing.T, all []row1) []byte {
		b, err := json.MarshalIndent(map[string]any{"code": 0, "data": map[string]any{"list": all}}, "", "    ")
		if err != nil {
			t.Fatal(err)
		}
		return b
	},
}

func marshal(t *testing.T, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func table1(t *testing.T, all []row1, comma rune, crlf bool) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, crlf
	if err := w.Write(head1); err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if err := w.Write(r.cells()); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}

// Any posts, written into any container we know and dealt out in any pieces, are the same posts.
func TestPostsComeBackFromEveryContainer(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{1, 2, 40, 1100} {
		all := rows(r, n)
		var first []voc.Post
		for _, name := range []string{"a.csv", "b.tsv", "c.csv", "d.csv", "e.csv", "f.jsonl", "g.json", "h.json", "i.xlsx"} {
			file := containers[name](t, all)
			for how, deal := range map[string]func(io.Reader) io.Reader{
				"whole": func(r io.Reader) io.Reader { return r }, "a byte at a time": iotest.OneByteReader, "by halves": iotest.HalfReader, "with its end": iotest.DataErrReader,
			} {
				posts := readAll(t, name, deal(bytes.NewReader(file)))
				if first == nil {
					first = posts
					for i, p := range posts {
						if p.ExternalID != all[i].ID || p.Author.Name != all[i].Who || fmt.Sprint(p.Engagement.Likes) != all[i].Likes || fmt.Sprint(p.Rating) != all[i].Stars || p.Precision != voc.PrecisionSecond {
							t.Fatalf("row %+v became %+v", all[i], p)
						}
					}
				}
				if len(posts) != n || !slices.Equal(posts, first) {
					i := 0
					for i < min(len(posts), len(first)) && posts[i] == first[i] {
						i++
					}
					t.Errorf("%s %s: %d posts of %d, the first that differs is %d", name, how, len(posts), n, i)
				}
			}
		}
	}
}

func readAll(t *testing.T, name string, r io.Reader) []voc.Post {
	t.Helper()
	var posts []voc.Post
	result, err := Read(context.Background(), r, name, Options{Now: now, Source: "x"}, func(p []voc.Post) error { posts = append(posts, p...); return nil },
		func(r Reject) error { t.Errorf("%s: %+v", name, r); return nil })
	if err != nil || result.Rejected > 0 || result.Repeats > 0 {
		t.Fatalf("%s: %+v, %v", name, result, err)
	}
	return posts
}

// A preview shows what reading brings, row by row, whatever its length.
func TestAPreviewIsTheBeginning(t *testing.T) {
	all := rows(rand.New(rand.NewPCG(8, 8)), 60)
	for name, write := range containers {
		file := write(t, all)
		whole := readAll(t, name, bytes.NewReader(file))
		for _, n := range []int{1, 7, 59, 60, 100} {
			got, err := Preview(context.Background(), bytes.NewReader(file), name, Options{Now: now, Source: "x"}, n)
			if err != nil || len(got.Sample) != min(n, 60) || !slices.Equal(got.Sample, whole[:min(n, 60)]) || got.Rows != min(n, 60) {
				t.Errorf("%s: a preview of %d has %d rows, %v", name, n, len(got.Sample), err)
			}
		}
	}
}

// Importing twice is importing once: the same ids, and nothing handed over the second time in one file.
func TestTwiceIsOnce(t *testing.T) {
	all := rows(rand.New(rand.NewPCG(9, 9)), 300)
	for _, name := range []string{"a.csv", "f.jsonl"} {
		out := must(t, name, string(containers[name](t, append(slices.Clone(all), all...))), Options{Source: "x"})
		if out.Posts != 300 || out.Repeats != 300 || len(out.posts) != 300 {
			t.Errorf("%s: %d posts, %d repeats, %d handed over", name, out.Posts, out.Repeats, len(out.posts))
		}
	}
}

func TestLineEndsOfEveryKind(t *testing.T) {
	for why, tc := range map[string]struct {
		file, texts string
		rejected    int
	}{
		"mixed in one file":                    {"id,text\r\n1,一\n2,二\r\n3,三\n", "一|二|三", 0},
		"a carriage return inside a cell":      {"id,text\n1,\"一\r二\"\n2,三\n", "一\n二|三", 0},
		"a carriage return inside a bare cell": {"id,text\n1,一\r二\n2,三\n", "一\n二|三", 0},
		"two carriage returns":                 {"id,text\r\r\n1,一\r\r\n2,二\r\r\n", "一|二", 0},
		"blank lines all over":                 {"\n\n\nid,text\n\n\n1,一\n\n \n2,二\n\n", "一|二", 0},
		"a mark in the middle":                 {"id,text\n1,一\n\ufeffid,text\n2,二\n\ufeff3,三\n", "一|二|三", 0},
		"a mark before a quoted header":        {"\ufeff\"id\",\"text\"\n1,一\n", "一", 0},
		"two marks":                            {"\ufeff\ufeffid,text\n1,一\n", "一", 0},
		"NUL between all letters":              {"i\x00d\x00,text\n1,一\x00\n2,\x00二\n", "一|二", 0},
		"a NUL line":                           {"id,text\n\x00\n1,一\n", "一", 0},
		"quotes around everything":             {"\"id\",\"text\"\n\"1\",\"一\"\n\"2\",\"\"\"二\"\"\"\n", "一|\"二\"", 0},
		"blanks around the quotes":             {"id,text\n1, \"一\"\n", "\"一\"", 0},
		"an unclosed quote in the last row":    {"id,text\n1,一\n2,\"二\n", "一", 1},
		"an unclosed quote in the last cell":   {"id,text\n1,一\n2,二\"\n3,三\n", "一|二\"|三", 0},
		"a form feed and a vertical tab":       {"id,text\n1,一\f二\v三\n", "一 二 三", 0},
		"line separators of Unicode":           {"id,text\n1,一\u2028二\n", "一\n二", 0},
		"the end of a DOS file":                {"id,text\n1,一\n\x1a", "一", 0},
		"a header and nothing to say":          {"id,text\n,\n,,\n", "", 0},
		"text before the table is no header":   {"id,text\n1,一\n合计,\n", "一", 1},
		"letters of both directions":           {"id,text\n1,\u202eقهوة\u202c\n", "قهوة", 0},
		"half a surrogate pair":                {"id,text\n1,这家店的奶茶真的很难喝等了一个小时服务态度也差我不会再来了\xed\xa0\xbd\n", "这家店的奶茶真的很难喝等了一个小时服务态度也差我不会再来了\uFFFD", 0},
	} {
		out := must(t, "a.csv", tc.file, Options{})
		if got := texts(out); got != tc.texts && strings.ReplaceAll(got, "\uFFFD\uFFFD\uFFFD", "\uFFFD") != tc.texts || out.Rejected != tc.rejected {
			t.Errorf("%s: %q, want %q; rejects %+v", why, got, tc.texts, out.rejects)
		}
	}
}

// A spreadsheet's dates come back as the days and minutes they stand for.
func TestSpreadsheetDates(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	s := newSession(t.Context(), "a", Options{Now: now, Location: zone}, nil, nil)
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, zone)
	r := rand.New(rand.NewPCG(1, 5))
	for range 2000 {
		days := firstSerial + 1 + r.IntN(lastSerial-firstSerial-1)
		at, p, ok := s.when(fmt.Sprint(days), now)
		if want := epoch.AddDate(0, 0, days); !ok || !at.Equal(want) || p != voc.PrecisionDay {
			t.Fatalf("%d is %v, %s, %v; want %v", days, at, p, ok, want)
		}
		second := r.IntN(86400)
		cell := fmt.Sprintf("%.10f", float64(days)+float64(second)/86400)
		if at, p, ok := s.when(cell, now); !ok || !at.Equal(epoch.AddDate(0, 0, days).Add(time.Duration(second)*time.Second)) || p != voc.PrecisionSecond {
			t.Fatalf("%s is %v, %s, %v; want second %d", cell, at, p, ok, second)
		}
	}
	for cell, want := range map[string]bool{"25568": false, "25569": true, "73050": true, "73051": false, "-45000": false, "45000.": false, "045000": false, "45000.99999999999999999": true} {
		if _, _, ok := s.when(cell, now); ok != want {
			t.Errorf("%q is a date: %v", cell, ok)
		}
	}
}

func TestJSONMeantToHurt(t *testing.T) {
	for why, file := range map[string]string{
		"lists in lists":       "[" + strings.Repeat("[", 200_000),
		"objects in objects":   "[" + strings.Repeat(`{"a":`, 200_000),
		"an object's objects":  strings.Repeat(`{"a":`, 200_000) + "1",
		"quotes that go on":    `[{"text":"` + strings.Repeat(`\"`, 200_000),
		"colons":               `{"a"` + strings.Repeat(":", 200_000),
		"closing brackets":     `[{"text":"一"}` + strings.Repeat("]", 200_000),
		"strangers":            "[" + strings.Repeat("x", 200_000) + "]",
		"many names":           "{" + strings.Repeat(`"a":1,`, 100_000) + `"text":"一"}`,
		"a number without end": `[{"text":"一","likes":` + strings.Repeat("9", 200_000) + "}]",
	} {
		start := time.Now()
		out, _ := read(t, "a.json", file, Options{MaxLine: 64 << 10})
		if len(out.posts) > 1 {
			t.Errorf("%s: %d posts", why, len(out.posts))
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %s", why, took)
		}
	}
}

// FuzzCells holds that what stands in a cell stays in it, in every container.
func FuzzCells(f *testing.F) {
	f.Add("好喝\"难喝", "甲,乙\n丙")
	f.Add("=1+1", "\u202e\x00")
	f.Add("\ufeff", "#N/A")
	f.Fuzz(func(t *testing.T, text, author string) {
		quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
		object, err := json.Marshal(map[string]string{"id": "7", "text": "说" + text, "author": author})
		if err != nil {
			return
		}
		var posts []voc.Post
		for name, file := range map[string]string{"a.csv": "id,text,author\n7," + quote("说"+text) + "," + quote(author) + "\n", "a.jsonl": string(object) + "\n"} {
			if name == "a.csv" && (strings.ContainsAny(text+author, "\x00") || strings.ToValidUTF8(text+author, "") != text+author) {
				continue // JSON says these in its own way
			}
			out, err := read(t, name, file, Options{Source: "x", Encoding: "utf-8"})
			if err != nil || out.Rows > 1 {
				if strings.Contains(fmt.Sprint(err), "no text") {
					return // mostly controls
				}
				t.Fatalf("%s: %q became %d rows, %v", name, file, out.Rows, err)
			}
			posts = append(posts, out.posts...)
		}
		if len(posts) == 2 && (posts[0].Text != posts[1].Text || posts[0].Author.Name != posts[1].Author.Name) {
			t.Errorf("%q by %q: %+v and %+v", text, author, posts[0], posts[1])
		}
	})
}
