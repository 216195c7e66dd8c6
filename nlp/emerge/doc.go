// Package emerge finds what nobody has defined: words no dictionary holds, on the rise, and stories
// that many tell at once and no topic names.
//
// Both compare a window (last night, this week) with the history before it. A word is a run of
// characters that hold together (every way to cut it is improbable: pointwise mutual information),
// stand free (many different characters before and after: branching entropy), and occur more often
// than history lets expect. A story is a set of rising words that occur in the same posts.
//
// Everything is pure: the same texts give the same finds, in the same order.
package emerge

import (
	"errors"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Text is one post as discovery sees it. Copies should be left out before.
type Text struct {
	Post     voc.PostID
	At       time.Time
	Text     string // normalised
	Negative bool
	Topics   []string // that the analysis gave it
}

// Options say what counts as a find. Known and Words are required.
type Options struct {
	Known func(word string) bool                   // tells whether a dictionary or a brand's name holds a word
	Words func(dst []string, text string) []string // cuts a text into words, without those that mean nothing by themselves

	Least   int     // posts of the window a find occurs in at least; 0: 5
	Rise    float64 // how many times its expectation a find occurs at least; 0: 3
	Surely  float64 // how many standard deviations above it at least; 0: 4
	Most    int     // finds of a kind at most; 0: 30
	History int     // posts of history below which nothing can be called a rise; 0: 200
}

func (o *Options) validate() error {
	if o.Known == nil || o.Words == nil {
		return errors.New("emerge: Options.Known and Options.Words must be set")
	}
	for _, d := range []struct {
		value    *int
		standard int
	}{{&o.Least, 5}, {&o.Most, 30}, {&o.History, 200}} {
		if *d.value <= 0 {
			*d.value = d.standard
		}
	}
	if o.Rise <= 0 {
		o.Rise = 3
	}
	if o.Surely <= 0 {
		o.Surely = 4
	}
	return nil
}
