package store_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/engine"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The engine is killed with -9 again and again while mentions and events are written. The store's
// callers notice nothing but the time it takes; what was acknowledged is there, once.
func TestKillingTheEngineLosesNothing(t *testing.T) {
	storetest.DSN(t) // skips without an engine
	o := engine.DefaultOptions()
	o.Dir, o.Library, o.Search = t.TempDir(), os.Getenv("TINGFENG_ENGINE"), storetest.Search()
	e, err := engine.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	so := store.DefaultOptions()
	so.DSN = e.DSN()
	s, err := store.Open(t.Context(), so)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}

	const batches, size = 15, 200
	progress := make(chan int, batches)
	killed := make(chan int)
	go func() {
		defer close(killed)
		n, last := 0, 0
		for batch := range progress {
			// While the next batch is on its way; an engine just restarted is left to serve one first.
			if pid := e.PID(); batch%3 == 1 && pid != last && syscall.Kill(pid, syscall.SIGKILL) == nil {
				last = pid
				n++
			}
		}
		killed <- n
	}()
	for b := range batches {
		progress <- b
		var mentions []voc.Mention
		for i := range size {
			mentions = append(mentions, mention(fmt.Sprint(b*size+i), "每一条都不能丢", at(noon.Add(time.Duration(b*size+i)*time.Second))))
		}
		if _, err := s.SaveMentions(t.Context(), mentions); err != nil {
			t.Fatalf("batch %d: %v", b, err)
		}
		if err := s.AppendEvents(t.Context(), []voc.Event{event(uint64(2*b+1), "opened"), event(uint64(2*b+2), "claimed")}); err != nil {
			t.Fatalf("events of batch %d: %v", b, err)
		}
	}
	close(progress)
	n := <-killed
	if n < 3 {
		t.Errorf("the engine was killed only %d times: this test shows little", n)
	}
	t.Logf("killed %d times", n)
	if got, err := s.CountMentions(t.Context()); got != batches*size || err != nil {
		t.Errorf("%d mentions of %d are there (%v)", got, batches*size, err)
	}
	events, err := s.Events(t.Context(), 0)
	if err != nil || len(events) != 2*batches {
		t.Fatalf("%d events of %d are there (%v)", len(events), 2*batches, err)
	}
	for i, ev := range events {
		if ev.Seq != uint64(i+1) {
			t.Fatalf("event %d has seq %d", i, ev.Seq)
		}
	}
}

func TestUnreachableDatabasesSayWhatToDo(t *testing.T) {
	dsn := storetest.DSN(t)
	for sentence, c := range map[string]struct{ dsn, want string }{
		"nobody listens":      {"clickhouse://u:hunter2@127.0.0.1:1/default", "127.0.0.1:1"},
		"a wrong password":    {replaceUser(t, dsn, "tingfeng", "hunter2"), "store.dsn"},
		"an unknown database": {replaceDatabase(t, dsn, "nobodys"), "nobodys"},
	} {
		o := store.DefaultOptions()
		o.DSN, o.Timeout = c.dsn, 5*time.Second
		s, err := store.Open(t.Context(), o)
		if err == nil {
			s.Close()
			t.Errorf("%s: it opened", sentence)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v; want %q in it and no password", sentence, err, c.want)
		}
	}
}
