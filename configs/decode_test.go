package configs

import (
	"strings"
	"testing"
	"time"
)

type sample struct {
	Listen string        `yaml:"listen"`
	Every  time.Duration `yaml:"every"`
	Brands []struct {
		ID   string   `yaml:"id"`
		Name string   `yaml:"name"`
		Any  []string `yaml:"any"`
	} `yaml:"brands"`
}

func decodeSample(text string, env map[string]string) (sample, Problems) {
	s := sample{Listen: "127.0.0.1:8420"}
	doc, problems := read("a.yaml", []byte(text), func(name string) (string, bool) { v, ok := env[name]; return v, ok })
	if len(problems) == 0 {
		problems = doc.into(&s)
	}
	return s, problems
}

func TestDecodeSuccess(t *testing.T) {
	f := func(text string, env map[string]string, want func(sample) bool) {
		t.Helper()
		s, problems := decodeSample(text, env)
		if len(problems) > 0 || !want(s) {
			t.Errorf("%q → %+v, problems %v", text, s, problems)
		}
	}
	f("", nil, func(s sample) bool { return s.Listen == "127.0.0.1:8420" })
	f("# only a comment\n", nil, func(s sample) bool { return s.Listen == "127.0.0.1:8420" })
	f("listen: 127.0.0.1:9000\n", nil, func(s sample) bool { return s.Listen == "127.0.0.1:9000" })
	f("every: 90s\n", nil, func(s sample) bool { return s.Every == 90*time.Second && s.Listen == "127.0.0.1:8420" })
	f("listen: ${ADDR}:80\n", map[string]string{"ADDR": "h"}, func(s sample) bool { return s.Listen == "h:80" })
	f("listen: '${ADDR}'\n", map[string]string{"ADDR": "a: b #c"}, func(s sample) bool { return s.Listen == "a: b #c" })
	f("brands:\n- id: a\n  name: 青\n  any: [x, 'y']\n", nil, func(s sample) bool { return len(s.Brands) == 1 && s.Brands[0].Any[1] == "y" })
}

func TestDecodeFailureNamesTheLineAndTheRemedy(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		_, problems := decodeSample(text, nil)
		if len(problems) == 0 {
			t.Errorf("%q: no problem found, want one with %q", text, want)
			return
		}
		if got := problems.Error(); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want it to contain %q", text, got, want)
		}
	}
	f("\nlisten: a\nlistn: b\n", `a.yaml:3: unknown key "listn"; did you mean "listen"?`)
	f("brands:\n- id: a\n  nam: b\n", `a.yaml:3: unknown key "nam"; did you mean "name"?`)
	f("listen: a\nlisten: b\n", "a.yaml:2:")
	f("listen: ${NOT_SET}\n", "a.yaml:1: environment variable NOT_SET is not set")
	f("listen: [a\n", "a.yaml:1")
	f("every: soon\n", "a.yaml:1")
	f("listen: a\n---\nlisten: b\n", "more than one YAML document")
	f("completely: wrong\n", `remove it`)
}

func TestLineOfAPath(t *testing.T) {
	doc, problems := read("a.yaml", []byte("x: 1\nbrands:\n- id: a\n- id: b\n"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := doc.line("$.brands[1].id"); got != 4 {
		t.Errorf("line of $.brands[1].id = %d, want 4", got)
	}
	if got := doc.line("$.nothing[1]"); got != 0 {
		t.Errorf("line of what is not there = %d, want 0", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("listen: a\nbrands:\n- {id: b}\n")
	f.Add("a: &x [*x]\n")
	f.Add("${")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return
		}
		decodeSample(text, nil) // must not panic, whatever is in the file
	})
}
