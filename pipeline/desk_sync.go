package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// version names an order as it stood after so many of its events. It is all a queued message for another
// system holds: the whole order is put in when it goes out, so that the journal does not keep every order
// as often as it changed.
type version struct {
	Order   string `json:"order"`
	Version int    `json:"version"`
}

// sync queues an order for the other systems as one event left it. The id names order and version, so
// that a receiver who has seen it knows that it has.
func (o *office) sync(after voc.WorkOrder, e voc.Event) []voc.Event {
	var events []voc.Event
	for _, channel := range o.settings().Sync {
		data, err := json.Marshal(version{after.ID, after.Version})
		if err != nil { // a text and a number always marshal
			panic("pipeline: " + err.Error())
		}
		m := voc.Message{
			ID:      fmt.Sprintf("%s.%d.%s", after.ID, after.Version, channel),
			Channel: channel, Kind: "order." + e.Type, Subject: after.ID, Thread: after.ID, Level: after.Level,
			Title: fmt.Sprintf("%s %s：%s", after.ID, workorder.StateTitle(after.State), after.Title), CreatedAt: e.At, Data: data,
		}
		events = append(events, notify.QueuedEvent(m, e.At))
	}
	return events
}

// whole wraps a channel so that messages for other systems go out with the order they speak of, as it
// stood then.
func (o *office) whole(deliver notify.Deliver) notify.Deliver {
	return func(ctx context.Context, m voc.Message) (bool, time.Duration, error) {
		if len(m.Data) > 0 {
			if err := o.fill(ctx, &m); err != nil {
				return true, 0, err
			}
		}
		return deliver(ctx, m)
	}
}

func (o *office) fill(ctx context.Context, m *voc.Message) error {
	var v version
	if err := json.Unmarshal(m.Data, &v); err != nil || v.Order == "" {
		return fmt.Errorf("message %s names no version of a work order: %s", m.ID, m.Data)
	}
	order, err := o.versionOf(ctx, v)
	if err != nil {
		return err
	}
	order.Terms = nil
	if m.Data, err = json.Marshal(order); err != nil {
		return fmt.Errorf("work order %s as JSON: %w", v.Order, err)
	}
	m.Body = o.summary(order)
	return nil
}

// versionOf is an order as it stood after so many of its events.
func (o *office) versionOf(ctx context.Context, v version) (voc.WorkOrder, error) {
	if now, err := o.journal.Order(v.Order); err == nil && now.Version == v.Version {
		return now, nil
	}
	events, err := o.store.EventsOf(ctx, voc.SubjectOrder, v.Order)
	if err != nil {
		return voc.WorkOrder{}, err
	}
	var order voc.WorkOrder
	for _, e := range events {
		if order, err = workorder.Fold(order, e); err != nil {
			return order, err
		}
		if order.Version == v.Version {
			return order, nil
		}
	}
	return order, fmt.Errorf("work order %s has %d events, version %d is not among them", v.Order, len(events), v.Version)
}

// summary is an order in Markdown, for systems that are people's mailboxes.
func (o *office) summary(order voc.WorkOrder) string {
	var b strings.Builder
	line := func(title, value string) {
		if value != "" {
			fmt.Fprintf(&b, "- %s：%s\n", title, markup.Escape(value))
		}
	}
	fmt.Fprintf(&b, "**%s**\n\n", markup.Escape(order.Title))
	line("工单", order.ID)
	line("级别", order.Level.Title())
	line("状态", workorder.StateTitle(order.State))
	line("品牌", o.names.brand(order.Brand))
	line("门店", o.names.store(order.Store).Name)
	line("话题", o.names.title(order.Topic))
	line("负责人", order.Owner)
	line("已指派", order.Assignee)
	line("处理措施", order.Action)
	line("根本原因", order.Cause)
	if n := len(order.Notes); n > 0 {
		last := order.Notes[n-1]
		fmt.Fprintf(&b, "\n%s %s\n", last.At.In(o.names.location).Format("2006-01-02 15:04"), markup.Escape(last.Actor))
		if last.Text != "" {
			fmt.Fprintf(&b, "\n> %s\n", markup.Escape(last.Text))
		}
	}
	return b.String()
}
