package store

import (
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Fingerprint is what copies of a text are recognised by.
type Fingerprint struct {
	Fingerprint uint64
	Cluster     uint64
	Post        voc.PostID
	Author      string // hash; "" unknown
	Copied      bool   // labelled as a copy when it came
	Unsure      bool   // it was not, and might have been for all its copies: it complains, or is other noise
}

// Fingerprints gives those of posts published since a moment that belong to a cluster, in the order
// they were heard; of more than limit the latest.
func (s *Store) Fingerprints(ctx context.Context, since time.Time, limit int) ([]Fingerprint, error) {
	from, _ := span(since, time.Time{})
	all, err := list(ctx, s, "Fingerprints", params{"from": from, "limit": uint32(max(0, limit))}, func(r rows) (Fingerprint, error) {
		var f Fingerprint
		err := r.Scan(&f.Fingerprint, &f.Cluster, (*string)(&f.Post), &f.Author, &f.Copied, &f.Unsure)
		return f, err
	})
	slices.Reverse(all)
	return all, err
}

// Copies is how often one text was posted.
type Copies struct {
	Posts   int       `json:"posts"`
	Authors int       `json:"authors"` // posts without an author count one each
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
}

// Copies counts the posts of clusters. A cluster nobody belongs to is not in the answer.
func (s *Store) Copies(ctx context.Context, clusters []uint64) (map[uint64]Copies, error) {
	return s.copiesIn(ctx, clusters, time.Time{}, time.Time{})
}

// copiesIn counts those published in [from, to); a zero time does not limit. Without limits every mention
// ever kept is looked at.
func (s *Store) copiesIn(ctx context.Context, clusters []uint64, from, to time.Time) (map[uint64]Copies, error) {
	counted := map[uint64]Copies{}
	begin, end := span(from, to)
	for some := range slices.Chunk(clusters, lookupAtOnce) {
		err := s.read(ctx, "Copies", params{"clusters": some, "from": begin, "to": end}, nil, func(r rows) error {
			var cluster, posts, authors uint64
			var c Copies
			if err := r.Scan(&cluster, &posts, &authors, &c.First, &c.Last); err != nil {
				return err
			}
			c.Posts, c.Authors, c.First, c.Last = int(posts), int(authors), fromDB(c.First), fromDB(c.Last)
			counted[cluster] = c
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return counted, nil
}
