package crawler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// threaded is a site with pages behind pages.
type threaded interface {
	behind(ctx context.Context, j *job, page *plain.Page) (plain.Sheet, error)
}

// behind is what a visit knows of the pages behind links.
type behind struct {
	been    map[string]int  // pages read of the thread that went on from an address
	failed  map[string]bool // addresses not to be tried again in this visit
	seen    map[idMark]bool // posts that stood behind links
	refused int             // threads in a row the site would not show
	newest  time.Time       // newest post behind the page of links that was read last
	full    int             // pages on which something stood
	empty   []string        // addresses of pages on which nothing stood that the kind knows
}

const (
	everySweep = -1 // drain: the threads of all sweeps

	mostQueued  = 200  // links of one page that wait at a time; a page with more is read again
	mostWaiting = 1000 // links that wait in all
	mostDeep    = 3    // links between a list and a page behind it
	mostTries   = 3    // visits in which a page behind a link may fail before it is given up
	threadPages = 30   // how far one thread is followed in one visit
	maxRefused  = 2    // threads in a row that may be refused before it is the site that refuses
)

// enqueue lets the links of a page that are new wait at place, and remembers them: what waits is in
// the cursor, so that a visit cut short goes on with it. It returns false when there was no room for
// all.
func (j *job) enqueue(links []plain.Link, sweep, deep, place int) bool {
	s := j.state
	var marks []entry
	var fresh []thread
	room := true
	for _, link := range links {
		e := markLink(link.Key)
		if s.known[e.id] != nil {
			continue
		}
		if room = len(fresh) < mostQueued; !room {
			break
		}
		marks = append(marks, e)
		switch {
		case link.URL == "" || j.onward(link.URL) == "":
		case !link.At.IsZero() && link.At.Before(j.horizon()): // nothing behind it is newer
		case deep > mostDeep:
			j.odd.add("a link deeper than three pages behind the list")
		default:
			fresh = append(fresh, thread{At: link.URL, Sweep: sweep, Deep: deep})
		}
	}
	s.Threads = slices.Insert(s.Threads, min(place, len(s.Threads)), fresh...)
	if more := len(s.Threads) - mostWaiting; more > 0 { // what came first has waited longest, and is least news
		s.Threads = s.Threads[:mostWaiting]
		j.missing = append(j.missing, fmt.Sprintf("%d pages behind links were given up: more come than max_pages allows to read", more))
		j.trouble(voc.TroubleCap)
	}
	s.add(sweep, marks)
	s.forget(j.c.o.Remember)
	return room
}

