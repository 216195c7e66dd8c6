package steam_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestRecordedReviewsThroughTheCrawler pages recorded reviews as the store does, a hundred at a time,
// newest first, and visits them twice.
func TestRecordedReviewsThroughTheCrawler(t *testing.T) {
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: recorded reviews are NOT crawled")
	}
	raw, err := os.ReadFile(filepath.Join(root, "data/fixtures/steam/reviews_app_440.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Reviews map[string]struct {
			Created int64 `json:"timestamp_created"`
		}
		Summary json.RawMessage `json:"query_summary"`
	}
	var again struct{ Reviews map[string]json.RawMessage }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &again); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for id := range file.Reviews {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(file.Reviews[b].Created, file.Reviews[a].Created), cmp.Compare(a, b))
	})
	asked := 0
	store := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		asked++
		from, _ := strconv.Atoi(r.URL.Query().Get("cursor")) // "*" is 0
		page := map[string]any{"success": 1, "query_summary": file.Summary, "cursor": strconv.Itoa(from + 100)}
		rows := []json.RawMessage{}
		for _, id := range ids[min(from, len(ids)):min(from+100, len(ids))] {
			rows = append(rows, again.Reviews[id])
		}
		page["reviews"] = rows
		_ = json.NewEncoder(w).Encode(page) // a visitor who has gone is none of our business
	}))
	defer store.Close()

	src := crawler.SourceOptions{Source: voc.Source{ID: "tf2", Kind: voc.KindSteam, Address: store.URL}, AllowPrivate: true}
	src.Steam.App, src.Steam.Language, src.Steam.Filter = "440", "all", "recent"
	c, err := crawler.New(crawler.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var cursor voc.Cursor
	came := map[string]bool{}
	keep := func(caught crawler.Catch, next voc.Cursor) error {
		for _, p := range caught.Posts {
			came[p.ExternalID] = true
		}
		cursor = next
		return nil
	}
	visit, err := c.Fetch(t.Context(), src, "", keep)
	if err != nil || visit.Outcome != voc.VisitOK || len(came) != len(ids) || visit.Fresh != len(ids) || visit.Claimed != 304266 || asked != 6 {
		t.Fatalf("%d of %d reviews came in %d pages: %+v, %v", len(came), len(ids), asked, visit, err)
	}
	visit, err = c.Fetch(t.Context(), src, cursor, keep)
	if err != nil || visit.Outcome != voc.VisitUnchanged || visit.Fresh != 0 || asked != 7 {
		t.Errorf("a second visit: %+v, %v, %d pages in all", visit, err, asked)
	}
}
