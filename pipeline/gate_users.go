package pipeline

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/pipeline/access"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// oneTimeFor is how long a password for one use can be used.
const oneTimeFor = 72 * time.Hour

// SetUp makes the first administrator and signs them in. ErrSetup when there is a user already;
// ErrWrong; the errors of access.CheckPassword.
func (g *Gate) SetUp(ctx context.Context, name, title, password string, from Visit) (Entry, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	if !g.Empty() {
		return Entry{}, ErrSetup
	}
	now := g.options.Now()
	u := voc.User{Name: name, Title: title, Role: voc.RoleAdmin, Created: now}
	if err := g.check(u); err != nil {
		return Entry{}, err
	}
	if err := access.CheckPassword(password, name); err != nil {
		return Entry{}, err
	}
	c, err := g.keep(ctx, name, password, time.Time{})
	if err != nil {
		return Entry{}, err
	}
	if err := g.write(ctx, access.UserAdded, u, name); err != nil {
		return Entry{}, err
	}
	return g.entry(u, c.Hash, "", from)
}

// keep hashes a password and puts it into the file.
func (g *Gate) keep(ctx context.Context, name, password string, expires time.Time) (access.Credential, error) {
	hash, err := g.passwords.Hash(ctx, password)
	if err != nil {
		return access.Credential{}, err
	}
	c := access.Credential{Hash: hash, Expires: expires}
	return c, g.vault.Change(g.options.Now(), func(s *access.Secrets) {
		c.Seen = s.Users[name].Seen
		s.Users[name] = c
	})
}

// write puts an event of a user into the journal.
func (g *Gate) write(ctx context.Context, kind string, u voc.User, actor string) error {
	_, err := g.journal.Do(ctx, func(_ State, now time.Time) ([]voc.Event, error) {
		e, err := access.UserEvent(kind, u, actor, now)
		return []voc.Event{e}, err
	})
	return err
}

// check refuses a user that makes no sense.
func (g *Gate) check(u voc.User) error {
	if err := access.CheckName(u.Name); err != nil {
		return fmt.Errorf("%w: %w", ErrWrong, err)
	}
	if len(u.Title) > 200 || strings.ContainsFunc(u.Title, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return fmt.Errorf("%w: the title of %s is too long or holds signs that cannot be seen", ErrWrong, u.Name)
	}
	if !slices.Contains(voc.Roles(), u.Role) {
		return fmt.Errorf("%w: there is no role %q: viewer, agent, analyst or admin", ErrWrong, u.Role)
	}
	if _, known := g.house().Unit(u.Unit); u.Unit != "" && !known {
		return fmt.Errorf("%w: org.yaml has no unit %q", ErrWrong, u.Unit)
	}
	if a, err := mail.ParseAddress(u.Email); u.Email != "" && (err != nil || a.Address != u.Email) {
		return fmt.Errorf("%w: %q is no e-mail address", ErrWrong, u.Email)
	}
	return nil
}

// AddUser makes a user and a password for one use, which is returned and kept nowhere. ErrTaken, ErrWrong.
func (g *Gate) AddUser(ctx context.Context, u voc.User, actor string) (voc.User, string, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	now := g.options.Now()
	u.Created, u.LastSeen, u.Disabled, u.MustSet = now, time.Time{}, false, true
	if err := g.check(u); err != nil {
		return u, "", err
	}
	if there, taken := g.user(u.Name); taken {
		return u, "", fmt.Errorf("%w: %s", ErrTaken, there.Name)
	}
	once, err := access.OneTime(g.options.Random)
	if err != nil {
		return u, "", err
	}
	if _, err := g.keep(ctx, u.Name, once, now.Add(oneTimeFor)); err != nil {
		return u, "", err
	}
	return u, once, g.write(ctx, access.UserAdded, u, actor)
}

// ChangeUser sets title, role, unit and mail of a user. When what they may do or see changes, all their
// sessions end: whoever holds one signs in again, with a new secret. ErrNone, ErrWrong, ErrLastAdmin.
func (g *Gate) ChangeUser(ctx context.Context, u voc.User, actor string) (voc.User, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	before, known := g.user(u.Name)
	if !known {
		return u, fmt.Errorf("user %q: %w", u.Name, ErrNone)
	}
	after := before
	after.Title, after.Role, after.Unit, after.Email = u.Title, u.Role, u.Unit, u.Email
	if err := g.check(after); err != nil {
		return before, err
	}
	if after == before {
		return before, nil
	}
	if after.Role != voc.RoleAdmin && g.lastAdmin(before) {
		return before, ErrLastAdmin
	}
	if err := g.write(ctx, access.UserChanged, after, actor); err != nil {
		return before, err
	}
	if after.Role != before.Role || after.Unit != before.Unit {
		return after, g.EndOthers(after.Name, "")
	}
	return after, nil
}

// lastAdmin tells whether a user is the only administrator of the whole house who can enter.
func (g *Gate) lastAdmin(u voc.User) bool {
	return headOf(u) && !slices.ContainsFunc(g.Users(), func(other voc.User) bool { return other.Name != u.Name && headOf(other) })
}

func headOf(u voc.User) bool { return u.Role == voc.RoleAdmin && !u.Disabled }

