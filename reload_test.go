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
