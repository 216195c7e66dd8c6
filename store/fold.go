package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// FoldedMention is a mention that stands for all of nearly the same text.
type FoldedMention struct {
	voc.Mention
	Folded int // mentions of the filter it stands for, itself included; 1: it stands alone
}

// Folded lists mentions as Mentions does, but of nearly equal texts under one brand only the newest.
func (s *Store) Folded(ctx context.Context, f voc.Filter, page Page) ([]FoldedMention, string, error) {
	page.Limit = min(page.Limit, 1000)
	mentions, next, err := s.page(ctx, "Mentions.folded", f, page, nil)
	if err != nil {
		return nil, "", err
	}
	folds, err := s.folds(ctx, f, mentions)
	if err != nil {
		return nil, "", err
	}
	all := make([]FoldedMention, len(mentions))
	for i, m := range mentions {
		all[i] = FoldedMention{m, max(1, folds[fold{m.Cluster, m.Brand}])}
	}
	return all, next, nil
}

// fold is what is folded together.
type fold struct {
	cluster uint64
	brand   voc.BrandID
}

func (s *Store) folds(ctx context.Context, f voc.Filter, mentions []voc.Mention) (map[fold]int, error) {
	clusters := []uint64{}
	for i := range mentions {
		if c := mentions[i].Cluster; c != 0 {
			clusters = append(clusters, c)
		}
	}
	all := map[fold]int{}
	if len(clusters) == 0 {
		return all, nil
	}
	p := filterParams(f)
	p["clusters"] = clusters
	return all, s.read(ctx, "Folds", p, func() { clear(all) }, func(r rows) error {
		var one fold
		var n uint64
		err := r.Scan(&one.cluster, (*string)(&one.brand), &n)
		all[one] = int(n)
		return err
	})
}

// CountFolded counts what Folded lists.
func (s *Store) CountFolded(ctx context.Context, f voc.Filter) (int, error) {
	return s.count(ctx, "CountFolded", filterParams(f))
}

// manyCopies bounds lists that hang on one mention: nobody reads more.
const manyCopies = 500

// CopiesOf lists the mentions of a filter whose texts are nearly equal, the first that was said first.
func (s *Store) CopiesOf(ctx context.Context, f voc.Filter, cluster uint64) ([]voc.Mention, error) {
	p := filterParams(f)
	p["cluster"], p["limit"] = cluster, uint32(manyCopies)
	return list(ctx, s, "CopiesOf", p, scanMention)
}

// threadReach is how far from a post its thread is looked for.
const threadReach = 183 * 24 * time.Hour

// Thread lists what was said in the thread of a post, in the order it was said: what began it, then what
// answers it, as far as scope lets it be seen. The post itself is always among them where scope lets it.
func (s *Store) Thread(ctx context.Context, m *voc.Mention, scope voc.Scope) ([]voc.Mention, error) {
	root := m.Post.RootID
	if root == "" {
		root = m.Post.ParentID
	}
	if root == "" {
		root = m.Post.ExternalID
	}
	p := filterParams(voc.Filter{
		Sources: []voc.SourceID{m.Post.Source}, Raw: true, Scope: scope,
		From: m.Post.PublishedAt.Add(-threadReach), To: m.Post.PublishedAt.Add(threadReach),
	})
	p["root"], p["brand"], p["limit"] = root, string(m.Brand), uint32(manyCopies)
	return list(ctx, s, "Thread", p, scanMention)
}
