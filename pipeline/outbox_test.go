package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// desk is a receiver of messages that a test can close.
type desk struct {
	mu     sync.Mutex
	got    []voc.Message
	refuse error
	retry  bool
}

func (d *desk) deliver(_ context.Context, m voc.Message) (bool, time.Duration, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return d.retry, 0, d.refuse
	}
	d.got = append(d.got, m)
	return false, 0, nil
}

func (d *desk) messages() []voc.Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.got
}

func (d *desk) closed(why error, retry bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse, d.retry = why, retry
}

// round is a sender as a restarted process would build it, sending what is due once.
func round(t *testing.T, j *Journal, d *desk, now time.Time) (sent, failed int) {
	t.Helper()
	s, err := notify.NewSender(notify.SenderOptions{
		Channels: map[string]notify.Deliver{"desk": d.deliver}, Due: j.Due, Plan: j.plan, Record: j.Record,
		Now: at(now), Random: func() float64 { return 0.5 },
	})
	if err != nil {
		t.Fatal(err)
	}
	if sent, failed, err = s.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	return sent, failed
}

func queue(t *testing.T, j *Journal, ids ...string) {
	t.Helper()
	_, err := j.Do(t.Context(), func(_ State, now time.Time) ([]voc.Event, error) {
		var events []voc.Event
		for _, id := range ids {
			events = append(events, notify.QueuedEvent(voc.Message{ID: id, Channel: "desk", Title: "山外青茶负面激增", Body: "…", CreatedAt: now}, now))
		}
		return events, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func only(t *testing.T, j *Journal) voc.Message {
	t.Helper()
	all := j.Messages()
	if len(all) != 1 {
		t.Fatalf("%d messages, want one: %+v", len(all), all)
	}
	return all[0]
}

func TestAMessageIsDeliveredOnceAcrossRestarts(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := &desk{}
	queue(t, journalOn(t, s, noon), "m")
	for n := range 3 { // a restart before, and two after the delivery
		j := journalOn(t, s, noon)
		round(t, j, d, noon.Add(time.Duration(n)*time.Minute))
		queue(t, j, "m") // queueing the same id again is no second promise
		round(t, j, d, noon.Add(time.Duration(n)*time.Minute))
	}
	if got := d.messages(); len(got) != 1 || got[0].Title != "山外青茶负面激增" || got[0].Body != "…" {
		t.Errorf("delivered %+v, want the message once and whole", got)
	}
	if m := only(t, journalOn(t, s, noon)); m.SentAt.IsZero() || m.Tries != 1 || m.Dead {
		t.Errorf("the journal says %+v, want sent at the first try", m)
	}
}

func TestAMessageWaitsForItsReceiverAcrossRestarts(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := &desk{}
	d.closed(errors.New("nobody answers"), true)
	queue(t, journalOn(t, s, noon), "m")
	if sent, failed := round(t, journalOn(t, s, noon), d, noon); sent != 0 || failed != 1 {
		t.Errorf("sent %d, failed %d; want one failure", sent, failed)
	}
	again := journalOn(t, s, noon)
	if sent, failed := round(t, again, d, noon.Add(time.Second)); sent+failed != 0 {
		t.Error("a restart made it knock again at once")
	}
	if m := only(t, again); m.Tries != 1 || m.LastError != "nobody answers" || m.NextTryAt.IsZero() {
		t.Errorf("after the restart it is %+v; want one try, why it failed, and when to try again", m)
	}
	d.closed(nil, false)
	round(t, journalOn(t, s, noon), d, noon.Add(time.Minute))
	if len(d.messages()) != 1 {
		t.Error("the receiver is back and did not get it")
	}
}

func TestADeadMessageIsSentAgainOnlyWhenSomebodyAsks(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := &desk{}
	d.closed(errors.New("410: 群已解散"), false)
	j := journalOn(t, s, noon)
	queue(t, j, "m")
	round(t, j, d, noon)
	d.closed(nil, false)
	if round(t, journalOn(t, s, noon), d, noon.Add(time.Hour)); len(d.messages()) != 0 {
		t.Error("a dead message came back by itself")
	}
	j = journalOn(t, s, noon)
	if m := only(t, j); !m.Dead || m.LastError == "" {
		t.Errorf("it is %+v, want dead and why", m)
	}
	if err := j.Record(t.Context(), notify.ResentEvent("m", "林店长", noon)); err != nil {
		t.Fatal(err)
	}
	round(t, journalOn(t, s, noon), d, noon.Add(time.Hour))
	if got := d.messages(); len(got) != 1 {
		t.Errorf("%d messages after it was asked for again, want one", len(got))
	}
	if m := only(t, journalOn(t, s, noon)); m.Dead || m.SentAt.IsZero() {
		t.Errorf("it is %+v, want sent", m)
	}
}

func TestAMessageNobodyTookForADayIsGivenUp(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := &desk{}
	d.closed(errors.New("nobody answers"), true)
	j := journalOn(t, s, noon)
	queue(t, j, "m")
	round(t, j, d, noon)
	round(t, journalOn(t, s, noon.Add(25*time.Hour)), d, noon.Add(25*time.Hour))
	if m := only(t, journalOn(t, s, noon)); !m.Dead || m.Tries != 1 || !strings.Contains(m.LastError, "nobody answers") {
		t.Errorf("after a day it is %+v; want dead, with the last error, without a further try", m)
	}
}

// An event that cannot be folded must never be written: no later start could read the journal.
func TestJournalWritesNoMessageEventItCouldNotRead(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	j := journalOn(t, s, noon)
	queue(t, j, "known")
	f := func(why string, events ...voc.Event) {
		t.Helper()
		_, err := j.Do(t.Context(), func(State, time.Time) ([]voc.Event, error) { return events, nil })
		if err == nil {
			t.Errorf("%s: it was taken", why)
		}
		if stored, err := s.Events(t.Context(), 0); err != nil || len(stored) != 1 {
			t.Errorf("%s: the table holds %d events (%v), want the first alone", why, len(stored), err)
		}
		if _, err := openJournal(t.Context(), s, notify.Options{}, at(noon)); err != nil {
			t.Fatalf("%s: the next start cannot read the journal: %v", why, err)
		}
	}
	event := func(id, kind, data string) voc.Event {
		return voc.Event{Subject: voc.SubjectMessage, ID: id, Type: kind, Actor: "a", Data: json.RawMessage(data)}
	}
	f("asking again for a message that never was", notify.ResentEvent("unknown", "林店长", noon))
	f("an outcome of a type nobody knows", event("known", "beamed-up", "{}"))
	f("an outcome that is no JSON", event("known", notify.TypeSent, "{"))
	f("a queued message that is none", event("new", notify.TypeQueued, "[]"))
	f("a good one beside a bad one", notify.QueuedEvent(voc.Message{ID: "good"}, noon), event("bad", notify.TypeSent, "{}"))
	// Queued and sent in one insert is fine.
	if _, err := j.Do(t.Context(), func(_ State, now time.Time) ([]voc.Event, error) {
		return []voc.Event{notify.QueuedEvent(voc.Message{ID: "both", Channel: "desk"}, now), event("both", notify.TypeSent, "{}"), notify.ResentEvent("known", "a", now)}, nil
	}); err != nil {
		t.Error(err)
	}
	if n := len(journalOn(t, s, noon).Messages()); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
}

func TestJournalKeepsNothingOfAnInsertThatFailed(t *testing.T) {
	t.Parallel()
	var way *line
	s := storetest.Open(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
	j := journalOn(t, s, noon)
	openOrder(t, j, "WO-1")
	claim := voc.Command{Order: "WO-1", Type: voc.CommandClaim, Actor: "林店长"}
	way.set(true)
	if _, err := j.Command(t.Context(), claim); err == nil {
		t.Fatal("claimed without a database")
	}
	if o, _ := j.Order("WO-1"); o.Owner != "" || o.Version != 1 || j.Seq() != 1 {
		t.Errorf("memory says the order is %s's although nothing was written", o.Owner)
	}
	if _, err := j.Command(t.Context(), claim); err == nil {
		t.Fatal("decided without knowing what became of the last insert")
	}
	way.set(false)
	if o, err := j.Command(t.Context(), claim); err != nil || o.Owner != "林店长" || o.Version != 2 {
		t.Errorf("with the database back: %+v, %v; want one claim", o, err)
	}
	if o, _ := journalOn(t, s, noon).Order("WO-1"); o.Version != 2 {
		t.Errorf("the table folds to version %d, want 2", o.Version)
	}
}

// The insert arrives, its answer does not: the command must be seen as done, and not be done twice.
func TestJournalFindsAnInsertWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	j := journalOn(t, s, noon)
	openOrder(t, j, "WO-1")
	// Another hand writes exactly what j is about to decide, as a lost answer would leave it.
	order, err := j.Order("WO-1")
	if err != nil {
		t.Fatal(err)
	}
	events, err := workorder.Apply(order, voc.Command{Order: "WO-1", Type: voc.CommandClaim, Actor: "林店长"}, noon)
	if err != nil {
		t.Fatal(err)
	}
	events[0].Seq = 2
	if err := s.AppendEvents(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	j.unsure = true
	o, err := j.Command(t.Context(), voc.Command{Order: "WO-1", Type: voc.CommandNote, Actor: "b", Text: "先看监控"})
	if err != nil || o.Owner != "林店长" || o.Version != 3 || j.Seq() != 3 {
		t.Errorf("got %+v, %v at %d; want the claim found and the note behind it", o, err, j.Seq())
	}
}

func TestJournalSaysWhenTheTableIsDamaged(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	e := voc.Event{Seq: 1, At: noon, Subject: "weather", ID: "x", Type: "rain", Actor: "a"}
	if err := s.AppendEvents(t.Context(), []voc.Event{e}); err != nil {
		t.Fatal(err)
	}
	_, err := openJournal(t.Context(), s, notify.Options{}, at(noon))
	if err == nil || !strings.Contains(err.Error(), `unknown subject "weather"`) {
		t.Errorf("got %v, want the subject nobody knows", err)
	}
	if _, err := openJournal(t.Context(), s, notify.Options{Places: []notify.Place{{Name: "desk", Rates: []notify.Rate{{}}}}}, at(noon)); err == nil {
		t.Error("a rate of nothing was accepted")
	}
}

func TestJournalGivesCopies(t *testing.T) {
	t.Parallel()
	j := journalOn(t, storetest.Open(t), noon)
	openOrder(t, j, "WO-1")
	view := j.View()
	delete(view.Orders, "WO-1")
	view.Letters["x"] = nil
	if _, err := j.Order("WO-1"); err != nil || len(j.View().Letters) != 0 {
		t.Error("who changes a view changes the journal")
	}
}

func TestJournalListsTheNewestFirst(t *testing.T) {
	t.Parallel()
	j := journalOn(t, storetest.Open(t), noon)
	for _, id := range []string{"WO-2", "WO-1", "WO-3"} {
		openOrder(t, j, id)
	}
	var ids []string
	for _, o := range j.Orders() {
		ids = append(ids, o.ID)
	}
	if fmt.Sprint(ids) != "[WO-3 WO-2 WO-1]" {
		t.Errorf("orders %v of one moment, want the highest number first", ids)
	}
	if _, err := j.Order("WO-9"); !errors.Is(err, ErrNone) {
		t.Errorf("an order that is not there: %v, want ErrNone", err)
	}
}
