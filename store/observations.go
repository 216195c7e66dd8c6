package store

import (
	"context"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SaveObservations stores what others had done with posts when somebody looked. A look is known by
// its post and its time; saved again it is one look. Looks at which no count was known are left out.
func (s *Store) SaveObservations(ctx context.Context, all []voc.Observation) error {
	all = slices.DeleteFunc(slices.Clone(all), func(o voc.Observation) bool { return !told(o.Engagement) })
	if len(all) == 0 {
		return nil
	}
	return s.insert(ctx, "SaveObservations", len(all), func(i int) []any {
		o := all[i]
		e := o.Engagement
		return []any{string(o.Post), toDB(o.At), string(o.Source), e.Likes, e.Replies, e.Shares, e.Views, e.Approx}
	})
}

// told tells whether any count is known.
func told(e voc.Engagement) bool {
	return e.Likes >= 0 || e.Replies >= 0 || e.Shares >= 0 || e.Views >= 0
}

// Observations gives what was seen of one post over time, oldest first: every look at which a count
// had changed, and the last one, which says how far the counts are known.
func (s *Store) Observations(ctx context.Context, id voc.PostID) ([]voc.Observation, error) {
	all, err := list(ctx, s, "Observations", params{"id": string(id)}, func(r rows) (voc.Observation, error) {
		var o voc.Observation
		e := &o.Engagement
		err := r.Scan((*string)(&o.Post), &o.At, (*string)(&o.Source), &e.Likes, &e.Replies, &e.Shares, &e.Views, &e.Approx)
		o.At = fromDB(o.At)
		return o, err
	})
	return changes(all), err
}

// changes leaves out looks that saw what the one before had seen, but for the last.
func changes(all []voc.Observation) []voc.Observation {
	kept := all[:0]
	for i, o := range all {
		if i == 0 || i == len(all)-1 || o.Engagement != kept[len(kept)-1].Engagement {
			kept = append(kept, o)
		}
	}
	return kept
}

// firstLooks are the counts that came with the posts themselves, one look a post.
func firstLooks(rows []saveRow) []voc.Observation {
	var looks []voc.Observation
	seen := map[voc.PostID]bool{}
	for i := range rows {
		p := &rows[i].mention.Post
		if rows[i].deleted != 0 || seen[p.ID] {
			continue
		}
		seen[p.ID] = true
		at := p.FetchedAt
		if at.IsZero() {
			at = p.PublishedAt
		}
		looks = append(looks, voc.Observation{Post: p.ID, Source: p.Source, At: at, Engagement: p.Engagement})
	}
	return looks
}

// refresh puts the newest counts anybody saw into mentions: a post is stored once, its counts grow.
func (s *Store) refresh(ctx context.Context, mentions []voc.Mention) error {
	ids := make([]string, len(mentions))
	for i := range mentions {
		ids[i] = string(mentions[i].Post.ID)
	}
	slices.Sort(ids)
	newest := make(map[voc.PostID]voc.Engagement, len(ids))
	for some := range slices.Chunk(slices.Compact(ids), lookupAtOnce) {
		err := s.read(ctx, "newest", params{"ids": some}, nil, func(r rows) error {
			var id string
			var e voc.Engagement
			err := r.Scan(&id, &e.Likes, &e.Replies, &e.Shares, &e.Views, &e.Approx)
			newest[voc.PostID(id)] = e
			return err
		})
		if err != nil {
			return err
		}
	}
	for i := range mentions {
		if seen, ok := newest[mentions[i].Post.ID]; ok {
			mentions[i].Post.Engagement = overlay(mentions[i].Post.Engagement, seen)
		}
	}
	return nil
}

// overlay is what is known of the counts when later looks told some of them.
func overlay(first, later voc.Engagement) voc.Engagement {
	for _, n := range []struct{ to, from *int64 }{
		{&first.Likes, &later.Likes}, {&first.Replies, &later.Replies}, {&first.Shares, &later.Shares}, {&first.Views, &later.Views},
	} {
		if *n.from >= 0 {
			*n.to = *n.from
		}
	}
	first.Approx = later.Approx
	return first
}
