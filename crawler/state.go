package crawler

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// state is what a cursor holds.
//
// Every visit is a sweep with a number one higher than the last. A sweep walks from the first page
// back until it meets what an earlier sweep has seen. When it cannot finish (a cap, a failing page,
// a kill), the leg that is left stays in Gaps with the number of its sweep: a later visit walks on
// from there, and what was seen in or after that very sweep does not stop it. The pages behind a
// page of links wait in Threads until they have been read; a leg goes on when none waits.
type state struct {
	Version int              `json:"v"`
	Address string           `json:"address"`           // of the first page, as addressMark has it: another one begins anew
	Span    string           `json:"span,omitempty"`    // of a walk back through a stretch of time: which
	Sweep   int              `json:"sweep"`             //
	Gaps    []leg            `json:"gaps,omitempty"`    // unfinished legs, the newest last
	Threads []thread         `json:"threads,omitempty"` // pages behind links that wait to be read, the next first
	Seen    []group          `json:"seen,omitempty"`    // what was handed over, newest sweep first
	Heard   time.Time        `json:"heard,omitzero"`    // start of the last sweep after which nothing was left open
	Ground  int              `json:"ground,omitempty"`  // number of that sweep
	Window  int              `json:"window,omitempty"`  // the most posts the site has shown from its first page to its end
	Reach   time.Time        `json:"reach,omitzero"`    // of a walk through a span: how far back it has come
	Passed  bool             `json:"passed,omitempty"`  // of a walk through a span: it came to its beginning
	Spent   *transport.Spent `json:"spent,omitempty"`   // requests of the day, when they are capped
	Tag     string           `json:"etag,omitempty"`    // validators of the first page, byte for byte
	Changed string           `json:"changed,omitempty"` // its Last-Modified

	known map[idMark]*record // index of Seen
}

// stateVersion is what is written. Version 1, which had no counts in its marks, is read as well.
const stateVersion = 2

// leg is a way through pages not walked to its end.
type leg struct {
	At    string `json:"at"`              // address of the next page
	Sweep int    `json:"sweep"`           // to which it belongs
	Shown int    `json:"shown,omitempty"` // posts its pages have shown so far
	Met   bool   `json:"met,omitempty"`   // it has met posts heard before: it joins up

	Reach time.Time `json:"reach,omitzero"` // how far back its pages reach
}

// thread is a page behind a link, or where the reading of the pages behind one stopped.
type thread struct {
	At    string `json:"at"`
	Sweep int    `json:"sweep"`
	Tries int    `json:"tries,omitempty"` // how often it failed
	Deep  int    `json:"deep,omitempty"`  // links between it and the list
}

// group is what one sweep saw: records in the order of the walk, written as marks in base64.
type group struct {
	Sweep int    `json:"sweep"`
	Marks string `json:"marks"`

	records []*record
}

type (
	idMark    [8]byte
	textMark  [4]byte
	countMark [3]byte
)

// entry is one post or link as the memory has it.
type entry struct {
	id    idMark
	text  textMark
	count countMark // nought: no counts are known
}

// record is an entry with the sweep that saw it first.
type record struct {
	entry
	sweep int
}

// Lengths of a mark in bytes, by version of the state.
const (
	markBytes    = 15
	markBytesOld = 12
)

// openState reads a cursor. One that cannot be read, or that belongs to another address, is no
// reason to stop: the source is then fetched again from the beginning, which repeats and loses nothing.
func openState(cur voc.Cursor, address string) (s *state, note string) {
	plain, address := address, addressMark(address)
	s = &state{Version: stateVersion, Address: address, known: map[idMark]*record{}}
	if cur == "" {
		return s, ""
	}
	old := &state{known: map[idMark]*record{}}
	if err := json.Unmarshal([]byte(cur), old); err != nil || old.Version < 1 || old.Version > stateVersion {
		return s, "the cursor could not be read; fetching from the beginning"
	}
	if err := old.index(); err != nil {
		return s, "the cursor is damaged; fetching from the beginning"
	}
	if old.Version == 1 && !old.Heard.IsZero() && len(old.Gaps) == 0 {
		old.Ground = old.Sweep
	}
	old.Version = stateVersion
	if old.Address == plain { // as version 1 wrote it
		old.Address = address
	}
	if old.Address != address {
		old.Address, old.Gaps, old.Threads, old.Tag, old.Changed, old.Window, old.Ground = address, nil, nil, "", "", 0, 0 // ids stay: they are the site's
		return old, "the address has changed"
	}
	return old, ""
}

