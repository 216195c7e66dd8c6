package main

import (
	"errors"
	"fmt"
	"strings"

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

type digestCmd struct {
	Date     string `placeholder:"YYYY-MM-DD" help:"The day it tells of; default: today."`
	Brand    string `placeholder:"ID" help:"Default: the first own brand."`
	Audience string `placeholder:"ID" help:"Whom it is for, an id of audiences.yaml; default: the whole house."`
	Period   string `enum:",day,week,month" default:"" help:"The day, or the week from Monday or month it lies in; default: the audience's."`
	Incident string `placeholder:"ID" help:"The report of an incident for its post-mortem instead."`
	Language string `enum:",zh,en" default:"" help:"zh or en; default: the audience's."`
	Format   string `enum:"md,html,json" default:"md" help:"md, html or json."`
}

// Run prints a letter or a report without sending it.
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
	options := pipeline.LetterOptions{
		Store: a.store, Brands: c.Brands, Stores: c.Stores, Sources: sourcesOf(c), Titles: c.NLP.Titles(),
		Letter: pipeline.Letter(c.Digest), Location: c.Location, Now: w.now, Log: a.log,
	}
	var letter voc.Digest
	if d.Incident != "" {
		letter, err = pipeline.ReadIncident(w.signal, options, d.Incident, d.Language)
	} else {
		letter, err = pipeline.ReadLetter(w.signal, options, pipeline.LetterQuestion{
			Date: d.Date, Brand: voc.BrandID(d.Brand), Audience: d.Audience, Period: voc.Period(d.Period), Language: d.Language,
		})
	}
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
	if err := api.CheckListen(config.Listen, config.Token, config.Access.SignIn()); err != nil {
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
	everyday := analyzer.EverydayNames()
	for _, n := range everyday {
		fmt.Fprintf(w.stderr, "注意：品牌 %s 的名字“%s”也是常用词，凡说到这个词的都会算进来；给它写上 ambiguous: true，就只在谈到本行时才算\n", n.Brand, n.Name)
	}
	if g.JSON {
		return printJSON(w.stdout, map[string]any{"ok": true, "files": config.Files, "version": analyzer.Version(), "everyday_names": everyday})
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
