package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Plain makes the store count mention by mention, whatever is tallied.
func (s *Store) Plain(on bool) {
	s.settling.Lock()
	defer s.settling.Unlock()
	s.settling.plain = on
}

// Tallied tells whether a filter would be answered from tallies now.
func (s *Store) Tallied(ctx context.Context, f voc.Filter) (bool, error) {
	return s.settledParams(ctx, f, "", filterParams(f))
}

// TallyAndDie does what Settle does first and is killed before the hours are marked as holding.
func (s *Store) TallyAndDie(ctx context.Context, now time.Time) error {
	hours, _, err := s.unsettled(ctx, now)
	if err != nil || len(hours) == 0 {
		return err
	}
	return s.tallyHours(ctx, hours)
}

// SettleBeside runs Settle for one stretch of hours and does something between tallying and marking.
func (s *Store) SettleBeside(ctx context.Context, now time.Time, meanwhile func()) (int, error) {
	hours, seen, err := s.unsettled(ctx, now)
	if err != nil || len(hours) == 0 {
		return 0, err
	}
	if err := s.tallyHours(ctx, hours); err != nil {
		return 0, err
	}
	meanwhile()
	return s.confirm(ctx, hours, seen)
}

// BeginWrite does what every writing of mentions does first.
func (s *Store) BeginWrite(ctx context.Context, at ...time.Time) (func(), error) {
	var hours []int64
	for _, t := range at {
		hours = append(hours, t.Truncate(time.Hour).Unix())
	}
	return s.unsettle(ctx, hours)
}

// HoursHeard counts posts by source and hour, from the hour `from` on.
func (s *Store) HoursHeard(ctx context.Context, brands []voc.BrandID, from, to time.Time) (map[voc.SourceID][]float64, error) {
	all, err := s.tallies(ctx, nil, brands, from, to)
	heard := map[voc.SourceID][]float64{}
	for id, t := range all {
		heard[id] = t.posts
	}
	return heard, err
}
