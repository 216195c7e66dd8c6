package main

import (
	"path/filepath"

	"github.com/tingfeng-voc/tingfeng/configs"
)

// deskFiles tells one state of the files that say who works on work orders from another.
func deskFiles(folder string) string {
	all := ""
	for _, name := range []string{"people.yaml", "orders.yaml", "calendars.yaml", "stores.yaml"} {
		all += seenOf(filepath.Join(folder, name)) + "\n"
	}
	return all
}

// takeDesk puts changed people, calendars, rosters and routes into use. Orders that are open keep the times
// they were opened with.
func (a *app) takeDesk(c *configs.Config) error {
	a.pipeline.SetDesk(c.Desk)
	a.log.Info("the changed people, calendars and routes are in use", "people", len(c.Desk.House.People))
	return nil
}
