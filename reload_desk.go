package main

import (
	"fmt"
	"path/filepath"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/pipeline"
)

// deskFiles tells one state of the files that say who works on work orders from another.
func deskFiles(folder string) string {
	all := ""
	for _, name := range []string{"people.yaml", "orders.yaml", "calendars.yaml", "stores.yaml"} {
		all += seenOf(filepath.Join(folder, name)) + "\n"
	}
	return all
}

// audienceFiles tells one state of the files that say to whom letters go from another.
func audienceFiles(folder string) string {
	all := ""
	for _, name := range []string{"audiences.yaml", "org.yaml", "people.yaml", "calendars.yaml", "stores.yaml"} {
		all += seenOf(filepath.Join(folder, name)) + "\n"
	}
	return all
}

// takeAudiences has letters go to those of a new configuration. One that was due before is not sent again.
func (a *app) takeAudiences(c *configs.Config) error {
	before := 0
	for _, s := range a.pipeline.Audiences() {
		if s.Audience.ID != "" { // the house's own letter needs no file
			before++
		}
	}
	if c.Digest.Audiences == nil && before > 0 {
		return fmt.Errorf("%s is missing or has no list of audiences, and there were %d: put it back, or write audiences: [] for the one letter of tingfeng.yaml", filepath.Join(a.folder, "audiences.yaml"), before)
	}
	if err := a.pipeline.SetAudiences(pipeline.Letter(c.Digest)); err != nil {
		return err
	}
	a.log.Info("the changed audiences are in use", "audiences", len(a.pipeline.Audiences()))
	return nil
}

// takeDesk puts changed people, calendars, rosters and routes into use. Orders that are open keep the times
// they were opened with.
func (a *app) takeDesk(c *configs.Config) error {
	a.pipeline.SetDesk(c.Desk)
	a.log.Info("the changed people, calendars and routes are in use", "people", len(c.Desk.House.People))
	return nil
}
