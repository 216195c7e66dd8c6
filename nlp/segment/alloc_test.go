//go:build !race

package segment

import "testing"

// The race detector empties pools at random, so that what is reused is made anew: allocations are
// counted without it.

func TestTokensAllocateNothing(t *testing.T) {
	s, err := base()
	if err != nil {
		t.Fatal(err)
	}
	tokens := make([]Token, 0, 64)
	if n := testing.AllocsPerRun(200, func() { tokens = s.Tokens(tokens[:0], benchText) }); n != 0 {
		t.Errorf("%v allocations a cut, want none", n)
	}
}
