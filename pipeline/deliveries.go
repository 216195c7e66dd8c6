package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// plan writes down what the outbox decides by the clock: what is given up, folded, sent another way.
func (j *Journal) plan(ctx context.Context) error {
	_, err := j.Do(ctx, func(_ State, now time.Time) ([]voc.Event, error) { return j.outbox.Plan(now), nil })
	return err
}

// resume counts what a process that was killed may have sent and not written down.
func (j *Journal) resume() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.outbox.Resume(j.now())
}

// Channels are the places messages go to, in the order they are configured.
func (j *Journal) Channels() []voc.Channel {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.outbox.Channels()
}

// Resend has a message sent once more from the beginning: a dead one, one that waits, one that
// another message said. It gives a channel that refused for good another chance. ErrNone says that
// there is no such message.
func (j *Journal) Resend(ctx context.Context, id, actor string) error {
	_, err := j.Do(ctx, func(_ State, now time.Time) ([]voc.Event, error) {
		if _, known := j.outbox.Message(id); !known {
			return nil, fmt.Errorf("message %q: %w", id, ErrNone)
		}
		return []voc.Event{notify.ResentEvent(id, actor, now)}, nil
	})
	return err
}

// TestChannel sends a message through a channel now, writes down what came of it and tells it; what
// the receiver refuses is in the attempt and is no error. ErrNone says that there is no such channel,
// ErrBusy that it has taken all it may just now.
func (p *Pipeline) TestChannel(ctx context.Context, name, actor string) (voc.Attempt, error) {
	if !slices.ContainsFunc(p.Channels(), func(c voc.Channel) bool { return c.Name == name }) {
		return voc.Attempt{}, fmt.Errorf("channel %q: %w", name, ErrNone)
	}
	now := p.options.Now()
	if !p.free(name, now) {
		return voc.Attempt{}, fmt.Errorf("channel %q has taken as many messages as it may; try again in a minute: %w", name, ErrBusy)
	}
	return p.sender.Send(ctx, voc.Message{
		ID: fmt.Sprintf("test.%s.%d", name, now.UnixNano()), Channel: name, Kind: notify.KindTest, Title: "听风：通道 " + name + " 的测试消息", CreatedAt: now,
		Body: fmt.Sprintf("%s 在 %s 发起了这次测试。看到它，说明地址、密钥和网络都通。\n", actor, now.In(p.options.Location).Format("15:04:05")),
	})
}

// free tells whether a channel may be sent one more message.
func (j *Journal) free(name string, now time.Time) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.outbox.Free(name, now)
}
