package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/pipeline/models"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type learnCmd struct {
	Now      learnNow      `cmd:"" default:"withargs" help:"Learn from what was read; adopted only if it wins on texts held out."`
	List     learnList     `cmd:"" help:"What was learned, when, from what, how it did, and which is in use."`
	Rollback learnRollback `cmd:"" help:"Go back to an earlier local model, or to none."`
}

// localModels is the folder of the heads this customer's readings taught.
func localModels(c *configs.Config) models.Folder {
	return models.Folder{Dir: filepath.Join(c.Data, "models")}
}

// withHead gives the options of understanding with the local head in use, and its number. One that is damaged or
// stands on other weights is left out, and the error says why: after an update of tingfeng that is
// the ordinary case, and to watch with the shipped weights is better than not to watch.
func withHead(c *configs.Config) (o nlp.Options, number int, err error) {
	o = c.NLP
	number, head, err := localModels(c).Current()
	if err == nil && head != nil {
		err = nlp.FitsLocal(head, o.Weights)
	}
	if err != nil {
		return o, models.None, err
	}
	o.Local = head
	return o, number, nil
}

// understanding is withHead for a running tingfeng: what is wrong stands in the log and on the
// status page.
func (a *app) understanding(c *configs.Config) nlp.Options {
	o, _, err := withHead(c)
	wrong := ""
	if err != nil {
		wrong = err.Error()
		a.log.Warn("the local model is left out, the shipped weights judge alone", "error", err)
	}
	a.untaught.Store(&wrong)
	return o
}

// withLocal adds to the status why the local model is left out, if it is.
func (a *app) withLocal(s api.Status) api.Status {
	if wrong := a.untaught.Load(); wrong != nil && *wrong != "" {
		s.Errors = append(s.Errors, "本地模型没有启用，只用自带的权重："+*wrong)
	}
	return s
}

type learnNow struct {
	DryRun bool `help:"Learn and measure, write nothing."`
}

// learned is what the command tells.
type learned struct {
	models.Record
	InUse  int  `json:"in_use"` // number of the head in use afterwards; 0: none
	DryRun bool `json:"dry_run"`
}

// mostRead bounds the readings one learning looks at, the newest of people and of models each.
const mostRead = 50_000

// Run learns a local head from the stored readings and decides whether it is adopted.
func (l *learnNow) Run(w *world, g *grammar) (err error) {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	understanding, inUse, err := withHead(c)
	if err != nil {
		fmt.Fprintln(w.stderr, "tingfeng: learn: the local model in use is left out of the comparison:", err)
	}
	out, head, err := a.learn(understanding, inUse)
	if err != nil {
		return err
	}
	out.DryRun = l.DryRun
	if head != nil && !l.DryRun {
		if err := out.keep(localModels(c), head); err != nil {
			return err
		}
	}
	if g.JSON {
		return printJSON(w.stdout, out)
	}
	out.print(w.stdout)
	if out.InUse != inUse {
		tellEffect(w, c)
	}
	return nil
}

// learn reads what was said and measures what it teaches; head is nil when it teaches nothing new.
func (a *app) learn(understanding nlp.Options, inUse int) (out learned, head *local.Head, err error) {
	var readings []voc.Reading
	var mentions []voc.Mention
	for _, reader := range []voc.Reader{voc.ReaderHuman, voc.ReaderLLM} {
		filter := store.ReadingFilter{Reader: reader, Limit: mostRead}
		said, err := a.store.Readings(a.world.signal, filter)
		if err != nil {
			return out, nil, err
		}
		of, err := a.store.ReadMentions(a.world.signal, filter)
		if err != nil {
			return out, nil, err
		}
		readings, mentions = append(readings, said...), append(mentions, of...)
	}
	analyzer, err := nlp.New(understanding)
	if err != nil {
		return out, nil, err
	}
	got, err := analyzer.LearnLocal(readings, onceEach(mentions))
	out.At, out.After, out.InUse, out.Texts, out.Trial = a.world.now(), inUse, inUse, got.Texts, got.Trial
	if errors.Is(err, nlp.ErrNothingRead) {
		_, out.Reason = local.Decide(got.Trial)
		return out, nil, nil
	}
	if err != nil {
		return out, nil, err
	}
	out.Base, out.ID = got.Head.Base(), got.Head.ID()
	if in := understanding.Local; in != nil && in.ID() == got.Head.ID() {
		out.Reason = fmt.Sprintf("学到的和正在用的 %04d 号一样，不必更换。", inUse)
		return out, nil, nil
	}
	out.Adopted, out.Reason = local.Decide(got.Trial)
	return out, got.Head, nil
}

// onceEach leaves out mentions that stand there twice: people and models read the same.
func onceEach(mentions []voc.Mention) []voc.Mention {
	type key struct {
		post  voc.PostID
		brand voc.BrandID
	}
	seen := map[key]bool{}
	kept := mentions[:0]
	for _, m := range mentions {
		if k := (key{m.Post.ID, m.Brand}); !seen[k] {
			seen[k] = true
			kept = append(kept, m)
		}
	}
	return kept
}

// keep writes what was learned, unless it is word for word what the last learning tried, and puts an
// adopted head in use.
func (l *learned) keep(f models.Folder, head *local.Head) error {
	list, err := f.List()
	if err != nil {
		return err
	}
	if len(list) > 0 && list[0].ID == l.ID && list[0].Base == l.Base && list[0].After == l.After && list[0].Adopted == l.Adopted {
		l.Number = list[0].Number
	} else if l.Record, err = f.Keep(l.Record, head.Encode()); err != nil {
		return err
	}
	if !l.Adopted {
		return nil
	}
	l.InUse = l.Number
	return f.Use(l.Number)
}

