package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// reloadEvery is how often the words of the configuration are looked at for changes.
const reloadEvery = 3 * time.Second

// reloading has dictionaries, taxonomies, the names of brands and shops, the sources, the rules, and the local model
// take effect while tingfeng runs: what comes in after a change is understood by it, what is stored after
// `tingfeng retag`; a new source is visited at once, one that is gone no more. A change that does not hold
// is told in the log once, and on the status page until it is mended; what was in use before stays so.
func (a *app) reloading(ctx context.Context, parts []*reloaded) {
	if len(parts) == 0 {
		return
	}
	for pause(ctx, reloadEvery) == nil {
		for _, p := range parts {
			p.look(a)
		}
	}
}

// reloadable gives the parts of the configuration that may change, as they stand now: before anybody can know
// that tingfeng runs, for a change made right after the start would else be what all later ones are compared with.
func (a *app) reloadable() []*reloaded {
	if a.reload == nil {
		return nil
	}
	parts := []*reloaded{
		{what: "改动的词典、行业或品牌没有生效", files: func() string { return wordFiles(a.folder) + "\n" + localModels(a.config).Name() }, take: a.takeWords},
		{what: "改动的预警规则没有生效", files: func() string { return seenOf(filepath.Join(a.folder, "rules.yaml")) }, take: a.takeRules},
		{what: "改动的人员、日历或派单没有生效", files: func() string { return deskFiles(a.folder) }, take: a.takeDesk},
		{what: "改动的信源没有生效", files: func() string { return seenOf(filepath.Join(a.folder, "sources.yaml")) }, take: a.takeSources},
		{what: "改动的收信人没有生效", files: func() string { return audienceFiles(a.folder) }, take: a.takeAudiences},
		{what: "改动的组织没有生效", files: func() string { return seenOf(filepath.Join(a.folder, "org.yaml")) }, take: a.takeOrg},
	}
	for _, p := range parts {
		p.watch = watchWords(p.files())
	}
	return parts
}

// reloaded is a part of the configuration that may change while tingfeng runs.
type reloaded struct {
	what  string        // has not taken effect, for the status page
	files func() string // tells one state of its files from another
	take  func(*configs.Config) error
	watch *wordWatch
	owed  bool // a change was seen and is not in use
	told  string
}

// look takes a change that was made. One that failed is tried again at every look: what was wrong may
// have stood in another file, and be mended there.
func (p *reloaded) look(a *app) {
	if changed := p.watch.changed(p.files()); !changed && !p.owed {
		return
	}
	c, err := a.reload()
	if err == nil {
		err = p.take(c)
	}
	p.owed = err != nil
	a.pipeline.Note(p.what, err)
	if err != nil && err.Error() != p.told {
		a.log.Error("a change of the configuration is not taken; those before stay in use", "error", err)
	}
	p.told = ""
	if err != nil {
		p.told = err.Error()
	}
}

func (a *app) takeWords(c *configs.Config) error {
	if err := a.pipeline.Understand(a.build(c)); err != nil {
		return err
	}
	a.log.Info("the changed words are in use; tingfeng retag has history understood anew", "version", a.pipeline.Retagging().Version)
	return nil
}

// takeSources puts the sources of a new configuration into use: visits, coverage, the interface.
func (a *app) takeSources(c *configs.Config) error {
	if err := vanished(c, len(a.pipeline.Sources()), a.folder); err != nil {
		return err
	}
	if err := a.pipeline.SetSources(c.Sources); err != nil {
		return err
	}
	a.store.Expect(sourcesOf(c))
	if len(c.Sources) == 0 {
		a.log.Warn("sources.yaml lists no source: nothing is visited or taken any more")
		return nil
	}
	a.log.Info("the changed sources are in use", "sources", len(c.Sources))
	return nil
}

// takeRules puts the rules of a new configuration into use, and what stands beside them. What pages
// made of rules stays before them.
func (a *app) takeRules(c *configs.Config) error {
	if c.Rules == nil && slices.ContainsFunc(a.pipeline.Rules(), func(r voc.RuleState) bool { return r.File != nil }) {
		return fmt.Errorf("%s is missing or has no list of rules, and there were some: put it back, or write rules: [] if none is meant", filepath.Join(a.folder, "rules.yaml"))
	}
	if err := a.pipeline.SetRules(c.Rules); err != nil {
		return err
	}
	a.pipeline.SetWatching(pipeline.Watching(c.Watching))
	if len(c.Rules) == 0 {
		a.log.Warn("rules.yaml lists no rule: only those made on pages are watched")
	}
	a.log.Info("the changed rules are in use", "rules", len(c.Rules))
	return nil
}

// vanished refuses a configuration that has lost its sources: a file that was emptied or is gone is a
// slip, or half of a copy, more often than somebody's will. There were before so many.
func vanished(c *configs.Config, before int, folder string) error {
	if c.Sources != nil || before == 0 {
		return nil
	}
	return fmt.Errorf("%s is missing or has no list of sources, and there were %d: put it back, or write sources: [] if none is meant", filepath.Join(folder, "sources.yaml"), before)
}

// seenOf tells one state of a file from another.
func seenOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return "none"
	}
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
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
