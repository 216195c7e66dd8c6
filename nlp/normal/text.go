// Package normal brings texts that mean the same into one form, so that every later step knows
// one way of writing: half width letters, lower case, simplified script, no invisible characters,
// no run of a character longer than three.
//
// Emoji stay as they are, and so do the names of drawn ones, [微笑]: both say more about a mood
// than most words.
package normal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxRun is how often one character may stand in a row. 哈哈哈哈哈哈 means no more than 哈哈哈, but
// more than 哈; digits are never shortened, 10000 is a number.
const MaxRun = 3

// Text gives the normal form of s. It is idempotent, and never longer than s in runes. Line breaks
// stay, one in a row; other white space becomes single spaces; bytes that are not UTF-8 go.
func Text(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	w := writer{out: &b}
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				continue
			}
		}
		w.put(r, s[i+utf8.RuneLen(r):])
	}
	return b.String()
}

// plain tells whether s is normal already, so that it need not be copied: nearly half of all
// posts are.
func plain(s string) bool {
	var before rune
	run := 0
	for i, r := range s {
		switch {
		case r >= hanFirst && r <= hanLast:
			if simplified[r-hanFirst] != 0 || wavers(r) {
				return false
			}
		case r == 0, r == utf8.RuneError, r == ' ' && (before == 0 || before == ' ' || before == '\n' || i+1 == len(s)), fold(r) != r, spaces(r) && r != ' ':
			return false
		}
		if r != before {
			run = 0
		}
		if run++; run > MaxRun && !(r >= '0' && r <= '9') {
			return false
		}
		before = r
	}
	return true
}

// writer carries what the next rune's form depends on.
type writer struct {
	out    *strings.Builder
	before rune // the last rune written
	run    int  // how often it was written in a row
	gap    rune // white space waiting: written only when something follows
}

// following gives the next rune that will be written, in its folded form; 0 at the end.
func following(rest string) rune {
	for _, r := range rest {
		if spaces(r) {
			return ' '
		}
		if folded := fold(r); folded != 0 && r != utf8.RuneError {
			return folded
		}
	}
	return 0
}

func (w *writer) put(r rune, rest string) {
	if spaces(r) {
		switch {
		case w.before == 0 || w.gap == '\n':
		case r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029:
			w.gap = '\n'
		default:
			w.gap = ' '
		}
		return
	}
	if r = fold(r); r == 0 {
		return
	}
	var after rune
	if wavers(r) {
		after = following(rest)
	}
	before := w.before
	if w.gap != 0 {
		before = w.gap
	}
	r = simplify(before, r, after)
	if w.gap != 0 {
		w.out.WriteRune(w.gap)
		w.before, w.run, w.gap = w.gap, 1, 0
	}
	if r != w.before {
		w.run = 0
	}
	if w.run++; w.run > MaxRun && !(r >= '0' && r <= '9') {
		return
	}
	w.before = r
	w.out.WriteRune(r)
}

func spaces(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', 0x85, 0xA0, 0x3000, 0x2028, 0x2029, 0x1680, 0x202F, 0x205F:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}

// fold gives the half width, lower case form of one rune, 0 if it is to go. Full-width ， ！ ？ ： ；
// （ ） are Chinese punctuation and stay.
func fold(r rune) rune {
	switch {
	case r < 0x80:
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		if r < 0x20 && r != '\n' || r == 0x7F {
			return 0
		}
		return r
	case r >= hanFirst && r <= hanLast:
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		switch r {
		case '，', '！', '？', '：', '；', '（', '）', '～':
			return r
		}
		return fold(r - 0xFF01 + '!')
	case invisible(r):
		return 0
	case r < 0x600:
		return lower(r)
	}
	return r
}

// lower folds case of the alphabets that have one; a few letters whose lower case is not one rune,
// or not stable, stay.
func lower(r rune) rune {
	l := unicode.ToLower(r)
	if unicode.ToLower(l) != l || l < 0x80 || l >= 0x600 {
		return r
	}
	return l
}

// invisible lists what a reader cannot see: zero-width and direction marks, variation selectors,
// skin tones, control characters, private use and unassigned tags.
func invisible(r rune) bool {
	switch {
	case r < 0xA0, r == 0xAD, r == 0x34F, r == 0x61C, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x180E, r == 0x3164, r == 0xFEFF, r == 0xFFA0, r == 0xFFFD, r == 0xFFFC:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0x1F3FB && r <= 0x1F3FF, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	case r >= 0xE000 && r <= 0xF8FF, r >= 0xFFF0 && r <= 0xFFFB, r >= 0xFFFE && r <= 0xFFFF, r >= 0xF0000:
		return true
	}
	return false
}
