package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestChangedPeopleTakeEffectWhileItRuns writes a list of people under a running tingfeng, then one with
// a mistake in it: who was there stays.
func TestChangedPeopleTakeEffectWhileItRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	t.Parallel() // it mostly waits
	d := startDaemon(t)
	open := func() (o voc.WorkOrder) {
		d.post("/api/v1/orders", map[string]any{"kind": "theme", "title": "查清异物", "brand": "tea", "topic": "卫生-异物", "level": "yellow", "actor": "童欣"}, &o)
		return o
	}
	if o := open(); o.State != voc.OrderNew {
		t.Fatalf("without people an order is %s, given to %q", o.State, o.Assignee)
	}
	write(t, d.config, "orders.yaml", "default: 王芳\n") // nobody of this name yet: told, and not taken
	write(t, d.config, "people.yaml", "people:\n- {name: 王芳}\n")
	given := func(name string) func() error {
		return func() error {
			if o := open(); o.Assignee != name {
				return fmt.Errorf("given to %q", o.Assignee)
			}
			return nil
		}
	}
	d.waitFor("orders to be given to 王芳", 30*time.Second, given("王芳"))
	write(t, d.config, "people.yaml", "people:\n- {name: 王芳, lead: 李雷}\n")
	d.waitFor("the mistake on the status page", 30*time.Second, func() error {
		var health struct{ Errors []string }
		if err := d.get("/api/v1/status", &health); err != nil {
			return err
		}
		return contains(fmt.Sprint(health.Errors), "人员", "李雷")
	})
	if err := given("王芳")(); err != nil {
		t.Errorf("after a mistake: %v", err)
	}
}

// TestChangedAudiencesTakeEffectWhileItRuns writes to whom letters go under a running tingfeng, then a
// mistake, then takes the file away: those who were there stay.
func TestChangedAudiencesTakeEffectWhileItRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	t.Parallel() // it mostly waits
	d := startDaemon(t)
	are := func(want string) func() error {
		return func() error {
			var got struct {
				Items []struct{ Audience voc.Audience }
			}
			if err := d.get("/api/v1/audiences", &got); err != nil {
				return err
			}
			ids := ""
			for _, one := range got.Items {
				ids += one.Audience.ID + " "
			}
			if ids != want {
				return fmt.Errorf("audiences are %q, want %q", ids, want)
			}
			return nil
		}
	}
	if err := are(" ")(); err != nil {
		t.Error("before there is a file:", err)
	}
	write(t, d.config, "audiences.yaml", "audiences:\n- id: founder\n- {id: pr, cadence: weekly}\n")
	d.waitFor("the two audiences", 30*time.Second, are("founder pr "))
	troubled := func(parts ...string) func() error {
		return func() error {
			var health struct{ Errors []string }
			if err := d.get("/api/v1/status", &health); err != nil {
				return err
			}
			return contains(fmt.Sprint(health.Errors), parts...)
		}
	}
	write(t, d.config, "audiences.yaml", "audiences:\n- id: founder\n- {id: pr, cadence: hourly}\n")
	d.waitFor("the mistake on the status page", 30*time.Second, troubled("收信人", "hourly"))
	if err := are("founder pr ")(); err != nil {
		t.Error("after a mistake:", err)
	}
	write(t, d.config, "audiences.yaml", "audiences: []\n")
	d.waitFor("the one letter again", 30*time.Second, are(" "))
}
