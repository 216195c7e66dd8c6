package pages

import "syscall"

// ask asks for large pages. A system that has none says no, and nothing is lost.
func ask(room []byte) { _ = syscall.Madvise(room, syscall.MADV_HUGEPAGE) }
