package model

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// File is a file of weights: named sections, one a head ("polarity", "emotion", "clause.dining").
// Each head knows what its section means. A File keeps the bytes it was opened from.
type File struct {
	names    []string
	sections [][]byte
}

// fileMagic begins a file of weights; its last digit is the version of the container.
const fileMagic = "tfw1"

// Open reads a file of weights without copying it: data must not change afterwards.
func Open(data []byte) (*File, error) {
	if len(data) < len(fileMagic)+4 || string(data[:len(fileMagic)]) != fileMagic {
		return nil, fmt.Errorf("model: %d bytes do not begin with %q: this is no file of weights; make one with tingfeng train", len(data), fileMagic)
	}
	n := binary.LittleEndian.Uint32(data[len(fileMagic):])
	rest := data[len(fileMagic)+4:]
	f := &File{}
	for i := range n {
		if len(rest) < 1 || len(rest) < 1+int(rest[0])+4 {
			return nil, fmt.Errorf("model: the file is cut off in section %d of %d: get it anew", i+1, n)
		}
		name := string(rest[1 : 1+rest[0]])
		rest = rest[1+len(name):]
		size := int64(binary.LittleEndian.Uint32(rest))
		rest = rest[4:]
		if int64(len(rest)) < size {
			return nil, fmt.Errorf("model: section %q has %d bytes, want %d: the file is cut off, get it anew", name, len(rest), size)
		}
		f.names, f.sections = append(f.names, name), append(f.sections, rest[:size:size])
		rest = rest[size:]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("model: %d bytes stand behind the last section: the file is damaged, get it anew", len(rest))
	}
	return f, nil
}

// Section gives the bytes of the head of this name, nil where the file has none.
func (f *File) Section(name string) []byte {
	if i := slices.Index(f.names, name); i >= 0 {
		return f.sections[i]
	}
	return nil
}

// Names lists the sections in the order of the file.
func (f *File) Names() []string { return slices.Clone(f.names) }

// Set puts data into the section of this name, a new one behind the others when there is none.
func (f *File) Set(name string, data []byte) error {
	if name == "" || len(name) > 255 || strings.ContainsAny(name, " \n") {
		return fmt.Errorf("model: %q names no section: give 1 to 255 bytes without spaces", name)
	}
	if i := slices.Index(f.names, name); i >= 0 {
		f.sections[i] = data
		return nil
	}
	f.names, f.sections = append(f.names, name), append(f.sections, data)
	return nil
}

// Bytes gives the file Open reads: equal sections in equal order give equal bytes.
func (f *File) Bytes() []byte {
	size := len(fileMagic) + 4
	for i, s := range f.sections {
		size += 1 + len(f.names[i]) + 4 + len(s)
	}
	data := append(make([]byte, 0, size), fileMagic...)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(f.names)))
	for i, s := range f.sections {
		data = append(data, byte(len(f.names[i])))
		data = append(data, f.names[i]...)
		data = binary.LittleEndian.AppendUint32(data, uint32(len(s)))
		data = append(data, s...)
	}
	return data
}
