package configs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
)

func watchingOf(t *testing.T, rules string) (*Config, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"tingfeng.yaml": "data: ./data\n", "brands.yaml": "brands:\n  - {id: mountain-tea, name: 山外青茶, own: true, any: [山外青茶]}\n", "rules.yaml": rules,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Load(dir, func(string) (string, bool) { return "", false })
}

func TestWhatIsSaidBesideTheRules(t *testing.T) {
	c, err := watchingOf(t, "rules: []\n")
	if err != nil || c.Watching.Attention.PerDay != 5 || c.Watching.Holidays != alert.Calm || c.Watching.Weights != alert.DefaultWeights() {
		t.Errorf("nothing said: %+v, %v; want the defaults", c.Watching, err)
	}
	c, err = watchingOf(t, `plans:
  - {title: 双十一, from: 2026-11-10 20:00, to: 2026-11-11, raise: 3, brands: [mountain-tea]}
holidays: 0
attention: {per_day: 3}
weights: {crisis: 5}
`)
	if err != nil {
		t.Fatal(err)
	}
	w, zone := c.Watching, c.Location
	if len(w.Plans) != 1 || !w.Plans[0].From.Equal(time.Date(2026, 11, 10, 20, 0, 0, 0, zone)) || !w.Plans[0].To.Equal(time.Date(2026, 11, 12, 0, 0, 0, 0, zone)) {
		t.Errorf("plans %+v; want from the evening to the end of the day", w.Plans)
	}
	if w.Holidays != 0 || w.Attention.PerDay != 3 || w.Weights.Crisis != 5 || w.Weights.Red != alert.DefaultWeights().Red {
		t.Errorf("read %+v; what is left out keeps its default", w)
	}
}

func TestWhatIsWrongBesideTheRules(t *testing.T) {
	for text, want := range map[string]string{
		"holidays: 0.5\n":                                                              "holidays is 0.5",
		"attention: {per_day: -1}\n":                                                   "per_day",
		"weights: {yellow: 9}\n":                                                       "three rising numbers",
		"plans:\n  - {from: 2026-11-10, to: 2026-11-11}\n":                             "no title",
		"plans:\n  - {title: a, from: next week, to: 2026-11-11}\n":                    "is no time",
		"plans:\n  - {title: a, from: 2026-11-12, to: 2026-11-10}\n":                   "exchange them",
		"plans:\n  - {title: a, from: 2026-11-10, to: 2026-11-11, brands: [nobody]}\n": "nobody",
		"plans:\n  - {title: a, from: 2026-11-10, to: 2026-11-11}\n  - {title: a, from: 2026-12-10, to: 2026-12-11}\n": "stands twice",
	} {
		if _, err := watchingOf(t, text); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "rules.yaml") {
			t.Errorf("%s: %v, want rules.yaml and %q in it", text, err, want)
		}
	}
}
