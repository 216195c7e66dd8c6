package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestKillKeepsOrders kills the process while people work on an order whose clocks run out in seconds:
// whatever was accepted is in its history, each step up was written down and queued once, and each reached
// the channel.
func TestKillKeepsOrders(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kill -9 while people work on orders is left out of the short suite")
	}
	desk := newReceiver(t)
	d := unstarted(t)
	write(t, d.config, "channels.yaml", "channels:\n- {name: desk, kind: webhook, url: "+desk.URL+"/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw], allow_private: true}\n")
	write(t, d.config, "people.yaml", "people:\n- {name: 王芳, lead: 李然}\n- {name: 李然}\n")
	write(t, d.config, "orders.yaml", "policy:\n  levels:\n    red: {claim: 2s, answer: 3s, resolve: 8s}\ndefault: 王芳\ndirector: 李然\nchannels: [desk]\nsync: [desk]\n")
	d.begin()

	var order voc.WorkOrder
	d.post("/api/v1/orders", map[string]any{"kind": "theme", "title": "查清异物", "brand": "tea", "topic": "卫生-异物", "level": "red", "actor": "童欣"}, &order)
	if order.Assignee != "王芳" {
		t.Fatalf("the order went to %q", order.Assignee)
	}
	accepted := []string{}
	const kills, notes = 4, 6
	for round := range kills {
		for n := range notes {
			text := fmt.Sprintf("第%d轮第%d条备注", round, n)
			d.post("/api/v1/orders/"+order.ID+"/commands", map[string]any{"type": "note", "actor": "王芳", "text": text}, &order)
			accepted = append(accepted, text)
		}
		d.killProcess()
		d.waitUp()
	}
	if d.kills != kills {
		t.Fatalf("%d of %d kills hit something", d.kills, kills)
	}
	d.waitFor("the last step of a clock that ran out", time.Minute, func() error {
		if err := d.get("/api/v1/orders/"+order.ID, &order); err != nil {
			return err
		}
		for _, e := range order.Escalations {
			if e.Clock == voc.ClockClaim && e.Percent == 150 {
				return nil
			}
		}
		return fmt.Errorf("%d steps", len(order.Escalations))
	})
	d.waitFor("every message to be delivered", time.Minute, func() error {
		row := rowsOf(t, d.sql("SELECT uniqExactIf(id, type = 'queued') AS queued, uniqExactIf(id, type = 'sent') AS sent FROM events WHERE subject = 'message'"))[0]
		if queued, sent := number(t, row["queued"]), number(t, row["sent"]); queued == 0 || queued != sent {
			return fmt.Errorf("%d of %d messages were sent", sent, queued)
		}
		return nil
	})
	if err := d.get("/api/v1/orders/"+order.ID, &order); err != nil {
		t.Fatal(err)
	}
	d.checkNotes(order, accepted)
	checkSteps(t, order)
	for what, query := range map[string]string{
		"messages queued twice": "SELECT count() - uniqExact(id) AS n FROM events WHERE subject = 'message' AND type = 'queued'",
		"numbers given twice":   "SELECT count() - uniqExact(seq) AS n FROM events",
	} {
		if n := number(t, rowsOf(t, d.sql(query))[0]["n"]); n != 0 {
			t.Errorf("%s: %d", what, n)
		}
	}
	if n, twice := desk.counts(); n == 0 {
		t.Error("nothing reached the channel")
	} else {
		t.Logf("%d kills, %d notes, %d steps up, %d messages received, %d of them again after a kill", d.kills, len(accepted), len(order.Escalations), n, twice)
	}
}

// checkNotes looks for what was accepted, once each. One whose answer was lost is asked for again by
// nobody here, so none is there twice.
func (d *daemon) checkNotes(order voc.WorkOrder, accepted []string) {
	d.t.Helper()
	times := map[string]int{}
	for _, n := range order.Notes {
		times[n.Text]++
	}
	for _, text := range accepted {
		if times[text] != 1 {
			d.t.Errorf("%q was accepted and stands %d times in the history", text, times[text])
		}
	}
}

// checkSteps looks for a step that was taken twice.
func checkSteps(t *testing.T, order voc.WorkOrder) {
	t.Helper()
	type step struct {
		clock   voc.ClockName
		cycle   int
		percent int
		day     int
	}
	taken := map[step]int{}
	for _, e := range order.Escalations {
		taken[step{e.Clock, e.Cycle, e.Percent, e.Day}]++
	}
	for s, n := range taken {
		if n != 1 {
			t.Errorf("step %+v was taken %d times", s, n)
		}
	}
	if taken[step{voc.ClockClaim, 1, 150, 0}] == 0 {
		t.Errorf("a clock that ran out long ago was told at %v", taken)
	}
}

// post asks the API and reads the answer; a request that is refused fails the test.
func (d *daemon) post(path string, body, target any) {
	d.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := http.Post("http://"+d.listen+path, "application/json", bytes.NewReader(text))
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		d.t.Fatalf("%s: %s: %s (%v)", path, answer.Status, said, err)
	}
	if err := json.Unmarshal(said, target); err != nil {
		d.t.Fatal(err)
	}
}

// receiver takes messages and remembers their ids.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	ids map[string]int
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{ids: map[string]int{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.ids[q.Header.Get("webhook-id")]++
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(r.Close)
	return r
}

// counts gives how many messages came, and how many of them more than once.
func (r *receiver) counts() (n, twice int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, times := range r.ids {
		n++
		if times > 1 {
			twice++
		}
	}
	return n, twice
}
