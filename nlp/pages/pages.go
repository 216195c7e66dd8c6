// Package pages gives lists that are read all over the place room in large pages. With pages of 4 KiB a processor
// looks up the page of nearly every weight of a model anew; with large ones it knows them all.
package pages

import "unsafe"

// large is the size of the large pages of every common machine, 2 MiB.
const large = 2 << 20

// Make gives a list of n zero values without pointers. Where the system has large pages to give, all of it but what
// shares its last page with others lies in them; elsewhere it is what make gives.
func Make[T byte | int32 | uint32 | uint64](n int) []T {
	size := int(unsafe.Sizeof(*new(T)))
	if n*size < large {
		return make([]T, n)
	}
	room := make([]T, n+large/size)
	from := int(-uintptr(unsafe.Pointer(unsafe.SliceData(room)))&(large-1)) / size
	list := room[from : from+n : from+n]
	ask(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(list))), n*size&^(large-1)))
	return list
}

// Copy gives a copy of list as Make lays it out.
func Copy[T byte | int32 | uint32 | uint64](list []T) []T {
	to := Make[T](len(list))
	copy(to, list)
	return to
}
