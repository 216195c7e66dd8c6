package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type sourcesCmd struct{}

// sourceHealth is what is known of one source.
type sourceHealth struct {
	ID       voc.SourceID     `json:"id"`
	Title    string           `json:"title"`
	Kind     voc.SourceKind   `json:"kind"`
	State    store.State      `json:"state"`
	Trouble  voc.Trouble      `json:"trouble"`
	Remedy   api.Remedy       `json:"remedy"`  // what to do; empty: nothing
	Outcome  voc.VisitOutcome `json:"outcome"` // of the last visit; "" never visited
	LastAt   time.Time        `json:"last_at"`
	NextAt   time.Time        `json:"next_at"` // when it is due again, by its schedule and the site's wish; zero: unknown
	HeardTo  time.Time        `json:"heard_to"`
	Found    int              `json:"found"` // posts on the pages of the last visit
	Fresh    int              `json:"fresh"`
	Missing  string           `json:"missing"`
	Overdue  bool             `json:"overdue"` // not heard for more than twice the expected distance of visits
	Disabled bool             `json:"disabled"`
	Day      store.Heard      `json:"day"`     // the last 24 hours
	Week     store.Heard      `json:"week"`    // the last seven days
	Claimed  int              `json:"claimed"` // how many posts the site says there are; -1 unknown
	Fetched  int              `json:"fetched"` // how many of it are stored
	Requests int              `json:"requests"`
	Bytes    int64            `json:"bytes"`
	Gaps     []voc.Gap        `json:"gaps"` // what is missing; an open one lasts until now
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
	sources := sourcesOf(c)
	health, err := a.store.Health(w.signal, sources)
	if err != nil {
		return err
	}
	list := []sourceHealth{} // none is [], not null
	for _, source := range sources {
		list = append(list, healthOf(source, health[source.ID], w.now()))
	}
	if g.JSON {
		return printJSON(w.stdout, list)
	}
	printSources(w.stdout, list, c.Location)
	return nil
}

func healthOf(s voc.Source, h store.Health, now time.Time) sourceHealth {
	v := h.Last
	one := sourceHealth{
		ID: s.ID, Title: s.Title, Kind: s.Kind, State: h.State, Trouble: h.Trouble, Remedy: api.RemedyOf(h.State, h.Trouble),
		Outcome: v.Outcome, LastAt: v.StartedAt, HeardTo: h.HeardTo, Found: v.Found, Fresh: v.Fresh, Missing: v.Missing, Disabled: s.Disabled,
		Day: h.Day, Week: h.Week, Claimed: h.Claimed, Fetched: h.Fetched, Requests: h.Requests, Bytes: h.Bytes, Gaps: h.Gaps,
	}
	scheduled := s.Schedule != "" && !s.Disabled && s.Every > 0
	one.Overdue = scheduled && now.Sub(h.HeardTo) > 2*s.Every
	if scheduled && !v.StartedAt.IsZero() {
		one.NextAt = v.StartedAt.Add(s.Every)
		if v.NextAt.After(one.NextAt) {
			one.NextAt = v.NextAt
		}
	}
	return one
}

// stateTitles are the states as people say them, each with a sign that needs no colour.
var stateTitles = map[store.State]string{
	store.StateOK: "✓ 正常", store.StateLate: "◷ 超时未听", store.StateSilent: "▽ 异常安静", store.StateBlocked: "⊘ 被拒", store.StateExpired: "⌛ 失效",
	store.StateLayout: "◫ 页面改版", store.StatePartial: "◐ 不完整", store.StateFailed: "✕ 失败", store.StateNever: "· 未访问",
	store.StatePassive: "↓ 被动接收", store.StateDisabled: "‖ 停用", store.StateRemote: "⇄ 代理失联",
}

// outcomeTitle is how a visit ended, as people say it.
func outcomeTitle(h sourceHealth) string {
	return cmp.Or(map[voc.VisitOutcome]string{
		voc.VisitPartial: "不完整", voc.VisitBlocked: "被拒", voc.VisitFailed: "失败", "": "未访问",
	}[h.Outcome], "正常")
}

// printSources writes a line for each source, and below it what is missing and what to do.
func printSources(out io.Writer, list []sourceHealth, zone *time.Location) {
	if len(list) == 0 {
		fmt.Fprintln(out, "没有配置信源：写在 sources.yaml 里，例子见 docs/configuration.md。")
		return
	}
	table := [][]string{{"信源", "类型", "状态", "上次", "下次约", "24小时/平常", "7天/平常", "7天覆盖", "已存/声称"}}
	for _, h := range list {
		table = append(table, []string{
			string(h.ID), string(h.Kind), cmp.Or(stateTitles[h.State], string(h.State)), moment(h.LastAt, zone), moment(h.NextAt, zone),
			beside(h.Day), beside(h.Week), coverageOf(h), claimedOf(h),
		})
	}
	wide := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			wide[i] = max(wide[i], store.DisplayWidth(cell))
		}
	}
	for n, row := range table {
		var line strings.Builder
		for i, cell := range row {
			gap := strings.Repeat(" ", wide[i]-store.DisplayWidth(cell))
			if i >= 5 { // numbers stand to the right
				cell, gap = gap+cell, ""
			}
			line.WriteString(cell + gap + "  ")
		}
		fmt.Fprintln(out, strings.TrimRight(line.String(), " "))
		if n > 0 {
			printTrouble(out, list[n-1], zone)
		}
	}
}

// printTrouble says what is missing of a source and what to do, if anything.
func printTrouble(out io.Writer, h sourceHealth, zone *time.Location) {
	const most = 3
	for i, g := range h.Gaps {
		if i == most {
			fmt.Fprintf(out, "    缺口 … 还有 %d 处，见“信源”页\n", len(h.Gaps)-most)
			break
		}
		to, how := moment(g.To, zone), "站点已不再显示，可补采"
		if g.Open {
			to, how = "现在", "下次听到时补上"
		}
		fmt.Fprintf(out, "    缺口 %s 至 %s（%s）%s\n", moment(g.From, zone), to, how, plainly(g.Missing))
	}
	if h.Missing != "" && len(h.Gaps) == 0 {
		fmt.Fprintf(out, "    上次没有取到：%s\n", plainly(h.Missing))
	}
	if h.Remedy.ZH != "" {
		fmt.Fprintf(out, "    怎么办 %s\n", h.Remedy.ZH)
	}
}

// plainly keeps what a site or an error said on one line.
func plainly(s string) string { return strings.Join(strings.Fields(s), " ") }

// beside is what came beside what usually comes.
func beside(h store.Heard) string {
	if h.Expected < 0 {
		return fmt.Sprintf("%d/—", h.Got)
	}
	return fmt.Sprintf("%d/%.0f", h.Got, h.Expected)
}

func coverageOf(h sourceHealth) string {
	if h.State == store.StatePassive || h.State == store.StateDisabled {
		return "—"
	}
	return fmt.Sprintf("%d%%", int(100*h.Week.Coverage)) // never rounded up to whole
}

func claimedOf(h sourceHealth) string {
	if h.Claimed < 0 {
		return fmt.Sprintf("%d/—", h.Fetched)
	}
	return fmt.Sprintf("%d/%d", h.Fetched, h.Claimed)
}
