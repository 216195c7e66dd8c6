package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// stretch is a stretch of time a report is about.
type stretch struct {
	From string `placeholder:"WHEN" help:"Orders opened at it or later: 2026-01-01; default 30 days before --to."`
	To   string `placeholder:"WHEN" help:"Orders opened before it; a day includes that day; default now."`
}

const usualReport = 30 * 24 * time.Hour

func (s stretch) read(now time.Time, zone *time.Location) (from, to time.Time, err error) {
	to = now
	if s.To != "" {
		if to, err = momentOf("--to", s.To, zone, true); err != nil {
			return from, to, err
		}
	}
	from = to.Add(-usualReport)
	if s.From != "" {
		if from, err = momentOf("--from", s.From, zone, false); err != nil {
			return from, to, err
		}
	}
	if !from.Before(to) {
		return from, to, usage("--from (%s) does not lie before --to (%s): exchange them", from.In(zone).Format(time.RFC3339), to.In(zone).Format(time.RFC3339))
	}
	return from, to, nil
}

// lookAt opens the store for a question about work orders and closes it afterwards. It takes nothing from
// a tingfeng that runs.
func lookAt(w *world, g *grammar, ask func(*store.Store, *configs.Config) error) error {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	a, err := openReader(w.signal, w, g, c)
	if err != nil {
		return err
	}
	return errors.Join(ask(a.store, c), a.close())
}

// journalOf reads what the journal holds: orders as of now, and alerts.
func journalOf(w *world, s *store.Store) ([]voc.WorkOrder, []voc.Alert, error) {
	journal, err := pipeline.ReadJournal(w.signal, s, w.now)
	if err != nil {
		return nil, nil, err
	}
	return asOf(journal.Orders(), w.now()), journal.Alerts(), nil
}

// asOf gives orders with their clocks as they stand at a moment.
func asOf(orders []voc.WorkOrder, now time.Time) []voc.WorkOrder {
	for i, o := range orders {
		orders[i] = workorder.At(o, now)
	}
	return orders
}

type ordersReport struct{ stretch }

// Run tells how work orders were handled.
func (r *ordersReport) Run(w *world, g *grammar) error {
	return lookAt(w, g, func(s *store.Store, c *configs.Config) error {
		from, to, err := r.read(w.now(), c.Location)
		if err != nil {
			return err
		}
		orders, alerts, err := journalOf(w, s)
		if err != nil {
			return err
		}
		report := workorder.Report(orders, alerts, from, to)
		if g.JSON {
			return printJSON(w.stdout, report)
		}
		showReport(w.stdout, report, c.Location)
		return nil
	})
}

func showReport(out io.Writer, r voc.OrderReport, zone *time.Location) {
	fmt.Fprintf(out, "%s 至 %s  每周预警 %.1f 起\n", r.From.In(zone).Format("2006-01-02 15:04"), r.To.In(zone).Format("2006-01-02 15:04"), r.AlertsPerWeek)
	if r.All.Orders == 0 {
		fmt.Fprintln(out, "这段时间没有开工单。")
		return
	}
	showRow(out, "全部", r.All)
	for _, group := range []struct {
		title string
		rows  []voc.OrderReportRow
		name  func(string) string
	}{
		{"按负责人", r.Owner, func(s string) string { return s }},
		{"按级别", r.Level, func(s string) string { return voc.Level(s).Title() + "级" }},
		{"按规则", r.Rule, func(s string) string { return s }},
	} {
		if len(group.rows) > 0 {
			fmt.Fprintln(out, group.title)
		}
		for _, row := range group.rows {
			showRow(out, "  "+group.name(row.Name), row)
		}
	}
}

func showRow(out io.Writer, name string, r voc.OrderReportRow) {
	parts := []string{fmt.Sprintf("%d 张（%d 张未结）", r.Orders, r.Open)}
	for _, t := range []struct {
		title string
		took  time.Duration
	}{{"认领", r.Claim}, {"首次答复", r.Answer}, {"解决", r.Resolve}} {
		if t.took > 0 {
			parts = append(parts, t.title+" "+lasted(t.took))
		}
	}
	for _, n := range []struct {
		title string
		n     int
	}{{"超时", r.Breached}, {"重开", r.Reopened}, {"误报", r.FalseAlarm}, {"已关闭", r.Closed}, {"已验证", r.Verified}} {
		if n.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", n.title, n.n))
		}
	}
	if r.Asked > 0 {
		parts = append(parts, fmt.Sprintf("回访 %d 人，挽回 %d", r.Asked, r.Recovered))
	}
	fmt.Fprintf(out, "%s：%s\n", name, strings.Join(parts, "，"))
}

