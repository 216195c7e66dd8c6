package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler/demosite"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestDemoOnce is what a newcomer does first: the whole product in one command, on an empty folder.
func TestDemoOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the whole demo is left out of the short suite")
	}
	binary := builtBinary(t)
	data := filepath.Join(t.TempDir(), "demo")
	begun := time.Now()
	cmd := exec.Command(binary, "demo", "--once", "--data", data, "--listen", freePort(t))
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("demo --once: %v\n%s%s", err, out.String(), said.String())
	}
	took := time.Since(begun)
	if took > 90*time.Second {
		t.Errorf("the demo took %s; a newcomer was promised 90 s", took)
	}
	t.Logf("%s\n%s", took.Round(100*time.Millisecond), out.String())

	ask := func(query string) []map[string]any {
		t.Helper()
		answer, err := exec.Command(binary, "sql", "--json", "--data", data, "--config", "configs", query).Output()
		if err != nil {
			t.Fatalf("sql: %v", err)
		}
		return rowsOf(t, string(answer))
	}
	total := 0
	for _, row := range ask("SELECT brand, count() AS n FROM mentions FINAL GROUP BY brand") {
		n := number(t, row["n"])
		total += n
		if name := map[any]string{"qingheng": "青衡茶饮", "tonghuadu": "桐花渡", "manbeicang": "满杯仓"}[row["brand"]]; name != "" {
			holds(t, "the summary", out.String(), fmt.Sprintf("%s %d", name, n))
		}
	}
	holds(t, "the summary", out.String(), fmt.Sprintf("提及 %d 条", total), "预警［进行中］青衡茶饮", "日报 ", "发现［新词］星空挂壁", "发现［新事］")
	alerts := regexp.MustCompile(`(?m)^预警［进行中］`).FindAllString(out.String(), -1)
	orders := regexp.MustCompile(`(?m)^工单 (WO-\S+)［待认领］`).FindAllStringSubmatch(out.String(), -1)
	if len(alerts) != 1 || len(orders) != 1 {
		t.Errorf("%d open alerts and %d work orders, want one of each:\n%s", len(alerts), len(orders), out.String())
	}
	if n := number(t, ask("SELECT uniqExact(id) AS n FROM events WHERE subject = 'order' AND type = 'opened'")[0]["n"]); n != 1 {
		t.Errorf("%d work orders in the journal", n)
	}
	undelivered := ask("SELECT count() AS n FROM events WHERE subject = 'message' AND type = 'sent'")
	if number(t, undelivered[0]["n"]) == 0 {
		t.Error("nobody was told of the alert")
	}
	again, err := exec.Command(binary, "demo", "--once", "--data", filepath.Dir(data)).CombinedOutput()
	if err == nil {
		t.Errorf("a folder that is not an earlier demo's was taken:\n%s", again)
	}
}

var mobile = regexp.MustCompile(`1[3-9]\d{9}`)

