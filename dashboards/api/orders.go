package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Orders is a list of work orders, the open ones first and among them the one due soonest.
type Orders struct {
	Items  []voc.WorkOrder `json:"items"`
	Counts OrderCounts     `json:"counts" doc:"Of all that match, whatever state was asked for"`
	Total  int             `json:"total" doc:"How many match, on this page or not"`
	Next   string          `json:"next" doc:"What to give as after for the next page; empty on the last"`
}

// OrderCounts is how many work orders stand where.
type OrderCounts struct {
	New        int `json:"new"`
	Assigned   int `json:"assigned"`
	InProgress int `json:"in_progress"`
	Waiting    int `json:"waiting"`
	Resolved   int `json:"resolved"`
	Verifying  int `json:"verifying"`
	Closed     int `json:"closed"`
	FalseAlarm int `json:"false_alarm"`
	Merged     int `json:"merged"`
	Cancelled  int `json:"cancelled"`
	Open       int `json:"open" doc:"All in whose hands something is still to be done"`
	Overdue    int `json:"overdue" doc:"Open ones one of whose clocks has run out"`
}

type ordersIn struct {
	Brand   []string     `query:"brand,explode" doc:"Only these brands; repeat the parameter for several"`
	State   []string     `query:"state,explode" doc:"Only in these states; new means assigned too, which nobody has taken up either; open means every state in which something is to be done"`
	Owner   string       `query:"owner" doc:"Only what is in this person's hands: owned, given to, or helped with; - for nobody's"`
	Level   levelParam   `query:"level" doc:"Only of this level"`
	Kind    orderParam   `query:"kind" doc:"Only of this kind"`
	Overdue flagParam    `query:"overdue" doc:"Only open ones one of whose clocks has run out"`
	Store   string       `query:"store" doc:"Only of this store"`
	Alert   string       `query:"alert" doc:"Only those this incident opened"`
	Query   string       `query:"q" doc:"Only those whose number, title, cause or history holds all these words"`
	Sort    ordersSorted `query:"sort" doc:"due: open before closed, then the one due soonest; or by another column, with - the other way round"`
	After   string       `query:"after" doc:"The next of the page before"`
	Limit   limitParam   `query:"limit" doc:"At most so many; default 100"`
}

type (
	orderParam   string // a kind of work order
	ordersSorted string // a column of the list
)

func (orderParam) Schema(huma.Registry) *huma.Schema   { return oneOf(orderKinds) }
func (ordersSorted) Schema(huma.Registry) *huma.Schema { return oneOf(orderColumns) }

var orderColumns = []string{"due", "-due", "level", "-level", "state", "-state", "owner", "-owner", "opened", "-opened"}

func (a *door) orderOperations() {
	get(a, "/orders", "orders", "Work orders, open ones first", a.orders)
	get(a, "/orders/{id}", "order", "One work order with its clocks and history", a.order)
	a.orderChanges()
	a.orderWords()
	a.reportOperations()
	a.deliveryOperations()
}

// chosen is what of the orders is asked for, whatever their state.
type chosen struct {
	brands              []voc.BrandID
	owner, store, alert string
	level               voc.Level
	kind                voc.OrderKind
	words               []string
}

func (c chosen) has(o voc.WorkOrder) bool {
	switch {
	case !ofBrands(c.brands, o.Brand),
		c.owner == "-" && (o.Owner != "" || o.Assignee != ""),
		c.owner != "" && c.owner != "-" && !inHands(o, c.owner),
		c.level != "" && o.Level != c.level,
		c.kind != "" && o.Kind != c.kind,
		c.store != "" && string(o.Store) != c.store,
		c.alert != "" && o.Alert != c.alert:
		return false
	}
	return len(c.words) == 0 || holdsAll(o, c.words)
}

func inHands(o voc.WorkOrder, who string) bool {
	return o.Owner == who || o.Assignee == who || slices.Contains(o.Collaborators, who)
}

