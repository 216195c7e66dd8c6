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
// A change that does not hold is told in the log once, and on the status page until it is mended; the
// words before it stay in use.
func (a *app) reloading(ctx context.Context) {
	if a.reload == nil {
		return
	}
	files := func() string { return wordFiles(a.folder) + "\n" + localModels(a.config).Name() }
	watch := watchWords(files())
	for pause(ctx, reloadEvery) == nil {
		if !watch.changed(files()) {
			continue
		}
		c, err := a.reload()
		if err == nil {
			err = a.pipeline.Understand(a.build(c))
		}
		a.pipeline.Note("改动的词典、行业或品牌没有生效", err)
		if err != nil {
			a.log.Error("the changed words are not taken; those before stay in use", "error", err)
			continue
		}
		a.log.Info("the changed words are in use; tingfeng retag has history understood anew", "version", a.pipeline.Retagging().Version)
	}
}

// wordWatch tells when the words are to be read again: once they differ from those in use and have
// been left alone since the last look. Half a list of brands can be a list that holds, and posts that
// came in while an editor writes the other half would be nobody's.
type wordWatch struct {
	used, last string
}

func watchWords(now string) *wordWatch { return &wordWatch{used: now, last: now} }

// changed takes what was seen at a look.
func (w *wordWatch) changed(now string) bool {
	still := now == w.last
	w.last = now
	if !still || now == w.used {
		return false
	}
	w.used = now
	return true
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
