package alert

import (
	"math"
	"strconv"
)

// about writes an expected number as people say it: one decimal below ten, whole above.
func about(x float64) string {
	if x < 10 {
		return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	}
	return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
}
