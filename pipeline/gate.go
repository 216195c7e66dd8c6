package pipeline

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/access"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Why somebody is not let in, or not changed.
var (
	ErrSignIn    = errors.New("name or password is wrong") // or the name is nobody's, or shut out: the caller is not told which
	ErrSetup     = errors.New("there is an administrator already")
	ErrTaken     = errors.New("this name is taken")
	ErrLastAdmin = errors.New("nobody could administer the house any more")
	ErrUnknown   = errors.New("the provider vouches for somebody who has no account here")
)

// ErrWait says that too many wrong passwords came before.
type ErrWait struct{ For time.Duration }

// Error implements error.
func (e *ErrWait) Error() string {
	return fmt.Sprintf("too many wrong passwords: try again in %s", e.For.Round(time.Second))
}

// GateMode is whether people have to sign in.
type GateMode string

// The modes.
const (
	GateAuto   GateMode = ""        // as soon as there is a user
	GateSignIn GateMode = "sign-in" // always: without a user only the first administrator can be made
	GateOpen   GateMode = "open"    // never
)

// GateOptions is what the gate works with. Dir, Now are needed; the zero value of the others stands for
// the standard.
type GateOptions struct {
	Dir       string // data folder: the file of secrets lies in it
	Mode      GateMode
	Org       access.Org
	Lifetimes access.Lifetimes
	Cost      access.Cost
	Random    io.Reader
	Now       func() time.Time
}

// Gate lets people and programs in: it knows the users and tokens of the journal, and the secrets of its
// file.
type Gate struct {
	journal   *Journal
	vault     *access.Vault
	passwords *access.Passwords
	locks     *access.Locks
	devices   access.Devices
	options   GateOptions

	changing sync.Mutex // one change of users and tokens at a time: what is checked holds until it is written

	mu  sync.Mutex
	org access.Org
}

// secretsFile is the file of secrets in the data folder.
const secretsFile = "sign-ins.json"

// OpenGate reads the secrets. Only the process in control may have one.
func OpenGate(j *Journal, o GateOptions) (*Gate, error) {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Cost == (access.Cost{}) {
		o.Cost = access.StandardCost()
	}
	if o.Lifetimes == (access.Lifetimes{}) {
		o.Lifetimes = access.StandardLifetimes()
	}
	vault, err := access.OpenVault(filepath.Join(o.Dir, secretsFile))
	if err != nil {
		return nil, err
	}
	passwords, err := access.NewPasswords(o.Cost, o.Random)
	if err != nil {
		return nil, err
	}
	devices, err := vault.Devices(o.Random, o.Now())
	if err != nil {
		return nil, err
	}
	return &Gate{journal: j, vault: vault, passwords: passwords, locks: access.NewLocks(), devices: devices, options: o, org: o.Org}, nil
}

// Close writes down when people were last seen.
func (g *Gate) Close() error { return g.vault.Close() }

// SetOrg has these be the units and shops from now on.
func (g *Gate) SetOrg(org access.Org) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.org = org
}

func (g *Gate) house() access.Org {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.org
}

// Units are those of the organisation.
func (g *Gate) Units() []voc.Unit { return g.house().Units }

// Closed tells whether who asks has to say who they are.
func (g *Gate) Closed() bool {
	switch g.options.Mode {
	case GateOpen:
		return false
	case GateSignIn:
		return true
	}
	return !g.Empty()
}

// Empty tells that there is no user yet.
func (g *Gate) Empty() bool {
	g.journal.mu.Lock()
	defer g.journal.mu.Unlock()
	return len(g.journal.state.Users) == 0
}

// Fresh tells that the first administrator is still to be made.
func (g *Gate) Fresh() bool { return g.options.Mode != GateOpen && g.Empty() }

// user finds one by name, whatever the case of its letters.
func (g *Gate) user(name string) (voc.User, bool) {
	g.journal.mu.Lock()
	defer g.journal.mu.Unlock()
	return findUser(g.journal.state.Users, name)
}

func findUser(users map[string]voc.User, name string) (voc.User, bool) {
	if u, there := users[name]; there {
		return u, true
	}
	for known, u := range users {
		if strings.EqualFold(known, name) {
			return u, true
		}
	}
	return voc.User{}, false
}

// Users are all, by name, with when each was last seen.
func (g *Gate) Users() []voc.User {
	g.journal.mu.Lock()
	users := slices.Collect(maps.Values(g.journal.state.Users))
	g.journal.mu.Unlock()
	for i := range users {
		users[i].LastSeen = g.vault.Credential(users[i].Name).Seen
	}
	slices.SortFunc(users, func(a, b voc.User) int { return strings.Compare(a.Name, b.Name) })
	return users
}

// HasPassword tells whether a user signs in with a password of this house.
func (g *Gate) HasPassword(name string) bool { return g.vault.Credential(name).Hash != "" }

// Visit is where a sign-in comes from.
type Visit struct {
	Address string // network address, without port
	Agent   string // what the browser calls itself
	Device  string // mark of an earlier sign-in, as the browser sent it
}

// Entry is what a sign-in gives: who it is, the session's secret, and a mark by which the browser is known
// as its owner's from then on.
type Entry struct {
	Viewer voc.Viewer
	Secret string
	Device string
}

// from is where a try with a name comes from.
func (g *Gate) from(name string, v Visit) access.From {
	return access.From{Address: v.Address, Device: g.devices.Known(name, v.Device)}
}

