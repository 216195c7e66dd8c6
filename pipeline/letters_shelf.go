package pipeline

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events of letters.
const (
	typeSent    = "sent"    // Data: the letter, and what is in letterData besides
	typeSkipped = "skipped" // Data: letterData; Why says why
	typeOpened  = "opened"  // Data: letterReply without Order; a reader came from a link in it
	typeReplied = "replied" // Data: letterReply; a line became a work order or a question
)

// Why a letter was not sent.
const (
	skippedEmpty   = "empty"   // there was nothing to tell
	skippedHoliday = "holiday" // its readers have a day off; the next one tells of it
	skippedMissed  = "missed"  // nobody was running, or it could not be written before the next was due
)

// letterData is what the journal keeps beside the letter itself.
type letterData struct {
	Title    string     `json:"title"`
	Lead     string     `json:"lead"`
	Period   voc.Period `json:"period"`
	AsOf     time.Time  `json:"as_of"`
	Due      time.Time  `json:"due"`
	Channels []string   `json:"channels"`
	Scope    voc.Scope  `json:"scope"`
	Why      string     `json:"why,omitempty"`
}

// letterReply is what a reader made of a line.
type letterReply struct {
	Line     string `json:"line"`
	Order    string `json:"order,omitempty"`
	Question string `json:"question,omitempty"`
}

// onFile is a letter as the archive knows it. The letter itself stays in the journal.
type onFile struct {
	voc.LetterRecord
	opened map[string]time.Time // when each reader last did
	orders map[string]string    // work orders its lines became, by line
}

// letterShelf is the letters by the day they tell of, and by id. What lies in it is replaced and never changed,
// so a copy of the outer map is a copy of all.
type letterShelf map[string]map[string]*onFile

// fold puts what happened to a letter on the shelf.
func (s letterShelf) fold(e voc.Event) error {
	date, rest, _ := strings.Cut(e.ID, "/")
	brand, audience, _ := strings.Cut(rest, "/")
	one := onFile{LetterRecord: voc.LetterRecord{ID: e.ID, Date: date, Brand: voc.BrandID(brand), Audience: audience, Period: voc.PeriodDay}}
	if before := s[date][e.ID]; before != nil {
		one = *before
	}
	if err := one.fold(e); err != nil {
		return fmt.Errorf("letter %s: %w", e.ID, err)
	}
	day := maps.Clone(s[date])
	if day == nil {
		day = map[string]*onFile{}
	}
	day[e.ID] = &one
	s[date] = day
	return nil
}

func (f *onFile) fold(e voc.Event) error {
	switch e.Type {
	case typeSent, typeSkipped:
		return f.settle(e)
	case typeOpened:
		f.opened = maps.Clone(f.opened)
		if f.opened == nil {
			f.opened = map[string]time.Time{}
		}
		f.opened[e.Actor] = e.At
		f.Opens++
		f.Readers = len(f.opened)
		if _, nobody := f.opened[nobodyInParticular]; nobody {
			f.Readers--
		}
		return nil
	case typeReplied:
		var r letterReply
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return err
		}
		f.Replies++
		if r.Order != "" {
			f.orders = maps.Clone(f.orders)
			if f.orders == nil {
				f.orders = map[string]string{}
			}
			f.orders[r.Line] = r.Order
		}
		return nil
	}
	return fmt.Errorf("unknown type %q", e.Type)
}

// settle takes in that a letter went out, or that it did not. Letters from before there were audiences
// have nothing but themselves, and were due when they were sent.
func (f *onFile) settle(e voc.Event) error {
	var d letterData
	if len(e.Data) > 0 {
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return err
		}
	}
	f.Title, f.Lead, f.Due, f.Channels, f.Scope, f.Skipped = d.Title, d.Lead, d.Due, d.Channels, d.Scope, d.Why
	f.Period = cmp.Or(d.Period, voc.PeriodDay)
	if f.Due.IsZero() {
		f.Due = e.At
	}
	if e.Type == typeSent {
		f.SentAt, f.Skipped = e.At, ""
	}
	return nil
}

// nobodyInParticular is who reads where nobody signs in.
const nobodyInParticular = "tingfeng"

// at is a letter by its id; nil: nothing is known of it.
func (s letterShelf) at(id string) *onFile {
	date, _, _ := strings.Cut(id, "/")
	return s[date][id]
}

// sent tells whether a letter has gone out.
func (s letterShelf) sent(id string) bool {
	one := s.at(id)
	return one != nil && !one.SentAt.IsZero()
}

// latest is the last letter to an audience about a brand that was due before a moment and fits; nil:
// there is none.
func (s letterShelf) latest(brand voc.BrandID, audience string, before time.Time, fits func(*onFile) bool) *onFile {
	var last *onFile
	for date, day := range s {
		one := day[voc.LetterID(date, brand, audience)]
		if one != nil && one.Due.Before(before) && (last == nil || one.Due.After(last.Due)) && fits(one) {
			last = one
		}
	}
	return last
}

// records are all letters, the newest first.
func (s letterShelf) records() []voc.LetterRecord {
	var all []voc.LetterRecord
	for _, day := range s {
		for _, one := range day {
			all = append(all, one.LetterRecord)
		}
	}
	slices.SortFunc(all, func(a, b voc.LetterRecord) int {
		return cmp.Or(b.Due.Compare(a.Due), strings.Compare(b.Date, a.Date), strings.Compare(a.ID, b.ID))
	})
	return all
}

// shelved is the shelf as it stands. Its maps must not be changed.
func (j *Journal) shelved() letterShelf {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.state.Letters)
}
