package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Bad input of every kind: the error says what, where and what to do, and nothing else is lost.

func TestBrokenConfiguration(t *testing.T) {
	for _, c := range []struct {
		says, file, text string
		words            []string
	}{
		{"YAML that is none", "brands.yaml", "brands:\n- id: tea\n  name: [山外青茶\n  own: true\n", []string{"brands.yaml:4", "]"}},
		{"a tab instead of blanks", "brands.yaml", "brands:\n\t- id: tea\n", []string{"brands.yaml:2"}},
		{"a key nobody knows", "tingfeng.yaml", "dta: /tmp/x\n", []string{"tingfeng.yaml:1", `"dta"`, `"data"`}},
		{"a number that is a word", "rules.yaml", "rules:\n- name: r\n  sensitivity: very\n", []string{"rules.yaml:3", `"very"`, "number"}},
		{"a duration without unit", "channels.yaml", "channels:\n- name: c\n  kind: webhook\n  url: https://example.com/\n  timeout: soon\n", []string{"channels.yaml:5", `"soon"`, "30s"}},
		{"the same id twice", "brands.yaml", "brands:\n- id: tea\n  name: 甲\n  own: true\n- id: tea\n  name: 乙\n", []string{"brands.yaml:", "tea"}},
		{"a secret that is not set", "channels.yaml", "channels:\n- name: c\n  kind: webhook\n  url: https://example.com/\n  secrets: ['${DESK_SECRET}']\n", []string{"channels.yaml:5", "DESK_SECRET"}},
		{"a shop of a brand that does not exist", "stores.yaml", "stores:\n- id: s\n  name: 店\n  brand: coffee\n", []string{"stores.yaml:", "coffee"}},
		{"a file that is not text", "sources.yaml", "\x00\x01\x02\xff\xfe", []string{"sources.yaml"}},
	} {
		t.Run(c.says, func(t *testing.T) {
			p := newPlace(t)
			p.write(c.file, c.text)
			for _, args := range [][]string{{"check"}, {"serve"}} {
				a := p.run("", args...)
				if a.code != exitFailed {
					t.Errorf("%s: exit %d", args[0], a.code)
				}
				holds(t, args[0], a.errors, c.words...)
				if strings.Contains(a.errors, " Go ") || strings.Count(a.errors, ".yaml:") > 2 {
					t.Errorf("%s speaks of its own insides, or of more than is wrong: %s", args[0], a.errors)
				}
			}
			if _, err := os.Stat(p.data); err == nil {
				t.Error("a data folder was made although nothing could start")
			}
		})
	}
}

// TestRubbishFiles imports what people really have: each row that can be taken is, each other one
// is counted and kept.
func TestRubbishFiles(t *testing.T) {
	p := newPlace(t)
	p.database()
	dir := t.TempDir()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("编号,内容,时间\n1,山外青茶的珍珠煮得太硬,2026-01-30 12:00:00\n2,店员态度差，没有下次,2026-01-30 12:01:00\n")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "gbk.csv", gbk)
	write(t, dir, "empty.csv", "")
	write(t, dir, "blank.jsonl", "\n\n  \n")
	write(t, dir, "broken.jsonl", `{"id":"1","text":"好喝","published_at":"2026-01-30T12:00:00+08:00"}`+"\n"+
		`{"id":"2","text":"我的电话 13800138000，快退`+"\n"+
		`{"id":"3","text":"等太久","published_at":"2026-01-30T12:02:00+08:00"}`+"\n")
	write(t, dir, "rounded.csv", "id,text,time\n1.23457E+17,味道不对,2026-01-30 12:00:00\n123456789012345678,还可以,2026-01-30 12:00:00\n")
	write(t, dir, "picture.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x10\x00\x00\x00\x10\x00\x08\x06\x00\x00\x00")
	path := func(name string) string { return filepath.Join(dir, name) }

	good := parsed[[]imported](t, p.must("", "--json", "import", path("gbk.csv"), path("broken.jsonl"), path("rounded.csv")))
	for i, want := range []struct {
		posts, rejected int
		encoding        string
	}{{2, 0, "gb"}, {2, 1, "utf-8"}, {1, 1, "utf-8"}} {
		if got := good[i]; got.Posts != want.posts || got.Rejected != want.rejected || !strings.HasPrefix(got.Encoding, want.encoding) {
			t.Errorf("%s: %+v, want %+v", filepath.Base(got.File), got, want)
		}
	}
	if rows := p.rows("SELECT text FROM mentions FINAL WHERE position(text, '珍珠煮得太硬') > 0"); len(rows) != 1 {
		t.Error("the GBK file did not arrive readable")
	}
	kept, err := os.ReadFile(good[1].Rejects)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, "the rejects file", string(kept), `"line":2`, "快退", "1.23457E+17")
	if strings.Contains(string(kept), "13800138000") {
		t.Error("the rejects file holds a phone number")
	}
	if info, _ := os.Stat(good[1].Rejects); info.Mode().Perm() != 0o600 {
		t.Errorf("the rejects file may be read by others: %v", info.Mode())
	}

	write(t, dir, "columns.csv", "甲,乙\n1,2\n")
	lost := p.run("", "import", path("columns.csv"))
	if lost.code != exitFailed || strings.Count(lost.errors, path("columns.csv")) != 1 {
		t.Errorf("a table without a text: exit %d, %s", lost.code, lost.errors)
	}
	holds(t, "a table without a text", lost.errors, "甲", "乙", "--column text=甲")
	before, _ := p.mentions()
	bad := p.run("", "import", path("empty.csv"), path("blank.jsonl"), path("picture.csv"))
	if bad.code != exitFailed {
		t.Errorf("exit %d for files with nothing in them", bad.code)
	}
	holds(t, "the errors", bad.errors, "empty.csv", "blank.jsonl", "picture.csv", "empty")
	if rows, _ := p.mentions(); rows != before || before != 5 {
		t.Errorf("%d mentions, before it were %d, want 5", rows, before)
	}
}

