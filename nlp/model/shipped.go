package model

import (
	_ "embed"
	"fmt"
)

// The files of weights inside the binary, made by tingfeng train from the manifests of the same
// names: embedded as slices, so that opening them copies nothing.
var (
	//go:embed default.bin
	defaultWeights []byte
	//go:embed clean.bin
	cleanWeights []byte
)

// Shipped gives the file of weights inside the binary that was trained by this manifest: default,
// learned from all public sets with or without a stated licence, or clean, learned from nothing
// but our own sentences and sets whose licence permits it.
func Shipped(manifest string) (*File, error) {
	switch manifest {
	case "default":
		return Open(defaultWeights)
	case "clean":
		return Open(cleanWeights)
	}
	return nil, fmt.Errorf("model: no weights %q are shipped: default and clean are, others are given as a file", manifest)
}
