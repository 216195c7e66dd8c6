package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type crawlCmd struct {
	Source   string `placeholder:"ID" help:"Source of sources.yaml to visit."`
	All      bool   `help:"Every source, one after the other; with --to the default."`
	Once     bool   `help:"Visit once and leave: the default, except with --to."`
	Since    string `placeholder:"T" help:"Go back to here: 2026-01-31 or RFC 3339."`
	Until    string `placeholder:"T" help:"Only what was published before; default: now."`
	Backfill bool   `help:"Go back through every stretch that is known to be missing."`

	DryRun bool   `help:"Fetch the first page and show what would become of it; nothing is stored."`
	Record string `placeholder:"DIR" help:"Keep what the site answers, sealed, for --replay."`
	Replay string `placeholder:"DIR" help:"A dry run on what was recorded, without network."`

	To        string `placeholder:"URL" help:"Bring posts to the tingfeng at this address, until Ctrl-C; the token from TINGFENG_TOKEN."`
	TokenFile string `placeholder:"FILE" help:"File with the token for --to."`
}

// Run visits sources now: into the store, to look, or for a server elsewhere.
func (c *crawlCmd) Run(w *world, g *grammar) error {
	config, err := w.load(g)
	if err != nil {
		return err
	}
	if err := c.fits(config); err != nil {
		return err
	}
	order, err := c.order(config.Location)
	if err != nil {
		return err
	}
	if err := c.recording(config); err != nil {
		return err
	}
	switch {
	case c.DryRun || c.Replay != "":
		return c.dryRun(w, g, config)
	case c.To != "":
		return c.to(w, g, config)
	}
	if there, ok := findRunning(w.signal, config.Data); ok {
		return c.beside(w, g, config, there, order)
	}
	return c.here(w, g, config, order)
}

// fits refuses what does not go together, before anything is opened.
func (c *crawlCmd) fits(config *configs.Config) error {
	known := slices.ContainsFunc(config.Sources, func(s configs.Source) bool { return string(s.Source.ID) == c.Source })
	dry := c.DryRun || c.Replay != ""
	back := c.Since != "" || c.Until != "" || c.Backfill
	switch {
	case c.Source == "" && !c.All && c.To == "":
		return usage("crawl: name a source with --source, or write --all")
	case c.Source != "" && c.All:
		return usage("crawl: --source and --all do not go together")
	case c.Source != "" && !known:
		return usage("crawl: no source %q in sources.yaml", c.Source)
	case dry && c.Source == "":
		return usage("crawl: a dry run looks at one source: name it with --source")
	case dry && (c.To != "" || back):
		return usage("crawl: a dry run looks at the first page: neither --to nor --since, --until or --backfill goes with it")
	case c.To != "" && back:
		return usage("crawl: --since, --until and --backfill do not go with --to")
	case c.Backfill && (c.Since != "" || c.Until != ""):
		return usage("crawl: write --backfill, or --since and --until")
	case c.Record != "" && c.Replay != "":
		return usage("crawl: --record and --replay do not go together")
	case c.TokenFile != "" && c.To == "":
		return usage("crawl: --token-file goes with --to")
	}
	return nil
}

// order reads how far back a visit is sent.
func (c *crawlCmd) order(zone *time.Location) (o pipeline.Order, err error) {
	o.Gaps = c.Backfill
	if o.Since, err = momentOf("--since", c.Since, zone, false); err != nil {
		return o, err
	}
	if o.Until, err = momentOf("--until", c.Until, zone, true); err != nil {
		return o, err
	}
	if !o.Until.IsZero() && !o.Since.Before(o.Until) {
		return o, usage("crawl: --until %s is not after --since %s", c.Until, c.Since)
	}
	return o, nil
}

// momentOf reads a date or a time. A date that ends something means that day too.
func momentOf(flag, text string, zone *time.Location, end bool) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return day, usage("%s %q is neither a date such as 2026-01-31 nor a time such as 2026-01-31T08:00:00+08:00", flag, text)
	}
	if end {
		day = day.AddDate(0, 0, 1)
	}
	return day, nil
}

// recording has answers kept or taken from a folder. They hold people's names, so they are sealed
// under the secret of this install.
func (c *crawlCmd) recording(config *configs.Config) error {
	if c.Record == "" && c.Replay == "" {
		return nil
	}
	if err := makeDataFolder(config.Data); err != nil {
		return err
	}
	secret, err := installSecret(filepath.Join(config.Data, "secret"))
	config.Crawler.Transport.Record, config.Crawler.Transport.Replay = c.Record, c.Replay
	config.Crawler.Transport.RecordKey = secret
	return err
}