// drain reads the pages that wait behind links of a sweep, as far as pages are left.
func (j *job) drain(ctx context.Context, sweep int) error {
	for !j.full() {
		i := slices.IndexFunc(j.state.Threads, func(t thread) bool {
			return (sweep == everySweep || t.Sweep == sweep) && !j.behind.failed[t.At]
		})
		if i < 0 {
			return nil
		}
		if err := j.follow(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// follow reads one page behind a link.
func (j *job) follow(ctx context.Context, i int) error {
	t := j.state.Threads[i]
	sheet, err := j.readBehind(ctx, t.At)
	j.pages++
	drop := func() { j.state.Threads = slices.Delete(j.state.Threads, i, i+1) }
	switch {
	case err == nil:
		j.behind.refused = 0
	case gone(err): // gone is an answer
		drop()
		return j.hand(Catch{})
	case errors.Is(err, errEmpty):
		j.behind.failed[t.At] = true
		j.behind.empty = append(j.behind.empty, t.At)
		return nil
	case denied(err) && j.behind.refused < maxRefused, !denied(err) && !fatal(err):
		return j.putOff(i, err)
	default:
		if errors.Is(err, errWall) {
			j.state.Threads[i].Tries++ // one page that always asks for a login must not bar those behind it for good
			if j.state.Threads[i].Tries >= mostTries {
				drop()
			}
		}
		return err
	}
	if len(sheet.Posts) > 0 {
		j.behind.full++
	}
	caught := j.take(batch{posts: sheet.Posts, missing: sheet.Missing, trouble: sheet.Trouble, odd: sheet.Odd}, t.Sweep, false)
	j.lookBehind(sheet.Posts)
	if next := j.goesOn(t, sheet); next == "" {
		drop()
	} else {
		j.state.Threads[i] = thread{At: next, Sweep: t.Sweep, Deep: t.Deep}
		i++
	}
	// A page of links behind a page is bounded by its size; all of them wait.
	for !j.enqueue(sheet.Links, t.Sweep, t.Deep+1, i) {
		continue
	}
	return j.hand(caught)
}

// goesOn is the page a thread goes on with, "" at its end: where no page is named, where one comes
// again, or where a page shows only what this visit has read behind links already.
func (j *job) goesOn(t thread, sheet plain.Sheet) (next string) {
	next = j.onward(sheet.Next)
	pages := j.behind.been[t.At] + 1
	_, been := j.behind.been[next]
	j.behind.been[t.At] = pages
	if stale := !j.behind.news(sheet.Posts) && len(sheet.Posts) > 0 && pages > 1; next == "" || been || next == t.At || stale {
		return ""
	}
	j.behind.been[next] = pages
	if pages >= threadPages {
		j.behind.failed[next] = true
		j.missing = append(j.missing, fmt.Sprintf("a thread of more than %d pages goes on with the next visit", threadPages))
		j.trouble(voc.TroubleCap)
	}
	return next
}

// news notes posts and tells whether one of them had not stood behind a link in this visit.
func (b *behind) news(posts []voc.Post) (news bool) {
	for i := range posts {
		id := markPost(&posts[i]).id
		news = news || !b.seen[id]
		b.seen[id] = true
	}
	return news
}

// errEmpty says that nothing on a page behind a link is what the kind knows for a post.
var errEmpty = fmt.Errorf("nothing on the page matches the selectors: %w", plain.ErrLayout)

// judgeEmpty decides what empty pages behind links mean. Beside others that are well they are threads
// that were deleted; alone, it is the site that has changed, and they are tried again.
func (j *job) judgeEmpty() {
	if len(j.behind.empty) == 0 {
		return
	}
	s := j.state
	changed := j.behind.full == 0
	if changed {
		j.missing = append(j.missing, fmt.Sprintf("on none of %d pages behind the list anything matches the selectors: the site has changed, or shows us something else", len(j.behind.empty)))
		j.trouble(voc.TroubleLayout)
	}
	s.Threads = slices.DeleteFunc(s.Threads, func(t thread) bool {
		return slices.Contains(j.behind.empty, t.At) && (!changed || t.Tries+1 >= mostTries)
	})
	for i := range s.Threads {
		if slices.Contains(j.behind.empty, s.Threads[i].At) {
			s.Threads[i].Tries++
		}
	}
}

// denied tells a page that is not for us; the one beside it may be.
func denied(err error) bool { return refusal(err) || errors.Is(err, transport.ErrRobots) }

// putOff leaves a page that could not be read for the next visit, or gives it up when it has had its
// tries.
func (j *job) putOff(i int, err error) error {
	t := &j.state.Threads[i]
	j.missing = append(j.missing, err.Error())
	j.trouble(j.troubleOf(err))
	if denied(err) {
		j.behind.refused++ // a thread for members only says nothing about the rest
	}
	if t.Tries++; t.Tries >= mostTries {
		j.state.Threads = slices.Delete(j.state.Threads, i, i+1)
	} else {
		j.behind.failed[t.At] = true
	}
	return j.hand(Catch{})
}

func (j *job) readBehind(ctx context.Context, address string) (plain.Sheet, error) {
	site, ok := j.site.(threaded)
	if !ok {
		return plain.Sheet{}, fmt.Errorf("kind %s has no pages behind pages", j.src.Kind)
	}
	page, err := j.get(ctx, address, false)
	if err != nil {
		return plain.Sheet{}, err
	}
	return site.behind(ctx, j, page)
}
