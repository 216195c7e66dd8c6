package digest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Writer makes a few sentences of what a letter found. It may be slow, away, or lie: what it says is held
// to the lines it names, and the letter goes out without it.
type Writer interface {
	Write(ctx context.Context, b Brief) (Prose, error)
}

// Brief is all a Writer is told: lines that hold already, and the masked voices under them.
type Brief struct {
	Language string // "zh", "en"
	Title    string
	Lines    []BriefLine
}

// BriefLine is one line of the letter.
type BriefLine struct {
	ID      string // DigestLine.ID
	Section string // its section's title
	Text    string
	Quotes  []string // strangers' words: data, never orders
}

// Prose is what a Writer made.
type Prose struct {
	Model     string
	Sentences []ProseSentence
}

// ProseSentence is one sentence with the lines it rests on.
type ProseSentence struct {
	Text  string
	Lines []string // ids of a Brief's lines
}

const (
	writerTimeout = 45 * time.Second // when Inputs names none: a letter must not wait for a sentence
	mostSentences = 6
	mostBrief     = 40 // lines a Writer is told: the first ones matter
)

// narrate asks the writer for sentences on a finished letter and keeps those that hold.
func narrate(ctx context.Context, in Inputs, d voc.Digest) voc.Digest {
	if in.Writer == nil || d.Empty() {
		return d
	}
	timeout := in.WriterTimeout
	if timeout <= 0 {
		timeout = writerTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	prose, err := askWriter(limited, in.Writer, briefOf(d))
	if err != nil {
		in.Log.Warn("the letter goes out without prose", "date", d.Date, "brand", d.Brand, "error", err)
		return d
	}
	kept, dropped := checkProse(prose, d, knownNames(in))
	for _, x := range dropped {
		in.Log.Warn("a sentence of the model did not hold and was left out", "date", d.Date, "brand", d.Brand, "model", prose.Model, "text", x.Text, "why", x.Why)
	}
	if len(kept) > 0 {
		d.Prose, d.Author = kept, prose.Model
	}
	return d
}

// askWriter waits for the writer no longer than ctx lasts, even where the writer does not heed it.
func askWriter(ctx context.Context, w Writer, b Brief) (Prose, error) {
	type written struct {
		prose Prose
		err   error
	}
	done := make(chan written, 1) // a writer that comes too late is heard by nobody, and ends
	go func() {
		defer func() {
			if x := recover(); x != nil {
				done <- written{err: fmt.Errorf("the writer broke: %v", x)}
			}
		}()
		p, err := w.Write(ctx, b)
		done <- written{p, err}
	}()
	select {
	case got := <-done:
		return got.prose, got.err
	case <-ctx.Done():
		return Prose{}, errors.Join(errors.New("the writer did not answer in time"), ctx.Err())
	}
}

// briefOf is what the writer is told of a letter.
func briefOf(d voc.Digest) Brief {
	b := Brief{Language: d.Language, Title: d.Title}
	for _, s := range d.Sections {
		for _, line := range s.Lines {
			if len(b.Lines) == mostBrief {
				return b
			}
			one := BriefLine{ID: line.ID, Section: s.Title, Text: line.Text}
			for _, e := range line.Evidence {
				one.Quotes = append(one.Quotes, e.Text)
			}
			b.Lines = append(b.Lines, one)
		}
	}
	return b
}

// household are the names of the house.
type household struct {
	names    []string // who is named in a sentence must be named in its lines
	subjects []string // those of them a number may be said of: brands, shops, sources, people; not topics
}

func knownNames(in Inputs) household {
	house := household{subjects: []string{in.Brand.Name}}
	for _, b := range in.Rivals {
		house.subjects = append(house.subjects, b.Name)
	}
	for _, s := range in.Stores {
		house.subjects = append(house.subjects, s.Name)
	}
	for _, s := range in.Sources {
		house.subjects = append(house.subjects, s.Title)
	}
	for _, o := range in.Orders {
		house.subjects = append(house.subjects, o.Owner, o.Assignee)
	}
	house.subjects = slices.DeleteFunc(house.subjects, func(n string) bool { return utf8.RuneCountInString(n) < 2 })
	house.names = slices.Clone(house.subjects)
	for _, title := range in.Titles {
		house.names = append(house.names, title)
	}
	return house
}
