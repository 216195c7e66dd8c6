package pages

import (
	"testing"
	"unsafe"
)

func TestMakeGivesZeroesOfTheLengthAsked(t *testing.T) {
	for _, n := range []int{0, 1, large/8 - 1, large / 8, large/8 + 1, 3 * large / 8} {
		list := Make[uint64](n)
		if len(list) != n || n > 0 && cap(list) > max(n, large/8) && n*8 >= large {
			t.Errorf("%d: length %d, capacity %d", n, len(list), cap(list))
		}
		for i, x := range list {
			if x != 0 {
				t.Fatalf("%d: element %d is %d", n, i, x)
			}
		}
		if n*8 >= large && uintptr(unsafe.Pointer(unsafe.SliceData(list)))%large != 0 {
			t.Errorf("%d: the list does not begin with a page", n)
		}
	}
}

func TestCopyIsItsOwn(t *testing.T) {
	from := make([]byte, large+5)
	from[large+4] = 7
	to := Copy(from)
	from[large+4] = 8
	if len(to) != len(from) || to[large+4] != 7 {
		t.Errorf("%d bytes, the last is %d", len(to), to[large+4])
	}
}
