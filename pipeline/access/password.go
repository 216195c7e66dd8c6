package access

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is how dear one guess is. Memory is in KiB.
type Cost struct {
	Memory uint32
	Passes uint32
	Lanes  uint8
}

// StandardCost takes 64 MiB and a tenth of a second or so: the second choice of RFC 9106, with one lane
// because a sign-in should not take every core.
func StandardCost() Cost { return Cost{Memory: 64 << 10, Passes: 3, Lanes: 1} }

// The bounds within which a stored hash is believed: whoever could write a larger one into the file could
// stop the machine with one sign-in.
const (
	maxMemory = 256 << 10
	maxPasses = 16
	maxLanes  = 8
	saltBytes = 16
	hashBytes = 32
)

// ErrBusy says that more sign-ins are being checked than there is memory for.
var ErrBusy = errors.New("too many sign-ins at once")

// Passwords makes and checks hashes, a few at a time.
type Passwords struct {
	cost   Cost
	random io.Reader
	places chan struct{} // one for each hash that is computed now
	queue  chan struct{} // one for each that waits or is computed
	none   string        // hash of a password nobody knows: what an unknown name is checked against
}

// AtOnce is how many hashes are computed at once, and MaxWaiting how many more may wait: with the standard
// cost a flood of sign-ins takes 128 MiB, never more.
const (
	AtOnce     = 2
	MaxWaiting = 16
)

// NewPasswords makes a checker. random gives salts.
func NewPasswords(cost Cost, random io.Reader) (*Passwords, error) {
	p := &Passwords{cost: cost, random: random, places: make(chan struct{}, AtOnce), queue: make(chan struct{}, AtOnce+MaxWaiting)}
	secret := make([]byte, hashBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("access: random bytes: %w", err)
	}
	none, err := p.hash(string(secret))
	p.none = none
	return p, err
}

// Hash makes the text under which a password is kept: the algorithm, its cost, salt and result, as every
// argon2 library writes it. ErrBusy when too many are asked for at once.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	leave, err := p.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return p.hash(password)
}

func (p *Passwords) hash(password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(p.random, salt); err != nil {
		return "", fmt.Errorf("access: random bytes: %w", err)
	}
	key := argon2.IDKey([]byte(password), salt, p.cost.Passes, p.cost.Memory, p.cost.Lanes, hashBytes)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.cost.Memory, p.cost.Passes, p.cost.Lanes,
		enc.EncodeToString(salt), enc.EncodeToString(key)), nil
}

// Check tells whether a password is the one a hash was made of. A hash of "" is nobody's: the check takes
// as long as any other and fails. stale: the password is right, and its hash is of another cost than now.
func (p *Passwords) Check(ctx context.Context, hash, password string) (right, stale bool, err error) {
	leave, err := p.enter(ctx)
	if err != nil {
		return false, false, err
	}
	defer leave()
	known := hash != ""
	if !known {
		hash = p.none
	}
	cost, salt, key, err := parseHash(hash)
	if err != nil {
		return false, false, err
	}
	got := argon2.IDKey([]byte(password), salt, cost.Passes, cost.Memory, cost.Lanes, uint32(len(key)))
	same := subtle.ConstantTimeCompare(got, key) == 1
	return same && known, same && cost != p.cost, nil
}

// enter waits for a place; it refuses at once when too many wait already.
func (p *Passwords) enter(ctx context.Context) (leave func(), err error) {
	select {
	case p.queue <- struct{}{}:
	default:
		return nil, ErrBusy
	}
	select {
	case p.places <- struct{}{}:
		return func() { <-p.places; <-p.queue }, nil
	case <-ctx.Done():
		<-p.queue
		return nil, ctx.Err()
	}
}

// parseHash reads what Hash wrote. The error never holds the text.
func parseHash(text string) (cost Cost, salt, key []byte, err error) {
	parts := strings.Split(text, "$")
	bad := errors.New("access: a stored password is not an argon2id hash: set a new one with tingfeng user passwd")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, bad
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.Memory, &cost.Passes, &cost.Lanes); n != 3 || err != nil {
		return cost, nil, nil, bad
	}
	if cost.Memory < 8 || cost.Memory > maxMemory || cost.Passes < 1 || cost.Passes > maxPasses || cost.Lanes < 1 || cost.Lanes > maxLanes {
		return cost, nil, nil, bad
	}
	salt, err = base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 || len(salt) > 64 {
		return cost, nil, nil, bad
	}
	key, err = base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(key) < 16 || len(key) > 64 {
		return cost, nil, nil, bad
	}
	return cost, salt, key, nil
}
