package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// far is a server that takes parcels, or has its moods.
type far struct {
	mu     sync.Mutex
	mood   func(n int, p Parcel) (map[int]string, error) // n counts the parcels; nil: all is well
	asked  int
	got    []string // rows it took, in their order, without their braces
	visits int
}

func (f *far) send(ctx context.Context, p Parcel) (map[int]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	var rejected map[int]string
	if f.mood != nil {
		var err error
		if rejected, err = f.mood(f.asked, p); err != nil {
			return nil, err
		}
	}
	for i, row := range p.Rows {
		if rejected[i] != "" {
			continue
		}
		var one struct {
			ExternalID string `json:"external_id"`
		}
		if err := json.Unmarshal(row, &one); err != nil {
			return nil, err
		}
		if p.Kind == ParcelVisits {
			f.visits++
			continue
		}
		f.got = append(f.got, one.ExternalID)
	}
	return rejected, nil
}

func carrier(t *testing.T, f *far) *courier {
	t.Helper()
	dir := t.TempDir()
	return &courier{spool: spoolIn(t, filepath.Join(dir, "spool"), nil), send: f.send, rejects: filepath.Join(dir, "rejects", "agent.jsonl"), now: time.Now, log: slog.New(slog.DiscardHandler)}
}

func (c *courier) put(t *testing.T, ids ...string) {
	t.Helper()
	var entries []spool.Entry
	for _, id := range ids {
		data, err := json.Marshal(said(id, "山外青茶很好喝", noon))
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, spool.Entry{Kind: entryPost, Data: data})
	}
	if err := c.spool.Append(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
}

func ids(from, to int) (list []string) {
	for i := from; i < to; i++ {
		list = append(list, fmt.Sprint(i))
	}
	return list
}

func TestWhatTheServerDoesNotTakeIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &far{}
		f.mood = func(n int, _ Parcel) (map[int]string, error) {
			if n < 4 {
				return nil, &LaterError{After: time.Millisecond, Err: errors.New("503")}
			}
			return nil, nil
		}
		c := carrier(t, f)
		c.put(t, ids(0, 10)...)
		begun := time.Now()
		if err := c.flush(t.Context(), time.Minute); err != nil {
			t.Fatal(err)
		}
		if strings.Join(f.got, " ") != strings.Join(ids(0, 10), " ") || f.asked != 4 {
			t.Errorf("after %d parcels the server has %v", f.asked, f.got)
		}
		if took := time.Since(begun); took != 7*time.Second { // 1 + 2 + 4
			t.Errorf("three failures were waited for %s", took)
		}
		if n, _ := c.spool.Depth(); n != 0 {
			t.Errorf("%d entries still wait", n)
		}
	})
}

func TestTheServerSaysWhenToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &far{mood: func(n int, _ Parcel) (map[int]string, error) {
			switch n {
			case 1:
				return nil, &LaterError{After: 90 * time.Second, Err: errors.New("429")}
			case 2:
				return nil, &LaterError{After: 48 * time.Hour, Err: errors.New("429")}
			}
			return nil, nil
		}}
		c := &courier{send: f.send, now: time.Now, log: slog.New(slog.DiscardHandler)}
		begun := time.Now()
		if err := c.deliver(t.Context(), Parcel{ParcelPosts, []json.RawMessage{[]byte(`{}`)}}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took != 90*time.Second+mostWait {
			t.Errorf("waited %s, want a minute and a half and then no longer than %s", took, mostWait)
		}
	})
}

