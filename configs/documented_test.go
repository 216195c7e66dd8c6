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
