package configs

import (
	"fmt"
	"strings"
)

// Problem is one thing wrong with the configuration, said so that it can be mended: where it
// stands, what is wrong, and what to write instead.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // 1 is the first; 0 when it concerns the whole file
	Column  int    `json:"column"`
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
}

func (p Problem) String() string {
	where := p.File
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Remedy == "" {
		return where + ": " + p.Message
	}
	return where + ": " + p.Message + "; " + p.Remedy
}

// Problems is the error of Load: everything that is wrong, not only the first thing.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// NoFolder tells whether all that is wrong is that there is no configuration folder, or none with
// a brands.yaml in it.
func (ps Problems) NoFolder() bool {
	return len(ps) == 1 && (ps[0].Message == noFolder || ps[0].Message == fileMissing)
}

const (
	noFolder    = "no such configuration folder"
	fileMissing = "file is missing"
)

// err returns ps as an error, or nil when there is none.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
