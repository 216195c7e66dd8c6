package configs

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Every kind of rule may stand in the file; what it leaves out is what its kind usually says.
func TestRulesOfEveryKind(t *testing.T) {
	for _, kind := range voc.RuleKinds() {
		text := "rules:\n- kind: " + string(kind) + "\n  name: mine\n"
		want := voc.DefaultRuleOf(kind)
		want.Name = "mine"
		if got := loaded(t, "rules.yaml", text).Rules[0]; got.Revision() != want.Revision() {
			t.Errorf("%s that says nothing else is %+v, want %+v", kind, got, want)
		}
	}
	r := loaded(t, "rules.yaml", "rules:\n- kind: share\n  at_least: 0.4\n  window: 12h\n  platforms: [xhs, weibo]\n").Rules[0]
	if r.AtLeast != 0.4 || r.Window != 12*time.Hour || !slices.Equal(r.Platforms, []string{"xhs", "weibo"}) || r.MinPosts != 20 {
		t.Errorf("a share rule is read as %+v", r)
	}
}

// What cannot be is told at its own line, with what to write.
func TestAFaultyRuleIsToldAtItsLine(t *testing.T) {
	for _, c := range []struct {
		why, rules string
		want       []string
	}{
		{"an option of another kind", "- name: r\n  kind: count\n  min_posts: 9\n  sensitivity: 2\n", []string{"rules.yaml:5", "sensitivity", "do not look at it", "leave it out"}},
		{"a share in per cent", "- name: r\n  kind: share\n  at_least: 40\n", []string{"rules.yaml:4", "at_least is 40", "e.g. 0.4"}},
		{"a window shorter than a step", "- name: r\n  kind: ratio\n  step: 10m\n  window: 5m\n", []string{"rules.yaml:5", "window is 5m0s"}},
		{"nothing that is grave", "- name: r\n  kind: critical\n  min_severity: 0\n", []string{"rules.yaml:4", "min_severity"}},
		{"a default that no longer fits what is said", "- name: r\n  kind: ratio\n  base: 24h\n", []string{"rules.yaml:2", "min_history", "0 to 24h"}},
		{"a kind nobody knows", "- name: r\n  kind: shares\n", []string{"rules.yaml:3", "write burst, count, share"}},
		{"an option nobody knows", "- name: r\n  kind: share\n  atleast: 1\n", []string{"rules.yaml:4", "atleast"}},
	} {
		_, err := Load(folderWith(t, "rules.yaml", "rules:\n"+c.rules), env(nil))
		if err == nil {
			t.Errorf("%s is taken", c.why)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v\nwant %q in it", c.why, err, want)
			}
		}
	}
}

// TestDocumentedRules loads the examples of docs/configuration.md and the commented ones of
// configs/rules.yaml: what people copy must be accepted, and every kind must be shown.
func TestDocumentedRules(t *testing.T) {
	text, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## rules.yaml")
	section, _, _ = strings.Cut(section, "\n## ")
	sample, err := os.ReadFile("rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string]string{"configs/rules.yaml, comments taken away": regexp.MustCompile(`(?m)^#( {2,})`).ReplaceAllString(string(sample), "$1")}
	for i, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(section, -1) {
		blocks["docs/configuration.md, example "+string(rune('1'+i))] = block[1]
	}
	for name, block := range blocks {
		if !strings.Contains(block, "rules:") {
			continue
		}
		dir := folderWith(t, "rules.yaml", block)
		if err := os.WriteFile(dir+"/channels.yaml", []byte("channels:\n- &hook {name: pr-desk, kind: webhook, url: https://example.com/hook, secrets: [whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=]}\n- {name: ops-desk, kind: webhook, url: https://example.com/ops, secrets: [whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=]}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load(dir, env(nil))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var kinds []voc.RuleKind
		for _, r := range c.Rules {
			kinds = append(kinds, r.Kind)
		}
		for _, kind := range voc.RuleKinds() {
			if !slices.Contains(kinds, kind) {
				t.Errorf("%s shows no rule of kind %s", name, kind)
			}
		}
	}
	if len(blocks) < 2 {
		t.Error("docs/configuration.md has no example of rules")
	}
}
