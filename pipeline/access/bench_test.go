package access

import (
	"crypto/rand"
	"testing"
)

// A sign-in is one check of a password at the standard cost: 64 MiB and three passes.
func BenchmarkPasswordCheck(b *testing.B) {
	p, err := NewPasswords(StandardCost(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	hash, err := p.Hash(b.Context(), "十五楼的窗户关不上")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if right, _, err := p.Check(b.Context(), hash, "十五楼的窗户关不上"); err != nil || !right {
			b.Fatal(right, err)
		}
	}
}
