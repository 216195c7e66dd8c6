package plain

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Scalar is one value of a JSON document as text, whatever the site wrote it as: interfaces of one
// site give the same number as 12 here and as "12" there, and ids that no float64 can hold. null,
// objects and arrays are "".
type Scalar string

// UnmarshalJSON implements json.Unmarshaler.
func (s *Scalar) UnmarshalJSON(b []byte) error {
	*s = ""
	switch {
	case len(b) == 0 || b[0] == 'n' || b[0] == '{' || b[0] == '[':
		return nil
	case b[0] == '"':
		var text string
		if err := json.Unmarshal(b, &text); err != nil {
			return err
		}
		*s = Scalar(text)
		return nil
	}
	*s = Scalar(b)
	return nil
}

// String is the value as text.
func (s Scalar) String() string { return string(s) }

// Int reads a whole number; ok is false when there is none.
func (s Scalar) Int() (n int64, ok bool) {
	text := strings.TrimSpace(string(s))
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64) // 1439447718.0 is how some write whole seconds
	if err != nil || f != f || f > 1<<53 || f < -(1<<53) {
		return 0, false
	}
	return int64(f), true
}

// Count reads a number of likes, replies or views; negative and unreadable ones are not known.
func (s Scalar) Count() (n int64, approx, known bool) {
	if n, ok := s.Int(); ok {
		return n, false, n >= 0
	}
	return Count(string(s))
}
