package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// HeatCell is one hour of the week. What was said is to be set against Heard: an hour nobody listened
// in is not a quiet one.
type HeatCell struct {
	Weekday, Hour         int // 1 Monday … 7 Sunday; 0 … 23
	N, Negative, Positive int
	Hours                 float64 // hours like this in the window that have passed
	Heard                 float64 // of these, how many were listened to; never more than Hours
}

// Heat is what was said when in the week.
type Heat struct {
	Cells   [hoursOfWeek]HeatCell // Monday midnight first
	Untimed int                   // mentions whose site told no hour; they are in no cell
}

// Heat counts by weekday and hour in the store's zone between f.From and f.To, both of which must be
// given, and says for how many of those hours the sources were heard.
func (s *Store) Heat(ctx context.Context, f voc.Filter) (Heat, error) {
	var h Heat
	heard, err := s.listening(ctx, f.Sources, f.Brands)
	if err != nil {
		return h, err
	}
	exposed, err := heard.week(f.From, f.To, s.opts.Now(), s.opts.Location)
	if err != nil {
		return h, err
	}
	p := filterParams(f)
	p["timezone"] = s.opts.Location.String()
	name := "Heat"
	if !f.From.IsZero() && !f.To.IsZero() && wholeHours(s.opts.Location, f.From, f.To) {
		if name, err = s.treeQuery(ctx, name, f, p); err != nil {
			return h, err
		}
	}
	err = s.read(ctx, name, p, func() { h = Heat{Cells: exposed} }, func(r rows) error {
		var weekday, hour uint8
		var n, negative, positive uint64
		if err := r.Scan(&weekday, &hour, &n, &negative, &positive); err != nil {
			return err
		}
		if weekday == 0 {
			h.Untimed += int(n)
			return nil
		}
		c := &h.Cells[(int(weekday)-1)*24+int(hour)]
		c.N, c.Negative, c.Positive = int(n), int(negative), int(positive)
		return nil
	})
	return h, err
}

// week sums by hour of the week how many hours passed between two moments and how many of them were
// heard.
func (l *listening) week(from, to, now time.Time, zone *time.Location) ([hoursOfWeek]HeatCell, error) {
	var cells [hoursOfWeek]HeatCell
	for i := range cells {
		cells[i].Weekday, cells[i].Hour = i/24+1, i%24
	}
	end := to
	if now.Before(end) {
		end = now
	}
	if !from.Before(end) {
		return cells, nil
	}
	starts, err := bucketStarts(hourStart(from, zone), end, time.Hour)
	if err != nil {
		return cells, err
	}
	cover := l.coverage(starts, time.Hour)
	for i, start := range starts {
		begin, stop := later(start, from), start.Add(time.Hour)
		if end.Before(stop) {
			stop = end
		}
		hours := stop.Sub(begin).Hours()
		c := &cells[hourOfWeek(start.In(zone))]
		c.Hours += hours
		c.Heard += hours * cover[i]
	}
	return cells, nil
}

// hourStart is the start of the hour a moment lies in; zones off by half an hour have their own.
func hourStart(at time.Time, zone *time.Location) time.Time {
	local := at.In(zone)
	past := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	return at.Add(-past)
}

// Heard tells which share of what the expected sources usually bring between f.From and f.To they were
// heard for, 0…1, and the same of the window before. See Counts for what is expected.
func (s *Store) Heard(ctx context.Context, f voc.Filter) (now, before float64, err error) {
	heard, err := s.listening(ctx, f.Sources, f.Brands)
	if err != nil {
		return 0, 0, err
	}
	share := func(from, to time.Time) float64 {
		if !from.Before(to) {
			return 0
		}
		return heard.coverage([]time.Time{from}, to.Sub(from))[0]
	}
	now = share(f.From, f.To)
	if was, ok := windowBefore(f); ok {
		before = share(was.From, was.To)
	}
	return now, before, nil
}
