package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Channels is where messages go to.
type Channels struct {
	Items []voc.Channel `json:"items"`
}

// Deliveries is the log of messages, the newest first.
type Deliveries struct {
	Items  []voc.Message  `json:"items"`
	Counts DeliveryCounts `json:"counts" doc:"Of this channel and reader, whatever state was asked for"`
	Total  int            `json:"total" doc:"How many match, on this page or not"`
	Next   string         `json:"next" doc:"What to give as after for the next page; empty on the last"`
}

// DeliveryCounts is how many messages stand where.
type DeliveryCounts struct {
	Waiting int `json:"waiting"`
	Sent    int `json:"sent"`
	Dead    int `json:"dead" doc:"Given up; may be sent again by hand"`
	Folded  int `json:"folded" doc:"Said by another message, because too many waited"`
}

// DeliveryActor says who asks.
type DeliveryActor struct {
	Actor string `json:"actor"`
}

type deliveriesIn struct {
	State   deliveryParam `query:"state" doc:"Only in this state"`
	Channel string        `query:"channel" doc:"Only of this channel"`
	Subject string        `query:"subject" doc:"Only about this alert or work order"`
	For     readerParam   `query:"for" doc:"Only messages people read, or only those that other systems are kept up to date by"`
	After   string        `query:"after" doc:"The next of the page before"`
	Limit   limitParam    `query:"limit" doc:"At most so many; default 50"`
}

// deliveryParam is where a message stands.
type deliveryParam string

var deliveryStates = []string{"waiting", "sent", "dead", "folded"}

func (deliveryParam) Schema(huma.Registry) *huma.Schema { return oneOf(deliveryStates) }

// readerParam is who reads a message.
type readerParam string

var deliveryReaders = []string{"people", "systems"}

func (readerParam) Schema(huma.Registry) *huma.Schema { return oneOf(deliveryReaders) }

// readBy tells whether a message is for a reader; "" is any.
func readBy(reader string, m voc.Message) bool {
	return reader == "" || (reader == "systems") == (len(m.Data) > 0)
}

func (a *door) deliveryOperations() {
	get(a, "/channels", "channels", "Where messages go to, and how each place takes them", a.channels)
	post(a, huma.Operation{Path: "/channels/{name}/test", OperationID: "test-channel", Summary: "Send a test message at once and tell what became of it"}, a.testChannel)
	get(a, "/deliveries", "deliveries", "Messages with every attempt to deliver them, the newest first", a.deliveries)
	get(a, "/deliveries/{id}", "delivery", "One message", a.delivery)
	post(a, huma.Operation{Path: "/deliveries/{id}/resend", OperationID: "resend-delivery", Summary: "Try a message again from the beginning"}, a.resend)
}

// deliveryState is where a message stands.
func deliveryState(m voc.Message) string {
	switch {
	case m.FoldedIn != "":
		return "folded"
	case !m.SentAt.IsZero():
		return "sent"
	case m.Dead:
		return "dead"
	}
	return "waiting"
}

func (c *DeliveryCounts) add(state string) {
	*map[string]*int{"waiting": &c.Waiting, "sent": &c.Sent, "dead": &c.Dead, "folded": &c.Folded}[state]++
}

func (a *door) channels(ctx context.Context, _ *struct{}) (*answer[Channels], error) {
	if !viewerOf(ctx).Scope.Whole() { // channels are the house's: their names tell whom it speaks to
		return &answer[Channels]{Body: Channels{Items: []voc.Channel{}}}, nil
	}
	return &answer[Channels]{Body: Channels{Items: a.Channels()}}, nil
}

func (a *door) deliveries(ctx context.Context, in *deliveriesIn) (*answer[Deliveries], error) {
	r := a.reader()
	state := r.word("state", string(in.State), deliveryStates)
	channel, subject, after := r.text("channel", in.Channel, 200), r.text("subject", in.Subject, 200), r.text("after", in.After, 500)
	reader := r.word("for", string(in.For), deliveryReaders)
	limit := r.limit(in.Limit, 50)
	if err := r.done(); err != nil {
		return nil, err
	}
	var out Deliveries
	for _, m := range a.messagesOf(ctx) {
		if channel != "" && m.Channel != channel || subject != "" && m.Subject != subject || !readBy(reader, m) {
			continue
		}
		at := deliveryState(m)
		out.Counts.add(at)
		if state == "" || at == state {
			out.Items = append(out.Items, forPeople(m))
		}
	}
	slices.SortFunc(out.Items, func(x, y voc.Message) int {
		if c := y.CreatedAt.Compare(x.CreatedAt); c != 0 {
			return c
		}
		return strings.Compare(x.ID, y.ID)
	})
	out.Total = len(out.Items)
	out.Items, out.Next = pageAfter(r, out.Items, after, limit, func(m voc.Message) string { return m.ID })
	if err := r.done(); err != nil {
		return nil, err
	}
	return &answer[Deliveries]{Body: out}, nil
}

// forPeople is a message without what only programs read.
func forPeople(m voc.Message) voc.Message {
	m.Data = nil
	return m
}

func (a *door) presentMessage(ctx context.Context, id string) (voc.Message, bool) {
	for _, m := range a.messagesOf(ctx) {
		if m.ID == id {
			return forPeople(m), true
		}
	}
	return voc.Message{}, false
}

func (a *door) delivery(ctx context.Context, in *idIn) (*answer[voc.Message], error) {
	if m, ok := a.presentMessage(ctx, in.ID); ok {
		return &answer[voc.Message]{Body: m}, nil
	}
	return nil, noMessage(in.ID)
}

type resendIn struct {
	ID   string `path:"id"`
	Body DeliveryActor
}

func (a *door) resend(ctx context.Context, in *resendIn) (*answer[voc.Message], error) {
	r := a.reader()
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who asks", "请写操作人")
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := a.Resend(ctx, in.ID, actor); err != nil {
		return nil, a.fail(ctx, "resend a message", err)
	}
	m, _ := a.presentMessage(ctx, in.ID)
	return &answer[voc.Message]{Body: m}, nil
}

type testIn struct {
	Name string `path:"name"`
	Body DeliveryActor
}

func (a *door) testChannel(ctx context.Context, in *testIn) (*answer[voc.Attempt], error) {
	r := a.reader()
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who asks", "请写操作人")
	if err := r.done(); err != nil {
		return nil, err
	}
	attempt, err := a.TestChannel(ctx, in.Name, actor)
	if errors.Is(err, ErrNotFound) {
		return nil, notFound("There is no channel "+cut(in.Name)+".", "没有名为 "+cut(in.Name)+" 的通道。")
	}
	if err != nil {
		return nil, a.fail(ctx, "test a channel", err)
	}
	return &answer[voc.Attempt]{Body: attempt}, nil
}
