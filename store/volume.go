package store

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// hoursOfWeek is the number of hours a week has; hour 0 begins on Monday at midnight.
const hoursOfWeek = 7 * 24

const (
	// volumeSpan is the past a source's usual volume is read from.
	volumeSpan = 8 * 7 * 24 * time.Hour
	// volumeLeast is how many heard hours are needed before anything is called usual: two weeks.
	volumeLeast = 2 * hoursOfWeek
	// volumeShrink is how many weeks the same hour of the other days counts for, beside the hour's own.
	volumeShrink = 2
	// volumeReach is how many deviations above its median an hour may count; more is an incident, not
	// the usual. Of what is rare the deviation is that of chance alone.
	volumeReach = 3
)

// Volume is how many posts a source usually brings in each hour of a week.
type Volume struct {
	Known bool // heard for two weeks at least; else nothing is expected of it
	Hours [hoursOfWeek]float32
}

// hourOfWeek tells which hour of the week, in its own zone, a moment lies in.
func hourOfWeek(at time.Time) int { return (int(at.Weekday())+6)%7*24 + at.Hour() }

// Over is what is expected between two moments; 0 when nothing is known.
func (v *Volume) Over(from, to time.Time, zone *time.Location) float64 {
	if !v.Known {
		return 0
	}
	var sum float64
	for at := from; at.Before(to); {
		next := at.Truncate(time.Hour).Add(time.Hour)
		if next.After(to) {
			next = to
		}
		sum += float64(v.Hours[hourOfWeek(at.In(zone))]) * next.Sub(at).Hours()
		at = next
	}
	return sum
}

// VolumeOf says what a source usually brings, from what it brought in each hour between two
// moments (posts[i] is the hour that begins i hours after from, which must be a full hour) and the
// spans in which it was not heard. Hours not wholly heard teach nothing. An hour of the week is
// the mean of that hour in the weeks heard, no single one counting more than three deviations above
// their median, shrunk towards the same hour of all days: with few weeks and few posts, single hours
// say little.
func VolumeOf(posts []float64, from time.Time, unheard []voc.Span, zone *time.Location) Volume {
	var samples [hoursOfWeek][]float64
	heard := 0
	for i, n := range posts {
		at := from.Add(time.Duration(i) * time.Hour)
		if overlapsAny(unheard, at, at.Add(time.Hour)) {
			continue
		}
		slot := hourOfWeek(at.In(zone))
		samples[slot] = append(samples[slot], n)
		heard++
	}
	v := Volume{Known: heard >= volumeLeast}
	if !v.Known {
		return v
	}
	var own [hoursOfWeek]float64
	var day [24]float64 // of all days together
	var days [24]float64
	for slot, list := range samples {
		if len(list) > 0 {
			own[slot] = calmMean(list)
			day[slot%24] += own[slot] * float64(len(list))
			days[slot%24] += float64(len(list))
		}
	}
	for slot, list := range samples {
		prior := day[slot%24] / max(1, days[slot%24])
		n := float64(len(list))
		v.Hours[slot] = float32((n*own[slot] + volumeShrink*prior) / (n + volumeShrink))
	}
	return v
}

