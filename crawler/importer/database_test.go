package importer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// database imports a file of testdata, which SQLite itself has written.
func database(t *testing.T, name string, o Options) (outcome, error) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return read(t, name, string(b), o)
}

// said is a post in a few words.
func saidBy(p voc.Post) string {
	return fmt.Sprintf("%s %s %s<%s<%s %s %d %d %s: %s", p.Platform, p.Kind, p.ExternalID, p.ParentID, p.RootID, p.PublishedAt.Format("2006-01-02T15:04:05"), p.Engagement.Likes, p.Engagement.Replies, p.Author.Hash, p.Text)
}

func TestDatabases(t *testing.T) {
	for why, tc := range map[string]struct {
		file   string
		o      Options
		format string
		want   []string
		notes  int
	}{
		"all tables of MediaCrawler but those of people": {"mediacrawler.db", Options{}, FormatMediaCrawler, []string{
			"xhs post 66aa00112233445566778899<< 2026-01-01T00:00:00 23000 12 0123456789abcdef: 等了四十分钟",
			"xhs comment 66bb00112233445566778899<66aa00112233445566778899<66aa00112233445566778899 2026-01-01T00:00:00 7 3 0123456789abcdef: 我也踩过雷",
			"weibo post 5100000000000001<< 2026-01-01T00:00:00 1 2 0123456789abcdef: 清恒又涨价",
			"douyin comment 7300000000000000009<7300000000000000005<7300000000000000001 2026-01-01T00:00:00 1 0 0123456789abcdef: 我这杯也漏"}, 2},
		"one table of MediaCrawler": {"mediacrawler.db", Options{Sheet: "weibo_note"}, FormatMediaCrawler, []string{
			"weibo post 5100000000000001<< 2026-01-01T00:00:00 1 2 0123456789abcdef: 清恒又涨价"}, 0},
		"weibo-crawler: posts, comments, reposts": {"weibo.db", Options{}, FormatWeiboCrawler, []string{
			"weibo post 5100000000000001<4100000000000001<4100000000000001 2026-01-01T00:00:00 5 6 1234567890: 清恒的新品翻车了",
			"weibo comment 5100000000000009<5100000000000008<5100000000000001 2026-01-01T00:05:00 3 -1 42: 同感",
			"weibo post 5100000000000010<5100000000000001<5100000000000001 2026-01-01T00:06:00 1 -1 43: 转给大家看看"}, 0},
		"a table of one's own": {"own.db", Options{Source: "desk"}, FormatSQLite, []string{
			" review 1<< 2026-01-01T00:00:00 -1 -1 : 杯子漏了", " review 2<< 2026-01-02T00:00:00 -1 -1 : 店员很热情", " review 3<< 2026-01-03T00:00:00 -1 -1 : 等太久"}, 0},
		"one of two": {"two.db", Options{Sheet: "B", Source: "x"}, FormatSQLite, []string{" comment <<"}, 0},
	} {
		out, err := database(t, tc.file, tc.o)
		if err != nil || out.Format != tc.format || len(out.posts) != len(tc.want) || len(out.Notes) != tc.notes {
			t.Errorf("%s: %s, %d posts, notes %q, rejects %+v, %v", why, out.Format, len(out.posts), out.Notes, out.rejects, err)
			continue
		}
		for i, p := range out.posts {
			if got := saidBy(p); tc.file != "two.db" && got != tc.want[i] || tc.file == "two.db" && p.Text != "乙" {
				t.Errorf("%s, post %d\n got %s\nwant %s", why, i+1, got, tc.want[i])
			}
		}
	}
}

func TestDatabasesThatAreRefused(t *testing.T) {
	if _, err := database(t, "two.db", Options{}); err == nil || !strings.Contains(err.Error(), "--sheet NAME: a, b") {
		t.Errorf("two tables of texts: %v", err)
	}
	if _, err := database(t, "own.db", Options{Sheet: "客户"}); err == nil || !strings.Contains(err.Error(), "反馈, 员工") {
		t.Errorf("a table that is not there: %v", err)
	}
	if _, err := database(t, "own.db", Options{Sheet: "员工"}); err == nil || !strings.Contains(err.Error(), "姓名") {
		t.Errorf("a table without texts: %v", err)
	}
	whole, err := os.ReadFile("testdata/own.db")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := read(t, "a.db", string(whole[:len(whole)-1024]), Options{}); err == nil || out.Posts > 0 {
		t.Errorf("a database that is cut off: %+v, %v", out.Result, err)
	}
}

// What still lies in the file beside a database would be missed: the import says so and takes nothing.
func TestDatabaseInUse(t *testing.T) {
	whole, err := os.ReadFile("testdata/own.db")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "own.db")
	for file, text := range map[string][]byte{name: whole, name + "-wal": []byte("pending")} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open := func() (Result, error) {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		return Read(context.Background(), f, name, Options{Now: now}, func([]voc.Post) error { return nil }, nil)
	}
	if r, err := open(); err == nil || !strings.Contains(err.Error(), "-wal") {
		t.Errorf("%+v, %v", r, err)
	}
	if err := os.Truncate(name+"-wal", 0); err != nil {
		t.Fatal(err)
	}
	if r, err := open(); err != nil || r.Posts != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	r, err := Read(context.Background(), io.MultiReader(bytes.NewReader(whole)), "-", Options{Now: now}, func([]voc.Post) error { return nil }, nil)
	if err != nil || r.Posts != 3 {
		t.Errorf("through a pipe: %+v, %v", r, err)
	}
}
