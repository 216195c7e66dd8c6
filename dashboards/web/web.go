// Package web holds the built pages of the dashboard, so that one binary serves everything.
//
// The pages are written in TypeScript beside this file and built by Vite into dist. Without that
// build the folder holds only .keep, the Go build still works, and the server says what to run.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

// Dist is the built dashboard: index.html and assets/ with hashed names. Before the first build it
// holds nothing but .keep.
func Dist() fs.FS {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		panic("web: the embedded folder dist is missing from the binary: " + err.Error()) // go:embed guarantees it
	}
	return dist
}