// which lists the sources to visit.
func (c *crawlCmd) which(config *configs.Config) []voc.SourceID {
	if c.Source != "" {
		return []voc.SourceID{voc.SourceID(c.Source)}
	}
	var ids []voc.SourceID
	for _, s := range config.Sources {
		if s.Kind != voc.KindImport && s.Kind != voc.KindPush && !s.Remote && !s.Disabled {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// here visits as the one process on the data folder.
func (c *crawlCmd) here(w *world, g *grammar, config *configs.Config, order pipeline.Order) (err error) {
	a, err := openControl(w.signal, w, g, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	var all []voc.Visit
	var problems []error
	for _, id := range c.which(config) {
		visits, err := a.pipeline.CrawlOrder(w.signal, id, order, w.progress("抓取 "+string(id), 0).at)
		all = append(all, visits...)
		if err != nil {
			problems = append(problems, err)
		}
		if w.signal.Err() != nil {
			break
		}
	}
	if err := a.pipeline.DrainAll(context.WithoutCancel(w.signal), nil); err != nil {
		problems = append(problems, err)
	}
	return errors.Join(append(problems, c.told(w, g, config.Location, all))...)
}

// beside has the tingfeng that runs on the data folder make the visit, and shows how far it is.
func (c *crawlCmd) beside(w *world, g *grammar, config *configs.Config, there *peer, order pipeline.Order) error {
	if c.Record != "" {
		return fmt.Errorf("crawl: --record needs the folder for itself, and tingfeng runs on %s (process %d); add --dry-run, stop it, or give another folder with --data", config.Data, there.PID)
	}
	var all []voc.Visit
	var problems []error
	for _, id := range c.which(config) {
		visits, err := there.visit(w, id, api.VisitOrder(order))
		all = append(all, visits...)
		if err != nil {
			problems = append(problems, fmt.Errorf("source %s: %w", id, err))
		}
		if w.signal.Err() != nil {
			break
		}
	}
	return errors.Join(append(problems, c.told(w, g, config.Location, all))...)
}

// lookEvery is how often a visit elsewhere is looked at.
const lookEvery = 300 * time.Millisecond

// visit asks the other process for a visit and waits for its end.
func (p *peer) visit(w *world, id voc.SourceID, order api.VisitOrder) ([]voc.Visit, error) {
	path := "/api/v1/sources/" + url.PathEscape(string(id)) + "/visit"
	var one api.Visiting
	if err := p.into(w.signal, http.MethodPost, path, order, &one); err != nil {
		return nil, err
	}
	shown := w.progress("抓取 "+string(id), 0)
	begun := one.StartedAt
	for one.EndedAt.IsZero() {
		if err := pause(w.signal, lookEvery); err != nil {
			return one.Visits, fmt.Errorf("no longer watched; tingfeng (process %d) goes on with it: %w", p.PID, err)
		}
		if err := p.into(w.signal, http.MethodGet, path, nil, &one); err != nil {
			return one.Visits, err
		}
		if !one.StartedAt.Equal(begun) {
			return nil, errors.New("somebody has asked for another visit meanwhile")
		}
		shown.at(one.Posts)
	}
	if one.Error != "" {
		return one.Visits, errors.New(one.Error)
	}
	return one.Visits, nil
}

// told prints what visits brought. One of one source is an object, as scripts expect it.
func (c *crawlCmd) told(w *world, g *grammar, zone *time.Location, visits []voc.Visit) error {
	problems := unread(visits)
	if g.JSON {
		if len(visits) == 1 && !c.All && !c.Backfill {
			return errors.Join(problems, printJSON(w.stdout, visits[0]))
		}
		if visits == nil {
			visits = []voc.Visit{}
		}
		return errors.Join(problems, printJSON(w.stdout, visits))
	}
	for _, v := range visits {
		c.tell(w, zone, v)
	}
	return problems
}

// unread names the sources whose pages came and said nothing to us, so that a script sees a site that
// was rebuilt.
func unread(visits []voc.Visit) error {
	var problems []error
	for _, v := range visits {
		if v.Trouble == voc.TroubleLayout && v.Found == 0 && v.Outcome == voc.VisitPartial {
			problems = append(problems, fmt.Errorf("source %s: its pages could not be read", v.Source))
		}
	}
	return errors.Join(problems...)
}

// tell prints one visit for people.
func (c *crawlCmd) tell(w *world, zone *time.Location, v voc.Visit) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s：%s，%d 次请求，发现 %d 条，新 %d 条", v.Source, outcomeTitle(sourceHealth{Outcome: v.Outcome}), v.Requests, v.Found, v.Fresh)
	if v.Changed+v.Observed > 0 {
		fmt.Fprintf(&b, "，改动 %d 条，互动更新 %d 条", v.Changed, v.Observed)
	}
	if !v.Until.IsZero() {
		from := "最早"
		if !v.Since.IsZero() {
			from = v.Since.In(zone).Format("2006-01-02 15:04")
		}
		fmt.Fprintf(&b, "；补采 %s 至 %s", from, v.Until.In(zone).Format("2006-01-02 15:04"))
	}
	if v.Missing != "" {
		fmt.Fprintf(&b, "；没有取到：%s", v.Missing)
	}
	fmt.Fprintln(w.stdout, b.String())
	if remedy := remedyOf(v); remedy != "" {
		fmt.Fprintf(w.stdout, "  怎么办：%s\n", remedy)
	}
}

// remedyOf says what to do about what kept a visit from hearing everything; "" nothing.
func remedyOf(v voc.Visit) string {
	if v.Trouble == voc.TroubleNone {
		return ""
	}
	return api.RemedyOf(store.StateFailed, v.Trouble).ZH
}