func TestOneRowToBlameDoesNotCostTheOthers(t *testing.T) {
	f := &far{mood: func(_ int, p Parcel) (map[int]string, error) {
		for _, row := range p.Rows {
			if strings.Contains(string(row), `"external_id":"7"`) {
				return nil, errors.New("400 not the JSON expected")
			}
		}
		return nil, nil
	}}
	c := carrier(t, f)
	c.put(t, ids(0, 20)...)
	if err := c.flush(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	if len(f.got) != 19 {
		t.Errorf("the server has %v", f.got)
	}
	if kept := rejectsOf(t, c.rejects); len(kept) != 1 || !strings.Contains(kept[0], "not the JSON expected") || !strings.Contains(kept[0], `\"external_id\":\"7\"`) {
		t.Errorf("kept %v", kept)
	}
}

func TestRejectedRowsAreKeptWithTheReason(t *testing.T) {
	f := &far{mood: func(_ int, p Parcel) (map[int]string, error) {
		if p.Kind != ParcelPosts {
			return nil, nil
		}
		return map[int]string{1: "source write the name of a source", 99: "nobody's row"}, nil
	}}
	c := carrier(t, f)
	c.put(t, "a", "b", "c")
	visit, err := json.Marshal(voc.Visit{Source: "news", Outcome: voc.VisitOK})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := json.Marshal([]voc.Observation{{Post: "1", Source: "news"}, {Post: "2", Source: "news"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.spool.Append(t.Context(), []spool.Entry{{Kind: entryVisit, Data: visit}, {Kind: entryObservation, Data: seen}, {Kind: "riddle", Data: []byte("?")}}); err != nil {
		t.Fatal(err)
	}
	if err := c.flush(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	if strings.Join(f.got, " ") != "a c  " || f.visits != 1 {
		t.Errorf("the server has %q and %d visits", f.got, f.visits)
	}
	kept := strings.Join(rejectsOf(t, c.rejects), "\n")
	for _, says := range []string{"write the name of a source", "riddle"} {
		if !strings.Contains(kept, says) {
			t.Errorf("kept without %q: %s", says, kept)
		}
	}
	if c.sent != 5 || c.rejected != 1 {
		t.Errorf("sent %d, rejected %d", c.sent, c.rejected)
	}
}

func rejectsOf(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func TestAFlushGivesUpOnASilentServer(t *testing.T) {
	f := &far{mood: func(int, Parcel) (map[int]string, error) {
		return nil, &LaterError{Err: errors.New("connection refused")}
	}}
	c := carrier(t, f)
	c.put(t, "a")
	err := c.flush(t.Context(), 50*time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "connection refused") || !strings.Contains(err.Error(), "next start") {
		t.Errorf("got %v", err)
	}
	if n, _ := c.spool.Depth(); n != 1 {
		t.Errorf("%d entries wait, want the one", n)
	}
}

// TestAnAgentVisitsBySchedule lets an agent run on a site while its server is away, and come back.
func TestAnAgentVisitsBySchedule(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶很好喝，电话 13812345678", noon), said("2", "排队太久", noon))
	var away sync.Mutex
	gone := true
	f := &far{mood: func(int, Parcel) (map[int]string, error) {
		away.Lock()
		defer away.Unlock()
		if gone {
			return nil, &LaterError{Err: errors.New("connection refused")}
		}
		return nil, nil
	}}
	dir := t.TempDir()
	source := site.source("news")
	source.Source.Schedule, source.Source.Remote = "@every 1h", true
	agent, err := NewAgent(AgentOptions{
		Crawler: fetcher(t, time.Now), Spool: spoolIn(t, filepath.Join(dir, "spool"), nil), Masker: masker(t), Sources: []crawler.SourceOptions{source},
		Send: f.send, Dir: dir, Location: time.UTC, Now: time.Now,
	})
	if err != nil || agent.Scheduled() != 1 {
		t.Fatalf("%d by schedule, %v", agent.Scheduled(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- agent.Run(ctx) }()
	until(t, "the server to be found away", func() bool { return agent.Delivery().Failing != "" && agent.Delivery().Waiting == 3 })
	away.Lock()
	gone = false
	away.Unlock()
	until(t, "all to arrive", func() bool { d := agent.Delivery(); return d.Sent == 3 && d.Waiting == 0 && d.Failing == "" })
	cancel()
	begun := time.Now()
	if err := <-ended; err != nil || time.Since(begun) > 5*time.Second {
		t.Errorf("the end took %s: %v", time.Since(begun), err)
	}
	if len(f.got) != 2 || f.visits != 1 {
		t.Errorf("the server has %v and %d visits", f.got, f.visits)
	}
}
