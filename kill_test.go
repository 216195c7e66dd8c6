package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestKillLosesNothing pushes posts into a running tingfeng while it and its engine are killed
// with -9 at random moments. What was acknowledged must be there afterwards, once.
//
// With TINGFENG_SOAK it is the whole thing: 50,000 posts and twenty kills.
func TestKillLosesNothing(t *testing.T) {
	posts, kills := 4000, 3
	if os.Getenv("TINGFENG_SOAK") != "" {
		posts, kills = 50_000, 20
	} else if testing.Short() {
		t.Skip("SKIPPED: kill -9 during ingest is left out of the short suite")
	}
	d := startDaemon(t)
	began := time.Now()
	for n := range kills {
		var killer sync.WaitGroup
		killer.Go(func() { d.killSoon(n) })
		d.pushRange(posts*n/kills, posts*(n+1)/kills, 100)
		killer.Wait()
		t.Logf("kill %d of %d is over after %s", n+1, kills, time.Since(began).Round(time.Millisecond))
	}
	if d.kills != kills {
		t.Fatalf("%d of %d kills hit something: the test shows less than it says", d.kills, kills)
	}

	d.waitFor("an empty spool", time.Minute, func() error {
		var status struct {
			Spool struct {
				Entries int `json:"entries"`
			} `json:"spool"`
		}
		if err := d.get("/api/v1/status", &status); err != nil {
			return err
		}
		if status.Spool.Entries > 0 {
			return fmt.Errorf("%d entries wait", status.Spool.Entries)
		}
		return nil
	})
	got := d.sql("SELECT count() AS rows, uniqExact(id) AS posts FROM mentions FINAL")
	want := fmt.Sprintf(`{"rows":%d,"posts":%d}`, posts, posts)
	if squeeze(got) != want {
		t.Fatalf("after %d kills the store holds %s, want %s", d.kills, squeeze(got), want)
	}
	t.Logf("%d posts, %d kills of the process and its engine in %s: none lost, none twice", posts, d.kills, time.Since(began).Round(time.Second))
}

