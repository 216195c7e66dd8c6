package store

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TopicBucket is how much one topic was spoken of in one bucket of time.
type TopicBucket struct {
	Bucket  int // since From of the question
	Topic   string
	N       int
	Authors int // different ones; posts without author count one each
}

// TopicCounts counts every topic by bucket, oldest first; buckets and topics without mentions are
// left out. Which mentions are meant, the question says as for Counts.
func (s *Store) TopicCounts(ctx context.Context, q CountQuery) ([]TopicBucket, error) {
	if _, err := bucketStarts(q.From, q.To, q.Step); err != nil {
		return nil, err
	}
	p := filterParams(q.filter())
	p["step"] = q.Step.Milliseconds()
	return list(ctx, s, "Looks.topics", p, func(r rows) (TopicBucket, error) {
		var t TopicBucket
		var bucket int64
		var n, authors uint64
		err := r.Scan(&bucket, &t.Topic, &n, &authors)
		t.Bucket, t.N, t.Authors = int(bucket), int(n), int(authors)
		return t, err
	})
}

// GraveQuery says what makes a post grave by itself; a zero field makes none so.
type GraveQuery struct {
	voc.Filter          // among which mentions
	Severity   int      // understood to be this grave or graver
	Words      []string // in the text, or among the reasons of its severity
	Reach      int64    // negative, by an author of so many followers
}

// GravePost is a post that may be grave by itself.
type GravePost struct {
	ID        voc.PostID
	At        time.Time // when it was published
	Fetched   time.Time
	Sentiment voc.Sentiment
	Severity  int
	Reasons   []string
	Named     []string // words of the question that it holds
	Followers int64
	Topics    []string
}

// mostGraves bounds an answer: where more posts are grave, a rule that tells of each says nothing.
const mostGraves = 50_000

// Graves lists posts that are grave by themselves, oldest first. Posts of which only the day is
// known are left out: nobody knows whether they are news.
func (s *Store) Graves(ctx context.Context, q GraveQuery) ([]GravePost, error) {
	p := filterParams(q.Filter)
	p["least"], p["reach"] = uint8(max(0, min(q.Severity, 255))), q.Reach
	p["words_of"], p["reasons_of"], p["limit"] = lower(q.Words), texts(q.Words), uint32(mostGraves)
	return list(ctx, s, "Looks.graves", p, func(r rows) (GravePost, error) {
		var g GravePost
		var severity uint8
		err := r.Scan((*string)(&g.ID), &g.At, &g.Fetched, (*string)(&g.Sentiment), &severity, &g.Reasons, &g.Named, &g.Followers, &g.Topics)
		g.At, g.Fetched, g.Severity = fromDB(g.At), fromDB(g.Fetched), int(severity)
		return g, err
	})
}

// VisitBucket is what was visited of one source in one bucket of time.
type VisitBucket struct {
	Bucket int // since from of the question
	Source voc.SourceID
	Heard  bool // a visit that ended in the bucket went to the end
}

// VisitBuckets tells which source was visited in which bucket, oldest first, and since when each has
// been visited at all.
func (s *Store) VisitBuckets(ctx context.Context, from, to time.Time, step time.Duration) ([]VisitBucket, map[voc.SourceID]time.Time, error) {
	if _, err := bucketStarts(from, to, step); err != nil {
		return nil, nil, err
	}
	begin, end := span(from, to)
	all, err := list(ctx, s, "Looks.visits", params{"from": begin, "to": end, "step": step.Milliseconds()}, func(r rows) (VisitBucket, error) {
		var v VisitBucket
		var bucket int64
		var heard uint64
		err := r.Scan((*string)(&v.Source), &bucket, &heard)
		v.Bucket, v.Heard = int(bucket), heard > 0
		return v, err
	})
	if err != nil {
		return nil, nil, err
	}
	records, err := s.records(ctx, nil)
	first := make(map[voc.SourceID]time.Time, len(records))
	for id, r := range records {
		first[id] = r.first
	}
	return all, first, err
}

// WindowTopic is how often a topic is spoken of in one of several windows; topic "" counts the
// mentions without any.
type WindowTopic struct {
	Window int // its place in the question
	Topic  string
	N      int
}

// WindowTopics counts the topics of several windows at once, most spoken of first in each.
func (s *Store) WindowTopics(ctx context.Context, f voc.Filter, windows []Window) ([]WindowTopic, error) {
	if len(windows) == 0 {
		return nil, nil
	}
	f.From, f.To = windows[0].From, windows[0].To
	starts, ends := make([]int64, len(windows)), make([]int64, len(windows))
	for i, w := range windows {
		starts[i], ends[i] = millis(w.From), millis(w.To)
		if w.From.Before(f.From) {
			f.From = w.From
		}
		f.To = later(f.To, w.To)
	}
	p := filterParams(f)
	p["starts"], p["ends"] = starts, ends
	return list(ctx, s, "Looks.windows", p, func(r rows) (WindowTopic, error) {
		var t WindowTopic
		var window, n uint64
		err := r.Scan(&window, &t.Topic, &n)
		t.Window, t.N = int(window), int(n)
		return t, err
	})
}