// addressMark stands for an address in a cursor: it is only compared, and may have a key in its query.
func addressMark(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:12])
}

// index turns the marks of every group into records.
func (s *state) index() error {
	size := markBytes
	if s.Version == 1 {
		size = markBytesOld
	}
	for i := range s.Seen {
		g := &s.Seen[i]
		raw, err := base64.RawStdEncoding.DecodeString(g.Marks)
		if err != nil || len(raw)%size != 0 || len(g.Marks) != base64.RawStdEncoding.EncodedLen(len(raw)) { // base64 skips line ends
			return fmt.Errorf("marks of sweep %d are damaged", g.Sweep)
		}
		g.Marks = ""
		for ; len(raw) > 0; raw = raw[size:] {
			e := entry{id: idMark(raw[:8]), text: textMark(raw[8:12])}
			copy(e.count[:], raw[12:size])
			if s.known[e.id] == nil {
				s.put(g, e)
			}
		}
	}
	return nil
}

func (s *state) put(g *group, e entry) {
	r := &record{e, g.Sweep}
	g.records = append(g.records, r)
	s.known[e.id] = r
}

// add remembers entries as seen by a sweep. Those that are known already keep their place in the
// walk and get the new text and counts.
func (s *state) add(sweep int, entries []entry) {
	for _, e := range entries {
		if old := s.known[e.id]; old != nil {
			old.text, old.count = e.text, e.count
			continue
		}
		s.put(s.groupOf(sweep), e)
	}
}

// groupOf finds the group of a sweep, or makes it in its place.
func (s *state) groupOf(sweep int) *group {
	i := slices.IndexFunc(s.Seen, func(g group) bool { return g.Sweep <= sweep })
	switch {
	case i < 0:
		s.Seen = append(s.Seen, group{Sweep: sweep})
		i = len(s.Seen) - 1
	case s.Seen[i].Sweep != sweep:
		s.Seen = slices.Insert(s.Seen, i, group{Sweep: sweep})
	}
	return &s.Seen[i]
}

// forget drops what lies deepest when more than limit entries are remembered: the next visit begins
// at the other end.
func (s *state) forget(limit int) {
	left := limit
	for i := range s.Seen {
		g := &s.Seen[i]
		g.records = g.records[:min(len(g.records), left)]
		left -= len(g.records)
	}
	s.Seen = slices.DeleteFunc(s.Seen, func(g group) bool { return len(g.records) == 0 })
}

// mostGaps is how many unfinished legs are kept apart.
const mostGaps = 3

// merge makes one leg of too many: from where the newest stands to the ground before the oldest. It
// walks over some pages that are known, which costs requests and loses nothing.
func (s *state) merge() {
	if n := len(s.Gaps); n > mostGaps {
		newest := s.Gaps[n-1]
		s.Gaps = []leg{{At: newest.At, Sweep: s.Gaps[0].Sweep, Shown: newest.Shown}}
	}
}

// finish notes that a sweep left nothing open. Which sweep saw what no longer matters then.
func (s *state) finish(heard time.Time) {
	s.Heard, s.Ground = heard, s.Sweep
	if len(s.Seen) > 1 {
		all := group{Sweep: s.Seen[0].Sweep}
		for _, g := range s.Seen {
			all.records = append(all.records, g.records...)
		}
		s.Seen = []group{all}
	}
}

// cursor writes the state down.
func (s *state) cursor() (voc.Cursor, error) {
	for i := range s.Seen {
		g := &s.Seen[i]
		raw := make([]byte, 0, len(g.records)*markBytes)
		for _, r := range g.records {
			raw = append(append(append(raw, r.id[:]...), r.text[:]...), r.count[:]...)
		}
		g.Marks = base64.RawStdEncoding.EncodeToString(raw)
	}
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("writing the cursor: %w", err)
	}
	return voc.Cursor(b), nil
}
