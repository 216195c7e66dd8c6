package store

import (
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// record is what the visits of one source tell of its past.
type record struct {
	first time.Time // start of the first visit; zero: never visited
	heard time.Time // what was published before it is known, but for lost; zero: never heard
	lost  []voc.Gap // what the site no longer showed and nobody brought since; disjoint, oldest first
}

// recordOf folds the visits of one source, given in any order.
//
// A visit that was heard knows everything before its HeardTo (where it says none, before its
// start): a later visit catches up on what an outage missed. What a visit found lost stays lost
// until a visit that was sent back for it is heard.
func recordOf(visits []voc.Visit) record {
	var r record
	var sent []voc.Visit
	ordered := slices.Clone(visits)
	slices.SortStableFunc(ordered, func(a, b voc.Visit) int { return a.StartedAt.Compare(b.StartedAt) })
	for _, v := range ordered {
		if r.first.IsZero() {
			r.first = v.StartedAt
		}
		if back := sentBack(v); back.From.Before(back.To) {
			if v.Outcome.Heard() {
				r.lost = subtract(r.lost, back)
				sent = append(sent, v)
			}
		} else if v.Outcome.Heard() {
			r.heard = later(r.heard, heardTo(v))
		}
		if !v.LostFrom.IsZero() && v.LostFrom.Before(v.LostTo) {
			r.lost = unite(r.lost, voc.Gap{
				Source: v.Source, Span: voc.Span{From: v.LostFrom, To: v.LostTo}, Trouble: v.Trouble, Lost: true, Missing: v.Missing,
			})
		}
	}
	r.join(sent)
	return r
}

// join lets visits that were sent back, and joined up with what was heard, move the end of it.
func (r *record) join(sent []voc.Visit) {
	for moved := true; moved && !r.heard.IsZero(); {
		moved = false
		for _, v := range sent {
			back := sentBack(v)
			if !back.From.After(r.heard) && back.To.After(r.heard) {
				r.heard, moved = back.To, true
			}
		}
	}
}

// sentBack is what a visit was sent back for; empty for one that asked for what is new. Nobody can
// have heard what was published after the visit began.
func sentBack(v voc.Visit) voc.Span {
	if v.Since.IsZero() && v.Until.IsZero() {
		return voc.Span{}
	}
	if v.Until.IsZero() || v.Until.After(v.StartedAt) {
		v.Until = v.StartedAt
	}
	return voc.Span{From: v.Since, To: v.Until}
}

func heardTo(v voc.Visit) time.Time {
	if v.HeardTo.IsZero() {
		return v.StartedAt
	}
	return v.HeardTo
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// subtract takes a span out of disjoint gaps.
func subtract(gaps []voc.Gap, s voc.Span) []voc.Gap {
	var left []voc.Gap
	for _, g := range gaps {
		if !g.From.Before(s.To) || !s.From.Before(g.To) {
			left = append(left, g)
			continue
		}
		before, after := g, g
		before.To, after.From = s.From, s.To
		for _, part := range []voc.Gap{before, after} {
			if part.From.Before(part.To) {
				left = append(left, part)
			}
		}
	}
	return left
}

// unite adds a gap to disjoint ones; where they overlap the newer word stands.
func unite(gaps []voc.Gap, g voc.Gap) []voc.Gap {
	all := append(subtract(gaps, g.Span), g)
	slices.SortFunc(all, func(a, b voc.Gap) int { return a.From.Compare(b.From) })
	return all
}

// expected tells whether a source is meant to be heard regularly: files and pushes come when they
// come.
func expected(src voc.Source) bool {
	return src.Schedule != "" && !src.Disabled && src.Kind != voc.KindImport && src.Kind != voc.KindPush
}

// patience is how long a source may go unheard before it is late: one visit may be missed.
func patience(src voc.Source) time.Duration { return 2 * src.Every }

// late tells whether a source has gone unheard for too long.
func (r *record) late(src voc.Source, now time.Time) bool {
	return expected(src) && src.Every > 0 && now.Sub(r.heard) > patience(src)
}

// gaps lists what is missing of a source at a moment, oldest first. last is its latest visit.
func (r *record) gaps(src voc.Source, last voc.Visit, now time.Time) []voc.Gap {
	all := slices.Clone(r.lost)
	if r.first.IsZero() || !r.late(src, now) {
		return all
	}
	open := voc.Gap{Source: src.ID, Span: voc.Span{From: r.heard, To: now}, Open: true}
	if r.heard.IsZero() {
		open.From = r.first
	}
	if !last.Outcome.Heard() {
		open.Trouble, open.Missing = last.Trouble, last.Missing
	}
	return append(subtract(all, open.Span), open)
}

// GapsOf lists what is missing of a source, from all its visits in any order: what the site no
// longer showed and was not brought since, and, while the source goes unheard for longer than two
// of its visits are apart, what came since it was heard.
func GapsOf(src voc.Source, visits []voc.Visit, now time.Time) []voc.Gap {
	r := recordOf(visits)
	return r.gaps(src, newest(visits), now)
}

// newest is the visit that started last; zero when there is none.
func newest(visits []voc.Visit) voc.Visit {
	var last voc.Visit
	for _, v := range visits {
		if v.StartedAt.After(last.StartedAt) {
			last = v
		}
	}
	return last
}

// Gaps lists what is missing of a source in [from, to), oldest first; a zero time does not limit. A
// gap that is Lost needs a visit sent back for it; one that is Open is filled by the next visit that
// is heard.
func (s *Store) Gaps(ctx context.Context, source voc.Source, from, to time.Time) ([]voc.Gap, error) {
	records, err := s.records(ctx, []voc.SourceID{source.ID})
	if err != nil {
		return nil, err
	}
	last, err := s.LastVisits(ctx)
	if err != nil {
		return nil, err
	}
	r := records[source.ID]
	return within(r.gaps(source, last[source.ID], s.opts.Now()), from, to), nil
}

// within cuts gaps to [from, to).
func within(gaps []voc.Gap, from, to time.Time) []voc.Gap {
	cut := []voc.Gap{}
	for _, g := range gaps {
		if !from.IsZero() {
			g.From = later(g.From, from)
		}
		if !to.IsZero() && g.To.After(to) {
			g.To, g.Open = to, false
		}
		if g.From.Before(g.To) {
			cut = append(cut, g)
		}
	}
	return cut
}

// records folds what is known of the sources; none named means all.
func (s *Store) records(ctx context.Context, sources []voc.SourceID) (map[voc.SourceID]record, error) {
	mending, err := listVisits(ctx, s, "mending", params{"sources": texts(sources)}, scanVisit)
	if err != nil {
		return nil, err
	}
	visits := map[voc.SourceID][]voc.Visit{}
	for _, v := range mending {
		visits[v.Source] = append(visits[v.Source], v)
	}
	heard, err := listVisits(ctx, s, "heard", nil, scanHeard)
	if err != nil {
		return nil, err
	}
	all := make(map[voc.SourceID]record, len(heard))
	for _, v := range heard {
		if !v.HeardTo.IsZero() {
			visits[v.Source] = append(visits[v.Source], v)
		}
		r := recordOf(visits[v.Source])
		r.first = fromDB(v.StartedAt)
		all[v.Source] = r
	}
	return all, nil
}

// scanHeard reads all that was heard of a source as one visit.
func scanHeard(r rows) (voc.Visit, error) {
	v := voc.Visit{Outcome: voc.VisitOK}
	err := r.Scan((*string)(&v.Source), &v.HeardTo, &v.StartedAt)
	v.HeardTo = fromDB(v.HeardTo)
	return v, err
}

// Unheard lists, for every bucket of a Trend of this filter that is not fully covered, who was not
// heard when: what each expected source lost, and what came since it was heard last, late or not.
func (s *Store) Unheard(ctx context.Context, f voc.Filter) ([]voc.Gap, error) {
	l, err := s.listening(ctx, f.Sources, f.Brands)
	if err != nil {
		return nil, err
	}
	last, err := s.LastVisits(ctx)
	if err != nil {
		return nil, err
	}
	all := []voc.Gap{}
	for i := range l.all {
		one := &l.all[i]
		gaps := slices.Clone(one.record.lost)
		if heard := one.record.heard; heard.Before(l.now) {
			v := last[one.source.ID]
			gaps = subtract(gaps, voc.Span{From: heard, To: l.now})
			gaps = append(gaps, voc.Gap{Source: one.source.ID, Span: voc.Span{From: heard, To: l.now}, Open: true, Trouble: v.Trouble, Missing: v.Missing})
		}
		all = append(all, within(gaps, f.From, f.To)...)
	}
	return all, nil
}
