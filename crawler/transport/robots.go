package transport

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read. RFC 9309 §2.5 asks for at least 500 KiB.
const maxRobots = 512 << 10

// maxCrawlDelay is the longest Crawl-delay obeyed. It is no part of RFC 9309; some write a day.
const maxCrawlDelay = time.Minute

// rules are what one robots.txt says to one crawler.
type rules struct {
	all      verdict // asked before any rule
	reason   string  // of a verdict
	list     []rule
	delay    time.Duration
	sitemaps []string
}

type verdict int

const (
	byRule verdict = iota
	allowAll
	denyAll
)

type rule struct {
	allow   bool
	pattern string // percent-encoding normalised
}

// parseRobots reads the groups that speak to agent (RFC 9309 §2.2.1: all groups that name it are
// one; only when none does, those for "*").
func parseRobots(body []byte, agent string) rules {
	var named, star, none rules
	var sitemaps []string
	found, naming := false, false // a group naming us was seen; the last line was a user-agent line
	current := []*rules{&none}
	for line := range strings.Lines(readable(body)) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if !naming {
				current = current[:0]
			}
			naming = true
			switch {
			case strings.EqualFold(productToken.FindString(value), agent):
				current, found = append(current, &named), true
			case value == "*":
				current = append(current, &star)
			}
		case "allow", "disallow":
			naming = false
			for _, r := range current {
				r.add(key == "allow", value)
			}
		case "crawl-delay":
			naming = false
			for _, r := range current {
				r.slow(value)
			}
		case "sitemap":
			sitemaps = addSitemap(sitemaps, value)
		}
	}
	if !found {
		named = star
	}
	named.sitemaps = sitemaps
	return named
}

// readable is as much of a robots.txt as is read, with one sort of line ends.
func readable(body []byte) string {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if len(body) >= maxRobots { // cut off: half a pattern would forbid more than the whole
		body = body[:bytes.LastIndexByte(body[:maxRobots], '\n')+1]
	}
	return strings.ReplaceAll(string(body), "\r", "\n")
}

// Bounds of the sitemaps kept of one robots.txt; the sitemaps protocol itself ends addresses at 2048.
const (
	maxSitemaps = 1000
	maxAddress  = 2048
)

// addSitemap keeps an absolute address of http or https, once.
func addSitemap(list []string, value string) []string {
	u, err := url.Parse(value)
	if err != nil || len(value) > maxAddress || len(list) >= maxSitemaps || checkURL(u) != nil || slices.Contains(list, value) {
		return list
	}
	return append(list, strings.Clone(value)) // not to keep the whole file for the sake of a line
}

// weight is roughly what the rules take in memory, in bytes.
func (r *rules) weight() int {
	sum := 0
	for i := range r.list {
		sum += 48 + len(r.list[i].pattern)
	}
	for _, address := range r.sitemaps {
		sum += 16 + len(address)
	}
	return sum
}

func (r *rules) add(allow bool, pattern string) {
	if pattern == "" || pattern[0] != '/' && pattern[0] != '*' {
		return // an empty Disallow forbids nothing; a pattern without its slash means nothing
	}
	r.list = append(r.list, rule{allow, normalPattern(pattern)})
}

// normalPattern brings a pattern to the form paths are compared in. Only a $ at its end is special;
// one in the middle is a character, and characters that patterns use are encoded in paths.
func normalPattern(pattern string) string {
	body, anchored := strings.CutSuffix(pattern, "$")
	body = strings.ReplaceAll(normalPath(body), "$", "%24")
	if anchored {
		body += "$"
	}
	return body
}

// sentPath is a path and query, as sent, in the form patterns are compared with.
func sentPath(path string) string {
	return strings.NewReplacer("*", "%2A", "$", "%24").Replace(normalPath(path))
}

func (r *rules) slow(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err == nil && seconds > 0 {
		r.delay = max(r.delay, min(time.Duration(min(seconds, 1e6)*float64(time.Second)), maxCrawlDelay))
	}
}

// allowed tells whether a path with its query, as sent, may be fetched. The longest pattern that
// matches decides; of two equally long ones the allowing (RFC 9309 §2.2.2).
func (r *rules) allowed(path string) bool {
	switch {
	case r.all == allowAll, path == "/robots.txt":
		return true
	case r.all == denyAll:
		return false
	}
	path = sentPath(path)
	best, allow := -1, true
	for _, rule := range r.list {
		if n := len(rule.pattern); (n > best || n == best && rule.allow) && matches(rule.pattern, path) {
			best, allow = n, rule.allow
		}
	}
	return allow
}

// matches compares without backtracking over more than the last star, so a pattern of many stars
// costs no more than pattern times path.
func matches(pattern, path string) bool {
	anchored := strings.HasSuffix(pattern, "$")
	pattern = strings.TrimSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	if len(parts) == 1 {
		return !anchored || path == ""
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	if anchored {
		return strings.HasSuffix(path, parts[last])
	}
	return strings.Contains(path, parts[last])
}

// normalPath brings percent-encoding to one form: what need not be encoded is decoded, the rest has
// upper-case digits, and bytes over 127 are encoded. "/茶", "/%e8%8c%b6" and "/%E8%8C%B6" are equal.
func normalPath(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				i += 2
				if c = byte(v); unreserved(c) {
					b.WriteByte(c)
				} else {
					b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
				}
				continue
			}
		}
		if c >= 0x80 || c <= ' ' {
			b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
