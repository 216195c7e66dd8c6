package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// AppendEvents adds events to the journal, all or none, and returns when they are on the disk. Their
// Seq must go on where the journal ends. Appending the same events again, after an answer that got
// lost, is no error; other events under the same numbers are: then another process has written.
func (s *Store) AppendEvents(ctx context.Context, events []voc.Event) error {
	if len(events) == 0 {
		return nil
	}
	for i, e := range events {
		if e.Seq != events[0].Seq+uint64(i) || e.Seq == 0 {
			return fmt.Errorf("store: event %d of the batch has seq %d: numbers go on one by one from %d", i, e.Seq, events[0].Seq)
		}
	}
	var err error
	// When the connection breaks, the answer may be lost or the question: look, then ask again.
	for range 3 {
		stored, readErr := s.Events(ctx, events[0].Seq-1)
		if readErr != nil {
			return readErr
		}
		if len(stored) > 0 {
			return sameEvents(stored, events)
		}
		if err := s.checkEnd(ctx, events[0].Seq); err != nil {
			return err
		}
		if err = s.insertEvents(ctx, events); err == nil || !lost(err) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// insertEvents sends one block, which becomes one part: ClickHouse shows it whole or not at all. It
// does not retry by itself, because only AppendEvents can tell whether a lost answer meant yes.
func (s *Store) insertEvents(ctx context.Context, events []voc.Event) error {
	batch, err := s.conn.PrepareBatch(ctx, s.sql["AppendEvents"])
	if err != nil {
		return fmt.Errorf("store: AppendEvents: %w", explain(err))
	}
	defer batch.Close()
	for _, e := range events {
		if err := batch.Append(e.Seq, e.At.UTC(), string(e.Subject), e.ID, e.Type, e.Actor, string(e.Data)); err != nil {
			return fmt.Errorf("store: AppendEvents: seq %d: %w", e.Seq, err)
		}
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("store: AppendEvents: %w", explain(err))
	}
	return nil
}

// checkEnd refuses a gap.
func (s *Store) checkEnd(ctx context.Context, first uint64) error {
	end, err := s.count(ctx, "AppendEvents.end", nil)
	if err != nil {
		return err
	}
	if uint64(end)+1 != first {
		return fmt.Errorf("store: the journal ends at %d, the new events begin at %d: read the journal again before writing", end, first)
	}
	return nil
}

// sameEvents tells a repeated append from a second writer.
func sameEvents(stored, events []voc.Event) error {
	if len(stored) < len(events) {
		return fmt.Errorf("store: the journal holds %d of %d events from seq %d on: another process has written; read the journal again", len(stored), len(events), events[0].Seq)
	}
	for i, e := range events {
		o := stored[i]
		if o.Seq != e.Seq || o.Subject != e.Subject || o.ID != e.ID || o.Type != e.Type || !bytes.Equal(o.Data, e.Data) {
			return fmt.Errorf("store: the journal has another event under seq %d (%s %s %s): another process has written; stop it, or this one, and read the journal again",
				e.Seq, o.Subject, o.ID, o.Type)
		}
	}
	return nil
}

// Events reads the journal after a number, oldest first; 0 reads all of it.
func (s *Store) Events(ctx context.Context, afterSeq uint64) ([]voc.Event, error) {
	return list(ctx, s, "Events", params{"after": afterSeq}, scanEvent)
}

// EventsOf reads what happened to one alert, work order or the like, oldest first.
func (s *Store) EventsOf(ctx context.Context, subject voc.Subject, id string) ([]voc.Event, error) {
	return list(ctx, s, "EventsOf", params{"subject": string(subject), "id": id}, scanEvent)
}

func scanEvent(r rows) (voc.Event, error) {
	var e voc.Event
	var data string
	err := r.Scan(&e.Seq, &e.At, (*string)(&e.Subject), &e.ID, &e.Type, &e.Actor, &data)
	e.At = e.At.UTC()
	if data != "" {
		e.Data = []byte(data)
	}
	return e, err
}

// TakeControl makes holder the one writer of the journal. It is refused while another's heartbeat is
// younger than fresh. The same holder may take control again at once, so a name should belong to an
// installation, not to a process: after kill -9 nobody has to wait.
func (s *Store) TakeControl(ctx context.Context, holder string, now time.Time, fresh time.Duration) error {
	if err := s.othersInControl(ctx, holder, now, fresh); err != nil {
		return err
	}
	if err := s.beat(ctx, holder, now, false); err != nil {
		return err
	}
	// Two may have looked at the same moment and seen nobody. Who sees the other now withdraws; both
	// may, which is safe, and the next start settles it.
	if err := s.othersInControl(ctx, holder, now, fresh); err != nil {
		if releaseErr := s.ReleaseControl(ctx, holder, now); releaseErr != nil {
			return fmt.Errorf("%w; and giving up again failed: %v", err, releaseErr)
		}
		return err
	}
	return nil
}

// ErrControlLost says that another process has taken control in the meantime; this one must stop
// writing.
var ErrControlLost = errors.New("store: control of the journal is lost")

// KeepControl is the heartbeat; call it several times within fresh. ErrControlLost means that this
// process slept for so long that another has taken over.
func (s *Store) KeepControl(ctx context.Context, holder string, now time.Time) error {
	others, err := list(ctx, s, "KeepControl", params{"holder": holder}, scanClaim)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return fmt.Errorf("%w: %s took it at %s, after this process had not been heard for too long", ErrControlLost, others[0].holder, others[0].beat.Format(time.RFC3339))
	}
	return s.beat(ctx, holder, now, false)
}

// ReleaseControl lets another process take control at once.
func (s *Store) ReleaseControl(ctx context.Context, holder string, now time.Time) error {
	return s.beat(ctx, holder, now.Add(time.Millisecond), true)
}

func (s *Store) beat(ctx context.Context, holder string, now time.Time, released bool) error {
	return s.insert(ctx, "TakeControl", 1, func(int) []any { return []any{holder, toDB(now), released} })
}

// claim is one holder's latest heartbeat.
type claim struct {
	holder string
	beat   time.Time
}

func scanClaim(r rows) (claim, error) {
	var c claim
	err := r.Scan(&c.holder, &c.beat)
	return c, err
}

// othersInControl is an error that names who else holds control.
func (s *Store) othersInControl(ctx context.Context, holder string, now time.Time, fresh time.Duration) error {
	others, err := list(ctx, s, "Control", params{"holder": holder, "since": millis(now.Add(-fresh))}, scanClaim)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		o := others[0]
		return fmt.Errorf("store: %s writes this database's journal (heartbeat %s ago): stop it first, or wait %s if it has crashed",
			o.holder, now.Sub(o.beat).Round(time.Second), (fresh - now.Sub(o.beat)).Round(time.Second))
	}
	return nil
}

// FindLetters gives the ids of the letters that hold all words in what they say or quote, whatever the
// case. No words fit every letter.
func (s *Store) FindLetters(ctx context.Context, words []string) ([]string, error) {
	return list(ctx, s, "FindLetters", params{"words": texts(words)}, func(r rows) (string, error) {
		var id string
		err := r.Scan(&id)
		return id, err
	})
}
