package configs

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// deskFolder writes a folder with one brand, one shop and two channels, and the files of a test.
func deskFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{
		"brands.yaml":   "brands:\n- {id: tea, name: 山外青茶, own: true, any: [山外青茶]}\n",
		"stores.yaml":   "stores:\n- {id: jingan, name: 静安店, brand: tea, manager: 沈予安}\n- {id: wulin, name: 武林店, brand: tea, manager: 店长}\n",
		"channels.yaml": "channels:\n- {name: desk, kind: webhook, url: https://desk.example.org/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]}\n",
	}
	for name, text := range files {
		all[name] = text
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func deskOf(t *testing.T, files map[string]string) *Config {
	t.Helper()
	c, err := Load(deskFolder(t, files), env(nil))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func calendar(t *testing.T, c *Config, name string) workorder.Calendar {
	t.Helper()
	i := slices.IndexFunc(c.Desk.House.Calendars, func(c workorder.Calendar) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("there is no calendar %q", name)
	}
	return c.Desk.House.Calendars[i]
}

func TestWithoutTheirFilesOrdersHaveTheUsualTimes(t *testing.T) {
	c := deskOf(t, nil)
	if len(c.Desk.House.People) != 0 || len(c.Desk.House.Managers) != 0 || c.Desk.Terms == nil {
		t.Fatalf("got %+v", c.Desk)
	}
	red, yellow := c.Desk.Terms.Policy.Levels[voc.Red], c.Desk.Terms.Policy.Levels[voc.Yellow]
	if red.Claim != 10*time.Minute || red.Calendar != "" || yellow.Resolve != 45*time.Hour || yellow.Calendar != OfficeCalendar {
		t.Errorf("red %+v, yellow %+v: want round the clock for red, office hours for yellow", red, yellow)
	}
	office := calendar(t, c, OfficeCalendar)
	if !slices.Contains(office.Off, "2026-10-01") || slices.Contains(office.Off, "2026-10-08") {
		t.Errorf("off are %v: want the first of October and not the eighth, which is worked", office.Off)
	}
	if !slices.ContainsFunc(office.Worked, func(w workorder.Worked) bool { return w.Date == "2026-10-10" }) {
		t.Errorf("worked are %v: want the Saturday worked for the holiday", office.Worked)
	}
}

func TestWhatIsWrittenOfALevelStandsAndTheRestIsUsual(t *testing.T) {
	c := deskOf(t, map[string]string{"orders.yaml": "policy:\n  name: 快\n  levels:\n    yellow: {claim: 1h, calendar: \"\"}\n"})
	p := c.Desk.Terms.Policy
	if y := p.Levels[voc.Yellow]; p.Name != "快" || y.Claim != time.Hour || y.Calendar != "" || y.Resolve != 45*time.Hour {
		t.Errorf("policy %q, yellow %+v: want an hour to claim, round the clock, and the usual to resolve", p.Name, y)
	}
	if p.Levels[voc.Red].Claim != 10*time.Minute {
		t.Errorf("red is %+v, of which nothing was written", p.Levels[voc.Red])
	}
}

func TestPeopleAndTheirShops(t *testing.T) {
	c := deskOf(t, map[string]string{
		"people.yaml": "people:\n- name: 沈予安\n  lead: 方砚秋\n  mobile: \"13800000000\"\n  channels: [desk]\n  brands: [tea]\n  budget: 8\n  away:\n  - {from: 2026-10-09, to: 2026-10-12}\n  - {from: 2026-12-31}\n- name: 方砚秋\n- {name: 赵离, left: true}\n",
	})
	p := c.Desk.House.People[0]
	zone := c.Location
	if p.Lead != "方砚秋" || p.Mobile != "13800000000" || p.Budget != 8 || !slices.Equal(p.Channels, []string{"desk"}) || !c.Desk.House.People[2].Left {
		t.Errorf("got %+v", c.Desk.House.People)
	}
	for day, here := range map[string]bool{"2026-10-08": true, "2026-10-09": false, "2026-10-12": false, "2026-10-13": true, "2026-12-31": false, "2027-01-01": true} {
		at, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			t.Fatal(err)
		}
		if p.Here(at) != here || p.Here(at.Add(24*time.Hour-time.Second)) != here {
			t.Errorf("%s: want here %v all day long", day, here)
		}
	}
	if m := c.Desk.House.Managers; len(m) != 1 || m["jingan"] != "沈予安" {
		t.Errorf("managers are %v: want those whose name is somebody's, and not 店长", m)
	}
}

func TestACalendarSaysItsOwnHolidays(t *testing.T) {
	c := deskOf(t, map[string]string{"calendars.yaml": strings.Join([]string{
		"calendars:",
		"- name: 全周",
		"  shifts: [{days: [mon, tue, wed, thu, fri, sat, sun], from: \"09:00\", to: \"23:00\"}]",
		"  holidays: none",
		"  off: [\"2026-12-31\"]",
		"- name: 东京",
		"  zone: Asia/Tokyo",
		"  shifts: [{days: [mon], from: \"09:00\", to: \"18:00\"}]",
		"  off: [\"2026-10-10\"]",
		"  worked: [{date: \"2026-10-01\", as: mon}]",
	}, "\n")})
	whole, tokyo := calendar(t, c, "全周"), calendar(t, c, "东京")
	if !slices.Equal(whole.Off, []string{"2026-12-31"}) || len(whole.Worked) != 0 || whole.Zone != "Asia/Shanghai" {
		t.Errorf("a calendar that keeps no holidays is %+v", whole)
	}
	if slices.Contains(tokyo.Off, "2026-10-01") || !slices.Contains(tokyo.Off, "2026-10-02") {
		t.Errorf("off are %v: what the calendar says of the first of October stands, the second is a holiday", tokyo.Off)
	}
	if slices.ContainsFunc(tokyo.Worked, func(w workorder.Worked) bool { return w.Date == "2026-10-10" }) {
		t.Error("a day the calendar calls off is worked")
	}
	calendar(t, c, OfficeCalendar) // is still there
}

// Everything wrong is told with its file, its line, and a name people find it by.
func TestDeskProblemsSayWhereTheyStand(t *testing.T) {
	const people = "people:\n- name: 沈予安\n- {name: 赵离, left: true}\n"
	for _, c := range []struct{ sentence, file, text, where, says string }{
		{"a person without a name", "people.yaml", "people:\n- title: 店长\n", "people.yaml:2", "without a name"},
		{"a person twice", "people.yaml", "people:\n- name: 王芳\n- name: 王芳\n", "people.yaml:3", "王芳 stands twice"},
		{"a lead nobody is", "people.yaml", "people:\n- name: 王芳\n  lead: 李然\n", "people.yaml:3", "no 李然"},
		{"a lead who has left", "people.yaml", "people:\n- {name: 李然, left: true}\n- name: 王芳\n  lead: 李然\n", "people.yaml:4", "李然 has left"},
		{"two who lead each other", "people.yaml", "people:\n- name: 王芳\n  lead: 李然\n- name: 李然\n  lead: 王芳\n", "people.yaml:3", "comes back"},
		{"somebody who leads himself", "people.yaml", "people:\n- name: 王芳\n  lead: 王芳\n", "people.yaml:3", "comes back"},
		{"an address that is none", "people.yaml", "people:\n- name: 王芳\n  email: 王芳 <wf@example.com>\n", "people.yaml:3", "no e-mail address"},
		{"a number nobody can dial", "people.yaml", "people:\n- name: 王芳\n  mobile: 138-0000-0000\n", "people.yaml:3", "no mobile number"},
		{"a channel that is not there", "people.yaml", "people:\n- name: 王芳\n  channels: [pr]\n", "people.yaml:3", "unknown channel"},
		{"a brand that is not there", "people.yaml", "people:\n- name: 王芳\n  brands: [cola]\n", "people.yaml:3", "unknown brand"},
		{"a calendar that is not there", "people.yaml", "people:\n- name: 王芳\n  calendar: 夜班\n", "people.yaml:3", "unknown calendar"},
		{"a holiday that ends before it begins", "people.yaml", "people:\n- name: 王芳\n  away: [{from: 2026-10-09, to: 2026-10-01}]\n", "people.yaml:3", "is away from"},
		{"a holiday in words", "people.yaml", "people:\n- name: 王芳\n  away: [{from: 国庆}]\n", "people.yaml:3", "国庆"},
		{"fewer than no interruptions", "people.yaml", "people:\n- name: 王芳\n  budget: -1\n", "people.yaml:3", "budget"},
		{"a key nobody knows", "people.yaml", "people:\n- name: 王芳\n  phone: 1\n", "people.yaml:3", "phone"},
		{"a calendar nobody works in", "calendars.yaml", "calendars:\n- name: 空\n", "calendars.yaml:2", "no shifts"},
		{"a calendar twice", "calendars.yaml", "calendars:\n- name: 甲\n  shifts: [{days: [mon], from: \"09:00\", to: \"18:00\"}]\n- name: 甲\n  shifts: [{days: [mon], from: \"09:00\", to: \"18:00\"}]\n", "calendars.yaml:4", "stands twice"},
		{"holidays of a country not known", "calendars.yaml", "calendars:\n- name: 甲\n  shifts: [{days: [mon], from: \"09:00\", to: \"18:00\"}]\n  holidays: us\n", "calendars.yaml:4", "us"},
		{"a level that is none", "orders.yaml", "policy:\n  levels:\n    pink: {claim: 1h}\n", "orders.yaml:3", "pink"},
		{"a level in a calendar that is not there", "orders.yaml", "policy:\n  levels:\n    red: {calendar: 夜班}\n", "orders.yaml:3", "夜班"},
		{"claiming slower than resolving", "orders.yaml", "policy:\n  levels:\n    red: {claim: 48h}\n", "orders.yaml:", "claim"},
		{"a time that is none", "orders.yaml", "policy:\n  levels:\n    red: {claim: 两小时}\n", "orders.yaml:3", ""},
		{"a roster of somebody who is not there", "orders.yaml", "rosters:\n- {name: 值班, turns: [李雷], since: \"2026-01-05\"}\n", "orders.yaml:2", "李雷"},
		{"a roster without a beginning", "orders.yaml", "rosters:\n- {name: 值班, turns: [沈予安]}\n", "orders.yaml:2", "since"},
		{"a route to nobody", "orders.yaml", "routes:\n- {name: 甲}\n", "orders.yaml:2", "nobody"},
		{"a route to somebody who is not there", "orders.yaml", "routes:\n- {name: 甲, to: [李雷]}\n", "orders.yaml:2", "李雷"},
		{"a route of a shop that is not there", "orders.yaml", "routes:\n- name: 甲\n  to: [沈予安]\n  stores: [beijing]\n", "orders.yaml:4", "unknown store"},
		{"a route of a kind that is none", "orders.yaml", "routes:\n- name: 甲\n  to: [沈予安]\n  kinds: [task]\n", "orders.yaml:4", "unknown kind"},
		{"a default that is nobody", "orders.yaml", "default: 李雷\n", "orders.yaml:1", "李雷"},
		{"a director who has left", "orders.yaml", "director: 赵离\n", "orders.yaml:1", "赵离"},
		{"orders handed to a channel that is not there", "orders.yaml", "sync: [crm]\n", "orders.yaml:1", "unknown channel"},
		{"a rule whose owner is not there", "rules.yaml", "rules:\n- name: r\n  owner: 李雷\n", "rules.yaml:3", "李雷"},
	} {
		files := map[string]string{"people.yaml": people}
		files[c.file] = c.text
		_, err := Load(deskFolder(t, files), env(nil))
		if err == nil || !strings.Contains(err.Error(), c.where) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %s to say %q", c.sentence, err, c.where, c.says)
		}
	}
}

