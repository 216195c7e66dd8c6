package crawler

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// token is what a site gave for a key of the user's own. It lives in memory only: no cursor, log or
// error ever holds it.
type token struct {
	key    [32]byte // of what it was given for: another key asks anew
	header http.Header
	until  time.Time
}

// tokens are those of all keyed sources.
type tokens struct {
	mu  sync.Mutex
	all map[voc.SourceID]token
}

func (t *tokens) get(id voc.SourceID, key [32]byte, now time.Time) (http.Header, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	have, ok := t.all[id]
	return have.header, ok && have.key == key && now.Before(have.until)
}

func (t *tokens) set(id voc.SourceID, have token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all == nil {
		t.all = map[voc.SourceID]token{}
	}
	t.all[id] = have
}

func (t *tokens) drop(id voc.SourceID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.all, id)
}

// Lives of a token: one is never used in its last seconds, and not believed for longer than a day.
const (
	tokenMargin  = 30 * time.Second
	tokenLongest = 24 * time.Hour
)

// agree tells the session of the hosts that gave the user a key: a key comes with terms of its own,
// while robots.txt speaks to those who have none. Reddit's, for one, forbids everything to everybody.
func (j *job) agree() {
	if kind, ok := kindOf[keyed](j.site); ok {
		address, _, _ := kind.Key()
		if at, err := url.Parse(address); address != "" && err == nil {
			j.session.Agree(at)
			j.session.Agree(j.address)
		}
	}
	if kind, ok := kindOf[signer](j.site); ok && kind.Sign(j.address.String()) != j.address.String() {
		j.session.Agree(j.address)
	}
}

// granted is the header that shows a keyed source's token, asked for when there is none that holds;
// nil for a source that needs none.
func (j *job) granted(ctx context.Context) (http.Header, error) {
	kind, ok := kindOf[keyed](j.site)
	if !ok {
		return nil, nil
	}
	address, body, header := kind.Key()
	if address == "" {
		return nil, nil
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", address, body, header))
	now := j.c.o.Now()
	if have, ok := j.c.tokens.get(j.src.ID, key, now); ok {
		j.shown = true
		return have, nil
	}
	if j.onward(address) == "" {
		return nil, fmt.Errorf("the token is given out by another site than the source's")
	}
	page, err := j.send(ctx, question{address: address, method: http.MethodPost, body: body, header: header})
	if err != nil {
		if keyRefused(err) {
			err = fmt.Errorf("%w: the site gives no token for the key: %w", errExpired, err)
		}
		return nil, err
	}
	have, holds, err := kind.Grant(page)
	if errors.Is(err, plain.ErrLayout) {
		return nil, wallOr(page, "", err) // it says nothing of the key
	}
	if err != nil {
		return nil, fmt.Errorf("%w: the site gives no token for the key: %w", errExpired, err)
	}
	holds = min(holds, tokenLongest)
	until := now.Add(holds - min(holds/10, tokenMargin))
	j.c.tokens.set(j.src.ID, token{key, have, until})
	return have, nil
}

// keyRefused tells the answers to a key that is not, or no longer, known. What else refuses a visitor
// would refuse one with a good key as well.
func keyRefused(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && slices.Contains([]int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden}, status.Code)
}

// ask tells how a page is asked for: with the source's headers and token when it lies on the host of
// the start page, and in the way its kind wants it.
func (j *job) ask(ctx context.Context, address string) (question, error) {
	q := question{address: address, method: http.MethodGet, header: http.Header{}}
	if a, ok := kindOf[asker](j.site); ok {
		method, body, header := a.Ask(address)
		if method != "" {
			q.method = method
		}
		q.body, q.header = body, header.Clone()
		if q.header == nil {
			q.header = http.Header{}
		}
	}
	if u, err := url.Parse(address); err != nil || !j.atHome(u) {
		return q, nil
	}
	have, err := j.granted(ctx)
	if err != nil {
		return q, err
	}
	for _, more := range []http.Header{have, j.headers} {
		for name, values := range more {
			q.header[name] = values
		}
	}
	return q, nil
}

// atHome tells whether an address lies on the host of the start page.
func (j *job) atHome(u *url.URL) bool {
	return u.Host == j.address.Host && u.Scheme == j.address.Scheme
}

// kindOf finds an ability of the kind behind a site.
func kindOf[T any](s site) (T, bool) {
	if k, ok := s.(kindSite); ok {
		able, ok := k.kind.(T)
		return able, ok
	}
	var none T
	return none, false
}
