package mask

import "unicode/utf8"

// isPlateStart knows the characters number plates begin with.
func isPlateStart(r rune) bool {
	switch r {
	case '京', '津', '沪', '渝', '冀', '豫', '云', '辽', '黑', '湘', '皖', '鲁', '新', '苏', '浙', '赣', '鄂', '桂', '甘', '晋', '蒙', '陕', '吉', '闽', '贵', '粤', '青', '藏', '川', '宁', '琼', '使':
		return true
	}
	return false
}

// plate reads a number plate at i, whose province takes size bytes: a letter, then five characters,
// or six for new energy, the last of a trainer's, police or cross-border car a word. At least
// three must be digits, so that "京AAAAAA级" is a grade and no car.
func plate(s string, i, size int) (end int, ok bool) {
	if before, _ := utf8.DecodeLastRuneInString(s[:i]); s[i:i+size] == "新" && (before == '全' || before == '最' || before == '崭' || before == '更') {
		return 0, false // "全新A53025" is a model
	}
	at := i + size
	letter, n := plateChar(s, at)
	if letter < 'A' {
		return 0, false
	}
	at += n
	for range 2 {
		switch r, n := utf8.DecodeRuneInString(s[at:]); r {
		case '·', '•', '-', ' ', '.', '・', '－':
			at += n
		}
	}
	count, digits := 0, 0
	for count < 7 {
		c, n := plateChar(s, at)
		if c == 0 {
			break
		}
		if c <= '9' {
			digits++
		}
		count++
		at += n
	}
	if count == 4 {
		switch r, n := utf8.DecodeRuneInString(s[at:]); r {
		case '学', '警', '港', '澳', '挂', '领', '使':
			at += n
			count++
		}
	}
	return at, (count == 5 || count == 6) && digits >= 3
}

// plateChar returns the letter or digit at i in upper-case ASCII, 0 for anything else.
func plateChar(s string, i int) (byte, int) {
	r, n := utf8.DecodeRuneInString(s[i:])
	c := narrow(r)
	if !isAlnum(c) {
		return 0, 0
	}
	if c >= 'a' {
		c -= 'a' - 'A'
	}
	return c, n
}
