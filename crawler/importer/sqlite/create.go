package sqlite

import (
	"slices"
	"strings"
)

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
	d := definitions{integer: map[string]bool{}}
	depth, from := 1, open+1
	for i := from; i < len(words) && depth > 0; i++ {
		switch words[i] {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 || depth == 1 && words[i] == "," {
			d.add(words[from:i])
			from = i + 1
		}
	}
	for _, w := range words[min(from, len(words)):] {
		if strings.EqualFold(w, "without") {
			return nil, -1, false
		}
	}
	rowid = -1
	if d.integer[d.primary] {
		rowid = slices.Index(d.names, d.primary)
	}
	return d.names, rowid, len(d.names) > 0 && len(d.names) <= maxColumns
}

// definitions are what a table is made of. A primary key of one INTEGER column is no value of the
// row but its number.
type definitions struct {
	names   []string
	integer map[string]bool
	primary string
}

func (d *definitions) add(words []string) {
	if len(words) == 0 {
		return
	}
	upper := strings.ToUpper(strings.Join(words, " "))
	switch first, _, _ := strings.Cut(upper, " "); {
	case first == "CONSTRAINT", first == "UNIQUE", first == "CHECK", first == "FOREIGN", strings.HasPrefix(upper, "PRIMARY KEY ("):
		for i := range words {
			// A key named below the columns, as SQLAlchemy writes it.
			if words[i] == "(" && strings.Contains(upper, "PRIMARY KEY (") && i+2 < len(words) && words[i+2] == ")" {
				d.primary = unquote(words[i+1])
			}
		}
		return
	}
	name := unquote(words[0])
	d.names = append(d.names, name)
	d.integer[name] = len(words) > 1 && strings.EqualFold(words[1], "INTEGER")
	if strings.Contains(upper, " PRIMARY KEY") && !strings.Contains(upper, " PRIMARY KEY DESC") {
		d.primary = name
	}
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
