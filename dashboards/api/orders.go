package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Orders is a list of work orders, the open ones first and among them the one due soonest.
type Orders struct {
	Items  []voc.WorkOrder `json:"items"`
	Counts OrderCounts     `json:"counts" doc:"Of these brands, whatever state was asked for"`
}

// OrderCounts is how many work orders stand where.
type OrderCounts struct {
	New        int `json:"new"`
	InProgress int `json:"in_progress"`
	Resolved   int `json:"resolved"`
	Closed     int `json:"closed"`
	Overdue    int `json:"overdue" doc:"Open ones past the time they should have been claimed or resolved by"`
}

type ordersIn struct {
	Brand []string   `query:"brand,explode" doc:"Only these brands; repeat the parameter for several"`
	State stateParam `query:"state" doc:"Only in this state; open means every state but closed"`
	Owner string     `query:"owner" doc:"Only this owner's"`
	Limit limitParam `query:"limit" doc:"At most so many; default 100"`
}

func (a *door) orderOperations() {
	get(a, "/orders", "orders", "Work orders, open ones first", a.orders)
	get(a, "/orders/{id}", "order", "One work order with its history", a.order)
	post(a, huma.Operation{
		Path: "/orders/{id}/commands", OperationID: "command-order", Summary: "Claim, note, resolve, close or reopen a work order",
	}, a.command)
}

func (a *door) orders(_ context.Context, in *ordersIn) (*answer[Orders], error) {
	r := a.reader()
	brands := a.brandList(r, in.Brand)
	state := r.word("state", string(in.State), orderStates)
	owner := r.text("owner", in.Owner, 200)
	limit := r.limit(in.Limit, 100)
	if err := r.done(); err != nil {
		return nil, err
	}
	var out Orders
	now := a.Now()
	for _, o := range a.Orders() {
		if !ofBrands(brands, o.Brand) {
			continue
		}
		out.Counts.add(o)
		if overdueAt(o).Before(now) {
			out.Counts.Overdue++
		}
		if (state == "" || string(o.State) == state || state == "open" && o.State.Open()) && (owner == "" || o.Owner == owner) {
			out.Items = append(out.Items, o)
		}
	}
	slices.SortFunc(out.Items, urgency)
	out.Items = out.Items[:min(limit, len(out.Items))]
	return &answer[Orders]{Body: out}, nil
}

func (c *OrderCounts) add(o voc.WorkOrder) {
	switch o.State {
	case voc.OrderNew:
		c.New++
	case voc.OrderInProgress:
		c.InProgress++
	case voc.OrderResolved:
		c.Resolved++
	case voc.OrderClosed:
		c.Closed++
	}
}

func (a *door) order(_ context.Context, in *idIn) (*answer[voc.WorkOrder], error) {
	for _, o := range a.Orders() {
		if o.ID == in.ID {
			return &answer[voc.WorkOrder]{Body: o}, nil
		}
	}
	return nil, notFound("There is no work order "+cut(in.ID)+".", "没有编号为 "+cut(in.ID)+" 的工单。")
}

// OrderCommand is what somebody asks of a work order; the order is named by the path.
type OrderCommand struct {
	Type    voc.CommandType `json:"type" enum:"claim,note,resolve,close,reopen"`
	Actor   string          `json:"actor" doc:"Who asks; becomes the owner on claim"`
	Text    string          `json:"text,omitempty" doc:"The note; the reason to reopen"`
	Action  string          `json:"action,omitempty" doc:"resolve: what was done"`
	Cause   string          `json:"cause,omitempty" doc:"close: the root cause"`
	Version int             `json:"version,omitempty" doc:"Refuse with 409 if the order has moved on from this version; 0: do not care"`
}

type commandIn struct {
	ID   string `path:"id"`
	Body OrderCommand
}

var commandTypes = []string{
	string(voc.CommandClaim), string(voc.CommandNote), string(voc.CommandResolve), string(voc.CommandClose), string(voc.CommandReopen),
}

func (a *door) command(ctx context.Context, in *commandIn) (*answer[voc.WorkOrder], error) {
	r := a.reader()
	c := voc.Command{
		Order: in.ID, Type: voc.CommandType(r.word("type", string(in.Body.Type), commandTypes)),
		Actor: r.text("actor", in.Body.Actor, 100), Text: r.text("text", in.Body.Text, 10_000),
		Action: r.text("action", in.Body.Action, 10_000), Cause: r.text("cause", in.Body.Cause, 10_000),
		Version: in.Body.Version,
	}
	if in.Body.Type == "" {
		list := strings.Join(commandTypes, ", ")
		r.add("type", "", "is missing; write one of "+list, "缺少该字段，可选值："+list)
	}
	if c.Actor == "" && len(in.Body.Actor) <= 100 {
		r.add("actor", "", "is missing; write who asks", "缺少该字段，请写操作人")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	order, err := a.Command(ctx, c)
	if err != nil {
		return nil, a.fail(ctx, "command "+string(c.Type), err)
	}
	return &answer[voc.WorkOrder]{Body: order}, nil
}

// never is later than every due time: the due time of what nobody waits for.
var never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// overdueAt is the moment after which somebody is late: an unclaimed order must be claimed, a
// claimed one resolved. What is resolved or closed is late for nothing.
func overdueAt(o voc.WorkOrder) time.Time {
	due := never
	switch o.State {
	case voc.OrderNew:
		due = o.ClaimDue
	case voc.OrderInProgress:
		due = o.ResolveDue
	}
	if due.IsZero() {
		return never
	}
	return due
}

// urgency orders work: open before closed, then the one due soonest, then the newest.
func urgency(a, b voc.WorkOrder) int {
	if a.State.Open() != b.State.Open() {
		if a.State.Open() {
			return -1
		}
		return 1
	}
	if c := overdueAt(a).Compare(overdueAt(b)); c != 0 {
		return c
	}
	if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}
