package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestPushesOfEveryShapeAreStoredOnce pushes the same posts as a list, as lines and zipped, into a
// running tingfeng.
func TestPushesOfEveryShapeAreStoredOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: pushes into a running tingfeng are left out of the short suite")
	}
	d := startDaemon(t)
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf(`{"id":"p-%d","source":"care","text":"山外青茶等了%d分钟","published_at":"2026-01-30T12:00:00+08:00"}`, i, i))
	}
	push := func(body []byte, want int, headers ...string) string {
		t.Helper()
		r, err := http.NewRequest(http.MethodPost, "http://"+d.listen+"/api/v1/posts", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != want {
			t.Fatalf("%s %v: %s", answer.Status, err, text)
		}
		return string(text)
	}
	list := []byte("[" + strings.Join(lines, ",") + "]")
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	fmt.Fprintln(z, strings.Join(lines, "\n"))
	fmt.Fprintln(z, `{"id":"p-x","source":"nobody","text":"x"}`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	push(list, http.StatusAccepted, "Content-Type", "application/json")
	push([]byte(strings.Join(lines, "\n")), http.StatusAccepted, "Content-Type", "application/x-ndjson")
	holds(t, "one row that is wrong", push(zipped.Bytes(), http.StatusAccepted, "Content-Type", "application/x-ndjson", "Content-Encoding", "gzip"),
		`"accepted":300`, `"rejected":1`, `"300.source"`)
	push(list, http.StatusUnsupportedMediaType, "Content-Type", "text/plain")
	d.settled()
	if got := squeeze(d.sql("SELECT count() AS n, uniqExact(id) AS u FROM mentions FINAL")); got != `{"n":300,"u":300}` {
		t.Errorf("the store holds %s", got)
	}
}

// TestServeEndsWhileASiteIsSilent stops a tingfeng whose visits wait for a site that never answers.
func TestServeEndsWhileASiteIsSilent(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: ending a running tingfeng is left out of the short suite")
	}
	site := newBoard(t)
	var sources strings.Builder
	for i := range 20 {
		path := fmt.Sprintf("/%d", i)
		site.say(path, many(2, 0)...)
		sources.WriteString(site.source(fmt.Sprintf("s%d", i), path, "  schedule: \"@every 1m\"\n"))
	}
	hold := make(chan struct{})
	site.mu.Lock()
	site.hold = hold
	site.mu.Unlock()
	t.Cleanup(func() { close(hold) })
	d := unstarted(t)
	write(t, d.config, "sources.yaml", "sources:\n"+sources.String())
	d.begin()
	d.waitFor("a visit to be under way", 30*time.Second, func() error {
		for i := range 20 {
			if site.requests(fmt.Sprintf("/%d", i)) > 0 {
				return nil
			}
		}
		return fmt.Errorf("no request yet")
	})
	begun := time.Now()
	d.mu.Lock()
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	err := d.cmd.Wait()
	d.mu.Unlock()
	if took := time.Since(begun); err != nil || took > 5*time.Second {
		t.Errorf("the end took %s: %v", took, err)
	} else {
		t.Logf("the end took %s", took)
	}
	d.start() // the clean-up ends it
	d.waitUp()
	d.waitFor("what was broken off to be known", 30*time.Second, func() error {
		if got := squeeze(d.sql("SELECT count() > 0 AS n FROM visits FINAL WHERE outcome = 'failed'")); !strings.Contains(got, "1") && !strings.Contains(got, "true") {
			return fmt.Errorf("no such visit: %s", got)
		}
		return nil
	})
}
