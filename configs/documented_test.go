package configs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler"
)

// TestDocumentedSources loads the examples of docs/configuration.md as they stand there: what people
// copy must be accepted.
func TestDocumentedSources(t *testing.T) {
	text, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "## sources.yaml")
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(section, -1)
	if !found || len(blocks) == 0 {
		t.Fatal("docs/configuration.md has no examples of sources")
	}
	for _, block := range blocks {
		dir := t.TempDir()
		for name, content := range map[string]string{
			"tingfeng.yaml": "data: ./data\n", "brands.yaml": "brands:\n  - {id: mountain-tea, name: 山外青茶, own: true, any: [山外青茶]}\n", "sources.yaml": block[1],
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		config, err := Load(dir, func(name string) (string, bool) { return "value-of-" + strings.ToLower(name), true })
		if err != nil {
			t.Errorf("the examples of docs/configuration.md are refused: %v\n%s", err, block[1])
			continue
		}
		for _, src := range config.Sources {
			if src.Kind == "import" || src.Kind == "push" {
				continue
			}
			if err := crawler.Check(crawler.Default(), src); err != nil {
				t.Errorf("source %s: %v", src.ID, err)
			}
		}
	}
}

// TestDocumentedDesk loads the examples of people, calendars and orders together: they name each other.
func TestDocumentedDesk(t *testing.T) {
	text, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	hook := "kind: webhook, url: https://desk.example.org/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]"
	files := map[string]string{
		"brands.yaml":   "brands:\n- {id: mountain-tea, name: 山外青茶, own: true, any: [山外青茶]}\n",
		"stores.yaml":   "stores:\n- {id: jingan, name: 静安店, brand: mountain-tea, manager: 王芳}\n",
		"channels.yaml": "channels:\n- {name: pr-desk, " + hook + "}\n- {name: crm, " + hook + "}\n",
	}
	for _, name := range []string{"people.yaml", "calendars.yaml", "orders.yaml"} {
		_, section, found := strings.Cut(string(text), "\n## "+name+"\n")
		block := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(section)
		if !found || block == nil {
			t.Fatalf("docs/configuration.md has no example of %s", name)
		}
		files[name] = block[1]
	}
	c, err := Load(deskFolder(t, files), env(nil))
	if err != nil {
		t.Fatalf("the examples of docs/configuration.md are refused: %v", err)
	}
	if d := c.Desk; len(d.House.People) != 3 || len(d.House.Routes) != 2 || len(d.House.Rosters) != 1 || len(d.Sync) != 1 || d.House.Default == "" {
		t.Errorf("the examples gave %+v", d)
	}
}
