package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/tingfeng-voc/tingfeng/configs"
)

// realData is the folder with what real sites answered and real people wrote. It is other people's
// words, so it is no part of this repository.
func realData(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("TINGFENG_SHARED")
	if dir == "" {
		t.Skip("SKIPPED: real payloads are neither crawled nor imported; set TINGFENG_SHARED to the folder that holds data/")
	}
	return filepath.Join(dir, "data")
}

// payload is one recorded answer of a site, and how it is configured.
type payload struct {
	source string // id of the source
	file   string // below fixtures
	counts string // a pattern that stands once in each of its posts
	gbk    bool   // the site sends GBK, the record is UTF-8
	yaml   string // the rest of its entry in sources.yaml
	says   string // what the visit must report as not understood
}

var payloads = []payload{
	{source: "feed-cdata", file: "rss/huginn_cdata_rss.atom", counts: `<(item|entry)[\s>]`, yaml: "  kind: feed\n"},
	{source: "feed-github", file: "rss/huginn_github_rss.atom", counts: `<(item|entry)[\s>]`, yaml: "  kind: feed\n"},
	{source: "feed-blog", file: "rss/huginn_onethingwell.rss", counts: `<(item|entry)[\s>]`, yaml: "  kind: feed\n"},
	{source: "feed-podcast", file: "rss/huginn_podcast.rss", counts: `<(item|entry)[\s>]`, yaml: "  kind: feed\n", says: "+3000"}, // a time zone that cannot be
	{source: "feed-video", file: "rss/huginn_youtube.xml", counts: `<(item|entry)[\s>]`, yaml: "  kind: feed\n"},
	{source: "feed-entries", file: "rss/perceval_rss_entries.xml", counts: `<(item|entry)[\s>]`, yaml: "  kind: feed\n"},
	{source: "newsmth", file: "newsmth/sGuidanceResponse.html", counts: `class="RecommendTitle"><script`, gbk: true, yaml: `  kind: html
  html:
    item: td.RecommendTitle
    kind: post
    fields: {id: 'a@href /id=(\d+)/', url: a@href, title: a}
`},
	{source: "tieba", file: "tieba/note_detail.html", counts: `<div[^>]*class="l_post [^>]*post_id&quot;:`, yaml: `  kind: html
  html:
    item: "div.l_post[data-field]"
    kind: post
    fields:
      id: '@data-field /"post_id":(\d+)/'
      text: .d_post_content
      author: .p_author_name
      time: '.post-tail-wrap /\d{4}-\d\d-\d\d \d\d:\d\d/'
`},
	{source: "douban", file: "douban/movie_subject_26895436.html", counts: `class="comment-item[^>]*data-cid="\d`, yaml: `  kind: html
  html:
    item: ".comment-item[data-cid]"
    fields: {id: "@data-cid", text: .short, author: ".comment-info > a", time: ".comment-time@title || .comment-time", rating: .rating@class, likes: .vote-count}
`},
	{source: "discourse", file: "discourse/api_posts_latest.json", counts: `"cooked":`, yaml: `  kind: json
  json:
    items: "latest_posts[]"
    fields: {id: id, text: cooked, author: username, time: created_at, root: topic_id}
`},
}

// appStores are two recorded storefronts: one whose JSON has dates, one whose dates stand in the
// XML alone.
var appStores = map[string]struct{ json, xml string }{
	"nl": {"appstore_rss/nl_customerreviews_2023.json", "appstore_rss/empty_customerreviews.xml"},
	"jp": {"appstore_rss/jp_customerreviews_1.json", "appstore_rss/jp_customerreviews_1.xml"},
}