// calmMean is the mean of counts, each cut to what its median makes likely.
func calmMean(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	middle := (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
	most := middle + volumeReach*math.Sqrt(middle+1)
	var sum float64
	for _, x := range list {
		sum += min(x, most)
	}
	return sum / float64(len(list))
}

func overlapsAny(spans []voc.Span, from, to time.Time) bool {
	for _, s := range spans {
		if s.From.Before(to) && from.Before(s.To) {
			return true
		}
	}
	return false
}

// tally is what a source brought, hour by hour.
type tally struct {
	from   time.Time // a full hour
	posts  []float64
	coarse bool // of some posts only the day is known
}

func newTally(from, to time.Time) *tally {
	return &tally{from: from, posts: make([]float64, max(0, int(to.Sub(from)/time.Hour)))}
}

// add counts n posts of an hour since 1970, or, of a whole day that begins there, a part each hour.
func (t *tally) add(hour int64, wholeDay bool, n float64) {
	first := hour - t.from.Unix()/3600
	if !wholeDay {
		if first >= 0 && first < int64(len(t.posts)) {
			t.posts[first] += n
		}
		return
	}
	t.coarse = true
	for i := first; i < first+24; i++ {
		if i >= 0 && i < int64(len(t.posts)) {
			t.posts[i] += n / 24
		}
	}
}

// since leaves out the hours before a source was listened to: before its first visit, unless it told
// then what had been said before.
func (t *tally) since(first time.Time) tally {
	begin := len(t.posts)
	if i := slices.IndexFunc(t.posts, func(n float64) bool { return n > 0 }); i >= 0 {
		begin = i
	}
	if !first.IsZero() {
		begin = min(begin, max(0, int(math.Ceil(first.Sub(t.from).Hours()))))
	}
	return tally{from: t.from.Add(time.Duration(begin) * time.Hour), posts: t.posts[begin:]}
}

// usual keeps what the sources usually bring, by the brands asked for.
type usual struct {
	sync.Mutex
	by map[string]usualOf
}

// usualOf is what is usual of some brands, and when it was and will be computed.
type usualOf struct {
	from, until time.Time
	known       map[voc.SourceID]*Volume
}

const (
	usualLasts = time.Hour   // what is usual does not change faster …
	usualLearn = time.Minute // … but while the past is only just being read, it does
	usualMost  = 64          // sets of brands remembered
)

// volumes gives what the sources usually bring of some brands, none named meaning all.
func (s *Store) volumes(ctx context.Context, records map[voc.SourceID]record, brands []voc.BrandID, now time.Time) (map[voc.SourceID]*Volume, error) {
	s.usual.Lock()
	defer s.usual.Unlock()
	list := texts(brands)
	slices.Sort(list)
	key := strings.Join(list, "\x00")
	if kept, ok := s.usual.by[key]; ok && !now.Before(kept.from) && now.Before(kept.until) {
		return kept.known, nil
	}
	to := now.Truncate(time.Hour)
	from := to.Add(-volumeSpan)
	tallies, err := s.tallies(ctx, nil, brands, from, to)
	if err != nil {
		return nil, err
	}
	lasts, oldest := usualLasts, oldestOf(tallies, to)
	known := make(map[voc.SourceID]*Volume, len(records))
	for id, r := range records {
		t := tallies[id]
		if t == nil {
			t = newTally(from, to)
		}
		heard := t.since(later(r.first, oldest))
		v := VolumeOf(heard.posts, heard.from, r.deaf(now), s.opts.Location)
		known[id] = &v
		if !v.Known {
			lasts = usualLearn
		}
	}
	if len(s.usual.by) >= usualMost || s.usual.by == nil {
		s.usual.by = map[string]usualOf{}
	}
	s.usual.by[key] = usualOf{from: now, until: now.Add(lasts), known: known}
	return known, nil
}

// oldestOf is the first hour of which any source still has a post. What is older may have been removed,
// because posts are not kept for ever, and must not be taken for silence.
func oldestOf(tallies map[voc.SourceID]*tally, none time.Time) time.Time {
	oldest := none
	for _, t := range tallies {
		if i := slices.IndexFunc(t.posts, func(n float64) bool { return n > 0 }); i >= 0 {
			if at := t.from.Add(time.Duration(i) * time.Hour); at.Before(oldest) {
				oldest = at
			}
		}
	}
	return oldest
}

// tallies counts what sources brought by the hour between two full hours; no sources, no brands mean
// all. A source that brought nothing is not among them.
func (s *Store) tallies(ctx context.Context, sources []voc.SourceID, brands []voc.BrandID, from, to time.Time) (map[voc.SourceID]*tally, error) {
	all := map[voc.SourceID]*tally{}
	begin, end := span(from.Add(-23*time.Hour), to) // a post of the day before counts a part in the first hours
	p := params{"sources": texts(sources), "brands": texts(brands), "from": begin, "to": end}
	query, err := s.tallyQuery(ctx, brands, p)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, query, p, func() { clear(all) }, func(r rows) error {
		var id voc.SourceID
		var day uint8
		var hour int64
		var n uint64
		if err := r.Scan((*string)(&id), &day, &hour, &n); err != nil {
			return err
		}
		t := all[id]
		if t == nil {
			t = newTally(from, to)
			all[id] = t
		}
		t.add(hour, day != 0, float64(n))
		return nil
	})
	return all, err
}

// tallyQuery chooses the question tallies asks, and completes its parameters: of all brands, or of one,
// posts are tallied; of several together a post would count twice.
func (s *Store) tallyQuery(ctx context.Context, brands []voc.BrandID, p params) (string, error) {
	if len(brands) > 1 {
		return "hours", nil
	}
	from, to := p["from"].(int64), p["to"].(int64)
	hours, ok, err := s.loose(ctx, []int64{from, to}, from, to)
	if err != nil || !ok {
		return "hours", err
	}
	p["loose"], p["brand"], p["dimensions"] = hours, "", []string{"all-posts", "all-posts-day"}
	if len(brands) == 1 {
		p["brand"], p["dimensions"] = string(brands[0]), []string{"posts", "posts-day"}
	}
	return "hours.settled", nil
}
