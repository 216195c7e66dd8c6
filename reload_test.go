package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
)

// TestChangedWordsTakeEffectWhileItRuns edits a dictionary under a running tingfeng: breaks it, mends
// it, and asks for history to be understood anew.
func TestChangedWordsTakeEffectWhileItRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	t.Parallel() // it mostly waits
	d := startDaemon(t)
	version := func() string {
		var now api.Retagging
		if err := d.get("/api/v1/retag", &now); err != nil {
			t.Fatal(err)
		}
		return now.Version
	}
	first := version()
	words := filepath.Join(d.config, "dictionaries")
	if err := os.Mkdir(words, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, words, "own.yaml", "name: own\nwords:\n  - {word: 上头, weight: nine}\n")
	d.waitFor("the broken dictionary in the log", 30*time.Second, func() error {
		log, err := os.ReadFile(filepath.Join(filepath.Dir(d.data), "log"))
		if err != nil {
			return err
		}
		return contains(string(log), "those before stay in use", "own.yaml")
	})
	failing := func() string {
		var health struct{ Errors []string }
		if err := d.get("/api/v1/status", &health); err != nil {
			t.Fatal(err)
		}
		return strings.Join(health.Errors, "\n")
	}
	if err := contains(failing(), "没有生效", "own.yaml"); err != nil {
		t.Errorf("the status page does not tell of it: %v", err)
	}
	if now := version(); now != first {
		t.Errorf("a broken dictionary changed the understanding from %s to %s", first, now)
	}
	write(t, words, "own.yaml", "name: own\nwords:\n  - {word: 上头, weight: 2}\n")
	d.waitFor("another version", 30*time.Second, func() error {
		if version() == first {
			return fmt.Errorf("still %s", first)
		}
		return nil
	})
	d.waitFor("the status page to say that it is mended", 10*time.Second, func() error {
		if said := failing(); strings.Contains(said, "没有生效") {
			return fmt.Errorf("it says %q", said)
		}
		return nil
	})
}

// TestChangedSourcesTakeEffectWhileItRuns adds a source under a running tingfeng, breaks the file, mends
// it with another schedule, and takes the source away.
func TestChangedSourcesTakeEffectWhileItRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	t.Parallel() // it mostly waits
	site := newBoard(t)
	site.say("/a", many(3, 0)...)
	site.say("/b", many(2, 0)...)
	d := startDaemon(t)
	care := "sources:\n- id: care\n  title: 客服表单\n  kind: push\n  platform: form\n"
	errorsNow := func() string {
		var health struct{ Errors []string }
		if err := d.get("/api/v1/status", &health); err != nil {
			t.Fatal(err)
		}
		return strings.Join(health.Errors, "\n")
	}
	stored := func(want string) func() error {
		return func() error {
			if got := squeeze(d.sql("SELECT source, count() AS n FROM mentions FINAL GROUP BY source ORDER BY source")); got != want {
				return fmt.Errorf("the store holds %q, want %q", got, want)
			}
			return nil
		}
	}
	write(t, d.config, "sources.yaml", care+site.source("news", "/a", "  schedule: \"@every 1h\"\n"))
	d.waitFor("the posts of a source that was added", time.Minute, stored(`{"source":news,"n":3}`))

	write(t, d.config, "sources.yaml", care+site.source("news", "/a", "  schedule: hourly\n")+site.source("other", "/b", "  schedule: \"@every 1h\"\n"))
	d.waitFor("the status page to tell of the broken file", time.Minute, func() error { return contains(errorsNow(), "没有生效", "sources.yaml", "hourly") })
	if n := site.requests("/b"); n > 0 {
		t.Errorf("half of a broken file is in use: %d requests", n)
	}

	site.say("/a", many(2, 3)...)
	write(t, d.config, "sources.yaml", care+site.source("news", "/a", "  schedule: \"@every 1s\"\n")+site.source("other", "/b", "  schedule: \"@every 1h\"\n"))
	d.waitFor("what was said since, once and no more", time.Minute, stored(`{"source":news,"n":5}{"source":other,"n":2}`))
	if said := errorsNow(); strings.Contains(said, "没有生效") {
		t.Errorf("the status page still says %q", said)
	}
	var meta struct{ Sources []struct{ ID string } }
	if err := d.get("/api/v1/meta", &meta); err != nil || len(meta.Sources) != 3 {
		t.Errorf("the interface knows %+v, %v", meta.Sources, err)
	}

	write(t, d.config, "sources.yaml", care+site.source("other", "/b", "  schedule: \"@every 1h\"\n"))
	d.waitFor("the interface to forget it", time.Minute, func() error {
		if err := d.get("/api/v1/meta", &meta); err != nil || len(meta.Sources) != 2 {
			return fmt.Errorf("it knows %+v, %v", meta.Sources, err)
		}
		return nil
	})
	before := site.requests("/a")
	d.waitFor("time to pass in which it would be visited", 10*time.Second, func() func() error {
		begun := time.Now()
		return func() error {
			if since := time.Since(begun); since < 2500*time.Millisecond {
				return fmt.Errorf("only %s", since)
			}
			return nil
		}
	}())
	if after := site.requests("/a"); after > before+1 { // one may have been under way
		t.Errorf("%d requests of a source that was taken away", after-before)
	}
	var listed struct{ Items []struct{ ID string } }
	if err := d.get("/api/v1/collection", &listed); err != nil || len(listed.Items) != 2 || strings.Contains(fmt.Sprint(listed), "news") {
		t.Errorf("the status page lists %+v, %v", listed.Items, err)
	}
}

