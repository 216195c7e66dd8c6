package transport

import (
	"strings"
	"testing"
	"time"
)

func TestRobots(t *testing.T) {
	for _, c := range []struct {
		why, file, path string
		allowed         bool
	}{
		{"an empty file allows", "", "/a", true},
		{"everything is forbidden to everybody", "User-agent: *\nDisallow: /", "/a", false},
		{"robots.txt itself is never forbidden", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"an empty Disallow forbids nothing", "User-agent: *\nDisallow:", "/a", true},
		{"our own group counts, not the one for all", "User-agent: *\nDisallow: /\n\nUser-agent: tingfeng\nDisallow: /private", "/a", true},
		{"the name is compared without case and version", "User-agent: TingFeng/2.0\nDisallow: /", "/a", false},
		{"another crawler's group is not ours", "User-agent: tingfengbot\nDisallow: /", "/a", true},
		{"groups that name us are one", "User-agent: tingfeng\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: tingfeng\nDisallow: /b", "/b", false},
		{"two names share a group", "User-agent: x\nUser-agent: tingfeng\nDisallow: /a", "/a", false},
		{"rules before any name mean nothing", "Disallow: /\nUser-agent: x\nDisallow: /", "/a", true},
		{"the longest pattern wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"the longest pattern wins in any order", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/x", false},
		{"of equal length the allowing wins", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"a star stands for anything", "User-agent: *\nDisallow: /*/comment", "/p/1/comment?x", false},
		{"two stars", "User-agent: *\nDisallow: /*a*b$", "/xaxxb", false},
		{"a dollar ends the path", "User-agent: *\nDisallow: /*.php$", "/a.php?x=1", true},
		{"a dollar alone at the end of a plain pattern", "User-agent: *\nDisallow: /a$", "/ab", true},
		{"the query takes part", "User-agent: *\nDisallow: /*?sort=", "/a?sort=new", false},
		{"the raw query is compared as sent", "User-agent: *\nDisallow: /a?b=1&a=2", "/a?b=1&a=2", false},
		{"percent-encoding in either form", "User-agent: *\nDisallow: /%e8%8c%b6", "/%E8%8C%B6", false},
		{"a pattern in plain Chinese", "User-agent: *\nDisallow: /茶", "/%E8%8C%B6/1", false},
		{"an encoded slash is not a slash", "User-agent: *\nDisallow: /a/b", "/a%2Fb", true},
		{"an encoded letter is the letter", "User-agent: *\nDisallow: /a", "/%61", false},
		{"comments and blanks", "User-agent : * # all\n\n Disallow : /a # not this\n", "/a", false},
		{"old line ends and a byte order mark", "\ufeffUser-agent: *\rDisallow: /a", "/a", false},
		{"a crawl-delay ends the list of names", "User-agent: x\nCrawl-delay: 3\nUser-agent: *\nDisallow: /a", "/a", false},
	} {
		t.Run(c.why, func(t *testing.T) {
			r := parseRobots([]byte(c.file), "tingfeng")
			if got := r.allowed(c.path); got != c.allowed {
				t.Errorf("allowed(%q) = %v under %q", c.path, got, c.file)
			}
		})
	}
}

func TestRobotsDelay(t *testing.T) {
	for file, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 7":                                     7 * time.Second,
		"User-agent: *\nCrawl-delay: 0.5":                                   500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 86400":                                 time.Minute,
		"User-agent: *\nCrawl-delay: soon":                                  0,
		"User-agent: *\nCrawl-delay: 7\nUser-agent: tingfeng\nDisallow: /a": 0,
	} {
		if r := parseRobots([]byte(file), "tingfeng"); r.delay != want {
			t.Errorf("%q: delay %s, want %s", file, r.delay, want)
		}
	}
}

func TestRobotsReadsHalfAMegabyte(t *testing.T) {
	file := strings.Repeat("# filler\n", 55_000) + "User-agent: *\nDisallow: /a\n" // 495 kB of comments before the rule
	if r := parseRobots([]byte(file), "tingfeng"); r.allowed("/a") {
		t.Error("a rule inside the first 500 KiB was not read")
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$\nAllow: /%e8", "/xaxxb?%")
	f.Fuzz(func(t *testing.T, file, path string) {
		r := parseRobots([]byte(file), "tingfeng")
		r.allowed(path)
		if !r.allowed("/robots.txt") {
			t.Error("robots.txt must always be allowed")
		}
	})
}
