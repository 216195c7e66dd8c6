package store

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// identity is what is kept of a post so that its rows stay findable: the published_at it was first
// stored under, and the brands it has rows for.
type identity struct {
	published time.Time
	brands    []string
}

// SaveMentions stores mentions and says how many posts among them were never seen before. Saving
// the same again changes nothing but the analysis and what the site changed. All mentions of one
// post must be in one call: brands it was stored under and no longer has are withdrawn.
//
// A post keeps the publication time it was first stored with; another time told later becomes its
// EditedAt. A post without publication time is stored under the time it was fetched. The counts that
// came with a post are kept as one look at them, see Observations.
func (s *Store) SaveMentions(ctx context.Context, mentions []voc.Mention) (fresh int, err error) {
	if len(mentions) == 0 {
		return 0, nil
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	known, err := s.identities(ctx, mentions)
	if err != nil {
		return 0, err
	}
	s.revision = max(s.revision+1, uint64(s.opts.Now().UnixNano()))
	plan := planSave(mentions, known)
	// The mentions first, the identities last: after a crash in between the same batch comes again
	// from the spool and writes the same keys. The other way round, a withdrawal would be lost.
	rows, revision := plan.rows, s.revision
	written, err := s.unsettle(ctx, hoursOf(rows))
	if err != nil {
		return 0, err
	}
	defer written()
	err = s.insert(ctx, "SaveMentions", len(rows), func(i int) []any {
		return mentionRow(&rows[i].mention, revision, rows[i].deleted)
	})
	if err != nil {
		return 0, err
	}
	if err := s.SaveObservations(ctx, firstLooks(plan.rows)); err != nil {
		return 0, err
	}
	err = s.insert(ctx, "SaveMentions.identities", len(plan.changed), func(i int) []any {
		id := plan.changed[i]
		return []any{id, toDB(plan.after[id].published), plan.after[id].brands, revision}
	})
	return plan.fresh, err
}

// identities looks up the posts of a batch.
func (s *Store) identities(ctx context.Context, mentions []voc.Mention) (map[string]identity, error) {
	seen := make(map[voc.PostID]bool, len(mentions))
	ids := make([]string, 0, len(mentions))
	for i := range mentions {
		if id := mentions[i].Post.ID; !seen[id] {
			seen[id] = true
			ids = append(ids, string(id))
		}
	}
	known := make(map[string]identity, len(ids))
	for some := range slices.Chunk(ids, lookupAtOnce) {
		err := s.read(ctx, "SaveMentions.known", params{"ids": some}, nil, func(r rows) error {
			var id string
			var one identity
			if err := r.Scan(&id, &one.published, &one.brands); err != nil {
				return err
			}
			known[id] = one
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// lookupAtOnce is how many ids one question names: the server takes 20 ms for 5,000 of them and,
// measured, ten seconds for 60,000.
const lookupAtOnce = 5000

// saveRow is one row to be written.
type saveRow struct {
	mention voc.Mention
	deleted uint8
}

// savePlan is what one SaveMentions will write.
type savePlan struct {
	rows    []saveRow
	after   map[string]identity
	changed []string // posts whose identity is new or has other brands
	fresh   int
}

// planSave decides what to write, from what is stored.
func planSave(mentions []voc.Mention, known map[string]identity) savePlan {
	plan := savePlan{after: map[string]identity{}, rows: make([]saveRow, 0, len(mentions))}
	place := make(map[[2]string]int, len(mentions)) // the last of equal keys in a batch wins
	var order []string
	for _, m := range mentions {
		id := string(m.Post.ID)
		now, met := plan.after[id]
		if !met {
			order = append(order, id)
			now.published = publication(&m.Post)
			if before, ok := known[id]; ok {
				now.published = before.published
			}
		}
		settleTime(&m.Post, now.published)
		key := [2]string{id, string(m.Brand)}
		if at, ok := place[key]; ok {
			plan.rows[at].mention = m
			continue
		}
		place[key] = len(plan.rows)
		plan.rows = append(plan.rows, saveRow{mention: m})
		now.brands = append(now.brands, string(m.Brand))
		plan.after[id] = now
	}
	for _, id := range order {
		before, ok := known[id]
		if !ok {
			plan.fresh++
		}
		withdrawn := missing(before.brands, plan.after[id].brands)
		for _, brand := range withdrawn {
			gone := voc.Mention{Brand: voc.BrandID(brand), Post: voc.Post{ID: voc.PostID(id), PublishedAt: before.published}}
			plan.rows = append(plan.rows, saveRow{mention: gone, deleted: 1})
		}
		if !ok || len(withdrawn) > 0 || len(missing(plan.after[id].brands, before.brands)) > 0 {
			plan.changed = append(plan.changed, id)
		}
	}
	return plan
}

// hoursOf lists the hours, in seconds since 1970, that rows lie in.
func hoursOf(rows []saveRow) []int64 {
	hours := make([]int64, len(rows))
	for i := range rows {
		at := toDB(rows[i].mention.Post.PublishedAt).Unix()
		hours[i] = at - (at%hourSeconds+hourSeconds)%hourSeconds
	}
	return hours
}

// settleTime gives a post the publication time it is stored under.
func settleTime(p *voc.Post, first time.Time) {
	told := publication(p)
	if !told.Equal(first) && told.After(p.EditedAt) {
		p.EditedAt = told
	}
	p.PublishedAt = first
}

// publication is when a post was published, to the millisecond the database keeps; the time of
// fetching where the site said nothing.
func publication(p *voc.Post) time.Time {
	at := p.PublishedAt
	if at.IsZero() {
		at = p.FetchedAt
	}
	return toDB(at).Truncate(time.Millisecond)
}

// missing lists what is in a and not in b.
func missing(a, b []string) []string {
	var out []string
next:
	for _, x := range a {
		for _, y := range b {
			if x == y {
				continue next
			}
		}
		out = append(out, x)
	}
	return out
}

// widen gives the short float64 a 32-bit number stands for: 0.9, not 0.8999999761581421.
func widen(f float32) float64 {
	wide, err := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	if err != nil {
		return float64(f)
	}
	return wide
}