// Faint is a source that brought far less in the hours before At than it usually brings in them.
type Faint struct {
	Source   voc.SourceID
	At       time.Time // a full hour
	Expected float64
	Got      int
}

// Faints lists, for each full hour in [from, to), the sources that had become faint by then: that
// were heard and brought far less than usual (see Silent). What is usual is what was usual at the
// beginning of that day, so the answer about an hour never changes with what comes after it, but for
// posts of that hour that come late.
func (s *Store) Faints(ctx context.Context, sources []voc.Source, from, to time.Time) ([]Faint, error) {
	begin := midnight(from.In(s.opts.Location)).Add(-volumeSpan).Truncate(time.Hour)
	end := to.Truncate(time.Hour)
	ids := make([]voc.SourceID, len(sources))
	for i, src := range sources {
		ids[i] = src.ID
	}
	tallies, err := s.tallies(ctx, ids, nil, begin, end)
	if err != nil {
		return nil, err
	}
	records, err := s.records(ctx, nil)
	if err != nil {
		return nil, err
	}
	all := []Faint{}
	for _, src := range sources {
		t := tallies[src.ID]
		r, visited := records[src.ID]
		if t == nil || !visited || !expected(src) {
			continue // what never brought anything has no usual
		}
		f := fainting{source: src.ID, tally: t, lost: gapSpans(r.lost), zone: s.opts.Location, first: later(r.first, oldestOf(tallies, end))}
		all = append(all, f.over(from, end)...)
	}
	slices.SortStableFunc(all, func(a, b Faint) int { return a.At.Compare(b.At) })
	return all, nil
}

// fainting looks for the hours in which one source had become faint.
type fainting struct {
	source voc.SourceID
	tally  *tally
	lost   []voc.Span
	zone   *time.Location
	first  time.Time // of what is known of it
}

func (f *fainting) over(from, to time.Time) []Faint {
	var found []Faint
	hours := len(f.tally.posts)
	heard := f.tally.since(f.first)
	want, got := make([]float64, hours+1), make([]float64, hours+1) // sums up to each hour
	var usual Volume
	day := -1
	for i := range hours {
		at := f.tally.from.Add(time.Duration(i) * time.Hour)
		if local := at.In(f.zone); local.YearDay() != day {
			day = local.YearDay()
			usual = f.usual(heard, at)
		}
		want[i+1], got[i+1] = want[i], got[i]
		if usual.Known && !overlapsAny(f.lost, at, at.Add(time.Hour)) {
			want[i+1] += float64(usual.Hours[hourOfWeek(at.In(f.zone))])
			got[i+1] += f.tally.posts[i]
		}
		end := at.Add(time.Hour)
		if end.Before(from) || end.After(to) {
			continue
		}
		for _, span := range silentSpans {
			back := i + 1 - int(span/time.Hour)
			if back < 0 || f.tally.coarse && span < 24*time.Hour {
				continue
			}
			if expected, n := want[i+1]-want[back], int(math.Round(got[i+1]-got[back])); Silent(expected, n) {
				found = append(found, Faint{Source: f.source, At: end, Expected: expected, Got: n})
				break
			}
		}
	}
	return found
}

// usual is what the source usually brought, as of a moment: from the eight weeks before it.
func (f *fainting) usual(heard tally, at time.Time) Volume {
	from := at.Add(-volumeSpan)
	first := max(0, int(math.Ceil(from.Sub(heard.from).Hours())))
	last := min(len(heard.posts), int(at.Sub(heard.from)/time.Hour))
	if last <= first {
		return Volume{}
	}
	return VolumeOf(heard.posts[first:last], heard.from.Add(time.Duration(first)*time.Hour), f.lost, f.zone)
}

// FirstSince is when the first post was published that is known at all, of any brand, from a moment
// on: what lies before it nobody heard, however well the sources were heard since. Zero: there is none.
func (s *Store) FirstSince(ctx context.Context, from time.Time) (time.Time, error) {
	first, err := list(ctx, s, "FirstSince", params{"from": millis(from)}, func(r rows) (time.Time, error) {
		var at time.Time
		err := r.Scan(&at)
		return fromDB(at), err
	})
	if err != nil || len(first) == 0 {
		return time.Time{}, err
	}
	return first[0], nil
}
