package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The commands that only ask.

type sqlCmd struct {
	Query  string `arg:"" help:"One SELECT; nothing can be changed."`
	Format string `enum:"table,jsonl,csv,tsv" default:"table" help:"table, jsonl (an object a row), csv or tsv."`
}

// Run asks the store one read-only question.
func (s *sqlCmd) Run(w *world, g *grammar) (err error) {
	c, err := w.loadOrStandard(g)
	if err != nil {
		return err
	}
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if g.JSON {
		s.Format = string(store.FormatJSONL)
	}
	return a.store.SQL(w.signal, s.Query, w.stdout, store.Format(s.Format))
}

type sourcesCmd struct{}

// sourceHealth is what is known of one source.
type sourceHealth struct {
	ID       voc.SourceID     `json:"id"`
	Title    string           `json:"title"`
	Kind     voc.SourceKind   `json:"kind"`
	Outcome  voc.VisitOutcome `json:"outcome"` // of the last visit; "" never visited
	LastAt   time.Time        `json:"last_at"`
	HeardTo  time.Time        `json:"heard_to"`
	Found    int              `json:"found"`
	Fresh    int              `json:"fresh"`
	Missing  string           `json:"missing"`
	Overdue  bool             `json:"overdue"` // not heard for more than twice the expected distance of visits
	Disabled bool             `json:"disabled"`
}

// Run shows the health of every configured source.
func (s *sourcesCmd) Run(w *world, g *grammar) (err error) {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	visits, err := a.store.LastVisits(w.signal)
	if err != nil {
		return err
	}
	list := []sourceHealth{} // none is [], not null
	for _, source := range sourcesOf(c) {
		list = append(list, healthOf(source, visits[source.ID], w.now()))
	}
	if g.JSON {
		return printJSON(w.stdout, list)
	}
	for _, h := range list {
		fmt.Fprintf(w.stdout, "%-24s %-10s %-10s 上次 %s  听到 %s  发现 %d 新 %d  %s\n",
			h.ID, h.Kind, outcomeTitle(h), moment(h.LastAt, c.Location), moment(h.HeardTo, c.Location), h.Found, h.Fresh, h.Missing)
	}
	if len(list) == 0 {
		fmt.Fprintln(w.stdout, "没有配置信源：写在 sources.yaml 里，例子见 docs/configuration.md。")
	}
	return nil
}

func healthOf(s voc.Source, v voc.Visit, now time.Time) sourceHealth {
	h := sourceHealth{
		ID: s.ID, Title: s.Title, Kind: s.Kind, Outcome: v.Outcome, LastAt: v.StartedAt, HeardTo: v.HeardTo,
		Found: v.Found, Fresh: v.Fresh, Missing: v.Missing, Disabled: s.Disabled,
	}
	h.Overdue = s.Schedule != "" && !s.Disabled && s.Every > 0 && now.Sub(v.HeardTo) > 2*s.Every
	return h
}

func outcomeTitle(h sourceHealth) string {
	switch {
	case h.Disabled:
		return "停用"
	case h.Outcome == "":
		return "未访问"
	case !h.Outcome.Heard():
		return map[voc.VisitOutcome]string{voc.VisitPartial: "不完整", voc.VisitBlocked: "被拒", voc.VisitFailed: "失败"}[h.Outcome]
	case h.Overdue:
		return "超时未听"
	}
	return "正常"
}

type digestCmd struct {
	Date   string `placeholder:"YYYY-MM-DD" help:"The day it tells of; default: today."`
	Brand  string `placeholder:"ID" help:"Default: the first own brand."`
	Format string `enum:"md,html,json" default:"md" help:"md, html or json."`
}

// Run prints the letter of a day without sending it.
func (d *digestCmd) Run(w *world, g *grammar) (err error) {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	if g.JSON {
		d.Format = "json"
	}
	letter, end, err := d.letter(w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	text, err := digest.Render(letter, d.Format)
	if err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, strings.TrimRight(text, "\n"))
	return nil
}

// letter asks the running store, or one started for the question.
func (d *digestCmd) letter(w *world, g *grammar, c *configs.Config) (voc.Digest, func() error, error) {
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return voc.Digest{}, nil, err
	}
	letter, err := pipeline.ReadLetter(w.signal, pipeline.LetterOptions{
		Store: a.store, Brands: c.Brands, Stores: c.Stores, Sources: sourcesOf(c), Titles: c.NLP.Titles(),
		Location: c.Location, Now: w.now, Log: a.log,
	}, d.Date, voc.BrandID(d.Brand))
	if err != nil {
		return letter, nil, errors.Join(err, a.close())
	}
	return letter, a.close, nil
}

type checkCmd struct{}

// Run checks everything that can be checked without starting: files, words, dictionaries, addresses.
func (c *checkCmd) Run(w *world, g *grammar) error {
	config, err := w.load(g)
	var problems configs.Problems
	if errors.As(err, &problems) {
		if g.JSON {
			_ = printJSON(w.stdout, map[string]any{"ok": false, "problems": problems})
		}
		return fmt.Errorf("%d problem(s):\n%w", len(problems), problems)
	}
	if err != nil {
		return err
	}
	if err := api.CheckListen(config.Listen, config.Token); err != nil {
		return err
	}
	understanding, _, err := withHead(config)
	if err != nil {
		fmt.Fprintln(w.stderr, "tingfeng: check: the local model is left out:", err)
	}
	analyzer, err := nlp.New(understanding)
	if err != nil {
		return err
	}
	if config.Store.DSN != "" {
		if err := checkStore(w, g, config); err != nil {
			return err
		}
	}
	if g.JSON {
		return printJSON(w.stdout, map[string]any{"ok": true, "files": config.Files, "version": analyzer.Version()})
	}
	fmt.Fprintf(w.stdout, "没有问题：%d 个品牌，%d 家门店，%d 个信源，%d 条规则，%d 个通道；理解版本 %s\n",
		len(config.Brands), len(config.Stores), len(config.Sources), len(config.Rules), len(config.Channels), analyzer.Version())
	return nil
}

func checkStore(w *world, g *grammar, c *configs.Config) (err error) {
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	return a.store.Ping(w.signal)
}
