package access

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lengths of passwords, in characters. Length is what makes one hard to guess; mixtures of signs
// only make it hard to remember.
const (
	MinPassword = 10
	MaxPassword = 128
)

// Why a password is refused.
var (
	ErrShort   = fmt.Errorf("a password needs at least %d characters", MinPassword)
	ErrLong    = fmt.Errorf("a password has at most %d characters", MaxPassword)
	ErrGuessed = errors.New("this password is among the first that are tried")
	ErrNamed   = errors.New("the password holds the name one signs in with")
	ErrSame    = errors.New("the new password is the old one")
)

// common are words that lists of guesses begin with, here and in China: after folding case and cutting
// digits and signs from both ends a password must not be one of them.
var common = strings.Fields(`password passwort admin administrator root letmein welcome qwerty qwertyuiop asdfgh asdfghjkl zxcvbn
zxcvbnm iloveyou woaini woainima tingfeng changeme changeit secret default dragon monkey sunshine princess football abc abcd abcdef
abcdefg qazwsx qazwsxedc wasd test guest user login master hello 密码 我爱你 听风 管理员`)

// CheckPassword refuses what can be guessed: too short, a well-known word with digits around it, one sign
// or a row of neighbours repeated, the name itself. nil: it will do.
func CheckPassword(password, name string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < MinPassword:
		return ErrShort
	case n > MaxPassword:
		return ErrLong
	}
	folded := strings.ToLower(password)
	if name := strings.ToLower(name); utf8.RuneCountInString(name) >= 3 && strings.Contains(folded, name) {
		return ErrNamed
	}
	core := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range common {
		if core == word {
			return ErrGuessed
		}
	}
	if core == "" && n < 14 || plainRow(folded) || repeats(folded) {
		return ErrGuessed
	}
	return nil
}

// plainRow tells a text whose every sign is the same as, or next to, the one before: 1111…, 123456…, abcdef….
func plainRow(text string) bool {
	var before rune
	for i, r := range text {
		if d := r - before; i > 0 && (d < -1 || d > 1) {
			return false
		}
		before = r
	}
	return true
}

// repeats tells a text that is one short piece over and over: abcabcabcabc.
func repeats(text string) bool {
	for n := 1; n <= 4 && n*2 < len(text); n++ {
		if strings.Repeat(text[:n], len(text)/n+1)[:len(text)] == text {
			return true
		}
	}
	return false
}

// MaxName is the longest name one signs in with, in characters.
const MaxName = 40

// CheckName refuses names that could be taken for another: signs nobody sees, spaces, signs of direction.
func CheckName(name string) error {
	if name == "" || utf8.RuneCountInString(name) > MaxName || !utf8.ValidString(name) {
		return fmt.Errorf("a name has 1 to %d characters", MaxName)
	}
	for _, r := range name {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-@+·", r) || unicode.Is(unicode.Han, r)
		if !plain {
			return fmt.Errorf("a name is written with Chinese characters, letters, digits and . _ - @ +: %q is none of them", r)
		}
	}
	if strings.EqualFold(name, "tingfeng") {
		return errors.New("tingfeng is the name of the program itself: choose another")
	}
	return nil
}

// alphabet leaves out what is mistaken when it is read out: 0 O 1 l I.
const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// OneTime makes a password for one use, to be read out to somebody: four groups of four.
func OneTime(random io.Reader) (string, error) {
	var b strings.Builder
	one := make([]byte, 1)
	for n := 0; n < 16; {
		if _, err := io.ReadFull(random, one); err != nil {
			return "", fmt.Errorf("access: random bytes: %w", err)
		}
		if int(one[0]) >= 256/len(alphabet)*len(alphabet) {
			continue // keeps every sign as likely as every other
		}
		if n > 0 && n%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[int(one[0])%len(alphabet)])
		n++
	}
	return b.String(), nil
}
