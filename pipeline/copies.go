package pipeline

import (
	"context"
	"time"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/nlp/copies"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// copiesRemembered is among how many of the latest posts copies are looked for: 130 MB when so
	// many came within copiesFor, next to nothing in a small shop.
	copiesRemembered = 1_000_000
	copiesFor        = 30 * 24 * time.Hour

	// copiesMany is how many copies came before one that is noise although nobody is known to have
	// posted it twice. Nine people may well quote one sentence.
	copiesMany = 9

	// copiesLetters is how many letters a text has that is compared at all: 好喝好喝 is said by
	// thousands and copied from nobody.
	copiesLetters = 12
)

// copyist puts mentions into clusters of near-equal texts. The first batch waits until what the
// store remembers is read. It belongs to the one who drains.
type copyist struct {
	store *store.Store
	now   func() time.Time
	index *copies.Index // nil until the first batch
}

// mark gives each mention its cluster, and the label of a copy to those that are nothing else. The
// same batch marked again is marked the same.
func (c *copyist) mark(ctx context.Context, mentions []voc.Mention) error {
	if err := c.load(ctx); err != nil {
		return err
	}
	var post voc.PostID
	var seen copies.Seen
	for i := range mentions {
		m := &mentions[i]
		if i == 0 || m.Post.ID != post { // the mentions of a post come together
			post, seen = m.Post.ID, copies.Seen{}
			if lettersIn(m.Analysis.Norm) >= copiesLetters {
				seen = c.index.Add(m.Analysis.Fingerprint, string(post), m.Post.Author.Hash)
			}
		}
		m.Cluster = seen.Cluster
		if copied(m, seen) {
			m.Analysis.Noise = append(m.Analysis.Noise, voc.NoiseCopy)
		}
	}
	return nil
}

// load reads what was heard before this process began.
func (c *copyist) load(ctx context.Context) error {
	if c.index != nil {
		return nil
	}
	known, err := c.store.Fingerprints(ctx, c.now().Add(-copiesFor), copiesRemembered)
	if err != nil {
		return err
	}
	index := copies.New(copiesRemembered)
	for i := range known {
		k := &known[i]
		index.Restore(k.Fingerprint, k.Cluster, string(k.Post), k.Author)
		switch {
		case k.Copied:
			index.Told(string(k.Post), copiesMany, false)
		case !k.Unsure:
			index.Told(string(k.Post), 0, false)
		}
	}
	c.index = index
	return nil
}

// copied tells whether a mention is noise because it is a copy: the same author said it before, or
// many said it. A complaint never is: who shares somebody's bad experience has one to share, and a
// wave of them is what this house exists to notice.
func copied(m *voc.Mention, seen copies.Seen) bool {
	a := &m.Analysis
	if a.Complaint || a.Severity >= 2 || seen.Before == 0 || len(a.Noise) > 0 {
		return false
	}
	return seen.SameAuthor || seen.Before >= copiesMany
}

// lettersIn counts the letters of a text, up to as many as are asked for.
func lettersIn(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			if n++; n >= copiesLetters {
				break
			}
		}
	}
	return n
}
