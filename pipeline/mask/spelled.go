package mask

import (
	"strings"
	"unicode/utf8"
)

// spelled judges a mail address written so that machines do not see it, of which the word for @ begins
// at i: "zhang.san(at)example.com", "zhangsan at example dot com", "zhangsan艾特qq点com". Plain words
// are in no danger: "look at qq.com" has no bracket, no spelled dot and no digit before it. end 0: none.
func spelled(s string, i, floor int) span {
	word, han := atWord(s[i:])
	if word == 0 {
		return span{}
	}
	left, opened := i, byte(0)
	left, opened = skipBack(s, left, floor)
	start := left
	for start > floor {
		c, n := lastASCII(s[:start])
		if !localPart(c) {
			break
		}
		start -= n
	}
	local := strings.Trim(s[start:left], "._%+-")
	if len(local) < 2 {
		return span{}
	}
	right := skipAhead(s, i+word, opened)
	if !han && opened == 0 && (left == i || right == i+word) {
		return span{} // letters in the middle of a word
	}
	length, dotted := spelledDomain(s[right:])
	if length == 0 {
		return span{}
	}
	if plain := !han && opened == 0 && !dotted; plain && !strings.ContainsAny(local, "0123456789._") {
		return span{}
	}
	return span{start, right + length, tagEmail}
}

// atWord is the length of the word for @ that s begins with, and whether it is the Chinese one.
func atWord(s string) (n int, han bool) {
	switch {
	case strings.HasPrefix(s, "艾特"):
		return len("艾特"), true
	case foldPrefix(s, "at") && !letterOrDigitAt(s, 2):
		return 2, false
	}
	return 0, false
}

// closing gives what closes a bracket.
var closing = map[byte]byte{'(': ')', '[': ']', '{': '}', '<': '>'}

// skipBack goes back over blanks and one bracket before i and tells which one it was.
func skipBack(s string, i, floor int) (at int, bracket byte) {
	blanks := func() {
		for i > floor && i > 0 && s[i-1] == ' ' {
			i--
		}
	}
	blanks()
	if i > floor {
		if c, n := lastBracket(s[:i]); c != 0 {
			i, bracket = i-n, c
			blanks()
		}
	}
	return i, bracket
}

// lastBracket is the opening bracket s ends with, in its ASCII form; 0: none.
func lastBracket(s string) (byte, int) {
	r, n := utf8.DecodeLastRuneInString(s)
	c := narrow(r)
	if r == '【' {
		c = '['
	}
	if closing[c] == 0 {
		return 0, 0
	}
	return c, n
}

// skipAhead goes on over blanks and the bracket that closes the one opened.
func skipAhead(s string, i int, opened byte) int {
	i += len(s[i:]) - len(strings.TrimLeft(s[i:], " "))
	if opened == 0 || i >= len(s) {
		return i
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if c := narrow(r); c == closing[opened] || r == '】' && opened == '[' {
		i += n
		i += len(s[i:]) - len(strings.TrimLeft(s[i:], " "))
	}
	return i
}

// mailEndings are the ends of domains people have mail at.
var mailEndings = map[string]bool{"com": true, "cn": true, "net": true, "org": true, "edu": true, "gov": true, "io": true, "me": true, "cc": true, "hk": true, "tw": true, "jp": true, "co": true}

// dots are the ways a dot is written; the spelled ones tell that an address is meant.
var dots = []struct {
	text    string
	spelled bool
}{{" dot ", true}, {" (dot) ", true}, {" [dot] ", true}, {"(dot)", true}, {"[dot]", true}, {"（dot）", true}, {"【dot】", true}, {" 点 ", true}, {"点", true}, {".", false}, {"。", false}, {"．", false}}

// spelledDomain is the length of the domain s begins with and whether one of its dots is spelled out.
func spelledDomain(s string) (length int, dotted bool) {
	i, label, labels, spelledOut := 0, 0, 0, false
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if c := narrow(r); isAlnum(c) || c == '-' && i > label {
			i += n
			if labels > 0 && mailEndings[strings.ToLower(s[label:i])] && !letterOrDigitAt(s, i) {
				length, dotted = i, spelledOut
			}
			continue
		}
		if i == label {
			break
		}
		step := 0
		for _, d := range dots {
			if foldPrefix(s[i:], d.text) {
				step, spelledOut = len(d.text), spelledOut || d.spelled
				break
			}
		}
		if step == 0 {
			break
		}
		i += step
		label = i
		labels++
	}
	return length, dotted
}
