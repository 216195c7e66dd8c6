package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// AuthorBy is which count authors are ordered by.
type AuthorBy string

// The orders.
const (
	AuthorsByMentions   AuthorBy = "mentions"
	AuthorsByComplaints AuthorBy = "complaints"
	AuthorsBySpread     AuthorBy = "spread"
	AuthorsByFollowers  AuthorBy = "followers"
)

// AuthorCount is one who speaks, known by a hash alone. Followers is -1 where the site does not tell.
// An author whose followers crossed a border between tiers is in the list once for each.
type AuthorCount struct {
	Author    string
	Tier      voc.Tier
	Followers int64
	Verified  bool
	AuthorSum
	First, Last time.Time
	Platforms   []string
	Brands      []string
}

// AuthorSum is what is counted of one author or of many. Spread is likes, replies and reposts as
// they were when the posts were collected; Suspects are posts that look made by machines.
type AuthorSum struct {
	N, Negative, Complaints, Suspects int
	Spread                            int64
}

// Authors lists those who speak, most first.
func (s *Store) Authors(ctx context.Context, f voc.Filter, by AuthorBy, limit int) ([]AuthorCount, error) {
	p := filterParams(f)
	p["by"], p["limit"] = string(by), uint32(limit)
	return list(ctx, s, "Authors", p, func(r rows) (AuthorCount, error) {
		var a AuthorCount
		var tier string
		var first, last int64
		var n [4]uint64
		err := r.Scan(&a.Author, &tier, &a.Followers, &a.Verified, &n[0], &n[1], &n[2], &n[3], &a.Spread, &first, &last, &a.Platforms, &a.Brands)
		a.Tier, a.First, a.Last = voc.Tier(tier), time.UnixMilli(first).UTC(), time.UnixMilli(last).UTC()
		a.N, a.Negative, a.Complaints, a.Suspects = int(n[0]), int(n[1]), int(n[2]), int(n[3])
		return a, err
	})
}

// TierCount is what authors of one tier say.
type TierCount struct {
	Tier    voc.Tier
	Authors int
	AuthorSum
}

// Tiers counts by how far authors are heard.
func (s *Store) Tiers(ctx context.Context, f voc.Filter) ([]TierCount, error) {
	return list(ctx, s, "Tiers", filterParams(f), func(r rows) (TierCount, error) {
		var t TierCount
		var tier string
		var n [5]uint64
		err := r.Scan(&tier, &n[0], &n[1], &n[2], &n[3], &n[4], &t.Spread)
		t.Tier, t.Authors = voc.Tier(tier), int(n[0])
		t.N, t.Negative, t.Complaints, t.Suspects = int(n[1]), int(n[2]), int(n[3]), int(n[4])
		return t, err
	})
}

// Habit is how many authors speak so many times: 1, 2, 3 (to 5), 6 (to 10), 11 (or more).
type Habit struct {
	Times, Authors, Mentions, Negative int
	Again                              int // authors among them who complained twice or more
}

// Habits counts authors by how often they speak; fewest times first.
func (s *Store) Habits(ctx context.Context, f voc.Filter) ([]Habit, error) {
	return list(ctx, s, "Habits", filterParams(f), func(r rows) (Habit, error) {
		var times uint8
		var n [4]uint64
		err := r.Scan(&times, &n[0], &n[1], &n[2], &n[3])
		return Habit{int(times), int(n[0]), int(n[1]), int(n[2]), int(n[3])}, err
	})
}

// Chorus is a number of posts that say the same and were labelled as made by machines.
type Chorus struct {
	Brand       voc.BrandID
	N, Authors  int
	First, Last time.Time
	Example     voc.PostID // the earliest
}

// Coordinated lists suspected coordinated posting, largest first. The filter's Raw should be set:
// what is labelled does not count as a mention otherwise.
func (s *Store) Coordinated(ctx context.Context, f voc.Filter, limit int) ([]Chorus, error) {
	p := filterParams(f)
	p["limit"] = uint32(limit)
	return list(ctx, s, "Coordinated", p, func(r rows) (Chorus, error) {
		var brand, example string
		var first, last int64
		var n [2]uint64
		err := r.Scan(&brand, &n[0], &n[1], &first, &last, &example)
		return Chorus{voc.BrandID(brand), int(n[0]), int(n[1]), time.UnixMilli(first).UTC(), time.UnixMilli(last).UTC(), voc.PostID(example)}, err
	})
}
