package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/pipeline/access"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TokenPrefix begins the secret of every token, so that one is recognised where it does not belong.
const TokenPrefix = "tf_"

// maxTokens is how many valid tokens there may be: beyond it nobody knows what they are all for.
const maxTokens = 200

// Tokens are all, the newest first, with when each was last used.
func (g *Gate) Tokens() []voc.Token {
	g.journal.mu.Lock()
	tokens := slices.Collect(maps.Values(g.journal.state.Tokens))
	g.journal.mu.Unlock()
	for i := range tokens {
		tokens[i].Used = g.vault.Used(tokens[i].ID)
	}
	slices.SortFunc(tokens, func(a, b voc.Token) int {
		if c := b.Created.Compare(a.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return tokens
}

// MakeToken makes a token of an owner and returns its secret, which is kept nowhere. ErrWrong, ErrNone
// when there is no such owner.
func (g *Gate) MakeToken(ctx context.Context, t voc.Token, actor string) (voc.Token, string, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	now := g.options.Now()
	owner, known := g.user(t.Owner)
	if !known || owner.Disabled {
		return t, "", fmt.Errorf("user %q: %w", t.Owner, ErrNone)
	}
	t.Owner, t.Created, t.Revoked, t.Used = owner.Name, now, time.Time{}, time.Time{}
	if err := g.checkToken(t, owner, now); err != nil {
		return t, "", err
	}
	id, err := g.id("TK-")
	if err != nil {
		return t, "", err
	}
	secret, err := g.secret()
	if err != nil {
		return t, "", err
	}
	t.ID, secret = id, TokenPrefix+secret
	err = g.vault.Change(now, func(s *access.Secrets) { s.Tokens[id] = access.TokenSecret{Hash: access.HashSecret(secret)} })
	if err != nil {
		return t, "", err
	}
	return t, secret, g.writeToken(ctx, access.TokenMade, t, actor)
}

func (g *Gate) checkToken(t voc.Token, owner voc.User, now time.Time) error {
	n := utf8.RuneCountInString(t.Title)
	if n == 0 || n > 100 || strings.ContainsFunc(t.Title, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return fmt.Errorf("%w: write what the token is for, in at most 100 characters", ErrWrong)
	}
	if len(t.Permits) == 0 {
		return fmt.Errorf("%w: a token that permits nothing opens nothing", ErrWrong)
	}
	for _, p := range t.Permits {
		if !slices.Contains(access.TokenPermits(), p) {
			return fmt.Errorf("%w: a token cannot hold %q", ErrWrong, p)
		}
		if !owner.Role.Permits(p) {
			return fmt.Errorf("%w: %s may not %q themselves", ErrWrong, owner.Name, p)
		}
	}
	if _, there := g.house().Unit(t.Unit); t.Unit != "" && (!there || !g.house().Within(t.Unit, owner.Unit)) {
		return fmt.Errorf("%w: unit %q is not one of %s's", ErrWrong, t.Unit, owner.Name)
	}
	if !t.Expires.IsZero() && !t.Expires.After(now) {
		return fmt.Errorf("%w: the token would be over already", ErrWrong)
	}
	valid := 0
	for _, other := range g.Tokens() {
		if access.TokenValid(other, now) {
			valid++
		}
	}
	if valid >= maxTokens {
		return fmt.Errorf("%w: there are %d valid tokens: revoke some first", ErrWrong, valid)
	}
	return nil
}

func (g *Gate) writeToken(ctx context.Context, kind string, t voc.Token, actor string) error {
	_, err := g.journal.Do(ctx, func(_ State, now time.Time) ([]voc.Event, error) {
		e, err := access.TokenEvent(kind, t, actor, now)
		return []voc.Event{e}, err
	})
	return err
}

// RevokeToken takes a token back for good. ErrNone.
func (g *Gate) RevokeToken(ctx context.Context, id, actor string) (voc.Token, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	g.journal.mu.Lock()
	t, known := g.journal.state.Tokens[id]
	g.journal.mu.Unlock()
	switch {
	case !known:
		return t, fmt.Errorf("token %q: %w", id, ErrNone)
	case !t.Revoked.IsZero():
		return t, nil
	}
	t.Revoked = g.options.Now()
	if err := g.writeToken(ctx, access.TokenRevoked, t, actor); err != nil {
		return t, err
	}
	used := g.vault.Used(id)
	t.Used = used
	return t, g.vault.Change(t.Revoked, func(s *access.Secrets) { s.Tokens[id] = access.TokenSecret{Used: used} })
}

// ByToken is who asks with a token's secret.
func (g *Gate) ByToken(secret string) (voc.Viewer, bool) {
	if !strings.HasPrefix(secret, TokenPrefix) {
		return voc.Viewer{}, false
	}
	now := g.options.Now()
	id, there := g.vault.Token(secret, now)
	if !there {
		return voc.Viewer{}, false
	}
	g.journal.mu.Lock()
	t := g.journal.state.Tokens[id]
	g.journal.mu.Unlock()
	owner, known := g.user(t.Owner)
	if !access.TokenValid(t, now) || !known || owner.Disabled {
		return voc.Viewer{}, false
	}
	return g.house().TokenViewer(t, owner), true
}