// lasted is a length of time as people say it: "不到 1 分钟", "4 分钟", "5 小时 20 分钟", "2 天 3 小时".
func lasted(d time.Duration) string {
	d = d.Truncate(time.Minute)
	days, hours, minutes := int(d/(24*time.Hour)), int(d/time.Hour)%24, int(d/time.Minute)%60
	var parts []string
	if days > 0 {
		parts = append(parts, fmt.Sprintf("%d 天", days))
	}
	if hours > 0 {
		parts = append(parts, fmt.Sprintf("%d 小时", hours))
	}
	if minutes > 0 && days == 0 {
		parts = append(parts, fmt.Sprintf("%d 分钟", minutes))
	}
	if len(parts) == 0 {
		return "不到 1 分钟"
	}
	return strings.Join(parts, " ")
}

type ordersCauses struct{ stretch }

// Run tells where complaints arose.
func (o *ordersCauses) Run(w *world, g *grammar) error {
	return lookAt(w, g, func(s *store.Store, c *configs.Config) error {
		from, to, err := o.read(w.now(), c.Location)
		if err != nil {
			return err
		}
		orders, _, err := journalOf(w, s)
		if err != nil {
			return err
		}
		tree := workorder.Causes(orders, from, to)
		if g.JSON {
			return printJSON(w.stdout, append([]voc.CauseNode{}, tree...)) // none is [], not null
		}
		if len(tree) == 0 {
			fmt.Fprintln(w.stdout, "这段时间开的工单还没有写根本原因。")
		}
		showCauses(w.stdout, tree, 0)
		return nil
	})
}

func showCauses(out io.Writer, nodes []voc.CauseNode, depth int) {
	for _, n := range nodes {
		line := fmt.Sprintf("%s%s  %d 张", strings.Repeat("  ", depth), n.Name, len(n.Orders))
		if n.Mentions > 0 {
			line += fmt.Sprintf("，%d 条声音", n.Mentions)
		}
		if again := workorder.Recurrence(n); again != "" {
			line += "，" + again
		}
		if n.Reopened > 0 {
			line += fmt.Sprintf("，重开 %d", n.Reopened)
		}
		fmt.Fprintln(out, line)
		showCauses(out, n.Children, depth+1)
	}
}

type ordersAudit struct {
	ID string `arg:"" help:"Work order, e.g. WO-20260131-0001."`
}

// Run shows every event of a work order and whether it is what was written. An order that was tampered
// with is an error, for scripts.
func (o *ordersAudit) Run(w *world, g *grammar) error {
	return lookAt(w, g, func(s *store.Store, c *configs.Config) error {
		entries, err := pipeline.ReadAudit(w.signal, s, o.ID)
		if err != nil {
			return fmt.Errorf("%w; tingfeng orders lists them", err)
		}
		if g.JSON {
			if err := printJSON(w.stdout, entries); err != nil {
				return err
			}
		} else {
			showAudit(w.stdout, entries, c.Location)
		}
		if i := workorder.Broken(entries); i >= 0 {
			e := entries[i].Event
			return fmt.Errorf("work order %s: event %d (%s by %s) is not what was written, or one before it is missing: compare with a backup of table events", o.ID, e.Seq, e.Type, e.Actor)
		}
		return nil
	})
}

func showAudit(out io.Writer, entries []voc.AuditEntry, zone *time.Location) {
	for _, e := range entries {
		state := "真"
		switch {
		case e.Hash == "":
			state = "无链"
		case !e.Sound:
			state = "不符"
		}
		hash := e.Hash[:min(12, len(e.Hash))]
		fmt.Fprintf(out, "%d  %s  %s  %s  %s → %s  %s %s\n", e.Event.Seq, moment(e.Event.At, zone), e.Event.Actor, e.Event.Type,
			dash(workorder.StateTitle(voc.OrderState(e.Before))), workorder.StateTitle(voc.OrderState(e.After)), hash, state)
	}
}

func dash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}
