package mask

// isMobile knows mainland mobile numbers: 1, then 3 to 9, eleven digits, with or without 86 or 0086
// before them. Groups must be cut as people cut them: "13 14 15 16 17 8" is a list of sizes.
func isMobile(digits []byte, groups []group) bool {
	n := len(digits)
	if n < 11 || n > 15 {
		return false
	}
	code := n - 11
	if code > 0 {
		if prefix := string(digits[:code]); prefix != "86" && prefix != "086" && prefix != "0086" {
			return false
		}
		switch {
		case len(groups) > 1 && groups[0].to-groups[0].from == code:
			groups, code = groups[1:], 0
			digits = digits[n-11:]
		case len(groups) > 1 && groups[0].to-groups[0].from < code:
			return false
		}
	}
	if d := digits[code:]; d[0] != '1' || d[1] < '3' {
		return false
	}
	return mobileGrouping(groups, code)
}

// mobileGrouping lists the ways to cut eleven digits. glued is how many digits of a country code
// still hang on the first group.
func mobileGrouping(groups []group, glued int) bool {
	var cut [11]byte
	if len(groups) > len(cut) {
		return false
	}
	first := groups[0].to - groups[0].from
	if len(groups) > 1 && first <= glued || first == 11 {
		glued = 0
	}
	loose := false // cut by signs that other numbers are cut by more often
	for i, g := range groups {
		cut[i] = byte('0' + g.to - g.from)
		if i == 0 {
			cut[0] -= byte(glued)
		}
		loose = loose || i > 0 && (g.sep == '.' || g.sep == '/')
	}
	switch shape := string(cut[:len(groups)]); shape {
	case "344", "11111111111":
		return true
	case ";", "38", "74", "434", "443", "335", "56", "65", "32222": // ';' is '0'+11
		return !loose
	}
	return false
}

// isLandline knows an area code (010, 02x, 03xx … 09xx) with seven or eight digits behind it.
func isLandline(digits []byte, groups []group) bool {
	if digits[0] != '0' || len(digits) < 10 || len(digits) > 12 {
		return false
	}
	area := 4
	switch {
	case digits[1] == '1':
		if digits[2] != '0' {
			return false
		}
		area = 3
	case digits[1] == '2':
		area = 3
	case digits[1] < '3':
		return false
	}
	local := len(digits) - area
	if local != 8 && (local != 7 || area == 3) || digits[area] < '2' {
		return false
	}
	for _, g := range groups[1:] {
		if g.sep == '.' {
			return false
		}
	}
	// Undivided, or divided behind the area code into parts of three or more.
	if len(groups) == 1 {
		return true
	}
	if groups[0].to-groups[0].from != area {
		return false
	}
	for _, g := range groups[1:] {
		if g.to-g.from < 3 {
			return false
		}
	}
	return true
}

// isCard knows bank cards: 16 to 19 digits that begin as cards do and hold the Luhn sum.
func isCard(digits []byte, groups []group) bool {
	if d := digits[0]; d < '3' || d == '7' || d == '8' {
		return false // 3, 4, 5, 6: the international and Chinese schemes; 9: older Chinese cards
	}
	for i, g := range groups {
		if g.sep == '.' || i < len(groups)-1 && g.to-g.from < 3 {
			return false
		}
	}
	return luhn(digits)
}

// luhn checks the sum of ISO/IEC 7812-1.
func luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// plausibleID knows resident identity cards: 17 digits before an X, 18 digits, or 15 of the first
// generation. The region must exist, and the date of birth be a date; a wrong check digit is a
// typing error of a real number more often than anything else.
func plausibleID(digits []byte) bool {
	num := func(from, to int) int {
		n := 0
		for _, d := range digits[from:to] {
			n = n*10 + int(d-'0')
		}
		return n
	}
	switch p := num(0, 2); {
	case p >= 11 && p <= 15, p >= 21 && p <= 23, p >= 31 && p <= 37, p >= 41 && p <= 46, p >= 50 && p <= 54, p >= 61 && p <= 65, p == 71, p == 81, p == 82, p == 83:
	default:
		return false
	}
	at := 6
	if len(digits) >= 17 {
		if year := num(6, 10); year < 1900 || year > 2099 {
			return false
		}
		at = 8
	}
	month, day := num(at+2, at+4), num(at+4, at+6)
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}
