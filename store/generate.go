package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Made says what history Generate makes up.
type Made struct {
	Mentions int       // how many
	Days     int       // over how many days, the last of which ends at Until
	Until    time.Time // end of the history
	Seed     uint64    // the same seed makes the same mentions
	Lean     bool      // short texts and authors, and posts are not remembered by their id: a third of the disk
	Brands   []string  // the first is spoken of most; so it is with all lists
	Sources  []voc.Source
	Shops    []string
	Regions  []string
	Topics   []string
	Aspects  []string
	Words    []string // keywords
	Texts    []string // fragments texts are put together from
}

// madeAtOnce is how many mentions one insert makes.
const madeAtOnce = 2_000_000

// madeTwice: one mention in so many is stored a second time, as a corrected one is.
const madeTwice = 50

// Generate fills an empty database with mentions nobody wrote, inside the engine, to measure with. It
// refuses a database that holds any. progress hears how many are stored.
func (s *Store) Generate(ctx context.Context, m Made, progress func(int)) error {
	if err := m.check(); err != nil {
		return err
	}
	held, err := s.count(ctx, "CountMentions", nil)
	if err != nil {
		return err
	}
	if held > 0 {
		return fmt.Errorf("store: this database holds %d mentions already: generated ones belong into an empty one", held)
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	p := m.params()
	for first := 0; first < m.Mentions; first += madeAtOnce {
		n := min(madeAtOnce, m.Mentions-first)
		p["first"], p["n"] = uint64(first), uint64(n)
		for _, again := range []int{1, madeTwice} {
			p["again"], p["revision"] = uint64(again), uint64(again)*uint64(m.Mentions)
			if err := s.make(ctx, "Generate", p); err != nil {
				return err
			}
		}
		if !m.Lean {
			p["low"], p["high"] = uint64(m.Mentions+first), uint64(m.Mentions+first+n)
			if err := s.make(ctx, "Generate.identities", p); err != nil {
				return err
			}
		}
		progress(first + n)
	}
	s.settling.Lock()
	s.settling.loaded = false // every hour is new to it
	s.settling.Unlock()
	s.generation.Add(1)
	return s.compact(ctx, m.Until.AddDate(0, 0, -m.Days), m.Until)
}

// compact merges every month between two moments but the last one, to which a real house still writes.
func (s *Store) compact(ctx context.Context, from, to time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Hour)
	defer cancel()
	from, to = from.UTC(), to.UTC()
	for month := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC); month.AddDate(0, 1, 0).Before(to); month = month.AddDate(0, 1, 0) {
		if err := s.mutate(ctx, "compact", params{"month": uint32(month.Year()*100 + int(month.Month()))}); err != nil {
			return err
		}
	}
	return nil
}

// make runs one inserting query as long as it takes. It is not tried again: rows would be there twice.
func (s *Store) make(ctx context.Context, name string, p params) error {
	if err := s.conn.Exec(ctx, s.sql[name], p.args()...); err != nil {
		return fmt.Errorf("store: %s: %w", name, explain(err))
	}
	return nil
}

func (m *Made) check() error {
	for name, list := range map[string]int{"brands": len(m.Brands), "sources": len(m.Sources), "shops": len(m.Shops), "regions": len(m.Regions),
		"topics": len(m.Topics), "aspects": len(m.Aspects), "words": len(m.Words), "texts": len(m.Texts)} {
		if list == 0 {
			return fmt.Errorf("store: generated mentions need at least one of %s", name)
		}
	}
	if m.Mentions <= 0 || m.Days <= 0 || m.Until.IsZero() {
		return errors.New("store: generated mentions need a number of mentions and of days, both above zero, and an end")
	}
	return nil
}

func (m *Made) params() params {
	from, to := span(m.Until.AddDate(0, 0, -m.Days), m.Until)
	p := params{
		"seed": m.Seed, "all": uint64(m.Mentions), "days": uint32(m.Days), "from": from, "to": to,
		"brands": m.Brands, "shops": m.Shops, "regions": m.Regions, "topics": m.Topics, "aspects": m.Aspects, "words": m.Words, "texts": m.Texts,
		"longest": uint32(6), "author": uint32(64),
	}
	if m.Lean {
		p["longest"], p["author"] = uint32(2), uint32(16)
	}
	var sources, platforms []string
	for _, s := range m.Sources {
		sources, platforms = append(sources, string(s.ID)), append(platforms, s.Platform)
	}
	p["sources"], p["platforms"] = sources, platforms
	return p
}
