package pipeline

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// withDesk is a pipeline with one robot that takes two messages a minute, at noon.
func withDesk(t *testing.T, d *desk) *Pipeline {
	t.Helper()
	return built(t, plant(t, func(o *Options) {
		o.Now = at(noon)
		o.Channels = map[string]notify.Deliver{"desk": d.deliver}
		o.Limits = notify.Options{Places: []notify.Place{{Name: "desk", Kind: notify.WeCom, Host: "qyapi.example.com", Rates: []notify.Rate{{Count: 2, Per: time.Minute}}}}}
	}))
}

func TestATestGoesOutAtOnceAndIsWrittenDown(t *testing.T) {
	t.Parallel()
	d := &desk{}
	p := withDesk(t, d)
	attempt, err := p.TestChannel(t.Context(), "desk", "王芳")
	if err != nil || attempt.Error != "" || !attempt.At.Equal(noon) {
		t.Fatalf("the test came back as %+v, %v", attempt, err)
	}
	if got := d.messages(); len(got) != 1 || got[0].Kind != notify.KindTest || !strings.Contains(got[0].Body, "王芳") {
		t.Errorf("the robot has %+v", got)
	}
	if m := only(t, journalOn(t, p.options.Store, noon)); m.SentAt.IsZero() || len(m.Attempts) != 1 {
		t.Errorf("the journal says %+v", m)
	}
	d.closed(errors.New("93000: key 不对"), true)
	if attempt, err = p.TestChannel(t.Context(), "desk", "王芳"); err != nil || !strings.Contains(attempt.Error, "93000") {
		t.Errorf("a refused test is %+v, %v; want what the robot said, and no error of ours", attempt, err)
	}
	if c := p.Channels(); len(c) != 1 || c[0].Host != "qyapi.example.com" || c[0].Dead != 1 || !strings.Contains(c[0].Error, "93000") || !c[0].SentAt.Equal(noon) {
		t.Errorf("the channel says %+v", c)
	}
	if _, err := p.TestChannel(t.Context(), "desk", "王芳"); !errors.Is(err, ErrBusy) {
		t.Errorf("a third within the minute: %v, want ErrBusy", err)
	}
	if _, err := p.TestChannel(t.Context(), "nobody", "王芳"); !errors.Is(err, ErrNone) {
		t.Errorf("a channel nobody configured: %v, want ErrNone", err)
	}
}

func TestResend(t *testing.T) {
	t.Parallel()
	d := &desk{}
	d.closed(errors.New("格式不被接受"), false)
	p := withDesk(t, d)
	queue(t, p.Journal, "m")
	if err := p.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := only(t, p.Journal); !m.Dead {
		t.Fatalf("it is %+v, want dead", m)
	}
	d.closed(nil, false)
	if err := p.Resend(t.Context(), "m", "王芳"); err != nil {
		t.Fatal(err)
	}
	if err := p.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := only(t, journalOn(t, p.options.Store, noon)); m.Dead || m.SentAt.IsZero() || len(d.messages()) != 1 {
		t.Errorf("asked for again it is %+v", m)
	}
	if err := p.Resend(t.Context(), "nobody", "王芳"); !errors.Is(err, ErrNone) {
		t.Errorf("a message there is none of: %v, want ErrNone", err)
	}
}

// What the outbox folds is written in one insert and folds the same after a restart.
func TestAFloodIsFoldedInTheJournal(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	limits := notify.Options{Places: []notify.Place{notify.Standard("desk", notify.DingTalk)}}
	start := func(now time.Time) *Journal {
		j, err := openJournal(t.Context(), s, limits, at(now))
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	later := noon.Add(5 * time.Minute)
	queue(t, start(later), "a", "b", "c", "d", "e", "f", "g")
	d := &desk{}
	if sent, failed := round(t, start(later), d, later); sent != 1 || failed != 0 {
		t.Fatalf("sent %d, failed %d; want one message that says the seven", sent, failed)
	}
	for _, m := range start(later).Messages() {
		if m.SentAt.IsZero() || m.Kind != notify.KindFolded && m.FoldedIn != d.messages()[0].ID {
			t.Errorf("after a restart %s is %+v", m.ID, m)
		}
	}
}

func TestPlanningWithoutAnythingToDoWritesNothing(t *testing.T) {
	t.Parallel()
	j := journalOn(t, storetest.Open(t), noon)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // an insert would fail
	if err := j.plan(ctx); err != nil || j.Seq() != 0 {
		t.Errorf("%v, event %d", err, j.Seq())
	}
}

func TestLinksOpenWithTheActionReady(t *testing.T) {
	titles := func(links []voc.MessageLink) string {
		var words []string
		for _, l := range links {
			_, path, _ := strings.Cut(l.URL, "voc.example.com")
			words = append(words, l.Title+" "+path)
		}
		return strings.Join(words, "，")
	}
	for _, c := range []struct {
		why  string
		got  []voc.MessageLink
		want string
	}{
		{"an open alert with an order", alertLinks("https://voc.example.com", voc.Alert{ID: "AL-1", Order: "WO-1"}), "查看预警 /alerts/AL-1，认领工单 /orders/WO-1?do=claim，误报 /alerts/AL-1?do=false_alarm，静音 /alerts/AL-1?do=mute"},
		{"an alert that is over is only looked at", alertLinks("https://voc.example.com", voc.Alert{ID: "AL-1", State: voc.AlertResolved}), "查看预警 /alerts/AL-1"},
		{"a new order", orderLinks("https://voc.example.com/", voc.WorkOrder{ID: "WO-1", State: voc.OrderNew}), "认领 /orders/WO-1?do=claim，误报 /orders/WO-1?do=false_alarm，查看工单 /orders/WO-1"},
		{"one in work that nobody has answered in public", orderLinks("https://voc.example.com", voc.WorkOrder{ID: "WO-1", State: voc.OrderInProgress}), "记录首次回应 /orders/WO-1?do=answer，标记已解决 /orders/WO-1?do=resolve，查看工单 /orders/WO-1"},
		{"one in work that was answered", orderLinks("https://voc.example.com", voc.WorkOrder{ID: "WO-1", State: voc.OrderInProgress, AnsweredAt: noon}), "标记已解决 /orders/WO-1?do=resolve，查看工单 /orders/WO-1"},
		{"one that waits", orderLinks("https://voc.example.com", voc.WorkOrder{ID: "WO-1", State: voc.OrderWaiting}), "继续处理 /orders/WO-1?do=resume，查看工单 /orders/WO-1"},
		{"one that is resolved", orderLinks("https://voc.example.com", voc.WorkOrder{ID: "WO-1", State: voc.OrderResolved}), "记录回访 /orders/WO-1?do=callback，重开 /orders/WO-1?do=reopen，查看工单 /orders/WO-1"},
		{"one that is closed", orderLinks("https://voc.example.com", voc.WorkOrder{ID: "WO-1", State: voc.OrderClosed}), "查看工单 /orders/WO-1"},
		{"an id that is no path", orderLinks("https://voc.example.com", voc.WorkOrder{ID: "../x?y", State: voc.OrderClosed}), "查看工单 /orders/..%2Fx%3Fy"},
		{"nobody said how the dashboard is reached", alertLinks("", voc.Alert{ID: "AL-1"}), ""},
	} {
		if got := titles(c.got); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}
