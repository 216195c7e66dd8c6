package importer

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// exactDigits is how many digits a spreadsheet and a float keep.
const exactDigits = 15

// asText is the remedy for rounded ids.
const asText = "export the column as text"

var (
	floatID   = regexp.MustCompile(`^[+-]?\d+(\.\d+)?[eE][+-]?\d+$`)
	decimalID = regexp.MustCompile(`^(\d+)\.0+$`)
	digitsID  = regexp.MustCompile(`^\d{16,}$`)
)

// exactID refuses ids that a spreadsheet or a float has rounded: two posts would become one.
func exactID(id string) (string, error) {
	id = strings.Trim(strings.TrimPrefix(id, "="), "'\"\t ") // ="123" and '123 keep spreadsheets from rounding
	switch m := decimalID.FindStringSubmatch(id); {
	case floatID.MatchString(id):
		return "", errors.New("was rounded by a spreadsheet (scientific notation): " + asText)
	case m != nil && len(m[1]) > exactDigits:
		return "", errors.New("went through a floating-point number and may be rounded: " + asText)
	case m != nil:
		return m[1], nil
	case len(id) >= 18 && zeroTail(id):
		return "", errors.New("ends in zeros behind its 15th digit, as a spreadsheet rounds: " + asText)
	}
	return id, nil
}

// zeroTail tells an id whose digits behind the 15th are all 0. Of 18 digits and more hardly one in a
// thousand is so by itself; of 16 every tenth is.
func zeroTail(id string) bool {
	return digitsID.MatchString(id) && strings.Trim(id[exactDigits:], "0") == ""
}

// exact is the id a row has in a column.
func (s *session) exact(r record, sc *schema, f field) (string, error) {
	told := sc.get(r, f)
	id, err := exactID(told)
	if err == nil && told != "" && s.rounded[f] != nil && zeroTail(id) {
		err = s.rounded[f]
	}
	if err != nil {
		return "", fmt.Errorf("%s %q: %w", map[field]string{fID: "id", fParent: "parent id", fRoot: "root id"}[f], told, err)
	}
	return id, nil
}

// enoughRounded is how many ids of 16 or 17 digits must all end in zeros before that is no chance.
const enoughRounded = 6

// findRounded looks whether the ids of a table's first rows were all rounded: each alone may end in
// 0 by chance, all of them do not.
func (s *session) findRounded(sc *schema, sample string, t *table) {
	long, zeros := map[field]int{}, map[field]int{}
	different := map[string]bool{} // a thousand comments on one post name it a thousand times
	peek := &table{text: over(sample, s.o.MaxLine), comma: t.comma, cr: t.cr}
	for {
		r, err := peek.read()
		if err != nil {
			break
		}
		for _, f := range []field{fID, fParent, fRoot} {
			id := sc.get(record{values: r.value}, f)
			if !digitsID.MatchString(id) || different[string(f)+id] {
				continue
			}
			different[string(f)+id] = true
			long[f]++
			if zeroTail(id) {
				zeros[f]++
			}
		}
	}
	for f, n := range zeros {
		if n >= enoughRounded && n == long[f] {
			s.rounded[f] = errors.New("ends in zeros behind its 15th digit like all the others, as a spreadsheet rounds: " + asText)
		}
	}
}
