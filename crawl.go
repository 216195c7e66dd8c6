package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type crawlCmd struct {
	Source string `required:"" placeholder:"ID" help:"Source of sources.yaml to visit."`
	Once   bool   `help:"Visit once and leave; the default, named for scripts."`
}

// Run visits one source now and stores what it brings.
func (c *crawlCmd) Run(w *world, g *grammar) (err error) {
	config, err := w.load(g)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(config.Sources, func(s configs.Source) bool { return string(s.Source.ID) == c.Source }) {
		return usage("crawl: no source %q in sources.yaml", c.Source)
	}
	if there, ok := findRunning(w.signal, config.Data); ok {
		return fmt.Errorf("crawl: tingfeng runs on %s (process %d) and visits its sources by schedule; stop it first, or give another folder with --data", config.Data, there.PID)
	}
	a, err := openControl(w.signal, w, g, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	shown := w.progress("抓取 "+c.Source, 0)
	visit, err := a.pipeline.Crawl(w.signal, voc.SourceID(c.Source), shown.at)
	if visit.Source == "" {
		return err
	}
	if drained := a.pipeline.DrainAll(w.signal, nil); drained != nil {
		return errors.Join(err, drained)
	}
	if g.JSON {
		return errors.Join(err, printJSON(w.stdout, visit))
	}
	fmt.Fprintf(w.stdout, "%s：%s，%d 次请求，发现 %d 条，新 %d 条", visit.Source, outcomeTitle(sourceHealth{Outcome: visit.Outcome}), visit.Requests, visit.Found, visit.Fresh)
	if visit.Missing != "" {
		fmt.Fprintf(w.stdout, "；没有取到：%s", visit.Missing)
	}
	fmt.Fprintln(w.stdout)
	return err
}
