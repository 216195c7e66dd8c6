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
	List        ordersList        `cmd:"" default:"withargs" help:"Work orders, open ones first."`
	Show        ordersShow        `cmd:"" help:"One work order with its clocks and history."`
	Open        ordersOpen        `cmd:"" help:"Open one by hand."`
	Assign      ordersAssign      `cmd:"" help:"Give it to somebody."`
	Claim       ordersClaim       `cmd:"" help:"Take it on."`
	Note        ordersNote        `cmd:"" help:"Add a line to its history."`
	Attach      ordersAttach      `cmd:"" help:"Attach a link."`
	Collaborate ordersCollaborate `cmd:"" help:"Ask another pair of hands."`
	Leave       ordersLeave       `cmd:"" help:"Take somebody off it."`
	Answer      ordersAnswer      `cmd:"" help:"Record the public answer."`
	Wait        ordersWait        `cmd:"" help:"Wait for somebody outside; the clock stands still."`
	Resume      ordersResume      `cmd:"" help:"The wait is over."`
	Resolve     ordersResolve     `cmd:"" help:"Say what was done; the customers are asked back next."`
	Callback    ordersCallback    `cmd:"" help:"Record that a customer was asked back."`
	Verify      ordersVerify      `cmd:"" help:"Measure whether complaints really fall."`
	Close       ordersClose       `cmd:"" help:"Say the root cause; nothing more is to be done."`
	Reopen      ordersReopen      `cmd:"" help:"It is not mended after all."`
	Regrade     ordersRegrade     `cmd:"" help:"It is graver, or milder, than it was taken for."`
	FalseAlarm  ordersFalseAlarm  `cmd:"" help:"There was nothing."`
	Merge       ordersMerge       `cmd:"" help:"Make it part of another."`
	Cancel      ordersCancel      `cmd:"" help:"Nothing more is done about it."`
	Report      ordersReport      `cmd:"" help:"How orders were handled, by owner, level and rule."`
	Causes      ordersCauses      `cmd:"" help:"Where complaints arise: department, process, cause."`
	Audit       ordersAudit       `cmd:"" help:"Every event of one, and whether it is what was written."`
}

type ordersList struct {
	State string `help:"Only these: open for all that are not finished, or new (nobody has taken it up), assigned, in_progress, waiting, resolved, verifying, closed, false_alarm, merged, cancelled." enum:"all,open,new,assigned,in_progress,waiting,resolved,verifying,closed,false_alarm,merged,cancelled" default:"all"`
}

// shows tells whether an order is among those asked for. Who asks for new ones means those nobody has
// taken up, given to somebody or not.
func (l *ordersList) shows(o voc.WorkOrder) bool {
	switch l.State {
	case "all":
		return true
	case "open":
		return o.State.Open()
	case "new":
		return o.State == voc.OrderNew || o.State == voc.OrderAssigned
	}
	return string(o.State) == l.State
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
	orders := slices.DeleteFunc(all, func(o voc.WorkOrder) bool { return !l.shows(o) })
	slices.SortStableFunc(orders, func(a, b voc.WorkOrder) int { return rank(a) - rank(b) })
	if g.JSON {
		return printJSON(w.stdout, append([]voc.WorkOrder{}, orders...)) // none is [], not null
	}
	if len(orders) == 0 {
		fmt.Fprintln(w.stdout, "没有工单。")
	}
	for _, o := range orders {
		fmt.Fprintf(w.stdout, "%s  %s  %s  %s  %s  %s\n", o.ID, o.Level.Title(), workorder.StateTitle(o.State), holder(o), moment(o.OpenedAt, c.Location), o.Title)
	}
	return nil
}

// holder is in whose hands an order is.
func holder(o voc.WorkOrder) string {
	switch {
	case o.Owner != "":
		return o.Owner
	case o.Assignee != "":
		return "指派给" + o.Assignee
	}
	return "无人认领"
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
	fmt.Fprintf(out, "%s\n", holder(o))
	for _, c := range o.Clocks {
		if c.Running {
			fmt.Fprintf(out, "%s截止 %s%s\n", workorder.ClockTitle(c.Name), moment(c.Due, zone), map[bool]string{true: "，已超时"}[c.Breached])
		}
	}
	if v := o.Verification; v.Verdict != "" {
		fmt.Fprintf(out, "%s\n", v.Verdict)
	}
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
	cmd.Order, cmd.Actor, cmd.Channel = a.ID, a.As, "cli"
	order, err := d.command(w.signal, cmd)
	if err != nil {
		return err
	}
	return showOrder(w.stdout, g, order, c.Location)
}

type ordersClaim struct {
	acting
	Reason string `help:"Why it is taken out of somebody else's hands."`
}

// Run claims a work order.
func (o *ordersClaim) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandClaim, Text: o.Reason})
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
	URL    string `name:"url" help:"Where the customers were answered."`
}

// Run resolves a work order.
func (o *ordersResolve) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandResolve, Action: o.Action, URL: o.URL})
}

type ordersClose struct {
	acting
	Cause      string `required:"" help:"The root cause."`
	Process    string `help:"The process it arises in."`
	Department string `help:"The department that owns it."`
	Text       string `help:"What else is to be known; a journey: from what to what it was changed."`
}

// Run closes a work order.
func (o *ordersClose) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandClose, Cause: o.Cause, Process: o.Process, Department: o.Department, Text: o.Text})
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