// TestSourcesDoNotVanishWithTheirFile empties sources.yaml under a running tingfeng and takes it away, as
// an editor or a failed copy does, and then writes that there are none.
func TestSourcesDoNotVanishWithTheirFile(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	t.Parallel() // it mostly waits
	d := startDaemon(t)
	listed := func(want int) error {
		var found struct{ Items []struct{ ID string } }
		if err := d.get("/api/v1/collection", &found); err != nil || found.Items == nil || len(found.Items) != want {
			return fmt.Errorf("the status page lists %+v, %v; want %d", found.Items, err, want)
		}
		return nil
	}
	told := func(parts ...string) func() error {
		return func() error {
			var health struct{ Errors []string }
			if err := d.get("/api/v1/status", &health); err != nil {
				return err
			}
			said := strings.Join(health.Errors, "\n")
			if len(parts) == 0 && strings.Contains(said, "没有生效") {
				return fmt.Errorf("it still says %q", said)
			}
			return contains(said, parts...)
		}
	}
	care := "sources:\n- id: care\n  title: 客服表单\n  kind: push\n  platform: form\n"
	file := filepath.Join(d.config, "sources.yaml")
	for why, change := range map[string]func() error{
		"emptied": func() error { return os.WriteFile(file, nil, 0o600) },
		"no list": func() error { return os.WriteFile(file, []byte("# weg\nsources:\n"), 0o600) },
		"gone":    func() error { return os.Remove(file) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		d.waitFor("the status page to tell of the file that is "+why, time.Minute, told("没有生效", "sources.yaml", "sources: []"))
		if err := listed(1); err != nil {
			t.Errorf("%s: %v", why, err)
		}
		write(t, d.config, "sources.yaml", care)
		d.waitFor("the file to be mended", time.Minute, told())
	}
	write(t, d.config, "sources.yaml", "sources: []\n")
	d.waitFor("the sources to be gone as is written", time.Minute, func() error { return listed(0) })
	log, err := os.ReadFile(filepath.Join(filepath.Dir(d.data), "log"))
	if err != nil {
		t.Fatal(err)
	}
	if err := contains(string(log), "those before stay in use", "sources.yaml lists no source"); err != nil {
		t.Errorf("the log: %v", err)
	}
	if err := told()(); err != nil {
		t.Error(err)
	}
}

func TestWordsAreReadOnceTheyAreWritten(t *testing.T) {
	f := func(why, looks, want string) {
		t.Helper()
		w := watchWords("a")
		got := ""
		for _, look := range strings.Fields(looks) {
			if w.changed(look) {
				got += look + " "
			}
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: of the looks %s those read are %q, want %q", why, looks, got, want)
		}
	}
	f("nothing happens", "a a a", "")
	f("a change", "a b b b", "b")
	f("written in pieces", "b c d d d", "d")
	f("changed and changed back", "b a a a", "")
	f("gone for a moment, as editors do", "- a a", "")
	f("two changes", "b b c c", "b c")
	f("taken back later", "b b a a", "b a")
	f("never left alone", "b c d e f g", "")
}

// contains tells which part a text lacks.
func contains(text string, parts ...string) error {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			return fmt.Errorf("%q is not there", p)
		}
	}
	return nil
}
