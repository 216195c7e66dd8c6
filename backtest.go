package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type backtestCmd struct {
	Rule  string `required:"" placeholder:"NAME" help:"A rule of rules.yaml, or one made on a page."`
	Days  int    `default:"90" help:"How far to look back, 1 to 366."`
	Brand string `placeholder:"ID" help:"This brand alone; default: all the rule watches."`
}

// Run tells what a rule would have told of the past: the same function over what is stored as runs
// live. It works beside a running tingfeng and without one, and changes nothing.
func (b *backtestCmd) Run(w *world, g *grammar) (err error) {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	book, err := a.readRules()
	if err != nil {
		return err
	}
	rule, err := book.Rule(b.Rule)
	if errors.Is(err, pipeline.ErrNone) {
		return usage("there is no rule %q; there are: %s", b.Rule, ruleNames(book))
	}
	if err != nil {
		return err
	}
	replay, err := book.Replay(w.signal, rule.Rule, voc.BrandID(b.Brand), b.Days)
	if errors.Is(err, pipeline.ErrWrong) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if g.JSON {
		return printJSON(w.stdout, replay)
	}
	showReplay(w.stdout, replay, c)
	return nil
}

// readRules gives the rules as they stand, without taking anything from a process in control.
func (a *app) readRules() (*pipeline.Rulebook, error) {
	journal, err := pipeline.ReadJournal(a.world.signal, a.store, a.world.now)
	if err != nil {
		return nil, err
	}
	c := a.config
	return pipeline.ReadRulebook(pipeline.RulebookOptions{
		Store: a.store, Journal: journal, Rules: c.Rules, Brands: c.Brands, Sources: sourcesOf(c),
		Watching: pipeline.Watching(c.Watching), Location: c.Location, Now: a.world.now,
	})
}

func ruleNames(book *pipeline.Rulebook) string {
	var names []string
	for _, s := range book.List() {
		names = append(names, s.Rule.Name)
	}
	if len(names) == 0 {
		return "none; write one into rules.yaml"
	}
	return strings.Join(names, ", ")
}

// showReplay prints what each sensitivity would have told, newest last, as people read it.
func showReplay(out io.Writer, r voc.RuleReplay, c *configs.Config) {
	title := r.Rule.Title
	if title == "" {
		title = r.Rule.Name
	}
	fmt.Fprintf(out, "%s（%s，版本 %s）：%s 至 %s，用时 %.2f 秒\n", title, r.Rule.Name, r.Revision,
		day(r.From, c.Location), day(r.To, c.Location), r.Took.Seconds())
	for i, o := range r.Outlooks {
		own := r.Rule.Kind == voc.RuleBurst && o.Sensitivity == r.Rule.Sensitivity
		fmt.Fprintf(out, "\n%s%s：%d 次，每周约 %.1f 次%s\n", sensitivity(o), mark(own), o.N, o.PerWeek, judged(r.Verdicts, i))
		if o.Warning != "" {
			fmt.Fprintf(out, "  注意：%s\n", o.Warning)
		}
		for _, a := range o.Alerts {
			fmt.Fprintf(out, "  %s  %s  最多 %d 条  %s\n", moment(a.OpenedAt, c.Location), brandName(c, a.Brand), a.Peak, aboutWhat(a))
		}
	}
}

func sensitivity(o voc.Outlook) string {
	if o.Sensitivity == 0 {
		return "试算"
	}
	return fmt.Sprintf("%s（%g）", o.Title, o.Sensitivity)
}

func mark(own bool) string {
	if own {
		return "·当前"
	}
	return ""
}

func judged(tallies []voc.ReplayTally, i int) string {
	if i >= len(tallies) || tallies[i] == (voc.ReplayTally{}) {
		return ""
	}
	return fmt.Sprintf("；其中 %d 次经人确认，%d 次是误报", tallies[i].Confirmed, tallies[i].Dismissed)
}

func aboutWhat(a voc.Alert) string {
	switch {
	case a.Source != "":
		return string(a.Source)
	case a.Topic != "":
		return a.Topic
	}
	return "没有突出的话题"
}

func brandName(c *configs.Config, id voc.BrandID) string {
	for _, b := range c.Brands {
		if b.ID == id {
			return b.Name
		}
	}
	if id == "" {
		return "采集"
	}
	return string(id)
}

func day(t time.Time, zone *time.Location) string { return t.In(zone).Format("2006-01-02 15:04") }