// holdsAll tells whether what is written in an order holds all words, in whatever case.
func holdsAll(o voc.WorkOrder, words []string) bool {
	parts := []string{o.ID, o.Title, o.Topic, o.Cause, o.Action, o.Owner, o.Assignee}
	for _, n := range o.Notes {
		parts = append(parts, n.Text)
	}
	for _, e := range o.Evidence {
		parts = append(parts, e.Text)
	}
	text := strings.ToLower(strings.Join(parts, "\n"))
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (a *door) orders(ctx context.Context, in *ordersIn) (*answer[Orders], error) {
	r := a.reader()
	which := chosen{
		brands: a.brandList(ctx, r, in.Brand), owner: r.text("owner", in.Owner, 200), store: r.text("store", in.Store, 200), alert: r.text("alert", in.Alert, 200),
		level: voc.Level(r.word("level", string(in.Level), levels)), kind: voc.OrderKind(r.word("kind", string(in.Kind), orderKinds)),
		words: strings.Fields(strings.ToLower(r.text("q", in.Query, 500))),
	}
	states := map[string]bool{}
	for _, s := range in.State {
		states[r.word("state", s, statesAsked)] = true
	}
	delete(states, "")
	if states[string(voc.OrderNew)] { // people call both 待认领
		states[string(voc.OrderAssigned)] = true
	}
	late := r.flag("overdue", in.Overdue)
	sorted := r.word("sort", string(in.Sort), orderColumns)
	after, limit := r.text("after", in.After, 200), r.limit(in.Limit, 100)
	if err := r.done(); err != nil {
		return nil, err
	}
	var out Orders
	now := a.Now()
	for _, o := range a.ordersOf(ctx) {
		if !which.has(o) {
			continue
		}
		over := overdue(o, now)
		out.Counts.add(o, over)
		if len(states) > 0 && !states[string(o.State)] && !(states["open"] && o.State.Open()) || late && !over {
			continue
		}
		out.Items = append(out.Items, o)
	}
	slices.SortFunc(out.Items, sorting(sorted))
	out.Total = len(out.Items)
	out.Items, out.Next = pageAfter(r, out.Items, after, limit, func(o voc.WorkOrder) string { return o.ID })
	if err := r.done(); err != nil {
		return nil, err
	}
	return &answer[Orders]{Body: out}, nil
}

func (c *OrderCounts) add(o voc.WorkOrder, over bool) {
	if o.State.Open() {
		c.Open++
		if over {
			c.Overdue++
		}
	}
	n := map[voc.OrderState]*int{
		voc.OrderNew: &c.New, voc.OrderAssigned: &c.Assigned, voc.OrderInProgress: &c.InProgress, voc.OrderWaiting: &c.Waiting, voc.OrderResolved: &c.Resolved,
		voc.OrderVerifying: &c.Verifying, voc.OrderClosed: &c.Closed, voc.OrderFalseAlarm: &c.FalseAlarm, voc.OrderMerged: &c.Merged, voc.OrderCancelled: &c.Cancelled,
	}[o.State]
	if n != nil {
		*n++
	}
}

func (a *door) order(ctx context.Context, in *idIn) (*answer[voc.WorkOrder], error) {
	if o := a.presentOrder(ctx, in.ID); o != nil {
		return &answer[voc.WorkOrder]{Body: *o}, nil
	}
	return nil, noOrder(in.ID)
}

// presentOrder is the order of an id as it stands; nil: there is none.
func (a *door) presentOrder(ctx context.Context, id string) *voc.WorkOrder {
	for _, o := range a.ordersOf(ctx) {
		if o.ID == id {
			return &o
		}
	}
	return nil
}

func noOrder(id string) error {
	return notFound("There is no work order "+cut(id)+".", "没有编号为 "+cut(id)+" 的工单。")
}

// orderFail answers for an order that could not be asked something; one that is not there is named in
// plain words.
func (a *door) orderFail(ctx context.Context, asked, id string, err error) error {
	if errors.Is(err, ErrNotFound) && a.presentOrder(ctx, id) == nil {
		return noOrder(id)
	}
	return a.fail(ctx, asked, err)
}

// never is later than every due time: the due time of what nobody waits for.
var never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// overdueAt is the moment after which somebody is late: the first of the running clocks to run out.
// Orders from before there were clocks have a time to be claimed by and one to be resolved by. What
// is resolved or closed is late for nothing.
func overdueAt(o voc.WorkOrder) time.Time {
	due := never
	for _, c := range o.Clocks {
		if c.Running && !c.Due.IsZero() && c.Due.Before(due) {
			due = c.Due
		}
	}
	if len(o.Clocks) > 0 {
		return due
	}
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

// overdue tells whether an open order has run over one of its clocks. One that waits for somebody
// outside may have done so before.
func overdue(o voc.WorkOrder, now time.Time) bool {
	if !o.State.Open() {
		return false
	}
	for _, c := range o.Clocks {
		if c.Breached && (c.Running || o.State == voc.OrderWaiting && c.Name == voc.ClockResolve) {
			return true
		}
	}
	return overdueAt(o).Before(now)
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

// sorting is how a column of the list sorts; what it does not tell apart goes by urgency.
func sorting(column string) func(a, b voc.WorkOrder) int {
	name, back := strings.CutPrefix(column, "-")
	by := map[string]func(a, b voc.WorkOrder) int{
		"level":  func(a, b voc.WorkOrder) int { return b.Level.Rank() - a.Level.Rank() },
		"opened": func(a, b voc.WorkOrder) int { return a.OpenedAt.Compare(b.OpenedAt) },
		"owner":  func(a, b voc.WorkOrder) int { return cmp.Compare(handsOf(a), handsOf(b)) },
		"state": func(a, b voc.WorkOrder) int {
			return slices.Index(voc.OrderStates(), a.State) - slices.Index(voc.OrderStates(), b.State)
		},
		"due": urgency,
	}[name]
	if by == nil {
		return urgency
	}
	return func(a, b voc.WorkOrder) int {
		c := by(a, b)
		if back {
			c = -c
		}
		if c == 0 {
			c = urgency(a, b)
		}
		return c
	}
}

// handsOf is in whose hands an order is, nobody's last.
func handsOf(o voc.WorkOrder) string {
	return cmp.Or(o.Owner, o.Assignee, "\U0010FFFF")
}
