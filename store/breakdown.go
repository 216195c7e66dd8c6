package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Tally is what every breakdown says of one of its elements.
type Tally struct {
	N        int `json:"n"`
	Negative int `json:"negative"`
	Positive int `json:"positive"`
	Before   int `json:"before"` // N in the equally long window before; 0 when the filter has no From or no To
}

// TopicCount is one topic's part. A mention with two topics counts for both.
type TopicCount struct {
	Topic string `json:"topic"`
	Tally
}

// AspectCount is one aspect's part; Negative and Positive are judgements of the aspect itself, not
// of the whole mention.
type AspectCount struct {
	Aspect string `json:"aspect"`
	Tally
}

// SourceCount is one source's part.
type SourceCount struct {
	Source voc.SourceID `json:"source"`
	Tally
}

// StoreCount is one shop's part; mentions that name no shop are left out.
type StoreCount struct {
	Store voc.StoreID `json:"store"`
	Tally
}

// BrandCount is one brand's part; mentions of no brand are left out.
type BrandCount struct {
	Brand      voc.BrandID `json:"brand"`
	Neutral    int         `json:"neutral"`
	Complaints int         `json:"complaints"`
	NSR        float64     `json:"nsr"`
	Tally
}

// KeywordCount is one keyword's part.
type KeywordCount struct {
	Keyword string `json:"keyword"`
	Tally
}

// element is a row every breakdown query gives.
type element struct {
	name                string
	neutral, complaints int
	Tally
}

// Topics counts by topic, most first.
func (s *Store) Topics(ctx context.Context, f voc.Filter, limit int) ([]TopicCount, error) {
	return breakdown(ctx, s, "Topics", f, limit, func(e element) TopicCount { return TopicCount{e.name, e.Tally} })
}

// Aspects counts by aspect, most first.
func (s *Store) Aspects(ctx context.Context, f voc.Filter, limit int) ([]AspectCount, error) {
	return breakdown(ctx, s, "Aspects", f, limit, func(e element) AspectCount { return AspectCount{e.name, e.Tally} })
}

// Keywords counts by keyword, most first.
func (s *Store) Keywords(ctx context.Context, f voc.Filter, limit int) ([]KeywordCount, error) {
	return breakdown(ctx, s, "Keywords", f, limit, func(e element) KeywordCount { return KeywordCount{e.name, e.Tally} })
}

// Sources counts by source, most first.
func (s *Store) Sources(ctx context.Context, f voc.Filter) ([]SourceCount, error) {
	return breakdown(ctx, s, "Sources", f, 0, func(e element) SourceCount { return SourceCount{voc.SourceID(e.name), e.Tally} })
}

// Stores counts by shop, most first.
func (s *Store) Stores(ctx context.Context, f voc.Filter) ([]StoreCount, error) {
	return breakdown(ctx, s, "Stores", f, 0, func(e element) StoreCount { return StoreCount{voc.StoreID(e.name), e.Tally} })
}

// Brands counts by brand, most first.
func (s *Store) Brands(ctx context.Context, f voc.Filter) ([]BrandCount, error) {
	return breakdown(ctx, s, "Brands", f, 0, func(e element) BrandCount {
		return BrandCount{voc.BrandID(e.name), e.neutral, e.complaints, nsr(e.Positive, e.Negative), e.Tally}
	})
}

// everything is the limit of a breakdown that has none: more shops or sources than anybody has.
const everything = 100_000

// bothWindows are the parameters of a question about a window and the one before in one pass: the
// filter is widened to both, what lies between them left out; rows from {start} on are the window.
func bothWindows(f voc.Filter) params {
	start, before, ok := f.From, f, false
	if before, ok = windowBefore(f); ok {
		f.From = before.From
	}
	p := filterParams(f)
	p["start"], _ = span(start, time.Time{})
	if ok {
		_, p["gap_from"] = span(time.Time{}, before.To)
		p["gap_to"] = p["start"]
	}
	return p
}

// tallied are the breakdowns tallies can answer, and the dimension of each.
var tallied = map[string]string{"Topics": "topic", "Aspects": "aspect", "Keywords": "keyword", "Sources": "source", "Stores": "store", "Brands": "brand"}

// breakdown asks one of the breakdown queries. The window before is read in the same pass: the
// filter is widened to both windows, and rows before `start` count as Before.
func breakdown[T any](ctx context.Context, s *Store, name string, f voc.Filter, limit int, as func(element) T) ([]T, error) {
	if limit <= 0 {
		limit = everything
	}
	p := bothWindows(f)
	p["limit"] = uint32(limit)
	if by, known := tallied[name]; known {
		settled, err := s.settledParams(ctx, f, by, p, "start", "gap_from", "gap_to")
		if err != nil {
			return nil, err
		}
		switch {
		case settled && (by == "source" || by == "store" || by == "brand"):
			name = "Breakdown.settled"
		case settled:
			name += ".settled" // of the lists a mention holds, each is read alone
		}
	}
	return listOnce(ctx, s, name, p, func(r rows) (T, error) {
		var e element
		var n, negative, neutral, positive, complaints, before uint64
		err := r.Scan(&e.name, &n, &negative, &neutral, &positive, &complaints, &before)
		e.Tally = Tally{N: int(n), Negative: int(negative), Positive: int(positive), Before: int(before)}
		e.neutral, e.complaints = int(neutral), int(complaints)
		return as(e), err
	})
}