// A broken list of people does not make everybody a problem who stands elsewhere.
func TestOneBrokenFileIsOneProblem(t *testing.T) {
	_, err := Load(deskFolder(t, map[string]string{
		"people.yaml": "people:\n- name: 王芳\n  phone: 1\n",
		"orders.yaml": "rosters:\n- {name: 值班, turns: [王芳], since: \"2026-01-05\"}\nroutes:\n- {name: 甲, to: [值班]}\ndefault: 王芳\n",
	}), env(nil))
	if problems, ok := err.(Problems); !ok || len(problems) != 1 {
		t.Errorf("got %v, want one problem", err)
	}
}

// The examples that stand in the folder as comments must be accepted when somebody takes the marks away.
func TestCommentedExamplesOfTheDeskAreAccepted(t *testing.T) {
	files := map[string]string{
		"channels.yaml": "channels:\n" +
			"- {name: pr-desk, kind: webhook, url: https://desk.example.org/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]}\n" +
			"- {name: crm, kind: webhook, url: https://crm.example.org/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]}\n",
	}
	mark := regexp.MustCompile(`(?m)^# ?`)
	for _, name := range []string{"people.yaml", "orders.yaml", "calendars.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var kept []string
		for _, line := range strings.Split(string(text), "\n") {
			bare := mark.ReplaceAllString(line, "")
			prose := strings.HasPrefix(line, "# ") && !strings.HasPrefix(bare, " ") && !regexp.MustCompile(`^\w+:`).MatchString(bare)
			if !prose && !strings.HasSuffix(bare, ": []") {
				kept = append(kept, bare)
			}
		}
		files[name] = strings.Join(kept, "\n")
	}
	c, err := Load(deskFolder(t, files), env(nil))
	if err != nil {
		t.Fatalf("%v\n%s\n%s\n%s", err, files["people.yaml"], files["orders.yaml"], files["calendars.yaml"])
	}
	if len(c.Desk.House.People) != 3 || len(c.Desk.House.Rosters) != 1 || len(c.Desk.House.Routes) != 2 || len(c.Desk.Sync) != 1 || len(c.Desk.House.Calendars) != 2 {
		t.Errorf("the examples gave %+v", c.Desk)
	}
}

// In the demo every shop of ours has somebody, and everybody has somebody above up to the director.
func TestDemoHasPeopleForItsShops(t *testing.T) {
	c, err := Demo(demoEnv)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range c.Stores {
		if s.Brand == "qingheng" && c.Desk.House.Managers[s.ID] == "" {
			t.Errorf("%s has no manager among the people", s.Name)
		}
	}
	for _, p := range c.Desk.House.People {
		if p.Lead == "" && p.Name != c.Desk.House.Director {
			t.Errorf("%s answers to nobody", p.Name)
		}
	}
	order := workorder.Draft{Title: "x", Brand: "qingheng", Topic: "卫生-异物", Store: "sh-jingan", Level: voc.Red}
	if got := workorder.Route(order, c.Desk.House, nil, time.Date(2026, 3, 15, 16, 0, 0, 0, c.Location)); got.To != "沈予安" || got.Lead != "方砚秋" {
		t.Errorf("a red order about hygiene at 静安寺店 becomes %+v, want its manager's", got)
	}
}
