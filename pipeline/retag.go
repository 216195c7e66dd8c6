package pipeline

import (
	"context"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/store"
)

// retagPage is how many posts are understood anew while what newly comes in waits: half a second.
const retagPage = 2000

// Retag understands posts published in [from, to) anew that were understood by another version than
// the present one; zero times do not limit. What is done is done: cut off, it goes on where it
// stopped. progress, if not nil, hears how many posts are done and how many there were.
func (d *Drain) Retag(ctx context.Context, from, to time.Time, progress func(done, all int)) (int, error) {
	all, err := d.store.CountStale(ctx, d.Analyzer().Version(), from, to)
	if err != nil || all == 0 {
		return 0, err
	}
	done, page := 0, store.Page{Limit: retagPage}
	for {
		n, next, err := d.retagOnce(ctx, from, to, page)
		if err != nil {
			return done, fmt.Errorf("retag: %d of %d posts are done, go on later: %w", done, all, err)
		}
		done += n
		if progress != nil && n > 0 {
			progress(done, max(all, done))
		}
		if next == "" {
			return done, nil
		}
		page.After = next
	}
}

// retagOnce does one page. Nothing may be drained between its reading and its writing: a newer text
// of a post would be overwritten with the one read before.
func (d *Drain) retagOnce(ctx context.Context, from, to time.Time, page store.Page) (int, string, error) {
	d.writing.Lock()
	defer d.writing.Unlock()
	analyzer := d.Analyzer()
	posts, next, err := d.store.Stale(ctx, analyzer.Version(), from, to, page)
	if err != nil || len(posts) == 0 {
		return 0, "", err
	}
	mentions := analyzer.Analyze(posts)
	if err := d.copies.mark(ctx, mentions); err != nil {
		return 0, "", err
	}
	if _, err := d.store.SaveMentions(ctx, mentions); err != nil {
		return 0, "", err
	}
	return len(posts), next, nil
}

// Analyzer is what understands posts at the moment.
func (d *Drain) Analyzer() *nlp.Analyzer {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.analyzer
}

// Understand has posts understood by another analyzer from the next batch on. What is stored keeps
// its version until Retag.
func (d *Drain) Understand(a *nlp.Analyzer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.analyzer = a
}