func (l *learned) print(out io.Writer) {
	t := l.Trial
	fmt.Fprintf(out, "复读和更正 %d 条，不同的文本 %d 条（人工 %d，模型 %d）", l.Texts.Readings, l.Texts.Texts, l.Texts.People, l.Texts.Models)
	if l.Texts.Disputed > 0 {
		fmt.Fprintf(out, "；另有 %d 条各说各的，没有用", l.Texts.Disputed)
	}
	fmt.Fprintln(out, "。")
	if t.Before.Texts > 0 {
		fmt.Fprintf(out, "学 %d 条，留 %d 条检验：判对 %.1f%% → %.1f%%，对数损失 %.3f → %.3f；自带例句 %d 条：判对 %.1f%% → %.1f%%。\n", t.Learned, t.Before.Texts,
			100*t.Before.Accuracy, 100*t.After.Accuracy, t.Before.LogLoss, t.After.LogLoss, t.OwnAfter.Texts, 100*t.OwnBefore.Accuracy, 100*t.OwnAfter.Accuracy)
	}
	verdict := "不采用"
	if l.Adopted {
		verdict = "采用"
		if l.Number > 0 {
			verdict += fmt.Sprintf("，编号 %04d", l.Number)
		}
	}
	fmt.Fprintf(out, "%s：%s\n", verdict, l.Reason)
	if l.DryRun {
		fmt.Fprintln(out, "这是试算，什么都没有写入。")
	}
}

// tellEffect says from when on another head judges.
func tellEffect(w *world, c *configs.Config) {
	if _, ok := findRunning(w.signal, c.Data); ok {
		fmt.Fprintln(w.stdout, "正在运行的 tingfeng 几秒内改用；历史要按它重新理解，运行 tingfeng retag。")
		return
	}
	fmt.Fprintln(w.stdout, "下次启动时生效；历史要按它重新理解，运行 tingfeng retag。")
}

type learnList struct{}

// listed is one line of the list.
type listed struct {
	models.Record
	InUse bool `json:"in_use"`
}

// Run lists what was learned.
func (learnList) Run(w *world, g *grammar) error {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	records, err := localModels(c).List()
	if err != nil {
		return err
	}
	_, inUse, wrong := withHead(c)
	list := make([]listed, len(records))
	for i, r := range records {
		list[i] = listed{r, r.Number == inUse}
	}
	if g.JSON {
		return printJSON(w.stdout, list)
	}
	switch {
	case wrong != nil:
		fmt.Fprintln(w.stdout, "本地模型没有启用，只用自带的权重：", wrong)
	case inUse == models.None:
		fmt.Fprintln(w.stdout, "没有本地模型，只用自带的权重。")
	}
	verdicts := map[bool]string{true: "采用", false: "未采用"}
	for _, l := range list {
		mark := " "
		if l.InUse {
			mark = "*"
		}
		fmt.Fprintf(w.stdout, "%s %04d  %s  %s  人工 %d 模型 %d  检验 %.1f%% → %.1f%%\n       %s\n", mark, l.Number, moment(l.At, c.Location), verdicts[l.Adopted],
			l.Texts.People, l.Texts.Models, 100*l.Trial.Before.Accuracy, 100*l.Trial.After.Accuracy, l.Reason)
	}
	return nil
}

type learnRollback struct {
	Number string `arg:"" optional:"" placeholder:"NUMBER" help:"Number of the local model to use, or none; default: the one adopted before."`
}

// Run puts an earlier head in use.
func (r *learnRollback) Run(w *world, g *grammar) error {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	f := localModels(c)
	number, err := r.number(f)
	if err != nil {
		return err
	}
	if number != models.None {
		head, err := f.Head(number)
		if err != nil {
			return err
		}
		if err := nlp.FitsLocal(head, c.NLP.Weights); err != nil {
			return err
		}
	}
	if err := f.Use(number); err != nil {
		return err
	}
	if g.JSON {
		return printJSON(w.stdout, map[string]int{"in_use": number})
	}
	if number == models.None {
		fmt.Fprintln(w.stdout, "不再用本地模型，只用自带的权重。")
	} else {
		fmt.Fprintf(w.stdout, "改用 %04d 号本地模型。\n", number)
	}
	tellEffect(w, c)
	return nil
}

// number gives the head asked for; not told which, the one adopted before the one in use.
func (r *learnRollback) number(f models.Folder) (int, error) {
	if r.Number == "none" {
		return models.None, nil
	}
	if r.Number != "" {
		n, err := strconv.Atoi(r.Number)
		if err != nil || n <= 0 {
			return 0, usage("learn rollback: %q is no number: give one of tingfeng learn list, or none", r.Number)
		}
		return n, nil
	}
	inUse, _, err := f.Current()
	if inUse == models.None {
		if err == nil {
			err = errors.New("learn rollback: no local model is in use; name the one to use, see tingfeng learn list")
		}
		return 0, err
	}
	records, err := f.List()
	if err != nil {
		return 0, err
	}
	for _, r := range records { // the newest first
		if r.Adopted && r.Number < inUse {
			return r.Number, nil
		}
	}
	return models.None, nil
}