// DisableUser shuts a user out, or lets them in again. Their sessions end, and their tokens open nothing.
// ErrNone, ErrLastAdmin, ErrRefused.
func (g *Gate) DisableUser(ctx context.Context, name string, off bool, actor string) (voc.User, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	u, known := g.user(name)
	switch {
	case !known:
		return u, fmt.Errorf("user %q: %w", name, ErrNone)
	case u.Disabled == off:
		return u, nil
	case off && g.lastAdmin(u):
		return u, ErrLastAdmin
	}
	kind := access.UserEnabled
	if u.Disabled = off; off {
		kind = access.UserDisabled
	}
	if err := g.write(ctx, kind, u, actor); err != nil {
		return u, err
	}
	return u, g.EndOthers(u.Name, "")
}

// ResetPassword gives a user a password for one use, which is returned and kept nowhere. The one before
// opens nothing any more, and their sessions end. ErrNone.
func (g *Gate) ResetPassword(ctx context.Context, name, actor string) (string, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	u, known := g.user(name)
	if !known {
		return "", fmt.Errorf("user %q: %w", name, ErrNone)
	}
	once, err := access.OneTime(g.options.Random)
	if err != nil {
		return "", err
	}
	u.MustSet = true
	if err := g.write(ctx, access.UserReset, u, actor); err != nil {
		return "", err
	}
	if _, err := g.keep(ctx, u.Name, once, g.options.Now().Add(oneTimeFor)); err != nil {
		return "", err
	}
	return once, g.EndOthers(u.Name, "")
}

// ChangePassword sets a user's own password, ends all their sessions and begins a new one. ErrSignIn when the old one is wrong, *ErrWait, access.ErrSame, the errors of access.CheckPassword.
func (g *Gate) ChangePassword(ctx context.Context, name, old, password string, visit Visit) (Entry, error) {
	now := g.options.Now()
	counted := strings.ToLower(name)
	from := g.from(counted, visit)
	try, wait := g.locks.Try(counted, from, now)
	if wait > 0 {
		return Entry{}, &ErrWait{For: wait}
	}
	c := g.vault.Credential(name)
	if len(old) > 4*access.MaxPassword || !c.Expires.IsZero() && !now.Before(c.Expires) {
		return Entry{}, ErrSignIn
	}
	right, _, err := g.passwords.Check(ctx, c.Hash, old)
	if err != nil {
		try.TakeBack()
		return Entry{}, err
	}
	if !right {
		return Entry{}, ErrSignIn
	}
	try.Passed()
	if old == password {
		return Entry{}, access.ErrSame
	}
	if err := access.CheckPassword(password, name); err != nil {
		return Entry{}, err
	}
	g.changing.Lock()
	defer g.changing.Unlock()
	u, known := g.user(name)
	if !known || u.Disabled || g.vault.Credential(name).Hash != c.Hash {
		return Entry{}, ErrSignIn // changed by somebody else meanwhile
	}
	next, err := g.keep(ctx, name, password, time.Time{})
	if err != nil {
		return Entry{}, err
	}
	u.MustSet = false
	if err := g.write(ctx, access.UserPassword, u, name); err != nil {
		return Entry{}, err
	}
	if err := g.EndOthers(name, ""); err != nil {
		return Entry{}, err
	}
	return g.entry(u, next.Hash, "", visit)
}

// SignInBy signs in whom a provider vouches for: a user bound to its subject, else one of the same
// verified mail address who is bound from then on, else, when a role is given, a new user of that role.
// ErrUnknown otherwise, or when the user is shut out.
func (g *Gate) SignInBy(ctx context.Context, claims voc.Claims, join voc.UserRole, from Visit) (Entry, error) {
	g.changing.Lock()
	defer g.changing.Unlock()
	u, kind := external(g.Users(), claims)
	switch {
	case claims.Subject == "" || u.Disabled:
		return Entry{}, ErrUnknown
	case u.Name == "" && join == "":
		return Entry{}, ErrUnknown
	case u.Name == "":
		u = voc.User{Name: claims.Name, Title: claims.FullName, Role: join, Email: claims.Email, Created: g.options.Now()}
		if err := g.check(u); err != nil {
			return Entry{}, err
		}
		if _, taken := g.user(u.Name); taken {
			return Entry{}, fmt.Errorf("%w: %s", ErrTaken, u.Name)
		}
		kind = access.UserAdded
	}
	if kind != "" {
		u.External, u.MustSet = claims.Subject, false
		if err := g.write(ctx, kind, u, u.Name); err != nil {
			return Entry{}, err
		}
	}
	return g.entry(u, g.vault.Credential(u.Name).Hash, "", from)
}

// external finds the user of a provider's claims; kind is the event that binds them, "" when they are bound.
func external(users []voc.User, claims voc.Claims) (u voc.User, kind string) {
	for _, u := range users {
		if u.External == claims.Subject && claims.Subject != "" {
			return u, ""
		}
	}
	if claims.Email == "" {
		return voc.User{}, ""
	}
	var found []voc.User
	for _, u := range users {
		if u.External == "" && strings.EqualFold(u.Email, claims.Email) {
			found = append(found, u)
		}
	}
	if len(found) != 1 { // two with one address: nobody knows which is meant
		return voc.User{}, ""
	}
	return found[0], access.UserChanged
}
