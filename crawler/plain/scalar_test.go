package plain

import (
	"encoding/json"
	"testing"
)

func TestScalar(t *testing.T) {
	f := func(in, want string, n int64, ok bool) {
		t.Helper()
		var s Scalar
		if err := json.Unmarshal([]byte(in), &s); err != nil || s.String() != want {
			t.Errorf("%s is %q, %v, want %q", in, s, err, want)
		}
		if got, is := s.Int(); got != n || is != ok {
			t.Errorf("%s counts %d %v, want %d %v", in, got, is, n, ok)
		}
	}
	f(`"12"`, "12", 12, true)
	f(`12`, "12", 12, true)
	f(`1439447718.0`, "1439447718.0", 1439447718, true)
	f(`9007199254740993001`, "9007199254740993001", 9007199254740993001, true) // no float64 in between
	f(`" 7 "`, " 7 ", 7, true)
	f(`false`, "false", 0, false)
	f(`null`, "", 0, false)
	f(`{"a":1}`, "", 0, false)
	f(`[1]`, "", 0, false)
	f(`"1e300"`, "1e300", 0, false)
	f(`"NaN"`, "NaN", 0, false)
	if n, _, known := Scalar("-3").Count(); known {
		t.Errorf("a count below nought is %d", n)
	}
	if n, approx, known := Scalar("2.3万").Count(); n != 23000 || !approx || !known {
		t.Errorf("2.3万 is %d %v %v", n, approx, known)
	}
}