// entry begins a session of a user whose password was found right by the hash checked; see begin.
func (g *Gate) entry(u voc.User, checked, fresh string, from Visit) (Entry, error) {
	secret, err := g.begin(u.Name, checked, fresh, from)
	if err != nil {
		return Entry{}, err
	}
	mark, err := g.devices.Mark(u.Name, g.options.Random)
	return Entry{Viewer: g.house().Viewer(u), Secret: secret, Device: mark}, err
}

// SignIn checks a password and begins a session. ErrSignIn, *ErrWait, access.ErrBusy.
func (g *Gate) SignIn(ctx context.Context, name, password string, visit Visit) (Entry, error) {
	now := g.options.Now()
	counted := strings.ToLower(cutName(name))
	from := g.from(counted, visit)
	try, wait := g.locks.Try(counted, from, now)
	if wait > 0 {
		return Entry{}, &ErrWait{For: wait}
	}
	u, known := g.user(name)
	var c access.Credential
	if known && !u.Disabled {
		c = g.vault.Credential(u.Name)
	}
	if !c.Expires.IsZero() && !now.Before(c.Expires) || len(password) > 4*access.MaxPassword {
		c.Hash = "" // a password for one use whose time is over; one too long for anybody's
		password = password[:min(len(password), 4*access.MaxPassword)]
	}
	right, stale, err := g.passwords.Check(ctx, c.Hash, password)
	if err != nil {
		try.TakeBack()
		return Entry{}, err
	}
	if !right {
		return Entry{}, ErrSignIn
	}
	try.Passed()
	fresh := ""
	if stale {
		if fresh, err = g.passwords.Hash(ctx, password); err != nil {
			fresh = "" // the old one does as well; the next sign-in makes it anew
		}
	}
	return g.entry(u, c.Hash, fresh, visit)
}

// cutName bounds what is counted under a name nobody may have.
func cutName(name string) string {
	if len(name) > 4*access.MaxName {
		return name[:4*access.MaxName]
	}
	return name
}

// maxAgent is how much of what a browser calls itself is kept, in bytes.
const maxAgent = 200

// begin makes a session of a user whose password was found right by the hash checked; fresh, if there is
// one, takes its place. ErrSignIn when another password was set meanwhile.
func (g *Gate) begin(name, checked, fresh string, from Visit) (string, error) {
	secret, err := g.secret()
	if err != nil {
		return "", err
	}
	id, err := g.id("S-")
	if err != nil {
		return "", err
	}
	now := g.options.Now()
	one := access.Session{
		ID: id, Hash: access.HashSecret(secret), User: name, Began: now, Seen: now, Address: from.Address,
		Agent: strings.ToValidUTF8(from.Agent[:min(len(from.Agent), maxAgent)], ""),
	}
	moved := false
	err = g.vault.Change(now, func(s *access.Secrets) {
		c := s.Users[name]
		if moved = c.Hash != checked; moved {
			return
		}
		if fresh != "" {
			c.Hash = fresh
		}
		c.Seen = now
		s.Users[name] = c
		s.Sessions = access.Begin(s.Sessions, one, g.options.Lifetimes, now)
	})
	if err != nil {
		return "", err
	}
	if moved {
		return "", ErrSignIn
	}
	return secret, nil
}

// secret is 32 random bytes as they are put into cookies and headers.
func (g *Gate) secret() (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(g.options.Random, b); err != nil {
		return "", fmt.Errorf("random bytes: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

func (g *Gate) id(prefix string) (string, error) {
	b := make([]byte, 5)
	if _, err := io.ReadFull(g.options.Random, b); err != nil {
		return "", fmt.Errorf("random bytes: %w", err)
	}
	return fmt.Sprintf("%s%x", prefix, b), nil
}

// BySession is who asks with a session's secret, and which session it is.
func (g *Gate) BySession(secret string) (voc.Viewer, string, bool) {
	s, ok := g.vault.Session(secret, g.options.Lifetimes, g.options.Now())
	if !ok {
		return voc.Viewer{}, "", false
	}
	u, known := g.user(s.User)
	if !known || u.Disabled {
		return voc.Viewer{}, "", false
	}
	return g.house().Viewer(u), s.ID, true
}

// Sessions are those of a user that count, the last seen first.
func (g *Gate) Sessions(name string) []voc.Session {
	out := []voc.Session{}
	for _, s := range g.vault.Sessions(name, g.options.Lifetimes, g.options.Now()) {
		out = append(out, voc.Session{ID: s.ID, Began: s.Began, Seen: s.Seen, Ends: s.Ends(g.options.Lifetimes), Address: s.Address, Agent: s.Agent})
	}
	slices.SortFunc(out, func(a, b voc.Session) int { return b.Seen.Compare(a.Seen) })
	return out
}

// EndSession ends one of a user's sessions. ErrNone.
func (g *Gate) EndSession(name, id string) error {
	return g.endSessions(name, func(s access.Session) bool { return s.ID == id }, id)
}

// EndOthers ends all of a user's sessions but one; "" ends all.
func (g *Gate) EndOthers(name, but string) error {
	return g.endSessions(name, func(s access.Session) bool { return s.ID != but }, "")
}

func (g *Gate) endSessions(name string, which func(access.Session) bool, must string) error {
	found := false
	err := g.vault.Change(g.options.Now(), func(s *access.Secrets) {
		s.Sessions = slices.DeleteFunc(s.Sessions, func(one access.Session) bool {
			gone := one.User == name && which(one)
			found = found || gone
			return gone
		})
	})
	if err == nil && must != "" && !found {
		return fmt.Errorf("session %q: %w", must, ErrNone)
	}
	return err
}

// ScopeOf is what of all voices a unit owns.
func (g *Gate) ScopeOf(unit voc.UnitID) voc.Scope { return g.house().Scope(unit) }
