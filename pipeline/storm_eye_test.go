package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/dingtalk"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/email"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/feishu"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/slack"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/webhook"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wecom"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func migrate(t *testing.T, dsn string) {
	t.Helper()
	s := stormStore(t, dsn)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func stormStore(t *testing.T, dsn string) *store.Store {
	t.Helper()
	o := store.DefaultOptions()
	o.DSN = dsn
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// desk is the journal and the sender as a started process builds them.
func (s storm) desk(t *testing.T) (*Journal, *notify.Sender) {
	t.Helper()
	limits := notify.Options{}
	for _, kind := range s.Channel {
		limits.Places = append(limits.Places, notify.Standard(kind, kind))
	}
	journal, err := openJournal(t.Context(), stormStore(t, s.DSN), limits, s.now)
	if err != nil {
		t.Fatal(err)
	}
	journal.resume()
	sender, err := notify.NewSender(notify.SenderOptions{
		Channels: s.channels(t), Due: journal.Due, Plan: journal.plan, Record: journal.Record, Now: s.now, Random: rand.Float64,
	})
	if err != nil {
		t.Fatal(err)
	}
	return journal, sender
}

// channels are the product's own, on the way the product goes.
func (s storm) channels(t *testing.T) map[string]notify.Deliver {
	t.Helper()
	out := func() *transport.Transport {
		o := transport.Default()
		o.Robots, o.Every, o.MaxTries, o.AllowPrivate = false, 0, 1, true
		tr, err := transport.New(o)
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	host, port, err := net.SplitHostPort(s.Robots[notify.Email])
	must(t, err)
	number, err := strconv.Atoi(port)
	must(t, err)
	a, err := feishu.New(feishu.Options{URL: s.Robots[notify.Feishu], Secret: "storm"}, out(), s.now)
	must(t, err)
	b, err := dingtalk.New(dingtalk.Options{URL: s.Robots[notify.DingTalk], Secret: "SECstorm"}, out(), s.now)
	must(t, err)
	c, err := wecom.New(wecom.Options{URL: s.Robots[notify.WeCom]}, out(), s.now)
	must(t, err)
	d, err := slack.New(slack.Options{URL: s.Robots[notify.Slack]}, out(), s.now)
	must(t, err)
	e, err := email.New(email.Options{
		Host: host, Port: number, TLS: email.Plain, From: "voc@example.com", To: []string{"pr@example.com"},
		Dial: transport.Dialer(true).DialContext, Now: s.now,
	})
	must(t, err)
	f, err := webhook.New(webhook.Options{URL: s.Robots[notify.Webhook], Secrets: []string{stormSecret}}, out(), s.now)
	must(t, err)
	return map[string]notify.Deliver{
		notify.Feishu: a.Deliver, notify.DingTalk: b.Deliver, notify.WeCom: c.Deliver, notify.Slack: d.Deliver, notify.Email: e.Deliver, notify.Webhook: f.Deliver,
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// alerts opens each alert when its bucket is closed, with its message in the same insert, as the watch
// does; what an earlier process has opened is not opened again.
func (s storm) alerts(t *testing.T, journal *Journal) {
	tick := time.NewTicker(time.Duration(float64(200*time.Millisecond) / s.Scale))
	defer tick.Stop()
	for n := 0; n < s.Alerts; {
		if s.now().Before(s.closes(n)) {
			<-tick.C
			continue
		}
		if err := s.open(t.Context(), journal, n); err != nil {
			t.Log(err)
			continue
		}
		n++
	}
}

func (s storm) open(ctx context.Context, journal *Journal, n int) error {
	_, err := journal.Do(ctx, func(state State, now time.Time) ([]voc.Event, error) {
		a := voc.Alert{ID: fmt.Sprintf("AL-%04d", n), Rule: "negative-burst", Brand: "tea", Level: s.level(n), State: voc.AlertOpen, OpenedAt: now, StartedAt: s.closes(n)}
		if _, known := state.Alerts[a.ID]; known {
			return nil, nil
		}
		a.Headline = fmt.Sprintf("山外青茶·%s色预警 %s：近一小时负面 %d 条，平时约 9 条", a.Level.Title(), a.ID, 30+n%100)
		m := voc.Message{
			ID: a.ID + ".opened", Channel: s.channel(n), Kind: kindOpened, Subject: a.ID, Level: a.Level, Title: a.Headline, Thread: a.ID, CreatedAt: now,
			Body: "增量来自：饮品异物 67%\n\n> 杯子里有一只虫，店员说换一杯就好\n", Links: alertLinks("https://voc.example.com", a),
		}
		return []voc.Event{alert.OpenedEvent(a, now), notify.QueuedEvent(m, now)}, nil
	})
	return err
}