// TestRealSitesAreCounted replays what real sites answered, crawls it through a configuration
// folder, and counts the table against the payloads.
func TestRealSitesAreCounted(t *testing.T) {
	fixtures := filepath.Join(realData(t), "fixtures")
	bodies, want := map[string][]byte{}, map[string]int{}
	for _, p := range payloads {
		body := readFile(t, filepath.Join(fixtures, p.file))
		want[p.source] = len(regexp.MustCompile(p.counts).FindAll(body, -1))
		if p.gbk {
			var err error
			if body, err = simplifiedchinese.GBK.NewEncoder().Bytes(body); err != nil {
				t.Fatal(err)
			}
		}
		bodies["/"+p.source] = body
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := bodies[r.URL.Path]
		if _, rest, ok := strings.Cut(r.URL.Path, "/rss/customerreviews/"); ok {
			body = appStorePage(t, fixtures, strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")[0], rest)
		}
		if body == nil {
			http.NotFound(w, r)
			return
		}
		w.Write(body)
	}))
	defer site.Close()

	place := newPlace(t)
	var sources strings.Builder
	sources.WriteString("sources:\n")
	for _, p := range payloads {
		fmt.Fprintf(&sources, "- id: %s\n  title: %s\n  platform: %s\n  address: %s/%s\n  schedule: \"@every 1h\"\n  every: 1h\n  allow_private: true\n  pace: 1ms\n%s", p.source, p.source, p.source, site.URL, p.source, p.yaml)
	}
	for country, store := range appStores {
		fmt.Fprintf(&sources, "- id: appstore-%s\n  kind: appstore\n  platform: appstore\n  address: %s\n  schedule: \"@every 1h\"\n  every: 1h\n  allow_private: true\n  pace: 1ms\n  appstore: {app: \"1404176564\", country: %s}\n", country, site.URL, country)
		want["appstore-"+country] = bytes.Count(readFile(t, filepath.Join(fixtures, store.json)), []byte(`"im:rating"`))
	}
	place.write("sources.yaml", sources.String())
	place.must("", "check")

	// One by one from the command line, twice; then all of them as a running tingfeng would.
	for _, source := range []string{"newsmth", "appstore-jp"} {
		for round, fresh := range []int{want[source], 0} {
			visit := parsed[struct {
				Found, Fresh int
				Outcome      string
			}](t, place.must("", "--json", "crawl", "--source", source, "--once"))
			if visit.Fresh != fresh {
				t.Errorf("crawl %d of %s: %+v, want %d new", round+1, source, visit, fresh)
			}
		}
	}
	holds(t, "what people read", place.must("", "crawl", "--source", "newsmth"), "newsmth：正常", "新 0 条")
	place.catchUp(len(want))
	compareCounts(t, place, want)
	place.catchUp(len(want))
	compareCounts(t, place, want)
	health := parsed[[]sourceHealth](t, place.must("", "--json", "sources"))
	for _, h := range health {
		if !h.Outcome.Heard() || !toldAll(string(h.ID), h.Missing) || h.Overdue {
			t.Errorf("source %s: %+v", h.ID, h)
		}
	}
	t.Logf("%v", want)
}

// toldAll tells whether a visit misses nothing, or just what its payload has garbled.
func toldAll(source, missing string) bool {
	for _, p := range payloads {
		if p.source == source && p.says != "" {
			return strings.Contains(missing, p.says)
		}
	}
	return missing == ""
}

