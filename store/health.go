package store

import (
	"context"
	"math"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// State says in one word how a source does.
type State string

// The states of a source.
const (
	StateOK       State = "ok"       // heard in time, and about as much as usual
	StateLate     State = "late"     // not heard for longer than two of its visits are apart
	StateSilent   State = "silent"   // visited and heard, but far less comes than these hours usually bring
	StateBlocked  State = "blocked"  // robots.txt, a login wall, or a site that does not want us
	StateExpired  State = "expired"  // the key or the address is no longer good
	StateLayout   State = "layout"   // its pages are no longer understood
	StatePartial  State = "partial"  // the last visit stopped half way
	StateFailed   State = "failed"   // the last visit did not get through
	StateNever    State = "never"    // not visited yet
	StatePassive  State = "passive"  // files and pushes come when they come
	StateDisabled State = "disabled" // switched off
	StateRemote   State = "remote"   // an agent elsewhere should bring it, and does not
)

// States are all of them, the soundest first.
var States = []State{
	StateOK, StatePassive, StateDisabled, StateNever, StatePartial, StateLate, StateSilent, StateRemote, StateFailed, StateLayout, StateExpired, StateBlocked,
}

// Heard is what came of a source in a stretch of time beside what usually comes.
type Heard struct {
	At       time.Time `json:"at"`       // where it begins
	Got      int       `json:"got"`      // posts published in it
	Expected float64   `json:"expected"` // -1: not known, the source was heard for less than two weeks
	Coverage float64   `json:"coverage"` // as in Counts, of this source alone
}

// Health is what is known of one source at a moment.
type Health struct {
	State    State       `json:"state"`
	Trouble  voc.Trouble `json:"trouble"`  // what kept the last visit from hearing everything
	Last     voc.Visit   `json:"last"`     // zero: never visited
	HeardTo  time.Time   `json:"heard_to"` // zero: never heard
	Day      Heard       `json:"day"`      // the last 24 hours, the one that runs included
	Week     Heard       `json:"week"`     // the last seven days
	Days     []Heard     `json:"days"`     // fourteen days of the zone, oldest first; the last one still runs
	Claimed  int         `json:"claimed"`  // how many posts the site last said there are; -1 unknown
	Fetched  int         `json:"fetched"`  // how many of them are stored
	Visits   int         `json:"visits"`   // in the last seven days
	Requests int         `json:"requests"` // in the last seven days
	Bytes    int64       `json:"bytes"`    // in the last seven days
	Gaps     []voc.Gap   `json:"gaps"`     // what is missing, oldest first; an open one is the last
}

const (
	healthDays = 14
	// A source is silent when less than a quarter of what is usual came, and as little as that would
	// come by chance once in a thousand times even if only half of the usual were to be expected:
	// volumes vary more than chance alone. It takes an expectation of 14 posts for none at all to tell.
	silentPart   = 0.25
	silentUsual  = 0.5
	silentChance = 0.001
)

// silentSpans are the stretches looked at: what brings much is missed soon, what brings little late.
var silentSpans = []time.Duration{6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// Silent tells whether far less came than was to be expected.
func Silent(expected float64, got int) bool {
	return float64(got) < silentPart*expected && chanceOfAtMost(got, silentUsual*expected) < silentChance
}

// chanceOfAtMost is how likely a Poisson variable of a mean is n or less.
func chanceOfAtMost(n int, mean float64) float64 {
	if mean > 700 { // exp would vanish; n is at most half of the mean here
		return 0
	}
	term, sum := math.Exp(-mean), 0.0
	for k := 0; k <= n; k++ {
		sum += term
		term *= mean / float64(k+1)
	}
	return sum
}

// StateOf reads a source's state off its last visit (zero: never visited), and whether it is late
// and silent.
func StateOf(src voc.Source, last voc.Visit, late, silent bool) State {
	visited := last.Outcome != ""
	switch {
	case src.Disabled:
		return StateDisabled
	case src.Kind == voc.KindImport || src.Kind == voc.KindPush:
		return StatePassive
	case src.Remote && (!visited || late):
		return StateRemote
	case !visited:
		return StateNever
	}
	switch last.Trouble {
	case voc.TroubleLogin, voc.TroubleRobots, voc.TroubleRefused:
		return StateBlocked
	case voc.TroubleExpired:
		return StateExpired
	case voc.TroubleLayout:
		return StateLayout
	}
	switch {
	case last.Outcome == voc.VisitBlocked:
		return StateBlocked
	case last.Outcome == voc.VisitFailed:
		return StateFailed
	case late:
		return StateLate
	case last.Outcome == voc.VisitPartial:
		return StatePartial
	case silent:
		return StateSilent
	}
	return StateOK
}

// traffic is what visits cost.
type traffic struct {
	visits, requests, claimed int
	bytes                     int64
}

// Health tells how sources do, by their ids.
func (s *Store) Health(ctx context.Context, sources []voc.Source) (map[voc.SourceID]Health, error) {
	now := s.opts.Now()
	begin := midnight(now.In(s.opts.Location).AddDate(0, 0, 1-healthDays))
	a, err := s.ask(ctx, sources, begin, now)
	if err != nil {
		return nil, err
	}
	all := make(map[voc.SourceID]Health, len(sources))
	for _, src := range sources {
		all[src.ID] = a.health(src)
	}
	return all, nil
}

// midnight is the beginning of a day in its zone.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// asked is everything the database knows of how sources were heard.
type asked struct {
	now     time.Time
	zone    *time.Location
	begin   time.Time // of the days shown
	records map[voc.SourceID]record
	last    map[voc.SourceID]voc.Visit
	usual   map[voc.SourceID]*Volume
	tallies map[voc.SourceID]*tally
	traffic map[voc.SourceID]traffic
	fetched map[voc.SourceID]int
}

func (s *Store) ask(ctx context.Context, sources []voc.Source, begin, now time.Time) (*asked, error) {
	ids := make([]voc.SourceID, len(sources))
	for i, src := range sources {
		ids[i] = src.ID
	}
	a := &asked{now: now, zone: s.opts.Location, begin: begin, traffic: map[voc.SourceID]traffic{}, fetched: map[voc.SourceID]int{}}
	var err error
	if a.records, err = s.records(ctx, nil); err != nil {
		return nil, err
	}
	if a.last, err = s.LastVisits(ctx); err != nil {
		return nil, err
	}
	if a.usual, err = s.volumes(ctx, a.records, nil, now); err != nil {
		return nil, err
	}
	if a.tallies, err = s.tallies(ctx, ids, nil, begin.Truncate(time.Hour), now.Truncate(time.Hour).Add(time.Hour)); err != nil {
		return nil, err
	}
	p := params{"sources": texts(ids), "from": millis(now.Add(-7 * 24 * time.Hour))}
	err = s.read(ctx, "traffic", p, nil, func(r rows) error {
		var id voc.SourceID
		var requests, bytes, visits uint64
		var claimed int64
		err := r.Scan((*string)(&id), &requests, &bytes, &visits, &claimed)
		a.traffic[id] = traffic{visits: int(visits), requests: int(requests), bytes: int64(bytes), claimed: int(claimed)}
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, s.read(ctx, "fetched", p, nil, func(r rows) error {
		var id voc.SourceID
		var n uint64
		err := r.Scan((*string)(&id), &n)
		a.fetched[id] = int(n)
		return err
	})
}

// health puts together what is known of one source.
func (a *asked) health(src voc.Source) Health {
	r, last, cost := a.records[src.ID], a.last[src.ID], a.traffic[src.ID]
	next := a.now.Truncate(time.Hour).Add(time.Hour) // full hours, the running one among them
	if cost == (traffic{}) {
		cost.claimed = -1
	}
	h := Health{
		Last: last, Trouble: last.Trouble, HeardTo: r.heard, Gaps: r.gaps(src, last, a.now), Claimed: cost.claimed, Fetched: a.fetched[src.ID],
		Visits: cost.visits, Requests: cost.requests, Bytes: cost.bytes,
		Day: a.heard(src, next.Add(-24*time.Hour), next), Week: a.heard(src, next.Add(-7*24*time.Hour), next),
	}
	for day := a.begin; day.Before(a.now); day = day.AddDate(0, 0, 1) {
		h.Days = append(h.Days, a.heard(src, day, day.AddDate(0, 0, 1)))
	}
	h.State = StateOf(src, last, r.late(src, a.now), a.silent(src))
	return h
}

// heard tells what came of a source between two full hours; of the hour that runs, what has passed.
func (a *asked) heard(src voc.Source, from, to time.Time) Heard {
	h := Heard{At: from, Expected: -1}
	if t := a.tallies[src.ID]; t != nil {
		h.Got = int(math.Round(t.sum(from, to)))
	}
	if v := a.usual[src.ID]; v != nil && v.Known {
		end := to
		if end.After(a.now) {
			end = a.now
		}
		h.Expected = v.Over(from, end, a.zone)
	}
	l := listen([]voc.Source{src}, a.records, a.usual, a.now, a.zone)
	h.Coverage = l.coverage([]time.Time{from}, to.Sub(from))[0]
	return h
}

// sum adds up the hours that begin between two moments.
func (t *tally) sum(from, to time.Time) float64 {
	var n float64
	first := max(0, int(math.Ceil(from.Sub(t.from).Hours())))
	for i := first; i < len(t.posts) && t.from.Add(time.Duration(i)*time.Hour).Before(to); i++ {
		n += t.posts[i]
	}
	return n
}

// silent tells whether far less than usual came of a source, in full hours that were heard.
func (a *asked) silent(src voc.Source) bool {
	v, r, t := a.usual[src.ID], a.records[src.ID], a.tallies[src.ID]
	if v == nil || !v.Known || r.heard.IsZero() {
		return false
	}
	until := a.now
	if r.heard.Before(until) {
		until = r.heard
	}
	until = until.Truncate(time.Hour)
	for _, span := range silentSpans {
		if t != nil && t.coarse && span < 24*time.Hour {
			continue // of today's posts only the day is known
		}
		expected, got := 0.0, 0.0
		for at := until.Add(-span); at.Before(until); at = at.Add(time.Hour) {
			if overlapsAny(gapSpans(r.lost), at, at.Add(time.Hour)) {
				continue
			}
			expected += v.Over(at, at.Add(time.Hour), a.zone)
			if t != nil {
				got += t.sum(at, at.Add(time.Hour))
			}
		}
		if Silent(expected, int(math.Round(got))) {
			return true
		}
	}
	return false
}

func gapSpans(gaps []voc.Gap) []voc.Span {
	spans := make([]voc.Span, len(gaps))
	for i, g := range gaps {
		spans[i] = g.Span
	}
	return spans
}

// Calendar tells hour by hour what came of a source in so many weeks before now, from midnight on,
// beside what usually comes and whether the source was heard.
func (s *Store) Calendar(ctx context.Context, source voc.Source, weeks int) ([]Heard, error) {
	now := s.opts.Now()
	begin := midnight(now.In(s.opts.Location).AddDate(0, 0, 1-7*weeks))
	a, err := s.ask(ctx, []voc.Source{source}, begin, now)
	if err != nil {
		return nil, err
	}
	var cells []Heard
	for at := begin; at.Before(now); at = at.Add(time.Hour) {
		cells = append(cells, a.heard(source, at, at.Add(time.Hour)))
	}
	return cells, nil
}
