package store

import (
	"context"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// PlaceCount is what one source says of one city; "" where a mention names no province or no city.
type PlaceCount struct {
	Region, City string
	Source       voc.SourceID
	Outcome
	Complaints int
}

// Places counts by province, city and source; a mention counts once. Before is as in Tally.
func (s *Store) Places(ctx context.Context, f voc.Filter) ([]PlaceCount, error) {
	p := bothWindows(f)
	p["limit"] = uint32(everything)
	return list(ctx, s, "Places", p, func(r rows) (PlaceCount, error) {
		var o PlaceCount
		var source string
		var c counts
		var complaints uint64
		err := r.Scan(&o.Region, &o.City, &source, &c[0], &c[1], &c[2], &c[3], &c[4], &complaints)
		o.Source, o.Outcome, o.Complaints = voc.SourceID(source), c.outcome(), int(complaints)
		return o, err
	})
}

// StoreRun is one shop's part of one piece of the window; Piece -1 is the window before.
type StoreRun struct {
	Brand                   voc.BrandID
	Store                   voc.StoreID
	Piece                   int
	N, Negative, Complaints int
}

// StoreRuns counts by shop over equal pieces of [f.From, f.To), which must both be given, and over
// the window before.
func (s *Store) StoreRuns(ctx context.Context, f voc.Filter, pieces int) ([]StoreRun, error) {
	p := bothWindows(f)
	p["pieces"], p["length"] = int64(pieces), max(f.To.Sub(f.From).Milliseconds(), 1)
	return list(ctx, s, "StoreRuns", p, func(r rows) (StoreRun, error) {
		var o StoreRun
		var brand, store string
		var piece int64
		var n, negative, complaints uint64
		err := r.Scan(&brand, &store, &piece, &n, &negative, &complaints)
		o = StoreRun{voc.BrandID(brand), voc.StoreID(store), int(piece), int(n), int(negative), int(complaints)}
		return o, err
	})
}

// VoiceRun is one brand's part of the talk in one piece of the window, or in all of it (Piece -1),
// with the sums of squares over authors that its interval is made of. Authors and AllSquares count
// only this brand's part of authors that speak of several: their sums over the brands of a piece are
// those of the piece.
type VoiceRun struct {
	Piece                          int
	Brand                          voc.BrandID
	N, Negative                    int
	OwnSquares, Cross              float64
	PartOfAllSquares, PartOfPeople float64
}

// SharesOfVoice counts by brand and author over equal pieces of [f.From, f.To), which must both be given.
func (s *Store) SharesOfVoice(ctx context.Context, f voc.Filter, pieces int) ([]VoiceRun, error) {
	p := filterParams(f)
	p["start"], _ = span(f.From, f.From)
	p["pieces"], p["length"] = int64(pieces), max(f.To.Sub(f.From).Milliseconds(), 1)
	names := texts(f.Brands)
	if len(names) == 0 {
		brands, err := s.Brands(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, b := range brands {
			names = append(names, string(b.Brand))
		}
	}
	p["names"] = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	return list(ctx, s, "SharesOfVoice", p, func(r rows) (VoiceRun, error) {
		var o VoiceRun
		var brand string
		var piece int64
		var n, negative float64
		err := r.Scan(&piece, &brand, &n, &negative, &o.OwnSquares, &o.Cross, &o.PartOfAllSquares, &o.PartOfPeople)
		o.Piece, o.Brand, o.N, o.Negative = int(piece), voc.BrandID(brand), int(n), int(negative)
		return o, err
	})
}
