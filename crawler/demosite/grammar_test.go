package demosite

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestTemplates(t *testing.T) {
	fill := func(slot string) string { return "<" + slot + ">" }
	f := func(why, line string, want ...string) {
		t.Helper()
		tpl, err := parseTemplate(line)
		if err != nil {
			t.Errorf("%s: %v", why, err)
			return
		}
		r := rand.New(rand.NewPCG(1, 2))
		seen := map[string]bool{}
		for range 300 {
			var b strings.Builder
			tpl.expand(&b, r, fill)
			seen[b.String()] = true
		}
		var got []string
		for s := range seen {
			got = append(got, s)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q gives %q, want %q", why, line, got, want)
		}
	}
	f("plain text stays", "好喝", "好喝")
	f("a choice takes one branch", "(太|真)甜", "太甜", "真甜")
	f("a branch may be empty", "甜(了|)", "甜了", "甜")
	f("choices nest", "(a(b|c)|d)", "ab", "ac", "d")
	f("a slot is filled from outside", "在{store}买的", "在<store>买的")
	f("a range gives every number of it", "{8..10}块", "8块", "9块", "10块")
	f("a slot may stand in a branch", "({brand}|他家)", "<brand>", "他家")
}

func TestBrokenTemplates(t *testing.T) {
	f := func(line, want string) {
		t.Helper()
		if _, err := parseTemplate(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that says %q", line, err, want)
		}
	}
	f("(太|真", "without its )")
	f("太|真", "outside of brackets")
	f("太)真", "outside of brackets")
	f("{brand", "without its }")
	f("brand}", "without its {")
	f("{}", "empty")
	f("{9..3}", "upwards")
	f("{a..3}", "range")
}

func FuzzParseTemplate(f *testing.F) {
	for _, s := range []string{"(a|b)", "{x}", "{1..2}", "((((|", "a}b", ")("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		tpl, err := parseTemplate(line)
		if err != nil {
			return
		}
		var b strings.Builder
		tpl.expand(&b, rand.New(rand.NewPCG(1, 1)), func(string) string { return "" })
		if tpl.fragments() < 1 {
			t.Errorf("%q parses and stands for nothing", line)
		}
	})
}

func TestBrokenPhraseFiles(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		b := &book{sections: map[string]*section{}}
		if err := b.read("x.txt", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that says %q", text, err, want)
		}
	}
	f("好喝\n", "x.txt:1: a line before the first section")
	f("== a\n(好\n", "x.txt:2")
	f("== a\n好\n== a\n", "x.txt:3: section \"a\" is there twice")
	f("== a | weight\n", "no value")
	f("== a | weight viel\n", "weight")
}