// TestDemoSiteArrivesWhole crawls a site whose every post is known, at a moment that stands still,
// and compares the store with the plan.
func TestDemoSiteArrivesWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the crawl of the demo site is left out of the short suite")
	}
	now := time.Date(2026, 3, 15, 16, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))
	clock := func() time.Time { return now }
	site, err := demosite.New(demosite.Options{Seed: 3, Now: now, Days: 30, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.Handler())
	defer server.Close()
	c, err := configs.Demo(func(name string) (string, bool) {
		value, ok := map[string]string{"DEMO_SITE": server.URL, "DEMO_SECRET": site.Secret()}[name]
		return value, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Data, c.Store.DSN = filepath.Join(t.TempDir(), "data"), storetest.DSN(t)
	var out, said bytes.Buffer
	w := &world{stdout: &out, stderr: &said, now: clock, signal: t.Context()}
	a, err := openControl(t.Context(), w, &grammar{}, c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.close(); err != nil {
			t.Error(err)
		}
	}()
	if err := a.demoCrawl(site.Truth().Posts); err != nil {
		t.Fatal(err)
	}
	truth := site.Truth()
	compareWithTruth(t, a, truth)
	if n := site.Trespasses(); n != 0 {
		t.Errorf("what robots.txt forbids was asked for %d times", n)
	}

	open := 0
	for _, alert := range a.pipeline.Alerts() {
		if alert.State == voc.AlertOpen {
			open++
			if orders := a.pipeline.Orders(); len(orders) != 1 || orders[0].Alert != alert.ID || orders[0].Brand != "qingheng" {
				t.Errorf("alert %s has these orders: %+v", alert.ID, orders)
			}
		}
	}
	if open != 1 {
		t.Errorf("%d open alerts, want one", open)
	}
	if hooks := site.Hooks(); len(hooks) == 0 {
		t.Error("no message reached the webhook, signed as it asks")
	}

	before, err := a.store.CountMentions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	visits, err := a.pipeline.CatchUp(t.Context(), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range visits {
		if v.Fresh != 0 || !v.Outcome.Heard() {
			t.Errorf("a second crawl of %s: %s, %d posts again (%s)", v.Source, v.Outcome, v.Fresh, v.Missing)
		}
	}
	if after, err := a.store.CountMentions(t.Context()); err != nil || after != before || len(visits) != len(c.Sources) {
		t.Errorf("after a second crawl of %d sources %d mentions, before %d, %v", len(visits), after, before, err)
	}
}

// compareWithTruth asks the store for what the site planned: how many posts of each source, how
// many mentions of each brand, and no phone number.
func compareWithTruth(t *testing.T, a *app, truth demosite.Truth) {
	t.Helper()
	planned := demosite.By(truth, func(f demosite.Fact) voc.SourceID { return f.Source })
	stored := map[voc.SourceID]int{}
	for _, row := range a.rows(t, "SELECT source, uniqExact(id) AS n FROM mentions FINAL GROUP BY source") {
		stored[voc.SourceID(fmt.Sprint(row["source"]))] = number(t, row["n"])
	}
	if fmt.Sprint(stored) != fmt.Sprint(planned) {
		t.Errorf("posts by source: stored %v, planned %v", stored, planned)
	}
	brands, unbranded, phones := map[voc.BrandID]int{}, 0, 0
	for _, f := range truth.Facts {
		spoken := spokenOf(f)
		for b := range spoken {
			brands[b]++
		}
		if len(spoken) == 0 {
			unbranded++
		}
		phones += len(mobile.FindAllString(f.Title+f.Text, -1))
	}
	brands[""] = unbranded
	for _, row := range a.rows(t, "SELECT brand, count() AS n FROM mentions FINAL GROUP BY brand") {
		id, n := voc.BrandID(fmt.Sprint(row["brand"])), number(t, row["n"])
		if n != brands[id] {
			t.Errorf("brand %q: %d mentions, planned were %d", id, n, brands[id])
		}
	}
	bare := a.rows(t, `SELECT count() AS n FROM mentions FINAL WHERE match(concat(title, ' ', text, ' ', norm), '(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)')`)
	if n := number(t, bare[0]["n"]); n != 0 || phones == 0 {
		t.Errorf("%d phone numbers are stored as they were written; %d were planned", n, phones)
	}
	t.Logf("%d posts arrived, mentions by brand %v; %d phone numbers, all masked", truth.Posts, brands, phones)
}

// spokenOf is the brands a post was planned about, and those its text names in passing.
func spokenOf(f demosite.Fact) map[voc.BrandID]bool {
	spoken := map[voc.BrandID]bool{}
	for _, b := range f.Brands {
		spoken[b] = true
	}
	text := strings.NewReplacer("青衡路", "", "青衡中学", "", "爬青衡山", "", "桐花渡口", "", "满杯仓储", "").Replace(f.Title + f.Text)
	for name, id := range map[string]voc.BrandID{"青衡": "qingheng", "桐花渡": "tonghuadu", "满杯仓": "manbeicang"} {
		if strings.Contains(text, name) {
			spoken[id] = true
		}
	}
	return spoken
}

func (a *app) rows(t *testing.T, query string) []map[string]any {
	t.Helper()
	var out strings.Builder
	if err := a.store.SQL(context.Background(), query, &out, "jsonl"); err != nil {
		t.Fatal(err)
	}
	return rowsOf(t, out.String())
}
