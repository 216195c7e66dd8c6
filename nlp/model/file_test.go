package model

import (
	"bytes"
	"slices"
	"testing"
)

func TestFileGivesBackItsSections(t *testing.T) {
	f := &File{}
	for _, s := range []struct{ name, data string }{{"polarity", "abc"}, {"empty", ""}, {"clause.dining", "xyz"}, {"polarity", "abcd"}} {
		if err := f.Set(s.name, []byte(s.data)); err != nil {
			t.Fatal(err)
		}
	}
	data := f.Bytes()
	back, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := back.Names(); !slices.Equal(got, []string{"polarity", "empty", "clause.dining"}) {
		t.Errorf("sections %v", got)
	}
	if got := string(back.Section("polarity")); got != "abcd" {
		t.Errorf("polarity holds %q, want what was set last", got)
	}
	if back.Section("emotion") != nil {
		t.Error("a section that is not there was found")
	}
	if !bytes.Equal(back.Bytes(), data) {
		t.Error("written again, the file is another")
	}
	for cut := range data {
		if _, err := Open(data[:cut]); err == nil {
			t.Errorf("a file cut to %d of %d bytes was opened", cut, len(data))
		}
	}
	if _, err := Open(append(bytes.Clone(data), 0)); err == nil {
		t.Error("a file with a byte too many was opened")
	}
}

func TestFileRefusesNames(t *testing.T) {
	for _, name := range []string{"", "two words", string(make([]byte, 256))} {
		if err := new(File).Set(name, nil); err == nil {
			t.Errorf("%q was taken as a section's name", name)
		}
	}
}

func FuzzOpen(f *testing.F) {
	file := &File{}
	if err := file.Set("polarity", []byte("weights")); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := Open(data); err == nil && !bytes.Equal(file.Bytes(), data) {
			t.Errorf("%x opened, but is written as %x", data, file.Bytes())
		}
	})
}

func TestShippedFilesOpen(t *testing.T) {
	for _, name := range []string{"default", "clean"} {
		if _, err := Shipped(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Shipped("research"); err == nil {
		t.Error("weights learned from research sets are shipped")
	}
}
