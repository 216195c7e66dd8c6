package sqlite

import "strings"

// columns reads the names of a table's columns out of the statement that made it. rowid is the
// column that stands for the row's own number, -1 when there is none. plain is false for tables
// that are stored in another way: virtual ones, and those WITHOUT ROWID.
func columns(sql string) (names []string, rowid int, plain bool) {
	words := tokens(sql)
	open := -1
	for i, w := range words {
		if w == "(" {
			open = i
			break
		}
		if strings.EqualFold(w, "virtual") {
			return nil, -1, false
		}
	}
	if open < 0 {
		return nil, -1, false
	}
	rowid = -1
	depth, from := 1, open+1
	primary := ""
	for i := from; i < len(words) && depth > 0; i++ {
		switch words[i] {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 || depth == 1 && words[i] == "," {
			names, primary = column(words[from:i], names, primary)
			from = i + 1
		}
	}
	for _, w := range words[min(from, len(words)):] {
		if strings.EqualFold(w, "without") {
			return nil, -1, false
		}
	}
	for i, n := range names {
		if primary != "" && n == primary {
			rowid = i
		}
	}
	return names, rowid, len(names) > 0 && len(names) <= maxColumns
}

// column reads one definition. primary is the name of the INTEGER PRIMARY KEY, which is no value of
// the row but its number.
func column(words, names []string, primary string) ([]string, string) {
	if len(words) == 0 {
		return names, primary
	}
	upper := strings.ToUpper(strings.Join(words[1:], " "))
	switch strings.ToUpper(words[0]) {
	case "CONSTRAINT", "UNIQUE", "CHECK", "FOREIGN":
		return names, constraint(strings.ToUpper(strings.Join(words, " ")), words, primary)
	case "PRIMARY":
		if strings.HasPrefix(upper, "KEY (") {
			return names, constraint(strings.ToUpper(strings.Join(words, " ")), words, primary)
		}
	}
	name := unquote(words[0])
	if upper == "INTEGER" || strings.HasPrefix(upper, "INTEGER ") {
		if strings.Contains(upper, "PRIMARY KEY") && !strings.Contains(upper, "PRIMARY KEY DESC") {
			return append(names, name), name
		}
		return append(names, name), primary + "" + integerMark(name, primary)
	}
	return append(names, name), primary
}

// integerMark remembers nothing: a key that is named below the columns is found by constraint.
func integerMark(string, string) string { return "" }

// constraint finds a primary key of one column that is named below the columns, as SQLAlchemy does.
func constraint(upper string, words []string, primary string) string {
	at := strings.Index(upper, "PRIMARY KEY ( ")
	if at < 0 {
		return primary
	}
	for i := range words {
		if words[i] == "(" && i+2 < len(words) && words[i+2] == ")" {
			return unquote(words[i+1])
		}
	}
	return primary
}

// tokens cuts a statement into words, quoted names and punctuation; comments go.
func tokens(sql string) []string {
	var all []string
	for i := 0; i < len(sql); {
		c := sql[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case strings.HasPrefix(sql[i:], "--"):
			end := strings.IndexByte(sql[i:], '\n')
			if end < 0 {
				return all
			}
			i += end
		case strings.HasPrefix(sql[i:], "/*"):
			end := strings.Index(sql[i+2:], "*/")
			if end < 0 {
				return all
			}
			i += end + 4
		case c == '"' || c == '\'' || c == '`' || c == '[':
			n := quotedLength(sql[i:])
			all = append(all, sql[i:i+n])
			i += n
		case c == '(' || c == ')' || c == ',':
			all = append(all, string(c))
			i++
		default:
			n := strings.IndexAny(sql[i:], " \t\n\r(),\"'`[")
			if n < 0 {
				n = len(sql) - i
			}
			all = append(all, sql[i:i+n])
			i += n
		}
	}
	return all
}

// quotedLength is how long the quoted name at the beginning of s is; a doubled mark is one of it.
func quotedLength(s string) int {
	end := s[0]
	if end == '[' {
		end = ']'
	}
	for i := 1; i < len(s); i++ {
		if s[i] != end {
			continue
		}
		if end != ']' && i+1 < len(s) && s[i+1] == end {
			i++
			continue
		}
		return i + 1
	}
	return len(s)
}

func unquote(name string) string {
	if len(name) < 2 || !strings.ContainsRune("\"'`[", rune(name[0])) {
		return name
	}
	mark := name[:1]
	inner := name[1 : len(name)-1]
	if mark == "[" {
		return inner
	}
	return strings.ReplaceAll(inner, mark+mark, mark)
}
