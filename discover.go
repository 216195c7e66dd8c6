package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type discoverCmd struct {
	List   discoverList   `cmd:"" default:"withargs" help:"Words and stories nobody has defined, what waits for a decision first."`
	Search discoverSearch `cmd:"" help:"Look now; it happens by itself every night."`
	Effect discoverEffect `cmd:"" help:"What accepting one would change; nothing is changed."`
	Accept discoverAccept `cmd:"" help:"Make it a word or a topic; history is understood anew."`
	Reject discoverReject `cmd:"" help:"It is nothing."`
	Reopen discoverReopen `cmd:"" help:"Take a decision back."`
}

// finder is where questions about discoveries go: to the tingfeng that runs on the data folder, or to
// one of our own for as long as the command takes.
type finder struct {
	list   func(context.Context) ([]voc.Discovery, error)
	search func(context.Context) (int, error)
	effect func(context.Context, string, voc.Decision) (voc.Effect, error)
	decide func(context.Context, string, voc.Decision) (voc.Discovery, error)
	anew   func(context.Context) (string, error) // has history understood anew and tells how that goes
	close  func() error
}

func openFinder(w *world, g *grammar) (*finder, *configs.Config, error) {
	c, err := w.load(g)
	if err != nil {
		return nil, nil, err
	}
	if there, ok := findRunning(w.signal, c.Data); ok {
		return there.finder(), c, nil
	}
	a, err := openControl(w.signal, w, g, c)
	if err != nil {
		return nil, nil, err
	}
	p := a.pipeline
	return &finder{
		list: p.Discoveries, search: func(ctx context.Context) (int, error) { return p.Discover(ctx, "") }, effect: p.Effect, decide: p.Decide, close: a.close,
		anew: func(ctx context.Context) (string, error) {
			n, err := p.Retag(ctx, time.Time{}, time.Time{}, w.retagging())
			return fmt.Sprintf("历史已重新理解：%d 条。", n), err
		},
	}, c, nil
}

const discoveriesPath = "/api/v1/discoveries"

func (p *peer) finder() *finder {
	return &finder{
		list: func(ctx context.Context) ([]voc.Discovery, error) {
			var all api.Discoveries
			return all.Items, p.into(ctx, http.MethodGet, discoveriesPath, nil, &all)
		},
		search: func(ctx context.Context) (int, error) {
			var found api.Searched
			return found.Found, p.into(ctx, http.MethodPost, discoveriesPath+"/search", struct{}{}, &found)
		},
		effect: func(ctx context.Context, id string, d voc.Decision) (voc.Effect, error) {
			var e voc.Effect
			query := url.Values{"topic": {d.Topic}, "weight": {fmt.Sprint(d.Weight)}}
			return e, p.into(ctx, http.MethodGet, discoveriesPath+"/"+url.PathEscape(id)+"/effect?"+query.Encode(), nil, &e)
		},
		decide: func(ctx context.Context, id string, d voc.Decision) (voc.Discovery, error) {
			var one voc.Discovery
			return one, p.into(ctx, http.MethodPost, discoveriesPath+"/"+url.PathEscape(id)+"/decision", d, &one)
		},
		anew: func(context.Context) (string, error) {
			return "历史正在后台重新理解。", nil // the running one has begun by itself
		},
		close: func() error { return nil },
	}
}

// withFinder opens a finder for as long as use takes.
func withFinder(w *world, g *grammar, use func(*finder, *configs.Config) error) error {
	f, c, err := openFinder(w, g)
	if err != nil {
		return err
	}
	return errors.Join(use(f, c), f.close())
}

type discoverList struct {
	State string `help:"Only these: proposed, accepted, rejected." enum:"all,proposed,accepted,rejected" default:"all"`
}

// Run lists discoveries.
func (l *discoverList) Run(w *world, g *grammar) error {
	return withFinder(w, g, func(f *finder, c *configs.Config) error {
		all, err := f.list(w.signal)
		if err != nil {
			return err
		}
		list := []voc.Discovery{}
		for _, d := range all {
			if l.State == "all" || string(d.State) == l.State {
				list = append(list, d)
			}
		}
		if g.JSON {
			return printJSON(w.stdout, list)
		}
		if len(list) == 0 {
			fmt.Fprintln(w.stdout, "没有新发现。")
		}
		for i := range list {
			showDiscovery(w.stdout, &list[i], c.Location)
		}
		return nil
	})
}

var (
	discoveryKinds  = map[voc.DiscoveryKind]string{voc.DiscoveryWord: "新词", voc.DiscoveryStory: "新事"}
	discoveryStates = map[voc.DiscoveryState]string{voc.DiscoveryProposed: "待定", voc.DiscoveryAccepted: "已采纳", voc.DiscoveryRejected: "已忽略"}
)

