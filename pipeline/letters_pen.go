package pipeline

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
)

// How long letters wait for their writer, all of them together. Each waits for it no longer than it is
// patient, but a house of a hundred audiences would send the last one hours late.
const (
	penWindow = 15 * time.Minute
	penAtMost = 2 * time.Minute
)

var errPen = errors.New("other letters have waited for the writer long enough; this one goes without")

// pen is a writer that may keep letters waiting for a while and no longer.
type pen struct {
	writer digest.Writer
	now    func() time.Time

	mu    sync.Mutex
	began time.Time // of the window
	spent time.Duration
}

// newPen wraps a writer; nil stays nil.
func newPen(w digest.Writer, now func() time.Time) digest.Writer {
	if w == nil {
		return nil
	}
	return &pen{writer: w, now: now}
}

// Write implements digest.Writer.
func (p *pen) Write(ctx context.Context, b digest.Brief) (digest.Prose, error) {
	began := p.now()
	if !p.free(began) {
		return digest.Prose{}, errPen
	}
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.spent += max(0, p.now().Sub(began))
	}()
	return p.writer.Write(ctx, b)
}

// free tells whether there is time left; a window that is over, or a clock that was set back, begins a new one.
func (p *pen) free(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if age := now.Sub(p.began); age < 0 || age >= penWindow {
		p.began, p.spent = now, 0
	}
	return p.spent < penAtMost
}
