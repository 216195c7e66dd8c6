package clause

import (
	"strings"
	"testing"
)

func TestTrainRefusesNamesItCouldNotWrite(t *testing.T) {
	for _, names := range [][]string{{strings.Repeat("a", 256)}, make([]string, 256)} {
		if _, err := Train(nil, Options{Names: names}); err == nil {
			t.Errorf("%d names, the first of %d bytes, are trained", len(names), len(names[0]))
		}
	}
}