func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", `:"`, ":", `",`, ",", `"}`, "}").Replace(s)
}

// daemon is a `tingfeng serve` that is started again whenever it is gone.
type daemon struct {
	t      *testing.T
	binary string
	config string
	data   string
	listen string
	random *rand.Rand

	mu    sync.Mutex
	cmd   *exec.Cmd
	kills int
}

func startDaemon(t *testing.T) *daemon {
	t.Helper()
	d := unstarted(t)
	d.begin()
	return d
}

// unstarted prepares a daemon whose data folder does not exist yet.
func unstarted(t *testing.T) *daemon {
	t.Helper()
	dir := t.TempDir()
	d := &daemon{
		t: t, binary: builtBinary(t), config: filepath.Join(dir, "configs"), data: filepath.Join(dir, "data"),
		listen: freePort(t), random: rand.New(rand.NewPCG(1, 2)),
	}
	write(t, d.config, "tingfeng.yaml", "data: "+d.data+"\nlisten: "+d.listen+"\n")
	write(t, d.config, "brands.yaml", "brands:\n- id: tea\n  name: 山外青茶\n  own: true\n  any: [山外青茶]\n")
	write(t, d.config, "sources.yaml", "sources:\n- id: care\n  title: 客服表单\n  kind: push\n  platform: form\n")
	write(t, d.config, "rules.yaml", "rules:\n- name: negative-burst\n")
	return d
}

func (d *daemon) begin() {
	d.t.Helper()
	d.start()
	d.t.Cleanup(d.end)
	d.waitUp()
}

func (d *daemon) start() {
	d.mu.Lock()
	defer d.mu.Unlock()
	log, err := os.OpenFile(filepath.Join(filepath.Dir(d.data), "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		d.t.Error(err)
		return
	}
	defer log.Close()
	d.cmd = exec.Command(d.binary, "serve", "--config", d.config)
	d.cmd.Stdout, d.cmd.Stderr = log, log
	if err := d.cmd.Start(); err != nil {
		d.t.Error(err)
	}
}

// end stops the daemon orderly and shows its log when the test failed.
func (d *daemon) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	if err := d.cmd.Wait(); err != nil {
		d.t.Errorf("an orderly end failed: %v", err)
	}
	if d.t.Failed() {
		log, _ := os.ReadFile(filepath.Join(filepath.Dir(d.data), "log"))
		d.t.Logf("log of the process:\n%s", log[max(0, len(log)-4000):])
	}
}

// killSoon kills the process or, every other time, its engine, at a random moment while posts are
// pushed, understood and stored.
func (d *daemon) killSoon(n int) {
	<-time.After(time.Duration(d.random.IntN(400)) * time.Millisecond)
	if n%2 == 0 {
		d.killProcess()
		return
	}
	d.waitFor("an engine to kill", time.Minute, d.killEngine)
}

func (d *daemon) killProcess() {
	d.mu.Lock()
	err := d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	d.mu.Unlock()
	if err == nil {
		d.kills++
	}
	d.start()
}

func (d *daemon) killEngine() error {
	d.mu.Lock()
	parent := d.cmd.Process.Pid
	d.mu.Unlock()
	children := childrenOf(parent)
	if len(children) == 0 {
		return fmt.Errorf("process %d has no engine yet", parent)
	}
	if err := syscall.Kill(children[0], syscall.SIGKILL); err != nil {
		return err
	}
	d.kills++
	return nil
}

// childrenOf lists the processes whose parent is pid.
func childrenOf(pid int) []int {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	var children []int
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		after := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(after) > 1 && after[1] == strconv.Itoa(pid) {
			child, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			if err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}

// pushRange sends the posts begin … end−1; a batch is sent until it is acknowledged, and never again
// after.
func (d *daemon) pushRange(begin, end, batch int) {
	for from := begin; from < end; from += batch {
		var rows []map[string]string
		for i := from; i < min(from+batch, end); i++ {
			rows = append(rows, map[string]string{
				"id": strconv.Itoa(i), "source": "care", "published_at": time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC).Format(time.RFC3339),
				"text": fmt.Sprintf("山外青茶第%d次光顾，等了%d分钟，%s", i, i%47, []string{"味道还是好", "太慢了，不会再来", "店员态度差", "杯子漏了一路"}[i%4]),
			})
		}
		body, err := json.Marshal(rows)
		if err != nil {
			d.t.Fatal(err)
		}
		d.waitFor(fmt.Sprintf("posts %d… to be acknowledged", from), time.Minute, func() error {
			answer, err := http.Post("http://"+d.listen+"/api/v1/posts", "application/json", bytes.NewReader(body))
			if err != nil {
				return err
			}
			defer answer.Body.Close()
			if answer.StatusCode != http.StatusAccepted {
				text, _ := io.ReadAll(answer.Body)
				return fmt.Errorf("%s: %s", answer.Status, text)
			}
			return nil
		})
	}
}

func (d *daemon) get(path string, target any) error {
	answer, err := http.Get("http://" + d.listen + path)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, answer.Status)
	}
	return json.NewDecoder(answer.Body).Decode(target)
}

func (d *daemon) waitUp() {
	d.waitFor("the dashboard to answer", time.Minute, func() error {
		answer, err := http.Get("http://" + d.listen + "/healthz")
		if err != nil {
			return err
		}
		return answer.Body.Close()
	})
}

func (d *daemon) sql(query string) string {
	d.t.Helper()
	out, err := exec.Command(d.binary, "sql", "--json", "--config", d.config, query).CombinedOutput()
	if err != nil {
		d.t.Fatalf("tingfeng sql: %v\n%s", err, out)
	}
	return string(out)
}

// waitFor asks until it is true, and says what it waited for when it never is.
func (d *daemon) waitFor(what string, within time.Duration, ask func() error) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ask()
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			d.t.Fatalf("waited %s for %s: %v", within, what, err)
		case <-tick.C:
		}
	}
}
