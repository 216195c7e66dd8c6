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
