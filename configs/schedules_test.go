package configs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// folder writes a configuration and reads it.
func folderOf(t *testing.T, files map[string]string) (*Config, error) {
	t.Helper()
	dir := t.TempDir()
	files["brands.yaml"] = "brands:\n- id: tea\n  name: 山外青茶\n  own: true\n  any: [山外青茶]\n"
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Load(dir, func(string) (string, bool) { return "", false })
}

func TestWrongSchedulesAreToldByLine(t *testing.T) {
	_, err := folderOf(t, map[string]string{
		"tingfeng.yaml": "digest:\n  at: tonight\n",
		"sources.yaml": `sources:
- id: one
  kind: feed
  address: https://example.org/a.xml
  schedule: "@every 10m"
- id: two
  kind: feed
  address: https://example.org/b.xml
  schedule: every ten minutes
- id: three
  kind: feed
  address: https://example.org/c.xml
  schedule: "0 0 31 2 *"
`})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, says := range []string{"sources.yaml:9: source two", "@every 10m", "adaptive", "sources.yaml:13: source three", "never comes", "tingfeng.yaml:2: "} {
		if !strings.Contains(err.Error(), says) {
			t.Errorf("not told: %q in\n%v", says, err)
		}
	}
	if strings.Contains(err.Error(), "source one") {
		t.Errorf("a good schedule is told as wrong: %v", err)
	}
}

func TestTheDistanceOfVisitsFollowsFromTheSchedule(t *testing.T) {
	c, err := folderOf(t, map[string]string{"sources.yaml": `sources:
- {id: often, kind: feed, address: "https://example.org/a.xml", schedule: "@every 10m"}
- {id: written, kind: feed, address: "https://example.org/a.xml", schedule: "@every 10m", every: 1h}
- {id: workdays, kind: feed, address: "https://example.org/a.xml", schedule: "0 9 * * 1-5"}
- {id: adaptive, kind: feed, address: "https://example.org/a.xml", schedule: adaptive}
- {id: by-hand, kind: feed, address: "https://example.org/a.xml"}
`})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]time.Duration{"often": 10 * time.Minute, "written": time.Hour, "workdays": 72 * time.Hour, "adaptive": 24 * time.Hour, "by-hand": 0}
	for _, s := range c.Sources {
		if s.Source.Every != want[string(s.Source.ID)] {
			t.Errorf("%s: every %s, want %s", s.Source.ID, s.Source.Every, want[string(s.Source.ID)])
		}
	}
}

func TestAgentsHaveTokensOfTheirOwn(t *testing.T) {
	c, err := folderOf(t, map[string]string{"tingfeng.yaml": "agents:\n- {name: beijing-1, token: 0123456789abcdef}\n- {name: home, token: 0123456789abcdeg}\n"})
	if err != nil || len(c.Agents) != 2 || c.Agents[1].Name != "home" {
		t.Fatalf("%v", err)
	}
	for yaml, says := range map[string]string{
		"agents:\n- {name: a, token: short}\n":                                                  "16 random ones",
		"agents:\n- {token: 0123456789abcdef}\n":                                                "a name of its own",
		"agents:\n- {name: a b, token: 0123456789abcdef}\n":                                     "letters, digits and dashes",
		"agents:\n- {name: a, token: 0123456789abcdef}\n- {name: b, token: 0123456789abcdef}\n": "token of another",
	} {
		if _, err := folderOf(t, map[string]string{"tingfeng.yaml": yaml}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", yaml, err, says)
		}
	}
}