func showDiscovery(out io.Writer, d *voc.Discovery, zone *time.Location) {
	fmt.Fprintf(out, "%s  %s  %s  %s  %d 条（往常约 %.1f），负面 %.0f%%，%s 起", d.ID, discoveryStates[d.State], discoveryKinds[d.Kind], d.Label, d.N, d.Before, 100*d.Negative, moment(d.FirstAt, zone))
	if d.Topic != "" {
		fmt.Fprintf(out, "  → %s", d.Topic)
	}
	fmt.Fprintf(out, "\n    “%s”\n", d.Sentence)
}

type discoverSearch struct{}

// Run looks for discoveries now.
func (discoverSearch) Run(w *world, g *grammar) error {
	return withFinder(w, g, func(f *finder, _ *configs.Config) error {
		n, err := f.search(w.signal)
		if err != nil {
			return err
		}
		if g.JSON {
			return printJSON(w.stdout, api.Searched{Found: n})
		}
		fmt.Fprintf(w.stdout, "找到 %d 个正在冒头的词和事；tingfeng discover 列出它们。\n", n)
		return nil
	})
}

type discoverEffect struct {
	ID     string  `arg:"" help:"Discovery."`
	Topic  string  `placeholder:"NAME" help:"The topic it would become, e.g. 品质-掉色."`
	Weight float64 `help:"Judgement of the word, −3 (outrage) to 3 (delight)."`
}

// Run shows what accepting would change.
func (e *discoverEffect) Run(w *world, g *grammar) error {
	return withFinder(w, g, func(f *finder, _ *configs.Config) error {
		effect, err := f.effect(w.signal, e.ID, voc.Decision{State: voc.DiscoveryAccepted, Topic: e.Topic, Weight: e.Weight})
		if err != nil {
			return err
		}
		if g.JSON {
			return printJSON(w.stdout, effect)
		}
		showEffect(w.stdout, &effect)
		return nil
	})
}

func showEffect(out io.Writer, e *voc.Effect) {
	latest := ""
	if e.Cut {
		latest = "最近的 "
	}
	fmt.Fprintf(out, "含有它的%s %d 条声音里，%d 条的判断会变：话题 %d→%d，负面 %d→%d，投诉 %d→%d，严重 %d→%d。\n", latest, e.Posts, e.Changed,
		e.Topic.Before, e.Topic.After, e.Negative.Before, e.Negative.After, e.Complaints.Before, e.Complaints.After, e.Grave.Before, e.Grave.After)
	for _, s := range e.Examples {
		fmt.Fprintf(out, "    %s→%s %v  %.60s\n", s.Before, s.After, s.Gained, s.Text)
	}
}

type discoverAccept struct {
	ID     string  `arg:"" help:"Discovery."`
	As     string  `required:"" placeholder:"NAME" help:"Who accepts it."`
	Topic  string  `placeholder:"NAME" help:"The topic it becomes, e.g. 品质-掉色; a story needs one."`
	Weight float64 `help:"Judgement of the word, −3 (outrage) to 3 (delight)."`
}

// Run accepts a discovery.
func (a *discoverAccept) Run(w *world, g *grammar) error {
	return decideOn(w, g, a.ID, voc.Decision{State: voc.DiscoveryAccepted, Actor: a.As, Topic: a.Topic, Weight: a.Weight})
}

type discoverReject struct {
	ID string `arg:"" help:"Discovery."`
	As string `required:"" placeholder:"NAME" help:"Who rejects it."`
}

// Run rejects a discovery.
func (r *discoverReject) Run(w *world, g *grammar) error {
	return decideOn(w, g, r.ID, voc.Decision{State: voc.DiscoveryRejected, Actor: r.As})
}

type discoverReopen struct {
	ID string `arg:"" help:"Discovery."`
	As string `required:"" placeholder:"NAME" help:"Who takes it back."`
}

// Run takes a decision back.
func (r *discoverReopen) Run(w *world, g *grammar) error {
	return decideOn(w, g, r.ID, voc.Decision{State: voc.DiscoveryProposed, Actor: r.As})
}

func decideOn(w *world, g *grammar, id string, decision voc.Decision) error {
	return withFinder(w, g, func(f *finder, c *configs.Config) error {
		before, err := f.list(w.signal)
		if err != nil {
			return err
		}
		d, err := f.decide(w.signal, id, decision)
		if err != nil {
			return err
		}
		said := ""
		if understandsOtherwise(before, &d) {
			if said, err = f.anew(w.signal); err != nil {
				return fmt.Errorf("the decision stands; history is not all understood anew: %w; go on with tingfeng retag", err)
			}
		}
		if g.JSON {
			return printJSON(w.stdout, d)
		}
		showDiscovery(w.stdout, &d, c.Location)
		if said != "" {
			fmt.Fprintln(w.stdout, said)
		}
		return nil
	})
}

// understandsOtherwise tells whether a decision changed what is understood: something was accepted,
// or is no longer.
func understandsOtherwise(before []voc.Discovery, d *voc.Discovery) bool {
	for i := range before {
		if before[i].ID == d.ID && before[i].State == voc.DiscoveryAccepted {
			return d.State != voc.DiscoveryAccepted || d.Topic != before[i].Topic || d.Weight != before[i].Weight
		}
	}
	return d.State == voc.DiscoveryAccepted
}
