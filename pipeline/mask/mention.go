package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// at judges the @ at i, which takes size bytes: a mail address, a mention, or neither. No earlier
// rule has taken anything from floor on.
func (m *Masker) at(s string, i, size, floor int) (span, int) {
	start := i
	for start > floor {
		c, n := lastASCII(s[:start])
		if !localPart(c) {
			break
		}
		start -= n
	}
	if start < i {
		if n := domainLength(s[i+size:]); n > 0 {
			return span{start, i + size + n, tagEmail}, 0
		}
		return span{}, i + size // "a@b" is neither
	}
	from := i + size
	n, asciiOnly := nameLength(s[from:])
	name := s[from : from+n]
	rest := s[from+n:]
	switch {
	case n == 0:
		return span{}, from
	case strings.HasPrefix(rest, "***"): // masked, here or by the site
		_, last := utf8.DecodeRuneInString(rest[3:])
		return span{}, from + n + 3 + last
	case asciiOnly && (strings.HasPrefix(rest, "@") || strings.HasPrefix(rest, "＠")):
		return span{}, from // "@ann@example.com": the address begins behind
	}
	lower := strings.ToLower(name)
	for _, keep := range m.keep {
		if strings.Contains(lower, keep) {
			return span{}, from + n
		}
	}
	if !asciiOnly && utf8.RuneCountInString(name) > longestName {
		// Running text without a blank behind the name: hide a name's length and keep what is said.
		name = firstRunes(name, usualName)
	}
	return span{from, from + len(name), Name(name)}, 0
}

// longestName is how many characters behind an @ are still taken for a name when no blank ends it;
// usualName is how many are hidden when there are more.
const (
	longestName = 12
	usualName   = 4
)

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// nameLength is how many bytes of s may be a screen name.
func nameLength(s string) (n int, asciiOnly bool) {
	asciiOnly = true
	for i, r := range s {
		switch {
		case r == '_' || r == '-' || r < utf8.RuneSelf && isAlnum(byte(r)):
		case r == '.' && i > 0 && i+1 < len(s) && isAlnum(s[i+1]):
		case r == '·' || r >= utf8.RuneSelf && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			asciiOnly = false
		default:
			return i, asciiOnly
		}
	}
	return len(s), asciiOnly
}

// localPart tells the characters of a mail address before its @. The address of a Chinese sentence
// begins where ASCII begins.
func localPart(c byte) bool { return c != 0 && (isAlnum(c) || strings.IndexByte("._%+-", c) >= 0) }

// domainLength is the length of the mail domain s begins with; 0: none. The Chinese full stop is
// read as a dot, as in "abc@qq。com".
func domainLength(s string) int {
	labels, length, best := 0, 0, 0
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		c := narrow(r)
		switch {
		case isAlnum(c) || c == '-' && length > 0:
			length++
			if labels > 0 && length >= 2 && c != '-' {
				best = i + n
			}
		case length > 0 && (c == '.' || r == '。'):
			labels++
			length = 0
		default:
			return best
		}
		i += n
	}
	return best
}

// narrow returns the ASCII character that r is or is the full-width form of; 0 for any other.
func narrow(r rune) byte {
	if r >= '！' && r <= '～' {
		r -= '！' - '!'
	}
	if r >= utf8.RuneSelf {
		return 0
	}
	return byte(r)
}

func lastASCII(s string) (byte, int) {
	r, n := utf8.DecodeLastRuneInString(s)
	return narrow(r), n
}
