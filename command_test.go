package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestExitCodes(t *testing.T) {
	p := newPlace(t)
	p.database()
	foreign := filepath.Dir(p.config) // a folder with somebody's files in it
	for _, c := range []struct {
		says  string
		args  []string
		code  int
		words []string // on standard error, or on standard output when all is well
	}{
		{"nothing at all is a question for help", nil, exitDone, []string{"tingfeng <command>", "demo", "serve", "check", "crawl", "sources", "import", "tag", "detect", "digest", "orders claim", "sql"}},
		{"help is no error", []string{"--help"}, exitDone, []string{"--config", "--data", "--dsn", "--json"}},
		{"every command has help", []string{"orders", "resolve", "--help"}, exitDone, []string{"--as", "--action"}},
		{"the version is one line", []string{"--version"}, exitDone, []string{version}},
		{"an unknown flag is wrong use", []string{"--nope"}, exitUsage, []string{"--nope", "tingfeng --help"}},
		{"an unknown command is wrong use", []string{"listen"}, exitUsage, []string{"listen", "tingfeng --help"}},
		{"a missing argument is wrong use", []string{"sql"}, exitUsage, []string{"query"}},
		{"who acts must be named", []string{"orders", "claim", "WO-1"}, exitUsage, []string{"--as"}},
		{"what was done must be said", []string{"orders", "resolve", "WO-1", "--as", "林"}, exitUsage, []string{"--action"}},
		{"the cause must be said", []string{"orders", "close", "WO-1", "--as", "林"}, exitUsage, []string{"--cause"}},
		{"a state that does not exist", []string{"orders", "--state", "lost"}, exitUsage, []string{"lost"}},
		{"a format that does not exist", []string{"digest", "--format", "pdf"}, exitUsage, []string{"pdf", "html"}},
		{"a file that is not there", []string{"import", "/nowhere/评论.csv"}, exitUsage, []string{"/nowhere/评论.csv"}},
		{"a folder is no file", []string{"import", foreign}, exitUsage, []string{foreign}},
		{"a source nobody configured", []string{"crawl", "--source", "nope"}, exitUsage, []string{`"nope"`, "sources.yaml"}},
		{"a pack that does not exist", []string{"tag", "--pack", "nope"}, exitUsage, []string{`"nope"`, "dining"}},
		{"a sensitivity that means nothing", []string{"detect", "--sensitivity", "0"}, exitUsage, []string{"sensitivity", "0.8"}},
		{"the demo has no password", []string{"demo", "--listen", "0.0.0.0:8420"}, exitUsage, []string{"0.0.0.0:8420", "127.0.0.1"}},
		{"the demo touches no folder but its own", []string{"demo", "--once", "--data", foreign}, exitFailed, []string{foreign, "not be touched"}},
		{"an open door needs a token", []string{"serve", "--listen", "0.0.0.0:8420"}, exitFailed, []string{"0.0.0.0:8420", "token"}},
		{"no such folder of configuration", []string{"check", "--config", "/nowhere"}, exitFailed, []string{"/nowhere", "--config"}},
		{"a day that is none", []string{"digest", "--date", "gestern"}, exitFailed, []string{"gestern", "2026-01-31"}},
	} {
		t.Run(c.says, func(t *testing.T) {
			args := c.args
			if args != nil {
				args = append(args[:len(args):len(args)], "--config", p.config)
				if c.args[0] == "check" {
					args = c.args
				}
			}
			a := runIn(t.Context(), p.clock, nil, "", args...)
			if a.code != c.code {
				t.Errorf("exit code %d, want %d", a.code, c.code)
			}
			text := a.errors
			if c.code == exitDone {
				text = a.out
			}
			holds(t, "the answer", text, c.words...)
			if c.code != exitDone && !strings.HasPrefix(a.errors, "tingfeng: ") {
				t.Errorf("an error begins with the program's name: %s", a.errors)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(p.config, "brands.yaml")); err != nil {
		t.Errorf("somebody's files are gone: %v", err)
	}
}

// TestOrders walks one work order through its life from the command line, on a store no tingfeng
// runs on: every command is the one writer for as long as it lasts.
func TestOrders(t *testing.T) {
	p := newPlace(t)
	s := p.database()
	if out := p.must("", "orders", "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("without a work order --json prints %q, want an empty list", out)
	}
	id := p.openOrder(s, p.clock)
	p.clock = p.clock.Add(time.Minute)
	order := parsed[voc.WorkOrder](t, p.must("", "--json", "orders", "claim", id, "--as", "林店长"))
	if order.State != voc.OrderInProgress || order.Owner != "林店长" || order.ID != id {
		t.Errorf("after the claim: %+v", order)
	}
	again := p.run("", "orders", "reopen", id, "--as", "别人", "--reason", "再来")
	if again.code != exitFailed {
		t.Errorf("an open order was reopened: exit %d", again.code)
	}
	holds(t, "the refusal", again.errors, id)
	holds(t, "orders", p.must("", "orders"), id, "红", "处理中", "林店长", "01-31 21:00", "查清并处理")
	holds(t, "orders show", p.must("", "orders", "show", id), id, "处理中", "林店长", "01-31 21:01", "> 杯子里有一根铁丝")
	if n := number(t, p.rows("SELECT count() AS n FROM events WHERE id = '" + id + "'")[0]["n"]); n != 2 {
		t.Errorf("%d events in the journal, want 2: a refused command leaves none", n)
	}
}

func TestDigestFormats(t *testing.T) {
	p := newPlace(t)
	p.openOrder(p.database(), p.clock.Add(-time.Hour))
	holds(t, "Markdown", p.must("", "digest"), "山外青茶", "1月31日", "WO-20260131-0001")
	html := p.must("", "digest", "--format", "html")
	holds(t, "HTML", html, "<!DOCTYPE html>", "山外青茶", "WO-20260131-0001")
	if strings.Contains(html, "<script") {
		t.Error("a letter has no script")
	}
	for _, args := range [][]string{{"digest", "--format", "json"}, {"digest", "--json"}} {
		letter := parsed[voc.Digest](t, p.must("", args...))
		if letter.Date != "2026-01-31" || letter.Brand != "tea" || letter.Lead == "" {
			t.Errorf("%v: %+v", args, letter)
		}
	}
	other := parsed[voc.Digest](t, p.must("", "digest", "--json", "--date", "2026-01-30"))
	if other.Date != "2026-01-30" {
		t.Errorf("another day: %+v", other)
	}
}

func TestSQLOnlyReads(t *testing.T) {
	p := newPlace(t)
	p.database()
	secret := filepath.Join(t.TempDir(), "secret")
	write(t, filepath.Dir(secret), "secret", "hunter2")
	for says, query := range map[string]string{
		"rows are put in":                   "INSERT INTO mentions (id) VALUES ('1')",
		"a table is dropped":                "DROP TABLE mentions",
		"a table is emptied":                "TRUNCATE TABLE mentions",
		"rows are changed":                  "ALTER TABLE mentions DELETE WHERE 1",
		"two statements":                    "SELECT 1; DROP TABLE mentions",
		"the lock is asked to open":         "SET readonly = 0",
		"the lock is opened in passing":     "SELECT 1 SETTINGS readonly = 0",
		"a file is read":                    "SELECT * FROM file('" + secret + "', 'LineAsString')",
		"an address is fetched":             "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
		"another server is asked":           "SELECT * FROM remote('127.0.0.1:1', system.one)",
		"a file is loaded by an expression": "SELECT file('" + secret + "')",
	} {
		a := p.run("", "sql", query)
		if a.code != exitFailed || a.errors == "" {
			t.Errorf("%s: exit %d, %s%s", says, a.code, a.out, a.errors)
		}
		if strings.Contains(a.out+a.errors, "hunter2") {
			t.Errorf("%s: the file was read", says)
		}
	}
	if rows, _ := p.mentions(); rows != 0 {
		t.Errorf("%d rows were written", rows)
	}
	for format, want := range map[string]string{
		"table": "a  b\n", "jsonl": `{"a":1,"b":"二"}`, "csv": "1,二", "tsv": "1\t二",
	} {
		holds(t, format, p.must("", "sql", "--format", format, "SELECT 1 AS a, '二' AS b"), want)
	}
}

func TestCheck(t *testing.T) {
	p := newPlace(t)
	holds(t, "check", p.must("", "check"), "1 个品牌", "1 家门店", "1 个信源", "1 条规则")
	good := parsed[struct {
		OK    bool
		Files []string
	}](t, p.must("", "check", "--json"))
	if !good.OK || len(good.Files) != 5 {
		t.Errorf("check --json: %+v", good)
	}
	p.write("rules.yaml", "rules:\n- name: negative-burst\n  sensitivty: 1\n")
	p.write("sources.yaml", "sources:\n- id: care\n  kind: carrier-pigeon\n")
	bad := p.run("", "check", "--json")
	if bad.code != exitFailed {
		t.Errorf("exit code %d", bad.code)
	}
	told := parsed[struct {
		OK       bool
		Problems []struct {
			File, Message, Remedy string
			Line                  int
		}
	}](t, bad.out)
	if told.OK || len(told.Problems) < 2 {
		t.Fatalf("both files are wrong, told was %+v", told)
	}
	holds(t, "the error", bad.errors, filepath.Join(p.config, "rules.yaml")+":3: ", "sensitivty", filepath.Join(p.config, "sources.yaml")+":2: ", "carrier-pigeon")
}

// Who calls a brand 小米 and says no more counts every bowl of porridge: check tells so, and passes.
func TestCheckTellsOfNamesThatAreEverydayWords(t *testing.T) {
	for _, c := range []struct {
		name, brands string
		told         bool
	}{
		{"a grain", "brands:\n- id: xiaomi\n  name: 小米\n  own: true\n  any: [小米]\n", true},
		{"a grain that is said to be ambiguous", "brands:\n- id: xiaomi\n  name: 小米\n  own: true\n  any: [小米]\n  ambiguous: true\n", false},
	} {
		p := newPlace(t)
		p.write("stores.yaml", "stores: []\n")
		p.write("brands.yaml", c.brands)
		a := p.run("", "check", "--json")
		told := parsed[struct {
			OK       bool
			Everyday []struct{ Brand, Name string } `json:"everyday_names"`
		}](t, a.out)
		if a.code != exitDone || !told.OK || (len(told.Everyday) == 1) != c.told || strings.Contains(a.errors, "ambiguous: true") != c.told {
			t.Errorf("%s: exit %d, %+v\n%s", c.name, a.code, told, a.errors)
		}
	}
}

// A brand that is misspelt on the command line is tagged, as any would be, and told.
func TestTagTellsOfABrandNobodyConfigured(t *testing.T) {
	p := newPlace(t)
	a := p.run("好喝\n", "tag", "--brand", "nope")
	if a.code != exitDone || len(rowsOf(t, a.out)) != 1 {
		t.Errorf("exit %d\n%s", a.code, a.out)
	}
	holds(t, "standard error", a.errors, `"nope"`, "brands.yaml")
}

func TestTagLineInLineOut(t *testing.T) {
	p := newPlace(t)
	input := strings.Join([]string{
		`{"id":"90071992547409931","text":"山外青茶的奶茶太难喝了，等了一个小时"}`,
		"服务很好，下次还来",
		`{"id":"broken","text":`,
		"",
		`{"id":"3","text":"还行吧"}`,
	}, "\n")
	a := p.run(input, "tag")
	if a.code != exitFailed {
		t.Errorf("a line that could not be read must show in the exit code: %d", a.code)
	}
	holds(t, "standard error", a.errors, "line 3", "1 of ")
	rows := rowsOf(t, a.out)
	if len(rows) != 3 {
		t.Fatalf("%d lines came out, want 3:\n%s", len(rows), a.out)
	}
	for i, want := range []struct{ id, sentiment string }{{"90071992547409931", "negative"}, {"", "positive"}, {"3", ""}} {
		if want.id != "" && rows[i]["id"] != want.id || want.sentiment != "" && rows[i]["sentiment"] != want.sentiment {
			t.Errorf("line %d: %v, want %+v", i+1, rows[i], want)
		}
		for _, key := range []string{"score", "probability", "emotion", "aspects", "topics", "intent", "complaint", "severity", "noise", "keywords", "brands", "version"} {
			if v, ok := rows[i][key]; !ok || v == nil {
				t.Errorf("line %d has no %s", i+1, key)
			}
		}
	}
	if brands := fmt.Sprint(rows[0]["brands"]); brands != "[tea]" {
		t.Errorf("the brand named in the text: %s", brands)
	}
	// Many lines at once: workers may finish in any order, the lines may not.
	var many strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&many, `{"id":"%d","text":"第%d杯，有点甜"}`+"\n", i, i)
	}
	for i, row := range rowsOf(t, p.must(many.String(), "tag")) {
		if row["id"] != fmt.Sprint(i) {
			t.Fatalf("line %d is %v: the order is lost", i, row["id"])
		}
	}
}

// TestDetectIsCausal cuts the counts off at every point and expects the rows before unchanged.
func TestDetectIsCausal(t *testing.T) {
	var counts strings.Builder
	counts.WriteString("timestamp,count\n")
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 6 * 24 * 20 {
		n := 1 + i%3
		if i > 6*24*18 && i < 6*24*18+12 {
			n = 60 // the burst
		}
		fmt.Fprintf(&counts, "%s,%d\n", at.Add(time.Duration(i)*10*time.Minute).Format(time.DateTime), n)
	}
	p := newPlace(t)
	whole := p.must(counts.String(), "detect")
	rows, err := csv.NewReader(strings.NewReader(whole)).ReadAll()
	if err != nil || strings.Join(rows[0], ",") != "timestamp,count,score,fired,reason" || len(rows) != 1+6*24*20 {
		t.Fatalf("%d rows, %v, header %v", len(rows), err, rows[0])
	}
	fired := 0
	for i, row := range rows[1:] {
		if row[3] == "1" {
			if fired++; i < 6*24*18 || i > 6*24*18+12 || row[4] == "" {
				t.Errorf("fired at row %d, %v", i, row)
			}
		}
	}
	if fired != 1 {
		t.Errorf("one burst fired %d times", fired)
	}
	for _, cut := range []int{100, 6*24*18 + 3, 6*24*18 + 10, 6 * 24 * 19} {
		lines := strings.SplitAfter(counts.String(), "\n")
		if part := p.must(strings.Join(lines[:cut+1], ""), "detect"); !strings.HasPrefix(whole, part) {
			t.Errorf("cut after %d rows the rows before are judged otherwise", cut)
		}
	}
	bad := p.run("timestamp,count\n2026-01-01 00:00:00,many\n", "detect")
	if bad.code != exitFailed {
		t.Errorf("exit %d for a count that is no number", bad.code)
	}
	holds(t, "the error", bad.errors, "line 2", "many")
}

func TestImportTwiceChangesNothing(t *testing.T) {
	p := newPlace(t)
	dir := t.TempDir()
	write(t, dir, "评论.csv", "编号,内容,时间,评分\n"+
		"1001,山外青茶的杯子漏了一路，打电话 13800138000 没人接,2026-01-30 12:00:00,1\n"+
		"1002,\"第二杯半价，\n味道不错\",2026-01-30 13:00:00,5\n"+
		"1003,排队一小时,2026-01-30 14:00:00,2\n")
	write(t, dir, "posts.jsonl", `{"id":"a-1","text":"山外青茶新品好喝","published_at":"2026-01-30T10:00:00+08:00"}`+"\n"+
		`{"id":"a-2","text":"太甜了","published_at":"2026-01-30T11:00:00+08:00"}`+"\n")
	files := []string{filepath.Join(dir, "评论.csv"), filepath.Join(dir, "posts.jsonl")}
	p.database()
	for round := range 2 {
		results := parsed[[]imported](t, p.must("", append([]string{"--json", "import"}, files...)...))
		if len(results) != 2 || results[0].Posts != 3 || results[0].Rows != 3 || results[1].Posts != 2 || results[0].Rejected+results[1].Rejected != 0 {
			t.Errorf("round %d: %+v", round+1, results)
		}
		if rows, posts := p.mentions(); rows != 5 || posts != 5 {
			t.Errorf("after import %d the store has %d mentions of %d posts, want 5", round+1, rows, posts)
		}
	}
	if seen := p.rows("SELECT count() AS n FROM mentions FINAL WHERE position(text, '13800138000') > 0 OR position(norm, '13800138000') > 0"); number(t, seen[0]["n"]) != 0 {
		t.Error("a phone number is stored as it was written")
	}
	holds(t, "what people read", p.must("", "import", files[0]), "评论.csv", "3 行", "3 条帖子")
	preview := p.must("", "import", "--preview", files[0])
	holds(t, "the preview", preview, "评论.csv", "内容 → text", "2026-01-30 12:00", "杯子漏了一路")
	if strings.Contains(preview, "13800138000") {
		t.Error("a preview shows a phone number")
	}
}

// TestBesideARunningOne works on a data folder where tingfeng runs: questions go to its engine,
// orders through its API, imports through its inbox, and a second one is refused.
func TestBesideARunningOne(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	d := startDaemon(t)
	tingfeng := func(args ...string) (string, error) {
		out, err := exec.Command(d.binary, append(args, "--config", d.config)...).CombinedOutput()
		return string(out), err
	}
	second, err := tingfeng("serve", "--listen", freePort(t))
	if err == nil {
		t.Fatal("a second tingfeng was let onto the same data folder")
	}
	holds(t, "the refusal", second, "already running", d.data, "--data", fmt.Sprint(d.cmd.Process.Pid))

	file := filepath.Join(t.TempDir(), "posts.csv")
	write(t, filepath.Dir(file), "posts.csv", "id,text,time\n1,山外青茶真好喝，电话 13912345678,2026-01-30 12:00:00\n2,一般,2026-01-30 12:01:00\n")
	for range 2 {
		if out, err := tingfeng("import", file); err != nil {
			t.Fatalf("import beside a running one: %v\n%s", err, out)
		}
	}
	d.waitFor("the imported posts", 30*time.Second, func() error {
		got := squeeze(d.sql("SELECT count() AS rows, countIf(position(text, '13912345678') > 0) AS bare FROM mentions FINAL"))
		if got != `{"rows":2,"bare":0}` {
			return fmt.Errorf("the store holds %s", got)
		}
		return nil
	})
	if left, _ := filepath.Glob(filepath.Join(d.data, "inbox", "*")); len(left) > 0 {
		d.waitFor("an empty inbox", 30*time.Second, func() error {
			if left, _ = filepath.Glob(filepath.Join(d.data, "inbox", "*")); len(left) > 0 {
				return fmt.Errorf("%v", left)
			}
			return nil
		})
	}

	d.burst()
	d.again()
	var orders []voc.WorkOrder
	d.waitFor("a work order of the burst", time.Minute, func() error {
		out, err := tingfeng("orders", "--json")
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		if orders = parsed[[]voc.WorkOrder](t, out); len(orders) == 0 {
			return fmt.Errorf("none yet")
		}
		return nil
	})
	id := orders[0].ID
	for _, step := range []struct {
		args []string
		want string
	}{
		{[]string{"claim", id, "--as", "林店长"}, "处理中"},
		{[]string{"note", id, "--as", "林店长", "已调监控"}, "已调监控"},
		{[]string{"resolve", id, "--as", "林店长", "--action", "下架该批次"}, "待回访"},
		{[]string{"close", id, "--as", "督导", "--cause", "未复检"}, "已关闭"},
		{[]string{"reopen", id, "--as", "督导", "--reason", "同一问题再次出现"}, "同一问题再次出现"},
		{[]string{"show", id}, "林店长"},
	} {
		out, err := tingfeng(append([]string{"orders"}, step.args...)...)
		if err != nil {
			t.Fatalf("orders %v: %v\n%s", step.args, err, out)
		}
		holds(t, "orders "+step.args[0], out, id, step.want)
	}
	if out, err := tingfeng("orders", "reopen", id, "--as", "督导", "--reason", "再来"); err == nil {
		t.Errorf("an open order was reopened:\n%s", out)
	} else {
		holds(t, "the refusal", out, id)
	}
	if out, err := tingfeng("orders", "show", "WO-1"); err == nil {
		t.Errorf("an order that does not exist is shown:\n%s", out)
	} else {
		holds(t, "the error", out, "WO-1", "tingfeng orders")
	}
	if out, err := tingfeng("crawl", "--source", "care"); err == nil {
		t.Errorf("a source that is pushed to was crawled:\n%s", out)
	} else {
		holds(t, "the refusal", out, "care", "brought to us")
	}
	if out, err := tingfeng("sources", "--json"); err != nil || len(parsed[[]map[string]any](t, out)) != 1 {
		t.Errorf("sources beside a running one: %v\n%s", err, out)
	}
}

// burst pushes a usual month and then many unhappy people within the last minutes.
func (d *daemon) burst() {
	d.t.Helper()
	now := time.Now()
	var rows []map[string]string
	for i := range 30 * 24 {
		rows = append(rows, map[string]string{"id": fmt.Sprintf("usual-%d", i), "source": "care", "author_id": fmt.Sprintf("u%d", i),
			"text": "山外青茶味道不错", "published_at": now.Add(-time.Duration(i+2) * time.Hour).Format(time.RFC3339)})
	}
	for i := range 40 {
		rows = append(rows, map[string]string{"id": fmt.Sprintf("burst-%d", i), "source": "care", "author_id": fmt.Sprintf("b%d", i), "author": fmt.Sprintf("客人%d", i),
			"text":         fmt.Sprintf("山外青茶喝出了铁丝，太恶心了，我是第%d个", i),
			"published_at": now.Add(-time.Duration(i*20) * time.Second).Format(time.RFC3339)})
	}
	d.hear(rows)
}

// hear hands rows over and returns when they are stored.
func (d *daemon) hear(rows []map[string]string) {
	d.t.Helper()
	body, err := json.Marshal(rows)
	if err != nil {
		d.t.Fatal(err)
	}
	response, err := http.Post("http://"+d.listen+"/api/v1/posts", "application/json", bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	if text, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusAccepted {
		d.t.Fatalf("push: %s: %s", response.Status, text)
	}
	d.settled()
}

// settled waits until nothing waits in the spool.
func (d *daemon) settled() {
	d.t.Helper()
	d.waitFor("an empty spool", time.Minute, func() error {
		var status struct{ Spool struct{ Entries int } }
		if err := d.get("/api/v1/status", &status); err != nil {
			return err
		}
		if status.Spool.Entries > 0 {
			return fmt.Errorf("%d entries wait", status.Spool.Entries)
		}
		return nil
	})
}

// again ends the process orderly and starts it once more: rules are evaluated at the start.
func (d *daemon) again() {
	d.t.Helper()
	d.mu.Lock()
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	err := d.cmd.Wait()
	d.mu.Unlock()
	if err != nil {
		d.t.Fatalf("an orderly end failed: %v", err)
	}
	d.start()
	d.waitUp()
}

func TestReportsOfWeeksMonthsAndIncidents(t *testing.T) {
	p := newPlace(t)
	p.openOrder(p.database(), p.clock.Add(-time.Hour))
	for _, c := range []struct {
		why    string
		args   []string
		first  string
		period voc.Period
	}{
		{"the 31st of January 2026 is a Saturday: its week began on Monday the 26th", []string{"--period", "week"}, "2026-01-26", voc.PeriodWeek},
		{"the month", []string{"--period", "month", "--date", "2026-01-12"}, "2026-01-01", voc.PeriodMonth},
	} {
		d := parsed[voc.Digest](t, p.must("", append([]string{"digest", "--json"}, c.args...)...))
		if d.Date != c.first || d.Period != c.period || d.Lead == "" || len(d.Figures) == 0 {
			t.Errorf("%s: %+v", c.why, d)
		}
	}
	holds(t, "a week in English", p.must("", "digest", "--period", "week", "--language", "en"), "the week in complaints", "WO-20260131-0001")
	if no := p.run("", "digest", "--incident", "AL-none"); no.code != exitFailed || !strings.Contains(no.errors, "AL-none") {
		t.Errorf("an incident that is none: exit %d, %s", no.code, no.errors)
	}
	if no := p.run("", "digest", "--period", "year"); no.code != exitUsage {
		t.Errorf("a year is no period of ours: exit %d, %s", no.code, no.errors)
	}
}
