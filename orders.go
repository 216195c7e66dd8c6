package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type ordersCmd struct {
	List    ordersList    `cmd:"" default:"withargs" help:"Work orders, open ones first."`
	Show    ordersShow    `cmd:"" help:"One work order with its history."`
	Claim   ordersClaim   `cmd:"" help:"Take it on."`
	Note    ordersNote    `cmd:"" help:"Add a line to its history."`
	Resolve ordersResolve `cmd:"" help:"Say what was done; the customers are asked back next."`
	Close   ordersClose   `cmd:"" help:"Say the root cause; nothing more is to be done."`
	Reopen  ordersReopen  `cmd:"" help:"It is not mended after all."`
}

type ordersList struct {
	State string `help:"Only these: new, in_progress, resolved, closed, or open for all but closed." enum:"all,open,new,in_progress,resolved,closed" default:"all"`
}

// Run lists work orders.
func (l *ordersList) Run(w *world, g *grammar) error {
	d, c, err := readOrders(w, g)
	if err != nil {
		return err
	}
	defer d.close()
	all, err := d.orders(w.signal)
	if err != nil {
		return err
	}
	orders := slices.DeleteFunc(all, func(o voc.WorkOrder) bool {
		return l.State == "open" && !o.State.Open() || l.State != "all" && l.State != "open" && string(o.State) != l.State
	})
	slices.SortStableFunc(orders, func(a, b voc.WorkOrder) int { return rank(a) - rank(b) })
	if g.JSON {
		return printJSON(w.stdout, append([]voc.WorkOrder{}, orders...)) // none is [], not null
	}
	if len(orders) == 0 {
		fmt.Fprintln(w.stdout, "没有工单。")
	}
	for _, o := range orders {
		owner := o.Owner
		if owner == "" {
			owner = "无人认领"
		}
		fmt.Fprintf(w.stdout, "%s  %s  %s  %s  %s  %s\n", o.ID, o.Level.Title(), workorder.StateTitle(o.State), owner, moment(o.OpenedAt, c.Location), o.Title)
	}
	return nil
}

// rank puts what is still to be done first.
func rank(o voc.WorkOrder) int {
	if o.State.Open() {
		return 0
	}
	return 1
}

type ordersShow struct {
	ID string `arg:"" help:"Work order, e.g. WO-20260131-0001."`
}

// Run shows one work order.
func (s *ordersShow) Run(w *world, g *grammar) error {
	d, c, err := readOrders(w, g)
	if err != nil {
		return err
	}
	defer d.close()
	order, err := d.order(w.signal, s.ID)
	if err != nil {
		return fmt.Errorf("%w; tingfeng orders lists them", err)
	}
	return showOrder(w.stdout, g, order, c.Location)
}

func showOrder(out io.Writer, g *grammar, o voc.WorkOrder, zone *time.Location) error {
	if g.JSON {
		return printJSON(out, o)
	}
	fmt.Fprintf(out, "%s  %s  %s\n%s\n", o.ID, o.Level.Title(), workorder.StateTitle(o.State), o.Title)
	for _, n := range o.Notes {
		fmt.Fprintf(out, "  %s  %s  %s  %s\n", moment(n.At, zone), n.Actor, workorder.StateTitle(n.State), n.Text)
	}
	for _, e := range o.Evidence {
		fmt.Fprintf(out, "  > %s\n", strings.ReplaceAll(e.Text, "\n", " "))
	}
	return nil
}

// acting is what every command that changes an order is given.
type acting struct {
	ID string `arg:"" help:"Work order, e.g. WO-20260131-0001."`
	As string `required:"" placeholder:"NAME" help:"Who is doing this."`
}

func (a acting) do(w *world, g *grammar, cmd voc.Command) error {
	d, c, err := openDesk(w, g)
	if err != nil {
		return err
	}
	defer d.close()
	cmd.Order, cmd.Actor = a.ID, a.As
	order, err := d.command(w.signal, cmd)
	if err != nil {
		return err
	}
	return showOrder(w.stdout, g, order, c.Location)
}

type ordersClaim struct{ acting }

// Run claims a work order.
func (o *ordersClaim) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandClaim})
}

type ordersNote struct {
	acting
	Text string `arg:"" help:"What is to be remembered."`
}

// Run notes something on a work order.
func (o *ordersNote) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandNote, Text: o.Text})
}

type ordersResolve struct {
	acting
	Action string `required:"" help:"What was done."`
}

// Run resolves a work order.
func (o *ordersResolve) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandResolve, Action: o.Action})
}

type ordersClose struct {
	acting
	Cause string `required:"" help:"The root cause."`
}

// Run closes a work order.
func (o *ordersClose) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandClose, Cause: o.Cause})
}

type ordersReopen struct {
	acting
	Reason string `required:"" help:"Why it is not mended."`
}

// Run reopens a work order.
func (o *ordersReopen) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandReopen, Text: o.Reason})
}

func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(zone).Format("01-02 15:04")
}

func printJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
