package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/optout"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The kinds of entry in the spool.
const (
	entryPost  = "post"
	entryVisit = "visit"
)

// Ingest is the door: everything that enters is masked and made durable here, and only then is
// anybody told that it has been taken.
type Ingest struct {
	crawler *crawler.Crawler
	spool   *spool.Spool
	masker  *mask.Masker
	optout  *optout.List // who is turned away
	cursors *cursorBook
	inbox   string // folder where other processes of this machine leave posts
	rejects string // file that keeps posts the spool cannot take
	now     func() time.Time
	log     *slog.Logger
}

// Round visits one source: fetches what is new, page by page, and leaves a Visit. The visit is
// durable too, even when the fetch failed: a failed fetch is a gap that must be known.
func (i *Ingest) Round(ctx context.Context, source crawler.SourceOptions, progress func(posts int)) (voc.Visit, error) {
	id := source.Source.ID
	cursor, err := i.cursors.get(id)
	if err != nil {
		return voc.Visit{}, err
	}
	visit, err := i.crawler.Fetch(ctx, source, cursor, i.taking(ctx, progress, func(next voc.Cursor) error { return i.cursors.set(id, next) }))
	return i.visited(ctx, visit, err)
}

// RoundSpan sends one visit back through a stretch of time; see crawler.FetchSpan. The walk has a
// cursor of its own beside the source's, so that one cut short goes on when it is asked for again;
// it is forgotten when the walk has come to its end.
func (i *Ingest) RoundSpan(ctx context.Context, source crawler.SourceOptions, span voc.Span, progress func(posts int)) (voc.Visit, error) {
	id := source.Source.ID
	cursor, err := i.cursors.getSpan(id, span)
	if err != nil {
		return voc.Visit{}, err
	}
	visit, err := i.crawler.FetchSpan(ctx, source, span, cursor, i.taking(ctx, progress, func(next voc.Cursor) error {
		cursor = next
		return i.cursors.setSpan(id, span, next)
	}))
	if err == nil && !crawler.Unfinished(cursor) {
		err = i.cursors.dropSpan(id, span)
	}
	return i.visited(ctx, visit, err)
}

// taking keeps what a visit brings page by page: what was said, what was seen of it, and last the
// cursor that points behind both.
func (i *Ingest) taking(ctx context.Context, progress func(posts int), move func(voc.Cursor) error) func(crawler.Catch, voc.Cursor) error {
	taken := 0
	var refused error
	return func(caught crawler.Catch, next voc.Cursor) error {
		if refused != nil { // every later cursor of this visit points behind posts nobody has
			return refused
		}
		if refused = i.Take(ctx, caught.Posts, spool.Refetchable); refused != nil {
			return refused
		}
		if refused = i.observe(ctx, caught.Observations); refused != nil {
			return refused
		}
		if err := move(next); err != nil { // last: what it points behind is on disk
			return err
		}
		taken += len(caught.Posts)
		if progress != nil {
			progress(taken)
		}
		return nil
	}
}

// visited keeps a visit although ctx may be done by now: shutdown must not lose the knowledge of
// what was and was not heard.
func (i *Ingest) visited(ctx context.Context, visit voc.Visit, err error) (voc.Visit, error) {
	if visit.Source == "" {
		return visit, err
	}
	if kept := i.keepVisit(context.WithoutCancel(ctx), visit); err == nil {
		err = kept
	}
	return visit, err
}

// observe keeps what others have done with posts that were taken before: one entry a page.
func (i *Ingest) observe(ctx context.Context, seen []voc.Observation) error {
	if len(seen) == 0 {
		return nil
	}
	data, err := json.Marshal(seen)
	if err != nil {
		return fmt.Errorf("observations of source %s: %w", seen[0].Source, err)
	}
	return i.keep(ctx, []spool.Entry{{Kind: entryObservation, Data: data, Priority: spool.Refetchable}})
}

func (i *Ingest) keepVisit(ctx context.Context, visit voc.Visit) error {
	data, err := json.Marshal(visit)
	if err != nil {
		return fmt.Errorf("visit of source %s: %w", visit.Source, err)
	}
	return i.spool.Append(ctx, []spool.Entry{{Kind: entryVisit, Data: data, Priority: spool.Person}}) // small, and cannot be fetched again
}

// Take accepts posts: it masks them in place, for the raw posts must not outlive this call, and
// returns nil once they are on disk. spool.ErrFull and spool.ErrDiskFull say come back later.
func (i *Ingest) Take(ctx context.Context, posts []voc.Post, priority spool.Priority) error {
	if len(posts) == 0 {
		return nil
	}
	now := i.now()
	entries := make([]spool.Entry, 0, len(posts))
	for n := range posts {
		post := &posts[n]
		complete(post, now)
		i.masker.Post(post)
		if i.optout.Refuses(post) {
			continue
		}
		data, err := json.Marshal(post)
		if err != nil {
			return fmt.Errorf("post %s of source %s: %w", post.ExternalID, post.Source, err)
		}
		entries = append(entries, spool.Entry{Kind: entryPost, Data: data, Priority: priority})
	}
	return i.keep(ctx, entries)
}

// keep appends entries to the spool. One the spool will never take goes to the rejects file: it
// must neither vanish nor keep those beside it from being taken.
func (i *Ingest) keep(ctx context.Context, entries []spool.Entry) error {
	fit := make([]spool.Entry, 0, len(entries))
	for _, e := range entries {
		err := i.spool.Check(e)
		if err == nil {
			fit = append(fit, e)
			continue
		}
		i.log.Error("a post cannot be taken; it is kept in the rejects file", "file", i.rejects, "error", err)
		if err := reject(i.rejects, e, err); err != nil {
			return err
		}
	}
	return i.spool.Append(ctx, fit)
}

// complete fills what a post must have and its source did not say. A post without a time gets
// the time we saw it, and says so. A time or number that cannot be written down counts as not
// said: a page is taken whole or not at all, and one such post would bar its source for good.
func complete(post *voc.Post, now time.Time) {
	for _, t := range []*time.Time{&post.PublishedAt, &post.EditedAt, &post.FetchedAt} {
		if _, err := t.MarshalText(); err != nil {
			*t = time.Time{}
		}
	}
	if math.IsNaN(post.Rating) || math.IsInf(post.Rating, 0) {
		post.Rating = 0
	}
	if post.ID == "" {
		post.ID = voc.NewPostID(post.Source, post.ExternalID)
	}
	if post.FetchedAt.IsZero() {
		post.FetchedAt = now
	}
	if post.PublishedAt.IsZero() {
		post.PublishedAt, post.Precision = post.FetchedAt, voc.PrecisionNone
	}
}