// appStorePage is what the review feed answers: page one of a storefront as JSON or XML, then
// nothing.
func appStorePage(t *testing.T, fixtures, country, rest string) []byte {
	t.Helper()
	name := "appstore_rss/empty_customerreviews.xml"
	if strings.Contains(rest, "page=1/") {
		name = appStores[country].xml
		if strings.HasSuffix(rest, "/json") {
			name = appStores[country].json
		}
	}
	return readFile(t, filepath.Join(fixtures, name))
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// catchUp visits every source of the place once, in one process.
func (p *place) catchUp(sources int) {
	p.t.Helper()
	c, err := configs.Load(p.config, func(string) (string, bool) { return "", false })
	if err != nil {
		p.t.Fatal(err)
	}
	w := &world{stdout: io.Discard, stderr: p.t.Output(), now: p.now, signal: p.t.Context()}
	a, err := openControl(p.t.Context(), w, &grammar{}, c)
	if err != nil {
		p.t.Fatal(err)
	}
	visits, err := a.pipeline.CatchUp(p.t.Context(), nil)
	if err := errors.Join(err, a.close()); err != nil || len(visits) != sources {
		p.t.Fatalf("%d visits, want %d: %v", len(visits), sources, err)
	}
	for _, v := range visits {
		if !v.Outcome.Heard() || !toldAll(string(v.Source), v.Missing) {
			p.t.Errorf("visit of %s: %+v", v.Source, v)
		}
	}
}

func compareCounts(t *testing.T, p *place, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for _, row := range p.rows("SELECT source, count() AS n, uniqExact(id) AS posts FROM mentions FINAL GROUP BY source") {
		got[fmt.Sprint(row["source"])] = number(t, row["n"])
		if number(t, row["posts"]) != number(t, row["n"]) {
			t.Errorf("a post of %v is counted twice: %v", row["source"], row)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("mentions by source:\n%v\nthe payloads have:\n%v", got, want)
	}
}

// TestRealExportsAreCounted imports files that MediaCrawler and others wrote, twice.
func TestRealExportsAreCounted(t *testing.T) {
	fixtures := filepath.Join(realData(t), "fixtures")
	p := newPlace(t)
	p.database()
	files := map[string]int{ // and the different posts they hold
		"mediacrawler_output/xhs_posts_first40.csv":                       differentIn(t, filepath.Join(fixtures, "mediacrawler_output/xhs_posts_first40.csv"), "note_id"),
		"mediacrawler_output/xhs_search_contents_2026-04-22.sample.jsonl": 2,
		"weibo_crawler_output/weibo_crawler_1669879400.json":              weiboIn(t, filepath.Join(fixtures, "weibo_crawler_output/weibo_crawler_1669879400.json")),
	}
	args, all := []string{"--json", "import"}, 0
	for name, n := range files {
		args, all = append(args, filepath.Join(fixtures, name)), all+n
	}
	for round := range 2 {
		for _, r := range parsed[[]imported](t, p.must("", args...)) {
			name, _ := filepath.Rel(fixtures, r.File)
			if r.Posts != files[name] || r.Rejected != 0 {
				t.Errorf("round %d, %s: %+v, the file has %d different posts", round+1, name, r, files[name])
			}
		}
		if rows, posts := p.mentions(); rows != all || posts != all {
			t.Errorf("after import %d: %d mentions of %d posts, the files have %d", round+1, rows, posts, all)
		}
	}
	if n := number(t, p.rows("SELECT count() AS n FROM mentions FINAL WHERE position(url, 'xsec_token') > 0")[0]["n"]); n != 0 {
		t.Errorf("%d addresses still carry somebody's token", n)
	}
	t.Logf("%d posts of %d files", all, len(files))
}

// weiboIn counts the posts of a file of weibo-crawler; what one of them repeats is a post of its own.
func weiboIn(t *testing.T, path string) int {
	t.Helper()
	file := parsed[struct {
		Weibo []struct{ Retweet json.RawMessage }
	}](t, string(readFile(t, path)))
	n := len(file.Weibo)
	for _, w := range file.Weibo {
		if w.Retweet != nil {
			n++
		}
	}
	return n
}

// differentIn counts the different values of a column of a CSV file, whatever its encoding.
func differentIn(t *testing.T, path, column string) int {
	t.Helper()
	rows := readTable(t, path, -1)
	at := -1
	for i, name := range rows[0] {
		if strings.TrimPrefix(name, "\ufeff") == column {
			at = i
		}
	}
	if at < 0 {
		t.Fatalf("%s has no column %s: %q", path, column, rows[0])
	}
	values := map[string]bool{}
	for _, row := range rows[1:] {
		values[row[at]] = true
	}
	return len(values)
}

// readTable reads the header and at most that many rows of a CSV file; −1: all.
func readTable(t *testing.T, path string, most int) (rows [][]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	for len(rows) != most+1 || most < 0 {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		rows = append(rows, row)
	}
	return rows
}

// TestRealReviewsAreTaken imports and tags the labelled reviews: the first of each file, and with
// TINGFENG_SOAK all of them.
func TestRealReviewsAreTaken(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(realData(t), "text", "*", "*train.csv"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	most := 300
	if os.Getenv("TINGFENG_SOAK") != "" {
		most = -1
	}
	p := newPlace(t)
	p.database()
	dir, rowsOfFile, texts := t.TempDir(), map[string]int{}, map[string]bool{}
	args, all := []string{"--json", "import"}, 0
	var lines bytes.Buffer
	for _, file := range files {
		rows := readTable(t, file, most)
		set := filepath.Base(filepath.Dir(file))
		nameIDs(rows, set)
		name := filepath.Join(dir, set+"-"+filepath.Base(file))
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		out := csv.NewWriter(f)
		if err := errors.Join(out.WriteAll(rows), f.Close()); err != nil {
			t.Fatal(err)
		}
		linesOfTable(t, &lines, texts, name, all, rows)
		args, all, rowsOfFile[name] = append(args, name), all+len(rows)-1, len(rows)-1
	}
	var posts, stored int
	for round := range 2 {
		posts = 0
		for _, r := range parsed[[]imported](t, p.must("", args...)) {
			if posts += r.Posts; r.Rows != rowsOfFile[r.File] || r.Rejected != 0 {
				t.Errorf("%s: %+v, the file has %d rows", filepath.Base(r.File), r, rowsOfFile[r.File])
			}
		}
		// Tables without ids know a post by its words: the same sentence in two files is one post.
		rows, different := p.mentions()
		if rows != different || rows > posts || rows < len(texts) || round > 0 && rows != stored {
			t.Errorf("after import %d: %d mentions of %d posts, handed over were %d, with %d different texts; before it were %d", round+1, rows, different, posts, len(texts), stored)
		}
		stored = rows
	}
	t.Logf("%d files, %d rows, %d posts, %d mentions, %d different texts", len(files), all, posts, stored, len(texts))
	tagged := 0
	for i, row := range rowsOf(t, p.must(lines.String(), "tag")) {
		if tagged++; row["id"] != fmt.Sprint(i) || row["sentiment"] == "" {
			t.Fatalf("line %d: %v", i, row)
		}
	}
	if tagged != all {
		t.Errorf("%d lines tagged of %d", tagged, all)
	}
}

// nameIDs puts a set's name before its ids: each set numbers its posts from 1, and all are imported
// under one source, where an id is one post.
func nameIDs(rows [][]string, set string) {
	for i, column := range rows[0] {
		if c := strings.TrimPrefix(column, "\ufeff"); c == "id" || c == "content_id" {
			for _, row := range rows[1:] {
				row[i] = set + "-" + row[i]
			}
		}
	}
}

// linesOfTable writes the texts of a table as lines for `tingfeng tag`, numbered from from, and
// notes them in texts.
func linesOfTable(t *testing.T, out *bytes.Buffer, texts map[string]bool, name string, from int, rows [][]string) {
	t.Helper()
	at := -1
	for i, column := range rows[0] {
		if c := strings.TrimPrefix(column, "\ufeff"); c == "text" || c == "content" || c == "review" || c == "opinion" {
			at = i
		}
	}
	if at < 0 {
		t.Fatalf("%s: no text among %q", name, rows[0])
	}
	for n, row := range rows[1:] {
		texts[strings.Join(strings.Fields(row[at]), " ")] = true
		line, err := json.Marshal(map[string]string{"id": fmt.Sprint(from + n), "text": row[at]})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(line, '\n'))
	}
}
