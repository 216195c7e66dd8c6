package configs

import (
	"strings"
	"testing"
)

func TestPlaceholdersAreReplacedWhereverAValueStands(t *testing.T) {
	values := map[string]string{"A": "x", "B_2": "y", "EMPTY": "", "TRICKY": "a: [b] # ${A}"}
	f := func(why, text, want string) {
		t.Helper()
		s, problems := decodeSample(text, values)
		if len(problems) > 0 || s.Listen != want {
			t.Errorf("%s: %q gives %q (%v), want %q", why, text, s.Listen, problems, want)
		}
	}
	f("plain", "listen: ${A}\n", "x")
	f("two in one value", "listen: ${A}:${B_2}\n", "x:y")
	f("in double quotes", "listen: \"${A} \"\n", "x ")
	f("in single quotes", "listen: '${A}'\n", "x")
	f("in a block that keeps its lines", "listen: |-\n  ${A}\n  b\n", "x\nb")
	f("in a folded block", "listen: >-\n  ${A}\n  b\n", "x b")
	f("set to nothing, which is not unset", "listen: ${EMPTY}\n", "")
	f("a value that looks like YAML, and like a placeholder, stays what it is", "listen: ${TRICKY}\n", "a: [b] # ${A}")
	f("a dollar alone", "listen: $A\n", "$A")
	f("a name that is none", "listen: ${1A}\n", "${1A}")
	f("an anchor and its alias", "brands:\n- id: &n ${A}\nlisten: *n\n", "x")
}

func TestPlaceholdersStayInKeysAndComments(t *testing.T) {
	s, problems := decodeSample("listen: a # ${NOT_SET}\n# ${NOT_SET}\n", nil)
	if len(problems) > 0 || s.Listen != "a" {
		t.Errorf("got %q, %v; comments are nobody's values", s.Listen, problems)
	}
	_, problems = decodeSample("${KEY}: a\n", map[string]string{"KEY": "listen"})
	if !strings.Contains(problems.Error(), `unknown key "${KEY}"`) {
		t.Errorf("got %v; the environment must not choose which option is set", problems)
	}
}

func TestEveryUnsetNameIsReportedInItsPlace(t *testing.T) {
	_, problems := decodeSample("listen: ${ONE}\nbrands:\n- id: a\n  any: [b, '${TWO}', '${ONE}${THREE}']\n", nil)
	if len(problems) != 4 {
		t.Fatalf("%d problems: %v; want one for each name", len(problems), problems)
	}
	for i, want := range []string{"a.yaml:1: environment variable ONE", "a.yaml:4: environment variable TWO", "a.yaml:4: environment variable ONE", "a.yaml:4: environment variable THREE"} {
		if !strings.HasPrefix(problems[i].String(), want) || problems[i].Column == 0 {
			t.Errorf("problem %d is %v in column %d, want it to begin with %q", i, problems[i], problems[i].Column, want)
		}
	}
}

// A secret must not stand in what is printed.
func TestProblemsDoNotShowWhatCameFromTheEnvironment(t *testing.T) {
	_, problems := decodeSample("listen: ${SECRET}\nlistn: b\n", map[string]string{"SECRET": "hunter2"})
	if len(problems) == 0 || strings.Contains(problems.Error(), "hunter2") {
		t.Errorf("got %v", problems)
	}
}

func TestFilesAsEditorsWriteThem(t *testing.T) {
	f := func(why, text, want string) {
		t.Helper()
		s, problems := decodeSample(text, nil)
		if len(problems) > 0 || s.Listen != want {
			t.Errorf("%s: got %q, %v; want %q", why, s.Listen, problems, want)
		}
	}
	f("with a byte order mark", "\ufefflisten: 山外\n", "山外")
	f("with line ends of another system", "every: 90s\r\nlisten: b\r\n", "b")
	f("without a last line end", "listen: b", "b")
	f("with a document start", "---\nlisten: b\n", "b")
	f("with nothing but a mark", "\ufeff", "127.0.0.1:8420")
}

// A brand in another encoding would match no text, and nobody would know why.
func TestFilesInAnotherEncodingAreRefused(t *testing.T) {
	_, problems := decodeSample("every: 90s\nlisten: \xc9\xbd\xcd\xe2\n", nil)
	if got := problems.Error(); !strings.Contains(got, "a.yaml:2: this is not UTF-8") || !strings.Contains(got, "save the file as UTF-8") {
		t.Errorf("got %v, want the line and what to do", problems)
	}
}

func TestNearestKeyIsNearEnough(t *testing.T) {
	f := func(written, want string) {
		t.Helper()
		if got := nearest(written, []string{"listen", "every", "timezone", "min_posts", "min_authors"}); got != want {
			t.Errorf("%q is taken for %q, want %q", written, got, want)
		}
	}
	f("lisen", "listen")
	f("Listen", "listen")
	f("min_authors", "") // right somewhere else, which does not help here
	f("minposts", "min_posts")
	f("time_zone", "timezone")
	f("password", "")
	f("", "")
}

func TestEdits(t *testing.T) {
	f := func(a, b string, want int) {
		t.Helper()
		if got, back := edits(a, b), edits(b, a); got != want || back != want {
			t.Errorf("from %q to %q: %d, back: %d; want %d", a, b, got, back, want)
		}
	}
	f("", "", 0)
	f("", "abc", 3)
	f("abc", "abc", 0)
	f("kitten", "sitting", 3)
	f("quiet", "quite", 2)
}
