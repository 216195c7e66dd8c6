package mask

import "unicode/utf8"

// mostLetters is how many of a mobile number's eleven signs may be letters for it still to be one.
const mostLetters = 4

// lettered is a mobile number at i some of whose digits are written with letters that look like them:
// l and I for 1, O for 0. It stands for itself, undivided or cut 3-4-4, between signs that are neither
// letters nor digits: codes of goods and words run on. end 0: there is none.
func lettered(s string, i int) span {
	if before, n := lastASCII(s[:i]); n > 0 && isAlnum(before) {
		return span{}
	}
	at, count, letters := i, 0, 0
	var sep byte
	for count < 11 {
		c, n := asciiAt(s, at)
		if parted := count == 3 && sep == 0 || count == 7 && sep != 0; parted && (c == '-' || c == ' ') {
			if count == 7 && c != sep {
				return span{}
			}
			sep = c
			at += n
			c, n = asciiAt(s, at)
		} else if count == 7 && sep != 0 {
			return span{}
		}
		d := lookalike(c)
		if d == 0 || count == 0 && d != '1' || count == 1 && d < '3' {
			return span{}
		}
		if d != c {
			letters++
		}
		count++
		at += n
	}
	if after, _ := asciiAt(s, at); letters == 0 || letters > mostLetters || isAlnum(after) || after == '@' {
		return span{}
	}
	return span{i, at, tagMobile}
}

// lookalike is the digit a sign is or looks like; 0: neither.
func lookalike(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c
	case c == 'l' || c == 'I':
		return '1'
	case c == 'O' || c == 'o':
		return '0'
	}
	return 0
}

// asciiAt is the sign at i in its ASCII form and its length in the text; 0: it has none.
func asciiAt(s string, i int) (byte, int) {
	r, n := utf8.DecodeRuneInString(s[i:])
	return narrow(r), n
}
