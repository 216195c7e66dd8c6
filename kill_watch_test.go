package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestKillKeepsTheIncident kills the process again and again while an incident is found, opened, told
// and grows: every post is there, the incident and its order are there once, and what was told was
// queued once and reached the channel; a kill between sending and writing it down may repeat one.
func TestKillKeepsTheIncident(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kill -9 in the middle of an incident is left out of the short suite")
	}
	desk := newReceiver(t)
	d := unstarted(t)
	write(t, d.config, "channels.yaml", "channels:\n- {name: desk, kind: webhook, url: "+desk.URL+"/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw], allow_private: true}\n")
	write(t, d.config, "rules.yaml", `rules:
- {name: many, kind: count, sentiment: negative, step: 1m, min_posts: 6, min_authors: 4, open_order_from: blue, channels: [desk]}
- {name: more, kind: count, sentiment: negative, step: 1m, min_posts: 12, min_authors: 8, open_order_from: blue, channels: [desk]}
`)
	d.begin()
	const kills, batch = 5, 12
	pushed := 0
	for round := range kills {
		d.pushAngry(time.Now(), pushed, batch)
		pushed += batch
		// Some kills hit while posts are understood, some while the watch judges after its start, some
		// while it tells: the moment moves through the second after the answer.
		<-time.After(time.Duration(d.random.IntN(200)+round*250) * time.Millisecond)
		d.killProcess()
		d.waitUp()
	}
	if d.kills != kills {
		t.Fatalf("%d of %d kills hit something", d.kills, kills)
	}
	var opened voc.Alert
	d.waitFor("the incident to be found", 4*time.Minute, func() error {
		var page struct {
			Items []voc.Alert `json:"items"`
		}
		if err := d.get("/api/v1/alerts", &page); err != nil {
			return err
		}
		if len(page.Items) != 1 {
			return fmt.Errorf("%d incidents", len(page.Items))
		}
		opened = page.Items[0]
		return nil
	})
	d.waitFor("every message to be delivered", time.Minute, func() error {
		row := rowsOf(t, d.sql("SELECT uniqExactIf(id, type = 'queued') AS queued, uniqExactIf(id, type = 'sent') AS sent FROM events WHERE subject = 'message'"))[0]
		if queued, sent := number(t, row["queued"]), number(t, row["sent"]); queued == 0 || queued != sent {
			return fmt.Errorf("%d of %d messages were sent", sent, queued)
		}
		return nil
	})
	if opened.State != voc.AlertOpen || opened.Order == "" {
		t.Errorf("the incident is %s with order %q", opened.State, opened.Order)
	}
	for what, c := range map[string]struct {
		query string
		want  int
	}{
		"posts":                 {"SELECT uniqExact(id) AS n FROM mentions FINAL", pushed},
		"posts stored twice":    {"SELECT count() - uniqExact(id) AS n FROM mentions FINAL", 0},
		"incidents opened":      {"SELECT count() AS n FROM events WHERE subject = 'alert' AND type = 'opened'", 1},
		"orders opened":         {"SELECT count() AS n FROM events WHERE subject = 'order' AND type = 'opened'", 1},
		"messages queued twice": {"SELECT count() - uniqExact(id) AS n FROM events WHERE subject = 'message' AND type = 'queued'", 0},
		"told that it opened":   {"SELECT count() AS n FROM events WHERE subject = 'message' AND type = 'queued' AND position(id, 'alert.opened') > 0", 1},
		"numbers given twice":   {"SELECT count() - uniqExact(seq) AS n FROM events", 0},
	} {
		if n := number(t, rowsOf(t, d.sql(c.query))[0]["n"]); n != c.want {
			t.Errorf("%s: %d, want %d", what, n, c.want)
		}
	}
	n, twice := desk.counts()
	if n == 0 || twice > kills {
		t.Errorf("the channel received %d messages, %d of them more than once; one a kill may be repeated", n, twice)
	}
	t.Logf("%d kills, %d posts, one incident of %d, %d messages received, %d of them again after a kill: %s", d.kills, pushed, opened.Total, n, twice, opened.Headline)
}

// pushAngry sends complaints of one author each, written at a moment, until they are acknowledged.
func (d *daemon) pushAngry(at time.Time, from, n int) {
	d.t.Helper()
	what := []string{"喝出一只虫子", "杯底有头发", "吃到一块塑料", "奶盖里有苍蝇"}
	how := []string{"恶心得吐了", "太脏了再也不来", "店员还不认账，气死人", "必须给个说法，差评", "卫生太差了"}
	var rows []map[string]string
	for i := from; i < from+n; i++ {
		rows = append(rows, map[string]string{
			"id": fmt.Sprint("bad-", i), "source": "care", "author_id": fmt.Sprint("guest-", i),
			"published_at": at.UTC().Format(time.RFC3339),
			"text":         fmt.Sprintf("在山外青茶点了%d号饮品，%s，%s", i, what[i%len(what)], how[i%len(how)]),
		})
	}
	body, err := json.Marshal(rows)
	if err != nil {
		d.t.Fatal(err)
	}
	d.waitFor("complaints to be acknowledged", time.Minute, func() error {
		answer, err := http.Post("http://"+d.listen+"/api/v1/posts", "application/json", strings.NewReader(string(body)))
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusAccepted {
			return fmt.Errorf("%s", answer.Status)
		}
		return nil
	})
}
