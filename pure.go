package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The commands that need no database: understanding and detection as filters.

type tagCmd struct {
	Brand string `placeholder:"ID" help:"See every post from this brand."`
	Pack  string `placeholder:"NAME" help:"Industry taxonomy; default: told by the text."`
	Model string `default:"default" placeholder:"NAME" help:"The weights: default, clean, or a file written by train."`
	Text  bool   `help:"Return the normalised text the offsets count in."`
}

// Run reads posts from standard input, a JSON object or plain text a line, and writes one tagged
// JSON line for each, in order.
func (t *tagCmd) Run(w *world, g *grammar) error {
	c, err := w.loadOrStandard(g)
	if err != nil {
		return err
	}
	c.NLP.Pack = t.Pack
	if c.NLP.Weights, err = weightsOf(t.Model); err != nil {
		return err
	}
	analyzer, err := nlp.New(c.NLP)
	if err != nil {
		return usageError{err}
	}
	if brand := voc.BrandID(t.Brand); brand != "" && len(c.NLP.Brands) > 0 && !slices.ContainsFunc(c.NLP.Brands, func(b nlp.BrandRule) bool { return b.Brand == brand }) {
		fmt.Fprintf(w.stderr, "tingfeng: tag: brands.yaml has no brand %q; every text is taken to speak of it\n", brand)
	}
	const shown = 20 // of the lines that could not be read; the count tells the rest
	rejected := 0
	result, err := nlp.Tag(w.signal, w.stdin, w.stdout, analyzer, nlp.TagOptions{
		Brand: voc.BrandID(t.Brand), Text: t.Text,
		Reject: func(r nlp.TagReject) {
			if rejected++; rejected <= shown {
				fmt.Fprintf(w.stderr, "tingfeng: tag: line %d: %s: %s\n", r.Line, r.Reason, r.Head)
			}
		},
	})
	if err != nil {
		return err
	}
	if result.Rejected > 0 {
		return fmt.Errorf("tag: %d of %d lines could not be read; the others are tagged", result.Rejected, result.Lines)
	}
	return nil
}

// loadOrStandard is for commands that work without a configuration folder: when none was asked for
// and none is there, what the binary brings along serves.
func (w *world) loadOrStandard(g *grammar) (*configs.Config, error) {
	c, err := w.load(g)
	var problems configs.Problems
	if errors.As(err, &problems) && problems.NoFolder() && g.Config == "configs" {
		if c, err = configs.Standard(); err == nil {
			g.override(c)
		}
	}
	return c, err
}

type detectCmd struct {
	Sensitivity float64       `default:"1" help:"0.8 sensitive, 1 balanced, 1.3 calm, 2 still."`
	Kind        string        `default:"burst" enum:"burst,count" help:"burst: against the series' own past; count: at least --min-posts within an hour."`
	Step        time.Duration `placeholder:"5m" help:"Width of a bucket; default: as far as the first rows lie apart."`
	Quiet       time.Duration `default:"24h" help:"After one alert, no second for so long."`
	MinPosts    int           `default:"5" help:"Posts within the hour below which nothing is told."`
	MinAuthors  int           `default:"3" help:"Authors within the hour; only when there is a column authors."`
	Wide        bool          `help:"Further columns: hour,usual,low,high,sigma,authors,unknown."`
}

// Run reads timestamp,count and writes timestamp,count,score,fired,reason. Causal: a row depends on
// the rows before it alone, and on how far the first two dozen lie apart.
func (d *detectCmd) Run(w *world) error {
	rule := alert.DefaultRule()
	rule.Name, rule.Kind, rule.Sensitivity = "detect", voc.RuleKind(d.Kind), d.Sensitivity
	rule.Quiet, rule.MinPosts, rule.MinAuthors = d.Quiet, d.MinPosts, d.MinAuthors
	if d.Kind == string(voc.RuleCount) {
		rule.Sensitivity, rule.MinHistory = 0, 0 // it knows neither
	}
	if d.Step != 0 {
		rule.Step = d.Step
	}
	if err := rule.Validate(); err != nil {
		return usageError{err}
	}
	rule.Step = d.Step
	return alert.CSV{Rule: rule, Wide: d.Wide}.Run(w.stdin, w.stdout)
}

// printLine writes v as one line of JSON.
func printLine(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
