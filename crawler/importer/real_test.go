package importer

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// shared is the folder with real data, which is not part of this repository.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("TINGFENG_SHARED")
	if dir == "" {
		t.Skip("SKIPPED: set TINGFENG_SHARED to the folder that holds data/ to import real files")
	}
	return filepath.Join(dir, "data")
}

func importFile(t *testing.T, path string) (Result, []voc.Post, []Reject) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var posts []voc.Post
	var rejects []Reject
	result, err := Read(context.Background(), f, path, Options{Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)},
		func(p []voc.Post) error { posts = append(posts, p...); return nil },
		func(r Reject) error { rejects = append(rejects, r); return nil })
	if err != nil {
		t.Errorf("%s: %v", path, err)
	}
	if result.Rows != result.Posts+result.Repeats+result.Rejected {
		t.Errorf("%s: %d rows are not %d posts and %d repeats and %d rejects", path, result.Rows, result.Posts, result.Repeats, result.Rejected)
	}
	return result, posts, rejects
}

// recordsOf counts the rows below a header with the standard library's reader.
func recordsOf(t *testing.T, path string) (rows int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for {
		_, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows - 1
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		rows++
	}
}

func TestRealLabelledTables(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t), "text", "*", "*.csv"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	rows := 0
	for _, path := range files {
		result, _, rejects := importFile(t, path)
		if want := recordsOf(t, path); result.Rows != want || result.Rejected != 0 {
			t.Errorf("%s: %d rows, want %d; %d rejected, first %+v", path, result.Rows, want, result.Rejected, rejects[:min(1, len(rejects))])
		}
		rows += result.Rows
	}
	t.Logf("%d files, %d rows", len(files), rows)
}

func TestRealFixtures(t *testing.T) {
	dir := filepath.Join(shared(t), "fixtures")
	for path, want := range map[string]struct {
		format, platform string
		rows             int
	}{
		"mediacrawler_output/xhs_posts_first40.csv":                       {FormatMediaCrawler, "xhs", recordsOf(t, filepath.Join(dir, "mediacrawler_output/xhs_posts_first40.csv"))},
		"mediacrawler_output/xhs_search_contents_2026-04-22.sample.jsonl": {FormatMediaCrawler, "xhs", linesOf(t, filepath.Join(dir, "mediacrawler_output/xhs_search_contents_2026-04-22.sample.jsonl"))},
		"jd_export_csv/jd_comment_text_only.csv":                          {"text", "", linesOf(t, filepath.Join(dir, "jd_export_csv/jd_comment_text_only.csv"))},
		"weibo_crawler_output/weibo_crawler_1669879400.json":              {FormatWeiboCrawler, "weibo", 1 + elementsOf(t, filepath.Join(dir, "weibo_crawler_output/weibo_crawler_1669879400.json"), "weibo")}, // one is a repost
		"heimao_tousu/crawler_output_example.json":                        {FormatJSON, "", elementsOf(t, filepath.Join(dir, "heimao_tousu/crawler_output_example.json"), "")},
		"heimao_tousu/crawler_output_structured.csv":                      {FormatCSV, "", recordsOf(t, filepath.Join(dir, "heimao_tousu/crawler_output_structured.csv"))},
		"wechat_channels_export/comments.json":                            {FormatJSON, "", elementsOf(t, filepath.Join(dir, "wechat_channels_export/comments.json"), "comments")},
		"wechat_channels_export/videos.json":                              {FormatJSON, "", elementsOf(t, filepath.Join(dir, "wechat_channels_export/videos.json"), "videos")},
	} {
		result, posts, rejects := importFile(t, filepath.Join(dir, path))
		if result.Rows != want.rows || want.rows == 0 || saying(rejects) != 0 || result.Format != want.format || result.Platform != want.platform {
			t.Errorf("%s: %+v, want %+v; rejects %+v", path, result, want, rejects)
		}
		for _, p := range posts {
			if p.ID == "" || p.Body() == "" || p.PublishedAt.IsZero() || strings.Contains(p.URL, "xsec_token") {
				t.Errorf("%s: %+v", path, p)
			}
		}
	}
}

// saying counts the rejects that hold something; the real files have one empty cell among them.
func saying(rejects []Reject) (n int) {
	for _, r := range rejects {
		if strings.Trim(r.Raw, "\" ") != "" {
			n++
		}
	}
	return n
}

func linesOf(t *testing.T, path string) (n int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(string(b), "\n") {
		if strings.TrimSpace(l) != "" {
			n++
		}
	}
	return n
}

func elementsOf(t *testing.T, path, key string) int {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all any
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	if key != "" {
		all = all.(map[string]any)[key]
	}
	return len(all.([]any))
}
