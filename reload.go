package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// reloadEvery is how often the words of the configuration are looked at for changes.
const reloadEvery = 3 * time.Second

// reloading has dictionaries, taxonomies, the names of brands and shops, and the local model take effect
// while tingfeng runs: what comes in after a change is understood by it, what is stored after `tingfeng retag`.
// A change that does not hold is told in the log once, and the words before it stay in use.
func (a *app) reloading(ctx context.Context) {
	if a.reload == nil {
		return
	}
	files := func() string { return wordFiles(a.folder) + "\n" + localModels(a.config).Name() }
	seen := files()
	for pause(ctx, reloadEvery) == nil {
		now := files()
		if now == seen {
			continue
		}
		seen = now
		c, err := a.reload()
		if err == nil {
			err = a.pipeline.Understand(a.build(c))
		}
		if err != nil {
			a.log.Error("the changed words are not taken; those before stay in use", "error", err)
			continue
		}
		a.log.Info("the changed words are in use; tingfeng retag has history understood anew", "version", a.pipeline.Retagging().Version)
	}
}

// wordFiles tells of every file words stand in its name, size and time: what differs when one of them
// changes.
func wordFiles(folder string) string {
	var all []string
	note := func(path string, d fs.DirEntry) {
		if info, err := d.Info(); err == nil {
			all = append(all, fmt.Sprintf("%s %d %d", path, info.Size(), info.ModTime().UnixNano()))
		}
	}
	// What cannot be read now is looked at again in a moment.
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		in := filepath.Base(filepath.Dir(path))
		if name := d.Name(); name == "brands.yaml" || name == "stores.yaml" || in == "dictionaries" || in == "taxonomies" {
			note(path, d)
		}
		return nil
	})
	slices.Sort(all)
	return strings.Join(all, "\n")
}
