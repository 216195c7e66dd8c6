package pipeline

import (
	"context"
	"errors"
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

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func at(now time.Time) func() time.Time { return func() time.Time { return now } }

func journalOn(t *testing.T, s *store.Store, now time.Time) *Journal {
	t.Helper()
	j, err := openJournal(t.Context(), s, notify.Options{}, at(now))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func openOrder(t *testing.T, j *Journal, id string) {
	t.Helper()
	_, err := j.Do(t.Context(), func(_ State, now time.Time) ([]voc.Event, error) {
		e, err := workorder.Open(workorder.Draft{ID: id, Title: "查清奶茶里的异物", Level: voc.Orange}, now)
		return []voc.Event{e}, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestJournalSurvivesARestart(t *testing.T) {
	s := storetest.Open(t)
	j := journalOn(t, s, noon)
	openOrder(t, j, "WO-20260304-0001")
	if _, err := j.Command(t.Context(), voc.Command{Order: "WO-20260304-0001", Type: voc.CommandClaim, Actor: "林店长"}); err != nil {
		t.Fatal(err)
	}
	again := journalOn(t, s, noon)
	order, err := again.Order("WO-20260304-0001")
	if err != nil {
		t.Fatal(err)
	}
	if order.State != voc.OrderInProgress || order.Owner != "林店长" || order.Version != 2 {
		t.Errorf("after a restart the order is %s of %q, version %d; want in progress, of 林店长, version 2", order.State, order.Owner, order.Version)
	}
	if again.Seq() != 2 {
		t.Errorf("after a restart the journal stands at %d, want 2", again.Seq())
	}
}

func TestJournalRefusesWithoutWriting(t *testing.T) {
	s := storetest.Open(t)
	j := journalOn(t, s, noon)
	openOrder(t, j, "WO-1")
	_, err := j.Command(t.Context(), voc.Command{Order: "WO-1", Type: voc.CommandClose, Actor: "a", Cause: "b"})
	if err == nil {
		t.Fatal("a new order was closed without being resolved")
	}
	if _, err := j.Command(t.Context(), voc.Command{Order: "WO-2", Type: voc.CommandClaim, Actor: "a"}); !errors.Is(err, ErrNone) {
		t.Errorf("claiming what is not there: %v, want ErrNone", err)
	}
	// An event nobody could read again must not get into the table.
	_, err = j.Do(t.Context(), func(State, time.Time) ([]voc.Event, error) {
		return []voc.Event{{Subject: voc.SubjectOrder, ID: "WO-1", Type: "beamed-up", Actor: "a"}}, nil
	})
	if err == nil {
		t.Fatal("an event of unknown type was written")
	}
	if events, err := s.Events(t.Context(), 0); err != nil || len(events) != 1 {
		t.Errorf("%d events are stored (%v), want the opening alone", len(events), err)
	}
}

func TestJournalOneWinnerAmongManyClaims(t *testing.T) {
	j := journalOn(t, storetest.Open(t), noon)
	openOrder(t, j, "WO-1")
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for range 8 {
		wg.Go(func() {
			if _, err := j.Command(t.Context(), voc.Command{Order: "WO-1", Type: voc.CommandClaim, Actor: "店长", Version: 1}); err == nil {
				mu.Lock()
				defer mu.Unlock()
				won++
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d of 8 claims of the same version won, want exactly one", won)
	}
}

func TestJournalReadsAgainAfterAnInsertOfUnknownFate(t *testing.T) {
	s := storetest.Open(t)
	j := journalOn(t, s, noon)
	openOrder(t, j, "WO-1")
	// The insert's answer is lost: the context ends, and whether the events were written is unknown.
	gone, cancel := context.WithCancel(t.Context())
	_, err := j.Do(gone, func(_ State, now time.Time) ([]voc.Event, error) {
		cancel()
		return workorder.Apply(j.state.Orders["WO-1"], voc.Command{Order: "WO-1", Type: voc.CommandNote, Actor: "a", Text: "先看监控"}, now)
	})
	if err == nil {
		t.Fatal("an insert with an ended context was reported as written")
	}
	openOrder(t, j, "WO-2")
	fresh := journalOn(t, s, noon)
	if fresh.Seq() != j.Seq() || len(fresh.Orders()) != 2 {
		t.Errorf("the journal in memory stands at %d, the table at %d with %d orders; they must agree", j.Seq(), fresh.Seq(), len(fresh.Orders()))
	}
}

func TestStateRefusesAGap(t *testing.T) {
	state := newState()
	err := state.fold(voc.Event{Seq: 3, Subject: voc.SubjectDigest, ID: "x", Type: typeSent})
	if err == nil || !strings.Contains(err.Error(), "event 3 follows event 0") {
		t.Errorf("a journal with a gap was folded: %v", err)
	}
}