// TestHundredMegabyteLine imports a file with one line of 100 MB in it, as a process of its own, and
// looks at the most memory that process has ever used.
func TestHundredMegabyteLine(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the 100 MB line is left out of the short suite")
	}
	p := newPlace(t)
	p.database()
	file := filepath.Join(t.TempDir(), "huge.jsonl")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(f)
	fmt.Fprintln(out, `{"id":"1","text":"前一行"}`)
	io.WriteString(out, `{"id":"2","text":"`)
	for range 100 << 10 {
		io.WriteString(out, strings.Repeat("a", 1024))
	}
	fmt.Fprintln(out, `"}`)
	fmt.Fprintln(out, `{"id":"3","text":"后一行"}`)
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	f.Close()

	usual := p.peak("import", "/dev/null") // what a start costs: the dictionary above all
	peak := p.peak("import", file)
	if more := peak - usual; more > 64<<20 {
		t.Errorf("a line of 100 MB cost %d MB more than a start (%d MB)", more>>20, usual>>20)
	}
	t.Logf("most memory: %d MB for a start, %d MB with the line", usual>>20, peak>>20)
	rows := p.rows("SELECT text FROM mentions FINAL ORDER BY text")
	if fmt.Sprint(rows) != "[map[text:前一行] map[text:后一行]]" {
		t.Errorf("the lines around it: %v", rows)
	}
	kept, _ := filepath.Glob(filepath.Join(p.data, "rejects", "*.jsonl"))
	if len(kept) != 1 {
		t.Fatalf("rejects files: %v", kept)
	}
	if info, _ := os.Stat(kept[0]); info.Size() == 0 || info.Size() > 8<<10 {
		t.Errorf("of the line %d bytes are kept", info.Size())
	}
}

// peak runs the built program and returns the most resident memory it had, in bytes.
func (p *place) peak(args ...string) int64 {
	p.t.Helper()
	cmd := exec.Command(builtBinary(p.t), append(args, "--config", p.config)...)
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		p.t.Fatal(err)
	}
	p.t.Logf("import %s: %s", args[len(args)-1], bytes.TrimSpace(said))
	return cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // Linux counts in KiB
}

// TestWrongServer gives addresses that lead nowhere. The password in them is nobody's business.
func TestWrongServer(t *testing.T) {
	closed := freePort(t)
	for says, dsn := range map[string]string{
		"nobody listens there":   "clickhouse://listener:hunter2@" + closed + "/voices",
		"no such host":           "clickhouse://listener:hunter2@no-such-host.invalid:9000/voices",
		"it is no address":       "clickhouse://listener:hunter2@host:port/voices",
		"it is another protocol": "postgres://listener:hunter2@" + closed + "/voices",
		"it is no URL":           "://listener:hunter2",
	} {
		t.Run(says, func(t *testing.T) {
			p := newPlace(t)
			p.write("tingfeng.yaml", "data: "+p.data+"\n")
			for _, args := range [][]string{{"sql", "SELECT 1"}, {"digest"}} {
				a := p.run("", append(args, "--dsn", dsn)...)
				if a.code != exitFailed {
					t.Errorf("%s: exit %d\n%s", args[0], a.code, a.out)
				}
				if strings.Contains(a.out+a.errors, "hunter2") {
					t.Errorf("%s shows the password: %s", args[0], a.errors)
				}
				if a.errors == "" {
					t.Errorf("%s: no word about it", args[0])
				}
			}
		})
	}
	p := newPlace(t) // a right server, a wrong password
	a := p.run("", "sql", "SELECT 1", "--dsn", strings.Replace(p.dsn, "@", "wrong@", 1))
	if a.code != exitFailed || strings.Contains(a.errors, "wrong@") {
		t.Errorf("a wrong password: exit %d, %s", a.code, a.errors)
	}
	holds(t, "a wrong password", a.errors, "password")
}

func TestOccupiedPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	p := newPlace(t)
	a := p.run("", "serve", "--listen", taken.Addr().String())
	if a.code != exitFailed {
		t.Errorf("exit %d", a.code)
	}
	holds(t, "the error", a.errors, taken.Addr().String(), "--listen")
	// What was begun was ended: the folder is free again.
	if again := p.run("id,text\n1,好喝\n", "import", "-"); again.code != exitDone {
		t.Errorf("after it the folder is still in use: %s", again.errors)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	p := newPlace(t)
	dir := filepath.Join(t.TempDir(), "sealed")
	seal(t, dir)
	data := filepath.Join(dir, "data")
	file := filepath.Join(t.TempDir(), "posts.csv")
	write(t, filepath.Dir(file), "posts.csv", "id,text\n1,好喝\n")
	for _, args := range [][]string{{"serve"}, {"import", file}, {"orders", "claim", "WO-1", "--as", "林"}} {
		a := p.run("", append(args, "--data", data)...)
		if a.code != exitFailed {
			t.Errorf("%s: exit %d", args[0], a.code)
		}
		holds(t, args[0], a.errors, data, "--data")
	}
}

// seal makes a folder in which nobody can write: by a read-only mount for root, whom modes do not
// bind, by modes for everybody else.
func seal(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(dir, 0o700) })
		return
	}
	mount(t, dir, "ro,size=64k")
}

// mount puts a small file system of its own onto dir, or skips the test where that is forbidden.
func mount(t *testing.T, dir, options string) {
	t.Helper()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tingfeng-test", dir).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED, NOT TESTED: this needs the right to mount a small file system: %v: %s", err, bytes.TrimSpace(out))
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "--lazy", dir).CombinedOutput(); err != nil {
			t.Errorf("umount %s: %v: %s", dir, err, out)
		}
	})
}

// TestFullDisk fills the disk under the data folder while posts come in, waits for the refusal,
// makes room, and counts: everything that was acknowledged is there, once.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the full disk is left out of the short suite")
	}
	d := unstarted(t)
	if err := os.MkdirAll(d.data, 0o700); err != nil {
		t.Fatal(err)
	}
	mount(t, d.data, "size=96m")
	d.begin()
	acknowledged := 0
	push := func() (status int, said string) {
		var rows []map[string]string
		for i := acknowledged; i < acknowledged+100; i++ {
			rows = append(rows, map[string]string{"id": strconv.Itoa(i), "source": "care", "text": fmt.Sprintf("山外青茶第%d杯，%s", i, strings.Repeat("等得太久了。", 40)),
				"published_at": time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC).Format(time.RFC3339)})
		}
		body, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.Post("http://"+d.listen+"/api/v1/posts", "application/json", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		if response.StatusCode == http.StatusAccepted {
			acknowledged += len(rows)
		}
		return response.StatusCode, string(text)
	}
	if status, said := push(); status != http.StatusAccepted {
		t.Fatalf("with room on the disk: %d %s", status, said)
	}
	ballast := filepath.Join(d.data, "ballast")
	stop, filled := make(chan struct{}), make(chan error, 1)
	go func() { filled <- fill(ballast, stop) }() // while posts come in
	var refusal string
	d.waitFor("the disk to be full", time.Minute, func() error {
		status, said := push()
		if status == http.StatusAccepted {
			return fmt.Errorf("%d posts were taken", acknowledged)
		}
		refusal = fmt.Sprint(status, " ", said)
		return nil
	})
	close(stop)
	if err := <-filled; err != nil {
		t.Fatal(err)
	}
	holds(t, "the refusal", refusal, "disk")
	t.Logf("%d posts acknowledged before: %s", acknowledged, refusal)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	d.waitFor("posts to be taken again", time.Minute, func() error {
		if status, said := push(); status != http.StatusAccepted {
			return fmt.Errorf("%d %s", status, said)
		}
		return nil
	})
	d.settled()
	want := fmt.Sprintf(`{"rows":%d,"posts":%d}`, acknowledged, acknowledged)
	if got := squeeze(d.sql("SELECT count() AS rows, uniqExact(id) AS posts FROM mentions FINAL")); got != want {
		t.Errorf("the store holds %s, acknowledged were %s", got, want)
	}
}

// fill writes until the disk takes no more, and again whenever there is room, until stop.
func fill(path string, stop <-chan struct{}) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	block := make([]byte, 64<<10)
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		if _, err := f.Write(block); err != nil {
			block = block[:max(1, len(block)/2)] // the last bytes too
		}
	}
}
