package main

import (
	"archive/zip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/importer"
)

// TestImportOfAFolder takes what MediaCrawler leaves behind: files of every platform and kind below
// one folder, the lists of people left out, a day that was written by two versions of the tool.
func TestImportOfAFolder(t *testing.T) {
	p := newPlace(t)
	p.database()
	data := t.TempDir()
	for _, below := range []string{"xhs/jsonl", "xhs/.cache", "weibo/csv", "bili/json"} {
		if err := os.MkdirAll(filepath.Join(data, below), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, data, "xhs/jsonl/search_contents_2026-01-20.jsonl", `{"note_id":"66aa00112233445566778899","type":"normal","title":"踩雷","desc":"等了四十分钟","time":1767225600000,"creator_hash":"0123456789abcdef","nickname":"小***喵","liked_count":"2.3万","last_modify_ts":1767312000000,"note_url":"https://www.xiaohongshu.com/explore/66aa00112233445566778899?xsec_token=AB","source_keyword":"山外青茶"}`+"\n")
	write(t, data, "xhs/jsonl/search_creators_2026-01-20.jsonl", `{"user_id":"u","nickname":"n"}`+"\n")
	write(t, data, "weibo/csv/search_comments_2026-01-20.csv", "\ufeffcomment_id,create_time,create_date_time,note_id,content,sub_comment_count,comment_like_count,last_modify_ts,parent_comment_id,creator_hash,nickname\n"+
		"5100000000000009,1767225600,2026-01-01 08:00:00,5100000000000001,山外青茶涨得离谱,0,6,1767312000000,5100000000000009,0123456789abcdef,小***喵\n"+
		"5100000000000010,1767225600,2026-01-01 08:00:00,5100000000000001,山外青茶太甜,0,6,1767312000000,,0123456789abcdef,小***喵,上海\n")
	write(t, data, "bili/json/search_contents_2026-01-20.json", `[]`)
	write(t, data, "xhs/.cache/old.csv", "text\n不该读的\n")
	write(t, data, "readme.txt", "不该读的")
	a := p.run("", "--json", "import", data)
	if a.code != exitDone {
		t.Fatalf("exit %d: %s", a.code, a.errors)
	}
	var files []string
	posts, rejected := 0, 0
	for _, r := range parsed[[]imported](t, a.out) {
		files = append(files, filepath.Base(r.File))
		posts += r.Posts
		rejected += r.Rejected
	}
	if got := strings.Join(files, " "); got != "search_contents_2026-01-20.json search_comments_2026-01-20.csv search_contents_2026-01-20.jsonl" || posts != 2 || rejected != 1 {
		t.Errorf("files %s, %d posts, %d rejected", got, posts, rejected)
	}
	holds(t, "what is left out", a.errors, "跳过", "search_creators_2026-01-20.jsonl")
	if empty := p.run("", "import", t.TempDir()); empty.code != exitUsage {
		t.Errorf("an empty folder: exit %d, %s", empty.code, empty.errors)
	}
}

// TestMappingsAreKept teaches a template once; the next file of its kind needs no word.
func TestMappingsAreKept(t *testing.T) {
	p := newPlace(t)
	p.database()
	dir := t.TempDir()
	write(t, dir, "一月.csv", "谁写的;说了啥\n张三;山外青茶的杯子漏了一路\n")
	write(t, dir, "二月.csv", "谁写的;说了啥\n李四;山外青茶上错单了\n")
	first, second := filepath.Join(dir, "一月.csv"), filepath.Join(dir, "二月.csv")
	if a := p.run("", "import", second); a.code != exitFailed || !strings.Contains(a.errors, "谁写的") {
		t.Fatalf("nobody knows these columns yet: exit %d, %s", a.code, a.errors)
	}
	if a := p.run("", "import", "--save-mapping", "周报", first); a.code == exitDone {
		t.Error("a mapping of nothing was kept")
	}
	p.must("", "import", "--column", "text=说了啥", "--column", "author=谁写的", "--platform", "dianping", "--save-mapping", "周报", first)
	out := p.must("", "import", second)
	holds(t, "what people read", out, "二月.csv", "1 条帖子", "注意：", "周报")
	holds(t, "the preview", p.must("", "import", "--preview", second), "说了啥 → text", "谁写的 → author", "dianping")
	if r := parsed[[]imported](t, p.must("", "--json", "import", "--mapping", "周报", second)); r[0].Posts != 1 {
		t.Errorf("%+v", r)
	}
	if a := p.run("", "import", "--mapping", "年报", second); a.code != exitUsage || !strings.Contains(a.errors, "周报") {
		t.Errorf("an unknown mapping: exit %d, %s", a.code, a.errors)
	}
	text, err := os.ReadFile(filepath.Join(p.data, "mappings", "周报.json"))
	var m importer.Mapping
	if err != nil || json.Unmarshal(text, &m) != nil || m.Columns["text"] != "说了啥" || len(m.Headers) != 2 {
		t.Errorf("kept is %s, %v", text, err)
	}
	if err := os.Mkdir(filepath.Join(p.config, "mappings"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, p.config, "mappings/坏.json", `{"name":"坏"}`)
	if a := p.run("", "import", second); a.code == exitDone || !strings.Contains(a.errors, "坏.json") {
		t.Errorf("a broken mapping: exit %d, %s", a.code, a.errors)
	}
}

// TestAnImportGoesOn begins where one was killed: what it had taken is not handed over again.
func TestAnImportGoesOn(t *testing.T) {
	p := newPlace(t)
	p.database()
	dir := t.TempDir()
	var rows strings.Builder
	rows.WriteString("id,text,时间\n")
	for i := range 1200 {
		rows.WriteString("x" + strings.Repeat("i", i%40) + string(rune('a'+i/40%26)) + string(rune('a'+i/1040)) + ",山外青茶要排队,2026-01-30 12:00:00\n")
	}
	write(t, dir, "a.csv", rows.String())
	file := filepath.Join(dir, "a.csv")

	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	stand, err := openPosition(filepath.Join(p.data, "imports"), in, importer.Options{Format: "auto"})
	if err != nil || stand.Rows != 0 {
		t.Fatalf("a file nobody has read stands at %+v, %v", stand, err)
	}
	stand.keep(1000) // as the killed one left it
	r := parsed[[]imported](t, p.must("", "--json", "import", file))
	if r[0].From != 1000 || r[0].Rows != 1200 || r[0].Posts != 1200 {
		t.Errorf("%+v", r)
	}
	if _, posts := p.mentions(); posts != 200 {
		t.Errorf("%d posts were handed over, want the last 200", posts)
	}
	if left, _ := filepath.Glob(filepath.Join(p.data, "imports", "*")); len(left) != 0 {
		t.Errorf("read to its end the file still has a position: %q", left)
	}
	// Read again from the first row, everything is there once.
	stand.keep(1000)
	if r := parsed[[]imported](t, p.must("", "--json", "import", "--restart", file)); r[0].From != 0 {
		t.Errorf("%+v", r)
	}
	if rows, posts := p.mentions(); rows != 1200 || posts != 1200 {
		t.Errorf("%d mentions of %d posts, want 1200", rows, posts)
	}
	// Another file, or other rules, stand elsewhere.
	stand.keep(1000)
	if r := parsed[[]imported](t, p.must("", "--json", "import", "--source", "desk", file)); r[0].From != 0 {
		t.Errorf("other rules went on at %d", r[0].From)
	}
}

// TestRejectsAreMasked: a row that cannot be taken still holds what identifies a person.
func TestRejectsAreMasked(t *testing.T) {
	p := newPlace(t)
	p.database()
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="评论" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>评论id</t></is></c><c t="inlineStr"><is><t>评论内容</t></is></c></row>
			<row r="2"><c><v>5.01234567890123E+18</v></c><c t="inlineStr"><is><t>打 13800138000 没人接</t></is></c></row>
			<row r="3"><c t="inlineStr"><is><t>5012345678901234567</t></is></c><c t="inlineStr"><is><t>山外青茶上错单了</t></is></c></row></sheetData></worksheet>`,
	} {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	r := parsed[[]imported](t, p.must("", "--json", "import", f.Name()))
	if r[0].Format != "xlsx" || r[0].Posts != 1 || r[0].Rejected != 1 {
		t.Fatalf("%+v", r)
	}
	kept, err := os.ReadFile(r[0].Rejects)
	if err != nil || strings.Contains(string(kept), "13800138000") || !strings.Contains(string(kept), "rounded") || !strings.Contains(string(kept), "没人接") {
		t.Errorf("the rejects are %s, %v", kept, err)
	}
	preview := p.must("", "import", "--preview", f.Name())
	holds(t, "the preview", preview, "第 2 行不收", "rounded", "上错单")
}
