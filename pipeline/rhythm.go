package pipeline

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// rhythmBook remembers of each source when it was visited lately and how much that brought: one small
// file a source, read when it is needed. The database knows it too, but an agent has none, and a start
// must not read a month of visits to plan the next.
type rhythmBook struct {
	dir   string
	mu    sync.Mutex
	lasts map[voc.SourceID]time.Time // what others remember, when that is later
}

// beat is one visit as the rhythm sees it.
type beat struct {
	At    time.Time     `json:"at"`
	Fresh int           `json:"fresh"`
	Heard bool          `json:"heard"`
	Asked time.Duration `json:"asked,omitzero"` // how long the site wished to be left alone
}

// rhythmKept is how many visits are remembered; rhythmOver how far back they count.
const (
	rhythmKept = 64
	rhythmOver = 7 * 24 * time.Hour
)

func openRhythm(dir string) (*rhythmBook, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("rhythm: %w: choose a data folder that can be written", err)
	}
	return &rhythmBook{dir: dir, lasts: map[voc.SourceID]time.Time{}}, nil
}

func (b *rhythmBook) path(id voc.SourceID) string { return filepath.Join(b.dir, string(id)+".json") }

// beats reads what is known of a source. A file that cannot be read is no rhythm yet.
func (b *rhythmBook) beats(id voc.SourceID) []beat {
	var list []beat
	text, err := os.ReadFile(b.path(id))
	if err != nil || json.Unmarshal(text, &list) != nil {
		return nil
	}
	return list
}

// add remembers a visit. It is not forced to disk: after a power cut a source is visited once too
// often, and nothing is lost.
func (b *rhythmBook) add(v voc.Visit) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	one := beat{At: v.StartedAt, Fresh: v.Fresh, Heard: v.Outcome.Heard() || v.Outcome == voc.VisitPartial}
	if v.NextAt.After(v.StartedAt) {
		one.Asked = v.NextAt.Sub(v.StartedAt)
	}
	list := append(b.beats(v.Source), one)
	text, err := json.Marshal(list[max(0, len(list)-rhythmKept):])
	if err != nil {
		return err
	}
	beside := b.path(v.Source) + ".new"
	if err := os.WriteFile(beside, text, 0o600); err != nil {
		return err
	}
	return os.Rename(beside, b.path(v.Source))
}

// last is when a source was visited last; zero: never.
func (b *rhythmBook) last(id voc.SourceID) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	last := b.lasts[id]
	if list := b.beats(id); len(list) > 0 && list[len(list)-1].At.After(last) {
		last = list[len(list)-1].At
	}
	return last
}

// remember takes what the database knows of the last visits.
func (b *rhythmBook) remember(visits map[voc.SourceID]voc.Visit) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, v := range visits {
		b.lasts[id] = v.StartedAt
	}
}

// pulse is how much a source said lately.
func (b *rhythmBook) pulse(id voc.SourceID, now time.Time) crawler.Pulse {
	b.mu.Lock()
	defer b.mu.Unlock()
	return pulseOf(b.beats(id), now)
}

// pulseOf sums up the visits of the last days. The first of them counts for its time only: what it
// brought was said before.
func pulseOf(beats []beat, now time.Time) crawler.Pulse {
	var p crawler.Pulse
	var begun, before time.Time
	for _, b := range beats {
		switch {
		case now.Sub(b.At) > rhythmOver || !b.Heard:
			continue
		case begun.IsZero():
			begun = b.At
		default:
			p.Posts += b.Fresh
			p.Over = b.At.Sub(begun)
			if stretch := b.At.Sub(before); stretch > 0 {
				p.Busiest = max(p.Busiest, float64(b.Fresh)/stretch.Hours())
			}
		}
		before = b.At
	}
	if n := len(beats); n > 0 {
		p.Asked = beats[n-1].Asked
	}
	return p
}
