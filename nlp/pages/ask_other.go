//go:build !linux

package pages

// ask does nothing: this system gives large pages by itself or not at all.
func ask([]byte) {}
