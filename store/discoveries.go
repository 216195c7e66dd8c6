package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SaveDiscoveries stores what was found at a moment. A find is known by its id; found again, the
// newer numbers stand. State and what people decided are not stored here: they are in the journal.
func (s *Store) SaveDiscoveries(ctx context.Context, found []voc.Discovery, at time.Time) error {
	if len(found) == 0 {
		return nil
	}
	return s.insert(ctx, "SaveDiscoveries", len(found), func(i int) []any {
		d := &found[i]
		return []any{
			d.ID, string(d.Kind), string(d.Brand), d.Label, orEmpty(d.Words), d.Sentence, texts(d.Posts), uint32(max(0, d.N)),
			d.Before, d.Score, float32(d.Negative), toDB(d.FirstAt), toDB(d.LastAt), toDB(at),
		}
	})
}

// Discoveries lists what was found and last seen since a moment, the best first, at most limit. An
// empty kind and no brands mean all. State is always proposed.
func (s *Store) Discoveries(ctx context.Context, kind voc.DiscoveryKind, brands []voc.BrandID, since time.Time, limit int) ([]voc.Discovery, error) {
	from, _ := span(since, time.Time{})
	p := params{"kind": string(kind), "brands": texts(brands), "from": from, "limit": uint32(max(0, limit))}
	return list(ctx, s, "Discoveries", p, func(r rows) (voc.Discovery, error) {
		d := voc.Discovery{State: voc.DiscoveryProposed}
		var posts []string
		var n uint32
		var negative float32
		err := r.Scan(&d.ID, (*string)(&d.Kind), (*string)(&d.Brand), &d.Label, &d.Words, &d.Sentence, &posts, &n,
			&d.Before, &d.Score, &negative, &d.FirstAt, &d.LastAt)
		for _, id := range posts {
			d.Posts = append(d.Posts, voc.PostID(id))
		}
		d.N, d.Negative, d.FirstAt, d.LastAt = int(n), widen(negative), fromDB(d.FirstAt), fromDB(d.LastAt)
		return d, err
	})
}

// Text is what discovery reads of a mention.
type Text struct {
	PostID    voc.PostID
	Brand     voc.BrandID
	At        time.Time
	Norm      string // normalised
	Sentiment voc.Sentiment
	Topics    []string
}

// Texts hands the texts a filter means to use, oldest first, at most limit; of near-equal texts of a
// brand only the first. An error of use ends the reading and is returned.
func (s *Store) Texts(ctx context.Context, f voc.Filter, limit int, use func(Text) error) error {
	p := filterParams(f)
	p["limit"] = uint32(max(0, limit))
	all, err := list(ctx, s, "Texts", p, func(r rows) (Text, error) {
		var t Text
		var post voc.Post
		err := r.Scan((*string)(&t.PostID), (*string)(&t.Brand), &t.At, &t.Norm, &post.Title, &post.Text, (*string)(&t.Sentiment), &t.Topics)
		if t.Norm == "" {
			t.Norm = post.Body()
		}
		t.At = fromDB(t.At)
		return t, err
	})
	if err != nil {
		return err
	}
	for i := range all {
		if err := use(all[i]); err != nil {
			return err
		}
	}
	return nil
}
