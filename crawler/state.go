package crawler

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// state is what a cursor holds.
//
// Every visit is a sweep with a number one higher than the last. A sweep walks from the first page
// back until it meets what an earlier sweep has seen. When it cannot finish (a cap, a failing page,
// a kill), the leg that is left stays in Gaps with the number of its sweep: a later visit walks on
// from there, and what was seen in or after that very sweep does not stop it.
type state struct {
	Version int       `json:"v"`
	Address string    `json:"address"`           // of the first page: another one begins anew
	Sweep   int       `json:"sweep"`             //
	Gaps    []leg     `json:"gaps,omitempty"`    // unfinished legs, the newest last
	Seen    []group   `json:"seen,omitempty"`    // what was handed over, newest sweep first
	Heard   time.Time `json:"heard,omitzero"`    // start of the last sweep after which nothing was left open
	Tag     string    `json:"etag,omitempty"`    // validators of the first page, byte for byte
	Changed string    `json:"changed,omitempty"` // its Last-Modified

	known map[idMark]known // index of Seen
}

const stateVersion = 1

// leg is a way through pages not walked to its end.
type leg struct {
	At    string `json:"at"`    // address of the next page
	Sweep int    `json:"sweep"` // to which it belongs
}

// group is what one sweep saw: marks of 12 bytes, in the order of the walk, base64.
type group struct {
	Sweep int    `json:"sweep"`
	Marks string `json:"marks"`
}

type idMark [8]byte
type textMark [4]byte

type known struct {
	text  textMark
	sweep int
}

// entry is one post or link in the memory.
type entry struct {
	id   idMark
	text textMark
}

const markLength = 16 // of 12 bytes in base64

func mark(id, text string) entry {
	var e entry
	a, b := sha256.Sum256([]byte(id)), sha256.Sum256([]byte(text))
	copy(e.id[:], a[:])
	copy(e.text[:], b[:])
	return e
}

// markPost remembers a post by its id and by what people would notice if it changed.
func markPost(p *voc.Post) entry {
	return mark("post "+p.ExternalID, p.Title+"\x00"+p.Text+"\x00"+p.RatingRaw)
}

// openState reads a cursor. One that cannot be read, or that belongs to another address, is no
// reason to stop: the source is then fetched again from the beginning, which repeats and loses nothing.
func openState(cur voc.Cursor, address string) (s *state, note string) {
	s = &state{Version: stateVersion, Address: address, known: map[idMark]known{}}
	if cur == "" {
		return s, ""
	}
	old := &state{known: map[idMark]known{}}
	if err := json.Unmarshal([]byte(cur), old); err != nil || old.Version != stateVersion {
		return s, "the cursor could not be read; fetching from the beginning"
	}
	if err := old.index(); err != nil {
		return s, "the cursor is damaged; fetching from the beginning"
	}
	if old.Address != address {
		old.Address, old.Gaps, old.Tag, old.Changed = address, nil, "", "" // ids stay: they are the site's
		return old, "the address has changed"
	}
	return old, ""
}

func (s *state) index() error {
	for _, g := range s.Seen {
		raw, err := base64.RawStdEncoding.DecodeString(g.Marks)
		if err != nil || len(raw)%12 != 0 || len(g.Marks) != len(raw)/12*markLength { // base64 skips line ends
			return fmt.Errorf("marks of sweep %d are damaged", g.Sweep)
		}
		for ; len(raw) > 0; raw = raw[12:] {
			s.known[idMark(raw[:8])] = known{textMark(raw[8:12]), g.Sweep}
		}
	}
	return nil
}

// add remembers entries as seen by a sweep. Those that are known already, with another text, keep
// their place in the walk and get the new text.
func (s *state) add(sweep int, entries []entry) {
	var marks strings.Builder
	for _, e := range entries {
		old, ok := s.known[e.id]
		switch {
		case ok && old.text == e.text:
			continue
		case ok:
			s.replace(old.sweep, e, old.text)
			s.known[e.id] = known{e.text, old.sweep}
			continue
		}
		marks.WriteString(encode(e))
		s.known[e.id] = known{e.text, sweep}
	}
	if marks.Len() == 0 {
		return
	}
	i := slices.IndexFunc(s.Seen, func(g group) bool { return g.Sweep <= sweep })
	switch {
	case i < 0:
		s.Seen = append(s.Seen, group{sweep, marks.String()})
	case s.Seen[i].Sweep == sweep:
		s.Seen[i].Marks += marks.String()
	default:
		s.Seen = slices.Insert(s.Seen, i, group{sweep, marks.String()})
	}
}

func encode(e entry) string {
	return base64.RawStdEncoding.EncodeToString(append(e.id[:], e.text[:]...))
}

func (s *state) replace(sweep int, e entry, old textMark) {
	before := encode(entry{e.id, old})
	for i := range s.Seen {
		if g := &s.Seen[i]; g.Sweep == sweep {
			for at := 0; at < len(g.Marks); at += markLength {
				if g.Marks[at:at+markLength] == before {
					g.Marks = g.Marks[:at] + encode(e) + g.Marks[at+markLength:]
					return
				}
			}
		}
	}
}

// forget drops what lies deepest when more than limit entries are remembered: the next visit begins
// at the other end.
func (s *state) forget(limit int) {
	left := limit * markLength
	for i := range s.Seen {
		g := &s.Seen[i]
		g.Marks = g.Marks[:min(len(g.Marks), left)]
		left -= len(g.Marks)
	}
	s.Seen = slices.DeleteFunc(s.Seen, func(g group) bool { return g.Marks == "" })
}

// mostGaps is how many unfinished legs are kept apart.
const mostGaps = 3

// merge makes one leg of too many: from where the newest stands to the ground before the oldest. It
// walks over some pages that are known, which costs requests and loses nothing.
func (s *state) merge() {
	if n := len(s.Gaps); n > mostGaps {
		s.Gaps = []leg{{At: s.Gaps[n-1].At, Sweep: s.Gaps[0].Sweep}}
	}
}

// finish notes that a sweep left nothing open. Which sweep saw what no longer matters then.
func (s *state) finish(heard time.Time) {
	s.Heard = heard
	if len(s.Seen) > 1 {
		var all strings.Builder
		for _, g := range s.Seen {
			all.WriteString(g.Marks)
		}
		s.Seen = []group{{s.Seen[0].Sweep, all.String()}}
	}
}

// cursor writes the state down.
func (s *state) cursor() (voc.Cursor, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("writing the cursor: %w", err)
	}
	return voc.Cursor(b), nil
}
