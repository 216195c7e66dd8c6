package model

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/tingfeng-voc/tingfeng/nlp/pages"
)

// The files of weights inside the binary, made by tingfeng train from the manifests of the same
// names.
var (
	//go:embed default.bin
	defaultWeights []byte
	//go:embed clean.bin
	cleanWeights []byte
)

// Both are copied once, when they are first asked for: those inside the binary lie in small pages.
var (
	defaultNear = sync.OnceValue(func() []byte { return pages.Copy(defaultWeights) })
	cleanNear   = sync.OnceValue(func() []byte { return pages.Copy(cleanWeights) })
)

// Shipped gives the file of weights inside the binary that was trained by this manifest: default,
// learned from all public sets with or without a stated licence, or clean, learned from nothing
// but our own sentences and sets whose licence permits it.
func Shipped(manifest string) (*File, error) {
	switch manifest {
	case "default":
		return Open(defaultNear())
	case "clean":
		return Open(cleanNear())
	}
	return nil, fmt.Errorf("model: no weights %q are shipped: default and clean are, others are given as a file", manifest)
}
